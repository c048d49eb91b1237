//! Names that do not mean one part: bare names with several candidates, and names of products that do not exist.

use serde::{Deserialize, Serialize};

use super::{List, Text};

/// What a name is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Kind {
    /// A GPU.
    Gpu,
    /// A system.
    System,
    /// A language model.
    Model,
    /// A switch.
    Switch,
    /// An adapter.
    Nic,
    /// A transceiver.
    Transceiver,
    /// A cable or fibre.
    Cable,
    /// A rack.
    Rack,
    /// A storage product.
    Storage,
}

/// A bare name that fits several parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ambiguity {
    /// The bare name, such as `H100`.
    pub name: Text,
    /// Other spellings of the bare name.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Kind of the candidates.
    pub kind: Kind,
    /// Id taken when nothing else is known; none when a choice would be a guess.
    #[serde(default)]
    pub default: Option<Text>,
    /// Ids it may mean.
    pub candidates: List<Text>,
    /// What goes wrong when the wrong one is taken.
    pub effect: Text,
}

/// A name people type for a product that does not exist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoSuchProduct {
    /// The name.
    pub name: Text,
    /// Kind of product it pretends to be.
    pub kind: Kind,
    /// Other spellings of it.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Why there is no such product.
    pub why: Text,
    /// Ids the writer may have meant.
    pub near: List<Text>,
}
