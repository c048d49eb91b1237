//! Sizing by what is trained and who is served: precision taken where none is stated, each method by its own memory, head-counts.

use serde_json::Value;

use crate::harness::Run;

fn run(arguments: &[&str]) -> (Value, i32) {
    let output = Run::new(arguments).output();
    (serde_json::from_str(&output.stdout).expect(&output.stdout), output.exit)
}

fn size(line: &str) -> (Value, i32) {
    let all: Vec<&str> = ["size"].into_iter().chain(line.split(' ')).collect();
    run(&all)
}

#[test]
fn training_takes_the_published_precision_and_says_so() {
    let notes = |document: &Value| document["notes"].to_string();
    let (fp8, _) = size("train --model deepseek-v3 --gpu h800-sxm --gpus 2048 --tokens-b 14800");
    assert_eq!(fp8["precision"], "fp8");
    assert!(notes(&fp8).contains("assumed: products in fp8"), "{fp8}");
    // A part without 8-bit products computes in 16 bit, and that is said too.
    let (old, _) = size("train --model deepseek-v3 --gpu a100-sxm-80gb --gpus 2048 --tokens-b 14800");
    assert_eq!(old["precision"], "bf16");
    assert!(notes(&old).contains("does not compute"), "{old}");
    // MXFP4 is a format of stored weights: published training rows of this model are in BF16.
    let (stored, _) = size("train --model gpt-oss-120b --gpu h100-sxm --gpus 64 --tokens-b 100");
    assert_eq!(stored["precision"], "bf16");
    assert!(notes(&stored).contains("mxfp4"), "{stored}");
    let (plain, _) = size("train --model llama-3-8b --gpu h100-sxm --gpus 8 --tokens-b 1");
    assert!(plain["precision"] == "bf16" && !notes(&plain).contains("products in"), "{plain}");
    let (stated, _) = size("train --model deepseek-v3 --gpu h800-sxm --gpus 2048 --precision bf16");
    assert!(stated["precision"] == "bf16" && !notes(&stated).contains("products in"), "{stated}");
}

#[test]
fn each_way_to_fine_tune_is_judged_by_what_it_holds() {
    let of = |method: &str, gpus: &str| {
        size(&format!(
            "finetune --model llama-3-70b --gpu h100-sxm --gpus {gpus} --method {method} --tokens-b 0.05"
        ))
    };
    // 141 GB of 16-bit weights do not fit on one GPU of 80 GB; 36 GB of 4-bit weights do (QLoRA, section 2: 0.516 bytes).
    let (four_bit, code) = of("qlora", "1");
    assert_eq!(code, 0, "{four_bit}");
    assert!(four_bit["time"]["memory_per_gpu_gb"].as_f64().unwrap() <= 80.0 * 0.92, "{four_bit}");
    assert!((four_bit["memory"]["weights_gb"].as_f64().unwrap() - 36.4).abs() < 0.1, "{four_bit}");
    assert!(four_bit["headline"].as_str().unwrap().contains("QLoRA"));
    let (sixteen_bit, code) = of("lora", "1");
    assert_eq!(
        (code, sixteen_bit["time"]["misfit"]["smallest_gpus"].as_u64()),
        (9, Some(4)),
        "{sixteen_bit}"
    );
    assert!(sixteen_bit["headline"].as_str().unwrap().contains("4-bit frozen weights"), "{sixteen_bit}");
    let (full, code) = of("full", "16");
    assert_eq!(code, 9, "{full}");
    // The purpose alone says the same.
    let (purpose, code) =
        size("finetune --model llama-3-70b --gpu h100-sxm --gpus 1 --purpose qlora --tokens-b 0.05");
    assert_eq!((code, &purpose["time"]["layout"]), (0, &four_bit["time"]["layout"]), "{purpose}");
    let (reinforced, code) = of("grpo", "64");
    assert_eq!(code, 3, "{reinforced}");
    assert!(reinforced["error"].as_str().unwrap().contains("phases"), "{reinforced}");
}

#[test]
fn the_fewest_gpus_hold_the_activations_in_a_layout_that_runs() {
    let (training, _) = size("memory --model llama-3-70b --gpu h100-sxm --purpose training");
    let least = training["least_gpus"].as_u64().unwrap();
    // The states alone are 18 GPUs of 73.6 GB; a run is made of whole servers.
    assert!(least > 18 && least % 8 == 0, "{training}");
    assert!(training["memory_per_gpu_gb"].as_f64().unwrap() <= 80.0 * 0.92, "{training}");
    let layout = &training["layout"];
    assert_eq!(64 % layout["tensor"].as_u64().unwrap(), 0);
    assert!(layout["tensor"].as_u64().unwrap() <= 8, "{training}");
    let (given, code) = size("memory --model llama-3-70b --gpu h100-sxm --purpose training --gpus 18");
    assert_eq!((code, &given["fits"]), (9, &Value::Bool(false)), "{given}");
    let (enough, code) =
        size(&format!("memory --model llama-3-70b --gpu h100-sxm --purpose training --gpus {least}"));
    assert_eq!((code, &enough["fits"]), (0, &Value::Bool(true)), "{enough}");
    let (train, code) = size(&format!("train --model llama-3-70b --gpu h100-sxm --gpus {least}"));
    assert_eq!(code, 0, "{train}");
    // Serving: three GPUs hold the bytes, but three do not divide 64 heads.
    let (serving, _) = size("memory --model llama-3-70b --gpu h100-sxm");
    assert_eq!(serving["least_gpus"], 4, "{serving}");
    assert!(serving["notes"].to_string().contains("by bytes alone 3"), "{serving}");
}

#[test]
fn a_headline_says_how_people_became_requests_and_what_it_was_held_to() {
    let (people, code) = size("serve --model llama-3-70b --gpu h200-sxm --users-total 500");
    assert_eq!(code, 0, "{people}");
    let headline = people["headline"].as_str().unwrap();
    for part in
        ["10 users at a time", "2 % of 500 in all, assumed", "2.5 s (assumed)", "10 tokens/s (assumed)"]
    {
        assert!(headline.contains(part), "{part}: {headline}");
    }
    assert_eq!(people["users_concurrent"], 10);
    let line = "serve --model llama-3-70b --gpu h200-sxm --users-total 500 --concurrency-ratio 0.3 --ttft-ms 900 --tpot-ms 50";
    let (more, code) = size(line);
    assert_eq!(code, 0, "{more}");
    let headline = more["headline"].as_str().unwrap();
    assert!(headline.contains("150 users at a time (30 % of 500 in all)"), "{headline}");
    assert!(headline.contains("at most 900 ms and at least 20 tokens/s are asked for"), "{headline}");
    assert!(more["gpus"].as_u64() > people["gpus"].as_u64(), "{more}");
    let (wrong, code) =
        size("serve --model llama-3-70b --gpu h200-sxm --users-total 500 --concurrency-ratio 3");
    assert_eq!(code, 3, "{wrong}");
}

#[test]
fn how_long_a_fine_tune_takes_is_answered_in_words() {
    let ask =
        |text: &str| run(&["ask", "--provider", "offline", text]).0["reply"].as_str().unwrap().to_owned();
    let first = |text: &str| ask(text).split(". ").next().unwrap_or_default().to_owned();
    let (sized, _) = size("finetune --model llama-3-70b --gpu h100-sxm --gpus 8 --tokens-b 0.2");
    let hours = 24.0 * sized["time"]["days"]["expected"].as_f64().unwrap();
    let told = ask("how long does a LoRA of Llama 70B on 8 H100 over 200M tokens take?");
    assert!(told.starts_with("About ") && told.contains("hours") && told.contains("LoRA"), "{told}");
    let said: f64 = told.split(' ').nth(1).unwrap().parse().unwrap();
    assert!((said / hours - 1.0).abs() < 0.01, "{said} {hours} {told}");
    let german = ask("Wie lange dauert ein QLoRA von Llama 3 70B auf 2 H100 mit 200 Millionen Tokens?");
    assert!(german.contains("Stunden") && german.contains("QLoRA"), "{german}");
    let refused = first("How long does LoRA of Llama 3 70B on one H100 take over 50 million tokens?");
    assert!(refused.starts_with("No:") && refused.contains("4 ×"), "{refused}");
    // Without tokens there is no duration; the rate is what can be said.
    let rate = first("How long does a LoRA of Llama 3 70B on 8 H200 take?");
    assert!(rate.contains("million tokens an hour"), "{rate}");
}

#[test]
fn words_about_people_and_work_that_was_not_measured() {
    let ask =
        |text: &str| run(&["ask", "--provider", "offline", text]).0["reply"].as_str().unwrap().to_owned();
    // Employees are not requests at a time; users who are said to be concurrent are.
    let staff = ask("How many H100 for 500 employees using Llama 3 70B as a chatbot?");
    assert!(staff.contains("10 users at a time (2 % of 500)"), "{staff}");
    let german = ask("Wie viele H100 brauche ich für 2000 Mitarbeiter mit Llama 3 70B?");
    assert!(german.contains("40 gleichzeitige Nutzer"), "{german}");
    let at_once = ask("How many H100 to serve Llama 3 70B to 200 concurrent users?");
    assert!(at_once.contains("200 concurrent users"), "{at_once}");
    let enough = ask("Is 8 H100 enough to serve Qwen3-235B-A22B in FP8 to 50 users?");
    assert!(enough.starts_with("Yes."), "{enough}");
    // Work of which nothing was measured gets no figure of something else.
    for (text, subject) in [
        ("How long does DPO of Llama 3 8B on 8 H100 take?", "reinforcement learning"),
        ("How fast is a reranker on L40S?", "reranking"),
        ("How many H100 for flux image generation, 10 images per second?", "image"),
        ("How many hours of audio per hour does Whisper large transcribe on an L40S?", "speech"),
    ] {
        let told = ask(text);
        assert!(told.starts_with("No measured run") && told.contains(subject), "{told}");
    }
    // All weights: whole servers that hold activations too.
    let full = ask("How many H100 to fully fine-tune Llama 3 70B?");
    assert!(full.contains("24 ×") && full.contains("18 bytes per parameter"), "{full}");
    let spanish = ask("¿Cuánto tarda un LoRA de Llama 3 70B en 8 H100 con 200 millones de tokens?");
    assert!(spanish.contains("horas") && spanish.contains("200 millones"), "{spanish}");
}

#[test]
fn a_model_that_no_nvlink_domain_holds_is_served_over_whole_servers() {
    // 671 GB of FP8 weights and eight GPUs of 80 GB.
    let (document, code) = size("serve --model deepseek-v3 --gpu h800-sxm --concurrency 100");
    assert_eq!(code, 0, "{document}");
    assert_eq!(document["gpus_per_replica"].as_u64().unwrap() % 16, 0, "{document}");
    let layout = &document["layout"];
    assert!(layout["tensor"].as_u64().unwrap() <= 8, "{document}");
}

#[test]
fn latency_and_energy_are_answered_in_words() {
    let ask =
        |text: &str| run(&["ask", "--provider", "offline", text]).0["reply"].as_str().unwrap().to_owned();
    let (sized, _) = size(
        "serve --model llama-3-70b --gpu h100-sxm --gpus-per-replica 4 --isl 8000 --osl 256 --precision bf16 --concurrency 1",
    );
    let ttft = sized["ttft_ms"]["expected"].as_f64().unwrap();
    let told = ask("What is the TTFT of Llama 3 70B on 4 H100 with 8k prompts?");
    assert!(told.starts_with("First token after about "), "{told}");
    let said: f64 = told.split(' ').nth(4).unwrap().parse().unwrap();
    let unit = if told.split(' ').nth(5) == Some("s") { 1000.0 } else { 1.0 };
    assert!((said * unit / ttft - 1.0).abs() < 0.01, "{told} {ttft}");
    let (long, _) = size("run --model llama-3-70b --gpu h100-sxm --gpus 1024 --tokens-b 15000");
    let energy = ask("How much energy does it take to train Llama 3 70B on 15T tokens with 1024 H100?");
    let mwh: f64 = energy.split(' ').nth(1).unwrap().replace(',', "").parse().unwrap();
    assert!((mwh * 1000.0 / long["energy_kwh"].as_f64().unwrap() - 1.0).abs() < 0.01, "{energy}");
}
