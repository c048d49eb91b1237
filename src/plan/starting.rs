//! Starting points for a reader who has not said enough: named sizes inside published ranges.

use super::{stages::Sized, work::Work};
use crate::{
    catalog::Pattern,
    design::Alternative,
    trace::{Traced, facts},
    units::{GpusPerNode, Nodes},
};

/// Patterns a first talk starts from: serving, training, rack scale; each the smallest published size.
const FIRST: [&str; 3] = ["2-8-5-200", "2-8-9-400", "2-4-5-800"];

/// Offers starting points when nothing fixes a size, and the size of a stated count when questions come first.
pub(super) fn points(work: &mut Work<'_>, sized: &Sized<'_>) {
    if work.asked.is_empty()
        && work.reading.intents.iter().all(|intent| *intent == crate::design::Intent::Design)
    {
        for id in FIRST {
            if let Some(pattern) = work.catalog.pattern(id) {
                let nodes = facts::pattern(pattern, "node_count", "nodes", pattern.node_count.min as f64);
                let reason = format!(
                    "a starting point for {}: the smallest published size",
                    pattern.workload_fit.join(", ")
                );
                put(work, pattern, nodes, &reason);
            }
        }
    } else if work.reading.intents.contains(&crate::design::Intent::AskForQuestions)
        && let (Some(pattern), Some(nodes)) = (sized.pattern, sized.nodes.clone())
    {
        put(work, pattern, nodes, "what the stated count comes to, before the questions are answered");
    }
}

fn put(work: &mut Work<'_>, pattern: &Pattern, nodes: Traced, reason: &str) {
    let g = facts::pattern(pattern, "g", "GPUs", pattern.g as f64);
    let gpus = (nodes.named::<Nodes>("nodes") * g.named::<GpusPerNode>("g")).traced();
    let alternative = Alternative {
        title: format!("{} of pattern {}", nodes.words(), pattern.id),
        gpu_id: pattern.gpus_allowed.first().map(ToString::to_string),
        pattern_id: Some(pattern.id.to_string()),
        node_count: None,
        gpu_count: None,
        power_kw: None,
        reason: reason.into(),
    };
    work.offer(alternative, Some(nodes), Some(gpus));
}
