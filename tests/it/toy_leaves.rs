//! A leaf is one file and one row. Beside the real leaves of each list stands a toy, compiled for unit tests alone, which
//! shows that the row builds it; here the places that name the toy are counted.

use std::{collections::BTreeMap, path::Path};

use crate::layers::rust_files;

/// Each list: what its leaves are, the file with its row, the file of the toy, where it has one, and the row.
const LISTS: &[(&str, &str, &str, &str)] = &[
    ("tool", "tools/mod.rs", "tools/toy.rs", "&toy::Toy,"),
    ("rule", "design/rule_id.rs", "check/rules/toy_rule.rs", "ToyRule toy_rule,"),
    ("export format", "render/export/mod.rs", "render/export/toy.rs", "&toy::FORMAT,"),
    ("chapter of a proposal", "draft/chapters/mod.rs", "draft/chapters/toy.rs", "(\"toy\", toy::chapter),"),
    ("provider", "agent/provider/mod.rs", "agent/provider/toy.rs", "&toy::CHOICE,"),
    ("closed word", "design/words/service.rs", "", "Toy \"toy\" \"Toy\" [\"plaything\"],"),
];

/// Lines of code with the word `toy` that are not of a test inside a file.
fn lines_with_toys() -> BTreeMap<String, Vec<String>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut found = BTreeMap::new();
    for (path, text) in files {
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        let lines: Vec<&str> = code.lines().map(str::trim).collect();
        let named = lines.iter().enumerate().filter(|(_, line)| {
            let mut words = line.split(|c: char| !c.is_alphanumeric());
            !line.starts_with("//") && words.any(|word| word.to_lowercase().starts_with("toy"))
        });
        let named: Vec<String> = named
            .map(|(at, line)| {
                assert!(at > 0 && lines[at - 1] == "#[cfg(test)]" || path.contains("/toy"), "{path}: {line}");
                (*line).to_string()
            })
            .collect();
        if !named.is_empty() {
            let path = Path::new(&path).strip_prefix(&source).unwrap();
            found.insert(path.display().to_string(), named);
        }
    }
    found
}

#[test]
fn a_leaf_is_one_file_and_one_row() {
    let mut found = lines_with_toys();
    for (what, list, file, row) in LISTS {
        let mut expected = BTreeMap::from([(*list, vec![(*row).to_string()])]);
        if !file.is_empty() {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file).exists(), "{file}");
            found.remove(*file);
            let (folder, name) = file.rsplit_once('/').unwrap();
            let declared = format!("mod {};", name.trim_end_matches(".rs"));
            let face = format!("{folder}/mod.rs");
            match expected.get_mut(face.as_str()) {
                Some(lines) => lines.insert(0, declared),
                None => assert_eq!(found.remove(&face), Some(vec![declared]), "{what}: {face}"),
            }
        }
        for (place, lines) in expected {
            assert_eq!(found.remove(place), Some(lines), "{what}: {place}");
        }
    }
    assert!(found.is_empty(), "a toy is named in a further place: {found:?}");
}
