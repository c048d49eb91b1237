//! Values of requirement fields as flags and documents give them: read from text by type, held within bounds.

use std::ops::RangeInclusive;

use super::{
    requirement_parts::{Acceptance, Evaluation, NodeOption, Questioned},
    words::{self, Word},
};
use crate::units::Currency;

/// A value that a field cannot take: what was found, what is expected, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What was found and what is expected.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
}

/// A type of requirement fields.
pub trait FieldValue: Sized {
    /// Reads the text of a flag or form.
    ///
    /// # Errors
    /// What was found and what is expected.
    fn from_text(text: &str) -> Result<Self, String>;

    /// The numbers in it that the bounds of its field apply to.
    fn numbers(&self) -> Vec<f64> {
        Vec::new()
    }
}

impl FieldValue for u64 {
    fn from_text(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| match text.parse::<f64>() {
            Ok(number) if number < 0.0 => format!("found {text}, expected 0 or more"),
            _ => format!("found `{text}`, expected a whole number"),
        })
    }

    fn numbers(&self) -> Vec<f64> {
        vec![*self as f64]
    }
}

impl FieldValue for f64 {
    fn from_text(text: &str) -> Result<Self, String> {
        let number = text.parse::<Self>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| format!("found `{text}`, expected a number"))
    }

    fn numbers(&self) -> Vec<f64> {
        vec![*self]
    }
}

impl FieldValue for bool {
    fn from_text(text: &str) -> Result<Self, String> {
        match text.to_lowercase().as_str() {
            "true" | "yes" => Ok(true),
            "false" | "no" => Ok(false),
            _ => Err(format!("found `{text}`, expected true or false")),
        }
    }
}

impl FieldValue for String {
    fn from_text(text: &str) -> Result<Self, String> {
        Ok(serde_json::from_str(text).unwrap_or_else(|_| text.to_string()))
    }
}

impl<W: Word> FieldValue for W {
    fn from_text(text: &str) -> Result<Self, String> {
        words::parse(text.trim_matches('"')).map_err(|error| error.to_string())
    }
}

impl FieldValue for Currency {
    fn from_text(text: &str) -> Result<Self, String> {
        text.trim_matches('"').parse().map_err(|error: crate::units::UnknownCurrency| error.to_string())
    }
}

/// Several values: a JSON list, or a single value, or values between commas.
impl<T: FieldValue> FieldValue for Vec<T> {
    fn from_text(text: &str) -> Result<Self, String> {
        if let Ok(items) = serde_json::from_str::<Vec<serde_json::Value>>(text) {
            let text = |item: serde_json::Value| match item {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            };
            return items.into_iter().map(|item| T::from_text(text(item).trim())).collect();
        }
        text.split(',').map(|item| T::from_text(item.trim())).collect()
    }

    fn numbers(&self) -> Vec<f64> {
        self.iter().flat_map(T::numbers).collect()
    }
}

/// Values with parts of their own are written as JSON.
macro_rules! written_as_json {
    ($($kind:ty),*) => {$(
        impl FieldValue for $kind {
            fn from_text(text: &str) -> Result<Self, String> {
                serde_json::from_str(text).map_err(|error| error.to_string())
            }
        }
    )*};
}
written_as_json!(NodeOption, Acceptance, Evaluation, Questioned);

/// The first number of a value that lies outside the bounds, with what is expected of it.
pub(super) fn outside<T: FieldValue>(value: &T, bounds: Option<RangeInclusive<f64>>) -> Option<String> {
    let bounds = bounds?;
    let number = value.numbers().into_iter().find(|number| !bounds.contains(number))?;
    let (low, high) = (*bounds.start(), *bounds.end());
    let plain = crate::units::plain;
    let expected = if number > high {
        format!("at most {}", plain(high))
    } else if low == f64::MIN_POSITIVE {
        "more than 0".to_string()
    } else {
        format!("at least {}", plain(low))
    };
    Some(format!("found {}, expected {expected}", plain(number)))
}
