//! A reference-architecture pattern, C-G-N-B: CPU sockets, GPUs and network adapters of a node, and the average
//! east-west Gb/s per GPU. The first fields are those of the original prototype's file.

use serde::{Deserialize, Serialize};

use super::{Confidence, List, Text};

/// A range of nodes, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeRange {
    /// Fewest nodes.
    pub min: u64,
    /// Most nodes.
    pub max: u64,
}

/// One published limit; documents differ, so each is kept apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeLimit {
    /// Which publication says so, in words.
    pub by: Text,
    /// Fewest nodes.
    #[serde(default)]
    pub min: Option<u64>,
    /// Most nodes.
    #[serde(default)]
    pub max: Option<u64>,
    /// Node counts the publication works out.
    #[serde(default)]
    pub points: List<u64>,
    /// Step between sizes.
    #[serde(default)]
    pub step: Option<u64>,
    /// Id of the document.
    pub source: Text,
    /// Reading worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}

/// The adapters of a node for one direction of traffic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Adapters {
    /// Adapters per node.
    pub count: u64,
    /// Adapter model; none when the publication names none.
    #[serde(default)]
    pub model: Option<Text>,
    /// Id of the adapter, when it is a card of the catalog (not one soldered to a baseboard).
    #[serde(default)]
    pub nic: Option<Text>,
    /// Gb/s per adapter.
    #[serde(default)]
    pub gbps: Option<u64>,
    /// Ports as printed.
    #[serde(default)]
    pub ports: Option<Text>,
    /// How it is attached, as printed.
    #[serde(default)]
    pub attach: Option<Text>,
}

/// What the publication says of the fabric's shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PatternTopology {
    /// East-west planes.
    pub planes: u64,
    /// Largest size with all fabrics on one collapsed core pair, nodes.
    #[serde(default)]
    pub collapsed_max_nodes: Option<u64>,
    /// Largest size with one switch tier for east-west, nodes.
    #[serde(default)]
    pub single_tier_max_nodes: Option<u64>,
    /// Sizes with a pair of switches of its own for east-west, nodes.
    #[serde(default)]
    pub dedicated_pair_nodes: Option<NodeRange>,
    /// Nodes whose rails end on one group of leaves.
    #[serde(default)]
    pub leaf_group_nodes: Option<u64>,
    /// Leaves of a group, per plane.
    #[serde(default)]
    pub leaves_per_plane_per_group: Option<u64>,
    /// Rails that end on one leaf.
    #[serde(default)]
    pub rails_per_leaf: Option<u64>,
    /// Links down per leaf, where the publication fixes it.
    #[serde(default)]
    pub leaf_down: Option<u64>,
    /// Links up per leaf, where the publication fixes it.
    #[serde(default)]
    pub leaf_up: Option<u64>,
    /// Whether the number of spines of a plane must be even.
    #[serde(default)]
    pub even_spines: bool,
    /// Whether east-west and north-south never share switches.
    #[serde(default)]
    pub ns_separate: bool,
    /// Smallest size with a third tier, nodes.
    #[serde(default)]
    pub super_spine_from_nodes: Option<u64>,
    /// Reading worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}

/// Which document a group of a pattern's fields was read in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PatternSource {
    /// Names of the fields.
    pub fields: List<Text>,
    /// Ids of the documents.
    pub sources: List<Text>,
    /// How they were read.
    pub confidence: Confidence,
    /// Reading worth knowing.
    #[serde(default)]
    pub note: Option<Text>,
}

/// A reference-architecture pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Id, such as `2-8-9-400`.
    pub id: Text,
    /// Family, as the publication calls it.
    pub family: Text,
    /// One sentence for people.
    pub description: Text,
    /// CPU sockets per node.
    pub c: u64,
    /// GPUs per node.
    pub g: u64,
    /// Network adapters per node.
    pub n: u64,
    /// Average east-west Gb/s per GPU.
    pub b_gbps_per_gpu: u64,
    /// Node range of the governing document.
    pub node_count: NodeRange,
    /// Tags.
    pub tags: List<Text>,
    /// Workloads the publication recommends it for.
    pub workload_fit: List<Text>,
    /// Fabric technology.
    pub fabric: Text,
    /// Network platform.
    pub platform: Text,
    /// Every published limit, with its document.
    #[serde(default)]
    pub node_limits: List<NodeLimit>,
    /// Nodes of a scalable unit.
    #[serde(default)]
    pub su_nodes: Option<u64>,
    /// What a node is, when not a server ("compute tray").
    #[serde(default)]
    pub node_unit: Option<Text>,
    /// Sizes grow in steps of this many nodes where the product is sold whole.
    #[serde(default)]
    pub node_step: Option<u64>,
    /// Ids of the GPUs it is published for.
    #[serde(default)]
    pub gpus_allowed: List<Text>,
    /// Whether the overview white paper lists it.
    #[serde(default)]
    pub in_overview: bool,
    /// Whether its servers are liquid cooled by design.
    #[serde(default)]
    pub liquid_cooled: bool,
    /// East-west adapters.
    #[serde(default)]
    pub ew_nics: Option<Adapters>,
    /// North-south adapters.
    #[serde(default)]
    pub ns_nics: Option<Adapters>,
    /// East-west switch ids.
    #[serde(default)]
    pub ew_switches: List<Text>,
    /// North-south switch ids.
    #[serde(default)]
    pub ns_switches: List<Text>,
    /// Out-of-band switch id.
    #[serde(default)]
    pub oob_switch: Option<Text>,
    /// Fabric shape.
    #[serde(default)]
    pub topology: Option<PatternTopology>,
    /// Number of the sizing document.
    #[serde(default)]
    pub era_doc: Option<Text>,
    /// Storage link provisioning, Gb/s per GPU.
    #[serde(default)]
    pub storage_gbps_per_gpu: Option<f64>,
    /// Pattern this one is a cabling variant of.
    #[serde(default)]
    pub variant_of: Option<Text>,
    /// Whether a design may go beyond the node count with it.
    #[serde(default)]
    pub designable: bool,
    /// Where the fields were read.
    pub sources: List<PatternSource>,
    /// Readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}
