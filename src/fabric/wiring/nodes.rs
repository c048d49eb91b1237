//! The nodes of a wiring: their cages and port names, from the very server the design buys, else from the adapters the
//! architecture is published with.

use crate::{
    catalog::{
        Catalog, System,
        kinds::{CageUse, FabricProfile, Fact, NodeCages, PortType},
    },
    design::{
        fabric::{FabricPlan, Network, Technology},
        wiring::{Device, DeviceKind, NodeCage, PortNames},
    },
};

use super::{
    WiringError,
    build::{Build, digits, narrow},
};

/// The cages of a server's node for one fabric; none when no document that was read prints them.
#[must_use]
pub fn cages_of(system: &System, used_for: CageUse) -> Option<&NodeCages> {
    system.cages.as_ref()?.known()?.iter().find(|cages| cages.used_for == used_for)
}

/// The east-west cages of a node: those of the server, of the architecture, or of the pattern's adapter. A cage takes
/// as many links as their speed goes into its own; that of an adapter no more than the links of one adapter.
pub(super) fn east_west(
    catalog: &Catalog,
    profile: &FabricProfile,
    plan: &FabricPlan,
    system: Option<&System>,
) -> Option<NodeCage> {
    let link = plan.compute.link_gbps.max(1);
    let made = |cage: PortType, gbps: u64, most: u64| {
        // A port that is slower than the link would not join it; the wiring then says that no part fits.
        Some(NodeCage {
            cage: cage.word().into(),
            gbps: u32::try_from(gbps).ok()?,
            links: narrow((gbps / link).min(most).max(1)),
        })
    };
    if let Some(cages) = system.and_then(|system| cages_of(system, CageUse::EastWest)) {
        return made(cages.cage, cages.gbps, u64::MAX);
    }
    if let Some(cage) = &profile.ew_cage {
        return made(cage.cage, cage.gbps, u64::MAX);
    }
    let nic = catalog.pattern(&profile.id)?.ew_nics.as_ref()?.nic.as_deref()?;
    let ports = catalog.nic(nic)?.ports.as_ref()?.known()?;
    made(ports.cage, ports.gbps, profile.planes.div_ceil(ports.count.max(1)))
}

/// The north-south cages of a node. Each port is a cage of its own; slower links use a part of its lanes.
pub(super) fn north_south(profile: &FabricProfile, system: Option<&System>) -> Option<NodeCage> {
    let made = |cage: PortType, gbps: u64| {
        Some(NodeCage { cage: cage.word().into(), gbps: u32::try_from(gbps).ok()?, links: 1 })
    };
    if let Some(cages) = system.and_then(|system| cages_of(system, CageUse::NorthSouth)) {
        return made(cages.cage, cages.gbps);
    }
    profile.ns_cage.as_ref().and_then(|cage| made(cage.cage, cage.gbps))
}

/// Port names of a server whose cages are known: as printed, else by cage and port.
fn own_names(system: &System, cage: &NodeCage, links: u64) -> PortNames {
    let known = cages_of(system, CageUse::EastWest);
    let printed: Vec<String> = known
        .filter(|cages| cages.ports.len() as u64 >= links)
        .map(|cages| cages.ports.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    let adapters = if printed.is_empty() {
        let word = cage.cage.to_uppercase().replace('_', "-");
        let per_cage = u64::from(cage.links.max(1));
        (0..links)
            .map(|number| {
                let (place, port) = (number / per_cage + 1, number % per_cage + 1);
                if per_cage == 1 { format!("{word} {place}") } else { format!("{word} {place} P{port}") }
            })
            .collect()
    } else {
        printed
    };
    PortNames { adapters, converged: Vec::new(), management: Vec::new() }
}

/// Adds the nodes with their port names, scalable unit by scalable unit.
pub(super) fn add(
    build: &mut Build,
    profile: &FabricProfile,
    plan: &FabricPlan,
    system: Option<&System>,
) -> Result<Vec<u32>, WiringError> {
    let mut namings: Vec<(Vec<u64>, u16)> = Vec::new();
    let own = system.filter(|system| cages_of(system, CageUse::EastWest).is_some());
    if let (Some(system), Some(cage)) = (own, build.wiring.east_west_cage.clone()) {
        let links = plan.compute.rail_count * plan.compute.plane_count;
        namings.push((Vec::new(), build.names(own_names(system, &cage, links))));
    } else {
        for ports in profile.node_ports.iter() {
            let row = build.names(PortNames {
                adapters: ports.east_west.iter().map(ToString::to_string).collect(),
                converged: ports.converged.iter().map(ToString::to_string).collect(),
                management: ports.management.iter().map(ToString::to_string).collect(),
            });
            namings.push((ports.places.to_vec(), row));
        }
    }
    if namings.is_empty() {
        namings.push((Vec::new(), build.names(PortNames::default())));
    }
    let unit_nodes = plan.su_node_count.unwrap_or(plan.node_count).max(1);
    let units = plan.node_count.div_ceil(unit_nodes);
    let (unit_width, place_width) = (digits(units), digits(unit_nodes));
    let mut places = Vec::new();
    for number in 0..plan.node_count {
        let (unit, place) = (number / unit_nodes + 1, number % unit_nodes + 1);
        let naming = namings
            .iter()
            .find(|(places, _)| places.is_empty() || places.contains(&place))
            .or(namings.first())
            .map_or(0, |(_, row)| *row);
        places.push(build.device(Device {
            name: format!("su-{unit:0unit_width$}-node-{place:0place_width$}"),
            kind: DeviceKind::Node,
            model: String::new(),
            network: Network::OutOfBand,
            technology: Technology::Ethernet,
            plane: 0,
            unit: unit as u32,
            place: place as u32,
            pod: 0,
            naming,
            radix: 0,
            cages: 0,
            cage_gbps: 0,
        })?);
    }
    Ok(places)
}

/// Whether a fact of the catalog says how many cages a node has.
#[must_use]
pub fn has_cages(system: &System) -> bool {
    system.cages.as_ref().and_then(Fact::known).is_some()
}
