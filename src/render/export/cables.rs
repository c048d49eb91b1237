//! The cable schedule as CSV.

use std::fmt::Write;

use crate::design::wiring::{Link, Wiring};

/// Which ends a schedule lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Every cable once.
    #[default]
    Once,
    /// Every cable from both its ends, for crews that work from either.
    Both,
}

/// Columns of the schedule; the first six are the contract with scripts.
const HEADER: &str = "a_device,a_port,z_device,z_port,network,speed_gbps,role,rail,plane,label\n";

/// The cable schedule: one line a link, in the order a crew lays them.
#[must_use]
pub fn cables(wiring: &Wiring, direction: Direction) -> String {
    let mut out = String::with_capacity(wiring.links.len() * 96);
    out.push_str(HEADER);
    for (at, link) in wiring.links.iter().enumerate() {
        row(&mut out, wiring, link, at, false);
        if direction == Direction::Both {
            row(&mut out, wiring, link, at, true);
        }
    }
    out
}

fn row(out: &mut String, wiring: &Wiring, link: &Link, at: usize, turned: bool) {
    let (a, z) = if turned { (link.z, link.a) } else { (link.a, link.z) };
    let number = |number: u16| if number == 0 { String::new() } else { number.to_string() };
    let _ = writeln!(
        out,
        "{},{},{},{},{},{},{},{},{},C{:06}",
        field(wiring.device_name(a)),
        field(&wiring.port_name(a)),
        field(wiring.device_name(z)),
        field(&wiring.port_name(z)),
        link.network.word(),
        link.gbps,
        link.role.word(),
        number(link.rail),
        number(link.plane),
        at + 1
    );
}

/// A CSV field, quoted where it must be (RFC 4180).
pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}
