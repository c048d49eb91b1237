//! One need of the customer: a claim about one field, with the words it rests on.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{requirement::Field, stated::Plain};

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

/// How a stated value binds what may be built.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// This value and no other.
    #[default]
    Exactly,
    /// This value or more.
    AtLeast,
    /// This value or less.
    AtMost,
    /// Near this value.
    About,
    /// From the first to the second value.
    Between,
}

impl Bound {
    /// Whether it is the default.
    #[must_use]
    pub fn is_exactly(&self) -> bool {
        *self == Self::Exactly
    }
}

/// How strongly something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Mandatory: shall, must.
    Must,
    /// Wanted: should, preferably.
    Should,
    /// Optional: may, nice to have.
    May,
}

/// Which part of the customer's world a claim is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// What is to be built now.
    #[default]
    New,
    /// What stands already and stays.
    Existing,
    /// What is to be priced beside the order.
    Option,
    /// Growth after the order.
    Later,
    /// One of several pools with needs of their own.
    Pool(String),
    /// One of several sites.
    Site(String),
}

impl Scope {
    /// Whether it is the default.
    #[must_use]
    pub fn is_new(&self) -> bool {
        *self == Self::New
    }

    /// Whether it is part of what is built now: the whole, a pool of it, or a site.
    #[must_use]
    pub fn is_built_now(&self) -> bool {
        matches!(self, Self::New | Self::Pool(_) | Self::Site(_))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("new"),
            Self::Existing => f.write_str("existing"),
            Self::Option => f.write_str("option"),
            Self::Later => f.write_str("later"),
            Self::Pool(name) => write!(f, "pool:{name}"),
            Self::Site(name) => write!(f, "site:{name}"),
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named =
            |prefix| text.strip_prefix(prefix).filter(|name: &&str| !name.is_empty()).map(str::to_string);
        match text {
            "new" => Ok(Self::New),
            "existing" => Ok(Self::Existing),
            "option" => Ok(Self::Option),
            "later" => Ok(Self::Later),
            _ => named("pool:").map(Self::Pool).or_else(|| named("site:").map(Self::Site)).ok_or_else(|| {
                format!("unknown scope `{text}`: expected new, existing, option, later, pool:<name> or site:<name>")
            }),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Scope {
    fn schema_name() -> Cow<'static, str> {
        "Scope".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(new|existing|option|later|pool:.+|site:.+)$",
            "description": "Which part of the customer's world a claim is about: new, existing, option, later, pool:<name>, site:<name>."
        })
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

    #[test]
    fn scopes_read_back_and_unknown_ones_name_the_legal() {
        for text in ["new", "existing", "option", "later", "pool:training", "site:Graz"] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        assert!("pool:".parse::<Scope>().unwrap_err().contains("pool:<name>"));
    }
}
