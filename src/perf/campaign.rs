//! Whole pre-training campaigns: how much of the benchmark rate published runs reached from first token to last.

use super::calibration::{Calibration, CampaignShare};
use super::estimate_train::{TrainPlan, train_estimate};
use super::facts::Facts;
use super::fit::quantile;
use super::measured::CampaignRow;
use super::precision::Precision;
use super::train_step::TrainTask;

/// GPUs the benchmark rate is taken at; published runs used 384 to 16,384.
const GPUS: u32 = 1024;
/// Tokens per step assumed where none are published.
const BATCH_TOKENS: f64 = 4e6;
/// Sequence length assumed where none is published (models before 2024).
const SEQ: f64 = 4096.0;

/// Share of the estimated benchmark rate one campaign reached; `None` if hours, model or GPU are unknown or nothing fits.
#[must_use]
pub fn share_of(row: &CampaignRow, facts: &Facts, cal: &Calibration) -> Option<f64> {
    let (hours, model, gpu) = (row.gpu_hours?, facts.model(&row.model)?, facts.gpu(&row.gpu)?);
    let precision = if row.precision.as_deref() == Some("fp8") { Precision::Fp8 } else { Precision::Bf16 };
    let plan = TrainPlan {
        model,
        gpu,
        precision,
        seq: row.seq.unwrap_or(SEQ),
        batch_tokens: BATCH_TOKENS,
        task: TrainTask::Full,
        goodput: 1.0,
    };
    let estimate = train_estimate(&plan, GPUS, cal).ok()?;
    Some(row.tokens_t * 1e12 / (hours * 3600.0) / estimate.tokens_per_s_gpu.expected)
}

/// Summary over campaigns; `None` without any usable one.
#[must_use]
pub fn campaign_share(rows: &[CampaignRow], facts: &Facts, cal: &Calibration) -> Option<CampaignShare> {
    let shares: Vec<f64> = rows.iter().filter_map(|r| share_of(r, facts, cal)).collect();
    if shares.is_empty() {
        return None;
    }
    let errors: Vec<f64> = (0..shares.len())
        .map(|i| {
            let others: Vec<f64> = shares.iter().enumerate().filter(|(j, _)| *j != i).map(|x| *x.1).collect();
            // Hours go with the inverse of the share.
            100.0 * (shares[i] / quantile(&others, 0.5) - 1.0).abs()
        })
        .collect();
    Some(CampaignShare {
        low: quantile(&shares, 0.05),
        expected: quantile(&shares, 0.5),
        high: quantile(&shares, 0.95),
        rows: shares.len(),
        left_out_median_percent: quantile(&errors, 0.5),
        left_out_p90_percent: quantile(&errors, 0.9),
    })
}
