//! Nodes times GPUs per node is the number of GPUs, and it reaches what was asked for.

use super::{Group, Rule};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::{FindingDraft, Origin, Traced},
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::GpuArithmetic,
    group: Group::Consistency,
    checks: "nodes × GPUs per node equals the GPU count, and the GPU count reaches the one asked for",
    why: "a count that does not multiply out is ordered wrong",
    source: "arithmetic",
    needs: &["/compute"],
    judge,
};

fn judge(design: &Design, requirement: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let at = |key: &str, value: u64, unit: &str| {
        Traced::new(value as f64, unit, Origin::Pointer(format!("/design/compute/{key}")))
    };
    let gpus = at("gpu_count", compute.gpu_count, "GPUs");
    let mut findings = Vec::new();
    if compute.node_count * compute.gpus_per_node != compute.gpu_count {
        let product = Traced::derived(
            (compute.node_count * compute.gpus_per_node) as f64,
            "GPUs",
            "nodes * gpus_per_node",
            &[
                ("nodes", &at("node_count", compute.node_count, "nodes")),
                ("gpus_per_node", &at("gpus_per_node", compute.gpus_per_node, "GPUs")),
            ],
        );
        findings.push(
            FindingDraft::note(
                RULE.name,
                Severity::Error,
                format!("the design says {}, its nodes hold {}", gpus.words(), product.words()),
            )
            .against(gpus.clone(), product)
            .at("/design/compute/gpu_count")
            .repaired_by("correct the GPU count or the node count"),
        );
    }
    if let Some(asked) = &requirement.gpu_count
        && compute.gpu_count < asked.value
    {
        let asked = Traced::stated(asked.value as f64, "GPUs", "gpu_count", &asked.quote);
        findings.push(
            FindingDraft::note(
                RULE.name,
                Severity::Error,
                format!("the design holds {}, {} were asked for", gpus.words(), asked.words()),
            )
            .against(gpus, asked)
            .at("/design/compute/gpu_count")
            .repaired_by("add nodes"),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/gpu_count", "300")], &[]);
        sample::provoked(&super::RULE, &[], &[("gpu_count", "512")]);
    }
}
