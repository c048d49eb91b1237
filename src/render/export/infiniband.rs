//! InfiniBand: the `ibnetdiscover` form that ibsim simulates, the roots for a subnet manager, and the flat cable
//! list that both are compared with.

use std::fmt::Write;

use super::{Format, one};
use crate::design::{
    fabric::Network,
    wiring::{DeviceKind, End, LinkRole, PortKind, Wiring},
    wiring_names::{adapter_index, infiniband_port},
};

/// The east-west fabric as `ibnetdiscover` prints it.
pub const TOPOLOGY: Format = Format {
    name: "ibnetdiscover",
    about: "the east-west fabric as `ibnetdiscover` prints it",
    files: |wiring| one("fabric.topo", infiniband(wiring).topology),
};

/// The roots of the east-west fabric for a subnet manager.
pub const ROOTS: Format = Format {
    name: "ib-roots",
    about: "the roots of the east-west fabric for a subnet manager",
    files: |wiring| one("fabric.roots", infiniband(wiring).roots),
};

/// The cables of the east-west fabric by adapter.
pub const CABLES: Format = Format {
    name: "ib-cables",
    about: "the cables of the east-west fabric by adapter",
    files: |wiring| one("ib-cables.csv", infiniband(wiring).cables),
};

/// A file of the InfiniBand export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfinibandFiles {
    /// `ibnetdiscover` output of the east-west fabric; adapters first, as the first record is where the subnet
    /// manager attaches.
    pub topology: String,
    /// GUIDs of the top tier, one a line (`opensm -a`).
    pub roots: String,
    /// `a_device,a_port,b_device,b_port` with one device per adapter, as `ibnetdiscover` names them.
    pub cables: String,
}

/// Node GUIDs of adapters and switches; any value unique in the fabric does for a simulation.
const ADAPTER_GUID: u64 = 0xb8ce_f603_0000_0000;
const SWITCH_GUID: u64 = 0xfc6a_1c03_0000_0000;

/// One end on the wire: an adapter with port 1, or a switch with its port number.
struct Wire<'a> {
    wiring: &'a Wiring,
    /// Index of the first adapter of each device, over all adapters.
    adapters: Vec<u64>,
}

impl Wire<'_> {
    fn label(&self, end: End) -> (bool, u64, String, u32) {
        let name = self.wiring.device_name(end);
        let guid = u64::from(end.device) << 8;
        match end.port.kind() {
            PortKind::Adapter(rail, plane) => {
                let adapter = adapter_index(self.wiring, rail, plane);
                let guid = ADAPTER_GUID + ((self.adapters[end.device as usize] + u64::from(adapter)) << 8);
                (false, guid, format!("{name} mlx5_{adapter}"), 1)
            }
            PortKind::Part(..) | PortKind::Cage(_) => {
                (true, SWITCH_GUID + guid, name.to_string(), infiniband_port(self.wiring, end))
            }
            PortKind::Converged(number) | PortKind::Management(number) => {
                (false, ADAPTER_GUID + guid, name.to_string(), u32::from(number))
            }
        }
    }
}

/// The InfiniBand files of the east-west fabric.
#[must_use]
pub fn infiniband(wiring: &Wiring) -> InfinibandFiles {
    let mut next = 0;
    let per_node = u64::from(wiring.rails.max(1)) * u64::from(wiring.planes.max(1));
    let adapters = wiring
        .devices
        .iter()
        .map(|device| {
            let first = next;
            if device.kind == DeviceKind::Node {
                next += per_node;
            }
            first
        })
        .collect();
    let wire = Wire { wiring, adapters };
    let links = || wiring.links.iter().filter(|link| link.network == Network::Compute);
    let speed = links().next().map_or("NDR", |link| match link.gbps {
        800.. => "XDR",
        400.. => "NDR",
        200.. => "HDR",
        _ => "EDR",
    });
    let mut ends: Vec<Vec<(u32, End)>> = vec![Vec::new(); wiring.devices.len()];
    let mut topology = String::from("#\n# Topology of the east-west fabric\n#\n");
    let mut cables = String::from("a_device,a_port,b_device,b_port\n");
    for link in links() {
        let (a, z) = (wire.label(link.a), wire.label(link.z));
        let _ = writeln!(cables, "{},{},{},{}", a.2, a.3, z.2, z.3);
        for (end, other) in [(link.a, link.z), (link.z, link.a)] {
            ends[end.device as usize].push((wire.label(end).3, other));
        }
        if link.role == LinkRole::Node {
            let _ = write!(
                topology,
                "\nvendid=0x2c9\ndevid=0x1021\nsysimgguid=0x{guid:x}\ncaguid=0x{guid:x}\nCa\t1 \"H-{guid:016x}\"\t\t# \"{name}\"\n[1]({guid:x})\t\"S-{peer:016x}\"[{port}]\t\t# \"{peer_name}\" lid 0 4x{speed}\n",
                guid = a.1,
                name = a.2,
                peer = z.1,
                port = z.3,
                peer_name = z.2,
            );
        }
    }
    let mut top = 0;
    for (at, device) in wiring.devices.iter().enumerate() {
        if !device.kind.is_switch() || ends[at].is_empty() {
            continue;
        }
        top = top.max(device.kind.tier());
        let guid = SWITCH_GUID + ((at as u64) << 8);
        let _ = write!(
            topology,
            "\nvendid=0x2c9\ndevid=0xd2f2\nsysimgguid=0x{guid:x}\nswitchguid=0x{guid:x}({guid:x})\nSwitch\t{radix} \"S-{guid:016x}\"\t\t# \"{name}\" enhanced port 0 lid 0 lmc 0\n",
            radix = device.radix,
            name = device.name,
        );
        ends[at].sort_unstable();
        for (port, other) in &ends[at] {
            let (is_switch, peer, name, peer_port) = wire.label(*other);
            let _ = if is_switch {
                writeln!(topology, "[{port}]\t\"S-{peer:016x}\"[{peer_port}]\t\t# \"{name}\" lid 0 4x{speed}")
            } else {
                writeln!(topology, "[{port}]\t\"H-{peer:016x}\"[1]({peer:x})\t\t# \"{name}\" lid 0 4x{speed}")
            };
        }
    }
    let mut roots = String::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        if device.kind.is_switch() && device.kind.tier() == top && !ends[at].is_empty() {
            let _ = writeln!(roots, "0x{:016x}", SWITCH_GUID + ((at as u64) << 8));
        }
    }
    InfinibandFiles { topology, roots, cables }
}
