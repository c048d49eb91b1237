//! Rules on the form of a file: what the guard refuses, what the YAML reader refuses, and ids given twice. A file that
//! cannot be read whole is read entry by entry, so that each faulty entry is named.

use serde_yaml::Value as Yaml;

use super::{LintFinding, LintSeverity, add};
use crate::catalog::{
    guard,
    kinds::{CatalogFile, Entries},
    overlay::FILE_VERSION,
};

/// Names of the rules on form, and what they check.
pub const FORM_RULES: &[(&str, &str)] = &[
    ("too-large", "A file holds at most 256 KiB."),
    ("too-deep", "Brackets and indentation nest only as deep as entries need."),
    ("anchor", "Anchors and aliases are not used; they can grow a file without bound."),
    ("tag", "YAML tags are not used."),
    ("not-a-number", "`.nan` and `.inf` are no facts."),
    ("not-yaml", "The text is YAML of the catalog's form."),
    ("file-version", "The file is written in the version of the form this program reads."),
    ("unknown-key", "Every key is one the kind has."),
    ("missing-key", "Every key the kind needs is there."),
    ("duplicate-key", "A key is given once."),
    ("wrong-type", "Every value has its field's type."),
    ("unknown-word", "Every word of a closed list is one of the list."),
    ("fact-state", "A fact has either a value or a state."),
    ("duplicate-id", "An id is given once in all files."),
    ("deviation-unused", "A deviation is needed by the rule it names."),
];

/// Reads files, adds what can be read to the entries and reports the rest.
pub(super) fn read(files: &[(&str, &str)], entries: &mut Entries) -> Vec<LintFinding> {
    let mut findings = Vec::new();
    let mut own = Entries::empty();
    for (name, text) in files {
        let mut object = |line: Option<usize>, rule: &str, entry: &str, found: String, expected: String| {
            findings.push(LintFinding {
                file: (*name).to_string(),
                line,
                rule: rule.to_string(),
                severity: LintSeverity::Error,
                entry: entry.to_string(),
                found,
                expected,
            });
        };
        if let Some(found) = guard::objection(text) {
            object(found.line, found.rule, "", found.found, found.expected);
            continue;
        }
        match serde_yaml::from_str::<CatalogFile>(text) {
            Ok(file) => {
                if let Some(version) = file.version.filter(|version| *version != FILE_VERSION) {
                    let found = format!("version {version}");
                    object(None, "file-version", "", found, format!("version {FILE_VERSION}, or none"));
                }
                for twice in Entries::duplicates(&file, &own) {
                    let id = twice.split('`').nth(1).unwrap_or_default().to_string();
                    let line = nth_id(text, &id, 1);
                    object(line, "duplicate-id", &id, twice, "one entry of this id".into());
                }
                own.add(file.clone());
                add(entries, file);
            }
            Err(whole) => {
                let faults = entry_faults(text);
                if faults.is_empty() {
                    let message = whole.to_string();
                    let line = whole.location().map(|at| at.line());
                    object(line, rule_of(&message), "", message, "YAML of the catalog's form".into());
                }
                for (id, message) in faults {
                    let near = whole.location().map(|at| at.line());
                    let line = nth_id(text, &id, 0).or(near);
                    object(line, rule_of(&message), &id, message, "the form of README.md".into());
                }
            }
        }
    }
    findings
}

/// Reads a file entry by entry: id and message of each that does not fit its kind.
fn entry_faults(text: &str) -> Vec<(String, String)> {
    let Ok(Yaml::Mapping(lists)) = serde_yaml::from_str::<Yaml>(text) else { return Vec::new() };
    let mut faults = Vec::new();
    for (list, items) in lists {
        let name = list.as_str().unwrap_or_default().to_string();
        let one = |items: Yaml| {
            let mut file = serde_yaml::Mapping::new();
            file.insert(list.clone(), items);
            serde_yaml::from_value::<CatalogFile>(Yaml::Mapping(file)).err().map(|error| error.to_string())
        };
        let Yaml::Sequence(items) = items else {
            faults.extend(one(items).map(|message| (String::new(), message)));
            continue;
        };
        if let Some(message) = one(Yaml::Sequence(Vec::new())) {
            faults.push((String::new(), message));
            continue;
        }
        for item in items {
            let key = |key: &str| item.get(key).and_then(Yaml::as_str).map(ToString::to_string);
            let id = key("id").or_else(|| key("name")).unwrap_or_else(|| name.clone());
            faults.extend(one(Yaml::Sequence(vec![item])).map(|message| (id, message)));
        }
    }
    faults
}

/// The rule a message of the YAML reader belongs to.
fn rule_of(message: &str) -> &'static str {
    [
        ("unknown field", "unknown-key"),
        ("missing field", "missing-key"),
        ("duplicate field", "duplicate-key"),
        ("duplicate entry", "duplicate-key"),
        ("unknown variant", "unknown-word"),
        ("a fact ", "fact-state"),
        ("invalid type", "wrong-type"),
        ("invalid value", "wrong-type"),
    ]
    .iter()
    .find(|(words, _)| message.contains(words))
    .map_or("not-yaml", |(_, rule)| rule)
}

/// The line, from 1, where an id stands for the nth time.
fn nth_id(text: &str, id: &str, nth: usize) -> Option<usize> {
    if id.is_empty() {
        return None;
    }
    let stands = |line: &str| {
        let bare = line.trim_start().trim_start_matches("- ").trim_start_matches('{');
        bare.strip_prefix("id:").or_else(|| bare.strip_prefix("name:")).is_some_and(|rest| {
            let rest = rest.trim().trim_start_matches('"');
            rest.strip_prefix(id)
                .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        })
    };
    let lines: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| stands(line)).map(|(at, _)| at + 1).collect();
    lines.get(nth).or(lines.last()).copied()
}
