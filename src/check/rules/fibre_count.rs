//! There is a cable for every east-west link.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::FibreCount,
    group: Group::Fabric,
    checks: "there is a cable for every east-west link",
    why: "a link without a cable is a dead link",
    source: "one fibre serves one link",
    needs: &["/bom/lines/0", "/fabric/compute/node_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let Some(fabric) = &design.fabric.compute else { return Vec::new() };
    let have: u64 = bom.lines.iter().filter(|line| line.group == "cables").map(|line| line.quantity).sum();
    let need = fabric.node_link_count.unwrap_or(0) + fabric.leaf_spine_link_count.unwrap_or(0);
    if have >= need {
        return Vec::new();
    }
    let message = format!("{have} cables for {need} east-west links");
    vec![note(&RULE, Severity::Error, message, "/design/bom/lines", "add fibres until every link has one")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/node_link_count", "2000")], &[]);
    }
}
