//! One need of the customer: a claim about one field, with the words it rests on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    binding::{Bound, Scope, Strength},
    field::Field,
    stated::Plain,
};

/// One need, one claim. The quote stands verbatim in the text it was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What the claim is about.
    pub field: Field,
    /// The value, in the unit of the field's suffix; a list `[low, high]` where the bound is `between`.
    pub value: Plain,
    /// How the value binds.
    #[serde(default, skip_serializing_if = "Bound::is_exactly")]
    pub bound: Bound,
    /// How strongly it is asked for; none where the text does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// Which part of the customer's world it is about.
    #[serde(default, skip_serializing_if = "Scope::is_new")]
    pub scope: Scope,
    /// Whether the value is ruled out rather than asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
    /// Number of the clause in the buyer's own numbering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// For a need that fits no field: what it is about, in a word or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The customer's words, verbatim.
    pub quote: String,
    /// Who read it; the built-in reader where nothing is said.
    #[serde(default, skip_serializing_if = "By::is_reader")]
    pub by: By,
}

impl Statement {
    /// A plain claim: exactly this value, to be built now, read by rules.
    #[must_use]
    pub fn new(field: Field, value: impl Into<Plain>, quote: impl Into<String>) -> Self {
        Self {
            field,
            value: value.into(),
            bound: Bound::default(),
            strength: None,
            scope: Scope::default(),
            negated: false,
            clause: None,
            about: None,
            quote: quote.into(),
            by: By::default(),
        }
    }
}

/// Who read a claim.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The built-in reader.
    #[default]
    Reader,
    /// A model, pointing at the text.
    Model,
    /// A flag of the command line.
    Flag,
    /// A requirement file.
    File,
}

impl By {
    /// Whether it is the default.
    #[must_use]
    pub fn is_reader(&self) -> bool {
        *self == Self::Reader
    }
}

/// A number or product-like word of the text that nothing explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// The words, verbatim, with enough around them to be found.
    pub quote: String,
    /// Why it was not understood.
    pub reason: String,
}

/// What the writer wants back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// A design for a need.
    Design,
    /// How many GPUs, how long, how fast.
    Size,
    /// A fact of a product, pattern or rule.
    Lookup,
    /// The differences of two or more things.
    Compare,
    /// Whether something fits, works or is right.
    Verdict,
    /// What it costs.
    Price,
    /// How many of a part (switches, cables, racks).
    Count,
    /// An existing cluster grown.
    Expand,
    /// Why, or what a word means.
    Explain,
    /// A greeting or thanks.
    SmallTalk,
    /// Something outside what the program is for.
    OffTopic,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_plain_statement_is_short_and_reads_back() {
        let plain = Statement::new(Field::GpuCount, 64.0, "sixty-four (64) GPUs");
        let json = serde_json::to_value(&plain).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"field": "gpu_count", "value": 64, "quote": "sixty-four (64) GPUs"})
        );
        assert_eq!(serde_json::from_value::<Statement>(json).unwrap(), plain);
    }

    #[test]
    fn every_field_is_spelt_alike_in_json_and_in_the_requirement() {
        for field in Field::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        }
    }
}
