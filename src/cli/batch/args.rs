//! What `gcg batch` takes.

use clap::Args;

/// `gcg batch`.
#[derive(Debug, Args)]
pub struct Batch {
    /// Requests, one JSON object a line: an id and a requirement or a text; - for standard input.
    #[arg(value_name = "IN.jsonl")]
    pub input: String,
    /// Results, one JSON object a line, in the order of the requests.
    #[arg(long, value_name = "OUT.jsonl")]
    pub out: String,
    /// Go on with the results of an interrupted run, or start when there are none.
    #[arg(long, conflicts_with = "overwrite")]
    pub resume: bool,
    /// Write the results anew.
    #[arg(long)]
    pub overwrite: bool,
    /// Requests planned at a time; every core when left out.
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Plan one part of the requests only: part I of N, counted from 0.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// Exit with 3 when a request could not be planned.
    #[arg(long)]
    pub fail_on_error: bool,
}
