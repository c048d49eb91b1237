//! A fabric called non-blocking has as many uplinks as downlinks.

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
    name: RuleId::Oversubscription,
    group: Group::Fabric,
    checks: "a fabric called non-blocking has as many uplinks as downlinks",
    why: "an oversubscribed fabric slows every collective",
    source: "definition of oversubscription",
    needs: &["/fabric/compute/oversubscription", "/fabric/compute/leaf_spine_link_count"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(fabric) = design.fabric.compute.as_ref().filter(|fabric| fabric.spine_count > 0) else {
        return Vec::new();
    };
    let (Some(down), Some(up)) = (fabric.node_link_count, fabric.leaf_spine_link_count) else {
        return Vec::new();
    };
    if fabric.oversubscription.as_deref() != Some("1:1") || up >= down {
        return Vec::new();
    }
    let found = at("/design/fabric/compute/leaf_spine_link_count", up as f64, "links");
    let limit = at("/design/fabric/compute/node_link_count", down as f64, "links");
    let message = format!("{} to the spines for {} to nodes is not 1:1", found.words(), limit.words());
    vec![breach(
        &RULE,
        Severity::Error,
        message,
        found,
        limit,
        "add uplinks, or state the oversubscription there is",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/leaf_spine_link_count", "128")], &[]);
    }
}
