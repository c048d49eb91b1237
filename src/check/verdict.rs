//! The verdict of every rule on a design, whoever made it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::RULES;
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
    for rule in RULES {
        let missing: Vec<String> = rule
            .needs
            .iter()
            .filter(|part| document.pointer(part).is_none_or(serde_json::Value::is_null))
            .map(|part| (*part).to_string())
            .collect();
        let found = (rule.judge)(design, requirement, catalog);
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
