//! Training memory per GPU: model states under ZeRO/TP/PP/CP/EP and activations of one pipeline schedule.
//!
//! Sources: Korthikanti et al. 2022 (arXiv:2205.05198) eq. 1 to 5 and appendix B for activations and interleaving;
//! Rajbhandari et al. 2020 (ZeRO, arXiv:1910.02054) section 3 for states; gated and grouped blocks by writing out
//! the tensors that the backward pass needs. Reproduces the published 22B/175B/530B/1T values to 0.1 GiB (tests).

use serde::{Deserialize, Serialize};

use super::activations::activation_bytes;
use super::error::SizeError;
use super::flops::Recompute;
use super::model::ModelArch;
use super::params::params;

/// What data-parallel ranks share out (DeepSpeed ZeRO stage; Megatron's distributed optimizer is stage 1, FSDP stage 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zero {
    /// Every replica holds everything.
    Off,
    /// Optimizer states are shared out.
    Optimizer,
    /// Optimizer states and gradients.
    Gradients,
    /// Optimizer states, gradients and weights.
    Weights,
}

/// Bytes per parameter of each model state.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StateBytes {
    /// Weights used in the forward pass.
    pub weight: f64,
    /// Gradients.
    pub gradient: f64,
    /// Optimizer: 32-bit master copy and moments.
    pub optimizer: f64,
}

impl StateBytes {
    /// Mixed-precision Adam, 32-bit gradients: 2 + 4 + 12 = 18 bytes.
    pub const ADAM_MIXED: Self = Self { weight: 2.0, gradient: 4.0, optimizer: 12.0 };
    /// Mixed-precision Adam with 16-bit gradients: 2 + 2 + 12 = 16 bytes (the figure of the ZeRO paper).
    pub const ADAM_MIXED_BF16_GRADIENTS: Self = Self { weight: 2.0, gradient: 2.0, optimizer: 12.0 };

    /// Sum of the three.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.weight + self.gradient + self.optimizer
    }
}

/// A parallel layout of a training job. GPUs = `tp * pp * cp * dp`; `ep` divides the `tp * cp * dp` replicas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TrainLayout {
    /// Tensor-parallel degree.
    pub tp: u32,
    /// Pipeline-parallel degree.
    pub pp: u32,
    /// Context-parallel degree.
    pub cp: u32,
    /// Expert-parallel degree.
    pub ep: u32,
    /// Data-parallel degree.
    pub dp: u32,
    /// Sequences per micro-batch.
    pub micro_batch: u32,
    /// Virtual stages per pipeline rank (1 = plain 1F1B).
    pub virtual_stages: u32,
    /// ZeRO stage.
    pub zero: Zero,
    /// Activation recomputation.
    pub recompute: Recompute,
    /// Sequence parallelism (norms and residuals split over the tensor group).
    pub sequence_parallel: bool,
}

impl TrainLayout {
    /// GPUs of the job.
    #[must_use]
    pub const fn gpus(&self) -> u32 {
        self.tp * self.pp * self.cp * self.dp
    }

    /// Micro-batches each pipeline works through per step for a global batch of `global_batch` sequences.
    #[must_use]
    pub fn micro_batches(&self, global_batch: f64) -> f64 {
        (global_batch / (f64::from(self.dp) * f64::from(self.micro_batch))).max(1.0)
    }

    /// Checks that the degrees are possible for this model.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] naming the degree that does not divide.
    pub fn validate(&self, m: &ModelArch) -> Result<(), SizeError> {
        for (name, v) in [
            ("tp", self.tp),
            ("pp", self.pp),
            ("cp", self.cp),
            ("ep", self.ep),
            ("dp", self.dp),
            ("micro_batch", self.micro_batch),
            ("virtual_stages", self.virtual_stages),
        ] {
            if v == 0 {
                return Err(SizeError::invalid(name, 0, "at least 1"));
            }
        }
        if let Some(g) = m.attention.first()
            && g.heads % self.tp != 0
        {
            return Err(SizeError::invalid(
                "tp",
                self.tp,
                &format!("a divisor of {} attention heads", g.heads),
            ));
        }
        if self.pp * self.virtual_stages > m.layers {
            return Err(SizeError::invalid(
                "pp x virtual_stages",
                self.pp * self.virtual_stages,
                &format!("at most {} layers", m.layers),
            ));
        }
        let replicas = self.tp * self.cp * self.dp;
        match m.moe {
            Some(x) if x.experts % self.ep != 0 => {
                Err(SizeError::invalid("ep", self.ep, &format!("a divisor of {} experts", x.experts)))
            }
            Some(_) if !replicas.is_multiple_of(self.ep) => {
                Err(SizeError::invalid("ep", self.ep, &format!("a divisor of tp x cp x dp = {replicas}")))
            }
            None if self.ep != 1 => Err(SizeError::invalid("ep", self.ep, "1: the model has no experts")),
            _ => Ok(()),
        }
    }
}

/// Bytes on the fullest GPU (the first pipeline stage).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TrainMemory {
    /// Weights.
    pub weights: f64,
    /// Gradients.
    pub gradients: f64,
    /// Optimizer states.
    pub optimizer: f64,
    /// Activations kept for the backward pass.
    pub activations: f64,
    /// Logits and their gradient.
    pub logits: f64,
    /// CUDA context and communication buffers.
    pub runtime: f64,
}

/// CUDA context and NCCL buffers, bytes per GPU. Practice reports 2 to 4 GB; the middle is assumed here.
pub const RUNTIME_BYTES: f64 = 3e9;

impl TrainMemory {
    /// Sum of all parts.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.weights + self.gradients + self.optimizer + self.activations + self.logits + self.runtime
    }

    /// Weights, gradients and optimizer states.
    #[must_use]
    pub fn states(&self) -> f64 {
        self.weights + self.gradients + self.optimizer
    }
}

/// Memory of the fullest GPU for `seq`-token sequences and a global batch of `global_batch` sequences, with fused
/// attention and no dropout (today's stacks).
///
/// # Errors
/// [`SizeError::Invalid`] if the layout is impossible for the model.
pub fn train_memory(
    m: &ModelArch,
    l: &TrainLayout,
    states: StateBytes,
    seq: f64,
    global_batch: f64,
) -> Result<TrainMemory, SizeError> {
    l.validate(m)?;
    Ok(train_memory_unchecked(m, l, states, seq, global_batch))
}

/// [`train_memory`] without checking the layout: for search loops that only build possible layouts.
#[must_use]
pub fn train_memory_unchecked(
    m: &ModelArch,
    l: &TrainLayout,
    states: StateBytes,
    seq: f64,
    global_batch: f64,
) -> TrainMemory {
    let p = params(m);
    let (t, pp, ep) = (f64::from(l.tp), f64::from(l.pp), f64::from(l.ep));
    let embedding = f64::from(m.vocab) * f64::from(m.hidden);
    let copies = if m.tied_embeddings { 1.0 } else { 2.0 };
    let blocks = (p.total - p.experts - copies * embedding).max(0.0);
    // The first stage holds the input embedding; with one stage also an untied head.
    let on_stage = if l.pp == 1 { copies * embedding } else { embedding };
    let plain = (blocks / pp + on_stage) / t;
    let experts = p.experts / (ep * pp);
    let replicas = f64::from(l.dp) * f64::from(l.cp);
    let expert_replicas = (replicas * t / ep).max(1.0);
    let shared = |bytes: f64, from: Zero| {
        if l.zero >= from {
            bytes * (plain / replicas + experts / expert_replicas)
        } else {
            bytes * (plain + experts)
        }
    };
    // FSDP gathers one block at a time and prefetches the next.
    let gathered = if l.zero == Zero::Weights {
        2.0 * states.weight * (plain + experts) * pp / f64::from(m.layers)
    } else {
        0.0
    };
    let micro_batches = l.micro_batches(global_batch);
    let tokens = seq * f64::from(l.micro_batch) / f64::from(l.cp);
    TrainMemory {
        weights: shared(states.weight, Zero::Weights) + gathered,
        gradients: shared(states.gradient, Zero::Gradients),
        optimizer: shared(states.optimizer, Zero::Optimizer),
        activations: activation_bytes(m, l, seq, micro_batches, true, false),
        // 32-bit logits and a 16-bit gradient; on the last stage, which with one stage is the first.
        logits: if l.pp == 1 { 6.0 * tokens * f64::from(m.vocab) / t } else { 0.0 },
        runtime: RUNTIME_BYTES,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const GIB: f64 = 1_073_741_824.0;

    fn layout(tp: u32, pp: u32, v: u32, mb: u32) -> TrainLayout {
        TrainLayout {
            tp,
            pp,
            cp: 1,
            ep: 1,
            dp: 1,
            micro_batch: mb,
            virtual_stages: v,
            zero: Zero::Off,
            recompute: Recompute::None,
            sequence_parallel: false,
        }
    }

    /// Korthikanti et al. 2022 (as shipped in calculon's validation): states without embeddings, activations kept
    /// whole under tensor parallelism, activations with sequence parallelism and selective recompute. GiB per GPU.
    #[test]
    fn twelve_published_values_to_a_tenth_of_a_gib() {
        // name, layers, hidden, heads, ffn, tp, pp, v, micro-batch, states, none, selective + SP
        let rows: [(&str, u32, u32, u32, u32, u32, u32, u32, f64, f64, f64); 4] = [
            ("22b", 48, 6144, 64, 8, 1, 1, 4, 45.5625, 59.25, 9.5625),
            ("175b", 96, 12288, 96, 8, 8, 3, 1, 45.5625, 66.84375, 12.351_562_5),
            ("530b", 105, 20480, 128, 8, 35, 3, 1, 31.640_625, 114.023_437_5, 23.076_171_875),
            ("1t", 128, 25600, 160, 8, 64, 1, 1, 32.958_984_375, 131.25, 26.5625),
        ];
        for (name, layers, hidden, heads, tp, pp, v, mb, states, none, selective) in rows {
            let mut m = ModelArch::dense(
                name,
                layers,
                hidden,
                heads,
                heads,
                hidden / heads,
                4 * hidden,
                51200,
                false,
                true,
            );
            let l = layout(tp, pp, v, mb);
            let a = activation_bytes(&m, &l, 2048.0, 1e6, false, true) / GIB;
            let s = TrainLayout { recompute: Recompute::Selective, sequence_parallel: true, ..l };
            let b = activation_bytes(&m, &s, 2048.0, 1e6, false, true) / GIB;
            assert!((a - none).abs() < 0.1, "{name}: activations {a:.3}, published {none}");
            assert!((b - selective).abs() < 0.1, "{name}: selective {b:.3}, published {selective}");
            // The published profile leaves the embedding rows out.
            m.vocab = 0;
            let got = train_memory(&m, &l, StateBytes::ADAM_MIXED, 2048.0, 1e6).unwrap().states() / GIB;
            assert!((got - states).abs() < 0.1, "{name}: states {got:.3}, published {states}");
        }
    }

    #[test]
    fn adam_states_are_sixteen_to_eighteen_bytes() {
        // A study note (failure F13) counted 4 x 2 bytes.
        assert_eq!(StateBytes::ADAM_MIXED.total(), 18.0);
        assert_eq!(StateBytes::ADAM_MIXED_BF16_GRADIENTS.total(), 16.0);
    }

    #[test]
    fn each_zero_stage_needs_less() {
        let m = ModelArch::dense("70b", 80, 8192, 64, 8, 128, 28672, 128_256, true, false);
        let base = TrainLayout { dp: 64, sequence_parallel: true, ..layout(8, 1, 1, 1) };
        let need = |zero| {
            train_memory(&m, &TrainLayout { zero, ..base }, StateBytes::ADAM_MIXED, 4096.0, 512.0)
                .unwrap()
                .states()
        };
        let all = [Zero::Off, Zero::Optimizer, Zero::Gradients, Zero::Weights].map(need);
        assert!(all.windows(2).all(|w| w[0] > w[1]), "{all:?}");
        // ZeRO-1 over 64: 6 + 12/64 bytes per parameter.
        let plain = params(&m).total / 8.0;
        assert!((all[1] / plain - (6.0 + 12.0 / 64.0)).abs() < 0.01);
    }

    #[test]
    fn experts_count_in_full_for_memory() {
        let mut m = ModelArch::dense("moe", 32, 4096, 32, 8, 128, 0, 32000, true, false);
        m.dense_mlp_layers = 0;
        m.moe = Some(super::super::model::Moe {
            layers: 32,
            experts: 8,
            topk: 2,
            expert_ffn: 14336,
            shared_ffn: 0,
            latent: None,
        });
        let l = TrainLayout { dp: 8, ..layout(1, 1, 1, 1) };
        let got = train_memory(&m, &l, StateBytes::ADAM_MIXED, 4096.0, 64.0).unwrap();
        // Failure F11: 46.7 billion stored, not 12.9 billion active.
        assert!((got.weights / 2.0 / 46.7e9 - 1.0).abs() < 0.01);
    }

    #[test]
    fn impossible_layouts_are_refused() {
        let m = ModelArch::dense("8b", 32, 4096, 32, 8, 128, 14336, 128_256, true, false);
        assert!(layout(3, 1, 1, 1).validate(&m).unwrap_err().to_string().contains("tp is 3"));
        assert!(layout(1, 64, 1, 1).validate(&m).is_err());
        assert!(TrainLayout { ep: 2, ..layout(1, 1, 1, 1) }.validate(&m).is_err());
    }
}
