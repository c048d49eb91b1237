//! A language model: the constants of its architecture, from its published configuration.

use serde::{Deserialize, Serialize};

use super::{Confidence, List, Text};

/// Dense or mixture of experts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum ModelKind {
    /// Every parameter works on every token.
    Dense,
    /// A router picks experts per token; all experts must be resident.
    Moe,
}

/// Attention type; decides what the KV cache holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Attention {
    /// One key and value head per query head.
    Mha,
    /// Query heads share key and value heads.
    Gqa,
    /// One key and value head.
    Mqa,
    /// A latent vector is cached in place of keys and values.
    Mla,
    /// Some layers keep no growing cache (linear attention, state space).
    Hybrid,
}

/// Ranks and head sizes of multi-head latent attention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mla {
    /// Rank of the query compression; 0 when there is none.
    pub q_lora: u64,
    /// Rank of the cached latent.
    pub kv_lora: u64,
    /// Head size without position.
    pub nope: u64,
    /// Head size with rotary position, cached once per token.
    pub rope: u64,
    /// Head size of the values.
    pub v: u64,
}

/// A language model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Id, such as `llama-3-70b`.
    pub id: Text,
    /// Name on the model hub.
    pub hf: Text,
    /// Spellings people type.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Dense or mixture of experts.
    pub kind: ModelKind,
    /// Total parameters, billions.
    pub params_b: Option<f64>,
    /// Parameters active per token, billions.
    pub active_b: Option<f64>,
    /// Layers.
    pub layers: u64,
    /// Hidden size.
    pub hidden: u64,
    /// Query heads.
    pub heads: u64,
    /// Key/value heads.
    pub kv_heads: u64,
    /// Head size.
    pub head_dim: Option<u64>,
    /// Width of the dense MLP.
    pub ffn: Option<u64>,
    /// Vocabulary.
    pub vocab: u64,
    /// Longest context, tokens.
    pub context: u64,
    /// MLP form as published (swiglu, gelu ...).
    pub mlp: Text,
    /// Whether input and output embeddings are one matrix.
    pub tied_embeddings: bool,
    /// Attention type.
    pub attention: Attention,
    /// Elements cached per token over all layers, before any window caps them.
    pub kv_elems_per_token: Option<u64>,
    /// Experts per layer.
    pub experts: Option<u64>,
    /// Experts per token.
    pub topk: Option<u64>,
    /// Width of an expert.
    pub moe_ffn: Option<u64>,
    /// Experts every token uses.
    pub shared_experts: Option<u64>,
    /// Width of the shared experts.
    pub shared_ffn: Option<u64>,
    /// Leading layers without experts.
    pub dense_layers: Option<u64>,
    /// Width of those layers' MLP.
    pub dense_ffn: Option<u64>,
    /// Layers with experts, where not all of the rest.
    pub moe_layers: Option<u64>,
    /// Latent attention.
    pub mla: Option<Mla>,
    /// Window of the sliding-window layers, tokens.
    pub sliding_window: Option<u64>,
    /// Layers with a window.
    pub sliding_layers: Option<u64>,
    /// Layers with full attention.
    pub full_attn_layers: Option<u64>,
    /// Layers with linear attention.
    pub linear_attn_layers: Option<u64>,
    /// State-space layers.
    pub mamba_layers: Option<u64>,
    /// Format the published checkpoint holds its weights in (fp8, mxfp4, int4), where that is not 16 bit.
    #[serde(default)]
    pub native_precision: Option<Text>,
    /// Other published constants, as `name=value`.
    #[serde(default)]
    pub more: List<Text>,
    /// Id of the document.
    pub source: Text,
    /// How it was read.
    pub confidence: Confidence,
    /// Reading worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}
