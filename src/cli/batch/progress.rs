//! How far a run is, on standard error: one line that changes on a terminal, NDJSON events elsewhere.

#![allow(clippy::disallowed_methods)] // a rate needs a clock; no result depends on it

use std::{
    io::{IsTerminal, Write, stderr},
    time::{Duration, Instant},
};

use serde_json::json;

use crate::cli::output;

/// A terminal is written to this often.
const TERMINAL_PAUSE: Duration = Duration::from_millis(200);
/// A log is written to this often.
const LOG_PAUSE: Duration = Duration::from_secs(5);

/// The progress of a run.
#[derive(Debug)]
pub struct Progress {
    total: u64,
    resumed: u64,
    done: u64,
    started: Instant,
    told: Instant,
    terminal: bool,
}

impl Progress {
    /// A run of so many lines, of which an earlier run did some.
    pub fn start(total: u64, resumed: u64) -> Self {
        let now = Instant::now();
        let progress =
            Self { total, resumed, done: 0, started: now, told: now, terminal: stderr().is_terminal() };
        if !progress.terminal {
            progress.event("start");
        }
        progress
    }

    /// So many lines more are done.
    pub fn done(&mut self, lines: usize) {
        self.done += lines as u64;
        let pause = if self.terminal { TERMINAL_PAUSE } else { LOG_PAUSE };
        if self.told.elapsed() < pause {
            return;
        }
        self.told = Instant::now();
        if self.terminal {
            self.line("\r");
        } else {
            self.event("progress");
        }
    }

    /// The run is over.
    pub fn end(&self) {
        if self.terminal {
            self.line("\n");
        } else {
            self.event("end");
        }
    }

    fn per_second(&self) -> f64 {
        self.done as f64 / self.started.elapsed().as_secs_f64().max(1e-6)
    }

    /// Seconds until the end at the rate so far; none before the first line is done.
    fn eta_s(&self) -> Option<f64> {
        let left = self.total.saturating_sub(self.resumed + self.done);
        (self.done > 0).then(|| left as f64 / self.per_second())
    }

    fn line(&self, end: &str) {
        let eta = self.eta_s().map(|eta| format!(", {eta:.0} s to go")).unwrap_or_default();
        let text = format!(
            "\r{} of {} requests, {:.0}/s{eta}   {end}",
            self.resumed + self.done,
            self.total,
            self.per_second()
        );
        let mut stderr = stderr().lock();
        let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
    }

    fn event(&self, name: &str) {
        let tenths = |value: f64| (value * 10.0).round() / 10.0;
        let event = json!({
            "event": name,
            "done": self.resumed + self.done,
            "resumed": self.resumed,
            "total": self.total,
            "elapsed_s": tenths(self.started.elapsed().as_secs_f64()),
            "per_second": tenths(self.per_second()),
            "eta_s": self.eta_s().map(tenths),
        });
        output::err(output::line(&event).trim_end());
    }
}
