//! What changed between two answers, down to the lines of the bill of materials, and why: the stated values and
//! facts at the root of a changed number that changed with it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    check::AnswerDocument,
    trace::{Origin, Trace, Traced},
};

/// The difference of two answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diff {
    /// Form of this document: `gcg/diff/1`.
    pub schema: String,
    /// Whether nothing of the requirement, the outcome and the design differs.
    pub same: bool,
    /// Stated values that differ.
    pub requirement: Vec<Change>,
    /// Values of the design that differ, the bill of materials and cost lines left out.
    pub design: Vec<Change>,
    /// Lines of the bill of materials that differ, by id.
    pub bom: Vec<Change>,
    /// Priced lines that differ, by id.
    pub cost: Vec<Change>,
    /// Rules that found something in one answer only.
    pub findings: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// JSON pointer, field or line id.
    pub at: String,
    /// Value before; null when it was not there.
    pub before: Value,
    /// Value after; null when it is gone.
    pub after: Value,
    /// Stated values and facts behind it that changed.
    pub because: Vec<String>,
}

/// Compares two answers; with their traces, each change names its causes.
#[must_use]
pub fn compare(before: &AnswerDocument, after: &AnswerDocument, traces: Option<(&Trace, &Trace)>) -> Diff {
    let stated = |answer: &AnswerDocument| -> BTreeMap<String, Value> {
        answer.requirement.stated().into_iter().map(|(field, value, _)| (field, value)).collect()
    };
    let requirement = changes(&stated(before), &stated(after), |_| Vec::new());
    let because = |at: &str| traces.map_or_else(Vec::new, |(a, b)| causes(a.get(at), b.get(at)));
    let (old, new) = (leaves(before), leaves(after));
    let mut design = changes(&old.design, &new.design, because);
    if before.outcome != after.outcome {
        let word = |answer: &AnswerDocument| Value::from(answer.outcome.word());
        let change =
            Change { at: "/outcome".into(), before: word(before), after: word(after), because: Vec::new() };
        design.insert(0, change);
    }
    let bom = changes(&old.bom, &new.bom, |id| {
        traces.map_or_else(Vec::new, |(a, b)| {
            causes(old.bom_at.get(id).and_then(|at| a.get(at)), new.bom_at.get(id).and_then(|at| b.get(at)))
        })
    });
    let cost = changes(&old.cost, &new.cost, |id| {
        traces.map_or_else(Vec::new, |(a, b)| {
            causes(old.cost_at.get(id).and_then(|at| a.get(at)), new.cost_at.get(id).and_then(|at| b.get(at)))
        })
    });
    let rules = |answer: &AnswerDocument| -> BTreeMap<String, Value> {
        answer
            .findings
            .iter()
            .map(|finding| (finding.rule.name().to_string(), Value::from(finding.message.clone())))
            .collect()
    };
    let findings = changes(&rules(before), &rules(after), |_| Vec::new());
    let same = [&requirement, &design, &bom, &cost, &findings].iter().all(|list| list.is_empty());
    Diff { schema: "gcg/diff/1".into(), same, requirement, design, bom, cost, findings }
}

/// Plain values of an answer's design by pointer, and the lines of its lists by id.
#[derive(Default)]
struct Leaves {
    design: BTreeMap<String, Value>,
    bom: BTreeMap<String, Value>,
    bom_at: BTreeMap<String, String>,
    cost: BTreeMap<String, Value>,
    cost_at: BTreeMap<String, String>,
}

fn leaves(answer: &AnswerDocument) -> Leaves {
    let mut found = Leaves::default();
    let Some(design) = &answer.design else { return found };
    let mut plain = BTreeMap::new();
    let document = serde_json::to_value(design).unwrap_or_default();
    walk(&document, "/design".into(), &mut plain);
    found.design = plain
        .into_iter()
        .filter(|(at, _)| !at.starts_with("/design/bom/") && !at.starts_with("/design/cost/lines/"))
        .collect();
    for (index, line) in design.bom.iter().flat_map(|bom| bom.lines.iter()).enumerate() {
        found.bom.insert(line.id.clone(), line.quantity.into());
        found.bom_at.insert(line.id.clone(), format!("/design/bom/lines/{index}/quantity"));
    }
    for (index, line) in design.cost.iter().flat_map(|cost| cost.lines.iter()).enumerate() {
        found.cost.insert(line.line.clone(), serde_json::json!([line.low, line.high]));
        found.cost_at.insert(line.line.clone(), format!("/design/cost/lines/{index}/high"));
    }
    found
}

fn walk(value: &Value, at: String, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| walk(item, format!("{at}/{index}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, item)| walk(item, format!("{at}/{key}"), found));
        }
        Value::Null => {}
        plain => {
            found.insert(at, plain.clone());
        }
    }
}

fn changes(
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
    because: impl Fn(&str) -> Vec<String>,
) -> Vec<Change> {
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let (old, new) = (before.get(key), after.get(key));
            (old != new).then(|| Change {
                at: key.clone(),
                before: old.cloned().unwrap_or_default(),
                after: new.cloned().unwrap_or_default(),
                because: because(key),
            })
        })
        .collect()
}

/// Roots of a number that differ between two origins: stated fields, facts and assumptions.
fn causes(before: Option<&Traced>, after: Option<&Traced>) -> Vec<String> {
    let roots = |traced: Option<&Traced>| {
        let mut found = BTreeMap::new();
        if let Some(traced) = traced {
            roots(traced, &mut found, 0);
        }
        found
    };
    let (old, new) = (roots(before), roots(after));
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    let shown = |value: Option<&String>| value.map_or("not there", String::as_str).to_string();
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| format!("{name}: {} -> {}", shown(old.get(name)), shown(new.get(name))))
        .collect()
}

fn roots(traced: &Traced, found: &mut BTreeMap<String, String>, depth: usize) {
    if depth > 64 {
        return;
    }
    let name = match &*traced.origin {
        Origin::Stated { field, .. } => format!("stated {field}"),
        Origin::Catalog { entry, field, .. } => format!("{field} of {entry}"),
        Origin::Assumed { field, .. } => format!("assumed {field}"),
        Origin::Derived { inputs, .. } | Origin::Estimated { inputs, .. } => {
            inputs.iter().for_each(|(_, input)| roots(input, found, depth + 1));
            return;
        }
        Origin::Constant { what, .. } => what.clone(),
        Origin::Pointer(_) | Origin::Measured { .. } => return,
    };
    found.insert(name, traced.words());
}
