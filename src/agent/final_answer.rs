//! The model's final answer: the arguments of the tool `final_answer`, and what makes them acceptable. The design is
//! not in it; the model writes prose with references, and says how each stated requirement fared.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    error::Code,
    ledger::Ledger,
    message::ToolSpec,
    prose::{self, Fault},
};
use crate::{
    design::{CoverageStatus, FIELDS},
    tools,
};

/// Name of the tool.
pub const NAME: &str = "final_answer";
/// More questions than this are not asked.
pub const QUESTIONS_MAX: usize = 5;

/// What kind of answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The request is answered from results.
    Answer,
    /// The results say that it cannot be built.
    Infeasible,
    /// The results answer a part of the request, and say why not the rest.
    Partial,
    /// Something must be asked first.
    Clarify,
    /// The request is not about GPU clusters.
    OutOfScope,
}

/// How the model says a stated requirement fared. The engine's own judgement stands above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Field of the requirement.
    pub field: String,
    /// How it fared.
    pub status: CoverageStatus,
}

/// A question of the model to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Field of the requirement it would fill.
    pub field: String,
    /// The question.
    pub question: String,
    /// What its answer changes.
    pub effect: String,
}

/// The arguments of the tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinalAnswer {
    /// What kind of answer it is.
    pub kind: Kind,
    /// What it comes to, in prose.
    pub summary: String,
    /// Why, in prose; may be empty.
    pub rationale: String,
    /// Every stated requirement.
    pub coverage: Vec<Claim>,
    /// What the answer takes for granted, in prose.
    pub assumptions: Vec<String>,
    /// Questions, the one with the greatest effect first.
    pub open_questions: Vec<Question>,
    /// What could go wrong, in prose.
    pub risks: Vec<String>,
    /// Whether its prose takes over a sentence of a result: what it rests on when it says that something does not work.
    #[serde(skip_deserializing, default)]
    pub cites: bool,
}

/// The tool as it is offered: before any result only a question back or a refusal, afterwards every kind.
#[must_use]
pub fn spec(stated: &[String], with_results: bool) -> ToolSpec {
    let description = if with_results {
        "Gives the final answer. Call it as soon as the results answer the request, and call nothing beside it. Write no \
         digits: where a number belongs, copy its reference, such as {{v:v12}}, from a result; {{t:t1}} takes over a \
         whole sentence."
    } else {
        "Ends the conversation without a result: asks the customer back (clarify), or says the request is not about GPU \
         clusters (out_of_scope). To answer the request, call another tool first."
    };
    ToolSpec { name: NAME.into(), description: description.into(), parameters: schema(stated, with_results) }
}

/// The schema of the arguments, in the strict subset.
#[must_use]
pub fn schema(stated: &[String], with_results: bool) -> Value {
    let kinds = if with_results {
        json!(["answer", "partial", "infeasible", "clarify", "out_of_scope"])
    } else {
        json!(["clarify", "out_of_scope"])
    };
    let field = if stated.is_empty() {
        json!({ "type": "string" })
    } else {
        json!({ "type": "string", "enum": stated })
    };
    let object = |properties: Value| {
        let required: Vec<String> =
            properties.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    object(json!({
        "kind": { "type": "string", "enum": kinds, "description": "answer when the results answer the request; partial or infeasible when a sentence of a result that you take over says so" },
        "summary": { "type": "string", "minLength": 1, "maxLength": 4000, "description": "The answer in two or three sentences, numbers only as references" },
        "rationale": { "type": "string", "maxLength": 8000, "description": "Why; may be empty" },
        "coverage": {
            "type": "array", "maxItems": 120, "description": "One row for each stated requirement",
            "items": object(json!({
                "field": field,
                "status": { "type": "string", "enum": ["met", "met_if", "partly", "not_met", "not_judged"] },
            })),
        },
        "assumptions": { "type": "array", "maxItems": 20, "items": { "type": "string", "maxLength": 1000 } },
        "open_questions": {
            "type": "array", "maxItems": QUESTIONS_MAX, "description": "Questions to the customer, most important first",
            "items": object(json!({
                "field": { "type": "string", "maxLength": 60 },
                "question": { "type": "string", "minLength": 1, "maxLength": 1000 },
                "effect": { "type": "string", "maxLength": 1000 },
            })),
        },
        "risks": { "type": "array", "maxItems": 20, "items": { "type": "string", "maxLength": 1000 } },
    }))
}

/// An answer with every key in its place, for a model that does not find the form by itself.
#[must_use]
pub fn example(stated: &[String]) -> Value {
    let coverage: Vec<Value> =
        stated.iter().map(|field| json!({ "field": field, "status": "met" })).collect();
    json!({
        "kind": "answer", "summary": "your sentences, with references such as {{v:v1}} in place of numbers",
        "rationale": "", "coverage": coverage, "assumptions": [], "open_questions": [], "risks": [],
    })
}

/// What an answer is held against.
pub struct Ground<'a> {
    /// Values and sentences of this question.
    pub ledger: &'a Ledger,
    /// Fields the customer stated.
    pub stated: &'a [String],
    /// The customer's text.
    pub customer: &'a str,
    /// Language of the request.
    pub language: &'a str,
}

/// An answer whose form is right, with the prose that is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The answer with its values printed; refused prose is empty.
    pub answer: FinalAnswer,
    /// What of the prose was refused: place and faults.
    pub refused: Vec<(String, Vec<Fault>)>,
}

/// Why an answer goes back: code and every fault, as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    /// Code, should it be the last try.
    pub code: Code,
    /// Faults.
    pub errors: Vec<Value>,
}

/// Reads and checks the arguments of `final_answer`.
///
/// # Errors
/// When the form is wrong. Refused prose is no error here; it is told in the result.
pub fn check(text: &str, ground: &Ground<'_>) -> Result<Checked, Rejection> {
    let with_results = !ground.ledger.is_without_results();
    // Which kinds are allowed is said below, with a better reason than an enum gives.
    let schema = schema(ground.stated, true);
    let arguments = tools::read_arguments_against(NAME, &schema, text)
        .map_err(|error| Rejection { code: Code::AnswerSchema, errors: list(error.details) })?;
    let validator = jsonschema::validator_for(&schema)
        .map_err(|error| Rejection { code: Code::Internal, errors: vec![json!(error.to_string())] })?;
    let errors = tools::violations(&validator, &schema, &arguments.value);
    if !errors.is_empty() {
        return Err(Rejection { code: Code::AnswerSchema, errors });
    }
    let cites = text.contains("{{t:");
    let mut answer: FinalAnswer = serde_json::from_value(arguments.value).map_err(|error| Rejection {
        code: Code::AnswerSchema,
        errors: vec![json!({ "at": "", "rule": "type", "message": error.to_string() })],
    })?;
    answer.cites = cites;
    if !with_results && matches!(answer.kind, Kind::Answer | Kind::Partial | Kind::Infeasible) {
        let message =
            "no tool has given a result yet; call one first, or answer with kind clarify or out_of_scope";
        let error = json!({ "at": "/kind", "rule": "no_result", "message": message });
        return Err(Rejection { code: Code::AnswerUngrounded, errors: vec![error] });
    }
    if !with_results && let Some(name) = product_like(&answer.summary) {
        let message =
            format!("`{name}` is spoken of and no tool has given a result; call the tool that knows it");
        let error = json!({ "at": "/summary", "rule": "no_result", "message": message });
        return Err(Rejection { code: Code::AnswerUngrounded, errors: vec![error] });
    }
    let mut errors = Vec::new();
    for field in ground.stated {
        let rows = answer.coverage.iter().filter(|row| row.field == *field).count();
        let owes = matches!(answer.kind, Kind::Answer | Kind::Partial | Kind::Infeasible);
        if rows > 1 || (rows == 0 && owes) {
            let what = if rows == 0 { "is not covered" } else { "is covered twice" };
            let message = format!("the stated requirement `{field}` {what}; give one row");
            errors.push(json!({ "at": "/coverage", "rule": "coverage", "got": field, "message": message }));
        }
    }
    for (index, question) in answer.open_questions.iter().enumerate() {
        if !question.field.is_empty() && !FIELDS.iter().any(|(name, _)| *name == question.field) {
            let message = format!("`{}` is no field of a requirement; leave it empty", question.field);
            errors.push(json!({ "at": format!("/open_questions/{index}/field"), "rule": "field", "message": message }));
        }
    }
    // A greeting is answered by words alone; the engine has questions of its own for a need that leaves too much open.
    if answer.kind == Kind::Clarify && answer.open_questions.is_empty() && answer.summary.trim().is_empty() {
        errors.push(
            json!({ "at": "/open_questions", "rule": "clarify", "message": "clarify needs a question" }),
        );
    }
    if !errors.is_empty() {
        return Err(Rejection { code: Code::AnswerSchema, errors });
    }
    Ok(print(answer, ground))
}

/// A word of letters and digits, as products and patterns are named: what is said of it in a sentence would be from memory.
fn product_like(text: &str) -> Option<&str> {
    if text.trim_end().ends_with('?') {
        return None;
    }
    text.split(|c: char| !(c.is_alphanumeric() || c == '-')).find(|word| {
        word.starts_with(char::is_alphabetic)
            && word.chars().any(|c| c.is_ascii_digit())
            && word.chars().any(|c| c.is_ascii_uppercase())
    })
}

fn list(details: Value) -> Vec<Value> {
    if let Value::Array(list) = details { list } else { vec![details] }
}

/// Prints the values of all prose; what is refused becomes empty and is told.
fn print(answer: FinalAnswer, ground: &Ground<'_>) -> Checked {
    let mut refused = Vec::new();
    let mut show = |at: String, text: String| {
        prose::render(&text, ground.ledger, ground.customer, ground.language).unwrap_or_else(|faults| {
            refused.push((at, faults));
            String::new()
        })
    };
    let several = |name: &str, list: Vec<String>, show: &mut dyn FnMut(String, String) -> String| {
        let shown = list.into_iter().enumerate().map(|(index, text)| show(format!("/{name}/{index}"), text));
        shown.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let summary = show("/summary".into(), answer.summary);
    let rationale = show("/rationale".into(), answer.rationale);
    let assumptions = several("assumptions", answer.assumptions, &mut show);
    let risks = several("risks", answer.risks, &mut show);
    let open_questions = answer
        .open_questions
        .into_iter()
        .enumerate()
        .map(|(index, question)| Question {
            question: show(format!("/open_questions/{index}/question"), question.question),
            effect: show(format!("/open_questions/{index}/effect"), question.effect),
            field: question.field,
        })
        .filter(|question| !question.question.is_empty())
        .collect();
    let answer = FinalAnswer { summary, rationale, assumptions, risks, open_questions, ..answer };
    Checked { answer, refused }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.add("c1", &json!({}), &json!({ "nodes": 16 }));
        ledger
    }

    fn written(change: impl Fn(&mut Value)) -> String {
        let mut value = json!({
            "kind": "answer", "summary": "It takes {{v:v1}}.", "rationale": "", "assumptions": [], "risks": [],
            "coverage": [{ "field": "gpu_count", "status": "met" }], "open_questions": [],
        });
        change(&mut value);
        value.to_string()
    }

    fn checked(ledger: &Ledger, change: impl Fn(&mut Value)) -> Result<Checked, Rejection> {
        let stated = ["gpu_count".to_string()];
        check(&written(change), &Ground { ledger, stated: &stated, customer: "", language: "en" })
    }

    #[test]
    fn a_good_answer_is_printed() {
        let checked = checked(&ledger(), |_| {}).unwrap();
        assert_eq!((checked.answer.summary.as_str(), checked.refused.len()), ("It takes 16 nodes.", 0));
    }

    #[test]
    fn m02_a_wrong_form_is_told_at_once() {
        let wrong = checked(&ledger(), |value| {
            value["kind"] = "sure".into();
            value["extra"] = 1.into();
            value.as_object_mut().unwrap().remove("risks");
        });
        let errors = wrong.unwrap_err().errors;
        assert_eq!(errors.len(), 3, "{errors:?}");
        let uncovered = checked(&ledger(), |value| value["coverage"] = json!([])).unwrap_err();
        assert!(uncovered.errors[0]["message"].as_str().unwrap().contains("gpu_count"));
        let invented = checked(&ledger(), |value| value["coverage"][0]["field"] = "gpus".into());
        assert_eq!(invented.unwrap_err().code, Code::AnswerSchema);
    }

    #[test]
    fn m06_no_answer_without_a_result() {
        let empty = Ledger::default();
        let early = checked(&empty, |value| value["summary"] = "Fine.".into());
        assert_eq!(early.unwrap_err().code, Code::AnswerUngrounded);
        let asks = |value: &mut Value| {
            value["kind"] = "clarify".into();
            value["summary"] = "One thing first.".into();
            value["open_questions"] =
                json!([{ "field": "gpu_count", "question": "How many?", "effect": "" }]);
        };
        assert_eq!(checked(&empty, asks).unwrap().answer.kind, Kind::Clarify);
    }

    #[test]
    fn m10_nothing_is_said_of_a_product_from_memory() {
        let empty = Ledger::default();
        let says = |text: &'static str| {
            move |value: &mut Value| {
                value["kind"] = "clarify".into();
                value["summary"] = text.into();
            }
        };
        let said = checked(&empty, says("The L40S has no NVLink.")).unwrap_err();
        assert_eq!(said.code, Code::AnswerUngrounded);
        assert!(checked(&empty, says("Hello, what shall the cluster do?")).is_ok());
        assert!(checked(&empty, says("Do you mean the H100 with SXM or PCIe?")).is_ok());
    }

    #[test]
    fn refused_prose_is_empty_and_told() {
        let checked = checked(&ledger(), |value| value["summary"] = "It takes 17 nodes.".into()).unwrap();
        assert_eq!(checked.answer.summary, "");
        assert_eq!(checked.refused[0].0, "/summary");
    }

    #[test]
    fn the_offered_schemas_stay_in_the_strict_subset() {
        for schema in [schema(&["gpu_count".into()], true), schema(&[], false)] {
            fn walk(schema: &Value) {
                if schema["type"] == "object" {
                    assert_eq!(schema["additionalProperties"], false);
                    assert_eq!(
                        schema["required"].as_array().unwrap().len(),
                        schema["properties"].as_object().unwrap().len()
                    );
                }
                match schema {
                    Value::Object(map) => map.values().for_each(walk),
                    Value::Array(items) => items.iter().for_each(walk),
                    _ => {}
                }
            }
            walk(&schema);
        }
    }
}
