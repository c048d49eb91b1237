//! Leave-out predictions: constants, stack factors and corrections are all refitted without the rows they are judged on.

use std::collections::BTreeSet;

use super::bands::Scored;
use super::calibration::{ServeConstantsFile, TrainConstantsFile};
use super::serve_cases::{OfflineCase, ServeCase};
use super::train_cases::TrainCase;
use super::{serve_fit, train_fit};

/// What is left out at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveOut {
    /// All rows of a model.
    Model,
    /// All rows of a model on one GPU type.
    ModelOnGpu,
    /// All rows on one GPU type.
    Gpu,
    /// All rows of one publisher (training, offline) or engine (serving).
    Source,
    /// Every fifth row.
    Fifth,
}

impl LeaveOut {
    fn key(self, i: usize, model: &str, gpu: &str, source: &str) -> String {
        match self {
            Self::Gpu => gpu.to_owned(),
            // An archive page is the same publisher.
            Self::Source => source.split(' ').next().unwrap_or_default().replace("-archive", ""),
            Self::Model => model.to_owned(),
            Self::ModelOnGpu => format!("{model}@{gpu}"),
            // A prime step keeps neighbouring rows of a table apart.
            Self::Fifth => format!("{}", (i * 7919) % 5),
        }
    }
}

/// Refit rounds: the full fit is the start, so few are needed.
const ROUNDS: usize = 10;

/// Left-out predictions of training rows.
#[must_use]
pub fn training(cases: &[TrainCase], full: &TrainConstantsFile, how: LeaveOut) -> Vec<Scored> {
    let keys: Vec<String> =
        cases.iter().enumerate().map(|(i, c)| how.key(i, &c.model.name, &c.gpu.name, &c.source)).collect();
    let mut out = Vec::new();
    for key in keys.iter().collect::<BTreeSet<_>>() {
        let rest: Vec<&TrainCase> = cases.iter().zip(&keys).filter(|(_, k)| *k != key).map(|x| x.0).collect();
        let f = train_fit::fit_training(&rest, Some(full), ROUNDS, &full.fitted.as_of);
        let corrections = train_fit::fit_corrections(&f, &rest);
        for c in cases.iter().zip(&keys).filter(|(_, k)| *k == key).map(|x| x.0) {
            let (estimate, near) = train_fit::predict(&f, &corrections, c);
            out.push(Scored {
                class: c.class.name().into(),
                model: c.model.name.clone(),
                generation: c.gpu.generation.name().into(),
                detail: c.precision.name().into(),
                near,
                residual: (c.measured / estimate).ln(),
            });
        }
    }
    out
}

/// A serving point with what was estimated without the rows left out with it.
#[derive(Debug, Clone, Copy)]
pub struct LeftOutPoint<'a> {
    /// The point.
    pub case: &'a ServeCase,
    /// Its place among the cases.
    pub index: usize,
    /// Time to first token, seconds.
    pub ttft: f64,
    /// Time per output token, seconds.
    pub tpot: f64,
    /// Output tokens/s of the replica.
    pub tokens_per_s: f64,
    /// Resemblance of the nearest row that was kept, 0..=1.
    pub near: f64,
}

/// Left-out estimates of serving points, point by point; points that do not fit the memory are missing.
#[must_use]
pub fn serving_points<'a>(
    cases: &'a [ServeCase],
    full: &ServeConstantsFile,
    how: LeaveOut,
) -> Vec<LeftOutPoint<'a>> {
    let keys: Vec<String> =
        cases.iter().enumerate().map(|(i, c)| how.key(i, &c.model.name, &c.gpu.name, &c.engine)).collect();
    let mut out = Vec::new();
    for key in keys.iter().collect::<BTreeSet<_>>() {
        let rest: Vec<&ServeCase> = cases.iter().zip(&keys).filter(|(_, k)| *k != key).map(|x| x.0).collect();
        let f = serve_fit::fit_serving(&rest, Some(full), ROUNDS, &full.fitted.as_of);
        let (steady, first) = serve_fit::fit_corrections(&f, &rest);
        for (index, case) in cases.iter().enumerate().filter(|(i, _)| keys[*i] == *key) {
            let Some(p) = serve_fit::closed_form(&f, case) else { continue };
            let at = serve_fit::case_features(case);
            // Resemblance by the short-range kernel for all three, so that novelty means the same thing.
            let (tpot, near) = steady.predict("tpot", &at);
            out.push(LeftOutPoint {
                case,
                index,
                ttft: p.ttft * first.predict("ttft", &at).0.exp(),
                tpot: p.tpot * tpot.exp(),
                tokens_per_s: p.tokens_per_s * steady.predict("throughput", &at).0.exp(),
                near,
            });
        }
    }
    out
}

/// Left-out predictions of serving points: three scored quantities each.
#[must_use]
pub fn serving(cases: &[ServeCase], full: &ServeConstantsFile, how: LeaveOut) -> Vec<Scored> {
    let mut out = Vec::new();
    for p in serving_points(cases, full, how) {
        let c = p.case;
        for (class, estimate, measured) in [
            ("serving_tpot", p.tpot, c.tpot),
            ("serving_throughput", p.tokens_per_s, c.throughput()),
            ("serving_ttft", p.ttft, c.ttft),
        ] {
            out.push(Scored {
                class: class.into(),
                model: c.model.name.clone(),
                generation: c.gpu.generation.name().into(),
                detail: serve_fit::band_detail(&c.model, &c.engine),
                near: p.near,
                residual: (measured / estimate).ln(),
            });
        }
    }
    out
}

/// Left-out predictions of offline maxima.
#[must_use]
pub fn offline(cases: &[OfflineCase], full: &ServeConstantsFile, how: LeaveOut) -> Vec<Scored> {
    let keys: Vec<String> =
        cases.iter().enumerate().map(|(i, c)| how.key(i, &c.model.name, &c.gpu.name, &c.source)).collect();
    let mut out = Vec::new();
    for key in keys.iter().collect::<BTreeSet<_>>() {
        let rest: Vec<&OfflineCase> =
            cases.iter().zip(&keys).filter(|(_, k)| *k != key).map(|x| x.0).collect();
        let f = serve_fit::fit_offline(&rest, Some(full), ROUNDS, &full.fitted.as_of);
        let corrections = serve_fit::fit_offline_corrections(&f, &rest);
        for c in cases.iter().zip(&keys).filter(|(_, k)| *k == key).map(|x| x.0) {
            let Some(p) = serve_fit::offline_closed_form(&f, c) else { continue };
            let (mean, near) = corrections.predict("rate", &serve_fit::offline_features(c));
            out.push(Scored {
                class: "offline_maximum".into(),
                model: c.model.name.clone(),
                generation: c.gpu.generation.name().into(),
                detail: c.precision.name().into(),
                near,
                residual: (c.measured / p).ln() - mean,
            });
        }
    }
    out
}
