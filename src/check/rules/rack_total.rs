//! The number of racks is the sum over all kinds.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackTotal,
    group: Group::Electrical,
    checks: "the number of racks is the sum over all kinds",
    why: "floor space and power strips are counted from it",
    source: "arithmetic",
    needs: &["/facility/rack_count", "/facility/racks/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let sum: u64 = facility.racks.iter().map(|rack| rack.count).sum();
    let Some(count) = facility.rack_count.filter(|count| *count != sum) else { return Vec::new() };
    let message = format!("{count} racks stated, the kinds of racks sum to {sum}");
    vec![note(&RULE, Severity::Error, message, "/design/facility/rack_count", "correct the number of racks")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/rack_count", "99")], &[]);
    }
}
