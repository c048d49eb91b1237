//! A wiring made from an imported file alone: what each device is follows from its name and from how it is cabled.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::design::{
    fabric::{Network, Technology},
    wiring::{Device, DeviceKind, End, Link, LinkRole, Port, PortKind, PortNames, Wiring},
};

use super::{
    as_built::{AsBuilt, BuiltEnd, BuiltLink},
    guess,
    infer_parts::{even_parts, parts},
};

/// The wiring an imported file describes, so that the rules can judge it without a design.
///
/// Devices are switches where the file or their name says so, else where more than one link ends on them. The hosts
/// most alike by name are the nodes; others are servers beside them. Tiers follow from the distance to the hosts.
/// Rails are those the file or the port names state; where some link states none, rails are not judged. Planes are
/// stated ones, else parts of the fabric of equal size that every node is attached to equally.
#[must_use]
pub fn infer_wiring(built: &AsBuilt) -> Wiring {
    let mut infer = Infer::new(built);
    infer.devices();
    infer.links();
    infer.planes();
    infer.tiers();
    infer.wiring
}

struct Infer<'a> {
    built: &'a AsBuilt,
    switches: BTreeSet<&'a str>,
    places: BTreeMap<&'a str, u32>,
    /// Ports whose names no port number renders, per device.
    odd_ports: BTreeMap<(u32, &'a str), u16>,
    rails: bool,
    planes: bool,
    wiring: Wiring,
}

impl<'a> Infer<'a> {
    fn new(built: &'a AsBuilt) -> Self {
        let mut links_of: BTreeMap<&str, u32> = BTreeMap::new();
        for link in &built.links {
            for end in [&link.a, &link.z] {
                *links_of.entry(&end.device).or_default() += 1;
            }
        }
        let switches = links_of
            .iter()
            .filter(|(name, links)| {
                if built.switches.is_empty() {
                    !guess::is_host(name).unwrap_or(**links < 2)
                } else {
                    built.switches.contains(**name)
                }
            })
            .map(|(name, _)| *name)
            .collect();
        let wiring =
            Wiring { architecture: "imported".into(), planes: 1, compute_parts: 1, ..Wiring::default() };
        Self {
            built,
            switches,
            places: BTreeMap::new(),
            odd_ports: BTreeMap::new(),
            rails: false,
            planes: false,
            wiring,
        }
    }

    /// Adds hosts, then switches, by name.
    fn devices(&mut self) {
        let mut names: BTreeSet<(bool, &str)> = BTreeSet::new();
        let mut stems: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for link in &self.built.links {
            let network = guess::network(link);
            for end in [&link.a, &link.z] {
                let switch = self.switches.contains(end.device.as_str());
                let name = if switch { end.device.as_str() } else { guess::host_name(&end.device) };
                names.insert((switch, name));
                if !switch && network == Network::Compute {
                    stems.entry(guess::stem(name)).or_default().insert(name);
                }
            }
        }
        let nodes = stems.into_iter().max_by_key(|(_, names)| names.len()).map(|(stem, _)| stem);
        // Switch ports named "swp" or "Ethernet" are Ethernet's; bare numbers and "4/1" are InfiniBand's.
        let plain = |port: &str| port.starts_with(|letter: char| letter.is_ascii_digit());
        let infiniband = self.built.links.iter().all(|link| {
            [&link.a, &link.z]
                .into_iter()
                .filter(|end| self.switches.contains(end.device.as_str()))
                .all(|end| plain(&end.port))
        });
        for (switch, name) in names {
            let node = !switch && nodes.as_ref().is_some_and(|stem| guess::stem(name) == *stem);
            self.places.insert(name, self.wiring.devices.len() as u32);
            self.wiring.devices.push(Device {
                name: name.to_string(),
                kind: match (switch, node) {
                    (true, _) => DeviceKind::Top,
                    (false, true) => DeviceKind::Node,
                    (false, false) => DeviceKind::Support,
                },
                model: String::new(),
                network: Network::OutOfBand,
                technology: if infiniband { Technology::Infiniband } else { Technology::Ethernet },
                plane: 0,
                unit: 0,
                place: 0,
                pod: 0,
                naming: 0,
                radix: 0,
                cages: 0,
                cage_gbps: 0,
            });
        }
    }

    fn place(&self, end: &BuiltEnd) -> u32 {
        let switch = self.switches.contains(end.device.as_str());
        let name = if switch { end.device.as_str() } else { guess::host_name(&end.device) };
        self.places.get(name).copied().unwrap_or(u32::MAX)
    }

    fn links(&mut self) {
        let built = self.built;
        let compute = |link: &&BuiltLink| guess::network(link) == Network::Compute;
        let to_node = |link: &BuiltLink| {
            let (a, z) = (self.place(&link.a), self.place(&link.z));
            let kind = |at: u32| self.wiring.devices.get(at as usize).map(|device| device.kind);
            kind(a) == Some(DeviceKind::Node) || kind(z) == Some(DeviceKind::Node)
        };
        let stated: Vec<Option<(u16, Option<u16>)>> = built
            .links
            .iter()
            .filter(compute)
            .filter(|link| to_node(link))
            .map(|link| self.rail(link))
            .collect();
        self.rails = !stated.is_empty() && stated.iter().all(Option::is_some);
        self.planes = stated.iter().flatten().any(|(_, plane)| plane.is_some());
        // Names count rails from 0 or from 1; a column counts from 1.
        let from_zero = stated.iter().flatten().any(|(rail, _)| *rail == 0);
        for link in &built.links {
            let network = guess::network(link);
            let node = to_node_of(self, link);
            let (a, z) = if self.switches.contains(link.a.device.as_str())
                && !self.switches.contains(link.z.device.as_str())
            {
                (&link.z, &link.a)
            } else {
                (&link.a, &link.z)
            };
            let between = self.switches.contains(a.device.as_str());
            let (rail, plane) =
                match self.rail(link).filter(|_| self.rails && node && network == Network::Compute) {
                    Some((rail, plane)) => (rail + u16::from(from_zero), plane.unwrap_or(1).max(1)),
                    None => (0, link.plane.unwrap_or(1).max(1)),
                };
            let role = match (link.role.as_deref(), between, node) {
                (Some("isl"), ..) => LinkRole::Isl,
                (Some("edge"), ..) => LinkRole::Edge,
                (Some("oob_uplink"), ..) => LinkRole::OobUplink,
                (_, true, _) if network == Network::OutOfBand => LinkRole::OobUplink,
                (_, true, _) => LinkRole::Uplink,
                (Some("storage"), false, _) => LinkRole::Storage,
                (_, false, true) => LinkRole::Node,
                (_, false, false) => LinkRole::Support,
            };
            let (a, z) = (self.end(a, (rail, plane)), self.end(z, (0, 0)));
            self.wiring.rails = self.wiring.rails.max(rail);
            self.wiring.planes = self.wiring.planes.max(plane);
            let gbps = link.gbps.unwrap_or(1);
            self.wiring.links.push(Link { a, z, gbps, network, role, rail, plane, media: 0 });
        }
    }

    /// Rail and plane of a link as the file states them.
    fn rail(&self, link: &BuiltLink) -> Option<(u16, Option<u16>)> {
        if let Some(rail) = link.rail {
            return Some((rail, link.plane));
        }
        let host = if self.switches.contains(link.a.device.as_str()) { &link.z } else { &link.a };
        guess::rail_and_plane(host)
    }

    /// The end with its port: an adapter where the rail is known, the number a name renders, else a port of its own.
    fn end(&mut self, end: &'a BuiltEnd, (rail, plane): (u16, u16)) -> End {
        let device = self.place(end);
        if rail > 0 {
            let port = PortKind::Adapter(rail, u8::try_from(plane).unwrap_or(u8::MAX));
            self.name(device, |names| &mut names.adapters, rail, &guess::adapter_name(end, plane));
            return End { device, port: Port::new(port) };
        }
        if self.switches.contains(end.device.as_str())
            && let Some(port) = guess::numbered(&end.port)
            && self.wiring.port_name(End { device, port }) == end.port
        {
            return End { device, port };
        }
        // On a host "node0001 mlx5_3" of a scan, the adapter is part of the device's name.
        let key = if end.device.contains(" mlx5_") { end.device.as_str() } else { end.port.as_str() };
        let next = self.odd_ports.range((device, "")..(device + 1, "")).count() as u16 + 1;
        let number = *self.odd_ports.entry((device, key)).or_insert(next);
        self.name(device, |names| &mut names.management, number, key);
        End { device, port: Port::new(PortKind::Management(number)) }
    }

    /// Notes the name of a port, so that findings speak of it as the file does.
    fn name(&mut self, device: u32, list: fn(&mut PortNames) -> &mut Vec<String>, number: u16, name: &str) {
        // Rows are counted in 16 bits; a file of more hosts than that has its later ports named by number.
        let Some(at) = self.wiring.devices.get_mut(device as usize) else { return };
        if at.naming == 0 {
            if self.wiring.port_names.is_empty() {
                self.wiring.port_names.push(PortNames::default());
            }
            let Ok(row) = u16::try_from(self.wiring.port_names.len()) else { return };
            at.naming = row;
            self.wiring.port_names.push(PortNames::default());
        }
        let row = usize::from(at.naming);
        let Some(names) = self.wiring.port_names.get_mut(row).map(list) else { return };
        let place = usize::from(number) - 1;
        if names.len() <= place {
            names.resize(place + 1, "?".into());
        }
        names[place] = name.to_string();
    }

    /// Gives every switch its fabric, and every part of a fabric of planes its plane.
    fn planes(&mut self) {
        let count = self.wiring.devices.len();
        for at in 0..self.wiring.links.len() {
            let link = self.wiring.links[at];
            let ends = if link.role == LinkRole::OobUplink { [link.a, link.a] } else { [link.a, link.z] };
            for end in ends {
                if let Some(device) = self.wiring.devices.get_mut(end.device as usize)
                    && device.kind.is_switch()
                    && (device.network == Network::OutOfBand || link.network == Network::Compute)
                {
                    device.network = link.network;
                }
            }
        }
        let compute: Vec<Link> =
            self.wiring.links.iter().filter(|link| link.network == Network::Compute).copied().collect();
        let part = parts(count, &self.wiring.devices, &compute);
        let plane_of_part: BTreeMap<u32, u16> = if self.planes {
            // A part is on the plane most of its node links state.
            let mut votes: BTreeMap<u32, BTreeMap<u16, u64>> = BTreeMap::new();
            for link in compute.iter().filter(|link| link.role == LinkRole::Node) {
                if let Some(part) = part.get(link.z.device as usize) {
                    *votes.entry(*part).or_default().entry(link.plane).or_default() += 1;
                }
            }
            // One plane in as many equal parts as rails: rails on purpose apart, joined by NVLink alone.
            let apart = even_parts(&self.wiring, &compute, &part).len();
            if self.wiring.planes == 1 && apart > 1 && apart == usize::from(self.wiring.rails) {
                self.wiring.nvlink_domain_nodes = 1;
            }
            let most = |votes: BTreeMap<u16, u64>| votes.into_iter().max_by_key(|(_, count)| *count);
            votes.into_iter().filter_map(|(part, votes)| Some((part, most(votes)?.0))).collect()
        } else {
            even_parts(&self.wiring, &compute, &part)
        };
        self.wiring.planes = self.wiring.planes.max(plane_of_part.values().copied().max().unwrap_or(1));
        for (at, device) in self.wiring.devices.iter_mut().enumerate() {
            if device.kind.is_switch() && device.network == Network::Compute {
                device.plane = plane_of_part.get(&part[at]).copied().unwrap_or(1);
            }
        }
        for at in 0..self.wiring.links.len() {
            let link = self.wiring.links[at];
            if link.network == Network::Compute && !(self.planes && link.role == LinkRole::Node) {
                let plane = self.wiring.device(link.z).map_or(1, |device| device.plane.max(1));
                self.wiring.links[at].plane = plane;
                // An adapter of several planes has a port for each.
                if let PortKind::Adapter(rail, _) = link.a.port.kind() {
                    let port = PortKind::Adapter(rail, u8::try_from(plane).unwrap_or(u8::MAX));
                    self.wiring.links[at].a.port = Port::new(port);
                }
            }
        }
        self.renumber_rails();
    }

    /// Where planes were told apart by their parts, adapters that count through all planes ("mlx5_0" to "mlx5_15")
    /// become rails of each plane.
    fn renumber_rails(&mut self) {
        if !self.rails || self.planes || self.wiring.planes < 2 {
            return;
        }
        let mut used: BTreeMap<u16, BTreeSet<u16>> = BTreeMap::new();
        let node = |link: &&mut Link| link.network == Network::Compute && link.role == LinkRole::Node;
        for link in self.wiring.links.iter_mut().filter(node) {
            used.entry(link.plane).or_default().insert(link.rail);
        }
        let order: BTreeMap<(u16, u16), u16> = used
            .iter()
            .flat_map(|(plane, rails)| {
                rails.iter().enumerate().map(|(at, rail)| ((*plane, *rail), at as u16 + 1))
            })
            .collect();
        let planes = self.wiring.planes;
        self.wiring.rails = used.values().map(BTreeSet::len).max().unwrap_or(0) as u16;
        // Names by adapter port, plane by plane inside each rail.
        for names in &mut self.wiring.port_names {
            let mut flat = vec![String::from("?"); usize::from(self.wiring.rails * planes)];
            for ((plane, old), new) in &order {
                let place = usize::from((new - 1) * planes + plane - 1);
                if let Some(name) = names.adapters.get(usize::from(*old) - 1) {
                    flat[place].clone_from(name);
                }
            }
            names.adapters = flat;
        }
        for link in self.wiring.links.iter_mut().filter(node) {
            link.rail = order.get(&(link.plane, link.rail)).copied().unwrap_or(link.rail);
            let plane = u8::try_from(link.plane).unwrap_or(u8::MAX);
            link.a.port = Port::new(PortKind::Adapter(link.rail, plane));
        }
    }

    /// Gives every switch its tier: leaves are next to hosts, and each step away is one tier up.
    fn tiers(&mut self) {
        let wiring = &mut self.wiring;
        let count = wiring.devices.len();
        let known = |end: End| (end.device as usize) < count;
        let mut tier = vec![u8::MAX; count];
        let mut edge: VecDeque<u32> = VecDeque::new();
        let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); count];
        for link in wiring.links.iter().filter(|link| known(link.a) && known(link.z)) {
            match link.role {
                LinkRole::Node | LinkRole::Support | LinkRole::Storage => {
                    if std::mem::replace(&mut tier[link.z.device as usize], 1) != 1 {
                        edge.push_back(link.z.device);
                    }
                }
                LinkRole::Uplink | LinkRole::Isl => {
                    neighbours[link.a.device as usize].push(link.z.device);
                    neighbours[link.z.device as usize].push(link.a.device);
                }
                LinkRole::OobUplink | LinkRole::Edge => {}
            }
        }
        while let Some(at) = edge.pop_front() {
            for other in &neighbours[at as usize] {
                if tier[*other as usize] == u8::MAX {
                    tier[*other as usize] = tier[at as usize] + 1;
                    edge.push_back(*other);
                }
            }
        }
        for (device, tier) in wiring.devices.iter_mut().zip(&tier) {
            if device.kind.is_switch() {
                device.kind = match (device.network, tier) {
                    (Network::OutOfBand, _) => DeviceKind::OobSwitch,
                    (_, 1) => DeviceKind::Leaf,
                    (_, 2) => DeviceKind::Spine,
                    (_, 3) => DeviceKind::SuperSpine,
                    _ => DeviceKind::Top,
                };
            }
        }
        // The lower end first, as in a designed wiring.
        for link in &mut wiring.links {
            let rank = |end: End| tier.get(end.device as usize).copied().unwrap_or(0);
            if link.role == LinkRole::Uplink && rank(link.a) > rank(link.z) {
                std::mem::swap(&mut link.a, &mut link.z);
            }
        }
    }
}

fn to_node_of(infer: &Infer, link: &BuiltLink) -> bool {
    [&link.a, &link.z].into_iter().any(|end| {
        infer
            .wiring
            .devices
            .get(infer.place(end) as usize)
            .is_some_and(|device| device.kind == DeviceKind::Node)
    })
}
