//! A requirement handed over as a JSON object: the keys are the fields.

use serde_json::{Map, Value, json};

use super::{
    fold::Folded,
    names::{Name, Names},
    token::tokens,
};
use crate::design::{FIELDS, Intent, OtherWish, Plain, Reading, Requirement, Stated};

/// Other spellings of fields.
const ALIASES: &[(&str, &str)] = &[
    ("server", "server_models"),
    ("server_model", "server_models"),
    ("gpu_model", "gpu_models"),
    ("gpu", "gpu_models"),
    ("gpu_type", "gpu_models"),
    ("gpus", "gpu_count"),
    ("num_gpus", "gpu_count"),
    ("total_gpus", "gpu_count"),
    ("nodes", "node_count"),
    ("num_nodes", "node_count"),
    ("servers", "node_count"),
    ("gpus_per_server", "gpus_per_node"),
    ("workloads", "workload"),
    ("use_case", "workload"),
    ("rack_power_kw", "power_per_rack_kw"),
    ("rack_kw", "power_per_rack_kw"),
    ("kw_per_rack", "power_per_rack_kw"),
    ("power_kw", "power_total_kw"),
    ("site_power_kw", "power_total_kw"),
    ("total_power_kw", "power_total_kw"),
    ("racks", "racks_available"),
    ("rack_count", "racks_available"),
    ("network", "fabric"),
    ("interconnect", "fabric"),
    ("model", "model_name"),
    ("params_b", "model_params_b"),
    ("model_size_b", "model_params_b"),
    ("budget", "budget_amount"),
    ("currency", "budget_currency"),
    ("users", "users_total"),
    ("concurrent_users", "users_concurrent"),
    ("storage_tb", "storage_capacity_tb"),
    ("context", "context_tokens_in"),
    ("context_tokens", "context_tokens_in"),
    ("input_tokens", "context_tokens_in"),
    ("output_tokens", "tokens_out"),
    ("pattern", "patterns"),
    ("tokens", "train_tokens"),
    ("training_tokens", "train_tokens"),
];
const LISTS: &[&str] = &[
    "workload",
    "gpu_models",
    "gpu_models_unknown",
    "gpu_models_excluded",
    "patterns",
    "fabric",
    "security",
    "scheduler",
];

/// The reading of a text that is one JSON object with at least one known key; none for any other text.
pub(super) fn read(text: &str, names: &Names) -> Option<Reading> {
    let Value::Object(object) = serde_json::from_str::<Value>(text.trim()).ok()? else { return None };
    let field_of = |key: &str| -> Option<&'static str> {
        let key = key.to_lowercase().replace('-', "_");
        let key = ALIASES.iter().find(|(alias, _)| *alias == key).map_or(key.as_str(), |(_, field)| field);
        FIELDS.iter().map(|(name, _)| *name).find(|name| *name == key)
    };
    if !object.keys().any(|key| field_of(key).is_some()) {
        return None;
    }
    let mut requirement = Requirement::default();
    let (_, notices) = super::notice::hidden(text);
    for (key, value) in &object {
        let quote = passage(text, key, value).unwrap_or_default();
        if value.is_null() || quote.is_empty() {
            continue;
        }
        let set = field_of(key).is_some_and(|field| set(&mut requirement, field, value, &quote, names));
        if !set {
            requirement.other.push(OtherWish { about: key.clone(), quote });
        }
    }
    derive(&mut requirement, &object);
    Some(Reading {
        requirement,
        conflicts: Vec::new(),
        intents: vec![Intent::Design],
        notices,
        language: "en".into(),
        ..Reading::default()
    })
}

fn set(requirement: &mut Requirement, field: &str, value: &Value, quote: &str, names: &Names) -> bool {
    if field == "gpu_models" {
        let list: Vec<String> = match value {
            Value::String(name) => vec![name.clone()],
            Value::Array(items) => {
                items.iter().filter_map(|item| item.as_str().map(ToString::to_string)).collect()
            }
            _ => return false,
        };
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for name in list {
            match short(&name, names) {
                Some(short) => known.push(short),
                None => unknown.push(name),
            }
        }
        let known = known.is_empty() || requirement.set("gpu_models", json!(known), quote).is_ok();
        return known
            && (unknown.is_empty() || requirement.set("gpu_models_unknown", json!(unknown), quote).is_ok());
    }
    if field == "server_models" {
        let folded = Folded::new(value.as_str().unwrap_or_default());
        return match names.at(&folded, &tokens(&folded, false), 0) {
            Some((Name::Server(name, _), _)) => requirement.set(field, json!([name]), quote).is_ok(),
            _ => false,
        };
    }
    let value = match value {
        Value::String(word) if LISTS.contains(&field) => json!([word.to_lowercase()]),
        Value::Number(figure) => Value::Number(figure.clone()),
        Value::String(word) if field == "cooling" || field == "precision" => json!(word.to_lowercase()),
        // A number in quotes is a number; "30 kW" is not one.
        Value::String(word) => match word.trim().parse::<f64>() {
            Ok(figure) if !field.ends_with("name") => {
                serde_json::to_value(Plain::Number(figure)).unwrap_or_default()
            }
            _ => value.clone(),
        },
        _ => value.clone(),
    };
    // Nothing is counted or measured below zero.
    let sane = value.as_f64().is_none_or(|figure| figure > 0.0);
    sane && requirement.set(field, value, quote).is_ok()
}

/// The short form of a GPU's name, where the catalog knows it.
fn short(name: &str, names: &Names) -> Option<String> {
    let folded = Folded::new(name);
    let list = tokens(&folded, false);
    let from = list.iter().position(|token| !matches!(token.text.as_str(), "nvidia" | "hgx" | "dgx"))?;
    match names.at(&folded, &list, from)? {
        (Name::Gpu(name) | Name::RackScale(name), _) => Some(name),
        _ => None,
    }
}

/// The words `"key": value` of the text.
fn passage(text: &str, key: &str, value: &Value) -> Option<String> {
    let start = text.find(&format!("\"{key}\""))?;
    let behind = start + key.len() + 2;
    let colon = behind + text[behind..].find(':')? + 1;
    let lead = text[colon..].len() - text[colon..].trim_start().len();
    let mut stream = serde_json::Deserializer::from_str(&text[colon + lead..]).into_iter::<Value>();
    let read = stream.next()?.ok()?;
    (read == *value).then(|| text[start..colon + lead + stream.byte_offset()].to_string())
}

/// GPUs from nodes, as in free text: times the stated GPUs per node, or eight on boards that exist with eight only.
fn derive(requirement: &mut Requirement, object: &Map<String, Value>) {
    let (Some(nodes), None) = (&requirement.node_count, &requirement.gpu_count) else { return };
    let named = object.values().filter_map(Value::as_str).any(|word| {
        let word = word.to_lowercase();
        word.contains("hgx") || word.contains("dgx")
    });
    let board = requirement
        .gpu_models
        .as_ref()
        .is_some_and(|models| models.value.iter().any(|name| matches!(name.as_str(), "B200" | "B300")));
    let each = requirement.gpus_per_node.as_ref().map(|each| each.value).or((named || board).then_some(8));
    if let Some(each) = each {
        let (count, quote) = (nodes.value * each, nodes.quote.clone());
        requirement.gpu_count = Some(Stated::new(count, quote));
    }
}
