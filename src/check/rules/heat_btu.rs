//! Heat in BTU/h is the power times 3,412.142.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::HeatBtu,
    group: Group::Electrical,
    checks: "heat in BTU/h is the power times 3,412.142",
    why: "a wrong conversion sizes the wrong cooling",
    source: "ISO 80000-5, international table BTU",
    needs: &["/facility/heat_btu_per_h", "/facility/it_power_kw"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(heat), Some(power)) = (facility.heat_btu_per_h, facility.it_power_kw) else {
        return Vec::new();
    };
    // BTU of one kilowatt-hour, ISO 80000-5.
    let right = power * 3412.142;
    if (heat - right).abs() <= 0.005 * right {
        return Vec::new();
    }
    let message =
        format!("{} BTU/h stated, {} follow from the power", units::plain(heat), units::plain(right));
    vec![note(&RULE, Severity::Error, message, "/design/facility/heat_btu_per_h", "correct the heat")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/heat_btu_per_h", "100000")], &[]);
    }
}
