//! North-south and out-of-band switches (R4, R5, R7, R12).

use crate::{
    catalog::kinds::{NorthSouth, NorthSouthRule, OutOfBand},
    design::fabric::{Basis, Derivation, Fabric, Network, Ratio, Role, Technology, Tier},
};

use super::{FabricError, collapsed::inputs, input::FabricInput};

/// Most leaves the NVL72 Enterprise RA gives the converged fabric: seven at eight racks (Table 7).
const NVL72_LEAVES_MAX: u64 = 7;

/// The north-south fabric; `shared` when the core pair carries it.
///
/// # Errors
/// When the size is beyond what the rule was read at.
pub fn converged(input: &FabricInput, rule: &NorthSouth, shared: bool) -> Result<Fabric, FabricError> {
    let nodes = input.nodes;
    if rule.nodes_max.is_some_and(|max| nodes > max) {
        return super::grown::north_south(input, rule);
    }
    if rule.rule == NorthSouthRule::Pair && !shared && !pair_fits(input, rule) {
        return super::grown::north_south(input, rule);
    }
    let su = || nodes.div_ceil(input.su_nodes.unwrap_or(nodes).max(1));
    let (leaf, spine, rule_id, [leaf_formula, spine_formula], named) = match rule.rule {
        NorthSouthRule::Pair => (2, 0, "R6", ["2", "0"], inputs(&[("nodes", nodes)])),
        NorthSouthRule::PerNodes => {
            let per = rule.nodes_per_leaf.unwrap_or(1).max(1);
            let leaf = nodes.div_ceil(per).max(2);
            let spine = if leaf <= 2 { 0 } else { leaf.div_ceil(2) };
            let named = inputs(&[("nodes", nodes), ("nodes_per_leaf", per)]);
            let spine_formula = if spine == 0 { "0" } else { "ceil(ceil(nodes / nodes_per_leaf) / 2)" };
            (leaf, spine, "R5", ["max(2, ceil(nodes / nodes_per_leaf))", spine_formula], named)
        }
        NorthSouthRule::PerRackCapped => {
            let racks = nodes.div_ceil(input.rack_nodes.unwrap_or(nodes).max(1));
            let leaf = racks.clamp(2, NVL72_LEAVES_MAX);
            let spine = match leaf {
                ..=2 => 0,
                3..=4 => 2,
                _ => 4,
            };
            // Spines come in steps that the table prints: none up to 2 racks, 2 up to 4, 4 up to 8.
            let spine_formula = match spine {
                0 => "0",
                2 => "2",
                _ => "4",
            };
            (leaf, spine, "R4", ["max(2, min(racks, 7))", spine_formula], inputs(&[("racks", racks)]))
        }
        NorthSouthRule::PerSu => {
            let (leaves, spines) = (rule.leaves_per_su.unwrap_or(2), rule.spines_per_su.unwrap_or(0));
            let named = inputs(&[("su", su()), ("leaves_per_su", leaves), ("spines_per_su", spines)]);
            (leaves * su(), spines * su(), "R12", ["leaves_per_su * su", "spines_per_su * su"], named)
        }
    };
    let links = nodes * rule.links_per_node;
    // Two leaves without a spine are a pair: they reach each other by inter-switch links.
    let pair_isl = leaf == 2 && spine == 0 && !shared;
    let derive = |count: &str, value, formula: &str| Derivation {
        count: count.into(),
        value,
        rule: rule_id.into(),
        formula: formula.into(),
        inputs: named.clone(),
    };
    let mut tiers = Vec::new();
    let mut derivations = Vec::new();
    if !shared {
        let tier = |role, count, down| Tier {
            role,
            count_per_plane: count,
            count,
            pod_count: 1,
            pod_member_count: if role == Role::Leaf { 0 } else { leaf },
            down_link_count: down,
            up_link_count: 0,
            isl_link_count: 0,
            links_per_pair: 0,
            free_port_count: rule.switch_links.saturating_sub(down),
        };
        tiers.push(tier(Role::Leaf, leaf, links.div_ceil(leaf.max(1))));
        derivations.push(derive("leaf_count_per_plane", leaf, leaf_formula));
        if spine > 0 {
            tiers.push(tier(Role::Spine, spine, 0));
            derivations.push(derive("spine_count_per_plane", spine, spine_formula));
        }
        join(&mut tiers, rule, pair_isl);
    }
    let uplinks = tiers.first().map_or(0, |tier| tier.up_link_count.max(tier.isl_link_count));
    let down = tiers.first().map_or(1, |tier| tier.down_link_count.max(1));
    let shared_divisor = gcd(down, uplinks.max(1));
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
        tier_link_counts: tiers
            .first()
            .map(|tier| if spine > 0 { tier.count * tier.up_link_count } else { tier.isl_link_count })
            .into_iter()
            .filter(|count| *count > 0)
            .collect(),
        service_link_count: 0,
        oversubscription: if uplinks == 0 {
            Ratio { down: 1, up: 1 }
        } else {
            Ratio { down: down / shared_divisor, up: uplinks / shared_divisor }
        },
        tiers,
        shares_switches_with: shared.then_some(Network::Compute),
        basis: Basis::Derived { rule: rule_id.into(), reason: "computed from the size".into() },
        derivations,
    })
}

/// Parts of a cage broken out for 100G uplinks of out-of-band switches; it disables the cage next to it.
pub(super) const BREAKOUT: u64 = 8;

/// Whether a pair has the ports: its node links, as many inter-switch links, and the uplinks of the out-of-band
/// switches in cages split eight ways.
fn pair_fits(input: &FabricInput, rule: &NorthSouth) -> bool {
    let down = (input.nodes * rule.links_per_node).div_ceil(2);
    let oob = input.out_of_band.as_ref().map_or(0, |oob| oob_switches(oob, input.nodes));
    // Whole cages: each use starts in a cage of its own. Slower switches give out whole ports.
    let parts = parts(rule);
    let uplinks = if parts > 1 { oob.div_ceil(BREAKOUT) * 2 * parts } else { oob };
    2 * down.div_ceil(parts) * parts + uplinks <= rule.switch_links
}

/// Links of one cage: 800G cages for 200G and 400G links, whole ports for slower ones.
pub(super) fn parts(rule: &NorthSouth) -> u64 {
    if rule.link_gbps >= 200 { (800 / rule.link_gbps).max(1) } else { 1 }
}

/// Joins leaves and spines with as many uplinks as downlinks, rounded up to an equal number per spine, as far as
/// ports reach. No published table states these uplinks; 1:1 is the safe reading.
fn join(tiers: &mut [Tier], rule: &NorthSouth, pair: bool) {
    match tiers {
        [leaf, spine] => {
            let per_spine = leaf
                .down_link_count
                .div_ceil(spine.count)
                .min(rule.switch_links.saturating_sub(leaf.down_link_count) / spine.count)
                .min(rule.switch_links / leaf.count.max(1));
            leaf.links_per_pair = per_spine;
            leaf.up_link_count = per_spine * spine.count;
            leaf.free_port_count =
                rule.switch_links.saturating_sub(leaf.down_link_count + leaf.up_link_count);
            spine.down_link_count = per_spine * leaf.count;
            spine.free_port_count = rule.switch_links.saturating_sub(spine.down_link_count);
        }
        [leaf] if pair && leaf.count == 2 => {
            leaf.isl_link_count =
                leaf.down_link_count.min(rule.switch_links.saturating_sub(leaf.down_link_count));
            leaf.free_port_count =
                rule.switch_links.saturating_sub(leaf.down_link_count + leaf.isl_link_count);
        }
        _ => {}
    }
}

/// Out-of-band switches outside racks. The published sizes reserve ports for a pattern's other cabling options; above
/// the largest of them the reserve stays as it is, and more switches come with the ports that are cabled.
#[must_use]
pub fn oob_switches(rule: &OutOfBand, nodes: u64) -> u64 {
    let ports = rule.ports.max(1);
    let reserved = nodes.min(rule.reserved_nodes_max.unwrap_or(nodes)) * rule.ports_per_node;
    let cabled = if rule.reserved_nodes_max.is_some() { nodes * rule.cabled_per_node } else { 0 };
    reserved.div_ceil(ports).max(cabled.div_ceil(ports)).max(rule.minimum)
}

/// The out-of-band switches: R7, or per rack for rack-scale systems.
#[must_use]
pub fn out_of_band(input: &FabricInput, rule: &OutOfBand) -> Fabric {
    let nodes = input.nodes;
    let racks = input.rack_nodes.map_or(0, |per| nodes.div_ceil(per.max(1)));
    let (outside, formula, named) = match rule.per_rack {
        Some(per_rack) => (
            (per_rack * racks).max(rule.minimum),
            "max(minimum, per_rack * racks)",
            inputs(&[("minimum", rule.minimum), ("per_rack", per_rack), ("racks", racks)]),
        ),
        None => match rule.reserved_nodes_max.filter(|most| nodes > *most) {
            None => (
                oob_switches(rule, nodes),
                "max(minimum, ceil(nodes * ports_per_node / ports))",
                inputs(&[
                    ("minimum", rule.minimum),
                    ("nodes", nodes),
                    ("ports_per_node", rule.ports_per_node),
                    ("ports", rule.ports),
                ]),
            ),
            Some(most) => (
                oob_switches(rule, nodes),
                "max(minimum, ceil(reserved_nodes * ports_per_node / ports), ceil(nodes * cabled_per_node / ports))",
                inputs(&[
                    ("minimum", rule.minimum),
                    ("reserved_nodes", most),
                    ("ports_per_node", rule.ports_per_node),
                    ("nodes", nodes),
                    ("cabled_per_node", rule.cabled_per_node),
                    ("ports", rule.ports),
                ]),
            ),
        },
    };
    let mut derivations = vec![Derivation {
        count: "leaf_count_per_plane".into(),
        value: outside,
        rule: "R7".into(),
        formula: formula.into(),
        inputs: named,
    }];
    let inside = rule.in_rack * racks;
    if inside > 0 {
        derivations.push(Derivation {
            count: "in_rack_count".into(),
            value: inside,
            rule: "R7".into(),
            formula: "in_rack * racks".into(),
            inputs: inputs(&[("in_rack", rule.in_rack), ("racks", racks)]),
        });
    }
    let count = outside + inside;
    let used = (nodes * rule.cabled_per_node).div_ceil(count.max(1));
    Fabric {
        network: Network::OutOfBand,
        technology: Technology::Ethernet,
        switch: rule.switch.to_string(),
        radix: rule.ports,
        link_gbps: 1,
        plane_count: 1,
        rail_count: 0,
        rails_per_leaf: 0,
        group_node_count: 0,
        group_leaf_count: 0,
        links_per_node: rule.cabled_per_node,
        tiers: vec![Tier {
            role: Role::Leaf,
            count_per_plane: count,
            count,
            pod_count: 1,
            pod_member_count: 0,
            down_link_count: used,
            up_link_count: 0,
            isl_link_count: 0,
            links_per_pair: 0,
            free_port_count: rule.ports.saturating_sub(used),
        }],
        switch_count: count,
        node_link_count: nodes * rule.cabled_per_node,
        tier_link_counts: Vec::new(),
        service_link_count: 0,
        oversubscription: Ratio { down: 1, up: 1 },
        shares_switches_with: None,
        basis: Basis::Derived {
            rule: "R7".into(),
            reason: "computed from the ports reserved per node".into(),
        },
        derivations,
    }
}

pub(super) fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
