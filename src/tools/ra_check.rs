//! Whether a design keeps within a pattern.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Tool, ToolError, ra_recommend, ra_show};
use crate::{
    catalog::Catalog,
    design::RuleId,
    plan::ra::{self, Claim},
};

/// Judges a design against a pattern.
pub struct RaCheck;

/// The claimed design. What is left out is not judged.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Pattern id, such as "2-8-9-400".
    pub pattern: String,
    /// Number of nodes, not GPUs.
    #[serde(default)]
    pub nodes: Option<u64>,
    /// Name of the GPU.
    #[serde(default)]
    pub gpu: Option<String>,
    /// GPUs per node.
    #[serde(default)]
    pub gpus_per_node: Option<u64>,
    /// Network adapters per node.
    #[serde(default)]
    pub nics_per_node: Option<u64>,
    /// East-west Gb/s per GPU.
    #[serde(default)]
    pub gbps_per_gpu: Option<u64>,
}

/// The verdict.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Pattern id.
    pub pattern_id: String,
    /// Whether the design keeps within the pattern.
    pub legal: bool,
    /// Broken and strained bounds.
    pub findings: Vec<FindingRow>,
    /// Every published limit, kept apart.
    pub limits: Vec<ra_show::LimitRow>,
    /// The nearest legal designs.
    pub nearest_legal: Vec<NearRow>,
}

/// One broken or strained bound.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingRow {
    /// Name of the rule.
    pub rule: RuleId,
    /// error or warning.
    pub severity: String,
    /// What was found and what is allowed.
    pub message: String,
    /// The smallest change that repairs it.
    pub repair: String,
}

/// A legal design.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NearRow {
    /// Pattern id.
    pub pattern_id: String,
    /// Nodes.
    pub nodes: u64,
}

impl Tool for RaCheck {
    const NAME: &'static str = "ra_check";
    const DESCRIPTION: &'static str = "Checks whether a design (nodes, GPU, GPUs per node, adapters) keeps within the published range of one reference-architecture pattern. Use it when the request asks if a given number of nodes is allowed or legal for a pattern. It does not choose a pattern.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let pattern = ra_show::find(catalog, &input.pattern)?;
        let gpu_id = input.gpu.as_deref().map(|name| ra_recommend::resolve(catalog, name)).transpose()?;
        let claim = Claim {
            nodes: input.nodes,
            gpus_per_node: input.gpus_per_node,
            nics_per_node: input.nics_per_node,
            gbps_per_gpu: input.gbps_per_gpu,
            gpu_id,
        };
        let verdict = ra::check(catalog, pattern, &claim);
        Ok(Output {
            pattern_id: pattern.id.to_string(),
            legal: verdict.legal,
            findings: verdict
                .findings
                .into_iter()
                .map(|finding| FindingRow {
                    rule: finding.rule,
                    severity: if finding.rejects { "error" } else { "warning" }.into(),
                    message: finding.message,
                    repair: finding.repair,
                })
                .collect(),
            limits: ra_show::limits(pattern),
            nearest_legal: verdict
                .nearest
                .into_iter()
                .map(|(pattern_id, nodes)| NearRow { pattern_id, nodes })
                .collect(),
        })
    }
}
