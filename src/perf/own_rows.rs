//! A calibration conditioned on the user's own measurements: one row tells the level of its cell (model, GPU, engine,
//! precision) and moves all neighbours, by how alike they are.
//!
//! Method: the log of measured over estimated is taken as a Gaussian field with the width of the estimate's own band; its
//! correlation falls with every label that differs and with the distance in load and size. The posterior mean moves the
//! estimate, the posterior variance narrows the band (Rasmussen and Williams 2006, equations 2.25 and 2.26).

use super::bands::Estimate;
use super::fit::solve_spd;
use super::residual::Features;

/// Correlation of two places that share every label, whatever the load: the level of a cell carries most of the error
/// (an oracle of the level leaves 4 to 6 % of about 15 %).
const LEVEL: f64 = 0.85;
/// Standard deviation of one measurement between runs, log units: repeated public points differ by about this.
const RUN_NOISE: f64 = 0.04;
/// Half of an 80 % band in standard deviations of a normal distribution.
const BAND_SIGMAS: f64 = 1.2816;
/// Rows taken into account; more of one cell add nothing.
const MOST_ROWS: usize = 64;

/// How fast resemblance falls: factor for each label that differs, scale of each feature (0 = does not matter).
#[derive(Debug, Clone, PartialEq)]
pub struct Resemblance {
    /// Factors per label.
    pub labels: Vec<f64>,
    /// Length scales of the level, per feature.
    pub level: Vec<f64>,
    /// Length scales of the rest, per feature.
    pub load: Vec<f64>,
}

impl Resemblance {
    fn of(&self, a: &Features, b: &Features) -> f64 {
        let labels: f64 =
            a.c.iter().zip(&b.c).zip(&self.labels).map(|((x, y), f)| if x == y { 1.0 } else { *f }).product();
        let near = |lengths: &[f64]| {
            let d2: f64 = (a.x.iter().zip(&b.x).zip(lengths))
                .filter(|(_, l)| **l > 0.0)
                .map(|((x, y), l)| ((x - y) / l).powi(2))
                .sum();
            (-0.5 * d2).exp()
        };
        labels * near(&self.level) * (LEVEL + (1.0 - LEVEL) * near(&self.load))
    }
}

/// One own row: where it lies, and for each quantity the log of measured over estimated and the standard deviation the
/// estimate's band stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPoint {
    /// Place.
    pub at: Features,
    /// Log residuals, one per quantity.
    pub residual: Vec<f64>,
    /// Standard deviations, one per quantity.
    pub sigma: Vec<f64>,
}

impl OwnPoint {
    /// A row from what was measured and what was estimated, quantity by quantity.
    #[must_use]
    pub fn new(at: Features, measured: &[f64], estimated: &[&Estimate]) -> Self {
        Self {
            at,
            residual: measured.iter().zip(estimated).map(|(m, e)| (m / e.expected).ln()).collect(),
            sigma: estimated.iter().map(|e| sigma(e)).collect(),
        }
    }
}

/// Standard deviation (log units) that a band stands for.
fn sigma(e: &Estimate) -> f64 {
    ((e.high / e.low).ln() / (2.0 * BAND_SIGMAS)).max(0.02)
}

/// The user's rows of one kind (serving or training), ready to move estimates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnRows {
    points: Vec<OwnPoint>,
    resemblance: Option<Resemblance>,
}

impl OwnRows {
    /// Takes rows in; of many the last ones.
    #[must_use]
    pub fn new(mut points: Vec<OwnPoint>, resemblance: Resemblance) -> Self {
        points.drain(..points.len().saturating_sub(MOST_ROWS));
        Self { points, resemblance: Some(resemblance) }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Moves the estimate of quantity `q` at `at` to what the rows say of it; its band narrows as the rows resemble it.
    pub fn adjust(&self, at: &Features, q: usize, e: &mut Estimate) {
        let Some(resemblance) = &self.resemblance else { return };
        let alike: Vec<f64> = self.points.iter().map(|p| resemblance.of(at, &p.at)).collect();
        let used: Vec<usize> = (0..alike.len()).filter(|i| alike[*i] > 0.02).collect();
        if used.is_empty() {
            return;
        }
        let own = sigma(e);
        let n = used.len();
        let mut k = vec![0.0; n * n];
        for (a, &i) in used.iter().enumerate() {
            for (b, &j) in used.iter().enumerate() {
                let (p, r) = (&self.points[i], &self.points[j]);
                k[a * n + b] = p.sigma[q] * r.sigma[q] * resemblance.of(&p.at, &r.at);
            }
            k[a * n + a] += RUN_NOISE * RUN_NOISE;
        }
        let cross: Vec<f64> = used.iter().map(|&i| own * self.points[i].sigma[q] * alike[i]).collect();
        let residual: Vec<f64> = used.iter().map(|&i| self.points[i].residual[q]).collect();
        let Some(solved) = solve_spd(k, n, vec![residual, cross.clone()]) else { return };
        let [mean, told] = [0, 1].map(|s| cross.iter().zip(&solved[s]).map(|(a, b)| a * b).sum::<f64>());
        // What remains unknown: never less than one run differs from the next.
        let left = ((own * own - told).max(0.0) + RUN_NOISE * RUN_NOISE).sqrt() / own;
        let narrow = left.min(1.0);
        let (low, high) = ((e.low / e.expected).ln(), (e.high / e.expected).ln());
        e.expected *= mean.exp();
        e.low = e.expected * (low * narrow).exp();
        e.high = e.expected * (high * narrow).exp();
        let rows = if n == 1 { "1 of your rows".to_owned() } else { format!("{n} of your rows") };
        e.basis = format!("{}, moved by {:+.0} % after {rows}", e.basis, 100.0 * (mean.exp() - 1.0));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn at(engine: &str, load: f64) -> Features {
        Features { x: vec![load], c: vec![engine.into()] }
    }

    fn rows(residuals: &[(f64, f64)]) -> OwnRows {
        let e = Estimate { low: 7.0, expected: 10.0, high: 14.0, basis: String::new() };
        let point = |(load, measured): &(f64, f64)| OwnPoint::new(at("vllm", *load), &[*measured], &[&e]);
        let resemblance = Resemblance { labels: vec![0.3], level: vec![0.0], load: vec![1.0] };
        OwnRows::new(residuals.iter().map(point).collect(), resemblance)
    }

    fn moved(own: &OwnRows, engine: &str, load: f64) -> Estimate {
        let mut e = Estimate { low: 14.0, expected: 20.0, high: 28.0, basis: "12 rows".into() };
        own.adjust(&at(engine, load), 0, &mut e);
        e
    }

    #[test]
    fn one_row_moves_its_neighbours_and_narrows_their_band() {
        // Measured 30 % below the estimate at one load.
        let own = rows(&[(0.0, 7.0)]);
        let (same, next, other) =
            (moved(&own, "vllm", 0.0), moved(&own, "vllm", 3.0), moved(&own, "trtllm", 0.0));
        assert!((same.expected / 14.0 - 1.0).abs() < 0.04, "{same:?}");
        assert!(next.expected < 16.0 && next.expected > same.expected, "{next:?}");
        assert!(other.expected > next.expected && other.expected < 20.0, "{other:?}");
        let width = |e: &Estimate| (e.high / e.low).ln();
        assert!(width(&same) < width(&next) && width(&next) < width(&other) && width(&other) < 2f64.ln());
        assert!(same.basis.contains("1 of your rows"));
    }

    #[test]
    fn three_rows_say_more_than_one_and_none_say_nothing() {
        let width = |own: &OwnRows| {
            let e = moved(own, "vllm", 5.0);
            (e.high / e.low).ln()
        };
        let three = rows(&[(0.0, 7.0), (1.0, 7.5), (2.0, 8.0)]);
        assert!(width(&three) < width(&rows(&[(0.0, 7.0)])));
        assert_eq!(moved(&OwnRows::default(), "vllm", 0.0).expected, 20.0);
    }
}
