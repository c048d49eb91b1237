//! House rules: every file has a header and holds one idea, nothing is unfinished, every test file is declared.

use std::{fs, path::Path};

use crate::layers::rust_files;

/// A longer file holds more than one idea.
const LINE_LIMIT: usize = 400;

fn all_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "build", "tests", "examples", "benches"] {
        if root.join(folder).is_dir() {
            rust_files(&root.join(folder), &mut files);
        }
    }
    files
}

#[test]
fn files_start_with_a_header_and_stay_short() {
    let mut faults = Vec::new();
    for (path, text) in all_files() {
        if !text.starts_with("//! ") {
            faults.push(format!("{path} does not start with `//! ` and a sentence"));
        }
        let lines = text.lines().count();
        if lines > LINE_LIMIT {
            faults.push(format!("{path} has {lines} lines; {LINE_LIMIT} is the limit"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_unfinished_or_named_after_its_shelf() {
    let words = [
        ["to", "do!"].concat(),
        ["unimple", "mented!"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X"].concat(),
    ];
    let mut faults = Vec::new();
    for (path, text) in all_files() {
        for word in &words {
            if text.contains(word.as_str()) {
                faults.push(format!("{path} holds {word}"));
            }
        }
        let name = Path::new(&path).file_stem().unwrap().to_string_lossy().into_owned();
        if ["util", "utils", "common", "helpers", "misc"].contains(&name.as_str()) {
            faults.push(format!("{path} is named after its shelf, not its idea"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_test_file_is_declared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "tests/it/{name} is not declared");
    }
}

#[test]
fn every_rule_of_check_is_in_its_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
    let list = fs::read_to_string(folder.join("../../design/rule_id.rs")).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            name == "mod" || list.contains(&format!(" {name},")),
            "check/rules/{name} is not among the judged rules of design/rule_id.rs"
        );
    }
}
