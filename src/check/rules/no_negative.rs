//! No count or measure is negative.

use super::{Group, Rule, evidence::note};
use crate::{
    catalog::Catalog,
    design::{Design, Requirement, RuleId, Severity},
    trace::FindingDraft,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleId::NoNegative,
    group: Group::Consistency,
    checks: "no count or measure is negative",
    why: "a negative count is a bug somewhere above",
    source: "arithmetic",
    needs: &[],
    judge,
};

fn judge(design: &Design, _: &Requirement, _: &Catalog) -> Vec<FindingDraft> {
    let document = serde_json::to_value(design).unwrap_or_default();
    let mut findings = Vec::new();
    crate::check::certify::numbers(&document, "/design", &mut |pointer, number| {
        // What is left of a rack or a budget may be negative; another rule says so.
        let left = pointer.ends_with("/left")
            || pointer.ends_with("/left_at_high")
            || pointer.ends_with("headroom_kw");
        if number < 0.0 && !left || number.is_nan() {
            let message = format!("the number at {pointer} is negative");
            findings.push(note(&RULE, Severity::Error, message, &pointer, "correct it"));
        }
    });
    findings
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn it_can_be_provoked() {
        sample::provoked(&super::RULE, &[("/facility/heat_kw", "-5")], &[]);
    }
}
