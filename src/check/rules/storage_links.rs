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
    let mut findings = Vec::new();
    let found = at("/design/storage/link_provision_gbps", links, "Gb/s");
    if links < right * (1.0 - 1e-9) {
        let gpus = at("/design/compute/gpu_count", compute.gpu_count as f64, "GPUs");
        let each = fact(&format!("pattern/{}", pattern.id), "storage_gbps_per_gpu", each, "Gb/s", pattern);
        let limit = Traced::derived(right, "Gb/s", "gpus * each", &[("gpus", &gpus), ("each", &each)]);
        let message = format!("{} of storage links for {}", found.words(), limit.words());
        let repair = "provision more storage links";
        findings.push(breach(&RULE, Severity::Warning, message, found.clone(), limit, repair));
    }
    let count = design.storage.as_ref().and_then(|storage| storage.link_100g_count);
    if let Some(count) = count.filter(|count| (*count as f64) * LINK_GBPS < links * (1.0 - 1e-9)) {
        let count = at("/design/storage/link_100g_count", count as f64, "links of 100 Gb/s");
        let message = format!("{} carry less than the {} provisioned", count.words(), found.words());
        findings.push(breach(&RULE, Severity::Error, message, count, found, "count the links that carry it"));
    }
    findings
}

/// Rate of the links that are counted, Gb/s.
const LINK_GBPS: f64 = 100.0;

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/storage/link_provision_gbps", "100")], &[]);
    }

    #[test]
    fn four_links_do_not_carry_what_thirty_two_do() {
        sample::provoked(&super::RULE, &[("/storage/link_100g_count", "4")], &[]);
    }
}
