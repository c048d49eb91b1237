//! From counts to cables: every link with both ends, in NVIDIA's names and port numbers where a wire map or a
//! simulation topology publishes them, and by the same rules where none does.

mod build;
mod compute;
mod core_pair;
mod error;
mod north_south;
mod out_of_band;
mod parts;
mod places;
mod uppers;

pub use error::WiringError;
pub use parts::{Lengths, PartCounts, choose_parts, count_parts};
pub use places::place;

use crate::{
    catalog::{
        Catalog,
        kinds::{FabricProfile, Fact, ProfileCage},
    },
    design::{
        fabric::{FabricPlan, Layout, Network, Technology},
        wiring::{Device, DeviceKind, NodeCage, PortNames, Wiring},
    },
};

use build::{Build, Split, digits, narrow};

/// Wires a plan.
///
/// # Errors
/// When a switch has fewer ports than the plan needs, or the cluster is too large for one wiring.
pub fn wire(catalog: &Catalog, profile: &FabricProfile, plan: &FabricPlan) -> Result<Wiring, WiringError> {
    let mut build = Build::new(&plan.architecture);
    let nodes = nodes(&mut build, profile, plan)?;
    let split = split(catalog, plan);
    build.wiring.rails = narrow(plan.compute.rail_count);
    build.wiring.planes = narrow(plan.compute.plane_count);
    build.wiring.compute_parts = narrow(split.parts);
    build.wiring.nvlink_domain_nodes = narrow(profile.rack_nodes.unwrap_or(0));
    build.wiring.rail_pod_groups = narrow(compute::rail_pod_groups(&plan.compute));
    build.wiring.east_west_cage = profile.ew_cage.as_ref().map(node_cage);
    build.wiring.converged_cage = profile.ns_cage.as_ref().map(node_cage);
    let mut oob = out_of_band::wire(&mut build, plan, profile, &nodes)?;
    if plan.layout == Layout::CollapsedCore {
        core_pair::wire(&mut build, plan, profile, split, &nodes, oob.as_mut())?;
        return Ok(build.wiring);
    }
    compute::wire(&mut build, plan, split, &nodes)?;
    let leaves = north_south::wire(&mut build, plan, &nodes)?;
    match (&oob, plan.converged.as_ref()) {
        (Some(oob), Some(fabric)) if !leaves.is_empty() => {
            let split = north_south::split(fabric);
            let parts = if fabric.link_gbps >= 200 { 8 } else { 1 };
            out_of_band::uplinks_to_leaves(&mut build, &leaves, split.ports / split.parts, parts, oob)?;
        }
        (Some(_), _) => {
            build
                .wiring
                .notes
                .push("Out-of-band switches have no uplinks: no north-south fabric is planned".into());
        }
        (None, _) => {}
    }
    Ok(build.wiring)
}

fn node_cage(cage: &ProfileCage) -> NodeCage {
    NodeCage {
        cage: cage.cage.word().to_string(),
        gbps: u32::try_from(cage.gbps).unwrap_or(0),
        links: narrow(cage.links),
    }
}

/// The nodes with their port names, scalable unit by scalable unit.
fn nodes(build: &mut Build, profile: &FabricProfile, plan: &FabricPlan) -> Result<Vec<u32>, WiringError> {
    let mut namings: Vec<(Vec<u64>, u16)> = Vec::new();
    for ports in profile.node_ports.iter() {
        let row = build.names(PortNames {
            adapters: ports.east_west.iter().map(ToString::to_string).collect(),
            converged: ports.converged.iter().map(ToString::to_string).collect(),
            management: ports.management.iter().map(ToString::to_string).collect(),
        });
        namings.push((ports.places.to_vec(), row));
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

/// How the cages of the east-west switch are split: links over cages of the catalog, two where it does not say.
fn split(catalog: &Catalog, plan: &FabricPlan) -> Split {
    let ports = plan.compute.radix;
    let cages = catalog
        .switch(&plan.compute.switch)
        .and_then(|switch| switch.cages.as_ref())
        .and_then(Fact::known)
        .map(|groups| groups.iter().filter(|group| !group.management).map(|group| group.count).sum::<u64>())
        .filter(|cages| *cages > 0);
    let parts = cages.map_or(2, |cages| ports.div_ceil(cages)).max(1);
    Split { parts, ports }
}
