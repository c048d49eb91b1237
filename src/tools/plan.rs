//! A whole plan for a reading, certified.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ErrorCode, Tool, ToolError};
use crate::{
    catalog::{Catalog, normalize},
    check::{
        self, AlternativeTrace, Answer, AnswerDocument, AnswerDraft, PlanState, Planner, Proposal, certify,
        with_cases,
    },
    design::{Plain, Reading, Refused, Requirement, words::nearest},
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
    const DESCRIPTION: &'static str = "Designs a whole GPU cluster for the customer's text: GPU, nodes, pattern, network, racks, power, checks. Use it when the request describes a need or asks for a design, a size, or whether a plan works. What the text states has already been read; what is missing or wrong there is told by state first.";
    const SESSION_KEYS: &'static [&'static str] = &["reading"];
    type Input = Input;
    type Output = AnswerDocument;

    fn run(catalog: &Catalog, input: Input) -> Result<AnswerDocument, ToolError> {
        let mut reading = input.reading.unwrap_or_default();
        for change in &input.changes {
            apply(catalog, &mut reading.requirement, change)?;
        }
        within_bounds(&reading.requirement)?;
        answer(catalog, &reading, Planner::none()).map(|answer| answer.into_document(false))
    }
}

/// Applies one correction to a requirement, its names looked up in the catalog; an empty value clears the field.
///
/// # Errors
/// As [`set`]; `name.unknown` or `name.no_such_product` when a product or pattern is not in the catalog.
pub fn apply(catalog: &Catalog, requirement: &mut Requirement, change: &Change) -> Result<(), ToolError> {
    set(requirement, change)?;
    names_are_known(catalog, requirement, &change.field)
}

/// Applies one correction to a requirement, its names as they are; an empty value clears the field.
///
/// # Errors
/// `input.invalid` when there is no such field, or the value is not of its type, its words or its bounds.
pub fn set(requirement: &mut Requirement, change: &Change) -> Result<(), ToolError> {
    let text = change.value.trim();
    let set = if text.is_empty() || text == "null" {
        requirement.set(&change.field, serde_json::Value::Null, &change.quote)
    } else {
        requirement.set_text(&change.field, text, &change.quote)
    };
    set.map_err(refused)
}

/// A requirement document whose values keep their bounds and whose products are in the catalog.
///
/// # Errors
/// As [`apply`].
pub fn accept(catalog: &Catalog, requirement: &Requirement) -> Result<(), ToolError> {
    within_bounds(requirement)?;
    ["gpu_models", "server_models", "patterns"]
        .into_iter()
        .try_for_each(|field| names_are_known(catalog, requirement, field))
}

/// Whether every number keeps the bounds of its field.
fn within_bounds(requirement: &Requirement) -> Result<(), ToolError> {
    requirement.out_of_bounds().into_iter().next().map_or(Ok(()), |fault| Err(refused(fault)))
}

fn refused(fault: Refused) -> ToolError {
    fault.hints.into_iter().fold(ToolError::new(ErrorCode::InputInvalid, fault.message), ToolError::hint)
}

/// Whether the products and patterns of a field are in the catalog.
fn names_are_known(catalog: &Catalog, requirement: &Requirement, field: &str) -> Result<(), ToolError> {
    let names = match field {
        "gpu_models" => requirement.gpu_models.as_ref(),
        "server_models" => requirement.server_models.as_ref(),
        "patterns" => requirement.patterns.as_ref(),
        _ => None,
    };
    for name in names.iter().flat_map(|stated| &stated.value) {
        match field {
            "gpu_models" => super::gpu_spec::gpu_or_system(catalog, name)?,
            "server_models" => super::gpu_spec::known("system", name, &catalog.resolve_system(name))?,
            _ if catalog.pattern(name).is_some() => {}
            _ if catalog.architectures().iter().any(|known| {
                [&known.id, &known.name].into_iter().any(|id| normalize(id) == normalize(name))
            }) => {}
            _ => {
                let ids = catalog.patterns().iter().map(|pattern| pattern.id.as_ref());
                let near = nearest(name, ids, 5);
                return Err(ToolError::new(
                    ErrorCode::NameUnknown,
                    format!("the catalog holds no pattern `{name}`"),
                )
                .hint(format!("nearest names: {}", near.join(", "))));
            }
        }
    }
    Ok(())
}

/// The judged plan of a reading, ready to be certified; the caller may replace the summary's prose.
#[must_use]
pub fn draft(catalog: &Catalog, reading: &Reading, planner: Planner) -> AnswerDraft {
    let mut draft = check::assess(proposal(plan::plan(reading, catalog), reading, planner), catalog);
    draft.reply = super::answers::design_reply(
        catalog,
        draft.design.as_ref(),
        draft.outcome,
        &draft.coverage,
        &draft.open_questions,
        &reading.language,
    );
    draft
}

/// A plan as the check takes it.
#[must_use]
pub fn proposal(planned: plan::Planned, reading: &Reading, planner: Planner) -> Proposal {
    let with_origins = |one: plan::PlannedAlternative| {
        let trace =
            AlternativeTrace { node_count: one.node_count, gpu_count: one.gpu_count, power_kw: one.power_kw };
        (one.alternative, trace)
    };
    Proposal {
        planner,
        reading: reading.clone(),
        assumptions: planned.assumptions,
        open_questions: planned.open_questions,
        design: planned.design,
        findings: planned.findings,
        alternatives: planned.alternatives.into_iter().map(with_origins).collect(),
        trace: planned.trace,
        state: PlanState { material: planned.material, size_unknown: planned.size_unknown },
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
    let judge = |reading: &Reading, planned: &plan::Planned| {
        check::assess(proposal(planned.clone(), reading, Planner::none()), catalog).outcome
    };
    let (cases, trace) = plan::vary(&given, catalog, &judge);
    with_cases(answer, cases, &trace)
        .map_err(|error| ToolError::new(ErrorCode::ToolContract, error.to_string()))
}

/// A requirement from named values, as a form or flags give them; the flag's own text is the quote.
///
/// # Errors
/// As [`apply`].
pub fn from_flags(catalog: &Catalog, flags: &[(String, String, String)]) -> Result<Requirement, ToolError> {
    let mut requirement = Requirement::default();
    for (field, value, quote) in flags {
        let change = Change { field: field.clone(), value: value.clone(), quote: quote.clone() };
        apply(catalog, &mut requirement, &change)?;
    }
    Ok(requirement)
}

/// Words of a value, for messages.
#[must_use]
pub fn words(value: &serde_json::Value) -> String {
    Plain::from_json(value).words()
}
