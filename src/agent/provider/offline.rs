//! The built-in planner: no language model. It sees the session's reading, makes the tool calls a model would make
//! for it, and writes its answer with the same references, checked by the same rules.

use futures::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::{Choice, Provider};
use crate::{
    agent::{
        error::AgentError,
        event::EventSink,
        figures, final_answer,
        message::{ChatRequest, Message, Turn},
        session::only_names,
    },
    design::{Intent, Reading},
};

/// Look-ups of one question at most.
const LOOKUPS_MAX: usize = 5;

/// Its row in the list of providers.
pub const CHOICE: Choice = Choice {
    name: "offline",
    about: "built-in planner",
    needs_service: false,
    takes_file: false,
    build: |_| Ok(Box::new(Offline)),
};

/// The built-in planner.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offline;

impl Provider for Offline {
    fn name(&self) -> &'static str {
        "offline"
    }

    fn model(&self) -> Option<String> {
        None
    }

    fn chat<'a>(
        &'a mut self,
        request: &'a ChatRequest,
        _: u64,
        _: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        let turn = next(request);
        async move { Ok(turn) }.boxed()
    }
}

/// The next turn: the calls the reading asks for, then the answer.
fn next(request: &ChatRequest) -> Turn {
    let results = results(&request.messages);
    let question = question(&request.messages);
    let offered = |name: &str| request.tools.iter().any(|tool| tool.name == name);
    if results.is_empty() {
        let calls: Vec<(&str, Value)> =
            calls(&request.reading, &question).into_iter().filter(|(name, _)| offered(name)).collect();
        if !calls.is_empty() {
            return Turn::calls(&calls);
        }
    }
    Turn::calls(&[(final_answer::NAME, answer(&request.reading, &results, &question))])
}

/// The customer's words, in lower case.
fn question(messages: &[Message]) -> String {
    let text = messages.iter().find_map(|message| match message {
        Message::User { content } => content.split(" ===\n").nth(1),
        _ => None,
    });
    text.and_then(|text| text.split("\n===").next()).unwrap_or_default().trim().to_lowercase()
}

/// Whether words are a question.
fn asks(text: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "how ", "what", "which", "who ", "tell me", "give me", "list ", "show ", "explain", "is ", "are ",
        "does ",
    ];
    text.ends_with(['?', '？']) || OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// The tool calls a reading asks for. A question that names products or patterns and states nothing else is a
/// look-up.
fn calls(reading: &Reading, question: &str) -> Vec<(&'static str, Value)> {
    let asks = asks(question) && only_names(reading) && !reading.requirement.is_empty();
    let wants = |intent: Intent| match intent {
        Intent::Design | Intent::FitCheck if asks => false,
        Intent::Lookup if asks => true,
        _ => reading.intents.contains(&intent),
    };
    let requirement = &reading.requirement;
    let patterns = requirement.patterns.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let models = |field: &Option<crate::design::Stated<Vec<String>>>| {
        field.as_ref().map(|stated| stated.value.clone()).unwrap_or_default()
    };
    let mut gpus = models(&requirement.gpu_models);
    gpus.extend(models(&requirement.gpu_models_unknown));
    let plan = ("plan", json!({ "changes": [] }));
    let wants_plan = wants(Intent::Design) || wants(Intent::FitCheck);
    if wants(Intent::ValidateDesign) && !patterns.is_empty() {
        let checks = patterns.iter().take(LOOKUPS_MAX).map(|pattern| {
            let arguments = json!({
                "pattern": pattern,
                "nodes": requirement.node_count.as_ref().map(|stated| stated.value),
                "gpu": gpus.first(),
                "gpus_per_node": requirement.gpus_per_node.as_ref().map(|stated| stated.value),
                "nics_per_node": null,
                "gbps_per_gpu": null,
            });
            ("ra_check", arguments)
        });
        return checks.chain([plan]).collect();
    }
    if wants_plan {
        return vec![plan];
    }
    if wants(Intent::ExplainPattern) && !patterns.is_empty() {
        return patterns.iter().take(LOOKUPS_MAX).map(|id| ("ra_show", json!({ "pattern": id }))).collect();
    }
    if wants(Intent::Lookup) && !(gpus.is_empty() && patterns.is_empty()) {
        let gpus = gpus.iter().take(LOOKUPS_MAX).map(|gpu| ("gpu_spec", json!({ "gpu": gpu })));
        let patterns = patterns.iter().take(LOOKUPS_MAX).map(|id| ("ra_show", json!({ "pattern": id })));
        return gpus.chain(patterns).collect();
    }
    if wants(Intent::Lookup) && requirement.is_empty() {
        let patterns = ["pattern", "reference architecture"].iter().any(|word| question.contains(word));
        return vec![if patterns { ("ra_list", json!({})) } else { ("gpu_list", json!({})) }];
    }
    vec![plan]
}

/// Tools and results of the question, in order.
fn results(messages: &[Message]) -> Vec<(String, Value)> {
    messages
        .iter()
        .filter_map(|message| match message {
            Message::Tool { name, content, .. } if name != final_answer::NAME => {
                Some((name.clone(), serde_json::from_str(content).unwrap_or_default()))
            }
            _ => None,
        })
        .collect()
}

/// The final answer's arguments.
fn answer(reading: &Reading, results: &[(String, Value)], question: &str) -> Value {
    let plan = results
        .iter()
        .rev()
        .find(|(name, told)| name == "plan" && told["ok"] == true)
        .map(|(_, told)| &told["result"]);
    let mut sentences: Vec<String> = results
        .iter()
        .filter(|(name, _)| name != "plan")
        .flat_map(|(name, told)| tell(name, told, question))
        .collect();
    let mut kind = "answer";
    let mut questions = Vec::new();
    if let Some(plan) = plan {
        sentences.extend(sentence(&plan["summary"]));
        kind = match plan["outcome"].as_str() {
            Some("infeasible") => "infeasible",
            Some("ask_first") => "clarify",
            _ => "answer",
        };
        let asked = plan["open_questions"].as_array().map(Vec::as_slice).unwrap_or_default();
        questions = asked
            .iter()
            .take(final_answer::QUESTIONS_MAX)
            .filter_map(|row| {
                let question = sentence(&row["question"])?;
                Some(json!({ "field": row["field"].as_str().unwrap_or_default(), "question": question, "effect": "" }))
            })
            .collect();
        if kind == "clarify" && questions.is_empty() {
            kind = "answer";
        }
    } else if let Some((_, told)) = results.iter().find(|(name, told)| name == "plan" && told["ok"] == false)
    {
        sentences.extend(sentence(&told["message"]));
    }
    if results.is_empty() {
        kind = "clarify";
        questions = vec![
            json!({ "field": "", "question": "What shall the cluster do, and with which GPUs?", "effect": "" }),
        ];
    }
    if sentences.is_empty() {
        sentences.push("The results are listed in the answer.".into());
    }
    let coverage: Vec<Value> = reading
        .requirement
        .stated()
        .into_iter()
        .map(|(field, ..)| {
            let rows =
                plan.and_then(|plan| plan["coverage"].as_array()).map(Vec::as_slice).unwrap_or_default();
            let row = rows.iter().find(|row| row["field"] == field.as_str());
            let status = row.map_or("not_judged", |row| row["status"].as_str().unwrap_or("not_judged"));
            json!({ "field": field, "status": status })
        })
        .collect();
    json!({
        "kind": kind, "summary": sentences.join(" "), "rationale": "", "coverage": coverage, "assumptions": [],
        "open_questions": questions, "risks": [],
    })
}

/// The reference of an engine's sentence that stands at the end of its text.
fn sentence(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let at = text.rfind("{{t:")?;
    text.ends_with("}}").then(|| text[at..].to_string())
}

/// The reference of a value that stands at the end of its text.
fn value(value: &Value) -> Option<&str> {
    let text = value.as_str()?;
    let at = text.rfind("{{v:")?;
    text.ends_with("}}").then(|| &text[at..])
}

/// A result of a look-up or check in a few sentences.
fn tell(tool: &str, told: &Value, question: &str) -> Vec<String> {
    if told["ok"] == false {
        return sentence(&told["message"]).into_iter().collect();
    }
    let result = &told["result"];
    match tool {
        "gpu_spec" => vec![datasheet(result, question)],
        "gpu_list" => {
            vec![format!("The catalog holds these GPUs: {}.", names(&result["gpus"], "name").join("; "))]
        }
        "ra_list" => vec![format!(
            "The catalog holds these patterns: {}.",
            names(&result["patterns"], "id").join("; ")
        )],
        "ra_show" => {
            let texts = ["description", "reading"].iter().filter_map(|key| sentence(&result[*key]));
            let limits = result["node_limits"].as_array().map(Vec::as_slice).unwrap_or_default();
            let limits = limits.iter().filter_map(|limit| {
                Some(format!("Published range: {} to {}.", value(&limit["min"])?, value(&limit["max"])?))
            });
            texts.chain(limits).collect()
        }
        "ra_check" => {
            let pattern = result["pattern_id"].as_str().unwrap_or_default();
            let verdict = if result["legal"] == true { "keeps within" } else { "does not keep within" };
            let findings = result["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
            let mut sentences = vec![format!("The design {verdict} pattern {pattern}.")];
            sentences.extend(findings.iter().filter_map(|finding| sentence(&finding["message"])));
            sentences.extend(findings.iter().filter_map(|finding| sentence(&finding["repair"])));
            sentences
        }
        _ => Vec::new(),
    }
}

/// The names in a list of a result; a list that was cut ends in a row of words.
fn names<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let rows = list.as_array().into_iter().flatten();
    rows.filter_map(|row| row[key].as_str().or_else(|| row.is_string().then_some("and more"))).collect()
}

/// The figures of a part that a question asks for.
fn datasheet(result: &Value, question: &str) -> String {
    let name = result["name"].as_str().unwrap_or_default();
    let rows = result["facts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fields: Vec<&str> = rows.iter().filter_map(|row| row["field"].as_str()).collect();
    let asked = figures::asked(question, &fields);
    let figures: Vec<String> = rows
        .iter()
        .filter(|row| asked.contains(&row["field"].as_str().unwrap_or_default()))
        .map(|row| {
            let figure = figures::name(row["field"].as_str().unwrap_or_default());
            match value(&row["value"]) {
                Some(value) => format!("{figure} {value}"),
                None if row["state"] == "none" => format!("{figure}: the part has none"),
                None if row["value"].is_null() => format!("{figure}: no figure is published"),
                None => format!("{figure} {}", row["value"].as_str().unwrap_or_default()),
            }
        })
        .collect();
    if figures.is_empty() {
        format!("{name}: no figures are published.")
    } else {
        format!("{name}: {}.", figures.join("; "))
    }
}
