//! A document facts were read in.

use serde::{Deserialize, Serialize};

use super::Text;

/// A document, page, repository file or data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short id that facts use.
    pub id: Text,
    /// Title, or what it is.
    pub title: Text,
    /// Address, when it has one.
    #[serde(default)]
    pub url: Option<Text>,
    /// Through what it was read, when not directly.
    #[serde(default)]
    pub via: Option<Text>,
    /// Table, section, commit or edition.
    #[serde(default)]
    pub locator: Option<Text>,
    /// Day it was read, as YYYY-MM-DD.
    pub read: Text,
}
