//! Licences counted by GPU cover every GPU.

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
    name: RuleId::LicenceCount,
    group: Group::Consistency,
    checks: "licences counted by GPU cover every GPU",
    why: "an uncovered GPU is out of licence",
    source: "metric of the licence in the catalog",
    needs: &["/software/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let each = design.software.iter().enumerate().filter(|(_, item)| item.metric == "gpu");
    each.filter_map(|(index, item)| Some((index, item, item.count?)))
        .filter(|(.., count)| *count != compute.gpu_count)
        .map(|(index, item, count)| {
            let found = at(&format!("/design/software/{index}/count"), count as f64, "licences");
            let limit = at("/design/compute/gpu_count", compute.gpu_count as f64, "GPUs");
            let message = format!("{} of {} for {}", found.words(), item.name, limit.words());
            breach(&RULE, Severity::Error, message, found, limit, "license every GPU")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/software/1/count", "8")], &[]);
    }
}
