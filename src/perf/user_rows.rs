//! A user's own measurements: where one matches the case at hand it replaces the estimate, and the residual is shown; all
//! of them move the estimates of like cases.

use serde::Serialize;

use super::accuracy::AccuracyRow;
use super::bands::Estimate;
use super::calibration::Calibration;
use super::estimate_serve::{Draft, ServePlan, serve_estimate};
use super::estimate_train::case_estimate;
use super::facts::Facts;
use super::measured::{Measured, ServePoint, TrainRow};
use super::own_rows::{OwnPoint, OwnRows, Resemblance};
use super::precision::Precision;
use super::serve_cases::serve_case;
use super::train_cases::train_case;
use super::{serve_fit, train_fit};

/// A measured value in place of an estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Override {
    /// Measured value (median of the matching rows).
    pub measured: f64,
    /// What the estimate said.
    pub estimate: Estimate,
    /// Estimate over measurement minus one, percent.
    pub residual_percent: f64,
    /// Matching rows.
    pub rows: usize,
    /// Whether the measurement lies in the estimate's band.
    pub in_band: bool,
}

/// The calibration with the user's rows taken in: every estimate of a case that resembles one of them moves towards what
/// was measured. Rows that cannot be read as a case (unknown names, no measured time) are left out and counted by reason.
#[must_use]
pub fn conditioned(cal: &Calibration, rows: &Measured, facts: &Facts) -> (Calibration, Vec<String>) {
    let mut left_out = Vec::new();
    let mut serving = Vec::new();
    for row in &rows.serving {
        let case = match serve_case(row, facts) {
            Ok(case) => case,
            Err(why) => {
                left_out.push(why);
                continue;
            }
        };
        let plan = ServePlan {
            model: &case.model,
            gpu: &case.gpu,
            precision: case.precision,
            kv_bytes: None,
            engine: &case.engine,
            isl: case.isl,
            osl: case.osl,
            prefix_hit: 0.0,
            draft: Draft::NONE,
        };
        match serve_estimate(&plan, case.layout, case.concurrency, cal) {
            Ok(e) => serving.push(OwnPoint::new(
                serve_fit::case_features(&case),
                &[1e3 * case.ttft, 1e3 * case.tpot, case.throughput()],
                &[&e.ttft_ms, &e.tpot_ms, &e.tokens_per_s],
            )),
            Err(error) => left_out.push(error.to_string()),
        }
    }
    let mut training = Vec::new();
    for row in &rows.training {
        match train_case(row, facts) {
            Ok(case) => {
                let e = case_estimate(&case, cal);
                training.push(OwnPoint::new(train_fit::features(&case), &[case.measured], &[&e]));
            }
            Err(why) => left_out.push(why),
        }
    }
    let mut own = cal.clone();
    own.own_serving = OwnRows::new(serving, serving_resemblance());
    own.own_training = OwnRows::new(training, training_resemblance());
    (own, left_out)
}

/// How alike two serving cases are, in the order of [`serve_fit::features`]: the level belongs to the model, its GPU, engine
/// and precision; load and layout decide the rest.
fn serving_resemblance() -> Resemblance {
    Resemblance {
        labels: vec![0.5, 0.6, 0.7, 0.5],
        level: vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 0.4, 0.4, 0.5],
        load: vec![2.0, 1.5, 1.5, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    }
}

/// How alike two training cases are, in the order of [`train_fit::features`].
fn training_resemblance() -> Resemblance {
    Resemblance {
        labels: vec![0.7, 0.7, 0.6, 0.7],
        level: vec![0.4, 0.4, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        load: vec![0.0, 0.0, 0.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 0.0],
    }
}

fn replace(values: &[f64], estimate: &Estimate) -> Option<Override> {
    if values.is_empty() {
        return None;
    }
    let measured = super::fit::quantile(values, 0.5);
    Some(Override {
        measured,
        residual_percent: 100.0 * (estimate.expected / measured - 1.0),
        rows: values.len(),
        in_band: (estimate.low..=estimate.high).contains(&measured),
        estimate: estimate.clone(),
    })
}

fn same_precision(label: &str, p: Precision) -> bool {
    Precision::parse(label) == Ok(p)
}

/// What identifies a training case for matching.
#[derive(Debug, Clone, Copy)]
pub struct TrainMatch<'a> {
    /// Model name.
    pub model: &'a str,
    /// GPU name.
    pub gpu: &'a str,
    /// GPUs.
    pub gpus: u32,
    /// Precision.
    pub precision: Precision,
    /// Tokens per sequence.
    pub seq: f64,
}

/// Tokens/s/GPU measured by the user for this case, in place of `estimate`; `None` if no row matches in model, GPU, GPU
/// count, precision and sequence length.
#[must_use]
pub fn training(rows: &Measured, at: &TrainMatch<'_>, estimate: &Estimate) -> Option<Override> {
    let fits = |r: &&TrainRow| {
        r.model == at.model
            && r.gpu == at.gpu
            && r.gpus == at.gpus
            && same_precision(&r.precision, at.precision)
            && r.seq.is_none_or(|s| s == at.seq)
    };
    let values: Vec<f64> = rows.training.iter().filter(fits).filter_map(|r| r.tok_s_gpu).collect();
    replace(&values, estimate)
}

/// What identifies a serving case for matching.
#[derive(Debug, Clone, Copy)]
pub struct ServeMatch<'a> {
    /// Model name.
    pub model: &'a str,
    /// GPU name.
    pub gpu: &'a str,
    /// Precision.
    pub precision: Precision,
    /// GPUs of the replica.
    pub gpus: u32,
    /// Prompt tokens.
    pub isl: f64,
    /// Output tokens.
    pub osl: f64,
    /// Requests in flight.
    pub concurrency: f64,
}

/// TPOT in ms measured by the user for this case, in place of `estimate`; `None` if no row matches in everything.
#[must_use]
pub fn serving_tpot_ms(rows: &Measured, at: &ServeMatch<'_>, estimate: &Estimate) -> Option<Override> {
    let fits = |r: &&ServePoint| {
        r.model == at.model
            && r.gpu == at.gpu
            && same_precision(&r.prec, at.precision)
            && r.tp.unwrap_or(1) * r.dp.unwrap_or(1) * r.pp.unwrap_or(1) == at.gpus
            && r.isl == at.isl
            && r.osl == at.osl
            && r.conc == Some(at.concurrency)
    };
    let values: Vec<f64> = rows.serving.iter().filter(fits).filter_map(|r| r.tpot_ms).collect();
    replace(&values, estimate)
}

/// One line that says how the user's rows compare with the estimates of their class.
#[must_use]
pub fn summary(row: &AccuracyRow) -> String {
    format!(
        "{}: {} of your rows, estimates off by {:.1} % in the median ({:+.1} % bias)",
        row.class, row.rows, row.median_percent, row.bias_percent
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const FILE: &str = "throughput:\n- {source: lab, model: m, gpu: H100, gpus: 64, precision: FP8, seq: 4096, tok_s_gpu: 900}\n";

    #[test]
    fn a_matching_row_replaces_the_estimate_and_shows_the_residual() {
        let rows = Measured::parse(FILE).unwrap();
        let estimate = Estimate { low: 950.0, expected: 1000.0, high: 1100.0, basis: "x".into() };
        let at = TrainMatch { model: "m", gpu: "H100", gpus: 64, precision: Precision::Fp8, seq: 4096.0 };
        let o = training(&rows, &at, &estimate).unwrap();
        assert_eq!(o.measured, 900.0);
        assert!((o.residual_percent - 11.111).abs() < 0.01 && !o.in_band);
        assert!(training(&rows, &TrainMatch { gpus: 128, ..at }, &estimate).is_none());
        assert!(training(&rows, &TrainMatch { precision: Precision::Bf16, ..at }, &estimate).is_none());
    }

    #[test]
    fn a_file_of_another_form_is_refused() {
        assert!(Measured::parse("a: 1").unwrap_err().to_string().contains("throughput"));
        assert!(Measured::parse("- x").is_err());
    }
}
