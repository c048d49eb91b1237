//! Parameter counts from the architecture: attention, MLP, experts, embeddings.
//!
//! Formulas: the matrices of each block multiplied out (Vaswani et al. 2017; GQA, Ainslie et al. 2023; MLA, DeepSeek-V2
//! section 2.1). Norms, biases and multi-token-prediction modules are left out (below 0.1 %).

use super::model::{AttentionGroup, Heads, ModelArch};

/// Parameters of a model by what they are used for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Params {
    /// Everything that must be stored.
    pub total: f64,
    /// Parameters one token passes through, embeddings included (what publishers call active).
    pub active: f64,
    /// Active parameters in matmuls: the input embedding is a look-up and left out, the output head is kept.
    pub matmul: f64,
    /// Routed experts, all of them.
    pub experts: f64,
    /// Routed experts one token passes through.
    pub routed: f64,
}

fn attention_layer(g: &AttentionGroup, hidden: f64) -> f64 {
    let heads = f64::from(g.heads);
    match g.layout {
        Heads::Grouped { kv_heads, head_dim } => {
            hidden * f64::from(head_dim) * (2.0 * heads + 2.0 * f64::from(kv_heads))
        }
        Heads::Latent { q_lora, kv_lora, nope, rope, v } => {
            let (q, kv) = (f64::from(q_lora), f64::from(kv_lora));
            let (n, r, v) = (f64::from(nope), f64::from(rope), f64::from(v));
            hidden * q + q * heads * (n + r) + hidden * (kv + r) + kv * heads * (n + v) + heads * v * hidden
        }
        Heads::SharedKv { head_dim, q_lora, o_lora } => {
            let (d, q, o) = (f64::from(head_dim), f64::from(q_lora), f64::from(o_lora));
            hidden * q + q * heads * d + hidden * d + heads * d * o + o * hidden
        }
    }
}

/// Parameters of one routed expert.
#[must_use]
pub fn expert_params(m: &ModelArch) -> f64 {
    m.moe.map_or(0.0, |x| {
        f64::from(m.mlp_matrices) * f64::from(x.latent.unwrap_or(m.hidden)) * f64::from(x.expert_ffn)
    })
}

/// Counts the parameters. Published totals win where they are given (and must be for recurrent hybrids).
#[must_use]
pub fn params(m: &ModelArch) -> Params {
    let hidden = f64::from(m.hidden);
    let embedding = f64::from(m.vocab) * hidden;
    let attention: f64 = m.attention.iter().map(|g| f64::from(g.layers) * attention_layer(g, hidden)).sum();
    let mlp = f64::from(m.dense_mlp_layers) * f64::from(m.mlp_matrices) * hidden * f64::from(m.ffn);
    let (mut always, mut experts, mut routed) = (attention + mlp, 0.0, 0.0);
    if let Some(x) = m.moe {
        let layers = f64::from(x.layers);
        let expert = expert_params(m);
        experts = layers * f64::from(x.experts) * expert;
        routed = layers * f64::from(x.topk) * expert;
        let projections = x.latent.map_or(0.0, |l| 2.0 * hidden * f64::from(l));
        always += layers
            * (f64::from(m.mlp_matrices) * hidden * f64::from(x.shared_ffn)
                + hidden * f64::from(x.experts)
                + projections);
    }
    let stored_embeddings = if m.tied_embeddings { embedding } else { 2.0 * embedding };
    let total = m.published_total.unwrap_or(always + experts + stored_embeddings);
    let active = m.published_active.unwrap_or(always + routed + stored_embeddings);
    // A tied matrix is still multiplied once, as the output head.
    let matmul = if m.tied_embeddings { active } else { active - embedding };
    // Published totals of hybrids bound the expert share, so that a rounding in either never makes it exceed the whole.
    Params { total, active, matmul, experts: experts.min(0.98 * total), routed: routed.min(0.95 * matmul) }
}

/// Matmul parameters one training token passes through in the multi-token-prediction modules: a block like the last
/// one, a projection of two hidden states, and the shared output head (DeepSeek-V3, arXiv:2412.19437 section 2.2).
#[must_use]
pub fn mtp_matmul(m: &ModelArch) -> f64 {
    if m.mtp_layers == 0 {
        return 0.0;
    }
    let hidden = f64::from(m.hidden);
    let matrices = f64::from(m.mlp_matrices);
    let attention = m.attention.first().map_or(0.0, |g| attention_layer(g, hidden));
    let mlp = m.moe.map_or(matrices * hidden * f64::from(m.ffn), |x| {
        f64::from(x.topk) * expert_params(m)
            + matrices * hidden * f64::from(x.shared_ffn)
            + hidden * f64::from(x.experts)
    });
    f64::from(m.mtp_layers) * (attention + mlp + 2.0 * hidden * hidden + f64::from(m.vocab) * hidden)
}
