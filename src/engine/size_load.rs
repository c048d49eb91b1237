//! Serving size for a number of users: the request rate depends on the time a request takes, and that on the size.

use super::size::{
    SizeError,
    calibration::Calibration,
    estimate_serve::ServePlan,
    search_serve::{ServeSearch, search},
    serve_load::ServeTargets,
};

/// Searches the smallest size for a load; gives the search and the requests per second that its best size holds for.
///
/// # Errors
/// As [`search`].
pub fn search_for_load(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    cal: &Calibration,
) -> Result<(ServeSearch, f64), SizeError> {
    let found = search(plan, targets, plan.gpu.scale_up_gpus.max(8), cal)?;
    let rate = found.pareto.first().map_or(0.0, |best| best.requests_per_s);
    Ok((found, rate))
}
