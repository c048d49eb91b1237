//! A training or fine-tune as a run: the GPUs it is priced on, and the days it takes there.

use super::{Ask, duration, sized_gpu};
use crate::tools::{Tool, size_train};

/// GPUs a run is priced on when none are stated: whole servers.
const RUN_GPUS: [u64; 5] = [8, 16, 32, 64, 128];

/// The GPUs and the expected days of a training or fine-tune whose model and tokens are stated.
pub(super) fn days(ask: &Ask<'_>) -> Option<(u64, f64)> {
    if !(ask.cue("train") || ask.cue("finetune")) {
        return None;
    }
    let (model, params_b, _) = super::memory::model(ask)?;
    let tokens = duration::tokens_of(ask)?;
    let (gpu, _, gpus, _) = sized_gpu::of(ask);
    let stated = gpus.filter(|gpus| *gpus > 1);
    let base = size_train::Input {
        params_b: if model.is_none() { params_b } else { None },
        model,
        gpu,
        tokens_b: Some(tokens),
        method: Some(duration::method(ask).0.into()),
        ..size_train::Input::default()
    };
    // Where none are stated, the fewest servers that hold it.
    let tried = stated.map_or_else(|| RUN_GPUS.to_vec(), |gpus| vec![gpus]);
    tried.into_iter().find_map(|gpus| {
        let input = size_train::Input { gpus: Some(gpus), ..base.clone() };
        Some((gpus, size_train::SizeTrain::run(ask.catalog, input).ok()?.days?.expected))
    })
}
