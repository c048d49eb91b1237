//! A design that is tried: the stages on a worksheet of its own, for other sizes and other products.

use super::{
    facility, materials, money, network, pattern,
    size::Counted,
    stages::{Billed, Chosen, Housed, Networked, Priced, Sized},
    storage,
    work::Work,
};
use crate::{
    catalog::{System, SystemClass},
    design::{RuleId, Severity},
    trace::Traced,
};

/// The products that are tried.
#[derive(Clone, Copy)]
pub(super) struct Base<'b, 'a> {
    pub chosen: Chosen<'a>,
    pub system: Option<&'a System>,
    pub gpus_per_node: &'b Traced,
}

impl<'b, 'a> Base<'b, 'a> {
    /// The products of a size; none where no GPU is chosen.
    pub fn of(sized: &'b Sized<'a>) -> Option<Self> {
        let chosen = Chosen {
            gpu: Some(sized.gpu?),
            system: sized.system,
            server: sized.server,
            architecture: sized.architecture,
            size_unknown: false,
        };
        Some(Self { chosen, system: sized.system, gpus_per_node: sized.gpus_per_node.as_ref()? })
    }

    /// Whether the product is a whole rack.
    pub fn rack_scale(&self) -> bool {
        self.system.is_some_and(|system| system.class == SystemClass::RackScale)
    }
}

/// What a trial comes to.
pub(super) struct Trial<'a> {
    pub sized: Sized<'a>,
    pub networked: Networked,
    pub housed: Housed,
    /// Empty where no bill was asked for.
    pub billed: Billed,
    pub priced: Priced,
    /// Whether a bound of the products is broken, whatever the budget says.
    pub broken: bool,
}

/// How far a trial goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// Nodes, fabrics and racks.
    Racks,
    /// The bill as well.
    Bill,
    /// The bill with its prices.
    Prices,
}

impl Depth {
    /// Prices where they are asked for, else racks.
    pub fn with_prices(prices: bool) -> Self {
        if prices { Self::Prices } else { Self::Racks }
    }
}

/// Plans so many nodes of the products, without alternatives and remarks.
pub(super) fn plan<'a>(work: &Work<'a>, base: Base<'_, 'a>, count: u64, depth: Depth) -> Trial<'a> {
    let scratch = &mut Work::new(work.reading, work.catalog);
    let nodes = Traced::constant(count as f64, "nodes", "a size that is tried", "trial plan");
    let counted = Counted {
        chosen: base.chosen,
        system: base.system,
        gpus_per_node: Some(base.gpus_per_node.clone()),
        nodes: Some(nodes),
        serving: None,
        standing: None,
    };
    let sized = pattern::fit(scratch, counted);
    let networked = network::lay_out(scratch, &sized);
    let stored = storage::size(scratch, &sized);
    let housed = facility::house(scratch, &sized, &networked, &stored);
    let billed = if depth >= Depth::Bill {
        materials::list(scratch, &sized, &networked, &housed, &stored)
    } else {
        Billed::default()
    };
    let priced = if depth == Depth::Prices {
        money::price(scratch, &sized, &housed, &billed, None)
    } else {
        Priced::default()
    };
    let broken = scratch.findings.iter().any(|finding| {
        finding.severity == Severity::Error
            && !matches!(finding.rule, RuleId::Budget | RuleId::PreliminaryFigures)
    });
    Trial { sized, networked, housed, billed, priced, broken }
}
