//! `gcg schema`.

use clap::Args;
use serde_json::{Value, json};

use super::{
    super::name_parser::{NameParser, names},
    Done, Failure,
};
use crate::{
    check::{AnswerDocument, Explanation},
    design::{Design, Reading, Requirement},
    tools::{self, ErrorCode, TOOLS, ToolError},
};

/// `gcg schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Name of the document; without one, the names are listed.
    #[arg(value_parser = NameParser(names::schemas))]
    pub name: Option<String>,
}

/// A published document: name, what it is, its schema.
pub type Published = (&'static str, &'static str, fn() -> Value);

/// The published documents.
pub const DOCUMENTS: &[Published] = &[
    ("requirement", "what a customer asked for; input of `gcg plan --file`", tools::schema_of::<Requirement>),
    ("reading", "a requirement with conflicts, intents and notices", tools::schema_of::<Reading>),
    ("design", "a proposed cluster", tools::schema_of::<Design>),
    ("answer", "the result of `gcg plan` and `gcg ask`", tools::schema_of::<AnswerDocument>),
    ("verdict", "the result of `gcg check`", tools::schema_of::<tools::check_design::Output>),
    ("list-verdict", "the result of `gcg check` on a list", tools::schema_of::<tools::check_list::Output>),
    ("wiring-verdict", "the result of `gcg check --wiring`", tools::schema_of::<super::check::WiringVerdict>),
    ("diff", "the result of `gcg diff`", tools::schema_of::<tools::diff::Diff>),
    ("draft", "the result of `gcg draft ANSWER`", tools::schema_of::<super::draft::Drafted>),
    (
        "draft_check",
        "the result of `gcg draft ANSWER --check FILE`",
        tools::schema_of::<super::draft::Compared>,
    ),
    ("explanation", "the result of `gcg explain ANSWER POINTER`", tools::schema_of::<Explanation>),
    ("evaluation", "the result of `gcg eval`", tools::schema_of::<crate::cli::eval::Report>),
    ("error", "what every command prints when it has no result", error_schema),
];

/// Runs `gcg schema`.
pub fn run(name: Option<&str>) -> Result<Done, Failure> {
    let Some(name) = name else {
        let documents: Vec<Value> =
            DOCUMENTS.iter().map(|(name, what, _)| json!({ "name": name, "description": what })).collect();
        let tools: Vec<&str> = TOOLS.iter().map(|tool| tool.name()).collect();
        return Done::new(json!({ "schemas": documents, "tools": tools }));
    };
    if let Some(schema) = find(name) {
        return Done::new(schema);
    }
    let names: Vec<&str> = DOCUMENTS.iter().map(|(name, ..)| *name).collect();
    Err(ToolError::new(ErrorCode::NameUnknown, format!("there is no schema `{name}`"))
        .hint(format!("schemas: {}; or the name of a tool", names.join(", ")))
        .into())
}

/// The schema of a document, or both schemas of a tool.
pub fn find(name: &str) -> Option<Value> {
    if let Some((.., schema)) = DOCUMENTS.iter().find(|(known, ..)| *known == name) {
        return Some(schema());
    }
    let schemas = tools::schemas(name).ok()?;
    Some(json!({ "input": schemas.input, "output": schemas.output }))
}

fn error_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "error": { "type": "string", "description": "What was found and what was expected, in a sentence." },
            "code": { "type": "string", "description": "Closed list of codes, area.kind." },
            "hints": { "type": "array", "items": { "type": "string" }, "description": "What to do." },
            "details": { "description": "Particulars for programs." },
        },
        "required": ["error", "code", "hints"],
    })
}
