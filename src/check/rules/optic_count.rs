//! The modules serve every end of the east-west links.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, Fact, kinds::PortType},
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
    let lines = bom.lines.iter().filter(|line| matches!(line.group.as_str(), "optics" | "cables"));
    let optics = lines.clone().filter(|line| line.group == "optics").count();
    if optics == 0 || lines.clone().any(|line| line.part_id.is_none() && line.item.contains("east-west")) {
        return Vec::new();
    }
    let gbps = fabric.link_gbps.map_or(1, |gbps| gbps as u64).max(1);
    let cages = fabric.switch_id.as_deref().and_then(|id| catalog.switch(id)?.cages.as_ref()?.known());
    let of_switch =
        |cage: PortType| cages.is_some_and(|groups| groups.iter().any(|group| group.cage == cage));
    let served: u64 = lines
        .filter_map(|line| {
            let part = line.part_id.as_deref()?;
            // A switch's module is divided down to the speed of the link; an adapter's is not.
            let of_module = catalog.transceiver(part).and_then(|module| {
                let links = module.links.as_ref()?.known().copied()?;
                let split = module.cage.as_ref().and_then(Fact::known).is_some_and(|cage| of_switch(*cage));
                let whole = module.gbps.as_ref().and_then(Fact::known).filter(|_| split);
                Some(whole.map_or(links, |whole| links.max(whole / gbps)))
            });
            // A cable with modules at both ends serves both ends of the links that go into its head.
            let of_cable = || Some(2 * (catalog.cable(part)?.head.as_ref()?.known()?.gbps / gbps).max(1));
            Some(line.quantity * of_module.or_else(of_cable)?)
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
