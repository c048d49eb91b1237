//! Every line of the bill has an id of its own.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomIds,
    group: Group::Consistency,
    checks: "every line of the bill has an id of its own",
    why: "versions of a design are compared by it",
    source: "stable ids",
    needs: &["/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let mut seen = Vec::new();
    let mut findings = Vec::new();
    for (index, line) in bom.lines.iter().enumerate() {
        if seen.contains(&line.id.as_str()) {
            let message = format!("two lines are called `{}`", line.id);
            findings.push(note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/bom/lines/{index}/id"),
                "merge equal parts, or give each line an id",
            ));
        }
        seen.push(line.id.as_str());
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/lines/1/id", r#""compute.dgx-h100""#)], &[]);
    }
}
