//! The rail view of a fabric: the ports of one node and the switches they end on.

use std::collections::BTreeMap;

use super::{cabling::Cabling, desk::Desk};
use crate::{
    design::{
        fabric::Network,
        wiring::{DeviceKind, Link, LinkRole, Wiring},
    },
    render::svg::{
        Hue, Picture,
        rails::{PortRow, RailView, SwitchBox, draw},
    },
};

/// Fabrics drawn, with the key of their name and their colour.
const FABRICS: [(Network, &str, Hue); 4] = [
    (Network::Compute, "compute", Hue::Blue),
    (Network::Converged, "converged", Hue::Orange),
    (Network::Storage, "storage", Hue::Green),
    (Network::OutOfBand, "out_of_band", Hue::Grey),
];

/// One picture for every fabric a node has a port in.
pub(super) fn pictures(desk: &Desk<'_>, cabling: &Cabling<'_>) -> Vec<Picture> {
    FABRICS.iter().filter_map(|fabric| picture(desk, cabling.wiring, *fabric)).collect()
}

fn picture(desk: &Desk<'_>, wiring: &Wiring, fabric: (Network, &str, Hue)) -> Option<Picture> {
    let (network, key, hue) = fabric;
    let words = desk.words;
    let mut links = wiring.links.iter().filter(|link| link.network == network && link.role == LinkRole::Node);
    let first = links.find(|link| is_node(wiring, link))?.a.device;
    let own: Vec<&Link> = node_links(wiring, network).filter(|link| link.a.device == first).collect();
    // Switches the first node ends on, and how many links each of them has downwards and upwards.
    let mut switches: Vec<u32> = Vec::new();
    for link in &own {
        if !switches.contains(&link.z.device) {
            switches.push(link.z.device);
        }
    }
    let (mut down, mut up) = (BTreeMap::new(), BTreeMap::new());
    for link in wiring.links.iter().filter(|link| link.network == network) {
        let ends =
            [(link.a.device, link.role != LinkRole::Node), (link.z.device, link.role == LinkRole::Isl)];
        for (device, upwards) in ends.into_iter().filter(|(device, _)| switches.contains(device)) {
            *if upwards { up.entry(device) } else { down.entry(device) }.or_insert(0usize) += 1;
        }
    }
    let write = |count: usize| desk.settings.numbers.write(count as f64);
    let boxes: Vec<SwitchBox> = switches
        .iter()
        .map(|place| {
            let name =
                wiring.devices.get(*place as usize).map_or(String::new(), |device| device.name.clone());
            let (down, up) = (down.get(place).copied().unwrap_or(0), up.get(place).copied().unwrap_or(0));
            let note = words.say("rail_switch", &[("down", &write(down)), ("up", &write(up))]);
            SwitchBox { name, note }
        })
        .collect();
    let rows: Vec<PortRow> = own
        .iter()
        .map(|link| {
            let rail = if network == Network::Compute && link.rail > 0 {
                words.say("rail_of", &[("rail", &link.rail.to_string())])
            } else {
                String::new()
            };
            PortRow {
                port: wiring.port_name(link.a),
                rail,
                switch: switches.iter().position(|place| *place == link.z.device).unwrap_or(0),
                end: wiring.port_name(link.z),
            }
        })
        .collect();
    let (same, all) = alike(wiring, network, first, &own);
    let note = words.say(
        if same == all { "rail_all_alike" } else { "rail_some_alike" },
        &[("same", &write(same)), ("all", &write(all))],
    );
    let node = wiring.devices.get(first as usize).map_or("", |device| device.name.as_str());
    let title =
        words.say("picture_rails", &[("fabric", &words.say(&format!("fabric_{key}"), &[])), ("node", node)]);
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{} → {} {}",
                row.port,
                boxes.get(row.switch).map_or("", |one| one.name.as_str()),
                row.end
            )
        })
        .collect();
    let alt = words.say("picture_rails_alt", &[("text", &format!("{}; {note}", told.join("; ")))]);
    let view = RailView { title, node: node.to_string(), note, rows, switches: boxes, hue };
    let mut picture = draw(&format!("picture-rails-{}", key.replace('_', "-")), &view);
    picture.alt = alt;
    Some(picture)
}

fn is_node(wiring: &Wiring, link: &Link) -> bool {
    wiring.device(link.a).is_some_and(|device| device.kind == DeviceKind::Node)
}

fn node_links(wiring: &Wiring, network: Network) -> impl Iterator<Item = &Link> {
    wiring
        .links
        .iter()
        .filter(move |link| link.network == network && link.role == LinkRole::Node && is_node(wiring, link))
}

/// How many nodes end on the same switches port by port, and how many nodes there are in the fabric.
fn alike(wiring: &Wiring, network: Network, first: u32, own: &[&Link]) -> (usize, usize) {
    let mut ends: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for link in node_links(wiring, network) {
        ends.entry(link.a.device).or_default().push((link.a.port.code(), link.z.device));
    }
    ends.values_mut().for_each(|list| list.sort_unstable());
    let mut pattern: Vec<(u32, u32)> = own.iter().map(|link| (link.a.port.code(), link.z.device)).collect();
    pattern.sort_unstable();
    debug_assert!(ends.contains_key(&first));
    (ends.values().filter(|list| **list == pattern).count(), ends.len())
}
