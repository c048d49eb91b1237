//! `gcg explain`.

use super::{
    super::{args, input},
    Done, Failure,
};
use crate::{
    check::AnswerDocument,
    tools::{Catalog, Tool, explain},
};

/// Runs `gcg explain`.
pub fn run(catalog: &Catalog, request: &args::Explain) -> Result<Done, Failure> {
    let answer: AnswerDocument = input::document(&request.answer, input::ANSWER_LIMIT_BYTES, "answer")?;
    let output = explain::Explain::run(catalog, explain::Input { answer, pointer: request.pointer.clone() })?;
    match (&request.pointer, output.explanations.as_slice()) {
        (Some(_), [one]) => Done::new(one),
        _ => Done::new(output),
    }
}
