//! No GPU is said to go on without a feed that its power supplies cannot spare.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::{Catalog, Fact},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::Supplies,
    group: Group::Electrical,
    checks: "no GPU is said to go on without a feed that its power supplies cannot spare",
    why: "a pair of feeds stops a server whose supplies are not doubled",
    source: "makers, power supplies of the servers in the catalog",
    needs: &["/facility/fault_zones/0", "/compute/system_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let (Some(facility), Some(compute)) = (&design.facility, &design.compute) else { return Vec::new() };
    let system = compute.system_id.as_deref().and_then(|id| catalog.system(id));
    let supplies = system.and_then(|system| system.supplies.as_ref()).and_then(Fact::known);
    let sources = facility.sources.as_ref().map_or(2, |sources| sources.source_count).max(1);
    let left = supplies.map(|supplies| supplies.count - supplies.count.div_ceil(sources));
    let carried = supplies.zip(left).is_some_and(|(supplies, left)| left >= supplies.needed);
    let each = facility.fault_zones.iter().enumerate();
    each.filter(|(_, zone)| zone.fails.contains("feed") && zone.lost_gpu_count == 0 && !carried)
        .map(|(index, _)| {
            let message = match supplies.zip(left) {
                Some((supplies, left)) => format!(
                    "with one of {sources} sources failed {left} of {} supplies go on, full load needs {}; the design says that no GPU stops",
                    supplies.count, supplies.needed
                ),
                None => "the redundancy of the power supplies is not known, and the design says that no GPU stops".to_string(),
            };
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/facility/fault_zones/{index}/lost_gpu_count"),
                "feed the racks from more sources, or say that their nodes stop",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/sources/source_count", "2")], &[]);
    }
}
