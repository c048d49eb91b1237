//! The memory a model needs, and whether the GPUs that were stated hold it.

use super::super::{size::USABLE_MEMORY, stages::Sized, work::Work};
use crate::{
    catalog::{Model, Resolution},
    design::{
        Alternative, Intent, RuleId, Severity,
        words::{Precision, WorkloadGroup},
    },
    trace::{FindingDraft, Traced, facts},
    units::{BillionParameters, BytesPerParameter, Gb, GbPerGpu, Gpus, Ratio},
};

/// The model the customer names, when the catalog holds it.
pub(in crate::plan) fn model<'a>(work: &Work<'a>) -> Option<&'a Model> {
    let name = work.asked.model_name.as_ref()?;
    match work.catalog.resolve_model(&name.value) {
        Resolution::One(id) => work.catalog.model(id),
        _ => None,
    }
}

/// Total parameters, billions: stated, or those of the named model.
pub(in crate::plan) fn model_params(work: &Work<'_>) -> Option<Traced> {
    if let Some(stated) = &work.asked.model_params_b {
        return Some(Work::stated("model_params_b", "billion parameters", stated));
    }
    let Some(model) = model(work) else {
        // A model that the catalog does not hold, with its size in its name.
        let named = work.asked.model_name.as_ref()?;
        let params = size_in_name(&named.value)?;
        return Some(Traced::stated(params, "billion parameters", "model_name", &named.quote));
    };
    Some(Traced::new(
        model.params_b?,
        "billion parameters",
        crate::trace::Origin::Catalog {
            entry: format!("model/{}", model.id),
            field: "params_b".into(),
            source: model.source.to_string(),
            confidence: model.confidence.word().into(),
        },
    ))
}

/// The billions of parameters that a model's name states ("Llama 70B"); none for a product of experts ("8x22B").
fn size_in_name(name: &str) -> Option<f64> {
    name.split([' ', '-', '_', '(', ')']).find_map(|word| {
        let digits = word.strip_suffix(['B', 'b'])?;
        digits.parse::<f64>().ok().filter(|billions| *billions > 0.0 && *billions < 1e5)
    })
}

/// Bytes a parameter takes at a precision.
pub(super) fn bytes_per_parameter(precision: Precision) -> f64 {
    match precision {
        Precision::Fp64 => 8.0,
        Precision::Fp32 | Precision::Tf32 => 4.0,
        Precision::Bf16 | Precision::Fp16 => 2.0,
        Precision::Fp8 | Precision::Int8 => 1.0,
        Precision::Fp4 | Precision::Mxfp4 | Precision::Int4 => 0.5,
    }
}

/// Weights of the model, GB. With `assume`, BF16 is assumed where no precision is stated, visibly.
pub(in crate::plan) fn weights_gb(work: &mut Work<'_>, assume: bool) -> Option<Traced> {
    let params = model_params(work)?;
    let stated = work.asked.precision.clone();
    let bytes = match &stated {
        Some(stated) => Traced::stated(
            bytes_per_parameter(stated.value),
            "bytes per parameter",
            "precision",
            &stated.quote,
        ),
        // An assumption that was made for the size holds for every figure after it.
        None if work.assumptions.iter().any(|assumption| assumption.field == "precision") => Traced::assumed(
            2.0,
            "bytes per parameter",
            "precision",
            "no precision is stated; weights stay as published, without quantization",
        ),
        None if assume => {
            let reason = "no precision is stated; weights stay as published, without quantization";
            work.assume(
                "precision",
                "bf16",
                reason,
                "FP8 halves the weights and the least number of GPUs; quality must be checked",
                true,
            );
            Traced::assumed(2.0, "bytes per parameter", "precision", reason)
        }
        None => return None,
    };
    Some(
        (params.named::<BillionParameters>("params_b")
            * bytes.named::<BytesPerParameter>("bytes_per_parameter"))
        .traced(),
    )
}

/// The KV cache that was stated, GB.
pub(in crate::plan) fn cache_gb(work: &Work<'_>) -> Option<Traced> {
    work.asked.kv_cache_gb.as_ref().map(|stated| Work::stated("kv_cache_gb", "GB", stated))
}

/// Weights (and a stated cache) against the memory of the GPUs that were stated.
pub(super) fn memory(work: &mut Work<'_>, sized: &Sized<'_>) {
    let serving = !work.is_for(&[WorkloadGroup::Training, WorkloadGroup::Finetuning]);
    let Some(gpu) = sized.gpu.filter(|_| serving) else { return };
    // A number of GPUs, or a single card when one is spoken of; a size of our own is chosen so that the model fits.
    let gpus = match (&work.asked.gpu_count, &work.asked.node_count) {
        (Some(stated), _) => Some(Work::stated_count("gpu_count", "GPUs", stated)),
        (None, Some(_)) => sized.gpus.clone(),
        (None, None)
            if work.reading.intents.contains(&Intent::FitCheck)
                && !work.reading.intents.contains(&Intent::Lookup) =>
        {
            Some(Traced::assumed(1.0, "GPUs", "gpu_count", "one card is spoken of"))
        }
        (None, None) => None,
    };
    let entry = format!("gpu/{}", gpu.id);
    let Some(memory) = facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref()) else { return };
    let Some(weights) = weights_gb(work, false) else { return };
    let need = match cache_gb(work) {
        Some(cache) => (weights.named::<Gb>("weights_gb") + cache.named::<Gb>("cache_gb")).traced(),
        None => weights,
    };
    let least = (need.named::<Gb>("need_gb") / memory.named::<GbPerGpu>("memory_gb")).ceil().traced();
    let usable = Traced::assumed(USABLE_MEMORY, "", "usable_memory_ratio", "the runtime takes the rest");
    let practical = (need.named::<Gb>("need_gb")
        / (memory.named::<GbPerGpu>("memory_gb") * usable.named::<Ratio>("usable")))
    .ceil()
    .traced();
    if let Some(gpus) = gpus {
        let have = (gpus.named::<Gpus>("gpus") * memory.named::<GbPerGpu>("memory_gb")).traced();
        if need.value > have.value * USABLE_MEMORY {
            let grave = need.value > have.value;
            let message = format!(
                "the model needs {} for weights{}; {} of {} hold {}",
                need.words(),
                if work.asked.kv_cache_gb.is_some() { " and cache" } else { " alone" },
                gpus.words(),
                gpu.name,
                have.words()
            );
            work.find(
                FindingDraft::note(RuleId::MemoryFit, if grave { Severity::Error } else { Severity::Warning }, message)
                    .against(need.clone(), have)
                    .at("/design/compute/total_gpu_memory_gb")
                    .repaired_by(format!(
                        "use at least {} of this kind, a GPU with more memory, or a lower precision after a quality check",
                        practical.words()
                    )),
            );
            larger_gpus(work, &need);
        }
    }
    work.find(
        FindingDraft::note(
            RuleId::MemoryNeed,
            Severity::Info,
            format!(
                "by raw memory {} of {} hold {}; with room for the runtime {}, and tensor parallelism wants one, two, \
                 four or eight; all experts of a mixture must be resident",
                least.words(),
                gpu.name,
                need.words(),
                practical.words()
            ),
        )
        .against(need, least),
    );
}

/// GPUs of eight-GPU nodes that hold the model.
fn larger_gpus(work: &mut Work<'_>, need: &Traced) {
    for id in ["h200-sxm", "b200-sxm", "b300-sxm"] {
        let Some(gpu) = work.catalog.gpu(id) else { continue };
        let Some(memory) = facts::number(&format!("gpu/{id}"), "memory_gb", "GB", gpu.memory_gb.as_ref())
        else {
            continue;
        };
        let usable = Traced::assumed(USABLE_MEMORY, "", "usable_memory_ratio", "the runtime takes the rest");
        let count = (need.named::<Gb>("need_gb")
            / (memory.named::<GbPerGpu>("memory_gb") * usable.named::<Ratio>("usable")))
        .ceil()
        .traced();
        let board = Traced::constant(8.0, "GPUs", "GPUs on an HGX board", "HGX product form");
        let node = (board.named::<Gpus>("gpus_per_board") * memory.named::<GbPerGpu>("memory_gb")).traced();
        let message = format!("an eight-GPU node of {} holds {}", gpu.name, node.words());
        work.find(FindingDraft {
            actual: Some(node),
            ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
        });
        let alternative = Alternative {
            title: format!("{} of {}", count.words(), gpu.name),
            gpu_id: Some(id.into()),
            pattern_id: None,
            node_count: None,
            gpu_count: None,
            power_kw: None,
            reason: "the least number of this GPU whose memory holds the model".into(),
        };
        work.offer(alternative, None, Some(count));
    }
}
