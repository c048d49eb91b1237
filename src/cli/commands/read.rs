//! `gcg read`: what a customer's text states, before anything is designed.

use clap::Args;

use super::{
    super::{input, scrub},
    Done, Failure,
};
use crate::tools::{Catalog, Tool, read_requirement};

/// A tender may be this large; nothing is designed from it here.
const LIMIT_BYTES: u64 = 8 * 1024 * 1024;

/// `gcg read`.
#[derive(Debug, Args)]
pub struct Request {
    /// The customer's text, or - for standard input.
    #[arg(value_name = "TEXT")]
    pub request: Option<String>,
    /// File with the customer's text, or - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "request")]
    pub file: Option<String>,
}

/// Runs `gcg read`.
pub fn run(catalog: &Catalog, request: &Request) -> Result<Done, Failure> {
    let text = match (&request.request, &request.file) {
        (Some(text), None) if text != "-" => text.clone(),
        (Some(dash), None) => input::text(dash, LIMIT_BYTES)?,
        (None, Some(path)) => input::text(path, LIMIT_BYTES)?,
        _ => {
            return Err(Failure::usage(
                "there is no text to read",
                "write it after `gcg read` in quotes, or give --file FILE, or --file - for standard input",
            ));
        }
    };
    if text.trim().is_empty() {
        return Err(Failure::input("the text is empty", "write what the customer said"));
    }
    let text = scrub::clean(&text).into_owned();
    let output = read_requirement::ReadRequirement::run(catalog, read_requirement::Input { text })?;
    Done::new(output)
}
