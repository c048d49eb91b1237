//! `gcg export`: cabling and topology files of an answer's fabrics. The wiring is not stored in an answer; it is laid
//! out anew from the answer's own statements and the same catalog.

use std::path::{Path, PathBuf};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};
use serde_json::json;

use super::{
    super::{input, output},
    Done, Ended, Failure,
};
use crate::{
    check::AnswerDocument,
    render::export::FORMATS,
    tools::{Catalog, explain, export, layout::nothing},
};

/// Names and meanings of the formats, for the command line.
fn names() -> PossibleValuesParser {
    FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)).into()
}

/// `gcg export`.
#[derive(Debug, Args)]
pub struct Request {
    /// Answer document, or - for standard input.
    pub answer: String,
    /// Format of the file.
    #[arg(long, value_parser = names())]
    pub format: String,
    /// Directory to write the file into; without it, the file goes to standard output.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Runs `gcg export`.
pub fn run(catalog: &Catalog, request: &Request) -> Result<Ended, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    explain::recompute(catalog, &answer)?;
    let design = answer.design.as_ref().ok_or_else(|| nothing("the answer holds no design"))?;
    let files = export::files(catalog, design, &request.format)?;
    let Some(folder) = &request.out else {
        let [(_, text)] = files.as_slice() else {
            return Err(Failure::usage(
                format!("{} is {} files", request.format, files.len()),
                "name a directory for them with --out DIR",
            ));
        };
        output::out(text);
        return Ok(Ended::Printed(0));
    };
    let mut written = Vec::new();
    for (name, text) in &files {
        let path = folder.join(name);
        write(&path, text)?;
        written.push(json!({ "file": path.display().to_string(), "bytes": text.len() }));
    }
    Done::new(json!({ "format": request.format, "files": written })).map(Ended::Document)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, text)).map_err(|error| {
        Failure::input(
            format!("{} cannot be written: {error}", path.display()),
            "name a directory you may write to",
        )
    })
}
