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
    source: "a fibre serves one link, a splitter its far ends, a copper cable the links of its head",
    needs: &["/bom/lines/0", "/fabric/compute/node_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let Some(fabric) = &design.fabric.compute else { return Vec::new() };
    let gbps = fabric.link_gbps.map_or(1, |gbps| gbps as u64).max(1);
    // A splitter serves its far ends; a copper cable with modules as many links as go into its head.
    let links = |part: &str| {
        let cable = catalog.cable(part)?;
        let ends = cable.far_ends.as_ref().and_then(|ends| ends.known().copied());
        ends.or_else(|| Some((cable.head.as_ref()?.known()?.gbps / gbps).max(1)))
    };
    let have: u64 = bom
        .lines
        .iter()
        .filter(|line| line.group == "cables")
        .map(|line| line.quantity * line.part_id.as_deref().and_then(links).unwrap_or(1))
        .sum();
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
