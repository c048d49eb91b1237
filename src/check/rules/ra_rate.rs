//! The east-west rate per GPU is that of the pattern.

use super::{
    Group, Rule,
    evidence::{at, breach, fact},
};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RaRate,
    group: Group::ReferenceArchitecture,
    checks: "the east-west rate per GPU is that of the pattern",
    why: "the fourth digit of the pattern is this rate",
    source: "Enterprise reference architectures: C-G-N-B",
    needs: &["/compute/pattern_id", "/compute/ew_gbps_per_gpu"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    let Some(rate) = compute.ew_gbps_per_gpu.filter(|rate| *rate != pattern.b_gbps_per_gpu as f64) else {
        return Vec::new();
    };
    let found = at("/design/compute/ew_gbps_per_gpu", rate, "Gb/s");
    let limit = fact(
        &format!("pattern/{}", pattern.id),
        "b_gbps_per_gpu",
        pattern.b_gbps_per_gpu as f64,
        "Gb/s",
        pattern,
    );
    let message =
        format!("{} gives {} per GPU, the design says {}", pattern.id, limit.words(), found.words());
    vec![breach(
        &RULE,
        Severity::Error,
        message,
        found,
        limit,
        "correct the rate or name the pattern that has it",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/ew_gbps_per_gpu", "200")], &[]);
    }
}
