//! The point-to-point list of the UFM Cable Validation Tool (documentation of version 1.5, page "P2P File"): both ends
//! with rack, unit, node, type and port. The tool takes the list as an Excel sheet and goes by its header names.
//! Ports of Ethernet hosts are `rail5`, of InfiniBand hosts the number of the adapter, which the tool maps from 1 to
//! `mlx5_0`; ports of switches are `swp1s0`, `1/2`, and from 800 Gb/s InfiniBand on `sw1p2`.

use std::fmt::Write;

use crate::design::{
    fabric::{Network, Technology},
    wiring::{End, Link, PortKind, Wiring},
};

use super::{Format, cables::field, one};

/// The sheet of the UFM cable validation tool.
pub const FORMAT: Format = Format {
    name: "ufm",
    about: "the list of the UFM cable validation tool, to be saved as an Excel sheet",
    files: |wiring| one("ufm.csv", ufm(wiring)),
};

/// InfiniBand links from this speed on (XDR) have ports of the newer form, Gb/s.
const XDR_GBPS: u32 = 800;

/// The list of the east-west fabric as CSV.
#[must_use]
pub fn ufm(wiring: &Wiring) -> String {
    let mut out =
        String::from("A-Rack,A-U,A-Node Name,A-Type,A-Port,Z-Rack,Z-RU,Z-Node Name,Z-Type,Z-Port\n");
    for link in wiring.links.iter().filter(|link| link.network == Network::Compute) {
        let _ = writeln!(out, "{},{}", side(wiring, link, link.a), side(wiring, link, link.z));
    }
    out
}

fn side(wiring: &Wiring, link: &Link, end: End) -> String {
    let place = wiring.place(end);
    let unit = if place.unit == 0 { String::new() } else { place.unit.to_string() };
    let switch = wiring.device(end).is_some_and(|device| device.kind.is_switch());
    let kind = if switch { "Switch" } else { "Host" };
    format!(
        "{},{unit},{},{kind},{}",
        place.rack_name(),
        field(wiring.device_name(end)),
        port(wiring, link, end)
    )
}

fn port(wiring: &Wiring, link: &Link, end: End) -> String {
    let technology = |end: End| wiring.device(end).map(|device| device.technology);
    // A host is of the technology of the switch it is cabled to.
    let infiniband = [link.a, link.z].into_iter().any(|end| technology(end) == Some(Technology::Infiniband));
    let xdr = link.gbps >= XDR_GBPS;
    match end.port.kind() {
        PortKind::Adapter(rail, plane) => {
            let planes = u32::from(wiring.planes.max(1));
            let number = (u32::from(rail) - 1) * planes + u32::from(plane.max(1));
            if infiniband { number.to_string() } else { format!("rail{number}") }
        }
        PortKind::Part(cage, part) if infiniband && xdr => format!("sw{cage}p{}", part + 1),
        PortKind::Part(cage, part) if infiniband => format!("{cage}/{}", part + 1),
        _ => wiring.port_name(end),
    }
}
