//! No line of the bill has a quantity of zero.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::BomQuantities,
    group: Group::Consistency,
    checks: "no line of the bill has a quantity of zero",
    why: "an empty line hides a part that was forgotten",
    source: "arithmetic",
    needs: &["/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let each = bom.lines.iter().enumerate().filter(|(_, line)| line.quantity == 0);
    each.map(|(index, line)| {
        let message = format!("the quantity of {} is zero", line.item);
        note(
            &RULE,
            Severity::Error,
            message,
            &format!("/design/bom/lines/{index}/quantity"),
            "give the quantity, or drop the line",
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/bom/lines/3/quantity", "0")], &[]);
    }
}
