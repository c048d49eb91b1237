//! How many requests at once the GPUs there are hold within the times each of them shall see.

use super::Ask;
use crate::tools::{Tool, size_serve};

/// Requests at once a group of GPUs holds within the stated times, the most by halving.
pub(super) fn requests(ask: &Ask<'_>, base: &size_serve::Input, gpus: u64) -> Option<u64> {
    let fits = |users: u64| {
        let input =
            size_serve::Input { gpus_per_replica: Some(gpus), users_concurrent: Some(users), ..base.clone() };
        let Ok(found) = size_serve::SizeServe::run(ask.catalog, input) else { return false };
        let within = |band: &Option<crate::tools::sizing::Band>, most: Option<f64>| {
            most.is_none_or(|most| band.as_ref().is_some_and(|band| band.expected <= most))
        };
        found.concurrency_per_replica.is_some_and(|held| u64::from(held) >= users)
            && within(&found.tpot_ms, base.tpot_ms)
            && within(&found.ttft_ms, base.ttft_ms)
    };
    if !fits(1) {
        return Some(0);
    }
    let (mut least, mut most) = (1, REQUESTS_MOST);
    while least + 1 < most {
        let middle = least.midpoint(most);
        if fits(middle) { least = middle } else { most = middle }
    }
    Some(least)
}

/// Requests at once that are tried at most.
const REQUESTS_MOST: u64 = 4096;
