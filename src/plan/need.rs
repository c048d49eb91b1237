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
    trace::{FindingDraft, Num, Traced, facts},
    units::{Gb, GbPerGpu, Gpus, GpusPerNode, People, Per, Ratio},
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
        if let Some(cards) = memory.and_then(|memory| by_memory(work, &memory)) {
            let cards = cards.traced();
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

/// The cards for virtual desktops by graphics memory.
fn by_memory(work: &Work<'_>, memory: &Traced) -> Option<Num<Gpus>> {
    let users = Work::stated_count("vdi_users", "users", work.asked.vdi_users.as_ref()?);
    let each = Work::stated("vgpu_gb", "GB", work.asked.vgpu_gb.as_ref()?);
    let of_card = memory.named::<Gb>("memory_gb") / each.named::<Per<Gb, People>>("profile_gb");
    Some((users.named::<People>("users") / of_card.floor().each::<Gpus>()).ceil())
}

/// The cards for virtual desktops by graphics memory, and one for each rendering user.
fn desktop_gpus(work: &Work<'_>, memory: &Traced) -> Option<Traced> {
    let render = work.asked.render_users.as_ref();
    let render = render.map(|stated| Work::stated_count("render_users", "users", stated));
    let render = render.map(|render| render.named::<People>("render_users").as_many::<Gpus>());
    let gpus = match (by_memory(work, memory), render) {
        (Some(desktops), Some(render)) => desktops + render,
        (None, Some(render)) => Num::literal(0.0) + render,
        (desktops, None) => desktops?,
    };
    (gpus.value() > 0.0 && gpus.value().is_finite()).then(|| gpus.traced())
}

/// GPUs that hold a model for serving: weights in the usable memory, in a group of one, two, four or eight, and a
/// second node so that one may fail.
fn serving(work: &mut Work<'_>, gpu: &Gpu, memory: &Traced, per_node: &Traced) -> Option<Need> {
    let weights = super::limits::weights_gb(work, true)?;
    let cache = super::limits::cache_gb(work);
    let usable = Traced::assumed(USABLE_MEMORY, "", "usable_memory_ratio", "the runtime takes the rest");
    let needed = match &cache {
        Some(cache) => (weights.named::<Gb>("weights_gb") + cache.named::<Gb>("cache_gb")).traced(),
        None => weights,
    };
    let least = (needed.named::<Gb>("needed_gb")
        / (memory.named::<GbPerGpu>("memory_gb") * usable.named::<Ratio>("usable")))
    .ceil()
    .at_least(1.0)
    .traced();
    let serving = estimate::serving_gpus(work, gpu);
    let estimated = serving.as_ref().and_then(|serving| serving.gpus.as_ref());
    let nodes = match estimated {
        Some(load) => ((least.named::<Gpus>("least_gpus").max(&load.named::<Gpus>("load_gpus"))
            / per_node.named::<GpusPerNode>("gpus_per_node"))
        .ceil()
            + 1.0)
            .traced(),
        None => ((least.named::<Gpus>("least_gpus") / per_node.named::<GpusPerNode>("gpus_per_node")).ceil()
            + 1.0)
            .traced(),
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
