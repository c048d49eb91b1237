//! `gcg schema`.

use clap::Args;
use serde_json::{Value, json};

use super::{
    super::{
        batch, mcp,
        name_parser::{NameParser, names},
        sessions, stream, sweep,
    },
    Done, Failure,
};
use crate::{
    catalog::{OverlayFile, PriceBook},
    check::{AnswerDocument, Explanation},
    design::{Design, Requirement},
    tools::{self, ErrorCode, TOOLS, ToolError, published_schema as published},
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
    ("requirement", "what a customer asked for; input of `gcg plan --file`", requirement_schema),
    ("reading", "the result of `gcg read`", published::<tools::read_requirement::Output>),
    ("design", "a proposed cluster", published::<Design>),
    ("answer", "the result of `gcg plan` and `gcg ask`", published::<AnswerDocument>),
    ("answer-short", "what an MCP client is shown of an answer", published::<mcp::short::ShortAnswer>),
    ("kept", "what an MCP client is shown of a large result", published::<mcp::short::Kept>),
    ("verdict", "the result of `gcg check`", published::<tools::check_design::Output>),
    ("list-verdict", "the result of `gcg check` on a list", published::<tools::check_list::Output>),
    ("wiring-verdict", "the result of `gcg check --wiring`", published::<super::check::WiringVerdict>),
    ("diff", "the result of `gcg diff`", published::<tools::diff::Diff>),
    ("draft", "the result of `gcg draft ANSWER`", published::<super::draft::Drafted>),
    ("draft_check", "the result of `gcg draft ANSWER --check FILE`", published::<super::draft::Compared>),
    ("explanation", "the result of `gcg explain ANSWER POINTER`", published::<Explanation>),
    ("evaluation", "the result of `gcg eval`", published::<crate::cli::eval::Report>),
    ("batch-request", "one line of the input of `gcg batch`", published::<batch::line::Line>),
    ("batch-line", "one line of the output of `gcg batch`", published::<batch::line::Record>),
    ("batch-summary", "the result of `gcg batch`", published::<batch::Summary>),
    ("sweep", "the result of `gcg sweep`", published::<sweep::Swept>),
    ("sessions", "the result of `gcg sessions list`", published::<sessions::documents::List>),
    ("session", "the result of `gcg sessions show`", published::<sessions::documents::Shown>),
    ("session-verdict", "the result of `gcg sessions verify`", published::<sessions::documents::Verified>),
    ("session-export", "the result of `gcg sessions export`", published::<sessions::documents::Exported>),
    ("event", "one line of `gcg ask --stream`", published::<stream::StreamLine>),
    ("catalog-check", "the result of `gcg catalog check`", published::<super::catalog::Checked>),
    ("catalog-sources", "the result of `gcg catalog sources`", published::<super::catalog::Sources>),
    ("catalog-diff", "the result of `gcg catalog diff`", published::<super::catalog::Differences>),
    ("doctor", "the result of `gcg doctor`", published::<super::doctor::Report>),
    ("overlay", "one file of a catalog overlay, for --catalog", published::<OverlayFile>),
    ("price-book", "a price book in YAML, for --prices", published::<PriceBook>),
    ("config", "the configuration file, for --config", published::<crate::cli::config::ConfigFile>),
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
        return Some(named(name, schema()));
    }
    let (input, output) = tools::find(name).ok()?.published_schemas();
    Some(json!({
        "input": named(&format!("{name}/input"), input),
        "output": named(&format!("{name}/output"), output),
    }))
}

/// A schema that says its form and its own address.
fn named(name: &str, schema: Value) -> Value {
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("gcg://schema/{name}"),
    });
    if let (Some(document), Value::Object(schema)) = (document.as_object_mut(), schema) {
        document.extend(schema);
    }
    document
}

/// A requirement as people write it: each field in the long form, with its quote, or as its plain value.
fn requirement_schema() -> Value {
    let mut schema = published::<Requirement>();
    let definitions = schema["$defs"].clone();
    let definition = |part: &Value| {
        let name = part["$ref"].as_str()?.strip_prefix("#/$defs/")?;
        definitions.get(name).cloned()
    };
    if let Some(Value::Object(fields)) = schema.get_mut("properties") {
        for field in fields.values_mut() {
            let Some(Value::Array(forms)) = field.get_mut("anyOf") else { continue };
            let long = forms.iter().find_map(&definition);
            let Some(plain) = long.and_then(|long| long["properties"].get("value").cloned()) else {
                continue;
            };
            // One of a list may stand alone, and a word may be spelled as people write it.
            let one = plain.get("items").cloned().unwrap_or_else(|| plain.clone());
            let resolved = definition(&one).unwrap_or_else(|| one.clone());
            if resolved["type"] == "string" {
                forms.push(json!({ "type": "string" }));
            } else {
                forms.push(one.clone());
            }
            if one != plain {
                forms.push(plain);
            }
        }
        fields.insert(
            "$schema".into(),
            json!({ "type": "string", "description": "Address of this schema, for editors." }),
        );
    }
    schema
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
