//! `gcg sessions`: the conversations that were kept, and what can be done with them.

mod clock;
pub mod documents;
pub mod store;

use clap::Subcommand;
use serde_json::Value;

use self::documents::{CatalogThen, Exported, List, Question, Row, Shown, Verified};
use super::{
    commands::{
        Done, Ended,
        ask::{self, Ask},
    },
    config::ConfigFile,
    failure::Failure,
    repl,
    service_args::Service,
    shown::With,
};
use crate::{
    agent::{Exchange, journal::Journal, verify::verify},
    tools::Catalog,
};

/// Characters of a question in a list.
const TEXT_SHOWN: usize = 100;

/// `gcg sessions`.
#[derive(Debug, Subcommand)]
pub enum Sessions {
    /// List the sessions.
    List,
    /// Show the questions of a session and how each ended.
    Show {
        /// Name of the session.
        name: String,
    },
    /// Go on with a session: with a text its answer is printed, without one the conversation goes on at the prompt.
    Resume {
        /// Name of the session.
        name: String,
        /// What the customer says next.
        message: Option<String>,
        #[command(flatten)]
        service: Service,
    },
    /// Make every engine call of a session again and compare the results byte for byte; exit 9 when one differs.
    Verify {
        /// Name of the session.
        name: String,
    },
    /// Print a whole session as one document.
    Export {
        /// Name of the session.
        name: String,
    },
}

/// A name for a session that was given none.
pub fn new_name() -> String {
    clock::name()
}

/// Names of all sessions.
pub fn names() -> Result<Vec<String>, Failure> {
    let folder = store::folder()?;
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".jsonl")?.to_string()))
        .collect();
    names.sort();
    Ok(names)
}

/// Runs `gcg sessions`.
pub fn run(catalog: &Catalog, command: &Sessions, settings: &ConfigFile) -> Result<Ended, Failure> {
    match command {
        Sessions::List => Ok(Ended::Document(list()?)),
        Sessions::Show { name } => Ok(Ended::Document(show(name, &store::read(name)?, catalog)?)),
        Sessions::Verify { name } => Ok(Ended::Document(verified(name, &store::read(name)?, catalog)?)),
        Sessions::Export { name } => Ok(Ended::Document(export(name, &store::read(name)?)?)),
        Sessions::Resume { name, message: Some(text), service } => {
            store::read(name)?;
            let request = Ask {
                request: Some(text.clone()),
                file: None,
                session: Some(name.clone()),
                record: None,
                service: service.clone(),
                with: With::default(),
                stream: false,
            };
            ask::run(catalog, &request, settings)
        }
        Sessions::Resume { name, message: None, service } => {
            store::read(name)?;
            let request =
                repl::Repl { service: service.clone(), session: Some(name.clone()), no_session: false };
            repl::run(catalog, &request, settings).map(Ended::Printed)
        }
    }
}

fn list() -> Result<Done, Failure> {
    let mut sessions = Vec::new();
    for name in names()? {
        sessions.push(match store::read(&name) {
            Ok(journal) => Row {
                name,
                created: Some(journal.head.created.clone()),
                questions: Some(journal.exchanges().count()),
                last: journal.exchanges().last().map(|exchange| short(&exchange.text)),
                error: None,
            },
            Err(Failure::Error { document, .. }) => {
                let error = Some(document["error"].as_str().unwrap_or_default().to_string());
                Row { name, created: None, questions: None, last: None, error }
            }
        });
    }
    Done::new(List { folder: store::folder()?.display().to_string(), sessions })
}

fn short(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.chars().count() > TEXT_SHOWN {
        plain.chars().take(TEXT_SHOWN).collect::<String>() + "…"
    } else {
        plain
    }
}

fn row((place, exchange): (usize, &Exchange)) -> Question {
    let word = |key: &str| exchange.result[key].as_str().map(ToString::to_string);
    Question {
        question: place + 1,
        text: short(&exchange.text),
        planner: exchange.planner.clone(),
        model: exchange.model.clone(),
        calls: exchange.records.len(),
        outcome: word("outcome"),
        error: word("code"),
        summary: word("summary"),
        interrupted: exchange.interrupted,
    }
}

fn show(name: &str, journal: &Journal, catalog: &Catalog) -> Result<Done, Failure> {
    let mut warnings = journal.warnings.clone();
    warnings.extend(store::other_catalog(&journal.head, catalog));
    let session = journal.session();
    let stated: serde_json::Map<String, Value> =
        session.reading().requirement.stated().into_iter().map(|(field, value, _)| (field, value)).collect();
    Done::new(Shown {
        name: name.into(),
        created: journal.head.created.clone(),
        program: journal.head.program.clone(),
        catalog: CatalogThen { edition: journal.head.edition.clone(), digest: journal.head.catalog.clone() },
        questions: journal.exchanges().enumerate().map(row).collect(),
        requirement: stated,
        warnings,
    })
}

fn verified(name: &str, journal: &Journal, catalog: &Catalog) -> Result<Done, Failure> {
    let report = verify(journal, catalog);
    let mut warnings = journal.warnings.clone();
    warnings.extend(store::other_catalog(&journal.head, catalog));
    let equal = report.differences.is_empty();
    let document = Verified {
        name: name.into(),
        verified: equal,
        questions: report.questions,
        calls: report.calls,
        designs: report.designs,
        differences: report.differences,
        warnings,
    };
    Ok(Done::new(document)?.with_exit(if equal { 0 } else { 9 }))
}

fn export(name: &str, journal: &Journal) -> Result<Done, Failure> {
    let exchanges: Vec<&Exchange> = journal.exchanges().collect();
    Done::new(Exported { name, head: &journal.head, exchanges, warnings: &journal.warnings })
}
