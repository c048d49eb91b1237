//! Batch runs: results in order, errors as lines, shards that add up, and runs that go on after a kill.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::harness::Run;

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gcg-batch-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Requests of every kind, some of them wrong.
fn requests(count: u64) -> String {
    let gpus = ["h100-sxm", "h200-sxm", "b200-sxm", "l40s"];
    let stated = |value: Value| json!({ "value": value, "quote": "as said" });
    (0..count)
        .map(|at| {
            let gpu = gpus[at as usize % gpus.len()];
            match at % 7 {
                0 => json!({ "id": at, "text": format!("{} {gpu} for training, 40 kW racks", 8 * (1 + at)) }).to_string(),
                1 => format!("{{\"id\": {at}, \"requirement\": {{"),
                2 => json!({ "id": format!("x{at}"), "requirement": { "gpu_count": stated(json!("many")) } }).to_string(),
                3 => String::new(),
                4 => json!({ "id": at, "fields": { "gpu_count": 8 * at, "gpu_models": gpu, "workload": "inference", "power_per_rack_kw": 3 } }).to_string(),
                5 => json!({ "id": at, "text": "a", "fields": {} }).to_string(),
                _ => json!({ "id": at, "requirement": { "gpu_count": stated(json!(16 * at)), "gpu_models": stated(json!([gpu])), "workload": stated(json!(["training"])) } }).to_string(),
            }
        })
        .map(|line| line + "\n")
        .collect()
}

fn batch(folder: &Path, out: &str, more: &[&str]) -> (Value, i32) {
    let mut arguments = vec!["batch", "in.jsonl", "--out", out];
    arguments.extend(more);
    Run::new(&arguments).directory(folder).json()
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn results_are_in_order_and_errors_are_lines() {
    let folder = folder("order");
    fs::write(folder.join("in.jsonl"), requests(28)).unwrap();
    let (summary, exit) = batch(&folder, "out.jsonl", &["--jobs", "2"]);
    assert_eq!(exit, 0);
    let lines = lines(&folder.join("out.jsonl"));
    assert_eq!(lines.len(), 28);
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(line["line"], at + 1);
        let wrong = matches!(at % 7, 1 | 2 | 3 | 5);
        assert_eq!(line.get("error").is_some(), wrong, "{line}");
        assert_eq!(line.get("answer").is_some(), !wrong);
        let id = match at % 7 {
            1 | 3 => Value::Null,
            2 => json!(format!("x{at}")),
            _ => json!(at),
        };
        assert_eq!(line["id"], id);
    }
    assert_eq!(summary["line_count"], 28);
    assert_eq!(summary["error_count"], 16);
    assert_eq!(summary["errors"]["input.invalid"], 16);
    let outcomes: u64 = summary["outcomes"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(outcomes, 12);
    assert_eq!(batch(&folder, "again.jsonl", &["--fail-on-error"]).1, 3);
    assert_eq!(batch(&folder, "out.jsonl", &[]).1, 3, "results are not written over unasked");
}

#[test]
fn a_line_has_the_answer_of_plan() {
    let folder = folder("same");
    let line =
        json!({ "id": 1, "fields": { "gpu_count": 128, "gpu_models": "h100-sxm", "workload": "training" } });
    fs::write(folder.join("in.jsonl"), format!("{line}\n")).unwrap();
    batch(&folder, "out.jsonl", &[]);
    let ours = &lines(&folder.join("out.jsonl"))[0]["answer"];
    let (plan, _) =
        Run::new(&["plan", "--gpus", "128", "--gpu", "h100-sxm", "--workload", "training"]).json();
    assert_eq!(ours["design"], plan["design"]);
}

#[test]
fn shards_laid_end_to_end_are_one_run() {
    let folder = folder("shards");
    fs::write(folder.join("in.jsonl"), requests(30)).unwrap();
    batch(&folder, "whole.jsonl", &["--jobs", "1"]);
    let whole = fs::read(folder.join("whole.jsonl")).unwrap();
    let mut laid = Vec::new();
    for part in 0..4 {
        let out = format!("part{part}.jsonl");
        batch(&folder, &out, &["--shard", &format!("{part}/4"), "--jobs", "3"]);
        laid.extend(fs::read(folder.join(out)).unwrap());
    }
    assert!(laid == whole, "four shards differ from one run");
    assert_eq!(batch(&folder, "x.jsonl", &["--shard", "4/4"]).1, 2);
}

#[test]
fn a_run_cut_off_anywhere_goes_on_to_the_same_bytes() {
    let folder = folder("cut");
    fs::write(folder.join("in.jsonl"), requests(15)).unwrap();
    let (first, _) = batch(&folder, "whole.jsonl", &[]);
    let whole = fs::read(folder.join("whole.jsonl")).unwrap();
    let out = folder.join("out.jsonl");
    for cut in [0, 1, 100, whole.len() / 2, whole.len() - 1, whole.len()] {
        fs::write(&out, &whole[..cut]).unwrap();
        let (mut summary, exit) = batch(&folder, "out.jsonl", &["--resume"]);
        assert_eq!(exit, 0);
        assert!(fs::read(&out).unwrap() == whole, "cut at {cut}");
        for key in ["out", "resumed_line_count"] {
            summary[key] = first[key].clone();
        }
        assert_eq!(summary, first, "a resumed run counts what it kept");
    }
    fs::write(folder.join("in.jsonl"), requests(15).replace("training", "inference")).unwrap();
    let (error, exit) = batch(&folder, "out.jsonl", &["--resume"]);
    assert_eq!(
        (error["code"].as_str(), exit),
        (Some("input.invalid"), 3),
        "another input is not gone on with"
    );
    assert!(fs::read(&out).unwrap() == whole, "and its results are left alone");
}

#[cfg(unix)]
#[test]
fn a_killed_run_goes_on_without_a_double_or_lost_line() {
    let folder = folder("kill");
    fs::write(folder.join("in.jsonl"), requests(140)).unwrap();
    batch(&folder, "whole.jsonl", &[]);
    let whole = fs::read(folder.join("whole.jsonl")).unwrap();
    for turn in 0..5_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gcg"))
            .args(["batch", "in.jsonl", "--out", "out.jsonl", "--resume", "--jobs", "1"])
            .env_clear()
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(40 + 60 * turn));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(batch(&folder, "out.jsonl", &["--resume"]).1, 0);
    assert!(fs::read(folder.join("out.jsonl")).unwrap() == whole);
}
