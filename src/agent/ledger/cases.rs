//! Cases of the ledger: ids, units, subjects, names.

#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::*;

#[test]
fn numbers_of_results_get_ids_units_and_subjects() {
    let mut ledger = Ledger::default();
    let result = json!({
        "gpu": "H100", "gpu_id": "h100-sxm", "memory_gb": 80.0,
        "facts": [{ "field": "tdp_w", "value": 700.0, "unit": "W" }],
        "summary": "One GPU of 80 GB."
    });
    ledger.add("c1", &json!({ "gpu": "H100" }), &result);
    let memory = ledger.fact(ledger.id_at("c1", "/memory_gb").unwrap()).unwrap();
    assert_eq!(
        (memory.words().as_str(), memory.subjects.as_slice()),
        ("80 GB", &["H100".to_string(), "h100-sxm".into()][..])
    );
    let power = ledger.fact(ledger.id_at("c1", "/facts/0/value").unwrap()).unwrap();
    assert_eq!((power.words().as_str(), power.label.as_str()), ("700 W", "tdp"));
    assert_eq!(ledger.text(ledger.id_at("c1", "/summary").unwrap()), Some("One GPU of 80 GB."));
    assert!(ledger.is_name("h100-sxm") && !ledger.is_name("80"));
    assert_eq!(ledger.nearest(81.0, 1)[0].1.value, 80.0);
}

#[test]
fn the_same_result_again_changes_nothing() {
    let mut ledger = Ledger::default();
    ledger.add("c1", &json!({}), &json!({ "nodes": 16 }));
    let before = ledger.clone();
    ledger.add("c1", &json!({}), &json!({ "nodes": 16 }));
    assert_eq!(ledger, before);
}

#[test]
fn stated_values_have_ids_and_names_of_the_text_are_known() {
    let mut reading = Reading::default();
    reading.requirement.set("gpu_count", 128.into(), "128 H100").unwrap();
    let mut ledger = Ledger::default();
    ledger.state(&reading);
    ledger.customer_text("128 H100, pattern 2-8-9-400, 40kW, EUR500k, x8, REQ-12, 2026-11-23");
    assert_eq!(ledger.fact("q1").unwrap().words(), "128 GPUs");
    for (word, name) in
        [("h100", true), ("2-8-9-400", true), ("REQ-12", true), ("128", false), ("40kW", false)]
    {
        assert_eq!(ledger.is_name(word), name, "{word}");
    }
    for quantity in ["eur500k", "x8", "2026-11-23"] {
        assert!(!ledger.is_name(quantity), "{quantity}");
    }
}

#[test]
fn one_is_singular() {
    for (value, unit, words) in [
        (1.0, "nodes", "1 node"),
        (1.0, "leaf switches", "1 leaf switch"),
        (1.0, "GPUs per node", "1 GPU per node"),
        (1.0, "GB", "1 GB"),
        (1.0, "days", "1 day"),
        (2.0, "nodes", "2 nodes"),
        (12.5, "%", "12.5%"),
    ] {
        assert_eq!(in_words(value, unit), words);
    }
}
