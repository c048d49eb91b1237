//! What `size_memory` takes and gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sizing::{Layout, Misfit};

/// What is to be held.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Model by name, such as deepseek-v3.
    pub model: Option<String>,
    /// Parameters in billions, when the model has no name.
    pub params_b: Option<f64>,
    /// serving, training, lora or qlora; serving when left out.
    pub purpose: Option<String>,
    /// GPU by name, to get the fewest GPUs.
    pub gpu: Option<String>,
    /// GPUs there are, to learn whether they hold it.
    pub gpus: Option<u64>,
    /// Precision of the weights; as published when left out.
    pub precision: Option<String>,
    /// Sequences held at once.
    pub sequences: Option<u64>,
    /// Tokens per sequence, prompt and output together.
    pub context_tokens: Option<u64>,
    /// Tensor-parallel degree in training.
    pub tensor_parallel: Option<u64>,
    /// Pipeline stages in training.
    pub pipeline_parallel: Option<u64>,
    /// Rank of the adapter in a LoRA or QLoRA fine-tune.
    pub adapter_rank: Option<u64>,
}

/// The memory.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What was found, in one sentence with units.
    pub headline: String,
    /// Model.
    pub model: String,
    /// serving, training, lora or qlora.
    pub purpose: String,
    /// Precision of the weights.
    pub precision: String,
    /// Total parameters, billions: all of them must be resident.
    pub params_b: f64,
    /// Parameters active per token, billions: what compute is counted on.
    pub active_params_b: f64,
    /// Weights in the precision, one copy, GB.
    pub weights_gb: f64,
    /// Cache of one token over all layers before any window caps it, bytes; null in training.
    pub kv_bytes_per_token: Option<u64>,
    /// Cache of all sequences, GB; null in training.
    pub cache_gb: Option<f64>,
    /// Gradients over all GPUs, GB; null in serving.
    pub gradients_gb: Option<f64>,
    /// Optimizer states over all GPUs, GB; null in serving.
    pub optimizer_gb: Option<f64>,
    /// Activations on the fullest GPU, GB; null in serving.
    pub activations_per_gpu_gb: Option<f64>,
    /// All of it on the fullest GPU of the layout, GB; null in serving.
    pub memory_per_gpu_gb: Option<f64>,
    /// All of it over all GPUs, GB.
    pub total_gb: f64,
    /// Fewest GPUs of this kind that hold it in a layout that runs; null when no GPU is given.
    pub least_gpus: Option<u32>,
    /// Whether the GPUs there are hold it; null when none are given.
    pub fits: Option<bool>,
    /// What stands against it; null when it fits or was not asked.
    pub misfit: Option<Misfit>,
    /// Layout in training; null in serving.
    pub layout: Option<Layout>,
    /// The formula.
    pub formula: String,
    /// What was assumed or left open.
    pub notes: Vec<String>,
}
