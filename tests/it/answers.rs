//! Whole answers: every number is explained down to a source, and the same input gives the same bytes.

use serde_json::Value;

use crate::harness::Run;

/// Requirements that reach every part of a plan.
fn requests() -> Vec<Vec<&'static str>> {
    [
        "--gpus 128 --gpu h100-sxm --workload training --rack-kw 40 --cooling air",
        "--gpus 64 --gpu H200 --workload llm_finetune --fabric infiniband --rack-kw 25",
        "--gpus 1024 --gpu b300-sxm --workload training",
        "--gpu GB300_NVL72 --set racks_requested=2 --cooling liquid",
        "--gpu GB300_NVL72 --set racks_requested=2 --cooling air",
        "--nodes 20 --gpu b200-sxm --rack-kw 20 --set nodes_per_rack=4",
        "--pattern 2-8-5-200 --nodes 16",
        "--pattern 2-4-3-200 --nodes 9",
        "--gpus 64 --gpu b200-sxm --set model_params_b=1000 --set train_tokens=20000000000000 --set deadline_days=7",
        "--gpus 8 --gpu b200-sxm --set model_params_b=405 --set precision=fp8 --set tokens_out=2000 --set e2e_ms=1000",
        "--gpu l40s --gpus 1 --set model_name=mixtral-8x7b --set precision=fp16",
        "--workload llm_inference --set model_params_b=14 --set precision=fp8 --set users_concurrent=300 --rack-kw 15",
        "--gpu h200-sxm --set volts=208 --set amps=30 --set feed_phases=3 --set feeds_per_rack=2",
        "--gpus 96 --gpu b200-sxm --set storage_capacity_tb=5000 --set storage_read_gbs=200 --set checkpoint_tb=14 --set checkpoint_interval_min=20 --set checkpoint_stall_s=90",
        "--workload vdi --set vdi_users=300 --set vgpu_gb=4 --set render_users=20",
        "--workload rag --set corpus_pages=40000000 --set chunks_per_page=3 --set embedding_dim=1024 --set model_params_b=32",
        "--set power_total_kw=2000 --gpu GB300_NVL72",
        "--set racks_available=20 --rack-kw 15 --gpu b200-sxm --cooling air",
        "--gpus 18432 --gpu b200-sxm --workload training",
        "--workload llm_inference --set users_total=9000",
        "--gpus 512 --gpu h100-sxm --workload training",
        "--gpus 512 --gpu b300-sxm --workload training",
        "--gpu GB300_NVL72 --set racks_requested=8 --cooling liquid",
    ]
    .iter()
    .map(|line| line.split(' ').collect())
    .collect()
}

fn plan(arguments: &[&str]) -> (String, Value) {
    let mut all = vec!["plan"];
    // Names with a space are written with an underscore above.
    let spaced: Vec<String> =
        arguments.iter().map(|word| word.replace("GB300_NVL72", "GB300 NVL72")).collect();
    all.extend(spaced.iter().map(String::as_str));
    let output = Run::new(&all).output();
    assert!(output.exit == 0 || output.exit == 9, "{arguments:?}: {}", output.stdout);
    let value = serde_json::from_str(&output.stdout).unwrap();
    (output.stdout, value)
}

fn numbers(value: &Value, pointer: String, found: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => found.push((pointer, number.as_f64().unwrap())),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| numbers(item, format!("{pointer}/{at}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, item)| numbers(item, format!("{pointer}/{key}"), found))
        }
        _ => {}
    }
}

/// Every leaf of an explanation ends in the customer's words, a document, an assumption's reason or a constant's
/// source.
fn grounded(explanation: &Value) -> Result<(), String> {
    let inputs = explanation["inputs"].as_array().unwrap();
    match explanation["kind"].as_str().unwrap() {
        "stated" if explanation["quote"].is_string() => Ok(()),
        "catalog" if explanation["source"]["title"].is_string() => Ok(()),
        "assumed" | "constant" if !explanation["sentence"].as_str().unwrap().is_empty() => Ok(()),
        "derived" | "estimated" if !inputs.is_empty() => inputs.iter().try_for_each(grounded),
        // A formula of constants alone ("2" switches for a pair) rests on its rule.
        "derived" if explanation["sentence"].as_str().unwrap().contains("rule") => Ok(()),
        kind => Err(format!("{kind}: {explanation}")),
    }
}

#[test]
fn every_number_of_every_answer_leads_to_a_source() {
    for request in requests() {
        let (text, answer) = plan(&request);
        let mut found = Vec::new();
        numbers(&answer, String::new(), &mut found);
        assert!(!found.is_empty(), "{request:?}");
        let (explained, exit) = Run::new(&["explain", "-"]).stdin(text.clone()).json();
        assert_eq!(exit, 0, "{request:?} {explained}");
        let explanations = explained["explanations"].as_array().unwrap();
        assert_eq!(explanations.len(), found.len(), "{request:?}");
        for ((pointer, value), explanation) in found.iter().zip(explanations) {
            assert_eq!(explanation["value"].as_f64(), Some(*value), "{request:?} {pointer}");
            grounded(explanation).unwrap_or_else(|what| panic!("{request:?} {pointer} {what}"));
        }
        let (pointer, value) = &found[found.len() / 2];
        let (one, exit) = Run::new(&["explain", "-", pointer]).stdin(text).json();
        assert_eq!((one["value"].as_f64(), exit), (Some(*value), 0), "{request:?} {pointer}");
    }
}

#[test]
fn a_changed_answer_is_not_explained() {
    let (text, _) = plan(&["--gpus", "128", "--gpu", "h100-sxm"]);
    let changed = text.replace("\"node_count\": 16", "\"node_count\": 15");
    assert_ne!(text, changed);
    let (document, exit) = Run::new(&["explain", "-", "/design/compute/node_count"]).stdin(changed).json();
    assert_eq!((document["code"].as_str().unwrap(), exit), ("input.invalid", 3));
    let digest = text.find("\"digest\": \"").unwrap() + 11;
    let mut other = text.clone();
    other.replace_range(digest..digest + 4, "0000");
    let (document, _) = Run::new(&["explain", "-"]).stdin(other).json();
    assert_eq!(document["code"], "catalog.mismatch");
    let (document, _) = Run::new(&["explain", "-", "/design/compute/gpu_name"]).stdin(text).json();
    assert!(document["error"].as_str().unwrap().contains("no number"), "{document}");
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    for request in requests() {
        assert_eq!(plan(&request).0, plan(&request).0, "{request:?}");
    }
}

#[test]
fn answers_keep_their_published_schema() {
    let (schema, _) = Run::new(&["schema", "answer"]).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for request in requests() {
        let (_, answer) = plan(&request);
        let faults: Vec<String> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{request:?} {faults:?}");
    }
}

#[test]
fn bounds_that_cannot_be_kept_are_named() {
    for (request, rule) in [
        (4, "cooling_match"),
        (5, "rack_power"),
        (8, "training_time"),
        (9, "decode_bandwidth"),
        (10, "memory_fit"),
    ] {
        let (_, answer) = plan(&requests()[request]);
        assert_eq!(answer["outcome"], "infeasible", "{request}");
        let findings = answer["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["rule"] == rule).unwrap();
        assert_eq!(found["severity"], "error");
        assert!(found["repair"].is_string());
    }
}

#[test]
#[ignore = "open: a size solved for a site's power differs from the expert's by two nodes"]
fn derived_values_an_expert_expects() {
    for (request, pointer, value) in [
        (0, "/design/compute/node_count", 16.0),
        (3, "/design/compute/gpu_count", 144.0),
        (5, "/design/facility/rack_power_kw", 57.2),
        (14, "/design/compute/gpu_count", 40.0),
        // 2 MW with the switches counted, and no flat reserve.
        (16, "/design/facility/node_rack_count", 12.0),
        (17, "/design/compute/node_count", 20.0),
        (13, "/design/storage/checkpoint_stall_percent", 7.5),
    ] {
        let (_, answer) = plan(&requests()[request]);
        assert_eq!(answer.pointer(pointer).and_then(Value::as_f64), Some(value), "{request} {pointer}");
    }
}

#[test]
fn questions_about_parts_are_answered_with_the_figures_they_ask_for() {
    for (question, figures) in [
        ("What is the TDP of the L40S?", &["350 W"][..]),
        ("Wieviel Speicher hat eine H200?", &["141 GB"]),
        ("Does the L40S have NVLink?", &["No", "NVLink none"]),
        ("Compare H100 and H200 memory bandwidth", &["3,350 GB/s", "4,800 GB/s"]),
    ] {
        let (answer, exit) = Run::new(&["ask", question, "--provider", "offline"]).json();
        let reply = answer["reply"].as_str().unwrap();
        assert!(exit == 0 && figures.iter().all(|figure| reply.contains(figure)), "{question}: {reply}");
        assert!(answer["design"].is_null(), "{question}");
    }
    let (answer, _) = Run::new(&["ask", "Which patterns do you know?", "--provider", "offline"]).json();
    assert!(answer["reply"].as_str().unwrap().contains("2-8-9-400"), "{}", answer["reply"]);
    // Two clusters that are set against each other are compared, and nothing is built.
    let (answer, _) = Run::new(&[
        "ask",
        "Are 64 H200 better than 64 H100 for training, 40 kW racks, air?",
        "--provider",
        "offline",
    ])
    .json();
    let reply = answer["reply"].as_str().unwrap();
    assert!(
        reply.contains("64 × H200") && reply.contains("64 × H100") && answer["design"].is_null(),
        "{reply}"
    );
}

#[test]
#[ignore = "open: a budget is not judged while servers have no price"]
fn a_budget_is_covered_by_what_the_prices_say_of_it() {
    let text = |budget: &str| format!("32 H200 for fine-tuning, air, 25 kW racks. Budget {budget}.");
    let row = |text: &str, more: &[&str]| {
        let mut arguments = vec!["ask", text, "--provider", "offline"];
        arguments.extend_from_slice(more);
        let (answer, _) = Run::new(&arguments).json();
        let rows = answer["coverage"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["field"] == "budget_amount").unwrap();
        (row["status"].as_str().unwrap().to_string(), row["note"].as_str().unwrap().to_string())
    };
    let (status, note) = row(&text("3 million USD"), &[]);
    assert!(status == "not_judged" && note.contains("--prices"), "{status} {note}");
    let (status, note) = row(&text("3 million USD"), &["--prices", "indicative"]);
    assert!(status == "partly" && note.contains("without a price"), "{status} {note}");
    let (status, note) = row(&text("300,000 USD"), &["--prices", "indicative"]);
    assert!(status == "not_met" && note.contains("budget"), "{status} {note}");
    let (status, _) = row(&text("3 million EUR"), &["--prices", "indicative"]);
    assert_eq!(status, "partly");
}

#[test]
fn a_warranty_of_part_of_a_year_is_bought_by_the_year() {
    let text = "64 H200 for training, air cooled, 40 kW racks, warranty 18 months.";
    let (answer, exit) = Run::new(&["ask", text, "--provider", "offline"]).json();
    assert_eq!(exit, 0, "{answer:#}");
    assert_eq!(answer["requirement"]["warranty_years"]["value"], 1.5);
    let lines = answer["design"]["bom"]["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["group"] == "services").unwrap();
    assert_eq!(line["quantity"], 2);
}
