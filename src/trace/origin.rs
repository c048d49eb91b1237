//! Where a number comes from: a tree from the number down to the customer's words, the catalog's documents, or an
//! assumption that is shown.

use std::{collections::BTreeMap, sync::Arc};

/// A number with its unit and origin. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// The number.
    pub value: f64,
    /// Unit for people, such as `kW` or `nodes`; empty for a plain ratio.
    pub unit: Arc<str>,
    /// How it came about.
    pub origin: Arc<Origin>,
}

/// How a number came about.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// The customer said it.
    Stated {
        /// Field of the requirement.
        field: String,
        /// The customer's words.
        quote: String,
    },
    /// The catalog holds it.
    Catalog {
        /// Kind and id of the entry, as `gpu/h200-sxm`.
        entry: String,
        /// Field of the entry.
        field: String,
        /// Id of the document.
        source: String,
        /// How it was read (verbatim, secondary, derived).
        confidence: String,
    },
    /// Computed from other numbers; `formula` over the names of `inputs` gives the value.
    Derived {
        /// An arithmetic expression over the names of the inputs.
        formula: String,
        /// The numbers that go in, by name.
        inputs: Vec<(String, Traced)>,
        /// Where the rule comes from, when it is not plain arithmetic.
        rule: Option<String>,
    },
    /// Assumed, visibly.
    Assumed {
        /// Field of the assumption.
        field: String,
        /// Why this value.
        reason: String,
    },
    /// A constant of a formula.
    Constant {
        /// What it is.
        what: String,
        /// Where it was read.
        source: String,
    },
    /// The value at another place of the same answer.
    Pointer(String),
    /// Estimated by a model with an error band.
    Estimated {
        /// Name of the estimator.
        model: String,
        /// The numbers that go in, by name.
        inputs: Vec<(String, Traced)>,
        /// What the band rests on.
        basis: String,
    },
    /// Given by the user as measured.
    Measured {
        /// Where the user gave it.
        given_in: String,
    },
}

impl Traced {
    /// A number with its unit and origin.
    #[must_use]
    pub fn new(value: f64, unit: &str, origin: Origin) -> Self {
        Self { value, unit: unit.into(), origin: Arc::new(origin) }
    }

    /// A number the customer stated.
    #[must_use]
    pub fn stated(value: f64, unit: &str, field: &str, quote: &str) -> Self {
        Self::new(value, unit, Origin::Stated { field: field.into(), quote: quote.into() })
    }

    /// A number that was assumed.
    #[must_use]
    pub fn assumed(value: f64, unit: &str, field: &str, reason: &str) -> Self {
        Self::new(value, unit, Origin::Assumed { field: field.into(), reason: reason.into() })
    }

    /// A constant of a formula.
    #[must_use]
    pub fn constant(value: f64, unit: &str, what: &str, source: &str) -> Self {
        Self::new(value, unit, Origin::Constant { what: what.into(), source: source.into() })
    }

    /// A number computed from others. The formula is checked against the value when the answer is certified.
    #[must_use]
    pub fn derived(value: f64, unit: &str, formula: &str, inputs: &[(&str, &Traced)]) -> Self {
        let inputs = inputs.iter().map(|(name, input)| ((*name).to_string(), (*input).clone())).collect();
        Self::new(value, unit, Origin::Derived { formula: formula.into(), inputs, rule: None })
    }

    /// The same number, with the rule its formula follows.
    #[must_use]
    pub fn by_rule(self, rule: &str) -> Self {
        let origin = match &*self.origin {
            Origin::Derived { formula, inputs, .. } => {
                Origin::Derived { formula: formula.clone(), inputs: inputs.clone(), rule: Some(rule.into()) }
            }
            other => other.clone(),
        };
        Self { origin: Arc::new(origin), ..self }
    }

    /// The value as a whole number; zero when negative.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.value.max(0.0).round() as u64
    }

    /// Value and unit for people.
    #[must_use]
    pub fn words(&self) -> String {
        let number = crate::units::plain(self.value);
        if self.unit.is_empty() { number } else { format!("{number} {}", self.unit) }
    }
}

/// The origin of every number of an answer, by JSON pointer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    entries: BTreeMap<String, Traced>,
}

impl Trace {
    /// Records where the number at a pointer comes from and hands the number back.
    pub fn put(&mut self, pointer: impl Into<String>, traced: Traced) -> f64 {
        let value = traced.value;
        self.entries.insert(pointer.into(), traced);
        value
    }

    /// The origin of the number at a pointer.
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<&Traced> {
        self.entries.get(pointer)
    }

    /// All entries, by pointer.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Traced)> {
        self.entries.iter().map(|(pointer, traced)| (pointer.as_str(), traced))
    }

    /// Takes over the entries of another trace.
    pub fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }
}
