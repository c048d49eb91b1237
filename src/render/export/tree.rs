//! The nodes as a scheduler sees them: pods, groups of nodes behind the same leaves, scalable units.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use crate::design::{
    fabric::Network,
    wiring::{DeviceKind, LinkRole, Wiring},
};

/// A switch of the tree: nodes below it directly, or further switches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// Name.
    pub name: String,
    /// Switches below.
    pub children: Vec<Tree>,
    /// Nodes below, when it has no switches below.
    pub nodes: Vec<String>,
}

/// The tree of a wiring. A leaf is a scalable unit or a group of leaves, whichever holds fewer nodes: a
/// rail-optimized node hangs off many leaf switches, and a scheduler wants the set of nodes that share them.
#[must_use]
pub fn tree(wiring: &Wiring) -> Tree {
    let mut keys: BTreeMap<u32, (u32, u32, u32)> = BTreeMap::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        if device.kind == DeviceKind::Node {
            keys.insert(at as u32, (0, 0, device.unit));
        }
    }
    let mut leaves: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for link in &wiring.links {
        if link.role != LinkRole::Node || link.network != Network::Compute {
            continue;
        }
        let (Some(key), Some(leaf)) = (keys.get_mut(&link.a.device), wiring.device(link.z)) else { continue };
        leaves.entry(link.a.device).or_default().insert(link.z.device);
        // A pod that holds one rail of many groups holds no nodes of its own.
        if link.plane <= 1 && link.rail <= 1 && wiring.rail_pod_groups == 0 {
            key.0 = leaf.pod;
        }
    }
    // Nodes form a group when they hang off the very same leaves, over all rails and planes.
    let mut groups: BTreeMap<BTreeSet<u32>, u32> = BTreeMap::new();
    for (node, set) in leaves {
        let next = groups.len() as u32 + 1;
        let group = *groups.entry(set).or_insert(next);
        if let Some(key) = keys.get_mut(&node) {
            key.1 = group;
        }
    }
    let count = |of: fn(&(u32, u32, u32)) -> u32| {
        let mut seen: Vec<u32> = keys.values().map(of).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    let (pods, groups, units) = (count(|key| key.0), count(|key| key.1), count(|key| key.2));
    let mut levels: Vec<(&str, fn(&(u32, u32, u32)) -> u32)> = Vec::new();
    if pods > 1 {
        levels.push(("pod", |key| key.0));
    }
    if units <= groups {
        levels.push(("su", |key| key.2));
        if groups > units {
            levels.push(("group", |key| key.1));
        }
    } else {
        if groups > 1 {
            levels.push(("group", |key| key.1));
        }
        levels.push(("su", |key| key.2));
    }
    let members: Vec<(u32, (u32, u32, u32))> = keys.into_iter().collect();
    below(wiring, "fabric".into(), &members, &levels)
}

type Key = (u32, u32, u32);

fn below(wiring: &Wiring, name: String, members: &[(u32, Key)], levels: &[(&str, fn(&Key) -> u32)]) -> Tree {
    let Some(((label, of), rest)) = levels.split_first() else {
        let nodes = members.iter().map(|(device, _)| wiring.devices[*device as usize].name.clone()).collect();
        return Tree { name, children: Vec::new(), nodes };
    };
    let mut parts: BTreeMap<u32, Vec<(u32, Key)>> = BTreeMap::new();
    for member in members {
        parts.entry(of(&member.1)).or_default().push(*member);
    }
    let children = parts
        .into_iter()
        .map(|(number, part)| below(wiring, format!("{label}-{number:02}"), &part, rest))
        .collect();
    Tree { name, children, nodes: Vec::new() }
}

/// A Slurm host list: consecutive numbers at the end of equal stems are folded, `su-01-node-[01-32]`.
#[must_use]
pub fn hostlist(names: &[String]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < names.len() {
        let (stem, digits) = split(&names[at]);
        let mut end = at;
        while end + 1 < names.len() && follows(&names[end], &names[end + 1]) {
            end += 1;
        }
        if !out.is_empty() {
            out.push(',');
        }
        if end > at && !digits.is_empty() {
            let _ = write!(out, "{stem}[{digits}-{}]", split(&names[end]).1);
        } else {
            out.push_str(&names[at]);
        }
        at = end + 1;
    }
    out
}

fn split(name: &str) -> (&str, &str) {
    let from = name.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    name.split_at(from)
}

fn follows(first: &str, second: &str) -> bool {
    let ((stem, digits), (other_stem, other_digits)) = (split(first), split(second));
    let number = |digits: &str| digits.parse::<u64>().ok();
    stem == other_stem
        && digits.len() == other_digits.len()
        && matches!((number(digits), number(other_digits)), (Some(one), Some(two)) if one + 1 == two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_lists_fold_and_keep_gaps() {
        let names: Vec<String> =
            ["a-01", "a-02", "a-03", "a-05", "b-09", "b-10", "c"].iter().map(ToString::to_string).collect();
        assert_eq!(hostlist(&names), "a-[01-03],a-05,b-[09-10],c");
    }
}
