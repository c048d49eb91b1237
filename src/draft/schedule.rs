//! Sheets of the workbook for those who lay cables: the schedule, or its bundles, and the kinds of cables.

use super::{
    cabling::{Cabling, SHEET_ROWS, label, metres},
    words::Words,
};
use crate::{
    design::wiring::{End, Wiring},
    render::{
        export::end_label,
        names::Names,
        xlsx::{Cell, Sheet, letters},
    },
};

/// The cable schedule, or its bundles where it is longer than a sheet should be, and the kinds of cables.
pub(super) fn sheets(cabling: &Cabling<'_>, words: &Words, names: &Names) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    if cabling.wiring.links.len() <= SHEET_ROWS {
        sheets.push(schedule(cabling, words, names));
    } else {
        let bundles = bundles(cabling, words, names);
        // A design so large that even its bundles fill more than a sheet keeps the kinds alone.
        if bundles.rows.len() <= SHEET_ROWS {
            sheets.push(bundles);
        }
    }
    sheets.push(kinds(cabling, words, names));
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
fn schedule(cabling: &Cabling<'_>, words: &Words, products: &Names) -> Sheet {
    let wiring = cabling.wiring;
    let text = |text: &str| Cell::Text(text.to_string());
    let rows = wiring
        .links
        .iter()
        .enumerate()
        .map(|(place, link)| {
            let media = wiring.media_of(link);
            let part = |part: Option<&String>| part.map_or(Cell::Empty, |part| Cell::Text(products.of(part)));
            let number = |part: Option<&String>| part.map_or(Cell::Empty, |part| Cell::Text(part.clone()));
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
                number(media.and_then(|media| media.a_part_number.as_ref())),
                number(media.and_then(|media| media.z_part_number.as_ref())),
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
        ..Sheet::default()
    }
}

/// The links of every device into a fabric, in one row.
fn bundles(cabling: &Cabling<'_>, words: &Words, products: &Names) -> Sheet {
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
                media
                    .and_then(|media| media.cable.as_ref())
                    .map_or(Cell::Empty, |id| Cell::Text(products.of(id))),
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
    Sheet { name: words.say("bundle_sheet", &[]), head: heads(words, &names), rows, ..Sheet::default() }
}

/// Kinds of cables with their sums.
fn kinds(cabling: &Cabling<'_>, words: &Words, products: &Names) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = cabling
        .kinds
        .iter()
        .map(|kind| {
            let part = |id: &String| if id.is_empty() { Cell::Empty } else { Cell::Text(products.of(id)) };
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
    Sheet {
        name: words.say("kind_sheet", &[]),
        head: heads(words, &names),
        has_total: true,
        rows,
        ..Sheet::default()
    }
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
