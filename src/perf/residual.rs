//! What the closed forms leave over, learned from measured rows: a Gaussian-process mean over comparable rows.
//!
//! Method: Rasmussen and Williams 2006, algorithm 2.1. The kernel decides what "comparable" means: rows near in shape,
//! batch and layout weigh much, rows of another engine, precision or generation less. Far from all rows the correction
//! fades to zero and the closed form stands alone.

use serde::{Deserialize, Serialize};

use super::fit::solve_spd;

/// A row as the kernel sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Continuous features (natural logarithms and flags).
    pub x: Vec<f64>,
    /// Categories (engine, precision, GPU, generation, ...).
    pub c: Vec<String>,
}

/// One part of the kernel: amplitude, length scale per continuous feature, similarity of unequal categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Standard deviation of the residual this part explains (log units).
    pub amplitude: f64,
    /// Length scale per continuous feature; infinite scales are written as 0.
    pub lengths: Vec<f64>,
    /// Factor per category when it differs (1 = ignored, 0 = must match).
    pub unequal: Vec<f64>,
}

/// Sum of components and the noise of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kernel {
    /// Parts.
    pub parts: Vec<Component>,
    /// Standard deviation of what no other row can tell (log units).
    pub noise: f64,
}

impl Kernel {
    /// Covariance of the residuals of two rows.
    #[must_use]
    pub fn covariance(&self, a: &Features, b: &Features) -> f64 {
        self.parts
            .iter()
            .map(|p| {
                let mut factor = p.amplitude * p.amplitude;
                for ((x, y), u) in a.c.iter().zip(&b.c).zip(&p.unequal) {
                    if x != y {
                        factor *= u;
                    }
                }
                if factor == 0.0 {
                    return 0.0;
                }
                let mut d2 = 0.0;
                for ((x, y), l) in a.x.iter().zip(&b.x).zip(&p.lengths) {
                    if *l > 0.0 {
                        let d = (x - y) / l;
                        d2 += d * d;
                        // exp(-20) of the amplitude: nothing.
                        if d2 > 40.0 {
                            return 0.0;
                        }
                    }
                }
                factor * (-0.5 * d2).exp()
            })
            .sum()
    }

    /// Prior variance of a row's residual.
    #[must_use]
    pub fn prior(&self) -> f64 {
        self.parts.iter().map(|p| p.amplitude * p.amplitude).sum()
    }
}

/// Weights of `rows` such that the mean passes near each target (residuals: log measured minus log predicted), clipped
/// to `clip` so that broken rows do not steer it. One weight list per target; zeros if the system cannot be solved.
#[must_use]
pub fn weights(kernel: &Kernel, rows: &[Features], targets: Vec<Vec<f64>>, clip: f64) -> Vec<Vec<f64>> {
    let n = rows.len();
    let mut k = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let v = kernel.covariance(&rows[i], &rows[j]);
            k[i * n + j] = v;
            k[j * n + i] = v;
        }
        k[i * n + i] += kernel.noise * kernel.noise;
    }
    let count = targets.len();
    let clipped =
        targets.into_iter().map(|y| y.into_iter().map(|v| v.clamp(-clip, clip)).collect()).collect();
    solve_spd(k, n, clipped).unwrap_or_else(|| vec![vec![0.0; n]; count])
}

/// Expected residual at `at` for rows with `weights`, and how much the nearest row resembles it (0 = nothing comparable,
/// 1 = the same).
#[must_use]
pub fn mean(kernel: &Kernel, rows: &[Features], weights: &[f64], at: &Features) -> (f64, f64) {
    let prior = kernel.prior().max(1e-12);
    let (mut sum, mut nearest) = (0.0, 0.0_f64);
    for (row, w) in rows.iter().zip(weights) {
        let k = kernel.covariance(at, row);
        sum += k * w;
        nearest = nearest.max(k / prior);
    }
    (sum, nearest.min(1.0))
}

/// The rows that matter at a place where only some features still move: their share of the covariance that does not
/// depend on those, worked out once. A search over batches asks hundreds of times at the same model and GPU.
#[derive(Debug, Clone)]
pub struct Shortlist {
    free: Vec<usize>,
    entries: Vec<Near>,
    prior: f64,
}

/// One row under one part of the kernel.
#[derive(Debug, Clone, Copy)]
struct Near {
    row: usize,
    part: usize,
    fixed: f64,
}

impl Shortlist {
    /// Rows and parts whose covariance can exceed a billionth of the prior when the features `free` agree.
    #[must_use]
    pub fn new(kernel: &Kernel, rows: &[Features], at: &Features, free: &[usize]) -> Self {
        let prior = kernel.prior().max(1e-12);
        let mut entries = Vec::new();
        for (row, features) in rows.iter().enumerate() {
            for (part, p) in kernel.parts.iter().enumerate() {
                let mut fixed = p.amplitude * p.amplitude;
                for ((x, y), u) in at.c.iter().zip(&features.c).zip(&p.unequal) {
                    if *u < 1.0 && x != y {
                        fixed *= u;
                    }
                }
                let mut d2 = 0.0;
                for (i, l) in p.lengths.iter().enumerate() {
                    if *l > 0.0 && !free.contains(&i) {
                        let d = (at.x[i] - features.x[i]) / l;
                        d2 += d * d;
                    }
                }
                fixed *= (-0.5 * d2).exp();
                if fixed > 1e-9 * prior {
                    entries.push(Near { row, part, fixed });
                }
            }
        }
        Self { free: free.to_vec(), entries, prior }
    }

    /// [`mean`] at a place that differs from the first one in the free features only, for several weight lists.
    #[must_use]
    pub fn means<const N: usize>(
        &self,
        kernel: &Kernel,
        rows: &[Features],
        weights: [&[f64]; N],
        at: &Features,
    ) -> ([f64; N], f64) {
        let (mut sums, mut nearest, mut row, mut together) = ([0.0; N], 0.0_f64, usize::MAX, 0.0);
        for e in &self.entries {
            let (lengths, features) = (&kernel.parts[e.part].lengths, &rows[e.row]);
            let mut d2 = 0.0;
            for &i in &self.free {
                if lengths[i] > 0.0 {
                    let d = (at.x[i] - features.x[i]) / lengths[i];
                    d2 += d * d;
                }
            }
            let k = e.fixed * (-0.5 * d2).exp();
            for (sum, w) in sums.iter_mut().zip(&weights) {
                *sum += k * w.get(e.row).copied().unwrap_or(0.0);
            }
            together = if e.row == row { together + k } else { k };
            row = e.row;
            nearest = nearest.max(together);
        }
        (sums, (nearest / self.prior).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn near_rows_are_followed_and_far_ones_ignored() {
        let kernel = Kernel {
            parts: vec![Component { amplitude: 0.3, lengths: vec![1.0], unequal: vec![0.0] }],
            noise: 0.03,
        };
        let f = |x: f64, c: &str| Features { x: vec![x], c: vec![c.into()] };
        let rows = [f(0.0, "a"), f(0.1, "a")];
        let w = weights(&kernel, &rows, vec![vec![0.2, 0.2]], 1.0).remove(0);
        assert!((mean(&kernel, &rows, &w, &f(0.05, "a")).0 - 0.2).abs() < 0.01);
        assert!(mean(&kernel, &rows, &w, &f(9.0, "a")).0.abs() < 1e-6);
        assert_eq!(mean(&kernel, &rows, &w, &f(0.05, "b")), (0.0, 0.0));
        // The shortlist says the same wherever its free feature goes.
        let short = Shortlist::new(&kernel, &rows, &f(7.0, "a"), &[0]);
        for x in [0.0, 0.05, 0.3, 2.0] {
            let (whole, near) = mean(&kernel, &rows, &w, &f(x, "a"));
            let ([listed], same) = short.means(&kernel, &rows, [&w], &f(x, "a"));
            assert!((whole - listed).abs() < 1e-9 && (near - same).abs() < 1e-9, "{x}");
        }
    }
}
