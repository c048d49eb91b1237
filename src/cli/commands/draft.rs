//! `gcg draft`.

use std::{fs, path::Path};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    super::{args, input},
    Done, Failure,
};
use crate::{
    check::AnswerDocument,
    draft::{
        self, Branding, DraftError, Settings, Words,
        files::{self, Format},
    },
    tools::{Catalog, ErrorCode, Tool, ToolError, explain},
};

/// A logo may be this large.
const LOGO_LIMIT_BYTES: u64 = 1024 * 1024;

/// Runs `gcg draft`.
pub fn run(catalog: &Catalog, request: &args::Draft) -> Result<Done, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    let output = explain::Explain::run(catalog, explain::Input { answer: answer.clone(), pointer: None })?;
    let (settings, words) = settings(request)?;
    let document = draft::proposal(&answer, &output.explanations, &words, &settings).map_err(broken)?;
    let mut listed = Vec::new();
    for format in &request.format {
        let Some((name, format)) = Format::ALL.iter().find(|(name, _)| name == format) else { continue };
        for file in files::make(&document, *format).map_err(broken)? {
            write(&request.out, &file.name, &file.bytes)?;
            let digest: String =
                Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            listed.push(json!({
                "format": name,
                "path": request.out.join(&file.name).display().to_string(),
                "size_bytes": file.bytes.len(),
                "sha256": digest,
            }));
        }
    }
    let identity = &document.identity;
    let done = json!({
        "files": listed,
        "answer": identity.answer,
        "catalog": { "edition": identity.catalog_edition, "digest": identity.catalog_digest },
        "program": identity.program,
        "outcome": answer.outcome,
        "sections": document.sections.len(),
        "numbers": document.derivations.len(),
        "findings": answer.findings,
    });
    Done::new(done, false)
}

fn broken(error: DraftError) -> Failure {
    Failure::bug(&error.to_string())
}

/// The branding file with what it names.
fn settings(request: &args::Draft) -> Result<(Settings, Words), Failure> {
    let invalid = |message: String| {
        Failure::from(ToolError::new(ErrorCode::ConfigInvalid, message).hint(
            "keys of a branding file: company, author, customer, project, confidentiality, disclaimer, accent, logo, currency, number_format, words",
        ))
    };
    let mut branding = Branding::default();
    let mut folder = Path::new("").to_path_buf();
    if let Some(path) = &request.branding {
        let text = input::text(path, 64 * 1024)?;
        branding = serde_yaml::from_str(&text).map_err(|error| invalid(format!("{path}: {error}")))?;
        folder = Path::new(path).parent().unwrap_or(Path::new("")).to_path_buf();
    }
    let logo = (!branding.logo.is_empty())
        .then(|| {
            let path = folder.join(&branding.logo);
            match fs::metadata(&path) {
                Ok(found) if found.len() > LOGO_LIMIT_BYTES => Err(invalid(format!(
                    "the logo {} is larger than {LOGO_LIMIT_BYTES} bytes",
                    path.display()
                ))),
                _ => fs::read(&path)
                    .map_err(|error| invalid(format!("the logo {} cannot be read: {error}", path.display()))),
            }
        })
        .transpose()?;
    let overlay = (!branding.words.is_empty())
        .then(|| input::text(&folder.join(&branding.words).display().to_string(), 256 * 1024))
        .transpose()?;
    let words = Words::with(overlay.as_deref()).map_err(|error| invalid(error.to_string()))?;
    let date = request.date.clone().unwrap_or_default();
    let settings = Settings::new(branding, logo, &date).map_err(|error| invalid(error.to_string()))?;
    Ok((settings, words))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
    made.map_err(|error| {
        Failure::input(
            format!("{} cannot be written: {error}", path.display()),
            "give --out a directory that can be written",
        )
    })
}
