//! NVIDIA Air simulation topology (JSON), in the form of the topologies NVIDIA publishes for its Enterprise RAs.

use std::{collections::BTreeMap, fmt::Write};

use crate::design::{
    fabric::Network,
    wiring::{Device, DeviceKind, End, LinkRole, PortKind, Simulation, Wiring},
};

/// Operating systems of simulated devices, as NVIDIA's published topologies have them.
const SWITCH_OS: &str = "cumulus-vx-5.13.0";
const SERVER_OS: &str = "generic/ubuntu2204";

/// One end in the simulation.
pub(super) struct AirEnd {
    pub node: String,
    pub interface: String,
    pub rail_function: Option<String>,
}

/// The simulation topology: devices of the wiring, its links, and the management ports NVIDIA's simulations add.
#[must_use]
pub fn air(wiring: &Wiring) -> String {
    let names = names(wiring);
    let simulation = wiring.simulation.as_ref();
    let skip_management = simulation.is_some_and(|simulation| simulation.one_management_switch);
    let mut ends = Vec::new();
    for link in &wiring.links {
        let lower = wiring.device(link.a).map(|device| device.kind);
        if skip_management
            && link.network == Network::OutOfBand
            && matches!(link.role, LinkRole::Node | LinkRole::Support)
            && lower != Some(DeviceKind::OobSwitch)
        {
            continue;
        }
        ends.push([end(wiring, &names, link.a), end(wiring, &names, link.z)]);
    }
    if let Some(simulation) = simulation {
        management(wiring, &names, simulation, &mut ends);
    }
    document(&format!("{} ({} nodes)", wiring.architecture, node_count(wiring)), &devices(wiring, &names), &ends)
}

fn node_count(wiring: &Wiring) -> usize {
    wiring.devices.iter().filter(|device| device.kind == DeviceKind::Node).count()
}

/// Names in the simulation: support servers are numbered there.
fn names(wiring: &Wiring) -> Vec<String> {
    let mut supports = 0;
    wiring
        .devices
        .iter()
        .map(|device| {
            if device.kind == DeviceKind::Support {
                supports += 1;
                format!("support-{supports:02}")
            } else {
                device.name.clone()
            }
        })
        .collect()
}

/// A device of the simulation.
pub(super) struct AirNode {
    pub name: String,
    pub switch: bool,
    pub rails: u16,
}

fn devices(wiring: &Wiring, names: &[String]) -> Vec<AirNode> {
    wiring
        .devices
        .iter()
        .zip(names)
        .map(|(device, name)| AirNode { name: name.clone(), switch: device.kind.is_switch(), rails: 0 })
        .collect()
}

fn end(wiring: &Wiring, names: &[String], end: End) -> AirEnd {
    let node = names.get(end.device as usize).cloned().unwrap_or_default();
    let interface = match (end.port.kind(), wiring.device(end)) {
        (PortKind::Cage(_) | PortKind::Part(..), _) => ethernet_port(wiring, end),
        (kind, Some(device)) => host_port(wiring, device, kind),
        (_, None) => String::new(),
    };
    AirEnd { node, interface, rail_function: None }
}

/// A simulated switch is an Ethernet one: its ports are `swp`, whatever the real one is.
pub(super) fn ethernet_port(wiring: &Wiring, end: End) -> String {
    match end.port.kind() {
        PortKind::Cage(cage) => format!("swp{cage}"),
        PortKind::Part(cage, part) => format!("swp{cage}s{part}"),
        _ => wiring.port_name(end),
    }
}

/// Interfaces of a simulated server: `eth1` on for north-south, then east-west, then management from `eth11`.
fn host_port(wiring: &Wiring, device: &Device, kind: PortKind) -> String {
    let simulated = wiring.simulation.as_ref().filter(|_| device.kind == DeviceKind::Node);
    let named = |list: &[String], number: u16| list.get(usize::from(number.max(1)) - 1).cloned();
    let north_south = 2;
    match kind {
        PortKind::Converged(number) => simulated
            .and_then(|simulation| named(&simulation.converged, number))
            .unwrap_or_else(|| format!("eth{number}")),
        PortKind::Adapter(rail, plane) => {
            let planes = wiring.planes.max(1);
            let number = (rail - 1) * planes + u16::from(plane.max(1));
            simulated
                .and_then(|simulation| named(&simulation.east_west, number))
                .unwrap_or_else(|| format!("eth{}", north_south + number))
        }
        PortKind::Management(number) => {
            let first = (north_south + wiring.rails * wiring.planes.max(1)).max(10);
            let from = if device.kind == DeviceKind::Support { 2 } else { first };
            simulated
                .and_then(|simulation| named(&simulation.management, number))
                .unwrap_or_else(|| format!("eth{}", from + number))
        }
        PortKind::Cage(_) | PortKind::Part(..) => String::new(),
    }
}

/// Management ports `eth0` of all devices, round the out-of-band switches or all on the first one, from the
/// published first port on, never on a port that is taken.
fn management(wiring: &Wiring, names: &[String], simulation: &Simulation, ends: &mut Vec<[AirEnd; 2]>) {
    let switches: Vec<&String> = wiring
        .devices
        .iter()
        .zip(names)
        .filter(|(device, _)| device.kind == DeviceKind::OobSwitch)
        .map(|(_, name)| name)
        .collect();
    if switches.is_empty() {
        return;
    }
    let mut taken: BTreeMap<(String, u64), ()> = BTreeMap::new();
    for end in ends.iter().flatten() {
        if let Some(port) = end.interface.strip_prefix("swp").and_then(|number| number.parse().ok()) {
            taken.insert((end.node.clone(), port), ());
        }
    }
    let order = [DeviceKind::Core, DeviceKind::Node, DeviceKind::Support, DeviceKind::Storage, DeviceKind::Edge];
    let managed = order.iter().flat_map(|kind| {
        wiring.devices.iter().zip(names).filter(move |(device, _)| device.kind == *kind)
    });
    let mut round = 0_usize;
    for (device, name) in managed {
        let core = device.kind == DeviceKind::Core;
        let (switch, first) = if simulation.one_management_switch {
            let after_cores = simulation.eth0_port + 2;
            let side = if core { round % switches.len() } else { 0 };
            (side, if core { simulation.eth0_port } else { after_cores })
        } else {
            (round % switches.len(), simulation.eth0_port + (round / switches.len()) as u64)
        };
        round += 1;
        // SN2201: 48 copper ports.
        let Some(port) = (first..=48).find(|port| !taken.contains_key(&(switches[switch].clone(), *port))) else {
            continue;
        };
        taken.insert((switches[switch].clone(), port), ());
        let host = AirEnd { node: name.clone(), interface: "eth0".into(), rail_function: None };
        let far = AirEnd { node: switches[switch].clone(), interface: format!("swp{port}"), rail_function: None };
        ends.push([host, far]);
    }
}

/// Writes the document. MAC addresses are numbered from Cumulus' documented range, so that they repeat.
pub(super) fn document(title: &str, nodes: &[AirNode], links: &[[AirEnd; 2]]) -> String {
    let mut out = format!("{{\n \"format\": \"JSON\",\n \"title\": \"{title}\",\n \"ztp\": null,\n \"content\": {{\n  \"nodes\": {{\n");
    for (at, node) in nodes.iter().enumerate() {
        let (cpu, memory, os) = if node.switch { (2, 2048, SWITCH_OS) } else { (1, 1024, SERVER_OS) };
        let rails: Vec<String> =
            (1..=node.rails).map(|rail| format!("\"rail{rail}\": \"0000:{rail:02x}:00.0\"")).collect();
        let emulation = if node.rails > 0 { "\"HOST\"" } else { "null" };
        let _ = write!(
            out,
            "   \"{}\": {{\"cpu\": {cpu}, \"memory\": {memory}, \"storage\": 10, \"positioning\": {{\"x\": {}, \"y\": {}}}, \"os\": \"{os}\", \"features\": {{\"uefi\": false, \"tpm\": false}}, \"pxehost\": false, \"secureboot\": false, \"oob\": false, \"emulation_type\": {emulation}, \"network_pci\": {{{}}}}}{}",
            node.name,
            275 * (at % 16),
            275 * (at / 16),
            rails.join(", "),
            if at + 1 == nodes.len() { "\n" } else { ",\n" }
        );
    }
    out.push_str("  },\n  \"links\": [\n");
    let mut mac = 0_u32;
    for (at, link) in links.iter().enumerate() {
        let mut side = |end: &AirEnd| {
            mac += 1;
            let [_, high, middle, low] = mac.to_be_bytes();
            let rail = end.rail_function.as_ref().map_or("null".to_string(), |rail| format!("\"{rail}\""));
            format!(
                "{{\"interface\": \"{}\", \"node\": \"{}\", \"mac\": \"44:38:39:{high:02x}:{middle:02x}:{low:02x}\", \"network_pci\": {rail}}}",
                end.interface, end.node
            )
        };
        let (a, z) = (side(&link[0]), side(&link[1]));
        let _ = write!(out, "   [{a}, {z}]{}", if at + 1 == links.len() { "\n" } else { ",\n" });
    }
    out.push_str("  ],\n  \"oob\": false,\n  \"netq\": false\n }\n}\n");
    out
}
