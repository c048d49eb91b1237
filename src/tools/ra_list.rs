//! The reference-architecture patterns of the catalog.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Tool, ToolError};
use crate::catalog::{Catalog, Pattern};

/// Lists patterns.
pub struct RaList;

/// Nothing to choose.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {}

/// The patterns.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Patterns, by id.
    pub patterns: Vec<Row>,
}

/// One pattern, with the keys of the original prototype.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Pattern id, C-G-N-B.
    pub id: String,
    /// CPU sockets per node.
    pub c: u64,
    /// GPUs per node.
    pub g: u64,
    /// Network adapters per node.
    pub n: u64,
    /// Average east-west Gb/s per GPU.
    pub b_gbps_per_gpu: u64,
    /// Node range of the governing document.
    pub node_count: Range,
    /// Tags.
    pub tags: Vec<String>,
    /// Workloads it is published for.
    pub workload_fit: Vec<String>,
}

/// A range of nodes, both ends included.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Fewest nodes.
    pub min: u64,
    /// Most nodes.
    pub max: u64,
}

impl From<&Pattern> for Row {
    fn from(pattern: &Pattern) -> Self {
        Self {
            id: pattern.id.to_string(),
            c: pattern.c,
            g: pattern.g,
            n: pattern.n,
            b_gbps_per_gpu: pattern.b_gbps_per_gpu,
            node_count: Range { min: pattern.node_count.min, max: pattern.node_count.max },
            tags: pattern.tags.iter().map(ToString::to_string).collect(),
            workload_fit: pattern.workload_fit.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Tool for RaList {
    const NAME: &'static str = "ra_list";
    const DESCRIPTION: &'static str = "Lists all NVIDIA Enterprise reference-architecture patterns (C-G-N-B) with their node ranges and workloads. Use it when the request asks which patterns exist. To choose one for a number of GPUs use ra_recommend.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, _: Input) -> Result<Output, ToolError> {
        Ok(Output { patterns: catalog.patterns().iter().map(Row::from).collect() })
    }
}
