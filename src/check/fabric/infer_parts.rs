//! The connected parts of a fabric, and whether they are its planes.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::{
    fabric::Network,
    wiring::{Device, End, Link, LinkRole, Wiring},
};

/// The connected part of each device over links between switches.
#[must_use]
pub fn parts(count: usize, devices: &[Device], links: &[Link]) -> Vec<u32> {
    let mut part: Vec<u32> = (0..count as u32).collect();
    fn root(part: &mut [u32], mut at: u32) -> u32 {
        while part[at as usize] != at {
            part[at as usize] = part[part[at as usize] as usize];
            at = part[at as usize];
        }
        at
    }
    let switch = |end: End| devices.get(end.device as usize).is_some_and(|device| device.kind.is_switch());
    for link in links.iter().filter(|link| switch(link.a) && switch(link.z)) {
        let (a, z) = (root(&mut part, link.a.device), root(&mut part, link.z.device));
        part[a.max(z) as usize] = a.min(z);
    }
    (0..count as u32).map(|at| root(&mut part, at)).collect()
}

/// The planes: parts with equally many switches that every node is attached to by equally many links; one plane
/// otherwise.
#[must_use]
pub fn even_parts(wiring: &Wiring, compute: &[Link], part: &[u32]) -> BTreeMap<u32, u16> {
    let mut switches: BTreeMap<u32, u64> = BTreeMap::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        if device.kind.is_switch() && device.network == Network::Compute {
            *switches.entry(part[at]).or_default() += 1;
        }
    }
    let mut links: BTreeMap<u32, BTreeMap<u32, u64>> = BTreeMap::new();
    for link in compute.iter().filter(|link| link.role == LinkRole::Node) {
        if let Some(part) = part.get(link.z.device as usize) {
            *links.entry(link.a.device).or_default().entry(*part).or_default() += 1;
        }
    }
    let sizes: BTreeSet<u64> = switches.values().copied().collect();
    let even = links
        .values()
        .all(|of| of.len() == switches.len() && of.values().collect::<BTreeSet<_>>().len() == 1);
    if switches.len() < 2 || sizes.len() != 1 || !even {
        return BTreeMap::new();
    }
    switches.keys().enumerate().map(|(at, part)| (*part, at as u16 + 1)).collect()
}
