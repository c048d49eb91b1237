//! The lines of `gcg ask --stream`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::output;
use crate::{agent::Event, check::AnswerDocument};

/// One line of `--stream`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StreamLine {
    /// The first line.
    Version {
        /// Form of the lines: `gcg/events/1`.
        schema: String,
        /// Version of the program.
        version: String,
    },
    /// The last line of a question that was answered.
    Result {
        /// Exit code.
        exit: u8,
        /// The answer.
        #[schemars(with = "AnswerDocument")]
        result: Value,
    },
    /// The last line of a question that was not.
    Error {
        /// The error: a sentence, a code, hints.
        #[serde(flatten)]
        #[schemars(with = "std::collections::BTreeMap<String, Value>")]
        document: Value,
        /// Exit code.
        exit: u8,
    },
    /// What happened in between.
    #[serde(untagged)]
    Event(Event),
}

/// Prints a line on standard output.
pub fn print(line: &StreamLine) {
    output::out(&output::line(&serde_json::to_value(line).unwrap_or_default()));
}
