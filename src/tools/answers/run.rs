//! A training or fine-tune as a run: its tokens, how the model is trained, and the days it takes.

use super::{Ask, name_of};
use crate::{
    read::question::{Measure, ThingKind},
    tools::{Tool, size_train},
};

/// Billions of tokens of a training, where they are stated beside the model's size.
pub(super) fn tokens(ask: &Ask<'_>, unnamed: bool) -> Option<f64> {
    ask.question
        .amounts
        .iter()
        .rev()
        .find(|amount| {
            amount.measure == Measure::Billions
                && (amount.noun.starts_with("tok") || amount.noun.is_empty() || amount.value > 999.0)
        })
        .filter(|_| {
            ask.question.amounts.iter().filter(|amount| amount.measure == Measure::Billions).count()
                > usize::from(unnamed || ask.question.of(ThingKind::Model).is_empty())
        })
        .map(|amount| amount.value)
}

/// How a model is trained: an adapter, a fine-tune of the whole, or from the start.
pub(super) fn method(ask: &Ask<'_>) -> Option<String> {
    match () {
        () if ask.cue("lora") => Some("lora".into()),
        () if ask.cue("finetune") => Some("sft".into()),
        () => None,
    }
}

/// GPUs a run is priced on when none are stated: whole servers.
const RUN_GPUS: [u64; 5] = [8, 16, 32, 64, 128];

/// The GPUs and the expected days of a training or fine-tune whose model and tokens are stated.
pub(super) fn days(ask: &Ask<'_>) -> Option<(u64, f64)> {
    if !(ask.cue("train") || ask.cue("finetune")) {
        return None;
    }
    let (model, params_b, _) = super::memory::model(ask)?;
    let tokens = tokens(ask, model.is_none())?;
    let (gpu, _, gpus, _) = gpu(ask);
    let stated = gpus.filter(|gpus| *gpus > 1);
    let base = size_train::Input {
        params_b: if model.is_none() { params_b } else { None },
        model,
        gpu,
        tokens_b: Some(tokens),
        method: method(ask),
        ..size_train::Input::default()
    };
    // Where none are stated, the fewest servers that hold it.
    let tried = stated.map_or_else(|| RUN_GPUS.to_vec(), |gpus| vec![gpus]);
    tried.into_iter().find_map(|gpus| {
        let input = size_train::Input { gpus: Some(gpus), ..base.clone() };
        Some((gpus, size_train::SizeTrain::run(ask.catalog, input).ok()?.days?.expected))
    })
}

/// Where no GPU is named, training and serving are sized on this one, and that is said.
const USUAL_GPU: &str = "h200-sxm";

/// The GPU to size on, its name, and how many are stated.
pub(super) fn gpu(ask: &Ask<'_>) -> (String, String, Option<u64>, bool) {
    if let Some(thing) = ask.question.of(ThingKind::Gpu).first() {
        let count = ask.question.count_of(thing).or_else(|| ask.question.counted(ask.catalog, "gpu"));
        return (thing.id.clone(), ask.name(thing), count, false);
    }
    if let Some(thing) = ask.question.of(ThingKind::System).first()
        && let Some(system) = ask.catalog.system(&thing.id)
        && let Some(gpu) = system.gpus.first()
    {
        let each = system.gpu_count.as_ref().and_then(crate::catalog::Fact::known).copied().unwrap_or(8);
        let nodes = ask.question.count_of(thing).or_else(|| ask.node_count());
        return (
            gpu.to_string(),
            name_of(ask.catalog, ThingKind::Gpu, gpu),
            nodes.map(|nodes| nodes * each),
            false,
        );
    }
    let count = ask.question.counted(ask.catalog, "gpu");
    (USUAL_GPU.into(), name_of(ask.catalog, ThingKind::Gpu, USUAL_GPU), count, true)
}
