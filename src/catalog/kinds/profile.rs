//! How an architecture's fabrics are built: the parameters of the fabric rules and its port-numbering conventions.
//! A pattern without a profile is planned from its own adapters and topology.

use serde::{Deserialize, Serialize};

use super::{Confidence, List, PortType, Text};

/// Parameters of the fabric rules for one architecture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FabricProfile {
    /// Id: the pattern's id, or the architecture's.
    pub id: Text,
    /// Title for people.
    pub title: Text,
    /// Words that, all found in a table's titles, name this architecture; one list per spelling.
    #[serde(default)]
    pub words: List<List<Text>>,
    /// GPUs of a node.
    pub gpus_per_node: u64,
    /// Nodes of a scalable unit.
    #[serde(default)]
    pub su_nodes: Option<u64>,
    /// Nodes of a rack, for rack-scale systems.
    #[serde(default)]
    pub rack_nodes: Option<u64>,
    /// `ethernet` or `infiniband`.
    pub technology: Text,
    /// East-west planes.
    pub planes: u64,
    /// East-west adapters of a node.
    pub ew_adapters: u64,
    /// Gb/s of one adapter over all planes.
    pub ew_adapter_gbps: u64,
    /// East-west switch id.
    pub ew_switch: Text,
    /// Links of that switch at the speed of one adapter port.
    pub ew_switch_links: u64,
    /// Rails that share a leaf in a full group.
    #[serde(default)]
    pub rails_per_leaf: Option<u64>,
    /// Downlinks of a leaf; half of the links when none is given.
    #[serde(default)]
    pub leaf_down: Option<u64>,
    /// Uplinks of a leaf; as many as downlinks when none is given.
    #[serde(default)]
    pub leaf_up: Option<u64>,
    /// Whether a single part-filled group puts more rails on a leaf instead of leaving ports free.
    #[serde(default)]
    pub pack_rails: bool,
    /// Whether a plane needs an even number of spines.
    #[serde(default)]
    pub even_spines: bool,
    /// Groups whose leaves of one rail form a pod of their own (rail groups).
    #[serde(default)]
    pub rail_pod_groups: Option<u64>,
    /// Nodes a full system gives up so that the fabric manager finds ports.
    #[serde(default)]
    pub manager_nodes: u64,
    /// Links to fabric managers.
    #[serde(default)]
    pub manager_links: u64,
    /// Collapsed core pair, where the architecture has one.
    #[serde(default)]
    pub core: Option<CorePair>,
    /// Whether small sizes use a pair of east-west switches per plane instead of leaves and spines.
    #[serde(default)]
    pub pair: bool,
    /// Largest size of the architecture, nodes, where it ends there.
    #[serde(default)]
    pub nodes_max: Option<u64>,
    /// Ethernet switches per scalable unit of a SuperPOD with separate in-band and storage leaves.
    #[serde(default)]
    pub su_ethernet: Option<SuEthernet>,
    /// Nodes of NVIDIA's own wire map of this pattern.
    #[serde(default)]
    pub wiremap_nodes: Option<u64>,
    /// East-west cages of a node.
    #[serde(default)]
    pub ew_cage: Option<ProfileCage>,
    /// North-south cages of a node.
    #[serde(default)]
    pub ns_cage: Option<ProfileCage>,
    /// Names of node ports, by place in the scalable unit; made-up but telling names when none are known.
    #[serde(default)]
    pub node_ports: List<NodePorts>,
    /// Ports of the collapsed core pair, where NVIDIA publishes a wire map or simulation topology.
    #[serde(default)]
    pub core_ports: Option<CorePorts>,
    /// North-south fabric.
    #[serde(default)]
    pub north_south: Option<NorthSouth>,
    /// Out-of-band fabric.
    #[serde(default)]
    pub out_of_band: Option<OutOfBand>,
    /// Storage provisioning, Gb/s per GPU.
    #[serde(default)]
    pub storage_gbps_per_gpu: Option<f64>,
    /// Ids of the documents the parameters were read in.
    pub sources: List<Text>,
    /// How they were read.
    pub confidence: Confidence,
    /// Readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}

/// A cage of a node's adapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileCage {
    /// Type of cage.
    pub cage: PortType,
    /// Gb/s of the module.
    pub gbps: u64,
    /// Links that share a module.
    pub links: u64,
}

/// Names of the ports of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodePorts {
    /// Places in the scalable unit, counted from 1, that have these ports; all when empty.
    #[serde(default)]
    pub places: List<u64>,
    /// East-west ports, by rail.
    pub east_west: List<Text>,
    /// North-south ports.
    pub converged: List<Text>,
    /// Out-of-band ports, in the order they are cabled.
    pub management: List<Text>,
}

/// Cages of a core switch by use, as NVIDIA's wire map numbers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CorePorts {
    /// First cage for north-south links of nodes.
    pub converged_cage: u64,
    /// First cage for east-west links.
    pub east_west_cage: u64,
    /// First cage for inter-switch links.
    pub isl_cage: u64,
    /// First cage for support servers.
    pub support_cage: u64,
    /// Names of the support servers.
    pub support: List<Text>,
    /// First out-of-band port of the support servers.
    pub support_oob_port: u64,
    /// Cage, broken out eight ways, for uplinks of out-of-band switches.
    pub oob_cage: u64,
    /// Uplinks of an out-of-band switch to each core switch.
    pub oob_uplinks: u64,
    /// First uplink port of an out-of-band switch.
    pub oob_uplink_port: u64,
    /// Storage links: cage and part on each core switch; they alternate between two storage systems.
    #[serde(default)]
    pub storage: List<CagePart>,
    /// Gb/s of a storage link.
    pub storage_gbps: u64,
    /// Links to the customer's edge switches: cage and part; they alternate between two switches.
    #[serde(default)]
    pub edge: List<CagePart>,
    /// First port of an edge switch for the first core switch, and for the second.
    pub edge_ports: (u64, u64),
    /// Simulation: first out-of-band port for the management ports of simulated devices.
    pub air_eth0_port: u64,
    /// Simulation: whether all management ports end on the first out-of-band switch.
    #[serde(default)]
    pub air_one_management_switch: bool,
    /// Simulation: interfaces of a node, where they are not numbered.
    #[serde(default)]
    pub air_ports: Option<NodePorts>,
}

/// A part of a split cage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CagePart {
    /// Cage, counted from 1.
    pub cage: u64,
    /// Part, counted from 0.
    pub part: u64,
}

/// Ethernet leaves and links per scalable unit (R12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SuEthernet {
    /// Switch id.
    pub switch: Text,
    /// Storage leaves.
    pub storage_leaves: u64,
    /// Storage links of 400 Gb/s.
    pub storage_links: u64,
    /// In-band leaves for compute nodes, up to `in_band_units_max` units.
    pub in_band_leaves: u64,
    /// Largest number of units the in-band rule holds for.
    pub in_band_units_max: u64,
}

/// A collapsed core pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CorePair {
    /// Cages of one switch.
    pub cages: u64,
    /// East-west links of one cage.
    pub links_per_cage: u64,
    /// North-south links of one cage.
    pub converged_per_cage: u64,
    /// Cages for support servers, per switch.
    pub support_cages: u64,
    /// Cages broken out eight ways, per switch.
    pub breakout_cages: u64,
}

/// Which rule counts the north-south switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum NorthSouthRule {
    /// A pair of switches, no spine.
    Pair,
    /// One leaf per `nodes_per_leaf` nodes, at least a pair; half as many spines above a pair (R5).
    PerNodes,
    /// One leaf per rack, two to seven, with spines in pairs (R4).
    PerRackCapped,
    /// `leaves_per_su` and `spines_per_su` switches per scalable unit (R12).
    PerSu,
}

/// North-south switches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NorthSouth {
    /// Rule.
    pub rule: NorthSouthRule,
    /// Switch id.
    pub switch: Text,
    /// Links of a switch at `link_gbps`.
    pub switch_links: u64,
    /// Links of a node.
    pub links_per_node: u64,
    /// Gb/s of one link.
    pub link_gbps: u64,
    /// Nodes per leaf (R5).
    #[serde(default)]
    pub nodes_per_leaf: Option<u64>,
    /// Leaves per scalable unit (R12).
    #[serde(default)]
    pub leaves_per_su: Option<u64>,
    /// Spines per scalable unit (R12).
    #[serde(default)]
    pub spines_per_su: Option<u64>,
    /// Largest size the rule was read at, nodes.
    #[serde(default)]
    pub nodes_max: Option<u64>,
}

/// Out-of-band switches: `max(minimum, ceil(nodes x ports_per_node / ports))` (R7), plus switches inside racks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutOfBand {
    /// Switch id.
    pub switch: Text,
    /// Downlink ports of a switch.
    pub ports: u64,
    /// Ports reserved for a node.
    pub ports_per_node: u64,
    /// Largest size whose published counts reserve `ports_per_node`; above it the cabled ports count. No bound when
    /// none is given.
    #[serde(default)]
    pub reserved_nodes_max: Option<u64>,
    /// Ports cabled for a node.
    pub cabled_per_node: u64,
    /// Fewest switches.
    pub minimum: u64,
    /// Switches per rack outside the racks, for rack-scale systems; replaces the ports rule.
    #[serde(default)]
    pub per_rack: Option<u64>,
    /// Switches inside each rack.
    #[serde(default)]
    pub in_rack: u64,
}
