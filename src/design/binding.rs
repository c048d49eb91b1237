//! How a stated value binds: which values it allows, how strongly it is asked for, and what part of the customer's world it
//! is about.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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
    /// Share by which a value may differ from one that is said to be about it.
    pub const ABOUT: f64 = 0.1;

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

    /// Whether it is about one of several pools or sites.
    #[must_use]
    pub fn is_part(&self) -> bool {
        matches!(self, Self::Pool(_) | Self::Site(_))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn scopes_read_back_and_unknown_ones_name_the_legal() {
        for text in ["new", "existing", "option", "later", "pool:training", "site:Graz"] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        assert!("pool:".parse::<Scope>().unwrap_err().contains("pool:<name>"));
    }
}
