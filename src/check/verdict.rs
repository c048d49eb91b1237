//! The verdict of every rule on a design, whoever made it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::AnswerDocument,
    rules::{RULES, by_rule},
};
use crate::{
    catalog::Catalog,
    design::{Design, Figure, Finding, Requirement, RuleId, Severity},
    trace::{FindingDraft, Traced},
};

/// A rule and how the design fares by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleVerdict {
    /// Name of the rule.
    pub rule: RuleId,
    /// Group of the rule.
    pub group: String,
    /// `pass`, `warn`, `fail`, or `not_judged` when a part of the design is not given.
    pub verdict: String,
    /// What it checks.
    pub checks: String,
    /// Parts that are not given.
    pub missing: Vec<String>,
}

/// Rules that matter whatever a design is for: a verdict without them says nothing of whether it can be built.
const CORE: &[RuleId] = &[
    RuleId::GpuKnown,
    RuleId::GpuArithmetic,
    RuleId::NodePowerTotal,
    RuleId::RackPowerBudget,
    RuleId::RackNodes,
    RuleId::SwitchSum,
    RuleId::LeafPorts,
    RuleId::BomServers,
    RuleId::BomSwitches,
];

/// Rules that matter and could not be judged, in the order of the report.
#[must_use]
pub fn core_not_judged(rows: &[RuleVerdict]) -> Vec<RuleId> {
    let open = rows.iter().filter(|row| row.verdict == "not_judged" && CORE.contains(&row.rule));
    open.map(|row| row.rule).collect()
}

/// Numbers of an answer's summary that stand nowhere else in the answer: a summary that was edited says what the design
/// does not.
#[must_use]
pub fn summary_numbers(answer: &AnswerDocument) -> Vec<Finding> {
    let mut others = answer.clone();
    let summary = std::mem::take(&mut others.summary);
    let text = serde_json::to_string(&others).unwrap_or_default();
    let known: BTreeSet<String> = numbers_in(&text).into_iter().collect();
    let strange = numbers_in(&summary).into_iter().filter(|number| !known.contains(number));
    strange
        .map(|number| Finding {
            rule: RuleId::SummaryNumbers,
            severity: Severity::Error,
            message: format!("the summary says {number}, which stands nowhere else in the answer"),
            actual: None,
            limit: None,
            at: Some("/summary".into()),
            repair: Some("make the answer anew, or correct the summary".into()),
        })
        .collect()
}

/// The numbers of a text, without separators of thousands and without trailing zeros.
fn numbers_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    let letters: Vec<char> = text.chars().chain([' ']).collect();
    for (at, letter) in letters.iter().enumerate() {
        let next_is_digit = letters.get(at + 1).is_some_and(char::is_ascii_digit);
        match letter {
            digit if digit.is_ascii_digit() => number.push(*digit),
            '.' if next_is_digit && !number.is_empty() && !number.contains('.') => number.push('.'),
            ',' if !number.is_empty() && groups_of_three(&letters[at + 1..]) => {}
            _ if number.is_empty() => {}
            _ => {
                let value = std::mem::take(&mut number);
                found.push(value.parse::<f64>().map_or(value, |value| value.to_string()));
            }
        }
    }
    found
}

/// Whether exactly three digits stand at the beginning.
fn groups_of_three(letters: &[char]) -> bool {
    letters.iter().take_while(|letter| letter.is_ascii_digit()).count() == 3
}

/// The verdicts of all rules, and what they found, gravest first.
#[must_use]
pub fn verdicts(
    design: &Design,
    requirement: &Requirement,
    catalog: &Catalog,
) -> (Vec<RuleVerdict>, Vec<Finding>) {
    let document = serde_json::to_value(design).unwrap_or_default();
    let mut drafts: Vec<FindingDraft> = Vec::new();
    let mut rows = Vec::new();
    let parts: Vec<serde_json::Value> = design
        .parts
        .iter()
        .flat_map(|parts| &parts.list)
        .map(|part| serde_json::to_value(&part.design).unwrap_or_default())
        .collect();
    let lacks = |document: &serde_json::Value, part: &str| {
        document.pointer(part).is_none_or(serde_json::Value::is_null)
    };
    for (rule, found) in RULES.iter().zip(by_rule(design, requirement, catalog)) {
        let missing: Vec<String> = rule
            .needs
            .iter()
            .filter(|part| lacks(&document, part))
            .filter(|part| parts.is_empty() || parts.iter().any(|one| lacks(one, part)))
            .map(|part| (*part).to_string())
            .collect();
        let verdict = match found.iter().map(|finding| finding.severity).min() {
            Some(Severity::Error) => "fail",
            Some(Severity::Warning) => "warn",
            Some(Severity::Info) => "pass",
            None if missing.is_empty() => "pass",
            None => "not_judged",
        };
        rows.push(RuleVerdict {
            rule: rule.name,
            group: rule.group.word().into(),
            verdict: verdict.into(),
            checks: rule.checks.into(),
            missing,
        });
        drafts.extend(found);
    }
    drafts.sort_by_key(|draft| draft.severity);
    (rows, drafts.into_iter().map(plain).collect())
}

fn plain(draft: FindingDraft) -> Finding {
    let bound = |traced: Option<Traced>| {
        traced.map(|traced| Figure { value: traced.value, unit: traced.unit.to_string() })
    };
    Finding {
        actual: bound(draft.actual),
        limit: bound(draft.limit),
        rule: draft.rule,
        severity: draft.severity,
        message: draft.message,
        at: draft.at,
        repair: draft.repair,
    }
}

#[cfg(test)]
mod tests {
    use super::numbers_in;

    #[test]
    fn numbers_are_found_whatever_their_form() {
        assert_eq!(
            numbers_in("1,024 GPUs in 2-8-9-400 at 10.50 kW, 12."),
            ["1024", "2", "8", "9", "400", "10.5", "12"]
        );
        assert_eq!(numbers_in(r#"{"a":163.2,"b":[1,2000]}"#), ["163.2", "1", "2000"]);
    }
}
