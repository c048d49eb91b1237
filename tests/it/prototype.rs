//! The documented examples of the original prototype, key for key and value for value.

use serde_json::json;

use crate::harness::Run;

#[test]
fn gpu_spec_of_an_h100() {
    let (document, exit) = Run::new(&["gpu", "spec", "--gpu", "NVIDIA H100"]).json();
    assert_eq!(
        document,
        json!({ "gpu": "NVIDIA H100", "memory_gb": 80, "notes": ["from local lookup table"] })
    );
    assert_eq!(exit, 0);
}

#[test]
fn the_prototypes_table_is_kept() {
    for (name, memory) in [("h100", 80), ("  nvidia   A100 ", 80), ("L40S", 48), ("NVIDIA RTX 4090", 24)] {
        let (document, exit) = Run::new(&["gpu", "spec", "--gpu", name]).json();
        assert_eq!(
            document,
            json!({ "gpu": name, "memory_gb": memory, "notes": ["from local lookup table"] }),
            "{name}"
        );
        assert_eq!(exit, 0);
    }
}

#[test]
fn recommendation_for_128_training_gpus() {
    let (document, exit) = Run::new(&["ra", "recommend", "--gpus", "128", "--workload", "training"]).json();
    assert_eq!(
        document,
        json!({
            "input": { "gpus": 128, "workload": "training" },
            "recommendation": {
                "pattern_id": "2-8-9-400",
                "nodes": 16,
                "gpus_per_node": 8,
                "b_gbps_per_gpu": 400,
                "fabric": "ethernet",
                "platform": "spectrum-x",
            },
            "notes": ["Selected pattern supports computed node count within its declared node range."],
        })
    );
    assert_eq!(exit, 0);
}

#[test]
fn a_part_filled_node_is_rounded_up_and_said_so() {
    let (document, _) = Run::new(&["ra", "recommend", "--gpus", "100", "--workload", "training"]).json();
    assert_eq!(document["recommendation"]["nodes"], 13);
    assert_eq!(document["notes"][1], "Rounding up nodes: 13 nodes * 8 GPUs/node = 104 GPUs capacity.");
}

#[test]
fn patterns_are_listed_with_the_prototypes_keys() {
    let (document, exit) = Run::new(&["ra", "list"]).json();
    let patterns = document["patterns"].as_array().unwrap();
    for pattern in patterns {
        let keys: Vec<&String> = pattern.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["id", "c", "g", "n", "b_gbps_per_gpu", "node_count", "tags", "workload_fit"]);
    }
    for (id, min, max) in
        [("2-4-3-200", 8, 32), ("2-8-5-200", 4, 32), ("2-8-9-400", 4, 32), ("2-2-3-400", 4, 32)]
    {
        let pattern = patterns.iter().find(|pattern| pattern["id"] == id).unwrap();
        assert_eq!(pattern["node_count"], json!({ "min": min, "max": max }), "{id}");
    }
    assert_eq!(exit, 0);
}

#[test]
fn serving_gets_a_serving_pattern() {
    // The prototype picked 2-2-3-400 with 32 nodes: the highest rate whatever the workload.
    let (document, _) =
        Run::new(&["ra", "recommend", "--gpus", "64", "--workload", "inference", "--full"]).json();
    assert_eq!(document["recommendation"]["pattern_id"], "2-8-5-200");
    assert_eq!(document["recommendation"]["nodes"], 8);
    let reasons = document["candidates"][0]["reasons_for"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason.as_str().unwrap().contains("inference")));
}

#[test]
fn a_count_beyond_every_range_names_limits_and_nearest_sizes() {
    let (document, exit) =
        Run::new(&["ra", "recommend", "--gpus", "100000", "--workload", "training"]).json();
    assert!(document["error"].as_str().unwrap().starts_with("No Enterprise RA pattern fits"));
    assert_eq!(document["code"], "ra.no_fit");
    assert!(document["hints"].to_string().contains("NCP Reference Architecture"));
    assert_eq!(document["details"]["nearest_below"]["gpus"], 1024);
    assert!(document["details"]["limits"].as_array().unwrap().len() >= 8);
    assert_eq!(exit, 9);
    let (document, _) = Run::new(&["ra", "recommend", "--gpus", "4", "--workload", "training"]).json();
    assert_eq!(document["details"]["nearest_above"]["pattern_id"], "2-2-3-400");
    assert_eq!(document["details"]["nearest_above"]["gpus"], 8);
}
