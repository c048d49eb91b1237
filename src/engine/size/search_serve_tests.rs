//! Tests of the serving search: targets, loads, what cannot be reached.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::calibration::Calibration;
use super::error::SizeError;
use super::estimate_serve::{ServePlan, serve_estimate};
use super::gpu::{Generation, GpuPerf};
use super::model::ModelArch;
use super::precision::Precision;
use super::search_serve::*;
use super::serve_step::ServeLayout;

fn h100() -> GpuPerf {
    GpuPerf {
        name: "H100".into(),
        generation: Generation::Hopper,
        memory_bytes: 80e9,
        hbm_bytes_per_s: 3.35e12,
        bf16_flops: 989e12,
        fp8_flops: Some(1979e12),
        fp4_flops: None,
        nvlink_bytes_per_s: 450e9,
        nic_bytes_per_s: 50e9,
        scale_up_gpus: 8,
    }
}

fn m70() -> ModelArch {
    ModelArch::dense("llama-3-70b", 80, 8192, 64, 8, 128, 28672, 128_256, true, false)
}

fn plan<'a>(m: &'a ModelArch, g: &'a GpuPerf) -> ServePlan<'a> {
    ServePlan {
        model: m,
        gpu: g,
        precision: Precision::Fp8,
        kv_bytes: None,
        engine: "vllm",
        isl: 1024.0,
        osl: 512.0,
        prefix_hit: 0.0,
        accepted_per_step: 1.0,
    }
}

#[test]
fn more_users_never_need_fewer_gpus_and_each_has_a_place() {
    let (m, g, cal) = (m70(), h100(), Calibration::shipped().unwrap());
    let p = plan(&m, &g);
    let surveyed = survey(&p, 8, &cal).unwrap();
    let mut before = 0;
    for users in [1.0, 10.0, 20.0, 40.0, 80.0, 160.0, 500.0, 2000.0, 10_000.0] {
        let t = ServeTargets {
            load: Load::Users(Users::Concurrent(users)),
            ttft_ms: Some(300.0),
            tpot_ms: None,
            utilisation: 0.75,
            spare_replicas: 0,
        };
        let found = choose(&p, &t, &surveyed, &cal).unwrap();
        let best = &found.pareto[0];
        assert!(best.gpus >= before, "{users}: {} after {before}", best.gpus);
        before = best.gpus;
        let places = f64::from(best.replicas) * best.replica.concurrency * 0.75;
        assert!(best.prefill_workers > 0 || places >= users * 0.999, "{users}: {places}");
    }
}

#[test]
fn two_thousand_users_of_llama_70b_with_300_ms_to_first_token() {
    let (m, g, cal) = (m70(), h100(), Calibration::shipped().unwrap());
    let p = plan(&m, &g);
    // 2,000 requests in flight at 300 ms + 512 x 40 ms each.
    let rate = Users::Concurrent(2000.0).requests_per_s(0.3 + 512.0 * 0.04).unwrap();
    let t = ServeTargets {
        load: Load::Rate(rate),
        ttft_ms: Some(300.0),
        tpot_ms: Some(40.0),
        utilisation: 0.75,
        spare_replicas: 1,
    };
    let s = search(&p, &t, 8, &cal).unwrap();
    let best = &s.pareto[0];
    assert!(best.replica.ttft_ms.expected <= 300.0 && best.replica.tpot_ms.expected <= 40.0);
    assert!(best.requests_per_s_replica * f64::from(best.replicas) * 0.75 >= rate * 0.999);
    assert!((40..400).contains(&best.gpus), "{}", best.gpus);
    // People are not requests in flight: one request a minute each needs far fewer GPUs.
    let people =
        Users::HeadCount { people: 2000.0, active_share: 0.2, think_s: 60.0 }.requests_per_s(20.8).unwrap();
    assert!(people < rate / 10.0);
}

#[test]
fn a_tighter_target_never_needs_fewer_gpus() {
    let (m, g, cal) = (m70(), h100(), Calibration::shipped().unwrap());
    let p = plan(&m, &g);
    let gpus = |tpot| {
        let t = ServeTargets {
            load: Load::Rate(20.0),
            ttft_ms: None,
            tpot_ms: Some(tpot),
            utilisation: 0.75,
            spare_replicas: 0,
        };
        search(&p, &t, 8, &cal).map(|s| s.pareto[0].gpus).ok()
    };
    let all: Vec<u32> = [100.0, 60.0, 40.0, 25.0].into_iter().filter_map(gpus).collect();
    assert!(all.len() >= 3 && all.windows(2).all(|w| w[0] <= w[1]), "{all:?}");
}

#[test]
fn impossible_targets_name_the_best_reachable() {
    let (m, g, cal) = (m70(), h100(), Calibration::shipped().unwrap());
    let t = ServeTargets {
        load: Load::Rate(1.0),
        ttft_ms: Some(1.0),
        tpot_ms: Some(0.1),
        utilisation: 0.75,
        spare_replicas: 0,
    };
    let e = search(&plan(&m, &g), &t, 8, &cal).unwrap_err().to_string();
    assert!(e.contains("best is TTFT"), "{e}");
}

#[test]
fn a_405b_model_gets_no_latency_on_one_gpu() {
    let (g, cal) = (h100(), Calibration::shipped().unwrap());
    let m = ModelArch::dense("405b", 126, 16384, 128, 8, 128, 53248, 128_256, true, false);
    // Failure F14.
    let e = serve_estimate(&plan(&m, &g), ServeLayout::tensor(1), 1.0, &cal).unwrap_err();
    assert!(matches!(e, SizeError::DoesNotFit { .. }), "{e}");
}
