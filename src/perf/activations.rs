//! Activation memory of one pipeline schedule: the tensors the backward pass needs, layer by layer.
//!
//! Sources: Korthikanti et al. 2022 (arXiv:2205.05198) eq. 1 to 5 and appendix B for interleaving; gated and grouped blocks
//! by writing out the tensors that the backward pass needs.

use super::flops::Recompute;
use super::model::{AttentionGroup, Heads, ModelArch};
use super::train_memory::TrainLayout;

/// 16-bit activation bytes of one layer for one token: (part that sequence parallelism splits, part that tensor
/// parallelism always splits).
fn layer_bytes_per_token(m: &ModelArch, dropout: bool) -> (f64, f64) {
    let h = f64::from(m.hidden);
    // Two norm inputs, attention input, MLP input: four tensors of 2 bytes; two 1-byte dropout masks where used.
    let replicated = h * if dropout { 10.0 } else { 8.0 };
    let layers = f64::from(m.layers);
    let attention: f64 = m
        .attention
        .iter()
        .map(|g: &AttentionGroup| {
            let heads = f64::from(g.heads);
            let width = match g.layout {
                // Q, K, V and the input of the output projection.
                Heads::Grouped { kv_heads, head_dim } => {
                    f64::from(head_dim) * (2.0 * heads + 2.0 * f64::from(kv_heads))
                }
                Heads::Latent { q_lora, kv_lora, nope, rope, v } => {
                    f64::from(q_lora + kv_lora + rope) + heads * f64::from(2 * (nope + rope) + 2 * v)
                }
                Heads::SharedKv { head_dim, q_lora, o_lora } => {
                    f64::from(q_lora + o_lora + head_dim) + 2.0 * heads * f64::from(head_dim)
                }
            };
            2.0 * width * f64::from(g.layers) / layers
        })
        .sum();
    // Recurrent layers keep about as much as a multi-head layer: in/out projections of width 2h (approximation).
    let recurrent = m.recurrent.map_or(0.0, |r| 8.0 * h * f64::from(r.layers) / layers);
    // Gated: gate, up and product; plain: input and output of the non-linearity.
    let per_ffn = if m.mlp_matrices == 3 { 6.0 } else { 4.0 };
    let dense = per_ffn * f64::from(m.ffn) * f64::from(m.dense_mlp_layers) / layers;
    let experts = m.moe.map_or(0.0, |x| {
        let inner = per_ffn * (f64::from(x.topk) * f64::from(x.expert_ffn) + f64::from(x.shared_ffn));
        // Dispatched and combined copies, 2 bytes each.
        let copies = 4.0 * f64::from(x.topk) * f64::from(x.latent.unwrap_or(m.hidden));
        (inner + copies) * f64::from(x.layers) / layers
    });
    (replicated, attention + recurrent + dense + experts)
}

/// Activation bytes on the first stage. `fused_attention` (Flash attention) never stores the score matrix;
/// `dropout` adds the masks that GPT-3-era models keep.
#[must_use]
pub fn activation_bytes(
    m: &ModelArch,
    l: &TrainLayout,
    seq: f64,
    micro_batches: f64,
    fused_attention: bool,
    dropout: bool,
) -> f64 {
    let t = f64::from(l.tp);
    let tokens = seq * f64::from(l.micro_batch) / f64::from(l.cp);
    let (replicated, split) = layer_bytes_per_token(m, dropout);
    let shared_split = if l.sequence_parallel { t } else { 1.0 };
    let scores = if fused_attention || l.recompute != Recompute::None {
        0.0
    } else {
        // 5 bytes per score: softmax output, dropout mask, dropout output.
        let heads = m.attention.first().map_or(0.0, |g| f64::from(g.heads));
        5.0 * heads * seq / t
    };
    let full = replicated / shared_split + split / t + scores;
    let (layers, p, v) = (f64::from(m.layers), f64::from(l.pp), f64::from(l.virtual_stages));
    // Layers' worth of activations alive on the first stage: p micro-batches of L/p layers in 1F1B, a little more when interleaved.
    let in_flight = micro_batches.min(p) * layers / p;
    let live =
        if l.virtual_stages > 1 && l.pp > 1 { in_flight * (1.0 + (p - 1.0) / (p * v)) } else { in_flight };
    match l.recompute {
        Recompute::Full => {
            let kept = 2.0 * f64::from(m.hidden) / shared_split;
            tokens * (kept * live + full)
        }
        _ => tokens * full * live,
    }
}
