//! Does it fit? Weights, cache and reserve against usable memory, and the smallest GPU count that holds them.

use serde::Serialize;

use super::error::{SizeError, positive, share};
use super::kv;
use super::model::ModelArch;
use super::params::params;
use super::precision::Precision;

/// Share of nameplate memory an engine may fill (vLLM's and TensorRT-LLM's usual settings are 0.9 to 0.95).
pub const USABLE_SHARE: f64 = 0.95;
/// Activations, graphs and buffers an engine keeps free per GPU, bytes. Fitted: 9 GB on Hopper, 13 GB on Blackwell;
/// the smaller one is used as the feasibility bound.
pub const RESERVE_BYTES: f64 = 9e9;

/// Bytes of all weights at a checkpoint precision. Four-bit MoE checkpoints quantise the experts and keep attention,
/// shared parts and embeddings at 8 bit (INT4 and MXFP4: 16 bit), as the published NVFP4, INT4 and MXFP4 checkpoints do.
#[must_use]
pub fn weight_bytes(m: &ModelArch, precision: Precision) -> f64 {
    let p = params(m);
    p.experts * precision.bytes_per_weight() + (p.total - p.experts) * plain_bytes_per_weight(m, precision)
}

/// Bytes per weight of everything but routed experts.
#[must_use]
pub fn plain_bytes_per_weight(m: &ModelArch, precision: Precision) -> f64 {
    match (m.is_moe(), precision) {
        (true, Precision::Fp4) => 1.0,
        (true, Precision::Mxfp4 | Precision::Int4) => 2.0,
        _ => precision.bytes_per_weight(),
    }
}

/// Memory of one serving replica, bytes over all its GPUs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ServeMemory {
    /// Weights, one copy.
    pub weights: f64,
    /// Cache of all running sequences.
    pub cache: f64,
}

/// Weights and the cache of `sequences` running sequences of `context` tokens.
///
/// # Errors
/// [`SizeError`] if the attention kind is unknown or a count is not above zero.
pub fn serve_memory(
    m: &ModelArch,
    precision: Precision,
    kv_element_bytes: f64,
    sequences: f64,
    context: f64,
) -> Result<ServeMemory, SizeError> {
    let cache = positive("sequences", sequences)?
        * kv::bytes(m, positive("context", context)?, positive("kv_element_bytes", kv_element_bytes)?)?;
    Ok(ServeMemory { weights: weight_bytes(m, precision), cache })
}

/// Smallest GPU count whose usable memory holds `bytes`: `ceil(bytes / (memory * usable - reserve))`.
///
/// # Errors
/// [`SizeError::Invalid`] if an input is out of range or the reserve leaves nothing.
pub fn min_gpus_for_memory(
    bytes: f64,
    memory_bytes: f64,
    usable: f64,
    reserve_bytes: f64,
) -> Result<u32, SizeError> {
    positive("bytes", bytes)?;
    let room = positive("memory_bytes", memory_bytes)? * share("usable", usable)? - reserve_bytes;
    if room <= 0.0 {
        return Err(SizeError::invalid(
            "reserve_bytes",
            reserve_bytes,
            "less than the usable memory of one GPU",
        ));
    }
    let n = (bytes / room).ceil();
    if n > 1e7 {
        return Err(SizeError::invalid("bytes", bytes, "a size that fewer than ten million GPUs can hold"));
    }
    // Positive, integral and bounded: the cast is exact.
    Ok(n as u32)
}

/// Refuses a placement that cannot work, with the smallest GPU count that does: feasibility before performance.
///
/// # Errors
/// [`SizeError::DoesNotFit`] when weights and cache exceed the usable memory of `gpus` GPUs.
pub fn require_fit(m: &ModelArch, need: ServeMemory, gpus: u32, memory_bytes: f64) -> Result<(), SizeError> {
    let total = need.weights + need.cache;
    let smallest = min_gpus_for_memory(total, memory_bytes, USABLE_SHARE, RESERVE_BYTES)?;
    if smallest <= gpus {
        return Ok(());
    }
    Err(SizeError::DoesNotFit {
        subject: m.name.clone(),
        needed_gb: total / 1e9,
        usable_gb: f64::from(gpus) * (memory_bytes * USABLE_SHARE - RESERVE_BYTES) / 1e9,
        gpus,
        remedy: format!("the smallest count that fits is {smallest} GPUs of {:.0} GB", memory_bytes / 1e9),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn m405() -> ModelArch {
        ModelArch::dense("llama-3.1-405b", 126, 16384, 128, 8, 128, 53248, 128_256, true, false)
    }

    #[test]
    fn a_405b_model_on_one_80_gb_gpu_is_refused() {
        // Failure F14: a public tool gave a latency for this.
        let need = serve_memory(&m405(), Precision::Fp8, 1.0, 1.0, 4096.0).unwrap();
        let e = require_fit(&m405(), need, 1, 80e9).unwrap_err().to_string();
        assert!(e.contains("smallest count that fits is 7 GPUs"), "{e}");
        assert!(require_fit(&m405(), need, 8, 80e9).is_ok());
    }

    #[test]
    fn memory_counts_round_up() {
        assert_eq!(min_gpus_for_memory(141e9, 80e9, 1.0, 0.0).unwrap(), 2);
        assert_eq!(min_gpus_for_memory(160e9, 80e9, 1.0, 0.0).unwrap(), 2);
        assert_eq!(min_gpus_for_memory(161e9, 80e9, 1.0, 0.0).unwrap(), 3);
        assert!(min_gpus_for_memory(1e9, 8e9, 0.95, 9e9).is_err());
        assert!(min_gpus_for_memory(1e9, 80e9, 95.0, 0.0).unwrap_err().to_string().contains("share"));
    }
}
