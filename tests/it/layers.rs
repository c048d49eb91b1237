//! Modules import along one table, never against it.

use std::{fs, path::Path};

/// Module, and what it may import of this crate.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("catalog", &["units"]),
    ("design", &["units"]),
    ("trace", &["units", "catalog", "design"]),
    ("read", &["units", "catalog", "design"]),
    ("perf", &["units", "catalog", "design", "trace"]),
    ("fabric", &["units", "catalog", "design", "trace"]),
    ("plan", &["units", "catalog", "design", "trace", "perf", "fabric"]),
    ("check", &["units", "catalog", "design", "trace"]),
    ("tools", &["units", "catalog", "design", "trace", "read", "perf", "fabric", "plan", "check", "render"]),
    ("render", &["units", "design", "check", "trace"]),
    ("agent", &["design", "trace", "check", "tools"]),
    ("draft", &["design", "trace", "check", "render", "agent"]),
    (
        "cli",
        &[
            "units", "catalog", "design", "trace", "read", "perf", "fabric", "plan", "check", "tools",
            "render", "agent", "draft",
        ],
    ),
];

pub fn rust_files(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Names of modules after `crate::`, also inside a group over several lines.
fn imported(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for (at, _) in code.match_indices("crate::") {
        if at > 0 && code.as_bytes()[at - 1] == b'$' {
            continue;
        }
        let rest = &code[at + 7..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut starts) = (1, true);
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ if depth == 1 && starts && (c.is_alphanumeric() || c == '_') => {
                        name.push(c);
                        continue;
                    }
                    _ => {}
                }
                if !name.is_empty() {
                    names.push(std::mem::take(&mut name));
                    starts = false;
                }
                if depth == 1 && c == ',' {
                    starts = true;
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            names.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names.retain(|name| name.starts_with(|c: char| c.is_lowercase()));
    names
}

#[test]
fn modules_import_along_the_table() {
    let modules: Vec<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for (module, allowed) in MAY_IMPORT {
        let mut files = Vec::new();
        rust_files(&source.join(module), &mut files);
        assert!(!files.is_empty(), "{module} has no files");
        for (path, text) in files {
            for name in imported(&text) {
                if modules.contains(&name.as_str()) && name != *module && !allowed.contains(&name.as_str()) {
                    faults.push(format!("{path} imports crate::{name}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_groups() {
    let text = "use crate::{\n    catalog::{Catalog, rows},\n    design::Plain,\n    tools::plan,\n    units,\n};\nfn f() { crate::tools::call() }";
    assert_eq!(imported(text), ["catalog", "design", "tools", "units", "tools"]);
}
