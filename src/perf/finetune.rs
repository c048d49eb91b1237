//! LoRA and QLoRA: adapter size, memory and FLOPs.
//!
//! Sources: Hu et al. 2021 (arXiv:2106.09685) for adapter shapes; Dettmers et al. 2023 (QLoRA, arXiv:2305.14314)
//! for 4-bit frozen weights; 4N per token checked against printed TFLOP/s of Llama-3-70B LoRA runs.

use serde::Serialize;

use super::activations::activation_bytes;
use super::error::{SizeError, positive};
use super::flops::attention_forward;
use super::model::{Heads, ModelArch};
use super::params::params;
use super::train_memory::{RUNTIME_BYTES, StateBytes, TrainLayout};

/// Which matrices get an adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adapted {
    /// Query, key, value and output projections.
    Attention,
    /// Attention and the dense or shared MLP matrices (routed experts stay frozen).
    AttentionAndMlp,
}

/// How the frozen weights are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frozen {
    /// 16 bit (LoRA).
    Bf16,
    /// 4-bit NF4 with double quantisation, about 4.127 bits per weight (QLoRA section 2).
    Nf4,
}

impl Frozen {
    /// Bytes per frozen weight. NF4: 4 bits + 8/64 for first-level + 32/(64 x 256) for second-level constants.
    #[must_use]
    pub fn bytes(self) -> f64 {
        match self {
            Self::Bf16 => 2.0,
            Self::Nf4 => (4.0 + 8.0 / 64.0 + 32.0 / (64.0 * 256.0)) / 8.0,
        }
    }
}

/// Adapter parameters of rank `rank`: sum over adapted matrices of `rank * (inputs + outputs)`.
#[must_use]
pub fn adapter_params(m: &ModelArch, rank: u32, adapted: Adapted) -> f64 {
    let h = f64::from(m.hidden);
    let attention: f64 = m
        .attention
        .iter()
        .map(|g| {
            let heads = f64::from(g.heads);
            let sums = match g.layout {
                Heads::Grouped { kv_heads, head_dim } => {
                    let (q, kv) = (heads * f64::from(head_dim), f64::from(kv_heads) * f64::from(head_dim));
                    2.0 * (h + q) + 2.0 * (h + kv)
                }
                Heads::Latent { q_lora, kv_lora, nope, rope, v } => {
                    let (q, kv) = (f64::from(q_lora), f64::from(kv_lora));
                    (h + q)
                        + (q + heads * f64::from(nope + rope))
                        + (h + kv + f64::from(rope))
                        + (kv + heads * f64::from(nope + v))
                        + (heads * f64::from(v) + h)
                }
                Heads::SharedKv { head_dim, q_lora, o_lora } => {
                    let (q, o, d) = (f64::from(q_lora), f64::from(o_lora), f64::from(head_dim));
                    (h + q) + (q + heads * d) + (h + d) + (heads * d + o) + (o + h)
                }
            };
            sums * f64::from(g.layers)
        })
        .sum();
    let mlp = match adapted {
        Adapted::Attention => 0.0,
        Adapted::AttentionAndMlp => {
            let matrices = f64::from(m.mlp_matrices);
            let dense = f64::from(m.dense_mlp_layers) * matrices * (h + f64::from(m.ffn));
            let shared = m
                .moe
                .filter(|x| x.shared_ffn > 0)
                .map_or(0.0, |x| f64::from(x.layers) * matrices * (h + f64::from(x.shared_ffn)));
            if m.dense_mlp_layers == 0 { shared } else { dense + shared }
        }
    };
    f64::from(rank) * (attention + mlp)
}

/// Memory of an adapter fine-tune on the fullest GPU, bytes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AdapterMemory {
    /// Frozen weights.
    pub frozen: f64,
    /// Adapter weights, gradients and optimizer states.
    pub adapters: f64,
    /// Activations.
    pub activations: f64,
    /// CUDA context and buffers.
    pub runtime: f64,
}

impl AdapterMemory {
    /// Sum of all parts.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.frozen + self.adapters + self.activations + self.runtime
    }
}

/// Rank of the adapters where none is stated: that of the MLPerf fine-tune (Llama-2-70B LoRA) and the usual default.
pub const USUAL_RANK: u32 = 16;

/// Bytes per parameter of the model that an adapter fine-tune holds: the frozen weights, and weights, gradients and Adam
/// states of the adapters spread over all parameters. In this form the layout search judges a fine-tune by its own memory.
#[must_use]
pub fn adapter_states(m: &ModelArch, frozen: Frozen, rank: u32, adapted: Adapted) -> StateBytes {
    let share = adapter_params(m, rank, adapted) / params(m).total;
    let full = StateBytes::ADAM_MIXED;
    StateBytes {
        weight: frozen.bytes() + share * full.weight,
        gradient: share * full.gradient,
        optimizer: share * full.optimizer,
    }
}

/// Memory of LoRA or QLoRA under a layout (frozen weights split over `tp * pp`, experts over `ep * pp`; ZeRO-3 splits
/// them over the replicas as well).
///
/// # Errors
/// [`SizeError::Invalid`] for an impossible layout or a rank of zero.
pub fn adapter_memory(
    m: &ModelArch,
    l: &TrainLayout,
    frozen: Frozen,
    rank: u32,
    adapted: Adapted,
    seq: f64,
    global_batch: f64,
) -> Result<AdapterMemory, SizeError> {
    l.validate(m)?;
    positive("rank", f64::from(rank))?;
    let p = params(m);
    let (t, pp, ep) = (f64::from(l.tp), f64::from(l.pp), f64::from(l.ep));
    let replicas = f64::from(l.dp) * f64::from(l.cp);
    let on_rank = (p.total - p.experts) / (t * pp) + p.experts / (ep * pp);
    let sharded = if l.zero == super::train_memory::Zero::Weights {
        on_rank / replicas + 2.0 * on_rank * pp / f64::from(m.layers)
    } else {
        on_rank
    };
    Ok(AdapterMemory {
        frozen: frozen.bytes() * sharded,
        adapters: StateBytes::ADAM_MIXED.total() * adapter_params(m, rank, adapted) / (t * pp),
        activations: activation_bytes(m, l, seq, l.micro_batches(global_batch), true, false),
        runtime: RUNTIME_BYTES,
    })
}

/// FLOPs of one LoRA training token: forward 2N, activation gradients 2N, no weight gradients of frozen matrices;
/// attention forward and backward as usual.
#[must_use]
pub fn lora_flops_per_token(m: &ModelArch, seq: f64) -> f64 {
    4.0 * params(m).matmul + 3.0 * attention_forward(m, seq / 2.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::flops::{Recompute, train_per_token};
    use super::super::train_memory::Zero;
    use super::*;

    fn m70() -> ModelArch {
        super::super::model::samples::llama_70b()
    }

    #[test]
    fn lora_is_at_most_half_again_as_fast() {
        let ratio = train_per_token(&m70(), 4096.0, true) / lora_flops_per_token(&m70(), 4096.0);
        assert!(ratio > 1.4 && ratio < 1.5, "{ratio}");
    }

    #[test]
    fn qlora_70b_fits_one_80_gb_gpu_and_lora_does_not() {
        let l = TrainLayout {
            tp: 1,
            pp: 1,
            cp: 1,
            ep: 1,
            dp: 1,
            micro_batch: 1,
            virtual_stages: 1,
            zero: Zero::Off,
            recompute: Recompute::Full,
            sequence_parallel: false,
        };
        let need =
            |f| adapter_memory(&m70(), &l, f, 16, Adapted::AttentionAndMlp, 2048.0, 8.0).unwrap().total();
        assert!(need(Frozen::Nf4) < 60e9, "{}", need(Frozen::Nf4));
        assert!(need(Frozen::Bf16) > 140e9);
    }

    #[test]
    fn states_of_an_adapter_are_the_frozen_weights_and_little_more() {
        let states = adapter_states(&m70(), Frozen::Bf16, USUAL_RANK, Adapted::AttentionAndMlp);
        // 207 million adapter parameters of 70.6 billion: 18 bytes each are 5 % of two bytes of weights.
        assert!(states.total() > 2.0 && states.total() < 2.1, "{states:?}");
        assert!(states.total() < StateBytes::ADAM_MIXED.total() / 8.0);
    }

    #[test]
    fn adapter_sizes_match_a_hand_count() {
        // Llama-2-7B, rank 16, attention only: 32 layers x 4 matrices x 16 x (4096 + 4096) = 16,777,216.
        let m = ModelArch::dense("llama-2-7b", 32, 4096, 32, 32, 128, 11008, 32000, true, false);
        assert_eq!(adapter_params(&m, 16, Adapted::Attention), 16_777_216.0);
        // With MLP: + 32 x 3 x 16 x (4096 + 11008) = 23,199,744; 39,976,960 is the figure PEFT prints.
        assert_eq!(adapter_params(&m, 16, Adapted::AttentionAndMlp), 39_976_960.0);
    }
}
