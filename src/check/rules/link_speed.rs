//! The switch has ports as fast as the links.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::LinkSpeed,
    group: Group::Fabric,
    checks: "the switch has ports as fast as the links",
    why: "a slower port halves the fabric",
    source: "makers, product sheets in the catalog",
    needs: &["/fabric/compute/link_gbps"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let each = design.fabric.each();
    each.filter_map(|(key, fabric)| {
        Some((key, fabric.link_gbps?, catalog.switch(fabric.switch_id.as_deref()?)?))
    })
    .filter(|(_, gbps, switch)| switch.ports_at(*gbps as u64) == Some(0))
    .map(|(key, gbps, switch)| {
        let message = format!(
            "{} has no port of {} Gb/s, the links of the {key} fabric",
            switch.name,
            units::plain(gbps)
        );
        note(
            &RULE,
            Severity::Error,
            message,
            &format!("/design/fabric/{key}/link_gbps"),
            "choose a faster switch or slower links",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/link_gbps", "1600")], &[]);
    }
}
