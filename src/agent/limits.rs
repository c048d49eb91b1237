//! How much one question may cost: requests, calls, repairs, tokens, time, bytes. All in one place, all settable.

use serde::{Deserialize, Serialize};

/// Bounds of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests to the model.
    pub requests: u32,
    /// Tool calls that are carried out.
    pub tool_calls: u32,
    /// Faulty calls or answers that are sent back, in all.
    pub repairs: u32,
    /// Faulty calls of one tool that are sent back.
    pub repairs_per_tool: u32,
    /// Time for the whole question, ms.
    pub time_ms: u64,
    /// Tokens of all requests and answers together; zero means no bound.
    pub tokens: u64,
    /// Tokens one request may hold before the oldest results are dropped from it.
    pub prompt_tokens: u64,
    /// Tokens the model may write in a turn.
    pub turn_tokens: u32,
    /// Bytes of a tool's result that the model sees.
    pub projection_bytes: usize,
    /// Bytes of the customer's text.
    pub input_bytes: usize,
    /// Whether an answer with a refused sentence is an error instead of being mended by the program.
    pub strict_prose: bool,
}

impl Default for Limits {
    /// Twelve requests, twenty-four calls, four repairs (two a tool), four minutes.
    fn default() -> Self {
        Self {
            requests: 12,
            tool_calls: 24,
            repairs: 4,
            repairs_per_tool: 2,
            time_ms: 240_000,
            tokens: 0,
            prompt_tokens: 24_000,
            turn_tokens: 4096,
            projection_bytes: 8 * 1024,
            input_bytes: 256 * 1024,
            strict_prose: false,
        }
    }
}

impl Limits {
    /// The same limits for a model with a small context: the prompt, a result and an answer must fit together.
    #[must_use]
    pub fn for_context(self, context_tokens: u64) -> Self {
        let prompt_tokens = self.prompt_tokens.min(context_tokens * 3 / 4);
        let turn_tokens = self.turn_tokens.min(u32::try_from(context_tokens / 8).unwrap_or(u32::MAX));
        // About four bytes make a token; a result may take an eighth of the context.
        let bytes = usize::try_from(context_tokens / 2).unwrap_or(usize::MAX);
        Self { prompt_tokens, turn_tokens, projection_bytes: self.projection_bytes.min(bytes), ..self }
    }
}
