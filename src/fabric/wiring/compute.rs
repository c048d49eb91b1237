//! East-west links: every rail of every node to its leaf, and every tier to the next.

use crate::design::{
    fabric::{Fabric, FabricPlan, Layout, Network, Technology},
    wiring::{Device, DeviceKind, End, Link, LinkRole, Port, PortKind},
};

use super::{
    WiringError,
    build::{Build, Split, caged, digits, link, narrow, switch},
    uppers::{self, Leaves},
};

/// Where leaf and pair ports start.
#[derive(Debug, Clone, Copy)]
pub struct PairPorts {
    /// Index of the first east-west port.
    pub down_from: u64,
    /// Index of the first inter-switch port.
    pub isl_from: u64,
}

/// Wires the east-west fabric; `nodes` are the places of the nodes in order.
///
/// # Errors
/// When a switch has fewer ports than the plan needs.
pub fn wire(build: &mut Build, plan: &FabricPlan, split: Split, nodes: &[u32]) -> Result<(), WiringError> {
    for plane in 1..=plan.compute.plane_count {
        if plan.layout == Layout::DedicatedPair {
            let names = pair_names(&plan.compute, plane);
            let mut switches = [0; 2];
            for (at, name) in names.into_iter().enumerate() {
                let mut device =
                    cages_of(switch(name, DeviceKind::Leaf, &plan.compute), &plan.compute, split);
                device.plane = narrow(plane);
                device.unit = 1;
                device.place = at as u32 + 1;
                switches[at] = build.device(device)?;
            }
            // Inter-switch links start at the middle of the panel, so that nodes can be added without moving them.
            let ports = PairPorts { down_from: 0, isl_from: split.ports / 2 };
            pair(build, plan, split, nodes, switches, plane, ports)?;
        } else {
            tiers(build, plan, split, nodes, plane)?;
        }
    }
    Ok(())
}

/// The switch with its cages, which take as many links as they are split into.
pub fn cages_of(device: Device, fabric: &Fabric, split: Split) -> Device {
    caged(device, split.ports / split.parts.max(1), split.parts * fabric.link_gbps)
}

fn pair_names(fabric: &Fabric, plane: u64) -> [String; 2] {
    let name = |number: u32| match (fabric.technology, fabric.plane_count) {
        (Technology::Infiniband, _) => format!("leaf-{number:02}"),
        (_, 1) => format!("gsl-{number:02}"),
        _ => format!("gsl-p{plane}-{number:02}"),
    };
    [name(1), name(2)]
}

/// Odd adapters to the first switch, even ones to the second; as many inter-switch links as downlinks (R9).
///
/// # Errors
/// When a switch has fewer ports than the plan needs.
pub fn pair(
    build: &mut Build,
    plan: &FabricPlan,
    split: Split,
    nodes: &[u32],
    switches: [u32; 2],
    plane: u64,
    ports: PairPorts,
) -> Result<(), WiringError> {
    let fabric = &plan.compute;
    let share = fabric.rail_count.div_ceil(2);
    for (at, node) in nodes.iter().enumerate() {
        for rail in 0..fabric.rail_count {
            let side = (rail % 2) as usize;
            let index = ports.down_from + at as u64 * share + rail / 2;
            let z = build.end(switches[side], split, index)?;
            build.link(node_link(fabric, *node, z, rail, plane));
        }
    }
    let isl = fabric.tiers.first().map_or(0, |tier| tier.isl_link_count);
    for number in 0..isl {
        let a = build.end(switches[0], split, ports.isl_from + number)?;
        let z = build.end(switches[1], split, ports.isl_from + number)?;
        let joined = link(a, z, (Network::Compute, fabric.link_gbps), LinkRole::Isl);
        build.link(Link { plane: narrow(plane), ..joined });
    }
    Ok(())
}

fn node_link(fabric: &Fabric, node: u32, z: End, rail: u64, plane: u64) -> Link {
    let port = Port::new(PortKind::Adapter(narrow(rail + 1), u8::try_from(plane).unwrap_or(u8::MAX)));
    let joined = link(End { device: node, port }, z, (Network::Compute, fabric.link_gbps), LinkRole::Node);
    Link { rail: narrow(rail + 1), plane: narrow(plane), ..joined }
}

/// The leaves of a plane in the order of their pods, and the tiers above.
fn tiers(
    build: &mut Build,
    plan: &FabricPlan,
    split: Split,
    nodes: &[u32],
    plane: u64,
) -> Result<(), WiringError> {
    let fabric = &plan.compute;
    let Some(leaf) = fabric.tiers.first() else { return Ok(()) };
    let order = LeafOrder::of(fabric);
    let first = build.wiring.devices.len() as u32;
    for position in 0..leaf.count_per_plane {
        let (group, place) = order.group_and_place(position);
        let name = leaf_name(fabric, plane, group, place, position, leaf.count_per_plane);
        let mut device = cages_of(switch(name, DeviceKind::Leaf, fabric), fabric, split);
        device.plane = narrow(plane);
        device.unit = group as u32 + 1;
        device.place = place as u32 + 1;
        device.pod = order.pod(position).map_or(0, |pod| pod as u32 + 1);
        build.device(device)?;
    }
    let group_nodes = fabric.group_node_count.max(1);
    for (at, node) in nodes.iter().enumerate() {
        let (group, member) = (at as u64 / group_nodes, at as u64 % group_nodes);
        for rail in 0..fabric.rail_count {
            // Rail r and rail r + leaves share a leaf, side by side in one cage.
            let place = rail % fabric.group_leaf_count.max(1);
            let slot = rail / fabric.group_leaf_count.max(1);
            let index = member * fabric.rails_per_leaf + slot;
            let switch = first + order.position(group, place) as u32;
            let z = build.end(switch, split, index)?;
            build.link(node_link(fabric, *node, z, rail, plane));
        }
    }
    let naming = |at: usize, pod: u64, column: u64, pods: u64, per_pod: u64| {
        upper_name(fabric, plane, at, pod, column, pods, per_pod)
    };
    uppers::wire(build, fabric, split, plane, Leaves { first, up_from: leaf.down_link_count }, naming)?;
    Ok(())
}

/// Groups whose leaves of one rail form a pod (R2c); 0 where pods hold whole groups.
#[must_use]
pub fn rail_pod_groups(fabric: &Fabric) -> u64 {
    let rail_pods = fabric.derivations.iter().any(|derivation| derivation.rule == "R2c");
    if rail_pods { fabric.tiers.get(1).map_or(0, |spine| spine.pod_member_count) } else { 0 }
}

/// Order of the leaves of a plane. Usually group by group; where pods hold one rail of many groups, rail by rail.
struct LeafOrder {
    group_leaves: u64,
    /// Groups of a rail pod, when pods hold one rail.
    pod_groups: Option<u64>,
    members: u64,
}

impl LeafOrder {
    fn of(fabric: &Fabric) -> Self {
        let members = fabric
            .tiers
            .get(1)
            .map_or(0, |spine| if spine.pod_count > 1 { spine.pod_member_count } else { 0 });
        let groups = rail_pod_groups(fabric);
        Self {
            group_leaves: fabric.group_leaf_count.max(1),
            pod_groups: (groups > 0).then_some(groups),
            members,
        }
    }

    fn position(&self, group: u64, place: u64) -> u64 {
        match self.pod_groups {
            None => group * self.group_leaves + place,
            Some(groups) => ((group / groups) * self.group_leaves + place) * groups + group % groups,
        }
    }

    fn group_and_place(&self, position: u64) -> (u64, u64) {
        match self.pod_groups {
            None => (position / self.group_leaves, position % self.group_leaves),
            Some(groups) => {
                let (pod, member) = (position / groups, position % groups);
                ((pod / self.group_leaves) * groups + member, pod % self.group_leaves)
            }
        }
    }

    fn pod(&self, position: u64) -> Option<u64> {
        (self.members > 0).then(|| position / self.members)
    }
}

fn leaf_name(fabric: &Fabric, plane: u64, group: u64, place: u64, position: u64, count: u64) -> String {
    let plane = if fabric.plane_count > 1 { format!("p{plane}-") } else { String::new() };
    match fabric.technology {
        Technology::Ethernet => format!("gsl-{plane}{:0width$}", position + 1, width = digits(count)),
        Technology::Infiniband => {
            let groups = count / fabric.group_leaf_count.max(1);
            format!("leaf-{plane}g{:0width$}-r{}", group + 1, place + 1, width = digits(groups))
        }
    }
}

fn upper_name(
    fabric: &Fabric,
    plane: u64,
    tier: usize,
    pod: u64,
    column: u64,
    pods: u64,
    per_pod: u64,
) -> (String, DeviceKind) {
    let (kind, ethernet, infiniband) = match tier {
        1 => (DeviceKind::Spine, "gss", "spine"),
        2 => (DeviceKind::SuperSpine, "gcs", "core"),
        _ => (DeviceKind::Top, "gts", "top"),
    };
    let stem = if fabric.technology == Technology::Ethernet { ethernet } else { infiniband };
    let plane = if fabric.plane_count > 1 { format!("p{plane}-") } else { String::new() };
    let pod = if pods > 1 { format!("d{:0width$}-", pod + 1, width = digits(pods)) } else { String::new() };
    (format!("{stem}-{plane}{pod}{:0width$}", column + 1, width = digits(per_pod)), kind)
}
