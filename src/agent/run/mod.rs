//! One question as a state machine: `step` says what to do next, `feed_*` takes what came of it. No I/O, no clock,
//! no randomness; it can be stored between any two steps. It always ends, every call has exactly one result, and no
//! answer leaves it unchecked.

mod calls;
mod request;
mod step;
mod turn;

pub use step::{Offer, Outcome, Record, Reply, Start, Step, ToolCall};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    error::{AgentError, Code},
    event::Event,
    ledger::{self, Ledger},
    limits::Limits,
    message::{Call, Message, Usage},
};
use crate::design::Reading;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Phase {
    Ask,
    Model,
    Tools(Vec<Slot>),
    Done(Outcome),
}

/// A call of the running turn and, once it is known, the text the model gets for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Slot {
    call: Call,
    arguments: Value,
    content: Option<String>,
}

/// Why tools are withdrawn and the answer is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Closing {
    code: Code,
    message: String,
    told: bool,
    strikes: u32,
}

/// Counters of everything that is bounded. Transport retries are not among them; they are the provider's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Counts {
    requests: u32,
    calls: u32,
    repairs: u32,
    repairs_by_tool: BTreeMap<String, u32>,
    answer_repairs: u32,
    prose_repairs: u32,
    format_repairs: u32,
    nudges: u32,
    empty: u32,
    tokens: u64,
}

/// A running question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgentRun {
    offers: Vec<Offer>,
    reading: Reading,
    planned: Option<Box<Reading>>,
    customer: String,
    limits: Limits,
    forced_choice: bool,
    history: Vec<Message>,
    ledger: Ledger,
    phase: Phase,
    counts: Counts,
    closing: Option<Closing>,
    records: Vec<Record>,
    /// Canonical form of every call since the question, for seeing circles.
    keys: Vec<String>,
    max_tokens: u32,
    doubled: bool,
    pruned: bool,
    last_forced: bool,
    force_next: bool,
    shape_next: bool,
    whole_next: bool,
    notes: Vec<Event>,
    usage: Usage,
}

impl AgentRun {
    /// A question at its beginning.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let mut ledger = Ledger::default();
        ledger.state(&start.reading);
        ledger.customer_text(&start.customer);
        Self {
            history: vec![Message::System { content: start.system }, Message::User { content: start.user }],
            max_tokens: start.limits.turn_tokens,
            offers: start.offers,
            reading: start.reading,
            planned: None,
            customer: start.customer,
            limits: start.limits,
            forced_choice: start.forced_choice,
            ledger,
            phase: Phase::Ask,
            counts: Counts::default(),
            closing: None,
            records: Vec::new(),
            keys: Vec::new(),
            doubled: false,
            pruned: false,
            last_forced: false,
            force_next: false,
            shape_next: false,
            whole_next: false,
            notes: Vec::new(),
            usage: Usage::default(),
        }
    }

    /// What to do next, `elapsed_ms` after the beginning. Asking twice changes nothing while an answer is awaited.
    pub fn step(&mut self, elapsed_ms: u64) -> Step {
        if matches!(self.phase, Phase::Ask) {
            self.before_request(elapsed_ms);
        }
        match &self.phase {
            Phase::Done(outcome) => Step::Done(outcome.clone()),
            Phase::Ask => {
                let request = self.request();
                self.phase = Phase::Model;
                Step::CallModel(Box::new(request))
            }
            Phase::Model => Step::CallModel(Box::new(self.request())),
            Phase::Tools(slots) => Step::CallTools(
                slots
                    .iter()
                    .filter(|slot| slot.content.is_none())
                    .map(|slot| ToolCall {
                        id: slot.call.id.clone(),
                        name: slot.call.name.clone(),
                        arguments: slot.arguments.clone(),
                    })
                    .collect(),
            ),
        }
    }

    /// Ends the question when a bound is reached, withdraws the tools one request before.
    fn before_request(&mut self, elapsed_ms: u64) {
        let Limits { requests, time_ms, tokens, .. } = self.limits;
        let (code, message) = match &self.closing {
            Some(closing) => (closing.code, closing.message.clone()),
            None => {
                (Code::MaxTurns, format!("the model used its {requests} requests without a final answer"))
            }
        };
        if elapsed_ms >= time_ms {
            let message = format!("the question took longer than {} s", time_ms / 1000);
            self.end(Outcome::Exhausted { code: Code::MaxTime, message });
        } else if self.counts.requests >= requests {
            self.end(Outcome::Exhausted { code, message });
        } else if tokens > 0 && self.counts.tokens >= tokens {
            let message = format!("the question used more than {tokens} tokens");
            self.end(Outcome::Exhausted { code: Code::MaxTokens, message });
        } else if self.closing.is_none() && self.counts.requests + 2 >= requests && requests > 2 {
            self.close(code, message);
        }
    }

    fn end(&mut self, outcome: Outcome) {
        self.phase = Phase::Done(outcome);
    }

    /// Withdraws the tools: from now on only the final answer is offered.
    fn close(&mut self, code: Code, message: String) {
        if self.closing.is_none() {
            self.closing = Some(Closing { code, message, told: false, strikes: 0 });
            self.force_next = true;
        }
    }

    /// Takes the failure of a request. A context that overflowed is pruned and asked again once.
    pub fn feed_failure(&mut self, error: AgentError) {
        if error.code == Code::ContextOverflow && !self.pruned {
            self.pruned = true;
            let before: usize = self.history.iter().map(Message::bytes).sum();
            self.prune_results(1);
            self.max_tokens = (self.max_tokens / 2).max(256);
            if self.history.iter().map(Message::bytes).sum::<usize>() < before {
                self.phase = Phase::Ask;
                return;
            }
        }
        let partial = self.partial();
        self.end(Outcome::Failed(Box::new(if error.partial.is_null() {
            error.partial(partial)
        } else {
            error
        })));
    }

    /// Results that were reached, for an end without an answer; null when there are none.
    #[must_use]
    pub fn partial(&self) -> Value {
        let rows: Vec<Value> = self
            .records
            .iter()
            .filter_map(|record| match &record.reply {
                Reply::Result { value, .. } => {
                    Some(json!({ "tool": record.tool, "arguments": record.arguments, "result": value }))
                }
                Reply::BadArguments(_) | Reply::Refused(_) => None,
            })
            .collect();
        if rows.is_empty() { Value::Null } else { json!({ "results": rows }) }
    }

    /// The reading of the last plan that was made.
    #[must_use]
    pub fn planned(&self) -> Option<&Reading> {
        self.planned.as_deref()
    }

    /// The reading as the conversation stands.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        self.planned.as_deref().unwrap_or(&self.reading)
    }

    /// Calls that were carried out, in order.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The customer's text.
    #[must_use]
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// The values of the question.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The history as it would go to a model.
    #[must_use]
    pub fn history(&self) -> &[Message] {
        &self.history
    }

    /// What the question cost so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// Requests so far.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.counts.requests
    }

    /// Faults that were sent back so far.
    #[must_use]
    pub fn repairs(&self) -> u32 {
        self.counts.repairs
    }

    /// Events since the last time this was asked.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.notes)
    }

    /// Names of the stated fields.
    fn stated(&self) -> Vec<String> {
        self.reading().requirement.stated().into_iter().map(|(field, ..)| field).collect()
    }

    /// Counts a fault that is sent back. Whether there was room for it.
    fn repair(&mut self, code: Code, message: &str) -> bool {
        if self.counts.repairs >= self.limits.repairs {
            return false;
        }
        self.counts.repairs += 1;
        self.notes
            .push(Event::Repair { code: code.word().into(), message: message.chars().take(200).collect() });
        true
    }

    fn tell(&mut self, content: impl Into<String>) {
        self.history.push(Message::User { content: content.into() });
    }

    fn projected(&self, call: &str, value: &Value) -> String {
        let shown = ledger::project(&self.ledger, call, value, self.limits.projection_bytes);
        format!("{{\"ok\":true,\"result\":{shown}}}")
    }

    /// Every call has exactly one result, right after it, and every result its call.
    #[must_use]
    pub fn is_paired(&self) -> bool {
        let mut open: Vec<&str> = Vec::new();
        for message in &self.history {
            match message {
                Message::Tool { call_id, .. } => {
                    let Some(at) = open.iter().position(|id| id == call_id) else { return false };
                    open.remove(at);
                }
                Message::Assistant { calls, .. } => {
                    if !open.is_empty() {
                        return false;
                    }
                    open = calls.iter().map(|call| call.id.as_str()).collect();
                }
                Message::System { .. } | Message::User { .. } => {
                    if !open.is_empty() {
                        return false;
                    }
                }
            }
        }
        open.is_empty()
    }
}

#[cfg(test)]
#[path = "cases.rs"]
mod cases;
#[cfg(test)]
#[path = "fault_cases.rs"]
mod fault_cases;
