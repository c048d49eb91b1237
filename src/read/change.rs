//! What a further message of a dialogue changes, as it is published.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::design::{Intent, Notice, Requirement};

/// A field that gets a new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Field of the requirement.
    pub field: String,
    /// The new value, in the unit of the field's name; null clears the field.
    pub value: Value,
    /// The words of the message, verbatim.
    pub quote: String,
}

/// What kind of message it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// The requirement itself changes.
    #[default]
    Change,
    /// A variant beside the base; the base stays as it is.
    WhatIf,
    /// The variant is left; the base counts again.
    BackToBase,
    /// A question about an earlier or the present design; nothing changes.
    Question,
}

/// A number whose meaning must be asked for before anything changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// Fields it may mean.
    pub fields: Vec<String>,
    /// The number.
    pub value: f64,
    /// The words of the message, verbatim.
    pub quote: String,
    /// The question to ask.
    pub question: String,
}

/// What a message changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FollowUp {
    /// Fields with new values.
    pub changes: Vec<Change>,
    /// Fields that no longer hold, with the words that say so.
    pub cleared: Vec<Change>,
    /// What kind of message it is.
    pub scenario: Scenario,
    /// A question that must be answered first.
    pub pending: Option<Pending>,
    /// The number a field had before, where the message goes back to one ("back to 40").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_to: Option<f64>,
    /// What is wanted besides.
    pub intents: Vec<Intent>,
    /// Passages that were not obeyed.
    pub notices: Vec<Notice>,
}

impl FollowUp {
    /// The requirement with the changes made.
    #[must_use]
    pub fn apply(&self, previous: &Requirement) -> Requirement {
        let mut next = previous.clone();
        for change in self.cleared.iter().chain(&self.changes) {
            // Changes come from the reader and fit their fields; one that does not is left out.
            let _ = next.set(&change.field, change.value.clone(), &change.quote);
        }
        next
    }
}
