//! What a column of a sizing table states, read from its name and the table's titles.

use std::collections::BTreeSet;

use super::words::{word_set, words as words_of};

/// What a column states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// Pattern or architecture of the row.
    Architecture,
    /// Nodes.
    Nodes,
    /// GPUs.
    Gpus,
    /// Scalable units.
    Units,
    /// Smallest number of scalable units of a range.
    UnitsFrom,
    /// Largest number of scalable units of a range.
    UnitsTo,
    /// Racks.
    Racks,
    /// Planes.
    Planes,
    /// East-west leaves.
    Leaf,
    /// East-west spines.
    Spine,
    /// Switches of the tier above the spines.
    Core,
    /// East-west switches of all tiers.
    ComputeTotal,
    /// North-south leaves.
    ConvergedLeaf,
    /// North-south spines.
    ConvergedSpine,
    /// North-south switches of all tiers.
    ConvergedTotal,
    /// Out-of-band switches outside the racks.
    OutOfBand,
    /// Out-of-band switches inside racks.
    InRack,
    /// Cables between nodes and leaves.
    NodeCables,
    /// Cables between nodes and leaves with those of the fabric manager.
    NodeAndManagerCables,
    /// Cables between leaves and spines.
    SpineCables,
    /// Cables between spines and the tier above.
    CoreCables,
    /// Links between a leaf and each spine.
    Trunk,
    /// Downlinks of a leaf.
    LeafDown,
    /// Uplinks of a leaf, or inter-switch links of a pair.
    LeafUp,
    /// Used ports of a spine.
    SpineUsed,
    /// Switches of the pair that carries north-south, and all fabrics when it is collapsed.
    CorePair,
    /// East-west switches of a dedicated pair, per plane; empty where the core is collapsed.
    DedicatedPair,
    /// North-south links of one core switch.
    CoreConvergedLinks,
    /// East-west links of one core switch.
    CoreComputeLinks,
    /// Inter-switch links of a core pair.
    CoreIsl,
    /// Storage leaves.
    StorageLeaf,
    /// Storage links.
    StorageLinks,
    /// In-band leaves for compute nodes.
    InBandLeaf,
    /// Links between core pair and the nodes of the first scalable unit.
    SimulatedNodeLinks,
    /// Links between core pair and support servers.
    SimulatedSupportLinks,
    /// Links of the core pair among themselves in a simulated topology.
    SimulatedIsl,
    /// Support links of one core switch.
    CoreSupportLinks,
}

/// Which fabric a table is about when its columns do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// East-west.
    Compute,
    /// North-south.
    Converged,
    /// In-band and storage Ethernet of a SuperPOD.
    InBandAndStorage,
    /// Several fabrics, or unknown.
    Any,
}

/// The fabric the titles name.
#[must_use]
pub fn subject(titles: &str) -> Subject {
    let words = word_set(titles);
    let has = |word: &str| words.contains(word);
    let east_west = has("ew") || has("compute") || has("eastwest") || has("infiniband");
    if (has("inband") || has("storage")) && has("ethernet") {
        Subject::InBandAndStorage
    } else if (has("ns") || has("converged")) && !has("ew") {
        Subject::Converged
    } else if east_west {
        Subject::Compute
    } else {
        Subject::Any
    }
}

/// What a column states; `None` when it states nothing the rules know.
#[must_use]
pub fn meaning(column: &str, subject: Subject) -> Option<Meaning> {
    let words = word_set(column);
    let has = |word: &str| words.contains(word);
    let any = |list: &[&str]| list.iter().any(|word| words.contains(*word));
    if any(&["default", "large", "min", "max", "gbps", "per_gpu", "year"])
        && !(has("su") && any(&["min", "max"]))
    {
        return None;
    }
    if any(&["pattern", "architecture"]) {
        return Some(Meaning::Architecture);
    }
    if words_of(column) == ["core", "core"] {
        return Some(Meaning::SimulatedIsl);
    }
    if has("ufm") && any(&["compute", "node", "cable"]) {
        return Some(Meaning::NodeAndManagerCables);
    }
    if let Some(tiers) = between_tiers(&words) {
        return Some(tiers);
    }
    if has("leaf") && has("up") && !has("port") {
        return Some(Meaning::LeafUp);
    }
    if any(&["cable", "uplink", "downlink", "isl"]) || (has("port") && !any(&["switch", "oob"])) {
        return cables(&words);
    }
    if any(&["up", "down", "used"]) && any(&["leaf", "spine"]) {
        return match () {
            () if has("spine") && has("used") => Some(Meaning::SpineUsed),
            () if has("port") => None,
            () if has("down") => Some(Meaning::LeafDown),
            () if has("up") => Some(Meaning::LeafUp),
            () => None,
        };
    }
    if has("csl") {
        return Some(Meaning::CorePair);
    }
    if has("leaf") || has("spine") {
        return switches(column, &words, subject);
    }
    if (any(&["sn2201", "oob"]) || column.eq_ignore_ascii_case("management_switches"))
        && !any(&["su", "support", "storage", "core", "spine", "port", "per", "node"])
    {
        return Some(if has("inrack") { Meaning::InRack } else { Meaning::OutOfBand });
    }
    if has("core") {
        return core(&words, subject);
    }
    if has("switch") {
        return match () {
            () if any(&["ns", "converged"]) => Some(Meaning::ConvergedTotal),
            () if any(&["ew", "compute", "total"]) => Some(Meaning::ComputeTotal),
            () => None,
        };
    }
    size(&words)
}

/// Words that say nothing about what is counted.
const FILLERS: [&str; 10] = ["number", "of", "count", "total", "the", "qty", "quantity", "dgx", "hgx", "a"];

/// The words of a column without those that say nothing.
fn plain(words: &BTreeSet<String>) -> BTreeSet<&str> {
    words.iter().map(String::as_str).filter(|word| !FILLERS.contains(word)).collect()
}

/// A column named after the two tiers its cables join ("Leaf-Spine").
fn between_tiers(words: &BTreeSet<String>) -> Option<Meaning> {
    let plain = plain(words);
    let is = |pair: [&str; 2]| plain.len() == 2 && pair.iter().all(|word| plain.contains(word));
    match () {
        () if is(["leaf", "spine"]) => Some(Meaning::SpineCables),
        () if is(["core", "spine"]) => Some(Meaning::CoreCables),
        () if is(["leaf", "node"]) || is(["gpu", "leaf"]) => Some(Meaning::NodeCables),
        () => None,
    }
}

/// A column that states the size of the row.
fn size(words: &BTreeSet<String>) -> Option<Meaning> {
    let plain = plain(words);
    let only = |allowed: &[&str]| !plain.is_empty() && plain.iter().all(|word| allowed.contains(word));
    let has = |word: &str| plain.contains(word);
    match () {
        () if has("su") && has("min") => Some(Meaning::UnitsFrom),
        () if has("su") && has("max") => Some(Meaning::UnitsTo),
        () if only(&["su", "scalable", "unit"]) => Some(Meaning::Units),
        () if only(&["gpu"]) => Some(Meaning::Gpus),
        () if (has("node") || has("tray")) && only(&["node", "tray", "compute", "gpu"]) => {
            Some(Meaning::Nodes)
        }
        () if has("rack") && only(&["rack", "nvl72", "compute"]) => Some(Meaning::Racks),
        () if only(&["plane"]) => Some(Meaning::Planes),
        () => None,
    }
}

/// A column with `leaf` or `spine` in its name and no cables.
fn switches(column: &str, words: &BTreeSet<String>, subject: Subject) -> Option<Meaning> {
    let has = |word: &str| words.contains(word);
    let any = |list: &[&str]| list.iter().any(|word| words.contains(*word));
    let leaf = has("leaf");
    if leaf && has("spine") {
        return None; // a ratio or a rule in words
    }
    if has("per") && has("pair") {
        return Some(Meaning::Trunk);
    }
    if column.to_ascii_lowercase().starts_with("gsl") {
        return Some(Meaning::DedicatedPair);
    }
    if has("oob") {
        return None; // management and out-of-band spines: looked up, no rule
    }
    match (subject, leaf) {
        (_, true) if has("storage") => Some(Meaning::StorageLeaf),
        (_, false) if has("storage") => None,
        (Subject::InBandAndStorage, true) if any(&["compute", "inband"]) => Some(Meaning::InBandLeaf),
        (Subject::InBandAndStorage, _) => None,
        (_, true) if any(&["ns", "converged", "management", "inband"]) => Some(Meaning::ConvergedLeaf),
        (_, false) if any(&["ns", "converged", "management", "inband"]) => Some(Meaning::ConvergedSpine),
        (Subject::Converged, true) if !any(&["ew", "compute"]) => Some(Meaning::ConvergedLeaf),
        (Subject::Converged, false) if !any(&["ew", "compute"]) => Some(Meaning::ConvergedSpine),
        (_, true) => Some(Meaning::Leaf),
        (_, false) => Some(Meaning::Spine),
    }
}

/// A column with `core` in its name and neither leaf, spine nor cables.
fn core(words: &BTreeSet<String>, subject: Subject) -> Option<Meaning> {
    let has = |word: &str| words.contains(word);
    match () {
        () if has("ns") || has("converged") => Some(Meaning::ConvergedTotal),
        () if has("ew") || has("total") => Some(Meaning::ComputeTotal),
        // The class counts of a simulated topology.
        () if has("node") => Some(Meaning::SimulatedNodeLinks),
        () if has("support") => Some(Meaning::SimulatedSupportLinks),
        () if has("storage") || has("oob") || has("edge") => None,
        () if words.len() == 1 && subject != Subject::Converged => Some(Meaning::Core),
        () => None,
    }
}

/// A column about cables, links or ports.
fn cables(words: &BTreeSet<String>) -> Option<Meaning> {
    let has = |word: &str| words.contains(word);
    let any = |list: &[&str]| list.iter().any(|word| words.contains(*word));
    let counts_ports = has("port") && !has("cable") && !any(&["uplink", "downlink"]);
    match () {
        () if counts_ports => None,
        () if any(&["ufm", "manager"]) => Some(Meaning::NodeAndManagerCables),
        () if has("storage") && has("cable") => Some(Meaning::StorageLinks),
        () if has("per") && has("leaf") && has("spine") => Some(Meaning::Trunk),
        () if has("uplink") && has("per") && has("leaf") => Some(Meaning::LeafUp),
        () if has("downlink") && has("leaf") => Some(Meaning::LeafDown),
        () if has("leaf") && has("spine") => Some(Meaning::SpineCables),
        () if has("core") && has("spine") => Some(Meaning::CoreCables),
        () if has("leaf") && any(&["node", "gpu", "dgx", "compute", "hca", "endpoint"]) => {
            Some(Meaning::NodeCables)
        }
        () if has("isl") => Some(Meaning::CoreIsl),
        () if has("su") || has("per") => None,
        () if has("ns") => Some(Meaning::CoreConvergedLinks),
        () if has("ew") => Some(Meaning::CoreComputeLinks),
        () if has("support") => Some(Meaning::CoreSupportLinks),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_by_meaning() {
        let any = Subject::Compute;
        for (column, want) in [
            ("sus", Some(Meaning::Units)),
            ("Number of SUs", Some(Meaning::Units)),
            ("Scalable Units", Some(Meaning::Units)),
            ("nodes", Some(Meaning::Nodes)),
            ("trays", Some(Meaning::Nodes)),
            ("leaf", Some(Meaning::Leaf)),
            ("Leaf switches", Some(Meaning::Leaf)),
            ("ew_leaf_per_plane", Some(Meaning::Leaf)),
            ("ns_mgmt_leaf", Some(Meaning::ConvergedLeaf)),
            ("core", Some(Meaning::Core)),
            ("super_spine", Some(Meaning::Core)),
            ("ew_core_switches_total", Some(Meaning::ComputeTotal)),
            ("ns_core_switches", Some(Meaning::ConvergedTotal)),
            ("node_leaf_cables", Some(Meaning::NodeCables)),
            ("spine_leaf_cables", Some(Meaning::SpineCables)),
            ("leaf-spine links", Some(Meaning::SpineCables)),
            ("spine_core_cables", Some(Meaning::CoreCables)),
            ("compute_and_ufm_cables", Some(Meaning::NodeAndManagerCables)),
            ("uplinks_per_leaf_to_each_spine_400g", Some(Meaning::Trunk)),
            ("links_per_leaf_spine_pair", Some(Meaning::Trunk)),
            ("oob_sn2201", Some(Meaning::OutOfBand)),
            ("in_rack_oob", Some(Meaning::InRack)),
            ("gsl_per_plane", Some(Meaning::DedicatedPair)),
            ("core_or_csl", Some(Meaning::CorePair)),
            ("isl_links_400g", Some(Meaning::CoreIsl)),
            ("core_core", Some(Meaning::SimulatedIsl)),
            ("core_su_node", Some(Meaning::SimulatedNodeLinks)),
            ("Leaf-Spine", Some(Meaning::SpineCables)),
            ("Compute + UFM", Some(Meaning::NodeAndManagerCables)),
            ("leaf_up_or_isl", Some(Meaning::LeafUp)),
            ("qty_4_nodes", None),
            ("support_nodes", None),
            ("oob_ports_cabled_per_node", None),
            ("ns_links_200g", Some(Meaning::CoreConvergedLinks)),
            ("note", None),
            ("gbps_per_gpu", None),
        ] {
            assert_eq!(meaning(column, any), want, "{column}");
        }
        assert_eq!(meaning("leaf", Subject::Converged), Some(Meaning::ConvergedLeaf));
        assert_eq!(meaning("compute_leaf", Subject::InBandAndStorage), Some(Meaning::InBandLeaf));
    }
}
