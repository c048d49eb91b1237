//! KV-cache size per attention kind: multi-head, grouped, latent, windowed, compressed, recurrent hybrids.
//!
//! Sources: GQA (arXiv:2305.13245), MLA (DeepSeek-V2, arXiv:2405.04434 section 2.1.3), sliding window (Mistral 7B,
//! arXiv:2310.06825). Public calculators have been 0.2 to 40 times off by using one formula for all of them.

use super::error::SizeError;
use super::flops::entries_read;
use super::model::{AttentionGroup, Heads, ModelArch};

/// Elements cached per entry and layer.
fn entry_elements(g: &AttentionGroup) -> f64 {
    match g.layout {
        Heads::Grouped { kv_heads, head_dim } => 2.0 * f64::from(kv_heads) * f64::from(head_dim),
        Heads::Latent { kv_lora, rope, .. } => f64::from(kv_lora) + f64::from(rope),
        Heads::SharedKv { head_dim, .. } => f64::from(head_dim),
    }
}

/// Entries that stay in the cache of one layer at context `ctx`.
fn entries_kept(g: &AttentionGroup, ctx: f64) -> f64 {
    let merged = (ctx / f64::from(g.compress)).ceil();
    match (g.window, g.compress) {
        (Some(w), 1) => merged.min(f64::from(w)),
        (Some(w), _) => merged + f64::from(w).min(ctx),
        (None, _) => merged,
    }
}

/// Cached elements of one sequence of `ctx` tokens, all layers, one copy (constant recurrent state included where it
/// is published).
#[must_use]
pub fn elements(m: &ModelArch, ctx: f64) -> f64 {
    let cache: f64 =
        m.attention.iter().map(|g| f64::from(g.layers) * entry_elements(g) * entries_kept(g, ctx)).sum();
    cache + m.recurrent.map_or(0.0, |r| f64::from(r.layers) * r.state_elements.unwrap_or(0.0))
}

/// Cached elements that one further token adds before any window is full.
#[must_use]
pub fn elements_per_token(m: &ModelArch) -> f64 {
    m.attention.iter().map(|g| f64::from(g.layers) * entry_elements(g) / f64::from(g.compress)).sum()
}

/// Bytes of cache of one sequence of `ctx` tokens at `element_bytes` per element, one copy.
///
/// # Errors
/// [`SizeError::Missing`] when the model has neither attention nor recurrent layers to count (an unknown kind).
pub fn bytes(m: &ModelArch, ctx: f64, element_bytes: f64) -> Result<f64, SizeError> {
    if m.attention.is_empty() && m.recurrent.is_none() {
        return Err(SizeError::missing(
            &m.name,
            "attention",
            "give the attention layout; no cache size is guessed for an unknown kind",
        ));
    }
    Ok(elements(m, ctx) * element_bytes)
}

/// Bytes a decode step reads from the cache of one sequence of `ctx` tokens.
#[must_use]
pub fn read_bytes(m: &ModelArch, ctx: f64, element_bytes: f64) -> f64 {
    let cache: f64 =
        m.attention.iter().map(|g| f64::from(g.layers) * entry_elements(g) * entries_read(g, ctx)).sum();
    let state = m.recurrent.map_or(0.0, |r| f64::from(r.layers) * r.state_elements.unwrap_or(0.0));
    (cache + state) * element_bytes
}

/// How many times the cache is stored over a tensor-parallel group of `tp` ranks: `tp / kv_shards` when there are
/// fewer KV heads than ranks, else 1.
#[must_use]
pub fn replicas_over_tp(m: &ModelArch, tp: u32) -> f64 {
    (f64::from(tp) / f64::from(m.kv_shards().min(tp))).max(1.0)
}
