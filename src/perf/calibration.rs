//! Calibration data: constants per generation and precision, corrections from measured rows, band tables. The files in
//! `catalog/calibration/` hold these types; `cargo run --release --example calibrate` writes them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::SizeError;
use super::gpu::Generation;
use super::own_rows::OwnRows;
use super::precision::Precision;
use super::residual::{self, Features, Kernel};
use super::serve_step::ServeConstants;
use super::train_step::TrainConstants;

/// What a set of constants was fitted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Date of the newest rows, as `YYYY-MM`.
    pub as_of: String,
    /// Rows used.
    pub rows: usize,
    /// Models among them.
    pub models: usize,
    /// Source ids of the measured files.
    pub sources: Vec<String>,
}

/// Matmul efficiency by generation and precision, with a fallback for pairs without rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainConstantsFile {
    /// Provenance.
    pub fitted: Fitted,
    /// Shared constants.
    pub shared: TrainConstants,
    /// Asymptotic matmul rate as a share of the dense peak: generation, then precision.
    pub efficiency: BTreeMap<Generation, BTreeMap<Precision, f64>>,
    /// Speed relative to a tuned pre-training stack, by row class.
    pub stack: BTreeMap<String, f64>,
    /// Whole campaigns against the benchmark rate; `None` until measured.
    #[serde(default)]
    pub campaign: Option<CampaignShare>,
}

/// Share of the benchmark rate that published pre-training campaigns reached end to end (failures, restarts, evaluation,
/// early software, shorter stages), by size and kind of the model: what a plan in days multiplies the estimated rate with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CampaignShare {
    /// Logarithm of the share of a dense model of 70 billion active parameters.
    pub level: f64,
    /// Change of the logarithm per unit of the logarithm of the active parameters, on generations after Ampere.
    pub per_size: f64,
    /// Change of the logarithm for a mixture of experts.
    pub sparse: f64,
    /// Half of the 80 % band of the logarithm, from campaigns predicted without their model.
    pub width: f64,
    /// Campaigns.
    pub rows: usize,
    /// Models among them.
    pub models: usize,
    /// Campaigns inside a band of days that was made without their model.
    pub left_out_held: usize,
    /// Median error of the days of campaigns predicted without their model, percent.
    pub left_out_median_percent: f64,
    /// 90th percentile of it.
    pub left_out_p90_percent: f64,
}

impl TrainConstantsFile {
    /// Efficiency for a pair. A pair without rows is completed from its generation and from the ratio of the two
    /// precisions on other generations; `false` says that it is extrapolated.
    #[must_use]
    pub fn efficiency_of(&self, g: Generation, p: Precision) -> (f64, bool) {
        let p = match p {
            Precision::Mxfp4 => Precision::Fp4,
            Precision::Int8 => Precision::Fp8,
            Precision::Int4 => Precision::Bf16,
            other => other,
        };
        let known = |g: &Generation, p: &Precision| self.efficiency.get(g).and_then(|m| m.get(p)).copied();
        if let Some(e) = known(&g, &p) {
            return (e, true);
        }
        let mut logs = Vec::new();
        for (q, own) in self.efficiency.get(&g).into_iter().flatten() {
            for other in self.efficiency.keys() {
                if let (Some(a), Some(b)) = (known(other, &p), known(other, q)) {
                    logs.push((own * a / b).ln());
                }
            }
        }
        if logs.is_empty() {
            logs = self.efficiency.values().filter_map(|m| m.get(&p)).map(|e| e.ln()).collect();
        }
        if logs.is_empty() {
            logs = self.efficiency.values().flat_map(|m| m.values()).map(|e| e.ln()).collect();
        }
        let mean = if logs.is_empty() { 0.4_f64.ln() } else { logs.iter().sum::<f64>() / logs.len() as f64 };
        (mean.exp(), false)
    }
}

/// Serving constants by generation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServeConstantsFile {
    /// Provenance.
    pub fitted: Fitted,
    /// All generations together: what a generation without rows gets.
    pub pooled: ServeConstants,
    /// One set per generation with enough rows.
    pub generations: BTreeMap<Generation, ServeConstants>,
    /// Factor on fixed times by engine; engines not listed get 1.
    pub engines: BTreeMap<String, f64>,
}

impl ServeConstantsFile {
    /// Constants for a generation and engine; `false` says that the generation has no rows of its own.
    #[must_use]
    pub fn constants(&self, g: Generation, engine: &str) -> (ServeConstants, bool) {
        let (base, own) = self.generations.get(&g).map_or((self.pooled, false), |c| (*c, true));
        (ServeConstants { engine: self.engines.get(engine).copied().unwrap_or(1.0), ..base }, own)
    }
}

/// Corrections of several quantities that share rows and kernel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corrections {
    /// Kernel.
    pub kernel: Kernel,
    /// Rows.
    pub rows: Vec<Features>,
    /// Weights per quantity, in the order of `rows`.
    pub weights: BTreeMap<String, Vec<f64>>,
}

impl Corrections {
    /// No correction at all.
    #[must_use]
    pub fn none() -> Self {
        Self { kernel: Kernel { parts: Vec::new(), noise: 0.1 }, rows: Vec::new(), weights: BTreeMap::new() }
    }

    /// Fits one weight set per quantity; `targets` are residuals in log units.
    #[must_use]
    pub fn fit(
        kernel: &Kernel,
        rows: Vec<Features>,
        targets: &BTreeMap<String, Vec<f64>>,
        clip: f64,
    ) -> Self {
        let fitted = residual::weights(kernel, &rows, targets.values().cloned().collect(), clip);
        let weights = targets.keys().cloned().zip(fitted).collect();
        Self { kernel: kernel.clone(), rows, weights }
    }

    /// Expected residual of `quantity` at `at`, and the resemblance (0..=1) of the nearest row.
    #[must_use]
    pub fn predict(&self, quantity: &str, at: &Features) -> (f64, f64) {
        let Some(w) = self.weights.get(quantity) else { return (0.0, 0.0) };
        residual::mean(&self.kernel, &self.rows, w, at)
    }

    /// What is needed to ask for many places that share all features but those of `free`.
    #[must_use]
    pub fn around(&self, at: &Features, free: &[usize]) -> residual::Shortlist {
        residual::Shortlist::new(&self.kernel, &self.rows, at, free)
    }

    /// [`Self::predict`] of several quantities at once, from a shortlist of [`Self::around`].
    #[must_use]
    pub fn predict_near<const N: usize>(
        &self,
        short: &residual::Shortlist,
        quantities: [&str; N],
        at: &Features,
    ) -> ([f64; N], f64) {
        let weights = quantities.map(|q| self.weights.get(q).map_or(&[][..], Vec::as_slice));
        short.means(&self.kernel, &self.rows, weights, at)
    }

    /// Cuts the numbers to a few significant digits, so that the stored file stays small and stable.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        for r in &mut self.rows {
            r.x.iter_mut().for_each(|v| *v = round_to(*v, 5));
        }
        for w in self.weights.values_mut() {
            w.iter_mut().for_each(|v| *v = round_to(*v, 7));
        }
        self
    }
}

/// `v` with `digits` significant digits.
#[must_use]
pub fn round_to(v: f64, digits: i32) -> f64 {
    if v == 0.0 || !v.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powi(digits - 1 - v.abs().log10().floor() as i32);
    (v * scale).round() / scale
}

/// One cell of a band table: residual quantiles (log of measured over estimated) of comparable left-out rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandCell {
    /// Accuracy class and quantity (`training_dense`, `serving_tpot`, ...).
    pub class: String,
    /// `same` (a row like it was fitted), `near` (same model or hardware), `new` (nothing comparable).
    pub novelty: String,
    /// Generation, empty = all.
    pub generation: String,
    /// Precision or engine, empty = all.
    pub detail: String,
    /// Left-out rows in the cell.
    pub rows: usize,
    /// Models among them.
    pub models: usize,
    /// Lower end of the band, log units.
    pub low: f64,
    /// Upper end of the band, log units.
    pub high: f64,
}

/// Everything the estimators need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Training constants.
    pub training: TrainConstantsFile,
    /// Serving constants.
    pub serving: ServeConstantsFile,
    /// Offline-maximum constants.
    pub offline: ServeConstantsFile,
    /// Training corrections (quantity `rate`).
    pub training_rows: Corrections,
    /// Serving corrections (quantities `tpot`, `throughput`).
    pub serving_rows: Corrections,
    /// Serving corrections (quantity `ttft`).
    pub ttft_rows: Corrections,
    /// Offline corrections (quantity `rate`).
    pub offline_rows: Corrections,
    /// Band tables.
    pub bands: Vec<BandCell>,
    /// Keys of the rows that were fitted ([`super::accuracy::row_key`]).
    pub fitted_rows: Vec<u64>,
    /// The user's own serving rows (quantities: TTFT, TPOT, throughput), see [`super::user_rows::conditioned`].
    #[serde(skip)]
    pub own_serving: OwnRows,
    /// The user's own training rows (quantity: tokens/s/GPU).
    #[serde(skip)]
    pub own_training: OwnRows,
}

/// The calibration files as text: constants (YAML) of training, serving and offline; bands and corrections (JSON).
#[derive(Debug, Clone, Copy)]
pub struct CalibrationText<'a> {
    /// `training.yaml`.
    pub training: &'a str,
    /// `serving.yaml`.
    pub serving: &'a str,
    /// `offline.yaml`.
    pub offline: &'a str,
    /// `bands.json`.
    pub bands: &'a str,
    /// `corrections.json`.
    pub corrections: &'a str,
}

#[derive(Debug, Serialize, Deserialize)]
struct CorrectionFile {
    training: Corrections,
    serving: Corrections,
    ttft: Corrections,
    offline: Corrections,
    fitted_rows: Vec<u64>,
}

impl Calibration {
    /// Reads the calibration files.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] naming the file that does not parse.
    pub fn parse(t: CalibrationText<'_>) -> Result<Self, SizeError> {
        fn yaml<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, SizeError> {
            serde_yaml::from_str(text)
                .map_err(|e| SizeError::invalid(name, e, "the form written by the calibrate example"))
        }
        fn json<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, SizeError> {
            serde_json::from_str(text)
                .map_err(|e| SizeError::invalid(name, e, "the form written by the calibrate example"))
        }
        let c: CorrectionFile = json("corrections.json", t.corrections)?;
        Ok(Self {
            training: yaml("training.yaml", t.training)?,
            serving: yaml("serving.yaml", t.serving)?,
            offline: yaml("offline.yaml", t.offline)?,
            bands: json("bands.json", t.bands)?,
            training_rows: c.training,
            serving_rows: c.serving,
            ttft_rows: c.ttft,
            offline_rows: c.offline,
            fitted_rows: c.fitted_rows,
            own_serving: OwnRows::default(),
            own_training: OwnRows::default(),
        })
    }

    /// The calibration that ships with the program.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if an embedded file is damaged (a test keeps this from shipping).
    pub fn shipped() -> Result<Self, SizeError> {
        Self::parse(CalibrationText {
            training: include_str!("../../catalog/calibration/training.yaml"),
            serving: include_str!("../../catalog/calibration/serving.yaml"),
            offline: include_str!("../../catalog/calibration/offline.yaml"),
            bands: include_str!("../../catalog/calibration/bands.json"),
            corrections: include_str!("../../catalog/calibration/corrections.json"),
        })
    }

    /// The published accuracy of this build: leave-one-model-out, leave-one-model-and-GPU-out and every-fifth-row-out errors
    /// by class; `in_band_percent` is the share held by 80 % bands made without the row's model.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if the embedded file is damaged.
    pub fn shipped_accuracy() -> Result<Vec<super::accuracy::AccuracyRow>, SizeError> {
        let text = include_str!("../../catalog/calibration/accuracy.yaml");
        serde_yaml::from_str(text)
            .map_err(|e| SizeError::invalid("accuracy.yaml", e, "the form written by the calibrate example"))
    }

    /// The corrections as one compact JSON text.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if a number is not finite.
    pub fn corrections_json(&self) -> Result<String, SizeError> {
        let f = CorrectionFile {
            training: self.training_rows.clone(),
            serving: self.serving_rows.clone(),
            ttft: self.ttft_rows.clone(),
            offline: self.offline_rows.clone(),
            fitted_rows: self.fitted_rows.clone(),
        };
        serde_json::to_string(&f).map_err(|e| SizeError::invalid("corrections", e, "finite numbers"))
    }
}
