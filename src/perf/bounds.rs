//! Lower bounds the planner checks before anything else: nothing can be faster or smaller than these.
//!
//! Sources: 6ND for training (Kaplan et al. 2020, arXiv:2001.08361; Hoffmann et al. 2022, arXiv:2203.15556); decode reads
//! every active weight once per token (Pope et al. 2022, arXiv:2211.05102).

use super::error::{SizeError, positive, share};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// Training FLOPs by the 6ND rule: `active_params` parameters in matmuls, `tokens` tokens.
#[must_use]
pub fn train_flops(active_params: f64, tokens: f64) -> f64 {
    6.0 * active_params * tokens
}

/// Days to train: `6ND / (gpus * dense_flops * mfu)`. `dense_flops` is the dense peak of one GPU at the training
/// precision in FLOP/s; `mfu` 1.0 gives the bound that no software can beat.
///
/// # Errors
/// [`SizeError::Invalid`] if an argument is not above zero or `mfu` exceeds 1.
pub fn train_days(
    active_params: f64,
    tokens: f64,
    gpus: u32,
    dense_flops: f64,
    mfu: f64,
) -> Result<f64, SizeError> {
    let work = train_flops(positive("active_params", active_params)?, positive("tokens", tokens)?);
    let rate =
        positive("gpus", f64::from(gpus))? * positive("dense_flops", dense_flops)? * share("mfu", mfu)?;
    Ok(work / rate / SECONDS_PER_DAY)
}

/// GPUs to train within `days`, rounded up: the inverse of [`train_days`].
///
/// # Errors
/// As [`train_days`]; also if more than ten million GPUs would be needed.
pub fn train_gpus(
    active_params: f64,
    tokens: f64,
    days: f64,
    dense_flops: f64,
    mfu: f64,
) -> Result<u32, SizeError> {
    let one = train_days(active_params, tokens, 1, dense_flops, mfu)?;
    let n = (one / positive("days", days)?).ceil();
    if n > 1e7 {
        return Err(SizeError::invalid("days", days, "a deadline that fewer than ten million GPUs can meet"));
    }
    Ok(n as u32)
}

/// Milliseconds per output token that memory bandwidth allows: active weight bytes over the bandwidth of all GPUs.
/// For one sequence alone this is a hard lower bound on TPOT; batching can only add to it.
///
/// # Errors
/// [`SizeError::Invalid`] if an argument is not above zero.
pub fn decode_ms_per_token_bound(
    active_weight_bytes: f64,
    gpus: u32,
    hbm_bytes_per_s: f64,
) -> Result<f64, SizeError> {
    let rate = positive("gpus", f64::from(gpus))? * positive("hbm_bytes_per_s", hbm_bytes_per_s)?;
    Ok(1e3 * positive("active_weight_bytes", active_weight_bytes)? / rate)
}

/// Milliseconds to read a prompt that arithmetic allows: prefill FLOPs over the dense peak of all GPUs.
///
/// # Errors
/// [`SizeError::Invalid`] if an argument is not above zero.
pub fn prefill_ms_bound(prefill_flops: f64, gpus: u32, dense_flops: f64) -> Result<f64, SizeError> {
    let rate = positive("gpus", f64::from(gpus))? * positive("dense_flops", dense_flops)?;
    Ok(1e3 * positive("prefill_flops", prefill_flops)? / rate)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn gpt3_on_1024_a100_takes_about_34_days() {
        // Narayanan et al. 2021 section 5.1: 175B, 300B tokens, 1,024 A100 at 140 TFLOP/s (recompute counted): 34 days.
        // Model FLOPs are 6ND = 3/4 of the counted 8ND, so the MFU that goes with it is 0.75 x 140/312.
        let d = train_days(174.6e9, 300e9, 1024, 312e12, 0.75 * 140.0 / 312.0).unwrap();
        assert!((d - 34.0).abs() < 1.0, "{d}");
    }

    #[test]
    fn seventy_b_on_15t_in_60_days() {
        let n = train_gpus(70.55e9 - 1.05e9, 15e12, 60.0, 989e12, 0.40).unwrap();
        assert!((3000..3100).contains(&n), "{n}");
        // The inverse meets the deadline and one GPU less does not.
        assert!(train_days(69.5e9, 15e12, n, 989e12, 0.40).unwrap() <= 60.0);
        assert!(train_days(69.5e9, 15e12, n - 1, 989e12, 0.40).unwrap() > 60.0);
    }

    #[test]
    fn percent_for_share_is_refused() {
        assert!(train_days(7e9, 1e12, 8, 989e12, 40.0).unwrap_err().to_string().contains("0.4, not 40"));
        assert!(train_days(7e9, 1e12, 0, 989e12, 0.4).is_err());
        assert!(decode_ms_per_token_bound(f64::NAN, 1, 3.35e12).is_err());
    }

    #[test]
    fn decode_bound_of_70b_fp8_on_two_h100() {
        // 70.55 GB over 2 x 3.35 TB/s = 10.5 ms; NIM 1.8 measured 18.6 ms at concurrency 1.
        let ms = decode_ms_per_token_bound(70.55e9, 2, 3.35e12).unwrap();
        assert!((ms - 10.53).abs() < 0.01 && ms < 18.58);
    }
}
