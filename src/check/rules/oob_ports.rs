//! The out-of-band switches have a port for every management port of the nodes.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::OobPorts,
    group: Group::Fabric,
    checks: "the out-of-band switches have a port for every management port of the nodes",
    why: "a node without management cannot be repaired from afar",
    source: "fabric parameters of the architecture",
    needs: &["/fabric/out_of_band/node_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let id = compute.architecture_id.as_deref().or(compute.pattern_id.as_deref());
    let profile = id.and_then(|id| catalog.fabric_profile(id));
    let Some(rule) = profile.and_then(|profile| profile.out_of_band.as_ref()) else { return Vec::new() };
    let Some(fabric) = &design.fabric.out_of_band else { return Vec::new() };
    // Rack-scale systems have their management switches inside the rack.
    let ports = (fabric.switch_count + rule.in_rack * fabric.switch_count) * rule.ports;
    let Some(links) = fabric.node_link_count.filter(|links| *links > ports) else { return Vec::new() };
    let message =
        format!("{links} management ports on {} switches of {} ports", fabric.switch_count, rule.ports);
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/fabric/out_of_band/switch_count",
        "add out-of-band switches",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/out_of_band/switch_count", "1")], &[]);
    }
}
