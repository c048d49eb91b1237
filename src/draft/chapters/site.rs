//! Racks, power and cooling: front views, what each rack draws and weighs, and what the building must provide.

use super::{Gap, cell, facts, paragraph};
use crate::{
    design::{Facility, Feed},
    draft::{
        desk::{Desk, capital},
        pictures,
    },
    render::document::{Block, Inline},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let Some(facility) = desk.design().and_then(|design| design.facility.as_ref()) else {
        gaps.push(Gap { subject: "site", giver: "giver_site" });
        return blocks;
    };
    blocks.extend(pictures::racks(desk, facility).map(Block::Figure));
    if facility.racks.is_empty() {
        gaps.push(Gap { subject: "racks", giver: "giver_rack_limit" });
    } else {
        blocks.push(racks(desk, facility));
    }
    blocks.extend(pictures::power(desk, facility).map(Block::Figure));
    if facility.node_power_kw.is_some() {
        blocks.push(paragraph(desk.say("power_scope")));
    }
    let rows = power(desk, facility);
    blocks.extend(facts(desk, "power_table", rows));
    match &facility.feed {
        Some(feed) => {
            let rows = feeds(desk, feed);
            blocks.extend(facts(desk, "feed_table", rows));
        }
        None => gaps.push(Gap { subject: "feeds", giver: "giver_site" }),
    }
    blocks.extend(building(desk, facility));
    blocks
}

fn racks(desk: &mut Desk<'_>, facility: &Facility) -> Block {
    let rows = facility
        .racks
        .iter()
        .enumerate()
        .map(|(place, rack)| {
            let at = |key: &str| format!("/design/facility/racks/{place}/{key}");
            let optional = |desk: &mut Desk<'_>, value: Option<f64>, unit: &str, key: &str| match value {
                Some(value) => vec![desk.amount(value, unit, &at(key))],
                None => cell(desk.say("none")),
            };
            vec![
                cell(capital(&desk.rack_name(&rack.name))),
                vec![desk.count(rack.count, &at("count"))],
                vec![desk.count(rack.node_count, &at("node_count"))],
                vec![desk.amount(rack.power_kw, "kW", &at("power_kw"))],
                vec![desk.amount(rack.heat_btu_per_h, "BTU/h", &at("heat_btu_per_h"))],
                optional(desk, rack.used_u, "U", "used_u"),
                optional(desk, rack.weight_kg, "kg", "weight_kg"),
                optional(desk, rack.floor_load_kg_per_m2, "kg/m²", "floor_load_kg_per_m2"),
            ]
        })
        .collect();
    let heads = [
        "rack_kind",
        "#racks_head",
        "#servers_each",
        "#power_each",
        "#heat_each",
        "#height_filled",
        "#weight_each",
        "#floor_load",
    ];
    Block::Table(desk.table("rack_table", &heads, rows))
}

fn power(desk: &mut Desk<'_>, facility: &Facility) -> Vec<(String, Vec<Inline>)> {
    let words = desk.words;
    let mut rows = Vec::new();
    for (key, value, unit) in [
        ("node_power_kw", facility.node_power_kw, "kW"),
        ("node_power_total_kw", facility.node_power_total_kw, "kW"),
        ("switch_power_kw", facility.switch_power_kw, "kW"),
        ("it_power_kw", facility.it_power_kw, "kW"),
        ("heat_btu_per_h", facility.heat_btu_per_h, "BTU/h"),
        ("rack_budget_kw", facility.rack_budget_kw, "kW"),
        ("rack_power_kw", facility.rack_power_kw, "kW"),
        ("rack_headroom_kw", facility.rack_headroom_kw, "kW"),
    ] {
        if let Some(value) = value {
            rows.push((words.label(key), vec![desk.amount(value, unit, &format!("/design/facility/{key}"))]));
        }
    }
    if let Some(limit) = &facility.rack_limit {
        rows.push((words.label("rack_limit"), cell(capital(&desk.say(&format!("limit_{limit}"))))));
    }
    if let Some(sources) = &facility.sources {
        let mut write =
            |value: u64, key: &str| desk.count_text(value, &format!("/design/facility/sources/{key}"));
        let count = write(sources.source_count, "source_count");
        let text = match (sources.supply_count, sources.needed_supply_count, sources.left_supply_count) {
            (Some(all), Some(needed), Some(left)) => {
                let all = write(all, "supply_count");
                let needed = write(needed, "needed_supply_count");
                let left = write(left, "left_supply_count");
                let values = [("sources", &*count), ("supplies", &all), ("needed", &needed), ("left", &left)];
                words.say("sources_line", &values)
            }
            _ => words.say("sources_unknown", &[("sources", &count)]),
        };
        rows.push((words.label("source_count"), cell(text)));
    }
    if let Some(cooling) = &facility.cooling {
        rows.push((words.label("cooling"), cell(capital(&words.value(cooling)))));
    }
    if !facility.not_counted.is_empty() {
        let named: Vec<String> = facility.not_counted.iter().map(|one| desk.people(one)).collect();
        rows.push((words.label("not_counted"), cell(capital(&named.join("; ")))));
    }
    rows
}

fn feeds(desk: &mut Desk<'_>, feed: &Feed) -> Vec<(String, Vec<Inline>)> {
    let words = desk.words;
    let at = |key: &str| format!("/design/facility/feed/{key}");
    let mut rows = Vec::new();
    let mut supply = vec![desk.amount(feed.voltage_v, "V", &at("voltage_v")), Inline::Text(", ".into())];
    supply.push(desk.count(feed.phase_count, &at("phase_count")));
    let phases = if feed.phase_count == 1 { "phase" } else { "phases" };
    supply.push(Inline::Text(format!(" {}, ", desk.say(phases))));
    supply.push(desk.amount(feed.breaker_a, "A", &at("breaker_a")));
    rows.push((words.label("feed"), supply));
    rows.push((
        words.label("continuous_kw"),
        vec![desk.amount(feed.continuous_kw, "kW", &at("continuous_kw"))],
    ));
    rows.push((
        words.label("continuous_kva"),
        vec![desk.amount(feed.continuous_kva, "kVA", &at("continuous_kva"))],
    ));
    let each = vec![
        desk.count(feed.feeds_per_rack, &at("feeds_per_rack")),
        Inline::Text(format!(" ({} ", desk.say("a_side"))),
        desk.count(feed.feeds_per_side, &at("feeds_per_side")),
        Inline::Text(")".into()),
    ];
    rows.push((words.label("feeds_per_rack"), each));
    rows
}

/// What the building must provide.
fn building(desk: &mut Desk<'_>, facility: &Facility) -> Option<Block> {
    let rows: Vec<Vec<Vec<Inline>>> = facility
        .building
        .iter()
        .enumerate()
        .map(|(place, demand)| {
            let unit = desk.words.unit(&demand.unit);
            let value = match demand.value {
                Some(value) => {
                    vec![desk.amount(value, &unit, &format!("/design/facility/building/{place}/value"))]
                }
                None => cell(desk.say("to_be_agreed")),
            };
            vec![cell(capital(&desk.words.value(&desk.people(&demand.what)))), value]
        })
        .collect();
    (!rows.is_empty()).then(|| Block::Table(desk.table("building_table", &["property", "value"], rows)))
}
