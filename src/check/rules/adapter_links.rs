//! Every adapter of every node has its links on every plane.

use super::{
    Group, Rule,
    evidence::{at, breach, constant},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::{FindingDraft, Traced},
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::AdapterLinks,
    group: Group::ReferenceArchitecture,
    checks: "every adapter of every node has its links on every plane",
    why: "an adapter without a link leaves its GPU alone",
    source: "fabric parameters of the architecture",
    needs: &["/fabric/compute/node_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(fabric) = &design.fabric.compute else { return Vec::new() };
    let id = compute.architecture_id.as_deref().or(compute.pattern_id.as_deref());
    let Some(profile) = id.and_then(|id| catalog.fabric_profile(id)) else { return Vec::new() };
    let Some(links) = fabric.node_link_count else { return Vec::new() };
    let right = compute.node_count * profile.ew_adapters * fabric.plane_count;
    if links == right {
        return Vec::new();
    }
    let found = at("/design/fabric/compute/node_link_count", links as f64, "links");
    let nodes = at("/design/compute/node_count", compute.node_count as f64, "nodes");
    let planes = at("/design/fabric/compute/plane_count", fabric.plane_count as f64, "planes");
    let adapters =
        constant(profile.ew_adapters as f64, "adapters", "east-west adapters of a node", &profile.title);
    let limit = Traced::derived(
        right as f64,
        "links",
        "nodes * adapters * planes",
        &[("nodes", &nodes), ("adapters", &adapters), ("planes", &planes)],
    );
    let message = format!("{} leave the nodes, {} are needed", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "correct the links or the nodes")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/node_link_count", "200")], &[]);
    }
}
