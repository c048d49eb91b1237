//! How fast the design does the work: estimated times and rates of training and serving, each with its band of 80 %.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Estimates for the work that was stated; empty where no estimate covers it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Performance {
    /// Serving a load; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serving: Option<ServingFigures>,
    /// A training run; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<TrainingFigures>,
}

/// Serving the stated load: what each user sees, and how it is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServingFigures {
    /// Requests that run at a time.
    pub request_count: u64,
    /// Requests that arrive in a second.
    pub queries_per_s: f64,
    /// Tokens of a prompt.
    pub prompt_token_count: u64,
    /// Tokens of an answer.
    pub output_token_count: u64,
    /// Copies of the model that answer.
    pub replica_count: u64,
    /// GPUs of one copy.
    pub gpus_per_replica: u64,
    /// Workers that only read prompts; 0 where the copies read them.
    pub prefill_worker_count: u64,
    /// Time to the first token, ms.
    pub ttft_ms: f64,
    /// Time to the first token at the fast end of the band, ms.
    pub ttft_low_ms: f64,
    /// Time to the first token at the slow end of the band, ms.
    pub ttft_high_ms: f64,
    /// Time to the first token that is planned for, stated or assumed, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttft_target_ms: Option<f64>,
    /// Time for each further token, ms.
    pub tpot_ms: f64,
    /// Time for each further token at the fast end of the band, ms.
    pub tpot_low_ms: f64,
    /// Time for each further token at the slow end of the band, ms.
    pub tpot_high_ms: f64,
    /// Time for each further token that is planned for, stated or assumed, ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tpot_target_ms: Option<f64>,
    /// Rate each user sees.
    pub user_tokens_per_s: f64,
    /// Output of all copies together at this load.
    pub output_tokens_per_s: f64,
    /// The rate each user sees at other loads on the same copies, by rising load.
    pub curve: Vec<ServingPoint>,
}

/// One load on the same copies of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServingPoint {
    /// Requests that run at a time.
    pub request_count: u64,
    /// Rate each user sees.
    pub user_tokens_per_s: f64,
}

/// A training run on the planned GPUs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingFigures {
    /// Days of the run.
    pub run_days: f64,
    /// Days at the fast end of the band.
    pub run_low_days: f64,
    /// Days at the slow end of the band.
    pub run_high_days: f64,
    /// Days that were stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_days: Option<f64>,
    /// Training tokens of one GPU in a second, while it trains.
    pub gpu_tokens_per_s: f64,
    /// Share of the dense peak that is used while training.
    pub mfu_percent: f64,
}
