//! Sizing, network, racks and power: the tables an engineer signs.

use super::{opening::table, signoff};
use crate::{
    draft::{desk::Desk, pictures, walk::paragraph},
    render::document::{Block, Column, Inline, Table},
};

/// Fabrics in the order of reading.
const FABRICS: [&str; 4] = ["compute", "converged", "storage", "out_of_band"];

/// Figures derived from what was stated.
pub(super) fn sizing(desk: &mut Desk<'_>) -> Vec<Block> {
    let places: Vec<usize> = desk
        .list("/findings")
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding["rule"] == "figure")
        .map(|(index, _)| index)
        .collect();
    let mut rows = Vec::new();
    for index in places {
        let at = format!("/findings/{index}");
        let message = desk.text(&format!("{at}/message"));
        // The message repeats its own value; the table gives value and unit once.
        let name = message.split_once(": ").map_or(message, |(name, _)| name);
        let unit = desk.text(&format!("{at}/actual/unit"));
        let name = match name.strip_suffix(unit).and_then(|rest| rest.trim_end().rsplit_once(' ')) {
            Some((before, number))
                if !unit.is_empty() && number.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                before
            }
            _ => name,
        };
        let mut value = desk.cell(&format!("{at}/actual/value"), false);
        value.push(Inline::Text(format!("\u{a0}{}", desk.text(&format!("{at}/actual/unit")))));
        if desk.at(&format!("{at}/actual")).is_none() {
            value = vec![Inline::Text(message.to_string())];
        }
        rows.push(vec![vec![Inline::Text(name.to_string())], value]);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let caption = desk.words.say("figure_table", &[]);
    vec![table(&caption, &["property", "value"], rows, desk)]
}

/// The fabrics side by side, and their picture.
pub(super) fn network(desk: &mut Desk<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = pictures::overview(desk).map(Block::Figure).into_iter().collect();
    let present: Vec<&str> =
        FABRICS.into_iter().filter(|key| desk.at(&format!("/design/fabric/{key}")).is_some()).collect();
    if present.is_empty() {
        return blocks;
    }
    let mut keys: Vec<String> = Vec::new();
    for fabric in &present {
        if let Some(fields) = desk.at(&format!("/design/fabric/{fabric}")).and_then(|value| value.as_object())
        {
            for (key, value) in fields {
                if !crate::draft::desk::is_empty(value) && !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
        }
    }
    let words = desk.words;
    let mut columns = vec![Column::text(&words.say("property", &[]))];
    columns.extend(present.iter().map(|key| Column::text(&words.say(&format!("fabric_{key}"), &[]))));
    let rows = keys
        .iter()
        .map(|key| {
            let mut row = vec![vec![Inline::Text(words.label(key))]];
            row.extend(
                present.iter().map(|fabric| desk.cell(&format!("/design/fabric/{fabric}/{key}"), true)),
            );
            row
        })
        .collect();
    blocks.push(Block::Table(Table {
        caption: words.say("fabric_table", &[]),
        columns,
        rows,
        rest: String::new(),
    }));
    blocks
}

/// Front views, and the power of a full rack.
pub(super) fn racks(desk: &mut Desk<'_>) -> Vec<Block> {
    let figures = [pictures::racks(desk), pictures::rack_power(desk)];
    let mut blocks: Vec<Block> = figures.into_iter().flatten().map(Block::Figure).collect();
    let groups = desk.list("/design/facility/racks");
    if groups.is_empty() {
        return blocks;
    }
    let words = desk.words;
    let keys = [
        "name",
        "count",
        "node_count",
        "power_kw",
        "heat_btu_per_h",
        "used_u",
        "weight_kg",
        "floor_load_kg_per_m2",
    ];
    let mut rows = Vec::new();
    let mut places = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let at = format!("/design/facility/racks/{index}");
        rows.push(keys.iter().map(|key| desk.cell(&format!("{at}/{key}"), false)).collect());
        let positions = group["positions"].as_array().map_or(0, Vec::len);
        for place in 0..positions {
            let at_place = format!("{at}/positions/{place}");
            let mut row = vec![desk.cell(&format!("{at}/name"), false)];
            row.extend(
                ["from_u", "to_u", "count", "part_id"]
                    .map(|key| desk.cell(&format!("{at_place}/{key}"), false)),
            );
            places.push(row);
        }
    }
    let mut columns: Vec<Column> = keys
        .iter()
        .map(|key| Column { title: words.head(&format!("each_{key}")), number: *key != "name" })
        .collect();
    columns[0].title = words.say("rack_kind", &[]);
    blocks.push(Block::Table(Table {
        caption: words.say("rack_table", &[]),
        columns,
        rows,
        rest: String::new(),
    }));
    if !places.is_empty() {
        let columns =
            [("rack_kind", false), ("from_u", true), ("to_u", true), ("quantity", true), ("device", false)]
                .map(|(name, number)| Column { title: words.say(name, &[]), number });
        blocks.push(Block::Table(Table {
            caption: words.say("position_table", &[]),
            columns: columns.to_vec(),
            rows: places,
            rest: String::new(),
        }));
    }
    blocks
}

/// From one node to all of them.
pub(super) fn power(desk: &mut Desk<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = pictures::chain(desk).map(Block::Figure).into_iter().collect();
    if !blocks.is_empty() {
        blocks.insert(0, paragraph(desk.words.say("power_scope", &[])));
    }
    blocks.extend(signoff::table(desk, &signoff::POWER, "signoff_power"));
    blocks
}
