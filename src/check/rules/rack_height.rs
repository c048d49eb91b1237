//! No rack is filled above its height.

use super::{
    Group, Rule,
    evidence::{at, breach},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackHeight,
    group: Group::Electrical,
    checks: "no rack is filled above its height",
    why: "what does not fit cannot be mounted",
    source: "rack plan",
    needs: &["/facility/rack_u", "/facility/racks/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(height) = facility.rack_u else { return Vec::new() };
    let limit = at("/design/facility/rack_u", height, "U");
    let used =
        facility.racks.iter().enumerate().filter_map(|(index, rack)| Some((index, rack, rack.used_u?)));
    used.filter(|(.., used)| *used > height + 1e-6)
        .map(|(index, rack, used)| {
            let found = at(&format!("/design/facility/racks/{index}/used_u"), used, "U");
            let message =
                format!("a rack of {} is filled with {}, it has {}", rack.name, found.words(), limit.words());
            breach(&RULE, Severity::Error, message, found, limit.clone(), "move devices to another rack")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/racks/0/used_u", "60")], &[]);
    }
}
