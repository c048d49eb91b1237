//! Follow-ups in a dialogue: what a further message changes in a requirement.

use serde_json::{Value, json};

use super::{
    change::{Change, FollowUp, Pending, Scenario},
    item::Sheet,
    names::Names,
    unit::Unit,
};
use crate::{
    catalog::Catalog,
    design::{Intent, Plain, Requirement},
};

/// Reads a message that follows on a requirement.
#[must_use]
pub fn follow_up(previous: &Requirement, text: &str, catalog: &Catalog) -> FollowUp {
    follow_up_to(previous, None, text, catalog)
}

/// Reads a message that follows on a requirement and may answer a pending question.
#[must_use]
pub fn follow_up_to(
    previous: &Requirement,
    pending: Option<&Pending>,
    text: &str,
    catalog: &Catalog,
) -> FollowUp {
    let mut reading = super::read(text, catalog);
    let mut text = text;
    if let Some(rest) = super::proposal::proposed(catalog, text).filter(|_| reading.requirement.is_empty()) {
        reading = super::read(rest, catalog);
        text = rest;
    }
    let names = Names::new(catalog);
    let words = super::words::Words::of(catalog);
    let sheet = Sheet::new(text, &names, &words, super::language::detect(text, &words), &[]);
    let mut out = FollowUp { intents: reading.intents, notices: reading.notices, ..FollowUp::default() };
    if let Some(change) = pending.and_then(|pending| answer(&sheet, pending, text)) {
        out.changes.push(change);
        return out;
    }
    let all = 0..sheet.items.len();
    let asked = text.trim_end().ends_with(['?', '？', '؟']);
    if sheet.has(all.clone(), &["base"]) {
        out.back_to =
            sheet.quantities().find(|(_, quantity)| !quantity.article).map(|(_, quantity)| quantity.low);
        if out.back_to.is_none() {
            out.scenario = Scenario::BackToBase;
            return out;
        }
    }
    if sheet.has(all.clone(), &["what_if"]) {
        out.scenario = Scenario::WhatIf;
    } else if asked && earlier(&sheet) {
        out.scenario = Scenario::Question;
        return out;
    }
    // Questions for figures or their source change nothing.
    if out
        .intents
        .iter()
        .any(|intent| matches!(intent, Intent::AskForProof | Intent::Lookup | Intent::ExplainPattern))
    {
        out.scenario = Scenario::Question;
        return out;
    }
    let adding = sheet.says(
        0..sheet.items.len(),
        &["also", "add", "additionally", "auch", "zusatzlich", "tambien", "aussi", "anche", "tambem"],
    );
    for (field, value, quote) in reading.requirement.stated() {
        let value = if adding && value.is_array() { merged(previous, &field, &value) } else { value };
        // Where whole racks were ordered, "make that 2 racks" orders another number of them.
        let ordered = previous.racks_requested.is_some() && previous.racks_available.is_none();
        let field = if ordered && field == "racks_available" { "racks_requested".into() } else { field };
        out.changes.push(Change { field, value, quote });
    }
    bare_numbers(&sheet, previous, &mut out);
    super::scaled::apply(&sheet, text, previous, &mut out);
    super::scaled::bare_power(&sheet, text, &mut out);
    forgotten(&sheet, previous, &mut out);
    consistent(previous, &mut out);
    if out.changes.is_empty()
        && out.cleared.is_empty()
        && out.pending.is_none()
        && asked
        && out.scenario == Scenario::Change
    {
        out.scenario = Scenario::Question;
    }
    out
}

/// The answer to a pending question: a unit or a noun decides which field was meant.
fn answer(sheet: &Sheet, pending: &Pending, text: &str) -> Option<Change> {
    let word = |list: &[&str]| sheet.says(0..sheet.items.len(), list);
    let power = word(&[
        "kw",
        "kilowatt",
        "kilowatts",
        "power",
        "leistung",
        "potencia",
        "puissance",
        "kva",
        "千瓦",
        "功率",
    ]) || sheet.quantities().any(|(_, q)| q.unit == Unit::Kw);
    let gpus = (0..sheet.items.len()).any(|at| sheet.is(at, &["gpu"]));
    let nodes = (0..sheet.items.len()).any(|at| sheet.is(at, &["node"]));
    let racks =
        (0..sheet.items.len()).any(|at| sheet.is(at, &["rack"])) || word(&["number", "count", "anzahl"]);
    let field = pending.fields.iter().find(|field| match field.as_str() {
        "power_per_rack_kw" | "power_total_kw" => power,
        "racks_available" => racks && !power,
        "gpu_count" => gpus,
        "node_count" => nodes && !gpus,
        _ => false,
    })?;
    // A new number in the answer replaces the pending one.
    let value = sheet
        .quantities()
        .find(|(_, q)| !q.article && matches!(q.unit, Unit::None | Unit::Kw))
        .map_or(pending.value, |(_, q)| q.low);
    Some(Change { field: field.clone(), value: json!(Plain::Number(value)), quote: text.trim().to_string() })
}

/// "What was the switch count before?"
fn earlier(sheet: &Sheet) -> bool {
    let past = sheet.says(
        0..sheet.items.len(),
        &[
            "before",
            "earlier",
            "previous",
            "previously",
            "was",
            "were",
            "vorher",
            "vorhin",
            "antes",
            "avant",
            "prima",
            "war",
            "before?",
        ],
    );
    past && !sheet.quantities().any(|(_, quantity)| !quantity.article)
}

/// The old list with new members.
fn merged(previous: &Requirement, field: &str, value: &Value) -> Value {
    let mut list = previous
        .stated()
        .into_iter()
        .find(|(name, ..)| name == field)
        .and_then(|(_, value, _)| value.as_array().cloned())
        .unwrap_or_default();
    for item in value.as_array().into_iter().flatten() {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
    Value::Array(list)
}

/// Numbers without a noun: "make it 48" goes on counting what was counted; "racks only 18" must be asked.
fn bare_numbers(sheet: &Sheet, previous: &Requirement, out: &mut FollowUp) {
    for (at, quantity) in sheet.quantities() {
        let Some(count) = quantity.count().filter(|_| !quantity.article) else { continue };
        let quoted = |change: &Change| {
            sheet.quote(at, at).len() <= change.quote.len() && change.quote.contains(sheet.quote(at, at))
        };
        let before = at.saturating_sub(4)..at;
        // "Racks only 18": of racks whose power was said, not their number.
        let racks = sheet.find(before.clone(), &["rack"]).is_some()
            && previous.power_per_rack_kw.is_some()
            && previous.racks_available.is_none();
        if racks {
            out.changes.retain(|change| change.field != "racks_available");
        } else if out.changes.iter().any(quoted) {
            continue;
        }
        let rack = sheet.has(before.clone(), &["rack"]) || sheet.has(at..at + 2, &["rack"]);
        let noun_behind = sheet.is(at + 1, &["gpu", "node", "user", "site", "phase", "page"]);
        if noun_behind {
            continue;
        }
        if rack {
            let from = sheet.find(before, &["rack"]).unwrap_or(at);
            out.pending = Some(Pending {
                fields: vec!["power_per_rack_kw".into(), "racks_available".into()],
                value: count as f64,
                quote: sheet.quote(from, at).to_string(),
                question: format!("Does {count} mean {count} kW per rack or {count} racks?"),
            });
            continue;
        }
        let asks = sheet.says(
            0..at,
            &[
                "make", "it", "now", "change", "set", "go", "with", "if", "about", "only", "to", "mach",
                "auf", "nur", "haz", "cambia", "mets", "fai", "muda", "we",
            ],
        ) || sheet.items.len() <= 3;
        if !asks {
            continue;
        }
        let field = match (&previous.gpu_count, &previous.node_count) {
            (Some(gpus), Some(nodes)) if gpus.quote != nodes.quote => {
                // Both were said: which one is meant is a question.
                out.pending = Some(Pending {
                    fields: vec!["gpu_count".into(), "node_count".into()],
                    value: count as f64,
                    quote: sheet.quote(at, at).to_string(),
                    question: format!("Does {count} mean {count} GPUs or {count} nodes?"),
                });
                continue;
            }
            // GPUs that follow from the nodes were not said themselves.
            (_, Some(_)) => "node_count",
            (Some(_), None) => "gpu_count",
            (None, None) if previous.users_concurrent.is_some() => "users_concurrent",
            (None, None) if previous.users_total.is_some() => "users_total",
            // A cluster that was asked for by its power alone goes on with another power.
            (None, None) if previous.power_total_kva.is_some() => "power_total_kva",
            (None, None) if previous.power_total_kw.is_some() => "power_total_kw",
            (None, None) => continue,
        };
        out.changes.push(Change {
            field: field.into(),
            value: json!(count),
            quote: sheet.quote(at.saturating_sub(2), at).to_string(),
        });
    }
}

/// "Drop the budget", "no deadline any more".
fn forgotten(sheet: &Sheet, previous: &Requirement, out: &mut FollowUp) {
    let fields: &[(&str, &[&str])] = &[
        ("budget", &["budget_amount", "budget_currency", "budget_scope", "budget_tax"]),
        ("deadline", &["deadline_days"]),
        ("go_live", &["golive"]),
        ("storage", &["storage_capacity_tb", "storage_read_gbs", "storage_write_gbs"]),
        ("cooling_word", &["cooling"]),
        ("power", &["power_per_rack_kw", "power_total_kw"]),
        ("growth", &["growth_node_count", "growth_gpu_count", "growth_months"]),
    ];
    let stated: Vec<String> = previous.stated().into_iter().map(|(name, ..)| name).collect();
    for at in 0..sheet.items.len() {
        if !sheet.is(at, &["forget"]) {
            continue;
        }
        for (concept, names) in fields {
            let Some(place) = sheet.after(at, 4, &[*concept]) else { continue };
            for name in *names {
                let changed = out.changes.iter().any(|change| change.field == *name);
                if stated.iter().any(|one| one == name) && !changed {
                    out.cleared.push(Change {
                        field: (*name).into(),
                        value: Value::Null,
                        quote: sheet.quote(at, place).to_string(),
                    });
                }
            }
        }
    }
}

/// Counts that hang together: new GPUs leave the nodes open, new nodes carry the GPUs along.
fn consistent(previous: &Requirement, out: &mut FollowUp) {
    let new = |field: &str, out: &FollowUp| out.changes.iter().find(|change| change.field == field).cloned();
    if let Some(gpus) = new("gpu_count", out) {
        if new("node_count", out).is_none() && previous.node_count.is_some() {
            out.cleared.push(Change { field: "node_count".into(), value: Value::Null, quote: gpus.quote });
        }
    } else if let (Some(nodes), Some(old_nodes), Some(old_gpus)) =
        (new("node_count", out), &previous.node_count, &previous.gpu_count)
        && old_nodes.value > 0
        && old_gpus.value.is_multiple_of(old_nodes.value)
        && let Some(count) = nodes.value.as_u64()
    {
        let each = old_gpus.value / old_nodes.value;
        out.changes.push(Change {
            field: "gpu_count".into(),
            value: json!(count * each),
            quote: nodes.quote,
        });
    }
    if new("gpu_models", out).is_some()
        && new("gpu_models_unknown", out).is_none()
        && previous.gpu_models_unknown.is_some()
    {
        out.cleared.push(Change {
            field: "gpu_models_unknown".into(),
            value: Value::Null,
            quote: String::new(),
        });
    }
}
