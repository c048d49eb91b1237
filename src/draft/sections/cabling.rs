//! Cabling and names: what is ordered, laid and labelled.

use super::opening::table;
use crate::{
    design::fabric::Network,
    draft::{
        cabling::{Cabling, SHEET_ROWS, label, metres},
        desk::Desk,
        rails,
        walk::paragraph,
    },
    render::document::{Block, Column, Inline, Number, Table, Tone},
};

/// Fabrics in the order of reading, by the key of the design.
const FABRICS: [(&str, Network); 4] = [
    ("compute", Network::Compute),
    ("converged", Network::Converged),
    ("storage", Network::Storage),
    ("out_of_band", Network::OutOfBand),
];
/// Links printed as an example of the schedule.
const SAMPLE: usize = 8;

/// Links by fabric, kinds of cables, and the beginning of the schedule.
pub(in crate::draft) fn cabling(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let mut blocks = Vec::new();
    let counted = links(desk);
    if !counted.is_empty() {
        blocks.push(paragraph(words.say("link_note", &[])));
        blocks.extend(counted);
    }
    let Some(cabling) = desk.cabling else {
        // The engine's sentence ends in what `gcg export` cannot do; here only the reason counts.
        let reason = desk.no_wiring.split("; there is no wiring").next().unwrap_or_default();
        let why = words.say("no_wiring", &[("reason", reason)]);
        blocks.push(Block::Note(Tone::Warning, vec![Inline::Text(why)]));
        return blocks;
    };
    blocks.extend(differing(desk, cabling));
    blocks.push(kinds(desk, cabling));
    blocks.extend(other_parts(desk));
    if !cabling.wiring.notes.is_empty() {
        blocks.push(Block::Heading(words.say("schedule_notes", &[])));
        let notes = cabling.wiring.notes.iter().map(|note| vec![Inline::Text(note.clone())]).collect();
        blocks.push(Block::Points(notes));
    }
    blocks.extend(rails::pictures(desk, cabling).into_iter().map(Block::Figure));
    blocks.push(sample(desk, cabling));
    blocks
}

/// Links by fabric, as the design counts them.
fn links(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let mut rows = Vec::new();
    for (fabric, _) in FABRICS {
        let at = format!("/design/fabric/{fabric}");
        if desk.at(&format!("{at}/node_link_count")).is_none() {
            continue;
        }
        rows.push(vec![
            vec![Inline::Text(words.say(&format!("fabric_{fabric}"), &[]))],
            desk.cell(&format!("{at}/node_link_count"), false),
            desk.cell(&format!("{at}/leaf_spine_link_count"), false),
            desk.cell(&format!("{at}/upper_link_count"), false),
            desk.cell(&format!("{at}/link_gbps"), false),
        ]);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let mut columns = vec![Column::text(&words.label("fabric"))];
    columns.extend(
        ["node_link_count", "leaf_spine_link_count", "upper_link_count", "link_gbps"]
            .map(|key| Column::number(&words.head(key))),
    );
    vec![Block::Table(Table { caption: words.say("link_table", &[]), columns, rows, rest: String::new() })]
}

/// A remark for every fabric whose schedule counts other links than the design.
fn differing(desk: &Desk<'_>, cabling: &Cabling<'_>) -> Vec<Block> {
    let words = desk.words;
    let number = |key: &str| desk.at(key).and_then(serde_json::Value::as_u64).unwrap_or(0);
    FABRICS
        .iter()
        .filter_map(|(fabric, network)| {
            let at = format!("/design/fabric/{fabric}");
            desk.at(&at)?;
            let designed = (
                number(&format!("{at}/node_link_count")),
                number(&format!("{at}/leaf_spine_link_count")) + number(&format!("{at}/upper_link_count")),
            );
            let (nodes, switches) = cabling.links_of(*network);
            if designed == (nodes as u64, switches as u64) || nodes + switches == 0 {
                return None;
            }
            let write = |count: usize| desk.settings.numbers.write(count as f64);
            let text = words.say(
                "schedule_differs",
                &[
                    ("fabric", &words.say(&format!("fabric_{fabric}"), &[])),
                    ("nodes", &write(nodes)),
                    ("switches", &write(switches)),
                ],
            );
            Some(Block::Note(Tone::Warning, vec![Inline::Text(text)]))
        })
        .collect()
}

/// A remark where the schedule takes modules or cables that the bill of materials does not hold.
pub(super) fn other_parts(desk: &Desk<'_>) -> Option<Block> {
    let billed: Vec<&str> =
        desk.list("/design/bom/lines").iter().filter_map(|line| line["part_id"].as_str()).collect();
    let kinds = &desk.cabling?.kinds;
    let other = kinds
        .iter()
        .flat_map(|kind| [&kind.a_module, &kind.cable, &kind.z_module])
        .any(|part| !part.is_empty() && !billed.contains(&part.as_str()));
    let text = desk.words.say("schedule_other_parts", &[]);
    (other && !billed.is_empty()).then(|| Block::Note(Tone::Warning, vec![Inline::Text(text)]))
}

/// Kinds of cables: what is ordered.
fn kinds(desk: &Desk<'_>, cabling: &Cabling<'_>) -> Block {
    let words = desk.words;
    let part = |id: &str| {
        if id.is_empty() {
            vec![Inline::Text(words.say("none", &[]))]
        } else {
            vec![Inline::Code(id.to_string())]
        }
    };
    let shown = cabling.kinds.len().min(desk.row_limit);
    let rows = cabling
        .kinds
        .iter()
        .take(shown)
        .map(|kind| {
            let length = if kind.length_dm == 0 {
                vec![Inline::Text(words.say("none", &[]))]
            } else {
                vec![number(desk, metres(kind.length_dm))]
            };
            vec![
                vec![Inline::Text(words.say(&format!("fabric_{}", kind.network.word()), &[]))],
                vec![Inline::Text(words.say(&format!("role_{}", kind.role.word()), &[]))],
                vec![number(desk, f64::from(kind.gbps))],
                part(&kind.a_module),
                part(&kind.cable),
                part(&kind.z_module),
                length,
                vec![desk.count(kind.links)],
                vec![desk.count(kind.cables)],
                vec![desk.count(kind.strands)],
            ]
        })
        .collect();
    let heads = [
        "cable_fabric",
        "cable_joins",
        "cable_speed",
        "cable_a_module",
        "cable_part",
        "cable_z_module",
        "cable_length",
        "cable_links",
        "cable_cables",
        "cable_strands",
    ];
    let columns = heads
        .iter()
        .map(|name| {
            let number = ["cable_speed", "cable_length", "cable_links", "cable_cables", "cable_strands"];
            Column { title: words.say(name, &[]), number: number.contains(name) }
        })
        .collect();
    let write = |count: usize| desk.settings.numbers.write(count as f64);
    let rest = if shown < cabling.kinds.len() {
        words.say("rows_left_out", &[("shown", &write(shown)), ("total", &write(cabling.kinds.len()))])
    } else {
        String::new()
    };
    Block::Table(Table { caption: words.say("cable_table", &[]), columns, rows, rest })
}

/// The beginning of the schedule, as an example of names and labels.
fn sample(desk: &Desk<'_>, cabling: &Cabling<'_>) -> Block {
    let words = desk.words;
    let wiring = cabling.wiring;
    // One link of every kind tells more than the first ones, which are all alike.
    let mut shown: Vec<usize> = Vec::new();
    for kind in &cabling.kinds {
        let alike = |link: &&crate::design::wiring::Link| {
            link.network == kind.network && link.role == kind.role && link.gbps == kind.gbps
        };
        if let Some(place) = wiring.links.iter().position(|link| alike(&link))
            && !shown.contains(&place)
        {
            shown.push(place);
        }
    }
    shown.truncate(SAMPLE);
    let rows = shown
        .into_iter()
        .filter_map(|place| Some((place, wiring.links.get(place)?)))
        .map(|(place, link)| {
            vec![
                vec![Inline::Code(label(place))],
                vec![Inline::Code(wiring.device_name(link.a).to_string())],
                vec![Inline::Text(wiring.port_name(link.a))],
                vec![Inline::Code(wiring.device_name(link.z).to_string())],
                vec![Inline::Text(wiring.port_name(link.z))],
                vec![Inline::Text(words.say(&format!("fabric_{}", link.network.word()), &[]))],
            ]
        })
        .collect();
    let Block::Table(made) = table(
        &words.say("schedule_sample", &[]),
        &["cable_label", "cable_from", "cable_from_port", "cable_to", "cable_to_port", "cable_fabric"],
        rows,
        desk,
    ) else {
        return paragraph("");
    };
    let total = desk.settings.numbers.write(wiring.links.len() as f64);
    let which = if wiring.links.len() > SHEET_ROWS { "schedule_bundled" } else { "schedule_whole" };
    Block::Table(Table { rest: words.say(which, &[("total", &total)]), ..made })
}

/// Names of devices, and how links are labelled.
pub(in crate::draft) fn names(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(cabling) = desk.cabling else { return Vec::new() };
    let words = desk.words;
    let rows = cabling
        .names
        .iter()
        .map(|one| {
            let model = if one.model.is_empty() {
                Inline::Text(words.say("none", &[]))
            } else {
                Inline::Code(one.model.clone())
            };
            let fabric = if one.kind.is_switch() {
                words.say(&format!("fabric_{}", one.network.word()), &[])
            } else {
                words.say("none", &[])
            };
            vec![
                vec![Inline::Text(words.say(&format!("kind_{}", one.kind.word()), &[]))],
                vec![Inline::Text(fabric)],
                vec![model],
                vec![desk.count(one.count)],
                vec![Inline::Code(one.first.clone())],
                vec![Inline::Code(one.last.clone())],
            ]
        })
        .collect();
    let heads = ["device_kind", "cable_fabric", "product", "quantity", "first_name", "last_name"];
    vec![
        paragraph(words.say("names_note", &[])),
        table(&words.say("names_table", &[]), &heads, rows, desk),
        Block::Note(Tone::Plain, vec![Inline::Text(words.say("addresses_missing", &[]))]),
    ]
}

/// A number of the schedule.
fn number(desk: &Desk<'_>, value: f64) -> Inline {
    Inline::Number(Number { value, text: desk.settings.numbers.write(value), unit: String::new(), why: None })
}
