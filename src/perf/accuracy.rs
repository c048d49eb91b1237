//! How far the estimates were off: tables by class, on left-out rows or on any file of measured rows.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::activations::activation_bytes;
use super::bands::{Scored, band};
use super::calibration::{BandCell, Calibration};
use super::facts::Facts;
use super::fit::quantile;
use super::flops::Recompute;
use super::flops::train_per_token;
use super::measured::{Measured, MemoryRow};
use super::serve_cases::{OfflineCase, mlperf_cases, offline_case, serve_case};
use super::train_cases::train_case;
use super::train_memory::{StateBytes, TrainLayout, Zero, train_memory_unchecked};
use super::{serve_fit, train_fit};

/// One line of an accuracy table. Errors are absolute percentage errors of the estimate against the measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccuracyRow {
    /// Accuracy class and quantity.
    pub class: String,
    /// How the rows relate to the fit: `left out` (refitted without the model), `unseen` or `fitted`.
    pub rows_were: String,
    /// Scored rows.
    pub rows: usize,
    /// Models among them.
    pub models: usize,
    /// Median error, percent.
    pub median_percent: f64,
    /// 90th percentile, percent.
    pub p90_percent: f64,
    /// Largest error, percent.
    pub worst_percent: f64,
    /// Median signed error, percent; above zero = estimates too high.
    pub bias_percent: f64,
    /// Share of rows inside the 80 % band, percent; `None` for exact quantities.
    pub in_band_percent: Option<f64>,
}

/// An accuracy table and what could not be scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccuracyReport {
    /// Lines by class.
    pub classes: Vec<AccuracyRow>,
    /// Reasons rows were not scored, with counts.
    pub not_scored: BTreeMap<String, usize>,
}

fn percent(v: f64) -> f64 {
    (v * 10.0).round() / 10.0
}

/// Summarises scored rows by class.
#[must_use]
pub fn summarize(scored: &[Scored], bands: Option<&[BandCell]>, rows_were: &str) -> Vec<AccuracyRow> {
    let classes: BTreeSet<&str> = scored.iter().map(|s| s.class.as_str()).collect();
    classes
        .into_iter()
        .map(|class| {
            let rows: Vec<&Scored> = scored.iter().filter(|s| s.class == class).collect();
            // residual = ln(measured / estimate), so estimate / measured - 1 = exp(-residual) - 1.
            let signed: Vec<f64> = rows.iter().map(|s| ((-s.residual).exp() - 1.0) * 100.0).collect();
            let absolute: Vec<f64> = signed.iter().map(|e| e.abs()).collect();
            let held = bands.map(|cells| {
                let n = rows
                    .iter()
                    .filter(|s| {
                        let e = band(cells, s, 1.0, false);
                        (e.low..=e.high).contains(&s.residual.exp())
                    })
                    .count();
                percent(100.0 * n as f64 / rows.len().max(1) as f64)
            });
            AccuracyRow {
                class: class.to_owned(),
                rows_were: rows_were.to_owned(),
                rows: rows.len(),
                models: rows.iter().map(|s| s.model.as_str()).collect::<BTreeSet<_>>().len(),
                median_percent: percent(quantile(&absolute, 0.5)),
                p90_percent: percent(quantile(&absolute, 0.9)),
                worst_percent: percent(quantile(&absolute, 1.0)),
                bias_percent: percent(quantile(&signed, 0.5)),
                in_band_percent: held,
            }
        })
        .collect()
}

/// FNV-1a over the parts of a row's identity: marks rows that the constants were fitted on.
#[must_use]
pub fn row_key(parts: &[&str]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for b in part.bytes().chain([0x1f]) {
            h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    h
}

/// Keys of the rows of a measured file that a fit uses, to be stored with a calibration.
#[must_use]
pub fn row_keys(rows: &Measured, facts: &Facts) -> Vec<u64> {
    let training = rows.training.iter().filter(|r| train_case(r, facts).is_ok());
    let mut keys: BTreeSet<u64> = training.map(training_key).collect();
    keys.extend(rows.serving.iter().filter(|r| serve_case(r, facts).is_ok()).map(serving_key));
    keys.extend(rows.offline.iter().filter(|r| offline_case(r, facts).is_ok()).map(offline_key));
    keys.into_iter().collect()
}

fn training_key(r: &super::measured::TrainRow) -> u64 {
    row_key(&[
        &r.source,
        &r.release,
        &r.task,
        &r.model,
        &r.gpu,
        &r.gpus.to_string(),
        &r.precision,
        &format!("{:?} {:?} {:?}", r.tok_s_gpu, r.hfu_tflops_gpu, r.step_s),
    ])
}

fn serving_key(r: &super::measured::ServePoint) -> u64 {
    row_key(&[
        &r.model,
        &r.gpu,
        &r.engine,
        &r.prec,
        &format!("{} {} {:?} {:?} {:?} {:?}", r.isl, r.osl, r.conc, r.tp, r.ttft_ms, r.tpot_ms),
    ])
}

fn offline_key(r: &super::measured::OfflineRow) -> u64 {
    row_key(&[
        &r.source,
        &r.model,
        &r.gpu,
        &r.precision,
        &format!("{:?} {} {} {:?}", r.gpus, r.isl, r.osl, r.out_tok_s_total),
    ])
}

/// Scores a file of measured rows with a calibration as it is. Rows the calibration was fitted on are listed apart
/// (`fitted`), because their errors say nothing about new rows.
#[must_use]
pub fn accuracy(rows: &Measured, facts: &Facts, cal: &Calibration) -> AccuracyReport {
    let fitted: BTreeSet<u64> = cal.fitted_rows.iter().copied().collect();
    let mut scored: BTreeMap<&str, Vec<Scored>> = BTreeMap::new();
    let mut exact: Vec<Scored> = Vec::new();
    let mut not_scored = rows.unreadable.clone();
    let mut skip = |why: String| *not_scored.entry(why).or_default() += 1;
    let label = |key: u64| if fitted.contains(&key) { "fitted" } else { "unseen" };
    for r in &rows.training {
        match train_case(r, facts) {
            Ok(c) => {
                let (estimate, near) = train_fit::predict(&cal.training, &cal.training_rows, &c);
                scored.entry(label(training_key(r))).or_default().push(Scored {
                    class: c.class.name().into(),
                    model: c.model.name.clone(),
                    generation: c.gpu.generation.name().into(),
                    detail: c.precision.name().into(),
                    near,
                    residual: (c.measured / estimate).ln(),
                });
                if let Some(s) = flops_check(r, &c) {
                    exact.push(s);
                }
            }
            Err(why) => skip(why),
        }
    }
    for r in &rows.serving {
        match serve_case(r, facts) {
            Ok(c) => {
                let Some(p) = serve_fit::closed_form(&cal.serving, &c) else {
                    skip("does not fit the memory by our rule".into());
                    continue;
                };
                let at = serve_fit::case_features(&c);
                let (tpot, near) = cal.serving_rows.predict("tpot", &at);
                let (rate, _) = cal.serving_rows.predict("throughput", &at);
                let (first, _) = cal.ttft_rows.predict("ttft", &at);
                for (class, residual) in [
                    ("serving_tpot", (c.tpot / p.tpot).ln() - tpot),
                    ("serving_throughput", (c.throughput() / p.tokens_per_s).ln() - rate),
                    ("serving_ttft", (c.ttft / p.ttft).ln() - first),
                ] {
                    scored.entry(label(serving_key(r))).or_default().push(Scored {
                        class: class.into(),
                        model: c.model.name.clone(),
                        generation: c.gpu.generation.name().into(),
                        detail: serve_fit::band_detail(&c.model, &c.engine),
                        near,
                        residual,
                    });
                }
            }
            Err(why) => skip(why),
        }
    }
    for r in &rows.offline {
        match offline_case(r, facts) {
            Ok(c) => match serve_fit::offline_closed_form(&cal.offline, &c) {
                Some(p) => {
                    let (mean, near) = cal.offline_rows.predict("rate", &serve_fit::offline_features(&c));
                    scored.entry(label(offline_key(r))).or_default().push(Scored {
                        class: "offline_maximum".into(),
                        model: c.model.name.clone(),
                        generation: c.gpu.generation.name().into(),
                        detail: c.precision.name().into(),
                        near,
                        residual: (c.measured / p).ln() - mean,
                    });
                }
                None => skip("does not fit the memory by our rule".into()),
            },
            Err(why) => skip(why),
        }
    }
    for r in &rows.mlperf_serving {
        match mlperf_cases(r, facts) {
            Ok(cases) => match mlperf_score(&cases, cal) {
                Some(s) => exact.push(s),
                None => skip("does not fit the memory by our rule".into()),
            },
            Err(why) => skip(why),
        }
    }
    for r in &rows.memory {
        match memory_check(r, facts) {
            Ok(three) => exact.extend(three),
            Err(why) => skip(why),
        }
    }
    let mut classes: Vec<AccuracyRow> =
        scored.iter().flat_map(|(were, s)| summarize(s, Some(&cal.bands), were)).collect();
    // No constant is fitted to FLOPs or memory, so all rows count as unseen.
    classes.extend(summarize(&exact, None, "unseen"));
    classes.sort_by(|a, b| (&a.class, &a.rows_were).cmp(&(&b.class, &b.rows_were)));
    AccuracyReport { classes, not_scored }
}

/// Our FLOPs per token times the printed tokens/s against the printed TFLOP/s, for sources that count causal attention.
fn flops_check(r: &super::measured::TrainRow, c: &super::train_cases::TrainCase) -> Option<Scored> {
    if r.task != "pretrain" || r.shape.is_some() || c.model.is_hybrid() {
        return None;
    }
    let causal = match r.source.as_str() {
        "mbridge" | "mbridge-archive" | "automodel" => true,
        "nemo-launcher" => false,
        _ => return None,
    };
    let printed = r.tflops_gpu? * 1e12;
    let counted = train_per_token(&c.model, c.seq, causal) * r.tok_s_gpu?;
    Some(Scored {
        class: "flops_per_token".into(),
        model: c.model.name.clone(),
        generation: String::new(),
        detail: String::new(),
        near: 0.0,
        residual: (printed / counted).ln(),
    })
}

/// Layouts of the four published memory profiles (Korthikanti et al. 2022, table 3), for files that leave them out:
/// tensor, pipeline, interleaving, micro-batch.
const MEMORY_LAYOUTS: [(&str, [u32; 4]); 4] = [
    ("megatron-22b", [8, 1, 1, 4]),
    ("gpt3-175b", [8, 8, 3, 1]),
    ("mt-nlg-530b", [8, 35, 3, 1]),
    ("megatron-1t", [8, 64, 1, 1]),
];

/// States without embeddings, activations kept whole, activations with sequence parallelism and selective recompute.
fn memory_check(r: &MemoryRow, facts: &Facts) -> Result<Vec<Scored>, String> {
    const GIB: f64 = 1_073_741_824.0;
    let mut m = facts.model(&r.model).ok_or_else(|| format!("unknown model {:?}", r.model))?.clone();
    let known = MEMORY_LAYOUTS.iter().find(|l| l.0 == r.model).map(|l| l.1);
    let of = |own: Option<u32>, i: usize| {
        own.or(known.map(|k| k[i])).ok_or_else(|| format!("no layout for the memory row of {}", r.model))
    };
    let l = TrainLayout {
        tp: of(r.tp, 0)?,
        pp: of(r.pp, 1)?,
        cp: 1,
        ep: 1,
        dp: 1,
        micro_batch: of(r.mbs, 3)?,
        virtual_stages: of(r.vp, 2)?,
        zero: Zero::Off,
        recompute: Recompute::None,
        sequence_parallel: false,
    };
    let seq = r.seq.unwrap_or(2048.0);
    // More micro-batches than stages, so that the pipeline is full.
    let full = f64::from(4 * l.pp);
    let none = activation_bytes(&m, &l, seq, full, false, true);
    let selective = TrainLayout { recompute: Recompute::Selective, sequence_parallel: true, ..l };
    let kept = activation_bytes(&m, &selective, seq, full, false, true);
    m.vocab = 0;
    let states = train_memory_unchecked(&m, &l, StateBytes::ADAM_MIXED, seq, full).states();
    let score = |estimate: f64, measured: f64| Scored {
        class: "training_memory".into(),
        model: r.model.clone(),
        generation: String::new(),
        detail: String::new(),
        near: 0.0,
        residual: (measured * GIB / estimate).ln(),
    };
    Ok(vec![
        score(states, r.params_opt_gib),
        score(none, r.act_none_gib),
        score(kept, r.act_selective_sp_gib),
    ])
}

/// The replica size with the highest estimated rate per GPU against the measured rate per GPU.
fn mlperf_score(cases: &[OfflineCase], cal: &Calibration) -> Option<Scored> {
    let per_gpu = |c: &OfflineCase, v: f64| v / f64::from(c.layout.gpus());
    let (rate, c) = cases
        .iter()
        .filter_map(|c| serve_fit::offline_closed_form(&cal.offline, c).map(|p| (per_gpu(c, p), c)))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    let (mean, near) = cal.offline_rows.predict("rate", &serve_fit::offline_features(c));
    Some(Scored {
        class: "mlperf_offline_no_refit".into(),
        model: c.model.name.clone(),
        generation: c.gpu.generation.name().into(),
        detail: c.precision.name().into(),
        near,
        residual: (per_gpu(c, c.measured) / rate).ln() - mean,
    })
}
