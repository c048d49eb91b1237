//! What to make of a turn of the model.

use serde_json::{Value, json};

use super::{AgentRun, Outcome, Phase};
use crate::agent::{
    error::{AgentError, Code},
    final_answer::{self, Ground},
    message::{Finish, Message, Turn},
    sentinel,
};

/// Bytes of prose kept in the history.
const PROSE_KEPT: usize = 8 * 1024;
/// Values listed for a model that typed numbers.
const IDS_LISTED: usize = 40;

impl AgentRun {
    /// Takes a complete turn.
    pub fn feed_turn(&mut self, turn: Turn) {
        if !matches!(self.phase, Phase::Model) {
            return;
        }
        self.phase = Phase::Ask;
        self.whole_next = false;
        self.usage.prompt_tokens += turn.usage.prompt_tokens;
        self.usage.completion_tokens += turn.usage.completion_tokens;
        self.usage.estimated |= turn.usage.estimated;
        self.counts.tokens += turn.usage.prompt_tokens + turn.usage.completion_tokens;
        if turn.finish == Finish::Filter {
            let error = AgentError::new(Code::ModelFiltered, "the provider filtered the model's answer")
                .hint("word the request differently, or use another model service");
            self.feed_failure(error);
            return;
        }
        if let Some(place) = &turn.markup {
            self.malformed(place);
            return;
        }
        let cut = turn.finish == Finish::Length && (turn.dropped_calls > 0 || turn.calls.is_empty());
        if cut {
            self.truncated();
            return;
        }
        let shaped = std::mem::take(&mut self.shape_next);
        if !turn.calls.is_empty() {
            self.take_calls(turn);
        } else if turn.text.trim().is_empty() {
            self.empty();
        } else if shaped {
            self.shaped(&turn.text);
        } else {
            self.prose(turn);
        }
    }

    /// Tool markup where none belongs: asked again in one piece, once.
    fn malformed(&mut self, place: &str) {
        let message = format!("the model wrote tool markup into its {place}");
        self.counts.format_repairs += 1;
        if self.counts.format_repairs > 1 || !self.repair(Code::ModelMalformedCall, &message) {
            self.end(Outcome::Exhausted { code: Code::ModelMalformedCall, message });
            return;
        }
        self.whole_next = true;
        self.tell("Your last turn held tool markup as text. Call tools only through the tool interface.");
    }

    /// Output that was cut: twice the tokens, once.
    fn truncated(&mut self) {
        let message = format!("the model's output was cut at {} tokens", self.max_tokens);
        if self.doubled || !self.repair(Code::ModelTruncated, &message) {
            self.end(Outcome::Exhausted { code: Code::ModelTruncated, message });
            return;
        }
        self.doubled = true;
        self.max_tokens *= 2;
    }

    /// Neither text nor call; reasoning is never an answer.
    fn empty(&mut self) {
        let message = "the model answered with nothing";
        self.counts.empty += 1;
        if self.counts.empty > 1 || !self.repair(Code::ModelEmpty, message) {
            self.end(Outcome::Exhausted { code: Code::ModelEmpty, message: message.into() });
            return;
        }
        self.force_next = self.force_next || !self.ledger.is_without_results();
        self.tell(format!(
            "Your turn was empty. Call a tool, or {} when the results suffice.",
            final_answer::NAME
        ));
    }

    /// Prose instead of the tool: one nudge, then one turn that must be the answer's JSON.
    fn prose(&mut self, turn: Turn) {
        let message = "the model answered in prose instead of calling a tool";
        self.counts.nudges += 1;
        if self.counts.nudges > 2 || !self.repair(Code::AnswerMissing, message) {
            let (code, message) = match &self.closing {
                Some(closing) => (closing.code, closing.message.clone()),
                None => (Code::AnswerMissing, "the model never called the tool for its answer".to_string()),
            };
            self.end(Outcome::Exhausted { code, message });
            return;
        }
        let content: String = cut(&turn.text, PROSE_KEPT);
        let as_text = sentinel::is_call_as_text(&content);
        self.history.push(Message::Assistant { content, calls: Vec::new(), reasoning: turn.reasoning });
        let name = final_answer::NAME;
        if self.counts.nudges == 1 {
            let nudge = if as_text {
                "Do not write a tool call as text; call the tool through the tool interface.".to_string()
            } else if self.ledger.is_without_results() {
                format!("Text alone is not shown to anyone. Call a tool to get results, then call {name}.")
            } else {
                self.force_next = true;
                format!(
                    "Text alone is not shown to anyone, and the request is not answered yet. End with a call of {name}, \
                     with arguments of this form: {}",
                    final_answer::example(&self.stated())
                )
            };
            self.tell(nudge);
        } else {
            self.shape_next = true;
            self.tell(format!(
                "Answer with one JSON object and nothing else: the arguments of {name}, in this form: {}",
                final_answer::example(&self.stated())
            ));
        }
    }

    /// The tool-free turn: its text must be the answer's JSON.
    fn shaped(&mut self, text: &str) {
        let text = text.trim();
        let text = text.strip_prefix("```json").or(text.strip_prefix("```")).unwrap_or(text);
        let text = text.strip_suffix("```").unwrap_or(text).trim();
        // It is the last turn: nothing is sent back any more, refused prose is replaced at once.
        self.counts.answer_repairs = 2;
        self.counts.prose_repairs = 1;
        if self.accept(text).is_err() {
            let message = "the model's answer broke its schema".to_string();
            let code = if text.starts_with('{') { Code::AnswerSchema } else { Code::AnswerMissing };
            self.end(Outcome::Exhausted { code, message });
        }
    }

    /// Checks a final answer. Ends the question with it, or gives what the model is told.
    pub(super) fn accept(&mut self, arguments: &str) -> Result<(), Value> {
        let stated = self.stated();
        let language = self.reading().language.clone();
        let ground =
            Ground { ledger: &self.ledger, stated: &stated, customer: &self.customer, language: &language };
        let checked = match final_answer::check(arguments, &ground) {
            Ok(checked) => checked,
            Err(rejection) => {
                let message = rejection.errors.first().and_then(|error| error["message"].as_str());
                let message = message.unwrap_or("the answer breaks its schema").to_string();
                self.counts.answer_repairs += 1;
                if self.counts.answer_repairs > 2 || !self.repair(rejection.code, &message) {
                    self.end(Outcome::Exhausted { code: rejection.code, message });
                }
                return Err(self.rejection(rejection.code, rejection.errors));
            }
        };
        if checked.refused.is_empty() {
            self.end(Outcome::Answered { answer: Box::new(checked.answer), replaced: Vec::new() });
            return Ok(());
        }
        let language =
            checked.refused.iter().any(|(_, faults)| faults.iter().any(|fault| fault.rule == "language"));
        let code = if language { Code::AnswerLanguage } else { Code::AnswerUngrounded };
        let errors: Vec<Value> = checked
            .refused
            .iter()
            .flat_map(|(at, faults)| faults.iter().map(|fault| fault.json(at)))
            .take(12)
            .collect();
        let message =
            errors.first().and_then(|error| error["message"].as_str()).unwrap_or_default().to_string();
        self.counts.prose_repairs += 1;
        let again = self.counts.prose_repairs <= 1
            && self.counts.requests < self.limits.requests
            && self.repair(code, &message);
        if again {
            let mut told = self.rejection(code, errors);
            told["values"] = self.values();
            return Err(told);
        }
        if self.limits.strict_prose {
            self.end(Outcome::Exhausted { code, message });
            return Ok(());
        }
        let replaced = checked.refused.into_iter().map(|(at, _)| at).collect();
        self.end(Outcome::Answered { answer: Box::new(checked.answer), replaced });
        Ok(())
    }

    fn rejection(&self, code: Code, errors: Vec<Value>) -> Value {
        let left = self.limits.repairs.saturating_sub(self.counts.repairs);
        json!({ "ok": false, "code": code.word(), "errors": errors, "repairs_left": left,
                "note": "nothing was shown to anyone; give the whole answer again" })
    }

    /// The values a reference may name, for a model that typed numbers.
    fn values(&self) -> Value {
        let results = self.ledger.facts().filter(|(id, _)| id.starts_with('v'));
        let stated = self.ledger.facts().filter(|(id, _)| !id.starts_with('v'));
        let rows = results.chain(stated).take(IDS_LISTED).map(|(id, fact)| {
            let about = fact.subjects.first().map(|subject| format!(" of {subject}")).unwrap_or_default();
            (format!("{{{{v:{id}}}}}"), Value::String(format!("{} ({}{about})", fact.words(), fact.label)))
        });
        Value::Object(rows.collect())
    }
}

/// The beginning of a text, at most so many bytes.
fn cut(text: &str, bytes: usize) -> String {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_string()
}
