//! The purchase is the sum of its lines.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
    units,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CostSums,
    group: Group::Consistency,
    checks: "the purchase is the sum of its lines",
    why: "a sum that does not add up costs the deal",
    source: "arithmetic",
    needs: &["/cost"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let Some(cost) = &design.cost else { return Vec::new() };
    let low: f64 = cost.lines.iter().map(|line| line.low).sum();
    let high: f64 = cost.lines.iter().map(|line| line.high).sum();
    let differs = |stated: f64, sum: f64| (stated - sum).abs() > 0.005 + 1e-9 * sum.abs();
    let total = |stated: Option<f64>, sum: f64| stated.is_some_and(|stated| differs(stated, sum));
    if !differs(cost.priced_low, low)
        && !differs(cost.priced_high, high)
        && !total(cost.purchase_low, low)
        && !total(cost.purchase_high, high)
    {
        return Vec::new();
    }
    let message = format!(
        "the lines sum to {} and {}, the totals say otherwise",
        units::plain(low),
        units::plain(high)
    );
    vec![note(&RULE, Severity::Error, message, "/design/cost/priced_low", "add the lines again")]
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/cost/purchase_low", "1")], &[]);
    }
}
