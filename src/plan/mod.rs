//! From a reading to a plan: this file is the table of contents.

mod alternatives;
mod architecture;
pub mod bom;
pub mod cost;
mod estimate;
mod facility;
mod figures;
mod gpu;
mod limits;
pub mod management;
mod materials;
mod money;
mod need;
mod network;
mod pattern;
mod questions;
pub mod ra;
pub mod racks;
mod sensitivity;
mod separate;
mod server;
mod size;
pub mod software;
mod starting;
mod storage;
mod work;

pub use sensitivity::{Given, vary};

use crate::{
    catalog::Catalog,
    design::{Alternative, Assumption, Design, OpenQuestion, Reading},
    trace::{FindingDraft, Trace, Traced},
};

/// A plan before it is judged and certified.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// Questions, the one with the greatest effect first.
    pub open_questions: Vec<OpenQuestion>,
    /// The design, as far as the statements allow; none when they allow no part of it.
    pub design: Option<Design>,
    /// What planning found.
    pub findings: Vec<FindingDraft>,
    /// Other ways, with the origins of their node and GPU counts.
    pub alternatives: Vec<PlannedAlternative>,
    /// Origins of the design's numbers.
    pub trace: Trace,
    /// Whether an assumption could change the design.
    pub material: bool,
    /// Whether nothing that was said decides the size.
    pub size_unknown: bool,
}

/// An alternative with the origins of its numbers.
#[derive(Debug, Clone)]
pub struct PlannedAlternative {
    /// The alternative.
    pub alternative: Alternative,
    /// Origin of its node count.
    pub node_count: Option<Traced>,
    /// Origin of its GPU count.
    pub gpu_count: Option<Traced>,
    /// Origin of the power of its nodes.
    pub power_kw: Option<Traced>,
}

/// Plans a cluster for a reading. Every step adds to one worksheet; a step that lacks its input leaves its part of
/// the design empty and says why.
#[must_use]
pub fn plan(reading: &Reading, catalog: &Catalog) -> Planned {
    let mut work = work::Work::new(reading, catalog);
    architecture::name(&mut work);
    gpu::choose(&mut work);
    server::choose(&mut work);
    size::count(&mut work);
    pattern::choose(&mut work);
    network::lay_out(&mut work);
    architecture::equip(&mut work);
    facility::fill_racks(&mut work);
    storage::provide(&mut work);
    limits::hold(&mut work);
    materials::list(&mut work);
    money::price(&mut work);
    alternatives::weigh(&mut work);
    figures::compute(&mut work);
    questions::ask(&mut work);
    starting::offer(&mut work);
    work.finish()
}
