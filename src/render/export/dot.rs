//! Graphviz DOT in the form PTM reads: one edge a link, `"host":"port" -- "host":"port"`.

use std::fmt::Write;

use super::{Format, one};
use crate::design::wiring::Wiring;

/// A Graphviz graph in the form PTM reads.
pub const FORMAT: Format = Format {
    name: "dot",
    about: "a Graphviz graph in the form PTM reads",
    files: |wiring| one("fabric.dot", dot(wiring)),
};

/// The wiring as an undirected graph.
#[must_use]
pub fn dot(wiring: &Wiring) -> String {
    let mut out = String::with_capacity(wiring.links.len() * 64);
    out.push_str("graph fabric {\n");
    for link in &wiring.links {
        let _ = writeln!(
            out,
            "  \"{}\":\"{}\" -- \"{}\":\"{}\"",
            wiring.device_name(link.a),
            wiring.port_name(link.a),
            wiring.device_name(link.z),
            wiring.port_name(link.z)
        );
    }
    out.push_str("}\n");
    out
}
