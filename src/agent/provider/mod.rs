//! Model services: one trait for a turn with tools, and one list of those that can be chosen. The turn loop does not
//! know which one it talks to.

pub mod nim;
pub mod offline;
pub mod profile;
pub mod replay;
#[cfg(test)]
mod toy;

use futures::future::BoxFuture;

use self::nim::NimConfig;
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

/// What a provider is built from.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// How the model service is reached; read only where the provider needs one.
    pub service: NimConfig,
    /// Text of the file named behind the provider's name; read only where the provider takes one.
    pub file: String,
}

/// A provider that can be chosen by name, and how it is built.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Whether it needs a model service, and with it the network.
    pub needs_service: bool,
    /// Whether a file stands behind its name, as in `replay:FILE`.
    pub takes_file: bool,
    /// Builds it; nothing is sent yet.
    pub build: fn(&Setup) -> Result<Box<dyn Provider>, AgentError>,
}

impl Choice {
    /// The name as it is written on the command line.
    #[must_use]
    pub fn usage(&self) -> String {
        if self.takes_file { format!("{}:FILE", self.name) } else { self.name.to_string() }
    }
}

/// Every provider, in the order of the documentation.
pub const PROVIDERS: &[&Choice] = &[
    &offline::CHOICE,
    &nim::CHOICE,
    &replay::CHOICE,
    #[cfg(test)]
    &toy::CHOICE,
];

/// The provider written as on the command line, with the file behind its name.
#[must_use]
pub fn find(written: &str) -> Option<(&'static Choice, Option<&str>)> {
    let (name, file) = written.split_once(':').map_or((written, None), |(name, file)| (name, Some(file)));
    let choice = PROVIDERS.iter().find(|choice| choice.name == name)?;
    (choice.takes_file == file.is_some()).then_some((*choice, file))
}
