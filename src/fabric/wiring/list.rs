//! Links, modules, cables and fibres of a wiring, each counted in its own unit and once. The bill is made from this
//! list, and the cable schedule prints the same wiring, so they cannot name different parts.

use std::collections::BTreeMap;

use crate::design::{
    fabric::Network,
    wiring::{LinkRole, PortKind, Wiring},
};

/// What a line of the list counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Modules in the cages of nodes and other servers, by catalog id.
    ServerModule(String),
    /// Modules in the cages of switches, by catalog id.
    SwitchModule(String),
    /// Cables or fibres, by catalog id.
    Cable(String),
    /// Copper cables of management ports; no catalog holds one.
    Copper,
    /// Links without parts: an end is not known, or nothing on sale joins the two cages.
    Unknown,
}

/// Equal parts of the links of one fabric and role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLine {
    /// Fabric.
    pub network: Network,
    /// What the links join; modules and cables of different roles stand apart.
    pub role: LinkRole,
    /// Part.
    pub part: Part,
    /// How many.
    pub count: u64,
    /// Shortest and longest link, decimetres; (0, 0) for modules.
    pub lengths_dm: (u32, u32),
}

/// Links, modules, cables and fibres of a wiring, each in its own unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartCounts {
    /// Links.
    pub links: u64,
    /// Links without chosen parts.
    pub links_without_parts: u64,
    /// Modules by catalog id.
    pub modules: BTreeMap<String, u64>,
    /// Cables by catalog id; copper management cables count as `cat6`.
    pub cables: BTreeMap<String, u64>,
    /// Fibre strands in use.
    pub strands: u64,
}

/// Every part of a wiring, by fabric, role and part. A cage that links of two roles share counts with the first.
#[must_use]
pub fn list_parts(wiring: &Wiring) -> Vec<PartLine> {
    type Key = (Network, LinkRole, Part);
    let mut lines: BTreeMap<Key, (u64, (u32, u32))> = BTreeMap::new();
    // Modules by device and cage, and shared cables by the switch cage they leave: small numbers, sorted once, as
    // there are a million links.
    let mut modules: Vec<(u32, u32, u16, bool)> = Vec::with_capacity(wiring.links.len() * 2);
    let mut shared: Vec<(u32, u32, u16)> = Vec::new();
    // Links by their row of parts, fabric and role.
    let mut kinds: Vec<(Network, LinkRole, u16, u64)> = Vec::new();
    for link in &wiring.links {
        let same = kinds.iter().rposition(|(network, role, media, _)| {
            *network == link.network && *role == link.role && *media == link.media
        });
        let kind = same.unwrap_or_else(|| {
            kinds.push((link.network, link.role, link.media, 0));
            kinds.len() - 1
        });
        kinds[kind].3 += 1;
        let Some(media) = wiring.media_of(link).filter(|media| !media.missing) else { continue };
        let kind = kind as u16;
        for (end, module, upper) in
            [(link.a, media.a_module.is_some(), false), (link.z, media.z_module.is_some(), true)]
        {
            if module {
                modules.push((end.device, module_place(wiring, end.port.kind()), kind, upper));
            }
        }
        if media.links_per_cable > 1 {
            shared.push((link.z.device, module_place(wiring, link.z.port.kind()), kind));
        }
    }
    let mut add = |network: Network, role: LinkRole, part: Part, count: u64, run: (u32, u32)| {
        let line = lines.entry((network, role, part)).or_insert((0, (u32::MAX, 0)));
        line.0 += count;
        line.1 = (line.1.0.min(run.0), line.1.1.max(run.1));
    };
    modules.sort_unstable();
    modules.dedup_by_key(|(device, cage, ..)| (*device, *cage));
    for (device, _, kind, upper) in &modules {
        let (network, role, media, _) = kinds[usize::from(*kind)];
        let Some(media) = wiring.media.get(usize::from(media).saturating_sub(1)) else { continue };
        let Some(module) = (if *upper { &media.z_module } else { &media.a_module }) else { continue };
        let switch = wiring.devices.get(*device as usize).is_some_and(|device| device.kind.is_switch());
        let part =
            if switch { Part::SwitchModule(module.clone()) } else { Part::ServerModule(module.clone()) };
        add(network, role, part, 1, (0, 0));
    }
    // Links of one cage share its cables; lengths in one cage may differ, so they are counted over all of them.
    shared.sort_unstable_by_key(|(device, cage, _)| (*device, *cage));
    for cage in shared.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let Some((_, _, kind)) = cage.first() else { continue };
        let (network, role, media, _) = kinds[usize::from(*kind)];
        let Some(media) = wiring.media.get(usize::from(media).saturating_sub(1)) else { continue };
        let count = (cage.len() as u64).div_ceil(u64::from(media.links_per_cable.max(1)));
        let part = media.cable.clone().map_or(Part::Copper, Part::Cable);
        add(network, role, part, count, (u32::MAX, 0));
    }
    for (network, role, row, links) in &kinds {
        let media = usize::from(*row).checked_sub(1).and_then(|row| wiring.media.get(row));
        let run = media.map_or((0, 0), |media| (media.length_dm, media.length_dm));
        match media.filter(|media| !media.missing) {
            None => add(*network, *role, Part::Unknown, *links, run),
            Some(media) => {
                let count = if media.links_per_cable > 1 { 0 } else { *links };
                add(*network, *role, media.cable.clone().map_or(Part::Copper, Part::Cable), count, run);
            }
        }
    }
    lines
        .into_iter()
        .map(|((network, role, part), (count, lengths_dm))| PartLine {
            network,
            role,
            part,
            count,
            lengths_dm,
        })
        .collect()
}

/// Counts the parts of the links of some networks; all when none is given.
#[must_use]
pub fn count_parts(wiring: &Wiring, network: Option<Network>) -> PartCounts {
    let wanted = |one: Network| network.is_none_or(|network| one == network);
    let mut counts = PartCounts::default();
    for link in wiring.links.iter().filter(|link| wanted(link.network)) {
        counts.links += 1;
        match wiring.media_of(link).filter(|media| !media.missing) {
            Some(media) => counts.strands += u64::from(media.strands),
            None => counts.links_without_parts += 1,
        }
    }
    for line in list_parts(wiring).into_iter().filter(|line| wanted(line.network)) {
        match line.part {
            Part::ServerModule(id) | Part::SwitchModule(id) => {
                *counts.modules.entry(id).or_default() += line.count;
            }
            Part::Cable(id) => *counts.cables.entry(id).or_default() += line.count,
            Part::Copper => *counts.cables.entry("cat6".into()).or_default() += line.count,
            Part::Unknown => {}
        }
    }
    counts
}

/// The cage a port's module sits in, as a number unique on its device.
fn module_place(wiring: &Wiring, port: PortKind) -> u32 {
    match port {
        PortKind::Cage(cage) | PortKind::Part(cage, _) => u32::from(cage),
        PortKind::Adapter(rail, plane) => {
            let shared = wiring.east_west_cage.as_ref().map_or(1, |cage| cage.links.max(1));
            let place = crate::design::wiring_names::adapter_index(wiring, rail, plane);
            0x1_0000 + u32::from(place / shared)
        }
        PortKind::Converged(number) => 0x2_0000 + u32::from(number),
        PortKind::Management(number) => 0x3_0000 + u32::from(number),
    }
}
