//! Heat equals the power of everything that is counted.

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
    checks: "heat equals the power of everything that is counted",
    why: "all electrical power becomes heat",
    source: "conservation of energy",
    needs: &["/facility/heat_kw", "/facility/it_power_kw"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(heat), Some(power)) = (facility.heat_kw, facility.it_power_kw) else {
        return Vec::new();
    };
    if (heat - power).abs() <= 1e-6 * power.max(1.0) {
        return Vec::new();
    }
    let (found, limit) =
        (at("/design/facility/heat_kw", heat, "kW"), at("/design/facility/it_power_kw", power, "kW"));
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
