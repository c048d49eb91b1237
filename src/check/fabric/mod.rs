//! Rules over a wiring: does it lead where a fabric must lead? They look at devices and links alone and never at
//! the engine that laid them, so that an imported wiring is judged by the same rules.

mod as_built;
mod compare;
mod guess;
mod infer;
mod infer_parts;
mod optics;
mod ports;
mod rails;
mod reach;
mod subnet;
mod tiers;
mod view;

pub use as_built::{AsBuilt, BuiltEnd, BuiltLink, ImportError, read_as_built};
pub use compare::{Difference, DifferenceKind, compare};
pub use infer::infer_wiring;
pub use reach::{FailureEffect, failure_effects};
pub use view::View;

use crate::{
    catalog::Catalog,
    design::{Severity, fabric::Ratio, wiring::Wiring},
};

/// What a rule found in a wiring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WiringFault {
    /// Name of the rule.
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What was found, in one sentence a technician can act on.
    pub message: String,
    /// The number found, where there is one.
    pub found: Option<u64>,
    /// The bound it breaks.
    pub bound: Option<u64>,
    /// The smallest change that repairs it.
    pub repair: String,
}

/// What a wiring is held against.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits<'a> {
    /// Most downlinks to uplinks of an east-west leaf; not checked when none.
    pub oversubscription: Option<Ratio>,
    /// Facts about modules and cables; optics are not checked when none.
    pub catalog: Option<&'a Catalog>,
}

/// A rule over a wiring.
pub struct WiringRule {
    /// Name.
    pub name: &'static str,
    /// What it checks, in a sentence.
    pub checks: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Judges a wiring.
    pub judge: fn(&View, &Limits, &mut Faults),
}

/// Every rule over a wiring, in the order of the report.
pub const WIRING_RULES: &[&WiringRule] = &[
    &ports::EACH_END_ONCE,
    &ports::PORT_BUDGET,
    &ports::CAGE_SPLIT,
    &tiers::ADJACENT_TIERS,
    &tiers::UPLINK_BALANCE,
    &tiers::OVERSUBSCRIPTION,
    &rails::NODE_LINKS,
    &rails::RAIL_ALIGNMENT,
    &rails::PLANE_SEPARATION,
    &optics::OPTICS_MATE,
    &optics::REACH,
    &reach::REACHABILITY,
    &reach::SINGLE_FAILURE,
    &subnet::SUBNET_SIZE,
];

/// Most faults of one rule that are spelled out; the rest is counted.
const SPELLED_OUT: usize = 20;

/// Collects faults of one rule.
pub struct Faults {
    list: Vec<WiringFault>,
    of_rule: usize,
}

impl Faults {
    /// Adds a fault; beyond the first twenty of a rule only their number grows.
    pub fn add(&mut self, fault: WiringFault) {
        self.of_rule += 1;
        if self.of_rule <= SPELLED_OUT {
            self.list.push(fault);
        }
    }

    /// Adds an error.
    pub fn error(&mut self, rule: &'static str, message: String, repair: impl Into<String>) {
        let repair = repair.into();
        self.add(WiringFault { rule, severity: Severity::Error, message, found: None, bound: None, repair });
    }

    /// Adds an error with the number found and its bound.
    pub fn bound(
        &mut self,
        rule: &'static str,
        message: String,
        found: u64,
        bound: u64,
        repair: impl Into<String>,
    ) {
        let repair = repair.into();
        self.add(WiringFault {
            rule,
            severity: Severity::Error,
            message,
            found: Some(found),
            bound: Some(bound),
            repair,
        });
    }
}

/// Judges a wiring by every rule.
#[must_use]
pub fn check_wiring(wiring: &Wiring, limits: &Limits) -> Vec<WiringFault> {
    let view = View::new(wiring);
    let mut faults = Faults { list: Vec::new(), of_rule: 0 };
    for rule in WIRING_RULES {
        faults.of_rule = 0;
        (rule.judge)(&view, limits, &mut faults);
        let more = faults.of_rule.saturating_sub(SPELLED_OUT);
        if more > 0 {
            faults.list.push(WiringFault {
                rule: rule.name,
                severity: Severity::Error,
                message: format!("{more} more findings of this rule"),
                found: Some(faults.of_rule as u64),
                bound: None,
                repair: "Repair the ones above first".into(),
            });
        }
    }
    faults.list
}
