//! The GPU is one the pattern is published for.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::PatternGpu,
    group: Group::ReferenceArchitecture,
    checks: "the GPU is one the pattern is published for",
    why: "node, adapters and cooling of a pattern belong to its GPUs",
    source: "Enterprise reference architectures, lists of systems",
    needs: &["/compute/pattern_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    if pattern.gpus_allowed.is_empty() || pattern.gpus_allowed.iter().any(|id| *id == compute.gpu_id) {
        return Vec::new();
    }
    let message = format!(
        "{} is published for {}, not for {}",
        pattern.id,
        pattern.gpus_allowed.join(", "),
        compute.gpu_id
    );
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/compute/gpu_id",
        "use a GPU of the pattern, or a pattern of the GPU",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/gpu_id", r#""b300-sxm""#)], &[]);
    }
}
