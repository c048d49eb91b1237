//! The leaves have a port for every link.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::LeafPorts,
    group: Group::Fabric,
    checks: "the leaves have a port for every link",
    why: "a link without a port cannot be cabled",
    source: "switches of the catalog, ports at the speed of the links",
    needs: &["/fabric/compute/node_link_count", "/fabric/compute/switch_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(fabric) = &design.fabric.compute else { return Vec::new() };
    let (Some(links), Some(gbps)) = (fabric.node_link_count, fabric.link_gbps) else { return Vec::new() };
    let switch = fabric.switch_id.as_deref().and_then(|id| catalog.switch(id));
    let Some(ports) = switch.and_then(|switch| switch.ports_at(gbps as u64)) else { return Vec::new() };
    let ends = links + fabric.leaf_spine_link_count.unwrap_or(0) + fabric.service_link_count.unwrap_or(0);
    if ends <= fabric.leaf_count * ports {
        return Vec::new();
    }
    let message = format!("{ends} links end on {} leaves of {ports} ports each", fabric.leaf_count);
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/fabric/compute/leaf_count",
        "add leaves, or use a switch with more ports",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/leaf_count", "1")], &[]);
    }
}
