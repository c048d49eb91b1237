//! From a reading to a plan: this file is the table of contents.

mod alternatives;
mod amount;
mod architecture;
mod assemble;
pub mod bom;
mod choose;
pub mod cost;
mod estimate;
mod extension;
mod facility;
mod figures;
mod gpu;
mod growth;
mod limits;
mod liquid;
pub mod management;
mod materials;
mod money;
mod need;
mod network;
mod other_gpu;
mod parts;
mod pattern;
mod questions;
pub mod ra;
pub mod racks;
mod resolve;
mod scalable_units;
mod sensitivity;
mod separate;
mod server;
mod size;
pub mod software;
mod solve;
mod stages;
mod starting;
mod storage;
mod trial;
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
    /// The numbers that two designs are compared by; empty without a design.
    pub headline: Headline,
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

/// The numbers that two designs are compared by, with their origins.
#[derive(Debug, Clone, Default)]
pub struct Headline {
    /// Nodes.
    pub nodes: Option<Traced>,
    /// GPUs.
    pub gpus: Option<Traced>,
    /// All racks.
    pub racks: Option<Traced>,
    /// Power of everything that is counted, kW.
    pub it_kw: Option<Traced>,
    /// Purchase at the high prices, in the currency of the cost.
    pub purchase_high: Option<Traced>,
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

/// Plans a cluster for a reading: pools and sites each whole with their sums, or one cluster.
#[must_use]
pub fn plan(reading: &Reading, catalog: &Catalog) -> Planned {
    parts::plan(reading, catalog).unwrap_or_else(|| whole(reading, catalog))
}

/// Plans one cluster, with another GPU of the policy where the usual one breaks a bound of the site.
fn whole(reading: &Reading, catalog: &Catalog) -> Planned {
    let usual = plan_with(reading, catalog, None);
    other_gpu::fitting(reading, catalog, &usual).unwrap_or(usual)
}

/// Plans one cluster with the policy's GPU, or with the only one it may take. Each stage is a function from the values of
/// the stages before it to its own; the worksheet collects notes. A stage that lacks its input leaves its part of the
/// design empty and says why.
fn plan_with<'a>(reading: &'a Reading, catalog: &'a Catalog, only_gpu: Option<&'a str>) -> Planned {
    let mut worksheet = work::Work::new(reading, catalog);
    worksheet.only_gpu = only_gpu;
    let work = &mut worksheet;
    let chosen = choose::products(work);
    let counted = size::count(work, chosen);
    let sized = pattern::fit(work, counted);
    let networked = network::lay_out(work, &sized);
    let stored = storage::size(work, &sized);
    let housed = facility::house(work, &sized, &networked, &stored);
    let load = limits::check(work, &sized, &housed);
    let billed = materials::list(work, &sized, &networked, &housed, &stored);
    let served = sized.serving.as_ref().or(load.as_ref());
    let priced = money::price(work, &sized, &housed, &billed, served);
    let extension = extension::extend(work, &sized, &networked, &housed, &billed, &priced);
    alternatives::offer(work, &sized, &networked, &housed, &priced);
    figures::compute(work, &sized, &networked);
    questions::ask(work, &sized);
    starting::points(work, &sized);
    let size_unknown = sized.size_unknown;
    let parts = assemble::Parts { sized, networked, housed, storage: stored.form, billed, priced, extension };
    let headline = parts.headline();
    let design = parts.design(work);
    worksheet.finish(design, headline, size_unknown)
}
