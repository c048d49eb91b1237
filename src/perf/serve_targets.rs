//! Targets that a plan is held to: stated ones, and usual ones where nothing is stated.

use super::search_serve::Survey;
use super::serve_load::{ServeTargets, USUAL_TPOT_MS, usual_ttft_ms};

/// Share of a head-count that has a request running at the peak, when none is stated: no publication gives one, so that
/// every use shows it as an assumption.
pub const ACTIVE_SHARE: f64 = 0.02;

/// Stated targets with those that are assumed where none is stated, and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Completed {
    /// Targets, both set.
    pub targets: ServeTargets,
    /// Time to first token that was assumed, ms.
    pub assumed_ttft_ms: Option<f64>,
    /// Time per output token that was assumed, ms.
    pub assumed_tpot_ms: Option<f64>,
    /// The usual time that no layout reaches, so that the fastest with some room was taken: a sentence.
    pub missed: Option<String>,
}

/// Completes targets: a plan is never made without a bound on both times, or a prompt would wait for minutes in it. A usual
/// target that no layout reaches with one request in flight gives way to one and a half times what is reached, and is said.
#[must_use]
pub fn complete(targets: &ServeTargets, prompt_tokens: f64, survey: &Survey) -> Completed {
    let mut done =
        Completed { targets: *targets, assumed_ttft_ms: None, assumed_tpot_ms: None, missed: None };
    let mut missed = Vec::new();
    let mut settle = |stated: Option<f64>, usual: f64, reached: Option<f64>, what: &str| {
        if stated.is_some() {
            return (stated, None);
        }
        let taken = match reached {
            Some(least) if least > usual => {
                missed.push(format!(
                    "no layout reaches the usual {what} of {} ms; the fastest takes {} ms with one request in flight",
                    crate::units::three(usual),
                    crate::units::three(least)
                ));
                1.5 * least
            }
            _ => usual,
        };
        (Some(taken), Some(taken))
    };
    (done.targets.ttft_ms, done.assumed_ttft_ms) = settle(
        targets.ttft_ms,
        usual_ttft_ms(prompt_tokens),
        survey.shortest_ttft_ms(),
        "time to first token",
    );
    (done.targets.tpot_ms, done.assumed_tpot_ms) =
        settle(targets.tpot_ms, USUAL_TPOT_MS, survey.shortest_tpot_ms(), "time per output token");
    done.missed = (!missed.is_empty()).then(|| missed.join("; "));
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::calibration::Calibration;
    use super::super::estimate_serve::{Draft, ServePlan};
    use super::super::gpu::{GpuPerf, samples::h100};
    use super::super::model::ModelArch;
    use super::super::precision::Precision;
    use super::super::search_serve::{choose, survey};
    use super::super::serve_load::Load;
    use super::*;

    fn m70() -> ModelArch {
        super::super::model::samples::llama_70b()
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
            draft: Draft::NONE,
        }
    }

    #[test]
    fn no_plan_is_made_without_a_bound_on_both_times() {
        let (m, g, cal) = (m70(), h100(), Calibration::shipped().unwrap());
        let p = ServePlan { isl: 120_000.0, ..plan(&m, &g) };
        let t = ServeTargets {
            load: Load::Rate(0.1),
            ttft_ms: None,
            tpot_ms: Some(40.0),
            utilisation: 0.75,
            spare_replicas: 0,
        };
        let surveyed = survey(&p, 8, &cal).unwrap();
        let c = complete(&t, p.isl, &surveyed);
        assert_eq!(c.targets.tpot_ms, Some(40.0));
        assert!(c.assumed_tpot_ms.is_none() && c.assumed_ttft_ms.is_some());
        let best = &choose(&p, &c.targets, &surveyed, &cal).unwrap().pareto[0];
        // A prompt of 120,000 tokens takes seconds on several GPUs and minutes on one.
        assert!(best.replica.ttft_ms.expected <= c.targets.ttft_ms.unwrap() && best.replica.gpus > 1);
    }
}
