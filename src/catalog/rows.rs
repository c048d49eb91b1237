//! An entry of any kind as rows: one per fact, with unit, state and document. Works on every kind, also new ones.

use serde::Serialize;
use serde_json::Value as Json;

/// One fact of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name of the field.
    pub field: String,
    /// The value; null when there is none.
    pub value: Json,
    /// Unit for people, from the field's suffix; empty when it has none.
    pub unit: &'static str,
    /// `value`, `none` (known to be absent) or `not_published`.
    pub state: &'static str,
    /// Id of the document.
    pub source: String,
    /// verbatim, secondary or derived.
    pub confidence: String,
    /// Condition, reading or rule that belongs to the value.
    pub note: Option<String>,
}

/// Unit suffixes of field names, longest first where one ends another.
const UNITS: &[(&str, &str)] = &[
    ("_gbyte_per_s", "GB/s"),
    ("_tb_per_s", "TB/s"),
    ("_tokens_per_s", "tokens/s"),
    ("_btu_per_h", "BTU/h"),
    ("_mib_reported", "MiB"),
    ("_gb_nameplate", "GB"),
    ("_gbps", "Gb/s"),
    ("_gib", "GiB"),
    ("_gb", "GB"),
    ("_tb", "TB"),
    ("_kwh", "kWh"),
    ("_kva", "kVA"),
    ("_kw", "kW"),
    ("_w", "W"),
    ("_kg", "kg"),
    ("_mm", "mm"),
    ("_km", "km"),
    ("_m", "m"),
    ("_ms", "ms"),
    ("_days", "days"),
    ("_percent", "%"),
    ("_bpps", "Bpps"),
    ("_v", "V"),
    ("_a", "A"),
    ("_cfm", "cfm"),
    ("_units", "U"),
    ("_usd", "USD"),
    ("_c", "°C"),
];

/// The unit a field name carries as its suffix; empty when it carries none.
#[must_use]
pub fn unit_of(field: &str) -> &'static str {
    for (part, unit) in [("_tflops", "TFLOPS"), ("_tops", "TOPS")] {
        if field.contains(part) {
            return unit;
        }
    }
    UNITS.iter().find(|(suffix, _)| field.ends_with(suffix)).map_or("", |(_, unit)| unit)
}

/// Every fact of an entry, in the order of its fields, then those published beside them (`more`).
#[must_use]
pub fn rows<T: Serialize>(entry: &T) -> Vec<Row> {
    let Ok(Json::Object(fields)) = serde_json::to_value(entry) else { return Vec::new() };
    let mut found = Vec::new();
    for (field, value) in fields {
        if field == "more" {
            for named in value.as_array().into_iter().flatten() {
                let name = named.get("name").and_then(Json::as_str).unwrap_or_default();
                found.extend(named.get("fact").and_then(|fact| row(name.to_string(), fact)));
            }
        } else {
            found.extend(row(field, &value));
        }
    }
    found
}

fn row(field: String, fact: &Json) -> Option<Row> {
    let source = fact.get("source")?.as_str()?.to_string();
    let (value, state) = match fact.get("value")? {
        Json::String(word) if word == "Absent" => (Json::Null, "none"),
        Json::String(word) if word == "NotPublished" => (Json::Null, "not_published"),
        known => (plain(&field, known.get("Known")?), "value"),
    };
    Some(Row {
        unit: unit_of(&field),
        field,
        value,
        state,
        source,
        confidence: fact.get("confidence").and_then(Json::as_str).unwrap_or_default().to_lowercase(),
        note: fact.get("note").and_then(Json::as_str).map(ToString::to_string),
    })
}

/// Fields whose value is a word of the catalog's own, not text of a document.
const WORDS: &[&str] =
    &["cooling", "cage", "top", "fibre", "fabrics", "regions", "head", "tail", "ports", "cages"];

/// A value as one plain value: lists joined, records as `name value` pairs, the catalog's own words as in files.
fn plain(field: &str, value: &Json) -> Json {
    match value {
        Json::String(word)
            if WORDS.contains(&field) || word.ends_with("Duplex") || word.starts_with("Mpo12") =>
        {
            Json::String(snake(word))
        }
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| text(&plain(field, item))).collect();
            Json::String(items.join(if items.iter().any(|item| item.contains(' ')) { "; " } else { ", " }))
        }
        Json::Object(fields) => {
            let parts: Vec<String> = fields
                .iter()
                .filter(|(_, value)| !value.is_null() && **value != Json::Bool(false))
                .map(|(name, value)| format!("{name} {}", text(&plain(field, value))))
                .collect();
            Json::String(parts.join(" "))
        }
        other => other.clone(),
    }
}

/// A plain value as text.
pub(super) fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToString::to_string)
}

/// A plain field of an entry: the catalog's own words as in files, lists joined.
pub(super) fn words(value: &Json) -> Json {
    plain(WORDS[0], value)
}

/// `AirOrLiquid` as `air_or_liquid`; words that are no such name stay as they are.
fn snake(word: &str) -> String {
    // "SXM5" is printed so; a name of this catalog's own has small letters.
    if !word.chars().all(char::is_alphanumeric) || !word.chars().any(|c| c.is_ascii_lowercase()) {
        return word.to_string();
    }
    let mut out = String::new();
    for (at, c) in word.char_indices() {
        if c.is_ascii_uppercase() && at > 0 {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_gpu_is_listed_fact_by_fact() {
        let catalog = Catalog::embedded();
        let rows = rows(catalog.gpu("h100-sxm").unwrap());
        let memory = rows.iter().find(|row| row.field == "memory_gb").unwrap();
        assert_eq!((memory.value.as_f64(), memory.unit, memory.state), (Some(80.0), "GB", "value"));
        assert!(catalog.source(&memory.source).is_some());
        assert!(rows.len() > 15);
    }

    #[test]
    fn words_and_records_are_plain() {
        let catalog = Catalog::embedded();
        let get = |rows: Vec<Row>, field: &str| rows.into_iter().find(|row| row.field == field).unwrap();
        let system = catalog.system("dgx-h100").unwrap();
        assert_eq!(get(rows(system), "cooling").value, "air");
        assert_eq!(get(rows(system), "bmc").value, "1GbE RJ45");
        let optic = catalog.transceiver("mms4x00-nm-finned").unwrap();
        assert_eq!(get(rows(optic), "connector").value, "mpo12_apc");
        let switch = catalog.switch("sn5600").unwrap();
        assert!(
            get(rows(switch), "cages").value.as_str().unwrap().starts_with("count 64 cage osfp gbps 800")
        );
    }

    #[test]
    fn units_come_from_suffixes() {
        for (field, unit) in [
            ("memory_bandwidth_gbyte_per_s", "GB/s"),
            ("bf16_tflops_dense", "TFLOPS"),
            ("tdp_w", "W"),
            ("power_max_kw", "kW"),
            ("node_count", ""),
            ("ew_gbps", "Gb/s"),
        ] {
            assert_eq!(unit_of(field), unit, "{field}");
        }
    }
}
