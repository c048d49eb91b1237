//! From counts to cables: every link with both ends, in NVIDIA's names and port numbers where a wire map or a
//! simulation topology publishes them, and by the same rules where none does.

mod build;
mod compute;
mod core_pair;
mod error;
mod lay;
mod list;
mod nodes;
mod north_south;
mod out_of_band;
mod parts;
mod places;
mod products;
mod uppers;

pub use error::WiringError;
pub use lay::{LayoutError, Site, lay_out};
pub use list::{Part, PartCounts, PartLine, count_parts, list_parts};
pub use nodes::{cages_of, has_cages};
pub use parts::{Lengths, choose_parts};
pub use places::{SUPPORT_PART, place};

use crate::{
    catalog::{
        Catalog, System,
        kinds::{FabricProfile, Fact},
    },
    design::{
        fabric::{FabricPlan, Layout},
        wiring::Wiring,
    },
};

use build::{Build, Split, narrow};

/// Wires a plan for the servers its architecture is published with.
///
/// # Errors
/// When a switch has fewer ports than the plan needs, or the cluster is too large for one wiring.
pub fn wire(catalog: &Catalog, profile: &FabricProfile, plan: &FabricPlan) -> Result<Wiring, WiringError> {
    wire_servers(catalog, profile, plan, None)
}

/// Wires a plan for one server: its cages and port names take the place of those the architecture is published with.
///
/// # Errors
/// As [`wire`].
pub fn wire_servers(
    catalog: &Catalog,
    profile: &FabricProfile,
    plan: &FabricPlan,
    system: Option<&System>,
) -> Result<Wiring, WiringError> {
    let mut build = Build::new(&plan.architecture);
    let split = split(catalog, plan);
    build.wiring.east_west_cage = nodes::east_west(catalog, profile, plan, system);
    build.wiring.converged_cage = nodes::north_south(profile, system);
    let nodes = nodes::add(&mut build, profile, plan, system)?;
    build.wiring.rails = narrow(plan.compute.rail_count);
    build.wiring.planes = narrow(plan.compute.plane_count);
    build.wiring.compute_parts = narrow(split.parts);
    build.wiring.nvlink_domain_nodes = narrow(profile.rack_nodes.unwrap_or(0));
    build.wiring.rail_pod_groups = narrow(compute::rail_pod_groups(&plan.compute));
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
