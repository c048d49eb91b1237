//! The racks draw together what the design draws.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackPowerSum,
    group: Group::Electrical,
    checks: "the racks draw together what the design draws",
    why: "power that is in no rack has no feed",
    source: "arithmetic",
    needs: &["/facility/it_power_kw", "/facility/rack_count", "/facility/racks/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let sum: f64 = facility.racks.iter().map(|rack| rack.count as f64 * rack.power_kw).sum();
    if facility.rack_count.is_none() {
        return Vec::new();
    }
    let Some(total) = facility.it_power_kw.filter(|total| (total - sum).abs() > 1e-6 * total.max(1.0)) else {
        return Vec::new();
    };
    let message = format!("the design draws {} kW, its racks {} kW", units::plain(total), units::plain(sum));
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/facility/it_power_kw",
        "place every device once, or correct the sum",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/it_power_kw", "500")], &[]);
    }
}
