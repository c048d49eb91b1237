//! A whole plan for a reading, certified.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ErrorCode, Tool, ToolError};
use crate::{
    catalog::Catalog,
    check::{AlternativeTrace, Answer, AnswerDocument, AnswerDraft, Planner, certify, with_cases},
    design::{FIELDS, Plain, Reading, Requirement},
    plan,
};

/// Plans a cluster.
pub struct Plan;

/// What to plan.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// What was read from the customer's text so far.
    pub reading: Option<Reading>,
    /// Corrections to what was read; empty when it is right.
    pub changes: Vec<Change>,
}

/// One correction: a field, its value, and the customer's words for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Field of the requirement, such as gpu_count, gpu_models, workload, power_per_rack_kw, cooling or fabric.
    pub field: String,
    /// The value as text, such as "128" or "H200"; empty to clear the field.
    pub value: String,
    /// The customer's words for it, copied exactly.
    pub quote: String,
}

impl Tool for Plan {
    const NAME: &'static str = "plan";
    const DESCRIPTION: &'static str = "Designs a whole GPU cluster for the customer's text: GPU, nodes, pattern, network, racks, power, checks. Use it when the request describes a need or asks for a design, a size, or whether a plan works. What the text states has already been read; give changes only to correct it.";
    const SESSION_KEYS: &'static [&'static str] = &["reading"];
    type Input = Input;
    type Output = AnswerDocument;

    fn run(catalog: &Catalog, input: Input) -> Result<AnswerDocument, ToolError> {
        let mut reading = input.reading.unwrap_or_default();
        for change in &input.changes {
            apply(&mut reading.requirement, change)?;
        }
        answer(catalog, &reading, Planner::none()).map(|answer| answer.into_document(false))
    }
}

/// Applies one correction to a requirement.
///
/// # Errors
/// `input.invalid` when there is no such field or the value is not of its type.
pub fn apply(requirement: &mut Requirement, change: &Change) -> Result<(), ToolError> {
    let text = change.value.trim();
    let parsed = if text.is_empty() {
        serde_json::Value::Null
    } else {
        serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_string()))
    };
    let as_list = match &parsed {
        serde_json::Value::String(words) => {
            serde_json::Value::Array(words.split(',').map(|word| word.trim().into()).collect())
        }
        other => serde_json::Value::Array(vec![other.clone()]),
    };
    // A field of several values takes a single one as a list of one; a text field takes a number as its text.
    let tries = [parsed.clone(), as_list, serde_json::Value::String(text.to_string())];
    let mut first = None;
    for value in tries {
        match requirement.set(&change.field, value, &change.quote) {
            Ok(()) => return Ok(()),
            Err(error) => first = first.or(Some(error)),
        }
    }
    let names = FIELDS.iter().map(|(name, _)| *name);
    let near = crate::catalog::nearest(&crate::catalog::normalize(&change.field), names);
    Err(ToolError::new(ErrorCode::InputInvalid, first.unwrap_or_default()).hint(format!(
        "nearest fields: {}",
        if near.is_empty() { "see `gcg schema requirement`".into() } else { near.join(", ") }
    )))
}

/// The plan of a reading, ready to be certified; the caller may replace the summary's prose and names the planner.
#[must_use]
pub fn draft(catalog: &Catalog, reading: &Reading, planner: Planner) -> AnswerDraft {
    let planned = plan::plan(reading, catalog);
    AnswerDraft {
        outcome: planned.outcome,
        reply: super::answers::design_reply(
            catalog,
            planned.design.as_ref(),
            planned.outcome,
            &planned.coverage,
            &planned.open_questions,
            &reading.language,
        ),
        reply_sources: Vec::new(),
        planner,
        summary: planned.summary,
        reading: reading.clone(),
        assumptions: planned.assumptions,
        open_questions: planned.open_questions,
        design: planned.design,
        findings: planned.findings,
        alternatives: planned
            .alternatives
            .into_iter()
            .map(|one| {
                let trace = AlternativeTrace {
                    node_count: one.node_count,
                    gpu_count: one.gpu_count,
                    power_kw: one.power_kw,
                };
                (one.alternative, trace)
            })
            .collect(),
        coverage: planned.coverage,
        trace: planned.trace,
    }
}

/// The certified answer of a reading, with the engine's own summary.
///
/// # Errors
/// `internal.tool_contract` when a number of the plan has no origin: a bug of ours.
pub fn answer(catalog: &Catalog, reading: &Reading, planner: Planner) -> Result<Answer, ToolError> {
    certified(draft(catalog, reading, planner), catalog)
}

/// Certifies a draft.
///
/// # Errors
/// `internal.tool_contract` when a number of the plan has no origin: a bug of ours.
pub fn certified(draft: AnswerDraft, catalog: &Catalog) -> Result<Answer, ToolError> {
    certify(draft, catalog).map_err(|error| ToolError::new(ErrorCode::ToolContract, error.to_string()))
}

/// The answer with its assumptions tried: the same request planned with other values in their place.
///
/// # Errors
/// `internal.tool_contract` when a number of a case has no origin: a bug of ours.
pub fn with_sensitivity(answer: Answer, catalog: &Catalog) -> Result<Answer, ToolError> {
    let document = answer.document();
    let Some(design) = &document.design else { return Ok(answer) };
    let reading = document.reading();
    let given = plan::Given {
        reading: &reading,
        assumptions: &document.assumptions,
        design,
        alternatives: &document.alternatives,
    };
    let (cases, trace) = plan::vary(&given, catalog);
    with_cases(answer, cases, &trace)
        .map_err(|error| ToolError::new(ErrorCode::ToolContract, error.to_string()))
}

/// A requirement from named values, as a form or flags give them; the flag's own text is the quote.
///
/// # Errors
/// As [`apply`].
pub fn from_flags(flags: &[(String, String, String)]) -> Result<Requirement, ToolError> {
    let mut requirement = Requirement::default();
    for (field, value, quote) in flags {
        let change = Change { field: field.clone(), value: value.clone(), quote: quote.clone() };
        apply(&mut requirement, &change)?;
    }
    Ok(requirement)
}

/// Words of a value, for messages.
#[must_use]
pub fn words(value: &serde_json::Value) -> String {
    Plain::from_json(value).words()
}
