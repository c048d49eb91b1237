//! Time of a training run on given GPUs, or GPUs for a deadline, with bands from measured rows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ErrorCode, Tool, ToolError, size_words,
    sizing::{self, Band, Layout, Misfit, OwnRow, refused},
};
use crate::{
    catalog::Catalog,
    perf::{
        ModelArch, SizeError,
        bands::Estimate,
        bounds,
        calibration::Calibration,
        campaign::RunShare,
        catalog_facts, catalog_rows,
        estimate_train::{TrainEstimate, TrainPlan, train_estimate, train_gpus_for_days},
        least_gpus,
        measured::Measured,
        params::params,
        train_method::Method,
        user_rows::{TrainMatch, conditioned, training},
    },
};

/// Sizes a training run.
pub struct SizeTrain;

/// Largest count that is tried for a deadline; the largest published clusters hold about two hundred thousand.
pub const LARGEST_GPUS: u32 = 131_072;
/// Tokens per sequence when none is given: the length of the Llama 3 pre-training (arXiv:2407.21783, section 3.4).
pub const USUAL_SEQUENCE: f64 = 8192.0;
/// Tokens per step when none is given: the largest batch of the Llama 3 405B run (same section).
pub const USUAL_BATCH: f64 = 16.0 * 1024.0 * 1024.0;
/// Tokens per sequence of a fine-tune when none are given: the usual figure of published recipes.
pub const USUAL_FINETUNE_SEQUENCE: f64 = 4096.0;
/// Tokens per step of a fine-tune when none are given: 128 such sequences.
pub const USUAL_FINETUNE_BATCH: f64 = 128.0 * USUAL_FINETUNE_SEQUENCE;

/// The run.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Model by name, such as llama-3.1-405b.
    pub model: Option<String>,
    /// Parameters in billions, when the model has no name.
    pub params_b: Option<f64>,
    /// GPU by name, such as H100.
    pub gpu: String,
    /// GPUs; leave it out to get the number for a deadline.
    pub gpus: Option<u64>,
    /// Tokens to train on, in billions (15 trillion is 15000).
    pub tokens_b: Option<f64>,
    /// Days the run may take.
    pub deadline_days: Option<f64>,
    /// Precision of the products: bf16, fp8 or fp4; as published when left out.
    pub precision: Option<String>,
    /// Tokens per sequence.
    pub sequence_tokens: Option<u64>,
    /// Tokens per step over all GPUs.
    pub batch_tokens: Option<u64>,
    /// full, sft (full fine-tune), lora or qlora; full when left out.
    pub method: Option<String>,
}

/// The estimate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What was found, in one sentence with units.
    pub headline: String,
    /// Model.
    pub model: String,
    /// GPU, by catalog id.
    pub gpu_id: String,
    /// Precision of the matrix products.
    pub precision: String,
    /// Whether it fits and meets what was asked.
    pub feasible: bool,
    /// What stands against it, and the smallest thing that fits; null when feasible.
    pub misfit: Option<Misfit>,
    /// GPUs: as given, or the smallest number whose expected time meets the deadline.
    pub gpus: Option<u32>,
    /// GPUs that meet the deadline at the slow end of the band as well.
    pub gpus_conservative: Option<u32>,
    /// GPUs below which no software can meet the deadline: all products at the dense peak.
    pub gpus_bound: Option<u32>,
    /// Tokens per second and GPU while training, as benchmarks measure it.
    pub tokens_per_s_gpu: Option<Band>,
    /// Days of the whole run, with the share that published campaigns lose to failures, restarts and evaluation.
    pub days: Option<Band>,
    /// Model FLOP utilization of the dense peak while training.
    pub mfu_ratio: Option<f64>,
    /// Share of the benchmark rate that whole campaigns of models of this size and kind reached.
    pub campaign_ratio: Option<f64>,
    /// What takes most of a step.
    pub bottleneck: Option<String>,
    /// Parallel layout the estimate holds for.
    pub layout: Option<Layout>,
    /// Memory on the fullest GPU, GB.
    pub memory_per_gpu_gb: Option<f64>,
    /// The user's own measurement of this case, which stands in place of the estimate.
    pub measured: Option<OwnRow>,
    /// The formula.
    pub formula: String,
    /// The rows its constants were fitted on.
    pub calibration: String,
    /// What was assumed or left open.
    pub notes: Vec<String>,
}

/// The formula in words.
pub const FORMULA: &str = "days = tokens / (gpus * tokens_per_s_gpu * campaign_ratio * 86400); tokens_per_s_gpu = batch tokens / \
(gpus * step time); step time = products / (dense peak * efficiency) + attention + memory-bound work + launches + exposed \
collectives + pipeline bubble + data-parallel tail, for the fastest layout that fits the memory";

impl Tool for SizeTrain {
    const NAME: &'static str = "size_train";
    const DESCRIPTION: &'static str = "Estimates the time of one training run on given GPUs, or the GPUs for a deadline, with error band, parallel layout and bottleneck. Use it when only the training time or GPU count of a known model is asked (\"how long does X take on Y?\"). It designs no cluster, network or racks: plan does.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        run_with(catalog, input, None, None)
    }
}

/// The tool with a model read from its published configuration and with the user's own measured rows.
///
/// # Errors
/// As the tool.
pub fn run_with(
    catalog: &Catalog,
    input: Input,
    arch: Option<ModelArch>,
    rows: Option<&Measured>,
) -> Result<Output, ToolError> {
    let cal = catalog_facts::calibration().map_err(|error| refused(&error))?;
    let Some(rows) = rows else { return run_on(catalog, input, arch, None, cal) };
    // The user's rows speak for neighbouring cases as well.
    let mut facts = catalog_rows::all(catalog);
    if let (Some(arch), Some(name)) = (&arch, &input.model) {
        facts.add_model(name, arch);
    }
    let (own, left_out) = conditioned(cal, rows, &facts);
    let unmoved = run_on(catalog, input.clone(), arch.clone(), Some(rows), cal)?;
    let mut output = run_on(catalog, input, arch, Some(rows), &own)?;
    // A matching row is shown beside the estimate it was made without.
    output.measured = unmoved.measured;
    if !left_out.is_empty() {
        output.notes.push(format!(
            "{} of your rows were not taken in, the first because: {}",
            left_out.len(),
            left_out.first().map_or("", String::as_str)
        ));
    }
    Ok(output)
}

/// The tool with a calibration of one's own: what accuracy on left-out rows is scored with, by the path users take.
///
/// # Errors
/// As the tool.
pub fn run_on(
    catalog: &Catalog,
    input: Input,
    arch: Option<ModelArch>,
    rows: Option<&Measured>,
    cal: &Calibration,
) -> Result<Output, ToolError> {
    let mut notes = Vec::new();
    let by_size = arch.is_none()
        && input.model.as_deref().is_none_or(|name| catalog.resolve_model(name).id().is_none());
    let model = match arch {
        Some(arch) => arch,
        None => sizing::model(catalog, input.model.as_deref(), input.params_b, &mut notes)?,
    };
    let (gpu, perf) = sizing::gpu(catalog, &input.gpu, &mut notes)?;
    let method =
        input.method.as_deref().map_or(Ok(Method::Full), Method::parse).map_err(|error| refused(&error))?;
    // Weights in 4 bit are unpacked to 16 bit for every product.
    let unpacked = (method == Method::Qlora).then_some("bf16");
    let precision = sizing::products(input.precision.as_deref().or(unpacked), &model, &perf, &mut notes)?;
    let run = match (method.is_finetune(), cal.training.campaign) {
        (false, Some(share)) => share.of(&model, perf.generation),
        // A fine-tune of hours is repeated, not restarted from checkpoints.
        _ => RunShare::WHOLE,
    };
    let (usual_seq, usual_batch) = if method.is_finetune() {
        (USUAL_FINETUNE_SEQUENCE, USUAL_FINETUNE_BATCH)
    } else {
        (USUAL_SEQUENCE, USUAL_BATCH)
    };
    let seq = input.sequence_tokens.map_or(usual_seq, |tokens| tokens as f64);
    let batch = input.batch_tokens.map_or(usual_batch, |tokens| tokens as f64);
    if input.batch_tokens.is_none() {
        notes.push(format!(
            "assumed: {:.1} million tokens per step in sequences of {seq}; a smaller batch scales to fewer GPUs",
            batch / 1e6
        ));
    }
    if method == Method::Qlora {
        notes.push(
            "frozen weights in 4 bit (NF4, 0.516 bytes each; QLoRA, arXiv:2305.14314), products in 16 bit; no measured run \
             of QLoRA stands behind the time: unpacking the weights is not counted, so it is a lower bound"
                .into(),
        );
    }
    let plan = TrainPlan { model: &model, gpu: &perf, precision, seq, batch_tokens: batch, method, run };
    let mut output = Output {
        headline: String::new(),
        model: model.name.clone(),
        gpu_id: gpu.id.to_string(),
        precision: precision.name().into(),
        feasible: true,
        misfit: None,
        gpus: None,
        gpus_conservative: None,
        gpus_bound: None,
        tokens_per_s_gpu: None,
        days: None,
        mfu_ratio: None,
        campaign_ratio: input.tokens_b.map(|_| run.expected),
        bottleneck: None,
        layout: None,
        memory_per_gpu_gb: None,
        measured: None,
        formula: FORMULA.into(),
        calibration: fitted_on(),
        notes,
    };
    let tokens = input.tokens_b.map(|tokens| tokens * 1e9);
    let found = match (input.gpus, tokens, input.deadline_days) {
        (Some(gpus), ..) => {
            let gpus = sizing::count("gpus", gpus)?;
            output.gpus = Some(gpus);
            train_estimate(&plan, gpus, cal)
        }
        (None, Some(tokens), Some(days)) => {
            let step = perf.scale_up_gpus.max(8);
            let peak = perf.matmul_flops(precision);
            output.gpus_bound = Some(
                bounds::train_gpus(params(&model).matmul, tokens, days, peak, 1.0)
                    .map_err(|e| refused(&e))?,
            );
            train_gpus_for_days(&plan, tokens, days, step, LARGEST_GPUS, cal).map(|size| {
                output.gpus_conservative = size.conservative_gpus;
                size.expected
            })
        }
        _ => {
            return Err(ToolError::new(
                ErrorCode::InputInvalid,
                "nothing to size: neither gpus nor a deadline is given",
            )
            .hint("give gpus, or tokens_b with deadline_days"));
        }
    };
    match found {
        Ok(estimate) => fill(&mut output, &plan, &estimate, tokens, input.deadline_days, rows, by_size),
        Err(error) => {
            let from = output.gpus.unwrap_or(1);
            output.feasible = false;
            output.misfit = Some(Misfit::of(error, || {
                least_gpus::for_training(&plan, from + 1, LARGEST_GPUS, cal).map(|found| found.gpus)
            })?);
        }
    }
    let subject = input.model.clone().unwrap_or_else(|| model.name.clone());
    output.headline =
        size_words::training(&output, &subject, gpu, &perf, &plan, input.tokens_b, input.deadline_days);
    Ok(output)
}

fn fill(
    output: &mut Output,
    plan: &TrainPlan<'_>,
    estimate: &TrainEstimate,
    tokens: Option<f64>,
    deadline_days: Option<f64>,
    rows: Option<&Measured>,
    by_size: bool,
) {
    output.gpus = Some(estimate.gpus);
    output.mfu_ratio = Some(estimate.mfu);
    output.bottleneck = Some(estimate.bottleneck.into());
    output.layout = Some(Layout::from(&estimate.layout.layout));
    output.memory_per_gpu_gb = Some(estimate.layout.memory_bytes / 1e9);
    if !estimate.calibrated {
        output.notes.push(format!(
            "no measured row of {} in {}: constants are carried over from other parts, and the band is wider",
            plan.gpu.generation.name(),
            plan.precision.name()
        ));
    }
    let at = TrainMatch {
        model: &plan.model.name,
        gpu: &plan.gpu.name,
        gpus: estimate.gpus,
        precision: plan.precision,
        seq: plan.seq,
    };
    let own = rows.and_then(|rows| training(rows, &at, &estimate.tokens_per_s_gpu));
    let mut rate = Band::from(&estimate.tokens_per_s_gpu);
    if by_size {
        sizing::widen(&mut rate);
    }
    if let Some(own) = &own {
        let basis = format!("measured: {} of your rows", own.rows);
        rate = Band { low: own.measured, expected: own.measured, high: own.measured, basis };
        output.measured = Some(OwnRow::from(own));
    }
    if let Some(tokens) = tokens {
        let per_day = TrainEstimate {
            tokens_per_s_gpu: Estimate {
                low: rate.low,
                expected: rate.expected,
                high: rate.high,
                basis: rate.basis.clone(),
            },
            ..estimate.clone()
        };
        let days = Band::from(&per_day.days(tokens, plan.run));
        if let Some(deadline) = deadline_days
            && days.expected > deadline
        {
            output.feasible = false;
            output.misfit = Some(Misfit {
                reason: format!(
                    "{} GPUs take about {:.0} days; {deadline} are allowed. Leave gpus out to get the number that is enough",
                    estimate.gpus, days.expected
                ),
                needed_gb: None,
                usable_gb: None,
                smallest_gpus: None,
            });
        }
        output.days = Some(days);
    }
    output.tokens_per_s_gpu = Some(rate);
}

/// What the training constants were fitted on, in a sentence.
#[must_use]
pub fn fitted_on() -> String {
    catalog_facts::calibration().map_or_else(
        |error: SizeError| error.to_string(),
        |cal| {
            let fitted = &cal.training.fitted;
            let campaigns = cal.training.campaign.map_or(0, |share| share.rows);
            format!(
                "{} measured training rows of {} models up to {} ({}); {campaigns} published campaigns",
                fitted.rows,
                fitted.models,
                fitted.as_of,
                fitted.sources.join(", ")
            )
        },
    )
}
