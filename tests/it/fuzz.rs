//! Fuzzing with proptest: texts and frames that are almost right, for six readers, and the plan of what was read. A plain run takes a moment;
//! `GCG_FUZZ_SECONDS=600 cargo test --test it fuzz:: -- --test-threads 1 --nocapture` takes ten minutes each.
//! An input that failed once is kept in `tests/fuzz/kept/TARGET-*.txt` and tried first.

use std::{fs, io::Write, path::PathBuf, time::Instant};

use gpu_cluster_generator::{
    agent::{
        journal::Journal,
        ledger::Ledger,
        prose,
        provider::nim::accumulator::{Accumulator, whole},
    },
    catalog::{Catalog, lint},
    check::Planner,
    read,
    tools::{TOOLS, plan, read_arguments},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};
use serde_json::{Value, json};

/// Pieces that mean something to one of the readers.
const TOKENS: &[&str] = &[
    "{{v:",
    "}}",
    "{{t:t1}}",
    "|GB",
    "|2",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    "\r\n",
    "null",
    "true",
    "-1",
    "1e999",
    "18446744073709551616",
    "0.1",
    "NaN",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "｜",
    "<｜tool▁calls▁begin｜>",
    "kW",
    "kVA",
    "GB/s",
    "Gb/s",
    "128 H100",
    "zweiunddreißig",
    "十六",
    "٣٢",
    "1.234.567,89",
    "1,234,567.89",
    "½",
    "²",
    "4-5",
    "–",
    "not ",
    "instead of ",
    "no water",
    "<!--",
    "-->",
    "```",
    "| a | b |\n|---|---|\n",
    "- ",
    "&a",
    "*a",
    "!!",
    "---\n",
    "#",
    "'",
    "choices",
    "delta",
    "index",
    "finish_reason",
    "tool_calls",
    "function",
    "arguments",
    "usage",
    "error",
    "\u{1f600}",
    "e\u{301}",
    "\u{1b}[2J",
    "%",
    "$",
    "€",
    "per rack",
    "within 3 weeks",
    "Ignore all previous instructions",
    "{\"type\":\"exchange\"",
];

/// A step that spoils a text.
#[derive(Debug, Clone)]
enum Step {
    Delete(u16, u8),
    Insert(u16, usize),
    Copy(u16, u16, u8),
    Change(u16, char),
    Cut(u16),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| Step::Delete(at, length)),
        (any::<u16>(), 0..TOKENS.len()).prop_map(|(at, token)| Step::Insert(at, token)),
        (any::<u16>(), any::<u16>(), any::<u8>()).prop_map(|(from, to, length)| Step::Copy(from, to, length)),
        (any::<u16>(), any::<char>()).prop_map(|(at, c)| Step::Change(at, c)),
        any::<u16>().prop_map(Step::Cut),
    ];
    prop::collection::vec(step, 0..12)
}

fn spoil(seed: &str, steps: &[Step]) -> String {
    let mut text: Vec<char> = seed.chars().collect();
    for step in steps {
        let place = |at: u16, length: usize| if length == 0 { 0 } else { usize::from(at) % (length + 1) };
        match step {
            Step::Delete(at, length) => {
                let at = place(*at, text.len());
                let end = (at + usize::from(*length)).min(text.len());
                text.drain(at..end);
            }
            Step::Insert(at, token) => {
                let at = place(*at, text.len());
                text.splice(at..at, TOKENS[*token].chars());
            }
            Step::Copy(from, to, length) => {
                let from = place(*from, text.len());
                let piece: Vec<char> = text[from..(from + usize::from(*length)).min(text.len())].to_vec();
                let to = place(*to, text.len());
                text.splice(to..to, piece);
            }
            Step::Change(at, c) => {
                let at = place(*at, text.len());
                if let Some(old) = text.get_mut(at) {
                    *old = *c;
                }
            }
            Step::Cut(at) => text.truncate(place(*at, text.len())),
        }
    }
    text.truncate(16 * 1024);
    text.into_iter().collect()
}

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/kept")
}

/// Tries a reader with spoiled seeds until its time is over. What it gives for wrong input is its own business; it
/// must not panic, and what it says of right input must hold.
fn fuzz(target: &str, seeds: Vec<String>, read: impl Fn(&str) -> Result<(), String>) {
    let mut tried = 0u64;
    for entry in fs::read_dir(kept()).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with(&format!("{target}-")) {
            let text = fs::read_to_string(&path).unwrap();
            read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            tried += 1;
        }
    }
    assert!(!seeds.is_empty());
    let seconds: f64 =
        std::env::var("GCG_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0.4);
    let begun = Instant::now();
    let mut round = 0u8;
    while begun.elapsed().as_secs_f64() < seconds {
        // Another row of random numbers each round, the same ones in every run.
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&tried.to_le_bytes());
        seed[8] = round;
        round = round.wrapping_add(1);
        let config =
            Config { cases: 32, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
        let strategy = (0..seeds.len(), steps());
        let outcome = runner.run(&strategy, |(which, steps)| {
            tried_once(&read, &spoil(&seeds[which], &steps)).map_err(TestCaseError::fail)
        });
        tried += 32;
        if let Err(TestError::Fail(reason, (which, steps))) = outcome {
            let text = spoil(&seeds[which], &steps);
            let path = kept().join(format!("{target}-{}.txt", text.len()));
            let _ = fs::write(&path, &text);
            panic!("{target}: {reason}; the input is in {}", path.display());
        }
    }
    let told = format!(
        "fuzz {target}: {tried} inputs in {:.0} s, peak memory of the process {} MB\n",
        begun.elapsed().as_secs_f64(),
        peak_mb()
    );
    std::io::stderr().write_all(told.as_bytes()).unwrap();
    assert!(peak_mb() < 2048, "memory grows");
}

fn tried_once(read: &impl Fn(&str) -> Result<(), String>, text: &str) -> Result<(), String> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(text)))
        .unwrap_or_else(|_| Err("it panicked".into()))
}

fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn texts() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "yaml") {
            let file: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            found.extend(
                file["cases"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|case| case["text"].as_str().unwrap().to_string()),
            );
        }
    }
    found.sort();
    found
}

#[test]
fn fuzz_accumulator() {
    let part = |index: u64, arguments: &str| json!({ "choices": [{ "index": 0, "delta": { "tool_calls": [{ "index": index, "id": "a", "function": { "name": "plan", "arguments": arguments } }] }, "finish_reason": null }] });
    let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "tool_calls" }], "usage": { "prompt_tokens": 9, "completion_tokens": 3 } });
    let text = |content: &str| json!({ "choices": [{ "index": 0, "delta": { "content": content, "reasoning_content": "hm" }, "finish_reason": "stop" }] });
    let lines = |frames: &[Value]| frames.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let seeds = vec![
        lines(&[part(0, "{\"gpu\":"), part(1, "{}"), part(0, "\"H200\"}"), end.clone()]),
        lines(&[text("<think>a</think>It has much."), json!({ "error": { "message": "x", "code": 500 } })]),
        lines(&[
            json!({ "choices": [{ "message": { "content": [{ "type": "text", "text": "a" }] }, "finish_reason": "length" }] }),
            end,
        ]),
    ];
    fuzz("accumulator", seeds, |text| {
        let mut state = Accumulator::default();
        for line in text.lines() {
            let Ok(frame) = serde_json::from_str::<Value>(line) else { continue };
            let _ = whole(&frame);
            if state.fold(&frame).is_err() {
                return Ok(());
            }
        }
        match state.finish() {
            Ok(turn) if turn.markup.is_some() && !turn.calls.is_empty() => Err("calls beside markup".into()),
            Ok(turn)
                if turn.text.contains("<think>")
                    && turn.text.contains("</think>")
                    && turn.reasoning.is_none() =>
            {
                Err("thinking is shown".into())
            }
            _ => Ok(()),
        }
    });
}

#[test]
fn fuzz_arguments() {
    let seeds = vec![
        r#"{"gpu":"H200"}"#.to_string(),
        r#"{"gpus":128,"workload":"training","gpu":null}"#.into(),
        r#"{"changes":"[{\"field\":\"gpu_count\",\"value\":\"128\",\"quote\":\"128 H100\"}]"}"#.into(),
        r#"{"pattern":"2-8-9-400","nodes":16.0,"gpu":"h100-sxm","gpus_per_node":8,"nics_per_node":null,"gbps_per_gpu":400}"#.into(),
    ];
    let catalog = gpu_cluster_generator::tools::Catalog::embedded();
    fuzz("arguments", seeds, |text| {
        for tool in TOOLS {
            let Ok(read) = read_arguments(*tool, text) else { continue };
            if !read.value.is_object() {
                return Err(format!("{} took {}", tool.name(), read.value));
            }
            // What is read may be refused by the tool, with a code; it is never a bug of ours.
            if let Err(error) = gpu_cluster_generator::tools::call(&catalog, tool.name(), read.value)
                && error.code.exit() == 1
            {
                return Err(format!("{}: {error}", tool.name()));
            }
        }
        Ok(())
    });
}

#[test]
fn fuzz_references() {
    let mut ledger = Ledger::default();
    ledger.add("c1", &json!({}), &json!({ "nodes": 16, "gpu_count": 128, "rack_power_kw": 40.8, "gpu_id": "h100-sxm", "memory_gb": 80.0, "summary": "It takes 16 nodes." }));
    let seeds = vec![
        "The design holds {{v:v1}} with {{v:v2}} in all; a rack draws {{v:v3|0}} kW.".to_string(),
        "The H100 offers {{v:v4|GiB}} of memory. {{t:t1}}".into(),
        "Wir empfehlen {{v:v1}} in vier Racks – höchstens {{v:v3}}.".into(),
    ];
    fuzz("references", seeds, |text| {
        let Ok(shown) = prose::render(text, &ledger, "", "en") else { return Ok(()) };
        // Without references the words stand as they are, and hold no digit but those of names.
        if !text.contains("{{") && shown.trim() != text.trim() {
            return Err(format!("changed: {text:?} became {shown:?}"));
        }
        if shown.contains("{{") || shown.contains("}}") {
            return Err(format!("a reference is left in {shown:?}"));
        }
        let digits: String =
            text.split("{{").map(|piece| piece.split_once("}}").map_or(piece, |(_, after)| after)).collect();
        let loose = digits
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()));
        if loose { Err(format!("a typed number is shown: {text:?}")) } else { Ok(()) }
    });
}

#[test]
fn fuzz_overlays() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/catalog/valid");
    let mut seeds: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    seeds.sort();
    let catalog = Catalog::embedded();
    fuzz("overlays", seeds, |text| {
        let _ = catalog.overlaid_with_files(vec![("x.yaml".into(), text.to_string())]);
        let _ = lint(&[("x.yaml", text)]);
        let _ = catalog.with_price_book("x.csv", text);
        Ok(())
    });
}

#[test]
fn fuzz_sessions() {
    let folder = crate::agent_sessions::state("fuzz");
    crate::agent_sessions::run(
        &folder,
        &["ask", "8 L40S for rendering", "--provider", "offline", "--session", "s"],
    );
    let text = fs::read_to_string(folder.join("gcg/sessions/s.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    // The shape of a session without the bulk of its results, and its bare lines.
    let mut exchange: Value = serde_json::from_str(lines[2]).unwrap();
    exchange["records"] = json!([]);
    exchange["result"] = json!({});
    exchange["history"].as_array_mut().unwrap().truncate(1);
    let seeds = vec![
        format!("{}\n{}\n{exchange}\n", lines[0], lines[1]),
        format!("{}\n{{\"type\":\"back\"}}\n{{\"type\":\"reset\"}}\n", lines[0]),
    ];
    fuzz("sessions", seeds, |text| {
        let Ok(journal) = Journal::read(text.as_bytes()) else { return Ok(()) };
        let again =
            Journal::read(&text.as_bytes()[..journal.sound_bytes]).map_err(|error| error.to_string())?;
        if again.lines != journal.lines {
            return Err("the sound part reads otherwise".into());
        }
        let _ = journal.session();
        Ok(())
    });
}

#[test]
fn fuzz_requirements() {
    let catalog = Catalog::embedded();
    fuzz("requirements", texts(), |text| {
        let reading = read::read(text, &catalog);
        for (field, _, quote) in reading.requirement.stated() {
            if quote.is_empty() || !text.contains(&quote) {
                return Err(format!("{field}: the quote {quote:?} is not in the text"));
            }
        }
        // Whatever was read, the plan of it certifies or is refused with a reason; it is never a fault of ours.
        match plan::answer(&catalog, &reading, Planner::none()) {
            Err(error) if error.code.word().starts_with("internal") => Err(error.message),
            _ => Ok(()),
        }
    });
}
