//! NVIDIA Air simulation topology (JSON), in the form of the topologies NVIDIA publishes for its Enterprise RAs.

use std::{collections::BTreeMap, fmt::Write};

use super::{Format, one};
use crate::design::{
    wiring::{Device, DeviceKind, End, Simulation, Wiring},
    wiring_names::{EndNames, Naming},
};

/// A topology for NVIDIA Air.
pub const FORMAT: Format = Format {
    name: "air",
    about: "a topology for NVIDIA Air",
    files: |wiring| one("air.json", air(wiring, Scope::All)),
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

/// What a simulation covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// The whole design.
    #[default]
    All,
    /// The nodes of the first scalable unit, with the switches of the whole design: the shape of the topologies
    /// NVIDIA publishes.
    FirstUnit,
}

/// The simulation topology: devices of the wiring, its links, and the management ports NVIDIA's simulations add.
#[must_use]
pub fn air(wiring: &Wiring, scope: Scope) -> String {
    let names = EndNames::new(wiring, Naming::Air);
    let kept = |at: u32| {
        scope == Scope::All
            || wiring
                .devices
                .get(at as usize)
                .is_some_and(|device| device.kind != DeviceKind::Node || device.unit <= 1)
    };
    let mut ends = Vec::new();
    for link in
        wiring.links.iter().filter(|link| names.lists(link) && kept(link.a.device) && kept(link.z.device))
    {
        ends.push([end(&names, link.a), end(&names, link.z)]);
    }
    let devices: Vec<(&Device, &String)> = wiring
        .devices
        .iter()
        .zip(names.simulated())
        .enumerate()
        .filter(|(at, _)| kept(*at as u32))
        .map(|(_, pair)| pair)
        .collect();
    if let Some(simulation) = wiring.simulation.as_ref() {
        management(&devices, simulation, &mut ends);
    }
    let nodes: Vec<AirNode> = devices
        .iter()
        .map(|(device, name)| AirNode { name: (*name).clone(), switch: device.kind.is_switch(), rails: 0 })
        .collect();
    let count = devices.iter().filter(|(device, _)| device.kind == DeviceKind::Node).count();
    document(&format!("{} ({count} nodes)", wiring.architecture), &nodes, &ends)
}

fn end(names: &EndNames, end: End) -> AirEnd {
    let (node, interface) = names.end(end);
    AirEnd { node, interface, rail_function: None }
}

/// A device of the simulation.
pub(super) struct AirNode {
    pub name: String,
    pub switch: bool,
    pub rails: u16,
}

/// Management ports `eth0` of all devices, round the out-of-band switches or all on the first one, from the
/// published first port on, never on a port that is taken.
fn management(devices: &[(&Device, &String)], simulation: &Simulation, ends: &mut Vec<[AirEnd; 2]>) {
    let switches: Vec<&String> = devices
        .iter()
        .filter(|(device, _)| device.kind == DeviceKind::OobSwitch)
        .map(|(_, name)| *name)
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
    let order =
        [DeviceKind::Core, DeviceKind::Node, DeviceKind::Support, DeviceKind::Storage, DeviceKind::Edge];
    let managed =
        order.iter().flat_map(|kind| devices.iter().filter(move |(device, _)| device.kind == *kind));
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
        let Some(port) = (first..=48).find(|port| !taken.contains_key(&(switches[switch].clone(), *port)))
        else {
            continue;
        };
        taken.insert((switches[switch].clone(), port), ());
        let host = AirEnd { node: (*name).clone(), interface: "eth0".into(), rail_function: None };
        let far =
            AirEnd { node: switches[switch].clone(), interface: format!("swp{port}"), rail_function: None };
        ends.push([host, far]);
    }
}

/// Writes the document. MAC addresses are numbered from Cumulus' documented range, so that they repeat.
pub(super) fn document(title: &str, nodes: &[AirNode], links: &[[AirEnd; 2]]) -> String {
    let mut out = format!(
        "{{\n \"format\": \"JSON\",\n \"title\": \"{title}\",\n \"ztp\": null,\n \"content\": {{\n  \"nodes\": {{\n"
    );
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
