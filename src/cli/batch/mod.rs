//! `gcg batch`: many requirements, one result line each, in order. A run that was killed goes on where it stopped;
//! parts of a run on several machines, laid end to end, are the run.

mod args;
pub mod line;
mod progress;
mod sink;
mod source;
mod tally;

pub use self::args::Batch;

use std::{
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use self::{
    progress::Progress,
    sink::Sink,
    source::{Request, Source},
    tally::Tally,
};
use super::{commands::Done, failure::Failure, parallel};
use crate::{check::CatalogState, tools::Catalog};

/// Lines a worker has in hand at a time: enough to keep workers busy, few enough to lose little by a kill.
const LINES_PER_WORKER: usize = 16;

/// What a run came to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Summary {
    /// Form of this document: `gcg/batch_summary/1`.
    schema: String,
    /// File of the requests.
    input: String,
    /// File of the results.
    out: String,
    /// The part of the run, counted from 0, and the number of parts.
    shard: String,
    /// Lines that an interrupted run had written.
    resumed_line_count: u64,
    /// The catalog the results rest on.
    catalog: CatalogState,
    /// The counts.
    #[serde(flatten)]
    counts: tally::Counts,
}

/// Carries out a run and gives its summary.
///
/// # Errors
/// A file that cannot be read or written, an output that does not belong to this input, a shard that is none.
/// What is wrong with a single request is a line of the output.
pub fn run(catalog: &Catalog, request: &Batch) -> Result<Done, Failure> {
    let jobs = parallel::jobs(request.jobs)?;
    let shard = shard(request.shard.as_deref())?;
    if same_file(&request.input, &request.out) {
        return Err(Failure::usage(
            format!("{} is both the input and the output", request.out),
            "give another file with --out; the requests would be overwritten",
        ));
    }
    let mut source = Source::open(Path::new(&request.input), shard)?;
    let mut tally = Tally::default();
    let mut sink = Sink::open(Path::new(&request.out), request.resume, request.overwrite)?;
    // What an interrupted run wrote is read back and held against the input.
    let mut resumed = 0;
    while let Some(kept) = sink.kept()? {
        let Some(wanted) = source.next()? else { return Err(foreign(request, resumed + 1)) };
        if kept.line != wanted.line || kept.input != line::digest(catalog, &wanted) {
            return Err(foreign(request, wanted.line));
        }
        tally.add(&kept);
        resumed += 1;
    }
    sink.go_on()?;
    let mut progress = Progress::start(source.total(), resumed);
    loop {
        let mut chunk = Vec::with_capacity(jobs * LINES_PER_WORKER);
        while chunk.len() < jobs * LINES_PER_WORKER
            && let Some(next) = source.next()?
        {
            chunk.push(next);
        }
        if chunk.is_empty() {
            break;
        }
        for record in records(catalog, &chunk, jobs) {
            tally.add(&tally::Seen::of(&record));
            sink.write(&record)?;
        }
        sink.flush()?;
        progress.done(chunk.len());
    }
    progress.end();
    let exit = if request.fail_on_error && tally.errors() > 0 { 3 } else { 0 };
    Ok(Done::new(summary(catalog, request, tally, resumed))?.with_exit(exit))
}

/// Whether two paths name one file, also through links.
fn same_file(a: impl AsRef<Path>, b: impl AsRef<Path>) -> bool {
    match (a.as_ref().canonicalize(), b.as_ref().canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// The result lines of a chunk, in its order.
fn records(catalog: &Catalog, chunk: &[Request], jobs: usize) -> Vec<Value> {
    parallel::map(chunk, jobs, |request| {
        let record = panic::catch_unwind(AssertUnwindSafe(|| line::record(catalog, request)));
        let record = record.unwrap_or_else(|_| line::broken(catalog, request));
        serde_json::to_value(record).unwrap_or_default()
    })
}

/// `I/N`: the part of a run, counted from 0, and the number of parts.
fn shard(text: Option<&str>) -> Result<(u64, u64), Failure> {
    let Some(text) = text else { return Ok((0, 1)) };
    let parsed = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match parsed {
        Some((part, of)) if part < of => Ok((part, of)),
        _ => Err(Failure::usage(
            format!("`--shard {text}` is no part of a run"),
            "write I/N with I from 0 to N-1, such as 0/4 to 3/4, as Slurm array jobs and Kubernetes Indexed Jobs count",
        )),
    }
}

fn foreign(request: &Batch, line: u64) -> Failure {
    Failure::input(
        format!(
            "{} does not belong to {}: they part at line {line}, or the catalog or the program is another",
            request.out, request.input
        ),
        "give the input, shard, catalog and program the run was started with, or --overwrite to start anew",
    )
}

fn summary(catalog: &Catalog, request: &Batch, tally: Tally, resumed: u64) -> Summary {
    Summary {
        schema: "gcg/batch_summary/1".into(),
        input: request.input.clone(),
        out: request.out.clone(),
        shard: request.shard.clone().unwrap_or_else(|| "0/1".into()),
        resumed_line_count: resumed,
        catalog: CatalogState::of(catalog),
        counts: tally.counts(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn shards_count_from_zero() {
        assert_eq!(shard(None).unwrap(), (0, 1));
        assert_eq!(shard(Some("3/4")).unwrap(), (3, 4));
        for wrong in ["4/4", "1", "a/b", "-1/2", "0/0", "1/2/3"] {
            assert!(shard(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
