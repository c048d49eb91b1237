//! The proposed cluster: compute, fabrics, storage and facility.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A proposed cluster. A part is null when nothing covers it yet; a finding then says why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Form of this document: `gcg/design/1`.
    pub schema: String,
    /// Servers and GPUs.
    pub compute: Option<Compute>,
    /// Switched fabrics.
    pub fabric: Fabrics,
    /// Storage.
    pub storage: Option<Storage>,
    /// Racks, power and heat.
    pub facility: Option<Facility>,
}

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
    /// Technology: ethernet or infiniband.
    pub technology: String,
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
    /// Links from nodes to leaves, all planes.
    pub node_link_count: Option<u64>,
    /// Links between leaves and spines, all planes.
    pub leaf_spine_link_count: Option<u64>,
    /// Gb/s per link.
    pub link_gbps: Option<f64>,
    /// Oversubscription as a ratio of whole numbers, such as 1:1.
    pub oversubscription: Option<String>,
    /// Whether a published table holds the row, or a rule computed it.
    pub basis: String,
    /// Table or rule.
    pub reference: String,
}

/// Storage as asked for and as the reference architecture provisions it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// Usable capacity asked for, TB.
    pub capacity_tb: Option<f64>,
    /// Sustained read asked for, GB/s.
    pub read_gbyte_per_s: Option<f64>,
    /// Write rate the checkpoints need, GB/s.
    pub checkpoint_write_gbyte_per_s: Option<f64>,
    /// Share of time training stands still for checkpoints, percent.
    pub checkpoint_stall_percent: Option<f64>,
    /// Link provisioning of the reference architecture for all GPUs, Gb/s; not a file-system rate.
    pub link_provision_gbps: Option<f64>,
}

/// Racks, power and heat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Greatest power of one node (or one rack-scale rack), kW.
    pub node_power_kw: Option<f64>,
    /// Greatest power of all nodes, kW; switches and storage come on top.
    pub node_power_total_kw: Option<f64>,
    /// Nodes one rack's power carries.
    pub nodes_per_rack: Option<u64>,
    /// Racks for the nodes.
    pub node_rack_count: Option<u64>,
    /// Power of a full rack of nodes, kW.
    pub rack_power_kw: Option<f64>,
    /// Power left in a full rack, kW.
    pub rack_headroom_kw: Option<f64>,
    /// Heat of all nodes, kW; equals their power.
    pub heat_kw: Option<f64>,
    /// Cooling the servers need: air or liquid.
    pub cooling: Option<String>,
}
