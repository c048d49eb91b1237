//! The GPU a training or a service is sized on.

use super::{Ask, name_of};
use crate::read::question::ThingKind;

/// Where no GPU is named, training and serving are sized on this one, and that is said.
const USUAL_GPU: &str = "h200-sxm";

/// The GPU to size on, its name, and how many are stated.
pub(super) fn of(ask: &Ask<'_>) -> (String, String, Option<u64>, bool) {
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
