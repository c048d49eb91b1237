//! Serving search and its inverse: every layout and batch of one replica, aggregated and disaggregated, and the smallest GPU
//! count that serves a rate within TTFT and TPOT targets.

use serde::Serialize;

use super::calibration::Calibration;
use super::error::SizeError;
use super::estimate_serve::{ServeEstimate, ServeNear, ServePlan, serve_closed_form, serve_estimate_near};
use super::serve_disaggregated::disaggregated;
use super::serve_layouts::layouts;
use super::serve_load::ServeTargets;
use super::serve_step::ServeLayout;

/// A way to serve the load.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServeSize {
    /// GPUs in all, spares included.
    pub gpus: u32,
    /// Replicas (or decode workers) that carry the load.
    pub replicas: u32,
    /// Spare replicas.
    pub spares: u32,
    /// Prefill workers; 0 = aggregated.
    pub prefill_workers: u32,
    /// One replica at its planned load.
    pub replica: ServeEstimate,
    /// Requests per second of one replica at the targets.
    pub requests_per_s_replica: f64,
    /// Requests per second of the whole load at the times of this size.
    pub requests_per_s: f64,
    /// What limits a replica.
    pub bottleneck: &'static str,
}

/// Result of a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServeSearch {
    /// Smallest first; each entry needs fewer GPUs or a shorter TPOT than all before it.
    pub pareto: Vec<ServeSize>,
    /// Layout and batch pairs timed.
    pub evaluated: u64,
}

/// Batches to try: powers of the fourth root of two from one up to `limit` (about 19 % apart).
pub(super) fn batches(limit: f64) -> Vec<f64> {
    let mut out: Vec<f64> =
        (0..=60).map(|i| 2f64.powf(f64::from(i) / 4.0).round()).take_while(|b| *b <= limit).collect();
    out.dedup();
    out
}

pub(super) fn within(targets: &ServeTargets, ttft_ms: f64, tpot_ms: f64) -> bool {
    targets.ttft_ms.is_none_or(|t| ttft_ms <= t) && targets.tpot_ms.is_none_or(|t| tpot_ms <= t)
}

pub(super) fn bottleneck(e: &ServeEstimate, targets: &ServeTargets) -> &'static str {
    if e.batch_limit < 1.2 * e.concurrency {
        return "memory for the KV cache";
    }
    let close = |limit: Option<f64>, v: f64| limit.is_some_and(|t| v > 0.8 * t);
    match (close(targets.ttft_ms, e.ttft_ms.expected), close(targets.tpot_ms, e.tpot_ms.expected)) {
        (true, _) => "time to first token",
        (_, true) => "time per output token",
        _ => "compute and memory bandwidth",
    }
}

/// Every layout of a replica that holds the model, with its estimate at every batch tried: what a search chooses from. It
/// depends on no target, so one survey serves every rate.
#[derive(Debug, Clone)]
pub struct Survey {
    ways: Vec<(ServeLayout, f64, Vec<ServeEstimate>)>,
    misfit: Option<SizeError>,
    largest: u32,
    near: ServeNear,
    phases: Phases,
}

/// Whether prompts and answers are computed on the same GPUs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phases {
    /// Whichever needs fewer GPUs.
    #[default]
    Either,
    /// Together on every replica.
    Together,
    /// On workers of their own (disaggregated).
    Apart,
}

/// Estimates all layouts up to `largest` GPUs at all batches.
///
/// # Errors
/// [`SizeError::Invalid`] for bad input.
pub fn survey(plan: &ServePlan<'_>, largest: u32, cal: &Calibration) -> Result<Survey, SizeError> {
    survey_of(plan, layouts(plan, largest), Phases::Either, largest, cal)
}

/// Estimates the given layouts at all batches.
///
/// # Errors
/// [`SizeError::Invalid`] for bad input.
pub fn survey_of(
    plan: &ServePlan<'_>,
    layouts: Vec<ServeLayout>,
    phases: Phases,
    largest: u32,
    cal: &Calibration,
) -> Result<Survey, SizeError> {
    let mut out = Survey { ways: Vec::new(), misfit: None, largest, near: ServeNear::new(plan, cal), phases };
    for layout in layouts {
        let limit = match serve_closed_form(plan, layout, 1.0, cal) {
            Ok((_, limit, _)) => limit,
            Err(e) => {
                out.misfit = Some(e);
                continue;
            }
        };
        let at = |batch| serve_estimate_near(plan, layout, batch, cal, &out.near);
        let estimates: Vec<ServeEstimate> = batches(limit).into_iter().map(at).collect::<Result<_, _>>()?;
        out.ways.push((layout, limit, estimates));
    }
    Ok(out)
}

/// Searches all layouts and batches for the smallest GPU counts that carry the load within the targets.
///
/// # Errors
/// [`SizeError::DoesNotFit`] if no layout up to `largest` GPUs holds the model; [`SizeError::Unreachable`] if no layout meets the
/// targets even with one request in flight; [`SizeError::Invalid`] for bad input.
pub fn search(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    largest: u32,
    cal: &Calibration,
) -> Result<ServeSearch, SizeError> {
    choose(plan, targets, &survey(plan, largest, cal)?, cal)
}

impl Survey {
    /// The shortest expected time to first token of any layout with one request in flight, ms.
    #[must_use]
    pub fn shortest_ttft_ms(&self) -> Option<f64> {
        let first = self.ways.iter().filter_map(|(_, _, e)| e.first()).map(|e| e.ttft_ms.expected);
        first.min_by(f64::total_cmp)
    }

    /// The shortest expected time per output token of any layout with one request in flight, ms.
    #[must_use]
    pub fn shortest_tpot_ms(&self) -> Option<f64> {
        let first = self.ways.iter().filter_map(|(_, _, e)| e.first()).map(|e| e.tpot_ms.expected);
        first.min_by(f64::total_cmp)
    }
}

/// The smallest GPU counts of a survey that carry the load within the targets.
///
/// # Errors
/// As [`search`].
pub fn choose(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    survey: &Survey,
    cal: &Calibration,
) -> Result<ServeSearch, SizeError> {
    super::error::share("utilisation", targets.utilisation)?;
    let mut sizes: Vec<ServeSize> = Vec::new();
    let mut evaluated = 0_u64;
    let mut nearest: Option<(f64, f64)> = None;
    for (layout, limit, estimates) in &survey.ways {
        let mut best: Option<(u32, f64, &ServeEstimate)> = None;
        for e in estimates {
            evaluated += 1;
            let (ttft, tpot) = (e.ttft_ms.expected, e.tpot_ms.expected);
            if nearest.is_none_or(|(a, b)| ttft.max(tpot) < a.max(b)) {
                nearest = Some((ttft, tpot));
            }
            if !within(targets, ttft, tpot) {
                continue;
            }
            // Requests in flight over the rate is the time of one (Little's law), so users in flight are shared out
            // by the places a replica has.
            let rate = e.tokens_per_s.expected / plan.osl;
            let load = targets.load.requests_per_s(e.concurrency / rate)?;
            let replicas = (load / (rate * targets.utilisation)).ceil().max(1.0) as u32;
            // Batches rise, so the first with the fewest replicas has the shortest times.
            if best.is_none_or(|(fewest, ..)| replicas < fewest) {
                best = Some((replicas, load, e));
            }
        }
        if let Some((replicas, load, e)) = best.filter(|_| survey.phases != Phases::Apart) {
            let rate = e.tokens_per_s.expected / plan.osl;
            sizes.push(ServeSize {
                gpus: (replicas + targets.spare_replicas) * layout.gpus(),
                replicas,
                spares: targets.spare_replicas,
                prefill_workers: 0,
                replica: e.clone(),
                requests_per_s_replica: rate,
                requests_per_s: load,
                bottleneck: bottleneck(e, targets),
            });
        }
        if survey.phases != Phases::Together {
            sizes.extend(disaggregated(plan, targets, *layout, *limit, cal, &survey.near)?);
        }
    }
    sizes.sort_by(|a, b| {
        a.gpus.cmp(&b.gpus).then(a.replica.tpot_ms.expected.total_cmp(&b.replica.tpot_ms.expected))
    });
    let mut pareto: Vec<ServeSize> = Vec::new();
    for s in sizes {
        if pareto.iter().all(|p| s.replica.tpot_ms.expected < p.replica.tpot_ms.expected) {
            pareto.push(s);
        }
    }
    if pareto.is_empty() {
        return Err(match (nearest, &survey.misfit) {
            (Some((ttft, tpot)), _) => SizeError::Unreachable {
                target: format!("TTFT {} and TPOT {}", show(targets.ttft_ms), show(targets.tpot_ms)),
                best: format!("TTFT {ttft:.0} ms, TPOT {tpot:.1} ms with one replica to itself"),
                remedy: "relax the target, shorten the prompt, or use more or faster GPUs per replica".into(),
            },
            (None, Some(e)) => e.clone(),
            (None, None) => SizeError::invalid("largest", survey.largest, "at least one possible layout"),
        });
    }
    Ok(ServeSearch { pareto, evaluated })
}

fn show(v: Option<f64>) -> String {
    v.map_or_else(|| "any".to_owned(), |x| format!("{x} ms"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::estimate_serve::{Draft, serve_estimate};
    use super::super::gpu::{GpuPerf, samples::h100};
    use super::super::model::ModelArch;
    use super::super::precision::Precision;
    use super::super::serve_load::{Load, Users};
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
        let people = Users::HeadCount { people: 2000.0, active_share: 0.2, think_s: 60.0 }
            .requests_per_s(20.8)
            .unwrap();
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
}
