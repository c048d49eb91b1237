//! The tiers above the leaves: every switch is joined to each switch of its column in the pod above by equally many
//! links.

use crate::design::{
    fabric::Fabric,
    wiring::{DeviceKind, Link, LinkRole},
};

use super::{
    WiringError,
    build::{Build, Split, link, narrow, switch},
    compute::cages_of,
};

/// Where the leaves stand.
#[derive(Debug, Clone, Copy)]
pub struct Leaves {
    /// Place of the first one; the others follow it.
    pub first: u32,
    /// Index of their first uplink port.
    pub up_from: u64,
}

/// Adds the switches of every tier above the leaves and their links; `naming` gives name and kind by tier, pod,
/// column, pods and switches of a pod. Gives the places of all switches added.
///
/// # Errors
/// When a switch has fewer ports than the plan needs.
pub fn wire(
    build: &mut Build,
    fabric: &Fabric,
    split: Split,
    plane: u64,
    leaves: Leaves,
    naming: impl Fn(usize, u64, u64, u64, u64) -> (String, DeviceKind),
) -> Result<(), WiringError> {
    let mut below_first = leaves.first;
    let mut below_per_pod = 1;
    let mut below_down = leaves.up_from;
    for at in 1..fabric.tiers.len() {
        let (below, tier) = (&fabric.tiers[at - 1], &fabric.tiers[at]);
        let per_pod = tier.count_per_plane / tier.pod_count.max(1);
        let tier_first = build.wiring.devices.len() as u32;
        for position in 0..tier.count_per_plane {
            let (pod, column) = (position / per_pod, position % per_pod);
            let (name, kind) = naming(at, pod, column, tier.pod_count, per_pod);
            let mut device = cages_of(switch(name, kind, fabric), fabric, split);
            device.plane = narrow(plane);
            device.place = column as u32 + 1;
            device.pod = if tier.pod_count > 1 { pod as u32 + 1 } else { 0 };
            build.device(device)?;
        }
        let width = (per_pod / below_per_pod).max(1);
        let members = tier.pod_member_count.max(1);
        for lower in 0..below.count_per_plane {
            let (below_pod, column) = (lower / below_per_pod, lower % below_per_pod);
            let (pod, member) = (below_pod / members, below_pod % members);
            for reach in 0..width {
                let upper = pod * per_pod + column * width + reach;
                for strand in 0..below.links_per_pair {
                    let up = below_down + reach * below.links_per_pair + strand;
                    let a = build.end(below_first + lower as u32, split, up)?;
                    let down = member * below.links_per_pair + strand;
                    let z = build.end(tier_first + upper as u32, split, down)?;
                    let joined = link(a, z, (fabric.network, fabric.link_gbps), LinkRole::Uplink);
                    build.link(Link { plane: narrow(plane), ..joined });
                }
            }
        }
        below_first = tier_first;
        below_per_pod = per_pod;
        below_down = tier.down_link_count;
    }
    Ok(())
}
