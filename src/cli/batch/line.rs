//! One request to one result line.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::source::Request;
use crate::{
    check::{AnswerDocument, Planner},
    cli::{input, requirement_file},
    design::{Reading, Requirement},
    tools::{Catalog, ErrorCode, ToolError, plan, read_requirement},
};

/// A request as written. One of requirement, text or fields says what is wanted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Name of the request, text or a number, given back with its result.
    #[serde(default)]
    id: Value,
    /// A requirement document, plain or in the long form.
    requirement: Option<Map<String, Value>>,
    /// A customer's text.
    text: Option<String>,
    /// The same under its older name.
    fields: Option<Map<String, Value>>,
}

/// A result as it is written: the answer, or what is wrong with the request.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Line of the request, from 1.
    line: u64,
    /// Name of the request; null for one without.
    id: Value,
    /// Digest of the request and of everything its result depends on.
    input: String,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerDocument>,
    /// What was found and what was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Code of the error, area.kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    hints: Option<Vec<String>>,
    /// Particulars for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Value>,
}

impl Record {
    fn new(catalog: &Catalog, request: &Request, id: Value) -> Self {
        let input = digest(catalog, request);
        Self {
            line: request.line,
            id,
            input,
            answer: None,
            error: None,
            code: None,
            hints: None,
            details: None,
        }
    }

    fn failed(self, error: ToolError) -> Self {
        Self {
            error: Some(error.message),
            code: Some(error.code.word().into()),
            hints: Some(error.hints),
            details: Some(error.details).filter(|details| !details.is_null()),
            ..self
        }
    }
}

/// What a request and everything its result depends on come to: 16 hexadecimal digits. A resumed run compares it.
pub fn digest(catalog: &Catalog, request: &Request) -> String {
    let mut digest = Sha256::new();
    for part in [env!("CARGO_PKG_VERSION").as_bytes(), catalog.digest().as_bytes(), &request.bytes] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The result line of a request: its answer, or what is wrong with it.
pub fn record(catalog: &Catalog, request: &Request) -> Record {
    match read(request) {
        Ok(line) => {
            let record = Record::new(catalog, request, line.id.clone());
            match answer(catalog, line) {
                Ok(answer) => Record { answer: Some(answer), ..record },
                Err(error) => record.failed(error),
            }
        }
        Err(error) => Record::new(catalog, request, id_of(request)).failed(error),
    }
}

/// The result line of a request on which the program broke down.
pub fn broken(catalog: &Catalog, request: &Request) -> Record {
    Record {
        error: Some("internal error while this request was planned".into()),
        code: Some("internal.panic".into()),
        hints: Some(vec!["this is a bug of gcg; please report it with this request".into()]),
        ..Record::new(catalog, request, id_of(request))
    }
}

fn fault(message: String) -> ToolError {
    ToolError::new(ErrorCode::InputInvalid, message)
}

fn read(request: &Request) -> Result<Line, ToolError> {
    if request.is_too_long() {
        return Err(fault(format!("the line is longer than {} bytes", input::TEXT_LIMIT_BYTES)));
    }
    if request.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(fault("the line is empty; a request is expected".into()));
    }
    let line: Line = serde_json::from_slice(&request.bytes).map_err(|error| {
        fault(format!("no request: {error}"))
            .hint(r#"a line is {"id": ..., "requirement": {...}}, {"id": ..., "text": "..."} or {"id": ..., "fields": {"gpu_count": 128, ...}}"#)
            .hint("`gcg schema requirement` prints the form of a requirement")
    })?;
    if !matches!(line.id, Value::Null | Value::String(_) | Value::Number(_)) {
        return Err(fault("the id is neither text nor a number".into()));
    }
    let given = usize::from(line.requirement.is_some())
        + usize::from(line.text.is_some())
        + usize::from(line.fields.is_some());
    if given != 1 {
        return Err(fault(format!(
            "{given} of requirement, text and fields are given; exactly one is expected"
        )));
    }
    Ok(line)
}

/// The id of a line that is no request, when it can be made out.
fn id_of(request: &Request) -> Value {
    serde_json::from_slice::<Value>(&request.bytes)
        .ok()
        .and_then(|line| line.get("id").filter(|id| id.is_string() || id.is_number()).cloned())
        .unwrap_or_default()
}

fn answer(catalog: &Catalog, line: Line) -> Result<AnswerDocument, ToolError> {
    let (reading, planner) = match (line.requirement, line.text, line.fields) {
        (Some(fields), ..) => (of(requirement_file::from_fields(catalog, fields, None)?), Planner::none()),
        (_, Some(text), _) => (read_requirement::read(catalog, &text), offline()),
        (.., fields) => {
            let fields = fields.unwrap_or_default();
            (of(requirement_file::from_fields(catalog, fields, None)?), Planner::none())
        }
    };
    if reading == of(Requirement::default()) {
        return Err(fault("nothing to plan: the request states nothing".into()));
    }
    plan::answer(catalog, &reading, planner).map(|answer| answer.into_document(false))
}

/// Texts are read by the built-in rules; no model is asked.
fn offline() -> Planner {
    Planner { name: "offline".into(), ..Planner::none() }
}

fn of(requirement: Requirement) -> Reading {
    Reading { requirement, language: "en".into(), ..Reading::default() }
}
