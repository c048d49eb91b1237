//! Serving with prefill and decode on workers of their own.

use super::SizeError;
use super::calibration::Calibration;
use super::estimate_serve::{ServeNear, ServePlan, serve_estimate_near};
use super::kv;
use super::search_serve::{ServeSize, batches, bottleneck, within};
use super::serve_load::ServeTargets;
use super::serve_step::ServeLayout;

/// Disaggregated serving: prefill workers at three quarters of their capacity, decode workers at the largest batch within the
/// TPOT target; the cache moves over the NIC inside the TTFT slack. Uses the closed form of each phase; bands are those of
/// the aggregated replica.
pub(super) fn disaggregated(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    layout: ServeLayout,
    limit: f64,
    cal: &Calibration,
    near: &ServeNear,
) -> Result<Option<ServeSize>, SizeError> {
    let (c, _) = cal.serving.constants(plan.gpu.generation, plan.engine);
    let r = plan.replica(layout);
    let computed = (plan.isl * (1.0 - plan.prefix_hit)).max(1.0);
    let prefill = r.prefill(computed, &c);
    let cache = kv::elements(plan.model, plan.isl) * r.kv_bytes;
    let transfer = cache / (0.8 * plan.gpu.nic_bytes_per_s * f64::from(layout.gpus()));
    // At three quarters load a prompt waits about as long as it takes (M/D/1: rho / (2 (1 - rho)) = 1.5 prefills).
    const LOAD: f64 = 0.75;
    let ttft = c.first + prefill * (1.0 + LOAD / (2.0 * (1.0 - LOAD))) + transfer;
    let ctx = plan.isl + plan.osl / 2.0;
    let batch = batches(limit)
        .into_iter()
        .rev()
        .find(|b| within(targets, 1e3 * ttft, 1e3 * r.decode(*b, ctx, &c) / plan.draft.accepted_per_step));
    let Some(batch) = batch else { return Ok(None) };
    let step = r.decode(batch, ctx, &c);
    let rate = batch * plan.draft.accepted_per_step / step / plan.osl;
    let load = targets.load.requests_per_s(ttft + batch / rate)?;
    let decoders = (load / (rate * targets.utilisation)).ceil().max(1.0) as u32;
    let prefillers = (load * prefill / LOAD).ceil().max(1.0) as u32;
    let mut e = serve_estimate_near(plan, layout, batch, cal, near)?;
    let scale = |x: &mut super::bands::Estimate, to: f64| {
        let k = to / x.expected;
        x.low *= k;
        x.expected = to;
        x.high *= k;
        x.basis = format!("disaggregated closed form; width of {}", x.basis);
    };
    scale(&mut e.ttft_ms, 1e3 * ttft);
    scale(&mut e.tpot_ms, 1e3 * step / plan.draft.accepted_per_step);
    scale(&mut e.tokens_per_s, batch * plan.draft.accepted_per_step / step);
    let b = bottleneck(&e, targets);
    let gpus = (decoders + prefillers + 2 * targets.spare_replicas) * layout.gpus();
    Ok(Some(ServeSize {
        gpus,
        replicas: decoders,
        spares: 2 * targets.spare_replicas,
        prefill_workers: prefillers,
        replica: e,
        requests_per_s_replica: rate,
        requests_per_s: load,
        bottleneck: b,
    }))
}
