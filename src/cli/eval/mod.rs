//! `gcg eval`: a corpus of texts through any planner, several times, and what came of it in figures.

mod case;
mod questions;
mod report;
mod score;
mod shown;
mod values;

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use tokio::runtime::Builder;

pub use self::report::Report;
use self::{
    case::{Case, Corpus},
    report::CaseReport,
};
use super::{
    commands::Done, config::ConfigFile, failure::Failure, input, output, service, service_args::Service,
};
use crate::{
    agent::{Event, EventSink, Limits, Provider, Session, converse},
    tools::Catalog,
};

/// `gcg eval`.
#[derive(Debug, Args)]
pub struct Request {
    /// Corpus: YAML or JSON with `cases`, each with `id`, `text` and `expected`, or questions with `reply_must`; or -
    /// for standard input.
    pub file: String,
    /// Runs of each case; a case counts only when every run passes.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub runs: u32,
    /// Only the case with this id; may be given often.
    #[arg(long = "case", value_name = "ID")]
    pub cases: Vec<String>,
    /// An earlier result of this command to compare with; exit 9 when a case that passed does not any more.
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    #[command(flatten)]
    pub service: Service,
}

/// What one run of a case cost.
#[derive(Debug, Clone, Default)]
pub struct Cost {
    /// Requests to a model.
    pub requests: u64,
    /// Faulty calls and answers that were sent back.
    pub repairs: u64,
    /// Requests that were sent again.
    pub retries: u64,
    /// Calls of tools.
    pub calls: u64,
    /// Tokens of requests and answers.
    pub tokens: u64,
    /// The tool that was called first.
    pub first_tool: Option<String>,
}

impl EventSink for Cost {
    fn emit(&mut self, event: Event) {
        match event {
            Event::TurnStarted { .. } => self.requests += 1,
            Event::Repair { .. } => self.repairs += 1,
            Event::Retrying { .. } => self.retries += 1,
            Event::ToolStarted { tool, .. } => {
                self.calls += 1;
                self.first_tool.get_or_insert(tool);
            }
            Event::Usage(usage) => self.tokens += usage.prompt_tokens + usage.completion_tokens,
            Event::ToolCompleted { .. } | Event::Warning { .. } => {}
        }
    }
}

/// Runs `gcg eval`.
pub fn run(catalog: &Catalog, request: &Request, settings: &ConfigFile) -> Result<Done, Failure> {
    let corpus: Corpus = corpus(&request.file)?;
    let chosen: Vec<&Case> = corpus
        .cases
        .iter()
        .filter(|case| request.cases.is_empty() || request.cases.contains(&case.id))
        .collect();
    if chosen.is_empty() {
        let ids: Vec<&str> = corpus.cases.iter().take(20).map(|case| case.id.as_str()).collect();
        return Err(Failure::input("no case of the corpus was chosen", format!("cases: {}", ids.join(", "))));
    }
    let before = match &request.against {
        Some(path) => {
            let text = input::text(&path.display().to_string(), input::ANSWER_LIMIT_BYTES)?;
            Some(input::parse::<Report>(&text, &path.display().to_string(), "evaluation")?)
        }
        None => None,
    };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::bug(&format!("the runtime does not start: {error}")))?;
    let limits = service::limits(&request.service);
    let mut planner = String::new();
    let mut model = None;
    let mut rows: Vec<CaseReport> = Vec::new();
    for case in chosen {
        let mut runs = Vec::new();
        for _ in 0..request.runs {
            // A provider of its own for each run: what one run learned of a service does not help the next.
            let mut provider = service::choose(&request.service, settings)?.provider;
            let run = match case.asked() {
                asked if asked.is_empty() => {
                    runtime.block_on(once(case, provider.as_mut(), catalog, &limits))
                }
                asked => runtime.block_on(talk(&asked, provider.as_mut(), catalog, &limits)),
            };
            runs.push(run);
            planner = provider.name().to_string();
            model = provider.model();
        }
        let row = CaseReport::new(case, &runs);
        output::progress(&format!("{} {}", row.id, if row.passed { "passed" } else { "failed" }));
        rows.push(row);
    }
    let mut report = Report::new(planner, model, catalog, request.runs, rows);
    report.comparison = before.map(|before| report::compare(&before, &report));
    let worse = report.comparison.as_ref().is_some_and(|comparison| !comparison.no_longer_passing.is_empty());
    Ok(Done::new(&report)?.for_people(shown::table(&report))?.with_exit(if worse { 9 } else { 0 }))
}

/// One run of a case with its follow-ups.
async fn once(case: &Case, provider: &mut dyn Provider, catalog: &Catalog, limits: &Limits) -> score::Run {
    let mut session = Session::new();
    let mut cost = Cost::default();
    let result = converse(&mut session, &case.text, provider, catalog, limits, &mut cost).await;
    let answer = result.map(|answer| answer.into_document(true));
    let mut run = score::first(case, &session, &answer, catalog);
    let direct = session.transcript().last().is_some_and(|one| one.memory.is_some());
    score::choice(case, &cost, direct, &mut run);
    for turn in &case.followups {
        // A follow-up that fails leaves the state as it was, and is scored so.
        let _ = converse(&mut session, &turn.user, provider, catalog, limits, &mut cost).await;
        score::follow_up(turn, &session, &mut run);
    }
    run.cost = cost;
    run
}

/// One run of a case of questions: a conversation of its own.
async fn talk(
    asked: &[case::Asked],
    provider: &mut dyn Provider,
    catalog: &Catalog,
    limits: &Limits,
) -> score::Run {
    let mut session = Session::new();
    let mut cost = Cost::default();
    let mut run = score::Run { answered: true, ..score::Run::default() };
    for question in asked {
        let before = session.reading().requirement.clone();
        let result = converse(&mut session, &question.text, provider, catalog, limits, &mut cost).await;
        let answer = result.map(|answer| answer.into_document(false));
        match &answer {
            Ok(answer) => run.outcome = answer.outcome.word().into(),
            Err(error) => score::failed(error, &mut run),
        }
        questions::reply(question, &before, &session.reading().requirement, answer.as_ref().ok(), &mut run);
    }
    run.cost = cost;
    run
}

/// The corpus, from YAML (which may be larger than a document of one request) or JSON.
fn corpus(path: &str) -> Result<Corpus, Failure> {
    let text = input::text(path, input::TEXT_LIMIT_BYTES * 16)?;
    let wrong = |error: &dyn std::fmt::Display| {
        Failure::input(
            format!("{path} is no corpus: {error}"),
            "a corpus has `cases`, each with `id`, `text` and `expected` (extract, must_be_null, outcome, derived, …)",
        )
    };
    let corpus = if text.trim_start().starts_with('{') {
        let mut value = serde_json::Deserializer::from_str(&text);
        Corpus::deserialize(&mut value).map_err(|error| wrong(&error))?
    } else {
        serde_yaml::from_str(&text).map_err(|error| wrong(&error))?
    };
    match corpus.cases.iter().find(|case| case.text.is_empty() && case.turns.is_empty()) {
        Some(case) => Err(wrong(&format!("the case {} has neither `text` nor `turns`", case.id))),
        None => Ok(corpus),
    }
}
