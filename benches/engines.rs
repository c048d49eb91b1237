//! Time and memory of the engines in-process. `cargo bench --bench engines`; results are kept in benches/README.md.

#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    missing_docs
)]

use divan::{AllocProfiler, Bencher, black_box};
use gpu_cluster_generator::{
    catalog::Catalog,
    check::Planner,
    design::Reading,
    fabric::{Overrides, profile_of, recommend, wiring::wire},
    perf::{
        Generation, GpuPerf, Precision,
        calibration::Calibration,
        hf_config::model_from_config,
        search_train::{TrainQuery, search},
        train_memory::StateBytes,
        train_step::TrainTask,
    },
    render::export::{Direction, cables},
    tools::{self, plan, read_requirement},
};
use serde_json::json;

/// Allocations are counted beside the time.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A reading of named values.
fn reading(values: &[(&str, &str)]) -> Reading {
    let flags: Vec<(String, String, String)> = values
        .iter()
        .map(|(field, value)| ((*field).into(), (*value).into(), format!("{field} {value}")))
        .collect();
    Reading {
        requirement: plan::from_flags(&Catalog::embedded(), &flags).unwrap(),
        language: "en".into(),
        ..Reading::default()
    }
}

#[divan::bench]
fn catalog_load() -> Catalog {
    Catalog::embedded()
}

#[divan::bench]
fn look_up(bencher: Bencher) {
    let catalog = Catalog::embedded();
    bencher.bench(|| tools::call(&catalog, "gpu_spec", json!({ "gpu": black_box("NVIDIA H100") })).unwrap());
}

#[divan::bench]
fn ra_recommend(bencher: Bencher) {
    let catalog = Catalog::embedded();
    bencher.bench(|| {
        tools::call(&catalog, "ra_recommend", json!({ "gpus": black_box(128), "workload": "training" }))
            .unwrap()
    });
}

/// Schemas of every tool, made and compiled: what a model or protocol front pays once.
#[divan::bench(sample_count = 20)]
fn every_schema() -> usize {
    tools::TOOLS
        .iter()
        .map(|tool| {
            let pair = [tool.make_input_schema(), tool.make_output_schema()];
            pair.iter().filter(|schema| jsonschema::validator_for(schema).is_ok()).count()
        })
        .sum()
}

#[divan::bench(args = [128, 1024, 8192])]
fn plan_certified(bencher: Bencher, gpus: u64) {
    let catalog = Catalog::embedded();
    let count = gpus.to_string();
    let reading = reading(&[("gpu_count", &count), ("gpu_models", "h100-sxm"), ("workload", "training")]);
    bencher.bench(|| plan::answer(&catalog, black_box(&reading), Planner::none()).unwrap());
}

#[divan::bench]
fn plan_a_70b_for_users(bencher: Bencher) {
    let catalog = Catalog::embedded();
    let reading = reading(&[
        ("model_params_b", "70"),
        ("workload", "inference"),
        ("users_concurrent", "500"),
        ("gpu_models", "h200-sxm"),
    ]);
    bencher.bench(|| plan::answer(&catalog, black_box(&reading), Planner::none()).unwrap());
}

const TEXT: &str = "We need 128 H100 SXM for training a 70B model, 40 kW per rack, no water cooling, Ethernet preferred, \
                    budget 6 million euros, go-live in nine months, and 2 PB of storage at 200 GB/s read.";

#[divan::bench]
fn read_a_text(bencher: Bencher) {
    let catalog = Catalog::embedded();
    bencher.bench(|| read_requirement::read(&catalog, black_box(TEXT)));
}

/// Eight GPUs a node; the architecture's own end is lifted by asking for no pair of core switches.
fn planned(gpus: u64) -> (Catalog, gpu_cluster_generator::design::fabric::FabricPlan) {
    let catalog = Catalog::embedded();
    let wishes = Overrides { allow_pair: Some(false), ..Overrides::default() };
    let plan = recommend(&catalog, "2-8-9-400", gpus / 8, &wishes).unwrap();
    (catalog, plan)
}

#[divan::bench(args = [1024, 16_384, 131_072], sample_count = 5, sample_size = 1)]
fn wiring(bencher: Bencher, gpus: u64) {
    let (catalog, plan) = planned(gpus);
    let profile = profile_of(&catalog, "2-8-9-400").unwrap();
    bencher.bench(|| wire(&catalog, &profile, black_box(&plan)).unwrap());
}

#[divan::bench(args = [1024, 16_384], sample_count = 5, sample_size = 1)]
fn cable_schedule(bencher: Bencher, gpus: u64) {
    let (catalog, plan) = planned(gpus);
    let profile = profile_of(&catalog, "2-8-9-400").unwrap();
    let wiring = wire(&catalog, &profile, &plan).unwrap();
    bencher.bench(|| cables(black_box(&wiring), Direction::Once));
}

#[divan::bench(sample_count = 20)]
fn calibration_load() -> Calibration {
    Calibration::shipped().unwrap()
}

/// The shape of Llama 3 70B, from its published config.json.
const LLAMA_70B: &str = r#"{"num_hidden_layers": 80, "hidden_size": 8192, "num_attention_heads": 64,
    "num_key_value_heads": 8, "intermediate_size": 28672, "vocab_size": 128256, "model_type": "llama",
    "max_position_embeddings": 8192, "tie_word_embeddings": false}"#;

/// All layouts of 1,024 GPUs; `considered` layouts per second is the figure to hold against other searches.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn training_search(bencher: Bencher) {
    let model = model_from_config("llama-3-70b", LLAMA_70B, None, None).unwrap();
    let gpu = GpuPerf {
        name: "H100".into(),
        generation: Generation::Hopper,
        memory_bytes: 80e9,
        hbm_bytes_per_s: 3.35e12,
        bf16_flops: 989e12,
        fp8_flops: Some(1979e12),
        fp4_flops: None,
        nvlink_bytes_per_s: 450e9,
        nic_bytes_per_s: 50e9,
        scale_up_gpus: 8,
    };
    let calibration = Calibration::shipped().unwrap();
    let query = TrainQuery {
        model: &model,
        gpu: &gpu,
        gpus: 1024,
        precision: Precision::Bf16,
        seq: 8192.0,
        global_batch: 512.0,
        states: StateBytes::ADAM_MIXED,
        task: TrainTask::Full,
        software_year: 2026.5,
        efficiency: 0.7,
        max_cp: 4,
        prune: true,
    };
    let constants = calibration.training.shared;
    let once = std::time::Instant::now();
    let found = search(query, &constants, &mut |_, _| true).unwrap();
    let seconds = once.elapsed().as_secs_f64();
    eprintln!(
        "training search: {} layouts considered, {} timed, {:.0} considered per second",
        found.considered,
        found.evaluated,
        found.considered as f64 / seconds
    );
    bencher.bench(|| search(black_box(query), &constants, &mut |_, _| true).unwrap());
}
