//! No rack loads the floor above what it carries.

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
    name: RuleId::FloorLoad,
    group: Group::Electrical,
    checks: "no rack loads the floor above what it carries",
    why: "a floor that fails takes the room with it",
    source: "requirement",
    needs: &["/facility/racks/0"],
    judge,
};

fn judge(design: &Design, requirement: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(stated) = &requirement.floor_load_kg_m2 else { return Vec::new() };
    let limit = Traced::stated(stated.value, "kg/m2", "floor_load_kg_m2", &stated.quote);
    let loads = facility
        .racks
        .iter()
        .enumerate()
        .filter_map(|(index, rack)| Some((index, rack, rack.floor_load_kg_per_m2?)));
    loads
        .filter(|(.., load)| *load > stated.value)
        .map(|(index, rack, load)| {
            let found = at(&format!("/design/facility/racks/{index}/floor_load_kg_per_m2"), load, "kg/m2");
            let message = format!(
                "a rack of {} loads the floor with {} without its own weight, it carries {}",
                rack.name,
                found.words(),
                limit.words()
            );
            breach(
                &RULE,
                Severity::Error,
                message,
                found,
                limit.clone(),
                "place fewer devices in a rack, or spread the load",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[], &[("floor_load_kg_m2", "300")]);
    }
}
