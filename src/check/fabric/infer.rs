//! A wiring made from an imported file alone: what each device is follows from how it is cabled.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::{
    fabric::{Network, Technology},
    wiring::{Device, DeviceKind, End, Link, LinkRole, Port, PortKind, Wiring},
    wiring_names::Naming,
};

use super::as_built::{AsBuilt, BuiltEnd};

/// The wiring an imported file describes, so that the rules can judge it without a design. Devices are switches
/// where the file says so, or where more than one link ends on them and they are no host by name; their tiers follow
/// from the distance to the nodes. Adapters ("node0001 mlx5_3") belong to the node in front of the blank, and their
/// number is their rail.
#[must_use]
pub fn infer_wiring(built: &AsBuilt) -> Wiring {
    let mut links_of: BTreeMap<&str, u32> = BTreeMap::new();
    for link in &built.links {
        for end in [&link.a, &link.z] {
            *links_of.entry(&end.device).or_default() += 1;
        }
    }
    let is_switch = |name: &str| {
        if !built.switches.is_empty() {
            return built.switches.contains(name);
        }
        !name.contains(" mlx5_") && !name.contains("node") && links_of.get(name).copied().unwrap_or(0) > 1
    };
    let mut names: BTreeSet<(bool, String)> = BTreeSet::new();
    for name in links_of.keys() {
        names.insert((
            is_switch(name),
            if is_switch(name) { (*name).to_string() } else { node_name(name).to_string() },
        ));
    }
    let places: BTreeMap<String, u32> =
        names.iter().enumerate().map(|(at, (_, name))| (name.clone(), at as u32)).collect();
    let mut wiring =
        Wiring { architecture: "imported".into(), planes: 1, compute_parts: 1, ..Wiring::default() };
    let technology =
        if built.naming == Naming::Infiniband { Technology::Infiniband } else { Technology::Ethernet };
    for (switch, name) in &names {
        wiring.devices.push(Device {
            name: name.clone(),
            kind: if *switch { DeviceKind::Top } else { DeviceKind::Node },
            model: String::new(),
            network: if *switch { Network::Compute } else { Network::OutOfBand },
            technology,
            plane: u16::from(*switch),
            unit: 0,
            place: 0,
            pod: 0,
            naming: 0,
            radix: 0,
            cages: 0,
            cage_gbps: 0,
        });
    }
    let end = |built: &BuiltEnd| {
        if is_switch(&built.device) {
            let device = places.get(&built.device).copied().unwrap_or(u32::MAX);
            (End { device, port: switch_port(&built.port) }, 0)
        } else {
            let rail = rail_of(built);
            let device = places.get(node_name(&built.device)).copied().unwrap_or(u32::MAX);
            (End { device, port: Port::new(PortKind::Adapter(rail, 1)) }, rail)
        }
    };
    for link in &built.links {
        if link.network.as_deref().is_some_and(|network| network != "compute") {
            continue;
        }
        let ((a, a_rail), (z, z_rail)) = (end(&link.a), end(&link.z));
        let (a, z, rail) = if is_switch(&link.a.device) && !is_switch(&link.z.device) {
            (z, a, z_rail)
        } else {
            (a, z, a_rail)
        };
        wiring.rails = wiring.rails.max(rail);
        let role = if rail > 0 { LinkRole::Node } else { LinkRole::Uplink };
        let gbps = link.gbps.unwrap_or(1);
        wiring.links.push(Link { a, z, gbps, network: Network::Compute, role, rail, plane: 1 });
    }
    tiers(&mut wiring);
    wiring
}

fn node_name(device: &str) -> &str {
    device.split(' ').next().unwrap_or(device)
}

/// The number behind `mlx5_`, `rail` or `NIC`, from 1; else the first number of the port.
fn rail_of(end: &BuiltEnd) -> u16 {
    let digits = |text: &str| -> Option<u16> {
        let from = text.find(|letter: char| letter.is_ascii_digit())?;
        text[from..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    };
    if let Some((_, number)) = end.device.split_once(" mlx5_") {
        return digits(number).map_or(1, |number| number + 1);
    }
    for stem in ["rail", "NIC", "SL", "mlx5_", "eth"] {
        if let Some((_, rest)) = end.port.split_once(stem) {
            return digits(rest).unwrap_or(1).max(1);
        }
    }
    digits(&end.port).unwrap_or(1).max(1)
}

/// `swp4s0`, `4/1`, `17`: cage and part.
fn switch_port(port: &str) -> Port {
    let numbers: Vec<u16> = port
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    match numbers.as_slice() {
        [cage, part, ..] => Port::new(PortKind::Part(*cage, u8::try_from(*part).unwrap_or(u8::MAX))),
        [cage] => Port::new(PortKind::Cage(*cage)),
        [] => Port::new(PortKind::Cage(0)),
    }
}

/// Gives every switch its tier: leaves are next to nodes, and each step away is one tier up. A switch of the leaves'
/// cabling habits that lost all its nodes or uplinks keeps the tier its links say.
fn tiers(wiring: &mut Wiring) {
    let count = wiring.devices.len();
    let mut tier = vec![u8::MAX; count];
    let mut edge: Vec<u32> = Vec::new();
    for link in &wiring.links {
        if link.role == LinkRole::Node
            && (link.z.device as usize) < count
            && tier[link.z.device as usize] == u8::MAX
        {
            tier[link.z.device as usize] = 1;
            edge.push(link.z.device);
        }
    }
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); count];
    for link in wiring.links.iter().filter(|link| link.role == LinkRole::Uplink) {
        if (link.a.device as usize) < count && (link.z.device as usize) < count {
            neighbours[link.a.device as usize].push(link.z.device);
            neighbours[link.z.device as usize].push(link.a.device);
        }
    }
    let mut next = 0;
    while next < edge.len() {
        let at = edge[next] as usize;
        next += 1;
        for other in &neighbours[at] {
            if tier[*other as usize] == u8::MAX {
                tier[*other as usize] = tier[at] + 1;
                edge.push(*other);
            }
        }
    }
    for (device, tier) in wiring.devices.iter_mut().zip(&tier) {
        if device.kind.is_switch() {
            device.kind = match tier {
                1 => DeviceKind::Leaf,
                2 => DeviceKind::Spine,
                3 => DeviceKind::SuperSpine,
                _ => DeviceKind::Top,
            };
        }
    }
    // The lower end first, as in a designed wiring.
    for link in &mut wiring.links {
        let rank = |end: End| tier.get(end.device as usize).copied().unwrap_or(0);
        if link.role == LinkRole::Uplink && rank(link.a) > rank(link.z) {
            std::mem::swap(&mut link.a, &mut link.z);
        }
    }
}
