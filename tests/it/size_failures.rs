//! Public failures of sizing tools that the commands must not repeat: prefixes, bits for bytes, directions, peaks, links.
//! The others (sparse figures, form factors, cache, mixtures, bytes, states, impossible cases) are in `size.rs`.

use serde_json::Value;

use crate::harness::Run;

fn run(arguments: &[&str]) -> (Value, i32) {
    Run::new(arguments).json()
}

/// A fact of a part: value and unit.
fn fact(document: &Value, field: &str) -> (Value, String) {
    let facts = document["facts"].as_array().unwrap();
    let found = facts.iter().find(|fact| fact["field"] == field).unwrap_or_else(|| panic!("{field}"));
    (found["value"].clone(), found["unit"].as_str().unwrap().to_owned())
}

fn spec(gpu: &str) -> Value {
    let (document, code) = run(&["gpu", "spec", "--gpu", gpu, "--full", "--no-model"]);
    assert_eq!(code, 0, "{document}");
    document
}

fn own_gpu(name: &str, facts: &str) -> (std::path::PathBuf, String) {
    let folder = std::env::temp_dir().join(format!("gcg-size-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let text = format!(
        "sources:\n  - {{id: lab-sheet, title: \"Lab datasheet\", read: \"2026-11-20\"}}\ngpus:\n  - id: lab-g1\n    name: \"Lab G1\"\n    \
         architecture: \"Hopper\"\n    generation: hopper\n    form: sxm\n    form_factor: \"SXM5\"\n    status: \"current\"\n{facts}"
    );
    std::fs::write(folder.join("lab.yaml"), text).unwrap();
    let directory = folder.display().to_string();
    (folder, directory)
}

#[test]
fn f4_the_row_of_another_precision_is_not_taken() {
    // A training stack divided by the TF32 row: half of BF16. The rows are facts of their own, and TF32 is no precision
    // to train a model of this size in.
    let h100 = spec("h100-sxm");
    let (bf16, tf32) = (fact(&h100, "bf16_tflops_dense"), fact(&h100, "tf32_tflops_dense"));
    assert!((bf16.0.as_f64().unwrap() / tf32.0.as_f64().unwrap() - 2.0).abs() < 0.01);
    let common =
        ["size", "train", "--model", "llama-3-8b", "--gpu", "h100-sxm", "--gpus", "8", "--precision"];
    let at = |precision: &str| run(&[&common[..], &[precision]].concat());
    let (refused, code) = at("tf32");
    assert_eq!(code, 3, "{refused}");
    assert!(refused["error"].as_str().unwrap().contains("tf32"));
    // The utilization is of the peak of the precision that was asked for: the 8-bit run does more tokens at a lower share.
    let ((bf16, _), (fp8, _)) = (at("bf16"), at("fp8"));
    let rate = |d: &Value| d["tokens_per_s_gpu"]["expected"].as_f64().unwrap();
    assert!(rate(&fp8) > rate(&bf16) && fp8["mfu_ratio"].as_f64() < bf16["mfu_ratio"].as_f64());
    let peak = |d: &Value| rate(d) / d["mfu_ratio"].as_f64().unwrap();
    assert!((peak(&fp8) / peak(&bf16) - 2.0).abs() < 0.01);
}

#[test]
fn f5_a_slipped_prefix_is_found() {
    // 200 PFLOP/s is a rack; typed into a part it is a thousand times too much for one.
    let facts = |tflops: &str| {
        format!(
            "    memory_gb: {{value: 80, source: lab-sheet, confidence: verbatim}}\n    memory_bandwidth_gbyte_per_s: {{value: 3350, \
             source: lab-sheet, confidence: verbatim}}\n    bf16_tflops_dense: {{value: {tflops}, source: lab-sheet, confidence: verbatim}}\n"
        )
    };
    for (name, tflops) in [("rack", "200000"), ("unit", "0.99")] {
        let (folder, directory) = own_gpu(name, &facts(tflops));
        let (document, code) = run(&[
            "--catalog",
            &directory,
            "size",
            "train",
            "--model",
            "llama-3-8b",
            "--gpu",
            "lab-g1",
            "--gpus",
            "8",
        ]);
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!(code, 3, "{tflops}: {document}");
        assert!(document["error"].as_str().unwrap().contains("bf16_tflops_dense"), "{document}");
    }
}

#[test]
fn f6_bits_are_not_bytes() {
    // The adapter is in Gb/s and the scale-up link in GB/s; both say so, and a text in Gb/s is not read as GB/s.
    let node = run(&["system", "show", "dgx-h100"]).0;
    assert_eq!(fact(&node, "compute_nic_gbps"), (400.into(), "Gb/s".into()));
    assert_eq!(fact(&spec("h100-sxm"), "nvlink_total_gbyte_per_s").1, "GB/s");
    let read = |unit: &str| {
        let text = format!("128 H100 for training, storage must read 40 {unit}");
        run(&["ask", "--provider", "offline", &text]).0["requirement"]["storage_read_gbs"].clone()
    };
    assert_eq!(read("GB/s")["value"], 40);
    let bits = read("Gb/s");
    assert!(bits.is_null() || bits["value"] == 5, "{bits}");
    // The step time takes the adapter as bytes: a link eight times as fast would leave no trace of the replicas' traffic.
    let (search, code) = run(&[
        "size",
        "search",
        "--model",
        "llama-3-70b",
        "--gpu",
        "h100-sxm",
        "--gpus",
        "1024",
        "--batch-tokens",
        "8388608",
    ]);
    assert_eq!(code, 0, "{search}");
    let best = &search["pareto"][0];
    assert!(best["parts_s"]["data"].as_f64().unwrap() > 0.0, "{best}");
}

#[test]
fn f7_both_directions_are_not_one() {
    // The catalog holds the total that is printed (900 GB/s); formulas take one direction, half of it.
    let total = fact(&spec("h100-sxm"), "nvlink_total_gbyte_per_s").0.as_f64().unwrap();
    let catalog = gpu_cluster_generator::tools::Catalog::embedded();
    let entry = catalog.gpu("h100-sxm").unwrap();
    let one_way =
        gpu_cluster_generator::perf::catalog_facts::gpu(&catalog, entry).unwrap().nvlink_bytes_per_s;
    assert_eq!(total * 1e9, 2.0 * one_way);
}

#[test]
fn f8_estimates_stay_below_the_peak() {
    let (train, _) = run(&[
        "size",
        "train",
        "--model",
        "llama-3-70b",
        "--gpu",
        "h100-sxm",
        "--gpus",
        "64",
        "--precision",
        "fp8",
    ]);
    let rate = |key: &str| train["tokens_per_s_gpu"][key].as_f64().unwrap();
    // Six operations per parameter and token at the dense peak: even the fast end stays well below it.
    let bound = 1979e12 / (6.0 * 70.6e9);
    assert!(rate("high") < 0.8 * bound && rate("low") > 0.1 * bound, "{train}");
    let (serve, _) = run(&[
        "size",
        "serve",
        "--model",
        "llama-3-70b",
        "--gpu",
        "h100-sxm",
        "--gpus-per-replica",
        "8",
        "--precision",
        "fp8",
        "--concurrency",
        "16",
        "--isl",
        "1024",
        "--osl",
        "256",
    ]);
    let tpot = &serve["tpot_ms"];
    assert!(tpot["expected"].as_f64() > serve["tpot_bound_ms"].as_f64(), "{serve}");
    // Peak and what was measured of it are two facts of the part.
    let h100 = spec("h100-sxm");
    let (peak, seen) = (fact(&h100, "bf16_tflops_dense").0, fact(&h100, "measured_bf16_tflops").0);
    assert!(seen.as_f64().unwrap() < peak.as_f64().unwrap());
}

#[test]
fn f9_the_adapter_belongs_to_the_product() {
    // GB200 systems carry 400 Gb/s per GPU, GB300 800: the faster one is not assumed for both.
    let rate = |system: &str| {
        let (document, code) = run(&["system", "show", system]);
        assert_eq!(code, 0, "{document}");
        fact(&document, "compute_nic_gbps").0.as_u64().unwrap()
    };
    assert_eq!((rate("dgx-gb200-nvl72"), rate("dgx-gb300-nvl72")), (400, 800));
}

#[test]
fn f15_what_was_measured_stands_beside_what_was_estimated() {
    // A table was off by a factor of four and more, and nothing said so: our estimate carries a band and the rows it
    // rests on, and one measurement of the user's replaces it and shows how far off it was.
    let common = [
        "size",
        "serve",
        "--model",
        "kimi-k2",
        "--gpu",
        "b200-sxm",
        "--precision",
        "fp4",
        "--gpus-per-replica",
        "8",
        "--concurrency",
        "32",
        "--isl",
        "1024",
        "--osl",
        "1024",
    ];
    let (without, code) = run(&common);
    assert_eq!(code, 0, "{without}");
    let tpot = &without["tpot_ms"];
    let at = |key: &str| tpot[key].as_f64().unwrap();
    assert!(at("low") < at("expected") && at("expected") < at("high"));
    assert!(tpot["basis"].as_str().unwrap().contains("rows"), "{tpot}");
    let layout = &without["layout"];
    let own = std::env::temp_dir().join(format!("gcg-size-f15-{}.yaml", std::process::id()));
    let row = format!(
        "serving_points:\n- {{model: kimi-k2, gpu: B200, engine: vllm, prec: fp4, isl: 1024, osl: 1024, conc: 32, tp: {}, dp: {}, \
         ttft_ms: 900, tpot_ms: {}}}\n",
        layout["tensor"],
        layout["data"],
        4.0 * at("expected")
    );
    std::fs::write(&own, row).unwrap();
    let (with, code) = run(&[&common[..], &["--measured", &own.display().to_string()]].concat());
    std::fs::remove_file(own).unwrap();
    assert_eq!(code, 0, "{with}");
    assert!((with["measured"]["residual_percent"].as_f64().unwrap() + 75.0).abs() < 1.0, "{with}");
    assert_eq!(with["measured"]["in_band"], at("high") >= 4.0 * at("expected"));
    assert!((with["tpot_ms"]["expected"].as_f64().unwrap() / at("expected") - 4.0).abs() < 0.01);
}
