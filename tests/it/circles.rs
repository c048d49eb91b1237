//! No file imports another that imports it back, on any way round. A `mod.rs` may: it is the face of its folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::layers::rust_files;

/// Files that are in a circle today; a file leaves this list and none comes in.
const KNOWN: &[&str] = &[
    "check/coverage/judged.rs",
    "check/coverage/words.rs",
    "cli/commands/schema.rs",
    "cli/name_parser.rs",
    "cli/sweep/page.rs",
    "cli/sweep/page_lists.rs",
    "design/wiring.rs",
    "design/wiring_names.rs",
    "draft/book.rs",
    "draft/derivation.rs",
    "draft/desk.rs",
    "draft/files.rs",
    "draft/matrix.rs",
    "draft/power_sheets.rs",
    "fabric/grown.rs",
    "fabric/north_south.rs",
    "fabric/tables/components.rs",
    "fabric/tables/diagnosis.rs",
    "fabric/tables/judge.rs",
    "fabric/tables/more_rules.rs",
    "fabric/wiring/compute.rs",
    "fabric/wiring/uppers.rs",
    "perf/accuracy.rs",
    "perf/activations.rs",
    "perf/bands.rs",
    "perf/calibration.rs",
    "perf/campaign.rs",
    "perf/estimate_train.rs",
    "perf/measured.rs",
    "perf/measured_read.rs",
    "perf/own_rows.rs",
    "perf/search_serve.rs",
    "perf/serve_disaggregated.rs",
    "perf/serve_fit.rs",
    "perf/serve_labels.rs",
    "perf/train_fit.rs",
    "perf/train_memory.rs",
    "plan/architecture.rs",
    "plan/gpu.rs",
    "plan/need.rs",
    "plan/network.rs",
    "plan/pattern.rs",
    "plan/size.rs",
    "plan/solve.rs",
    "plan/trial.rs",
    "read/evidence.rs",
    "read/relation.rs",
    "read/signature.rs",
    "tools/answers/claim.rs",
    "tools/answers/facts.rs",
    "tools/answers/whole.rs",
    "tools/size_memory.rs",
    "tools/size_serve.rs",
    "tools/size_serve_form.rs",
    "tools/size_train.rs",
    "tools/size_ways.rs",
    "tools/size_words.rs",
];

/// The paths a `use` brings in, groups spread out: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn spread(path: &str, found: &mut Vec<Vec<String>>, before: &[String]) {
    let path = path.trim();
    let close = path.rfind('}').unwrap_or(path.len());
    let Some(open) = path.find('{').filter(|open| *open < close) else {
        let own = path.split(" as ").next().unwrap_or(path);
        let parts = own.split("::").map(|part| part.trim().to_string()).filter(|part| !part.is_empty());
        found.push(before.iter().cloned().chain(parts).collect());
        return;
    };
    let head = path[..open].split("::").map(|part| part.trim().to_string()).filter(|part| !part.is_empty());
    let before: Vec<String> = before.iter().cloned().chain(head).collect();
    let (mut depth, mut start) = (0, open + 1);
    let body = &path[..close];
    for (at, c) in body.char_indices().skip_while(|(at, _)| *at <= open) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                spread(&body[start..at], found, &before);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !body[start..].trim().is_empty() {
        spread(&body[start..], found, &before);
    }
}

/// Every path of a file that leads into this crate.
fn paths(text: &str) -> Vec<Vec<String>> {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut from = 0;
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rsplit('\n').next().unwrap_or_default().trim_start();
        // A declaration, not the word in a sentence of a text.
        if at < from || !(line.is_empty() || line.starts_with("pub") && line.ends_with(' ')) {
            continue;
        }
        let Some(end) = code[at..].find(';') else { continue };
        rest.push_str(&code[from..at]);
        spread(&code[at + 4..at + end], &mut found, &[]);
        from = at + end;
    }
    rest.push_str(&code[from..]);
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in rest.match_indices(start) {
            let path: String = rest[at..].chars().take_while(|c| word(*c)).collect();
            found.push(path.split("::").filter(|part| !part.is_empty()).map(str::to_string).collect());
        }
    }
    found
}

/// Which files each file imports.
fn imports(files: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let file_of = |path: &[String]| {
        let stem = path.join("/");
        [format!("{stem}.rs"), format!("{stem}/mod.rs")].into_iter().find(|name| files.contains_key(name))
    };
    let mut all = BTreeMap::new();
    for (name, text) in files {
        let mut here: Vec<String> =
            name.trim_end_matches(".rs").split('/').map(ToString::to_string).collect();
        if here.last().is_some_and(|last| last == "mod") {
            here.pop();
        }
        let mut into = BTreeSet::new();
        for path in paths(text) {
            let mut parts = path.as_slice();
            let mut whole = match parts.first().map(String::as_str) {
                Some("crate") => Vec::new(),
                Some("super" | "self") => here.clone(),
                // A path that begins with a module of this file's folder.
                _ => here.clone(),
            };
            while let Some(first @ ("super" | "self" | "crate")) = parts.first().map(String::as_str) {
                if first == "super" {
                    whole.pop();
                }
                parts = &parts[1..];
            }
            whole.extend(parts.iter().cloned());
            let longest = (1..=whole.len()).rev().find_map(|length| file_of(&whole[..length]));
            if let Some(target) = longest.filter(|target| target != name && !target.ends_with("mod.rs")) {
                into.insert(target);
            }
        }
        all.insert(name.clone(), into);
    }
    all
}

/// What can be reached from a file.
fn reached<'a>(graph: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = graph[from].iter().map(String::as_str).collect();
    while let Some(next) = open.pop() {
        if seen.insert(next) {
            open.extend(graph[next].iter().map(String::as_str));
        }
    }
    seen
}

#[test]
fn files_import_each_other_in_one_direction() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    rust_files(&source, &mut found);
    let prefix = format!("{}/", source.display());
    let files: BTreeMap<String, String> =
        found.into_iter().map(|(path, text)| (path.trim_start_matches(&prefix).to_string(), text)).collect();
    let graph = imports(&files);
    let circles: BTreeSet<&str> =
        files.keys().map(String::as_str).filter(|name| reached(&graph, name).contains(name)).collect();
    let new: Vec<&&str> = circles.iter().filter(|name| !KNOWN.contains(name)).collect();
    assert!(new.is_empty(), "these files import each other in a circle: {new:?}");
    let gone: Vec<&&str> = KNOWN.iter().filter(|name| !circles.contains(**name)).collect();
    assert!(gone.is_empty(), "these files have left their circle, take them off the list: {gone:?}");
}

#[test]
fn a_circle_is_found_and_a_facade_is_none() {
    let file = |name: &str, text: &str| (name.to_string(), text.to_string());
    let files = BTreeMap::from([
        file("a/mod.rs", "mod x;\nmod y;\npub use x::X;\nuse y::Y;\n"),
        file("a/x.rs", "use super::{Other, y::{Y, Z}};\nuse crate::b;\n"),
        file("a/y.rs", "fn f() { crate::a::x::g() }\n"),
        file("b.rs", "use crate::a::X;\n"),
    ]);
    let graph = imports(&files);
    assert!(reached(&graph, "a/x.rs").contains("a/x.rs"));
    assert!(!reached(&graph, "b.rs").contains("b.rs"), "{graph:?}");
}
