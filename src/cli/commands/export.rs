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
    design::Design,
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
    /// Pool or site to export, where the design has several.
    #[arg(long, value_name = "NAME")]
    pub part: Option<String>,
    /// Directory to write the file into; without it, the file goes to standard output.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Runs `gcg export`.
pub fn run(catalog: &Catalog, request: &Request) -> Result<Ended, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    explain::recompute(catalog, &answer)?;
    let design = answer.design.as_ref().ok_or_else(|| nothing("the answer holds no design"))?;
    let files = export::files(catalog, part(design, request.part.as_deref())?, &request.format)?;
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

/// The design to export: the whole, or one of its pools or sites by name.
fn part<'d>(design: &'d Design, name: Option<&str>) -> Result<&'d Design, Failure> {
    let list = design.parts.as_ref().map_or(&[][..], |parts| parts.list.as_slice());
    let known = || list.iter().map(|part| format!("--part \"{}\"", part.name)).collect::<Vec<_>>().join(", ");
    match (name, list) {
        (None, []) => Ok(design),
        (None, _) => Err(Failure::usage(
            format!("the design has {} parts, each with cabling of its own", list.len()),
            format!("export them one by one: {}", known()),
        )),
        (Some(name), []) => Err(Failure::usage(
            format!("the design is one cluster and has no part {name}"),
            "leave --part out",
        )),
        (Some(name), _) => list
            .iter()
            .find(|part| part.name.eq_ignore_ascii_case(name.trim()))
            .map(|part| &*part.design)
            .ok_or_else(|| {
                Failure::usage(format!("the design has no part {name}"), format!("name one of: {}", known()))
            }),
    }
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
