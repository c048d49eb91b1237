//! An evaluation for people: the totals, and the cases that did not pass with the reasons.

use serde_json::{Value, json};

use super::report::Report;

/// Reasons of a case that are shown.
const LINES_SHOWN: usize = 4;

/// The document that is shown as text.
pub fn table(report: &Report) -> Value {
    let totals = serde_json::to_value(&report.totals).unwrap_or_default();
    let failed: Vec<Value> = report
        .cases
        .iter()
        .filter(|case| !case.passed)
        .map(|case| {
            json!({
                "case": case.id,
                "outcome": case.outcomes.join(", "),
                "why": case.lines.iter().take(LINES_SHOWN).cloned().collect::<Vec<_>>().join("; "),
            })
        })
        .collect();
    json!({
        "planner": report.planner,
        "model": report.model,
        "runs": report.runs,
        "totals": totals,
        "not_passed": failed,
        "comparison": report.comparison,
    })
}
