//! No rack draws more than its power.

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
    name: RuleId::RackPowerBudget,
    group: Group::Electrical,
    checks: "no rack draws more than its power",
    why: "an overloaded rack trips its breaker",
    source: "rack plan",
    needs: &["/facility/rack_budget_kw", "/facility/racks/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let Some(budget) = facility.rack_budget_kw else { return Vec::new() };
    let limit = at("/design/facility/rack_budget_kw", budget, "kW");
    let over = facility.racks.iter().enumerate().filter(|(_, rack)| rack.power_kw > budget + 1e-6);
    let mut findings: Vec<FindingDraft> = over
        .map(|(index, rack)| {
            let found = at(&format!("/design/facility/racks/{index}/power_kw"), rack.power_kw, "kW");
            let message =
                format!("a rack of {} draws {}, it has {}", rack.name, found.words(), limit.words());
            breach(
                &RULE,
                Severity::Error,
                message,
                found,
                limit.clone(),
                "place fewer devices in the rack, or provide more power",
            )
        })
        .collect();
    if let Some(full) = facility.rack_power_kw.filter(|full| *full > budget + 1e-6) {
        let found = at("/design/facility/rack_power_kw", full, "kW");
        let message = format!("a full rack of nodes draws {}, it has {}", found.words(), limit.words());
        let repair = "place fewer nodes in the rack, or provide more power";
        findings.push(breach(&RULE, Severity::Error, message, found, limit, repair));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/racks/0/power_kw", "50")], &[]);
        sample::provoked(&super::RULE, &[("/facility/rack_power_kw", "80")], &[]);
    }
}
