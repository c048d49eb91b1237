//! GPUs that stop and GPUs that go on are all GPUs.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::FaultZones,
    group: Group::Consistency,
    checks: "GPUs that stop and GPUs that go on are all GPUs",
    why: "a zone that does not add up promises what fails",
    source: "arithmetic",
    needs: &["/facility/fault_zones/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(facility) = &design.facility else { return Vec::new() };
    let each = facility.fault_zones.iter().enumerate();
    each.filter(|(_, zone)| zone.lost_gpu_count + zone.running_gpu_count != compute.gpu_count)
        .map(|(index, zone)| {
            let message = format!(
                "with {} failed, {} stop and {} go on of {}",
                zone.fails, zone.lost_gpu_count, zone.running_gpu_count, compute.gpu_count
            );
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/facility/fault_zones/{index}"),
                "correct the zone",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/fault_zones/0/running_gpu_count", "1")], &[]);
    }
}
