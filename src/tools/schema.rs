//! Schemas from types: one view for scripts (optional keys may be left out) and one for model servers (the strict
//! subset: closed objects, every key required, optional ones nullable, no unusual formats).

use jsonschema::Validator;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// More violations than this are not listed.
const VIOLATION_LIMIT: usize = 8;
/// A longer value is cut in an error.
const EXCERPT_LIMIT: usize = 120;

/// The JSON schema (draft 2020-12) of a type, references inlined where the type does not contain itself.
#[must_use]
pub fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    drop_formats(&mut schema);
    schema
}

/// The JSON schema (draft 2020-12) of a type for publishing: each part once, under `$defs`.
#[must_use]
pub fn published<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    drop_formats(&mut schema);
    schema
}

/// Formats such as `uint64` are Rust's, not JSON Schema's.
fn drop_formats(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            // A property of that name is no format: its value is a schema.
            if map.get("format").is_some_and(Value::is_string) {
                map.remove("format");
            }
            map.values_mut().for_each(drop_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_formats),
        _ => {}
    }
}

/// The strict view of an input schema for a model server, without the keys that the session fills in.
#[must_use]
pub fn strict_view(schema: &Value, without: &[&str]) -> Value {
    let mut view = schema.clone();
    if let Some(properties) = view.get_mut("properties").and_then(Value::as_object_mut) {
        for key in without {
            properties.remove(*key);
        }
    }
    if let Some(map) = view.as_object_mut() {
        map.remove("title");
        map.remove("description");
        map.entry("properties").or_insert_with(|| json!({}));
    }
    drop_unused(&mut view);
    tighten(&mut view);
    view
}

/// Takes out the definitions that the properties do not reach any more, so that what a model is sent stays small.
fn drop_unused(view: &mut Value) {
    let Some(Value::Object(definitions)) = view.as_object_mut().and_then(|map| map.remove("$defs")) else {
        return;
    };
    let mut reached: Map<String, Value> = Map::new();
    let mut texts = vec![view.to_string()];
    while let Some(text) = texts.pop() {
        for (name, own) in &definitions {
            if !reached.contains_key(name) && text.contains(&format!("\"#/$defs/{name}\"")) {
                texts.push(own.to_string());
                reached.insert(name.clone(), own.clone());
            }
        }
    }
    if let (false, Some(map)) = (reached.is_empty(), view.as_object_mut()) {
        map.insert("$defs".into(), Value::Object(reached));
    }
}

fn tighten(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    map.remove("default");
    if let Some(one) = map.remove("oneOf") {
        map.insert("anyOf".into(), one);
    }
    if map.get("type").and_then(Value::as_str) == Some("object") || map.contains_key("properties") {
        close(map);
    }
    for key in ["properties", "$defs"] {
        if let Some(Value::Object(children)) = map.get_mut(key) {
            children.values_mut().for_each(tighten);
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(child) = map.get_mut(key) {
            tighten(child);
        }
    }
    for key in ["anyOf", "allOf", "prefixItems"] {
        if let Some(Value::Array(children)) = map.get_mut(key) {
            children.iter_mut().for_each(tighten);
        }
    }
}

/// Closes an object: no further keys, every key required, keys that were optional may be null.
fn close(map: &mut Map<String, Value>) {
    let required: Vec<String> = map
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(|name| name.as_str().map(ToString::to_string)).collect())
        .unwrap_or_default();
    let mut names = Vec::new();
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        for (name, property) in properties.iter_mut() {
            if !required.contains(name) {
                make_nullable(property);
            }
            names.push(Value::String(name.clone()));
        }
    }
    map.insert("type".into(), "object".into());
    map.insert("required".into(), Value::Array(names));
    map.insert("additionalProperties".into(), Value::Bool(false));
}

fn make_nullable(property: &mut Value) {
    let Value::Object(map) = property else { return };
    match map.get_mut("type") {
        Some(Value::String(kind)) if kind != "null" => {
            let kind = std::mem::take(kind);
            map.insert("type".into(), json!([kind, "null"]));
            if let Some(Value::Array(values)) = map.get_mut("enum")
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
        }
        Some(Value::Array(kinds)) => {
            if !kinds.contains(&json!("null")) {
                kinds.push(json!("null"));
            }
        }
        _ => {
            if let Some(Value::Array(choices)) = map.get_mut("anyOf")
                && !choices.iter().any(|choice| choice["type"] == "null")
            {
                choices.push(json!({ "type": "null" }));
            }
        }
    }
}

/// The keys of an object that its schema does not know, where the validator names only their values.
fn unknown_keys(schema: &Value, value: &Value, at: &str, rule_at: &str) -> String {
    let known =
        rule_at.rsplit_once('/').and_then(|(parent, _)| schema.pointer(parent)?["properties"].as_object());
    let found = value.pointer(at).and_then(Value::as_object).into_iter().flatten();
    let strange: Vec<String> = found
        .filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)))
        .map(|(key, _)| format!("`{}`", key.chars().take(60).collect::<String>()))
        .take(10)
        .collect();
    let takes = match known.filter(|known| !known.is_empty()) {
        Some(known) => known.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "),
        None => "no key at all".into(),
    };
    format!("unknown: {}; it takes {takes}", strange.join(", "))
}

/// Everything in a value that breaks a schema: where, which rule, what was found, what is allowed, what is nearest.
#[must_use]
pub fn violations(validator: &Validator, schema: &Value, value: &Value) -> Vec<Value> {
    validator
        .iter_errors(value)
        .take(VIOLATION_LIMIT)
        .map(|error| {
            let at = error.instance_path().to_string();
            let rule_at = error.schema_path().to_string();
            let rule = rule_at.rsplit('/').next().unwrap_or_default().to_string();
            let found = error.instance().to_string();
            let found = if found.chars().count() > EXCERPT_LIMIT {
                format!("{}…", found.chars().take(EXCERPT_LIMIT).collect::<String>())
            } else {
                found
            };
            let place = if at.is_empty() { "the whole".to_string() } else { format!("`{at}`") };
            let mut fault = json!({ "at": at, "rule": rule, "got": found });
            let allowed = schema.pointer(&rule_at).filter(|_| rule == "enum").cloned();
            let mut message = match rule.as_str() {
                "additionalProperties" if !error.instance().is_object() => {
                    unknown_keys(schema, value, &at, &rule_at)
                }
                "required" | "additionalProperties" => format!("{place}: {error}"),
                _ => format!("{place}: found {found}; {error}"),
            };
            if message.chars().count() > 3 * EXCERPT_LIMIT {
                message = message.chars().take(3 * EXCERPT_LIMIT).collect::<String>() + "…";
            }
            fault["message"] = message.into();
            if let Some(Value::Array(allowed)) = allowed {
                let names: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
                let wanted = crate::catalog::normalize(error.instance().as_str().unwrap_or_default());
                if let Some(nearest) = crate::catalog::nearest(&wanted, names.iter().copied()).first() {
                    fault["nearest"] = (*nearest).into();
                }
                fault["allowed"] = Value::Array(allowed);
            }
            fault
        })
        .collect()
}
