//! `gcg explain`.

use clap::Args;

use super::{super::input, Done, Failure};
use crate::{
    check::AnswerDocument,
    tools::{Catalog, Tool, explain},
};

/// `gcg explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Answer document, or - for standard input.
    pub answer: String,
    /// JSON pointer of the number; without one, every number is explained in a sentence.
    pub pointer: Option<String>,
}

/// Runs `gcg explain`.
pub fn run(catalog: &Catalog, request: &Explain) -> Result<Done, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    let output = explain::Explain::run(catalog, explain::Input { answer, pointer: request.pointer.clone() })?;
    match (&request.pointer, output.explanations.as_slice()) {
        (Some(_), [one]) => Done::new(one),
        _ => Done::new(output),
    }
}
