//! `gcg catalog`.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Done, Failure};
use crate::{
    catalog::{Change, KindCount, LintSeverity, SourceUse},
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

/// What changed from one catalog to another.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    /// Digest of the first catalog.
    from: String,
    /// Digest of the second catalog.
    to: String,
    /// The changes.
    changes: Vec<Changed>,
}

/// One change.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Changed {
    /// The list of the entry.
    list: String,
    /// Its id.
    id: String,
    /// `added`, `removed` or `changed`.
    change: String,
    /// The field that changed; null for an entry as a whole.
    field: Option<String>,
    /// The value before.
    before: Value,
    /// The value after.
    after: Value,
    /// Entries that the change moves.
    moves: Vec<String>,
}

fn diff(before: &Catalog, after: &Catalog) -> Differences {
    let changes = Catalog::diff(before, after)
        .into_iter()
        .map(|change| {
            let (what, field, old, new) = match change.change {
                Change::Added => ("added", None, Value::Null, Value::Null),
                Change::Removed => ("removed", None, Value::Null, Value::Null),
                Change::Field { field, before, after } => ("changed", Some(field), before, after),
            };
            Changed {
                list: change.list.to_string(),
                id: change.id,
                change: what.into(),
                field,
                before: old,
                after: new,
                moves: change.moves,
            }
        })
        .collect();
    Differences { from: before.digest().to_string(), to: after.digest().to_string(), changes }
}

/// What the lint of a catalog found.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// Whether the catalog passes.
    ok: bool,
    /// Edition.
    edition: String,
    /// Digest of its files.
    digest: String,
    /// Whether an overlay was laid over it.
    overlaid: bool,
    /// What was found.
    findings: Vec<Found>,
}

/// One finding of the lint.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Found {
    file: String,
    line: Option<usize>,
    rule: String,
    severity: String,
    entry: String,
    found: String,
    expected: String,
}

/// All findings at once; errors make the check fail, with --strict warnings as well.
fn check(catalog: &Catalog, strict: bool) -> Result<Done, Failure> {
    let findings = catalog.lint();
    let failed = findings.iter().any(|finding| strict || finding.severity == LintSeverity::Error);
    let rows = findings
        .into_iter()
        .map(|finding| Found {
            file: finding.file,
            line: finding.line,
            rule: finding.rule.to_string(),
            severity: finding.severity.word().to_string(),
            entry: finding.entry,
            found: finding.found,
            expected: finding.expected,
        })
        .collect();
    let document = Checked {
        ok: !failed,
        edition: catalog.edition().to_string(),
        digest: catalog.digest().to_string(),
        overlaid: catalog.is_overlaid(),
        findings: rows,
    };
    Ok(Done::new(document)?.with_exit(if failed { 3 } else { 0 }))
}

/// The documents of a catalog.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Edition.
    edition: String,
    /// Digest of its files.
    digest: String,
    /// The day the oldest document was read.
    oldest_read: Option<String>,
    /// Facts by kind of entry.
    kinds: Vec<KindCount>,
    /// The documents.
    sources: Vec<SourceUse>,
}

/// Every document with the number of facts that rest on it.
fn sources(catalog: &Catalog) -> Sources {
    let uses = catalog.source_uses();
    Sources {
        edition: catalog.edition().to_string(),
        digest: catalog.digest().to_string(),
        oldest_read: uses.iter().map(|source| source.read.to_string()).min(),
        kinds: catalog.kind_counts(),
        sources: uses,
    }
}
