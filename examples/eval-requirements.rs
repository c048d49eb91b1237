//! Scores the reader on a file of customer texts with known answers (form of the requirement cases: `cases` with
//! `id`, `text` and `expected.extract`): matches per case, precision, recall, invented values, missing ones.
//!
//! `cargo run --example eval-requirements -- FILE [--quiet] [CASE-ID ...]`

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{collections::BTreeMap, process::ExitCode};

use gpu_cluster_generator::{
    catalog::Catalog,
    design::{Reading, Requirement},
    engine::read,
};
use serde::Deserialize;
use serde_json::Value;

/// A file of cases; other keys are ignored.
#[derive(Debug, Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    followups: Vec<Turn>,
    expected: Expected,
}

#[derive(Debug, Deserialize)]
struct Expected {
    #[serde(default)]
    extract: BTreeMap<String, Value>,
    #[serde(default)]
    must_be_null: Vec<String>,
    #[serde(default)]
    conflicts: Vec<BTreeMap<String, Value>>,
    #[serde(default)]
    superseded: Vec<BTreeMap<String, Value>>,
    #[serde(default)]
    suspected: Vec<BTreeMap<String, Value>>,
    #[serde(default)]
    disputed: Vec<BTreeMap<String, Value>>,
    #[serde(default)]
    untrusted_instruction: bool,
    #[serde(default)]
    outcome: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Turn {
    user: String,
    #[serde(default)]
    state: BTreeMap<String, Value>,
}

/// Counts over all cases.
#[derive(Debug, Default)]
struct Score {
    expected: usize,
    found: usize,
    matched: usize,
    invented_null: usize,
    quotes_broken: usize,
    reports_expected: usize,
    reports_found: usize,
    notices_missed: usize,
    languages_wrong: usize,
    turns: usize,
    turns_matched: usize,
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let quiet = arguments.iter().any(|one| one == "--quiet");
    arguments.retain(|one| one != "--quiet");
    let Some(path) = arguments.first().cloned() else {
        eprintln!("usage: eval-requirements FILE [--quiet] [CASE-ID ...]");
        return ExitCode::from(2);
    };
    let file: File = match std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_yaml::from_str(&text).map_err(|error| error.to_string()))
    {
        Ok(file) => file,
        Err(error) => {
            eprintln!("{path}: {error}; expected a YAML file with `cases`");
            return ExitCode::from(3);
        }
    };
    let catalog = Catalog::embedded();
    let mut score = Score::default();
    for case in &file.cases {
        if arguments.len() > 1 && !arguments[1..].contains(&case.id) {
            continue;
        }
        one(case, &catalog, &mut score, quiet);
    }
    let ratio = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    println!(
        "fields: {} expected, {} found, {} matched: recall {:.3}, precision {:.3}; must_be_null invented: {}",
        score.expected,
        score.found,
        score.matched,
        ratio(score.matched, score.expected),
        ratio(score.matched, score.found),
        score.invented_null
    );
    println!(
        "reports (conflict, superseded, suspected, disputed): {} of {}; notices missed: {}; languages wrong: {}; \
         quotes not verbatim: {}; follow-up states: {} of {}",
        score.reports_found,
        score.reports_expected,
        score.notices_missed,
        score.languages_wrong,
        score.quotes_broken,
        score.turns_matched,
        score.turns
    );
    ExitCode::SUCCESS
}

fn one(case: &Case, catalog: &Catalog, score: &mut Score, quiet: bool) {
    let reading = read::read(&case.text, catalog);
    let stated = reading.requirement.stated();
    let mut lines = Vec::new();
    for (field, wanted) in &case.expected.extract {
        score.expected += 1;
        match stated.iter().find(|(name, ..)| name == field) {
            Some((_, value, _)) if same(wanted, value) => score.matched += 1,
            Some((_, value, quote)) => {
                lines.push(format!("  wrong    {field}: {value} for {} ({quote:?})", json(wanted)))
            }
            None => lines.push(format!("  missing  {field}: {}", json(wanted))),
        }
    }
    for (field, value, quote) in &stated {
        score.found += 1;
        if !case.expected.extract.contains_key(field) {
            let null = case.expected.must_be_null.contains(field);
            score.invented_null += usize::from(null);
            lines.push(format!(
                "  {} {field}: {value} ({quote:?})",
                if null { "INVENTED" } else { "extra   " }
            ));
        }
        if !case.text.contains(quote.as_str()) || quote.is_empty() {
            score.quotes_broken += 1;
            lines.push(format!("  quote    {field}: {quote:?} is not in the text"));
        }
    }
    reports(case, &reading, score, &mut lines);
    turns(case, &reading.requirement, catalog, score, &mut lines);
    outcome(case, &reading);
    if !quiet || !lines.is_empty() {
        println!("{} {}", case.id, if lines.is_empty() { "ok" } else { "" });
        for line in lines {
            println!("{line}");
        }
    }
}

/// Conflicts of each kind, by kind and field; notices and language.
fn reports(case: &Case, reading: &Reading, score: &mut Score, lines: &mut Vec<String>) {
    let kinds = [
        ("conflict", &case.expected.conflicts),
        ("superseded", &case.expected.superseded),
        ("suspected", &case.expected.suspected),
        ("disputed", &case.expected.disputed),
    ];
    for (kind, wanted) in kinds {
        for entry in wanted {
            let field = entry.get("field").and_then(Value::as_str).unwrap_or_default();
            score.reports_expected += 1;
            let found = reading.conflicts.iter().any(|conflict| {
                conflict.field == field && serde_json::to_value(conflict.kind).is_ok_and(|one| one == kind)
            });
            score.reports_found += usize::from(found);
            if !found {
                lines.push(format!("  missing  {kind} of {field}"));
            }
        }
    }
    for conflict in &reading.conflicts {
        for quote in &conflict.quotes {
            if !case.text.contains(quote.as_str()) {
                score.quotes_broken += 1;
                lines.push(format!("  quote    of a conflict: {quote:?}"));
            }
        }
    }
    if case.expected.untrusted_instruction && reading.notices.is_empty() {
        score.notices_missed += 1;
        lines.push("  missing  notice of an untrusted passage".into());
    }
    if let Some(language) = case.lang.as_ref().filter(|language| **language != reading.language) {
        score.languages_wrong += 1;
        lines.push(format!("  language {} for {language}", reading.language));
    }
}

/// The state after each follow-up: only fields of a requirement are compared.
fn turns(case: &Case, base: &Requirement, catalog: &Catalog, score: &mut Score, lines: &mut Vec<String>) {
    let mut current = base.clone();
    let mut variant: Option<Requirement> = None;
    let mut pending = None;
    for turn in &case.followups {
        let from = variant.as_ref().unwrap_or(&current);
        let follow = read::follow_up_to(from, pending.as_ref(), &turn.user, catalog);
        let next = follow.apply(from);
        match follow.scenario {
            read::Scenario::BackToBase => variant = None,
            read::Scenario::WhatIf => variant = Some(next),
            _ if variant.is_some() => variant = Some(next),
            _ => current = next,
        }
        pending = follow.pending;
        let state = variant.as_ref().unwrap_or(&current).stated();
        for (field, wanted) in &turn.state {
            let known = gpu_cluster_generator::design::FIELDS.iter().any(|(name, _)| name == field);
            if field == "pending_question" {
                score.turns += 1;
                let joined = pending.as_ref().map(|one| one.fields.join("_or_"));
                let fits = joined.as_deref() == wanted.as_str();
                score.turns_matched += usize::from(fits);
                if !fits {
                    lines.push(format!("  turn {:?}: pending {joined:?}", turn.user));
                }
            } else if known {
                // Counts that a design derives are not in the requirement.
                let found = state.iter().find(|(name, ..)| name == field);
                if found.is_none() && field == "node_count" {
                    continue;
                }
                score.turns += 1;
                let fits = found.is_some_and(|(_, value, _)| same(wanted, value));
                score.turns_matched += usize::from(fits);
                if !fits {
                    lines.push(format!(
                        "  turn {:?}: {field} {:?} for {}",
                        turn.user,
                        found.map(|one| &one.1),
                        json(wanted)
                    ));
                }
            }
        }
    }
}

/// Hook for the outcome of a plan (`answer`, `ask_first` ...) against `expected.outcome`, once texts run through the
/// whole pipeline; the reader alone has no outcome.
fn outcome(case: &Case, reading: &Reading) {
    let _ = (&case.expected.outcome, reading);
}

/// Numbers within half a percent, lists as sets, objects key by key, words without case.
fn same(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Number(one), Value::Number(two)) => {
            let (one, two) = (one.as_f64().unwrap_or(f64::NAN), two.as_f64().unwrap_or(f64::NAN));
            (one - two).abs() <= 0.005 * one.abs().max(1e-9)
        }
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().all(|value| two.iter().any(|other| same(value, other)))
        }
        (Value::Object(one), Value::Object(two)) => {
            one.iter().all(|(key, value)| two.get(key).is_some_and(|other| same(value, other)))
                && two.iter().all(|(key, value)| value.is_null() || one.contains_key(key))
        }
        (Value::String(one), Value::String(two)) => one.eq_ignore_ascii_case(two),
        _ => wanted == found,
    }
}

fn json(value: &Value) -> String {
    value.to_string()
}
