//! The wiring while it is built: devices by name, links by index, and the cages of a switch as numbers.

use crate::design::{
    fabric::{Fabric, Network, Technology},
    wiring::{Device, DeviceKind, End, Link, LinkRole, Port, PortKind, PortNames, Wiring},
};

use super::WiringError;

/// Greatest number of devices and of links; keeps every index in 32 bits with room to spare.
const MOST: u64 = 50_000_000;

/// How the cages of a switch are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// Links of one cage; 1 for a cage that is not split.
    pub parts: u64,
    /// Ports of the switch at this split.
    pub ports: u64,
}

impl Split {
    /// The port with an index counted from 0 over all parts of all cages.
    #[must_use]
    pub fn port(self, index: u64) -> Port {
        let cage = u16::try_from(index / self.parts.max(1) + 1).unwrap_or(u16::MAX);
        if self.parts <= 1 {
            return Port::new(PortKind::Cage(cage));
        }
        Port::new(PortKind::Part(cage, u8::try_from(index % self.parts).unwrap_or(u8::MAX)))
    }
}

/// Collects devices and links.
pub struct Build {
    /// What is built so far.
    pub wiring: Wiring,
}

impl Build {
    /// An empty wiring.
    #[must_use]
    pub fn new(architecture: &str) -> Self {
        Self { wiring: Wiring { architecture: architecture.to_string(), ..Wiring::default() } }
    }

    /// Adds a device and gives its place.
    ///
    /// # Errors
    /// When the wiring is full.
    pub fn device(&mut self, device: Device) -> Result<u32, WiringError> {
        let found = self.wiring.devices.len() as u64;
        let place = u32::try_from(found).ok().filter(|_| found < MOST).ok_or(WiringError::TooLarge {
            what: "devices".into(),
            found,
            most: MOST,
        })?;
        self.wiring.devices.push(device);
        Ok(place)
    }

    /// Adds a table of port names and gives its row.
    pub fn names(&mut self, names: PortNames) -> u16 {
        self.wiring.port_names.push(names);
        u16::try_from(self.wiring.port_names.len() - 1).unwrap_or(u16::MAX)
    }

    /// Adds a link.
    pub fn link(&mut self, link: Link) {
        self.wiring.links.push(link);
    }

    /// An end at a switch port, checked against the ports there are.
    ///
    /// # Errors
    /// When the switch has no such port.
    pub fn end(&self, device: u32, split: Split, index: u64) -> Result<End, WiringError> {
        if index >= split.ports {
            return Err(WiringError::NoPort {
                device: self
                    .wiring
                    .devices
                    .get(device as usize)
                    .map(|device| device.name.clone())
                    .unwrap_or_default(),
                needed: index + 1,
                ports: split.ports,
            });
        }
        Ok(End { device, port: split.port(index) })
    }
}

/// A switch of a fabric.
#[must_use]
pub fn switch(name: String, kind: DeviceKind, fabric: &Fabric) -> Device {
    Device {
        name,
        kind,
        model: fabric.switch.clone(),
        network: fabric.network,
        technology: fabric.technology,
        plane: 0,
        unit: 0,
        place: 0,
        pod: 0,
        naming: 0,
        radix: u32::try_from(fabric.radix).unwrap_or(0),
        cages: 0,
        cage_gbps: 0,
    }
}

/// The same switch with its cages.
#[must_use]
pub fn caged(device: Device, cages: u64, cage_gbps: u64) -> Device {
    Device { cages: narrow(cages), cage_gbps: u32::try_from(cage_gbps).unwrap_or(0), ..device }
}

/// A server that is no GPU node, or a switch of the customer's.
#[must_use]
pub fn guest(name: String, kind: DeviceKind, naming: u16) -> Device {
    Device {
        name,
        kind,
        model: String::new(),
        network: Network::OutOfBand,
        technology: Technology::Ethernet,
        plane: 0,
        unit: 0,
        place: 0,
        pod: 0,
        naming,
        radix: 0,
        cages: 0,
        cage_gbps: 0,
    }
}

/// Digits that hold the largest number, at least two.
#[must_use]
pub fn digits(largest: u64) -> usize {
    largest.to_string().len().max(2)
}

/// A link between two ends.
#[must_use]
pub fn link(a: End, z: End, fabric: (Network, u64), role: LinkRole) -> Link {
    Link {
        a,
        z,
        gbps: u32::try_from(fabric.1).unwrap_or(0),
        network: fabric.0,
        role,
        rail: 0,
        plane: 0,
        media: 0,
    }
}

/// A small number as a port number.
#[must_use]
pub fn narrow(number: u64) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
