//! What people read in a document: names as makers print them, labels for fields, sentences without ids, formulas,
//! flags or names of rules. Every document of the trace tests is read for it.

use std::collections::BTreeSet;

use gpu_cluster_generator::design::FIELDS;
use serde_json::Value;

/// What no document says to people.
const BANNED: [&str; 22] = [
    "ceil(",
    "floor(",
    "holds no",
    "loses to",
    "Ttft",
    "Tpot",
    "rule R",
    "catalog entry",
    "of the catalog",
    "the catalog",
    "this answer",
    "The answer",
    "--with",
    "--prices",
    "gcg export",
    " -- ",
    "layout tensor",
    "GPU(s)",
    "node(s)",
    " 1 racks",
    " 1 servers",
    "a  adapter",
];

/// Names with an underscore: fields of the requirement and keys of the answer.
fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Object(fields) => {
            for (key, item) in fields {
                if key.contains('_') {
                    found.insert(key.clone());
                }
                names(item, found);
            }
        }
        _ => {}
    }
}

/// Fails where a document says what people cannot read. `texts` are formats with their text.
pub fn people_read(request: &str, answer: &Value, texts: &[(&str, &str)]) {
    let mut faults = BTreeSet::new();
    let mut fields: BTreeSet<String> =
        FIELDS.iter().map(|(name, _)| (*name).to_string()).filter(|name| name.contains('_')).collect();
    names(answer, &mut fields);
    for (format, text) in texts {
        for word in BANNED {
            if let Some(at) = text.find(word) {
                let from = text[..at].char_indices().rev().nth(50).map_or(0, |(at, _)| at);
                let around: String = text[from..].chars().take(130).collect();
                faults.insert(format!("{format}: {word:?} in ...{around}"));
            }
        }
        // Names of fields; Markdown writes an underscore with a backslash.
        for word in text.replace("\\_", "_").split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
            if fields.contains(word) {
                faults.insert(format!("{format}: the field name {word:?}"));
            }
        }
        // Catalog ids of products that every document may name.
        const IDS: [&str; 8] =
            ["sn5600", "sn2201", "qm9700", "dgx-h100", "dgx-b200", "h100-sxm", "b200-sxm", "h200-sxm"];
        for word in text.split_whitespace() {
            let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if IDS.contains(&word) {
                faults.insert(format!("{format}: the id {word}"));
            }
        }
    }
    assert!(faults.is_empty(), "{request}:\n{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}
