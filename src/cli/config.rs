//! Configuration: flags, then environment, then `.env` in the working directory, then the configuration file, then
//! defaults. The key is read from `NVIDIA_API_KEY` alone; other providers' variables are ignored.

#![allow(clippy::disallowed_methods)] // the one place that reads the environment

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;

use super::failure::Failure;
use crate::tools::{ErrorCode, ToolError};

/// The configuration file, in YAML.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigFile {
    /// Which planner answers free text: offline, nim or auto.
    pub provider: Option<String>,
    /// Base URL of the OpenAI-compatible service.
    pub base_url: Option<String>,
    /// Model id.
    pub model: Option<String>,
    /// Models to go on with when the model is retired, in order.
    pub successors: Option<Vec<String>>,
    /// Whether the model may think before it answers.
    pub thinking: Option<bool>,
    /// Directory of a catalog overlay.
    pub catalog: Option<PathBuf>,
    /// Price book, or `indicative`.
    pub prices: Option<String>,
    /// How results are shown.
    pub output: Option<Output>,
}

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// One JSON document.
    Json,
    /// Text for people.
    Text,
}

impl Output {
    /// What the environment asks for, else the configuration file, else JSON.
    ///
    /// # Errors
    /// When `GCG_OUTPUT` is neither `json` nor `text`.
    pub fn wanted(settings: &ConfigFile) -> Result<Self, Failure> {
        match variable("GCG_OUTPUT").as_deref().map(str::trim) {
            Some("json") => Ok(Self::Json),
            Some("text") => Ok(Self::Text),
            Some(other) => Err(ToolError::new(
                ErrorCode::ConfigInvalid,
                format!("GCG_OUTPUT is `{other}`; it must be json or text"),
            )
            .hint("unset GCG_OUTPUT, or set it to text")
            .into()),
            None => Ok(settings.output.unwrap_or(Self::Json)),
        }
    }
}

/// Where a key was found; shown instead of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySource {
    /// The environment.
    Environment,
    /// `.env` in the working directory.
    EnvFile,
}

impl KeySource {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Environment => "the environment variable NVIDIA_API_KEY",
            Self::EnvFile => "NVIDIA_API_KEY in .env",
        }
    }
}

/// The configuration file, when there is one.
pub fn file(explicit: Option<&Path>) -> Result<ConfigFile, Failure> {
    let path = match explicit {
        Some(path) => path.to_path_buf(),
        None => match directory("XDG_CONFIG_HOME", ".config") {
            Some(folder) => folder.join("config.yaml"),
            None => return Ok(ConfigFile::default()),
        },
    };
    if explicit.is_none() && !path.exists() {
        return Ok(ConfigFile::default());
    }
    let text = super::input::text(&path.display().to_string(), 64 * 1024)?;
    if text.trim().is_empty() {
        return Ok(ConfigFile::default());
    }
    serde_yaml::from_str(&text).map_err(|error| {
        ToolError::new(ErrorCode::ConfigInvalid, format!("{}: {error}", path.display()))
            .hint("known keys: provider, base_url, model, successors, thinking, catalog, prices, output")
            .into()
    })
}

/// A directory of this program below an XDG base directory; relative values are ignored, as the XDG text says.
pub fn directory(variable: &str, below_home: &str) -> Option<PathBuf> {
    let base = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = base.or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute())?;
        Some(home.join(below_home))
    })?;
    Some(base.join("gcg"))
}

/// An environment variable of this program; empty counts as unset.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The key and where it was found.
pub fn key() -> Result<Option<(SecretString, KeySource)>, Failure> {
    if let Some(value) = std::env::var_os("NVIDIA_API_KEY").filter(|value| !value.is_empty()) {
        let value = value.into_string().map_err(|_| malformed(KeySource::Environment))?;
        return clean(&value, KeySource::Environment);
    }
    match env_file(Path::new(".env")) {
        Some(value) => clean(&value, KeySource::EnvFile),
        None => Ok(None),
    }
}

fn clean(value: &str, source: KeySource) -> Result<Option<(SecretString, KeySource)>, Failure> {
    let value = value.trim_matches(|c: char| c.is_ascii_whitespace());
    if value.is_empty() {
        return Ok(None);
    }
    if !value.chars().all(|c| c.is_ascii_graphic()) {
        return Err(malformed(source));
    }
    super::scrub::remember(value);
    Ok(Some((SecretString::from(value.to_string()), source)))
}

fn malformed(source: KeySource) -> Failure {
    Failure::Error {
        document: serde_json::json!({
            "error": format!("the key in {} holds characters a key cannot hold", source.words()),
            "code": "auth.malformed",
            "hints": ["copy the key again, as one line of plain characters"],
        }),
        exit: 4,
    }
}

/// The value of `NVIDIA_API_KEY` in an env file; no other variable is read from it.
fn env_file(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| {
        let line = line.trim().strip_prefix("export ").unwrap_or(line.trim());
        let value = line.strip_prefix("NVIDIA_API_KEY")?.trim_start().strip_prefix('=')?.trim();
        let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        Some(quoted.unwrap_or(value).to_string())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_env_file_gives_the_key_and_nothing_else() {
        let path = std::env::temp_dir().join(format!("gcg-env-{}", std::process::id()));
        for (text, key) in [
            ("NVIDIA_API_KEY=abc\n", Some("abc")),
            ("# note\nexport NVIDIA_API_KEY = 'abc'\n", Some("abc")),
            ("OPENAI_API_KEY=abc\n", None),
            ("NVIDIA_API_KEY_2=abc\n", None),
        ] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(env_file(&path).as_deref(), key, "{text}");
        }
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_pasted_key_is_trimmed_and_a_broken_one_refused() {
        assert!(clean("key\n", KeySource::Environment).unwrap().is_some());
        assert!(clean("  ", KeySource::Environment).unwrap().is_none());
        assert!(clean("ke\u{301}y", KeySource::Environment).is_err());
    }
}
