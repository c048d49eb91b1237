//! The bill of materials has every server.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, SystemClass},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomServers,
    group: Group::Consistency,
    checks: "the bill of materials has every server",
    why: "a missing server is noticed on delivery",
    source: "arithmetic",
    needs: &["/bom/lines/0", "/compute/system_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(bom) = &design.bom else { return Vec::new() };
    let Some(id) = compute.system_id.as_deref() else { return Vec::new() };
    let rack_scale = catalog.system(id).is_some_and(|system| system.class == SystemClass::RackScale);
    let listed: u64 = bom
        .lines
        .iter()
        .filter(|line| line.group == "compute" && line.part_id.as_deref() == Some(id))
        .map(|line| line.quantity)
        .sum();
    if rack_scale && listed > 0 || listed == compute.node_count {
        return Vec::new();
    }
    let message = format!("the bill lists {listed} of {id}, the design has {} nodes", compute.node_count);
    vec![note(&RULE, Severity::Error, message, "/design/bom/lines", "correct the quantity")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/lines/0/quantity", "30")], &[]);
    }
}
