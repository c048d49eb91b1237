//! Scalable units are the nodes over the nodes of a unit, rounded up.

use super::{
    Group, Rule,
    evidence::{at, breach, ratio_up},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::ScalableUnits,
    group: Group::ReferenceArchitecture,
    checks: "scalable units are the nodes over the nodes of a unit, rounded up",
    why: "support nodes, switches and cables are counted per unit",
    source: "Enterprise reference architectures, scalable unit",
    needs: &["/compute/su_nodes", "/compute/su_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let (Some(each), Some(count)) = (compute.su_nodes, compute.su_count) else { return Vec::new() };
    let right = compute.node_count.div_ceil(each.max(1));
    if count == right {
        return Vec::new();
    }
    let found = at("/design/compute/su_count", count as f64, "scalable units");
    let limit = ratio_up(
        ("nodes", &at("/design/compute/node_count", compute.node_count as f64, "nodes")),
        ("su_nodes", &at("/design/compute/su_nodes", each as f64, "nodes")),
        "scalable units",
    );
    let message = format!("{} stated, {} follow", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "correct the number of scalable units")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/su_count", "3")], &[]);
    }
}
