//! A published DGX architecture: BasePOD and SuperPOD do not use C-G-N-B names.

use serde::{Deserialize, Serialize};

use super::{Confidence, Fabric, List, NodeRange, Text};

/// A published DGX architecture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// Id, such as `superpod-h100`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Family of DGX architectures it belongs to: SuperPOD or BasePOD.
    #[serde(default)]
    pub family: Option<Text>,
    /// Ids of the systems it is published for.
    pub systems: List<Text>,
    /// Sizes, in its unit; none when the tables were not read.
    #[serde(default)]
    pub size: Option<NodeRange>,
    /// Unit of the sizes: `node` or `rack`.
    pub size_unit: Text,
    /// Units of a scalable unit.
    #[serde(default)]
    pub su_size: Option<u64>,
    /// Nodes of a full scalable unit when the fabric manager takes ports.
    #[serde(default)]
    pub su_size_with_manager: Option<u64>,
    /// GPUs of one unit.
    pub gpus_per_unit: u64,
    /// East-west Gb/s per GPU.
    pub ew_gbps_per_gpu: u64,
    /// East-west network.
    #[serde(default)]
    pub fabrics: List<Fabric>,
    /// East-west planes.
    #[serde(default)]
    pub planes: Option<u64>,
    /// East-west switches as printed.
    #[serde(default)]
    pub ew_switch: Option<Text>,
    /// Storage switches as printed.
    #[serde(default)]
    pub storage_switch: Option<Text>,
    /// In-band switches as printed.
    #[serde(default)]
    pub ns_switch: Option<Text>,
    /// Out-of-band switches as printed.
    #[serde(default)]
    pub oob_switch: Option<Text>,
    /// Smallest size with a third switch tier.
    #[serde(default)]
    pub three_tier_from: Option<u64>,
    /// Management nodes.
    #[serde(default)]
    pub management_nodes: Option<u64>,
    /// Most systems in one rack.
    #[serde(default)]
    pub systems_per_rack: Option<u64>,
    /// Power of a scalable unit, kW.
    #[serde(default)]
    pub su_power_kw: Option<f64>,
    /// Id of the document.
    pub source: Text,
    /// How it was read.
    pub confidence: Confidence,
    /// Reading worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}

/// A place where a publication contradicts itself or simple arithmetic: known, named and explained, so that the lint
/// reports it as known in place of as an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// Id.
    pub id: Text,
    /// Lint rule that would object.
    pub rule: Text,
    /// Id of the entry.
    pub entry: Text,
    /// Value as printed.
    pub printed: Text,
    /// Value as recomputed.
    pub recomputed: Text,
    /// Why it is kept.
    pub reason: Text,
    /// Id of the document.
    pub source: Text,
}
