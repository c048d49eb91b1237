//! Transceivers, cables and the rules that join them. A twin-port module is one module with two links.

use serde::{Deserialize, Serialize};

use super::{Fabric, Fact, Fibre, FibreConnector, List, ModuleTop, NamedFact, PortType, Text};

/// A transceiver (module).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Transceiver {
    /// Id, such as `mms4x00-nm-finned`.
    pub id: Text,
    /// Model, such as `MMS4X00-NM`.
    pub model: Text,
    /// Variant of the model.
    #[serde(default)]
    pub variant: Option<Text>,
    /// Spellings and part numbers that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// On sale, prototype ...
    pub status: Text,
    /// Ordering part numbers.
    pub part_numbers: Option<Fact<List<Text>>>,
    /// Speed of the whole module, Gb/s one way.
    pub gbps: Option<Fact<u64>>,
    /// Links (ports) in the module: 2 for a twin-port module.
    pub links: Option<Fact<u64>>,
    /// Speed of a lane, Gb/s; 200G lanes do not fall back to 100G.
    pub lane_gbps: Option<Fact<u64>>,
    /// Form as printed.
    pub form_printed: Option<Fact<Text>>,
    /// Cage it fits.
    pub cage: Option<Fact<PortType>>,
    /// Shape of its top.
    pub top: Option<Fact<ModuleTop>>,
    /// Fibre it drives.
    pub fibre: Option<Fact<Fibre>>,
    /// Connector for each link.
    pub connector: Option<Fact<FibreConnector>>,
    /// Number of connectors.
    pub connectors: Option<Fact<u64>>,
    /// Greatest reach, m.
    pub reach_m: Option<Fact<f64>>,
    /// Networks it is made for.
    pub fabrics: Option<Fact<List<Fabric>>>,
    /// Greatest power, W.
    pub power_max_w: Option<Fact<f64>>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
}

/// What a cable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum CableClass {
    /// Passive copper with modules moulded on.
    Dac,
    /// Active copper with modules moulded on.
    Acc,
    /// Fibre with modules moulded on.
    Aoc,
    /// Fibre for transceivers.
    Fibre,
}

impl CableClass {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Dac => "dac",
            Self::Acc => "acc",
            Self::Aoc => "aoc",
            Self::Fibre => "fibre",
        }
    }
}

/// One end of a copper or active optical cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CableEnd {
    /// Ends of this kind.
    pub count: u64,
    /// Cage it fits.
    pub cage: PortType,
    /// Shape of its top, where the cage has two.
    #[serde(default)]
    pub top: Option<ModuleTop>,
    /// Speed of this end, Gb/s one way.
    pub gbps: u64,
}

/// A cable or a fibre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cable {
    /// Id, such as `mfp7e30`.
    pub id: Text,
    /// Model.
    pub model: Text,
    /// Variant of the model.
    #[serde(default)]
    pub variant: Option<Text>,
    /// Spellings and part numbers that mean this product.
    #[serde(default)]
    pub aliases: List<Text>,
    /// What it is.
    pub class: CableClass,
    /// Ordering part numbers.
    pub part_numbers: Option<Fact<List<Text>>>,
    /// Type as printed.
    pub type_printed: Option<Fact<Text>>,
    /// Head end, of copper and active optical cables.
    pub head: Option<Fact<CableEnd>>,
    /// Far end or ends, of copper and active optical cables.
    pub tail: Option<Fact<CableEnd>>,
    /// Fibre inside, of fibres.
    pub fibre: Option<Fact<Fibre>>,
    /// Connector, of fibres.
    pub connector: Option<Fact<FibreConnector>>,
    /// Ends at the far side, of fibres: 2 for a splitter.
    pub far_ends: Option<Fact<u64>>,
    /// Lengths sold, m.
    pub lengths_m: Option<Fact<List<f64>>>,
    /// Greatest length, m.
    pub max_length_m: Option<Fact<f64>>,
    /// Networks it is made for.
    pub fabrics: Option<Fact<List<Fabric>>>,
    /// Speed of a lane, Gb/s.
    pub lane_gbps: Option<Fact<u64>>,
    /// Greatest power of an end, W.
    pub power_max_w: Option<Fact<f64>>,
    /// Other published facts, as printed.
    #[serde(default)]
    pub more: List<NamedFact>,
}

/// A published rule for cabling: a limit in metres, or a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CablingRule {
    /// Id, such as `smf-straight`.
    pub id: Text,
    /// What it is about.
    pub name: Text,
    /// Greatest length, m.
    pub limit_m: Option<Fact<f64>>,
    /// The rule in words.
    pub rule: Option<Fact<Text>>,
}
