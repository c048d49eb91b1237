//! Modules and cables of every link, chosen from the catalog by speed, cage, fibre and reach at both ends. Links that
//! share a cage, or that join the same kinds of devices, get the same modules: the farthest of them decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    catalog::{
        Catalog, Cooling,
        kinds::{Cable, CableClass, Fabric, Fact, Fibre, ModuleTop, PortType, Transceiver},
    },
    design::{
        fabric::{Network, Technology},
        wiring::{Device, DeviceKind, Link, LinkRole, Media, Medium, NodeCage, PortKind, Wiring},
    },
};

/// Cable lengths by what a link joins, m: assumptions until racks are placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lengths {
    /// Nodes to their switches.
    pub node_m: f64,
    /// Switches to the tier above.
    pub uplink_m: f64,
    /// The two switches of a pair.
    pub pair_m: f64,
    /// Height of a rack, units; where devices have places, lengths are theirs. 0 when unknown.
    pub rack_units: f64,
}

impl Default for Lengths {
    /// A node sits in the row of its leaves, spines a few rows on, a pair in one rack.
    fn default() -> Self {
        Self { node_m: 20.0, uplink_m: 40.0, pair_m: 2.0, rack_units: 0.0 }
    }
}

/// Chooses parts for every link; a class of links no part of the catalog fits is named in the notes.
pub fn choose_parts(catalog: &Catalog, wiring: &mut Wiring, lengths: Lengths) {
    let mut links = std::mem::take(&mut wiring.links);
    let (kinds, runs) = kinds(wiring, &links, lengths);
    let mut chosen: BTreeMap<Media, u16> = BTreeMap::new();
    // Links of one kind and length have the same parts, as there are a million links.
    let mut rows: BTreeMap<(u16, u32), u16> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for (link, (kind, decimetres)) in links.iter_mut().zip(runs) {
        let Some(farthest) = kinds.get(usize::from(kind)) else { continue };
        let row = rows.entry((kind, decimetres)).or_insert_with(|| {
            let fitting = Class::of(wiring, link)
                .ok_or_else(|| {
                    let kind = wiring.device(link.a).map_or("device", |device| device.kind.word());
                    format!("No adapter is known for {} links of a {kind}", link.network.word())
                })
                .and_then(|class| class.media(catalog, link.role, f64::from(*farthest) / 10.0, decimetres));
            let media = fitting.unwrap_or_else(|why| {
                missing.insert(why);
                Media { links_per_cable: 1, length_dm: decimetres, missing: true, ..Media::default() }
            });
            let next = chosen.len() as u16 + 1;
            *chosen.entry(media).or_insert(next)
        });
        link.media = *row;
    }
    wiring.links = links;
    let mut media: Vec<(u16, Media)> = chosen.into_iter().map(|(media, row)| (row, media)).collect();
    media.sort();
    wiring.media = media.into_iter().map(|(_, media)| media).collect();
    wiring.notes.extend(missing);
    let until = if wiring.places.is_empty() { "until racks are placed" } else { "where an end has no place" };
    wiring.notes.push(format!(
        "Cable lengths are assumed {until}: {} m to nodes, {} m between tiers, {} m inside a pair",
        lengths.node_m, lengths.uplink_m, lengths.pair_m
    ));
}

/// The kinds of links with the length of the farthest link of each, decimetres, and kind and length of every link.
/// Kinds that meet in one cage count as one, because a cage takes one module.
fn kinds(wiring: &Wiring, links: &[Link], lengths: Lengths) -> (Vec<u32>, Vec<(u16, u32)>) {
    let mut names: BTreeMap<_, u16> = BTreeMap::new();
    let mut farthest: Vec<u32> = Vec::new();
    let mut same: Vec<u16> = Vec::new();
    let stride = links
        .iter()
        .flat_map(|link| [link.a, link.z])
        .filter_map(|end| cage_of(end.port.kind()))
        .max()
        .map_or(1, |most| most + 1);
    // The kind that a cage was first met with, by device and cage; 0 for none yet.
    let mut cages: Vec<u16> = vec![0; stride * wiring.devices.len()];
    let mut runs = Vec::with_capacity(links.len());
    for link in links {
        let assumed = match link.role {
            LinkRole::Isl => lengths.pair_m,
            LinkRole::Uplink | LinkRole::OobUplink | LinkRole::Edge | LinkRole::Storage => lengths.uplink_m,
            LinkRole::Node | LinkRole::Support => lengths.node_m,
        };
        let metres = super::places::length_m(wiring, link, lengths.rack_units).unwrap_or(assumed);
        let decimetres = (metres * 10.0).round().max(1.0) as u32;
        let side = |end: crate::design::wiring::End| {
            let device = wiring.device(end);
            let split = matches!(end.port.kind(), PortKind::Part(..));
            (device.map(|device| (device.kind, device.network)), split)
        };
        let name = ((link.network, link.role, link.gbps), side(link.a), side(link.z));
        let next = farthest.len() as u16;
        let kind = *names.entry(name).or_insert(next);
        if kind == next {
            farthest.push(0);
            same.push(kind);
        }
        let reach = &mut farthest[usize::from(kind)];
        *reach = (*reach).max(decimetres);
        for end in [link.a, link.z] {
            let Some(cage) = cage_of(end.port.kind()) else { continue };
            let Some(met) = cages.get_mut(end.device as usize * stride + cage) else { continue };
            match met.checked_sub(1) {
                None => *met = kind + 1,
                Some(other) => join(&mut same, other, kind),
            }
        }
        runs.push((kind, decimetres));
    }
    let whole: Vec<u32> = (0..farthest.len() as u16)
        .map(|kind| {
            let group = root(&same, kind);
            let of_group = (0..farthest.len() as u16).filter(|other| root(&same, *other) == group);
            of_group.map(|other| farthest[usize::from(other)]).max().unwrap_or(0)
        })
        .collect();
    (whole, runs)
}

/// The cage of a switch port whose module other links may share.
fn cage_of(port: PortKind) -> Option<usize> {
    match port {
        PortKind::Part(cage, _) => Some(usize::from(cage)),
        _ => None,
    }
}

fn root(same: &[u16], kind: u16) -> u16 {
    let mut at = kind;
    while same[usize::from(at)] != at {
        at = same[usize::from(at)];
    }
    at
}

fn join(same: &mut [u16], one: u16, other: u16) {
    let (one, other) = (root(same, one), root(same, other));
    if one != other {
        same[usize::from(one.max(other))] = one.min(other);
    }
}

/// What decides the parts of a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    a: Side,
    z: Side,
    gbps: u32,
    infiniband: bool,
}

/// One end of a class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    /// Switch model; empty for a node.
    model: String,
    /// Cage word of a node's adapter.
    cage: String,
    /// Gb/s of the module, and the links it carries.
    module: (u32, u16),
}

impl Class {
    fn of(wiring: &Wiring, link: &Link) -> Option<Self> {
        let infiniband = link.network == Network::Compute
            && wiring.device(link.z).is_some_and(|device| device.technology == Technology::Infiniband);
        let side = |end: crate::design::wiring::End| -> Option<Side> {
            let device = wiring.device(end)?;
            if device.kind.is_switch() {
                let parts = parts_of(device, end.port.kind(), link.gbps);
                let gbps = if device.cage_gbps > 0 { device.cage_gbps } else { link.gbps };
                return Some(Side {
                    model: device.model.clone(),
                    cage: String::new(),
                    module: (gbps, parts),
                });
            }
            let cage = match (device.kind, link.network) {
                (_, Network::OutOfBand) => NodeCage { cage: "rj45".into(), gbps: 1, links: 1 },
                (DeviceKind::Node, Network::Compute) => wiring.east_west_cage.clone()?,
                (DeviceKind::Node | DeviceKind::Support, Network::Converged) => {
                    wiring.converged_cage.clone()?
                }
                _ => return None,
            };
            Some(Side { model: String::new(), cage: cage.cage, module: (cage.gbps, cage.links) })
        };
        Some(Self { a: side(link.a)?, z: side(link.z)?, gbps: link.gbps, infiniband })
    }

    /// The parts: copper where it reaches and joins two cages whole, else the cheapest fibre that reaches, multi mode
    /// before single mode.
    fn media(&self, catalog: &Catalog, role: LinkRole, metres: f64, length_dm: u32) -> Result<Media, String> {
        if self.gbps <= 1 {
            let medium = Some(Medium::Copper);
            return Ok(Media { links_per_cable: 1, length_dm, medium, ..Media::default() });
        }
        // A twin-port copper cable joins two cages whole: only the two switches of a pair are cabled cage to cage.
        let twin = role == LinkRole::Isl && self.a.module == self.z.module;
        if twin && let Some(cable) = self.copper(catalog, metres) {
            return Ok(Media {
                cable: Some(cable.id.to_string()),
                medium: Some(medium(cable)),
                links_per_cable: self.a.module.1.max(1),
                length_dm,
                ..Media::default()
            });
        }
        for fibre in [Fibre::Multi, Fibre::Single] {
            let (Some(a), Some(z)) =
                (self.module(catalog, &self.a, fibre, metres), self.module(catalog, &self.z, fibre, metres))
            else {
                continue;
            };
            // Lanes of 200 and of 100 Gb/s do not light each other.
            let Some(speed) = lane(a).filter(|speed| lane(z) == Some(*speed)) else { continue };
            let lanes = u64::from(self.gbps).div_ceil(speed);
            // A connector of four lanes that ends in two adapters needs a splitter.
            let ends = if lanes < 4 { 4 / lanes.max(1) } else { 1 };
            let cable = catalog.cables().iter().find(|cable| {
                cable.class == CableClass::Fibre
                    && known(&cable.fibre) == Some(&fibre)
                    && known(&cable.connector) == known(&a.connector)
                    && known(&cable.far_ends) == Some(&ends)
                    && known(&cable.max_length_m).is_some_and(|reach| metres <= *reach)
            });
            if let Some(cable) = cable {
                return Ok(Media {
                    a_module: Some(a.id.to_string()),
                    z_module: Some(z.id.to_string()),
                    a_part_number: part_number(a),
                    z_part_number: part_number(z),
                    cable: Some(cable.id.to_string()),
                    links_per_cable: ends as u16,
                    medium: Some(medium(cable)),
                    strands: (2 * lanes) as u16,
                    length_dm,
                    missing: false,
                });
            }
        }
        Err(format!(
            "No parts of the catalog join {} and {} at {} Gb/s over {metres} m",
            self.a.words(),
            self.z.words(),
            self.gbps
        ))
    }

    fn fabric(&self) -> Fabric {
        if self.infiniband { Fabric::Infiniband } else { Fabric::Ethernet }
    }

    fn copper<'a>(&self, catalog: &'a Catalog, metres: f64) -> Option<&'a Cable> {
        catalog.cables().iter().find(|cable| {
            let end = |fact: &Option<Fact<crate::catalog::kinds::CableEnd>>| {
                known(fact).is_some_and(|end| {
                    end.count == 1
                        && end.gbps == u64::from(self.a.module.0)
                        && end.top == Some(ModuleTop::Finned)
                })
            };
            matches!(cable.class, CableClass::Dac | CableClass::Acc)
                && end(&cable.head)
                && end(&cable.tail)
                && known(&cable.max_length_m).is_some_and(|reach| metres <= *reach)
                && known(&cable.fabrics).is_some_and(|fabrics| fabrics.contains(&self.fabric()))
        })
    }

    fn module<'a>(
        &self,
        catalog: &'a Catalog,
        side: &Side,
        fibre: Fibre,
        metres: f64,
    ) -> Option<&'a Transceiver> {
        let switch = !side.model.is_empty();
        let cage = if switch { switch_cage(catalog, &side.model)? } else { cage_word(&side.cage)? };
        // Adapters carry the heat sink on the cage, air-cooled switches on the module (rule `module-tops`).
        let liquid = catalog
            .switch(&side.model)
            .and_then(|switch| switch.cooling.as_ref()?.known())
            .is_some_and(|cooling| *cooling == Cooling::Liquid);
        let top = if switch && !liquid { ModuleTop::Finned } else { ModuleTop::Flat };
        let gbps = u64::from(side.module.0);
        let fits = |module: &&Transceiver| {
            known(&module.cage) == Some(&cage)
                && known(&module.gbps) == Some(&gbps)
                && known(&module.fibre) == Some(&fibre)
                && known(&module.top).is_none_or(|found| *found == top)
                && known(&module.reach_m).is_some_and(|reach| metres <= *reach)
                && known(&module.fabrics).is_some_and(|fabrics| fabrics.contains(&self.fabric()))
                && module.lane_gbps.is_some()
        };
        // Parts on sale first; a prototype never.
        let on_sale = catalog.transceivers().iter().filter(fits).find(|module| module.status == "active");
        on_sale.or_else(|| {
            catalog.transceivers().iter().filter(fits).find(|module| !module.status.contains("prototype"))
        })
    }
}

impl Side {
    fn words(&self) -> String {
        if self.model.is_empty() && self.cage.is_empty() {
            "an adapter that is not known".into()
        } else if self.model.is_empty() {
            format!("a {} adapter", self.cage)
        } else {
            format!("a cage of {}", self.model)
        }
    }
}

fn known<T>(fact: &Option<Fact<T>>) -> Option<&T> {
    fact.as_ref().and_then(Fact::known)
}

/// The first part number the maker's catalogue prints.
fn part_number(module: &Transceiver) -> Option<String> {
    known(&module.part_numbers)?.first().map(ToString::to_string)
}

fn lane(module: &Transceiver) -> Option<u64> {
    known(&module.lane_gbps).copied()
}

/// Links of the cage of a switch end.
fn parts_of(device: &Device, port: PortKind, gbps: u32) -> u16 {
    match port {
        PortKind::Part(..) if device.cage_gbps > 0 => (device.cage_gbps / gbps.max(1)) as u16,
        _ => 1,
    }
}

/// What a cable is made of.
fn medium(cable: &Cable) -> Medium {
    match (cable.class, known(&cable.fibre)) {
        (CableClass::Dac, _) => Medium::Copper,
        (CableClass::Acc, _) => Medium::ActiveCopper,
        (CableClass::Aoc, _) => Medium::ActiveOptical,
        (CableClass::Fibre, Some(Fibre::Single)) => Medium::SingleMode,
        (CableClass::Fibre, _) => Medium::MultiMode,
    }
}

fn switch_cage(catalog: &Catalog, model: &str) -> Option<PortType> {
    let groups = catalog.switch(model)?.cages.as_ref()?.known()?;
    groups.iter().find(|group| !group.management).map(|group| group.cage)
}

fn cage_word(word: &str) -> Option<PortType> {
    [PortType::Osfp, PortType::QsfpDd, PortType::Qsfp112, PortType::Qsfp56, PortType::Qsfp28]
        .into_iter()
        .find(|cage| cage.word() == word)
}
