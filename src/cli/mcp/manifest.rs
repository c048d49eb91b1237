//! The tools as the protocol lists them, and results as it carries them.

use std::sync::Arc;

use rmcp::model::{CallToolResult, ContentBlock, Resource, Tool, ToolAnnotations};
use serde_json::Value;

use crate::{
    cli::output,
    tools::{TOOLS, ToolError},
};

use super::arguments;

/// A model of ours points at what a text states; a client of the protocol changes a plan by values.
pub const CONVERSATION_ONLY: &str = "state";

/// Every tool as clients see it: short inputs, and no output schemas, which `gcg://schema/NAME` holds, so that the
/// whole list stays small enough for a model's context.
///
/// # Errors
/// When a schema is none: a bug of ours.
pub fn all() -> Result<Vec<Tool>, ToolError> {
    TOOLS
        .iter()
        .filter(|tool| tool.name() != CONVERSATION_ONLY)
        .map(|tool| {
            let annotations = ToolAnnotations::new().read_only(true);
            let input = Arc::new(arguments::schema(*tool)?);
            Ok(Tool::new(tool.name(), tool.description(), input).with_annotations(annotations))
        })
        .chain([Ok(draft())])
        .collect()
}

/// The tool that writes proposals, which only clients of the protocol have.
pub fn draft() -> Tool {
    let schema = serde_json::json!({
        "type": "object",
        "properties": {
            "answer": { "type": "string", "description": "The answer (default: the last of this session): gcg://answer/N, or last" },
            "part": { "type": "string", "description": "summary (the first page, default), all, or a chapter: asked, design, performance, network, site, bill, alternatives, risks, delivery" },
            "format": { "type": "string", "enum": ["md", "html", "csv", "typ"], "description": "md (default); the others give the whole document; csv is the compliance matrix" },
            "language": { "type": "string", "enum": ["en", "de"], "description": "Default: that of the answer" },
        },
    });
    let annotations = ToolAnnotations::new().read_only(true);
    Tool::new(
        super::draft::NAME,
        "Writes the proposal of an answer, or one chapter of it, as text for people. Use it when a document is asked for; it computes nothing new.",
        Arc::new(schema.as_object().cloned().unwrap_or_default()),
    )
    .with_annotations(annotations)
}

/// The address of a kept result.
pub fn result_uri(number: u64) -> String {
    format!("gcg://result/{number}")
}

/// A result: structured, its copy as text, and the address under which it can be read again.
pub fn success(tool: &str, value: Value, text: String, number: u64) -> CallToolResult {
    let link = Resource::new(result_uri(number), format!("{tool} {number}"))
        .with_description(format!("The result of call {number} of this session, a call of {tool}."))
        .with_mime_type("application/json");
    let mut result =
        CallToolResult::success(vec![ContentBlock::text(text), ContentBlock::resource_link(link)]);
    result.structured_content = Some(value);
    result
}

/// An error that the caller can mend, every fault of its arguments in it.
pub fn failure(error: &ToolError) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(output::json(&error.document()).trim_end())])
}
