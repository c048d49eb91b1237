//! The tools as the protocol lists them, and results as it carries them.

use std::sync::Arc;

use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Resource, Tool, ToolAnnotations};
use serde_json::Value;

use crate::{
    cli::output,
    tools::{self, TOOLS, ToolError},
};

/// Every tool with the schemas scripts see: what a conversation of ours would fill in is an ordinary input here.
///
/// # Errors
/// When a schema is none: a bug of ours.
pub fn all() -> Result<Vec<Tool>, ToolError> {
    TOOLS
        .iter()
        .map(|tool| {
            let schemas = tools::schemas(tool.name())?;
            let title = tool.name().replace('_', " ");
            let annotations = ToolAnnotations::with_title(&title)
                .read_only(true)
                .destructive(false)
                .idempotent(true)
                .open_world(false);
            Ok(Tool::new(tool.name(), tool.description(), object(&schemas.input))
                .with_title(title)
                .with_raw_output_schema(object(&schemas.output))
                .with_annotations(annotations))
        })
        .collect()
}

/// A schema as the protocol carries it; the protocol wants `type: object` spelled out.
fn object(schema: &Value) -> Arc<JsonObject> {
    let mut map = schema.as_object().cloned().unwrap_or_default();
    map.entry("type").or_insert_with(|| "object".into());
    Arc::new(map)
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
