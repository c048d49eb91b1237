//! No total is given while a server of the bill has no price.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::CostWhole,
    group: Group::Consistency,
    checks: "no total is given while a server of the bill has no price",
    why: "a total without the servers is read as the price of the cluster",
    source: "definition of the totals",
    needs: &["/cost", "/bom/lines/0"],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let (Some(bom), Some(cost)) = (&design.bom, &design.cost) else { return Vec::new() };
    let open = bom
        .lines
        .iter()
        .find(|line| line.group == "compute" && !cost.lines.iter().any(|priced| priced.line == line.id));
    let Some(open) = open else { return Vec::new() };
    let totals = [
        ("purchase_low", cost.purchase_low),
        ("purchase_high", cost.purchase_high),
        ("ownership_low", cost.ownership_low),
        ("ownership_high", cost.ownership_high),
        ("per_gpu_hour", cost.per_gpu_hour),
        ("per_million_tokens", cost.per_million_tokens),
    ];
    let given = totals.iter().filter(|(_, total)| total.is_some());
    given
        .map(|(key, _)| {
            let message = format!("`{key}` is given, and {} has no price", open.item);
            note(
                &RULE,
                Severity::Error,
                message,
                &format!("/design/cost/{key}"),
                "price the servers, or give no total",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/cost/lines/0/line", r#""another""#)], &[]);
    }
}
