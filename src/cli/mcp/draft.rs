//! The proposal of an answer for clients of the protocol: one chapter, or the whole document.

use serde_json::{Map, Value, json};

use super::{arguments, kept::Results};
use crate::{
    check::AnswerDocument,
    cli::drafting::Drafting,
    draft::{self, Settings, Words, files::Format},
    tools::{Catalog, ErrorCode, ToolError},
};

/// Name of the tool.
pub const NAME: &str = "draft";

/// What is asked for.
pub struct Wanted {
    answer: AnswerDocument,
    part: String,
    format: String,
    language: String,
}

/// Reads the arguments.
///
/// # Errors
/// `tool.args_invalid` when one is unknown, or names no answer that is kept.
pub fn wanted(mut given: Map<String, Value>, results: &Results) -> Result<Wanted, ToolError> {
    let answer = given.remove("answer").unwrap_or_else(|| "last".into());
    let answer = arguments::kept(&answer, results)?;
    let mut word = |key: &str, usual: &str| match given.remove(key) {
        None | Some(Value::Null) => Ok(usual.to_string()),
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(invalid(format!("`{key}` is {other}; it must be a word"))),
    };
    let (part, format) = (word("part", "summary")?, word("format", "md")?);
    let language = word("language", &answer.language)?;
    match given.keys().next() {
        Some(key) => Err(invalid(format!("`{key}` is no argument of draft"))),
        None => Ok(Wanted { answer, part, format, language }),
    }
}

/// Writes the document: `{schema, format, part, language, text}`.
///
/// # Errors
/// When the answer was edited or made with another catalog, or the part or format does not exist.
pub fn run(catalog: &Catalog, wanted: &Wanted) -> Result<Value, ToolError> {
    let bug = |text: String| ToolError::new(ErrorCode::Internal, text);
    let format = match wanted.format.as_str() {
        "md" => Format::Markdown,
        "html" => Format::Html,
        "csv" => Format::Csv,
        "typ" => Format::Typst,
        other => return Err(invalid(format!("`{other}` is no format of draft"))),
    };
    let words = Words::with(&wanted.language, None).map_err(|error| bug(error.to_string()))?;
    let branding = draft::Branding::of_language(&words.language);
    let settings = Settings::new(branding, None, "").map_err(|error| bug(error.to_string()))?;
    let drafting = Drafting::new(catalog, &wanted.answer)?;
    let cabling = drafting.cabling();
    let source = drafting.source(&wanted.answer, &words, &settings, cabling.as_ref(), None);
    let mut document = draft::proposal(source).map_err(|error| bug(error.to_string()))?;
    if format == Format::Markdown && wanted.part != "all" {
        let known: Vec<String> = document.sections.iter().map(|section| section.id.clone()).collect();
        document.sections.retain(|section| section.id == wanted.part);
        if document.sections.is_empty() {
            return Err(invalid(format!("the proposal has no part `{}`", wanted.part))
                .hint(format!("parts: all, {}", known.join(", "))));
        }
        document.derivations.clear();
    }
    let files = draft::files::make(&document, source, format).map_err(|error| bug(error.to_string()))?;
    let bytes = files.first().map(|file| file.bytes.clone()).unwrap_or_default();
    Ok(json!({
        "schema": "gcg/draft-text/1",
        "format": wanted.format,
        "part": if format == Format::Markdown { wanted.part.as_str() } else { "all" },
        "language": words.language,
        "text": String::from_utf8_lossy(&bytes),
    }))
}

fn invalid(message: String) -> ToolError {
    ToolError::new(ErrorCode::ToolArguments, message)
}
