//! A node holds as many GPUs as the pattern says.

use super::{
    Group, Rule,
    evidence::{at, breach, fact},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RaGpusPerNode,
    group: Group::ReferenceArchitecture,
    checks: "a node holds as many GPUs as the pattern says",
    why: "another node form has other ports and power",
    source: "Enterprise reference architectures: the second digit of C-G-N-B",
    needs: &["/compute/pattern_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    if compute.gpus_per_node == pattern.g {
        return Vec::new();
    }
    let found = at("/design/compute/gpus_per_node", compute.gpus_per_node as f64, "GPUs");
    let limit = fact(&format!("pattern/{}", pattern.id), "g", pattern.g as f64, "GPUs", pattern);
    let message = format!("{} has {} per node, the design {}", pattern.id, limit.words(), found.words());
    vec![breach(
        &RULE,
        Severity::Error,
        message,
        found,
        limit,
        "use the node form of the pattern, or another pattern",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/gpus_per_node", "4")], &[]);
    }
}
