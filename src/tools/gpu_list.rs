//! The GPUs of the catalog, filtered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Tool, ToolError};
use crate::catalog::{Catalog, Fact, normalize};

/// Lists GPUs.
pub struct GpuList;

/// Which GPUs.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Part of the architecture's name, such as "hopper" or "blackwell".
    pub architecture: Option<String>,
    /// Least memory, GB.
    pub min_memory_gb: Option<f64>,
    /// Part of the form factor, such as "sxm" or "pcie".
    pub form_factor: Option<String>,
}

/// The GPUs found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// GPUs, by id.
    pub gpus: Vec<Row>,
}

/// One GPU in short.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Catalog id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Architecture and chip.
    pub architecture: String,
    /// Form factor.
    pub form_factor: String,
    /// Memory, GB; null when not published.
    pub memory_gb: Option<f64>,
    /// Greatest board power, W; null when not published.
    pub tdp_w: Option<f64>,
}

impl Tool for GpuList {
    const NAME: &'static str = "gpu_list";
    const DESCRIPTION: &'static str = "Lists the GPU products in the catalog, optionally by architecture, least memory or form factor. Use it when the request asks which GPUs there are. For the figures of one named GPU use gpu_spec.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let known = |fact: &Option<Fact<f64>>| fact.as_ref().and_then(|fact| fact.known().copied());
        let has = |text: &str, part: &Option<String>| {
            part.as_ref().is_none_or(|part| normalize(text).contains(&normalize(part)))
        };
        let gpus = catalog
            .gpus()
            .iter()
            .filter(|gpu| {
                has(&gpu.architecture, &input.architecture) && has(&gpu.form_factor, &input.form_factor)
            })
            .filter(|gpu| {
                input
                    .min_memory_gb
                    .is_none_or(|least| known(&gpu.memory_gb).is_some_and(|memory| memory >= least))
            })
            .map(|gpu| Row {
                id: gpu.id.to_string(),
                name: gpu.name.to_string(),
                architecture: gpu.architecture.to_string(),
                form_factor: gpu.form_factor.to_string(),
                memory_gb: known(&gpu.memory_gb),
                tdp_w: known(&gpu.tdp_w),
            })
            .collect();
        Ok(Output { gpus })
    }
}
