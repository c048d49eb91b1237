//! What people read in a document: names as makers print them, labels for fields, sentences without ids, formulas,
//! flags or names of rules. Every document of the trace tests is read for it.

use std::collections::BTreeSet;

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

/// Fails where a document says what people cannot read. `texts` are formats with their text.
pub fn people_read(request: &str, texts: &[(&str, &str)]) {
    let mut faults = BTreeSet::new();
    for (format, text) in texts {
        for word in BANNED {
            if let Some(at) = text.find(word) {
                let from = text[..at].char_indices().rev().nth(50).map_or(0, |(at, _)| at);
                let around: String = text[from..].chars().take(130).collect();
                faults.insert(format!("{format}: {word:?} in ...{around}"));
            }
        }
        // Names of fields: small letters joined by underscores. Markdown writes an underscore with a backslash.
        for word in text.replace("\\_", "_").split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
            let joined = word.contains('_') && !word.starts_with('_') && !word.ends_with('_');
            if joined && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
                faults.insert(format!("{format}: the field name {word:?}"));
            }
        }
        // Catalog ids of products that every document may name.
        for id in ["sn5600", "sn2201", "qm9700", "dgx-h100", "dgx-b200", "h100-sxm", "b200-sxm", "h200-sxm"] {
            if text.contains(&format!(" {id}")) {
                faults.insert(format!("{format}: the id {id}"));
            }
        }
    }
    assert!(faults.is_empty(), "{request}:\n{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}
