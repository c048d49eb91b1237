//! Sweeps: the grid, the table in its three forms, and a page that needs nothing but itself.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::harness::Run;

const BASE: &[&str] = &["sweep", "--set", "gpu_count=128", "--set", "workload=training"];
const VARY: &[&str] = &["--vary", "power_per_rack_kw=10:50:20", "--vary", "gpu_models=h200-sxm,b200-sxm"];

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gcg-sweep-{}-{name}", std::process::id()));
    fs::create_dir_all(&path).unwrap();
    path
}

fn sweep(more: &[&str]) -> (Value, i32) {
    Run::new(&[BASE, more].concat()).json()
}

#[test]
fn every_point_is_the_plan_of_its_values() {
    let (result, exit) = sweep(VARY);
    assert_eq!((exit, &result["point_count"]), (0, &Value::from(6)));
    let columns: Vec<&str> = result["columns"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let place = |name: &str| columns.iter().position(|column| *column == name).unwrap();
    let row = &result["rows"][3];
    assert_eq!(row[place("power_per_rack_kw")], 30);
    assert_eq!(row[place("gpu_models")], "b200-sxm");
    let (plan, _) = Run::new(&[
        "plan",
        "--gpus",
        "128",
        "--workload",
        "training",
        "--rack-kw",
        "30",
        "--gpu",
        "b200-sxm",
    ])
    .json();
    assert_eq!(row[place("outcome")], plan["outcome"]);
    assert_eq!(row[place("compute.node_count")], plan["design"]["compute"]["node_count"]);
    assert_eq!(row[place("facility.node_rack_count")], plan["design"]["facility"]["node_rack_count"]);
}

#[test]
fn files_hold_the_table_and_the_same_bytes_each_time() {
    let folder = folder("files");
    let write = || {
        let output = Run::new(
            &[BASE, VARY, &["--csv", "t.csv", "--parquet", "t.parquet", "--html", "t.html"]].concat(),
        )
        .directory(&folder)
        .output();
        assert_eq!(output.exit, 0, "{}", output.stdout);
        ["t.csv", "t.parquet", "t.html"].map(|name| fs::read(folder.join(name)).unwrap())
    };
    let first = write();
    assert!(first == write());
    let csv = String::from_utf8(first[0].clone()).unwrap();
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.starts_with("power_per_rack_kw,gpu_models,outcome,"));
    assert!(first[1].starts_with(b"PAR1") && first[1].ends_with(b"PAR1"));
    let page = String::from_utf8(first[2].clone()).unwrap();
    for wanted in ["<svg", "b200-sxm", "What is chosen where", "Where the choice flips", "name=\"viewport\""]
    {
        assert!(page.contains(wanted), "{wanted}");
    }
    for banned in ["<script", "href=", "src=", "@import", "url("] {
        assert!(!page.contains(banned), "the page reaches out: {banned}");
    }
}

#[test]
fn words_from_outside_stay_words_in_the_page() {
    let folder = folder("words");
    let output = Run::new(&[
        "sweep",
        "--set",
        "gpu_count=8",
        "--vary",
        "gpu_models=<script>x</script>,h100-sxm",
        "--html",
        "t.html",
    ])
    .directory(&folder)
    .output();
    assert_eq!(output.exit, 0, "{}", output.stdout);
    let page = fs::read_to_string(folder.join("t.html")).unwrap();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
}

#[test]
fn a_wrong_grid_is_said_so() {
    for (vary, said) in [
        ("racks_kw=1:2:1", "no requirement field"),
        ("gpu_count=8:4:1", "no values"),
        ("gpu_count", "no `=`"),
        ("gpu_count=1:100000:1", "points"),
    ] {
        let (error, exit) = sweep(&["--vary", vary]);
        assert_eq!(exit, 2, "{vary}");
        assert!(error["error"].as_str().unwrap().contains(said), "{vary}: {error}");
    }
}
