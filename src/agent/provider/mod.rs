//! Model services: one trait for a turn with tools, and one list of those that can be chosen. The turn loop does not
//! know which one it talks to.

pub mod nim;
pub mod offline;
pub mod profile;
pub mod replay;

use futures::future::BoxFuture;

use super::{
    error::AgentError,
    event::EventSink,
    message::{ChatRequest, Turn},
};

/// What a service and its model can do, as far as the turn loop must know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Abilities {
    /// A tool may be forced.
    pub forced_choice: bool,
    /// Tokens the model's context holds, when known.
    pub context_tokens: Option<u64>,
}

/// A service that gives the next turn of a conversation.
pub trait Provider: Send {
    /// Name, as in the answer's `planner`.
    fn name(&self) -> &'static str;

    /// The model in use; none without a language model.
    fn model(&self) -> Option<String>;

    /// What it can do.
    fn abilities(&self) -> Abilities {
        Abilities::default()
    }

    /// Gives the next turn within `left_ms`. Retries are the provider's own business and are told as events.
    fn chat<'a>(
        &'a mut self,
        request: &'a ChatRequest,
        left_ms: u64,
        events: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>>;

    /// What the reader of the answer should know about its turns (a substituted model), told once.
    fn take_notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// A provider that can be chosen by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Name.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// Whether it needs a model service, and with it the network.
    pub needs_service: bool,
}

/// Every provider.
pub const PROVIDERS: &[Choice] = &[
    Choice {
        name: "offline",
        about: "the built-in planner: rules, no key, no network",
        needs_service: false,
    },
    Choice {
        name: "nim",
        about: "a model behind NVIDIA NIM or any OpenAI-compatible server",
        needs_service: true,
    },
    Choice { name: "replay", about: "recorded turns from a JSONL file", needs_service: false },
];
