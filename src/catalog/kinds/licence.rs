//! A software product with its licence metric, and the hardware it comes with.

use serde::{Deserialize, Serialize};

use super::{Fabric, Fact, List, Text};

/// A software product sold by licence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Id, such as `nvidia-ai-enterprise`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Spellings that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// What one licence covers: `gpu`, `managed_device`, `user`; not published when no source names it.
    pub metric: Option<Fact<Text>>,
    /// Ids of the GPUs it comes with.
    pub bundled_with: Option<Fact<List<Text>>>,
    /// Id of the licence that contains it, where it is not sold alone.
    #[serde(default)]
    pub part_of: Option<Text>,
    /// Network it is for; any when none is given.
    #[serde(default)]
    pub fabric: Option<Fabric>,
    /// Groups of workloads it is for; any when empty.
    #[serde(default)]
    pub workloads: List<Text>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}
