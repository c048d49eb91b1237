//! The modules serve every end of the east-west links.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::OpticCount,
    group: Group::Fabric,
    checks: "the modules serve every end of the east-west links",
    why: "an end without a module is a dead link",
    source: "a link has two ends",
    needs: &["/bom/lines/0", "/fabric/compute/node_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let Some(fabric) = &design.fabric.compute else { return Vec::new() };
    let lines = bom.lines.iter().filter(|line| line.group == "optics");
    if lines.clone().count() == 0
        || lines.clone().any(|line| line.part_id.is_none() && line.item.contains("east-west"))
    {
        return Vec::new();
    }
    let served: u64 = lines
        .filter_map(|line| {
            Some(line.quantity * catalog.transceiver(line.part_id.as_deref()?)?.links.as_ref()?.known()?)
        })
        .sum();
    let ends = 2 * (fabric.node_link_count.unwrap_or(0) + fabric.leaf_spine_link_count.unwrap_or(0));
    if served >= ends {
        return Vec::new();
    }
    let message = format!("the modules serve {served} link ends, the east-west fabric has {ends}");
    vec![note(&RULE, Severity::Error, message, "/design/bom/lines", "add modules until every end has one")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/node_link_count", "2000")], &[]);
    }
}
