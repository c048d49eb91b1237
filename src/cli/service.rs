//! Which planner answers free text, from flags, environment and configuration; and what a question may cost.

use super::{
    config::{self, ConfigFile},
    failure::Failure,
    input,
    service_args::Service,
};
use crate::agent::{
    Limits, Provider,
    provider::{
        PROVIDERS,
        nim::{Key, Nim, NimConfig},
        offline::Offline,
        replay::Replay,
    },
};

/// A planner, and how it came to be chosen when that was not said.
pub struct Chosen {
    /// The planner.
    pub provider: Box<dyn Provider>,
    /// Why it was taken, for the answer's notes.
    pub note: Option<String>,
}

/// The planner for free text.
pub fn choose(service: &Service, settings: &ConfigFile) -> Result<Chosen, Failure> {
    let named = service
        .provider
        .clone()
        .or_else(|| config::variable("GCG_PROVIDER"))
        .or_else(|| settings.provider.clone());
    let base_url = base_url(service, settings);
    match named.as_deref() {
        Some("offline") => Ok(Chosen { provider: Box::new(Offline), note: None }),
        Some("nim") => Ok(Chosen { provider: nim_service(service, settings)?, note: None }),
        Some(other) if other.starts_with("replay:") => {
            let text = input::text(&other["replay:".len()..], input::ANSWER_LIMIT_BYTES)?;
            let replay = Replay::from_jsonl(&text).map_err(|error| failure(&error))?;
            Ok(Chosen { provider: Box::new(replay), note: None })
        }
        None | Some("auto") => {
            if base_url.is_some() || config::key()?.is_some() {
                return Ok(Chosen { provider: nim_service(service, settings)?, note: None });
            }
            let note = "no key and no service is configured; the built-in planner read the text by rules"
                .to_string();
            Ok(Chosen { provider: Box::new(Offline), note: Some(note) })
        }
        Some(other) => {
            let names: Vec<&str> = PROVIDERS.iter().map(|choice| choice.name).collect();
            Err(Failure::input(
                format!("unknown provider `{other}`"),
                format!("providers: {}, auto; replay is written as replay:FILE", names.join(", ")),
            ))
        }
    }
}

fn base_url(service: &Service, settings: &ConfigFile) -> Option<String> {
    service
        .base_url
        .clone()
        .or_else(|| config::variable("GCG_BASE_URL"))
        .or_else(|| settings.base_url.clone())
}

fn nim_service(service: &Service, settings: &ConfigFile) -> Result<Box<dyn Provider>, Failure> {
    Ok(Box::new(nim(service, settings)?))
}

/// The model service that is configured.
pub fn nim(service: &Service, settings: &ConfigFile) -> Result<Nim, Failure> {
    let key = config::key()?;
    let config = NimConfig {
        base_url: base_url(service, settings),
        key: key.map(|(secret, source)| Key { secret, source: source.words().into() }),
        model: service
            .model
            .clone()
            .or_else(|| config::variable("GCG_MODEL"))
            .or_else(|| settings.model.clone()),
        successors: settings.successors.clone(),
        no_fallback: service.no_fallback,
        thinking: settings.thinking.unwrap_or(false),
        whole: service.no_stream,
        allow_http: service.allow_http,
        context_tokens: service.context_tokens,
        root_certificates: service.ca_cert.as_deref().map(certificates).transpose()?,
        ..NimConfig::default()
    };
    Nim::new(&config).map_err(|error| failure(&error))
}

/// A file of certificates.
fn certificates(path: &std::path::Path) -> Result<Vec<u8>, Failure> {
    input::text(&path.display().to_string(), input::TEXT_LIMIT_BYTES * 8).map(String::into_bytes)
}

/// What one question may cost.
pub fn limits(service: &Service) -> Limits {
    let mut limits = Limits::default();
    if let Some(requests) = service.max_requests {
        limits.requests = requests.max(1);
    }
    if let Some(tokens) = service.max_tokens {
        limits.tokens = tokens.max(1);
    }
    if let Some(seconds) = service.timeout {
        limits.time_ms = seconds.saturating_mul(1000);
    }
    limits
}

/// An agent's error as a command's.
pub fn failure(error: &crate::agent::AgentError) -> Failure {
    Failure::Error { document: error.document(), exit: error.exit() }
}
