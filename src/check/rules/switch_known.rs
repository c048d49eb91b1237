//! Every switch is a product of the catalog.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SwitchKnown,
    group: Group::Fabric,
    checks: "every switch is a product of the catalog",
    why: "ports and power of an unknown switch cannot be judged",
    source: "catalog",
    needs: &["/fabric/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let each = design.fabric.each().filter_map(|(key, fabric)| Some((key, fabric.switch_id.as_deref()?)));
    each.filter(|(_, id)| catalog.switch(id).is_none())
        .map(|(key, id)| {
            let message = format!("the {key} fabric uses `{id}`, which the catalog does not hold");
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/fabric/{key}/switch_id"),
                "use an id of the catalog, or add the switch to an overlay",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/switch_id", r#""sn9999""#)], &[]);
    }
}
