//! Properties of planned and wired fabrics, and mutations that the rules must find.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod imports;
mod mutations;
mod properties;

use gpu_cluster_generator::{
    catalog::Catalog,
    check::fabric::Limits,
    design::{fabric::FabricPlan, wiring::Wiring},
    fabric::{Overrides, profile_of, recommend, wiring::wire},
};

/// Plans and wires an architecture with wishes.
pub fn wired(architecture: &str, nodes: u64, wishes: &Overrides) -> (FabricPlan, Wiring) {
    let catalog = Catalog::embedded();
    let profile = profile_of(&catalog, architecture).unwrap();
    let plan = recommend(&catalog, architecture, nodes, wishes).unwrap();
    let wiring = wire(&catalog, &profile, &plan).unwrap();
    (plan, wiring)
}

/// What a plan is held against.
pub fn limits(plan: &FabricPlan) -> Limits<'static> {
    Limits { oversubscription: Some(plan.compute.oversubscription), catalog: None }
}
