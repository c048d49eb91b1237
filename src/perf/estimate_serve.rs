//! A serving estimate with its bands for one layout and load: TTFT, TPOT, throughput. Feasibility comes first.

use serde::Serialize;

use super::bands::{Estimate, Scored, band};
use super::bounds;
use super::calibration::Calibration;
use super::error::{SizeError, positive};
use super::fit_check::{RESERVE_BYTES, USABLE_SHARE, min_gpus_for_memory};
use super::flops;
use super::gpu::GpuPerf;
use super::kv;
use super::model::ModelArch;
use super::precision::Precision;
use super::residual::{Features, Shortlist};
use super::serve_fit;
use super::serve_step::{ClosedLoop, Replica, ServeLayout, closed_loop};

/// A serving load on one replica.
#[derive(Debug, Clone, Copy)]
pub struct ServePlan<'a> {
    /// Model.
    pub model: &'a ModelArch,
    /// GPU.
    pub gpu: &'a GpuPerf,
    /// Weight precision.
    pub precision: Precision,
    /// Bytes per cached element; `None` = usual for the precision.
    pub kv_bytes: Option<f64>,
    /// Engine (`vllm`, `sglang`, `trtllm`).
    pub engine: &'a str,
    /// Prompt tokens per request.
    pub isl: f64,
    /// Output tokens per request.
    pub osl: f64,
    /// Share of prompt tokens found in a prefix cache, 0..1 (0 = none; an explicit input, never a hidden bonus).
    pub prefix_hit: f64,
    /// Speculative decoding (an explicit input).
    pub draft: Draft,
}

impl<'a> ServePlan<'a> {
    /// The replica of this plan in a layout.
    #[must_use]
    pub fn replica(&self, layout: ServeLayout) -> Replica<'a> {
        Replica::new(self.model, self.gpu, self.precision, layout, self.kv_bytes).checking(self.draft.tokens)
    }
}

/// Speculative decoding: tokens that are drafted for each step, and the mean number a step then makes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Draft {
    /// Drafted tokens per step.
    pub tokens: u32,
    /// Tokens made per step, the one that needs no draft included.
    pub accepted_per_step: f64,
}

impl Draft {
    /// No speculative decoding.
    pub const NONE: Self = Self { tokens: 0, accepted_per_step: 1.0 };

    /// Drafts of `tokens` tokens of which each is accepted with the chance `acceptance`, given that those before it were.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] outside 1 to 15 drafts or acceptances of 0 up to 1.
    pub fn new(tokens: u32, acceptance: f64) -> Result<Self, SizeError> {
        if !(1..=15).contains(&tokens) {
            return Err(SizeError::invalid("draft tokens", tokens, "1 to 15"));
        }
        Ok(Self { tokens, accepted_per_step: accepted_per_step(tokens, acceptance)? })
    }

    /// Reads `TOKENS:ACCEPTANCE`, such as `3:0.7`.
    ///
    /// # Errors
    /// [`SizeError::Invalid`] for another form or values out of range.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        let form = || SizeError::invalid("spec_decode", text, "draft tokens and acceptance, such as 3:0.7");
        let (tokens, acceptance) = text.split_once(':').ok_or_else(form)?;
        Self::new(tokens.trim().parse().map_err(|_| form())?, acceptance.trim().parse().map_err(|_| form())?)
    }
}

/// Figures of one replica under a closed loop.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServeEstimate {
    /// Layout.
    pub layout: ServeLayout,
    /// GPUs of the replica.
    pub gpus: u32,
    /// Requests in flight.
    pub concurrency: f64,
    /// Requests that run at once (the rest waits for memory).
    pub running: f64,
    /// Requests that memory could hold.
    pub batch_limit: f64,
    /// Time to first token, ms.
    pub ttft_ms: Estimate,
    /// Time per output token after the first, ms.
    pub tpot_ms: Estimate,
    /// Output tokens per second of the replica.
    pub tokens_per_s: Estimate,
    /// Time to read one prompt with the replica to itself, ms.
    pub prefill_ms: f64,
    /// What no software can beat at this layout: weights read once per token, ms.
    pub tpot_bound_ms: f64,
    /// Prompt arithmetic at the dense peak, ms.
    pub ttft_bound_ms: f64,
}

/// Speculative decoding: mean tokens per step for draft length `g` and per-token acceptance `q` (Leviathan et al. 2023,
/// arXiv:2211.17192, eq. 1): `(1 - q^(g+1)) / (1 - q)`.
///
/// # Errors
/// [`SizeError::Invalid`] unless `0 <= q < 1`.
pub fn accepted_per_step(g: u32, q: f64) -> Result<f64, SizeError> {
    if !(0.0..1.0).contains(&q) {
        return Err(SizeError::invalid("acceptance", q, "0 up to (not including) 1"));
    }
    Ok((1.0 - q.powi(g as i32 + 1)) / (1.0 - q))
}

fn check(plan: &ServePlan<'_>) -> Result<(), SizeError> {
    positive("isl", plan.isl)?;
    positive("osl", plan.osl)?;
    if !(0.0..1.0).contains(&plan.prefix_hit) {
        return Err(SizeError::invalid("prefix_hit", plan.prefix_hit, "0 up to (not including) 1"));
    }
    if !(1.0..=16.0).contains(&plan.draft.accepted_per_step) {
        return Err(SizeError::invalid("accepted_per_step", plan.draft.accepted_per_step, "1 to 16 tokens"));
    }
    plan.model.validate()?;
    plan.gpu.validate()
}

/// The closed loop of a plan on a layout by the calibrated closed form, without corrections and bands: for search loops.
///
/// # Errors
/// [`SizeError::DoesNotFit`] if weights and one sequence exceed the memory.
pub fn serve_closed_form(
    plan: &ServePlan<'_>,
    layout: ServeLayout,
    concurrency: f64,
    cal: &Calibration,
) -> Result<(ClosedLoop, f64, f64), SizeError> {
    let r = plan.replica(layout);
    let (c, _) = cal.serving.constants(plan.gpu.generation, plan.engine);
    let limit = r.batch_limit(plan.isl, plan.osl, c.reserve);
    // Cached prompt tokens cost memory but no prefill; accepted draft tokens shorten the decode loop.
    let steps = (plan.osl / plan.draft.accepted_per_step).max(1.0);
    let computed = plan.isl * (1.0 - plan.prefix_hit);
    let p = closed_loop(&r, concurrency, computed.max(1.0), steps, &c).filter(|_| limit >= 1.0).ok_or_else(
        || {
            let per = kv::elements(plan.model, plan.isl + plan.osl) * r.kv_bytes;
            let need = r.stored_weights() + per;
            let room = plan.gpu.memory_bytes * USABLE_SHARE - c.reserve;
            let smallest = min_gpus_for_memory(
                need,
                plan.gpu.memory_bytes,
                USABLE_SHARE,
                c.reserve.max(RESERVE_BYTES).min(0.9 * room),
            )
            .unwrap_or(u32::MAX);
            SizeError::DoesNotFit {
                subject: format!("{} in {}", plan.model.name, plan.precision.name()),
                needed_gb: need / 1e9,
                usable_gb: f64::from(layout.gpus()) * room / 1e9,
                gpus: layout.gpus(),
                remedy: format!(
                    "its bytes alone fill {smallest} GPUs of {:.0} GB; take more GPUs or a smaller precision",
                    plan.gpu.memory_bytes / 1e9
                ),
            }
        },
    )?;
    let running = p.running.min(limit).min(concurrency);
    let tokens_per_s = p.tokens_per_s * plan.draft.accepted_per_step;
    Ok((
        ClosedLoop { tpot: p.tpot / plan.draft.accepted_per_step, tokens_per_s, running, ..p },
        limit,
        r.prefill(computed.max(1.0), &c),
    ))
}

/// Estimates one replica with bands.
///
/// # Errors
/// [`SizeError::DoesNotFit`] before any latency if it does not fit; [`SizeError::Invalid`] for bad input.
pub fn serve_estimate(
    plan: &ServePlan<'_>,
    layout: ServeLayout,
    concurrency: f64,
    cal: &Calibration,
) -> Result<ServeEstimate, SizeError> {
    serve_estimate_near(plan, layout, concurrency, cal, &ServeNear::new(plan, cal))
}

/// The measured rows comparable with a plan, worked out once for all layouts and loads.
#[derive(Debug, Clone)]
pub struct ServeNear {
    steady: Shortlist,
    first: Shortlist,
}

impl ServeNear {
    /// Rows near `plan`; layout and concurrency stay open.
    #[must_use]
    pub fn new(plan: &ServePlan<'_>, cal: &Calibration) -> Self {
        let at = features_at(plan, ServeLayout::tensor(1), 1.0);
        Self {
            steady: cal.serving_rows.around(&at, &serve_fit::LOAD_FEATURES),
            first: cal.ttft_rows.around(&at, &serve_fit::LOAD_FEATURES),
        }
    }
}

fn features_at(plan: &ServePlan<'_>, layout: ServeLayout, concurrency: f64) -> Features {
    serve_fit::features(
        plan.model,
        plan.gpu,
        plan.precision,
        layout,
        plan.engine,
        concurrency,
        plan.isl,
        plan.osl,
    )
}

/// [`serve_estimate`] with the comparable rows at hand: for search loops.
///
/// # Errors
/// As [`serve_estimate`].
pub fn serve_estimate_near(
    plan: &ServePlan<'_>,
    layout: ServeLayout,
    concurrency: f64,
    cal: &Calibration,
    near: &ServeNear,
) -> Result<ServeEstimate, SizeError> {
    check(plan)?;
    positive("concurrency", concurrency)?;
    let (p, limit, prefill) = serve_closed_form(plan, layout, concurrency, cal)?;
    let (_, calibrated) = cal.serving.constants(plan.gpu.generation, plan.engine);
    let at = features_at(plan, layout, concurrency);
    let ([tpot, rate], resemblance) =
        cal.serving_rows.predict_near(&near.steady, ["tpot", "throughput"], &at);
    let ([first], _) = cal.ttft_rows.predict_near(&near.first, ["ttft"], &at);
    let banded = |class: &str, value: f64| {
        let s = Scored {
            class: class.into(),
            model: String::new(),
            generation: plan.gpu.generation.name().into(),
            detail: serve_fit::band_detail(plan.model, plan.engine),
            near: resemblance,
            residual: 0.0,
        };
        band(&cal.bands, &s, value, !calibrated)
    };
    let computed = plan.isl * (1.0 - plan.prefix_hit);
    let gpus = layout.gpus();
    let active = super::params::params(plan.model).matmul * plan.precision.bytes_per_weight();
    let mut ttft_ms = banded("serving_ttft", 1e3 * p.ttft * first.exp());
    let mut tpot_ms = banded("serving_tpot", 1e3 * p.tpot * tpot.exp());
    let mut tokens_per_s = banded("serving_throughput", p.tokens_per_s * rate.exp());
    for (q, e) in [&mut ttft_ms, &mut tpot_ms, &mut tokens_per_s].into_iter().enumerate() {
        cal.own_serving.adjust(&at, q, e);
    }
    Ok(ServeEstimate {
        layout,
        gpus,
        concurrency,
        running: p.running,
        batch_limit: limit,
        ttft_ms,
        tpot_ms,
        tokens_per_s,
        prefill_ms: 1e3 * prefill,
        tpot_bound_ms: bounds::decode_ms_per_token_bound(active, gpus, plan.gpu.hbm_bytes_per_s)?,
        ttft_bound_ms: bounds::prefill_ms_bound(
            flops::prefill(plan.model, computed.max(1.0)),
            gpus,
            plan.gpu.matmul_flops(plan.precision),
        )?,
    })
}
