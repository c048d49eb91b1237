//! The east-west technology is the one the pattern is published with.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::RaFabric,
    group: Group::ReferenceArchitecture,
    checks: "the east-west technology is the one the pattern is published with",
    why: "another technology needs other adapters, switches and a fabric manager",
    source: "Enterprise reference architectures, network platform",
    needs: &["/compute/pattern_id", "/fabric/compute"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(compute) = &design.compute else { return Vec::new() };
    let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| catalog.pattern(id)) else {
        return Vec::new();
    };
    let Some(technology) = design.fabric.compute.as_ref().and_then(|fabric| fabric.technology) else {
        return Vec::new();
    };
    if pattern.fabric.parse() == Ok(technology) {
        return Vec::new();
    }
    let message = format!(
        "{} is published with {}; the design uses {}, so its counts follow port rules and no printed table",
        pattern.id, pattern.fabric, technology
    );
    vec![note(
        &RULE,
        Severity::Info,
        message,
        "/design/fabric/compute/technology",
        "keep the technology of the pattern, or have the fabric reviewed",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/fabric/compute/technology", r#""infiniband""#)], &[]);
    }
}
