//! Fitting the training constants to measured rows, and predicting rows with them.

use std::collections::{BTreeMap, BTreeSet};

use super::calibration::{Corrections, Fitted, TrainConstantsFile};
use super::fit::{descend, quantile};
use super::gpu::Generation;
use super::params::params;
use super::precision::Precision;
use super::residual::{Component, Features, Kernel};
use super::train_cases::{TrainCase, TrainClass};
use super::train_step::{
    ModelTerms, SOFTWARE_YEAR, TrainConstants, model_terms, step_time_with, tokens_per_s_gpu,
};

const N: usize = 19;
/// Start of the fit and centre of its ridge: round figures, not fitted values.
const START: [f64; N] = [
    800.0, 0.7, 60.0, 20.0, 0.7, 300.0, 200.0, 0.25, 0.3, 0.7, 40e-6, 60e-6, 1.0, 0.8, 0.6, 0.05, 0.02, 0.2,
    0.004,
];
const BOUNDS: [(f64, f64); N] = [
    (1.0, 6000.0),
    (0.2, 0.8),
    (5.0, 200.0),
    (1.0, 120.0),
    (0.2, 1.0),
    (1.0, 4000.0),
    (1.0, 4000.0),
    (0.02, 1.0),
    (0.05, 2.0),
    (0.05, 2.0),
    (1e-6, 1e-3),
    (1e-6, 2e-3),
    (0.8, 1.2),
    (0.2, 1.0),
    (0.1, 1.0),
    (0.005, 0.5),
    (0.001, 0.3),
    (0.001, 0.6),
    (0.0001, 0.05),
];
/// Pull of the start values, per squared log distance; keeps thinly supported constants plausible.
const RIDGE: f64 = 0.0006;
/// The same for efficiencies: a pair with one row must not run away.
const RIDGE_EFFICIENCY: f64 = 0.003;

fn unpack(v: &[f64]) -> TrainConstants {
    TrainConstants {
        half_width: v[0],
        attention: v[1],
        traffic: v[2],
        traffic_expert: v[3],
        expert: v[4],
        expert_half_width: v[5],
        expert_half_rows: v[6],
        tensor_exposed: v[7],
        expert_exposed: v[8],
        expert_nic_exposed: v[9],
        launch: v[10],
        launch_moe: v[11],
        bubble: v[12],
        head_imbalance: v[13],
        data_hidden: v[14],
        data_tail: v[15],
        yearly_dense: v[16],
        yearly_moe: v[17],
        scale_loss: v[18],
    }
}

fn pack(c: &TrainConstants) -> [f64; N] {
    [
        c.half_width,
        c.attention,
        c.traffic,
        c.traffic_expert,
        c.expert,
        c.expert_half_width,
        c.expert_half_rows,
        c.tensor_exposed,
        c.expert_exposed,
        c.expert_nic_exposed,
        c.launch,
        c.launch_moe,
        c.bubble,
        c.head_imbalance,
        c.data_hidden,
        c.data_tail,
        c.yearly_dense,
        c.yearly_moe,
        c.scale_loss,
    ]
}

/// Weight of a row in the fit by its class; classes with 0 only get a stack factor.
fn class_weight(class: TrainClass) -> f64 {
    match class {
        TrainClass::Dense | TrainClass::Moe | TrainClass::Hybrid | TrainClass::Sft => 1.0,
        TrainClass::LayoutInferred | TrainClass::Ampere | TrainClass::Fsdp | TrainClass::Lora => 0.0,
    }
}

/// Fits the constants. `start` continues from an earlier fit (for leave-out refits). Deterministic.
#[must_use]
pub fn fit_training(
    cases: &[&TrainCase],
    start: Option<&TrainConstantsFile>,
    rounds: usize,
    as_of: &str,
) -> TrainConstantsFile {
    let rows: Vec<&TrainCase> = cases.iter().copied().filter(|c| class_weight(c.class) > 0.0).collect();
    let terms: Vec<ModelTerms> = rows.iter().map(|c| model_terms(&c.model, c.seq)).collect();
    let pairs: Vec<(Generation, Precision)> =
        rows.iter().map(|c| (c.gpu.generation, c.precision)).collect::<BTreeSet<_>>().into_iter().collect();
    let index: Vec<usize> = rows
        .iter()
        .map(|c| pairs.iter().position(|p| *p == (c.gpu.generation, c.precision)).unwrap_or(0))
        .collect();
    // A model with many rows counts as the square root of their number, so that it does not drown the others.
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for c in &rows {
        *counts.entry(&c.model.name).or_default() += 1.0;
    }
    let weight: Vec<f64> = rows
        .iter()
        .map(|c| class_weight(c.class) * counts.get(c.model.name.as_str()).map_or(1.0, |n| n.powf(-0.5)))
        .collect();
    let mut centre = START.to_vec();
    centre.extend(vec![0.5; pairs.len()]);
    let mut first = centre.clone();
    if let Some(s) = start {
        first[..N].copy_from_slice(&pack(&s.shared));
        for (i, (g, p)) in pairs.iter().enumerate() {
            first[N + i] = s.efficiency_of(*g, *p).0;
        }
    }
    let mut bounds = BOUNDS.to_vec();
    bounds.extend(vec![(0.1, 0.95); pairs.len()]);
    let total: f64 = weight.iter().sum::<f64>().max(1.0);
    let fitted = descend(&first, &bounds, rounds, |v| {
        let k = unpack(v);
        let loss: f64 = rows
            .iter()
            .enumerate()
            .map(|(i, c)| {
                let job = c.job();
                let step = step_time_with(&job, &terms[i], v[N + index[i]], &k);
                let e = (tokens_per_s_gpu(&job, &step) / c.measured).ln().abs();
                weight[i] * (e.min(0.5) + 0.15 * e.min(1.0))
            })
            .sum();
        let ridge: f64 = v
            .iter()
            .zip(&centre)
            .enumerate()
            .map(|(i, (a, b))| (a / b).ln().powi(2) * if i < N { RIDGE } else { RIDGE_EFFICIENCY })
            .sum();
        loss / total + ridge
    });
    let mut efficiency: BTreeMap<Generation, BTreeMap<Precision, f64>> = BTreeMap::new();
    for (i, (g, p)) in pairs.iter().enumerate() {
        efficiency.entry(*g).or_default().insert(*p, fitted[N + i]);
    }
    // Ampere has no tuned rows in the set; its runs carry the Hopper 16-bit efficiency and a stack factor.
    if let Some(h) = efficiency.get(&Generation::Hopper).and_then(|m| m.get(&Precision::Bf16)).copied() {
        efficiency.entry(Generation::Ampere).or_default().entry(Precision::Bf16).or_insert(h);
    }
    let mut file = TrainConstantsFile {
        fitted: Fitted {
            as_of: as_of.to_owned(),
            rows: rows.len(),
            models: counts.len(),
            sources: rows
                .iter()
                .filter_map(|c| c.source.split(' ').next().map(str::to_owned))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        },
        shared: unpack(&fitted),
        efficiency,
        stack: BTreeMap::new(),
        campaign: None,
    };
    let mut by_class: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for c in cases.iter().filter(|c| class_weight(c.class) < 1.0) {
        by_class.entry(stack_key(c)).or_default().push((c.measured / closed_form(&file, c)).ln());
    }
    file.stack = by_class.into_iter().map(|(k, v)| (k, quantile(&v, 0.5).exp())).collect();
    file
}

/// Stack factors are kept by class, apart for mixtures of experts: what an inferred layout misses differs.
fn stack_key(c: &TrainCase) -> String {
    let kind = if c.model.is_moe() { " moe" } else { "" };
    format!("{}{kind}", c.class.name())
}

/// Tokens/s/GPU by the closed form, stack factor included.
#[must_use]
pub fn closed_form(f: &TrainConstantsFile, c: &TrainCase) -> f64 {
    let job = c.job();
    let (efficiency, _) = f.efficiency_of(c.gpu.generation, c.precision);
    let step = step_time_with(&job, &model_terms(&c.model, c.seq), efficiency, &f.shared);
    tokens_per_s_gpu(&job, &step) * f.stack.get(&stack_key(c)).copied().unwrap_or(1.0)
}

/// What makes two training rows comparable.
#[must_use]
pub fn features(c: &TrainCase) -> Features {
    let p = params(&c.model);
    let l = &c.layout;
    Features {
        x: vec![
            f64::from(c.model.hidden).ln(),
            p.active.ln(),
            p.total.ln(),
            f64::from(l.gpus()).ln(),
            l.micro_batches(c.global_batch).ln(),
            f64::from(l.tp).ln(),
            f64::from(l.pp).ln(),
            f64::from(l.ep).ln(),
            c.seq.ln(),
            SOFTWARE_YEAR - c.software_year,
        ],
        c: vec![
            c.precision.name().into(),
            c.gpu.name.clone(),
            c.gpu.generation.name().into(),
            c.class.name().into(),
        ],
    }
}

/// Kernel of the training corrections: a short-range part (the same model in a like layout) and a class-wide part.
#[must_use]
pub fn kernel() -> Kernel {
    Kernel {
        parts: vec![
            Component {
                amplitude: 0.15,
                lengths: vec![0.3, 0.3, 0.3, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0],
                unequal: vec![0.6, 0.7, 0.5, 0.5],
            },
            Component {
                amplitude: 0.08,
                lengths: vec![0.1, 0.1, 0.1, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.7],
                unequal: vec![0.3, 0.3, 0.5, 0.3],
            },
        ],
        noise: 0.04,
    }
}

/// Fits the corrections that the closed form leaves over (quantity `rate`).
#[must_use]
pub fn fit_corrections(f: &TrainConstantsFile, cases: &[&TrainCase]) -> Corrections {
    let rows: Vec<Features> = cases.iter().map(|c| features(c)).collect();
    let y: Vec<f64> = cases.iter().map(|c| (c.measured / closed_form(f, c)).ln()).collect();
    Corrections::fit(&kernel(), rows, &BTreeMap::from([("rate".to_owned(), y)]), 0.5)
}

/// Expected tokens/s/GPU and the resemblance of the nearest fitted row.
#[must_use]
pub fn predict(f: &TrainConstantsFile, corrections: &Corrections, c: &TrainCase) -> (f64, f64) {
    let (mean, near) = corrections.predict("rate", &features(c));
    (closed_form(f, c) * mean.exp(), near)
}
