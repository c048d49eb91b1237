//! A fact: a value, where it was read, and how far to trust it. Three states are never confused: a value,
//! known to be absent, and not published; a field that is missing altogether is not known.

use serde::{Deserialize, Serialize};

use super::Text;

/// A value with its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(try_from = "FactText<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct Fact<T> {
    /// The value, or why there is none.
    pub value: Value<T>,
    /// Id of the document, in `sources`.
    pub source: Text,
    /// How the value was read.
    pub confidence: Confidence,
    /// Condition, reading or rule that belongs to the value ("2:4 sparsity", "8 x 14.3").
    pub note: Option<Text>,
}

/// A value, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
pub enum Value<T> {
    /// The value.
    Known(T),
    /// The part is known not to have it (no NVLink, no FP8).
    Absent,
    /// Nobody publishes it, as far as the source shows.
    NotPublished,
}

/// How a fact was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Confidence {
    /// Read in the named source itself.
    Verbatim,
    /// Attributed to the named source, read through another publication.
    Secondary,
    /// Computed from other facts; the note gives the rule.
    Derived,
}

impl Confidence {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Secondary => "secondary",
            Self::Derived => "derived",
        }
    }
}

impl<T> Fact<T> {
    /// The value, when there is one.
    #[must_use]
    pub fn known(&self) -> Option<&T> {
        match &self.value {
            Value::Known(value) => Some(value),
            Value::Absent | Value::NotPublished => None,
        }
    }
}

/// A fact as it is written: `value`, or `state: none | not_published` in its place.
#[derive(Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FactText<T> {
    value: Option<T>,
    state: Option<StateText>,
    source: Text,
    confidence: Confidence,
    #[serde(default)]
    note: Option<Text>,
}

#[derive(Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum StateText {
    None,
    NotPublished,
}

impl<T> TryFrom<FactText<T>> for Fact<T> {
    type Error = &'static str;

    fn try_from(text: FactText<T>) -> Result<Self, Self::Error> {
        let value = match (text.value, text.state) {
            (Some(value), None) => Value::Known(value),
            (None, Some(StateText::None)) => Value::Absent,
            (None, Some(StateText::NotPublished)) => Value::NotPublished,
            (Some(_), Some(_)) => return Err("a fact has a `value` or a `state`, not both"),
            (None, None) => return Err("a fact needs a `value`, or `state: none` or `state: not_published`"),
        };
        Ok(Self { value, source: text.source, confidence: text.confidence, note: text.note })
    }
}
