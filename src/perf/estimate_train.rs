//! A training estimate with its band: from a job or from GPUs alone (best layout by search), and the inverse: GPUs for a deadline.

use serde::Serialize;

use super::bands::{Estimate, Scored, band};
use super::bounds;
use super::calibration::Calibration;
use super::campaign::RunShare;
use super::error::{SizeError, positive};
use super::flops::train_per_token;
use super::gpu::GpuPerf;
use super::model::ModelArch;
use super::params::params;
use super::precision::Precision;
use super::search_train::{Found, TrainQuery, search};
use super::train_cases::{TrainCase, TrainClass};
use super::train_fit;
use super::train_memory::StateBytes;
use super::train_method::Method;
use super::train_step::SOFTWARE_YEAR;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// A training job that is being planned.
#[derive(Debug, Clone, Copy)]
pub struct TrainPlan<'a> {
    /// Model.
    pub model: &'a ModelArch,
    /// GPU.
    pub gpu: &'a GpuPerf,
    /// Matmul precision.
    pub precision: Precision,
    /// Tokens per sequence.
    pub seq: f64,
    /// Tokens per step (4 to 16 million is usual for large pre-training).
    pub batch_tokens: f64,
    /// What is trained.
    pub method: Method,
    /// Share of the benchmark rate that the whole run reaches: failures, restarts, evaluation, ramp.
    pub run: RunShare,
}

impl TrainPlan<'_> {
    /// Bytes per parameter that the task holds: a fine-tune of adapters keeps frozen weights and no Adam states for them.
    #[must_use]
    pub fn states(&self) -> StateBytes {
        self.method.states(self.model)
    }
}

/// An estimate for one GPU count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainEstimate {
    /// GPUs.
    pub gpus: u32,
    /// Tokens per second and GPU while training, with its band.
    pub tokens_per_s_gpu: Estimate,
    /// Model FLOP utilisation at the expected rate, of the dense peak at the precision.
    pub mfu: f64,
    /// The layout it was estimated for.
    pub layout: Found,
    /// What takes most of the step.
    pub bottleneck: &'static str,
    /// Whether the GPU generation and precision have measured rows of their own.
    pub calibrated: bool,
}

impl TrainEstimate {
    /// Days to train `tokens` tokens. The band joins that of the rate and that of the share of whole runs, which are
    /// independent: squares of the log widths add.
    #[must_use]
    pub fn days(&self, tokens: f64, run: RunShare) -> Estimate {
        let r = &self.tokens_per_s_gpu;
        let expected = tokens / (r.expected * f64::from(self.gpus) * run.expected) / SECONDS_PER_DAY;
        let width = |rate: f64| (rate / r.expected).ln().hypot(run.width);
        let basis = if run.width > 0.0 {
            format!("{}; share of whole runs: {} published campaigns", r.basis, run.campaigns)
        } else {
            r.basis.clone()
        };
        Estimate {
            low: expected * (-width(r.high)).exp(),
            expected,
            high: expected * width(r.low).exp(),
            basis,
        }
    }
}

fn class_of(m: &ModelArch, method: Method) -> TrainClass {
    match method {
        Method::Lora | Method::Qlora => TrainClass::Lora,
        Method::Sft => TrainClass::Sft,
        Method::Full if m.is_hybrid() => TrainClass::Hybrid,
        Method::Full if m.is_moe() => TrainClass::Moe,
        Method::Full => TrainClass::Dense,
    }
}

/// Estimates a plan on `gpus` GPUs with the fastest layout that fits.
///
/// # Errors
/// [`SizeError::DoesNotFit`] if no layout fits (feasibility before performance), [`SizeError::Invalid`] for bad input.
pub fn train_estimate(
    plan: &TrainPlan<'_>,
    gpus: u32,
    cal: &Calibration,
) -> Result<TrainEstimate, SizeError> {
    let (efficiency, calibrated) = cal.training.efficiency_of(plan.gpu.generation, plan.precision);
    let global_batch =
        (positive("batch_tokens", plan.batch_tokens)? / positive("seq", plan.seq)?).max(1.0).round();
    let query = TrainQuery {
        model: plan.model,
        gpu: plan.gpu,
        gpus,
        precision: plan.precision,
        seq: plan.seq,
        global_batch,
        states: plan.states(),
        task: plan.method.task(),
        software_year: SOFTWARE_YEAR,
        efficiency,
        // Ring attention pays off for long sequences only; published runs go down to 4k tokens a rank (MLPerf 405B).
        max_cp: ((plan.seq / 4096.0).ceil() as u32).clamp(1, 64),
        prune: true,
    };
    let found = search(query, &cal.training.shared, &mut |_, _| true)?;
    let Some(best) = found.best().copied() else {
        return Err(SizeError::invalid("gpus", gpus, "a count with at least one possible layout"));
    };
    Ok(estimate_layout(plan, best, gpus, calibrated, cal))
}

fn estimate_layout(
    plan: &TrainPlan<'_>,
    best: Found,
    gpus: u32,
    calibrated: bool,
    cal: &Calibration,
) -> TrainEstimate {
    let class = class_of(plan.model, plan.method);
    let case = TrainCase {
        model: plan.model.clone(),
        gpu: plan.gpu.clone(),
        precision: plan.precision,
        layout: best.layout,
        seq: plan.seq,
        global_batch: best.global_batch,
        task: plan.method.task(),
        software_year: SOFTWARE_YEAR,
        class,
        measured: f64::NAN,
        source: String::new(),
    };
    let tokens_per_s_gpu = case_estimate(&case, cal);
    let rate = tokens_per_s_gpu.expected;
    TrainEstimate {
        gpus,
        tokens_per_s_gpu,
        mfu: rate * train_per_token(plan.model, plan.seq, true) / plan.gpu.matmul_flops(plan.precision),
        layout: best,
        bottleneck: best.step.bottleneck(),
        calibrated,
    }
}

/// Tokens per second and GPU of a case in its own layout, with its band, moved by the user's own rows if there are any.
#[must_use]
pub fn case_estimate(case: &TrainCase, cal: &Calibration) -> Estimate {
    let (rate, near) = train_fit::predict(&cal.training, &cal.training_rows, case);
    let (_, calibrated) = cal.training.efficiency_of(case.gpu.generation, case.precision);
    let at = Scored {
        class: case.class.name().into(),
        model: String::new(),
        generation: case.gpu.generation.name().into(),
        detail: case.precision.name().into(),
        near,
        residual: 0.0,
    };
    let mut estimate = band(&cal.bands, &at, rate, !calibrated);
    if !cal.own_training.is_empty() {
        cal.own_training.adjust(&train_fit::features(case), 0, &mut estimate);
    }
    estimate
}

/// GPUs for a deadline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrainSize {
    /// Smallest count whose expected time meets the deadline.
    pub expected: TrainEstimate,
    /// Days with the expected count.
    pub days: Estimate,
    /// Smallest count that still meets it at the slow end of the band; `None` if none up to the largest count tried does.
    pub conservative_gpus: Option<u32>,
    /// GPUs that memory alone asks for.
    pub memory_gpus: u32,
    /// GPUs that no software can go below (all matmuls at the dense peak, no loss).
    pub bound_gpus: u32,
}

/// Smallest multiple of `step` GPUs (8 for HGX servers, 72 for NVL72 racks) that trains `tokens` tokens within `days`.
///
/// # Errors
/// [`SizeError::Unreachable`] if no count up to `max_gpus` does; [`SizeError::Invalid`] for bad input.
pub fn train_gpus_for_days(
    plan: &TrainPlan<'_>,
    tokens: f64,
    days: f64,
    step: u32,
    max_gpus: u32,
    cal: &Calibration,
) -> Result<TrainSize, SizeError> {
    positive("tokens", tokens)?;
    positive("days", days)?;
    positive("share of the benchmark rate", plan.run.expected)?;
    if step == 0 || max_gpus < step {
        return Err(SizeError::invalid("step", step, &format!("1 to {max_gpus} GPUs")));
    }
    let peak = plan.gpu.matmul_flops(plan.precision);
    let bound_gpus = bounds::train_gpus(params(plan.model).matmul, tokens, days, peak, 1.0)?;
    // A fine-tune may run on part of a server: one, two or four GPUs come before the first whole one.
    let parts: Vec<u32> = if plan.method.is_finetune() {
        (0..3).map(|i| 1 << i).filter(|n| *n < step && *n >= bound_gpus).collect()
    } else {
        Vec::new()
    };
    let round = |n: f64| ((n / f64::from(step)).ceil() as u32).max(1) * step;
    let try_at = |n: u32| train_estimate(plan, n, cal).ok();
    let mut memory_gpus = 0;
    let mut best_days = f64::INFINITY;
    let mut before = 0_u32;
    let mut fastest = 0.0_f64;
    let enough = |n: &u32| {
        let e = try_at(*n)?;
        (e.days(tokens, plan.run).expected <= days).then_some(e)
    };
    if let Some(size) = parts.iter().find_map(enough) {
        let days_now = size.days(tokens, plan.run);
        let conservative_gpus = parts
            .iter()
            .copied()
            .chain((1..=8).map(|i| i * step))
            .filter(|n| *n >= size.gpus && *n <= max_gpus)
            .find(|n| try_at(*n).is_some_and(|e| e.days(tokens, plan.run).high <= days));
        let memory_gpus = parts.iter().copied().find(|n| try_at(*n).is_some()).unwrap_or(size.gpus);
        return Ok(TrainSize { days: days_now, conservative_gpus, memory_gpus, bound_gpus, expected: size });
    }
    let mut found: Option<TrainEstimate> = None;
    // Coarse upward steps of 10 %, then the last interval in single steps: counts that divide badly are passed over.
    let mut n = round(f64::from(bound_gpus));
    while n <= max_gpus {
        if let Some(e) = try_at(n) {
            if memory_gpus == 0 {
                memory_gpus = n;
            }
            let d = e.days(tokens, plan.run).expected;
            best_days = best_days.min(d);
            fastest = fastest.max(e.tokens_per_s_gpu.expected);
            if d <= days {
                found = Some(e);
                break;
            }
        }
        before = n;
        n = round((f64::from(n) * 1.1).max(f64::from(n + step)));
    }
    let Some(mut size) = found else {
        return Err(SizeError::Unreachable {
            target: format!("{days} days for {:.3e} tokens", tokens),
            best: if best_days.is_finite() {
                format!("{best_days:.0} days on up to {max_gpus} GPUs")
            } else {
                format!("no layout that fits on up to {max_gpus} GPUs")
            },
            remedy: "allow more GPUs, more days, fewer tokens or a faster GPU or precision".into(),
        });
    };
    let top = size.gpus;
    let mut low = before + step;
    // At most 64 counts between: a tenth of the size in units of the server or rack.
    let stride = step * (((top - low) / step / 64).max(1));
    while low < top {
        // A count that would need a rate per GPU well above any seen on both sides of it cannot be the answer.
        let needed = tokens / (f64::from(low) * plan.run.expected * days * SECONDS_PER_DAY);
        if needed <= 1.1 * fastest
            && let Some(e) = try_at(low)
            && e.days(tokens, plan.run).expected <= days
        {
            size = e;
            break;
        }
        low += stride;
    }
    let days_now = size.days(tokens, plan.run);
    // The slow end scales like the expected value, so the count follows from the ratio; checked by one estimate.
    let guess = round(f64::from(size.gpus) * days_now.high / days);
    let mut conservative_gpus = None;
    let mut m = guess.max(size.gpus);
    for _ in 0..12 {
        if m > max_gpus {
            break;
        }
        if try_at(m).is_some_and(|e| e.days(tokens, plan.run).high <= days) {
            conservative_gpus = Some(m);
            break;
        }
        m = round((f64::from(m) * 1.05).max(f64::from(m + step)));
    }
    Ok(TrainSize { expected: size, days: days_now, conservative_gpus, memory_gpus, bound_gpus })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::gpu::samples::h100;
    use super::*;

    #[test]
    fn seventy_billion_on_fifteen_trillion_tokens_in_sixty_days() {
        let cal = Calibration::shipped().unwrap();
        let gpu = h100();
        let m = super::super::model::samples::llama_70b();
        let plan = TrainPlan {
            model: &m,
            gpu: &gpu,
            precision: Precision::Fp8,
            seq: 8192.0,
            batch_tokens: 8.4e6,
            method: Method::Full,
            run: RunShare { expected: 0.9, width: 0.2, campaigns: 14 },
        };
        let s = train_gpus_for_days(&plan, 15e12, 60.0, 8, 32_768, &cal).unwrap();
        assert!(s.days.expected <= 60.0 && s.days.low < s.days.expected && s.days.expected < s.days.high);
        // Megatron-Bridge prints about 1,600 to 1,900 tokens/s/GPU for this model in FP8 on H100.
        assert!(
            (1400.0..2100.0).contains(&s.expected.tokens_per_s_gpu.expected),
            "{:?}",
            s.expected.tokens_per_s_gpu
        );
        assert!((1500..2400).contains(&s.expected.gpus), "{}", s.expected.gpus);
        assert!(s.bound_gpus < s.expected.gpus && s.conservative_gpus.is_none_or(|c| c >= s.expected.gpus));
        // One server less misses the deadline.
        let less = train_estimate(&plan, s.expected.gpus - 8, &cal);
        assert!(less.map_or(true, |e| e.days(15e12, plan.run).expected > 60.0));
    }
}
