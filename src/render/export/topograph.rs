//! Topograph model: the switch tree, and the nodes below its leaves.

use std::fmt::Write;

use crate::design::wiring::Wiring;

use super::{
    Format, one,
    tree::{Tree, hostlist, tree},
};

/// A model for Topograph.
pub const FORMAT: Format = Format {
    name: "topograph",
    about: "a model for Topograph",
    files: |wiring| one("topograph.yaml", topograph(wiring)),
};

/// The model file: `switches` with their children, `blocks` with their nodes.
#[must_use]
pub fn topograph(wiring: &Wiring) -> String {
    let tree = tree(wiring);
    let mut out = String::from("switches:\n");
    switches(&tree, &mut out);
    out.push_str("blocks:\n");
    blocks(&tree, &mut out);
    out
}

fn switches(tree: &Tree, out: &mut String) {
    if tree.children.is_empty() {
        return;
    }
    let names: Vec<&str> = tree.children.iter().map(|child| child.name.as_str()).collect();
    let _ = writeln!(out, "  {}:\n    switches: [{}]", tree.name, names.join(", "));
    for child in &tree.children {
        switches(child, out);
    }
}

fn blocks(tree: &Tree, out: &mut String) {
    if tree.children.is_empty() {
        let _ = writeln!(out, "  - switch: {}\n    nodes: [\"{}\"]", tree.name, hostlist(&tree.nodes));
    }
    for child in &tree.children {
        blocks(child, out);
    }
}
