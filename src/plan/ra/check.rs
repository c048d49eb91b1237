//! Holds a claimed design against a pattern: nodes, GPUs per node, adapters, GPU type, rate.

use crate::{
    catalog::{Catalog, Pattern},
    design::RuleId,
};

/// A claimed design. What is not claimed is not judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// Nodes.
    pub nodes: Option<u64>,
    /// GPUs per node.
    pub gpus_per_node: Option<u64>,
    /// Network adapters per node.
    pub nics_per_node: Option<u64>,
    /// East-west Gb/s per GPU.
    pub gbps_per_gpu: Option<u64>,
    /// GPU, by catalog id.
    pub gpu_id: Option<String>,
}

/// One broken or strained bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaFinding {
    /// The rule.
    pub rule: RuleId,
    /// Whether the design is rejected; otherwise it is a remark.
    pub rejects: bool,
    /// What was found and what is allowed.
    pub message: String,
    /// The smallest change that repairs it.
    pub repair: String,
}

/// The verdict over a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether no bound is broken.
    pub legal: bool,
    /// Broken and strained bounds.
    pub findings: Vec<RaFinding>,
    /// The nearest legal designs: pattern and nodes.
    pub nearest: Vec<(String, u64)>,
}

/// Holds a claim against a pattern of the catalog.
#[must_use]
pub fn check(catalog: &Catalog, pattern: &Pattern, claim: &Claim) -> Verdict {
    let mut findings = Vec::new();
    let mut differs = |rule, what: &str, found: Option<u64>, published: u64| {
        if let Some(found) = found
            && found != published
        {
            findings.push(RaFinding {
                rule,
                rejects: true,
                message: format!("{found} {what}; {} has {published}", pattern.id),
                repair: format!("use {published} {what}, or another pattern"),
            });
        }
    };
    differs(RuleId::RaGpusPerNode, "GPUs per node", claim.gpus_per_node, pattern.g);
    differs(RuleId::RaNicCount, "network adapters per node", claim.nics_per_node, pattern.n);
    differs(RuleId::RaRate, "Gb/s east-west per GPU", claim.gbps_per_gpu, pattern.b_gbps_per_gpu);
    if let Some(gpu_id) = &claim.gpu_id
        && !pattern.gpus_allowed.is_empty()
        && !pattern.gpus_allowed.iter().any(|allowed| allowed == gpu_id.as_str())
    {
        let others: Vec<&str> = catalog
            .patterns()
            .iter()
            .filter(|other| other.gpus_allowed.iter().any(|allowed| allowed == gpu_id.as_str()))
            .map(|other| other.id.as_ref())
            .collect();
        findings.push(RaFinding {
            rule: RuleId::RaGpuType,
            rejects: true,
            message: format!(
                "{gpu_id} is not published for {}; it is for {}",
                pattern.id,
                pattern.gpus_allowed.join(", ")
            ),
            repair: if others.is_empty() {
                format!(
                    "no pattern is published for {gpu_id}; use one of {}",
                    pattern.gpus_allowed.join(", ")
                )
            } else {
                format!("use {} for {gpu_id}", others.join(" or "))
            },
        });
    }
    let mut nearest = Vec::new();
    if let Some(nodes) = claim.nodes {
        nodes_within(catalog, pattern, claim, nodes, &mut findings, &mut nearest);
    }
    Verdict { legal: !findings.iter().any(|finding| finding.rejects), findings, nearest }
}

fn nodes_within(
    catalog: &Catalog,
    pattern: &Pattern,
    claim: &Claim,
    nodes: u64,
    findings: &mut Vec<RaFinding>,
    nearest: &mut Vec<(String, u64)>,
) {
    let range = pattern.node_count;
    let unit = pattern.node_unit.as_deref().unwrap_or("node");
    let wider: Vec<String> = pattern
        .node_limits
        .iter()
        .filter(|limit| {
            let inside =
                limit.min.is_none_or(|min| nodes >= min) && limit.max.is_some_and(|max| nodes <= max);
            inside || limit.points.contains(&nodes)
        })
        .map(|limit| format!("{} ({})", limit.by, limit.source))
        .collect();
    if !(range.min..=range.max).contains(&nodes) {
        let to = if nodes < range.min { range.min } else { range.max };
        nearest.push((pattern.id.to_string(), to));
        let others = catalog.patterns().iter().filter(|other| other.id != pattern.id && other.g == pattern.g);
        for other in others {
            let gpu_fits = claim
                .gpu_id
                .as_ref()
                .is_none_or(|gpu_id| other.gpus_allowed.iter().any(|allowed| allowed == gpu_id.as_str()));
            if gpu_fits && (other.node_count.min..=other.node_count.max).contains(&nodes) {
                nearest.push((other.id.to_string(), nodes));
            }
        }
        let also = if wider.is_empty() {
            "no published limit reaches it".to_string()
        } else {
            format!("other publications do reach it: {}", wider.join(", "))
        };
        findings.push(RaFinding {
            rule: RuleId::RaNodeRange,
            rejects: true,
            message: format!(
                "{nodes} {unit}s; {} is published for {} to {} {unit}s by its governing document; {also}",
                pattern.id, range.min, range.max
            ),
            repair: format!("use {to} {unit}s, or {}", alternatives(nearest, pattern)),
        });
        return;
    }
    if let Some(step) = pattern.node_step
        && step > 1
        && !nodes.is_multiple_of(step)
    {
        nearest.push((pattern.id.to_string(), nodes.next_multiple_of(step)));
        findings.push(RaFinding {
            rule: RuleId::RaNodeStep,
            rejects: true,
            message: format!("{nodes} {unit}s; {} is sold in whole steps of {step}", pattern.id),
            repair: format!("use {} {unit}s", nodes.next_multiple_of(step)),
        });
    }
    if let Some(su) = pattern.su_nodes
        && pattern.node_step.is_none()
        && !nodes.is_multiple_of(su)
    {
        findings.push(RaFinding {
            rule: RuleId::RaScalableUnit,
            rejects: false,
            message: format!(
                "{nodes} {unit}s leave a scalable unit of {su} part-filled; published sizes are whole units"
            ),
            repair: format!("use {} {unit}s", nodes.next_multiple_of(su)),
        });
    }
}

fn alternatives(nearest: &[(String, u64)], pattern: &Pattern) -> String {
    let others: Vec<&str> =
        nearest.iter().filter(|(id, _)| *id != *pattern.id).map(|(id, _)| id.as_str()).collect();
    if others.is_empty() {
        "a SuperPOD or NCP reference architecture for larger sizes".into()
    } else {
        format!("keep the number with {}", others.join(" or "))
    }
}
