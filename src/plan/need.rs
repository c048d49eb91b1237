//! GPUs from what the work needs: time to train, desktops, memory of a model, or a starting point.

use super::{
    amount::Amount,
    estimate, gpu,
    size::{Need, USABLE_MEMORY},
    work::Work,
};
use crate::{
    catalog::Gpu,
    design::{Alternative, Intent, RuleId, Severity, words::WorkloadGroup},
    trace::{FindingDraft, Traced, facts},
};

/// The size from time, memory or users.
pub(super) fn size(work: &mut Work<'_>, gpu: &Gpu, per_node: &Traced) -> Option<Need> {
    let entry = format!("gpu/{}", gpu.id);
    let memory = facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref());
    if let Some(gpus) = super::limits::training_gpus(work, gpu, per_node) {
        work.question(
            25,
            "precision",
            "Which precision and which parallel layout is the training code ready for?",
            "FP8 can halve the GPUs against BF16 when the code supports it.",
        );
        return Some(Need::gpus(gpus));
    }
    if work.asked.vdi_users.is_some() || work.asked.render_users.is_some() {
        return desktops(work, gpu, memory.as_ref()?).map(Need::gpus);
    }
    if super::limits::model_params(work).is_some() {
        return serving(work, gpu, memory.as_ref()?, per_node);
    }
    // Nothing but a head-count, a budget or a number of scenes: a starting point, not a sizing.
    let start = Traced::assumed(
        per_node.value * 2.0,
        "GPUs",
        "gpu_count",
        "two nodes, so that one may fail; nothing stated fixes the size",
    );
    work.assume(
        "gpu_count",
        start.value,
        "two nodes, so that one may fail; nothing stated fixes the size",
        "the model's size and the number of requests at a time decide the real count",
        true,
    );
    let question = if work.reading.intents.contains(&Intent::Design) || work.asked.users_total.is_some() {
        "Which model class is meant, and how many requests run at the same time?"
    } else {
        "How large is the work: model, requests at a time, data?"
    };
    work.question(6, "model_params_b", question, "They decide the number of GPUs.");
    Some(Need::gpus(start))
}

fn desktops(work: &mut Work<'_>, chosen: &Gpu, memory: &Traced) -> Option<Traced> {
    let cards = gpu::choices_for(work.catalog, WorkloadGroup::Graphics);
    for gpu in cards.iter().copied().filter(|gpu| chosen.id != gpu.id) {
        let id = &gpu.id;
        let memory = facts::number(&format!("gpu/{id}"), "memory_gb", "GB", gpu.memory_gb.as_ref());
        if let Some(count) = memory.as_ref().and_then(|memory| desktop_gpus(work, memory)) {
            let alternative = Alternative {
                title: format!("the same with {}", gpu.name),
                gpu_id: Some(id.to_string()),
                pattern_id: None,
                node_count: None,
                gpu_count: None,
                power_kw: None,
                reason: "the number of this card by graphics memory, and one card for each rendering user"
                    .into(),
            };
            work.offer(alternative, None, Some(count));
        }
    }
    for gpu in cards {
        let id = &gpu.id;
        let memory = facts::number(&format!("gpu/{id}"), "memory_gb", "GB", gpu.memory_gb.as_ref());
        if let Some((formula, inputs)) = memory.and_then(|memory| desktop_terms(work, &memory)) {
            let inputs: Vec<(&str, &Traced)> = inputs.iter().map(|(name, traced)| (*name, traced)).collect();
            let [(_, users), (_, each), (_, memory)] = inputs.as_slice() else { continue };
            let value = (users.value / (memory.value / each.value).floor()).ceil();
            let cards = Traced::derived(value, "GPUs", formula, &inputs);
            let message =
                format!("{} for the desktops alone by graphics memory: {}", gpu.name, cards.words());
            work.find(FindingDraft {
                actual: Some(cards),
                ..FindingDraft::note(RuleId::Figure, Severity::Info, message)
            });
        }
    }
    let count = desktop_gpus(work, memory)?;
    work.question(
        14,
        "concurrency_ratio",
        "What share of the desktops is used at the same time, and which vGPU profile is required?",
        "Cards are counted for all desktops at once; the number of vGPUs per card is limited as well.",
    );
    Some(count)
}

/// The cards for virtual desktops by graphics memory: formula and inputs.
#[allow(clippy::type_complexity)] // a formula and its named inputs
fn desktop_terms(work: &Work<'_>, memory: &Traced) -> Option<(&'static str, Vec<(&'static str, Traced)>)> {
    let users = Work::stated_count("vdi_users", "users", work.asked.vdi_users.as_ref()?);
    let each = Work::stated("vgpu_gb", "GB", work.asked.vgpu_gb.as_ref()?);
    let inputs = vec![("users", users), ("profile_gb", each), ("memory_gb", memory.clone())];
    Some(("ceil(users / floor(memory_gb / profile_gb))", inputs))
}

fn desktop_gpus(work: &Work<'_>, memory: &Traced) -> Option<Traced> {
    let (formula, mut parts) = desktop_terms(work, memory).unwrap_or(("0", Vec::new()));
    let mut formula = formula.to_string();
    let mut value = match parts.as_slice() {
        [(_, users), (_, each), (_, memory)] => (users.value / (memory.value / each.value).floor()).ceil(),
        _ => 0.0,
    };
    if let Some(render) = &work.asked.render_users {
        let render = Work::stated_count("render_users", "users", render);
        value += render.value;
        formula += " + render_users";
        parts.push(("render_users", render));
    }
    let inputs: Vec<(&str, &Traced)> = parts.iter().map(|(name, traced)| (*name, traced)).collect();
    (value > 0.0 && value.is_finite()).then(|| Traced::derived(value, "GPUs", &formula, &inputs))
}

/// GPUs that hold a model for serving: weights in the usable memory, in a group of one, two, four or eight, and a
/// second node so that one may fail.
fn serving(work: &mut Work<'_>, gpu: &Gpu, memory: &Traced, per_node: &Traced) -> Option<Need> {
    let weights = super::limits::weights_gb(work, true)?;
    let cache = super::limits::cache_gb(work);
    let usable = Traced::assumed(USABLE_MEMORY, "", "usable_memory_ratio", "the runtime takes the rest");
    let needed = match &cache {
        Some(cache) => Traced::derived(
            weights.value + cache.value,
            "GB",
            "weights_gb + cache_gb",
            &[("weights_gb", &weights), ("cache_gb", cache)],
        ),
        None => weights,
    };
    let least = Traced::derived(
        (needed.value / (memory.value * usable.value)).ceil().max(1.0),
        "GPUs",
        "max(1, ceil(needed_gb / (memory_gb * usable)))",
        &[("needed_gb", &needed), ("memory_gb", memory), ("usable", &usable)],
    );
    let serving = estimate::serving_gpus(work, gpu);
    let estimated = serving.as_ref().and_then(|serving| serving.gpus.as_ref());
    let nodes = match estimated {
        Some(load) => Traced::derived(
            (least.value.max(load.value) / per_node.value).ceil() + 1.0,
            "nodes",
            "ceil(max(least_gpus, load_gpus) / gpus_per_node) + 1",
            &[("least_gpus", &least), ("load_gpus", load), ("gpus_per_node", per_node)],
        ),
        None => Traced::derived(
            (least.value / per_node.value).ceil() + 1.0,
            "nodes",
            "ceil(least_gpus / gpus_per_node) + 1",
            &[("least_gpus", &least), ("gpus_per_node", per_node)],
        ),
    };
    let (reason, effect) = if estimated.is_some() {
        (
            "the estimated load and the model's memory fix the nodes, and one more may fail",
            "the band of the estimate and the requests at a time move the count; measure before ordering",
        )
    } else {
        (
            "the model's memory fixes the least nodes, and one more may fail; throughput is not sized here",
            "more requests at a time need more nodes; a measured or estimated rate per GPU decides",
        )
    };
    work.assume("gpu_count", nodes.value * per_node.value, reason, effect, true);
    if work.asked.users_concurrent.is_none() && work.asked.queries_per_s.is_none() {
        work.question(
            7,
            "users_concurrent",
            "How many requests run at the same time at the peak?",
            "Requests at a time decide the number of nodes beyond the least for memory.",
        );
    }
    Some(Need { amount: Amount::Nodes(nodes), serving })
}
