//! A server, baseboard or rack-scale system. Maximum and typical power are separate fields; power supply
//! nameplates are no power figure and have no field.

use serde::{Deserialize, Serialize};

use super::{Fact, List, PortType, Text};

/// What kind of product a system is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum SystemClass {
    /// A complete node with an SXM baseboard.
    SxmNode,
    /// A baseboard that server makers build nodes around.
    SxmBaseboard,
    /// A complete node with PCIe GPUs.
    PcieNode,
    /// A rack sold whole.
    RackScale,
    /// A tray of a rack-scale system.
    Tray,
    /// A node around a CPU-GPU superchip.
    SuperchipNode,
    /// A desk-side or desktop computer.
    Workstation,
    /// Anything else (management server, cooling unit ...).
    Other,
}

/// How heat leaves a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Cooling {
    /// By air alone.
    Air,
    /// By liquid for the hot parts, air for the rest.
    Liquid,
    /// Sold in both forms.
    AirOrLiquid,
}

impl Cooling {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Air => "air",
            Self::Liquid => "liquid",
            Self::AirOrLiquid => "air_or_liquid",
        }
    }
}

/// Which fabric the cages of a node are cabled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum CageUse {
    /// The compute fabric.
    EastWest,
    /// The converged fabric: storage, in-band management and users.
    NorthSouth,
}

/// Equal cages of one node (a server, or a compute tray of a rack-scale system).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeCages {
    /// Fabric they are cabled to.
    #[serde(rename(deserialize = "use"))]
    pub used_for: CageUse,
    /// Cages in a node.
    pub count: u64,
    /// Type of cage.
    pub cage: PortType,
    /// Speed of a whole cage, Gb/s one way; a twin-port cage counts both ports.
    pub gbps: u64,
    /// Names of the ports as the maker prints them, cage by cage; empty where none are printed.
    #[serde(default)]
    pub ports: List<Text>,
}

/// Power supplies of a node.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Supplies {
    /// Supplies fitted.
    pub count: u64,
    /// Supplies that must work for full load: 4 of "4+2", 5 of "5+1", half of "N+N".
    pub needed: u64,
    /// Rating of one, kW. A nameplate, not a load.
    pub kw: f64,
}

/// A server, baseboard or rack-scale system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Id, such as `dgx-h100`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Maker.
    pub vendor: Text,
    /// Spellings that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Kind of product.
    pub class: SystemClass,
    /// Ids of the GPUs it takes.
    #[serde(default)]
    pub gpus: List<Text>,
    /// Number of GPUs it holds.
    pub gpu_count: Option<Fact<u64>>,
    /// Nodes in it: 1 for a server, compute trays for a rack-scale system.
    pub nodes: Option<Fact<u64>>,
    /// Memory of all GPUs together, GB.
    pub gpu_memory_gb: Option<Fact<f64>>,
    /// Processors as printed.
    pub cpu: Option<Fact<Text>>,
    /// CPU sockets.
    pub cpu_sockets: Option<Fact<u64>>,
    /// Host memory, GB.
    pub ram_gb: Option<Fact<f64>>,
    /// Local storage as printed.
    pub storage: Option<Fact<Text>>,
    /// Height, rack units.
    pub rack_units: Option<Fact<f64>>,
    /// Greatest weight, kg.
    pub weight_kg: Option<Fact<f64>>,
    /// Height, mm.
    pub height_mm: Option<Fact<f64>>,
    /// Width, mm.
    pub width_mm: Option<Fact<f64>>,
    /// Depth, mm.
    pub depth_mm: Option<Fact<f64>>,
    /// Greatest sustained power at the wall, kW.
    pub power_max_kw: Option<Fact<f64>>,
    /// Short peak that the feeds must carry, kW, where it is published apart from the greatest sustained power.
    pub power_peak_kw: Option<Fact<f64>>,
    /// Typical power, kW.
    pub power_typical_kw: Option<Fact<f64>>,
    /// Power supplies as printed; never a load figure.
    pub psu: Option<Fact<Text>>,
    /// Power supplies by number and redundancy; what feed loss is judged by.
    pub supplies: Option<Fact<Supplies>>,
    /// Heat a coolant distribution unit carries away, kW.
    #[serde(default)]
    pub coolant_capacity_kw: Option<Fact<f64>>,
    /// Heat at greatest power, BTU/h.
    pub heat_btu_per_h: Option<Fact<f64>>,
    /// Airflow, cubic feet per minute.
    pub airflow_cfm: Option<Fact<f64>>,
    /// Inlet temperature range as printed, C.
    pub inlet_c: Option<Fact<Text>>,
    /// How heat leaves it.
    pub cooling: Option<Fact<Cooling>>,
    /// East-west adapters as printed.
    pub compute_network: Option<Fact<Text>>,
    /// East-west adapters in it.
    pub compute_nics: Option<Fact<u64>>,
    /// Speed of an east-west adapter, Gb/s.
    pub compute_nic_gbps: Option<Fact<u64>>,
    /// Storage and in-band adapters as printed.
    pub storage_network: Option<Fact<Text>>,
    /// Cages of a node, by the fabric they are cabled to; modules and cables are chosen for them.
    pub cages: Option<Fact<List<NodeCages>>>,
    /// Ids of the reference-architecture patterns it is listed for.
    #[serde(default)]
    pub patterns: List<Text>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}

/// A published fact that no engine computes with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedFact {
    /// What it is, with its unit as a suffix.
    pub name: Text,
    /// The value as printed.
    pub fact: Fact<Text>,
}
