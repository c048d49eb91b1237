//! Words of a title or column name in one spelling, so that tables are read by meaning and not by id.

use std::collections::BTreeSet;

/// Compounds that publishers write in several ways, and the one word they stand for here.
const COMPOUNDS: [(&str, &str); 19] = [
    ("super-spine", "core"),
    ("super spine", "core"),
    ("super_spine", "core"),
    ("superspine", "core"),
    ("east-west", "ew"),
    ("east west", "ew"),
    ("e/w", "ew"),
    ("e-w", "ew"),
    ("north-south", "ns"),
    ("north south", "ns"),
    ("n/s", "ns"),
    ("n-s", "ns"),
    ("out-of-band", "oob"),
    ("out of band", "oob"),
    ("in-band", "inband"),
    ("in band", "inband"),
    ("in-rack", "inrack"),
    ("in_rack", "inrack"),
    ("x800", "xdr"),
];

/// The words of a text: lower case, singular, split at everything that is neither letter nor digit.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut text = text.to_ascii_lowercase();
    for (written, meant) in COMPOUNDS {
        text = text.replace(written, &format!(" {meant} "));
    }
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(|part| one_spelling(part).to_string())
        .collect()
}

/// The same words as a set.
#[must_use]
pub fn word_set(text: &str) -> BTreeSet<String> {
    words(text).into_iter().collect()
}

fn one_spelling(word: &str) -> &str {
    match word {
        "leaves" | "leafs" | "gsl" => "leaf",
        "spines" | "gss" => "spine",
        "cores" => "core",
        "gpus" => "gpu",
        "sus" => "su",
        "nodes" | "systems" | "servers" | "system" | "server" => "node",
        "trays" => "tray",
        "racks" => "rack",
        "cables" | "links" | "connections" | "link" | "connection" | "cabling" => "cable",
        "uplinks" | "trunk" | "trunks" => "uplink",
        "downlinks" => "downlink",
        "switches" => "switch",
        "planes" => "plane",
        "ports" => "port",
        "units" => "unit",
        "transceivers" | "module" | "modules" => "transceiver",
        "spod" => "superpod",
        "sn2201s" => "sn2201",
        "fibres" | "fiber" | "fibers" => "fibre",
        "mgmt" => "management",
        "isls" => "isl",
        "counts" => "count",
        other => other,
    }
}
