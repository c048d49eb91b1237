//! What a customer or another tool hands over to be judged: devices of a rack, links with their modules, counts of a fabric
//! or of a whole cluster. Everything is optional; what is not given is not judged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Figures to be judged, as they were handed over.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Listed {
    /// Devices of one rack.
    pub devices: Vec<ListedDevice>,
    /// Links with their modules and fibres.
    pub links: Vec<ListedLink>,
    /// Power a rack may draw, kW.
    pub rack_power_kw: Option<f64>,
    /// Height of a rack, rack units.
    pub rack_u: Option<f64>,
    /// Weight the rack or the lift may take, kg.
    pub rack_weight_kg: Option<f64>,
    /// Load the floor takes, kg per square metre.
    pub floor_load_kg_m2: Option<f64>,
    /// Ground a rack stands on, square metres.
    pub rack_footprint_m2: Option<f64>,
    /// Switch of the fabric, by name.
    pub switch: Option<String>,
    /// Links of a leaf to nodes.
    pub downlinks: Option<f64>,
    /// Links of a leaf to spines.
    pub uplinks: Option<f64>,
    /// Oversubscription that is claimed, such as 1:1.
    pub oversubscription: Option<String>,
    /// GPU, by name.
    pub gpu: Option<String>,
    /// Server, by name.
    pub server: Option<String>,
    /// Pattern, by id.
    pub pattern: Option<String>,
    /// Nodes.
    pub nodes: Option<f64>,
    /// GPUs of a node.
    pub gpus_per_node: Option<f64>,
    /// GPUs in all.
    pub gpus: Option<f64>,
    /// Racks.
    pub racks: Option<f64>,
    /// GPUs of a rack.
    pub gpus_per_rack: Option<f64>,
    /// Nodes of a rack.
    pub nodes_per_rack: Option<f64>,
    /// Storage links that are cabled.
    pub storage_links: Option<f64>,
    /// Storage links that are needed.
    pub storage_links_needed: Option<f64>,
    /// Power in all, kW.
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
    pub count: Option<f64>,
    /// Power of one, kW; the catalog's where it is left out.
    #[serde(alias = "kw", alias = "power")]
    pub power_kw: Option<f64>,
    /// Height of one, rack units.
    #[serde(alias = "rack_units", alias = "height_u")]
    pub u: Option<f64>,
    /// Weight of one, kg.
    #[serde(alias = "kg")]
    pub weight_kg: Option<f64>,
}

/// A link, or many equal ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListedLink {
    /// Module, by model or by class (DR4, SR4, MMS4X00-NM).
    #[serde(alias = "optic", alias = "transceiver")]
    pub module: Option<String>,
    /// Fibre as written (OM4, OS2, single-mode).
    #[serde(alias = "fiber", alias = "cable", alias = "medium")]
    pub fibre: Option<String>,
    /// Cage the module goes into (OSFP, QSFP112).
    #[serde(alias = "port", alias = "slot")]
    pub cage: Option<String>,
    /// Length, m.
    #[serde(alias = "length", alias = "m")]
    pub length_m: Option<f64>,
    /// Rate, Gb/s.
    #[serde(alias = "speed_gbps", alias = "rate_gbps")]
    pub gbps: Option<f64>,
    /// How many.
    #[serde(alias = "qty", alias = "quantity")]
    pub count: Option<f64>,
}
