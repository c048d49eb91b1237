//! The published form of a serving estimate, each number with its origin.

use super::super::work::Work;
use crate::{
    design::{ServingFigures, ServingPoint},
    perf::{search_serve::ServeSize, serve_targets::Completed},
    trace::Traced,
};

/// What a serving estimate came to.
pub(super) struct Figures<'a> {
    pub size: &'a ServeSize,
    /// Requests at a time, where the load was stated so.
    pub running: Option<&'a Traced>,
    pub completed: &'a Completed,
    /// Stated times to the first and for each further token.
    pub stated: [Option<Traced>; 2],
    pub prompt: &'a Traced,
    pub output: &'a Traced,
    /// Requests in flight on one replica and the time per token, ms.
    pub curve: Vec<(f64, f64)>,
}

impl Figures<'_> {
    /// Writes the figures; `estimated` makes a number of the estimate from value, unit and basis.
    pub fn publish(
        self,
        work: &mut Work<'_>,
        estimated: &dyn Fn(f64, &str, &str) -> Traced,
    ) -> ServingFigures {
        let (size, replica) = (self.size, &self.size.replica);
        let (first, each, rate) = (&replica.ttft_ms, &replica.tpot_ms, &replica.tokens_per_s);
        let target = |place: usize, field: &str, ms: Option<f64>| match (&self.stated[place], ms) {
            (Some(stated), _) => Some(stated.clone()),
            (None, Some(ms)) => Some(Traced::assumed(ms, "ms", field, "no target is stated; a usual one")),
            (None, None) => None,
        };
        let targets = [
            target(0, "ttft_ms", self.completed.targets.ttft_ms),
            target(1, "tpot_ms", self.completed.targets.tpot_ms),
        ];
        // Requests in flight are the rate times the time of one (Little's law).
        let seconds = (first.expected + each.expected * (self.output.value - 1.0).max(0.0)) / 1000.0;
        let running = self.running.cloned().unwrap_or_else(|| {
            estimated((size.requests_per_s * seconds).round(), "requests at a time", &rate.basis)
        });
        let per_user = |tpot_ms: f64| estimated(1000.0 / tpot_ms, "tokens/s", &each.basis);
        let mut record = work.record("/design/performance/serving");
        let curve = self
            .curve
            .iter()
            .enumerate()
            .map(|(place, (requests, tpot_ms))| {
                let mut below = record.below(format_args!("curve/{place}"));
                let requests = requests * f64::from(size.replicas);
                ServingPoint {
                    request_count: below
                        .count("request_count", &estimated(requests, "requests at a time", &rate.basis)),
                    user_tokens_per_s: below.number("user_tokens_per_s", &per_user(*tpot_ms)),
                }
            })
            .collect();
        let mut ms = |key: &str, value: f64, basis: &str| record.number(key, &estimated(value, "ms", basis));
        let (ttft_ms, ttft_low_ms, ttft_high_ms) = (
            ms("ttft_ms", first.expected, &first.basis),
            ms("ttft_low_ms", first.low, &first.basis),
            ms("ttft_high_ms", first.high, &first.basis),
        );
        let (tpot_ms, tpot_low_ms, tpot_high_ms) = (
            ms("tpot_ms", each.expected, &each.basis),
            ms("tpot_low_ms", each.low, &each.basis),
            ms("tpot_high_ms", each.high, &each.basis),
        );
        let mut count = |key: &str, value: u32, unit: &str| {
            record.count(key, &estimated(f64::from(value), unit, &rate.basis))
        };
        let replica_count = count("replica_count", size.replicas, "replicas");
        let gpus_per_replica = count("gpus_per_replica", replica.gpus, "GPUs");
        let prefill_worker_count = count("prefill_worker_count", size.prefill_workers, "workers");
        ServingFigures {
            request_count: record.count("request_count", &running),
            queries_per_s: record
                .number("queries_per_s", &estimated(size.requests_per_s, "requests/s", &rate.basis)),
            prompt_token_count: record.count("prompt_token_count", self.prompt),
            output_token_count: record.count("output_token_count", self.output),
            replica_count,
            gpus_per_replica,
            prefill_worker_count,
            ttft_ms,
            ttft_low_ms,
            ttft_high_ms,
            ttft_target_ms: record.maybe("ttft_target_ms", targets[0].as_ref()),
            tpot_ms,
            tpot_low_ms,
            tpot_high_ms,
            tpot_target_ms: record.maybe("tpot_target_ms", targets[1].as_ref()),
            user_tokens_per_s: record.number("user_tokens_per_s", &per_user(each.expected)),
            output_tokens_per_s: record.number(
                "output_tokens_per_s",
                &estimated(size.requests_per_s * self.output.value, "tokens/s", &rate.basis),
            ),
            curve,
        }
    }
}
