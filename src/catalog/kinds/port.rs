//! Words shared by switches, adapters, transceivers and cables: port types, fabrics, fibres and connectors.

use serde::{Deserialize, Serialize};

/// A cage or socket that takes a transceiver or cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum PortType {
    /// OSFP, eight lanes; twin-port modules carry two links in one cage.
    Osfp,
    /// QSFP-DD, eight lanes.
    QsfpDd,
    /// QSFP112, four lanes of 100G.
    Qsfp112,
    /// QSFP56, four lanes of 50G.
    Qsfp56,
    /// QSFP28, four lanes of 25G.
    Qsfp28,
    /// SFP28, one lane of 25G.
    Sfp28,
    /// Copper Ethernet socket.
    Rj45,
    /// Fibre socket on the panel of a switch with co-packaged optics, MPO-12.
    Mpo12,
    /// Fibre socket on the panel of a switch with co-packaged optics, MMC-12.
    Mmc12,
    /// Contact inside a rack, not for cables of this catalog.
    Backplane,
}

impl PortType {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Osfp => "osfp",
            Self::QsfpDd => "qsfp_dd",
            Self::Qsfp112 => "qsfp112",
            Self::Qsfp56 => "qsfp56",
            Self::Qsfp28 => "qsfp28",
            Self::Sfp28 => "sfp28",
            Self::Rj45 => "rj45",
            Self::Mpo12 => "mpo12",
            Self::Mmc12 => "mmc12",
            Self::Backplane => "backplane",
        }
    }
}

/// Network technology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Fabric {
    /// Ethernet.
    Ethernet,
    /// InfiniBand.
    Infiniband,
    /// NVLink.
    Nvlink,
}

impl Fabric {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ethernet => "ethernet",
            Self::Infiniband => "infiniband",
            Self::Nvlink => "nvlink",
        }
    }
}

/// Shape of a module's top: a wrong one does not fit the cage or is not cooled in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum ModuleTop {
    /// With its own fins, for air-cooled switch cages.
    Finned,
    /// Flat, for cages with a riding heat sink: adapters and liquid-cooled systems.
    Flat,
}

impl ModuleTop {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Finned => "finned",
            Self::Flat => "flat",
        }
    }
}

/// Optical fibre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum Fibre {
    /// Single mode.
    Single,
    /// Multi mode.
    Multi,
}

impl Fibre {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi => "multi",
        }
    }
}

/// Connector of a fibre; angled and flat ends must not be mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum FibreConnector {
    /// MPO-12 with angled ends (APC).
    Mpo12Apc,
    /// MPO-12 with flat ends (UPC).
    Mpo12Upc,
    /// Duplex LC.
    LcDuplex,
}

impl FibreConnector {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mpo12Apc => "mpo12_apc",
            Self::Mpo12Upc => "mpo12_upc",
            Self::LcDuplex => "lc_duplex",
        }
    }
}
