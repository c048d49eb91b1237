//! What goes to the model: the history within its budget, the tools on offer, whether one is forced.

use serde_json::json;

use super::AgentRun;
use crate::agent::{
    final_answer,
    message::{ChatRequest, Choice, Message, ToolSpec},
};

/// About four bytes make a token.
const BYTES_PER_TOKEN: u64 = 4;

impl AgentRun {
    /// The next request. Counts it when it is asked for the first time.
    pub(super) fn request(&mut self) -> ChatRequest {
        let first = matches!(self.phase, super::Phase::Ask);
        if first {
            self.counts.requests += 1;
            if let Some(closing) = &mut self.closing
                && !closing.told
            {
                closing.told = true;
                let message = format!(
                    "No further tool calls: {}. Call {} now with what the results say.",
                    closing.message,
                    final_answer::NAME
                );
                self.tell(message);
            }
            let budget = self.limits.prompt_tokens * BYTES_PER_TOKEN;
            for keep in [4, 2, 1] {
                if self.bytes() > budget {
                    self.prune_results(keep);
                }
            }
        }
        let tools = if self.shape_next { Vec::new() } else { self.on_offer() };
        // A forced choice is a property of one request, never of two in a row.
        let force = self.force_next && self.forced_choice && !self.last_forced && !self.shape_next;
        if first {
            self.last_forced = force;
            self.force_next = false;
        }
        let force = if first { force } else { self.last_forced };
        let shape =
            self.shape_next.then(|| final_answer::schema(&self.stated(), !self.ledger.is_without_results()));
        ChatRequest {
            messages: self.history.clone(),
            tools,
            choice: if force { Choice::Forced(final_answer::NAME.into()) } else { Choice::Auto },
            max_tokens: self.max_tokens,
            shape,
            whole: self.whole_next,
            reading: self.reading().clone(),
        }
    }

    fn on_offer(&self) -> Vec<ToolSpec> {
        let mut tools: Vec<ToolSpec> = Vec::new();
        if self.closing.is_none() {
            tools.extend(self.offers.iter().map(|offer| ToolSpec {
                name: offer.name.clone(),
                description: offer.description.clone(),
                parameters: offer.parameters.clone(),
            }));
        }
        tools.push(final_answer::spec(&self.stated(), !self.ledger.is_without_results()));
        tools
    }

    fn bytes(&self) -> u64 {
        let history: usize = self.history.iter().map(Message::bytes).sum();
        let tools: usize = self.on_offer().iter().map(|tool| tool.parameters.to_string().len() + 200).sum();
        (history + tools) as u64
    }

    /// Replaces the oldest results by markers, all but the last `keep`.
    pub(super) fn prune_results(&mut self, keep: usize) {
        let results = self.history.iter().filter(|message| matches!(message, Message::Tool { .. })).count();
        let mut left = results.saturating_sub(keep);
        for message in &mut self.history {
            if left == 0 {
                break;
            }
            if let Message::Tool { call_id, content, .. } = message {
                left -= 1;
                let marker = json!({ "ok": true, "result_id": call_id, "dropped": true }).to_string();
                if marker.len() < content.len() {
                    *content = marker;
                }
            }
        }
    }
}
