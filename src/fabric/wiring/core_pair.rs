//! The collapsed core pair: NVIDIA's cage numbers where a wire map publishes them, else use by use in the same order.

use std::borrow::Cow;

use crate::{
    catalog::kinds::{CagePart, CorePorts, FabricProfile, Text},
    design::{
        fabric::{FabricPlan, Network},
        wiring::{DeviceKind, End, LinkRole, Port, PortKind, PortNames, Simulation},
    },
};

use super::{
    WiringError,
    build::{Build, Split, guest, link, narrow, switch},
    compute::{PairPorts, cages_of, pair},
    out_of_band::{OobSwitches, uplinks_to_core},
};

/// Parts of a cage for 200G links.
const QUARTER: u64 = 4;
/// Parts of a cage for 100G links.
const EIGHTH: u64 = 8;

/// Wires the core pair: both its directions, support servers, storage, edge and out-of-band uplinks.
///
/// # Errors
/// When a core switch has fewer ports than the plan needs.
pub fn wire(
    build: &mut Build,
    plan: &FabricPlan,
    profile: &FabricProfile,
    split: Split,
    nodes: &[u32],
    oob: Option<&mut OobSwitches>,
) -> Result<(), WiringError> {
    let ports = ports(plan, profile, split);
    let list = |list: Option<&[Text]>| list.unwrap_or_default().iter().map(ToString::to_string).collect();
    let named = ports.air_ports.as_ref();
    build.wiring.simulation = Some(Simulation {
        eth0_port: ports.air_eth0_port,
        one_management_switch: ports.air_one_management_switch,
        east_west: list(named.map(|ports| ports.east_west.as_ref())),
        converged: list(named.map(|ports| ports.converged.as_ref())),
        management: list(named.map(|ports| ports.management.as_ref())),
    });
    let mut cores = [0; 2];
    for (at, core) in cores.iter_mut().enumerate() {
        let name = format!("core-{:02}", at + 1);
        let mut device = cages_of(switch(name, DeviceKind::Core, &plan.compute), &plan.compute, split);
        device.unit = 1;
        device.place = at as u32 + 1;
        *core = build.device(device)?;
    }
    let cages = split.ports / split.parts.max(1);
    let quarter = Split { parts: QUARTER, ports: cages * QUARTER };
    let north_south = plan.converged.as_ref();
    let gbps = north_south.map_or(200, |fabric| fabric.link_gbps);
    let per_node = north_south.map_or(2, |fabric| fabric.links_per_node);
    for (at, node) in nodes.iter().enumerate() {
        for number in 0..per_node {
            let side = (number % 2) as usize;
            let index = (ports.converged_cage - 1) * QUARTER + at as u64 * per_node.div_ceil(2) + number / 2;
            let z = build.end(cores[side], quarter, index)?;
            let a = End { device: *node, port: Port::new(PortKind::Converged(narrow(number + 1))) };
            build.link(link(a, z, (Network::Converged, gbps), LinkRole::Node));
        }
    }
    let places = PairPorts {
        down_from: (ports.east_west_cage - 1) * split.parts,
        isl_from: (ports.isl_cage - 1) * split.parts,
    };
    pair(build, plan, split, nodes, cores, 1, places)?;
    let supports = support(build, &ports, cores, quarter)?;
    storage_and_edge(build, &ports, cores, cages)?;
    if let Some(oob) = oob {
        support_management(build, &ports, &supports, oob)?;
        uplinks_to_core(build, &ports, cores, oob)?;
    }
    Ok(())
}

/// The published cages, or use by use behind each other when the size outgrows them or none are published.
fn ports<'a>(plan: &FabricPlan, profile: &'a FabricProfile, split: Split) -> Cow<'a, CorePorts> {
    let fits = profile.wiremap_nodes.is_some_and(|nodes| plan.node_count <= nodes);
    if let Some(ports) = profile.core_ports.as_ref().filter(|_| fits) {
        return Cow::Borrowed(ports);
    }
    let down = plan.compute.tiers.first().map_or(0, |tier| tier.down_link_count);
    let converged = plan.node_count.div_ceil(QUARTER);
    let east_west = down.div_ceil(split.parts.max(1));
    let cages = split.ports / split.parts.max(1);
    let support_cages = profile.core.as_ref().map_or(2, |core| core.support_cages);
    let named = profile.core_ports.as_ref();
    let east_west_cage = 1 + converged;
    let isl_cage = east_west_cage + east_west;
    let last_odd = if cages.is_multiple_of(2) { cages - 1 } else { cages };
    let edge = (0..4).map(|part| CagePart { cage: last_odd, part }).collect::<Vec<_>>();
    let storage = (0..4).map(|part| CagePart { cage: last_odd - 2, part }).collect::<Vec<_>>();
    Cow::Owned(CorePorts {
        converged_cage: 1,
        east_west_cage,
        isl_cage,
        support_cage: isl_cage + east_west,
        support: named.map_or_else(
            || {
                (1..=support_cages * QUARTER)
                    .map(|number| Text::Owned(format!("support-{number:02}")))
                    .collect()
            },
            |named| named.support.clone(),
        ),
        support_oob_port: 1,
        oob_cage: last_odd - 4,
        oob_uplinks: 2,
        oob_uplink_port: 49,
        storage: Cow::Owned(storage),
        storage_gbps: 100,
        edge: Cow::Owned(edge),
        edge_ports: (1, 3),
        air_eth0_port: 1,
        air_one_management_switch: false,
        air_ports: None,
    })
}

fn support(
    build: &mut Build,
    ports: &CorePorts,
    cores: [u32; 2],
    split: Split,
) -> Result<Vec<u32>, WiringError> {
    let naming = build.names(PortNames {
        adapters: Vec::new(),
        converged: vec!["B3220 SL2 P1".into(), "B3220 SL2 P2".into()],
        management: vec!["LOM P1".into(), "LOM P2".into(), "B3220 BMC".into(), "BMC".into()],
    });
    let mut places = Vec::new();
    for (at, name) in ports.support.iter().enumerate() {
        let server = build.device(guest(name.to_string(), DeviceKind::Support, naming))?;
        places.push(server);
        for (side, core) in cores.into_iter().enumerate() {
            let z = build.end(core, split, (ports.support_cage - 1) * QUARTER + at as u64)?;
            let a = End { device: server, port: Port::new(PortKind::Converged(narrow(side as u64 + 1))) };
            build.link(link(a, z, (Network::Converged, 200), LinkRole::Support));
        }
    }
    Ok(places)
}

/// Storage and edge links alternate between two systems and between two switches.
fn storage_and_edge(
    build: &mut Build,
    ports: &CorePorts,
    cores: [u32; 2],
    cages: u64,
) -> Result<(), WiringError> {
    let naming = build.names(PortNames::default());
    let mut stores = Vec::new();
    for number in 1..=2 {
        stores.push(build.device(guest(format!("storage-{number:02}"), DeviceKind::Storage, naming))?);
    }
    let storage_parts = if ports.storage_gbps >= 200 { QUARTER } else { EIGHTH };
    let mut next = [0_u64; 2];
    for core in cores {
        for (at, place) in ports.storage.iter().enumerate() {
            let split = Split { parts: storage_parts, ports: cages * storage_parts };
            let z = build.end(core, split, (place.cage - 1) * storage_parts + place.part)?;
            next[at % 2] += 1;
            let a =
                End { device: stores[at % 2], port: Port::new(PortKind::Converged(narrow(next[at % 2]))) };
            build.link(link(a, z, (Network::Converged, ports.storage_gbps), LinkRole::Storage));
        }
    }
    let mut edges = Vec::new();
    for number in 1..=2 {
        edges.push(build.device(guest(format!("cust-net-edge-{number:02}"), DeviceKind::Edge, naming))?);
    }
    let split = Split { parts: EIGHTH, ports: cages * EIGHTH };
    for (core, first) in cores.into_iter().zip([ports.edge_ports.0, ports.edge_ports.1]) {
        for (at, place) in ports.edge.iter().enumerate() {
            let a = build.end(core, split, (place.cage - 1) * EIGHTH + place.part)?;
            let port = Port::new(PortKind::Cage(narrow(first + at as u64 / 2)));
            let z = End { device: edges[at % 2], port };
            build.link(link(a, z, (Network::Converged, 100), LinkRole::Edge));
        }
    }
    Ok(())
}

/// Management ports of support servers, round the switches behind the ports of the nodes.
fn support_management(
    build: &mut Build,
    ports: &CorePorts,
    supports: &[u32],
    oob: &mut OobSwitches,
) -> Result<(), WiringError> {
    let count = oob.outside.len() as u64;
    if count == 0 {
        return Ok(());
    }
    let used = oob.used.iter().copied().max().unwrap_or(0);
    let first = used.max(ports.support_oob_port - 1);
    // SN2201: 48 copper ports.
    let free = 48_u64.saturating_sub(first) * count;
    let per_server = 4.min(free / (supports.len() as u64).max(1));
    for (at, server) in supports.iter().enumerate() {
        for port in 0..per_server {
            let number = at as u64 * per_server + port;
            let split = Split { parts: 1, ports: 48 };
            let z = build.end(oob.outside[(number % count) as usize], split, first + number / count)?;
            let a = End { device: *server, port: Port::new(PortKind::Management(narrow(port + 1))) };
            build.link(link(a, z, (Network::OutOfBand, 1), LinkRole::Support));
        }
    }
    if per_server < 4 {
        build.wiring.notes.push(format!(
            "{} of the 4 management ports of each support server find a free out-of-band port",
            per_server
        ));
    }
    Ok(())
}
