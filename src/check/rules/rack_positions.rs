//! Devices of a rack do not overlap and stay inside it.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackPositions,
    group: Group::Electrical,
    checks: "devices of a rack do not overlap and stay inside it",
    why: "two devices cannot share a rack unit",
    source: "EIA-310 numbering",
    needs: &["/facility/racks/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, rack) in facility.racks.iter().enumerate() {
        let place = format!("/design/facility/racks/{index}/positions");
        let mut top = 0.0;
        for position in &rack.positions {
            if position.from_u <= top || position.to_u < position.from_u {
                let message =
                    format!("{} overlaps what stands below it in a rack of {}", position.part_id, rack.name);
                findings.push(note(
                    &RULE,
                    Severity::Error,
                    message,
                    &place,
                    "give every device rack units of its own",
                ));
            }
            top = position.to_u;
        }
        if facility.rack_u.is_some_and(|height| top > height + 1e-6) {
            let message = format!("the highest device stands above the top of a rack of {}", rack.name);
            findings.push(note(&RULE, Severity::Error, message, &place, "move devices to another rack"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/racks/0/positions/0/to_u", "70")], &[]);
    }
}
