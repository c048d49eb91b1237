//! `gcg diff`.

use clap::Args;

use super::{
    super::{failure::Failure, input},
    Done,
};
use crate::{
    check::AnswerDocument,
    tools::{Catalog, diff, explain},
};

/// `gcg diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Answer before.
    pub before: String,
    /// Answer after.
    pub after: String,
}

/// Runs `gcg diff`. Causes are named when both answers were made with this catalog.
pub fn run(catalog: &Catalog, request: &Diff) -> Result<Done, Failure> {
    let read = |path: &str| input::document::<AnswerDocument>(path, input::ANSWER_LIMIT_BYTES, "answer");
    let (before, after) = (read(&request.before)?, read(&request.after)?);
    let again = explain::recompute(catalog, &before).ok().zip(explain::recompute(catalog, &after).ok());
    let traces = again.as_ref().map(|(a, b)| (a.trace(), b.trace()));
    Done::new(diff::compare(&before, &after, traces))
}
