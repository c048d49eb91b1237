//! What happens during a question, for progress lines and `--events`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::message::Usage;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub enum Event {
    /// A request goes to the model.
    #[serde(rename = "turn.started")]
    TurnStarted {
        /// Number of the request within the question, from one.
        request: u32,
        /// The model asked, when there is one.
        model: Option<String>,
    },
    /// A tool is called.
    #[serde(rename = "tool.started")]
    ToolStarted {
        /// Id of the call within the question.
        call: String,
        /// Tool.
        tool: String,
        /// Arguments as the model wrote them.
        arguments: Value,
    },
    /// A tool answered.
    #[serde(rename = "tool.completed")]
    ToolCompleted {
        /// Id of the call within the question.
        call: String,
        /// Tool.
        tool: String,
        /// Whether it gave a result.
        ok: bool,
        /// Code of its error.
        code: Option<String>,
    },
    /// A faulty call or answer goes back to the model.
    #[serde(rename = "repair")]
    Repair {
        /// Code of the fault.
        code: String,
        /// What is wrong with it.
        message: String,
    },
    /// The same request will be sent again.
    #[serde(rename = "retrying")]
    Retrying {
        /// Number of the attempt that failed, from one.
        attempt: u32,
        /// Pause before the next one, ms.
        delay_ms: u64,
        /// Code of the failure.
        reason: String,
    },
    /// Something the reader of the answer should know.
    #[serde(rename = "warning")]
    Warning {
        /// Code.
        code: String,
        /// Sentence.
        message: String,
    },
    /// What a turn cost.
    #[serde(rename = "usage")]
    Usage(Usage),
}

/// Takes events. Printing them is the caller's business.
pub trait EventSink: Send {
    /// Takes one event.
    fn emit(&mut self, event: Event);
}

/// Takes events and forgets them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl EventSink for Silent {
    fn emit(&mut self, _: Event) {}
}

impl EventSink for Vec<Event> {
    fn emit(&mut self, event: Event) {
        self.push(event);
    }
}
