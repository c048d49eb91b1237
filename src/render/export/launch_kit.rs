//! Topology files of NVIDIA's Kubernetes Launch Kit: its own form with attributes, and Air JSON under its naming
//! contract (docs/user/spectrum-x.md of NVIDIA/k8s-launch-kit).

use std::{collections::BTreeMap, fmt::Write};

use crate::design::{
    fabric::Network,
    wiring::{Device, DeviceKind, LinkRole, Wiring},
    wiring_names::ethernet_port,
};

use super::{
    Format, NoFile,
    air::{AirEnd, AirNode, document},
    one,
};

/// A topology for NVIDIA's Kubernetes Launch Kit.
pub const FORMAT: Format = Format {
    name: "launch-kit",
    about: "a topology for NVIDIA's Kubernetes Launch Kit",
    files: |wiring| one("launch-kit.json", launch_kit(wiring)),
};

/// An Air topology under the naming contract of the Launch Kit.
pub const AIR: Format = Format {
    name: "launch-kit-air",
    about: "an Air topology under the naming contract of the Launch Kit",
    files: |wiring| match launch_kit_air(wiring) {
        Ok(text) => one("launch-kit-air.json", text),
        Err(error) => Err(NoFile(error.to_string())),
    },
};

/// What the naming contract cannot express.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ContractError(pub String);

/// Where a node sits, counted from 1: pod (0 when the fabric has none), group of leaves, place in the group.
type Position = (u32, u32, u32);

/// The place of every node, from the leaf its first rail ends on.
fn positions(wiring: &Wiring) -> BTreeMap<u32, Position> {
    let mut found = BTreeMap::new();
    let mut next: BTreeMap<u32, u32> = BTreeMap::new();
    for link in links(wiring).filter(|link| link.rail == 1 && link.plane <= 1) {
        let Some(leaf) = wiring.device(link.z) else { continue };
        let place = next.entry(leaf.unit).or_default();
        *place += 1;
        found.insert(link.a.device, (pod_of(wiring, leaf), leaf.unit.max(1), *place));
    }
    found
}

/// Pod of a leaf, from 1; 0 when the fabric has none. Where a pod holds one rail of several groups, those groups
/// together count as the pod.
fn pod_of(wiring: &Wiring, leaf: &Device) -> u32 {
    let groups = u32::from(wiring.rail_pod_groups);
    if groups > 0 { (leaf.unit.max(1) - 1) / groups + 1 } else { leaf.pod }
}

fn links(wiring: &Wiring) -> impl Iterator<Item = &crate::design::wiring::Link> {
    wiring.links.iter().filter(|link| link.network == Network::Compute && link.role == LinkRole::Node)
}

/// The Launch Kit's own form: nodes and links with attributes, counted from 0.
#[must_use]
pub fn launch_kit(wiring: &Wiring) -> String {
    let positions = positions(wiring);
    let mut out = String::from("{\n \"nodes\": [\n");
    let listed: Vec<_> = wiring
        .devices
        .iter()
        .filter(|device| {
            device.kind == DeviceKind::Node || (device.network == Network::Compute && device.kind.is_switch())
        })
        .collect();
    for (at, device) in listed.iter().enumerate() {
        let (role, kind) = match device.kind {
            DeviceKind::Node => ("host", "default"),
            DeviceKind::Leaf | DeviceKind::Core => ("leaf", "cumulus"),
            _ => ("spine", "cumulus"),
        };
        let comma = if at + 1 == listed.len() { "" } else { "," };
        let _ = writeln!(
            out,
            "  {{\"name\": \"{}\", \"role\": \"{role}\", \"type\": \"{kind}\"}}{comma}",
            device.name
        );
    }
    out.push_str(" ],\n \"links\": [\n");
    let mut first = true;
    for link in links(wiring) {
        let (pod, group, _) = positions.get(&link.a.device).copied().unwrap_or((0, 1, 1));
        let (pod, su) = (pod.saturating_sub(1), group - 1);
        let (plane, rail) = (link.plane.saturating_sub(1), link.rail.saturating_sub(1));
        let separator = if first { "" } else { ",\n" };
        first = false;
        let _ = write!(
            out,
            "{separator}  [{{\"node\": \"{}\", \"interface\": \"{}\", \"attributes\": {{\"role\": \"leaf\", \"plane\": {plane}, \"pod\": {pod}, \"su\": {su}, \"rail_group\": [{rail}]}}}}, {{\"node\": \"{}\", \"interface\": \"eth_p{plane}_r{rail}\", \"attributes\": {{\"role\": \"host\", \"rail\": {rail}, \"pod\": {pod}, \"su\": {su}}}}}]",
            wiring.device_name(link.z),
            wiring.port_name(link.z),
            wiring.device_name(link.a),
        );
    }
    out.push_str("\n ]\n}\n");
    out
}

/// Air JSON under the naming contract: `node-[pod..-]su..-h..`, `leaf-p..-[pod..-]su..-r..`, `rail..p..`.
///
/// # Errors
/// When a leaf carries several rails, as its name has room for one, or when nodes end on core switches, for which the
/// contract has no name.
pub fn launch_kit_air(wiring: &Wiring) -> Result<String, ContractError> {
    let positions = positions(wiring);
    let mut rails: BTreeMap<u32, u16> = BTreeMap::new();
    for link in links(wiring) {
        if let Some(core) = wiring.device(link.z).filter(|far| far.kind != DeviceKind::Leaf) {
            return Err(ContractError(format!(
                "nodes end on {}, which is not a leaf of an east-west fabric; the Launch Kit's Air names hold leaves only. Use its own form, or the format `air`",
                core.name
            )));
        }
        let rail = *rails.entry(link.z.device).or_insert(link.rail);
        if rail != link.rail {
            return Err(ContractError(format!(
                "{} carries rails {rail} and {}; the Launch Kit's Air names hold one rail per leaf. Use its own form, or plan with one rail per leaf",
                wiring.device_name(link.z),
                link.rail
            )));
        }
    }
    let pods = positions.values().any(|(pod, ..)| *pod > 0);
    let pod = |number: u32| if pods { format!("pod{:02}-", number.max(1)) } else { String::new() };
    let name = |at: u32| -> String {
        let device = &wiring.devices[at as usize];
        match device.kind {
            DeviceKind::Node => {
                let (in_pod, group, place) = positions.get(&at).copied().unwrap_or((0, 1, 1));
                format!("node-{}su{group:02}-h{place:02}", pod(in_pod))
            }
            DeviceKind::Leaf if device.network == Network::Compute => format!(
                "leaf-p{}-{}su{:02}-r{}",
                device.plane.max(1),
                pod(pod_of(wiring, device)),
                device.unit.max(1),
                rails.get(&at).copied().unwrap_or(1)
            ),
            _ => device.name.clone(),
        }
    };
    let mut nodes = Vec::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        let compute = device.kind == DeviceKind::Node || device.network == Network::Compute;
        if compute {
            let rails = if device.kind == DeviceKind::Node { wiring.rails } else { 0 };
            nodes.push(AirNode { name: name(at as u32), switch: device.kind.is_switch(), rails });
        }
    }
    let ends: Vec<[AirEnd; 2]> = wiring
        .links
        .iter()
        .filter(|link| link.network == Network::Compute)
        .map(|link| {
            let far = AirEnd {
                node: name(link.z.device),
                interface: ethernet_port(wiring, link.z),
                rail_function: None,
            };
            let near = if link.role == LinkRole::Node {
                AirEnd {
                    node: name(link.a.device),
                    interface: format!("rail{}p{}", link.rail, link.plane.max(1)),
                    rail_function: Some(format!("rail{}", link.rail)),
                }
            } else {
                AirEnd {
                    node: name(link.a.device),
                    interface: ethernet_port(wiring, link.a),
                    rail_function: None,
                }
            };
            [near, far]
        })
        .collect();
    Ok(document(&format!("{} east-west", wiring.architecture), &nodes, &ends))
}
