//! A finding with the origins of its bounds, before it is certified.

use crate::design::{RuleId, Severity};

use super::Traced;

/// A finding with the origins of its numbers; certification turns it into a [finding](crate::design::Finding).
#[derive(Debug, Clone, PartialEq)]
pub struct FindingDraft {
    /// Name of the rule.
    pub rule: RuleId,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub message: String,
    /// The value found.
    pub actual: Option<Traced>,
    /// The bound it is held against.
    pub limit: Option<Traced>,
    /// Where in the answer, as a JSON pointer.
    pub at: Option<String>,
    /// The smallest change that repairs it.
    pub repair: Option<String>,
}

impl FindingDraft {
    /// A finding without numbers.
    #[must_use]
    pub fn note(rule: RuleId, severity: Severity, message: impl Into<String>) -> Self {
        Self { rule, severity, message: message.into(), actual: None, limit: None, at: None, repair: None }
    }
    /// The same with the value found and the bound.
    #[must_use]
    pub fn against(self, actual: Traced, limit: Traced) -> Self {
        Self { actual: Some(actual), limit: Some(limit), ..self }
    }
    /// The same with a place in the answer.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Self {
        Self { at: Some(pointer.into()), ..self }
    }
    /// The same with the smallest change that repairs it.
    #[must_use]
    pub fn repaired_by(self, change: impl Into<String>) -> Self {
        Self { repair: Some(change.into()), ..self }
    }
}
