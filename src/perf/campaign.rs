//! Whole pre-training campaigns: how much of the benchmark rate published runs reached from first token to last, and how
//! that share moves with the size and kind of the model.
//!
//! Small models lose more of a run (restarts, evaluation, data and ramp-up weigh against a short step) than large ones. The
//! campaigns on Ampere, of 2022 and 2023, do not show that: the two of 175 billion parameters fought young software. So the
//! dependence on size is taken from later generations only, which halves the band of the campaigns that are left out.
//! The share is a ridge regression of its logarithm over few published campaigns, so its spread is taken from campaigns
//! whose model was left out of the fit, never from the fit itself.

use std::collections::BTreeSet;

use super::calibration::{Calibration, CampaignShare};
use super::estimate_train::{TrainPlan, train_estimate};
use super::facts::Facts;
use super::fit::{quantile, solve_spd};
use super::gpu::Generation;
use super::measured::CampaignRow;
use super::model::ModelArch;
use super::params::params;
use super::precision::Precision;
use super::train_method::Method;

/// GPUs the benchmark rate is taken at; published runs used 384 to 16,384.
const GPUS: u32 = 1024;
/// Tokens per step assumed where none are published.
const BATCH_TOKENS: f64 = 4e6;
/// Sequence length assumed where none is published (models before 2024).
const SEQ: f64 = 4096.0;
/// Size at which the regression is centred, active parameters.
const CENTRE: f64 = 70e9;
/// Share where nothing is known: the middle of what published reports give for large runs.
const PRIOR_SHARE: f64 = 0.6;
/// Standard deviations (log units) that are plausible before any campaign is seen: level, slope per factor e in size,
/// mixtures of experts against dense models; and of one campaign about its expected share.
const PRIOR: [f64; 3] = [0.5, 0.2, 0.3];
const NOISE: f64 = 0.3;
/// Share of campaigns a band is to hold.
const HELD: f64 = 0.8;

/// Share of the benchmark rate that a whole run reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunShare {
    /// Expected share; above 1 is possible, as benchmarks age.
    pub expected: f64,
    /// Half of the 80 % band of its logarithm.
    pub width: f64,
    /// Published campaigns behind it; 0 = none taken into account.
    pub campaigns: usize,
}

impl RunShare {
    /// A run at the benchmark rate from first token to last: a fine-tune of hours is repeated, not restarted.
    pub const WHOLE: Self = Self { expected: 1.0, width: 0.0, campaigns: 0 };
}

impl CampaignShare {
    /// The share of the benchmark rate that a campaign of this model reaches on GPUs of a generation.
    #[must_use]
    pub fn of(&self, m: &ModelArch, on: Generation) -> RunShare {
        let log: f64 =
            terms(m, on).iter().zip([self.level, self.per_size, self.sparse]).map(|(x, b)| x * b).sum();
        RunShare { expected: log.exp(), width: self.width, campaigns: self.rows }
    }
}

/// What the share depends on: a constant, log of the active parameters over 70 billion (0 on Ampere), whether experts are
/// routed.
fn terms(m: &ModelArch, on: Generation) -> [f64; 3] {
    let size = if on == Generation::Ampere { 0.0 } else { (params(m).active / CENTRE).ln() };
    [1.0, size, if m.is_moe() { 1.0 } else { 0.0 }]
}

/// One campaign with its share and the log half-widths of its rate's band.
#[derive(Debug, Clone)]
pub struct Point {
    /// Model.
    pub model: String,
    /// Terms of the regression.
    terms: [f64; 3],
    /// Share of the estimated benchmark rate it reached.
    pub share: f64,
    /// Log of the band of the estimated rate: how far the rate may lie below and above its expectation.
    rate: (f64, f64),
}

/// The share one campaign reached; `None` if hours, model or GPU are unknown or nothing fits.
#[must_use]
pub fn point_of(row: &CampaignRow, facts: &Facts, cal: &Calibration) -> Option<Point> {
    let (hours, model, gpu) = (row.gpu_hours?, facts.model(&row.model)?, facts.gpu(&row.gpu)?);
    let precision = if row.precision.as_deref() == Some("fp8") { Precision::Fp8 } else { Precision::Bf16 };
    let plan = TrainPlan {
        model,
        gpu,
        precision,
        seq: row.seq.unwrap_or(SEQ),
        batch_tokens: BATCH_TOKENS,
        method: Method::Full,
        run: RunShare::WHOLE,
    };
    let rate = train_estimate(&plan, GPUS, cal).ok()?.tokens_per_s_gpu;
    Some(Point {
        model: row.model.clone(),
        terms: terms(model, gpu.generation),
        share: row.tokens_t * 1e12 / (hours * 3600.0) / rate.expected,
        rate: ((rate.expected / rate.low).ln(), (rate.high / rate.expected).ln()),
    })
}

/// Ridge regression of the log share.
fn regress(points: &[&Point]) -> [f64; 3] {
    let mut a = vec![0.0; 9];
    let mut b = vec![0.0; 3];
    for p in points {
        let y = (p.share / PRIOR_SHARE).ln();
        for i in 0..3 {
            b[i] += p.terms[i] * y;
            for j in 0..3 {
                a[i * 3 + j] += p.terms[i] * p.terms[j];
            }
        }
    }
    for i in 0..3 {
        a[i * 3 + i] += (NOISE / PRIOR[i]).powi(2);
    }
    let solved = solve_spd(a, 3, vec![b]).and_then(|mut s| s.pop());
    let mut out = [PRIOR_SHARE.ln(), 0.0, 0.0];
    for (o, s) in out.iter_mut().zip(solved.unwrap_or_default()) {
        *o += s;
    }
    out
}

fn predict(coefficients: &[f64; 3], p: &Point) -> f64 {
    coefficients.iter().zip(p.terms).map(|(b, x)| b * x).sum()
}

/// Log of the reached over the expected share of each campaign, its model left out of the fit.
fn left_out(points: &[&Point]) -> Vec<f64> {
    points
        .iter()
        .map(|p| {
            let rest: Vec<&Point> = points.iter().copied().filter(|q| q.model != p.model).collect();
            p.share.ln() - predict(&regress(&rest), p)
        })
        .collect()
}

/// Half-width that holds four fifths of the left-out campaigns, counted so that the next one has that chance as well
/// (split conformal: the ceiling of (n + 1) times the share).
fn width(residuals: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let rank = ((sizes.len() + 1) as f64 * HELD).ceil() as usize;
    sizes.get(rank.saturating_sub(1)).or(sizes.last()).copied().unwrap_or(1.0)
}

/// The shares of published campaigns as a function of size and kind, with the errors of days when each campaign is
/// predicted without its model; `None` without any usable one.
#[must_use]
pub fn campaign_share(rows: &[CampaignRow], facts: &Facts, cal: &Calibration) -> Option<CampaignShare> {
    let points: Vec<Point> = rows.iter().filter_map(|r| point_of(r, facts, cal)).collect();
    let all: Vec<&Point> = points.iter().collect();
    if all.is_empty() {
        return None;
    }
    let residuals = left_out(&all);
    // Days go with the inverse of the share, so a share above the expectation is an estimate of too many days.
    let errors: Vec<f64> = residuals.iter().map(|r| 100.0 * (r.exp() - 1.0).abs()).collect();
    let held = all.iter().zip(&residuals).filter(|(p, r)| {
        // The width as well is made without the campaign's model.
        let rest: Vec<&Point> = all.iter().copied().filter(|q| q.model != p.model).collect();
        let own = width(&left_out(&rest));
        (-p.rate.0.hypot(own)..=p.rate.1.hypot(own)).contains(*r)
    });
    let [level, per_size, sparse] = regress(&all);
    Some(CampaignShare {
        level,
        per_size,
        sparse,
        width: width(&residuals),
        rows: all.len(),
        models: all.iter().map(|p| p.model.as_str()).collect::<BTreeSet<_>>().len(),
        left_out_held: held.count(),
        left_out_median_percent: quantile(&errors, 0.5),
        left_out_p90_percent: quantile(&errors, 0.9),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn point(model: &str, active: f64, share: f64) -> Point {
        Point { model: model.into(), terms: [1.0, (active / CENTRE).ln(), 0.0], share, rate: (0.1, 0.1) }
    }

    #[test]
    fn larger_models_reach_more_where_campaigns_say_so() {
        let points = [point("a", 8e9, 0.4), point("b", 70e9, 0.6), point("c", 405e9, 0.85)];
        let all: Vec<&Point> = points.iter().collect();
        let b = regress(&all);
        assert!(b[1] > 0.1 && predict(&b, &points[2]) > predict(&b, &points[0]), "{b:?}");
        // The width comes from campaigns that took no part in the fit.
        assert!(width(&left_out(&all)) > (predict(&b, &points[0]) - points[0].share.ln()).abs());
    }

    #[test]
    fn two_releases_of_one_model_do_not_vouch_for_each_other() {
        let points = [point("a", 8e9, 0.4), point("a", 8e9, 0.4), point("b", 70e9, 0.8)];
        let all: Vec<&Point> = points.iter().collect();
        assert!(left_out(&all)[0].abs() > 0.2);
    }
}
