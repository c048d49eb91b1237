//! Rules over the list of tools: pure, described, with schemas model servers accept.

use gpu_cluster_generator::tools::{self, TOOLS};
use serde_json::Value;

/// The whole list, named, so that a tool that writes, sends or spends cannot come in unnoticed.
const NAMES: &[&str] = &[
    "gpu_spec",
    "gpu_list",
    "part_show",
    "part_list",
    "part_compare",
    "ra_list",
    "ra_show",
    "ra_recommend",
    "ra_check",
    "read_requirement",
    "state",
    "plan",
    "explain",
    "export",
    "size_train",
    "size_serve",
    "size_memory",
    "check_design",
    "check_list",
    "answer_question",
];

#[test]
fn the_tools_are_exactly_these() {
    let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name()).collect();
    assert_eq!(names, NAMES);
}

#[test]
fn every_file_of_a_tool_is_in_the_list() {
    let mut files = Vec::new();
    crate::layers::rust_files(concat!(env!("CARGO_MANIFEST_DIR"), "/src/tools").as_ref(), &mut files);
    // A tool that tests add for themselves is in no list.
    for (path, text) in files.into_iter().filter(|(path, _)| !path.ends_with("toy.rs")) {
        if let Some(at) = text.find("const NAME: &'static str = \"") {
            let name = text[at + 28..].split('"').next().unwrap();
            assert!(NAMES.contains(&name), "{path} is not in TOOLS");
        }
    }
}

#[test]
fn descriptions_say_what_when_and_what_not() {
    for tool in TOOLS {
        let text = tool.description();
        assert!(text.contains("Use it when"), "{}", tool.name());
        assert!(text.len() < 420, "{} is described at length", tool.name());
        assert!(
            !text.chars().any(|c| c.is_ascii_digit())
                || tool.name().starts_with("ra_")
                || text.contains("H200")
        );
    }
}

/// The strict subset: closed objects, every key required, no `oneOf`, no references, no defaults.
fn strict(schema: &Value, at: &str) {
    let Some(map) = schema.as_object() else { return };
    for banned in ["oneOf", "$ref", "default", "format", "patternProperties"] {
        assert!(!map.contains_key(banned), "{at}: {banned}");
    }
    if map.get("type").is_some_and(|kind| kind == "object") {
        assert_eq!(map["additionalProperties"], false, "{at}");
        let properties: Vec<&String> = map["properties"].as_object().unwrap().keys().collect();
        let required: Vec<&str> =
            map["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(properties, required, "{at}");
        for (name, property) in map["properties"].as_object().unwrap() {
            assert!(property["description"].is_string(), "{at}/{name} is not described");
            strict(property, &format!("{at}/{name}"));
        }
    }
    if let Some(items) = map.get("items") {
        strict(items, &format!("{at}/items"));
    }
    for choice in map.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        strict(choice, &format!("{at}/anyOf"));
    }
}

#[test]
fn model_schemas_keep_the_strict_subset() {
    for tool in TOOLS {
        let schemas = tools::schemas(tool.name()).unwrap();
        strict(&schemas.model_input, tool.name());
        for key in tool.session_keys() {
            assert!(schemas.model_input["properties"].get(key).is_none(), "{} shows {key}", tool.name());
        }
    }
}

/// Words of units in a key must be its suffix, so that no number is read in another unit.
#[test]
fn numbers_carry_their_unit_in_the_key() {
    fn walk(schema: &Value, at: &str) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                let number = property["type"] == "number"
                    || property["type"].as_array().is_some_and(|kinds| kinds.contains(&"number".into()));
                let suffixes = [
                    "_gb",
                    "_gbps",
                    "_gbps_per_gpu",
                    "_gb_min",
                    "_gbyte_per_s",
                    "_kw",
                    "_tb",
                    "_percent",
                    "_ms",
                    "_kg",
                    "_w",
                    "_b",
                    "_s",
                    "_days",
                    "_kva",
                    "_c",
                    "_m",
                    "_mm",
                    "_km",
                    "_bar",
                    "_ratio",
                    "_pct",
                    "_gbs",
                    "_years",
                    "_months",
                    "_min",
                    "_amount",
                    "_m2",
                    "_gib",
                    "_hours",
                    "_kwh",
                    "_u",
                    "_btu_per_h",
                    "_v",
                    "_a",
                ];
                // Plain numbers: a bound names its unit beside it, counts and shares have none.
                let plain = [
                    "value",
                    "volts",
                    "amps",
                    "technical",
                    "price",
                    "train_tokens",
                    "chunks_per_page",
                    "transactions_per_s",
                    "finetunes_per_week",
                    "arrival_cv2",
                    "running",
                    "inference_share_day",
                    // Ends of a band: the key above them names the unit.
                    "low",
                    "expected",
                    "high",
                    "tokens_per_s_gpu",
                    "queries_per_s_replica",
                    // Money: the currency stands once beside the totals.
                    "purchase_low",
                    "purchase_high",
                    "ownership_low",
                    "ownership_high",
                    "per_gpu_hour",
                    "count",
                    "u",
                    "per_million_tokens",
                    "per_kwh",
                    "year_cost",
                    "unit_low",
                    "unit_high",
                    "low",
                    "high",
                    "left",
                    "left_at_high",
                    "priced_low",
                    "priced_high",
                    "rate",
                    "amount",
                ];
                assert!(
                    !number
                        // The customer's own list keeps the customer's own keys.
                        || at.starts_with("check_list/")
                        || plain.contains(&name.as_str())
                        || suffixes.iter().any(|suffix| name.ends_with(suffix)),
                    "{at}/{name} is a number without a unit"
                );
                walk(property, &format!("{at}/{name}"));
            }
        }
        for key in ["items", "anyOf", "oneOf", "allOf"] {
            match schema.get(key) {
                Some(Value::Array(list)) => list.iter().for_each(|one| walk(one, at)),
                Some(one) => walk(one, at),
                None => {}
            }
        }
        if let Some(definitions) = schema.get("$defs").and_then(Value::as_object) {
            definitions.values().for_each(|one| walk(one, at));
        }
    }
    for tool in TOOLS {
        let schemas = tools::schemas(tool.name()).unwrap();
        walk(&schemas.input, tool.name());
        walk(&schemas.output, tool.name());
    }
}
