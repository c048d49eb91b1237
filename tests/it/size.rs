//! Sizing through the commands: published golden figures, infeasible cases, plans whose sizing shows its basis.

use serde_json::Value;

use crate::harness::Run;

fn root(path: &str) -> String {
    format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))
}

fn size(arguments: &[&str]) -> (Value, i32) {
    let all: Vec<&str> = ["size"].iter().chain(arguments).copied().collect();
    run(&all)
}

fn run(arguments: &[&str]) -> (Value, i32) {
    let output = Run::new(arguments).output();
    (serde_json::from_str(&output.stdout).expect(&output.stdout), output.exit)
}

fn in_file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("gcg-size-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Rows of a file of the project that hold all of these words.
fn rows(section: &str, words: &[&str]) -> String {
    let text = std::fs::read_to_string(root("catalog/measured/training.yaml")).unwrap();
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("- {") && words.iter().all(|word| line.contains(word)))
        .collect();
    assert!(!kept.is_empty(), "{words:?}");
    format!("{section}:\n{}\n", kept.join("\n"))
}

fn class<'a>(document: &'a Value, name: &str) -> Vec<&'a Value> {
    document["classes"].as_array().unwrap().iter().filter(|row| row["class"] == name).collect()
}

#[test]
fn twelve_published_memory_values_to_a_tenth_of_a_gib() {
    let file = in_file("memory.yaml", &rows("memory_measured", &["params_opt_gib"]));
    let (table, code) = size(&["accuracy", "--rows", &file]);
    assert_eq!(code, 0, "{table}");
    let memory = class(&table, "training_memory");
    assert_eq!((memory.len(), memory[0]["rows"].as_u64().unwrap()), (1, 12), "{table}");
    // The largest value is 131.25 GiB: 0.1 GiB of it are 0.076 %.
    assert!(memory[0]["worst_percent"].as_f64().unwrap() < 0.076, "{table}");
}

#[test]
fn mlperf_405b_from_512_to_8192_h100() {
    for gpus in ["gpus: 512,", "gpus: 2048,", "gpus: 8192,"] {
        let words = ["llama31_405b", "submitter: NVIDIA,", "H100-SXM5-80GB", gpus];
        let file = in_file(&format!("mlperf-{}", &gpus[6..gpus.len() - 1]), &rows("mlperf_training", &words));
        let (table, code) = size(&["accuracy", "--rows", &file]);
        assert_eq!(code, 0, "{table}");
        let rows = class(&table, "training_dense");
        assert!(!rows.is_empty(), "{gpus} {table}");
        assert!(rows.iter().all(|row| row["worst_percent"].as_f64().unwrap() < 10.0), "{gpus} {table}");
    }
}

#[test]
fn mlperf_405b_with_a_layout_of_our_own_lies_in_the_band() {
    // Median samples/s of NVIDIA's v5.0 entries times 8,192 tokens per sample over the GPUs; the layout is not given.
    for (gpus, batch, samples_per_s) in [(512, 1152, 20.862), (2048, 1152, 80.826), (8192, 1536, 292.192)] {
        let measured = samples_per_s * 8192.0 / f64::from(gpus);
        let (gpus, batch) = (gpus.to_string(), (batch * 8192).to_string());
        let common = ["train", "--model", "llama-3.1-405b", "--gpu", "h100-sxm", "--precision", "fp8"];
        let more = ["--gpus", &gpus, "--batch-tokens", &batch];
        let (document, code) = size(&[&common[..], &more[..]].concat());
        assert_eq!(code, 0, "{document}");
        let at = |key: &str| document["tokens_per_s_gpu"][key].as_f64().unwrap();
        assert!((at("low")..=at("high")).contains(&measured), "{gpus}: {measured} {document}");
        assert!((at("expected") / measured - 1.0).abs() < 0.12, "{gpus}: {measured} {document}");
    }
}

#[test]
fn the_accuracy_of_this_build_names_classes_and_fit() {
    let (table, code) = size(&["accuracy"]);
    assert_eq!(code, 0);
    for name in ["training_dense", "training_moe", "serving_tpot", "serving_throughput", "serving_ttft"] {
        assert!(!class(&table, name).is_empty(), "{name}");
    }
    assert!(table["training"].as_str().unwrap().contains("measured training rows"));
}

#[test]
fn what_does_not_fit_gets_the_bound_and_no_latency() {
    // F14: 405B on one 80 GB GPU.
    let load = ["--context-tokens-in", "1024", "--tokens-out", "128"];
    let mut arguments =
        vec!["serve", "--model", "llama-3.1-405b", "--gpu", "h100-sxm", "--gpus-per-replica", "1"];
    arguments.extend(load);
    let (serve, code) = size(&arguments);
    assert_eq!(code, 9, "{serve}");
    assert!(serve["ttft_ms"].is_null() && serve["tpot_ms"].is_null() && serve["tokens_per_s"].is_null());
    assert!(serve["misfit"]["needed_gb"].as_f64().unwrap() > 800.0);
    assert!(serve["misfit"]["smallest_gpus"].as_u64().unwrap() >= 11, "{serve}");
    let (train, code) = size(&["train", "--model", "llama-3.1-405b", "--gpu", "h100-sxm", "--gpus", "8"]);
    assert_eq!(code, 9, "{train}");
    assert!(train["tokens_per_s_gpu"].is_null() && train["days"].is_null());
    let least = train["misfit"]["smallest_gpus"].as_u64().unwrap();
    assert!((99..=256).contains(&least), "{train}");
    let (memory, code) = size(&["memory", "--model", "llama-3.1-405b", "--gpu", "h100-sxm", "--gpus", "1"]);
    assert_eq!((code, &memory["fits"]), (9, &Value::Bool(false)));
}

fn memory(arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["memory"].iter().chain(arguments).copied().collect();
    let (document, code) = size(&all);
    assert_eq!(code, 0, "{document}");
    document
}

#[test]
fn cache_follows_the_attention_of_the_model() {
    // F10: bytes per token in BF16 from the published configs: layers * 2 * kv heads * head size * 2 bytes for
    // grouped heads, layers * (latent + rotary) * 2 bytes for latent attention.
    let in_format = |model: &str, format: &[&str]| {
        let all: Vec<&str> = ["--model", model].iter().chain(format).copied().collect();
        memory(&all)["kv_bytes_per_token"].as_u64().unwrap()
    };
    let per_token = |model: &str| in_format(model, &["--precision", "bf16"]);
    assert_eq!(per_token("llama-3-70b"), 80 * 2 * 8 * 128 * 2);
    assert_eq!(per_token("llama-2-7b"), 32 * 2 * 32 * 128 * 2);
    assert_eq!(per_token("deepseek-v3"), 61 * (512 + 64) * 2);
    // Where nothing is said, the format of the published checkpoint: FP8, with an 8-bit cache.
    assert_eq!(in_format("deepseek-v3", &[]), 61 * (512 + 64));
}

#[test]
fn a_mixture_is_held_whole_and_computed_in_part() {
    // F11 and F12: total parameters for memory, active ones for compute; FP4 weighs half a byte and its scales.
    let fp8 = memory(&["--model", "deepseek-v3", "--precision", "fp8"]);
    assert!(fp8["weights_gb"].as_f64().unwrap() > 660.0, "{fp8}");
    assert!(fp8["params_b"].as_f64().unwrap() / fp8["active_params_b"].as_f64().unwrap() > 15.0);
    let weights = |precision: &str| {
        memory(&["--model", "llama-3-70b", "--precision", precision])["weights_gb"].as_f64().unwrap()
    };
    let ratio = weights("fp4") / weights("bf16");
    assert!((0.25..0.29).contains(&ratio), "{ratio}");
}

#[test]
fn training_states_weigh_eighteen_bytes_a_parameter() {
    // F13: weights 2, FP32 gradients 4, FP32 master weights and two Adam moments 12; not 4 x 2 bytes.
    let document = memory(&["--model", "llama-3-70b", "--purpose", "training", "--tensor-parallel", "8"]);
    let b = document["params_b"].as_f64().unwrap();
    assert!((document["total_gb"].as_f64().unwrap() / b - 18.0).abs() < 1e-6, "{document}");
    let qlora = memory(&["--model", "llama-3-70b", "--purpose", "qlora", "--gpu", "h100-sxm"]);
    let lora = memory(&["--model", "llama-3-70b", "--purpose", "lora", "--gpu", "h100-sxm"]);
    assert!(qlora["least_gpus"].as_u64().unwrap() < lora["least_gpus"].as_u64().unwrap(), "{lora}");
}

#[test]
fn rates_are_dense_and_forms_are_told_apart() {
    // F1 to F3: the speed bound of a prompt follows the dense peak; F3: a bare name is told to fit several parts.
    let train = |gpu: &str| size(&["train", "--model", "llama-3-8b", "--gpu", gpu, "--gpus", "8"]).0;
    let (bare, sxm) = (train("H100"), train("h100-sxm"));
    assert_eq!(bare["gpu_id"], sxm["gpu_id"]);
    assert!(
        bare["notes"].to_string().contains("fits several")
            && !sxm["notes"].to_string().contains("fits several")
    );
    // A sparse peak taken as dense would show twice the utilization headroom: 8B on one node runs at 35 to 65 %.
    let mfu = sxm["mfu_ratio"].as_f64().unwrap();
    assert!((0.35..0.65).contains(&mfu), "{mfu}");
}

#[test]
fn own_measurements_replace_the_estimate_and_show_the_residual() {
    let common = ["--model", "llama-3-70b", "--gpu", "h100-sxm", "--gpus", "64", "--precision", "fp8"];
    let estimate = |more: &[&str]| {
        let all: Vec<&str> = ["train"].iter().chain(&common).chain(more).copied().collect();
        size(&all)
    };
    let (without, _) = estimate(&[]);
    let expected = without["tokens_per_s_gpu"]["expected"].as_f64().unwrap();
    let own = in_file(
        "own.yaml",
        &format!(
            "throughput:\n- {{source: own, task: pretrain, model: llama-3-70b, gpu: H100, gpus: 64, precision: FP8, \
             seq: 8192, gbs: 128, mbs: 1, tp: 4, pp: 8, cp: 2, tok_s_gpu: {}}}\n",
            expected / 2.0
        ),
    );
    let (with, code) = estimate(&["--measured", &own]);
    assert_eq!(code, 0, "{with}");
    assert!((with["measured"]["residual_percent"].as_f64().unwrap() - 100.0).abs() < 1.0, "{with}");
    assert!((with["tokens_per_s_gpu"]["expected"].as_f64().unwrap() / expected - 0.5).abs() < 0.01);
    assert!(with["tokens_per_s_gpu"]["basis"].as_str().unwrap().starts_with("measured"));
}

#[test]
fn a_published_config_sizes_an_unknown_model() {
    let config = in_file(
        "config.json",
        r#"{"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 8192, "num_hidden_layers": 80,
            "num_attention_heads": 64, "num_key_value_heads": 8, "head_dim": 128, "intermediate_size": 28672,
            "vocab_size": 128256, "hidden_act": "silu", "tie_word_embeddings": false}"#,
    );
    let own = memory(&["--model-config", &config]);
    let known = memory(&["--model", "llama-3-70b"]);
    assert_eq!(own["weights_gb"], known["weights_gb"]);
    // Parameters alone: a stand-in, said so, with wider bands.
    let train = |name: &[&str]| {
        let all: Vec<&str> =
            ["train", "--gpu", "h100-sxm", "--gpus", "64"].iter().chain(name).copied().collect();
        size(&all).0
    };
    let width = |d: &Value| {
        let band = &d["tokens_per_s_gpu"];
        band["high"].as_f64().unwrap() / band["low"].as_f64().unwrap()
    };
    let (bare, named) = (train(&["--params-b", "70"]), train(&["--model", "llama-3-70b"]));
    assert!(width(&bare) > 1.5 * width(&named));
    assert!(bare["notes"].to_string().contains("only parameters are known"));
}

#[test]
fn adapters_are_judged_by_their_own_memory() {
    // MLPerf's fine-tune of Llama-2-70B ran on four H100; with Adam states for every weight it would need sixteen.
    let common = ["finetune", "--model", "llama-2-70b", "--gpu", "h100-sxm", "--tokens-b", "0.05"];
    let (document, code) = size(&[&common[..], &["--gpus", "4"]].concat());
    assert_eq!(code, 0, "{document}");
    assert!(document["time"]["memory_per_gpu_gb"].as_f64().unwrap() < 74.0, "{document}");
    let headline = document["headline"].as_str().unwrap();
    assert!(headline.contains("H100") && headline.contains("50 million tokens"), "{headline}");
    // All weights: sixteen bytes a parameter and more do not fit there.
    let (full, code) = size(&[&common[..], &["--gpus", "4", "--method", "full"]].concat());
    assert_eq!((code, &full["feasible"]), (9, &Value::Bool(false)), "{full}");
}

#[test]
fn one_own_row_moves_its_neighbours() {
    let ask = |conc: &str, more: &[&str]| {
        let common = [
            "serve",
            "--model",
            "llama-3-70b",
            "--gpu",
            "h100-sxm",
            "--precision",
            "fp8",
            "--layout",
            "tp4",
            "--isl",
            "1024",
            "--osl",
            "1024",
            "--concurrency",
            conc,
        ];
        let (document, code) = size(&[&common[..], more].concat());
        assert_eq!(code, 0, "{document}");
        let band = &document["tpot_ms"];
        ["low", "expected", "high"].map(|key| band[key].as_f64().unwrap())
    };
    let (at_32, at_64) = (ask("32", &[]), ask("64", &[]));
    let own = in_file(
        "own-serving.yaml",
        &format!(
            "serving_points:\n- {{model: llama-3-70b, gpu: H100, engine: vllm, precision: fp8, isl: 1024, osl: 1024, concurrency: 32, \
             tp: 4, ttft_ms: 300, tpot_ms: {}}}\n",
            0.8 * at_32[1]
        ),
    );
    let moved = ask("64", &["--measured", &own]);
    assert!((0.78..0.9).contains(&(moved[1] / at_64[1])), "{moved:?} {at_64:?}");
    assert!(moved[2] / moved[0] < at_64[2] / at_64[0], "{moved:?} {at_64:?}");
}

#[test]
fn a_service_is_sized_within_targets_that_are_shown() {
    let common =
        ["serve", "--model", "llama-3-70b", "--gpu", "h200-sxm", "--precision", "fp8", "--concurrency", "10"];
    let (long, code) = size(&[&common[..], &["--isl", "120000", "--osl", "500"]].concat());
    assert_eq!(code, 0, "{long}");
    // No plan lets a prompt wait for a minute where nobody asked for it.
    assert!(
        long["ttft_ms"]["expected"].as_f64().unwrap() <= long["ttft_target_ms"].as_f64().unwrap(),
        "{long}"
    );
    assert!(long["ttft_target_ms"].as_f64().unwrap() <= 30_000.0, "{long}");
    let headline = long["headline"].as_str().unwrap();
    for part in ["H200", "10 users", "tokens/s each", "first token", "80 % band"] {
        assert!(headline.contains(part), "{part}: {headline}");
    }
    let (plain, _) = size(&[&common[..], &["--layout", "tp8"]].concat());
    let (drafted, _) = size(&[&common[..], &["--layout", "tp8", "--spec-decode", "3:0.7"]].concat());
    let (cached, _) = size(&[&common[..], &["--layout", "tp8", "--prefix-hit", "0.8"]].concat());
    let at = |d: &Value, key: &str| d[key]["expected"].as_f64().unwrap();
    assert!(at(&drafted, "tpot_ms") < 0.7 * at(&plain, "tpot_ms"), "{drafted}");
    assert!(at(&cached, "ttft_ms") < at(&plain, "ttft_ms"), "{cached}");
    let (refused, code) = size(&[&common[..], &["--layout", "tp3"]].concat());
    assert_eq!(code, 3, "{refused}");
    let (apart, code) = size(&[&common[..], &["--disagg"]].concat());
    assert_eq!(code, 0, "{apart}");
    assert!(apart["prefill_workers"].as_u64().unwrap() > 0, "{apart}");
}

#[test]
fn batch_work_and_long_runs_have_commands() {
    let (offline, code) =
        size(&["offline", "--model", "llama-3-8b", "--gpu", "h100-sxm", "--precision", "fp8"]);
    assert_eq!(code, 0, "{offline}");
    assert!(offline["tokens_per_s_gpu"].as_f64().unwrap() > 5000.0, "{offline}");
    let (run, code) = size(&[
        "run",
        "--model",
        "llama-3.1-405b",
        "--gpu",
        "h100-sxm",
        "--gpus",
        "16384",
        "--tokens-b",
        "15600",
        "--pue",
        "1.2",
    ]);
    assert_eq!(code, 0, "{run}");
    // Llama 3 report, table 5: an interruption about every three hours on 16,384 GPUs.
    assert!((run["mtbf_hours"].as_f64().unwrap() - 3.09).abs() < 0.05, "{run}");
    assert!((run["checkpoint_tb"].as_f64().unwrap() - 5.68).abs() < 0.05, "{run}");
    assert!(run["energy_kwh"].as_f64().unwrap() > 1e7, "{run}");
}

#[test]
fn wrong_input_is_told() {
    for (arguments, code) in [
        (vec!["train", "--model", "llama-3-70b", "--gpu", "h100-sxm"], 3),
        (vec!["train", "--model", "llama-9-70b", "--gpu", "h100-sxm", "--gpus", "8"], 3),
        (vec!["train", "--model", "llama-3-70b", "--gpu", "h100-sxm", "--gpus", "0"], 3),
        (vec!["train", "--model", "llama-3-70b", "--gpu", "rubin", "--gpus", "8"], 3),
        (vec!["memory", "--model", "llama-3-70b", "--precision", "tf32"], 3),
        (vec!["memory", "--model", "llama-3-70b", "--ttft-ms", "300"], 2),
        (vec!["accuracy", "--rows", "/nonexistent.yaml"], 3),
    ] {
        let (document, exit) = size(&arguments);
        assert_eq!(exit, code, "{arguments:?} {document}");
        assert!(document["error"].is_string() && document["code"].is_string(), "{document}");
    }
}

#[test]
fn every_layout_of_a_run_is_searched_with_the_same_winner_unpruned() {
    let common =
        ["search", "--model", "llama-3-8b", "--gpu", "h100-sxm", "--gpus", "16", "--batch-tokens", "524288"];
    let (pruned, code) = size(&common);
    assert_eq!(code, 0, "{pruned}");
    let whole: Vec<&str> = common.iter().copied().chain(["--no-prune"]).collect();
    let (whole, _) = size(&whole);
    assert_eq!(pruned["pareto"][0]["step_s"], whole["pareto"][0]["step_s"]);
    assert!(pruned["evaluated"].as_u64().unwrap() <= whole["evaluated"].as_u64().unwrap());
    assert_eq!(pruned["complete"], true);
}

#[test]
fn a_training_deadline_ends_in_a_design_with_its_basis() {
    let (answer, code) = run(&["ask", "--provider", "offline", "train a 70B on 15T tokens in 60 days"]);
    assert_eq!(code, 0, "{answer}");
    assert!(answer["design"]["compute"]["gpu_count"].as_u64().unwrap() > 1000);
    let finding = finding(&answer, "training_time");
    for part in ["days = tokens /", "campaign share", "calibration:", "rows of", "80 %", "limited by"] {
        assert!(finding["message"].as_str().unwrap().contains(part), "{part}: {finding}");
    }
    let days = finding["actual"]["value"].as_f64().unwrap();
    assert!((50.0..=60.0).contains(&days), "{days}");
}

#[test]
fn a_serving_target_ends_in_a_design_with_its_basis() {
    let text = "serve Llama 70B to 2,000 users, 300 ms first token, FP8";
    let (answer, code) = run(&["ask", "--provider", "offline", text]);
    assert_eq!(code, 0, "{answer}");
    assert!(answer["design"]["compute"]["gpu_count"].as_u64().unwrap() >= 16);
    let finding = finding(&answer, "serving_estimate");
    for part in ["requests/s", "replicas", "calibration:", "band of 80 %", "limited by"] {
        assert!(finding["message"].as_str().unwrap().contains(part), "{part}: {finding}");
    }
    assert!(finding["actual"]["value"].as_f64().unwrap() <= finding["limit"]["value"].as_f64().unwrap());
}

fn finding<'a>(answer: &'a Value, rule: &str) -> &'a Value {
    let all = answer["findings"].as_array().unwrap();
    all.iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("no {rule} in {all:#?}"))
}
