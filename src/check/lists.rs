//! The verdict on a list that is no design of ours: devices of a rack, links, counts of a fabric or of a cluster. Each rule
//! compares two values, shows both, and is not judged where one of them is missing.

mod fabric;
mod rack;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    catalog::Catalog,
    design::{Figure, Listed},
    units::plain,
};

/// How a list fares by one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListVerdict {
    /// Name of the rule.
    pub rule: String,
    /// `pass`, `fail` or `not_judged`.
    pub verdict: String,
    /// What was found, in a sentence; what is missing where it was not judged.
    pub message: String,
    /// The value found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<Figure>,
    /// The bound it is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Figure>,
    /// The smallest change that repairs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<String>,
}

/// A rule's word on a list; none where the list has nothing to do with the rule.
type ListRule = fn(&Listed, &Catalog) -> Vec<ListVerdict>;

/// Every rule of lists.
const LIST_RULES: &[ListRule] = &[
    rack::power,
    rack::height,
    rack::weight,
    rack::floor,
    rack::nodes_of_a_rack,
    rack::total_power,
    fabric::ratio,
    fabric::ports,
    fabric::media,
    fabric::cages,
    fabric::reach,
    fabric::storage_links,
    fabric::gpu_counts,
    fabric::pattern,
];

/// The verdicts of every rule the list has something to do with.
#[must_use]
pub fn judge_list(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    LIST_RULES.iter().flat_map(|rule| rule(listed, catalog)).collect()
}

/// A value with its unit against a bound with the same unit.
pub(super) fn against(
    rule: &str,
    holds: bool,
    actual: (f64, &str),
    limit: (f64, &str),
    message: String,
    repair: &str,
) -> ListVerdict {
    let figure =
        |(value, unit): (f64, &str)| Figure { value: crate::units::rounded(value, 6), unit: unit.into() };
    ListVerdict {
        rule: rule.into(),
        verdict: if holds { "pass" } else { "fail" }.into(),
        message,
        actual: Some(figure(actual)),
        limit: Some(figure(limit)),
        repair: (!holds).then(|| repair.to_string()),
    }
}

/// A verdict about words, without figures.
pub(super) fn said(rule: &str, holds: bool, message: String, repair: &str) -> ListVerdict {
    ListVerdict {
        rule: rule.into(),
        verdict: if holds { "pass" } else { "fail" }.into(),
        message,
        actual: None,
        limit: None,
        repair: (!holds).then(|| repair.to_string()),
    }
}

/// A rule that concerns the list and lacks a value.
pub(super) fn lacks(rule: &str, what: String) -> ListVerdict {
    ListVerdict {
        rule: rule.into(),
        verdict: "not_judged".into(),
        message: what,
        actual: None,
        limit: None,
        repair: None,
    }
}

/// A number with its unit.
pub(super) fn words(value: f64, unit: &str) -> String {
    format!("{} {unit}", plain(crate::units::rounded(value, 3)))
}

#[cfg(test)]
#[path = "lists/cases.rs"]
mod cases;
