//! Tiers: links join neighbours, trunks are equally wide, leaves are not oversubscribed beyond what is stated.

use std::collections::BTreeMap;

use crate::design::{
    fabric::{Network, Ratio},
    wiring::{Device, DeviceKind, LinkRole},
};

use super::{Faults, Limits, View, WiringRule};

/// Links join neighbouring tiers.
pub const ADJACENT_TIERS: WiringRule = WiringRule {
    name: "adjacent_tiers",
    checks: "every link joins a tier and the next one; only a pair of switches has links of its own",
    why: "a link inside a tier makes loops that up/down routing leaves dark or deadlocks on",
    judge: adjacent_tiers,
};

fn adjacent_tiers(view: &View, _: &Limits, faults: &mut Faults) {
    for link in &view.wiring.links {
        let (Some(a), Some(z)) = (view.device(link.a.device), view.device(link.z.device)) else { continue };
        // Management ports and the edge of the customer are outside the tiers.
        if matches!(link.role, LinkRole::OobUplink | LinkRole::Edge) {
            continue;
        }
        let ends = || format!("{} to {}", view.words(link.a), view.words(link.z));
        if a.kind.tier() == z.kind.tier() {
            if a.kind == DeviceKind::Node || !is_pair(view, a, z) {
                faults.error(
                    ADJACENT_TIERS.name,
                    format!("{} joins two devices of the same tier", ends()),
                    "Remove the cable: a tier is joined by the one above",
                );
            }
        } else if a.kind.tier().abs_diff(z.kind.tier()) != 1 {
            faults.error(
                ADJACENT_TIERS.name,
                format!("{} skips a tier", ends()),
                "Cable it to the next tier",
            );
        }
    }
}

/// Whether two switches are the whole of their tier in their fabric and plane.
fn is_pair(view: &View, a: &Device, z: &Device) -> bool {
    let same =
        |device: &&Device| device.kind == a.kind && device.network == a.network && device.plane == a.plane;
    a.network == z.network
        && a.plane == z.plane
        && a.kind == z.kind
        && view.wiring.devices.iter().filter(same).take(3).count() == 2
}

/// Trunks are equally wide.
pub const UPLINK_BALANCE: WiringRule = WiringRule {
    name: "uplink_balance",
    checks: "a switch has the same number of links to each switch above it, and as many in all as its peers",
    why: "one missing or doubled uplink makes every path through it slower than the rest",
    judge: uplink_balance,
};

fn uplink_balance(view: &View, _: &Limits, faults: &mut Faults) {
    let mut totals: BTreeMap<(Network, u16, DeviceKind), BTreeMap<u64, (u64, u32)>> = BTreeMap::new();
    let mut above: Vec<u32> = Vec::new();
    for (at, device) in view.wiring.devices.iter().enumerate() {
        if !device.kind.is_switch() || matches!(device.kind, DeviceKind::OobSwitch | DeviceKind::Edge) {
            continue;
        }
        above.clear();
        for link in view.of(at) {
            let far = View::far(at, link).device;
            if view.device(far).is_some_and(|far| {
                far.kind.is_switch() && far.kind.tier() > device.kind.tier() && far.kind != DeviceKind::Edge
            }) {
                above.push(far);
            }
        }
        let entry = totals.entry((device.network, device.plane, device.kind)).or_default();
        let count = entry.entry(above.len() as u64).or_insert((0, at as u32));
        count.0 += 1;
        above.sort_unstable();
        let widths: Vec<(u32, usize)> =
            above.chunk_by(|a, b| a == b).map(|chunk| (chunk[0], chunk.len())).collect();
        let (Some(least), Some(most)) =
            (widths.iter().min_by_key(|width| width.1), widths.iter().max_by_key(|width| width.1))
        else {
            continue;
        };
        if least.1 != most.1 {
            let name = |at: u32| view.device(at).map_or("?", |device| device.name.as_str());
            faults.bound(
                UPLINK_BALANCE.name,
                format!(
                    "{} has {} links to {} and {} to {}",
                    device.name,
                    least.1,
                    name(least.0),
                    most.1,
                    name(most.0)
                ),
                least.1 as u64,
                most.1 as u64,
                format!("Make all its trunks {} links wide", most.1),
            );
        }
    }
    for ((network, _, kind), counts) in totals {
        // The uplink count most switches of the tier have is what the tier was built with.
        let Some((usual, _)) = counts.iter().max_by_key(|(_, (switches, _))| *switches) else { continue };
        for (count, (switches, example)) in &counts {
            if count != usual {
                let name = view.device(*example).map_or("?", |device| device.name.as_str());
                faults.bound(
                    UPLINK_BALANCE.name,
                    format!(
                        "{name} and {} other {} switches ({}) have {count} uplinks, their peers {usual}",
                        switches - 1,
                        kind.word(),
                        network.word()
                    ),
                    *count,
                    *usual,
                    "Add or remove uplinks until all switches of the tier have the same number",
                );
            }
        }
    }
}

/// Leaves are not oversubscribed beyond what is stated.
pub const OVERSUBSCRIPTION: WiringRule = WiringRule {
    name: "oversubscription",
    checks: "no east-west leaf has more downlinks to uplinks than the design states",
    why: "collectives run at the speed of the narrowest leaf",
    judge: oversubscription,
};

fn oversubscription(view: &View, limits: &Limits, faults: &mut Faults) {
    let Some(Ratio { down, up }) = limits.oversubscription else { return };
    for (at, device) in view.wiring.devices.iter().enumerate() {
        if !matches!(device.kind, DeviceKind::Leaf | DeviceKind::Core) {
            continue;
        }
        let (mut below, mut above) = (0_u64, 0_u64);
        for link in view.of(at).filter(|link| link.network == Network::Compute) {
            let gbps = u64::from(link.gbps);
            if link.role == LinkRole::Node {
                below += gbps;
            } else {
                above += gbps;
            }
        }
        let alone = above == 0 && switches_of(view, device) == 1;
        if below > 0 && !alone && below * up > above * down {
            faults.bound(
                OVERSUBSCRIPTION.name,
                format!(
                    "{} has {below} Gb/s down and {above} Gb/s up; the design states {down}:{up}",
                    device.name
                ),
                below,
                above * down / up.max(1),
                "Add uplinks or move nodes to another leaf",
            );
        }
    }
}

fn switches_of(view: &View, device: &Device) -> usize {
    let same = |other: &&Device| {
        other.kind.is_switch() && other.network == Network::Compute && other.plane == device.plane
    };
    view.wiring.devices.iter().filter(same).take(2).count()
}
