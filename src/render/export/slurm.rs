//! Slurm topology: tree for fabrics, block for NVLink domains; `topology.conf` and, from Slurm 25.05 on,
//! `topology.yaml`.

use std::fmt::Write;

use crate::design::wiring::{DeviceKind, Wiring};

use super::{
    Format, NoFile, one,
    tree::{Tree, hostlist, tree},
};

/// `topology.conf` of Slurm, by switches.
pub const TREE: Format = Format {
    name: "slurm",
    about: "`topology.conf` of Slurm, by switches",
    files: |wiring| one("topology.conf", slurm_tree(wiring)),
};

/// `topology.conf` of Slurm, by NVLink domains.
pub const BLOCK: Format = Format {
    name: "slurm-block",
    about: "`topology.conf` of Slurm, by NVLink domains",
    files: |wiring| match slurm_block(wiring) {
        Some(text) => one("topology.conf", text),
        None => Err(NoFile("NVLink ends inside a node, so there are no blocks".into())),
    },
};

/// `topology.yaml` of Slurm.
pub const YAML: Format = Format {
    name: "slurm-yaml",
    about: "`topology.yaml` of Slurm",
    files: |wiring| one("topology.yaml", slurm_yaml(wiring)),
};

/// `topology.conf` for `topology/tree`.
#[must_use]
pub fn slurm_tree(wiring: &Wiring) -> String {
    let mut out = format!(
        "# {}: topology/tree; a leaf is a set of nodes behind the same switches\n",
        wiring.architecture
    );
    lines(&tree(wiring), &mut out);
    out
}

fn lines(tree: &Tree, out: &mut String) {
    for child in &tree.children {
        lines(child, out);
    }
    let _ = if tree.children.is_empty() {
        writeln!(out, "SwitchName={} Nodes={}", tree.name, hostlist(&tree.nodes))
    } else {
        let names: Vec<String> = tree.children.iter().map(|child| child.name.clone()).collect();
        writeln!(out, "SwitchName={} Switches={}", tree.name, hostlist(&names))
    };
}

/// Nodes of each NVLink domain that spans nodes; none for systems whose NVLink ends inside the node.
fn blocks(wiring: &Wiring) -> Vec<(String, Vec<String>)> {
    let size = usize::from(wiring.nvlink_domain_nodes);
    if size < 2 {
        return Vec::new();
    }
    let nodes: Vec<String> = wiring
        .devices
        .iter()
        .filter(|device| device.kind == DeviceKind::Node)
        .map(|device| device.name.clone())
        .collect();
    nodes.chunks(size).enumerate().map(|(at, part)| (format!("nvl-{:03}", at + 1), part.to_vec())).collect()
}

/// Sizes of jobs that stay whole: the domain and its doublings, as far as there are nodes. The base is that of the
/// smallest domain, as Slurm demands.
fn block_sizes(blocks: &[(String, Vec<String>)]) -> Vec<usize> {
    let base = blocks.iter().map(|(_, nodes)| nodes.len()).min().unwrap_or(1);
    let total: usize = blocks.iter().map(|(_, nodes)| nodes.len()).sum();
    std::iter::successors(Some(base), |size| Some(size * 2)).take_while(|size| *size <= total).collect()
}

/// `topology.conf` for `topology/block`; `None` when NVLink ends inside the node.
#[must_use]
pub fn slurm_block(wiring: &Wiring) -> Option<String> {
    let blocks = blocks(wiring);
    if blocks.is_empty() {
        return None;
    }
    let mut out = format!("# {}: topology/block; a block is an NVLink domain\n", wiring.architecture);
    for (name, nodes) in &blocks {
        let _ = writeln!(out, "BlockName={name} Nodes={}", hostlist(nodes));
    }
    let sizes: Vec<String> = block_sizes(&blocks).iter().map(ToString::to_string).collect();
    let _ = writeln!(out, "BlockSizes={}", sizes.join(","));
    Some(out)
}

/// `topology.yaml`: the tree, and the blocks where NVLink spans nodes.
#[must_use]
pub fn slurm_yaml(wiring: &Wiring) -> String {
    let mut out = String::from("- topology: fabric\n  cluster_default: true\n  tree:\n    switches:\n");
    yaml_lines(&tree(wiring), &mut out);
    let blocks = blocks(wiring);
    if !blocks.is_empty() {
        let sizes: Vec<String> = block_sizes(&blocks).iter().map(ToString::to_string).collect();
        let _ = write!(
            out,
            "- topology: nvlink\n  cluster_default: false\n  block:\n    block_sizes: [{}]\n    blocks:\n",
            sizes.join(", ")
        );
        for (name, nodes) in &blocks {
            let _ = writeln!(out, "      - {{block: {name}, nodes: \"{}\"}}", hostlist(nodes));
        }
    }
    out
}

fn yaml_lines(tree: &Tree, out: &mut String) {
    let _ = if tree.children.is_empty() {
        writeln!(out, "      - {{switch: {}, nodes: \"{}\"}}", tree.name, hostlist(&tree.nodes))
    } else {
        let names: Vec<String> = tree.children.iter().map(|child| child.name.clone()).collect();
        writeln!(out, "      - {{switch: {}, children: \"{}\"}}", tree.name, hostlist(&names))
    };
    for child in &tree.children {
        yaml_lines(child, out);
    }
}
