//! `gcg check`.

use serde_json::Value;

use super::{
    super::{args, failure::Failure, input},
    Done,
};
use crate::{
    check::AnswerDocument,
    design::{Design, Requirement},
    tools::{Catalog, Tool, check_design},
};

/// Runs `gcg check`; exit 9 when a rule fails.
pub fn run(catalog: &Catalog, request: &args::Check) -> Result<Done, Failure> {
    let text = input::text(&request.design, input::ANSWER_LIMIT_BYTES)?;
    let shown = if request.design == "-" { "standard input" } else { &request.design };
    let whole = serde_json::from_str::<Value>(&text).ok();
    let is_answer = whole.as_ref().is_some_and(|document| document.get("requirement").is_some());
    let mut given = check_design::Input { answer: None, design: None, requirement: None };
    if is_answer {
        given.answer = Some(input::parse::<AnswerDocument>(&text, shown, "answer")?);
    } else {
        given.design = Some(input::parse::<Design>(&text, shown, "design")?);
    }
    if let Some(path) = &request.requirement {
        given.requirement =
            Some(input::document::<Requirement>(path, input::TEXT_LIMIT_BYTES, "requirement")?);
    }
    let verdict = check_design::CheckDesign::run(catalog, given)?;
    let exit = if verdict.verdict == "fail" { 9 } else { 0 };
    Ok(Done::new(verdict, request.shown.text)?.with_exit(exit))
}
