//! The fabrics as one picture: a card per group of nodes, a bar per tier, bundles of links with their counts.

use std::{collections::BTreeMap, fmt::Write};

use crate::design::{
    fabric::Network,
    wiring::{Device, DeviceKind, LinkRole, Wiring},
};

use super::{
    Format, one,
    tree::{Tree, tree},
};

/// Cards in a row.
const COLUMNS: usize = 8;
const CARD: (usize, usize) = (150, 64);
const GAP: usize = 14;
const LEFT: usize = 40;
const BAR: usize = 46;
const FONTS: &str = "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/// One colour per kind of bar.
fn colour(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Spine => "#f4b266",
        DeviceKind::SuperSpine | DeviceKind::Top => "#e0777d",
        DeviceKind::OobSwitch => "#c9ccd1",
        DeviceKind::Edge | DeviceKind::Support | DeviceKind::Storage => "#d7c8e6",
        _ => "#9fd3a8",
    }
}

/// The fabrics as one picture.
pub const FORMAT: Format = Format {
    name: "svg",
    about: "the fabrics as one picture",
    files: |wiring| one("fabric.svg", svg(wiring)),
};

/// The picture. Readable at a thousand nodes: groups are cards, links are bundles with their number and speed.
#[must_use]
pub fn svg(wiring: &Wiring) -> String {
    let groups = groups(&tree(wiring));
    let bundles = bundles(wiring);
    let bars = bars(wiring, &bundles);
    let rows = groups.len().div_ceil(COLUMNS).max(1);
    let width = LEFT * 2 + COLUMNS * (CARD.0 + GAP);
    let cards_top = 70 + bars.len() * (BAR + 34);
    let height = cards_top + rows * (CARD.1 + GAP + 12) + 30 + bundles.len() * 18 + 30;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"{FONTS}\">\n<title>Fabrics of {}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        escape(&wiring.architecture)
    );
    text(
        &mut out,
        LEFT,
        34,
        20,
        "bold",
        &format!("{}: {} nodes", wiring.architecture, count(wiring, DeviceKind::Node)),
    );
    let mut y = 56;
    for bar in &bars {
        let _ = writeln!(
            out,
            "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{}\" height=\"{BAR}\" rx=\"6\" fill=\"{}\" stroke=\"#555\"/>",
            width - 2 * LEFT,
            colour(bar.kind)
        );
        let _ = writeln!(
            out,
            "<line x1=\"{}\" y1=\"{mid}\" x2=\"{LEFT}\" y2=\"{mid}\" stroke=\"#555\" stroke-width=\"2\"/>",
            LEFT - 16,
            mid = y + BAR / 2
        );
        text(&mut out, width / 2, y + 28, 13, "normal", &bar.links);
        text(&mut out, LEFT + 14, y + 20, 14, "bold", &bar.title);
        text(&mut out, LEFT + 14, y + 37, 12, "normal", &bar.names);
        y += BAR + 34;
    }
    for (at, group) in groups.iter().enumerate() {
        let (row, column) = (at / COLUMNS, at % COLUMNS);
        let x = LEFT + column * (CARD.0 + GAP);
        let top = cards_top + row * (CARD.1 + GAP + 12);
        let _ = writeln!(
            out,
            "<line x1=\"{mid}\" y1=\"{}\" x2=\"{mid}\" y2=\"{top}\" stroke=\"#555\"/>\n<rect x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#cfe2f3\" stroke=\"#555\"/>",
            top - 12,
            CARD.0,
            CARD.1,
            mid = x + CARD.0 / 2
        );
        text(&mut out, x + 8, top + 18, 13, "bold", &group.name);
        text(&mut out, x + 8, top + 36, 12, "normal", &format!("{} nodes", group.nodes));
        text(&mut out, x + 8, top + 53, 10, "normal", &group.span);
    }
    for row in 0..rows {
        let top = cards_top + row * (CARD.1 + GAP + 12) - 12;
        let last = (groups.len() - (row * COLUMNS).min(groups.len())).clamp(1, COLUMNS);
        let _ = writeln!(
            out,
            "<polyline points=\"{},{} {},{top} {},{top}\" fill=\"none\" stroke=\"#555\" stroke-width=\"2\"/>",
            LEFT - 16,
            56 + BAR / 2,
            LEFT - 16,
            LEFT + (last - 1) * (CARD.0 + GAP) + CARD.0 / 2
        );
    }
    let mut y = cards_top + rows * (CARD.1 + GAP + 12) + 24;
    for bundle in &bundles {
        text(&mut out, LEFT, y, 12, "normal", &bundle.words());
        y += 18;
    }
    out.push_str("</svg>\n");
    out
}

struct Group {
    name: String,
    nodes: usize,
    span: String,
}

fn groups(tree: &Tree) -> Vec<Group> {
    if tree.children.is_empty() {
        let span = match (tree.nodes.first(), tree.nodes.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("{first} to {}", last.rsplit('-').next().unwrap_or_default())
            }
            (Some(first), _) => first.clone(),
            _ => String::new(),
        };
        return vec![Group { name: tree.name.clone(), nodes: tree.nodes.len(), span }];
    }
    // Beyond 64 cards the level above says more than its parts.
    let leaves = leaf_count(tree);
    if leaves > 64 && tree.children.iter().all(|child| !child.children.is_empty()) {
        return tree
            .children
            .iter()
            .map(|child| Group {
                name: child.name.clone(),
                nodes: node_count(child),
                span: format!("{} groups", child.children.len()),
            })
            .collect();
    }
    tree.children.iter().flat_map(groups).collect()
}

fn leaf_count(tree: &Tree) -> usize {
    if tree.children.is_empty() { 1 } else { tree.children.iter().map(leaf_count).sum() }
}

fn node_count(tree: &Tree) -> usize {
    tree.nodes.len() + tree.children.iter().map(node_count).sum::<usize>()
}

struct Bar {
    kind: DeviceKind,
    title: String,
    names: String,
    links: String,
}

/// Switch tiers from the top down, one bar per fabric and tier.
fn bars(wiring: &Wiring, bundles: &[Bundle]) -> Vec<Bar> {
    let mut tiers: BTreeMap<(Network, std::cmp::Reverse<DeviceKind>), Vec<&Device>> = BTreeMap::new();
    for device in
        wiring.devices.iter().filter(|device| device.kind.is_switch() && device.kind != DeviceKind::Edge)
    {
        tiers.entry((device.network, std::cmp::Reverse(device.kind))).or_default().push(device);
    }
    tiers
        .into_iter()
        .map(|((network, kind), devices)| {
            let names = match (devices.first(), devices.last()) {
                (Some(first), Some(last)) if devices.len() > 1 => format!("{} ... {}", first.name, last.name),
                (Some(first), _) => first.name.clone(),
                _ => String::new(),
            };
            let model = devices.first().map(|device| device.model.to_ascii_uppercase()).unwrap_or_default();
            let title =
                format!("{} {} {}: {}", words(network.word()), words(kind.0.word()), model, devices.len());
            let links = bundles
                .iter()
                .filter(|bundle| bundle.network == network && bundle.z == kind.0)
                .map(|bundle| {
                    format!("{} x {} Gb/s from {}", bundle.links, bundle.gbps, words(bundle.a.word()))
                })
                .collect::<Vec<_>>()
                .join(", ");
            Bar { kind: kind.0, title, names, links }
        })
        .collect()
}

fn count(wiring: &Wiring, kind: DeviceKind) -> usize {
    wiring.devices.iter().filter(|device| device.kind == kind).count()
}

/// Links of one kind.
struct Bundle {
    network: Network,
    a: DeviceKind,
    z: DeviceKind,
    gbps: u32,
    links: usize,
}

impl Bundle {
    fn words(&self) -> String {
        let (a, z) = (words(self.a.word()), words(self.z.word()));
        format!("{}: {a} to {z}, {} x {} Gb/s", words(self.network.word()), self.links, self.gbps)
    }
}

/// Links by the kinds they join, with number and speed.
fn bundles(wiring: &Wiring) -> Vec<Bundle> {
    let mut found: BTreeMap<(Network, LinkRole, u32, DeviceKind, DeviceKind), usize> = BTreeMap::new();
    for link in &wiring.links {
        if let (Some(a), Some(z)) = (wiring.device(link.a), wiring.device(link.z)) {
            *found.entry((link.network, link.role, link.gbps, a.kind, z.kind)).or_default() += 1;
        }
    }
    found.into_iter().map(|((network, _, gbps, a, z), links)| Bundle { network, a, z, gbps, links }).collect()
}

/// A word of files as people read it.
fn words(word: &str) -> String {
    word.replace("out_of_band", "out-of-band").replace("oob_switch", "switch").replace('_', " ")
}

fn text(out: &mut String, x: usize, y: usize, size: usize, weight: &str, words: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"#222\">{}</text>",
        escape(words)
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
