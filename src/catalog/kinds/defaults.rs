//! Network defaults, in the shape of the original prototype's file.

use serde::{Deserialize, Serialize};

use super::{List, Text};

/// The defaults used where a pattern says nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NetworkDefaults {
    /// Fabric technology.
    pub fabric: Text,
    /// Network platform.
    pub platform: Text,
    /// Switch families.
    pub switches: List<Text>,
    /// Adapter families.
    pub nics: List<Text>,
    /// Advice for people.
    pub guidance: List<Text>,
}

/// The file `networking_defaults.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NetworkingDefaults {
    /// The defaults.
    pub defaults: NetworkDefaults,
    /// Ids of the documents.
    pub sources: List<Text>,
}
