//! Parts of a serving answer: other ways to serve the load, and the same replica under arrivals at a rate.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    ToolError, size_serve_form, size_words,
    sizing::{Layout, Misfit, refused},
};
use crate::perf::{
    SizeError, calibration::Calibration, estimate_serve::ServePlan, open_loop::open_loop,
    search_serve::ServeSize, serve_step::ServeLayout,
};

/// One way to serve the load.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// GPUs in all.
    pub gpus: u32,
    /// Replicas that carry the load.
    pub replicas: u32,
    /// Prefill workers; zero when both phases share GPUs.
    pub prefill_workers: u32,
    /// Expected time to the first token, ms.
    pub ttft_ms: f64,
    /// Expected time per output token, ms.
    pub tpot_ms: f64,
    /// Layout of a replica.
    pub layout: Layout,
    /// What limits a replica.
    pub bottleneck: String,
}

impl From<&ServeSize> for Way {
    fn from(size: &ServeSize) -> Self {
        Self {
            gpus: size.gpus,
            replicas: size.replicas,
            prefill_workers: size.prefill_workers,
            ttft_ms: size.replica.ttft_ms.expected,
            tpot_ms: size.replica.tpot_ms.expected,
            layout: Layout::from(&size.replica.layout),
            bottleneck: size.bottleneck.into(),
        }
    }
}

/// A replica under requests that arrive at a rate, whatever it does (open loop); closed form without bands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrivals {
    /// Requests per second of one replica.
    pub queries_per_s_replica: f64,
    /// Squared variation of the time between requests: 1 for independent users, more for bursts.
    pub arrival_cv2: f64,
    /// Mean time to the first token, ms.
    pub ttft_ms: f64,
    /// Time to the first token that one request in a hundred exceeds, ms.
    pub ttft_p99_ms: f64,
    /// Mean time per output token, ms.
    pub tpot_ms: f64,
    /// Requests in flight on average.
    pub running: f64,
    /// Share of the time the replica reads prompts.
    pub prefill_share_ratio: f64,
}

impl Arrivals {
    /// Times of `layout` at `rate` requests/s.
    ///
    /// # Errors
    /// [`SizeError::Unreachable`] if the replica cannot keep up, [`SizeError::Invalid`] for bad input.
    pub fn at(
        plan: &ServePlan<'_>,
        layout: ServeLayout,
        rate: f64,
        arrival_cv2: f64,
        cal: &Calibration,
    ) -> Result<Self, SizeError> {
        let r = plan.replica(layout);
        let (constants, _) = cal.serving.constants(plan.gpu.generation, plan.engine);
        // Cached prompt tokens are not computed, and accepted drafts shorten the loop of decode steps.
        let computed = (plan.isl * (1.0 - plan.prefix_hit)).max(1.0);
        let made = plan.draft.accepted_per_step;
        let found = open_loop(&r, rate, computed, (plan.osl / made).max(1.0), arrival_cv2, &constants)?;
        Ok(Self {
            queries_per_s_replica: rate,
            arrival_cv2,
            ttft_ms: 1e3 * found.ttft,
            ttft_p99_ms: 1e3 * found.ttft_p99,
            tpot_ms: 1e3 * found.tpot / made,
            running: found.running,
            prefill_share_ratio: found.prefill_share,
        })
    }
}

/// Adds the times under arrivals at `rate` requests/s on one replica; a rate it cannot keep up with is a note.
pub(super) fn arrive(
    output: &mut size_serve_form::Output,
    plan: &ServePlan<'_>,
    rate: f64,
    input: &size_serve_form::Input,
    cal: &Calibration,
) -> Result<(), ToolError> {
    let Some(l) = &output.layout else { return Ok(()) };
    let layout = ServeLayout { tp: l.tensor, dp: l.data, ep: l.expert, pp: l.pipeline };
    match Arrivals::at(plan, layout, rate, input.arrival_cv2.unwrap_or(1.0), cal) {
        Ok(found) => output.open_loop = Some(found),
        Err(error @ SizeError::Unreachable { .. }) => output.notes.push(format!("arrivals: {error}")),
        Err(error) => return Err(refused(&error)),
    }
    Ok(())
}

/// The times under arrivals spread over the replicas; replicas are added until 99 of 100 requests meet a stated target.
pub(super) fn spread_arrivals(
    output: &mut size_serve_form::Output,
    plan: &ServePlan<'_>,
    best: &ServeSize,
    input: &size_serve_form::Input,
    cal: &Calibration,
) -> Result<(), ToolError> {
    let mut replicas = best.replicas;
    loop {
        arrive(output, plan, best.requests_per_s / f64::from(replicas), input, cal)?;
        let Some(target) = input.ttft_p99_ms else { return Ok(()) };
        let reached = output.open_loop.as_ref().map(|open| open.ttft_p99_ms);
        if reached.is_some_and(|ms| ms <= target) {
            if replicas > best.replicas {
                output.notes.push(format!(
                    "{} replicas carry the load; {replicas} keep the first token of 99 in 100 requests within {}",
                    best.replicas,
                    size_words::clock(target)
                ));
                output.replicas = Some(replicas);
                output.gpus = Some((replicas + best.spares) * best.replica.gpus);
            }
            return Ok(());
        }
        if replicas >= 4 * best.replicas {
            output.feasible = false;
            output.misfit = Some(Misfit {
                reason: format!(
                    "the first token of 99 in 100 requests comes within {} on {replicas} replicas; {} are asked for",
                    reached.map_or_else(|| "no time that is known".to_owned(), size_words::clock),
                    size_words::clock(target)
                ),
                needed_gb: None,
                usable_gb: None,
                smallest_gpus: None,
            });
            return Ok(());
        }
        replicas += replicas.div_ceil(8);
    }
}

/// Holds the speed of one replica against stated targets; a target that is missed is never passed over.
pub(super) fn against_targets(output: &mut size_serve_form::Output, input: &size_serve_form::Input) {
    output.ttft_target_ms = input.ttft_ms;
    output.tpot_target_ms = input.tpot_ms;
    let missed: Vec<String> = [
        ("first token", input.ttft_ms, &output.ttft_ms),
        ("each further token", input.tpot_ms, &output.tpot_ms),
    ]
    .into_iter()
    .filter_map(|(what, target, found)| {
        let (target, found) = (target?, found.as_ref()?);
        (found.expected > target).then(|| {
            format!(
                "{what} after {} where {} are allowed",
                size_words::clock(found.expected),
                size_words::clock(target)
            )
        })
    })
    .collect();
    if !missed.is_empty() {
        output.feasible = false;
        output.misfit = Some(Misfit {
            reason: format!(
                "{}; fewer requests at a time or more GPUs per replica shorten both",
                missed.join("; ")
            ),
            needed_gb: None,
            usable_gb: None,
            smallest_gpus: None,
        });
    }
}
