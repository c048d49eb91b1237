//! A bill is called quotable only when nothing is missing.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomQuotable,
    group: Group::Consistency,
    checks: "a bill is called quotable only when nothing is missing",
    why: "an offer made too early costs the deal",
    source: "definition of quotable",
    needs: &["/bom"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let open = bom.lines.iter().any(|line| line.part_id.is_none()) || !bom.missing.is_empty();
    if !bom.quotable || !open {
        return Vec::new();
    }
    let message = "the bill is called quotable although parts or facts are missing".to_string();
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/bom/quotable",
        "name the missing parts, or say that it is not quotable",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/quotable", "true")], &[]);
    }
}
