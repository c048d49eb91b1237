//! `gcg size accuracy --rows` on rows of every published form, and on broken ones: scored, or counted with a reason.

use serde_json::Value;

use crate::harness::Run;

fn accuracy(name: &str, text: &str) -> (Value, i32) {
    let path = std::env::temp_dir().join(format!("gcg-rows-{name}-{}.yaml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let found = Run::new(&["size", "accuracy", "--rows", &path.display().to_string()]).json();
    std::fs::remove_file(path).unwrap();
    found
}

fn rows(table: &Value, class: &str) -> u64 {
    let of = table["classes"].as_array().unwrap().iter().filter(|row| row["class"] == class);
    of.map(|row| row["rows"].as_u64().unwrap()).sum()
}

fn not_scored(table: &Value) -> u64 {
    table["not_scored"].as_object().unwrap().values().filter_map(Value::as_u64).sum()
}

#[test]
fn every_row_of_a_training_file_is_scored_or_counted() {
    let text = r#"
schema: 1
as_of: 2026-11-23
sources: {x: {what: a page}}
throughput:
# As published, in other words: labels of result lists, counts as words, numbers as floats, empty cells.
- {source: own, release: 26.08, task: pretrain, model: meta-llama/Llama-3.1-70B, gpu: NVIDIA H100-SXM5-80GB, gpus: "64", precision: FP8-CS, gbs: 128, mbs: 1.0, seq: "8,192", tp: 4, pp: 8, cp: 1, vp: 5, ep: null, tok_s_gpu: 1650}
- {source: own, task: pretrain, model: qwen3-30b-a3b, gpu: H100, gpus: 16, precision: BF16, gbs: 1024, mbs: 1, seq: 4096, tp: 1, pp: 1, ep: 16, step_s: 22.0, note: ""}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 8, precision: BF16, gbs: 128, mbs: 1, seq: 8192, tp: 1, tflops_gpu: 480}
- {source: own, task: lora, model: llama-2-70b, gpu: H200, gpus: 8, precision: fp8_dyn, seq: 8192, gbs: 8, tok_s_total: 40000}
# What cannot be scored.
- {source: own, task: pretrain, model: nobody-knows-9b, gpu: H100, gpus: 8, precision: BF16, seq: 4096, tok_s_gpu: 100}
- {source: own, task: pretrain, model: llama-3-8b, gpu: MI300X, gpus: 8, precision: BF16, seq: 4096, tok_s_gpu: 100}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 8, precision: posit16, seq: 4096, tok_s_gpu: 100}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 8, precision: BF16, tok_s_gpu: 100}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, precision: BF16, seq: 4096, tok_s_gpu: 100}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 8, precision: BF16, seq: 4096}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 8, precision: BF16, seq: 4096, tok_s_gpu: fast}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 8, precision: BF16, seq: 4096, tp: 0, pp: -1, tok_s_gpu: 100}
- {source: own, task: pretrain, model: llama-3-8b, gpu: H100, gpus: 2, precision: BF16, seq: 4096, tp: 8, tok_s_gpu: 100}
- just a line
llama3_paper_table4:
- {model: llama-3.1-405b, gpu: H100, gpus: 8192, tp: 8, cp: 1, pp: 16, dp: 64, seq: 8192, seqs_per_dp: 32, tflops_gpu: 430, precision: BF16}
mlperf_training:
- {round: v5.0, benchmark: llama31_405b, accelerator: NVIDIA H100-SXM5-80GB, gpus: 512, gbs: 1152, tp: 8, pp: 8, cp: 2, log_throughput: 20.862}
- {round: v5.0, benchmark: flux1, accelerator: NVIDIA H100-SXM5-80GB, gpus: 512, log_throughput: 1}
- {round: v5.0, benchmark: llama31_405b, accelerator: NVIDIA H100-SXM5-80GB, gpus: 512}
reliability:
- {run: somewhere, gpus: 16384, days: 54}
"#;
    let (table, code) = accuracy("training", text);
    assert_eq!(code, 0, "{table}");
    let scored = ["training_dense", "training_moe", "training_layout_inferred", "finetune_lora"];
    assert_eq!(scored.iter().map(|class| rows(&table, class)).sum::<u64>(), 6, "{table}");
    // 14 + 1 + 3 + 1 rows in the file, six of them scored.
    assert_eq!(not_scored(&table), 13, "{table}");
    for reason in [
        "unknown model",
        "MI300X",
        "posit16",
        "no sequence length",
        "no GPU count",
        "unreadable row",
        "flux1",
    ] {
        assert!(table["not_scored"].to_string().contains(reason), "{reason}: {table}");
    }
}

#[test]
fn every_row_of_a_serving_file_is_scored_or_counted() {
    let text = r#"
trtllm_max_throughput:
- {source: own, model: meta-llama/Llama-3.1-8B-Instruct, gpu: H100, gpus: 1, precision: fp8, isl: 1000, osl: 1000, out_tok_s_gpu: 15000}
- {source: own, model: llama-3.1-8b, gpu: H100, tp: 1, pp: 1, precision: fp8, isl: 1000, osl: 1000}
- {source: own, model: llama-3.1-8b, gpu: H100, precision: fp8, isl: 1000, osl: 1000, out_tok_s_total: 15000}
mlperf_inference:
- {round: v5.1, division: closed, system: s, accelerator: NVIDIA H200-NVL-141GB, gpus: 8, model: llama2-70b-99, scenario: Offline, tok_s_total: 25000, weights: fp8}
- {round: v5.1, division: closed, system: s, accelerator: NVIDIA L40S, gpus: 8, model: llama2-70b-99, scenario: Offline, tok_s_total: 3000}
- {round: v5.1, division: closed, system: s, accelerator: NVIDIA H200-SXM-141GB, gpus: 8, model: llama2-70b-99, scenario: Server, tok_s_total: 30000}
nim:
- {source: n, model: llama-3.3-70b, nim: 1.8.0, gpu: H100, gpus: 2, tp: 2, precision: fp8, isl: 5000, osl: 500, concurrency: 1, ttft_ms: 406.77, itl_ms: 18.58}
openloop_vllm:
- {exp: 1, model: x, gpu: H100, ttft_mean_ms: 50}
serving_points:
  columns: [model, gpu, engine, prec, mode, isl, osl, conc, tp, pp, dp, moe_tp, moe_ep, ttft_ms, tpot_ms]
  rows:
  - [llama-3-70b, H200, vllm, fp8, agg, 1024, 1024, 16, 4, 1, 1, null, null, 200, 14]
  - [deepseek-r1, B200, sglang, fp8, agg, 1024, 1024, 64, 8, 1, 1, 1, 8, 500, 20]
  - [llama-3-70b, H200, vllm, fp8, disagg, 1024, 1024, 16, 4, 1, 1, null, null, 200, 14]
  - [llama-3-70b, H200, vllm, fp8, agg, 1024, 1024, 16, 4, 1, 1, null, null, null, 14]
  - [llama-3-70b, H200, vllm, fp8, agg, 1024, 1024, 16, 4, 1, 1, null, null, 200, 0]
  - [llama-3-70b, H200]
"#;
    let (table, code) = accuracy("serving", text);
    assert_eq!(code, 0, "{table}");
    assert_eq!(rows(&table, "serving_tpot"), 3, "{table}");
    assert_eq!((rows(&table, "offline_maximum"), rows(&table, "mlperf_offline_no_refit")), (1, 2), "{table}");
    assert_eq!(not_scored(&table), 8, "{table}");
}

#[test]
fn a_bare_list_is_sorted_by_its_fields_and_other_documents_are_refused() {
    let list = r#"[{"model": "llama-3-70b", "gpu": "H100", "engine": "vllm", "precision": "fp8", "isl": 1024, "osl": 256, "concurrency": 8,
        "tp": 4, "ttft_ms": 150, "tpot_ms": 14}, {"weather": "fine"}]"#;
    let (table, code) = accuracy("list", list);
    assert_eq!(code, 0, "{table}");
    assert_eq!((rows(&table, "serving_tpot"), not_scored(&table)), (1, 1), "{table}");
    for (name, text) in [("empty", ""), ("word", "hello"), ("other", "a: 1"), ("broken", "throughput: [")] {
        let (refused, code) = accuracy(name, text);
        assert_eq!(code, 3, "{text}: {refused}");
        assert!(refused["error"].is_string() && refused["hints"].is_array(), "{refused}");
    }
}

#[test]
fn all_rows_of_the_project_are_accounted_for() {
    for (file, least) in [("training", 600), ("serving", 2900)] {
        let path = format!("{}/catalog/measured/{file}.yaml", env!("CARGO_MANIFEST_DIR"));
        let (table, code) = Run::new(&["size", "accuracy", "--rows", &path]).json();
        assert_eq!(code, 0, "{table}");
        let one = ["serving_throughput", "serving_ttft", "flops_per_token"];
        let classes = table["classes"].as_array().unwrap().iter();
        let counted = classes.filter(|row| !one.contains(&row["class"].as_str().unwrap()));
        let scored: u64 = counted.map(|row| row["rows"].as_u64().unwrap()).sum();
        assert!(scored + not_scored(&table) >= least, "{file}: {scored} {table}");
        assert!(!table["not_scored"].to_string().contains("unreadable"), "{table}");
        assert!(!table["not_scored"].to_string().contains("unknown model"), "{table}");
    }
}
