//! How a command ends when it cannot give a result: one JSON document and one exit code.

use serde_json::{Value, json};

use crate::tools::{ErrorCode, ToolError};

/// A command that failed, or whose result is an answer with a verdict of its own.
#[derive(Debug)]
pub enum Failure {
    /// An error document and its exit code.
    Error {
        /// The document.
        document: Value,
        /// The exit code.
        exit: u8,
    },
}

impl Failure {
    /// A wrong command line.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        ToolError::new(ErrorCode::Usage, message).hint(hint).into()
    }

    /// A wrong document or value.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        ToolError::new(ErrorCode::InputInvalid, message).hint(hint).into()
    }

    /// A signal ended the command.
    pub fn interrupted(exit: u8) -> Self {
        let word = if exit == 143 { "terminated" } else { "interrupted" };
        Self::Error {
            document: json!({ "error": format!("the command was {word} before it had a result"), "code": word, "hints": [] }),
            exit,
        }
    }

    /// Our bug.
    pub fn bug(message: &str) -> Self {
        Self::Error {
            document: json!({
                "error": format!("internal error: {message}"),
                "code": "internal.panic",
                "hints": ["this is a bug of gcg; please report it with the command that led to it"],
            }),
            exit: 1,
        }
    }
}

impl From<ToolError> for Failure {
    fn from(error: ToolError) -> Self {
        Self::Error { document: error.document(), exit: error.code.exit() }
    }
}
