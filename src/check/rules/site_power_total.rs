//! Nodes and switches stay within the power of the site.

use super::{
    Group, Rule,
    evidence::{at, breach},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::{FindingDraft, Traced},
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::SitePowerTotal,
    group: Group::Electrical,
    checks: "nodes and switches stay within the power of the site",
    why: "what the site cannot feed is not switched on",
    source: "requirement",
    needs: &["/facility/it_power_kw"],
    judge,
};

fn judge(design: &Design, requirement: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(facility) = &design.facility else { return Vec::new() };
    let (Some(power), Some(stated)) = (facility.it_power_kw, &requirement.power_total_kw) else {
        return Vec::new();
    };
    if power <= stated.value + 1e-6 {
        return Vec::new();
    }
    let found = at("/design/facility/it_power_kw", power, "kW");
    let limit = Traced::stated(stated.value, "kW", "power_total_kw", &stated.quote);
    let message = format!("nodes and switches draw {}, the site has {}", found.words(), limit.words());
    vec![breach(&RULE, Severity::Error, message, found, limit, "plan fewer nodes, or provide more power")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[], &[("power_total_kw", "100")]);
    }
}
