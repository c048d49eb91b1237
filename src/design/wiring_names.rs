//! The names of ends in the files of other programs: the cable schedule, a simulation, an InfiniBand scan. One
//! place, so that what is written can be read back and compared.

use super::{
    fabric::Network,
    wiring::{Device, DeviceKind, End, Link, LinkRole, PortKind, Wiring},
};

/// Whose names to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The cable schedule.
    Schedule,
    /// An NVIDIA Air simulation.
    Air,
    /// An `ibnetdiscover` scan: one device per adapter.
    Infiniband,
}

/// Names of the ends of a wiring.
pub struct EndNames<'a> {
    wiring: &'a Wiring,
    naming: Naming,
    /// Names of the devices in a simulation.
    simulated: Vec<String>,
}

impl<'a> EndNames<'a> {
    /// Prepares the names.
    #[must_use]
    pub fn new(wiring: &'a Wiring, naming: Naming) -> Self {
        let mut supports = 0;
        let simulated = if naming == Naming::Air {
            wiring
                .devices
                .iter()
                .map(|device| {
                    if device.kind == DeviceKind::Support {
                        supports += 1;
                        format!("support-{supports:02}")
                    } else {
                        device.name.clone()
                    }
                })
                .collect()
        } else {
            Vec::new()
        };
        Self { wiring, naming, simulated }
    }

    /// Name of a device in a simulation.
    #[must_use]
    pub fn simulated(&self) -> &[String] {
        &self.simulated
    }

    /// Whether the file of this naming lists the link.
    #[must_use]
    pub fn lists(&self, link: &Link) -> bool {
        match self.naming {
            Naming::Schedule => true,
            Naming::Infiniband => link.network == Network::Compute,
            Naming::Air => {
                // Where a simulation has one management switch, its own management ports replace the real ones.
                let replaced = self.wiring.simulation.as_ref().is_some_and(|one| one.one_management_switch);
                let management = link.network == Network::OutOfBand
                    && matches!(link.role, LinkRole::Node | LinkRole::Support);
                !(replaced && management)
            }
        }
    }

    /// Device and port of an end.
    #[must_use]
    pub fn end(&self, end: End) -> (String, String) {
        match self.naming {
            Naming::Schedule => (self.wiring.device_name(end).to_string(), self.wiring.port_name(end)),
            Naming::Air => {
                let device = self.simulated.get(end.device as usize).cloned().unwrap_or_default();
                (device, air_port(self.wiring, end))
            }
            Naming::Infiniband => {
                let name = self.wiring.device_name(end);
                match end.port.kind() {
                    PortKind::Adapter(rail, plane) => {
                        (format!("{name} mlx5_{}", adapter_index(self.wiring, rail, plane)), "1".to_string())
                    }
                    _ => (name.to_string(), infiniband_port(self.wiring, end).to_string()),
                }
            }
        }
    }
}

/// Place of an adapter port among those of its node, from 0: rail by rail, plane by plane.
#[must_use]
pub fn adapter_index(wiring: &Wiring, rail: u16, plane: u8) -> u16 {
    (rail.max(1) - 1) * wiring.planes.max(1) + u16::from(plane.max(1)) - 1
}

/// Port number of a switch, counted from 1 over all parts of all cages.
#[must_use]
pub fn infiniband_port(wiring: &Wiring, end: End) -> u32 {
    match end.port.kind() {
        PortKind::Part(cage, part) => {
            let parts = u32::from(wiring.compute_parts.max(1));
            (u32::from(cage) - 1) * parts + u32::from(part) + 1
        }
        PortKind::Cage(number) | PortKind::Converged(number) | PortKind::Management(number) => u32::from(number),
        PortKind::Adapter(..) => 1,
    }
}

/// A simulated switch is an Ethernet one: its ports are `swp`, whatever the real one is.
#[must_use]
pub fn ethernet_port(wiring: &Wiring, end: End) -> String {
    match end.port.kind() {
        PortKind::Cage(cage) => format!("swp{cage}"),
        PortKind::Part(cage, part) => format!("swp{cage}s{part}"),
        _ => wiring.port_name(end),
    }
}

fn air_port(wiring: &Wiring, end: End) -> String {
    match (end.port.kind(), wiring.device(end)) {
        (PortKind::Cage(_) | PortKind::Part(..), _) => ethernet_port(wiring, end),
        (kind, Some(device)) => host_port(wiring, device, kind),
        (_, None) => String::new(),
    }
}

/// Interfaces of a simulated server: `eth1` on for north-south, then east-west, then management from `eth11`.
fn host_port(wiring: &Wiring, device: &Device, kind: PortKind) -> String {
    let simulated = wiring.simulation.as_ref().filter(|_| device.kind == DeviceKind::Node);
    let named = |list: &[String], number: u16| list.get(usize::from(number.max(1)) - 1).cloned();
    let north_south = 2;
    match kind {
        PortKind::Converged(number) => simulated
            .and_then(|simulation| named(&simulation.converged, number))
            .unwrap_or_else(|| format!("eth{number}")),
        PortKind::Adapter(rail, plane) => {
            let number = adapter_index(wiring, rail, plane) + 1;
            simulated
                .and_then(|simulation| named(&simulation.east_west, number))
                .unwrap_or_else(|| format!("eth{}", north_south + number))
        }
        PortKind::Management(number) => {
            let first = (north_south + wiring.rails * wiring.planes.max(1)).max(10);
            let from = if device.kind == DeviceKind::Support { 2 } else { first };
            simulated
                .and_then(|simulation| named(&simulation.management, number))
                .unwrap_or_else(|| format!("eth{}", from + number))
        }
        PortKind::Cage(_) | PortKind::Part(..) => String::new(),
    }
}
