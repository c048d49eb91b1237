//! Lines without a part are counted.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomUnknownParts,
    group: Group::Consistency,
    checks: "lines without a part are counted",
    why: "a bill that hides what it does not know is not a bill",
    source: "arithmetic",
    needs: &["/bom"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let unknown = bom.lines.iter().filter(|line| line.part_id.is_none()).count() as u64;
    if unknown == bom.unknown_part_count {
        return Vec::new();
    }
    let message = format!("{} lines stated to have no part, {unknown} have none", bom.unknown_part_count);
    vec![note(
        &RULE,
        Severity::Error,
        message,
        "/design/bom/unknown_part_count",
        "count the lines whose part is null",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/unknown_part_count", "0")], &[]);
    }
}
