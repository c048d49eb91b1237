//! Golden cases from a customer's text to the answer. `GCG_BLESS=1 cargo test design_cases` writes them anew; the
//! change is reviewed as a diff. What each case must show is held apart from the golden file, with its origin.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::harness::Run;

/// Name, outcome, and places of the answer with the value a published architecture or arithmetic gives.
const CASES: &[(&str, &str, &[(&str, f64)])] = &[
    // 12 kW carries one 10.2 kW node, and eight nodes take eight racks.
    (
        "finetune-64-in-12kw",
        "answer",
        &[("/design/compute/node_count", 8.0), ("/design/facility/node_rack_count", 8.0)],
    ),
    // 2-8-9-400: 16 nodes; the published H100 node has 10.2 kW.
    (
        "train-128-h100",
        "answer",
        &[("/design/compute/node_count", 16.0), ("/design/facility/node_power_total_kw", 163.2)],
    ),
    // 128 nodes of 14.3 kW.
    (
        "train-1024-b200",
        "answer",
        &[("/design/compute/node_count", 128.0), ("/design/facility/node_power_total_kw", 1830.4)],
    ),
    // Two racks of 72 GPUs, 142 kW each.
    (
        "two-gb300-racks",
        "answer",
        &[("/design/compute/gpu_count", 144.0), ("/design/facility/node_power_total_kw", 284.0)],
    ),
    // Two nodes of eight cards.
    ("rtx-pro-16", "", &[("/design/compute/node_count", 2.0)]),
    ("rag-450-people", "", &[]),
    ("hpc-fp64", "", &[]),
    ("two-megawatt-site", "", &[]),
    ("budget-too-small", "infeasible", &[]),
    ("deadline-too-short", "infeasible", &[]),
    ("rfp-contradictions", "", &[]),
    ("train-18432", "", &[("/design/compute/gpu_count", 18_432.0)]),
];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// What a reviewer reads of an answer: everything that decides it, without the prose of the rules.
fn condensed(answer: &Value) -> Value {
    let design = &answer["design"];
    let stated: serde_json::Map<String, Value> = answer["requirement"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, field)| field.get("value").is_some())
        .map(|(name, field)| (name.clone(), field["value"].clone()))
        .collect();
    let lines: serde_json::Map<String, Value> = design["bom"]["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|line| (line["id"].as_str().unwrap().to_string(), line["quantity"].clone()))
        .collect();
    let pick = |list: &Value, keys: [&str; 2]| -> Vec<Value> {
        list.as_array().into_iter().flatten().map(|one| json!([one[keys[0]], one[keys[1]]])).collect()
    };
    json!({
        "outcome": answer["outcome"],
        "summary": answer["summary"],
        "stated": stated,
        "assumed": pick(&answer["assumptions"], ["field", "value"]),
        "asked": pick(&answer["open_questions"], ["field", "question"]),
        "compute": design["compute"],
        "fabric": design["fabric"],
        "facility": design["facility"],
        "storage": design["storage"],
        "bom": lines,
        "missing": design["bom"]["missing"],
        "cost": design["cost"],
        "findings": pick(&answer["findings"], ["severity", "message"]),
        "alternatives": pick(&answer["alternatives"], ["title", "reason"]),
    })
}

#[test]
fn texts_lead_to_their_answers() {
    let bless = std::env::var_os("GCG_BLESS").is_some();
    let mut faults = Vec::new();
    for (name, outcome, places) in CASES {
        let text = fs::read_to_string(folder(name).join("text.txt")).unwrap();
        let mut arguments = vec!["ask", "--provider", "offline", "--file", "-"];
        if text.contains("USD") {
            arguments.extend(["--prices", "indicative"]);
        }
        let (answer, _) = Run::new(&arguments).stdin(text).json();
        if !outcome.is_empty() && !answer["outcome"].as_str().is_some_and(|found| found.starts_with(outcome))
        {
            faults.push(format!("{name}: outcome {} ({})", answer["outcome"], answer["summary"]));
        }
        for (place, value) in *places {
            if answer.pointer(place).and_then(Value::as_f64) != Some(*value) {
                faults.push(format!("{name}: {place} is {:?}, not {value}", answer.pointer(place)));
            }
        }
        let golden = format!("{}\n", serde_json::to_string_pretty(&condensed(&answer)).unwrap());
        let path = folder(name).join("answer.json");
        if bless {
            fs::write(&path, golden).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != golden {
            faults.push(format!("{name}: differs from {}; see the change after GCG_BLESS=1", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
