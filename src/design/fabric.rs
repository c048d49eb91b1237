//! The fabrics of a design: which switches in which tiers, how many links, and how each count came about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::words::Technology;

/// What a fabric carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// East-west: traffic between GPUs of different nodes.
    Compute,
    /// North-south: users, storage and in-band management on one fabric.
    Converged,
    /// Storage on switches of its own.
    Storage,
    /// In-band management on switches of its own.
    InBand,
    /// Out-of-band management: BMCs, switch management ports, power distribution.
    OutOfBand,
}

impl Network {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Converged => "converged",
            Self::Storage => "storage",
            Self::InBand => "in_band",
            Self::OutOfBand => "out_of_band",
        }
    }
}

/// The shape of the east-west fabric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One pair of core switches carries every fabric but the out-of-band one.
    CollapsedCore,
    /// East-west has a pair of switches of its own per plane, joined by inter-switch links; no spine.
    DedicatedPair,
    /// One switch per plane.
    SingleSwitch,
    /// Leaves and spines.
    LeafSpine,
    /// Leaves, spines and one or more tiers above.
    MultiTier,
}

/// The place of a switch in its fabric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nodes are attached to it.
    Leaf,
    /// Joins leaves.
    Spine,
    /// Joins spines (core in InfiniBand documents, super-spine in Ethernet ones).
    SuperSpine,
    /// Joins super-spines.
    Top,
}

/// One tier of switches. Every count of links is per switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tier {
    /// Place of the tier.
    pub role: Role,
    /// Switches of one plane.
    pub count_per_plane: u64,
    /// Switches of all planes.
    pub count: u64,
    /// Pods the tier is divided into, per plane; 1 when the tier is one pod.
    pub pod_count: u64,
    /// Members of the tier below in one pod: leaves for a spine tier, pods for the tiers above.
    pub pod_member_count: u64,
    /// Ports towards nodes or the tier below, by design (a part-filled leaf uses fewer).
    pub down_link_count: u64,
    /// Ports towards the tier above.
    pub up_link_count: u64,
    /// Ports towards the other switch of a pair.
    pub isl_link_count: u64,
    /// Parallel links between a switch of this tier and each switch above that it is joined to; 0 at the top.
    pub links_per_pair: u64,
    /// Ports that stay free when every downlink is used.
    pub free_port_count: u64,
}

/// A ratio of whole numbers without a common divisor: downlinks to uplinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    /// Downlinks.
    pub down: u64,
    /// Uplinks.
    pub up: u64,
}

/// How a count came about: the rule, its formula and the named numbers put into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Derivation {
    /// Name of the count, such as `spine_count_per_plane`.
    pub count: String,
    /// The count.
    pub value: u64,
    /// Rule id, such as `R1`.
    pub rule: String,
    /// The formula over the names of `inputs`.
    pub formula: String,
    /// The numbers put in.
    pub inputs: Vec<Input>,
}

/// A named number of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Name, as used in the formula.
    pub name: String,
    /// Value.
    pub value: u64,
}

/// Whether a publication prints the counts or a rule derives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Basis {
    /// A published row states them.
    Published {
        /// Where.
        row: PublishedRow,
    },
    /// Computed by a rule that reproduces the published rows around it.
    Derived {
        /// Rule id.
        rule: String,
        /// What makes this size not a published one.
        reason: String,
    },
}

/// A row of a published table, with what is printed and what holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedRow {
    /// Table id.
    pub table: String,
    /// The row's key, such as `nodes 127`.
    pub row: String,
    /// Document or page.
    pub source: String,
    /// Cells that state counts, as printed.
    pub cells: Vec<PublishedCell>,
}

/// A printed cell and its correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedCell {
    /// Column as printed.
    pub column: String,
    /// Number as printed; null where the table prints a dash.
    pub printed: Option<u64>,
    /// Number that holds, where the printed one does not.
    pub corrected: Option<u64>,
    /// Why it was corrected.
    pub reason: Option<String>,
}

/// One fabric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fabric {
    /// What it carries.
    pub network: Network,
    /// Technology.
    pub technology: Technology,
    /// Switch id.
    pub switch: String,
    /// Ports of one switch at `link_gbps`.
    pub radix: u64,
    /// Speed of one link to a node, Gb/s.
    pub link_gbps: u64,
    /// Planes: separate fabrics that share the nodes alone.
    pub plane_count: u64,
    /// Rails: adapters of a node that each have a leaf of their own; 0 where the fabric has none.
    pub rail_count: u64,
    /// Rails that share a leaf; 0 where the fabric has none.
    pub rails_per_leaf: u64,
    /// Nodes whose rails end on one group of leaves; 0 where leaves have no groups.
    pub group_node_count: u64,
    /// Leaves of one group, per plane.
    pub group_leaf_count: u64,
    /// Links of one node to one plane.
    pub links_per_node: u64,
    /// Tiers from the leaf up; empty when the fabric shares another fabric's switches.
    pub tiers: Vec<Tier>,
    /// Switches of all tiers and planes.
    pub switch_count: u64,
    /// Links to nodes, all planes.
    pub node_link_count: u64,
    /// Links between each tier and the next, all planes; inter-switch links of a pair count here as well.
    pub tier_link_counts: Vec<u64>,
    /// Links to fabric managers and other services that use up node ports.
    pub service_link_count: u64,
    /// Downlinks to uplinks of a full leaf; for a pair, downlinks to inter-switch links.
    pub oversubscription: Ratio,
    /// Fabric whose switches it shares.
    pub shares_switches_with: Option<Network>,
    /// Where the counts come from.
    pub basis: Basis,
    /// How each count came about.
    pub derivations: Vec<Derivation>,
}

impl Fabric {
    /// Switches of one tier over all planes; 0 when the fabric has no such tier.
    #[must_use]
    pub fn count(&self, role: Role) -> u64 {
        self.tier(role).map_or(0, |tier| tier.count)
    }

    /// One tier.
    #[must_use]
    pub fn tier(&self, role: Role) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.role == role)
    }
}

/// Something no rule or table covers at this size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// The fabric it concerns.
    pub network: Network,
    /// What is missing, in one sentence.
    pub missing: String,
}

/// All fabrics of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FabricPlan {
    /// Pattern or architecture id.
    pub architecture: String,
    /// Nodes (servers or compute trays).
    pub node_count: u64,
    /// GPUs per node.
    pub gpus_per_node: u64,
    /// GPUs.
    pub gpu_count: u64,
    /// Nodes of a scalable unit.
    pub su_node_count: Option<u64>,
    /// Scalable units, the last one part-filled where nodes do not divide.
    pub su_count: Option<u64>,
    /// Shape of the east-west fabric.
    pub layout: Layout,
    /// East-west.
    pub compute: Fabric,
    /// North-south.
    pub converged: Option<Fabric>,
    /// Storage, where it has switches of its own.
    pub storage: Option<Fabric>,
    /// Out-of-band.
    pub out_of_band: Option<Fabric>,
    /// Published rows that state sizes of this cluster.
    pub published: Vec<PublishedRow>,
    /// What no rule or table covers.
    pub gaps: Vec<Gap>,
    /// Readings worth knowing.
    pub notes: Vec<String>,
}

impl FabricPlan {
    /// The fabrics there are, compute first.
    pub fn fabrics(&self) -> impl Iterator<Item = &Fabric> {
        [Some(&self.compute), self.converged.as_ref(), self.storage.as_ref(), self.out_of_band.as_ref()]
            .into_iter()
            .flatten()
    }
}
