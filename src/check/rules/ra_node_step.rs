//! Rack-scale systems come in whole racks.

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
    name: RuleId::RaNodeStep,
    group: Group::ReferenceArchitecture,
    checks: "rack-scale systems come in whole racks",
    why: "a part of a rack cannot be bought",
    source: "NVL72 AI Factory, Enterprise reference architecture",
    needs: &["/compute/pattern_id"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    let Some(step) = pattern.node_step.filter(|step| *step > 1) else { return Vec::new() };
    if compute.node_count % step == 0 {
        return Vec::new();
    }
    let found = at("/design/compute/node_count", compute.node_count as f64, "nodes");
    let limit = fact(&format!("pattern/{}", pattern.id), "node_step", step as f64, "nodes", pattern);
    let message = format!("{} are no whole number of racks of {}", found.words(), limit.words());
    let repair = format!("plan {} nodes", compute.node_count.next_multiple_of(step));
    vec![breach(&RULE, Severity::Error, message, found, limit, &repair)]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(
            &super::RULE,
            &[("/compute/pattern_id", r#""2-4-5-800""#), ("/compute/node_count", "20")],
            &[],
        );
    }
}
