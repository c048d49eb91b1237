//! Puts a turn together from the pieces of a stream. A pure fold: no I/O, no clock. A turn is complete only when a
//! non-empty finish reason was seen; anything else is an interrupted turn.

use serde_json::Value;

use crate::agent::{
    message::{Call, Finish, Reasoning, Turn, Usage},
    sentinel,
};

/// Caps on what a turn may hold.
const TEXT_LIMIT_BYTES: usize = 256 * 1024;
const ARGUMENTS_LIMIT_BYTES: usize = 64 * 1024;
const REASONING_LIMIT_BYTES: usize = 512 * 1024;
/// More calls than this in one turn are a runaway.
const CALL_LIMIT: usize = 64;

/// Why a stream gives no turn.
#[derive(Debug, Clone, PartialEq)]
pub enum StreamFault {
    /// It ended before a finish reason.
    Interrupted,
    /// It carries an error object.
    Server(Value),
    /// It grew past a cap.
    Runaway(&'static str),
    /// It answered in a form that is not this API's.
    NotApi(&'static str),
    /// It was complete and held no choice at all.
    NoChoice,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct CallPart {
    index: Option<u64>,
    id: String,
    name: String,
    arguments: String,
}

/// A turn in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Accumulator {
    text: String,
    reasoning: Option<Reasoning>,
    calls: Vec<CallPart>,
    finish: Option<String>,
    usage: Option<Usage>,
    model: Option<String>,
    legacy_call: bool,
    saw_choice: bool,
    saw_frame: bool,
}

impl Accumulator {
    /// Folds in one frame: a decoded `data:` object of the stream.
    ///
    /// # Errors
    /// An error object in the frame, or a cap that is passed.
    pub fn fold(&mut self, frame: &Value) -> Result<(), StreamFault> {
        self.saw_frame = true;
        if let Some(error) = frame.get("error").filter(|error| !error.is_null()) {
            return Err(StreamFault::Server(error.clone()));
        }
        if let Some(model) = frame["model"].as_str().filter(|model| !model.is_empty()) {
            self.model = Some(model.to_string());
        }
        if let Some(usage) = usage(&frame["usage"]) {
            self.usage = Some(usage);
        }
        let choices = frame["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
        for choice in choices {
            if choice["index"].as_u64().unwrap_or(0) == 0 {
                self.fold_choice(choice)?;
            }
        }
        Ok(())
    }

    fn fold_choice(&mut self, choice: &Value) -> Result<(), StreamFault> {
        self.saw_choice = true;
        let delta = if choice["delta"].is_object() {
            &choice["delta"]
        } else {
            if choice["message"].is_object() {
                // A whole message stands for everything that came before it in pieces.
                self.text.clear();
                self.reasoning = None;
                self.calls.clear();
            }
            &choice["message"]
        };
        if let Some(text) = content(&delta["content"]) {
            self.text.push_str(&text);
            if self.text.len() > TEXT_LIMIT_BYTES {
                return Err(StreamFault::Runaway("text"));
            }
        }
        for field in ["reasoning_content", "reasoning"] {
            if let Some(text) = delta[field].as_str() {
                let reasoning = self
                    .reasoning
                    .get_or_insert_with(|| Reasoning { field: field.to_string(), text: String::new() });
                // Some servers send the same text under both names.
                if reasoning.field == field {
                    reasoning.text.push_str(text);
                }
                if reasoning.text.len() > REASONING_LIMIT_BYTES {
                    return Err(StreamFault::Runaway("reasoning"));
                }
            }
        }
        for part in delta["tool_calls"].as_array().map(Vec::as_slice).unwrap_or_default() {
            self.fold_call(part)?;
        }
        self.legacy_call |= delta["function_call"].is_object();
        if let Some(finish) = choice["finish_reason"].as_str().filter(|finish| !finish.is_empty()) {
            self.finish = Some(finish.to_string());
        }
        Ok(())
    }

    fn fold_call(&mut self, part: &Value) -> Result<(), StreamFault> {
        let index = part["index"].as_u64();
        let id = part["id"].as_str().unwrap_or_default();
        let name = part["function"]["name"].as_str().unwrap_or_default();
        let known = match index {
            // A complete call followed by another id and name is another call, whatever its index says.
            Some(index) => self.calls.iter().rposition(|call| call.index == Some(index)).filter(|place| {
                let known = &self.calls[*place];
                let other = !id.is_empty() && !known.id.is_empty() && id != known.id && !name.is_empty();
                !(other
                    && serde_json::from_str::<Value>(&known.arguments).is_ok_and(|value| value.is_object()))
            }),
            // Without an index, a new id or a name after arguments begins a new call.
            None => self.calls.last().and_then(|last| {
                let other_id = !id.is_empty() && !last.id.is_empty() && id != last.id;
                let begins_anew = id.is_empty() && !name.is_empty() && !last.arguments.is_empty();
                (!other_id && !begins_anew).then_some(self.calls.len() - 1)
            }),
        };
        let place = known.unwrap_or_else(|| {
            self.calls.push(CallPart { index, ..CallPart::default() });
            self.calls.len() - 1
        });
        if self.calls.len() > CALL_LIMIT {
            return Err(StreamFault::Runaway("calls"));
        }
        let call = &mut self.calls[place];
        if !id.is_empty() {
            call.id = id.to_string();
        }
        // The name comes whole, in pieces, or whole again with every fragment.
        if name.starts_with(&call.name) {
            call.name = name.to_string();
        } else {
            call.name.push_str(name);
        }
        match &part["function"]["arguments"] {
            Value::String(text) => call.arguments.push_str(text),
            object @ Value::Object(_) => call.arguments = object.to_string(),
            _ => {}
        }
        if call.arguments.len() > ARGUMENTS_LIMIT_BYTES || call.name.len() > 256 {
            return Err(StreamFault::Runaway("arguments"));
        }
        Ok(())
    }

    /// Whether a finish reason was seen.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.finish.is_some()
    }

    /// The turn, once the stream has ended.
    ///
    /// # Errors
    /// When no finish reason was seen, or the answer is in another API's form.
    pub fn finish(self) -> Result<Turn, StreamFault> {
        let Some(word) = self.finish else {
            return Err(if self.saw_frame && !self.saw_choice && self.usage.is_some() {
                StreamFault::NoChoice
            } else {
                StreamFault::Interrupted
            });
        };
        if self.legacy_call && self.calls.is_empty() {
            return Err(StreamFault::NotApi("it answers with the legacy `function_call`"));
        }
        let finish = match word.as_str() {
            "stop" => Finish::Stop,
            "tool_calls" => Finish::ToolCalls,
            "length" => Finish::Length,
            "content_filter" => Finish::Filter,
            _ => Finish::Other(word),
        };
        let (text, inline) = split_thinking(&self.text);
        let mut markup = sentinel::find(&text).map(|_| "content".to_string());
        let mut calls = Vec::new();
        let mut dropped = 0;
        let mut parts = self.calls;
        if parts.iter().all(|part| part.index.is_some()) {
            parts.sort_by_key(|part| part.index);
        }
        for part in parts {
            let empty = part.arguments.trim().is_empty();
            let complete = if finish == Finish::Length {
                // Under a cut, empty arguments are an unfinished call, not a call without arguments.
                !empty && serde_json::from_str::<Value>(&part.arguments).is_ok()
            } else {
                true
            };
            if !complete {
                dropped += 1;
                continue;
            }
            if sentinel::find(&part.arguments).is_some() || sentinel::find(&part.name).is_some() {
                markup = Some("arguments".into());
            }
            let arguments = if empty { "{}".to_string() } else { part.arguments };
            calls.push(Call { id: part.id, name: part.name, arguments });
        }
        let reasoning = self.reasoning.or(inline);
        let silent = text.trim().is_empty() && calls.is_empty();
        if silent && reasoning.as_ref().is_some_and(|reasoning| sentinel::find(&reasoning.text).is_some()) {
            markup = Some("reasoning".into());
        }
        let usage = self.usage.unwrap_or_else(|| {
            // About four bytes make a token; the request's share is added by the caller.
            let bytes: usize = text.len() + calls.iter().map(|call| call.arguments.len()).sum::<usize>();
            Usage { prompt_tokens: 0, completion_tokens: (bytes / 4) as u64, estimated: true }
        });
        if markup.is_some() {
            calls.clear();
        }
        Ok(Turn {
            text: if markup.is_some() { String::new() } else { text },
            reasoning,
            calls,
            finish,
            dropped_calls: dropped,
            markup,
            usage,
            model: self.model,
        })
    }
}

/// The turn of an answer that came in one piece.
///
/// # Errors
/// As for a stream; an answer without choices is not this API's.
pub fn whole(document: &Value) -> Result<Turn, StreamFault> {
    let mut accumulator = Accumulator::default();
    accumulator.fold(document)?;
    match document.get("choices") {
        Some(Value::Array(choices)) if choices.is_empty() => return Err(StreamFault::NoChoice),
        Some(Value::Array(_)) => {}
        _ => return Err(StreamFault::NotApi("its answer has no `choices`")),
    }
    accumulator.finish()
}

/// Text, or the text of content parts.
fn content(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => Some(parts.iter().filter_map(|part| part["text"].as_str()).collect()),
        _ => None,
    }
}

/// Tokens, when both counts are there.
fn usage(value: &Value) -> Option<Usage> {
    Some(Usage {
        prompt_tokens: value["prompt_tokens"].as_u64()?,
        completion_tokens: value["completion_tokens"].as_u64()?,
        estimated: false,
    })
}

/// Splits `<think>…</think>` off the text; an opening tag without its end takes all that follows.
fn split_thinking(text: &str) -> (String, Option<Reasoning>) {
    let mut shown = String::new();
    let mut hidden = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<think>") {
        shown.push_str(before);
        let (inside, next) = after.split_once("</think>").unwrap_or((after, ""));
        hidden.push_str(inside);
        rest = next;
    }
    // The opening tag may have been part of the prompt.
    if let Some((inside, next)) = rest.split_once("</think>") {
        hidden.push_str(inside);
        rest = next;
    }
    shown.push_str(rest);
    let reasoning =
        (!hidden.is_empty()).then(|| Reasoning { field: "reasoning_content".into(), text: hidden });
    (shown, reasoning)
}

#[cfg(test)]
#[path = "accumulator_cases.rs"]
mod cases;
