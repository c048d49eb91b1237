//! Storage holds what was asked for.

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
    name: RuleId::StorageCapacity,
    group: Group::Consistency,
    checks: "storage holds what was asked for",
    why: "data without a place is lost",
    source: "requirement",
    needs: &["/storage"],
    judge,
};

fn judge(design: &Design, requirement: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let (Some(stated), Some(storage)) = (&requirement.storage_capacity_tb, &design.storage) else {
        return Vec::new();
    };
    let Some(capacity) = storage.capacity_tb.filter(|capacity| *capacity < stated.value) else {
        return Vec::new();
    };
    let found = at("/design/storage/capacity_tb", capacity, "TB");
    let limit = Traced::stated(stated.value, "TB", "storage_capacity_tb", &stated.quote);
    let message = format!("{} for {} asked", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "provide the capacity asked for")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[], &[("storage_capacity_tb", "9000")]);
    }
}
