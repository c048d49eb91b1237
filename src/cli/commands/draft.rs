//! `gcg draft`.

use std::{fs, path::Path};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    super::{args, input, print},
    Done, Failure,
};
use crate::{
    check::AnswerDocument,
    draft::{
        self, Branding, DraftError, Settings, Words, compare,
        files::{self, Format, Source},
    },
    render::document::Document,
    tools::{Catalog, ErrorCode, Tool, ToolError, explain},
};

/// A logo may be this large.
const LOGO_LIMIT_BYTES: u64 = 1024 * 1024;
/// An edited document may be this large.
const EDITED_LIMIT_BYTES: u64 = 32 * 1024 * 1024;

/// Runs `gcg draft`.
pub fn run(catalog: &Catalog, request: &args::Draft) -> Result<Done, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    let output = explain::Explain::run(catalog, explain::Input { answer: answer.clone(), pointer: None })?;
    let (settings, words) = settings(request)?;
    let source =
        Source { answer: &answer, explanations: &output.explanations, words: &words, settings: &settings };
    let document = draft::proposal(&answer, &output.explanations, &words, &settings).map_err(broken)?;
    if let Some(path) = &request.check {
        return check(path, &document, source);
    }
    let mut listed = Vec::new();
    for format in &request.format {
        let name = format.as_str();
        let made = match Format::of(name) {
            Some(format) => files::make(&document, source, format).map_err(broken)?,
            None => {
                let page = files::make(&document, source, Format::Html).map_err(broken)?;
                let html = page.first().map(|file| file.bytes.as_slice()).unwrap_or_default();
                let bytes = print::pdf(html, request.browser.as_deref())?;
                vec![files::File { name: "proposal.pdf".into(), bytes }]
            }
        };
        for file in made {
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
    let mut done = identity(&document);
    done["outcome"] = json!(answer.outcome);
    done["section_count"] = json!(document.sections.len());
    done["number_count"] = json!(document.derivations.len());
    done["findings"] = json!(answer.findings);
    done["files"] = json!(listed);
    Done::new(done, false)
}

fn identity(document: &Document) -> Value {
    let identity = &document.identity;
    json!({
        "answer": identity.answer,
        "catalog": { "edition": identity.catalog_edition, "digest": identity.catalog_digest },
        "program": identity.program,
    })
}

/// Compares an edited file with what the answer gives; exit 9 when a number does not match.
fn check(path: &Path, document: &Document, source: Source<'_>) -> Result<Done, Failure> {
    let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
    let format = Format::of(&extension).filter(|format| matches!(format, Format::Markdown | Format::Xlsx));
    let Some(format) = format else {
        return Err(Failure::input(
            format!("{} is neither a .md nor an .xlsx file", path.display()),
            "numbers are checked in Markdown documents and in workbooks",
        ));
    };
    let unreadable = |error: String| {
        Failure::input(
            format!("{} cannot be checked: {error}", path.display()),
            "give a proposal.md or proposal.xlsx that `gcg draft` wrote, edited or not",
        )
    };
    let size = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > EDITED_LIMIT_BYTES {
        return Err(unreadable(format!("it is larger than {EDITED_LIMIT_BYTES} bytes")));
    }
    let found = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let made = files::make(document, source, format).map_err(broken)?;
    let expected = made.first().map(|file| file.bytes.as_slice()).unwrap_or_default();
    let (mismatches, text) = if format == Format::Markdown {
        let found = String::from_utf8(found).map_err(|_| unreadable("it is not UTF-8 text".into()))?;
        (compare::markdown(&String::from_utf8_lossy(expected), &found), found)
    } else {
        let mismatches = compare::workbook(expected, &found).map_err(unreadable)?;
        (mismatches, compare::workbook_text(&found).map_err(unreadable)?)
    };
    let same = text.contains(&document.identity.answer);
    let mut done = identity(document);
    done["file"] = json!(path.display().to_string());
    done["same_answer"] = json!(same);
    done["matches"] = json!(same && mismatches.is_empty());
    done["mismatch_count"] = json!(mismatches.len());
    done["mismatches"] = json!(mismatches);
    let exit = if same && mismatches.is_empty() { 0 } else { 9 };
    Ok(Done::new(done, false)?.with_exit(exit))
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
