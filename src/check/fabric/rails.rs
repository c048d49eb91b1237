//! Rails and planes: every adapter port has its cable, each rail its leaf, each plane its switches.

use std::collections::BTreeMap;

use crate::design::{
    fabric::Network,
    wiring::{Device, DeviceKind, LinkRole, PortKind},
};

use super::{Faults, Limits, View, WiringRule};

/// Every adapter port has its cable.
pub const NODE_LINKS: WiringRule = WiringRule {
    name: "node_links",
    checks: "every node has one east-west link per rail and plane",
    why: "a GPU without its link slows every job it is part of",
    judge: node_links,
};

fn node_links(view: &View, _: &Limits, faults: &mut Faults) {
    let wiring = view.wiring;
    let (rails, planes) = (usize::from(wiring.rails), usize::from(wiring.planes.max(1)));
    if rails == 0 {
        even_links(view, faults);
        return;
    }
    let mut seen = vec![0_u8; rails * planes];
    for (at, device) in
        wiring.devices.iter().enumerate().filter(|(_, device)| device.kind == DeviceKind::Node)
    {
        seen.fill(0);
        for link in view.of(at).filter(|link| link.network == Network::Compute) {
            if let PortKind::Adapter(rail, plane) = View::near(at, link).port.kind()
                && let Some(place) =
                    seen.get_mut((usize::from(rail.max(1)) - 1) * planes + usize::from(plane.max(1)) - 1)
            {
                *place = place.saturating_add(1);
            }
        }
        for (place, count) in seen.iter().enumerate().filter(|(_, count)| **count != 1) {
            let (rail, plane) = (place / planes + 1, place % planes + 1);
            faults.bound(
                NODE_LINKS.name,
                format!("{} has {count} links on rail {rail}, plane {plane}", device.name),
                u64::from(*count),
                1,
                "Cable this adapter port to its leaf once",
            );
        }
    }
}

/// Where rails are not known, nodes of one kind still have equally many links.
fn even_links(view: &View, faults: &mut Faults) {
    let nodes =
        || view.wiring.devices.iter().enumerate().filter(|(_, device)| device.kind == DeviceKind::Node);
    let links = |at: usize| view.of(at).filter(|link| link.network == Network::Compute).count() as u64;
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for (at, _) in nodes() {
        *counts.entry(links(at)).or_default() += 1;
    }
    let Some(usual) = counts.iter().max_by_key(|(_, nodes)| **nodes).map(|(links, _)| *links) else { return };
    for (at, device) in nodes() {
        let found = links(at);
        if found != usual {
            faults.bound(
                NODE_LINKS.name,
                format!("{} has {found} east-west links, its peers {usual}", device.name),
                found,
                usual,
                "Cable every adapter port to its leaf once",
            );
        }
    }
}

/// Each rail has its leaf.
pub const RAIL_ALIGNMENT: WiringRule = WiringRule {
    name: "rail_alignment",
    checks: "all links of a leaf are of its own rails, and a node's rails end on leaves of one group",
    why: "collectives keep to a rail; a stray link turns one hop into three",
    judge: rail_alignment,
};

fn rail_alignment(view: &View, _: &Limits, faults: &mut Faults) {
    let wiring = view.wiring;
    let mut by_rail: BTreeMap<u16, u64> = BTreeMap::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        if !matches!(device.kind, DeviceKind::Leaf | DeviceKind::Core) {
            continue;
        }
        by_rail.clear();
        for link in node_links_of(view, at) {
            *by_rail.entry(rail_of(at, link)).or_default() += 1;
        }
        let most = by_rail.values().copied().max().unwrap_or(0);
        // A rail belongs to the leaf when at least half as many of its links end there as of the commonest one.
        for (rail, count) in by_rail.iter().filter(|(_, count)| **count * 2 < most) {
            for link in node_links_of(view, at).filter(|link| rail_of(at, link) == *rail) {
                let own: Vec<String> = by_rail
                    .iter()
                    .filter(|(_, count)| **count * 2 >= most)
                    .map(|(rail, _)| rail.to_string())
                    .collect();
                faults.error(
                    RAIL_ALIGNMENT.name,
                    format!(
                        "{} (rail {rail}) ends on {}, a leaf of rail {}",
                        view.words(View::far(at, link)),
                        view.words(View::near(at, link)),
                        own.join(" and ")
                    ),
                    format!(
                        "Move the {} to the leaf of rail {rail}",
                        if *count == 1 { "cable" } else { "cables" }
                    ),
                );
            }
        }
    }
    groups(view, faults);
}

/// A node's rails end on leaves of one group.
fn groups(view: &View, faults: &mut Faults) {
    let mut units: BTreeMap<u32, u64> = BTreeMap::new();
    for (at, device) in
        view.wiring.devices.iter().enumerate().filter(|(_, device)| device.kind == DeviceKind::Node)
    {
        units.clear();
        let unit_of = |link: &crate::design::wiring::Link| {
            view.device(View::far(at, link).device).filter(|leaf| leaf.unit > 0).map(|leaf| leaf.unit)
        };
        for link in node_links_of(view, at) {
            if let Some(unit) = unit_of(link) {
                *units.entry(unit).or_default() += 1;
            }
        }
        if units.len() < 2 {
            continue;
        }
        let home = units.iter().max_by_key(|(_, count)| **count).map_or(0, |(unit, _)| *unit);
        for link in node_links_of(view, at).filter(|link| unit_of(link).is_some_and(|unit| unit != home)) {
            faults.error(
                RAIL_ALIGNMENT.name,
                format!(
                    "{} ends on {}, outside group {home} where the other rails of {} end",
                    view.words(View::near(at, link)),
                    view.words(View::far(at, link)),
                    device.name
                ),
                format!("Move the cable to the leaf of its rail in group {home}"),
            );
        }
    }
}

fn node_links_of<'a>(
    view: &'a View,
    at: usize,
) -> impl Iterator<Item = &'a crate::design::wiring::Link> + 'a {
    view.of(at).filter(|link| link.network == Network::Compute && link.role == LinkRole::Node)
}

/// The rail of a link as its adapter says; the link's own note only where the end is no adapter.
fn rail_of(at: usize, link: &crate::design::wiring::Link) -> u16 {
    match View::far(at, link).port.kind() {
        PortKind::Adapter(rail, _) => rail,
        _ => link.rail,
    }
}

/// Each plane has its switches.
pub const PLANE_SEPARATION: WiringRule = WiringRule {
    name: "plane_separation",
    checks: "no link joins switches of two planes, and an adapter port of a plane ends on a switch of that plane",
    why: "planes fail and are upgraded one by one; a link between them couples them",
    judge: plane_separation,
};

fn plane_separation(view: &View, _: &Limits, faults: &mut Faults) {
    let plane_of = |device: &Device| if device.kind.is_switch() { device.plane } else { 0 };
    for link in view.wiring.links.iter().filter(|link| link.network == Network::Compute) {
        let (Some(a), Some(z)) = (view.device(link.a.device), view.device(link.z.device)) else { continue };
        let lower = match link.a.port.kind() {
            PortKind::Adapter(_, plane) => u16::from(plane),
            _ => plane_of(a),
        };
        let upper = plane_of(z);
        if lower > 0 && upper > 0 && lower != upper {
            faults.error(
                PLANE_SEPARATION.name,
                format!(
                    "{} of plane {lower} ends on {} of plane {upper}",
                    view.words(link.a),
                    view.words(link.z)
                ),
                format!("Move the cable to the switch of plane {lower}"),
            );
        }
    }
}
