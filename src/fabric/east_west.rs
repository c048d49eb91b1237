//! The east-west fabric: collapsed core, dedicated pair, or leaves with the tiers above them.

use crate::design::fabric::{Basis, Derivation, Fabric, Layout, Network, Ratio, Role, Tier};

use super::{
    FabricError,
    clos::{self, ClosInput, ClosTier, Pods},
    collapsed::{self, inputs},
    input::{EastWest, FabricInput},
};

/// The east-west fabric and its layout.
///
/// # Errors
/// When the leaves cannot be joined or a pair does not fit where the architecture demands one.
pub fn plan(input: &FabricInput) -> Result<(Layout, Fabric), FabricError> {
    let ew = &input.east_west;
    if let Some(core) = &input.core {
        let budget = collapsed::cages(core, input.nodes, ew.adapters * ew.planes);
        if budget.value <= core.cages {
            return Ok((Layout::CollapsedCore, pair(input, budget, core.cages * core.links_per_cage)));
        }
    }
    if ew.pair && pair_fits(ew, input.nodes) {
        let links = collapsed::pair_downlinks(input.nodes, ew.adapters);
        let budget = Derivation {
            count: "pair_ports_per_switch".into(),
            value: 2 * links,
            rule: "R9".into(),
            formula: "2 * ceil(nodes * adapters / 2)".into(),
            inputs: inputs(&[("nodes", input.nodes), ("adapters", ew.adapters)]),
        };
        return Ok((Layout::DedicatedPair, pair(input, budget, ew.switch.links)));
    }
    leaf_spine(input)
}

/// Whether downlinks and as many inter-switch links fit one switch of a pair.
fn pair_fits(ew: &EastWest, nodes: u64) -> bool {
    2 * collapsed::pair_downlinks(nodes, ew.adapters) <= ew.switch.links
}

fn pair(input: &FabricInput, budget: Derivation, ports: u64) -> Fabric {
    let ew = &input.east_west;
    let down = collapsed::pair_downlinks(input.nodes, ew.adapters);
    let used = if budget.rule == "R8" { 2 * down * ew.planes } else { 2 * down };
    let count = 2 * if budget.rule == "R8" { 1 } else { ew.planes };
    let isl = Derivation {
        count: "isl_link_count".into(),
        value: down,
        rule: "R9".into(),
        formula: "ceil(nodes * adapters / 2)".into(),
        inputs: inputs(&[("nodes", input.nodes), ("adapters", ew.adapters)]),
    };
    let rule = budget.rule.clone();
    Fabric {
        network: Network::Compute,
        technology: ew.technology,
        switch: ew.switch.id.clone(),
        radix: ew.switch.links,
        link_gbps: ew.link_gbps,
        plane_count: ew.planes,
        rail_count: ew.adapters,
        rails_per_leaf: ew.adapters.div_ceil(2),
        group_node_count: input.nodes,
        group_leaf_count: 2,
        links_per_node: ew.adapters,
        tiers: vec![Tier {
            role: Role::Leaf,
            count_per_plane: 2,
            count,
            pod_count: 1,
            pod_member_count: 0,
            down_link_count: down,
            up_link_count: 0,
            isl_link_count: down,
            links_per_pair: 0,
            free_port_count: ports.saturating_sub(used),
        }],
        switch_count: count,
        node_link_count: input.nodes * ew.adapters * ew.planes,
        tier_link_counts: vec![down * ew.planes],
        service_link_count: 0,
        oversubscription: Ratio { down: 1, up: 1 },
        shares_switches_with: None,
        basis: Basis::Derived { rule, reason: "computed from the port budget".into() },
        derivations: vec![budget, isl],
    }
}

/// Leaves of a plane: whole groups, each of which holds every rail (section "leaf owns whole rails").
struct Leaves {
    rails_per_leaf: u64,
    group_nodes: u64,
    groups: u64,
    group_leaves: u64,
}

fn leaves(ew: &EastWest, nodes: u64) -> Leaves {
    let full = (ew.leaf_down / ew.rails_per_leaf.max(1)).max(1);
    let rails_per_leaf = if ew.pack_rails && nodes <= full {
        // The largest equal share of rails whose links still fit: one half-filled group needs half the leaves.
        (ew.rails_per_leaf..=ew.adapters)
            .rev()
            .find(|share| ew.adapters.is_multiple_of(*share) && nodes * share <= ew.leaf_down)
            .unwrap_or(ew.rails_per_leaf)
    } else {
        ew.rails_per_leaf
    };
    let group_nodes = (ew.leaf_down / rails_per_leaf.max(1)).max(1);
    Leaves {
        rails_per_leaf,
        group_nodes,
        groups: nodes.div_ceil(group_nodes),
        group_leaves: ew.adapters.div_ceil(rails_per_leaf),
    }
}

fn leaf_spine(input: &FabricInput) -> Result<(Layout, Fabric), FabricError> {
    let ew = &input.east_west;
    let rails = leaves(ew, input.nodes);
    let mut count = rails.groups * rails.group_leaves;
    // Published are whole units of rail pods; what is smaller than one has leaves and spines by its ports.
    let pods = ew.rail_pod_groups.filter(|groups| rails.groups >= *groups).map(|groups| {
        let units = rails.groups.div_ceil(groups);
        count = units * groups * rails.group_leaves;
        Pods { leaves: groups, count: units * rails.group_leaves, separate: units == 1 }
    });
    let clos_input = ClosInput {
        leaves: count,
        leaf_down: ew.leaf_down,
        leaf_up: ew.leaf_up,
        radix: ew.switch.links,
        even: ew.even_spines,
        group_leaves: rails.group_leaves,
        pods,
        depth: ew.depth,
        printed_spines: ew.printed_spines,
    };
    let planned = clos::clos(&clos_input)?;
    let layout = match planned.len() {
        1 => Layout::SingleSwitch,
        2 => Layout::LeafSpine,
        _ => Layout::MultiTier,
    };
    let tiers = tiers(&planned, ew);
    // Tables of full scalable units count no ports for the fabric manager: its links are planned where a leaf has room.
    let leaf_ports =
        tiers.first().map_or(0, |leaf| leaf.count_per_plane * (leaf.down_link_count + leaf.free_port_count));
    let managers =
        if input.nodes * ew.adapters + ew.manager_links <= leaf_ports { ew.manager_links } else { 0 };
    let switch_count = tiers.iter().map(|tier| tier.count).sum();
    let tier_link_counts =
        planned.iter().take(planned.len() - 1).map(|tier| tier.count * tier.up * ew.planes).collect();
    let shared = gcd(ew.leaf_down, ew.leaf_up).max(1);
    let rule = if pods.is_some() {
        "R2c"
    } else if planned.len() > 2 {
        "R2"
    } else {
        "R1"
    };
    Ok((
        layout,
        Fabric {
            network: Network::Compute,
            technology: ew.technology,
            switch: ew.switch.id.clone(),
            radix: ew.switch.links,
            link_gbps: ew.link_gbps,
            plane_count: ew.planes,
            rail_count: ew.adapters,
            rails_per_leaf: rails.rails_per_leaf,
            group_node_count: rails.group_nodes,
            group_leaf_count: rails.group_leaves,
            links_per_node: ew.adapters,
            tiers,
            switch_count,
            node_link_count: input.nodes * ew.adapters * ew.planes,
            tier_link_counts,
            service_link_count: managers,
            oversubscription: Ratio { down: ew.leaf_down / shared, up: ew.leaf_up / shared },
            shares_switches_with: None,
            basis: Basis::Derived { rule: rule.into(), reason: "computed from port counts".into() },
            derivations: derivations(input, &rails, &planned, rule, pods.is_some()),
        },
    ))
}

fn tiers(planned: &[ClosTier], ew: &EastWest) -> Vec<Tier> {
    let roles = [Role::Leaf, Role::Spine, Role::SuperSpine, Role::Top];
    planned
        .iter()
        .zip(roles)
        .map(|(tier, role)| Tier {
            role,
            count_per_plane: tier.count,
            count: tier.count * ew.planes,
            pod_count: tier.pods,
            pod_member_count: tier.members,
            down_link_count: tier.down,
            up_link_count: tier.up,
            isl_link_count: 0,
            links_per_pair: tier.trunk,
            free_port_count: ew.switch.links.saturating_sub(tier.down + tier.up),
        })
        .collect()
}

fn derivations(
    input: &FabricInput,
    rails: &Leaves,
    planned: &[ClosTier],
    rule: &str,
    rail_pods: bool,
) -> Vec<Derivation> {
    let ew = &input.east_west;
    let mut list = vec![Derivation {
        count: "leaf_count_per_plane".into(),
        value: planned[0].count,
        rule: "R1".into(),
        formula: if rail_pods {
            "ceil(nodes / group_nodes / pod_groups) * pod_groups * ceil(rails / rails_per_leaf)".into()
        } else {
            "ceil(nodes / group_nodes) * ceil(rails / rails_per_leaf)".into()
        },
        inputs: inputs(&[
            ("nodes", input.nodes),
            ("group_nodes", rails.group_nodes),
            ("rails", ew.adapters),
            ("rails_per_leaf", rails.rails_per_leaf),
            ("leaf_down", ew.leaf_down),
        ]),
    }];
    if let Some(groups) = ew.rail_pod_groups.filter(|_| rail_pods) {
        list[0].inputs.extend(inputs(&[("pod_groups", groups)]));
    }
    let names = ["leaf", "spine", "super_spine", "top"];
    for at in 1..planned.len() {
        let (below, tier) = (&planned[at - 1], &planned[at]);
        let top = at + 1 == planned.len();
        let ports = if top && !(rail_pods && at == 1) { ew.switch.links } else { ew.switch.links / 2 };
        let columns = if at == 1 { 1 } else { below.per_pod };
        let even = ew.even_spines && top && at == 1;
        let width = super::even_division(tier.members * below.up, ports, below.up, even);
        let printed = tier.count / (tier.pods * columns).max(1);
        let mut named = vec![("pods", tier.pods), ("columns", columns)];
        let formula = if width != Some(printed) {
            // A published row holds more switches than the ports ask for; the row stands.
            named.push(("printed", printed));
            "pods * columns * printed"
        } else {
            named.extend([("members", tier.members), ("uplinks", below.up), ("ports", ports)]);
            // An even count that divides the uplinks is twice a count that divides half of them.
            if even {
                "pods * columns * 2 * even_up(members * uplinks / ports / 2, uplinks / 2)"
            } else {
                "pods * columns * even_up(members * uplinks / ports, uplinks)"
            }
        };
        list.push(Derivation {
            count: format!("{}_count_per_plane", names[at.min(3)]),
            value: tier.count,
            rule: rule.into(),
            formula: formula.into(),
            inputs: inputs(&named),
        });
    }
    list
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
