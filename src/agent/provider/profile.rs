//! What is known of models and of the default service: data, in one file, overridable by configuration.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::agent::error::{AgentError, Code};

/// The file.
const FILE: &str = include_str!("profiles.yaml");

/// Everything in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profiles {
    /// The default service.
    pub service: Service,
    /// Model asked when none is configured.
    pub default_model: String,
    /// Models to go on with, in order, when one is withdrawn.
    pub successors: Vec<String>,
    models: Vec<Profile>,
}

/// The default service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Base URL.
    pub base_url: String,
    /// Where accepted requests are asked about.
    pub pending_url: String,
    /// Requests a minute we allow ourselves.
    pub requests_per_minute: u32,
    /// Requests at once before the rate counts.
    pub burst: u32,
}

/// How to talk to one model.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Model id.
    pub id: String,
    /// Keys of a request that switch thinking off.
    #[serde(default)]
    pub thinking_off: Map<String, Value>,
    /// Keys of a request that switch thinking on.
    #[serde(default)]
    pub thinking_on: Map<String, Value>,
    /// Whether reasoning has to be sent back beside tool calls.
    #[serde(default)]
    pub echo_reasoning: bool,
}

impl Profiles {
    /// The embedded profiles.
    ///
    /// # Errors
    /// `internal.bug` when the embedded file does not fit its type; a test reads it.
    pub fn embedded() -> Result<&'static Self, AgentError> {
        static PROFILES: OnceLock<Result<Profiles, String>> = OnceLock::new();
        PROFILES
            .get_or_init(|| serde_yaml::from_str(FILE).map_err(|error| error.to_string()))
            .as_ref()
            .map_err(|error| AgentError::new(Code::Internal, format!("profiles.yaml: {error}")))
    }

    /// How to talk to a model; for one that is not known, plainly.
    #[must_use]
    pub fn of(&self, model: &str) -> Profile {
        let known = self.models.iter().find(|profile| profile.id == model).cloned();
        known.unwrap_or_else(|| Profile { id: model.into(), ..Profile::default() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_file_fits_and_every_successor_has_a_profile() {
        let profiles = Profiles::embedded().unwrap();
        assert!(profiles.successors.contains(&profiles.default_model));
        for model in &profiles.successors {
            assert!(!profiles.of(model).thinking_off.is_empty(), "{model}");
        }
        assert!(profiles.of("local").thinking_off.is_empty());
    }
}
