//! Published figures the estimators must reproduce within their stated bands, and public failures they must not repeat.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::accuracy::accuracy;
use super::calibration::Calibration;
use super::estimate_serve::{Draft, ServePlan, serve_estimate};
use super::facts::Facts;
use super::fit::quantile;
use super::measured::Measured;
use super::precision::Precision;
use super::serve_step::ServeLayout;
use super::train_cases::train_case;
use super::train_fit;
use serde::Deserialize;

fn facts() -> Facts {
    super::catalog_rows::all(&crate::catalog::Catalog::embedded())
}

fn training_rows() -> Measured {
    Measured::parse(include_str!("../../catalog/measured/training.yaml")).unwrap()
}

#[test]
fn mlperf_405b_from_512_to_8192_h100() {
    let (f, cal) = (facts(), Calibration::shipped().unwrap());
    let mut seen = Vec::new();
    for r in training_rows()
        .training
        .iter()
        .filter(|r| r.source == "mlperf" && r.model == "llama-3.1-405b" && r.gpu.contains("H100"))
    {
        let c = train_case(r, &f).unwrap();
        // Without any correction from measured rows: the closed form alone.
        let closed = train_fit::closed_form(&cal.training, &c);
        assert!((closed / c.measured - 1.0).abs() < 0.15, "x{}: {closed:.0} vs {:.0}", r.gpus, c.measured);
        seen.push((r.gpus, closed));
    }
    for n in [512, 2048, 8192] {
        assert!(seen.iter().any(|s| s.0 == n), "{n} GPUs not in {seen:?}");
    }
    // Strong scaling costs: the rate per GPU falls from 512 to 8,192.
    let at = |n| seen.iter().find(|s| s.0 == n).unwrap().1;
    assert!(at(512) > at(2048) && at(2048) > at(8192));
}

#[derive(Deserialize)]
struct NimRow {
    isl: f64,
    osl: f64,
    concurrency: f64,
    itl_ms: f64,
    out_tok_s_total: f64,
}
#[derive(Deserialize)]
struct NimFile {
    nim: Vec<NimRow>,
}

#[test]
fn nim_70b_curve_that_no_constant_was_fitted_on() {
    let (f, cal) = (facts(), Calibration::shipped().unwrap());
    let rows: NimFile = serde_yaml::from_str(include_str!("../../catalog/measured/serving.yaml")).unwrap();
    let mut errors = Vec::new();
    for r in &rows.nim {
        let plan = ServePlan {
            model: &f.models["llama-3-70b"],
            gpu: &f.gpus["H100"],
            precision: Precision::Fp8,
            kv_bytes: None,
            engine: "trtllm",
            isl: r.isl,
            osl: r.osl,
            prefix_hit: 0.0,
            draft: Draft::NONE,
        };
        let e = serve_estimate(&plan, ServeLayout::tensor(2), r.concurrency, &cal).unwrap();
        errors.push((e.tpot_ms.expected / r.itl_ms - 1.0).abs());
        assert!((e.tpot_ms.low..=e.tpot_ms.high).contains(&r.itl_ms), "{} ms, {:?}", r.itl_ms, e.tpot_ms);
        assert!(
            (e.tokens_per_s.low..=e.tokens_per_s.high).contains(&r.out_tok_s_total),
            "{:?}",
            e.tokens_per_s
        );
        assert!(e.tpot_ms.expected > e.tpot_bound_ms);
    }
    assert_eq!(errors.len(), 9);
    // The aim for the time per token of cells that no row covers.
    assert!(quantile(&errors, 0.5) < 0.10, "{errors:?}");
}

#[test]
fn campaigns_within_their_band() {
    let (f, cal) = (facts(), Calibration::shipped().unwrap());
    let shipped = cal.training.campaign.unwrap();
    let fitted = super::campaign::campaign_share(&training_rows().campaigns, &f, &cal).unwrap();
    // What ships is what the published campaigns give today.
    for (a, b) in [
        (shipped.level, fitted.level),
        (shipped.per_size, fitted.per_size),
        (shipped.sparse, fitted.sparse),
        (shipped.width, fitted.width),
    ] {
        assert!((a - b).abs() < 0.02, "{shipped:?} {fitted:?}");
    }
    // Each campaign predicted without its model: the band of 80 % holds at least three quarters.
    let held = fitted.left_out_held as f64 / fitted.rows as f64;
    assert!(fitted.rows >= 12 && held >= 0.75, "{fitted:?}");
}

#[test]
fn accuracy_keeps_fitted_and_unseen_rows_apart() {
    let (f, cal) = (facts(), Calibration::shipped().unwrap());
    let mut rows = training_rows();
    let mut other = rows
        .training
        .iter()
        .find(|r| r.model == "llama-3-70b" && r.task == "pretrain" && r.tp.is_some() && r.gbs.is_some())
        .unwrap()
        .clone();
    other.source = "customer".into();
    other.tok_s_gpu = other.tok_s_gpu.map(|t| t * 2.0);
    rows.training.push(other);
    let report = accuracy(&rows, &f, &cal);
    let unseen: Vec<_> =
        report.classes.iter().filter(|c| c.rows_were == "unseen" && c.class == "training_dense").collect();
    assert_eq!(unseen.len(), 1, "{unseen:?}");
    assert!(unseen[0].rows == 1 && unseen[0].median_percent > 30.0);
    let flops = report.classes.iter().find(|c| c.class == "flops_per_token").unwrap();
    assert!(flops.rows > 100 && flops.median_percent < 0.3, "{flops:?}");
    let memory = report.classes.iter().find(|c| c.class == "training_memory").unwrap();
    assert!(memory.rows == 12 && memory.worst_percent < 0.3, "{memory:?}");
}

#[test]
fn moe_is_sized_on_total_for_memory_and_active_for_compute() {
    // Failure F11.
    let f = facts();
    let p = super::params::params(&f.models["deepseek-v3"]);
    let bytes = super::fit_check::weight_bytes(&f.models["deepseek-v3"], Precision::Fp8);
    assert!(bytes > 660e9 && super::flops::prefill(&f.models["deepseek-v3"], 1.0) < 2.0 * 40e9 * 1.1);
    assert!(p.total / p.active > 15.0);
}

#[test]
fn a_user_sees_that_an_estimate_is_one() {
    // Failure F15: predictions far from measurement without a label.
    let (f, cal) = (facts(), Calibration::shipped().unwrap());
    let plan = ServePlan {
        model: &f.models["kimi-k2"],
        gpu: &f.gpus["GB300"],
        precision: Precision::Fp4,
        kv_bytes: None,
        engine: "sglang",
        isl: 1024.0,
        osl: 1024.0,
        prefix_hit: 0.0,
        draft: Draft::NONE,
    };
    let e = serve_estimate(&plan, ServeLayout { tp: 8, dp: 1, ep: 1, pp: 1 }, 16.0, &cal).unwrap();
    assert!(e.tpot_ms.low < e.tpot_ms.expected && e.tpot_ms.expected < e.tpot_ms.high);
    assert!(e.tpot_ms.basis.contains("rows"), "{}", e.tpot_ms.basis);
}
