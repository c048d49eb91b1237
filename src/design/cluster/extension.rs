//! From one cluster to a larger one: what is added, what stays as it is, and what is laid anew.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which cluster is the smaller one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extended {
    /// One that stands already; the design is the whole.
    Existing,
    /// The design itself, which grows later.
    Design,
}

/// What turns one cluster into a larger one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// What is extended: a cluster that stands, so that this design is the whole; or this design, later.
    pub extends: Extended,
    /// Nodes before.
    pub standing_node_count: u64,
    /// Nodes after.
    pub whole_node_count: u64,
    /// Nodes that are added.
    pub added_node_count: u64,
    /// GPUs that are added.
    pub added_gpu_count: u64,
    /// Racks that are added, those of switches and servers included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_rack_count: Option<u64>,
    /// Power that is added, kW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_it_power_kw: Option<f64>,
    /// Leaf ports of the compute fabric that are free for nodes before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_leaf_port_count: Option<u64>,
    /// Links of the added nodes to the compute fabric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_node_link_count: Option<u64>,
    /// Links that stay as they are: the same ports at both ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_link_count: Option<u64>,
    /// Links that end on other ports afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_link_count: Option<u64>,
    /// Links that are laid besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_link_count: Option<u64>,
    /// What is bought and what becomes free, by line of the bill.
    pub lines: Vec<ExtensionLine>,
    /// Currency of the purchase; absent where no purchase is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Purchase of what is added, at the low prices; absent while a line has no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_low: Option<f64>,
    /// The same at the high prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_high: Option<f64>,
}

/// One line of the bill before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionLine {
    /// Line of the bill of materials, by id.
    pub line: String,
    /// What it is, for people.
    pub item: String,
    /// Part, by catalog id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_id: Option<String>,
    /// How many stand before.
    pub standing_count: u64,
    /// How many the whole takes.
    pub whole_count: u64,
    /// How many are bought.
    pub added_count: u64,
    /// How many are no longer used.
    pub freed_count: u64,
}
