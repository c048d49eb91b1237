//! Storage: what the reference architectures ask for, and building blocks that give it. Link provisioning (Gb/s) is
//! not file-system throughput (GB/s); the two guidelines are never compared.

use serde::{Deserialize, Serialize};

use super::{Fact, Generation, List, NamedFact, Text};

/// What a published storage figure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum StorageMeaning {
    /// Throughput of the file system, seen by clients.
    Throughput,
    /// Bandwidth of the links to provision.
    LinkProvisioning,
}

impl StorageMeaning {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Throughput => "throughput",
            Self::LinkProvisioning => "link_provisioning",
        }
    }
}

/// A guideline of a reference architecture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StorageGuideline {
    /// Id, such as `superpod-h100-su`.
    pub id: Text,
    /// Which publication and for what.
    pub name: Text,
    /// What the figures mean.
    pub meaning: StorageMeaning,
    /// GPUs the figures are for.
    pub gpus: Option<Fact<u64>>,
    /// Level the publication calls it (good, better, best, standard, enhanced).
    #[serde(default)]
    pub level: Option<Text>,
    /// Generations of GPUs whose clusters are scaled from it; none for rows of one node or of several units.
    #[serde(default)]
    pub scales: List<Generation>,
    /// Read throughput, GB/s.
    pub read_gbyte_per_s: Option<Fact<f64>>,
    /// Write throughput, GB/s.
    pub write_gbyte_per_s: Option<Fact<f64>>,
    /// Link bandwidth, Gb/s per GPU.
    pub link_gbps_per_gpu: Option<Fact<f64>>,
    /// Ids of the patterns it belongs to.
    #[serde(default)]
    pub patterns: List<Text>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}

/// A storage product as one unit of growth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StorageBlock {
    /// Id.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Maker.
    pub vendor: Text,
    /// Spellings that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Read throughput, GB/s.
    pub read_gbyte_per_s: Option<Fact<f64>>,
    /// Write throughput, GB/s.
    pub write_gbyte_per_s: Option<Fact<f64>>,
    /// Usable capacity, TB.
    pub usable_tb: Option<Fact<f64>>,
    /// Height, rack units.
    pub rack_units: Option<Fact<f64>>,
    /// Greatest power, kW.
    pub power_max_kw: Option<Fact<f64>>,
    /// Network ports as printed.
    pub network: Option<Fact<Text>>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}
