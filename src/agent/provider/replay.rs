//! Recorded turns, one JSON object a line, in the order they were given.

use futures::{FutureExt, future::BoxFuture};

use super::{Choice, Provider};
use crate::agent::{
    error::{AgentError, Code},
    event::EventSink,
    message::{ChatRequest, Turn},
};

/// Its row in the list of providers.
pub const CHOICE: Choice = Choice {
    name: "replay",
    about: "recorded turns",
    needs_service: false,
    takes_file: true,
    build: |setup| Ok(Box::new(Replay::from_jsonl(&setup.file)?)),
};

/// Gives recorded turns.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    turns: std::collections::VecDeque<Turn>,
    given: usize,
}

impl Replay {
    /// Turns in the order they are given.
    #[must_use]
    pub fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self { turns: turns.into_iter().collect(), given: 0 }
    }

    /// Turns from the text of a JSONL file; blank lines do not count.
    ///
    /// # Errors
    /// `session.corrupt` with the line that is no turn.
    pub fn from_jsonl(text: &str) -> Result<Self, AgentError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let turns = lines.map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| {
                AgentError::new(
                    Code::SessionCorrupt,
                    format!("line {} is no recorded turn: {error}", index + 1),
                )
                .hint("a recording holds one turn a line, as `gcg ask --record FILE` writes it")
            })
        });
        Ok(Self::new(turns.collect::<Result<Vec<Turn>, _>>()?))
    }
}

/// Another provider whose turns are kept, to be played again.
pub struct Recorder {
    inner: Box<dyn Provider>,
    turns: Vec<Turn>,
}

impl Recorder {
    /// Records what this provider gives.
    #[must_use]
    pub fn new(inner: Box<dyn Provider>) -> Self {
        Self { inner, turns: Vec::new() }
    }

    /// The turns so far, one JSON object a line, as [`Replay::from_jsonl`] reads them.
    #[must_use]
    pub fn jsonl(&self) -> String {
        self.turns.iter().filter_map(|turn| Some(serde_json::to_string(turn).ok()? + "\n")).collect()
    }
}

impl Provider for Recorder {
    fn name(&self) -> &'static str {
        self.inner.name()
    }
    fn model(&self) -> Option<String> {
        self.inner.model()
    }
    fn abilities(&self) -> super::Abilities {
        self.inner.abilities()
    }
    fn chat<'a>(
        &'a mut self,
        request: &'a ChatRequest,
        left_ms: u64,
        events: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        async move {
            let turn = self.inner.chat(request, left_ms, events).await?;
            self.turns.push(turn.clone());
            Ok(turn)
        }
        .boxed()
    }
    fn take_notes(&mut self) -> Vec<String> {
        self.inner.take_notes()
    }
}

impl Provider for Replay {
    fn name(&self) -> &'static str {
        "replay"
    }

    fn model(&self) -> Option<String> {
        None
    }

    fn chat<'a>(
        &'a mut self,
        _: &'a ChatRequest,
        _: u64,
        _: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        let turn = self.turns.pop_front();
        self.given += usize::from(turn.is_some());
        let given = self.given;
        async move {
            turn.ok_or_else(|| {
                let message = format!("the recording ends after {given} turns and another one was asked for");
                AgentError::new(Code::SessionCorrupt, message)
                    .hint("record the question again; it takes another way than when it was recorded")
            })
        }
        .boxed()
    }
}
