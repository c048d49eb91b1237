//! Reachability, and what one failed switch of each tier takes away.

use std::collections::BTreeMap;

use crate::design::{
    Severity,
    fabric::Network,
    wiring::{DeviceKind, LinkRole},
};

use super::{Faults, Limits, View, WiringFault, WiringRule};

/// Every node reaches every other.
pub const REACHABILITY: WiringRule = WiringRule {
    name: "reachability",
    checks: "every node reaches every other one on each fabric it is attached to, plane by plane",
    why: "an island of nodes fails every job that spans it",
    judge: reachability,
};

/// Sets of devices that reach each other.
struct Sets(Vec<u32>);

impl Sets {
    fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }
    fn join(&mut self, a: u32, z: u32) {
        let (a, z) = (self.root(a), self.root(z));
        if a != z {
            self.0[a.max(z) as usize] = a.min(z);
        }
    }
}

fn reachability(view: &View, _: &Limits, faults: &mut Faults) {
    for network in [Network::Compute, Network::Converged, Network::Storage, Network::InBand] {
        let planes = if network == Network::Compute { view.wiring.planes.max(1) } else { 1 };
        for plane in 1..=planes {
            islands(view, network, plane, faults);
        }
    }
}

fn islands(view: &View, network: Network, plane: u16, faults: &mut Faults) {
    let count = view.wiring.devices.len();
    let mut sets = Sets((0..count as u32).collect());
    let in_plane = |link: &&crate::design::wiring::Link| {
        link.network == network && (network != Network::Compute || link.plane.max(1) == plane)
    };
    // A node forwards nothing: only links between switches join sets.
    for link in view.wiring.links.iter().filter(in_plane) {
        let (Some(a), Some(z)) = (view.device(link.a.device), view.device(link.z.device)) else { continue };
        if a.kind.is_switch() && z.kind.is_switch() {
            sets.join(link.a.device, link.z.device);
        }
    }
    // Switches whose endpoints are attached, per component.
    let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut leaf_seen = vec![false; count];
    for link in view.wiring.links.iter().filter(in_plane).filter(|link| link.role == LinkRole::Node) {
        let leaf = link.z.device;
        if view.device(leaf).is_some() && !std::mem::replace(&mut leaf_seen[leaf as usize], true) {
            parts.entry(sets.root(leaf)).or_default().push(leaf);
        }
    }
    if parts.len() < 2 {
        return;
    }
    let islands = parts.len();
    // Rails that are islands on purpose: as many islands as rails, all equally large, nodes joined by NVLink.
    let sizes: Vec<usize> = parts.values().map(Vec::len).collect();
    let even = sizes.iter().all(|size| *size == sizes[0]);
    let message = format!(
        "plane {plane} of the {} fabric falls into {islands} parts that do not reach each other",
        network.word()
    );
    if network == Network::Compute
        && even
        && islands == usize::from(view.wiring.rails)
        && view.wiring.nvlink_domain_nodes > 0
    {
        faults.add(WiringFault {
            rule: REACHABILITY.name,
            severity: Severity::Info,
            message: format!("{message}: one per rail; traffic between rails goes through NVLink"),
            found: Some(islands as u64),
            bound: None,
            repair: "Nothing to repair: the published design of this size has no tier above the rail groups"
                .into(),
        });
        return;
    }
    let smallest = parts.values().min_by_key(|leaves| leaves.len());
    let example = smallest
        .and_then(|leaves| leaves.first())
        .and_then(|leaf| view.device(*leaf))
        .map_or("?", |leaf| &leaf.name);
    faults.bound(
        REACHABILITY.name,
        format!("{message}; the smallest holds {example}"),
        islands as u64,
        1,
        format!("Cable the uplinks of {example}"),
    );
}

/// What a failed switch takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureEffect {
    /// Fabric.
    pub network: Network,
    /// Kind of switch that fails.
    pub kind: DeviceKind,
    /// Switches of that kind.
    pub switches: u64,
    /// Nodes that lose a link, for the worst switch.
    pub nodes_with_loss: u64,
    /// Nodes that lose their last link to the fabric (in all planes), for the worst switch.
    pub nodes_cut_off: u64,
    /// Links lost, for the worst switch.
    pub links_lost: u64,
    /// Links of the tier, all switches together.
    pub links_of_tier: u64,
}

/// The effect of the worst single failure of every tier.
#[must_use]
pub fn failure_effects(view: &View) -> Vec<FailureEffect> {
    let mut effects: BTreeMap<(Network, DeviceKind), FailureEffect> = BTreeMap::new();
    let mut lost: BTreeMap<u32, u64> = BTreeMap::new();
    // Links of each node per fabric, to tell a lost link from a lost node.
    let mut totals: BTreeMap<(Network, u32), u64> = BTreeMap::new();
    for link in view.wiring.links.iter().filter(|link| link.role == LinkRole::Node) {
        *totals.entry((link.network, link.a.device)).or_default() += 1;
    }
    for (at, device) in view.wiring.devices.iter().enumerate() {
        if !device.kind.is_switch() || device.kind == DeviceKind::Edge {
            continue;
        }
        let networks: &[Network] =
            if device.kind == DeviceKind::Core { &[Network::Compute, Network::Converged] } else { &[] };
        let own = [device.network];
        for network in if networks.is_empty() { &own } else { networks } {
            lost.clear();
            let mut links = 0;
            for link in view.of(at).filter(|link| link.network == *network) {
                links += 1;
                if link.role == LinkRole::Node {
                    *lost.entry(link.a.device).or_default() += 1;
                }
            }
            let cut =
                lost.iter().filter(|(node, count)| totals.get(&(*network, **node)) == Some(count)).count();
            let effect = effects.entry((*network, device.kind)).or_insert(FailureEffect {
                network: *network,
                kind: device.kind,
                switches: 0,
                nodes_with_loss: 0,
                nodes_cut_off: 0,
                links_lost: 0,
                links_of_tier: 0,
            });
            effect.switches += 1;
            effect.links_of_tier += links;
            effect.nodes_with_loss = effect.nodes_with_loss.max(lost.len() as u64);
            effect.nodes_cut_off = effect.nodes_cut_off.max(cut as u64);
            effect.links_lost = effect.links_lost.max(links);
        }
    }
    effects.into_values().collect()
}

/// One failed switch cuts nobody off.
pub const SINGLE_FAILURE: WiringRule = WiringRule {
    name: "single_switch_failure",
    checks: "no single switch is the only way of a node to its east-west or north-south fabric",
    why: "a switch is replaced while jobs run",
    judge: single_failure,
};

fn single_failure(view: &View, _: &Limits, faults: &mut Faults) {
    for effect in failure_effects(view) {
        if effect.network == Network::OutOfBand || effect.nodes_cut_off == 0 {
            continue;
        }
        faults.add(WiringFault {
            rule: SINGLE_FAILURE.name,
            severity: Severity::Warning,
            message: format!(
                "one failed {} of the {} fabric cuts {} nodes off",
                effect.kind.word(),
                effect.network.word(),
                effect.nodes_cut_off
            ),
            found: Some(effect.nodes_cut_off),
            bound: Some(0),
            repair: "Attach each node to two switches".into(),
        });
    }
}
