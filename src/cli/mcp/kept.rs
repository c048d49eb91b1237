//! Results of a session's latest calls, kept so that the client can read them again as resources.

use std::collections::VecDeque;

/// Results that are kept per session; the oldest goes first.
const LIMIT_COUNT: usize = 32;
/// Bytes of results that are kept per session.
const LIMIT_BYTES: usize = 32 * 1024 * 1024;

/// One result.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Number of the call in its session, from 1.
    pub number: u64,
    /// The tool.
    pub tool: &'static str,
    /// The result as JSON text.
    pub text: String,
}

impl Kept {
    /// Whether it is an answer, as `plan` makes them.
    fn is_answer(&self) -> bool {
        self.text.starts_with(r#"{"schema":"gcg/answer/"#)
    }
}

/// The results of a session.
#[derive(Debug, Default)]
pub struct Results {
    made: u64,
    bytes: usize,
    kept: VecDeque<Kept>,
}

impl Results {
    /// Keeps a result and returns its number; results beyond the limits are dropped, the oldest first.
    pub fn keep(&mut self, tool: &'static str, text: String) -> u64 {
        self.made += 1;
        self.bytes += text.len();
        self.kept.push_back(Kept { number: self.made, tool, text });
        while self.kept.len() > LIMIT_COUNT || (self.bytes > LIMIT_BYTES && self.kept.len() > 1) {
            if let Some(oldest) = self.kept.pop_front() {
                self.bytes -= oldest.text.len();
            }
        }
        self.made
    }

    /// The result with this number, while it is kept.
    pub fn find(&self, number: u64) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.number == number)
    }

    /// The answer of the call with this number, while it is kept.
    pub fn answer(&self, number: u64) -> Option<&Kept> {
        self.find(number).filter(|kept| kept.is_answer())
    }

    /// The answer that was made last.
    pub fn last_answer(&self) -> Option<&Kept> {
        self.kept.iter().rev().find(|kept| kept.is_answer())
    }

    /// The answers that are kept, oldest first.
    pub fn answers(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|kept| kept.is_answer())
    }

    /// What is kept, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_oldest_results_go_first() {
        let mut results = Results::default();
        for _ in 0..LIMIT_COUNT + 3 {
            results.keep("plan", "{}".into());
        }
        assert_eq!(results.all().count(), LIMIT_COUNT);
        assert!(results.find(3).is_none());
        assert_eq!(results.find(4).unwrap().number, 4);
    }

    #[test]
    fn a_large_result_pushes_others_out_but_stays() {
        let mut results = Results::default();
        results.keep("plan", "{}".into());
        let number = results.keep("plan", " ".repeat(LIMIT_BYTES + 1));
        assert_eq!(results.all().map(|kept| kept.number).collect::<Vec<_>>(), [number]);
    }
}
