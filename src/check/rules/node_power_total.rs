//! The power of all nodes is nodes times the power of one.

use super::{
    Group, Rule,
    evidence::{at, breach, times},
};
use crate::{
    catalog::{Catalog, SystemClass},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::NodePowerTotal,
    group: Group::Electrical,
    checks: "the power of all nodes is nodes times the power of one",
    why: "a wrong sum sizes the wrong feed",
    source: "arithmetic",
    needs: &["/facility/node_power_total_kw", "/facility/node_power_kw"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(total), Some(each)) = (facility.node_power_total_kw, facility.node_power_kw) else {
        return Vec::new();
    };
    let rack_scale = compute
        .system_id
        .as_deref()
        .and_then(|id| catalog.system(id))
        .is_some_and(|system| system.class == SystemClass::RackScale);
    let (units, place) = if rack_scale {
        (facility.node_rack_count.unwrap_or(0), "/design/facility/node_rack_count")
    } else {
        (compute.node_count, "/design/compute/node_count")
    };
    if (total - units as f64 * each).abs() <= 1e-6 * total.max(1.0) {
        return Vec::new();
    }
    let found = at("/design/facility/node_power_total_kw", total, "kW");
    let limit = times(
        ("units", &at(place, units as f64, "")),
        ("unit_kw", &at("/design/facility/node_power_kw", each, "kW")),
        "kW",
    );
    let message = format!("{} stated, {} follow", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "correct the sum")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/node_power_total_kw", "100")], &[]);
    }
}
