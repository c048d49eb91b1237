//! The number of nodes lies in the range the pattern is published for.

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
    name: RuleId::RaNodeRange,
    group: Group::ReferenceArchitecture,
    checks: "the number of nodes lies in the range the pattern is published for",
    why: "outside the range nobody has published the counts",
    source: "Enterprise reference architectures, sizing documents",
    needs: &["/compute/pattern_id"],
    judge,
};

fn judge(design: &Design, requirement: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    let range = pattern.node_count;
    if (range.min..=range.max).contains(&compute.node_count) {
        return Vec::new();
    }
    let bound = if compute.node_count < range.min { range.min } else { range.max };
    // A design that claims the pattern is rejected; one the planner chose it for goes on and says so.
    let named = |stated: &crate::design::Stated<Vec<String>>| stated.value.iter().any(|id| *id == pattern.id);
    let claimed = requirement.patterns.as_ref().is_some_and(named) || requirement.is_empty();
    let severity = if claimed { Severity::Error } else { Severity::Warning };
    let nodes = at("/design/compute/node_count", compute.node_count as f64, "nodes");
    let limit = fact(&format!("pattern/{}", pattern.id), "node_count", bound as f64, "nodes", pattern);
    let message = format!(
        "{} is published for {} to {} nodes; the design has {}",
        pattern.id,
        range.min,
        range.max,
        nodes.words()
    );
    vec![breach(
        &RULE,
        severity,
        message,
        nodes,
        limit,
        &format!("plan {bound} nodes, or another architecture"),
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/node_count", "40")], &[]);
    }
}
