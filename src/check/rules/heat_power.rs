//! The heat of the nodes equals their power.

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
    name: RuleId::HeatPower,
    group: Group::Electrical,
    checks: "the heat of the nodes equals their power",
    why: "all electrical power becomes heat",
    source: "conservation of energy",
    needs: &["/facility/heat_kw", "/facility/node_power_total_kw"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(heat), Some(power)) = (facility.heat_kw, facility.node_power_total_kw) else {
        return Vec::new();
    };
    if (heat - power).abs() <= 1e-6 * power.max(1.0) {
        return Vec::new();
    }
    let (found, limit) =
        (at("/design/facility/heat_kw", heat, "kW"), at("/design/facility/node_power_total_kw", power, "kW"));
    let message = format!("heat of {} from power of {}", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "state the power as heat")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/heat_kw", "100")], &[]);
    }
}
