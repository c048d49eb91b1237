//! The spines have a port for every link.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SpinePorts,
    group: Group::Fabric,
    checks: "the spines have a port for every link",
    why: "a link without a port cannot be cabled",
    source: "switches of the catalog, ports at the speed of the links",
    needs: &["/fabric/compute/leaf_spine_link_count", "/fabric/compute/switch_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(fabric) = design.fabric.compute.as_ref().filter(|fabric| fabric.spine_count > 0) else {
        return Vec::new();
    };
    let (Some(links), Some(gbps)) = (fabric.leaf_spine_link_count, fabric.link_gbps) else {
        return Vec::new();
    };
    let switch = fabric.switch_id.as_deref().and_then(|id| catalog.switch(id));
    let Some(ports) = switch.and_then(|switch| switch.ports_at(gbps as u64)) else { return Vec::new() };
    let ends = links + fabric.upper_link_count.unwrap_or(0);
    if ends <= fabric.spine_count * ports {
        return Vec::new();
    }
    let message = format!("{ends} links end on {} spines of {ports} ports each", fabric.spine_count);
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/fabric/compute/spine_count",
        "add spines, or use a switch with more ports",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/leaf_spine_link_count", "300")], &[]);
    }
}
