//! The same work on many items at once, results in the order of the items.

use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::failure::Failure;

/// More workers than this do not help.
const JOBS_LIMIT: usize = 256;

/// How many workers a command uses: what was asked for, or one per core.
///
/// # Errors
/// A number that is none or too large.
pub fn jobs(wanted: Option<usize>) -> Result<usize, Failure> {
    match wanted {
        Some(jobs) if (1..=JOBS_LIMIT).contains(&jobs) => Ok(jobs),
        Some(jobs) => Err(Failure::usage(
            format!("{jobs} jobs; 1 to {JOBS_LIMIT} are expected"),
            "leave --jobs out to use every core",
        )),
        None => Ok(thread::available_parallelism().map_or(1, NonZeroUsize::get).min(JOBS_LIMIT)),
    }
}

/// The results of work on each item. The work must not panic; it catches what it calls.
pub fn map<T: Sync, R: Send>(items: &[T], jobs: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if jobs == 1 || items.len() < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let worker = || {
            let mut mine = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(at) else { return mine };
                mine.push((at, work(item)));
            }
        };
        let workers: Vec<_> = (0..jobs.min(items.len())).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..1000).collect();
        let wanted: Vec<u64> = items.iter().map(|item| item * 3).collect();
        for workers in [1, 2, 7, 64] {
            assert_eq!(map(&items, workers, |item| item * 3), wanted);
        }
        assert!(jobs(Some(0)).is_err() && jobs(Some(257)).is_err());
    }
}
