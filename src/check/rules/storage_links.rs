//! Storage links reach what the architecture provisions per GPU.

use super::{
    Group, Rule,
    evidence::{at, breach, fact},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::{FindingDraft, Traced},
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::StorageLinks,
    group: Group::ReferenceArchitecture,
    checks: "storage links reach what the architecture provisions per GPU",
    why: "too few links starve every GPU at once",
    source: "Enterprise reference architectures: storage provisioning per GPU",
    needs: &["/storage/link_provision_gbps", "/compute/pattern_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    let (Some(each), Some(links)) = (
        pattern.storage_gbps_per_gpu,
        design.storage.as_ref().and_then(|storage| storage.link_provision_gbps),
    ) else {
        return Vec::new();
    };
    let right = each * compute.gpu_count as f64;
    if links >= right * (1.0 - 1e-9) {
        return Vec::new();
    }
    let found = at("/design/storage/link_provision_gbps", links, "Gb/s");
    let gpus = at("/design/compute/gpu_count", compute.gpu_count as f64, "GPUs");
    let each = fact(&format!("pattern/{}", pattern.id), "storage_gbps_per_gpu", each, "Gb/s", pattern);
    let limit = Traced::derived(right, "Gb/s", "gpus * each", &[("gpus", &gpus), ("each", &each)]);
    let message = format!("{} of storage links for {}", found.words(), limit.words());
    vec![breach(&RULE, Severity::Warning, message, found, limit, "provision more storage links")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/storage/link_provision_gbps", "100")], &[]);
    }
}
