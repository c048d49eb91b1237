//! What a customer or another tool hands over to be judged: devices of a rack, links with their modules, counts of a fabric
//! or of a whole cluster. Everything is optional; what is not given is not judged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Figures to be judged, as they were handed over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Listed {
    /// Devices of one rack.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<ListedDevice>,
    /// Links with their modules and fibres.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ListedLink>,
    /// Power a rack may draw, kW.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rack_power_kw: Option<f64>,
    /// Height of a rack, rack units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rack_u: Option<f64>,
    /// Weight the rack or the lift may take, kg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rack_weight_kg: Option<f64>,
    /// Load the floor takes, kg per square metre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor_load_kg_m2: Option<f64>,
    /// Ground a rack stands on, square metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rack_footprint_m2: Option<f64>,
    /// Switch of the fabric, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
    /// Links of a leaf to nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downlinks: Option<f64>,
    /// Links of a leaf to spines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplinks: Option<f64>,
    /// Oversubscription that is claimed, such as 1:1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oversubscription: Option<String>,
    /// GPU, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpu: Option<String>,
    /// Server, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Pattern, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<f64>,
    /// GPUs of a node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpus_per_node: Option<f64>,
    /// GPUs in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpus: Option<f64>,
    /// Racks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub racks: Option<f64>,
    /// GPUs of a rack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpus_per_rack: Option<f64>,
    /// Nodes of a rack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes_per_rack: Option<f64>,
    /// Storage links that are cabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_links: Option<f64>,
    /// Storage links that are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_links_needed: Option<f64>,
    /// Power in all, kW.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_power_kw: Option<f64>,
}

/// Equal devices of a rack.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListedDevice {
    /// Name of the product, as written.
    #[serde(alias = "device", alias = "model", alias = "product", alias = "type")]
    pub name: String,
    /// How many.
    #[serde(alias = "qty", alias = "quantity", alias = "n")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<f64>,
    /// Power of one, kW; the catalog's where it is left out.
    #[serde(alias = "kw", alias = "power")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_kw: Option<f64>,
    /// Height of one, rack units.
    #[serde(alias = "rack_units", alias = "height_u")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub u: Option<f64>,
    /// Weight of one, kg.
    #[serde(alias = "kg")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_kg: Option<f64>,
}

/// A link, or many equal ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListedLink {
    /// Module, by model or by class (DR4, SR4, MMS4X00-NM).
    #[serde(alias = "optic", alias = "transceiver")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Fibre as written (OM4, OS2, single-mode).
    #[serde(alias = "fiber", alias = "cable", alias = "medium")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fibre: Option<String>,
    /// Cage the module goes into (OSFP, QSFP112).
    #[serde(alias = "port", alias = "slot")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cage: Option<String>,
    /// Length, m.
    #[serde(alias = "length", alias = "m")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length_m: Option<f64>,
    /// Rate, Gb/s.
    #[serde(alias = "speed_gbps", alias = "rate_gbps")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gbps: Option<f64>,
    /// How many.
    #[serde(alias = "qty", alias = "quantity")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<f64>,
}
