//! What contains what: nodes for a number of GPUs, racks for a number of GPUs where the rack is the system, and what a
//! number of systems holds.

use super::{Ask, name_of, number, power};
use crate::{
    catalog::{Fact, System},
    design::Outcome,
    read::question::{Measure, ThingKind},
};

/// Cues of questions that count something else than nodes or racks, or count them by another measure.
const OTHERS: &[&str] = &[
    "switch", "cable", "optic", "nic", "spine", "leaf", "oob", "core", "train", "serve", "finetune", "days",
    "kv", "cost", "energy", "fails", "why", "define", "users", "storage",
];

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let question = &ask.question;
    let powered = question.amount(Measure::Kw).or(question.amount(Measure::Kva)).is_some();
    if !ask.cue("count")
        || powered
        || OTHERS.iter().any(|cue| ask.cue(cue))
        || !question.of(ThingKind::Model).is_empty()
    {
        return None;
    }
    let beside = ["gpus", "node_range"];
    if !question.figures.iter().all(|id| beside.contains(&id.as_str())) {
        return None;
    }
    let system = system(ask)?;
    let each = *system.gpu_count.as_ref().and_then(Fact::known)?;
    let rack_scale = each > NODE_GPUS_MOST;
    let wanted = if rack_scale { ask.cue("rack") || ask.cue("node") } else { ask.cue("node") };
    let gpu = question.of(ThingKind::Gpu).first().copied();
    let gpus =
        gpu.and_then(|thing| question.count_of(thing)).or_else(|| question.counted(ask.catalog, "gpu"))?;
    if !wanted || gpus < 2 {
        return None;
    }
    let fact = system.gpu_count.as_ref()?;
    ask.cite(&fact.source);
    let nodes = gpus.div_ceil(each);
    *ask.value.borrow_mut() = Some((nodes as f64, "nodes".into()));
    let told = ask.say(
        "nodes_for",
        &[
            ("nodes", &number(nodes as f64)),
            ("system", &name_of(ask.catalog, ThingKind::System, &system.id)),
            ("gpus", &number(gpus as f64)),
            ("each", &number(each as f64)),
        ],
    );
    Some((vec![told], Outcome::Answer))
}

/// GPUs of one server at most; a system with more is a rack.
const NODE_GPUS_MOST: u64 = 16;

/// The system that is named, or NVIDIA's own with the GPU that is.
fn system<'a>(ask: &Ask<'a>) -> Option<&'a System> {
    match ask.question.of(ThingKind::System).first() {
        Some(thing) => ask.catalog.system(&thing.id),
        None => power::own(ask, &ask.question.of(ThingKind::Gpu).first()?.id),
    }
}
