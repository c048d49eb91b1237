//! Which planner answers free text, from flags, environment and configuration; and what a question may cost.

use super::{
    config::{self, ConfigFile},
    failure::Failure,
    input,
    service_args::{AUTO, Service},
};
use crate::agent::{
    Limits, Provider,
    provider::{
        PROVIDERS, Setup, find,
        nim::{self, Key, Nim, NimConfig},
        offline,
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
    let (written, note) = match named.as_deref() {
        Some(written) if written != AUTO => (written, None),
        _ if base_url(service, settings).is_some() || config::key()?.is_some() => (nim::CHOICE.name, None),
        _ => (
            offline::CHOICE.name,
            Some("no key and no service is configured; the built-in planner read the text by rules"),
        ),
    };
    let Some((choice, file)) = find(written) else {
        let hint = format!("providers: {} or {AUTO}", usages().join(", "));
        return Err(Failure::input(format!("unknown provider `{written}`"), hint));
    };
    let mut setup = Setup::default();
    if choice.needs_service {
        setup.service = service_config(service, settings)?;
    }
    if let Some(path) = file {
        setup.file = input::text(path, input::ANSWER_LIMIT_BYTES)?;
    }
    let provider = (choice.build)(&setup).map_err(|error| failure(&error))?;
    Ok(Chosen { provider, note: note.map(str::to_string) })
}

/// How each provider is written on the command line.
fn usages() -> Vec<String> {
    PROVIDERS.iter().map(|choice| choice.usage()).collect()
}

fn base_url(service: &Service, settings: &ConfigFile) -> Option<String> {
    service
        .base_url
        .clone()
        .or_else(|| config::variable("GCG_BASE_URL"))
        .or_else(|| settings.base_url.clone())
}

/// The model service that is configured.
pub fn nim(service: &Service, settings: &ConfigFile) -> Result<Nim, Failure> {
    Nim::new(&service_config(service, settings)?).map_err(|error| failure(&error))
}

/// How the model service is reached.
fn service_config(service: &Service, settings: &ConfigFile) -> Result<NimConfig, Failure> {
    let key = config::key()?;
    Ok(NimConfig {
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
    })
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
