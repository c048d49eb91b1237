//! The links of a design counted for those who order and lay them: kinds of cables, bundles of a device, names.

use std::collections::BTreeMap;

use crate::design::{
    fabric::Network,
    wiring::{DeviceKind, Link, LinkRole, Wiring},
};

/// Rows a sheet of links holds at most; a larger design is given by bundles, and every link by `gcg export`.
pub const SHEET_ROWS: usize = 20_000;

/// A wiring and what it counts.
#[derive(Debug)]
pub struct Cabling<'a> {
    /// Every link.
    pub wiring: &'a Wiring,
    /// Kinds of links, in the order they are laid.
    pub kinds: Vec<Kind>,
    /// Kinds of devices with the first and the last name.
    pub names: Vec<Names>,
}

/// Links that are alike: same fabric, speed, parts and length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Fabric.
    pub network: Network,
    /// What they join.
    pub role: LinkRole,
    /// Speed of one, Gb/s.
    pub gbps: u32,
    /// Module at the lower end; empty when none is needed or known.
    pub a_module: String,
    /// Module at the upper end.
    pub z_module: String,
    /// Cable or fibre.
    pub cable: String,
    /// Length, decimetres; 0 when no part is chosen.
    pub length_dm: u32,
    /// Links.
    pub links: usize,
    /// Cables: fewer than links where one cable carries several.
    pub cables: usize,
    /// Fibre strands in use; 0 for copper.
    pub strands: usize,
}

/// Devices of one kind and product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// What they are.
    pub kind: DeviceKind,
    /// Fabric of a switch.
    pub network: Network,
    /// Product, by catalog id; empty when none is named.
    pub model: String,
    /// First name in the schedule.
    pub first: String,
    /// Last name.
    pub last: String,
    /// How many.
    pub count: usize,
}

/// The links from one device into one fabric, laid as a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Device at the lower end.
    pub device: String,
    /// A link of it, for fabric, role, speed and parts.
    pub sample: Link,
    /// Links.
    pub links: usize,
    /// Devices at the upper ends.
    pub to: String,
}

impl<'a> Cabling<'a> {
    /// Counts a wiring.
    #[must_use]
    pub fn new(wiring: &'a Wiring) -> Self {
        let mut kinds: Vec<Kind> = Vec::new();
        let mut places: BTreeMap<_, (usize, usize)> = BTreeMap::new();
        for link in &wiring.links {
            let key = (link.network.word(), link.role, link.gbps, link.media);
            let media = wiring.media_of(link);
            let (place, per_cable) = *places.entry(key).or_insert_with(|| {
                let word = |part: Option<&String>| part.cloned().unwrap_or_default();
                kinds.push(Kind {
                    network: link.network,
                    role: link.role,
                    gbps: link.gbps,
                    a_module: word(media.and_then(|media| media.a_module.as_ref())),
                    z_module: word(media.and_then(|media| media.z_module.as_ref())),
                    cable: word(media.and_then(|media| media.cable.as_ref())),
                    length_dm: media.map_or(0, |media| media.length_dm),
                    links: 0,
                    cables: 0,
                    strands: 0,
                });
                (kinds.len() - 1, media.map_or(1, |media| usize::from(media.links_per_cable.max(1))))
            });
            let kind = &mut kinds[place];
            kind.links += 1;
            kind.cables = kind.links.div_ceil(per_cable);
            kind.strands += media.map_or(0, |media| usize::from(media.strands));
        }
        let mut names: Vec<Names> = Vec::new();
        for device in &wiring.devices {
            let known = names.iter_mut().find(|one| {
                one.kind == device.kind && one.network == device.network && one.model == device.model
            });
            match known {
                Some(one) => {
                    one.count += 1;
                    one.last.clone_from(&device.name);
                }
                None => names.push(Names {
                    kind: device.kind,
                    network: device.network,
                    model: device.model.clone(),
                    first: device.name.clone(),
                    last: device.name.clone(),
                    count: 1,
                }),
            }
        }
        Self { wiring, kinds, names }
    }

    /// Links of a fabric: to nodes, and between switches.
    #[must_use]
    pub fn links_of(&self, network: Network) -> (usize, usize) {
        self.kinds.iter().filter(|kind| kind.network == network).fold((0, 0), |(nodes, switches), kind| {
            match kind.role {
                LinkRole::Node => (nodes + kind.links, switches),
                LinkRole::Isl | LinkRole::Uplink => (nodes, switches + kind.links),
                _ => (nodes, switches),
            }
        })
    }

    /// The bundles, in the order of the schedule.
    #[must_use]
    pub fn bundles(&self) -> Vec<Bundle> {
        let mut order: Vec<(u32, Link, usize, Vec<u32>)> = Vec::new();
        let mut places: BTreeMap<_, usize> = BTreeMap::new();
        for link in &self.wiring.links {
            let key = (link.a.device, link.network.word(), link.role, link.gbps, link.media);
            let place = *places.entry(key).or_insert_with(|| {
                order.push((link.a.device, *link, 0, Vec::new()));
                order.len() - 1
            });
            let (_, _, links, to) = &mut order[place];
            *links += 1;
            if !to.contains(&link.z.device) {
                to.push(link.z.device);
            }
        }
        let name = |place: u32| self.wiring.devices.get(place as usize).map_or("?", |device| &device.name);
        order
            .into_iter()
            .map(|(device, sample, links, mut to)| {
                to.sort_unstable();
                let to = match to.as_slice() {
                    [] => String::new(),
                    [first, .., last] if to.len() > 4 => {
                        format!("{} … {} ({})", name(*first), name(*last), to.len())
                    }
                    few => few.iter().map(|place| name(*place)).collect::<Vec<_>>().join(", "),
                };
                Bundle { device: name(device).to_string(), sample, links, to }
            })
            .collect()
    }
}

/// Metres of a length in decimetres.
#[must_use]
pub fn metres(decimetres: u32) -> f64 {
    f64::from(decimetres) / 10.0
}

/// The label of a link: the one the exported schedule carries.
#[must_use]
pub fn label(place: usize) -> String {
    format!("C{:06}", place + 1)
}
