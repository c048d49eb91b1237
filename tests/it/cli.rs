//! Standard output carries exactly one JSON document, whatever happens; exit codes say what to do.

use crate::harness::Run;

#[test]
fn wrong_command_lines_are_documents_too() {
    for arguments in [
        &["gpu", "spec"][..],
        &["gpu", "spce", "--gpu", "H100"],
        &["ra", "recommend", "--gpus", "8"],
        &["plan"],
        &["plan", "--set", "gpu_count"],
        &["--nonsense"],
    ] {
        let (document, exit) = Run::new(arguments).json();
        assert_eq!(exit, 2, "{arguments:?}");
        assert_eq!(document["code"], "usage.invalid", "{arguments:?}");
        assert!(!document["error"].as_str().unwrap().is_empty(), "{arguments:?}");
        assert!(document["hints"].as_array().is_some_and(|hints| !hints.is_empty()), "{arguments:?}");
    }
}

#[test]
fn a_bare_call_and_the_word_help_print_the_commands_in_groups() {
    for arguments in [&[][..], &["help"], &["--help"]] {
        let output = Run::new(arguments).output();
        assert_eq!(output.exit, 0, "{arguments:?}");
        for part in ["From a customer's words:", "  ask ", "Examples:", "Exit codes:"] {
            assert!(output.stdout.contains(part), "{arguments:?}: {part}");
        }
    }
    assert!(Run::new(&["help", "plan"]).output().stdout.contains("--rack-kw"));
}

#[test]
fn wrong_values_name_what_is_near() {
    for (arguments, code, exit, near) in [
        (&["gpu", "spec", "--gpu", "B250 Ultra", "--no-model"][..], "name.no_such_product", 3, "b200-sxm"),
        (&["gpu", "spec", "--gpu", "H2000", "--no-model"], "name.unknown", 3, "h200-sxm"),
        (&["ra", "show", "2-8-9-401"], "name.unknown", 3, "2-8-9-400"),
        (&["tools", "show", "gpu_specs"], "tool.unknown", 3, "gpu_spec"),
        (&["tools", "call", "gpu_spec", "{\"gpus\":1}"], "tool.args_invalid", 3, "gcg tools show"),
        (&["tools", "call", "gpu_spec", "[]"], "tool.args_invalid", 3, ""),
        (&["schema", "answers"], "name.unknown", 3, "answer"),
        (&["plan", "--set", "gpu_cuont=8"], "input.invalid", 3, "gpu_count"),
        (&["plan", "--file", "no-such-file.json"], "input.invalid", 3, ""),
        (&["--catalog", "no-such-directory", "ra", "list"], "catalog.invalid", 3, "README"),
    ] {
        let (document, found) = Run::new(arguments).json();
        assert_eq!((document["code"].as_str().unwrap(), found), (code, exit), "{arguments:?} {document}");
        assert!(document.to_string().contains(near), "{arguments:?} {document}");
    }
}

#[test]
fn a_rejected_design_ends_with_nine_and_its_rule() {
    let (document, exit) =
        Run::new(&["ra", "check", "--pattern", "2-8-9-400", "--nodes", "40", "--gpu", "B300"]).json();
    assert_eq!(exit, 9);
    let rules: Vec<&str> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["ra_gpu_type", "ra_node_range"]);
    assert!(document["limits"].as_array().unwrap().len() >= 3);
    assert_eq!(document["nearest_legal"][0]["nodes"], 32);
    let (document, exit) =
        Run::new(&["ra", "check", "--pattern", "2-8-9-400", "--nodes", "16", "--gpu", "H100"]).json();
    assert_eq!((document["legal"].as_bool(), exit), (Some(true), 0));
}

#[test]
fn a_pattern_claimed_beyond_its_range_is_infeasible() {
    let (document, exit) = Run::new(&["plan", "--pattern", "2-8-9-400", "--nodes", "40"]).json();
    assert_eq!((document["outcome"].as_str().unwrap(), exit), ("infeasible", 9));
    let finding = &document["findings"][0];
    assert_eq!(finding["rule"], "ra_node_range");
    assert_eq!(finding["limit"]["value"], 32);
}

#[test]
fn input_that_is_no_text_is_refused_with_its_place() {
    let (document, exit) = Run::new(&["plan", "--file", "-"]).stdin(b"{\"a\":\xff}".to_vec()).json();
    assert_eq!((document["code"].as_str().unwrap(), exit), ("input.invalid", 3));
    assert!(document["error"].as_str().unwrap().contains("offset 5"), "{document}");
    let (document, _) = Run::new(&["plan", "--file", "-"]).stdin(vec![b'x'; 300 * 1024]).json();
    assert!(document["error"].as_str().unwrap().contains("larger than"), "{document}");
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_gcg"))
        .args(["schema", "answer"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn text_is_for_people_and_only_on_request() {
    let output = Run::new(&["gpu", "spec", "--gpu", "H100", "--text"]).output();
    assert!(output.stdout.contains("Memory") && output.stdout.contains("80 GB"), "{}", output.stdout);
    assert!(!output.stdout.contains('{'));
}

#[test]
fn help_and_version_are_text() {
    for arguments in [&["--help"][..], &["--version"], &["plan", "--help"]] {
        let output = Run::new(arguments).output();
        assert_eq!(output.exit, 0);
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn the_wiring_of_a_pattern_comes_in_two_commands() {
    let plan = Run::new(&["plan", "--pattern", "2-8-9-400", "--nodes", "12", "--gpu", "h100-sxm"]).output();
    assert_eq!(plan.exit, 0, "{}", plan.stdout);
    let cables = Run::new(&["export", "-", "--format", "cables"]).stdin(plan.stdout.clone()).output();
    assert_eq!(cables.exit, 0, "{}", cables.stdout);
    let mut lines = cables.stdout.lines();
    assert!(lines.next().unwrap().starts_with("a_device,a_port,z_device,z_port,network,speed_gbps"));
    let compute = lines.filter(|line| line.contains("su-01-node-01") && line.contains("core-0")).count();
    assert_eq!(compute, 10, "eight east-west and two north-south links of a node");
    let (document, exit) = Run::new(&["export", "-", "--format", "netbox"]).stdin(plan.stdout).json();
    assert_eq!((document["code"].as_str(), exit), (Some("usage.invalid"), 2), "several files need --out");
}
