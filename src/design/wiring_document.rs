//! The wiring with names, as published JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    fabric::Network,
    wiring::{DeviceKind, LinkRole, Wiring},
};

impl Wiring {
    /// The wiring as a document with names.
    #[must_use]
    pub fn document(&self) -> WiringDocument {
        WiringDocument {
            devices: self
                .devices
                .iter()
                .map(|device| DeviceRow {
                    name: device.name.clone(),
                    kind: device.kind,
                    model: device.model.clone(),
                })
                .collect(),
            links: self
                .links
                .iter()
                .map(|link| LinkRow {
                    a_device: self.device_name(link.a).to_string(),
                    a_port: self.port_name(link.a),
                    z_device: self.device_name(link.z).to_string(),
                    z_port: self.port_name(link.z),
                    network: link.network,
                    role: link.role,
                    speed_gbps: link.gbps,
                    rail: (link.rail > 0).then_some(link.rail),
                    plane: (link.plane > 0).then_some(link.plane),
                })
                .collect(),
            notes: self.notes.clone(),
        }
    }
}

/// The wiring with names, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WiringDocument {
    /// Devices.
    pub devices: Vec<DeviceRow>,
    /// Links.
    pub links: Vec<LinkRow>,
    /// Readings worth knowing.
    pub notes: Vec<String>,
}

/// A device by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceRow {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: DeviceKind,
    /// Catalog id of the product.
    pub model: String,
}

/// A link by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinkRow {
    /// Device at the lower end.
    pub a_device: String,
    /// Its port.
    pub a_port: String,
    /// Device at the upper end.
    pub z_device: String,
    /// Its port.
    pub z_port: String,
    /// Fabric.
    pub network: Network,
    /// What it joins.
    pub role: LinkRole,
    /// Speed, Gb/s.
    pub speed_gbps: u32,
    /// Rail, counted from 1.
    pub rail: Option<u16>,
    /// Plane, counted from 1.
    pub plane: Option<u16>,
}
