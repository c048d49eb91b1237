//! The apparent power of a feed follows from volts, amperes and continuous share.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::FeedKva,
    group: Group::Electrical,
    checks: "the apparent power of a feed follows from volts, amperes and continuous share",
    why: "a wrong figure overloads the breaker",
    source: "volts x amperes (x sqrt(3)) x continuous share",
    needs: &["/facility/feed"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(feed) = &facility.feed else { return Vec::new() };
    let root = if feed.phase_count == 3 { 3f64.sqrt() } else { 1.0 };
    let right = feed.voltage_v * feed.breaker_a * root * feed.continuous_ratio / 1000.0;
    // Printed figures round, and 400 V feeds are printed at 400 to 415 V.
    if (feed.continuous_kva - right).abs() <= 0.04 * right {
        return Vec::new();
    }
    let message = format!(
        "{} kVA stated, {} follow from volts and amperes",
        units::plain(feed.continuous_kva),
        units::plain(right)
    );
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/facility/feed/continuous_kva",
        "correct volts, amperes, phases or share",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/feed/continuous_kva", "80")], &[]);
    }
}
