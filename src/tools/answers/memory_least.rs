//! The fewest GPUs that hold a model, where the question names none: of the usual ones, or the smallest that does.

use super::{Ask, memory_asked, name_of, number};
use crate::{
    design::Outcome,
    read::question::ThingKind,
    tools::{Tool, size_memory},
};

/// The smallest usual GPU one of which holds a model, where no GPU is named and the smallest is asked for.
pub(super) fn smallest(
    ask: &Ask<'_>,
    input: &dyn Fn(&str, Option<String>, Option<u64>) -> size_memory::Input,
    name: &str,
) -> Option<(Vec<String>, Outcome)> {
    let named = !ask.question.of(ThingKind::Gpu).is_empty() || !ask.question.of(ThingKind::System).is_empty();
    if named || !ask.cue("gpu") || !ask.cue("least") {
        return None;
    }
    let purpose = if ask.cue("lora") { "lora" } else { "serving" };
    let run =
        |gpu: &str| size_memory::SizeMemory::run(ask.catalog, input(purpose, Some(gpu.into()), None)).ok();
    let (gpu, found) = BY_MEMORY
        .iter()
        .filter_map(|gpu| Some((*gpu, run(gpu)?)))
        .find(|(_, found)| found.least_gpus == Some(1))
        .or_else(|| BY_MEMORY.last().and_then(|gpu| Some((*gpu, run(gpu)?))))?;
    let least = found.least_gpus?;
    let gpu = name_of(ask.catalog, ThingKind::Gpu, gpu);
    let told = vec![
        ask.say("least", &[("least", &format!("{least} × {gpu}"))]),
        ask.say(
            "holds",
            &[
                ("model", name),
                ("weights", &number(found.weights_gb)),
                ("precision", &memory_asked::precision(ask).to_uppercase()),
                ("total", &number(found.total_gb)),
                ("context", &number(memory_asked::CONTEXT as f64)),
            ],
        ),
    ];
    Some((told, Outcome::AnswerWithAssumptions))
}

/// The fewest of each usual GPU that hold a model, where none is named.
pub(super) fn of_usual(
    ask: &Ask<'_>,
    input: &dyn Fn(&str, Option<String>, Option<u64>) -> size_memory::Input,
    (users, context): (u64, u64),
    name: &str,
) -> Option<(Vec<String>, Outcome)> {
    let run = |gpu: &str| {
        let input = input("serving", Some(gpu.into()), None);
        Some((gpu.to_string(), size_memory::SizeMemory::run(ask.catalog, input).ok()?))
    };
    let found: Vec<_> = ["h100-sxm", "h200-sxm", "b200-sxm"].into_iter().filter_map(run).collect();
    let (_, first) = found.first()?;
    let list: Vec<String> = found
        .iter()
        .filter_map(|(gpu, found)| {
            Some(format!("{} × {}", found.least_gpus?, name_of(ask.catalog, ThingKind::Gpu, gpu)))
        })
        .collect();
    let told = vec![
        ask.say("least", &[("least", &list.join(" / "))]),
        ask.say(
            if users > 1 { "holds_many" } else { "holds" },
            &[
                ("model", name),
                ("weights", &number(first.weights_gb)),
                ("precision", &memory_asked::precision(ask).to_uppercase()),
                ("total", &number(first.total_gb)),
                ("users", &number(users as f64)),
                ("context", &number(context as f64)),
            ],
        ),
    ];
    Some((told, Outcome::AnswerWithAssumptions))
}

/// GPUs that are sold today, by their memory.
const BY_MEMORY: &[&str] = &["l4", "l40s", "h100-sxm", "rtx-pro-6000-se", "h200-sxm", "b200-sxm", "b300-sxm"];

/// The fewest GPUs an adapter is trained on: of the smallest usual GPU that one of holds it, else of the largest.
pub(super) fn adapter(
    ask: &Ask<'_>,
    input: &dyn Fn(&str, Option<String>, Option<u64>) -> size_memory::Input,
    name: &str,
) -> Option<(Vec<String>, Outcome)> {
    let mut last = None;
    for gpu in ["l4", "l40s", "h100-sxm", "h200-sxm"] {
        let Ok(found) = size_memory::SizeMemory::run(ask.catalog, input("lora", Some(gpu.into()), None))
        else {
            continue;
        };
        let Some(least) = found.least_gpus else { continue };
        last = Some((gpu, least, found.total_gb));
        if least == 1 {
            break;
        }
    }
    let (gpu, least, total) = last?;
    let gpu = name_of(ask.catalog, ThingKind::Gpu, gpu);
    let told = ask.say(
        "adapter",
        &[("model", name), ("total", &number(total)), ("least", &least.to_string()), ("gpu", &gpu)],
    );
    Some((vec![told], Outcome::AnswerWithAssumptions))
}
