//! A customer's text to a reading, for the commands that take many texts at once.

use crate::{
    design::Reading,
    tools::{Catalog, ErrorCode, ToolError},
};

/// The reading of a text.
///
/// # Errors
/// `input.invalid` while this build cannot read free text.
pub fn of_text(_catalog: &Catalog, _text: &str) -> Result<Reading, ToolError> {
    Err(ToolError::new(ErrorCode::InputInvalid, "this build reads requirement documents and fields, no free text")
        .hint("give the request as a requirement document; `gcg schema requirement` prints the form"))
}
