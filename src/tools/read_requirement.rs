//! What a customer's text states, read by rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Tool, ToolError};
use crate::{
    catalog::Catalog,
    design::{Conflict, Intent, Notice, Reading, Requirement, Statement, Unread, Want},
    read,
};

pub use crate::read::{Change, FollowUp, Pending, Scenario};

/// Version of the form in which a reading is printed.
pub const SCHEMA: &str = "gcg/reading/1";

/// Reads a text.
pub struct ReadRequirement;

/// The text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The customer's text.
    pub text: String,
}

/// What was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Version of this document's form.
    pub schema: String,
    /// Every claim of the text, one a row.
    pub statements: Vec<Statement>,
    /// Numbers and product-like words that nothing explains.
    pub unread: Vec<Unread>,
    /// What the writer wants back.
    pub wants: Vec<Want>,
    /// Statements that disagree.
    pub conflicts: Vec<Conflict>,
    /// What the customer wants done.
    pub intents: Vec<Intent>,
    /// Passages that must not be obeyed.
    pub notices: Vec<Notice>,
    /// Language of the text, ISO 639-1.
    pub language: String,
}

/// Reads a text by rules.
#[must_use]
pub fn read(catalog: &Catalog, text: &str) -> Reading {
    let mut reading = read::read(text, catalog);
    if reading.wants.is_empty() {
        reading.wants = read::wants::find(catalog, &read::question::Question::new(catalog, text));
    }
    reading
}

/// Reads a message that follows on a requirement, or answers a pending question.
#[must_use]
pub fn follow_up(
    catalog: &Catalog,
    previous: &Requirement,
    pending: Option<&Pending>,
    text: &str,
) -> FollowUp {
    read::follow_up_to(previous, pending, text, catalog)
}

impl Tool for ReadRequirement {
    const NAME: &'static str = "read_requirement";
    const DESCRIPTION: &'static str = "Lists what the customer's text states, field by field, with quotes and contradictions. Use it when you want to see what was read before you correct it. It designs nothing; plan already reads the text by itself.";
    const SESSION_KEYS: &'static [&'static str] = &["text"];
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let reading = read(catalog, &input.text);
        Ok(Output {
            schema: SCHEMA.into(),
            statements: reading.statements,
            unread: reading.unread,
            wants: reading.wants,
            conflicts: reading.conflicts,
            intents: reading.intents,
            notices: reading.notices,
            language: reading.language,
        })
    }
}
