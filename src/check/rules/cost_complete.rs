//! Every line of the bill is priced or said to be quoted.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CostComplete,
    group: Group::Consistency,
    checks: "every line of the bill is priced or said to be quoted",
    why: "a line in neither list is forgotten money",
    source: "definition of the totals",
    needs: &["/cost", "/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let Some(cost) = &design.cost else { return Vec::new() };
    let priced = |id: &str| {
        cost.lines.iter().any(|line| line.line == id) || cost.to_be_quoted.iter().any(|open| open == id)
    };
    let each = bom.lines.iter().filter(|line| !priced(&line.id));
    each.map(|line| {
        let message = format!("`{}` has no price and is not in the list of what is to be quoted", line.id);
        note(
            &RULE,
            Severity::Error,
            message,
            "/design/cost/to_be_quoted",
            "price the line or list it as to be quoted",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/cost/to_be_quoted", "[]")], &[]);
    }
}
