//! What a client is shown of a large result: an answer as its verdict and single figures, any other as its address.
//! The whole stays readable as a resource, part by part.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{arguments::ANSWER, manifest};
use crate::{
    check::AnswerDocument,
    design::{Alternative, Assumption, Coverage, CoverageStatus, Finding, OpenQuestion, Outcome, Unread},
};

/// Bytes of a result that are shown at once.
const SHOWN_BYTES: usize = 32 * 1024;

/// An answer as clients of the protocol get it: what decides, and where the rest is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShortAnswer {
    /// Form of this document: `gcg/answer-short/1`.
    pub schema: String,
    /// Address of the whole answer; a JSON pointer behind it reads one part, such as `gcg://answer/1/design/bom`.
    pub answer: String,
    /// What kind of answer it is.
    pub outcome: Outcome,
    /// What was asked, answered.
    pub reply: String,
    /// What it comes to, in prose.
    pub summary: String,
    /// Numbers and product-like words of the text that nothing explains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// What was assumed where nothing was stated.
    pub assumptions: Vec<Assumption>,
    /// Questions, the one with the greatest effect first.
    pub open_questions: Vec<OpenQuestion>,
    /// How many statements are met.
    pub met_count: usize,
    /// The statements that are not simply met, each with what was found.
    pub coverage: Vec<Coverage>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// Other ways, or the nearest that can be built.
    pub alternatives: Vec<Alternative>,
    /// The single figures of the design under the keys of the answer; its lists are in the answer. Left out where no
    /// design may be made yet.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub design: Map<String, Value>,
}

/// A result that is too large to be shown.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Form of this document: `gcg/kept/1`.
    pub schema: String,
    /// The tool that made it.
    pub tool: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its address; a JSON pointer behind it reads one part.
    pub result: String,
    /// The keys it has.
    pub keys: Vec<String>,
}

/// The result as it is shown; `length` is that of the whole in bytes.
pub fn shown(tool: &'static str, value: Value, length: usize, number: u64) -> Value {
    if tool == "plan"
        && let Ok(answer) = serde_json::from_value::<AnswerDocument>(value.clone())
    {
        return serde_json::to_value(of_answer(answer, number)).unwrap_or(value);
    }
    if length <= SHOWN_BYTES || tool == super::draft::NAME {
        return value;
    }
    let keys = value.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
    let kept = Kept {
        schema: "gcg/kept/1".into(),
        tool: tool.into(),
        bytes: length,
        result: manifest::result_uri(number),
        keys,
    };
    serde_json::to_value(kept).unwrap_or(value)
}

fn of_answer(answer: AnswerDocument, number: u64) -> ShortAnswer {
    let design = answer.design.and_then(|design| serde_json::to_value(design).ok());
    let design = match design.map(single_figures) {
        Some(Value::Object(figures)) => figures,
        _ => Map::new(),
    };
    let (met, coverage): (Vec<_>, Vec<_>) =
        answer.coverage.into_iter().partition(|row| row.status == CoverageStatus::Met);
    ShortAnswer {
        schema: "gcg/answer-short/1".into(),
        answer: format!("{ANSWER}{number}"),
        outcome: answer.outcome,
        reply: answer.reply,
        summary: answer.summary,
        unread: answer.unread,
        assumptions: answer.assumptions,
        open_questions: answer.open_questions,
        met_count: met.len(),
        coverage,
        findings: answer.findings,
        alternatives: answer.alternatives,
        design,
    }
}

/// A document without its lists of objects, and without what is empty: the figures that stand alone.
fn single_figures(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter_map(|(key, child)| match child {
                Value::Null => None,
                Value::Array(items) if items.is_empty() || items.iter().any(|item| item.is_object()) => None,
                child => match single_figures(child) {
                    Value::Object(below) if below.is_empty() => None,
                    child => Some((key, child)),
                },
            });
            Value::Object(kept.collect())
        }
        other => other,
    }
}

/// The part of a kept document behind a JSON pointer; the whole for an empty one.
///
/// # Errors
/// A sentence that says what is not there and which keys are.
pub fn part(text: &str, pointer: &str) -> Result<String, String> {
    if pointer.is_empty() {
        return Ok(text.to_string());
    }
    let whole: Value =
        serde_json::from_str(text).map_err(|error| format!("the kept result is no JSON: {error}"))?;
    whole.pointer(pointer).map(Value::to_string).ok_or_else(|| {
        let mut at = pointer;
        let found = loop {
            at = at.rsplit_once('/').map_or("", |(parent, _)| parent);
            if let Some(found) = whole.pointer(at) {
                break found;
            }
        };
        let known = match found {
            Value::Object(map) => map.keys().cloned().collect::<Vec<_>>().join(", "),
            Value::Array(items) => format!("places 0 to {}", items.len().saturating_sub(1)),
            _ => "no keys".into(),
        };
        format!("there is nothing at `{pointer}`; `{at}` has: {known}")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_of_objects_go_and_plain_lists_stay() {
        let value =
            json!({ "a": 1, "b": [{ "c": 1 }], "d": ["x"], "e": null, "f": { "g": [] }, "h": { "i": 2.5 } });
        assert_eq!(single_figures(value), json!({ "a": 1, "d": ["x"], "h": { "i": 2.5 } }));
    }

    #[test]
    fn a_part_is_read_by_its_pointer_and_a_wrong_one_names_what_there_is() {
        let text = r#"{"a":{"b":[1,2]}}"#;
        assert_eq!(part(text, "").unwrap(), text);
        assert_eq!(part(text, "/a/b/1").unwrap(), "2");
        assert!(part(text, "/a/x").unwrap_err().contains("`/a` has: b"));
        assert!(part(text, "/a/b/7").unwrap_err().contains("places 0 to 1"));
    }

    #[test]
    fn a_large_result_is_named_and_a_small_one_shown() {
        let value = json!({ "rows": ["x".repeat(SHOWN_BYTES)] });
        let kept = shown("part_list", value.clone(), SHOWN_BYTES + 9, 3);
        assert_eq!(
            (kept["result"].as_str(), kept["keys"][0].as_str()),
            (Some("gcg://result/3"), Some("rows"))
        );
        assert_eq!(shown("part_list", value.clone(), 10, 3), value);
    }
}
