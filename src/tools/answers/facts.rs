//! Figures of any kind of part, and names the catalog does not hold.

use serde_json::Value;

use super::{Ask, name_of, number, whole};
use crate::{
    catalog::{Kind, Row},
    design::{Outcome, Want},
    read::question::{Measure, Thing, ThingKind, field_of},
};

/// Figures of one part that are shown when none is asked for by name.
const USUAL: &[&str] = &[
    "memory",
    "bandwidth",
    "power",
    "nvlink",
    "gpus",
    "ports",
    "throughput",
    "weight",
    "height",
    "params",
    "layers",
    "reach",
    "connector",
    "speed",
    "fibre",
    "read_rate",
    "write_rate",
    "usable",
    "metric",
    "bundled",
    "field:systems",
    "field:size",
    "su_size",
    "ew_switch",
];
/// Figures whose words also say something else: they are asked for only of kinds that have them.
const OF_SOME: &[&str] = &[
    "ew_switch",
    "gpus",
    "speed",
    "nics",
    "read_rate",
    "write_rate",
    "metric",
    "bundled",
    "usable",
    "su_size",
    "tflops",
];
/// Figures of one answer at most.
const FIGURES_MAX: usize = 6;
/// Figures that add up over several of a part.
const SUMS: &[&str] = &["weight", "power", "memory", "height", "heat", "gpus", "ram"];
/// Parts of one answer at most.
const PARTS_MAX: usize = 4;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if ask.question.things.is_empty()
        || !ask.wants(Want::Lookup)
            && !ask.wants(Want::Explain)
            && !ask.wants(Want::Verdict)
            && !ask.wants(Want::Count)
    {
        return None;
    }
    let mut sentences: Vec<String> = super::claim::verdict(ask).into_iter().collect();
    if let Some(told) = whole::with_manager(ask) {
        return Some((vec![told], Outcome::Answer));
    }
    if let Some(told) = whole::inside(ask) {
        return Some((vec![told], Outcome::Answer));
    }
    let mut seen: Vec<&str> = Vec::new();
    for thing in ask.question.things.iter().filter(|thing| thing.kind != ThingKind::Pattern) {
        if seen.contains(&thing.id.as_str()) || seen.len() >= PARTS_MAX {
            continue;
        }
        seen.push(&thing.id);
        let judged = !sentences.is_empty();
        sentences.extend(part_told(ask, thing, judged));
    }
    for thing in ask
        .question
        .things
        .iter()
        .filter(|thing| !thing.others.is_empty() && thing.first != usize::MAX)
        .take(1)
    {
        let others: Vec<String> =
            thing.others.iter().map(|id| name_of(ask.catalog, thing.kind, id)).collect();
        sentences.push(ask.say(
            "taken_as",
            &[("name", &thing.written), ("part", &ask.name(thing)), ("others", &others.join(", "))],
        ));
    }
    if sentences.is_empty() {
        return None;
    }
    if let Some(source) = ask
        .sources
        .borrow()
        .first()
        .and_then(|id| ask.catalog.source(id))
        .filter(|one| !one.title.starts_with("Our reading"))
    {
        sentences.push(ask.say("source", &[("source", source.title.trim_end_matches('.'))]));
    }
    Some((sentences, Outcome::Answer))
}

/// The figures of one part that are asked for.
pub(super) fn part(ask: &Ask<'_>, thing: &Thing) -> Option<String> {
    part_told(ask, thing, false)
}

/// The figures of one part; `told` where the question was answered before them.
fn part_told(ask: &Ask<'_>, thing: &Thing, told: bool) -> Option<String> {
    let rows = rows(ask, thing.kind, &thing.id);
    let asked: Vec<&str> = ask
        .question
        .figures
        .iter()
        .map(String::as_str)
        .filter(|id| *id != "node_range")
        .filter(|id| {
            !OF_SOME.contains(id) || row_of(ask, id, &rows).is_some() || kind_has(ask, thing.kind, id)
        })
        .collect();
    let wanted: Vec<&str> = if asked.is_empty() { USUAL.to_vec() } else { asked.clone() };
    let mut shown: Vec<String> = Vec::new();
    // A word that stands for no figure of the catalog is said to be that, and what is known follows.
    let strange: Vec<&str> = ask.question.left.iter().map(String::as_str).take(4).collect();
    let unknown =
        asked.is_empty() && !strange.is_empty() && strange.len() < 4 && ask.question.asks() && !told;
    for figure in wanted {
        let found = figure_of(ask, figure, &rows)
            .or_else(|| whole::of_gpus(ask, thing, figure).filter(|_| !asked.is_empty()));
        let doubled = figure == "bandwidth" && thing.kind != ThingKind::Gpu
            || figure == "tflops" && asked.iter().any(|id| id.starts_with("fp") || id.starts_with("bf"));
        if found.is_none() && asked.is_empty() || doubled && (asked.is_empty() || figure == "tflops") {
            continue;
        }
        match found {
            Some((mut text, value)) => {
                // "Weight of those 3?" counts what an earlier question named.
                let carried = || {
                    let mut counts = ask.question.amounts.iter().filter(|one| one.measure == Measure::Count);
                    counts.find(|one| one.value > 1.0 && one.value.fract() == 0.0).map(|one| one.value as u64)
                };
                let count = if thing.first == usize::MAX { carried() } else { ask.question.count_of(thing) };
                let count = count.filter(|count| *count > 1);
                if let (Some(count), Some(each), true) = (count, value, SUMS.contains(&figure)) {
                    // The unit stands behind the value.
                    let unit =
                        text.split_whitespace().nth(1).unwrap_or_default().trim_end_matches(',').to_string();
                    text.push_str(&format!("; {count} × = {} {unit}", number(each * count as f64)));
                }
                shown.push(format!("{} {text}", ask.label(figure)));
                if let Some(value) = value {
                    *ask.value.borrow_mut() = Some((value, figure.to_string()));
                }
            }
            None if asked.len() == 1 && ask.question.things.len() == 1
                || kind_has(ask, thing.kind, figure) && thing.kind != ThingKind::Model =>
            {
                shown.push(format!("{}: {}", ask.label(figure), ask.say("unpublished", &[])));
            }
            None => {}
        }
        if shown.len() >= FIGURES_MAX {
            break;
        }
    }
    if unknown && !shown.is_empty() {
        return Some(ask.say(
            "no_figure",
            &[("words", &strange.join(" ")), ("part", &ask.name(thing)), ("list", &shown.join("; "))],
        ));
    }
    (!shown.is_empty()).then(|| format!("{}: {}.", ask.name(thing), shown.join("; ")))
}

/// The facts of an entry.
pub(super) fn rows(ask: &Ask<'_>, kind: ThingKind, id: &str) -> Vec<Row> {
    kind.rows(ask.catalog, id)
}

/// Whether some entry of a kind has a figure, so that its absence in another says something.
fn kind_has(ask: &Ask<'_>, kind: ThingKind, figure: &str) -> bool {
    let views = match kind {
        ThingKind::Gpu => ask.catalog.views(Kind::Gpu),
        ThingKind::System => ask.catalog.views(Kind::System),
        ThingKind::Switch => ask.catalog.views(Kind::Switch),
        ThingKind::Nic => ask.catalog.views(Kind::Nic),
        ThingKind::Optic => ask.catalog.views(Kind::Transceiver),
        ThingKind::Cable => ask.catalog.views(Kind::Cable),
        _ => return false,
    };
    views.iter().any(|view| row_of(ask, figure, &view.rows).is_some())
}

/// The row of a figure: the first of its fields that has a value, else the first that says why it has none.
pub(super) fn row_of<'a>(ask: &Ask<'_>, figure: &str, rows: &'a [Row]) -> Option<&'a Row> {
    let found: Vec<&Row> = match field_of(figure) {
        Some(field) => rows.iter().filter(|row| row.field == field).collect(),
        None => {
            let fields = &ask.catalog.question_word(figure)?.fields;
            fields.iter().filter_map(|field| rows.iter().find(|row| row.field == field.as_ref())).collect()
        }
    };
    found.iter().find(|row| row.state == "value").or(found.first()).copied()
}

/// A number among the fields of a figure whose first is text: logical ports where ports are printed in words.
pub(super) fn count_in(ask: &Ask<'_>, figure: &str, rows: &[Row]) -> Option<f64> {
    let fields = &ask.catalog.question_word(figure)?.fields;
    fields.iter().find_map(|field| {
        rows.iter().find(|row| row.field == field.as_ref() && row.state == "value")?.value.as_f64()
    })
}

/// A figure of an entry as people read it, and its value where it is one number.
pub(super) fn figure_of(ask: &Ask<'_>, figure: &str, rows: &[Row]) -> Option<(String, Option<f64>)> {
    if figure == "ports"
        && let Some((text, count)) = super::ports::at_speed(ask, rows)
    {
        return Some((text, Some(count)));
    }
    let row = row_of(ask, figure, rows)?;
    ask.cite(&row.source);
    if row.state == "none" {
        return Some((ask.say("none", &[]), None));
    }
    if row.state != "value" {
        return Some((ask.say("unpublished", &[]), None));
    }
    let value = row.value.as_f64();
    let mut text = words(row);
    if ["bundled_with", "gpus", "systems"].contains(&row.field.as_str()) {
        text = text.split(", ").map(|id| any_name(ask, id)).collect::<Vec<_>>().join(", ");
    }
    if row.field == "power_planning_w" {
        text.push_str(&format!(" ({})", ask.say("planning", &[])));
    }
    if let Some(note) = condition(row) {
        text.push_str(&format!(" ({note})"));
    }
    // Figures with several readings are shown with all of them.
    let beside: &[&str] = match figure {
        "memory" => &["memory_gb_nameplate", "memory_mib_reported"],
        "tflops" => &["fp8_tflops_dense", "fp4_tflops_dense"],
        "heads" => &["kv_heads"],
        "gpus" | "cpu" => &[],
        "nics" => &["storage_network"],
        "power" => &["power_peak_kw", "power_typical_w"],
        "height" | "size" => &["height_mm", "width_mm", "depth_mm"],
        "ports" => &["max_logical_ports"],
        _ if row.field.contains("_dense") => &["_sparse"],
        _ => &[],
    };
    for other in beside {
        let field =
            if *other == "_sparse" { row.field.replace("_dense", "_sparse") } else { (*other).to_string() };
        if field == row.field {
            continue;
        }
        if let Some(other) = rows.iter().find(|row| row.field == field && row.state == "value") {
            text.push_str(&format!(", {} {}", plain_field(&other.field), words(other)));
        }
    }
    Some((text, value))
}

/// A figure without what stands beside it, for a comparison.
pub(super) fn figure_brief(ask: &Ask<'_>, figure: &str, rows: &[Row]) -> Option<(String, Option<f64>)> {
    if figure == "ports"
        && let Some((text, count)) = super::ports::at_speed(ask, rows)
    {
        return Some((text, Some(count)));
    }
    let row = row_of(ask, figure, rows)?;
    match row.state {
        "none" => Some((ask.say("none", &[]), None)),
        "value" if row.field == "power_planning_w" => {
            Some((format!("{} ({})", words(row), ask.say("planning", &[])), None))
        }
        "value" => {
            ask.cite(&row.source);
            Some((words(row), row.value.as_f64()))
        }
        _ => Some((ask.say("unpublished", &[]), None)),
    }
}

/// What a field beside the first one is called.
fn plain_field(field: &str) -> &'static str {
    match field {
        "memory_gb_nameplate" => "nameplate",
        "memory_mib_reported" => "reported",
        "power_peak_kw" => "peak",
        "power_typical_w" => "typical",
        "max_logical_ports" => "logical ports",
        "height_mm" => "H",
        "width_mm" => "W",
        "depth_mm" => "D",
        "fp8_tflops_dense" => "FP8",
        "fp4_tflops_dense" => "FP4",
        field if field.ends_with("_sparse") => "sparse",
        _ => "",
    }
}

/// A value with its unit.
pub(super) fn words(row: &Row) -> String {
    let text = match &row.value {
        Value::Number(value) => value.as_f64().map_or_else(|| value.to_string(), number),
        Value::String(text) if text.starts_with("count ") || text.starts_with("name ") => {
            super::ports::counted(text)
        }
        Value::String(text) => text.replace("air_or_liquid", "air or liquid"),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_string(),
        other => other.to_string(),
    };
    let unit = if row.field.contains("_tflops_dense") { "TFLOPS dense" } else { row.unit };
    match row.field.as_str() {
        "release_year" => row.value.to_string(),
        "params_b" | "active_b" => format!("{text} B"),
        "throughput_gbps" | "throughput_both_ways_gbps" => {
            row.value.as_f64().map_or(text, |value| format!("{} Tb/s", number(value / 1000.0)))
        }
        _ if unit.is_empty() => text,
        _ => format!("{text} {unit}"),
    }
}

/// The condition of a value, when it is short.
fn condition(row: &Row) -> Option<&str> {
    let most = if row.field == "metric" { 300 } else { 60 };
    row.note.as_deref().filter(|note| note.len() <= most)
}

/// Names the catalog does not hold, each in one line; figures of what it does hold go with them.
pub(super) fn strangers(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if ask.question.strangers.is_empty()
        || ask
            .question
            .strangers
            .iter()
            .all(|one| one.maker.is_none() && one.near.is_empty() && one.why.is_none())
    {
        return None;
    }
    let mut sentences: Vec<String> = ask
        .question
        .strangers
        .iter()
        .take(2)
        .map(|one| {
            let near: Vec<String> = one.near.iter().map(|id| any_name(ask, id)).collect();
            if let Some(maker) = one.maker {
                ask.say("other_maker", &[("name", &one.written), ("maker", maker)])
            } else if let Some(why) = &one.why {
                ask.say("no_such", &[("name", &one.written), ("why", why)])
            } else {
                ask.say("unknown", &[("name", &one.written), ("near", &near.join(", "))])
            }
        })
        .collect();
    for thing in ask.question.things.iter().take(2) {
        sentences.extend(part(ask, thing));
    }
    Some((sentences, Outcome::Partial))
}

fn any_name(ask: &Ask<'_>, id: &str) -> String {
    let catalog = ask.catalog;
    let kind = if catalog.gpu(id).is_some() {
        ThingKind::Gpu
    } else if catalog.switch(id).is_some() {
        ThingKind::Switch
    } else {
        ThingKind::System
    };
    name_of(catalog, kind, id)
}
