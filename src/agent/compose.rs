//! From the end of a question to the certified answer. The design, the findings and the verdict are the engine's;
//! the model's share is prose whose values were printed by the program.

use super::{
    engines::Engines,
    error::{AgentError, Code},
    figures,
    final_answer::{FinalAnswer, Kind, QUESTIONS_MAX},
    run::{AgentRun, Outcome as RunOutcome, Reply},
    session::{is_question, only_names},
};
use crate::{
    check::{Answer, AnswerDraft, Planner},
    design::{By, Coverage, CoverageStatus, OpenQuestion, Outcome, Reading, RuleId, Severity, Want},
    tools::answers::Told,
    trace::{FindingDraft, Trace},
};

/// The certified answer of a question that has ended.
///
/// # Errors
/// When it ended without an answer and no plan was made that could stand for one.
pub fn answer(
    engines: &dyn Engines,
    run: &AgentRun,
    outcome: RunOutcome,
    mut planner: Planner,
) -> Result<Answer, AgentError> {
    let draft = match outcome {
        // A plan that was made stands; only the model's words for it did not come in time.
        RunOutcome::Failed(error) => match run.planned().filter(|_| error.code == Code::ServiceTimeout) {
            Some(reading) => {
                planner.notes.push(format!("{}; this answer was written by the program", error.message));
                engines.draft(reading, planner)
            }
            None => return Err(*error),
        },
        RunOutcome::Exhausted { code, message } => {
            let Some(reading) = run.planned() else {
                return Err(AgentError::new(code, format!("no answer within the limits: {message}"))
                    .hint("ask again with other words, use another model, or use the direct commands (gcg plan, gcg gpu, gcg ra)")
                    .partial(run.partial()));
            };
            planner.notes.push(format!(
                "the model gave no usable answer ({}: {message}); this answer was written by the program",
                code.word()
            ));
            engines.draft(reading, planner)
        }
        RunOutcome::Answered { answer, replaced } => {
            if !replaced.is_empty() {
                let parts: Vec<&str> = replaced.iter().map(|part| part.trim_start_matches('/')).collect();
                planner.notes.push(format!(
                    "prose of the model that no result backs was replaced by the program: {}",
                    parts.join(", ")
                ));
            }
            answered(engines, run, *answer, planner)
        }
    };
    engines.certify(draft).map_err(|error| AgentError::from(&error))
}

fn answered(engines: &dyn Engines, run: &AgentRun, answer: FinalAnswer, planner: Planner) -> AnswerDraft {
    let reading = run.reading();
    let mut planner = planner;
    planner.notes.extend(said_by_the_model(reading));
    let engine = engines.draft(reading, planner);
    let planned = run.planned().is_some();
    if engine.outcome == Outcome::Refuse {
        // Whether a request may be carried out is not the model's to say.
        return engine;
    }
    match answer.kind {
        Kind::Answer | Kind::Partial | Kind::Infeasible if planned => with_prose(engine, answer),
        // Whether a design is wanted is the model's to say, unless the text asks for one and for nothing else.
        Kind::Answer | Kind::Partial | Kind::Infeasible
            if is_question(reading) || only_names(reading) || !wants_only_a_design(reading) =>
        {
            looked_up(run, engine, answer)
        }
        Kind::Answer | Kind::Partial | Kind::Infeasible => {
            let mut draft = with_prose(engine, answer);
            draft
                .planner
                .notes
                .push("the model did not ask for a plan; the program made it from the text".into());
            draft
        }
        Kind::Clarify if planned => with_prose(engine, answer),
        Kind::Clarify => without_design(engine, answer, Outcome::AskFirst),
        Kind::OutOfScope if planned => engine,
        Kind::OutOfScope => without_design(engine, answer, Outcome::Partial),
    }
}

/// What the model read and the rules did not, so that somebody can look at the words.
fn said_by_the_model(reading: &Reading) -> Option<String> {
    let rows: Vec<String> = reading
        .statements
        .iter()
        .filter(|one| one.by == By::Model)
        .map(|one| format!("{} {} (\"{}\")", one.field.name(), one.value.words(), one.quote))
        .take(MODEL_ROWS_MAX)
        .collect();
    (!rows.is_empty()).then(|| format!("read by the model and not by the rules: {}", rows.join("; ")))
}

/// Statements of the model that are told of at most.
const MODEL_ROWS_MAX: usize = 12;

/// The engine's plan with the model's prose, unless that speaks of another verdict.
fn with_prose(mut draft: AnswerDraft, answer: FinalAnswer) -> AnswerDraft {
    let mut agrees = match draft.outcome {
        Outcome::Infeasible => answer.kind == Kind::Infeasible,
        Outcome::AskFirst => answer.kind == Kind::Clarify,
        Outcome::Answer | Outcome::AnswerWithAssumptions => answer.kind == Kind::Answer,
        Outcome::Partial => !matches!(answer.kind, Kind::OutOfScope | Kind::Infeasible),
        Outcome::Refuse => false,
    };
    if let Some(worse) = raised(draft.outcome, &answer) {
        draft.planner.notes.push(format!(
            "the model judged the request more strictly than the rules ({} in place of {}), citing a result",
            worse.word(),
            draft.outcome.word()
        ));
        draft.outcome = worse;
        agrees = true;
    }
    if agrees {
        take_prose(&mut draft, &answer);
    } else {
        draft.planner.notes.push(format!(
            "the model's text did not fit the verdict ({}) and was replaced by the program",
            draft.outcome.word()
        ));
    }
    take_questions(&mut draft, answer.open_questions);
    draft
}

/// The outcome a model raises an answer to: it may ask, answer in part or say that it cannot be built where its words take
/// over a sentence of a result, and never the other way.
fn raised(outcome: Outcome, answer: &FinalAnswer) -> Option<Outcome> {
    let weight = |outcome: Outcome| match outcome {
        Outcome::Answer | Outcome::AnswerWithAssumptions => 0,
        Outcome::Partial => 1,
        Outcome::AskFirst => 2,
        Outcome::Infeasible => 3,
        Outcome::Refuse => 4,
    };
    let wanted = match answer.kind {
        Kind::Partial if answer.cites => Outcome::Partial,
        Kind::Infeasible if answer.cites => Outcome::Infeasible,
        Kind::Clarify if answer.cites && !answer.open_questions.is_empty() => Outcome::AskFirst,
        _ => return None,
    };
    (weight(wanted) > weight(outcome)).then_some(wanted)
}

/// Whether the text asks for a design and for nothing else.
fn wants_only_a_design(reading: &Reading) -> bool {
    let designs = |want: &Want| matches!(want, Want::Design | Want::Expand);
    reading.wants.is_empty() || reading.wants.iter().all(designs)
}

/// Summary and rationale, risks and assumptions, as far as they were not refused.
fn take_prose(draft: &mut AnswerDraft, answer: &FinalAnswer) {
    if !answer.summary.is_empty() {
        draft.summary = answer.summary.clone();
        if !answer.rationale.is_empty() {
            draft.summary = format!("{}\n\n{}", answer.summary, answer.rationale);
        }
    }
    for risk in &answer.risks {
        draft.findings.push(FindingDraft::note(RuleId::RiskNamedByPlanner, Severity::Info, risk.clone()));
    }
    for assumption in &answer.assumptions {
        draft.findings.push(FindingDraft::note(RuleId::AssumedByPlanner, Severity::Info, assumption.clone()));
    }
}

/// The engine's questions come first: they are ordered by their effect on the design.
fn take_questions(draft: &mut AnswerDraft, questions: Vec<super::final_answer::Question>) {
    for question in questions {
        let known = |old: &OpenQuestion| {
            old.question == question.question || (!question.field.is_empty() && old.field == question.field)
        };
        if draft.open_questions.len() < QUESTIONS_MAX && !draft.open_questions.iter().any(known) {
            draft.open_questions.push(OpenQuestion {
                field: question.field,
                question: question.question,
                effect: question.effect,
            });
        }
    }
}

/// An answer about facts alone: no plan was asked for, none is shown.
fn looked_up(run: &AgentRun, engine: AnswerDraft, answer: FinalAnswer) -> AnswerDraft {
    let coverage = claimed(run.reading(), &answer);
    let mut draft = AnswerDraft {
        outcome: match (&answer.kind, engine.outcome) {
            // A product that does not exist, a promise or a certificate stay refused whatever the model says.
            (_, Outcome::Partial) => Outcome::Partial,
            (Kind::Infeasible, _) => Outcome::Infeasible,
            (Kind::Partial, _) => Outcome::Partial,
            _ => Outcome::Answer,
        },
        summary: facts(run),
        assumptions: Vec::new(),
        open_questions: Vec::new(),
        design: None,
        findings: engine
            .findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Warning)
            .collect(),
        alternatives: Vec::new(),
        coverage,
        trace: Trace::default(),
        planner: engine.planner,
        reply: String::new(),
        reply_sources: Vec::new(),
        reading: engine.reading,
    };
    take_prose(&mut draft, &answer);
    take_questions(&mut draft, answer.open_questions);
    draft
}

/// A question back, or a request that is none of ours: what the engine asks stands, its design does not.
fn without_design(engine: AnswerDraft, answer: FinalAnswer, outcome: Outcome) -> AnswerDraft {
    let coverage = engine
        .coverage
        .iter()
        .map(|row| Coverage {
            status: CoverageStatus::NotJudged,
            evidence: Vec::new(),
            note: "not worked on before the questions are answered".into(),
            ..row.clone()
        })
        .collect();
    let mut draft = AnswerDraft {
        outcome,
        summary: String::new(),
        assumptions: Vec::new(),
        design: None,
        findings: Vec::new(),
        alternatives: Vec::new(),
        coverage,
        trace: Trace::default(),
        open_questions: if outcome == Outcome::AskFirst { engine.open_questions } else { Vec::new() },
        planner: engine.planner,
        reply: String::new(),
        reply_sources: Vec::new(),
        reading: engine.reading,
    };
    take_prose(&mut draft, &answer);
    if draft.summary.is_empty() {
        draft.summary = match outcome {
            Outcome::AskFirst => "The open questions have to be answered first.".into(),
            _ => "The request is not about GPU clusters; this tool cannot answer it.".into(),
        };
    }
    take_questions(&mut draft, answer.open_questions);
    draft
}

/// Coverage of an answer about facts: no design was asked for, so nothing is judged; what the model claims of a field
/// stands only where it claims less than that it is met.
fn claimed(reading: &Reading, answer: &FinalAnswer) -> Vec<Coverage> {
    let mut rows = crate::check::not_judged(reading, "answered from the catalog; no design was asked for");
    for row in &mut rows {
        let claim = answer.coverage.iter().find(|claim| claim.field == row.field).map(|claim| claim.status);
        if claim == Some(CoverageStatus::NotMet) {
            row.status = CoverageStatus::NotMet;
        }
    }
    rows
}

/// What the results say, in the program's own words: for an answer whose prose was refused.
fn facts(run: &AgentRun) -> String {
    let mut sentences = Vec::new();
    for record in run.records() {
        match &record.reply {
            Reply::Result { value, .. } if record.tool == "gpu_spec" => {
                sentences.extend(datasheet(run, &record.call, value));
            }
            Reply::Result { .. } => {
                let rows: Vec<String> = run
                    .ledger()
                    .facts()
                    .filter(|(_, fact)| fact.origin == record.call)
                    .take(8)
                    .map(|(_, fact)| format!("{} {}", fact.label, fact.words()))
                    .collect();
                let about = record.arguments.as_object().into_iter().flatten();
                let about: Vec<String> =
                    about.filter_map(|(_, value)| value.as_str().map(ToString::to_string)).collect();
                let about = if about.is_empty() { record.tool.clone() } else { about.join(", ") };
                sentences.push(format!("{about}: {}.", rows.join("; ")));
            }
            Reply::Refused(told) => {
                if let Some(message) = told["message"].as_str() {
                    sentences.push(format!("{}.", message.trim_end_matches('.')));
                }
            }
            Reply::BadArguments(_) => {}
        }
    }
    if sentences.is_empty() { "No tool gave a result.".into() } else { sentences.join(" ") }
}

/// The figures of a part that the question asks for.
fn datasheet(run: &AgentRun, call: &str, result: &serde_json::Value) -> Option<String> {
    let rows = result["facts"].as_array()?;
    let fields: Vec<&str> = rows.iter().filter_map(|row| row["field"].as_str()).collect();
    let asked = figures::asked(run.customer(), &fields);
    let figures: Vec<String> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row["field"].as_str().is_some_and(|field| asked.contains(&field)))
        .filter_map(|(index, row)| {
            let id = run.ledger().id_at(call, &format!("/facts/{index}/value"))?;
            let fact = run.ledger().fact(id)?;
            Some(format!("{} {}", figures::name(row["field"].as_str()?), fact.words()))
        })
        .collect();
    Some(format!("{}: {}.", result["name"].as_str()?, figures.join("; ")))
}

/// The certified answer to a question that needs no design.
///
/// # Errors
/// `internal.tool_contract`: a bug of ours.
pub fn told(engines: &dyn Engines, told: &Told, planner: Planner) -> Result<Answer, AgentError> {
    let draft = AnswerDraft {
        outcome: told.outcome,
        reply: told.text(),
        reply_sources: told.sources.clone(),
        planner,
        summary: told.text(),
        reading: Reading { wants: told.wants.clone(), language: told.language.into(), ..Reading::default() },
        assumptions: Vec::new(),
        open_questions: Vec::new(),
        design: None,
        findings: Vec::new(),
        alternatives: Vec::new(),
        coverage: Vec::new(),
        trace: Trace::default(),
    };
    engines.certify(draft).map_err(|error| AgentError::from(&error))
}

/// The error of a text that cannot be taken in.
///
/// # Errors
/// `input.invalid` for an empty text, or one that is longer than allowed.
pub fn check_text(text: &str, most: usize) -> Result<(), AgentError> {
    if text.trim().is_empty() {
        return Err(AgentError::new(Code::InputInvalid, "the text is empty")
            .hint("say what is needed, in a sentence"));
    }
    if text.len() > most {
        let message = format!("the text has {} bytes; {most} are allowed", text.len());
        return Err(AgentError::new(Code::InputInvalid, message).hint("leave out what does not state a need"));
    }
    Ok(())
}
