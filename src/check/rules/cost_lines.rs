//! Every priced line is quantity times price.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CostLines,
    group: Group::Consistency,
    checks: "every priced line is quantity times price",
    why: "a wrong product is a wrong offer",
    source: "arithmetic",
    needs: &["/cost/lines/0", "/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(bom) = &design.bom else { return Vec::new() };
    let Some(cost) = &design.cost else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, line) in cost.lines.iter().enumerate() {
        let quantity =
            bom.lines.iter().find(|bought| bought.id == line.line).map_or(0, |bought| bought.quantity) as f64;
        let wrong = |total: f64, each: f64| (total - quantity * each).abs() > 0.005 + 1e-9 * total.abs();
        if wrong(line.low, line.unit_low) || wrong(line.high, line.unit_high) {
            let message = format!("{} is not {} times its price", line.line, units::plain(quantity));
            findings.push(note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/cost/lines/{index}"),
                "multiply again",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/cost/lines/0/low", "1")], &[]);
    }
}
