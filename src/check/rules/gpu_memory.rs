//! GPU memory is that of the part, and its sum is right.

use super::{
    Group, Rule,
    evidence::{at, breach, constant, known, times},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::GpuMemory,
    group: Group::Consistency,
    checks: "GPU memory is that of the part, and its sum is right",
    why: "models are placed by it",
    source: "maker, product sheet in the catalog",
    needs: &["/compute/gpu_memory_gb"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(stated) = compute.gpu_memory_gb else { return Vec::new() };
    let found = at("/design/compute/gpu_memory_gb", stated, "GB");
    let mut findings = Vec::new();
    let sheet = catalog.gpu(&compute.gpu_id).and_then(|gpu| known(&gpu.memory_gb));
    if let Some(sheet) = sheet.filter(|sheet| (stated - sheet).abs() > 1e-6) {
        let limit = constant(sheet, "GB", "memory of the part", &compute.gpu_name);
        let message = format!("{} stated, the part has {}", found.words(), limit.words());
        findings.push(breach(
            &RULE,
            Severity::Error,
            message,
            found.clone(),
            limit,
            "state the memory of the part",
        ));
    }
    let right = stated * compute.gpu_count as f64;
    if let Some(total) = compute.total_gpu_memory_gb.filter(|total| (total - right).abs() > 1e-6 * right) {
        let actual = at("/design/compute/total_gpu_memory_gb", total, "GB");
        let limit = times(
            ("gpus", &at("/design/compute/gpu_count", compute.gpu_count as f64, "GPUs")),
            ("each", &found),
            "GB",
        );
        let message = format!("{} in all stated, {} follow", actual.words(), limit.words());
        findings.push(breach(&RULE, Severity::Error, message, actual, limit, "correct the sum"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/gpu_memory_gb", "141")], &[]);
    }
}
