//! The tools as the protocol lists them, and results as it carries them.

use std::sync::Arc;

use rmcp::model::{CallToolResult, ContentBlock, Resource, Tool, ToolAnnotations};
use serde_json::Value;

use crate::{
    cli::output,
    tools::{TOOLS, ToolError},
};

use super::arguments;

/// Every tool as clients see it: short inputs, and no output schemas, which `gcg://schema/NAME` holds, so that the
/// whole list stays small enough for a model's context.
///
/// # Errors
/// When a schema is none: a bug of ours.
pub fn all() -> Result<Vec<Tool>, ToolError> {
    TOOLS
        .iter()
        .map(|tool| {
            let annotations = ToolAnnotations::new().read_only(true).open_world(false);
            let input = Arc::new(arguments::schema(*tool)?);
            Ok(Tool::new(tool.name(), tool.description(), input).with_annotations(annotations))
        })
        .collect()
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
