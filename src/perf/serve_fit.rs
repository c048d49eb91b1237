//! Fitting the serving and offline constants to measured points, and predicting points with them.

use std::collections::{BTreeMap, BTreeSet};

use super::calibration::{Corrections, Fitted, ServeConstantsFile};
use super::fit::descend;
use super::gpu::{Generation, GpuPerf};
use super::model::ModelArch;
use super::params::params;
use super::precision::Precision;
use super::residual::{Component, Features, Kernel};
use super::serve_cases::{OfflineCase, ServeCase};
use super::serve_step::{ClosedLoop, Replica, ServeConstants, ServeLayout, closed_loop, offline_maximum};

const N: usize = 12;
/// Engines with a factor of their own; others count as the reference (vLLM).
const ENGINES: [&str; 2] = ["trtllm", "sglang"];
const START: [f64; N + 2] =
    [0.75, 0.4, 0.35, 0.15, 15e-6, 40e-6, 12e-6, 10e-6, 0.05, 0.4, 9e9, 1e-3, 0.9, 1.1];
const BOUNDS: [(f64, f64); N + 2] = [
    (0.5, 0.95),
    (0.05, 0.9),
    (0.1, 0.9),
    (0.04, 0.7),
    (1e-6, 1e-4),
    (1e-6, 3e-4),
    (1e-6, 1e-4),
    (1e-7, 2e-4),
    (0.001, 0.3),
    (0.01, 3.0),
    (4e9, 20e9),
    (1e-4, 1e-2),
    (0.3, 3.0),
    (0.3, 3.0),
];
/// Offline tables keep memory fuller and fixed times shorter than online servers.
const OFFLINE_START: [f64; N + 2] =
    [0.75, 0.5, 0.5, 0.3, 5e-6, 30e-6, 10e-6, 4e-6, 0.05, 0.4, 6e9, 5e-4, 1.0, 1.0];
const OFFLINE_BOUNDS: [(f64, f64); N + 2] = [
    (0.4, 0.95),
    (0.05, 0.9),
    (0.1, 0.9),
    (0.04, 0.7),
    (1e-6, 1e-4),
    (1e-6, 3e-4),
    (1e-6, 1e-4),
    (1e-7, 2e-4),
    (0.001, 0.3),
    (0.01, 3.0),
    (1e9, 20e9),
    (1e-5, 1e-2),
    (0.3, 3.0),
    (0.3, 3.0),
];
/// Largest batch per attention group in offline tables (TensorRT-LLM's published runs).
pub const OFFLINE_BATCH_MAX: f64 = 4096.0;

fn unpack(v: &[f64], engine: &str) -> ServeConstants {
    let factor = ENGINES.iter().position(|e| *e == engine).map_or(1.0, |i| v[N + i]);
    ServeConstants {
        hbm: v[0],
        decode: v[1],
        prefill: v[2],
        prefill_moe: v[3],
        layer: v[4],
        moe_layer: v[5],
        collective: v[6],
        sequence: v[7],
        first: v[8],
        burst: v[9],
        reserve: v[10],
        step: v[11],
        engine: factor,
    }
}

fn pack(c: &ServeConstants, engines: &BTreeMap<String, f64>) -> Vec<f64> {
    let mut v = vec![
        c.hbm,
        c.decode,
        c.prefill,
        c.prefill_moe,
        c.layer,
        c.moe_layer,
        c.collective,
        c.sequence,
        c.first,
        c.burst,
        c.reserve,
        c.step,
    ];
    v.extend(ENGINES.iter().map(|e| engines.get(*e).copied().unwrap_or(1.0)));
    v
}

/// One row to fit: loss as a function of the constants.
trait Row {
    fn model(&self) -> &str;
    fn generation(&self) -> Generation;
    fn engine(&self) -> &str;
    /// Sum of clipped log errors; `None` if the row does not fit the memory under these constants.
    fn loss(&self, c: &ServeConstants) -> Option<f64>;
}

struct Online<'a>(&'a ServeCase, Replica<'a>);
struct Offline<'a>(&'a OfflineCase, Replica<'a>);

impl Row for Online<'_> {
    fn model(&self) -> &str {
        &self.0.model.name
    }
    fn generation(&self) -> Generation {
        self.0.gpu.generation
    }
    fn engine(&self) -> &str {
        &self.0.engine
    }
    fn loss(&self, c: &ServeConstants) -> Option<f64> {
        let p = closed_loop(&self.1, self.0.concurrency, self.0.isl, self.0.osl, c)?;
        let tpot = (p.tpot / self.0.tpot).ln().abs().min(0.6);
        let rate = (p.tokens_per_s / self.0.throughput()).ln().abs().min(0.6);
        // TTFT steers only a little: it depends on arrival patterns that the tables do not give.
        Some(tpot + rate + 0.12 * (p.ttft / self.0.ttft).ln().abs().min(1.0))
    }
}

impl Row for Offline<'_> {
    fn model(&self) -> &str {
        &self.0.model.name
    }
    fn generation(&self) -> Generation {
        self.0.gpu.generation
    }
    fn engine(&self) -> &str {
        ""
    }
    fn loss(&self, c: &ServeConstants) -> Option<f64> {
        let p = offline_maximum(&self.1, self.0.isl, self.0.osl, OFFLINE_BATCH_MAX, c)?;
        Some(2.0 * (p / self.0.measured).ln().abs().min(0.6))
    }
}

fn fit_rows(
    rows: &[&dyn Row],
    first: &[f64],
    centre: &[f64],
    bounds: &[(f64, f64)],
    ridge: f64,
    rounds: usize,
) -> Vec<f64> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for r in rows {
        *counts.entry(r.model()).or_default() += 1.0;
    }
    let weight: Vec<f64> = rows.iter().map(|r| counts.get(r.model()).map_or(1.0, |n| n.powf(-0.5))).collect();
    let total: f64 = weight.iter().sum::<f64>().max(1.0);
    descend(first, bounds, rounds, |v| {
        let loss: f64 =
            rows.iter().zip(&weight).map(|(r, w)| w * r.loss(&unpack(v, r.engine())).unwrap_or(1.2)).sum();
        let pull: f64 = v.iter().zip(centre).map(|(a, b)| (a / b).ln().powi(2)).sum();
        loss / total + ridge * pull
    })
}

/// Pull of the start values on the pooled fit, and of the pooled fit on each generation. Serving generations hold few models
/// each, so they are pulled harder; chosen on rows of left-out models.
const RIDGE: (f64, f64) = (0.001, 0.05);
/// The same for offline tables, whose generations hold more models.
const OFFLINE_RIDGE: (f64, f64) = (0.001, 0.01);
/// Rows a generation needs for constants of its own.
const OWN_ROWS: usize = 20;

#[allow(clippy::too_many_arguments)]
fn fit_file(
    rows: &[&dyn Row],
    start: &[f64],
    bounds: &[(f64, f64)],
    ridge: (f64, f64),
    from: Option<&ServeConstantsFile>,
    rounds: usize,
    as_of: &str,
    sources: Vec<String>,
) -> ServeConstantsFile {
    let first = from.map_or_else(|| start.to_vec(), |f| pack(&f.pooled, &f.engines));
    let pooled = fit_rows(rows, &first, start, bounds, ridge.0, rounds);
    let engines: BTreeMap<String, f64> =
        ENGINES.iter().enumerate().map(|(i, e)| ((*e).to_owned(), pooled[N + i])).collect();
    let mut generations = BTreeMap::new();
    for g in rows.iter().map(|r| r.generation()).collect::<BTreeSet<_>>() {
        let own: Vec<&dyn Row> = rows.iter().copied().filter(|r| r.generation() == g).collect();
        if own.len() < OWN_ROWS {
            continue;
        }
        // Engine factors stay common: freeze them by closing their bounds.
        let mut held = bounds.to_vec();
        for i in N..N + ENGINES.len() {
            held[i] = (pooled[i], pooled[i]);
        }
        let v = fit_rows(&own, &pooled, &pooled, &held, ridge.1, rounds);
        generations.insert(g, unpack(&v, ""));
    }
    let models = rows.iter().map(|r| r.model()).collect::<BTreeSet<_>>().len();
    ServeConstantsFile {
        fitted: Fitted { as_of: as_of.to_owned(), rows: rows.len(), models, sources },
        pooled: unpack(&pooled, ""),
        generations,
        engines,
    }
}

/// Fits the serving constants. Deterministic.
#[must_use]
pub fn fit_serving(
    cases: &[&ServeCase],
    from: Option<&ServeConstantsFile>,
    rounds: usize,
    as_of: &str,
) -> ServeConstantsFile {
    let rows: Vec<Online<'_>> = cases.iter().map(|c| Online(c, c.replica())).collect();
    let dynamic: Vec<&dyn Row> = rows.iter().map(|r| r as &dyn Row).collect();
    fit_file(&dynamic, &START, &BOUNDS, RIDGE, from, rounds, as_of, vec!["serving_points".into()])
}

/// Fits the offline-maximum constants. Deterministic.
#[must_use]
pub fn fit_offline(
    cases: &[&OfflineCase],
    from: Option<&ServeConstantsFile>,
    rounds: usize,
    as_of: &str,
) -> ServeConstantsFile {
    let rows: Vec<Offline<'_>> = cases.iter().map(|c| Offline(c, c.replica())).collect();
    let dynamic: Vec<&dyn Row> = rows.iter().map(|r| r as &dyn Row).collect();
    let sources = cases.iter().map(|c| c.source.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    fit_file(&dynamic, &OFFLINE_START, &OFFLINE_BOUNDS, OFFLINE_RIDGE, from, rounds, as_of, sources)
}

/// Indices of the [`features`] that layout and load decide; the others follow from model, GPU and lengths.
pub const LOAD_FEATURES: [usize; 3] = [0, 3, 4];

/// What makes two serving estimates comparable.
#[allow(clippy::too_many_arguments)]
#[must_use]
pub fn features(
    m: &ModelArch,
    g: &GpuPerf,
    precision: Precision,
    l: ServeLayout,
    engine: &str,
    concurrency: f64,
    isl: f64,
    osl: f64,
) -> Features {
    let p = params(m);
    let expert = if l.ep > 1 || l.dp > 1 { 1.0 } else { 0.0 };
    let latent = if m.kv_shards() == 1 { 1.0 } else { 0.0 };
    Features {
        x: vec![
            concurrency.max(1.0).ln(),
            isl.max(1.0).ln(),
            osl.max(1.0).ln(),
            f64::from(l.gpus()).ln(),
            expert,
            p.active.ln(),
            p.total.ln(),
            f64::from(m.hidden).ln(),
            latent,
        ],
        c: vec![
            engine.to_owned(),
            precision.name().into(),
            g.name.clone(),
            family(g.generation).to_owned(),
            if m.is_moe() { "moe" } else { "dense" }.to_owned(),
        ],
    }
}

/// Generations whose serving residuals transfer: both Blackwells share kernels and memory system.
const fn family(g: Generation) -> &'static str {
    match g {
        Generation::Blackwell | Generation::BlackwellUltra => "blackwell",
        other => other.name(),
    }
}

/// Features of a measured point.
#[must_use]
pub fn case_features(c: &ServeCase) -> Features {
    features(&c.model, &c.gpu, c.precision, c.layout, &c.engine, c.concurrency, c.isl, c.osl)
}

/// Features of an offline row (concurrency is what memory allows, so it is not a feature).
#[must_use]
pub fn offline_features(c: &OfflineCase) -> Features {
    features(&c.model, &c.gpu, c.precision, c.layout, "offline", 1.0, c.isl, c.osl)
}

/// Band detail of a serving estimate: model kind and engine.
#[must_use]
pub fn band_detail(m: &ModelArch, engine: &str) -> String {
    format!("{} {engine}", if m.is_moe() { "moe" } else { "dense" })
}

/// Kernel of the serving corrections: short range in model shape, because corrections of other models do not transfer.
#[must_use]
pub fn kernel() -> Kernel {
    Kernel {
        parts: vec![Component {
            amplitude: 0.2,
            lengths: vec![2.0, 1.5, 1.5, 1.0, 1.0, 0.15, 0.15, 0.15, 0.3],
            unequal: vec![0.5, 0.7, 0.7, 0.0],
        }],
        noise: 0.06,
    }
}

/// The level of a cell as mixed effects: a share of the engine, one of the engine at a precision, one of the engine on a
/// generation with dense models or mixtures of experts. Chosen on rows of left-out models: they bring the time to the
/// first token nearer, and the time per token of models of another shape no nearer.
fn levels(amplitude: f64) -> [Component; 3] {
    [vec![0.0], vec![0.0, 0.0], vec![0.0, 1.0, 1.0, 0.0, 0.0]].map(|unequal| Component {
        amplitude,
        lengths: vec![0.0; 9],
        unequal,
    })
}

/// Kernel of the TTFT corrections: queueing habits of engines transfer between models, so it reaches further.
#[must_use]
pub fn ttft_kernel() -> Kernel {
    let [engine, precision, kind] = levels(0.1);
    Kernel {
        parts: vec![
            engine,
            precision,
            kind,
            Component {
                amplitude: 0.3,
                lengths: vec![4.0, 3.0, 3.0, 2.0, 2.0, 1.5, 1.5, 1.5, 2.0],
                unequal: vec![0.3, 0.6, 0.9, 0.5],
            },
            Component {
                amplitude: 0.3,
                lengths: vec![2.0, 1.5, 1.5, 1.0, 1.0, 0.3, 0.3, 0.3, 0.5],
                unequal: vec![0.5, 0.7, 0.7, 0.5],
            },
        ],
        noise: 0.12,
    }
}

/// Closed-form figures of a point; `None` if it does not fit the memory.
#[must_use]
pub fn closed_form(f: &ServeConstantsFile, c: &ServeCase) -> Option<ClosedLoop> {
    let (k, _) = f.constants(c.gpu.generation, &c.engine);
    closed_loop(&c.replica(), c.concurrency, c.isl, c.osl, &k)
}

/// Fits the corrections of TPOT and throughput, and those of TTFT (their kernels differ).
#[must_use]
pub fn fit_corrections(f: &ServeConstantsFile, cases: &[&ServeCase]) -> (Corrections, Corrections) {
    let mut rows = Vec::new();
    let (mut tpot, mut rate, mut ttft) = (Vec::new(), Vec::new(), Vec::new());
    for c in cases {
        let Some(p) = closed_form(f, c) else { continue };
        rows.push(case_features(c));
        tpot.push((c.tpot / p.tpot).ln());
        rate.push((c.throughput() / p.tokens_per_s).ln());
        ttft.push((c.ttft / p.ttft).ln());
    }
    let steady = Corrections::fit(
        &kernel(),
        rows.clone(),
        &BTreeMap::from([("tpot".to_owned(), tpot), ("throughput".to_owned(), rate)]),
        0.6,
    );
    let first = Corrections::fit(&ttft_kernel(), rows, &BTreeMap::from([("ttft".to_owned(), ttft)]), 1.5);
    (steady, first)
}

/// Fits the corrections of the offline maximum (quantity `rate`).
#[must_use]
pub fn fit_offline_corrections(f: &ServeConstantsFile, cases: &[&OfflineCase]) -> Corrections {
    let mut rows = Vec::new();
    let mut y = Vec::new();
    for c in cases {
        let Some(p) = offline_closed_form(f, c) else { continue };
        rows.push(offline_features(c));
        y.push((c.measured / p).ln());
    }
    Corrections::fit(&kernel(), rows, &BTreeMap::from([("rate".to_owned(), y)]), 0.6)
}

/// Closed-form offline maximum, output tokens/s of the replica; `None` if it does not fit the memory.
#[must_use]
pub fn offline_closed_form(f: &ServeConstantsFile, c: &OfflineCase) -> Option<f64> {
    let (k, _) = f.constants(c.gpu.generation, "");
    offline_maximum(&c.replica(), c.isl, c.osl, OFFLINE_BATCH_MAX, &k)
}
