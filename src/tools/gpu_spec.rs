//! The datasheet of one GPU.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ErrorCode, Tool, ToolError,
    fact_row::{FactRow, fact_rows},
};
use crate::catalog::{Catalog, Resolution};

/// Looks up one GPU.
pub struct GpuSpec;

/// Which GPU.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name of the GPU as people write it, such as "NVIDIA H100" or "L40S".
    pub gpu: String,
}

/// The datasheet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The name as asked for.
    pub gpu: String,
    /// The part it was resolved to, by catalog id.
    pub gpu_id: String,
    /// Name of the part.
    pub name: String,
    /// Memory as the vendor prints it, GB; null when it is not published.
    pub memory_gb: Option<f64>,
    /// Where the figures come from, and what the name leaves open.
    pub notes: Vec<String>,
    /// Parts the name could also mean, by catalog id.
    pub could_also_mean: Vec<String>,
    /// Architecture and chip.
    pub architecture: String,
    /// Form factor.
    pub form_factor: String,
    /// Every published figure with its document.
    pub facts: Vec<FactRow>,
}

/// Note of every local look-up, in the words of the original prototype.
pub const LOCAL_NOTE: &str = "from local lookup table";

impl Tool for GpuSpec {
    const NAME: &'static str = "gpu_spec";
    const DESCRIPTION: &'static str = "Looks up the datasheet of one GPU: memory, bandwidth, FLOPS, power. Use it when the request asks for figures of a GPU product (\"how much memory has an H200?\"). It does not size or design anything.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let resolution = catalog.resolve_gpu(&input.gpu);
        let mut notes = vec![LOCAL_NOTE.to_string()];
        let mut could_also_mean = Vec::new();
        match &resolution {
            Resolution::Several(bare) => {
                let others = bare.candidates.iter().filter(|id| bare.default.as_ref() != Some(id));
                could_also_mean = others.map(ToString::to_string).collect();
                if let Some(default) = &bare.default {
                    notes.push(format!(
                        "\"{}\" fits several parts; taken as {default}. {}",
                        bare.name, bare.effect
                    ));
                }
            }
            Resolution::NoSuchProduct { why, near } => {
                return Err(no_product(&input.gpu, why, near));
            }
            Resolution::One(_) | Resolution::Unknown { .. } => {}
        }
        let Some(gpu) = resolution.id().and_then(|id| catalog.gpu(id)) else {
            return Err(unknown(&input.gpu, &resolution));
        };
        if gpu.preliminary {
            notes.push("figures are preliminary; no design may be defended with them".into());
        }
        notes.extend(gpu.notes.iter().map(ToString::to_string));
        Ok(Output {
            gpu: input.gpu,
            gpu_id: gpu.id.to_string(),
            name: gpu.name.to_string(),
            memory_gb: gpu.memory_gb.as_ref().and_then(|fact| fact.known().copied()),
            notes,
            could_also_mean,
            architecture: gpu.architecture.to_string(),
            form_factor: gpu.form_factor.to_string(),
            facts: fact_rows(gpu),
        })
    }
}

/// Whether a name is one of a GPU or of a system sold whole.
///
/// # Errors
/// `name.unknown` or `name.no_such_product` with near names.
pub(super) fn gpu_or_system(catalog: &Catalog, name: &str) -> Result<(), ToolError> {
    let gpu = catalog.resolve_gpu(name);
    if matches!(gpu, Resolution::Unknown { .. }) && catalog.resolve_system(name).id().is_some() {
        return Ok(());
    }
    known("GPU", name, &gpu)
}

/// Whether a name means one part or several.
///
/// # Errors
/// As [`gpu_or_system`].
pub(super) fn known(what: &str, name: &str, resolution: &Resolution<'_>) -> Result<(), ToolError> {
    match resolution {
        Resolution::One(_) | Resolution::Several(_) => Ok(()),
        Resolution::NoSuchProduct { why, near } => Err(no_product(name, why, near)),
        Resolution::Unknown { near } => {
            let error =
                ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no {what} `{name}`"));
            Err(if near.is_empty() {
                error.hint(format!("`gcg {} list` prints what there is", what.to_lowercase()))
            } else {
                error.hint(format!("nearest names: {}", near.join(", ")))
            })
        }
    }
}

fn no_product(name: &str, why: &str, near: &[&str]) -> ToolError {
    ToolError::new(ErrorCode::NameNoProduct, format!("`{name}` is no product in the catalog: {why}"))
        .hint(format!("near names: {}", near.join(", ")))
}

fn unknown(name: &str, resolution: &Resolution<'_>) -> ToolError {
    match resolution {
        Resolution::Several(bare) => {
            ToolError::new(ErrorCode::NameUnknown, format!("`{name}` fits several parts: {}", bare.effect))
                .hint(format!("name one of: {}", bare.candidates.join(", ")))
        }
        Resolution::Unknown { near } if !near.is_empty() => {
            ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no GPU `{name}`"))
                .hint(format!("nearest names: {}", near.join(", ")))
        }
        _ => ToolError::new(ErrorCode::NameUnknown, format!("the catalog holds no GPU `{name}`"))
            .hint("`gcg gpu list` prints the GPUs there are"),
    }
}
