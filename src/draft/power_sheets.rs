//! Sheets of the workbook for power and racks, both moving with the number of servers.

use super::{
    book::{Drive, text},
    desk::{Desk, capital},
};
use crate::{
    design::{Design, Facility},
    render::xlsx::{Cell, Plot, Sheet},
};

/// Racks by kind with what each draws, and the power of everything, both over the number of servers.
pub(super) fn sheets(desk: &Desk<'_>, design: &Design, facility: &Facility, drive: &Drive) -> Vec<Sheet> {
    // The definition of the BTU: 1 kW is 3,412.142 BTU/h, as in the engine's own derivation of the heat.
    const BTU_PER_KWH: f64 = 3412.142;
    let mut sheets = Vec::new();
    let head = ["item", "count_head", "power_each", "power_all", "heat_all", "moves"];
    let units = [None, None, Some("kW"), Some("kW"), Some("BTU/h"), None];
    let head: Vec<String> = head
        .iter()
        .zip(units)
        .map(|(name, unit)| match unit {
            Some(unit) => format!("{} ({unit})", desk.say(name)),
            None => desk.say(name),
        })
        .collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut kw, mut heat) = (0.0, 0.0);
    let mut add = |name: String, count: Cell, units: f64, each: f64, moves: &str| {
        let row = rows.len() + 2;
        let all = units * each;
        kw += all;
        heat += all * BTU_PER_KWH;
        rows.push(vec![
            text(name),
            count,
            Cell::Number(each),
            Cell::Formula(format!("=B{row}*C{row}"), all),
            Cell::Formula(format!("=D{row}*{BTU_PER_KWH}"), all * BTU_PER_KWH),
            text(desk.say(moves)),
        ]);
    };
    if let (Some(each), Some(all), Some(compute)) =
        (facility.node_power_kw, facility.node_power_total_kw, &design.compute)
    {
        let near = |units: u64| (units as f64 * each - all).abs() <= 1e-6 * all.max(1.0);
        let racks = facility.node_rack_count.unwrap_or(0);
        if near(compute.node_count) {
            let count = Cell::Formula(format!("={}", drive.cell), compute.node_count as f64);
            add(capital(&desk.say("servers")), count, compute.node_count as f64, each, "moves_with");
        } else if near(racks) {
            // A rack-scale system is powered by the rack.
            let (cell, servers) = (&drive.cell, compute.node_count);
            let count = Cell::Formula(format!("=ROUNDUP({racks}*{cell}/{servers},0)"), racks as f64);
            add(capital(&desk.say("systems")), count, racks as f64, each, "moves_in_proportion");
        }
        if let Some(switches) = facility.switch_power_kw {
            add(desk.words.label("switch_power_kw"), Cell::Input(Some(1.0)), 1.0, switches, "moves_not");
        }
    }
    if !rows.is_empty() {
        let last = rows.len() + 1;
        rows.push(vec![
            text(desk.say("total")),
            Cell::Empty,
            Cell::Empty,
            Cell::Formula(format!("=SUM(D2:D{last})"), kw),
            Cell::Formula(format!("=SUM(E2:E{last})"), heat),
            Cell::Empty,
        ]);
        sheets.push(Sheet {
            name: desk.say("sheet_power"),
            note: desk.say("sheet_power_note"),
            totals: vec![
                (format!("{} (kW)", desk.say("power_all")), format!("D{}", last + 1), kw),
                (format!("{} (BTU/h)", desk.say("heat_all")), format!("E{}", last + 1), heat),
            ],
            head,
            rows,
            has_total: true,
            ..Sheet::default()
        });
    }
    sheets.extend(rack_kinds(desk, facility, drive));
    sheets
}

fn rack_kinds(desk: &Desk<'_>, facility: &Facility, drive: &Drive) -> Option<Sheet> {
    if facility.racks.is_empty() {
        return None;
    }
    let with = |name: &str, unit: &str| format!("{} ({unit})", desk.say(name));
    let head = vec![
        desk.say("rack_kind"),
        desk.say("racks_head"),
        desk.say("servers_each"),
        with("height_filled", "U"),
        with("weight_each", "kg"),
        with("floor_load", "kg/m²"),
        with("power_each", "kW"),
        desk.say("servers_all"),
        with("power_all", "kW"),
    ];
    let most = facility.racks.iter().map(|rack| rack.count * rack.node_count).max().unwrap_or(0);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut racks, mut nodes, mut power) = (0.0, 0.0, 0.0);
    let optional = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Number);
    for rack in &facility.racks {
        let row = rows.len() + 2;
        let count = rack.count as f64;
        racks += count;
        nodes += count * rack.node_count as f64;
        power += count * rack.power_kw;
        // The most frequent kind takes the servers that come or go; the others stay.
        let driven = rack.count * rack.node_count == most && rack.node_count > 0;
        let number = match drive.servers.filter(|_| driven) {
            Some(servers) => Cell::Formula(
                format!("={}+ROUNDUP(({}-{servers})/{},0)", rack.count, drive.cell, rack.node_count),
                count,
            ),
            None => Cell::Input(Some(count)),
        };
        rows.push(vec![
            text(capital(&desk.rack_name(&rack.name))),
            number,
            Cell::Number(rack.node_count as f64),
            optional(rack.used_u),
            optional(rack.weight_kg),
            optional(rack.floor_load_kg_per_m2),
            Cell::Number(rack.power_kw),
            Cell::Formula(format!("=B{row}*C{row}"), count * rack.node_count as f64),
            Cell::Formula(format!("=B{row}*G{row}"), count * rack.power_kw),
        ]);
    }
    let last = rows.len() + 1;
    let sum = |column: &str, value: f64| Cell::Formula(format!("=SUM({column}2:{column}{last})"), value);
    let mut total = vec![text(desk.say("total")), sum("B", racks)];
    total.extend(std::iter::repeat_n(Cell::Empty, 5));
    total.extend([sum("H", nodes), sum("I", power)]);
    rows.push(total);
    Some(Sheet {
        name: desk.say("sheet_racks"),
        note: desk.say("sheet_racks_note"),
        totals: vec![(desk.say("racks_head"), format!("B{}", last + 1), racks)],
        head,
        rows,
        has_total: true,
        plots: vec![Plot { title: desk.say("plot_racks"), names: 0, values: 6, rows: (2, last) }],
    })
}
