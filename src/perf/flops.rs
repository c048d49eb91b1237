//! FLOPs per token: matmuls, attention, training and recompute.
//!
//! Sources: Narayanan et al. 2021 (arXiv:2104.04473) eq. 3; Korthikanti et al. 2022 (arXiv:2205.05198) appendix A;
//! Kaplan et al. 2020 for the 6N and 2N shortcuts.

use super::model::{AttentionGroup, Heads, ModelArch};
use super::params::{mtp_matmul, params};

/// Activation recomputation in training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recompute {
    /// Everything is kept.
    None,
    /// Attention scores are computed again (also what fused attention does).
    Selective,
    /// Only layer inputs are kept; the forward pass runs twice.
    Full,
}

/// (query-key width, probability-value width), summed over the heads of one layer.
fn widths(g: &AttentionGroup) -> (f64, f64) {
    let heads = f64::from(g.heads);
    match g.layout {
        Heads::Grouped { head_dim, .. } | Heads::SharedKv { head_dim, .. } => {
            (heads * f64::from(head_dim), heads * f64::from(head_dim))
        }
        Heads::Latent { nope, rope, v, .. } => (heads * f64::from(nope + rope), heads * f64::from(v)),
    }
}

/// Cached entries one query reads in a layer of this group at context `ctx`.
#[must_use]
pub fn entries_read(g: &AttentionGroup, ctx: f64) -> f64 {
    let merged = ctx / f64::from(g.compress);
    let local = g.window.map_or(0.0, f64::from);
    let read = match (g.window, g.compress) {
        (Some(w), 1) => merged.min(f64::from(w)),
        // Compressed layers read the merged entries and the latest window uncompressed.
        (Some(_), _) => merged + local.min(ctx),
        (None, _) => merged,
    };
    g.sparse_topk.map_or(read, |k| read.min(f64::from(k) + local))
}

/// Forward attention FLOPs of one token that attends to `ctx` tokens (scores and weighted sum, all layers).
#[must_use]
pub fn attention_forward(m: &ModelArch, ctx: f64) -> f64 {
    m.attention
        .iter()
        .map(|g| {
            let (qk, pv) = widths(g);
            2.0 * (qk + pv) * f64::from(g.layers) * entries_read(g, ctx)
        })
        .sum()
}

/// Forward FLOPs of one decoded token over a cache of `ctx` tokens. Latent attention works in the latent space
/// (absorbed projections): 2 H (2 kv + rope) per cached token and layer.
#[must_use]
pub fn attention_decode(m: &ModelArch, ctx: f64) -> f64 {
    m.attention
        .iter()
        .map(|g| {
            let per_entry = match g.layout {
                Heads::Latent { kv_lora, rope, .. } => {
                    2.0 * f64::from(g.heads) * f64::from(2 * kv_lora + rope)
                }
                _ => {
                    let (qk, pv) = widths(g);
                    2.0 * (qk + pv)
                }
            };
            per_entry * f64::from(g.layers) * entries_read(g, ctx)
        })
        .sum()
}

/// Model FLOPs of one training token at sequence length `seq`: forward and backward, without recompute.
/// `causal` counts half of the score matrix (what is computed); `false` counts all of it (what several 2021 to 2024
/// sources print). Multi-token-prediction modules are trained along and counted.
#[must_use]
pub fn train_per_token(m: &ModelArch, seq: f64, causal: bool) -> f64 {
    let context = if causal { seq / 2.0 } else { seq };
    let attention = attention_forward(m, context) * (1.0 + f64::from(m.mtp_layers) / f64::from(m.layers));
    6.0 * (params(m).matmul + mtp_matmul(m)) + 3.0 * attention
}

/// Hardware FLOPs of one training token: [`train_per_token`] (causal) and what recomputation adds.
#[must_use]
pub fn train_hardware_per_token(m: &ModelArch, seq: f64, recompute: Recompute) -> f64 {
    let model = train_per_token(m, seq, true);
    let extra = match recompute {
        Recompute::None => 0.0,
        Recompute::Selective => attention_forward(m, seq / 2.0),
        Recompute::Full => model / 3.0,
    };
    model + extra
}

/// Forward FLOPs to read one prompt of `tokens` tokens.
#[must_use]
pub fn prefill(m: &ModelArch, tokens: f64) -> f64 {
    tokens * (2.0 * params(m).matmul + attention_forward(m, tokens / 2.0))
}
