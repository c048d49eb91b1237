//! Arguments of every command that may ask a model service.

use std::path::PathBuf;

use clap::Args;

use crate::agent::provider::PROVIDERS;

/// Chooses by what is configured.
pub const AUTO: &str = "auto";

/// Which model service answers.
#[derive(Debug, Clone, Default, Args)]
pub struct Service {
    /// The planner.
    #[arg(long, value_name = "NAME", help = providers())]
    pub provider: Option<String>,
    /// Base URL of an OpenAI-compatible service.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Model id.
    #[arg(long)]
    pub model: Option<String>,
    /// End instead of going on with a successor when the model is retired.
    #[arg(long)]
    pub no_fallback: bool,
    /// Ask for the whole answer at once in place of a stream.
    #[arg(long)]
    pub no_stream: bool,
    /// Allow plain http to another machine; key and text can then be read on the way.
    #[arg(long)]
    pub allow_http: bool,
    /// Tokens the model's context holds, when it is small.
    #[arg(long, value_name = "TOKENS")]
    pub context_tokens: Option<u64>,
    /// Certificates to trust besides the system's, PEM.
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
    /// Most tokens for one question, of requests and answers together.
    #[arg(long, value_name = "TOKENS")]
    pub max_tokens: Option<u64>,
    /// Most model requests for one question.
    #[arg(long, value_name = "N")]
    pub max_requests: Option<u32>,
    /// Seconds for one question.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
}

/// The providers with what they are, for the help.
fn providers() -> String {
    let rows: Vec<String> =
        PROVIDERS.iter().map(|choice| format!("{} ({})", choice.usage(), choice.about)).collect();
    format!("{} or {AUTO} (nim with a key, else offline)", rows.join(", "))
}
