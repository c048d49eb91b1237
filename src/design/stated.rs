//! A value the customer stated, with the customer's own words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::binding::{Bound, Strength};

/// A stated value. The quote is found verbatim in the customer's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stated<T> {
    /// The value in the unit of the field's name.
    pub value: T,
    /// How the value binds what may be built.
    #[serde(default, skip_serializing_if = "Bound::is_exactly")]
    pub bound: Bound,
    /// How strongly it is asked for, where the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// Number of the clause it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// The customer's words, verbatim.
    pub quote: String,
}

impl<T> Stated<T> {
    /// Exactly this value, with the words it was read from.
    pub fn new(value: T, quote: impl Into<String>) -> Self {
        Self { value, bound: Bound::default(), strength: None, clause: None, quote: quote.into() }
    }
}

/// A value of any field: number, text, yes or no, or a list of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Plain {
    /// Yes or no.
    Flag(bool),
    /// A number in the unit of the field's name.
    Number(#[serde(serialize_with = "whole")] f64),
    /// A word or name.
    Text(String),
    /// Several values.
    List(Vec<Plain>),
    /// Nothing.
    Nothing(()),
}

/// Writes a whole number without a fraction: a count is `64`, not `64.0`.
fn whole<S: serde::Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        serializer.serialize_i64(*number as i64)
    } else {
        serializer.serialize_f64(*number)
    }
}

impl Plain {
    /// From a JSON value; objects become their JSON text.
    #[must_use]
    pub fn from_json(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Nothing(()),
            serde_json::Value::Bool(flag) => Self::Flag(*flag),
            serde_json::Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::MAX)),
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from_json).collect()),
            serde_json::Value::Object(_) => Self::Text(value.to_string()),
        }
    }

    /// The value in words for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Flag(true) => "yes".into(),
            Self::Flag(false) => "no".into(),
            Self::Number(number) => crate::units::plain(*number),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.iter().map(Self::words).collect::<Vec<_>>().join(", "),
            Self::Nothing(()) => "nothing".into(),
        }
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}
impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for Plain {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<u64> for Plain {
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}
