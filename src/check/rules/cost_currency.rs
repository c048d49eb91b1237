//! Every price is in the currency of the total.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CostCurrency,
    group: Group::Consistency,
    checks: "every price is in the currency of the total",
    why: "sums over currencies mean nothing",
    source: "definition of the totals",
    needs: &["/cost/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    let Some(cost) = &design.cost else { return Vec::new() };
    let each = cost
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((index, catalog.price(&line.price_id)?)));
    // A price in another currency stands beside a rate of exchange between the two.
    let bridged = |one: &str| {
        cost.rates.iter().any(|rate| {
            let ends = [rate.from.as_str(), rate.to.as_str()];
            ends.contains(&one) && ends.contains(&cost.currency.as_str())
        })
    };
    each.filter(|(_, price)| price.currency != cost.currency && !bridged(&price.currency))
        .map(|(index, price)| {
            let message =
                format!("price {} is in {}, the total in {}", price.id, price.currency, cost.currency);
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/cost/lines/{index}/price_id"),
                "take prices of one currency",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/cost/currency", r#""EUR""#)], &[]);
    }
}
