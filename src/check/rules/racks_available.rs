//! The racks fit the places there are.

use super::{
    Group, Rule,
    evidence::{at, breach},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::{FindingDraft, Traced},
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RacksAvailable,
    group: Group::Electrical,
    checks: "the racks fit the places there are",
    why: "a rack without a place is not installed",
    source: "requirement",
    needs: &["/facility/rack_count"],
    judge,
};

fn judge(design: &Design, requirement: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(count), Some(stated)) = (facility.rack_count, &requirement.racks_available) else {
        return Vec::new();
    };
    if count <= stated.value {
        return Vec::new();
    }
    let found = at("/design/facility/rack_count", count as f64, "racks");
    let limit = Traced::stated(stated.value as f64, "racks", "racks_available", &stated.quote);
    let message = format!("{} with those for switches, there are {}", found.words(), limit.words());
    vec![breach(
        &RULE,
        Severity::Warning,
        message,
        found,
        limit,
        "plan fewer nodes, more power per rack, or another place for the switches",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[], &[("racks_available", "4")]);
    }
}
