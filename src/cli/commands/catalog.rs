//! `gcg catalog`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{super::args::CatalogCommand, Done, Failure};
use crate::{catalog::LintSeverity, tools::Catalog};

/// Runs a catalog command.
pub fn run(catalog: &Catalog, command: &CatalogCommand) -> Result<Done, Failure> {
    match command {
        CatalogCommand::Check { strict } => check(catalog, *strict),
        CatalogCommand::Sources => Done::new(sources(catalog), false),
    }
}

/// All findings at once; errors make the check fail, with --strict warnings as well.
fn check(catalog: &Catalog, strict: bool) -> Result<Done, Failure> {
    let findings = catalog.lint();
    let failed = findings.iter().any(|finding| strict || finding.severity == LintSeverity::Error);
    let rows: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "file": finding.file,
                "line": finding.line,
                "rule": finding.rule,
                "severity": finding.severity.word(),
                "entry": finding.entry,
                "found": finding.found,
                "expected": finding.expected,
            })
        })
        .collect();
    let document = json!({
        "ok": !failed,
        "edition": catalog.edition(),
        "digest": catalog.digest(),
        "overlaid": catalog.is_overlaid(),
        "findings": rows,
    });
    Ok(Done::new(document, false)?.with_exit(if failed { 3 } else { 0 }))
}

/// Every document with the number of facts that rest on it.
fn sources(catalog: &Catalog) -> Value {
    let mut facts: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = |rows: Vec<crate::catalog::Row>| {
        for row in rows {
            *facts.entry(row.source).or_default() += 1;
        }
    };
    catalog.gpus().iter().for_each(|entry| count(crate::catalog::rows(entry)));
    catalog.systems().iter().for_each(|entry| count(crate::catalog::rows(entry)));
    for model in catalog.models() {
        *facts.entry(model.source.to_string()).or_default() += 1;
    }
    for pattern in catalog.patterns() {
        for group in pattern.sources.iter() {
            for source in group.sources.iter() {
                *facts.entry(source.to_string()).or_default() += group.fields.len() as u64;
            }
        }
    }
    let oldest = catalog.sources().iter().map(|source| source.read.as_ref()).min();
    let documents: Vec<Value> = catalog
        .sources()
        .iter()
        .map(|source| {
            json!({
                "id": source.id,
                "title": source.title,
                "url": source.url,
                "via": source.via,
                "read": source.read,
                "facts": facts.get(source.id.as_ref()).copied().unwrap_or(0),
            })
        })
        .collect();
    json!({ "edition": catalog.edition(), "digest": catalog.digest(), "oldest_read": oldest, "sources": documents })
}
