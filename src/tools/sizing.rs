//! What the sizing tools share: names to formulas' inputs, bands, parallel layouts, and errors in the words of tools.

use schemars::JsonSchema;
use serde::Serialize;

use super::{ErrorCode, ToolError};
use crate::{
    catalog::{Catalog, Gpu, Resolution},
    perf::{
        GpuPerf, ModelArch, Precision, SizeError, bands::Estimate, catalog_facts, serve_step::ServeLayout,
        train_default::unstated_precision, train_memory::TrainLayout,
    },
};

/// An estimate with its band of 80 %: one of ten values lies below, one of ten above.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Lower end.
    pub low: f64,
    /// Expected value.
    pub expected: f64,
    /// Upper end.
    pub high: f64,
    /// The measured rows the band rests on.
    pub basis: String,
}

impl From<&Estimate> for Band {
    fn from(e: &Estimate) -> Self {
        Self { low: e.low, expected: e.expected, high: e.high, basis: e.basis.clone() }
    }
}

/// How the work is split over GPUs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Tensor-parallel degree.
    pub tensor: u32,
    /// Pipeline stages.
    pub pipeline: u32,
    /// Context-parallel degree.
    pub context: u32,
    /// Expert-parallel degree.
    pub expert: u32,
    /// Data-parallel degree.
    pub data: u32,
    /// Sequences per micro-batch; null for serving.
    pub micro_batch: Option<u32>,
    /// Virtual stages per pipeline rank; null for serving.
    pub virtual_stages: Option<u32>,
    /// ZeRO stage (off, optimizer, gradients, weights); null for serving.
    pub zero: Option<String>,
    /// Activation recomputation (none, selective, full); null for serving.
    pub recompute: Option<String>,
}

impl From<&TrainLayout> for Layout {
    fn from(l: &TrainLayout) -> Self {
        Self {
            tensor: l.tp,
            pipeline: l.pp,
            context: l.cp,
            expert: l.ep,
            data: l.dp,
            micro_batch: Some(l.micro_batch),
            virtual_stages: Some(l.virtual_stages),
            zero: Some(format!("{:?}", l.zero).to_lowercase()),
            recompute: Some(format!("{:?}", l.recompute).to_lowercase()),
        }
    }
}

impl From<&ServeLayout> for Layout {
    fn from(l: &ServeLayout) -> Self {
        Self {
            tensor: l.tp,
            pipeline: l.pp,
            context: 1,
            expert: l.ep,
            data: l.dp,
            micro_batch: None,
            virtual_stages: None,
            zero: None,
            recompute: None,
        }
    }
}

/// A measurement of the user beside the estimate it replaces.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnRow {
    /// Measured value (median of the matching rows), in the unit of the estimate.
    pub value: f64,
    /// Estimate over measurement minus one, percent.
    pub residual_percent: f64,
    /// Matching rows.
    pub rows: usize,
    /// Whether it lies in the band of the estimate.
    pub in_band: bool,
}

impl From<&crate::perf::user_rows::Override> for OwnRow {
    fn from(own: &crate::perf::user_rows::Override) -> Self {
        Self {
            value: own.measured,
            residual_percent: own.residual_percent,
            rows: own.rows,
            in_band: own.in_band,
        }
    }
}

/// A case that cannot be: the bound, and the smallest thing that can.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Misfit {
    /// What does not fit or cannot be reached, with both values and units.
    pub reason: String,
    /// Memory needed over all GPUs, GB; null when memory is not the matter.
    pub needed_gb: Option<f64>,
    /// Memory usable over the GPUs that were given, GB; null when memory is not the matter.
    pub usable_gb: Option<f64>,
    /// Smallest number of these GPUs that holds it; null when none was found or memory is not the matter.
    pub smallest_gpus: Option<u32>,
}

impl Misfit {
    /// A misfit from an error that is one; the other errors are given back.
    ///
    /// # Errors
    /// The error itself, as a tool error, when it is about the input.
    pub fn of(error: SizeError, smallest: impl FnOnce() -> Option<u32>) -> Result<Self, ToolError> {
        let reason = error.to_string();
        match error {
            SizeError::DoesNotFit { needed_gb, usable_gb, .. } => Ok(Self {
                reason,
                needed_gb: Some(needed_gb),
                usable_gb: Some(usable_gb),
                smallest_gpus: smallest(),
            }),
            SizeError::Unreachable { .. } => {
                Ok(Self { reason, needed_gb: None, usable_gb: None, smallest_gpus: None })
            }
            other => Err(refused(&other)),
        }
    }
}

/// A size error as a tool error: missing facts are a gap of the catalog, the rest is input.
#[must_use]
pub fn refused(error: &SizeError) -> ToolError {
    let code = if matches!(error, SizeError::Missing { .. }) {
        ErrorCode::CatalogGap
    } else {
        ErrorCode::InputInvalid
    };
    ToolError::new(code, error.to_string()).hint("`gcg tools show` with the tool's name prints every input")
}

/// The GPU a name means, with its performance figures.
///
/// # Errors
/// `name.unknown`, `name.no_such_product`, or `catalog.gap` when a figure is not published.
pub fn gpu<'a>(
    catalog: &'a Catalog,
    name: &str,
    notes: &mut Vec<String>,
) -> Result<(&'a Gpu, GpuPerf), ToolError> {
    let resolution = catalog.resolve_gpu(name);
    note(name, &resolution, notes);
    let Some(gpu) = resolution.id().and_then(|id| catalog.gpu(id)) else {
        return Err(unknown("GPU", name, &resolution, "`gcg gpu list` prints the GPUs there are"));
    };
    Ok((gpu, catalog_facts::gpu(catalog, gpu).map_err(|error| refused(&error))?))
}

/// The model a name means; else, from the parameters alone, a dense stand-in that is named in the notes.
///
/// # Errors
/// `name.unknown` with the nearest names; `input.invalid` when neither is given.
pub fn model(
    catalog: &Catalog,
    name: Option<&str>,
    params_b: Option<f64>,
    notes: &mut Vec<String>,
) -> Result<ModelArch, ToolError> {
    if let Some(name) = name {
        let resolution = catalog.resolve_model(name);
        note(name, &resolution, notes);
        if let Some(found) = resolution.id().and_then(|id| catalog.model(id)) {
            return catalog_facts::model(found).map_err(|error| refused(&error));
        }
        if params_b.is_none() {
            return Err(unknown(
                "model",
                name,
                &resolution,
                "give params_b, or on the command line --model-config with the published config.json",
            ));
        }
        notes.push(format!("the catalog holds no model \"{name}\"; it is sized by its parameters"));
    }
    let Some(params_b) = params_b else {
        return Err(ToolError::new(ErrorCode::InputInvalid, "no model is given")
            .hint("give model, such as llama-3.1-405b, or params_b in billions"));
    };
    let arch = catalog_facts::dense_of(params_b * 1e9).map_err(|error| refused(&error))?;
    notes.push(format!(
        "only parameters are known: taken as a dense model of {} layers, width {}, eight key/value heads; a mixture \
         of experts or another attention differs, so bands are widened by half",
        arch.layers, arch.hidden
    ));
    Ok(arch)
}

/// Widens a band for a model of which only the parameters are known.
pub fn widen(band: &mut Band) {
    band.low /= 1.5;
    band.high *= 1.5;
    band.basis.push_str("; widened by half: the architecture is not known");
}

/// A precision by its name, or the given default.
///
/// # Errors
/// `input.invalid` naming the formats there are.
pub fn precision(name: Option<&str>, default: Precision) -> Result<Precision, ToolError> {
    name.map_or(Ok(default), |name| Precision::parse(name).map_err(|error| refused(&error)))
}

/// The precision of the matrix products in training: as named, else that the model is published in where the GPU computes in
/// it, else BF16; what is taken is noted where the model speaks for a format.
///
/// # Errors
/// `input.invalid` naming the formats there are.
pub fn products(
    name: Option<&str>,
    model: &ModelArch,
    gpu: &GpuPerf,
    notes: &mut Vec<String>,
) -> Result<Precision, ToolError> {
    if name.is_some() {
        return precision(name, Precision::Bf16);
    }
    let (taken, why) = unstated_precision(model, gpu);
    notes.extend(why.map(|why| format!("assumed: {why}")));
    Ok(taken)
}

/// The precision weights are served in: as named, else that of the published checkpoint, else BF16.
///
/// # Errors
/// `input.invalid` naming the formats there are.
pub fn weights(
    name: Option<&str>,
    model: &ModelArch,
    notes: &mut Vec<String>,
) -> Result<Precision, ToolError> {
    if let (None, Some(native)) = (name, model.native_precision) {
        notes.push(format!(
            "assumed: weights in {}, the format the checkpoint is published in; none was given",
            native.name()
        ));
        return Ok(native);
    }
    precision(name, Precision::Bf16)
}

/// A count of GPUs as the formulas take it.
///
/// # Errors
/// `input.invalid` for zero or more than a million.
pub fn count(field: &str, value: u64) -> Result<u32, ToolError> {
    u32::try_from(value).ok().filter(|n| (1..=1_000_000).contains(n)).ok_or_else(|| {
        ToolError::new(ErrorCode::InputInvalid, format!("{field} is {value}; expected 1 to 1,000,000"))
    })
}

fn note(name: &str, resolution: &Resolution<'_>, notes: &mut Vec<String>) {
    if let Resolution::Several(bare) = resolution
        && let Some(default) = &bare.default
    {
        notes.push(format!("\"{name}\" fits several; taken as {default}. {}", bare.effect));
    }
}

fn unknown(kind: &str, name: &str, resolution: &Resolution<'_>, way_out: &str) -> ToolError {
    match resolution {
        Resolution::NoSuchProduct { why, near } => {
            ToolError::new(ErrorCode::NameNoProduct, format!("`{name}` is no {kind} in the catalog: {why}"))
                .hint(format!("near names: {}", near.join(", ")))
        }
        Resolution::Several(bare) => {
            ToolError::new(ErrorCode::NameUnknown, format!("`{name}` fits several: {}", bare.effect))
                .hint(format!("name one of: {}", bare.candidates.join(", ")))
        }
        Resolution::Unknown { near } if !near.is_empty() => {
            ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no {kind} `{name}`"))
                .hint(format!("nearest names: {}", near.join(", ")))
                .hint(way_out)
        }
        _ => ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no {kind} `{name}`"))
            .hint(way_out),
    }
}
