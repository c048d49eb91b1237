//! A network adapter: NIC, SuperNIC or DPU.

use serde::{Deserialize, Serialize};

use super::{Fabric, Fact, List, NamedFact, PortType, Text};

/// What an adapter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum NicClass {
    /// A network adapter.
    Nic,
    /// An adapter for east-west traffic of GPUs.
    SuperNic,
    /// An adapter with processors of its own for infrastructure work.
    Dpu,
}

impl NicClass {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nic => "nic",
            Self::SuperNic => "super_nic",
            Self::Dpu => "dpu",
        }
    }
}

/// Ports of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NicPorts {
    /// Number of cages.
    pub count: u64,
    /// Type of cage.
    pub cage: PortType,
    /// Speed of a cage, Gb/s one way.
    pub gbps: u64,
}

/// A network adapter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nic {
    /// Id, such as `bf3-b3140h`.
    pub id: Text,
    /// Name for people.
    pub name: Text,
    /// Spellings and part numbers that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// Family, such as `ConnectX-7`.
    pub family: Text,
    /// What it is.
    pub class: NicClass,
    /// Networks it speaks.
    #[serde(default)]
    pub fabrics: List<Fabric>,
    /// Ports as printed.
    pub ports_printed: Option<Fact<Text>>,
    /// Ports.
    pub ports: Option<Fact<NicPorts>>,
    /// Speed of the whole adapter, Gb/s one way, where it is not ports x speed.
    pub total_gbps: Option<Fact<u64>>,
    /// Host interface as printed.
    pub pcie: Option<Fact<Text>>,
    /// Card size as printed.
    pub form: Option<Fact<Text>>,
    /// Processors and memory as printed.
    pub processors: Option<Fact<Text>>,
    /// Typical power with passive cables, W.
    pub power_typical_w: Option<Fact<f64>>,
    /// Greatest power, W.
    pub power_max_w: Option<Fact<f64>>,
    /// Power a module in one port may take, W.
    pub module_power_w: Option<Fact<f64>>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
    /// Traps and readings worth knowing.
    #[serde(default)]
    pub notes: List<Text>,
}
