//! The racks hold every node once.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackNodes,
    group: Group::Electrical,
    checks: "the racks hold every node once",
    why: "a node without a place is not installed",
    source: "arithmetic",
    needs: &["/facility/racks/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(facility) = &design.facility else { return Vec::new() };
    let held: u64 = facility.racks.iter().map(|rack| rack.count * rack.node_count).sum();
    if facility.racks.is_empty() || held == compute.node_count {
        return Vec::new();
    }
    let message = format!("the racks hold {held} nodes, the design has {}", compute.node_count);
    vec![note(&RULE, Severity::Error, message, "/design/compute/node_count", "correct the racks")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/racks/0/count", "1")], &[]);
    }
}
