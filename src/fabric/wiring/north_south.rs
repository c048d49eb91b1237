//! North-south links: nodes in a ring over the leaves, leaves to spines, the pair to each other.

use crate::design::{
    fabric::{Fabric, FabricPlan, Network, Role},
    wiring::{DeviceKind, End, LinkRole, Port, PortKind},
};

use super::{
    WiringError,
    build::{Build, Split, caged, digits, link, narrow, switch},
    uppers::{self, Leaves},
};

/// Gb/s of a whole 800G cage; a link of 200 Gb/s is a quarter of it.
const CAGE_GBPS: u64 = 800;
/// Parts of a cage broken out for 100G uplinks; the even cage next to it is disabled.
const BREAKOUT: u64 = 8;

/// How the cages of a north-south switch are split: 800G cages for 200G and 400G links, whole ports for slower ones.
#[must_use]
pub fn split(fabric: &Fabric) -> Split {
    let parts = if fabric.link_gbps >= 200 { (CAGE_GBPS / fabric.link_gbps).max(1) } else { 1 };
    Split { parts, ports: fabric.radix }
}

/// Wires the north-south fabric and gives its leaves; none when the plan has no such switches.
///
/// Node k is attached to leaf ((k - 1) mod M) + 1 and the next one, as NVIDIA's configurator does it at scale. The
/// first half of a panel faces nodes, the second half spines or the other switch.
///
/// # Errors
/// When a switch has fewer ports than the plan needs.
pub fn wire(build: &mut Build, plan: &FabricPlan, nodes: &[u32]) -> Result<Vec<u32>, WiringError> {
    let Some(fabric) = plan.converged.as_ref().filter(|fabric| fabric.shares_switches_with.is_none()) else {
        return Ok(Vec::new());
    };
    let Some(leaf) = fabric.tier(Role::Leaf) else { return Ok(Vec::new()) };
    let split = split(fabric);
    let mut leaves = Vec::new();
    for number in 1..=leaf.count {
        let name = format!("csl-{number:0width$}", width = digits(leaf.count));
        let mut device = caged(
            switch(name, DeviceKind::Leaf, fabric),
            split.ports / split.parts,
            split.parts * fabric.link_gbps,
        );
        device.place = number as u32;
        leaves.push(build.device(device)?);
    }
    let mut used = vec![0_u64; leaves.len()];
    for (at, node) in nodes.iter().enumerate() {
        for port in 0..fabric.links_per_node {
            let side = (at + port as usize) % leaves.len();
            let z = build.end(leaves[side], split, used[side])?;
            used[side] += 1;
            let a = End { device: *node, port: Port::new(PortKind::Converged(narrow(port + 1))) };
            build.link(link(a, z, (Network::Converged, fabric.link_gbps), LinkRole::Node));
        }
    }
    let most = used.iter().copied().max().unwrap_or(0);
    // The second half of the panel, unless uplinks of out-of-band switches at its end push it down.
    let oob = plan.out_of_band.as_ref().map_or(0, |fabric| fabric.switch_count);
    let per_leaf = (oob * 2).div_ceil(leaves.len().max(1) as u64);
    let reserved = if split.parts > 1 { per_leaf.div_ceil(BREAKOUT) * 2 * split.parts } else { per_leaf };
    let width = leaf.isl_link_count.max(leaf.up_link_count);
    let last = split.ports.saturating_sub(reserved + width) / split.parts * split.parts;
    let upper = (split.ports / 2).min(last).max(most.div_ceil(split.parts) * split.parts);
    let speed = (Network::Converged, fabric.link_gbps);
    if fabric.tier(Role::Spine).is_some() {
        // A leaf-spine fabric of north-south belongs to no plane: its links and switches carry 0.
        let first = leaves.first().copied().unwrap_or(0);
        uppers::wire(build, fabric, split, 0, Leaves { first, up_from: upper }, upper_name)?;
    } else if let [first, second] = leaves.as_slice() {
        for number in 0..leaf.isl_link_count {
            let a = build.end(*first, split, upper + number)?;
            let z = build.end(*second, split, upper + number)?;
            build.link(link(a, z, speed, LinkRole::Isl));
        }
    }
    Ok(leaves)
}

fn upper_name(tier: usize, pod: u64, column: u64, pods: u64, per_pod: u64) -> (String, DeviceKind) {
    let (kind, stem) = match tier {
        1 => (DeviceKind::Spine, "css"),
        2 => (DeviceKind::SuperSpine, "ccs"),
        _ => (DeviceKind::Top, "cts"),
    };
    let pod = if pods > 1 { format!("d{:0width$}-", pod + 1, width = digits(pods)) } else { String::new() };
    (format!("{stem}-{pod}{:0width$}", column + 1, width = digits(per_pod)), kind)
}
