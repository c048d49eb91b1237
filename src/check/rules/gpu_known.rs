//! The GPU is a part of the catalog.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::GpuKnown,
    group: Group::Consistency,
    checks: "the GPU is a part of the catalog",
    why: "nothing can be judged of an unknown part",
    source: "catalog",
    needs: &["/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    if catalog.gpu(&compute.gpu_id).is_some() {
        return Vec::new();
    }
    let message = format!("`{}` is no GPU of the catalog", compute.gpu_id);
    vec![note(&RULE, Severity::Error, message, "/design/compute/gpu_id", "use an id of `gcg gpu list`")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/gpu_id", r#""h900""#)], &[]);
    }
}
