//! Switched fabrics: counts of switches and links.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::design::words::Technology;

/// Switched fabrics by role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fabrics {
    /// East-west compute fabric.
    pub compute: Option<SwitchedFabric>,
    /// North-south converged fabric.
    pub converged: Option<SwitchedFabric>,
    /// Storage fabric, where it is one of its own.
    pub storage: Option<SwitchedFabric>,
    /// Out-of-band management.
    pub out_of_band: Option<SwitchedFabric>,
}

/// One switched fabric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SwitchedFabric {
    /// Technology; null where a publication counts switches that are not in the catalog.
    pub technology: Option<Technology>,
    /// Shape: collapsed core, split pair, leaf-spine, three tiers.
    pub topology: String,
    /// Switch model, by catalog id.
    pub switch_id: Option<String>,
    /// Planes.
    pub plane_count: u64,
    /// Leaf switches, all planes.
    pub leaf_count: u64,
    /// Spine switches, all planes.
    pub spine_count: u64,
    /// Core or super-spine switches, all planes.
    pub core_count: u64,
    /// All switches of the fabric.
    pub switch_count: u64,
    /// Switches of these that stand inside rack-scale systems and come with them; left out where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_rack_count: Option<u64>,
    /// Links from nodes to leaves, all planes.
    pub node_link_count: Option<u64>,
    /// Links between leaves and spines, all planes.
    pub leaf_spine_link_count: Option<u64>,
    /// Links between spines and the tier above, all planes.
    #[serde(default)]
    pub upper_link_count: Option<u64>,
    /// Links to fabric managers.
    #[serde(default)]
    pub service_link_count: Option<u64>,
    /// Gb/s per link.
    pub link_gbps: Option<f64>,
    /// Oversubscription as a ratio of whole numbers, such as 1:1.
    pub oversubscription: Option<String>,
    /// Whether a published table holds the row, or a rule computed it.
    pub basis: String,
    /// Table or rule.
    pub reference: String,
}

impl SwitchedFabric {
    /// Whether it is an InfiniBand fabric.
    #[must_use]
    pub fn is_infiniband(&self) -> bool {
        self.technology == Some(Technology::Infiniband)
    }
}

impl Fabrics {
    /// The fabrics there are, with their keys.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &SwitchedFabric)> {
        [
            ("compute", self.compute.as_ref()),
            ("converged", self.converged.as_ref()),
            ("storage", self.storage.as_ref()),
            ("out_of_band", self.out_of_band.as_ref()),
        ]
        .into_iter()
        .filter_map(|(key, fabric)| Some((key, fabric?)))
    }
}
