//! The point-to-point sheet of the UFM Cable Validation Tool: A and Z end with node, type and port.

use std::fmt::Write;

use crate::design::{
    fabric::{Network, Technology},
    wiring::{End, PortKind, Wiring},
};

use super::{Format, cables::field, one};

/// The sheet of the UFM cable validation tool.
pub const FORMAT: Format = Format {
    name: "ufm",
    about: "the sheet of the UFM cable validation tool",
    files: |wiring| one("ufm.csv", ufm(wiring)),
};

/// The sheet of the east-west fabric as CSV; a host's port is the number of its adapter, as the tool maps 1 to
/// `mlx5_0`.
#[must_use]
pub fn ufm(wiring: &Wiring) -> String {
    let mut out = String::from("A-Node Name,A-Type,A-Port,Z-Node Name,Z-Type,Z-Port\n");
    for link in wiring.links.iter().filter(|link| link.network == Network::Compute) {
        let end = |end: End| {
            let switch = wiring.device(end).is_some_and(|device| device.kind.is_switch());
            (field(wiring.device_name(end)), if switch { "Switch" } else { "Host" }, port(wiring, end))
        };
        let ((a, a_type, a_port), (z, z_type, z_port)) = (end(link.a), end(link.z));
        let _ = writeln!(out, "{a},{a_type},{a_port},{z},{z_type},{z_port}");
    }
    out
}

fn port(wiring: &Wiring, end: End) -> String {
    let infiniband = wiring.device(end).is_some_and(|device| device.technology == Technology::Infiniband);
    match end.port.kind() {
        PortKind::Adapter(rail, plane) => {
            let planes = u32::from(wiring.planes.max(1));
            ((u32::from(rail) - 1) * planes + u32::from(plane.max(1))).to_string()
        }
        PortKind::Part(cage, part) if infiniband => format!("{cage}/{}", part + 1),
        _ => wiring.port_name(end),
    }
}
