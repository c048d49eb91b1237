//! Memory of a model for serving, training or fine-tuning, and the fewest GPUs that hold it.

use super::{
    ErrorCode, Tool, ToolError,
    size_train::{LARGEST_GPUS, USUAL_BATCH, USUAL_FINETUNE_SEQUENCE, USUAL_SEQUENCE},
    size_words,
    sizing::{self, Layout, Misfit, refused},
};
use crate::{
    catalog::Catalog,
    perf::{
        GpuPerf, ModelArch, Precision,
        campaign::RunShare,
        catalog_facts,
        estimate_serve::{Draft, ServePlan},
        estimate_train::{TrainPlan, train_estimate},
        finetune::{Adapted, Frozen, USUAL_RANK, adapter_memory, adapter_params},
        fit_check::{RESERVE_BYTES, USABLE_SHARE, min_gpus_for_memory, serve_memory},
        flops::Recompute,
        kv, least_gpus,
        params::params,
        search_train::TRAIN_USABLE_SHARE,
        train_memory::{StateBytes, TrainLayout, Zero, train_memory},
        train_method::Method,
    },
    units::three,
};

pub use super::size_memory_form::{Input, Output};

/// Sizes memory.
pub struct SizeMemory;

const SERVING: &str = "total = total parameters * bytes per weight (block scales included) + sequences * cache; cache = sum over \
layers of cached elements * bytes, capped by windows; least GPUs: the smallest tensor group or whole servers with \
usable memory of 0.95 * memory - 9 GB each";
const TRAINING: &str = "on the fullest GPU: weights 2 + gradients 4 + Adam states 12 bytes per parameter, split by tensor, \
pipeline and ZeRO, + activations (Korthikanti et al. 2022) + logits + 3 GB; usable is 92 % of the memory; least GPUs: the \
smallest count for which the search over layouts finds room";
const ADAPTER: &str = "frozen weights (2 bytes, QLoRA 0.516 bytes) + adapters * 18 bytes + activations with full recomputation + \
3 GB; usable is 92 % of the memory";

impl Tool for SizeMemory {
    const NAME: &'static str = "size_memory";
    const DESCRIPTION: &'static str = "Computes the memory one model takes (weights, KV cache, optimizer states, activations) and the fewest GPUs that hold it. Use it when the request asks whether a model fits, or how much memory it or its cache needs. It gives no speed, and looks up no GPU datasheet.";
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        run_with(catalog, &input, None)
    }
}

/// The tool with a model read from its published configuration.
///
/// # Errors
/// As the tool.
pub fn run_with(catalog: &Catalog, input: &Input, arch: Option<ModelArch>) -> Result<Output, ToolError> {
    let mut notes = Vec::new();
    let model = match arch {
        Some(arch) => arch,
        None => sizing::model(catalog, input.model.as_deref(), input.params_b, &mut notes)?,
    };
    let part = input.gpu.as_ref().map(|name| sizing::gpu(catalog, name, &mut notes)).transpose()?;
    let gpu = part.as_ref().map(|(_, perf)| perf.clone());
    let gpus = input.gpus.map(|n| sizing::count("gpus", n)).transpose()?;
    if gpus.is_some() && gpu.is_none() {
        return Err(ToolError::new(ErrorCode::InputInvalid, "gpus is given without gpu")
            .hint("name the GPU whose memory is meant"));
    }
    let purpose = input.purpose.as_deref().unwrap_or("serving").to_lowercase();
    let precision = match purpose.as_str() {
        "serving" => sizing::weights(input.precision.as_deref(), &model, &mut notes)?,
        _ => sizing::precision(input.precision.as_deref(), Precision::Bf16)?,
    };
    let p = params(&model);
    let mut output = Output {
        headline: String::new(),
        model: model.name.clone(),
        purpose: purpose.clone(),
        precision: precision.name().into(),
        params_b: p.total / 1e9,
        active_params_b: p.active / 1e9,
        weights_gb: crate::perf::fit_check::weight_bytes(&model, precision) / 1e9,
        kv_bytes_per_token: None,
        cache_gb: None,
        gradients_gb: None,
        optimizer_gb: None,
        activations_per_gpu_gb: None,
        memory_per_gpu_gb: None,
        total_gb: 0.0,
        least_gpus: None,
        fits: None,
        misfit: None,
        layout: None,
        formula: String::new(),
        notes,
    };
    match purpose.as_str() {
        "serving" => serving(&mut output, &model, precision, input, gpu.as_ref())?,
        "training" => training(&mut output, &model, input, gpu.as_ref(), gpus)?,
        "lora" => adapter(&mut output, &model, Method::Lora, input, gpu.as_ref(), gpus)?,
        "qlora" => adapter(&mut output, &model, Method::Qlora, input, gpu.as_ref(), gpus)?,
        other => {
            return Err(ToolError::new(
                ErrorCode::InputInvalid,
                format!("purpose is `{other}`; expected serving, training, lora or qlora"),
            ));
        }
    }
    if let (Some(gpus), Some(least), Some(gpu)) = (gpus, output.least_gpus, &gpu) {
        let fits = output.fits.unwrap_or(least <= gpus);
        output.fits = Some(fits);
        if !fits {
            let usable = f64::from(gpus) * gpu.memory_bytes * USABLE_SHARE / 1e9;
            let beside = output
                .activations_per_gpu_gb
                .map_or_else(String::new, |gb| format!(" and {} GB of activations per GPU", three(gb)));
            output.misfit = Some(Misfit {
                reason: format!(
                    "{} needs {} GB for {purpose}{beside}; {gpus} GPUs of {:.0} GB are given; the smallest count that fits is {least}",
                    output.model,
                    three(output.total_gb),
                    gpu.memory_bytes / 1e9
                ),
                needed_gb: Some(output.total_gb),
                usable_gb: Some(usable),
                smallest_gpus: Some(least),
            });
        }
    }
    let subject = input.model.clone().unwrap_or_else(|| model.name.clone());
    output.headline = size_words::memory(&output, &subject, part.as_ref(), gpus);
    Ok(output)
}

fn serving(
    output: &mut Output,
    model: &ModelArch,
    precision: Precision,
    input: &Input,
    gpu: Option<&GpuPerf>,
) -> Result<(), ToolError> {
    let element = precision.usual_kv_bytes();
    let sequences = input.sequences.unwrap_or(1) as f64;
    let context = input.context_tokens.unwrap_or(8192) as f64;
    if input.context_tokens.is_none() || input.sequences.is_none() {
        output.notes.push(format!("cache of {sequences} sequences of {context} tokens; give sequences and context_tokens to change it"));
    }
    output
        .notes
        .push(format!("cache elements of {element} bytes, as is usual with {} weights", precision.name()));
    let need =
        serve_memory(model, precision, element, sequences, context).map_err(|error| refused(&error))?;
    output.kv_bytes_per_token = Some((kv::elements_per_token(model) * element).round() as u64);
    output.cache_gb = Some(need.cache / 1e9);
    output.total_gb = (need.weights + need.cache) / 1e9;
    output.formula = SERVING.into();
    if let Some(gpu) = gpu {
        let bytes = need.weights + need.cache;
        let by_bytes = min_gpus_for_memory(bytes, gpu.memory_bytes, USABLE_SHARE, RESERVE_BYTES)
            .map_err(|error| refused(&error))?;
        let plan = ServePlan {
            model,
            gpu,
            precision,
            kv_bytes: None,
            engine: "vllm",
            isl: context,
            osl: 1.0,
            prefix_hit: 0.0,
            draft: Draft::NONE,
        };
        let least = least_gpus::for_serving(&plan, sequences);
        output.least_gpus = least;
        if let Some(least) = least.filter(|least| *least > by_bytes) {
            output.notes.push(format!(
                "by bytes alone {by_bytes} would be enough; {least} is the next count that a layout runs on (tensor degrees \
                 divide the {} attention heads, larger counts are whole servers)",
                model.attention.first().map_or(1, |group| group.heads)
            ));
        }
    }
    Ok(())
}

fn layout(input: &Input) -> Result<TrainLayout, ToolError> {
    let of = |field: &str, value: Option<u64>| value.map_or(Ok(1), |value| sizing::count(field, value));
    Ok(TrainLayout {
        tp: of("tensor_parallel", input.tensor_parallel)?,
        pp: of("pipeline_parallel", input.pipeline_parallel)?,
        cp: 1,
        ep: 1,
        dp: 1,
        micro_batch: of("sequences", input.sequences)?,
        virtual_stages: 1,
        zero: Zero::Off,
        recompute: Recompute::Selective,
        sequence_parallel: input.tensor_parallel.is_some_and(|tp| tp > 1),
    })
}

/// Sequences per step that fill the pipeline, so that the fullest stage holds all it ever holds.
fn full(l: &TrainLayout) -> f64 {
    f64::from(4 * l.pp * l.micro_batch)
}

/// A run of the usual batch whose memory is searched for.
fn run_of<'a>(model: &'a ModelArch, gpu: &'a GpuPerf, method: Method, seq: f64) -> TrainPlan<'a> {
    let batch_tokens = if method.is_finetune() { 128.0 * seq } else { USUAL_BATCH };
    TrainPlan { model, gpu, precision: Precision::Bf16, seq, batch_tokens, method, run: RunShare::WHOLE }
}

fn training(
    output: &mut Output,
    model: &ModelArch,
    input: &Input,
    gpu: Option<&GpuPerf>,
    gpus: Option<u32>,
) -> Result<(), ToolError> {
    let seq = input.context_tokens.map_or(USUAL_SEQUENCE, |tokens| tokens as f64);
    let mut l = layout(input)?;
    let mut batch = full(&l);
    let asked = l.gpus() > 1;
    if let Some(gpu) = gpu {
        let cal = catalog_facts::calibration().map_err(|error| refused(&error))?;
        let plan = run_of(model, gpu, Method::Full, seq);
        let least = least_gpus::for_training(&plan, 1, LARGEST_GPUS, cal);
        output.least_gpus = least.as_ref().map(|found| found.gpus);
        let given = gpus.and_then(|count| train_estimate(&plan, count, cal).ok());
        output.fits = gpus.map(|_| given.is_some());
        if let (Some(found), false) = (given.or(least), asked) {
            (l, batch) = (found.layout.layout, found.layout.global_batch);
        }
    }
    let states = StateBytes::ADAM_MIXED;
    let m = train_memory(model, &l, states, seq, batch).map_err(|error| refused(&error))?;
    let total = params(model).total;
    output.precision = "bf16 with FP32 gradients and Adam states".into();
    output.weights_gb = total * states.weight / 1e9;
    output.gradients_gb = Some(total * states.gradient / 1e9);
    output.optimizer_gb = Some(total * states.optimizer / 1e9);
    output.activations_per_gpu_gb = Some((m.activations + m.logits) / 1e9);
    output.memory_per_gpu_gb = Some(m.total() / 1e9);
    output.total_gb = total * states.total() / 1e9;
    output.layout = Some(Layout::from(&l));
    output.formula = TRAINING.into();
    let shown = if l.gpus() == 1 {
        "the figures per GPU are of one replica on one GPU without ZeRO; give gpu to get a layout that fits"
            .to_owned()
    } else {
        format!("the figures per GPU are of the layout shown, on {} GPUs", l.gpus())
    };
    output.notes.push(format!(
        "sequences of {seq} tokens; total_gb are weights, gradients and optimizer states once, without activations; {shown}"
    ));
    Ok(())
}

fn adapter(
    output: &mut Output,
    model: &ModelArch,
    method: Method,
    input: &Input,
    gpu: Option<&GpuPerf>,
    gpus: Option<u32>,
) -> Result<(), ToolError> {
    let frozen = method.frozen().unwrap_or(Frozen::Bf16);
    let rank = input.adapter_rank.map_or(Ok(USUAL_RANK), |rank| sizing::count("adapter_rank", rank))?;
    let seq = input.context_tokens.map_or(USUAL_FINETUNE_SEQUENCE, |tokens| tokens as f64);
    let mut l = TrainLayout { recompute: Recompute::Full, ..layout(input)? };
    let asked = input.tensor_parallel.is_some();
    let of = |l: &TrainLayout| {
        adapter_memory(model, l, frozen, rank, Adapted::AttentionAndMlp, seq, full(l))
            .map_err(|error| refused(&error))
    };
    let mut m = of(&l)?;
    // Without a stated degree, the tensor-parallel group grows until the fullest GPU holds its part.
    if let (Some(gpu), false) = (gpu, asked) {
        for tp in [1, 2, 4, 8] {
            l = TrainLayout { tp, sequence_parallel: tp > 1, ..l };
            match of(&l) {
                Ok(found) => m = found,
                Err(_) => continue,
            }
            if m.total() <= gpu.memory_bytes * TRAIN_USABLE_SHARE {
                output.least_gpus = Some(l.gpus());
                break;
            }
        }
        let cal = catalog_facts::calibration().map_err(|error| refused(&error))?;
        let plan = run_of(model, gpu, method, seq);
        // Larger models are spread further: pipeline stages or sharded weights, by the search over layouts.
        if output.least_gpus.is_none() {
            let found = least_gpus::for_training(&plan, 1, LARGEST_GPUS, cal);
            output.least_gpus = found.as_ref().map(|found| found.gpus);
            if let Some(found) = found {
                l = found.layout.layout;
                m = adapter_memory(
                    model,
                    &l,
                    frozen,
                    rank,
                    Adapted::AttentionAndMlp,
                    seq,
                    found.layout.global_batch,
                )
                .map_err(|error| refused(&error))?;
            }
            output.notes.push(
                "no tensor-parallel group of one server holds it: it is spread by pipeline stages, experts or weights shared \
                 out (FSDP)"
                    .into(),
            );
        }
        let held = |count: u32| {
            output.least_gpus.is_some_and(|least| least <= count) || train_estimate(&plan, count, cal).is_ok()
        };
        output.fits = gpus.map(held);
    }
    let adapters = adapter_params(model, rank, Adapted::AttentionAndMlp);
    output.precision = if frozen == Frozen::Nf4 { "nf4".into() } else { "bf16".into() };
    output.weights_gb = params(model).total * frozen.bytes() / 1e9;
    output.gradients_gb = Some(adapters * StateBytes::ADAM_MIXED.gradient / 1e9);
    output.optimizer_gb = Some(adapters * StateBytes::ADAM_MIXED.optimizer / 1e9);
    output.activations_per_gpu_gb = Some(m.activations / 1e9);
    output.memory_per_gpu_gb = Some(m.total() / 1e9);
    output.total_gb = m.total() * f64::from(l.gpus()) / 1e9;
    output.layout = Some(Layout::from(&l));
    output.formula = ADAPTER.into();
    output.notes.push(format!(
        "adapters of rank {rank} on attention and MLP, sequences of {seq} tokens, activations recomputed"
    ));
    Ok(())
}
