//! A model behind NVIDIA NIM or any other OpenAI-compatible server: which model, in which manner, and what to do when
//! a turn fails. The wire lies below, the turn loop above.

pub mod accumulator;
mod body;
mod config;
mod fault;
mod guard;
mod pace;
mod probe;
mod sse;
mod transport;
mod wire;

pub use config::{Address, Deadlines, Key, NimConfig};
pub use fault::{Fault, Objection};
pub use probe::Probe;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::{FutureExt, future::BoxFuture};
use tokio::time::Instant;

use self::{
    body::Manner,
    guard::{Order, Shared},
    pace::Bucket,
};
use super::{Abilities, Choice, Provider, profile::Profiles};
use crate::agent::{
    error::{AgentError, Code},
    event::{Event, EventSink},
    message::{ChatRequest, Message, Turn},
};

/// Its row in the list of providers.
pub const CHOICE: Choice = Choice {
    name: "nim",
    about: "a model service",
    needs_service: true,
    takes_file: false,
    build: |setup| Ok(Box::new(Nim::new(&setup.service)?)),
};

/// A turn that was cut or corrupted is asked for again this often.
const STREAM_RETRIES: u32 = 2;

/// A model service.
#[derive(Debug)]
pub struct Nim {
    shared: Arc<Shared>,
    profiles: &'static Profiles,
    model: String,
    /// Models to go on with, the next one first.
    successors: Vec<String>,
    manner: Manner,
    context_tokens: Option<u64>,
    notes: Vec<String>,
    key_source: Option<String>,
}

impl Nim {
    /// A service by its configuration; nothing is sent yet.
    ///
    /// # Errors
    /// `config.invalid`, `config.insecure_url`, `auth.missing`, `auth.malformed`.
    pub fn new(config: &NimConfig) -> Result<Self, AgentError> {
        let profiles = Profiles::embedded()?;
        let address = config.address(profiles)?;
        let key = config.checked_key(&address)?;
        let model = config.model.clone().unwrap_or_else(|| profiles.default_model.clone());
        let successors = match (&config.successors, config.no_fallback) {
            (_, true) => Vec::new(),
            (Some(list), _) => list.clone(),
            // Someone else's server holds other models.
            (None, _) if !address.hosted && config.model.is_some() => Vec::new(),
            (None, _) => profiles.successors.clone(),
        };
        let shared = Shared {
            http: client(config, &address)?,
            pending_url: config.pending(&address, profiles)?,
            bucket: (!address.loopback).then(|| {
                Mutex::new(Bucket::new(profiles.service.requests_per_minute, profiles.service.burst))
            }),
            address,
            key,
            deadlines: config.deadlines,
        };
        Ok(Self {
            shared: Arc::new(shared),
            profiles,
            successors: successors.into_iter().filter(|other| *other != model).collect(),
            model,
            manner: Manner { strict: true, forced: true, thinking: config.thinking, stream: !config.whole },
            context_tokens: config.context_tokens,
            notes: Vec::new(),
            key_source: config.key.as_ref().map(|key| key.source.clone()),
        })
    }

    /// The address in use.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    async fn ask(
        &mut self,
        request: &ChatRequest,
        left_ms: u64,
        events: &mut dyn EventSink,
    ) -> Result<Turn, AgentError> {
        let deadline = Instant::now() + self.shared.deadlines.turn.min(Duration::from_millis(left_ms));
        let mut failed = 0;
        let mut silent = false;
        loop {
            let stream = self.manner.stream && !request.whole;
            let body = body::of(request, &self.profiles.of(&self.model), Manner { stream, ..self.manner });
            let fault = match self.once(body, deadline, events).await {
                Ok(turn) => return Ok(estimated(turn, request)),
                Err(fault) => fault,
            };
            if self.leave_out(&fault, events) || self.substitute(&fault, &mut silent, events) {
                continue;
            }
            let again = match fault.code {
                Code::StreamInterrupted | Code::StreamCorrupt => failed < STREAM_RETRIES,
                // Refusals with a status were retried below.
                Code::ServiceUnavailable | Code::RateLimited => fault.inside && failed < STREAM_RETRIES,
                Code::ModelEmpty => failed < 1,
                Code::ServiceTimeout => fault.silent && failed < 1,
                _ => false,
            };
            failed += 1;
            let delay = pace::jitter(failed, self.shared.deadlines.backoff);
            if !again || Instant::now() + delay >= deadline {
                return Err(self.told(fault).into_error());
            }
            let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
            events.emit(Event::Retrying { attempt: failed, delay_ms, reason: fault.code.word().into() });
            tokio::time::sleep(delay).await;
        }
    }

    /// One request; the guard's events are handed on while it runs.
    async fn once(
        &self,
        body: serde_json::Value,
        deadline: Instant,
        events: &mut dyn EventSink,
    ) -> Result<Turn, Fault> {
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        let order = Order { deadline, events: sender, answer: Arc::default() };
        let mut work = std::pin::pin!(wire::turn(&self.shared, body, order));
        let result = loop {
            tokio::select! {
                Some(event) = receiver.recv() => events.emit(event),
                result = &mut work => break result,
            }
        };
        while let Ok(event) = receiver.try_recv() {
            events.emit(event);
        }
        result
    }

    /// Leaves out what the service objects to, once for the session. Whether there was something to leave out.
    fn leave_out(&mut self, fault: &Fault, events: &mut dyn EventSink) -> bool {
        let part = match fault.objection {
            Some(Objection::Strict) => &mut self.manner.strict,
            Some(Objection::ToolChoice) => &mut self.manner.forced,
            Some(Objection::Reasoning) => &mut self.manner.thinking,
            None => return false,
        };
        if !*part {
            return false;
        }
        *part = false;
        let what = match fault.objection {
            Some(Objection::Strict) => "strict schemas",
            Some(Objection::ToolChoice) => "a forced tool",
            _ => "thinking",
        };
        let message = format!("the model service does not take {what}; left out from now on");
        events.emit(Event::Warning { code: "service.capability".into(), message });
        true
    }

    /// Goes on with the next model when this one is gone; never because of a rate limit or a server error.
    fn substitute(&mut self, fault: &Fault, silent: &mut bool, events: &mut dyn EventSink) -> bool {
        let gone = matches!(
            fault.code,
            Code::ModelRetired | Code::ModelNotFound | Code::ModelNotEntitled | Code::ModelDegraded
        );
        let silence = fault.code == Code::ServiceTimeout && fault.silent && !*silent;
        if !(gone || silence) || self.successors.is_empty() {
            return false;
        }
        *silent |= silence;
        let next = self.successors.remove(0);
        let message = format!(
            "model substituted: {} answered \"{}\"; went on with {next}",
            self.model,
            fault.message.chars().take(200).collect::<String>()
        );
        events.emit(Event::Warning { code: "model_substituted".into(), message: message.clone() });
        self.notes.push(message);
        self.model = next;
        true
    }

    /// Adds what only this place knows: where the refused key came from.
    fn told(&self, fault: Fault) -> Fault {
        match (&self.key_source, fault.code) {
            (Some(source), Code::AuthRejected) => fault.hint(format!(
                "the key came from {source}; make a new one or check that it belongs to {}",
                self.shared.address.host
            )),
            (None, Code::AuthRejected) => fault.hint("no key was sent; set NVIDIA_API_KEY"),
            _ => fault,
        }
    }
}

/// The HTTP client: redirects off, timeouts on, and this machine never asked through a proxy.
fn client(config: &NimConfig, address: &Address) -> Result<reqwest::Client, AgentError> {
    // Installed once a process; the second time is an error that means nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wrong =
        |error: &dyn std::fmt::Display| AgentError::new(Code::ConfigInvalid, format!("HTTP client: {error}"));
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(config.deadlines.connect)
        .read_timeout(config.deadlines.idle)
        .user_agent(concat!("gcg/", env!("CARGO_PKG_VERSION")));
    if address.loopback {
        builder = builder.no_proxy();
    }
    if let Some(pem) = &config.root_certificates {
        let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| wrong(&error))?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().map_err(|error| wrong(&error))
}

/// Fills in the request's share of an estimate.
fn estimated(mut turn: Turn, request: &ChatRequest) -> Turn {
    if turn.usage.estimated {
        let bytes: usize = request.messages.iter().map(Message::bytes).sum();
        turn.usage.prompt_tokens = (bytes / 4) as u64;
    }
    turn
}

impl Provider for Nim {
    fn name(&self) -> &'static str {
        "nim"
    }

    fn model(&self) -> Option<String> {
        Some(self.model.clone())
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            forced_choice: self.manner.forced && !self.manner.thinking,
            context_tokens: self.context_tokens,
        }
    }

    fn chat<'a>(
        &'a mut self,
        request: &'a ChatRequest,
        left_ms: u64,
        events: &'a mut dyn EventSink,
    ) -> BoxFuture<'a, Result<Turn, AgentError>> {
        self.ask(request, left_ms, events).boxed()
    }

    fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}
