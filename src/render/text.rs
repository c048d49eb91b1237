//! A result document as text for people: headings, aligned tables, units from the names of the keys.

use serde_json::{Map, Value};

use super::lines;
use crate::units::{plain, three};

/// Units by the ending of a key, longest first where one ends another.
const UNITS: &[(&str, &str)] = &[
    ("tokens_per_s_gpu", " tokens/s per GPU"),
    ("tokens_per_s", " tokens/s"),
    ("_kwh", " kWh"),
    ("_bytes_per_token", " bytes per token"),
    ("_gbyte_per_s", " GB/s"),
    ("_tokens_per_s", " tokens/s"),
    ("_gbps_per_gpu", " Gb/s per GPU"),
    ("_gbps", " Gb/s"),
    ("_gbs", " GB/s"),
    ("_gb", " GB"),
    ("_gb_min", " GB"),
    ("_tb", " TB"),
    ("_kw", " kW"),
    ("_kva", " kVA"),
    ("_w", " W"),
    ("_kg", " kg"),
    ("_mm", " mm"),
    ("_km", " km"),
    ("_ms", " ms"),
    ("_days", " days"),
    ("_percent", " %"),
];

/// The text of a document, for lines of at most `width` characters.
#[must_use]
pub fn document(value: &Value, width: usize) -> String {
    let mut out = String::new();
    write(&mut out, value, 0, width);
    lines::fitted(&out, width)
}

fn write(out: &mut String, value: &Value, depth: usize, width: usize) {
    match value {
        Value::Object(fields) => object(out, fields, depth, width),
        Value::Array(items) => list(out, items, depth, width),
        other => out.push_str(&format!("{}{}\n", indent(depth), cell("", other))),
    }
}

fn object(out: &mut String, fields: &Map<String, Value>, depth: usize, width: usize) {
    let longest = fields
        .iter()
        .filter(|(key, value)| {
            *key != "headline" && is_plain(value) && !is_empty(value) && sentences(value).is_none()
        })
        .map(|(key, _)| title(key).chars().count())
        .max()
        .unwrap_or(0);
    // What was found comes first, as a sentence of its own.
    if let Some(headline) = fields.get("headline").and_then(Value::as_str) {
        out.push_str(&format!("{}{headline}\n", indent(depth)));
        if depth == 0 {
            out.push('\n');
        }
    }
    for (key, value) in fields {
        if is_empty(value) || key == "headline" {
            continue;
        }
        if let Some(text) = band(key, value) {
            out.push_str(&format!("{}{}: {text}\n", indent(depth), title(key)));
        } else if let Some(sentences) = sentences(value) {
            out.push_str(&format!("{}{}\n", indent(depth), title(key)));
            for sentence in sentences {
                out.push_str(&format!("{}- {sentence}\n", indent(depth + 1)));
            }
        } else if is_plain(value) {
            let name = title(key);
            let space = " ".repeat(longest.saturating_sub(name.chars().count()));
            out.push_str(&format!("{}{name}:{space} {}\n", indent(depth), cell(key, value)));
        } else {
            if depth == 0 {
                out.push('\n');
            }
            out.push_str(&format!("{}{}\n", indent(depth), title(key)));
            write(out, value, depth + 1, width);
        }
    }
}

/// An estimate with its band in one line: three digits, with units.
fn band(key: &str, value: &Value) -> Option<String> {
    let fields = value.as_object()?;
    let number = |name: &str| fields.get(name).and_then(Value::as_f64);
    let (low, expected, high) = (number("low")?, number("expected")?, number("high")?);
    let unit = unit(key);
    let basis = fields.get("basis").and_then(Value::as_str).map_or_else(String::new, |b| format!("; {b}"));
    Some(format!("{}{unit} (80 % band {} to {}{unit}{basis})", three(expected), three(low), three(high)))
}

/// Texts that are too long for one line.
fn sentences(value: &Value) -> Option<Vec<&str>> {
    let texts: Vec<&str> = value.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    texts.iter().any(|text| text.len() > 60).then_some(texts)
}

fn unit(key: &str) -> &'static str {
    UNITS.iter().find(|(suffix, _)| key.ends_with(suffix)).map_or("", |(_, unit)| unit)
}

/// A list of like objects is a table; anything else is a list of points.
fn list(out: &mut String, items: &[Value], depth: usize, width: usize) {
    let rows: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    let flat = rows.len() == items.len() && rows.iter().all(|row| row.values().all(is_plain));
    if !flat || rows.is_empty() {
        for item in items {
            if is_plain(item) {
                out.push_str(&format!("{}- {}\n", indent(depth), cell("", item)));
            } else {
                write(out, item, depth, width);
                out.push('\n');
            }
        }
        return;
    }
    let mut keys: Vec<&String> = Vec::new();
    for row in &rows {
        for key in row.keys() {
            if !keys.contains(&key)
                && rows.iter().any(|row| row.get(key).is_some_and(|value| !is_empty(value)))
            {
                keys.push(key);
            }
        }
    }
    let table: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            keys.iter().map(|key| row.get(*key).map_or(String::new(), |value| cell(key, value))).collect()
        })
        .collect();
    let head: Vec<String> = keys.iter().map(|key| title(key)).collect();
    match lines::table(&head, &table, 2 * depth, width) {
        Some(text) => out.push_str(&text),
        // Records below each other read better than a table that does not fit.
        None => {
            for row in &rows {
                object(out, row, depth, width);
                out.push('\n');
            }
        }
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        Value::Object(fields) => {
            let leaf = |value: &Value| !value.is_object() && !value.is_array();
            is_quoted(fields) || fields.len() <= SMALL_OBJECT && fields.values().all(leaf)
        }
        _ => true,
    }
}

/// Keys of an object that is told in one line, at most.
const SMALL_OBJECT: usize = 3;

/// A value with the words it was read from.
fn is_quoted(fields: &Map<String, Value>) -> bool {
    fields.len() == 2 && fields.contains_key("value") && fields.contains_key("quote")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

fn cell(key: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Number(number) => {
            format!("{}{}", plain(number.as_f64().unwrap_or_default()), unit(key))
        }
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(|item| cell(key, item)).collect::<Vec<_>>().join(", "),
        Value::Object(fields) if !is_quoted(fields) => {
            let told = fields.iter().filter(|(_, value)| !is_empty(value));
            let told = told.map(|(key, value)| format!("{} {}", title(key).to_lowercase(), cell(key, value)));
            told.collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => {
            let value = fields.get("value").map_or(String::new(), |value| cell(key, value));
            let quote = fields.get("quote").and_then(Value::as_str).unwrap_or_default();
            format!("{value} (\"{quote}\")")
        }
    }
}

fn title(key: &str) -> String {
    let bare = UNITS
        .iter()
        .find_map(|(suffix, _)| key.strip_suffix(suffix))
        .filter(|bare| !bare.is_empty())
        .unwrap_or(key);
    let mut words = bare.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_headline_comes_first_and_estimates_carry_units() {
        let text = document(
            &json!({
                "gpus": 8,
                "headline": "8 H200 serve 10 users.",
                "ttft_ms": { "low": 70.698, "expected": 446.038, "high": 1234.5, "basis": "12 rows" },
                "notes": ["assumed: at most two seconds to the first token; no target was given", "short"],
            }),
            100,
        );
        assert_eq!(
            text,
            "8 H200 serve 10 users.\n\nGpus: 8\nTtft: 446 ms (80 % band 70.7 to 1,230 ms; 12 rows)\nNotes\n  - assumed: at most \
             two seconds to the first token; no target was given\n  - short\n"
        );
    }

    #[test]
    fn tables_align_and_carry_units() {
        let text = document(
            &json!({
                "notes": ["one", "two"],
                "gpus": [{ "id": "h100-sxm", "memory_gb": 80.0 }, { "id": "l4", "memory_gb": 24.0 }],
                "asked": { "value": 128, "quote": "128 H100" },
                "nothing": null,
            }),
            100,
        );
        assert_eq!(
            text,
            "Notes: one, two\n\nGpus\n  Id        Memory\n  h100-sxm  80 GB\n  l4        24 GB\nAsked: 128 (\"128 H100\")\n"
        );
    }
}
