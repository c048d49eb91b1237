//! Sheets of the workbook beside the bill of materials: the cable schedule, racks and power, with formulas.

use serde_json::Value;

use super::{
    cabling::{Cabling, SHEET_ROWS, label, metres},
    desk::Desk,
    words::Words,
};
use crate::{
    design::wiring::{End, Wiring},
    render::{
        export::end_label,
        xlsx::{Cell, Sheet, letters},
    },
};

/// The cable schedule, or its bundles where it is longer than a sheet should be, and the kinds of cables.
pub(super) fn cables(cabling: &Cabling<'_>, words: &Words) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    if cabling.wiring.links.len() <= SHEET_ROWS {
        sheets.push(schedule(cabling, words));
    } else {
        let bundles = bundles(cabling, words);
        // A design so large that even its bundles fill more than a sheet keeps the kinds alone.
        if bundles.rows.len() <= SHEET_ROWS {
            sheets.push(bundles);
        }
    }
    sheets.push(kinds(cabling, words));
    sheets
}

fn count(value: u16) -> Cell {
    if value == 0 { Cell::Empty } else { Cell::Number(f64::from(value)) }
}

/// The rack of an end; empty where the answer plans none for it.
fn rack(wiring: &Wiring, end: End) -> Cell {
    let place = wiring.place(end);
    if place.rack == 0 { Cell::Empty } else { Cell::Text(place.rack_name()) }
}

fn heads(words: &Words, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| words.say(name, &[])).collect()
}

/// Every link with both its ends.
fn schedule(cabling: &Cabling<'_>, words: &Words) -> Sheet {
    let wiring = cabling.wiring;
    let text = |text: &str| Cell::Text(text.to_string());
    let rows = wiring
        .links
        .iter()
        .enumerate()
        .map(|(place, link)| {
            let media = wiring.media_of(link);
            let part = |part: Option<&String>| part.map_or(Cell::Empty, |part| Cell::Text(part.clone()));
            vec![
                Cell::Text(label(place)),
                text(wiring.device_name(link.a)),
                Cell::Text(wiring.port_name(link.a)),
                text(wiring.device_name(link.z)),
                Cell::Text(wiring.port_name(link.z)),
                Cell::Text(words.say(&format!("fabric_{}", link.network.word()), &[])),
                Cell::Text(words.say(&format!("role_{}", link.role.word()), &[])),
                Cell::Number(f64::from(link.gbps)),
                count(link.rail),
                count(link.plane),
                part(media.and_then(|media| media.a_module.as_ref())),
                part(media.and_then(|media| media.cable.as_ref())),
                part(media.and_then(|media| media.z_module.as_ref())),
                media.map_or(Cell::Empty, |media| Cell::Number(metres(media.length_dm))),
                rack(wiring, link.a),
                count(wiring.place(link.a).unit),
                rack(wiring, link.z),
                count(wiring.place(link.z).unit),
                Cell::Text(end_label(wiring, link.a, link.z)),
                Cell::Text(end_label(wiring, link.z, link.a)),
                part(media.and_then(|media| media.a_part_number.as_ref())),
                part(media.and_then(|media| media.z_part_number.as_ref())),
            ]
        })
        .collect();
    Sheet {
        name: words.say("cable_sheet", &[]),
        head: heads(
            words,
            &[
                "cable_label",
                "cable_from",
                "cable_from_port",
                "cable_to",
                "cable_to_port",
                "cable_fabric",
                "cable_joins",
                "cable_speed",
                "cable_rail",
                "cable_plane",
                "cable_a_module",
                "cable_part",
                "cable_z_module",
                "cable_length",
                "cable_from_rack",
                "cable_from_u",
                "cable_to_rack",
                "cable_to_u",
                "cable_from_label",
                "cable_to_label",
                "cable_a_part_number",
                "cable_z_part_number",
            ],
        ),
        rows,
        has_total: false,
    }
}

/// The links of every device into a fabric, in one row.
fn bundles(cabling: &Cabling<'_>, words: &Words) -> Sheet {
    let rows = cabling
        .bundles()
        .into_iter()
        .map(|bundle| {
            let media = cabling.wiring.media_of(&bundle.sample);
            vec![
                Cell::Text(bundle.device),
                Cell::Text(bundle.to),
                Cell::Text(words.say(&format!("fabric_{}", bundle.sample.network.word()), &[])),
                Cell::Text(words.say(&format!("role_{}", bundle.sample.role.word()), &[])),
                Cell::Number(f64::from(bundle.sample.gbps)),
                media.and_then(|media| media.cable.clone()).map_or(Cell::Empty, Cell::Text),
                media.map_or(Cell::Empty, |media| Cell::Number(metres(media.length_dm))),
                Cell::Number(bundle.links as f64),
            ]
        })
        .collect();
    let names = [
        "cable_from",
        "cable_to",
        "cable_fabric",
        "cable_joins",
        "cable_speed",
        "cable_part",
        "cable_length",
        "cable_links",
    ];
    Sheet { name: words.say("bundle_sheet", &[]), head: heads(words, &names), rows, has_total: false }
}

/// Kinds of cables with their sums.
fn kinds(cabling: &Cabling<'_>, words: &Words) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = cabling
        .kinds
        .iter()
        .map(|kind| {
            let part = |id: &String| if id.is_empty() { Cell::Empty } else { Cell::Text(id.clone()) };
            let length = if kind.length_dm == 0 { Cell::Empty } else { Cell::Number(metres(kind.length_dm)) };
            vec![
                Cell::Text(words.say(&format!("fabric_{}", kind.network.word()), &[])),
                Cell::Text(words.say(&format!("role_{}", kind.role.word()), &[])),
                Cell::Number(f64::from(kind.gbps)),
                part(&kind.a_module),
                part(&kind.cable),
                part(&kind.z_module),
                length,
                Cell::Number(kind.links as f64),
                Cell::Number(kind.cables as f64),
                Cell::Number(kind.strands as f64),
            ]
        })
        .collect();
    let sums = [
        cabling.kinds.iter().map(|kind| kind.links).sum::<usize>(),
        cabling.kinds.iter().map(|kind| kind.cables).sum(),
        cabling.kinds.iter().map(|kind| kind.strands).sum(),
    ];
    total(&mut rows, words, 7, &sums.map(|sum| sum as f64));
    let names = [
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
    Sheet { name: words.say("kind_sheet", &[]), head: heads(words, &names), has_total: true, rows }
}

/// A row of sums below `rows`, from a column on.
fn total(rows: &mut Vec<Vec<Cell>>, words: &Words, from: usize, sums: &[f64]) {
    let last = rows.len() + 1;
    let mut row = vec![Cell::Text(words.say("total", &[]))];
    row.extend(std::iter::repeat_n(Cell::Empty, from.saturating_sub(1)));
    for (place, sum) in sums.iter().enumerate() {
        let column = letters(from + place);
        row.push(Cell::Formula(format!("=SUM({column}2:{column}{last})"), *sum));
    }
    rows.push(row);
}

/// Racks by kind: what each draws, weighs and fills, and what all of them do.
pub(super) fn racks(desk: &Desk<'_>) -> Option<Sheet> {
    let words = desk.words;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut racks, mut nodes, mut power, mut heat) = (0.0, 0.0, 0.0, 0.0);
    for rack in desk.list("/design/facility/racks") {
        let value = |key: &str| rack[key].as_f64();
        let cell = |key: &str| value(key).map_or(Cell::Empty, Cell::Number);
        let (Some(count), Some(each)) = (value("count"), value("power_kw")) else { continue };
        let row = rows.len() + 2;
        let all = |key: &str| value(key).unwrap_or(0.0) * count;
        racks += count;
        nodes += all("node_count");
        power += count * each;
        heat += all("heat_btu_per_h");
        rows.push(vec![
            Cell::Text(words.value(rack["name"].as_str().unwrap_or_default())),
            Cell::Number(count),
            cell("node_count"),
            cell("used_u"),
            cell("weight_kg"),
            cell("floor_load_kg_per_m2"),
            Cell::Number(each),
            cell("heat_btu_per_h"),
            Cell::Formula(format!("=B{row}*C{row}"), all("node_count")),
            Cell::Formula(format!("=B{row}*G{row}"), count * each),
            Cell::Formula(format!("=B{row}*H{row}"), all("heat_btu_per_h")),
        ]);
    }
    if rows.is_empty() {
        return None;
    }
    let last = rows.len() + 1;
    let mut sums = vec![Cell::Text(words.say("total", &[]))];
    sums.push(Cell::Formula(format!("=SUM(B2:B{last})"), racks));
    sums.extend(std::iter::repeat_n(Cell::Empty, 6));
    for (column, sum) in [("I", nodes), ("J", power), ("K", heat)] {
        sums.push(Cell::Formula(format!("=SUM({column}2:{column}{last})"), sum));
    }
    rows.push(sums);
    let mut head = vec![words.say("rack_kind", &[])];
    head.extend(
        ["count", "node_count", "used_u", "weight_kg", "floor_load_kg_per_m2", "power_kw", "heat_btu_per_h"]
            .map(|key| words.head(&format!("each_{key}"))),
    );
    head.extend(["all_nodes", "all_power", "all_heat"].map(|name| words.say(name, &[])));
    Some(Sheet { name: words.section("racks"), head, rows, has_total: true })
}

/// Power of nodes and switches, with the heat it becomes.
pub(super) fn power(desk: &Desk<'_>) -> Option<Sheet> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let number = |pointer: &str| desk.at(pointer).and_then(Value::as_f64);
    let (all, each) =
        (number("/design/facility/node_power_total_kw")?, number("/design/facility/node_power_kw")?);
    // A rack-scale system is powered by the rack, a server by the node.
    let units = ["/design/compute/node_count", "/design/facility/node_rack_count"]
        .into_iter()
        .filter_map(number)
        .find(|units| (units * each - all).abs() <= 1e-6 * all.max(1.0))?;
    // The definition of the BTU: 1 kW is 3,412.142 BTU/h, as in the engine's own derivation of the heat.
    const BTU_PER_KWH: f64 = 3412.142;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |name: String, count: f64, each: f64| {
        let row = rows.len() + 2;
        rows.push(vec![
            Cell::Text(name),
            Cell::Number(count),
            Cell::Number(each),
            Cell::Formula(format!("=B{row}*C{row}"), count * each),
            Cell::Formula(format!("=D{row}*{BTU_PER_KWH}"), count * each * BTU_PER_KWH),
        ]);
        count * each
    };
    let mut kw = add(
        if desk.is_rack_scale() { words.say("rack_scale_systems", &[]) } else { say("picture_nodes") },
        units,
        each,
    );
    if let Some(switches) = number("/design/facility/switch_power_kw") {
        kw += add(words.label("switch_power_kw"), 1.0, switches);
    }
    let heat = rows.iter().fold(0.0, |sum, row| match row.last() {
        Some(Cell::Formula(_, heat)) => sum + heat,
        _ => sum,
    });
    total(&mut rows, words, 3, &[kw, heat]);
    Some(Sheet {
        name: words.section("power"),
        head: vec![
            say("item"),
            say("quantity"),
            words.head("each_power_kw"),
            say("all_power"),
            say("all_heat"),
        ],
        rows,
        has_total: true,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::draft::settings::Settings;

    #[test]
    fn racks_and_power_sum_with_formulas() {
        let answer = serde_json::json!({"design": {
            "compute": {"node_count": 16},
            "facility": {
                "node_power_kw": 10.2, "node_power_total_kw": 163.2, "switch_power_kw": 6.0,
                "racks": [
                    {"name": "nodes", "count": 4, "node_count": 4, "power_kw": 40.8, "heat_btu_per_h": 100.0},
                    {"name": "network", "count": 1, "node_count": 0, "power_kw": 6.0},
                ],
            },
        }});
        let (words, settings) = (Words::with(None).unwrap(), Settings::default());
        let desk = Desk::new(&answer, &[], &words, &settings);
        let racks = racks(&desk).unwrap();
        assert_eq!(racks.rows[2][9], Cell::Formula("=SUM(J2:J3)".into(), 169.2));
        assert_eq!(racks.rows[2][8], Cell::Formula("=SUM(I2:I3)".into(), 16.0));
        assert!(racks.rows.iter().all(|row| row.len() == racks.head.len()));
        let power = power(&desk).unwrap();
        assert_eq!(power.rows[2][3], Cell::Formula("=SUM(D2:D3)".into(), 163.2 + 6.0));
    }
}
