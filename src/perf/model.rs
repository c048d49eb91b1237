//! The architecture of a language model as the formulas need it: layers, attention groups, MLP, experts.

use serde::{Deserialize, Serialize};

use super::error::SizeError;

/// How the heads of one attention layer store what they cache.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Heads {
    /// Multi-head (`kv_heads` = query heads), grouped-query or multi-query attention with separate K and V.
    Grouped {
        /// Key/value heads.
        kv_heads: u32,
        /// Width of one head.
        head_dim: u32,
    },
    /// Multi-head latent attention: one latent and one rotary key are cached per token, for all heads together.
    Latent {
        /// Rank of the query latent.
        q_lora: u32,
        /// Rank of the key/value latent.
        kv_lora: u32,
        /// Per-head width without position.
        nope: u32,
        /// Width of the rotary part.
        rope: u32,
        /// Per-head value width.
        v: u32,
    },
    /// One vector per token serves as key and as value of all heads, queries and outputs go through low ranks.
    SharedKv {
        /// Width of the shared vector.
        head_dim: u32,
        /// Rank of the query projection.
        q_lora: u32,
        /// Rank of the output projection.
        o_lora: u32,
    },
}

/// Attention layers of one kind. A model has one group per kind (full and windowed layers are two groups).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AttentionGroup {
    /// Layers of this kind.
    pub layers: u32,
    /// Query heads.
    pub heads: u32,
    /// Head layout.
    pub layout: Heads,
    /// Tokens a layer looks back at, if windowed or chunked.
    #[serde(default)]
    pub window: Option<u32>,
    /// Cached tokens an indexer selects per query, if sparse (all are stored, only these are read).
    #[serde(default)]
    pub sparse_topk: Option<u32>,
    /// Tokens merged into one cache entry (1 = none).
    #[serde(default = "one")]
    pub compress: u32,
}

const fn one() -> u32 {
    1
}

/// Layers with a constant state instead of a growing cache (Mamba, linear attention).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recurrent {
    /// Number of such layers.
    pub layers: u32,
    /// State elements per sequence and layer; `None` when the published fields do not give it.
    #[serde(default)]
    pub state_elements: Option<f64>,
}

/// Mixture-of-experts part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moe {
    /// Layers with experts.
    pub layers: u32,
    /// Routed experts per layer.
    pub experts: u32,
    /// Routed experts per token.
    pub topk: u32,
    /// Width of one routed expert.
    pub expert_ffn: u32,
    /// Width of all shared experts together (0 if none).
    pub shared_ffn: u32,
    /// Width the experts act in, when tokens are projected down first.
    #[serde(default)]
    pub latent: Option<u32>,
}

/// A model's architecture. Counts are of the text stack without multi-token-prediction modules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelArch {
    /// Name, for messages and for matching measured rows.
    pub name: String,
    /// All layers (attention, recurrent and, where they count separately, MLP layers).
    pub layers: u32,
    /// Hidden size.
    pub hidden: u32,
    /// Vocabulary size.
    pub vocab: u32,
    /// Whether input embedding and output head are one matrix.
    pub tied_embeddings: bool,
    /// Matrices per MLP: 3 when gated (SwiGLU, GeGLU), else 2.
    pub mlp_matrices: u32,
    /// Width of dense MLPs (0 if there are none).
    pub ffn: u32,
    /// Layers with a dense MLP.
    pub dense_mlp_layers: u32,
    /// Attention layers by kind.
    pub attention: Vec<AttentionGroup>,
    /// Layers with constant state.
    #[serde(default)]
    pub recurrent: Option<Recurrent>,
    /// Experts.
    #[serde(default)]
    pub moe: Option<Moe>,
    /// Published total parameters; required for recurrent hybrids, whose projections are not in the public fields.
    #[serde(default)]
    pub published_total: Option<f64>,
    /// Published active parameters per token, embeddings included.
    #[serde(default)]
    pub published_active: Option<f64>,
    /// Multi-token-prediction modules trained along (one block and a second pass through the head each).
    #[serde(default)]
    pub mtp_layers: u32,
    /// Native checkpoint formats below 16 bit, if the publisher ships one (`mxfp4`, `int4`, `fp8`).
    #[serde(default)]
    pub native_precision: Option<super::precision::Precision>,
}

impl ModelArch {
    /// A dense decoder with one kind of attention.
    #[allow(clippy::too_many_arguments)]
    #[must_use]
    pub fn dense(
        name: &str,
        layers: u32,
        hidden: u32,
        heads: u32,
        kv_heads: u32,
        head_dim: u32,
        ffn: u32,
        vocab: u32,
        gated: bool,
        tied: bool,
    ) -> Self {
        Self {
            name: name.to_owned(),
            layers,
            hidden,
            vocab,
            tied_embeddings: tied,
            mlp_matrices: if gated { 3 } else { 2 },
            ffn,
            dense_mlp_layers: layers,
            attention: vec![AttentionGroup {
                layers,
                heads,
                layout: Heads::Grouped { kv_heads, head_dim },
                window: None,
                sparse_topk: None,
                compress: 1,
            }],
            recurrent: None,
            moe: None,
            published_total: None,
            published_active: None,
            mtp_layers: 0,
            native_precision: None,
        }
    }

    /// Whether the model has routed experts.
    #[must_use]
    pub const fn is_moe(&self) -> bool {
        self.moe.is_some()
    }

    /// Whether some layers keep a constant state instead of a cache.
    #[must_use]
    pub const fn is_hybrid(&self) -> bool {
        self.recurrent.is_some()
    }

    /// Largest tensor-parallel degree that still splits the cache: KV heads of the group with the fewest, 1 for latent
    /// and shared-vector attention (every tensor rank holds all of it).
    #[must_use]
    pub fn kv_shards(&self) -> u32 {
        self.attention
            .iter()
            .map(|g| match g.layout {
                Heads::Grouped { kv_heads, .. } => kv_heads,
                Heads::Latent { .. } | Heads::SharedKv { .. } => 1,
            })
            .min()
            .unwrap_or(1)
    }

    /// Checks that the parts agree with each other.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] or [`SizeError::Missing`] for the first contradiction or gap.
    pub fn validate(&self) -> Result<(), SizeError> {
        for (field, value) in [("layers", self.layers), ("hidden", self.hidden), ("vocab", self.vocab)] {
            if value == 0 {
                return Err(SizeError::invalid(field, value, "at least 1"));
            }
        }
        let attention: u32 = self.attention.iter().map(|g| g.layers).sum();
        if attention > self.layers {
            return Err(SizeError::invalid(
                "attention layers",
                attention,
                &format!("at most {} (all layers)", self.layers),
            ));
        }
        for g in &self.attention {
            if g.heads == 0 || g.compress == 0 {
                return Err(SizeError::invalid(
                    "heads",
                    g.heads,
                    "at least 1, with a compression of at least 1",
                ));
            }
            if let Heads::Grouped { kv_heads, head_dim } = g.layout {
                if kv_heads == 0 || kv_heads > g.heads || g.heads % kv_heads != 0 {
                    return Err(SizeError::invalid(
                        "kv_heads",
                        kv_heads,
                        &format!("a divisor of {} query heads", g.heads),
                    ));
                }
                if head_dim == 0 {
                    return Err(SizeError::invalid("head_dim", 0, "at least 1"));
                }
            }
        }
        if let Some(m) = self.moe
            && (m.topk == 0 || m.topk > m.experts)
        {
            return Err(SizeError::invalid("topk", m.topk, &format!("1 to {} experts", m.experts)));
        }
        if self.recurrent.is_some() && self.published_total.is_none() {
            return Err(SizeError::missing(
                &self.name,
                "published_total",
                "give the published parameter count: projections of recurrent layers are not in the public fields",
            ));
        }
        Ok(())
    }
}

/// Models for tests.
#[cfg(test)]
pub mod samples {
    use super::ModelArch;

    /// Llama 3 70B, by its published configuration.
    pub fn llama_70b() -> ModelArch {
        ModelArch::dense("llama-3-70b", 80, 8192, 64, 8, 128, 28672, 128_256, true, false)
    }
}
