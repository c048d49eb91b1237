//! `gcg gpu`.

use clap::Subcommand;
use serde_json::json;

use super::{
    super::{
        config::ConfigFile,
        name_parser::{NameParser, names},
        service,
        service_args::Service,
        signals,
    },
    Done, Failure, keep,
    part::Part,
};
use crate::{
    agent::{Silent, gpu_fallback},
    tools::{self, Catalog, ErrorCode, ToolError, part::PartKind},
};

/// `gcg gpu`.
#[derive(Debug, Subcommand)]
pub enum Gpu {
    /// Show one GPU fact by fact.
    Show {
        /// Name of the GPU.
        #[arg(value_parser = NameParser(names::gpus))]
        name: String,
    },
    /// GPUs side by side, with ratios to the first.
    Compare {
        /// Names of two or more GPUs.
        #[arg(required = true, num_args = 2.., value_parser = NameParser(names::gpus))]
        names: Vec<String>,
    },
    /// Look up one GPU.
    Spec {
        /// Name of the GPU.
        #[arg(long, value_parser = NameParser(names::gpus))]
        gpu: String,
        /// The whole datasheet.
        #[arg(long)]
        full: bool,
        /// Never ask a model about an unknown GPU.
        #[arg(long)]
        no_model: bool,
        #[command(flatten)]
        service: Service,
    },
    /// List GPUs.
    List {
        /// Part of the architecture's name.
        #[arg(long)]
        arch: Option<String>,
        /// Least memory, GB.
        #[arg(long)]
        min_memory_gb: Option<f64>,
        /// Part of the form factor.
        #[arg(long)]
        form_factor: Option<String>,
    },
}

/// Runs a GPU command; a model is asked only about a GPU the catalog does not hold.
pub fn run(catalog: &Catalog, command: &Gpu, settings: &ConfigFile) -> Result<Done, Failure> {
    match command {
        Gpu::Spec { gpu, full, no_model, service } => {
            let document = match tools::call(catalog, "gpu_spec", json!({ "gpu": gpu })) {
                Ok(document) => document,
                Err(error) if error.code == ErrorCode::NameUnknown && !no_model => {
                    return ask_model(gpu, &error, service, settings).and_then(Done::new);
                }
                Err(error) => return Err(error.into()),
            };
            let document = if *full { document } else { brief(document) };
            Done::new(document)
        }
        Gpu::Show { name } => {
            let command = Part::Show { name: name.clone() };
            super::part::run(catalog, PartKind::Gpu, &command)
        }
        Gpu::Compare { names } => {
            let command = Part::Compare { names: names.clone() };
            super::part::run(catalog, PartKind::Gpu, &command)
        }
        Gpu::List { arch, min_memory_gb, form_factor } => {
            let input =
                json!({ "architecture": arch, "min_memory_gb": min_memory_gb, "form_factor": form_factor });
            Done::new(tools::call(catalog, "gpu_list", input)?)
        }
    }
}

/// The three keys of the original prototype. Names it knew keep their single note; the ambiguity of others is told.
fn brief(mut document: serde_json::Value) -> serde_json::Value {
    const PROTOTYPE: [&str; 4] = ["h100", "a100", "l40s", "rtx4090"];
    let asked = crate::catalog::normalize(document["gpu"].as_str().unwrap_or_default());
    let ambiguous = document["could_also_mean"].as_array().is_some_and(|others| !others.is_empty());
    let notes = document["notes"].as_array().cloned().unwrap_or_default();
    let kept = if ambiguous && !PROTOTYPE.contains(&asked.as_str()) { 2 } else { 1 };
    document["notes"] = notes.into_iter().take(kept).collect();
    keep(document, &["gpu", "memory_gb", "notes"])
}

/// What a language model says about a GPU the catalog does not hold; labelled, and never used in a design.
fn ask_model(
    gpu: &str,
    unknown: &ToolError,
    request: &Service,
    settings: &ConfigFile,
) -> Result<serde_json::Value, Failure> {
    let mut chosen = service::choose(request, settings)?;
    if chosen.provider.name() == "offline" {
        return Err(no_key(gpu, unknown));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::bug(&format!("the runtime does not start: {error}")))?;
    let limits = service::limits(request);
    let signal = signals::Signal::default();
    let answer = runtime.block_on(async {
        let mut events = Silent;
        let asking = gpu_fallback::look_up(gpu, chosen.provider.as_mut(), limits.time_ms, &mut events);
        tokio::select! {
            biased;
            () = signal.wait() => None,
            answer = asking => Some(answer),
        }
    });
    match answer {
        None => Err(Failure::interrupted(signal.exit().unwrap_or(130))),
        Some(Err(error)) => Err(service::failure(&error)),
        Some(Ok(guess)) => {
            let mut document =
                serde_json::to_value(guess).map_err(|error| Failure::bug(&error.to_string()))?;
            if let Some(notes) = document["notes"].as_array_mut() {
                notes.extend(chosen.provider.take_notes().into_iter().map(Into::into));
            }
            Ok(document)
        }
    }
}

/// The error for an unknown GPU when no model may be asked.
fn no_key(name: &str, unknown: &ToolError) -> Failure {
    let mut error = ToolError::new(
        ErrorCode::AuthMissing,
        format!("the catalog holds no GPU `{name}`, and without a key no model can be asked about it"),
    );
    for hint in &unknown.hints {
        error = error.hint(hint);
    }
    error
        .hint("for a model's unverified figures set NVIDIA_API_KEY, or name a service with --base-url")
        .into()
}
