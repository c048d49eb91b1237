//! From a reading to a plan: this file is the table of contents.

mod alternatives;
mod architecture;
pub mod bom;
pub mod cost;
mod coverage;
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
mod outcome;
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
mod summary;
mod work;

pub use sensitivity::{Given, vary};

use crate::{
    catalog::Catalog,
    design::{Alternative, Assumption, Coverage, Design, OpenQuestion, Outcome, Reading},
    trace::{FindingDraft, Trace, Traced},
};

/// A plan before it is judged and certified.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What kind of answer it is, as far as planning can tell.
    pub outcome: Outcome,
    /// What it comes to, in prose.
    pub summary: String,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// Questions, the one with the greatest effect first.
    pub open_questions: Vec<OpenQuestion>,
    /// The design; none when none may be made yet.
    pub design: Option<Design>,
    /// What planning found.
    pub findings: Vec<FindingDraft>,
    /// Other ways, with the origins of their node and GPU counts.
    pub alternatives: Vec<PlannedAlternative>,
    /// How each stated requirement fared.
    pub coverage: Vec<Coverage>,
    /// Origins of the design's numbers.
    pub trace: Trace,
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
    storage::provide(&mut work);
    facility::fill_racks(&mut work);
    limits::hold(&mut work);
    materials::list(&mut work);
    money::price(&mut work);
    alternatives::weigh(&mut work);
    figures::compute(&mut work);
    questions::ask(&mut work);
    starting::offer(&mut work);
    let outcome = outcome::decide(&work);
    let design = work.design(outcome);
    let coverage = coverage::of(&work, design.as_ref(), outcome);
    let summary = summary::write(&work, design.as_ref(), outcome);
    work.finish(outcome, summary, design, coverage)
}
