//! The instructions of `catalog/README.md`, followed literally: each block is laid over the catalog, passes the lint
//! and is found by its names.

use std::{fs, path::PathBuf};

use gpu_cluster_generator::catalog::{Catalog, Kind, LintSeverity, Resolution};

use crate::harness::Run;

/// The text of each block of a language below a heading.
fn blocks(language: &str) -> Vec<(String, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("catalog/README.md");
    let text = fs::read_to_string(path).unwrap();
    let (mut found, mut heading, mut block) = (Vec::new(), String::new(), None::<String>);
    for line in text.lines() {
        match &mut block {
            Some(_) if line == "```" => found.push((heading.clone(), block.take().unwrap())),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
            None if line == format!("```{language}") => block = Some(String::new()),
            None => {
                if let Some(name) = line.strip_prefix("## ") {
                    heading = name.to_string();
                }
            }
        }
    }
    found
}

fn block(heading: &str, language: &str) -> String {
    let all = blocks(language);
    all.into_iter().find(|(name, _)| name == heading).unwrap_or_else(|| panic!("no block under {heading}")).1
}

#[test]
fn every_entry_of_the_readme_can_be_added() {
    let mut files = Vec::new();
    for heading in ["Add a GPU", "Add a server", "Add a pattern", "Add a switch"] {
        files.push((format!("{heading}.yaml"), block(heading, "yaml")));
    }
    let catalog = Catalog::embedded().overlaid_with_files(files).unwrap();
    let bad: Vec<_> =
        catalog.lint().into_iter().filter(|found| found.severity > LintSeverity::Info).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    for (kind, typed, id) in [
        (Kind::Gpu, "G1", "example-g1"),
        (Kind::Gpu, "example g1 sxm", "example-g1"),
        (Kind::System, "S8", "example-s8"),
        (Kind::Switch, "Example W64", "example-w64"),
    ] {
        assert_eq!(catalog.resolve_name(kind, typed), Resolution::One(id), "{typed}");
        assert!(catalog.views(kind).iter().any(|view| view.id == id));
    }
    assert_eq!(catalog.pattern("2-8-9-400-LAB").unwrap().node_count.min, 2);
    assert_eq!(catalog.switch("example-w64").unwrap().ports_at(400), Some(128));
    let changes = Catalog::diff(&Catalog::embedded(), &catalog);
    assert_eq!(changes.len(), 8, "four documents, four entries: {changes:#?}");
}

#[test]
fn the_price_book_of_the_readme_can_be_used() {
    let book = block("Add a price book", "csv");
    let catalog = Catalog::embedded().with_price_book("partner.csv", &book).unwrap();
    let bad: Vec<_> =
        catalog.lint().into_iter().filter(|found| found.severity > LintSeverity::Info).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let price = catalog.price("sn5600-2026q4").unwrap();
    assert_eq!((price.low, price.high, price.part.as_deref()), (47_000.0, 47_000.0, Some("sn5600")));
    assert_eq!(catalog.price("xe9680-2026q4").unwrap().note.as_deref(), Some("net of VAT"));
}

#[test]
fn an_overlay_directory_works_as_the_readme_says() {
    let folder = std::env::temp_dir().join(format!("gcg-catalog-readme-{}", std::process::id()));
    fs::create_dir_all(folder.join("mine")).unwrap();
    fs::write(folder.join("mine/server.yaml"), block("Add a server", "yaml")).unwrap();
    let catalog = Catalog::with_overlay(&folder);
    fs::write(folder.join("mine/pattern.yaml"), block("Add a pattern", "yaml")).unwrap();
    fs::write(folder.join("mine/gpu.yaml"), block("Add a GPU", "yaml")).unwrap();
    let directory = folder.display().to_string();
    let (listed, exit) = Run::new(&["--catalog", &directory, "ra", "list"]).json();
    assert!(exit == 0 && listed.to_string().contains("2-8-9-400-LAB"), "{listed}");
    let (spec, exit) =
        Run::new(&["--catalog", &directory, "gpu", "spec", "--gpu", "Example G1", "--no-model"]).json();
    assert_eq!((spec["memory_gb"].as_f64(), exit), (Some(96.0), 0), "{spec}");
    fs::write(folder.join("broken.yaml"), "systems:\n  - id: x\n").unwrap();
    fs::write(folder.join("worse.yaml"), "gpus: [\n").unwrap();
    let error = Catalog::with_overlay(&folder);
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(catalog.unwrap().system("example-s8").unwrap().vendor, "Example");
    assert_eq!(error.unwrap_err().faults.len(), 2, "every fault at once");
}
