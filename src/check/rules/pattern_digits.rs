//! The digits of the pattern name fit the design.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::PatternDigits,
    group: Group::ReferenceArchitecture,
    checks: "the digits of the pattern name fit the design",
    why: "a name that contradicts its design misleads everyone downstream",
    source: "Enterprise reference architectures: C-G-N-B",
    needs: &["/compute/pattern_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let digits: Vec<u64> = compute
        .pattern_id
        .iter()
        .flat_map(|id| id.split('-'))
        .map_while(|part| part.parse().ok())
        .take(4)
        .collect();
    let [_, gpus, _, _] = digits.as_slice() else { return Vec::new() };
    if *gpus == compute.gpus_per_node {
        return Vec::new();
    }
    let message = format!(
        "the name {} says {gpus} GPUs a node, the design {}",
        compute.pattern_id.clone().unwrap_or_default(),
        compute.gpus_per_node
    );
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/compute/pattern_id",
        "correct the name or the GPUs per node",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/compute/pattern_id", r#""2-4-5-200""#)], &[]);
    }
}
