//! The north-south fabric beyond the sizes a publication prints: leaves at 1:1 by the port rule of the east-west
//! fabric, as many tiers as it takes (rule R13). Labelled derived wherever it is shown.

use crate::{
    catalog::kinds::{NorthSouth, NorthSouthRule},
    design::fabric::{Basis, Derivation, Fabric, Network, Ratio, Role, Technology, Tier},
};

use super::{
    FabricError,
    clos::{ClosInput, ClosTier, Depth, clos},
    collapsed::inputs,
    input::FabricInput,
    north_south::{BREAKOUT, gcd, parts},
};

/// Downlinks of a leaf come in steps of this many, so that trunks divide evenly over 2, 4 or 8 spines.
const STEP: u64 = 8;
/// Uplinks of an out-of-band switch: one to each core switch in NVIDIA's wire map of 2-8-9-400 (source
/// `fabric-era-wiremaps`).
const OOB_UPLINKS: u64 = 2;

/// Ports of one leaf kept for uplinks of out-of-band switches and for storage, which the converged fabric carries:
/// both 100G, in cages split eight ways that disable the cage next to them.
fn reserved(input: &FabricInput, rule: &NorthSouth, leaves: u64) -> u64 {
    let racks = input.rack_nodes.map_or(0, |per| input.nodes.div_ceil(per.max(1)));
    let oob = input.out_of_band.as_ref().map_or(0, |oob| match oob.per_rack {
        Some(per_rack) => (per_rack + oob.in_rack) * racks,
        None => (input.nodes * oob.ports_per_node).div_ceil(oob.ports.max(1)).max(oob.minimum),
    });
    let uses = [(oob * OOB_UPLINKS).div_ceil(leaves), input.storage_links.div_ceil(leaves)];
    let width = parts(rule);
    uses.iter().map(|ports| if width > 1 { ports.div_ceil(BREAKOUT) * 2 * width } else { *ports }).sum()
}

/// Downlinks of a leaf: those of the published leaf where the architecture has one, else the greatest step that
/// leaves room for as many uplinks and for what is reserved.
fn leaf_down(input: &FabricInput, rule: &NorthSouth, links: u64) -> Option<u64> {
    let fits = |down: u64| {
        let leaves = links.div_ceil(down).max(2);
        2 * down + reserved(input, rule, leaves) <= rule.switch_links
    };
    let published = match rule.rule {
        NorthSouthRule::PerNodes => rule.nodes_per_leaf.map(|nodes| nodes * rule.links_per_node),
        _ => None,
    };
    let steps = (1..=rule.switch_links / 2 / STEP).rev().map(|step| step * STEP);
    published.into_iter().chain(steps).find(|down| fits(*down))
}

/// The fabric.
///
/// # Errors
/// When no leaf has room for its links, or four tiers of this switch do not join them all.
pub fn north_south(input: &FabricInput, rule: &NorthSouth) -> Result<Fabric, FabricError> {
    let links = input.nodes * rule.links_per_node;
    let Some(down) = leaf_down(input, rule, links) else {
        return Err(FabricError::NotCovered {
            what: format!("a north-south fabric for {} nodes of {}", input.nodes, input.architecture),
            missing: format!("a leaf of {} ports has no room for its own uplinks", rule.switch_links),
            hint: "Choose a north-south switch with more ports".into(),
        });
    };
    let planned = clos(&ClosInput {
        leaves: links.div_ceil(down).max(2),
        leaf_down: down,
        leaf_up: down,
        radix: rule.switch_links,
        even: false,
        group_leaves: 1,
        pods: None,
        depth: Depth::Fewest,
        printed_spines: None,
    })?;
    let tiers = tiers(&planned, rule);
    let shared = gcd(down, planned[0].up);
    Ok(Fabric {
        network: Network::Converged,
        technology: Technology::Ethernet,
        switch: rule.switch.to_string(),
        radix: rule.switch_links,
        link_gbps: rule.link_gbps,
        plane_count: 1,
        rail_count: 0,
        rails_per_leaf: 0,
        group_node_count: 0,
        group_leaf_count: 0,
        links_per_node: rule.links_per_node,
        switch_count: tiers.iter().map(|tier| tier.count).sum(),
        node_link_count: links,
        tier_link_counts: planned.iter().take(planned.len() - 1).map(|tier| tier.count * tier.up).collect(),
        service_link_count: 0,
        oversubscription: Ratio { down: down / shared, up: planned[0].up / shared },
        tiers,
        shares_switches_with: None,
        basis: Basis::Derived {
            rule: "R13".into(),
            reason: format!(
                "no table prints the north-south fabric of {} at {} nodes; computed from ports at 1:1",
                input.architecture, input.nodes
            ),
        },
        derivations: derivations(input, rule, &planned),
    })
}

fn tiers(planned: &[ClosTier], rule: &NorthSouth) -> Vec<Tier> {
    [Role::Leaf, Role::Spine, Role::SuperSpine, Role::Top]
        .into_iter()
        .zip(planned)
        .map(|(role, tier)| Tier {
            role,
            count_per_plane: tier.count,
            count: tier.count,
            pod_count: tier.pods,
            pod_member_count: tier.members,
            down_link_count: tier.down,
            up_link_count: tier.up,
            isl_link_count: 0,
            links_per_pair: tier.trunk,
            free_port_count: rule.switch_links.saturating_sub(tier.down + tier.up),
        })
        .collect()
}

fn derivations(input: &FabricInput, rule: &NorthSouth, planned: &[ClosTier]) -> Vec<Derivation> {
    let mut list = vec![Derivation {
        count: "leaf_count_per_plane".into(),
        value: planned[0].count,
        rule: "R13".into(),
        formula: "max(2, ceil(nodes * links_per_node / leaf_down))".into(),
        inputs: inputs(&[
            ("nodes", input.nodes),
            ("links_per_node", rule.links_per_node),
            ("leaf_down", planned[0].down),
        ]),
    }];
    for at in 1..planned.len() {
        let (below, tier) = (&planned[at - 1], &planned[at]);
        let top = at + 1 == planned.len();
        let named = [
            ("pods", tier.pods),
            ("columns", if at == 1 { 1 } else { below.per_pod }),
            ("members", tier.members),
            ("uplinks", below.up),
            ("ports", if top { rule.switch_links } else { rule.switch_links / 2 }),
        ];
        list.push(Derivation {
            count: format!("{}_count_per_plane", ["leaf", "spine", "super_spine", "top"][at.min(3)]),
            value: tier.count,
            rule: "R13".into(),
            formula: "pods * columns * even_up(members * uplinks / ports, uplinks)".into(),
            inputs: inputs(&named),
        });
    }
    list
}
