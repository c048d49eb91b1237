//! The power of a node is not below what its maker publishes.

use super::{
    Group, Rule,
    evidence::{at, breach, constant, known},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::NodePower,
    group: Group::Electrical,
    checks: "the power of a node is not below what its maker publishes",
    why: "an understated power overloads the rack",
    source: "maker, product sheet in the catalog",
    needs: &["/facility/node_power_kw", "/compute/system_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(system) = compute.system_id.as_deref().and_then(|id| catalog.system(id)) else {
        return Vec::new();
    };
    let (Some(power), Some(sheet)) = (facility.node_power_kw, known(&system.power_max_kw)) else {
        return Vec::new();
    };
    if power >= sheet - 1e-9 {
        return Vec::new();
    }
    let found = at("/design/facility/node_power_kw", power, "kW");
    let limit = constant(sheet, "kW", "greatest power of the product", &system.name);
    let message = format!("{} for {}, its maker publishes {}", found.words(), system.name, limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "plan with the published power")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/node_power_kw", "6.5")], &[]);
    }
}
