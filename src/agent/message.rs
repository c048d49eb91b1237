//! What passes between the turn loop and a model service, whatever service it is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::design::Reading;

/// A call of a tool as a model wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Id, unique within the question; ours once the call is in the history.
    pub id: String,
    /// Tool.
    pub name: String,
    /// Arguments as JSON text, unread.
    pub arguments: String,
}

/// Reasoning that came with a turn. Some services want it back under the name they used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasoning {
    /// Field name on the wire: `reasoning_content` or `reasoning`.
    pub field: String,
    /// Text; never shown.
    pub text: String,
}

/// One message of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Message {
    /// Our instructions. Never holds customer text.
    System {
        /// Text.
        content: String,
    },
    /// The user's words, or a note of the loop.
    User {
        /// Text.
        content: String,
    },
    /// A turn of the model.
    Assistant {
        /// Text; empty beside calls.
        content: String,
        /// Calls, in order.
        calls: Vec<Call>,
        /// Reasoning, kept for services that want it back.
        reasoning: Option<Reasoning>,
    },
    /// The result of a call.
    Tool {
        /// Id of the call.
        call_id: String,
        /// Tool.
        name: String,
        /// What the model sees of the result, as JSON text.
        content: String,
    },
}

impl Message {
    /// Bytes of text in the message.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::System { content } | Self::User { content } | Self::Tool { content, .. } => content.len(),
            Self::Assistant { content, calls, reasoning } => {
                let calls: usize = calls.iter().map(|call| call.name.len() + call.arguments.len() + 16).sum();
                content.len() + calls + reasoning.as_ref().map_or(0, |reasoning| reasoning.text.len())
            }
        }
    }
}

/// A tool as it is offered to a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolSpec {
    /// Name.
    pub name: String,
    /// What it answers and when to use it.
    pub description: String,
    /// Schema of its arguments, in the strict subset.
    pub parameters: Value,
}

/// Whether the model must call a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// The model chooses.
    Auto,
    /// This tool must be called.
    Forced(String),
}

/// One request for a turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChatRequest {
    /// History.
    pub messages: Vec<Message>,
    /// Tools on offer; none in a turn that must answer in JSON.
    pub tools: Vec<ToolSpec>,
    /// Whether a tool must be called.
    pub choice: Choice,
    /// Tokens the model may write.
    pub max_tokens: u32,
    /// Schema the whole answer must have; only without tools.
    pub shape: Option<Value>,
    /// Whether the answer should come in one piece (a format repair).
    pub whole: bool,
    /// The session's reading, for a planner without a language model.
    pub reading: Reading,
}

/// Why a turn ended, as the service says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finish {
    /// The model was done.
    Stop,
    /// The model wants tools called.
    ToolCalls,
    /// The output was cut at the token limit.
    Length,
    /// The provider filtered the output.
    Filter,
    /// Something else.
    Other(String),
}

/// Tokens of a turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Usage {
    /// Tokens of the request.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub completion_tokens: u64,
    /// Whether the service said nothing and the figures are estimates from lengths.
    pub estimated: bool,
}

/// A complete turn of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Text.
    pub text: String,
    /// Reasoning; never shown, never an answer.
    pub reasoning: Option<Reasoning>,
    /// Complete calls, in order.
    pub calls: Vec<Call>,
    /// Why it ended.
    pub finish: Finish,
    /// Calls that were cut off and dropped.
    pub dropped_calls: u32,
    /// Whether tool markup was found where none belongs. The place it was found in; its text is dropped.
    pub markup: Option<String>,
    /// What it cost.
    pub usage: Usage,
    /// The model that answered, as the service names it.
    pub model: Option<String>,
}

impl Turn {
    /// A turn with text alone.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            reasoning: None,
            calls: Vec::new(),
            finish: Finish::Stop,
            dropped_calls: 0,
            markup: None,
            usage: Usage::default(),
            model: None,
        }
    }

    /// A turn with calls alone: name and arguments.
    #[must_use]
    pub fn calls(calls: &[(&str, Value)]) -> Self {
        let calls = calls
            .iter()
            .enumerate()
            .map(|(index, (name, arguments))| Call {
                id: format!("wire-{index}"),
                name: (*name).to_string(),
                arguments: arguments.to_string(),
            })
            .collect();
        Self { calls, finish: Finish::ToolCalls, ..Self::text("") }
    }
}
