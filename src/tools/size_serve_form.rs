//! What `size_serve` takes and gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    size_ways::{Arrivals, Way},
    sizing::{Band, Layout, Misfit, OwnRow},
};

/// The load.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Model by name, such as llama-3-70b.
    pub model: Option<String>,
    /// Parameters in billions, when the model has no name.
    pub params_b: Option<f64>,
    /// GPU by name, such as H100.
    pub gpu: String,
    /// Precision of the weights: bf16, fp8, fp4, mxfp4 or int4; as published when left out.
    pub precision: Option<String>,
    /// Prompt tokens per request.
    pub context_tokens_in: Option<u64>,
    /// Output tokens per request.
    pub tokens_out: Option<u64>,
    /// Requests running at the same time.
    pub users_concurrent: Option<u64>,
    /// People in all.
    pub users_total: Option<u64>,
    /// Share of users_total at a time; 0.02 when left out.
    pub concurrency_ratio: Option<f64>,
    /// Requests per second at the peak.
    pub queries_per_s: Option<f64>,
    /// Burstiness of arrivals: 1 when left out, 0 for a steady beat.
    pub arrival_cv2: Option<f64>,
    /// Longest mean time to the first token, ms; 2 to 10 s when left out.
    pub ttft_ms: Option<f64>,
    /// Longest mean time per output token, ms; 100 ms when left out.
    pub tpot_ms: Option<f64>,
    /// GPUs of one replica, to get its latency and rate in place of a size.
    pub gpus_per_replica: Option<u64>,
    /// Serving engine: vllm, sglang or trtllm; vllm when left out.
    pub engine: Option<String>,
    /// Layout of a replica, such as tp8, dp8ep8 or tp4pp2, in place of the best one.
    pub layout: Option<String>,
    /// Speculative decoding as draft tokens and acceptance, such as 3:0.7.
    pub spec_decode: Option<String>,
    /// Share of prompt tokens found in a prefix cache, 0 to 1.
    pub prefix_hit_ratio: Option<f64>,
    /// true: prefill and decode on own workers; false: together; the smaller when left out.
    pub disaggregated: Option<bool>,
    /// Longest time to the first token of 99 in 100 requests, ms.
    pub ttft_p99_ms: Option<f64>,
}

/// The size.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What was found, in one sentence with units.
    pub headline: String,
    /// Model.
    pub model: String,
    /// GPU, by catalog id.
    pub gpu_id: String,
    /// Precision of the weights.
    pub precision: String,
    /// Whether it fits and the targets can be met.
    pub feasible: bool,
    /// What stands against it, and the smallest thing that fits; null when feasible.
    pub misfit: Option<Misfit>,
    /// GPUs in all with one spare replica.
    pub gpus: Option<u32>,
    /// Replicas that carry the load.
    pub replicas: Option<u32>,
    /// Spare replicas.
    pub spare_replicas: Option<u32>,
    /// Prefill workers beside the replicas; zero when both phases run on the same GPUs.
    pub prefill_workers: Option<u32>,
    /// GPUs of one replica.
    pub gpus_per_replica: Option<u32>,
    /// Requests running at once on one replica.
    pub concurrency_per_replica: Option<u32>,
    /// Requests running at once over the whole service that it was sized for; null where requests per second were given.
    pub users_concurrent: Option<u64>,
    /// Requests per second of the whole service that it was sized for.
    pub queries_per_s: Option<f64>,
    /// Time to the first token that was sized for, ms; null for the speed of one replica without a target.
    pub ttft_target_ms: Option<f64>,
    /// Time per output token that was sized for, ms; null as above.
    pub tpot_target_ms: Option<f64>,
    /// Time to the first token, ms.
    pub ttft_ms: Option<Band>,
    /// Time per output token, ms.
    pub tpot_ms: Option<Band>,
    /// Output tokens per second of one replica.
    pub tokens_per_s: Option<Band>,
    /// Time per output token that no software can beat on this replica, ms.
    pub tpot_bound_ms: Option<f64>,
    /// What limits a replica.
    pub bottleneck: Option<String>,
    /// Parallel layout of a replica.
    pub layout: Option<Layout>,
    /// The same replica when requests arrive at their rate whatever it does; null when no rate is known.
    pub open_loop: Option<Arrivals>,
    /// Other ways that need more GPUs for a shorter time per token.
    pub pareto: Vec<Way>,
    /// The user's own measurement of this case, which stands in place of the time per token.
    pub measured: Option<OwnRow>,
    /// The formula.
    pub formula: String,
    /// The rows its constants were fitted on.
    pub calibration: String,
    /// What was assumed or left open.
    pub notes: Vec<String>,
}
