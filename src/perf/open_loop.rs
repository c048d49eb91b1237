//! Open loop: requests arrive at a rate whatever the service does, as from many independent users. Closed-loop figures
//! say nothing about the wait that bursts cause.
//!
//! Sources: Kingman 1961 (mean wait of GI/G/1 in heavy traffic), Little 1961 (requests in flight), exponential tail of the
//! wait as in M/G/1 (Kleinrock 1975, vol. 1, chapter 5).

use serde::Serialize;

use super::error::{SizeError, positive};
use super::serve_step::{Replica, ServeConstants};

/// One replica under arrivals at a rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OpenLoop {
    /// Mean time to first token, seconds.
    pub ttft: f64,
    /// 99th percentile of the time to first token, seconds.
    pub ttft_p99: f64,
    /// Mean time per output token, seconds.
    pub tpot: f64,
    /// Requests in flight on average.
    pub running: f64,
    /// Share of time the replica reads prompts.
    pub prefill_share: f64,
}

/// Rounds of the fixed point between requests in flight and the time of a step.
const ROUNDS: usize = 200;

/// The steady state of a replica at `rate` requests/s. `arrival_cv2` is the squared coefficient of variation of the time
/// between requests: 1 for independent users (Poisson), 0 for a metronome, above 1 for bursts. Prompts interrupt decoding;
/// prompts of equal length wait for each other by Kingman's formula.
///
/// # Errors
/// [`SizeError::Invalid`] for a rate or variation out of range, [`SizeError::Unreachable`] if requests arrive faster than the
/// replica finishes them or more run than its memory holds; the message names the bound that is passed.
pub fn open_loop(
    r: &Replica<'_>,
    rate: f64,
    isl: f64,
    osl: f64,
    arrival_cv2: f64,
    c: &ServeConstants,
) -> Result<OpenLoop, SizeError> {
    positive("requests_per_s", rate)?;
    if !(0.0..=100.0).contains(&arrival_cv2) {
        return Err(SizeError::invalid("arrival_cv2", arrival_cv2, "0 to 100 (1 = independent users)"));
    }
    let limit = r.batch_limit(isl, osl, c.reserve);
    let unreachable = |best: String| SizeError::Unreachable {
        target: format!("{rate:.2} requests/s on one replica"),
        best,
        remedy: "spread the load over more replicas or more GPUs per replica".into(),
    };
    let prefill = r.prefill(isl, c);
    let busy = rate * prefill;
    if busy >= 1.0 {
        return Err(unreachable(format!("{:.2} prompts/s with all time spent on prompts", 1.0 / prefill)));
    }
    // Kingman with equal prompts (no variation of service).
    let wait = busy / (1.0 - busy) * arrival_cv2 / 2.0 * prefill;
    let own = prefill * f64::from(r.layout.pp);
    let mut running = 1.0_f64;
    for _ in 0..ROUNDS {
        let step = r.decode(running.max(1.0), isl + osl / 2.0, c);
        let tpot = step / (1.0 - busy);
        let next = rate * (c.first + wait + own + step + osl * tpot);
        if next > limit {
            return Err(unreachable(format!(
                "{limit:.0} requests in flight, which is what the memory holds"
            )));
        }
        if (next - running).abs() < 1e-6 * next {
            running = next;
            break;
        }
        running = 0.5 * (running + next);
    }
    let step = r.decode(running.max(1.0), isl + osl / 2.0, c);
    let base = c.first + own + step;
    // P(wait > t) = busy * exp(-t * busy / wait), so the 99th percentile is wait / busy * ln(busy / 0.01).
    let tail = if busy > 0.01 { wait / busy * (busy / 0.01).ln() } else { 0.0 };
    Ok(OpenLoop {
        ttft: base + wait,
        ttft_p99: base + tail.max(wait),
        tpot: step / (1.0 - busy),
        running,
        prefill_share: busy,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::calibration::Calibration;
    use super::super::gpu::{Generation, GpuPerf};
    use super::super::precision::Precision;
    use super::super::serve_step::ServeLayout;
    use super::*;

    #[test]
    fn waits_grow_without_bound_towards_the_capacity() {
        let g = GpuPerf {
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
        };
        let m = super::super::model::samples::llama_70b();
        let cal = Calibration::shipped().unwrap();
        let (c, _) = cal.serving.constants(g.generation, "vllm");
        let r = Replica::new(&m, &g, Precision::Fp8, ServeLayout::tensor(8), None);
        let at = |rate: f64, cv2: f64| open_loop(&r, rate, 2048.0, 64.0, cv2, &c);
        let (slow, fast) = (at(1.0, 1.0).unwrap(), at(8.0, 1.0).unwrap());
        assert!(slow.ttft < fast.ttft && slow.tpot < fast.tpot && slow.running < fast.running);
        assert!(fast.ttft_p99 > fast.ttft);
        // Little: requests in flight are rate times the time of one.
        assert!((fast.running / (8.0 * (fast.ttft + 64.0 * fast.tpot)) - 1.0).abs() < 1e-3, "{fast:?}");
        // Bursts wait longer than independent users, a metronome does not wait.
        assert!(at(8.0, 4.0).unwrap().ttft > fast.ttft && at(8.0, 0.0).unwrap().ttft < fast.ttft);
        // One prompt takes prefill seconds: that many a second cannot be.
        let most = 1.0 / r.prefill(2048.0, &c);
        assert!(at(most * 1.01, 1.0).unwrap_err().to_string().contains("requests/s"));
        assert!(at(0.0, 1.0).is_err() && at(1.0, -1.0).is_err());
    }

    #[test]
    fn a_pipeline_lengthens_the_path_of_a_token() {
        let g = GpuPerf {
            name: "L40S".into(),
            generation: Generation::Ada,
            memory_bytes: 48e9,
            hbm_bytes_per_s: 864e9,
            bf16_flops: 362e12,
            fp8_flops: Some(733e12),
            fp4_flops: None,
            nvlink_bytes_per_s: 32e9,
            nic_bytes_per_s: 50e9,
            scale_up_gpus: 1,
        };
        let m = super::super::model::samples::llama_70b();
        let cal = Calibration::shipped().unwrap();
        let (c, _) = cal.serving.constants(g.generation, "vllm");
        let r = Replica::new(&m, &g, Precision::Fp8, ServeLayout { tp: 1, dp: 1, ep: 1, pp: 4 }, None);
        // All weights pass one GPU's memory per token, however many stages there are: 70 GB over 864 GB/s.
        assert!(r.decode(1.0, 1024.0, &c) > 70e9 / 864e9);
    }
}
