//! The reader on texts that were labelled before it was tried on them: statements found, and values nobody asked for.

use std::{fs, path::Path};

use gpu_cluster_generator::{catalog::Catalog, tools};
use serde_json::Value;

/// Fields whose values are words of one's own; they are not compared.
const IN_WORDS: &[&str] = &[
    "workload",
    "other",
    "golive",
    "delivery_date",
    "location",
    "security",
    "software",
    "hypervisor",
    "redundancy",
    "availability",
    "warranty_level",
    "phases",
    "encryption",
];

fn same(found: &Value, wanted: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let (found, wanted) = (list(found), list(wanted));
    found.len() == wanted.len()
        && found.iter().zip(&wanted).all(|(one, two)| match (one.as_f64(), two.as_f64()) {
            (Some(one), Some(two)) => (one - two).abs() <= 0.006 * two.abs().max(1e-9),
            _ => plain(one) == plain(two),
        })
}

fn plain(value: &Value) -> String {
    value.to_string().to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn scope(row: &Value) -> &str {
    match row["scope"].as_str().unwrap_or("new") {
        pool if pool.starts_with("pool:") || pool.starts_with("site:") => "new",
        other => other,
    }
}

#[test]
fn labelled_texts_are_read_as_a_careful_reader_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts/needs");
    let catalog = Catalog::embedded();
    let (mut hits, mut extras, mut missed, mut invented) = (0, 0, 0, Vec::new());
    for file in fs::read_dir(folder).unwrap() {
        let document: Value =
            serde_yaml::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for case in document["cases"].as_array().unwrap() {
            let text = case["text"].as_str().unwrap();
            let reading = serde_json::to_value(tools::read(&catalog, text)).unwrap();
            let counts = |row: &&Value| !IN_WORDS.contains(&row["field"].as_str().unwrap());
            let empty = Vec::new();
            let mut found: Vec<&Value> =
                reading["statements"].as_array().unwrap_or(&empty).iter().filter(counts).collect();
            for row in &found {
                assert!(text.contains(row["quote"].as_str().unwrap()), "{}: {row}", case["id"]);
            }
            for wanted in case["says"].as_array().unwrap().iter().filter(counts) {
                let hit = found.iter().position(|one| {
                    one["field"] == wanted["field"]
                        && scope(one) == scope(wanted)
                        && one["negated"].as_bool().unwrap_or(false)
                            == wanted["negated"].as_bool().unwrap_or(false)
                        && same(&one["value"], &wanted["value"])
                });
                match hit {
                    Some(at) => {
                        found.remove(at);
                        hits += 1;
                    }
                    None => missed += 1,
                }
            }
            extras += found.len();
            for not in case["not_said"].as_array().unwrap_or(&empty) {
                invented.extend(
                    found
                        .iter()
                        .filter(|one| one["field"] == *not)
                        .map(|one| format!("{}: {one}", case["id"])),
                );
            }
        }
    }
    assert!(invented.is_empty(), "{invented:#?}");
    let precision = f64::from(hits) / f64::from(hits + i32::try_from(extras).unwrap());
    let recall = f64::from(hits) / f64::from(hits + missed);
    assert!(precision >= 0.95 && recall >= 0.93, "precision {precision:.3}, recall {recall:.3}");
}
