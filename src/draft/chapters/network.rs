//! Network and cabling: the fabrics side by side, their picture, and the cables by kind.

use std::collections::BTreeMap;

use super::{Gap, cell, note, paragraph};
use crate::{
    design::{Design, SwitchedFabric, fabric::Network, wiring::LinkRole},
    draft::{
        cabling::{Cabling, metres},
        desk::{Desk, capital},
        pictures,
    },
    render::document::{Block, Column, Inline, Table, Tone},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let Some(design) = desk.design().filter(|design| design.fabric.each().next().is_some()) else {
        gaps.push(Gap { subject: "network", giver: "giver_answers" });
        return blocks;
    };
    blocks.extend(pictures::fabric(desk).map(Block::Figure));
    blocks.push(Block::Table(fabrics(desk, design)));
    match desk.cabling {
        Some(cabling) => {
            blocks.push(paragraph(desk.say("link_note")));
            blocks.push(Block::Table(kinds(desk, cabling)));
            blocks.extend(other_parts(desk, design));
        }
        None if desk.part.is_some() => blocks.push(paragraph(desk.say("cables_of_part"))),
        None => {
            // The engine's sentence ends in what an export cannot do; here only the reason counts.
            let reason = desk.no_wiring.split("; there is no wiring").next().unwrap_or_default();
            let reason = desk.people(reason);
            blocks.push(note(Tone::Warning, desk.words.say("no_wiring", &[("reason", &reason)])));
            gaps.push(Gap { subject: "cabling", giver: "giver_us" });
        }
    }
    blocks
}

/// A property of a fabric as a cell; none where the fabric does not have it.
type Property = fn(&mut Desk<'_>, &SwitchedFabric, &str) -> Option<Vec<Inline>>;

fn counted(desk: &mut Desk<'_>, value: u64, at: &str) -> Option<Vec<Inline>> {
    (value > 0).then(|| vec![desk.count(value, at)])
}

const PROPERTIES: [(&str, Property); 11] = [
    ("technology", |desk, one, _| Some(cell(desk.technology(one)))),
    ("topology", |desk, one, _| Some(cell(capital(&desk.words.value(&one.topology))))),
    ("switch_count", |desk, one, at| {
        if one.switch_count == 0 {
            return Some(cell(desk.say("shares_switches")));
        }
        let name = one.switch_id.as_deref().map_or(String::new(), |id| format!(" × {}", desk.names.of(id)));
        Some(vec![desk.count(one.switch_count, &format!("{at}/switch_count")), Inline::Text(name)])
    }),
    ("leaf_count", |desk, one, at| counted(desk, one.leaf_count, &format!("{at}/leaf_count"))),
    ("spine_count", |desk, one, at| counted(desk, one.spine_count, &format!("{at}/spine_count"))),
    ("core_count", |desk, one, at| counted(desk, one.core_count, &format!("{at}/core_count"))),
    ("plane_count", |desk, one, at| {
        if one.plane_count > 1 { counted(desk, one.plane_count, &format!("{at}/plane_count")) } else { None }
    }),
    ("link_gbps", |desk, one, at| {
        Some(vec![desk.amount(one.link_gbps?, "Gb/s", &format!("{at}/link_gbps"))])
    }),
    ("node_link_count", |desk, one, at| {
        counted(desk, one.node_link_count?, &format!("{at}/node_link_count"))
    }),
    ("leaf_spine_link_count", |desk, one, at| {
        counted(desk, one.leaf_spine_link_count?, &format!("{at}/leaf_spine_link_count"))
    }),
    ("oversubscription", |desk, one, _| {
        let ratio = one.oversubscription.as_deref()?;
        let text =
            if ratio == "1:1" { format!("1:1, {}", desk.say("non_blocking")) } else { ratio.to_string() };
        Some(cell(text))
    }),
];

/// The fabrics side by side; a property that no fabric has is left out.
fn fabrics(desk: &mut Desk<'_>, design: &Design) -> Table {
    let present: Vec<(&'static str, &SwitchedFabric)> = design.fabric.each().collect();
    let mut rows = Vec::new();
    for (key, property) in PROPERTIES {
        let cells: Vec<Option<Vec<Inline>>> = present
            .iter()
            .map(|(name, fabric)| property(desk, fabric, &format!("/design/fabric/{name}")))
            .collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let mut row = vec![cell(desk.words.label(key))];
        row.extend(cells.into_iter().map(|one| one.unwrap_or_else(|| cell(desk.say("none")))));
        rows.push(row);
    }
    let mut columns = vec![Column::text(&desk.say("property"))];
    columns.extend(present.iter().map(|(name, _)| Column::text(&desk.say(&format!("fabric_{name}")))));
    Table { caption: desk.say("fabric_table"), columns, rows, rest: String::new() }
}

/// Cables of one fabric, use, speed and parts, whatever their length.
#[derive(Default)]
struct Sum {
    links: usize,
    cables: usize,
    shortest: u32,
    longest: u32,
}

/// Kinds of cables: what is ordered. Lengths rest on an assumed room, so the annex has them and this table the range.
fn kinds(desk: &Desk<'_>, cabling: &Cabling<'_>) -> Table {
    let mut sums: Vec<((Network, LinkRole, u32, &str, &str, &str), Sum)> = Vec::new();
    let mut places = BTreeMap::new();
    for kind in &cabling.kinds {
        let key = (
            kind.network,
            kind.role,
            kind.gbps,
            kind.a_module.as_str(),
            kind.cable.as_str(),
            kind.z_module.as_str(),
        );
        let place = *places.entry(key).or_insert_with(|| {
            sums.push((key, Sum { shortest: u32::MAX, ..Sum::default() }));
            sums.len() - 1
        });
        let sum = &mut sums[place].1;
        sum.links += kind.links;
        sum.cables += kind.cables;
        if kind.length_dm > 0 {
            sum.shortest = sum.shortest.min(kind.length_dm);
            sum.longest = sum.longest.max(kind.length_dm);
        }
    }
    let part = |id: &str| if id.is_empty() { desk.say("none") } else { desk.names.of(id) };
    let write = |length: u32| desk.settings.numbers.write(metres(length));
    let rows = sums
        .iter()
        .map(|((network, role, gbps, a, cable, z), sum)| {
            let length = match (sum.shortest, sum.longest) {
                (_, 0) => desk.say("none"),
                (one, other) if one == other => format!("{} m", write(one)),
                (one, other) => format!("{} {} {} m", write(one), desk.say("to"), write(other)),
            };
            vec![
                cell(desk.say(&format!("fabric_{}", network.word()))),
                cell(capital(&desk.say(&format!("role_{}", role.word())))),
                vec![desk.free_amount(f64::from(*gbps), "Gb/s")],
                cell(part(a)),
                cell(part(cable)),
                cell(part(z)),
                cell(length),
                vec![desk.plain_count(sum.links)],
                vec![desk.plain_count(sum.cables)],
            ]
        })
        .collect();
    let heads = [
        "cable_fabric",
        "cable_joins",
        "#cable_rate",
        "cable_a_module",
        "cable_part",
        "cable_z_module",
        "cable_lengths",
        "#cable_links",
        "#cable_cables",
    ];
    desk.cut(desk.table("cable_table", &heads, rows))
}

/// A remark where the schedule takes modules or cables that the bill does not hold.
fn other_parts(desk: &Desk<'_>, design: &Design) -> Option<Block> {
    let bill = design.bom.as_ref().filter(|bill| !bill.lines.is_empty())?;
    let billed: Vec<&str> = bill.lines.iter().filter_map(|line| line.part_id.as_deref()).collect();
    let kinds = &desk.cabling?.kinds;
    let other = kinds
        .iter()
        .flat_map(|kind| [&kind.a_module, &kind.cable, &kind.z_module])
        .any(|part| !part.is_empty() && !billed.contains(&part.as_str()));
    other.then(|| note(Tone::Warning, desk.say("schedule_other_parts")))
}
