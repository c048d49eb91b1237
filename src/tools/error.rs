//! What a tool or command reports when it cannot do what was asked: a sentence, a closed code, hints.

use serde_json::{Value, json};

use super::TOOLS;

/// The closed list of error codes; each has one exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// The command line is wrong.
    Usage,
    /// A document or value given by the user is wrong.
    InputInvalid,
    /// Configuration is wrong.
    ConfigInvalid,
    /// The catalog or its overlay is wrong.
    CatalogInvalid,
    /// The catalog lacks a fact that is needed.
    CatalogGap,
    /// The answer was made with another state of the catalog.
    CatalogMismatch,
    /// A name is not in the catalog.
    NameUnknown,
    /// A name is of a product that does not exist.
    NameNoProduct,
    /// There is no such tool.
    ToolUnknown,
    /// The arguments of a tool call are wrong.
    ToolArguments,
    /// A tool broke its own contract.
    ToolContract,
    /// No pattern fits the request.
    RaNoFit,
    /// A credential is missing.
    AuthMissing,
    /// Anything else that is our bug.
    Internal,
}

impl ErrorCode {
    /// The code in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Usage => "usage.invalid",
            Self::InputInvalid => "input.invalid",
            Self::ConfigInvalid => "config.invalid",
            Self::CatalogInvalid => "catalog.invalid",
            Self::CatalogGap => "catalog.gap",
            Self::CatalogMismatch => "catalog.mismatch",
            Self::NameUnknown => "name.unknown",
            Self::NameNoProduct => "name.no_such_product",
            Self::ToolUnknown => "tool.unknown",
            Self::ToolArguments => "tool.args_invalid",
            Self::ToolContract => "internal.tool_contract",
            Self::RaNoFit => "ra.no_fit",
            Self::AuthMissing => "auth.missing",
            Self::Internal => "internal.bug",
        }
    }

    /// The exit code of a command that ends with this error.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::ToolContract | Self::Internal => 1,
            Self::Usage => 2,
            Self::InputInvalid
            | Self::ConfigInvalid
            | Self::CatalogInvalid
            | Self::CatalogGap
            | Self::CatalogMismatch
            | Self::NameUnknown
            | Self::NameNoProduct
            | Self::ToolUnknown
            | Self::ToolArguments => 3,
            Self::AuthMissing => 4,
            Self::RaNoFit => 9,
        }
    }
}

/// An error for the caller: what was found, what was expected, what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct ToolError {
    /// Code.
    pub code: ErrorCode,
    /// What was found and what was expected, in a sentence.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// Particulars for programs; null when there are none.
    pub details: Value,
}

impl ToolError {
    /// An error with a sentence.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hints: Vec::new(), details: Value::Null }
    }

    /// The same with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same with particulars for programs.
    #[must_use]
    pub fn details(self, details: Value) -> Self {
        Self { details, ..self }
    }

    /// Arguments that break the schema of a tool.
    #[must_use]
    pub fn arguments(tool: &str, faults: Vec<Value>) -> Self {
        let first = faults
            .first()
            .and_then(|fault| fault["message"].as_str())
            .unwrap_or("wrong arguments")
            .to_string();
        let rest = if faults.len() > 1 { format!(" (and {} more)", faults.len() - 1) } else { String::new() };
        let mut error =
            Self::new(ErrorCode::ToolArguments, format!("the arguments of `{tool}`: {first}{rest}"))
                .details(Value::Array(faults));
        if TOOLS.iter().any(|known| known.name() == tool) {
            error = error.hint(format!("`gcg tools show {tool}` prints the schema"));
        }
        error
    }

    /// The error as the one JSON document of a command.
    #[must_use]
    pub fn document(&self) -> Value {
        let mut document = json!({ "error": self.message, "code": self.code.word(), "hints": self.hints });
        if !self.details.is_null() {
            document["details"] = self.details.clone();
        }
        document
    }
}
