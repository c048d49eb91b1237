//! What the rules found: a field, its value, the words it was read from, and how sure the rule is.

use std::collections::BTreeSet;

use serde_json::Value;

/// One reading of one field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    pub field: &'static str,
    pub value: Value,
    /// First and last node of the quote.
    pub from: usize,
    pub to: usize,
    /// Strong readings (2, 3) drive out weak ones (1) of the same field without a conflict.
    pub weight: u8,
    /// Whether a later statement took it back.
    pub retracted: bool,
}

/// All readings of a text and the places they used up.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub list: Vec<Claim>,
    taken: BTreeSet<usize>,
}

impl Claims {
    /// Adds a reading.
    pub fn put(&mut self, field: &'static str, value: impl Into<Value>, from: usize, to: usize, weight: u8) {
        let (from, to) = (from.min(to), from.max(to));
        self.list.push(Claim { field, value: value.into(), from, to, weight, retracted: false });
    }

    /// Adds a number; whole numbers become JSON integers.
    pub fn number(&mut self, field: &'static str, value: f64, from: usize, to: usize, weight: u8) {
        self.put(field, number(value), from, to, weight);
    }

    /// Marks a place as read, so that no other rule reads it again.
    pub fn take(&mut self, at: usize) {
        self.taken.insert(at);
    }

    /// Whether a place was read.
    pub fn is_taken(&self, at: usize) -> bool {
        self.taken.contains(&at)
    }

    /// Whether a field has a reading.
    pub fn has(&self, field: &str) -> bool {
        self.list.iter().any(|claim| claim.field == field && !claim.retracted)
    }

    /// The last standing reading of a field.
    pub fn last(&self, field: &str) -> Option<&Claim> {
        self.list.iter().rev().find(|claim| claim.field == field && !claim.retracted)
    }

    /// The last standing number of a field.
    pub fn value(&self, field: &str) -> Option<f64> {
        self.last(field).and_then(|claim| claim.value.as_f64())
    }
}

/// A JSON number without a needless fraction.
pub(super) fn number(value: f64) -> Value {
    let tidy: f64 = format!("{value:.9}").parse().unwrap_or(value);
    if tidy.fract() == 0.0 && tidy.abs() < 9e15 { Value::from(tidy as i64) } else { Value::from(tidy) }
}
