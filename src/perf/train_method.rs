//! What a training run trains: all weights from scratch, all weights of a trained model, or adapters on frozen weights.

use super::error::SizeError;
use super::finetune::{Adapted, Frozen, USUAL_RANK, adapter_states};
use super::model::ModelArch;
use super::train_memory::StateBytes;
use super::train_step::TrainTask;

/// The ways to train that the estimates tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// All weights, from the first token on.
    Full,
    /// All weights of a trained model (supervised fine-tuning).
    Sft,
    /// Adapters on frozen 16-bit weights.
    Lora,
    /// Adapters on frozen 4-bit weights.
    Qlora,
}

/// Names of reinforcement learning and preference tuning, which alternate generation with training.
const REINFORCED: [&str; 8] = ["rl", "rlhf", "ppo", "grpo", "dpo", "rloo", "dapo", "gspo"];

impl Method {
    /// Reads `full`, `sft`, `lora` or `qlora`.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] for another name; for reinforcement learning it says how its phases are sized.
    pub fn parse(name: &str) -> Result<Self, SizeError> {
        match name.to_lowercase().as_str() {
            "full" => Ok(Self::Full),
            "sft" => Ok(Self::Sft),
            "lora" => Ok(Self::Lora),
            "qlora" => Ok(Self::Qlora),
            other if REINFORCED.contains(&other) => Err(SizeError::invalid(
                "method",
                other,
                "full, sft, lora or qlora. No measured run of reinforcement learning stands behind an estimate of the \
                 whole; size its phases apart: the rollouts with `gcg size offline`, the updates with method sft or lora",
            )),
            other => Err(SizeError::invalid("method", other, "full, sft, lora or qlora")),
        }
    }

    /// What one step computes.
    #[must_use]
    pub const fn task(self) -> TrainTask {
        match self {
            Self::Full | Self::Sft => TrainTask::Full,
            Self::Lora | Self::Qlora => TrainTask::Lora,
        }
    }

    /// Whether a trained model is trained further.
    #[must_use]
    pub const fn is_finetune(self) -> bool {
        !matches!(self, Self::Full)
    }

    /// How the weights that are not trained are kept; `None` where all are trained.
    #[must_use]
    pub const fn frozen(self) -> Option<Frozen> {
        match self {
            Self::Full | Self::Sft => None,
            Self::Lora => Some(Frozen::Bf16),
            Self::Qlora => Some(Frozen::Nf4),
        }
    }

    /// Bytes per parameter of the model that the method holds: Adam states of all weights, or frozen weights and the states
    /// of the adapters alone.
    #[must_use]
    pub fn states(self, model: &ModelArch) -> StateBytes {
        self.frozen().map_or(StateBytes::ADAM_MIXED, |frozen| {
            adapter_states(model, frozen, USUAL_RANK, Adapted::AttentionAndMlp)
        })
    }

    /// Name in inputs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Sft => "sft",
            Self::Lora => "lora",
            Self::Qlora => "qlora",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn each_method_holds_its_own_states() {
        let m = super::super::model::samples::llama_70b();
        let of = |name: &str| Method::parse(name).unwrap().states(&m).total();
        assert_eq!(of("full"), 18.0);
        assert_eq!(of("SFT"), 18.0);
        assert!((2.0..2.1).contains(&of("lora")), "{}", of("lora"));
        // 4-bit weights: 0.516 bytes and the adapters.
        assert!((0.5..0.6).contains(&of("qlora")), "{}", of("qlora"));
        assert!(Method::parse("grpo").unwrap_err().to_string().contains("phases"));
        assert!(Method::parse("distill").is_err());
    }
}
