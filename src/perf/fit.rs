//! Deterministic fitting: coordinate descent on positive constants, and quantiles.

/// Improves positive constants one after the other by multiplicative steps until no step helps; `score` is minimised.
/// Bounds are inclusive; steps halve (in log space) over the rounds. Same input, same result.
pub fn descend(
    start: &[f64],
    bounds: &[(f64, f64)],
    rounds: usize,
    mut score: impl FnMut(&[f64]) -> f64,
) -> Vec<f64> {
    let mut x = start.to_vec();
    let mut best = score(&x);
    let mut steps = vec![0.5_f64; x.len()];
    for _ in 0..rounds {
        for i in 0..x.len() {
            let mut moved = false;
            for sign in [1.0, -1.0] {
                let old = x[i];
                let tried = (old * (sign * steps[i]).exp()).clamp(bounds[i].0, bounds[i].1);
                if (tried - old).abs() <= 1e-12 * old.abs() {
                    continue;
                }
                x[i] = tried;
                let s = score(&x);
                if s < best - 1e-12 {
                    best = s;
                    moved = true;
                    break;
                }
                x[i] = old;
            }
            steps[i] = if moved { (steps[i] * 1.3).min(1.0) } else { steps[i] * 0.5 };
        }
        if steps.iter().all(|s| *s < 0.01) {
            break;
        }
    }
    x
}

/// Quantile `q` in 0..=1 of `values` with linear interpolation; 0 for an empty list.
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let mut v: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    v.sort_by(f64::total_cmp);
    let Some(last) = v.len().checked_sub(1) else { return 0.0 };
    let at = q.clamp(0.0, 1.0) * last as f64;
    let (lo, hi) = (at.floor(), at.ceil());
    let (a, b) = (v[lo as usize], v[hi as usize]);
    a + (b - a) * (at - lo)
}

/// Solves `a x = b` for several right-hand sides and a symmetric positive definite `a` (row major, `n` by `n`) by
/// Cholesky decomposition; `None` if `a` is not positive definite.
#[must_use]
pub fn solve_spd(mut a: Vec<f64>, n: usize, mut sides: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for j in 0..n {
        for i in j..n {
            let (row_i, row_j) = (&a[i * n..i * n + j], &a[j * n..j * n + j]);
            let s = a[i * n + j] - row_i.iter().zip(row_j).map(|(x, y)| x * y).sum::<f64>();
            if i == j {
                if s <= 0.0 {
                    return None;
                }
                a[i * n + j] = s.sqrt();
            } else {
                a[i * n + j] = s / a[j * n + j];
            }
        }
    }
    for b in &mut sides {
        for i in 0..n {
            let s: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
            b[i] = (b[i] - s) / a[i * n + i];
        }
        for i in (0..n).rev() {
            let s: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
            b[i] = (b[i] - s) / a[i * n + i];
        }
    }
    Some(sides)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn descent_finds_a_minimum_and_respects_bounds() {
        let x = descend(&[1.0, 1.0], &[(0.1, 10.0), (0.1, 2.0)], 60, |x| {
            (x[0] - 3.0).powi(2) + (x[1] - 5.0).powi(2)
        });
        assert!((x[0] - 3.0).abs() < 0.05 && (x[1] - 2.0).abs() < 1e-9, "{x:?}");
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&[0.0, 10.0], 0.9), 9.0);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }

    #[test]
    fn linear_system() {
        let x = solve_spd(vec![4.0, 1.0, 1.0, 3.0], 2, vec![vec![1.0, 2.0]]).unwrap().remove(0);
        assert!((4.0 * x[0] + x[1] - 1.0).abs() < 1e-12 && (x[0] + 3.0 * x[1] - 2.0).abs() < 1e-12);
        assert!(solve_spd(vec![1.0, 2.0, 2.0, 1.0], 2, vec![vec![0.0, 0.0]]).is_none());
    }
}
