//! The cable schedule as CSV.

use std::fmt::Write;

use super::{Format, one};
use crate::design::wiring::{DeviceKind, End, Link, Media, Wiring};

/// The cable schedule, every cable once.
pub const ONCE: Format = Format {
    name: "cables",
    about: "the cable schedule, every cable once",
    files: |wiring| one("cables.csv", cables(wiring, Direction::Once)),
};

/// The cable schedule, every cable from both its ends.
pub const BOTH: Format = Format {
    name: "cables-both",
    about: "the cable schedule, every cable from both its ends",
    files: |wiring| one("cables.csv", cables(wiring, Direction::Both)),
};

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
const HEADER: &str = "a_device,a_port,z_device,z_port,network,speed_gbps,role,rail,plane,a_module,z_module,cable,length_m,label,a_rack,a_u,z_rack,z_u,bundle,a_label,z_label,a_part_number,z_part_number\n";

/// The cable schedule: one line a link, in the order a crew lays them.
#[must_use]
pub fn cables(wiring: &Wiring, direction: Direction) -> String {
    let mut out = String::with_capacity(wiring.links.len() * 224);
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
    let media = wiring.media_of(link);
    let module =
        |side: fn(&Media) -> &Option<String>| media.and_then(|media| side(media).as_deref()).unwrap_or("");
    let (a_module, z_module): (&str, &str) = if turned {
        (module(|m| &m.z_module), module(|m| &m.a_module))
    } else {
        (module(|m| &m.a_module), module(|m| &m.z_module))
    };
    let (mut a_part, mut z_part) = (module(|m| &m.a_part_number), module(|m| &m.z_part_number));
    if turned {
        std::mem::swap(&mut a_part, &mut z_part);
    }
    let length =
        media.map_or(String::new(), |media| format!("{}.{}", media.length_dm / 10, media.length_dm % 10));
    let number = |number: u16| if number == 0 { String::new() } else { number.to_string() };
    let _ = writeln!(
        out,
        "{},{},{},{},{},{},{},{},{},{a_module},{z_module},{},{length},C{:06},{},{},{},{},{},{},{},{a_part},{z_part}",
        field(wiring.device_name(a)),
        field(&wiring.port_name(a)),
        field(wiring.device_name(z)),
        field(&wiring.port_name(z)),
        link.network.word(),
        link.gbps,
        link.role.word(),
        number(link.rail),
        number(link.plane),
        module(|media| &media.cable),
        at + 1,
        wiring.place(a).rack_name(),
        unit(wiring.place(a).unit),
        wiring.place(z).rack_name(),
        unit(wiring.place(z).unit),
        field(&bundle(wiring, link)),
        field(&end_label(wiring, a, z)),
        field(&end_label(wiring, z, a)),
    );
}

fn unit(unit: u16) -> String {
    if unit == 0 { String::new() } else { unit.to_string() }
}

/// Cables laid together: those of a unit of nodes to one switch, those from one switch to one above it.
fn bundle(wiring: &Wiring, link: &Link) -> String {
    let Some(low) = wiring.device(link.a) else { return String::new() };
    let from = match low.kind {
        DeviceKind::Node if low.unit > 0 => format!("su-{:02}", low.unit),
        _ => low.name.clone(),
    };
    format!("{from} > {}", wiring.device_name(link.z))
}

/// What is printed on the label of an end: this end, then the far one, each with its rack where one is planned.
#[must_use]
pub fn end_label(wiring: &Wiring, near: End, far: End) -> String {
    let words = |end: End| {
        let place = wiring.place(end);
        let spot = match (place.rack, place.unit) {
            (0, _) => String::new(),
            (_, 0) => format!("{} ", place.rack_name()),
            (_, unit) => format!("{}.U{unit} ", place.rack_name()),
        };
        format!("{spot}{} {}", wiring.device_name(end), wiring.port_name(end))
    };
    format!("{} / {}", words(near), words(far))
}

/// A CSV field, quoted where it must be (RFC 4180).
pub fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_string()
    }
}
