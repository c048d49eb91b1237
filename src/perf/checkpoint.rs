//! Checkpoints, failures and goodput: bytes, intervals, lost time.
//!
//! Sources: Young 1974 for the interval; Llama 3 report (arXiv:2407.21783, table 5): 419 unexpected interruptions in
//! 54 days on 16,384 GPUs.

use super::error::{SizeError, positive};

/// Bytes per parameter of a full training checkpoint: BF16 weight 2, FP32 master 4, two FP32 moments 8.
pub const TRAIN_CHECKPOINT_BYTES: f64 = 14.0;
/// Bytes per parameter of a weights-only 16-bit checkpoint.
pub const WEIGHTS_CHECKPOINT_BYTES: f64 = 2.0;
/// GPU-hours per unexpected interruption: 54 days x 24 h x 16,384 GPUs / 419 (Llama 3 report).
pub const GPU_HOURS_PER_FAILURE: f64 = 54.0 * 24.0 * 16_384.0 / 419.0;

/// Bytes of a full training checkpoint of `params` parameters.
#[must_use]
pub fn checkpoint_bytes(params: f64) -> f64 {
    TRAIN_CHECKPOINT_BYTES * params
}

/// Write bandwidth (bytes/s) to store a checkpoint of `bytes` within `stall_s` seconds.
///
/// # Errors
/// [`SizeError::Invalid`] if an argument is not above zero.
pub fn write_bytes_per_s(bytes: f64, stall_s: f64) -> Result<f64, SizeError> {
    Ok(positive("checkpoint bytes", bytes)? / positive("stall_s", stall_s)?)
}

/// Mean time between interruptions of a job on `gpus` GPUs, seconds.
///
/// # Errors
/// [`SizeError::Invalid`] if an argument is not above zero.
pub fn job_mtbf_s(gpus: u32, gpu_hours_per_failure: f64) -> Result<f64, SizeError> {
    Ok(positive("gpu_hours_per_failure", gpu_hours_per_failure)? * 3600.0
        / positive("gpus", f64::from(gpus))?)
}

/// Checkpoint interval that loses least (Young): sqrt(2 * stall * MTBF), seconds.
#[must_use]
pub fn young_interval_s(stall_s: f64, mtbf_s: f64) -> f64 {
    (2.0 * stall_s * mtbf_s).sqrt()
}

/// Share of time that trains: 1 - stall/interval - (interval/2 + restart)/MTBF at the Young interval, not below 0.
///
/// # Errors
/// [`SizeError::Invalid`] if an argument is not above zero.
pub fn goodput(
    gpus: u32,
    gpu_hours_per_failure: f64,
    stall_s: f64,
    restart_s: f64,
) -> Result<f64, SizeError> {
    let mtbf = job_mtbf_s(gpus, gpu_hours_per_failure)?;
    let tau = young_interval_s(positive("stall_s", stall_s)?, mtbf);
    Ok((1.0 - stall_s / tau - (tau / 2.0 + positive("restart_s", restart_s)?) / mtbf).max(0.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn llama_405b_checkpoint_is_5_7_tb() {
        assert!((checkpoint_bytes(405.85e9) / 1e12 - 5.68).abs() < 0.01);
        assert!(write_bytes_per_s(5.7e12, 0.0).is_err());
    }

    #[test]
    fn sixteen_thousand_gpus_fail_every_three_hours() {
        let h = job_mtbf_s(16_384, GPU_HOURS_PER_FAILURE).unwrap() / 3600.0;
        assert!((h - 3.09).abs() < 0.01, "{h}");
    }

    #[test]
    fn goodput_falls_with_size() {
        // 5 s stall, 5 min restart: 99 % at 2k, 94 % at 16k, 76 % at 100k.
        for (gpus, want) in [(2048, 0.99), (16_384, 0.94), (100_000, 0.76)] {
            let g = goodput(gpus, GPU_HOURS_PER_FAILURE, 5.0, 300.0).unwrap();
            assert!((g - want).abs() < 0.01, "{gpus}: {g}");
        }
    }
}
