//! `gcg catalog`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::{Done, Failure};
use crate::{
    catalog::{Change, LintSeverity},
    tools::{Catalog, ErrorCode, ToolError},
};

/// `gcg catalog`.
#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Check the built-in catalog, or with --catalog an overlay over it.
    Check {
        /// Warnings fail as well.
        #[arg(long)]
        strict: bool,
    },
    /// Every document, and how many facts rest on it.
    Sources,
    /// What changed from one catalog to another, and which entries the change moves.
    Diff {
        /// Overlay directory of the first catalog; without it, the built-in catalog.
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Overlay directory of the second catalog; without it, the built-in catalog.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
}

/// Runs a catalog command.
pub fn run(catalog: &Catalog, command: &CatalogCommand) -> Result<Done, Failure> {
    match command {
        CatalogCommand::Check { strict } => check(catalog, *strict),
        CatalogCommand::Sources => Done::new(sources(catalog)),
        CatalogCommand::Diff { from, to } => {
            let side = |directory: &Option<PathBuf>| match directory {
                Some(directory) => overlaid(directory),
                None => Ok(Catalog::embedded()),
            };
            Done::new(diff(&side(from)?, &side(to)?))
        }
    }
}

/// The built-in catalog with an overlay directory.
pub fn overlaid(directory: &Path) -> Result<Catalog, Failure> {
    Catalog::with_overlay(directory).map_err(|error| {
        let faults: Vec<Value> = error
            .faults
            .iter()
            .map(|fault| {
                json!({ "file": fault.file, "line": fault.line, "column": fault.column, "message": fault.message })
            })
            .collect();
        ToolError::new(ErrorCode::CatalogInvalid, error.to_string())
            .hint("catalog/README.md of the project describes the form of the files")
            .details(faults.into())
            .into()
    })
}

fn diff(before: &Catalog, after: &Catalog) -> Value {
    let changes: Vec<Value> = Catalog::diff(before, after)
        .into_iter()
        .map(|change| {
            let (what, field, old, new) = match change.change {
                Change::Added => ("added", None, Value::Null, Value::Null),
                Change::Removed => ("removed", None, Value::Null, Value::Null),
                Change::Field { field, before, after } => ("changed", Some(field), before, after),
            };
            json!({
                "list": change.list,
                "id": change.id,
                "change": what,
                "field": field,
                "before": old,
                "after": new,
                "moves": change.moves,
            })
        })
        .collect();
    json!({ "from": before.digest(), "to": after.digest(), "changes": changes })
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
    Ok(Done::new(document)?.with_exit(if failed { 3 } else { 0 }))
}

/// Every document with the number of facts that rest on it.
fn sources(catalog: &Catalog) -> Value {
    let uses = catalog.source_uses();
    let oldest = uses.iter().map(|source| source.read.as_str()).min();
    let documents: Vec<Value> = uses
        .iter()
        .map(|source| {
            json!({
                "id": source.id,
                "title": source.title,
                "url": source.url,
                "via": source.via,
                "read": source.read,
                "facts": source.facts,
            })
        })
        .collect();
    let kinds: Vec<Value> = catalog
        .kind_counts()
        .into_iter()
        .map(|kind| {
            json!({
                "list": kind.list,
                "entries": kind.entries,
                "verbatim": kind.verbatim,
                "secondary": kind.secondary,
                "derived": kind.derived,
                "without_value": kind.without_value,
            })
        })
        .collect();
    json!({
        "edition": catalog.edition(),
        "digest": catalog.digest(),
        "oldest_read": oldest,
        "kinds": kinds,
        "sources": documents,
    })
}
