//! Sentences, rows and clauses of fourteen languages, each read exactly: values, bounds, scopes and denials, and nothing else.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;

use serde::Deserialize;

use super::read;
use crate::{
    catalog::Catalog,
    design::{Bound, Plain, Statement},
};

const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("../../tests/texts/languages/ar.yaml")),
    ("cs", include_str!("../../tests/texts/languages/cs.yaml")),
    ("de", include_str!("../../tests/texts/languages/de.yaml")),
    ("es", include_str!("../../tests/texts/languages/es.yaml")),
    ("fr", include_str!("../../tests/texts/languages/fr.yaml")),
    ("it", include_str!("../../tests/texts/languages/it.yaml")),
    ("ja", include_str!("../../tests/texts/languages/ja.yaml")),
    ("ko", include_str!("../../tests/texts/languages/ko.yaml")),
    ("nl", include_str!("../../tests/texts/languages/nl.yaml")),
    ("pl", include_str!("../../tests/texts/languages/pl.yaml")),
    ("pt", include_str!("../../tests/texts/languages/pt.yaml")),
    ("ru", include_str!("../../tests/texts/languages/ru.yaml")),
    ("tr", include_str!("../../tests/texts/languages/tr.yaml")),
    ("zh", include_str!("../../tests/texts/languages/zh.yaml")),
];

/// Fields whose values are told in words, and what follows from other statements.
const IN_WORDS: &[&str] = &[
    "acceptance",
    "availability",
    "budget_scope",
    "constraint",
    "delivery_date",
    "encryption",
    "evaluation",
    "golive",
    "hypervisor",
    "inference_options",
    "latency_scope",
    "location",
    "other",
    "power_rating_basis",
    "questioned",
    "redundancy",
    "security",
    "site_capacity",
    "slicing",
    "software",
    "warranty_level",
    "withdrawn_rows",
    "workload",
];

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    say: String,
    read: String,
}

fn shown(value: &Plain) -> String {
    match value {
        Plain::List(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Plain::Number(number) => format!("{number}"),
        Plain::Flag(flag) => format!("{flag}"),
        Plain::Text(text) => text.clone(),
        Plain::Nothing(_) => String::new(),
    }
}

/// One statement as the files write it: `-cooling=liquid`, `gpu_count>=64@option`, `budget_amount=3..4`.
fn line(statement: &Statement) -> String {
    let sign = match statement.bound {
        Bound::AtLeast => ">=",
        Bound::AtMost => "<=",
        Bound::About => "~",
        Bound::Exactly | Bound::Between => "=",
    };
    let value = match statement.bound {
        Bound::Between => shown(&statement.value).replace(", ", ".."),
        _ => shown(&statement.value),
    };
    let scope = if statement.scope.is_built_now() { String::new() } else { format!("@{}", statement.scope) };
    let denied = if statement.negated { "-" } else { "" };
    format!("{denied}{}{sign}{value}{scope}", statement.field.name())
}

fn misses(language: &str, text: &str) -> (usize, String) {
    let catalog = Catalog::embedded();
    let file: File = serde_yaml::from_str(text).unwrap();
    let mut out = String::new();
    for case in &file.cases {
        let reading = read(&case.say, &catalog);
        let mut found: Vec<String> =
            reading.statements.iter().filter(|one| !IN_WORDS.contains(&one.field.name())).map(line).collect();
        let mut wanted: Vec<String> =
            case.read.split("; ").filter(|one| !one.is_empty()).map(str::to_string).collect();
        found.sort();
        wanted.sort();
        if found != wanted || reading.language != language {
            let _ = writeln!(
                out,
                "{language}: {}\n  wanted {wanted:?}\n  read {found:?} as {}",
                case.say, reading.language
            );
        }
    }
    (file.cases.len(), out)
}

#[test]
fn sentences_of_fourteen_languages_are_read_exactly() {
    let told: Vec<(usize, String)> = std::thread::scope(|scope| {
        let work: Vec<_> =
            FILES.iter().map(|(language, text)| scope.spawn(|| misses(language, text))).collect();
        work.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let all: String = told.iter().map(|(_, misses)| misses.as_str()).collect();
    assert!(told.iter().map(|(count, _)| count).sum::<usize>() > 1000);
    assert!(all.is_empty(), "{all}");
}
