//! How many switches and links each fabric of a cluster needs.
//!
//! [`plan_fabric`] is arithmetic over plain numbers; [`recommend`] takes an architecture and a size, looks the
//! published rows up first and computes what they leave open. The rules R1 to R12 reproduce the tables in
//! `catalog/ra_tables/`; `tests/published/` holds the result row by row.

mod clos;
pub mod collapsed;
mod east_west;
mod error;
mod grown;
mod input;
mod north_south;
mod published;
pub mod tables;
pub mod wiring;

pub use clos::{ClosInput, ClosTier, Depth, Pods, clos, even_division};
pub use collapsed::{CoreBudget, cages, pair_downlinks};
pub use error::FabricError;
pub use input::{EastWest, FabricInput, Overrides, SwitchClass, from_profile};
pub use north_south::oob_switches;
pub use published::{FoundRow, profile_of, recommend, rows_for};

use crate::design::fabric::{FabricPlan, Layout};

/// Greatest number of nodes a plan is computed for; guards arithmetic and memory, far above any published design.
pub const NODES_MAX: u64 = 1_000_000;

/// Counts the switches and links of every fabric.
///
/// # Errors
/// [`FabricError`] when a number is out of range, the switch cannot join so many nodes, or the architecture ends
/// below this size. A north-south fabric that no rule covers is a gap of the plan, not an error.
pub fn plan_fabric(input: &FabricInput) -> Result<FabricPlan, FabricError> {
    let range = |field: &str, found: u64, expected: String, hint: &str| FabricError::OutOfRange {
        field: field.into(),
        found,
        expected,
        hint: hint.into(),
    };
    if input.nodes == 0 || input.nodes > NODES_MAX {
        return Err(range(
            "nodes",
            input.nodes,
            format!("1 to {NODES_MAX}"),
            "Give the number of nodes, not of GPUs",
        ));
    }
    if let Some(max) = input.nodes_max.filter(|max| input.nodes > *max) {
        return Err(FabricError::NotCovered {
            what: format!("{} with {} nodes", input.architecture, input.nodes),
            missing: format!("the architecture ends at {max} nodes"),
            hint: "Choose an architecture for larger systems".into(),
        });
    }
    let ew = &input.east_west;
    for (field, found) in [
        ("gpus_per_node", input.gpus_per_node),
        ("adapters", ew.adapters),
        ("planes", ew.planes),
        ("rails_per_leaf", ew.rails_per_leaf),
        ("switch links", ew.switch.links),
        ("link_gbps", ew.link_gbps),
    ] {
        if found == 0 {
            return Err(range(field, found, "a positive number".into(), "Name the part or give the number"));
        }
    }
    let (layout, compute) = east_west::plan(input)?;
    let mut gaps = Vec::new();
    let converged = match &input.north_south {
        Some(rule) => match north_south::converged(input, rule, layout == Layout::CollapsedCore) {
            Ok(fabric) => Some(fabric),
            Err(error) => {
                gaps.push(error.as_gap(crate::design::fabric::Network::Converged));
                None
            }
        },
        None => {
            gaps.push(crate::design::fabric::Gap {
                network: crate::design::fabric::Network::Converged,
                missing: format!("no rule for the north-south fabric of {} is known", input.architecture),
            });
            None
        }
    };
    let out_of_band = input.out_of_band.as_ref().map(|rule| north_south::out_of_band(input, rule));
    if out_of_band.is_none() {
        gaps.push(crate::design::fabric::Gap {
            network: crate::design::fabric::Network::OutOfBand,
            missing: format!("no rule for the out-of-band fabric of {} is known", input.architecture),
        });
    }
    Ok(FabricPlan {
        architecture: input.architecture.clone(),
        node_count: input.nodes,
        gpus_per_node: input.gpus_per_node,
        gpu_count: input.nodes * input.gpus_per_node,
        su_node_count: input.su_nodes,
        su_count: input.su_nodes.map(|su| input.nodes.div_ceil(su.max(1))),
        layout,
        compute,
        converged,
        storage: None,
        out_of_band,
        published: Vec::new(),
        gaps,
        notes: Vec::new(),
    })
}
