//! What each user sees as the load on a given layout grows: the curve a serving size is one point of.

use super::SizeError;
use super::calibration::Calibration;
use super::estimate_serve::{ServePlan, serve_estimate};
use super::search_serve::{ServeSize, batches};

/// Most points of a curve.
const POINTS: usize = 9;

/// Requests in flight on one replica and the expected time per output token, ms, by rising load up to what memory holds;
/// the load of the size itself is one of the points.
///
/// # Errors
/// As [`serve_estimate`].
pub fn serve_curve(
    plan: &ServePlan<'_>,
    size: &ServeSize,
    cal: &Calibration,
) -> Result<Vec<(f64, f64)>, SizeError> {
    let layout = size.replica.layout;
    let own = size.replica.concurrency;
    let (constants, _) = cal.serving.constants(plan.gpu.generation, plan.engine);
    let replica = plan.replica(layout);
    let context = plan.isl + plan.osl / 2.0;
    // Copies that read no prompts are timed by their decode steps alone, as the size was.
    let apart = |batch: f64| 1e3 * replica.decode(batch, context, &constants) / plan.draft.accepted_per_step;
    let mut loads = batches(size.replica.batch_limit);
    if !loads.contains(&own) {
        loads.push(own);
        loads.sort_by(f64::total_cmp);
    }
    let step = loads.len().div_ceil(POINTS).max(1);
    let last = loads.len() - 1;
    let kept = loads
        .iter()
        .enumerate()
        .filter(|(place, load)| (last - place).is_multiple_of(step) || (**load - own).abs() < f64::EPSILON);
    kept.map(|(_, load)| {
        let tpot = if size.prefill_workers > 0 {
            apart(*load)
        } else {
            serve_estimate(plan, layout, *load, cal)?.tpot_ms.expected
        };
        Ok((*load, tpot))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::estimate_serve::Draft;
    use super::super::gpu::samples::h100;
    use super::super::precision::Precision;
    use super::super::search_serve::search;
    use super::super::serve_load::{Load, ServeTargets, Users};
    use super::*;

    #[test]
    fn each_user_sees_less_as_the_load_grows_and_the_size_lies_on_the_curve() {
        let model = super::super::model::samples::llama_70b();
        let (gpu, cal) = (h100(), Calibration::shipped().unwrap());
        let plan = ServePlan {
            model: &model,
            gpu: &gpu,
            precision: Precision::Fp8,
            kv_bytes: None,
            engine: "vllm",
            isl: 1024.0,
            osl: 512.0,
            prefix_hit: 0.0,
            draft: Draft::NONE,
        };
        let targets = ServeTargets {
            load: Load::Users(Users::Concurrent(300.0)),
            ttft_ms: Some(2000.0),
            tpot_ms: Some(40.0),
            utilisation: 0.75,
            spare_replicas: 0,
        };
        for size in search(&plan, &targets, 8, &cal).unwrap().pareto {
            let curve = serve_curve(&plan, &size, &cal).unwrap();
            assert!((2..=POINTS + 2).contains(&curve.len()), "{curve:?}");
            let own = curve.iter().find(|(load, _)| (load - size.replica.concurrency).abs() < 1e-9).unwrap();
            assert!((own.1 / size.replica.tpot_ms.expected - 1.0).abs() < 0.02, "{own:?} {size:?}");
            let (first, last) = (curve.first().unwrap(), curve.last().unwrap());
            assert!(first.0 < last.0, "{curve:?}");
            // Over a wide range of loads a user waits longer; between one and two sequences the share of prefill decides.
            assert!(last.0 < 4.0 * first.0 || first.1 < last.1, "{curve:?}");
        }
    }
}
