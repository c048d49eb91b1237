//! Serving search and its inverse: every layout and batch of one replica, aggregated and disaggregated, and the smallest GPU
//! count that serves a rate within TTFT and TPOT targets.

use serde::Serialize;

use super::calibration::Calibration;
use super::error::{SizeError, positive};
use super::estimate_serve::{ServeEstimate, ServeNear, ServePlan, serve_closed_form, serve_estimate_near};
use super::kv;
use super::serve_step::{Replica, ServeLayout};

/// Targets of a service. `None` = not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ServeTargets {
    /// What the whole service carries at the peak hour.
    pub load: Load,
    /// Largest mean time to first token, ms.
    pub ttft_ms: Option<f64>,
    /// Largest mean time per output token, ms.
    pub tpot_ms: Option<f64>,
    /// Share of a replica's rate at the targets that is planned with; 0.7 to 0.8 leaves room for bursts.
    pub utilisation: f64,
    /// Spare replicas (1 = N+1).
    pub spare_replicas: u32,
}

/// The load of a service.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Load {
    /// Mean requests per second, whatever a request takes.
    Rate(f64),
    /// People that wait for their answers: their rate follows from the time a request takes.
    Users(Users),
}

impl Load {
    /// Requests per second, given the time one request takes, s.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if a value is not above zero.
    pub fn requests_per_s(self, request_s: f64) -> Result<f64, SizeError> {
        match self {
            Self::Rate(rate) => positive("requests_per_s", rate),
            Self::Users(users) => users.requests_per_s(request_s),
        }
    }
}

/// How many people stand behind a load: stated as concurrent requests or as head-count; the two differ by 10 to 100 times.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Users {
    /// Requests in flight at once.
    Concurrent(f64),
    /// People, with the share active at the peak and the seconds between two requests of one person.
    HeadCount {
        /// People.
        people: f64,
        /// Share active in the peak hour.
        active_share: f64,
        /// Seconds from one request of a person to the next.
        think_s: f64,
    },
}

impl Users {
    /// Requests per second, given the time one request takes (`ttft + osl * tpot`, seconds). Little's law.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] if a value is not above zero.
    pub fn requests_per_s(self, request_s: f64) -> Result<f64, SizeError> {
        positive("request_s", request_s)?;
        match self {
            Self::Concurrent(n) => Ok(positive("concurrent users", n)? / request_s),
            Self::HeadCount { people, active_share, think_s } => {
                let active = positive("people", people)? * super::error::share("active_share", active_share)?;
                Ok(active / (positive("think_s", think_s)? + request_s))
            }
        }
    }
}

/// A way to serve the load.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServeSize {
    /// GPUs in all, spares included.
    pub gpus: u32,
    /// Replicas (or decode workers) that carry the load.
    pub replicas: u32,
    /// Spare replicas.
    pub spares: u32,
    /// Prefill workers; 0 = aggregated.
    pub prefill_workers: u32,
    /// One replica at its planned load.
    pub replica: ServeEstimate,
    /// Requests per second of one replica at the targets.
    pub requests_per_s_replica: f64,
    /// Requests per second of the whole load at the times of this size.
    pub requests_per_s: f64,
    /// What limits a replica.
    pub bottleneck: &'static str,
}

/// Result of a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServeSearch {
    /// Smallest first; each entry needs fewer GPUs or a shorter TPOT than all before it.
    pub pareto: Vec<ServeSize>,
    /// Layout and batch pairs timed.
    pub evaluated: u64,
}

/// Layouts of one replica within a scale-up domain: tensor parallel, and for MoE models data-parallel attention with
/// expert parallelism.
#[must_use]
pub fn layouts(plan: &ServePlan<'_>, largest: u32) -> Vec<ServeLayout> {
    let heads = plan.model.attention.first().map_or(1, |g| g.heads);
    let mut out = Vec::new();
    // Cards without a scale-up link run tensor parallel over PCIe within a server of eight.
    let reach = if plan.gpu.scale_up_gpus <= 1 { 8 } else { plan.gpu.scale_up_gpus };
    let top = largest.min(reach);
    let mut n = 1;
    while n <= top {
        if heads.is_multiple_of(n) {
            out.push(ServeLayout { tp: n, dp: 1, ep: 1, pp: 1 });
        }
        if let Some(x) = plan.model.moe
            && n > 1
            && x.experts % n == 0
        {
            if heads.is_multiple_of(n) {
                out.push(ServeLayout { tp: n, dp: 1, ep: n, pp: 1 });
            }
            out.push(ServeLayout { tp: 1, dp: n, ep: n, pp: 1 });
        }
        n *= 2;
    }
    // Without a scale-up link pipeline stages spare the traffic.
    if plan.gpu.scale_up_gpus <= 1 {
        out.extend([2, 4, 8].into_iter().filter(|p| *p <= largest).map(|pp| ServeLayout {
            tp: 1,
            dp: 1,
            ep: 1,
            pp,
        }));
    }
    out
}

/// Batches to try: powers of the fourth root of two from one up to `limit` (about 19 % apart).
fn batches(limit: f64) -> Vec<f64> {
    let mut out: Vec<f64> =
        (0..=60).map(|i| 2f64.powf(f64::from(i) / 4.0).round()).take_while(|b| *b <= limit).collect();
    out.dedup();
    out
}

fn within(targets: &ServeTargets, ttft_ms: f64, tpot_ms: f64) -> bool {
    targets.ttft_ms.is_none_or(|t| ttft_ms <= t) && targets.tpot_ms.is_none_or(|t| tpot_ms <= t)
}

fn bottleneck(e: &ServeEstimate, targets: &ServeTargets) -> &'static str {
    if e.batch_limit < 1.2 * e.concurrency {
        return "memory for the KV cache";
    }
    let close = |limit: Option<f64>, v: f64| limit.is_some_and(|t| v > 0.8 * t);
    match (close(targets.ttft_ms, e.ttft_ms.expected), close(targets.tpot_ms, e.tpot_ms.expected)) {
        (true, _) => "time to first token",
        (_, true) => "time per output token",
        _ => "compute and memory bandwidth",
    }
}

/// Every layout of a replica that holds the model, with its estimate at every batch tried: what a search chooses from. It
/// depends on no target, so one survey serves every rate.
#[derive(Debug, Clone)]
pub struct Survey {
    ways: Vec<(ServeLayout, f64, Vec<ServeEstimate>)>,
    misfit: Option<SizeError>,
    largest: u32,
    near: ServeNear,
}

/// Estimates all layouts up to `largest` GPUs at all batches.
///
/// # Errors
/// [`SizeError::Invalid`] for bad input.
pub fn survey(plan: &ServePlan<'_>, largest: u32, cal: &Calibration) -> Result<Survey, SizeError> {
    let mut out = Survey { ways: Vec::new(), misfit: None, largest, near: ServeNear::new(plan, cal) };
    for layout in layouts(plan, largest) {
        let limit = match serve_closed_form(plan, layout, 1.0, cal) {
            Ok((_, limit, _)) => limit,
            Err(e) => {
                out.misfit = Some(e);
                continue;
            }
        };
        let at = |batch| serve_estimate_near(plan, layout, batch, cal, &out.near);
        let estimates: Vec<ServeEstimate> = batches(limit).into_iter().map(at).collect::<Result<_, _>>()?;
        out.ways.push((layout, limit, estimates));
    }
    Ok(out)
}

/// Searches all layouts and batches for the smallest GPU counts that carry the load within the targets.
///
/// # Errors
/// [`SizeError::DoesNotFit`] if no layout up to `largest` GPUs holds the model; [`SizeError::Unreachable`] if no layout meets the
/// targets even with one request in flight; [`SizeError::Invalid`] for bad input.
pub fn search(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    largest: u32,
    cal: &Calibration,
) -> Result<ServeSearch, SizeError> {
    choose(plan, targets, &survey(plan, largest, cal)?, cal)
}

/// The smallest GPU counts of a survey that carry the load within the targets.
///
/// # Errors
/// As [`search`].
pub fn choose(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    survey: &Survey,
    cal: &Calibration,
) -> Result<ServeSearch, SizeError> {
    super::error::share("utilisation", targets.utilisation)?;
    let mut sizes: Vec<ServeSize> = Vec::new();
    let mut evaluated = 0_u64;
    let mut nearest: Option<(f64, f64)> = None;
    for (layout, limit, estimates) in &survey.ways {
        let mut best: Option<(u32, f64, &ServeEstimate)> = None;
        for e in estimates {
            evaluated += 1;
            let (ttft, tpot) = (e.ttft_ms.expected, e.tpot_ms.expected);
            if nearest.is_none_or(|(a, b)| ttft.max(tpot) < a.max(b)) {
                nearest = Some((ttft, tpot));
            }
            if !within(targets, ttft, tpot) {
                continue;
            }
            // Requests in flight over the rate is the time of one (Little's law), so users in flight are shared out
            // by the places a replica has.
            let rate = e.tokens_per_s.expected / plan.osl;
            let load = targets.load.requests_per_s(e.concurrency / rate)?;
            let replicas = (load / (rate * targets.utilisation)).ceil().max(1.0) as u32;
            // Batches rise, so the first with the fewest replicas has the shortest times.
            if best.is_none_or(|(fewest, ..)| replicas < fewest) {
                best = Some((replicas, load, e));
            }
        }
        if let Some((replicas, load, e)) = best {
            let rate = e.tokens_per_s.expected / plan.osl;
            sizes.push(ServeSize {
                gpus: (replicas + targets.spare_replicas) * layout.gpus(),
                replicas,
                spares: targets.spare_replicas,
                prefill_workers: 0,
                replica: e.clone(),
                requests_per_s_replica: rate,
                requests_per_s: load,
                bottleneck: bottleneck(e, targets),
            });
        }
        if let Some(d) = disaggregated(plan, targets, *layout, *limit, cal, &survey.near)? {
            sizes.push(d);
        }
    }
    sizes.sort_by(|a, b| {
        a.gpus.cmp(&b.gpus).then(a.replica.tpot_ms.expected.total_cmp(&b.replica.tpot_ms.expected))
    });
    let mut pareto: Vec<ServeSize> = Vec::new();
    for s in sizes {
        if pareto.iter().all(|p| s.replica.tpot_ms.expected < p.replica.tpot_ms.expected) {
            pareto.push(s);
        }
    }
    if pareto.is_empty() {
        return Err(match (nearest, &survey.misfit) {
            (Some((ttft, tpot)), _) => SizeError::Unreachable {
                target: format!("TTFT {} and TPOT {}", show(targets.ttft_ms), show(targets.tpot_ms)),
                best: format!("TTFT {ttft:.0} ms, TPOT {tpot:.1} ms with one replica to itself"),
                remedy: "relax the target, shorten the prompt, or use more or faster GPUs per replica".into(),
            },
            (None, Some(e)) => e.clone(),
            (None, None) => SizeError::invalid("largest", survey.largest, "at least one possible layout"),
        });
    }
    Ok(ServeSearch { pareto, evaluated })
}

fn show(v: Option<f64>) -> String {
    v.map_or_else(|| "any".to_owned(), |x| format!("{x} ms"))
}

/// Disaggregated serving: prefill workers at three quarters of their capacity, decode workers at the largest batch within the
/// TPOT target; the cache moves over the NIC inside the TTFT slack. Uses the closed form of each phase; bands are those of
/// the aggregated replica.
fn disaggregated(
    plan: &ServePlan<'_>,
    targets: &ServeTargets,
    layout: ServeLayout,
    limit: f64,
    cal: &Calibration,
    near: &ServeNear,
) -> Result<Option<ServeSize>, SizeError> {
    let (c, _) = cal.serving.constants(plan.gpu.generation, plan.engine);
    let r = Replica::new(plan.model, plan.gpu, plan.precision, layout, plan.kv_bytes);
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
        .find(|b| within(targets, 1e3 * ttft, 1e3 * r.decode(*b, ctx, &c) / plan.accepted_per_step));
    let Some(batch) = batch else { return Ok(None) };
    let step = r.decode(batch, ctx, &c);
    let rate = batch * plan.accepted_per_step / step / plan.osl;
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
    scale(&mut e.tpot_ms, 1e3 * step / plan.accepted_per_step);
    scale(&mut e.tokens_per_s, batch * plan.accepted_per_step / step);
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
