//! The pattern for a number of GPUs and a workload.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ErrorCode, Tool, ToolError};
use crate::{
    catalog::{Catalog, Resolution},
    design::words::Purpose,
    plan::ra::{self, Candidate, NoFit},
};

/// Recommends a pattern.
pub struct RaRecommend;

/// How many GPUs for what.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Total number of GPUs, not nodes.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub gpus: u64,
    /// What the cluster is for.
    pub workload: Purpose,
    /// Name of the GPU, when one is wished for.
    #[serde(default)]
    pub gpu: Option<String>,
}

/// The recommendation; `input`, `recommendation` and `notes` are those of the original prototype.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What was asked.
    pub input: Asked,
    /// What is recommended.
    pub recommendation: Recommended,
    /// Notes.
    pub notes: Vec<String>,
    /// Every pattern, best first, with the reasons.
    pub candidates: Vec<CandidateRow>,
}

/// What was asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// GPUs.
    pub gpus: u64,
    /// Workload.
    pub workload: Purpose,
}

/// What is recommended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recommended {
    /// Pattern id.
    pub pattern_id: String,
    /// Nodes.
    pub nodes: u64,
    /// GPUs per node.
    pub gpus_per_node: u64,
    /// East-west Gb/s per GPU.
    pub b_gbps_per_gpu: u64,
    /// Fabric technology.
    pub fabric: String,
    /// Network platform.
    pub platform: String,
}

/// A pattern held against the request.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidateRow {
    /// Pattern id.
    pub pattern_id: String,
    /// Nodes it would take.
    pub nodes: u64,
    /// GPUs in those nodes.
    pub gpus: u64,
    /// Whether it fits.
    pub fits: bool,
    /// What speaks for it.
    pub reasons_for: Vec<String>,
    /// What speaks against it.
    pub reasons_against: Vec<String>,
    /// Penalties, compared part by part; smaller is better.
    pub score: Vec<ScoreRow>,
}

/// One part of a score.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreRow {
    /// What is judged.
    pub name: String,
    /// The penalty.
    pub penalty: u64,
}

impl From<&Candidate> for CandidateRow {
    fn from(candidate: &Candidate) -> Self {
        Self {
            pattern_id: candidate.pattern_id.clone(),
            nodes: candidate.nodes,
            gpus: candidate.gpus,
            fits: candidate.fits,
            reasons_for: candidate.reasons_for.clone(),
            reasons_against: candidate.reasons_against.clone(),
            score: candidate
                .score
                .iter()
                .map(|part| ScoreRow { name: part.name.into(), penalty: part.penalty })
                .collect(),
        }
    }
}

impl Tool for RaRecommend {
    const NAME: &'static str = "ra_recommend";
    const DESCRIPTION: &'static str = "Picks the NVIDIA Enterprise reference-architecture pattern for a total number of GPUs and a workload, with nodes. Use it when the request only asks which pattern or how many nodes suit a number of GPUs. For a whole design with racks, power or network use plan.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let gpu_id = match &input.gpu {
            None => None,
            Some(name) => Some(resolve(catalog, name)?),
        };
        let workload = input.workload;
        let found = ra::recommend(catalog, input.gpus, workload, gpu_id.as_deref())
            .map_err(|no_fit| refuse(input.gpus, workload, &no_fit))?;
        Ok(Output {
            input: Asked { gpus: input.gpus, workload: input.workload },
            recommendation: Recommended {
                pattern_id: found.pattern_id,
                nodes: found.nodes,
                gpus_per_node: found.gpus_per_node,
                b_gbps_per_gpu: found.b_gbps_per_gpu,
                fabric: found.fabric,
                platform: found.platform,
            },
            notes: found.notes,
            candidates: found.candidates.iter().map(CandidateRow::from).collect(),
        })
    }
}

/// The catalog id of a GPU name.
///
/// # Errors
/// As [`super::gpu_spec`].
pub(super) fn resolve(catalog: &Catalog, name: &str) -> Result<String, ToolError> {
    if let Resolution::One(id) = catalog.resolve_gpu(name) {
        return Ok(id.to_string());
    }
    super::gpu_spec::GpuSpec::run(catalog, super::gpu_spec::Input { gpu: name.to_string() })
        .map(|spec| spec.gpu_id)
}

fn refuse(gpus: u64, workload: Purpose, no_fit: &NoFit) -> ToolError {
    let size = |(pattern, nodes, count): &(String, u64, u64)| serde_json::json!({ "pattern_id": pattern, "nodes": nodes, "gpus": count });
    let words =
        |(pattern, nodes, count): &(String, u64, u64)| format!("{count} GPUs in {nodes} nodes of {pattern}");
    let nearest: Vec<&(String, u64, u64)> = [&no_fit.below, &no_fit.above].into_iter().flatten().collect();
    let mut error = ToolError::new(
        ErrorCode::RaNoFit,
        format!("No Enterprise RA pattern fits {gpus} GPUs for {workload} within its node range."),
    );
    if !nearest.is_empty() {
        let nearest: Vec<String> = nearest.iter().map(|one| words(one)).collect();
        error = error.hint(format!("nearest legal sizes: {}", nearest.join("; ")));
    }
    if no_fit.above.is_none() {
        error =
            error.hint("Consider the NCP Reference Architecture track or DGX SuperPOD for larger scales.");
    }
    error.details(serde_json::json!({
        "limits": no_fit.candidates.iter().map(|candidate| serde_json::json!({
            "pattern_id": candidate.pattern_id,
            "nodes_needed": candidate.nodes,
            "reasons_against": candidate.reasons_against,
        })).collect::<Vec<_>>(),
        "nearest_below": no_fit.below.as_ref().map(size),
        "nearest_above": no_fit.above.as_ref().map(size),
    }))
}
