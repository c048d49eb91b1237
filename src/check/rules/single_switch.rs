//! No fabric hangs on a single switch.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SingleSwitch,
    group: Group::Fabric,
    checks: "no fabric hangs on a single switch",
    why: "its failure stops every job",
    source: "redundancy of the reference architectures",
    needs: &["/fabric/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let each = design.fabric.each().filter(|(key, fabric)| *key != "out_of_band" && fabric.switch_count == 1);
    each.map(|(key, _)| {
        let message = format!("the {key} fabric has one switch; its failure stops the fabric");
        note(
            &RULE,
            Severity::Warning,
            message,
            &format!("/design/fabric/{key}/switch_count"),
            "use a pair of switches",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/converged/switch_count", "1")], &[]);
    }
}
