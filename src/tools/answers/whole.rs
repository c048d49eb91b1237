//! Figures of a whole by its parts: GPUs in a system, a system's figure from that of its GPUs, systems of a unit.

use super::{Ask, facts, number};
use crate::read::question::{Thing, ThingKind};

/// Why the first scalable unit of an architecture has fewer systems than its size.
pub(super) fn with_manager(ask: &Ask<'_>) -> Option<String> {
    let thing = *ask.question.of(ThingKind::Architecture).first()?;
    let one = ask.catalog.architecture(&thing.id)?;
    let (su, with) = (one.su_size?, one.su_size_with_manager?);
    let meant = ask.cue("why") || ask.question.amounts.iter().any(|amount| amount.value as u64 == with);
    ask.cite(&one.source);
    meant.then(|| {
        ask.say(
            "su_manager",
            &[("name", &ask.name(thing)), ("with", &with.to_string()), ("su", &su.to_string())],
        )
    })
}

/// Figures that add up over the GPUs of a system.
const ADD_UP: &[&str] =
    &["nvlink", "bandwidth", "fp4", "fp8", "bf16", "fp16", "tf32", "fp32", "fp64", "int8", "tflops"];

/// A figure of a system that is its GPUs' figure, times their number where it adds up.
pub(super) fn of_gpus(ask: &Ask<'_>, thing: &Thing, figure: &str) -> Option<(String, Option<f64>)> {
    if thing.kind != ThingKind::System || !ADD_UP.contains(&figure) {
        return None;
    }
    let system = ask.catalog.system(&thing.id)?;
    let count = *system.gpu_count.as_ref()?.known()?;
    let rows = facts::rows(ask, ThingKind::Gpu, system.gpus.first()?);
    let (text, value) = facts::figure_brief(ask, figure, &rows)?;
    let total = value? * count as f64;
    let unit = text.split_once(' ').map_or("", |(_, unit)| unit);
    Some((format!("{} {unit} ({count} × {text})", number(total)), Some(total)))
}

/// "How many H100 are in a DGX H100?": the count of one part in another.
pub(super) fn inside(ask: &Ask<'_>) -> Option<String> {
    let (gpus, systems) = (ask.question.of(ThingKind::Gpu), ask.question.of(ThingKind::System));
    let ([gpu], [system]) = (gpus.as_slice(), systems.as_slice()) else { return None };
    let named = ask.question.figures.iter().all(|id| id == "gpus");
    let holds = ask.catalog.system(&system.id)?.gpus.iter().any(|id| *id == gpu.id);
    if !holds || !named || !ask.cue("count") || !ask.question.amounts.iter().all(|amount| amount.value <= 1.0)
    {
        return None;
    }
    let rows = facts::rows(ask, ThingKind::System, &system.id);
    let (text, _) = facts::figure_of(ask, "gpus", &rows)?;
    Some(format!("{}: {} {text}.", ask.name(system), ask.label("gpus")))
}
