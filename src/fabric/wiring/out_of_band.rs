//! Out-of-band links: management ports of nodes, and uplinks of the out-of-band switches.

use crate::{
    catalog::kinds::{CorePorts, FabricProfile},
    design::{
        fabric::{FabricPlan, Layout, Network},
        wiring::{DeviceKind, End, LinkRole, Port, PortKind},
    },
};

use super::{
    WiringError,
    build::{Build, Split, digits, link, narrow, switch},
};

/// Copper ports of an SN2201, and its four 100G ports after them (SN2201 datasheet: 48 x 1GbE, 4 x 100GbE).
const PORTS: Split = Split { parts: 1, ports: 52 };
/// Gb/s of an uplink of an out-of-band switch.
const UPLINK_GBPS: u64 = 100;
/// First uplink port.
const UPLINK_PORT: u64 = 49;
/// Parts of a cage broken out for 100G uplinks; the even cage next to it is disabled.
const BREAKOUT: u64 = 8;

/// The out-of-band switches outside racks, in order.
pub struct OobSwitches {
    /// Their places.
    pub outside: Vec<u32>,
    /// Downlink ports used so far, per switch.
    pub used: Vec<u64>,
    /// Switches inside racks.
    pub inside: Vec<u32>,
}

/// Adds the switches and wires the nodes.
///
/// Around a core pair the ports of all nodes go round the switches one by one, as NVIDIA's wire map has it; at scale
/// a switch serves neighbouring nodes, and rack-scale systems have switches of their own inside each rack.
///
/// # Errors
/// When a switch has fewer ports than the plan needs.
pub fn wire(
    build: &mut Build,
    plan: &FabricPlan,
    profile: &FabricProfile,
    nodes: &[u32],
) -> Result<Option<OobSwitches>, WiringError> {
    let (Some(fabric), Some(rule)) = (&plan.out_of_band, &profile.out_of_band) else { return Ok(None) };
    let inside_count = fabric
        .derivations
        .iter()
        .find(|derivation| derivation.count == "in_rack_count")
        .map_or(0, |derivation| derivation.value);
    let outside_count = fabric.switch_count - inside_count;
    let mut switches = OobSwitches { outside: Vec::new(), used: Vec::new(), inside: Vec::new() };
    for number in 1..=outside_count {
        let name = format!("oob-switch-{number:0width$}", width = digits(outside_count));
        switches.outside.push(build.device(switch(name, DeviceKind::OobSwitch, fabric))?);
        switches.used.push(0);
    }
    let per_rack = rule.in_rack.max(1);
    for number in 0..inside_count {
        let (rack, place) = (number / per_rack + 1, number % per_rack + 1);
        let name = format!("rack-{rack:0width$}-oob-{place:02}", width = digits(inside_count / per_rack));
        switches.inside.push(build.device(switch(name, DeviceKind::OobSwitch, fabric))?);
    }
    let round =
        plan.layout == Layout::CollapsedCore || (plan.layout == Layout::DedicatedPair && outside_count <= 8);
    let rack_nodes = profile.rack_nodes.unwrap_or(1).max(1);
    // Above the sizes that reserve ports, every switch serves equally many nodes.
    let even = rule
        .reserved_nodes_max
        .filter(|most| plan.node_count > *most)
        .map(|_| plan.node_count.div_ceil(outside_count.max(1)));
    for (at, node) in nodes.iter().enumerate() {
        let at = at as u64;
        for port in 0..rule.cabled_per_node {
            let number = at * rule.cabled_per_node + port;
            let (device, index) = if inside_count > 0 {
                let (rack, tray) = (at / rack_nodes, at % rack_nodes);
                let local = tray * rule.cabled_per_node + port;
                (switches.inside[(rack * per_rack + local % per_rack) as usize], local / per_rack)
            } else if round {
                ((switches.outside[(number % outside_count) as usize]), number / outside_count)
            } else if let Some(each) = even {
                let place = at / each;
                (switches.outside[place as usize], (at % each) * rule.cabled_per_node + port)
            } else {
                let reserved = at * rule.ports_per_node;
                let place = (reserved / rule.ports).min(outside_count - 1);
                (switches.outside[place as usize], reserved - place * rule.ports + port)
            };
            if round {
                let place = (number % outside_count) as usize;
                switches.used[place] = switches.used[place].max(index + 1);
            }
            let z = build.end(device, PORTS, index)?;
            let a = End { device: *node, port: Port::new(PortKind::Management(narrow(port + 1))) };
            build.link(link(a, z, (Network::OutOfBand, 1), LinkRole::Node));
        }
    }
    Ok(Some(switches))
}

/// Uplinks around a core pair: the parts of one cage go round the out-of-band switches.
///
/// # Errors
/// When a core switch has fewer parts than there are uplinks.
pub fn uplinks_to_core(
    build: &mut Build,
    ports: &CorePorts,
    cores: [u32; 2],
    oob: &OobSwitches,
) -> Result<(), WiringError> {
    let count = oob.outside.len() as u64;
    // Uplinks beyond one cage's parts would need another cage; one uplink per core switch is then what fits.
    let uplinks = if ports.oob_uplinks * count <= BREAKOUT { ports.oob_uplinks } else { 1 };
    let split = Split { parts: BREAKOUT, ports: ports.oob_cage * BREAKOUT };
    for (side, core) in cores.into_iter().enumerate() {
        for uplink in 0..uplinks {
            for (at, switch) in oob.outside.iter().enumerate() {
                let part = uplink * count + at as u64;
                let z = build.end(core, split, (ports.oob_cage - 1) * BREAKOUT + part)?;
                let index = ports.oob_uplink_port - 1 + side as u64 * 2 + uplink;
                let a = build.end(*switch, PORTS, index)?;
                build.link(link(a, z, (Network::OutOfBand, UPLINK_GBPS), LinkRole::OobUplink));
            }
        }
    }
    Ok(())
}

/// Uplinks to separate north-south leaves: each switch to two neighbouring leaves, in odd cages from the end of the
/// panel, as an eight-way breakout disables the even cage next to it.
///
/// # Errors
/// When a leaf has no cage left.
pub fn uplinks_to_leaves(
    build: &mut Build,
    leaves: &[u32],
    cages: u64,
    parts: u64,
    oob: &OobSwitches,
) -> Result<(), WiringError> {
    if leaves.is_empty() {
        return Ok(());
    }
    let mut used = vec![0_u64; leaves.len()];
    for (at, switch) in oob.outside.iter().chain(&oob.inside).enumerate() {
        for side in 0..2_usize.min(leaves.len()) {
            let leaf = (at + side) % leaves.len();
            let (step, part) = (used[leaf] / parts, used[leaf] % parts);
            used[leaf] += 1;
            let last_odd = if cages.is_multiple_of(2) { cages - 1 } else { cages };
            let cage = if parts > 1 { last_odd.saturating_sub(2 * step) } else { cages - step };
            let split = Split { parts, ports: cages * parts };
            let z = build.end(leaves[leaf], split, (cage - 1) * parts + part)?;
            let a = build.end(*switch, PORTS, UPLINK_PORT - 1 + side as u64)?;
            build.link(link(a, z, (Network::OutOfBand, UPLINK_GBPS), LinkRole::OobUplink));
        }
    }
    Ok(())
}
