//! `gcg gpu`.

use serde_json::json;

use super::{
    super::{args::Gpu, config::ConfigFile},
    Done, Failure, keep,
};
use crate::tools::{self, Catalog, ErrorCode, ToolError};

/// Runs a GPU command that needs no model.
pub fn run(catalog: &Catalog, command: &Gpu, _settings: &ConfigFile) -> Result<Done, Failure> {
    match command {
        Gpu::Spec { gpu, full, shown, .. } => {
            let document = tools::call(catalog, "gpu_spec", json!({ "gpu": gpu }))?;
            let document = if *full { document } else { brief(document) };
            Done::new(document, shown.text)
        }
        Gpu::List { arch, min_memory_gb, form_factor, shown } => {
            let input =
                json!({ "architecture": arch, "min_memory_gb": min_memory_gb, "form_factor": form_factor });
            Done::new(tools::call(catalog, "gpu_list", input)?, shown.text)
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

/// Whether a look-up failed because the catalog does not hold the GPU, so that a model may be asked.
pub fn may_ask_model(failure: &Failure) -> bool {
    let Failure::Error { document, .. } = failure;
    document["code"] == ErrorCode::NameUnknown.word()
}

/// The error for an unknown GPU when no model may be asked.
pub fn no_key(name: &str, failure: &Failure) -> Failure {
    let Failure::Error { document, .. } = failure;
    let near = document["hints"].as_array().cloned().unwrap_or_default();
    let mut error = ToolError::new(
        ErrorCode::AuthMissing,
        format!("the catalog holds no GPU `{name}`, and without a key no model can be asked about it"),
    );
    for hint in near.iter().filter_map(|hint| hint.as_str()) {
        error = error.hint(hint);
    }
    error
        .hint("for a model's unverified figures set NVIDIA_API_KEY, or name a service with --base-url")
        .into()
}
