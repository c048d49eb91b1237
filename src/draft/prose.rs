//! Draft sections worded by a model: it refers to values by id, the program places them, checks every sentence, and
//! keeps its own text where the model's is refused.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::chapters::WORDED;
use crate::{
    agent::{
        AgentError, EventSink, Limits, Provider,
        ledger::Ledger,
        message::{ChatRequest, Choice, Finish, Message},
        prose,
    },
    check::AnswerDocument,
    design::{Finding, RuleId, Severity},
};

/// What every section's writer is told.
const RULES: &str = include_str!("../../prompts/draft/prose.md");
/// Values a section's writer is offered at most; a model with a small context must hold them.
const VALUES: usize = 60;
/// Attempts a section has: the text, and one correction.
const ATTEMPTS: usize = 2;
/// A section worded in more than this is no section of a proposal.
const LENGTH_MAX: usize = 4000;

/// A part of the proposal that a model may word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Id of the chapter; `summary` for the first page.
    pub id: &'static str,
    /// What its writer is told.
    pub text: &'static str,
}

/// Prose of a model, checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose {
    /// Paragraphs by chapter id.
    pub chapters: BTreeMap<String, Vec<String>>,
    /// Sections that kept the engine's text, and why.
    pub findings: Vec<Finding>,
    /// Model that worded them.
    pub model: String,
}

/// Has a model word the sections that are prose. A text that is refused twice is left out, with a finding; a service
/// that fails is an error, since the caller asked for its prose.
///
/// # Errors
/// What the service answers when it gives no turn.
pub async fn write(
    answer: &AnswerDocument,
    provider: &mut dyn Provider,
    limits: &Limits,
    events: &mut dyn EventSink,
) -> Result<Prose, AgentError> {
    let value = serde_json::to_value(answer).unwrap_or_default();
    let (ledger, customer) = ledger(&value);
    let mut written = Prose { model: provider.model().unwrap_or_default(), ..Prose::default() };
    for spec in &WORDED {
        let mut messages = vec![
            Message::System { content: format!("{RULES}\nThis part: {}.\n{}", spec.id, spec.text.trim()) },
            Message::User { content: material(&ledger, &value, &customer).to_string() },
        ];
        let mut refused = String::new();
        for _ in 0..ATTEMPTS {
            let request = ChatRequest {
                messages: messages.clone(),
                tools: Vec::new(),
                choice: Choice::Auto,
                max_tokens: limits.turn_tokens,
                shape: None,
                whole: false,
                reading: crate::design::Reading::default(),
            };
            let turn = provider.chat(&request, limits.time_ms, events).await?;
            if let Some(model) = &turn.model {
                written.model.clone_from(model);
            }
            let faults = match checked(
                &turn.text,
                &turn.finish,
                turn.markup.as_deref(),
                &ledger,
                &customer,
                &answer.language,
            ) {
                Ok(paragraphs) => {
                    written.chapters.insert(spec.id.to_string(), paragraphs);
                    refused.clear();
                    break;
                }
                Err(faults) => faults,
            };
            refused = faults
                .first()
                .map(|fault| format!("{} ({})", fault.message, fault.found))
                .unwrap_or_default();
            let told: Vec<Value> = faults.iter().map(|fault| fault.json("text")).collect();
            messages.push(Message::Assistant { content: turn.text, calls: Vec::new(), reasoning: None });
            messages.push(Message::User {
                content: json!({ "refused": told, "do": "write the section anew, without these faults" })
                    .to_string(),
            });
        }
        if !refused.is_empty() {
            written.findings.push(Finding {
                rule: RuleId::DraftProse,
                severity: Severity::Warning,
                message: format!(
                    "the model's text for the section {} was refused: {refused}; the program's own text stands",
                    spec.id
                ),
                actual: None,
                limit: None,
                at: None,
                repair: Some("draft again, or with another --model".into()),
            });
        }
    }
    Ok(written)
}

/// The paragraphs of a turn, or why they are refused.
fn checked(
    text: &str,
    finish: &Finish,
    markup: Option<&str>,
    ledger: &Ledger,
    customer: &str,
    language: &str,
) -> Result<Vec<String>, Vec<prose::Fault>> {
    let fault = |rule: &str, found: &str, message: &str| {
        vec![prose::Fault {
            rule: rule.into(),
            found: found.chars().take(80).collect(),
            message: message.into(),
        }]
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(fault("empty", "", "there is no text"));
    }
    if let Some(found) = markup {
        return Err(fault("markup", found, "tool markup does not belong in prose"));
    }
    if *finish == Finish::Length || text.len() > LENGTH_MAX {
        return Err(fault("length", text, "the text is too long; two to five sentences are asked for"));
    }
    let starts = ["#", "- ", "* ", "|", ">", "```", "1."];
    if let Some(line) =
        text.lines().find(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
    {
        return Err(fault("form", line, "plain paragraphs without headings, lists or tables"));
    }
    if let Some(word) = span_of_time(text) {
        return Err(fault(
            "time",
            word,
            "a time is only named by a reference; promise no date and no duration",
        ));
    }
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| prose::render(paragraph, ledger, customer, language))
        .collect()
}

/// A word for a span of time that no reference stands before: "in twelve weeks" is a promise nobody made.
fn span_of_time(text: &str) -> Option<&str> {
    const SPANS: [&str; 12] = [
        "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "weekend",
        "tomorrow",
    ];
    let mut before = "";
    for token in text.split_whitespace() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        if SPANS.contains(&word.to_lowercase().as_str()) && !before.ends_with("}}") {
            return Some(word);
        }
        before = token;
    }
    None
}

/// The answer's values and sentences, and the customer's words.
fn ledger(value: &Value) -> (Ledger, String) {
    let mut shown = serde_json::Map::new();
    for key in ["summary", "design", "findings", "open_questions", "assumptions", "alternatives"] {
        shown.insert(key.into(), value[key].clone());
    }
    let quotes: Vec<&str> =
        value["coverage"].as_array().into_iter().flatten().filter_map(|row| row["quote"].as_str()).collect();
    let customer = quotes.join("\n");
    let mut ledger = Ledger::default();
    ledger.customer_text(&customer);
    ledger.add("plan", &json!({}), &Value::Object(shown));
    (ledger, customer)
}

/// What a section's writer may use: values and sentences with their ids, and the customer's words.
fn material(ledger: &Ledger, value: &Value, customer: &str) -> Value {
    const KEY_FIGURES: [&str; 5] =
        ["/design/compute", "/design/fabric", "/design/facility", "/design/cost", "/findings"];
    let within = |pointer: &str| KEY_FIGURES.iter().any(|part| pointer.starts_with(part));
    // Rows of racks, positions and bills are for tables.
    let plain = |pointer: &str| {
        pointer.split('/').filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).count() < 2
    };
    let values: Vec<Value> = ledger
        .facts()
        .filter(|(_, fact)| within(&fact.pointer) && plain(&fact.pointer))
        .take(VALUES)
        .map(|(id, fact)| json!({ "id": id, "what": fact.label, "value": fact.words(), "about": fact.subjects }))
        .collect();
    let mut sentences: Vec<Value> = Vec::new();
    let mut offer = |pointer: String| {
        if let Some(id) = ledger.id_at("plan", &pointer)
            && let Some(text) = ledger.text(id)
        {
            sentences.push(json!({ "id": id, "text": text }));
        }
    };
    offer("/summary".into());
    for (list, key) in
        [("findings", "message"), ("open_questions", "question"), ("assumptions", "effect_if_wrong")]
    {
        for index in 0..value[list].as_array().map_or(0, Vec::len).min(8) {
            offer(format!("/{list}/{index}/{key}"));
        }
    }
    json!({ "outcome": value["outcome"], "customer": customer, "values": values, "sentences": sentences })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_needs_a_reference() {
        assert_eq!(span_of_time("Delivery takes twelve weeks."), Some("weeks"));
        assert_eq!(span_of_time("Training takes {{v:v3}} days, and serves day-to-day work."), None);
    }
}
