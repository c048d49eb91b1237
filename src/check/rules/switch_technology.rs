//! A switch speaks the technology of its fabric.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SwitchTechnology,
    group: Group::Fabric,
    checks: "a switch speaks the technology of its fabric",
    why: "an Ethernet switch carries no InfiniBand",
    source: "makers, product sheets in the catalog",
    needs: &["/fabric/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let each = design.fabric.each();
    each.filter_map(|(key, fabric)| Some((key, fabric, catalog.switch(fabric.switch_id.as_deref()?)?)))
        .filter_map(|(key, fabric, switch)| Some((key, fabric.technology?, switch)))
        .filter(|(_, technology, switch)| switch.fabric.word() != technology.word())
        .map(|(key, technology, switch)| {
            let message =
                format!("{} speaks {}, the {key} fabric is {technology}", switch.name, switch.fabric.word());
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/fabric/{key}/switch_id"),
                "choose a switch of the fabric's technology",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/switch_id", r#""qm9700""#)], &[]);
    }
}
