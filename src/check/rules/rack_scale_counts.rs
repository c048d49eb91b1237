//! A rack-scale system has the trays, GPUs and racks its maker builds.

use super::{
    Group, Rule,
    evidence::{at, breach, constant},
};
use crate::{
    catalog::{Catalog, Fact, SystemClass},
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RackScaleCounts,
    group: Group::ReferenceArchitecture,
    checks: "a rack-scale system has the trays, GPUs and racks its maker builds",
    why: "trays counted as servers give half the racks and half the power",
    source: "makers, product sheets in the catalog",
    needs: &["/compute/system_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let system = compute.system_id.as_deref().and_then(|id| catalog.system(id));
    let Some(system) = system.filter(|system| system.class == SystemClass::RackScale) else {
        return Vec::new();
    };
    let (Some(trays), Some(gpus)) = (
        system.nodes.as_ref().and_then(Fact::known).copied(),
        system.gpu_count.as_ref().and_then(Fact::known).copied(),
    ) else {
        return Vec::new();
    };
    let built = |value: u64, unit: &str, what: &str| {
        constant(value as f64, unit, &format!("{}: {what}", system.name), "maker's sheet in the catalog")
    };
    let mut findings = Vec::new();
    if trays > 0 && compute.gpus_per_node != gpus / trays {
        let found = at("/design/compute/gpus_per_node", compute.gpus_per_node as f64, "GPUs per node");
        let limit = built(gpus / trays, "GPUs per tray", "GPUs of a tray");
        let message = format!("the design has {}, {} has {}", found.words(), system.name, limit.words());
        findings.push(breach(
            &RULE,
            Severity::Error,
            message,
            found,
            limit,
            "count the trays of the rack as nodes",
        ));
    }
    let racks = design.facility.as_ref().and_then(|facility| facility.node_rack_count);
    if let Some(racks) = racks.filter(|racks| racks * gpus < compute.gpu_count) {
        let found = at("/design/facility/node_rack_count", racks as f64, "racks");
        let limit = built(compute.gpu_count.div_ceil(gpus), "racks", "racks of the GPUs of the design");
        let message = format!(
            "{} hold {} GPUs, the design has {}: {} are needed",
            found.words(),
            racks * gpus,
            compute.gpu_count,
            limit.words()
        );
        findings.push(breach(&RULE, Severity::Error, message, found, limit, "plan a rack for every system"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        let changes = [
            ("/compute/system_id", r#""dgx-gb200-nvl72""#),
            ("/compute/gpus_per_node", "8"),
            ("/facility/node_rack_count", "2"),
        ];
        sample::provoked(&super::RULE, &changes, &[]);
    }
}
