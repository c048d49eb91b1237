//! What is no word of its list, no product, or out of range is refused where it enters, with the nearest legal ones.

use std::fs;

use serde_json::json;

use crate::harness::Run;

/// Arguments, the error code, and what the error or its hints must name.
const REFUSED: &[(&[&str], &str, &[&str])] = &[
    (
        &["plan", "--gpus", "8", "--workload", "gaming"],
        "input.invalid",
        &["unknown workload `gaming`", "expected"],
    ),
    (&["plan", "--gpus", "8", "--workload", "trainnig"], "input.invalid", &["training"]),
    (&["plan", "--gpus", "8", "--cooling", "frozen"], "input.invalid", &["air or liquid"]),
    (&["plan", "--gpus", "8", "--fabric", "token-ring"], "input.invalid", &["ethernet or infiniband"]),
    (&["plan", "--gpus", "8", "--set", "workload=[\"trainnig\"]"], "input.invalid", &["training"]),
    (&["plan", "--gpus", "8", "--set", "fabric=[\"infinband\"]"], "input.invalid", &["infiniband"]),
    (&["plan", "--gpus", "8", "--set", "cooling=ice"], "input.invalid", &["air or liquid"]),
    (&["plan", "--gpus", "8", "--set", "precision=fp3"], "input.invalid", &["fp32", "fp8"]),
    (&["plan", "--gpus", "8", "--set", "form_factor=toaster"], "input.invalid", &["unknown form factor"]),
    (&["plan", "--gpus", "8", "--set", "redundancy=3X"], "input.invalid", &["N+1"]),
    (&["plan", "--gpus", "8", "--set", "scheduler=slrum"], "input.invalid", &["slurm"]),
    (&["plan", "--gpus", "8", "--set", "budget_currency=EURO"], "input.invalid", &["ISO 4217"]),
    (&["plan", "--gpus", "8", "--set", "budget_tax=some"], "input.invalid", &["included or excluded"]),
    (&["plan", "--gpus", "8", "--set", "power_rating_basis=guess"], "input.invalid", &["usable or breaker"]),
    (
        &["plan", "--gpus", "8", "--rack-kw", "-1"],
        "input.invalid",
        &["power_per_rack_kw", "found -1", "more than 0"],
    ),
    (&["plan", "--gpus", "8", "--rack-kw", "much"], "input.invalid", &["expected a number"]),
    (&["plan", "--gpus", "0"], "input.invalid", &["gpu_count", "at least 1"]),
    (&["plan", "--gpus", "-8"], "input.invalid", &["gpu_count"]),
    (&["plan", "--gpus", "many"], "input.invalid", &["expected a whole number"]),
    (&["plan", "--gpus", "99999999999"], "input.invalid", &["at most 1,000,000"]),
    (&["plan", "--nodes", "0"], "input.invalid", &["node_count", "at least 1"]),
    (&["plan", "--gpus", "8", "--set", "storage_capacity_tb=-5"], "input.invalid", &["storage_capacity_tb"]),
    (&["plan", "--gpus", "8", "--set", "power_per_rack_kw=-40"], "input.invalid", &["more than 0"]),
    (&["plan", "--gpus", "8", "--set", "pue_ratio=0.4"], "input.invalid", &["at least 1"]),
    (&["plan", "--gpus", "8", "--set", "heat_to_water_min_pct=140"], "input.invalid", &["at most 100"]),
    (&["plan", "--gpus", "8", "--set", "slicing=perhaps"], "input.invalid", &["true or false"]),
    (&["plan", "--gpus", "8", "--set", "colour=red"], "input.invalid", &["nearest fields"]),
    (&["plan", "--gpus", "8", "--gpu", "H1000"], "name.unknown", &["h100-sxm"]),
    (&["plan", "--gpus", "8", "--set", "gpu_models=[\"B250 Ultra\"]"], "name.no_such_product", &["b200-sxm"]),
    (&["plan", "--gpus", "8", "--set", "server_models=DGX H1000"], "name.unknown", &["dgx-h100"]),
    (&["plan", "--gpus", "8", "--pattern", "2-8-9-401"], "name.unknown", &["2-8-9-400"]),
    (&["ra", "recommend", "--gpus", "128", "--workload", "gaming"], "input.invalid", &["training", "hpc"]),
    (&["ra", "recommend", "--gpus", "0", "--workload", "training"], "tool.args_invalid", &["gpus"]),
    (&["ra", "recommend", "--gpus", "many", "--workload", "training"], "input.invalid", &["many"]),
    (&["sweep", "--set", "gpu_count=-8", "--vary", "cooling=air,liquid"], "input.invalid", &["gpu_count"]),
];

#[test]
fn flags_outside_their_lists_and_bounds_end_with_three() {
    for (arguments, code, named) in REFUSED {
        let (document, exit) = Run::new(arguments).json();
        assert_eq!((document["code"].as_str(), exit), (Some(*code), 3), "{arguments:?} {document}");
        let told = format!("{} {}", document["error"], document["hints"]);
        for word in *named {
            assert!(told.contains(&word.replace('"', "\\\"")), "{arguments:?} does not name {word}: {told}");
        }
        assert!(document["hints"].as_array().is_some_and(|hints| !hints.is_empty()), "{arguments:?}");
    }
}

#[test]
fn documents_are_refused_as_flags_are() {
    for (field, value) in [
        ("workload", json!(["gaming"])),
        ("cooling", json!("frozen")),
        ("fabric", json!(["token-ring"])),
        ("gpu_count", json!(0)),
        ("power_per_rack_kw", json!(-40)),
        ("storage_capacity_tb", json!(-5)),
        ("gpu_models", json!(["H1000"])),
    ] {
        let requirement = json!({ field: { "value": value, "quote": "so stated" } });
        let path = std::env::temp_dir().join(format!("gcg-refused-{}-{field}.json", std::process::id()));
        fs::write(&path, requirement.to_string()).unwrap();
        let (document, exit) = Run::new(&["plan", "--file", path.to_str().unwrap()]).json();
        fs::remove_file(&path).unwrap();
        assert_eq!(exit, 3, "{field}: {document}");
        if field != "gpu_models" {
            // A product nobody knows is a finding and a question of the plan of a text.
            let reading = json!({ "reading": { "requirement": requirement } }).to_string();
            let (document, exit) = Run::new(&["tools", "call", "plan", &reading]).json();
            assert_eq!(exit, 3, "{field}: {document}");
        }
        let value = match &value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let change =
            json!({ "changes": [{ "field": field, "value": value, "quote": "so stated" }] }).to_string();
        let (document, exit) = Run::new(&["tools", "call", "plan", &change]).json();
        assert_eq!(exit, 3, "{field}: {document}");
    }
}

#[test]
fn other_spellings_of_a_word_are_taken() {
    let (document, exit) = Run::new(&[
        "plan",
        "--gpus",
        "128",
        "--gpu",
        "h100-sxm",
        "--workload",
        "LLM inference,Rag",
        "--cooling",
        "Air",
        "--fabric",
        "InfiniBand",
    ])
    .json();
    assert_eq!(exit, 0, "{document}");
    assert_eq!(document["requirement"]["workload"]["value"], json!(["llm_inference", "rag"]));
    assert_eq!(document["requirement"]["cooling"]["value"], "air");
    assert_eq!(document["requirement"]["fabric"]["value"], json!(["infiniband"]));
}

/// Where words are text by nature: the lists themselves, readers of a customer's or a model's text, names in papers, and
/// the command line, which turns them into enums.
const TEXT_BY_NATURE: &[&str] = &[
    "src/design/words",
    "src/read",
    "src/cli",
    "src/perf",
    "src/agent",
    "src/tools/size_",
    "src/check/coverage",
];

#[test]
fn closed_words_are_compared_as_enums() {
    let words = [
        "air",
        "liquid",
        "ethernet",
        "infiniband",
        "fp8",
        "fp4",
        "bf16",
        "fp16",
        "training",
        "finetune",
        "inference",
        "hpc",
        "rag",
        "hgx",
        "dgx",
        "pcie",
        "included",
        "excluded",
        "usable",
        "breaker",
    ];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    crate::layers::rust_files(&root.join("src"), &mut files);
    let mut faults = Vec::new();
    for (path, text) in files {
        let short = path.strip_prefix(&format!("{}/", root.display())).unwrap_or(&path).to_string();
        if TEXT_BY_NATURE.iter().any(|folder| short.starts_with(folder)) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            for word in words {
                let quoted = format!("\"{word}\"");
                let compared = ["== ", "!= ", "contains(", "eq_ignore_ascii_case(", "== Some(", "!= Some("]
                    .iter()
                    .any(|before| line.contains(&format!("{before}{quoted}")))
                    || line.trim_start().starts_with(&format!("{quoted} =>"))
                    || line.contains(&format!("{quoted} |"));
                if compared && !line.trim_start().starts_with("//") {
                    faults.push(format!("{short}:{} compares {quoted}", number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "use the enums of design::words:\n{}", faults.join("\n"));
}

#[test]
fn the_catalog_names_known_groups_of_workloads() {
    use gpu_cluster_generator::{catalog::Catalog, design::words::WorkloadGroup};
    let catalog = Catalog::embedded();
    let choices = catalog.gpu_choices().iter().flat_map(|choice| choice.workloads.iter());
    let licences = catalog.licences().iter().flat_map(|licence| licence.workloads.iter());
    let mut count = 0;
    for group in choices.chain(licences) {
        assert!(group.parse::<WorkloadGroup>().is_ok(), "{group} is no group of workloads");
        count += 1;
    }
    assert!(count > 5);
}
