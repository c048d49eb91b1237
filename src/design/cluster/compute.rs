//! Servers, GPUs and the servers that manage them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Servers and GPUs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Compute {
    /// GPU, by catalog id.
    pub gpu_id: String,
    /// GPU, by name.
    pub gpu_name: String,
    /// Class of server (HGX 8-GPU node, PCIe node, NVL72 rack).
    pub server_class: String,
    /// Example product the power and size figures are taken from, by catalog id.
    pub system_id: Option<String>,
    /// Pattern, by id; null outside the patterns.
    pub pattern_id: Option<String>,
    /// DGX architecture, by id, when the design follows one in place of a pattern.
    #[serde(default)]
    pub architecture_id: Option<String>,
    /// GPUs per node.
    pub gpus_per_node: u64,
    /// Nodes.
    pub node_count: u64,
    /// GPUs in all nodes.
    pub gpu_count: u64,
    /// Nodes of a scalable unit.
    pub su_nodes: Option<u64>,
    /// Scalable units, part-filled ones counted whole.
    pub su_count: Option<u64>,
    /// Memory of one GPU, GB.
    pub gpu_memory_gb: Option<f64>,
    /// Memory of all GPUs, GB.
    pub total_gpu_memory_gb: Option<f64>,
    /// East-west Gb/s per GPU.
    pub ew_gbps_per_gpu: Option<f64>,
}

/// Servers of one kind that manage the cluster; they hold no GPUs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportNodes {
    /// What they do (management, fabric manager).
    pub role: String,
    /// Product, by catalog id; null when the publication names a form only.
    pub part_id: Option<String>,
    /// How many.
    pub count: u64,
    /// Table, wire map or document the count is read from.
    pub reference: String,
}
