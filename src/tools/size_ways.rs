//! Parts of a serving answer: other ways to serve the load, and the same replica under arrivals at a rate.

use schemars::JsonSchema;
use serde::Serialize;

use super::sizing::Layout;
use crate::perf::{
    SizeError,
    calibration::Calibration,
    estimate_serve::ServePlan,
    open_loop::open_loop,
    search_serve::ServeSize,
    serve_step::{Replica, ServeLayout},
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
        let r = Replica::new(plan.model, plan.gpu, plan.precision, layout, plan.kv_bytes);
        let (constants, _) = cal.serving.constants(plan.gpu.generation, plan.engine);
        let found = open_loop(&r, rate, plan.isl, plan.osl, arrival_cv2, &constants)?;
        Ok(Self {
            queries_per_s_replica: rate,
            arrival_cv2,
            ttft_ms: 1e3 * found.ttft,
            ttft_p99_ms: 1e3 * found.ttft_p99,
            tpot_ms: 1e3 * found.tpot,
            running: found.running,
            prefill_share_ratio: found.prefill_share,
        })
    }
}
