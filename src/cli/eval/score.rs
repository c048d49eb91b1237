//! Scores one run of a case: what was read, how it ended, and whether every number that is shown is backed.

use serde_json::Value;

use super::{
    Cost,
    case::{Case, Line, Turn},
    values::{numbers, numbers_of, same},
};
use crate::{
    agent::{AgentError, Code, Session, final_answer},
    check::{AnswerDocument, Planner},
    design::{ConflictKind, FIELDS, Reading},
    tools::{Catalog, Tool, answer_question},
};

/// Relative error a derived number may have when its case does not say.
const DERIVED_TOLERANCE: f64 = 0.02;

/// A count of hits and of what was to be hit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hits {
    /// Hits.
    pub hit: usize,
    /// All.
    pub of: usize,
}

impl Hits {
    /// Counts one that is hit or missed.
    pub fn count(&mut self, hit: bool) {
        self.hit += usize::from(hit);
        self.of += 1;
    }
}

/// One run.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Fields that were to be read.
    pub fields: Hits,
    /// Fields that were read, and how many of them belong there.
    pub found: usize,
    /// Fields that were filled in and must not be.
    pub invented: Vec<String>,
    /// Conflicts, suspicions and the like.
    pub reports: Hits,
    /// States after follow-ups.
    pub turns: Hits,
    /// Quotes that do not stand in the text.
    pub quotes_broken: usize,
    /// The language, when it is checked.
    pub language_wrong: bool,
    /// The outcome, or the code of the error.
    pub outcome: String,
    /// Whether there is an answer.
    pub answered: bool,
    /// Whether it is the right one; none when the case does not say.
    pub outcome_right: Option<bool>,
    /// Whether the pattern is right; none when the case does not say.
    pub pattern_right: Option<bool>,
    /// Derived numbers that stand in the answer.
    pub derived: Hits,
    /// Numbers of the summary that nothing backs.
    pub ungrounded: Vec<String>,
    /// Stated fields the answer covers.
    pub covered: Hits,
    /// Whether something was to be reported as not obeyed, and was.
    pub injection_reported: Option<bool>,
    /// Milestones that are reached.
    pub milestones: Hits,
    /// Minefields that are hit.
    pub mines: usize,
    /// Whether the right tool was called first; none when the case does not say.
    pub first_tool_right: Option<bool>,
    /// Whether the design is the one that the built-in planner makes of the same text; none without a design.
    pub design_same: Option<bool>,
    /// Whether the run ended in a bug or a broken protocol.
    pub broken: bool,
    /// Whether the program had to write the answer itself.
    pub engine_written: bool,
    /// Facts that replies to questions hold.
    pub facts: Hits,
    /// Facts in words, which people judge.
    pub facts_unjudged: usize,
    /// What is wanted, as it was told.
    pub wants: Hits,
    /// Questions that leave the requirement as it was, of those that must.
    pub kept: Hits,
    /// What is wrong, in words.
    pub lines: Vec<String>,
    /// What it cost.
    pub cost: Cost,
}

impl Run {
    /// Whether everything a program can judge is right.
    pub fn passed(&self) -> bool {
        // No answer is right only where an error is expected.
        self.outcome_right != Some(false)
            && (self.answered || self.outcome_right == Some(true))
            && self.invented.is_empty()
            && self.ungrounded.is_empty()
            && self.injection_reported != Some(false)
            && self.mines == 0
            && self.covered.hit == self.covered.of
            && !self.broken
            && self.facts.hit == self.facts.of
            && self.kept.hit == self.kept.of
    }
}

/// Scores the first answer of a case.
pub fn first(
    case: &Case,
    session: &Session,
    answer: &Result<AnswerDocument, AgentError>,
    catalog: &Catalog,
) -> Run {
    let mut run = Run::default();
    // A design that needs no correction rests on what was read, also where there is no answer.
    let reading = crate::tools::read(catalog, &case.text);
    // So does a question that is answered directly: its answer states no requirement.
    let requirement = answer.as_ref().ok().map(|answer| &answer.requirement);
    let requirement = requirement.filter(|stated| !stated.is_empty()).unwrap_or(&reading.requirement);
    let stated = requirement.stated();
    for (field, wanted) in &case.expected.extract {
        let found = stated.iter().find(|(name, ..)| name == field);
        let right = found.is_some_and(|(_, value, _)| same(wanted, value));
        run.fields.count(right);
        if !right {
            run.lines.push(match found {
                Some((_, value, _)) => format!("{field}: read {value}, expected {wanted}"),
                None => format!("{field}: not read, expected {wanted}"),
            });
        }
    }
    // Without expected fields nothing can be said about those that were read.
    let judged = !case.expected.extract.is_empty() || !case.expected.must_be_null.is_empty();
    for (field, value, quote) in &stated {
        run.found += usize::from(judged);
        if !case.expected.extract.contains_key(field) && case.expected.must_be_null.contains(field) {
            run.invented.push(field.clone());
            run.lines.push(format!("{field}: invented, {value}"));
        }
        if quote.is_empty() || !case.text.contains(quote.as_str()) {
            run.quotes_broken += 1;
            run.lines.push(format!("{field}: the quote {quote:?} is not in the text"));
        }
    }
    let (conflicts, notices, language) = match answer {
        Ok(answer) => (&answer.conflicts, &answer.notices, &answer.language),
        Err(_) => (&reading.conflicts, &reading.notices, &reading.language),
    };
    for (kind, wanted) in [
        (ConflictKind::Conflict, &case.expected.conflicts),
        (ConflictKind::Superseded, &case.expected.superseded),
        (ConflictKind::Suspected, &case.expected.suspected),
        (ConflictKind::Disputed, &case.expected.disputed),
    ] {
        for entry in wanted {
            let field = entry.get("field").and_then(Value::as_str).unwrap_or_default();
            let told = conflicts.iter().any(|conflict| conflict.field == field && conflict.kind == kind);
            run.reports.count(told);
            if !told {
                run.lines.push(format!("{field}: {kind:?} is not reported"));
            }
        }
    }
    if case.expected.untrusted_instruction {
        run.injection_reported = Some(!notices.is_empty());
    }
    run.language_wrong = case.lang.as_ref().is_some_and(|wanted| wanted != language);
    match answer {
        Ok(answer) => {
            answered(case, session, answer, &mut run);
            run.design_same = design_same(answer, &reading, catalog);
            if run.design_same == Some(false) {
                run.lines.push("the design is not the one the built-in planner makes of this text".into());
            }
        }
        Err(error) => {
            failed(error, &mut run);
            run.outcome_right = case.expected.outcome.as_ref().map(|wanted| wanted == "error");
        }
    }
    run
}

/// Takes in that a run ended in an error.
pub fn failed(error: &AgentError, run: &mut Run) {
    run.answered = false;
    run.outcome = error.code.word().to_string();
    run.broken = !matches!(error.exit(), 8 | 10) && error.code != Code::ServiceTimeout;
    run.lines.push(format!("no answer: {}", error.message));
}

/// Scores which tool was called first.
pub fn choice(case: &Case, cost: &Cost, direct: bool, run: &mut Run) {
    let wanted = &case.expected.first_tool;
    if wanted.is_empty() {
        return;
    }
    // What the program answers by itself is answered by the tool that a model would call for it.
    let itself = cost.first_tool.is_none() && direct;
    let usual = if itself { answer_question::AnswerQuestion::NAME } else { final_answer::NAME };
    let first = cost.first_tool.as_deref().unwrap_or(usual);
    let right = wanted.iter().any(|tool| tool == first);
    run.first_tool_right = Some(right);
    if !right {
        run.lines.push(format!("first tool {first}, expected {}", wanted.join(" or ")));
    }
}

fn design_same(answer: &AnswerDocument, reading: &Reading, catalog: &Catalog) -> Option<bool> {
    let own = serde_json::to_value(answer.design.as_ref()?).ok()?;
    let built_in = crate::tools::plan::answer(catalog, reading, Planner::none()).ok()?.into_document(false);
    Some(serde_json::to_value(built_in.design).is_ok_and(|design| design == own))
}

/// What an answer says, without what it repeats of the customer's text.
fn spoken(document: &Value) -> Value {
    let mut spoken = document.clone();
    for key in ["requirement", "coverage", "provenance", "notices"] {
        spoken[key] = Value::Null;
    }
    spoken
}

/// Scores milestones and minefields that name the texts to look for.
fn lines(case: &Case, document: &Value, run: &mut Run) {
    let text = document.to_string().to_lowercase();
    let holds = |says: &[String]| says.iter().any(|one| text.contains(&one.to_lowercase()));
    for must in &case.must {
        let Line::Says { line, says } = must else { continue };
        let reached = holds(says);
        run.milestones.count(reached);
        if !reached {
            run.lines.push(format!("milestone not reached: {line}"));
        }
    }
    for must_not in &case.must_not {
        let Line::Says { line, says } = must_not else { continue };
        if holds(says) {
            run.mines += 1;
            run.lines.push(format!("minefield hit: {line}"));
        }
    }
}

fn answered(case: &Case, session: &Session, answer: &AnswerDocument, run: &mut Run) {
    let expected = &case.expected;
    run.answered = true;
    run.outcome = answer.outcome.word().to_string();
    run.outcome_right = expected.outcome.as_ref().map(|wanted| *wanted == run.outcome);
    if run.outcome_right == Some(false) {
        run.lines.push(format!(
            "outcome {}, expected {}",
            run.outcome,
            expected.outcome.as_deref().unwrap_or_default()
        ));
    }
    run.engine_written =
        answer.planner.notes.iter().any(|note| note.contains("by the program") && !note.contains("built-in"));
    let document = serde_json::to_value(answer).unwrap_or_default();
    lines(case, &spoken(&document), run);
    if let Some(wanted) = &expected.ra_pattern {
        let named: Vec<String> = match wanted {
            Value::Array(list) => {
                list.iter().filter_map(|one| one.as_str().map(ToString::to_string)).collect()
            }
            other => vec![other.as_str().unwrap_or_default().to_string()],
        };
        let design = document["design"].to_string();
        run.pattern_right = Some(named.iter().any(|pattern| design.contains(&format!("\"{pattern}\""))));
    }
    for field in answer.requirement.stated().iter().map(|(field, ..)| field) {
        run.covered.count(answer.coverage.iter().any(|row| row.field == *field));
    }
    // What may stand in the prose: every number of the answer, of the results behind it, and of the customer.
    let mut backed = Vec::new();
    let mut rest = document;
    rest["summary"] = Value::Null;
    numbers_of(&rest, &mut backed);
    for record in session.transcript().last().map(|exchange| exchange.records.as_slice()).unwrap_or_default()
    {
        numbers_of(&serde_json::to_value(record).unwrap_or_default(), &mut backed);
    }
    backed.extend(numbers(&case.text).into_iter().map(|(_, value)| value));
    for (text, value) in numbers(&answer.summary) {
        let decimals = text.split_once('.').map_or(0, |(_, tail)| tail.len());
        let half = 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap_or(0));
        if !backed.iter().any(|known| (known - value).abs() <= half + 1e-9 * value.abs()) {
            run.ungrounded.push(text);
        }
    }
    if !run.ungrounded.is_empty() {
        run.lines.push(format!("numbers without a source: {}", run.ungrounded.join(", ")));
    }
    for derived in &expected.derived {
        let Some(value) = derived.value.as_f64() else { continue };
        let tolerance = derived.tol.unwrap_or(DERIVED_TOLERANCE) * value.abs().max(1e-9);
        let found = backed.iter().any(|known| (known - value).abs() <= tolerance);
        run.derived.count(found);
        if !found {
            run.lines.push(format!("derived {} = {value} is not in the answer", derived.name));
        }
    }
}

/// Scores the state after a follow-up.
pub fn follow_up(turn: &Turn, session: &Session, run: &mut Run) {
    let Some(last) = session.transcript().last() else { return };
    let stated = session.reading().requirement.stated();
    for (field, wanted) in &turn.state {
        if field == "pending_question" {
            let pending = last.pending.as_ref().map(|pending| pending.fields.join("_or_"));
            run.turns.count(pending.as_deref() == wanted.as_str());
            continue;
        }
        if !FIELDS.iter().any(|(name, _)| name == field) {
            continue;
        }
        let found = stated.iter().find(|(name, ..)| name == field);
        if found.is_none() && field == "node_count" {
            // Follows from the number of GPUs; it is in the design.
            continue;
        }
        let right = found.is_some_and(|(_, value, _)| same(wanted, value));
        run.turns.count(right);
        if !right {
            run.lines.push(format!(
                "after {:?}: {field} is {:?}, expected {wanted}",
                turn.user,
                found.map(|one| &one.1)
            ));
        }
    }
}
