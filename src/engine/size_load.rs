//! Serving size for a number of users: the request rate depends on the time a request takes, and that on the size.

use super::size::{
    SizeError,
    calibration::Calibration,
    estimate_serve::ServePlan,
    search_serve::{ServeSearch, ServeTargets, Users, choose, survey},
};

/// Time to first token taken before anything is known, s.
const FIRST_TTFT_S: f64 = 0.5;
/// Time per output token taken before anything is known, s.
const FIRST_TPOT_S: f64 = 0.03;
/// Rounds; the rate changes by less than a few percent after the second.
const ROUNDS: u32 = 3;

/// Searches the smallest size for `users`; gives the search and the requests per second it holds for. The rate of
/// users that wait for their answers is `users / (ttft + output tokens * tpot)` (Little's law), taken from the times
/// of the size found in the round before.
///
/// # Errors
/// As [`super::size::search_serve::search`].
pub fn search_for_users(
    plan: &ServePlan<'_>,
    users: Users,
    targets: &dyn Fn(f64) -> ServeTargets,
    cal: &Calibration,
) -> Result<(ServeSearch, f64), SizeError> {
    let stated = targets(1.0);
    let mut request_s = stated.ttft_ms.map_or(FIRST_TTFT_S, |ms| ms / 1e3)
        + plan.osl * stated.tpot_ms.map_or(FIRST_TPOT_S, |ms| ms / 1e3);
    let surveyed = survey(plan, plan.gpu.scale_up_gpus.max(8), cal)?;
    let mut last = None;
    for _ in 0..ROUNDS {
        let rate = users.requests_per_s(request_s)?;
        let found = choose(plan, &targets(rate), &surveyed, cal)?;
        if let Some(best) = found.pareto.first() {
            request_s = (best.replica.ttft_ms.expected + plan.osl * best.replica.tpot_ms.expected) / 1e3;
        }
        last = Some((found, rate));
    }
    last.ok_or_else(|| SizeError::invalid("rounds", ROUNDS, "at least one"))
}
