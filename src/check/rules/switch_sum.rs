//! The switches of a fabric are the sum of its tiers.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity, SwitchedFabric},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SwitchSum,
    group: Group::Fabric,
    checks: "the switches of a fabric are the sum of its tiers",
    why: "a lost tier is a lost order",
    source: "arithmetic",
    needs: &["/fabric/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let tiers = |fabric: &SwitchedFabric| fabric.leaf_count + fabric.spine_count + fabric.core_count;
    let each =
        design.fabric.each().filter(|(_, fabric)| tiers(fabric) > 0 && tiers(fabric) != fabric.switch_count);
    each.map(|(key, fabric)| {
        let message = format!(
            "the {key} fabric states {} switches, its tiers sum to {}",
            fabric.switch_count,
            tiers(fabric)
        );
        note(
            &RULE,
            Severity::Error,
            message,
            &format!("/design/fabric/{key}/switch_count"),
            "correct the sum",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/switch_count", "9")], &[]);
    }
}
