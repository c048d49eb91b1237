//! The arguments of a tool call as a model or a script writes them: JSON text, read without guessing.

use serde_json::Value;

use super::{AnyTool, ErrorCode, ToolError};

/// A longer text is refused unread.
const SIZE_LIMIT_BYTES: usize = 64 * 1024;

/// Arguments that were read, and where a doubly encoded value was decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    /// The arguments.
    pub value: Value,
    /// JSON pointers at which text was decoded because the schema wants a list or object there.
    pub coerced: Vec<String>,
}

/// Reads the arguments of a call.
///
/// # Errors
/// `tool.args_invalid` when the text is too long, not JSON, or not an object.
pub fn read_arguments(tool: &dyn AnyTool, text: &str) -> Result<Arguments, ToolError> {
    let fault = |message: String| {
        ToolError::new(ErrorCode::ToolArguments, format!("the arguments of `{}`: {message}", tool.name()))
    };
    if text.len() > SIZE_LIMIT_BYTES {
        return Err(fault(format!("{} bytes; {SIZE_LIMIT_BYTES} are allowed", text.len())));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| fault(format!("no JSON: {error}")))?;
    if !value.is_object() {
        return Err(fault("not a JSON object".into()));
    }
    Ok(Arguments { value, coerced: Vec::new() })
}
