//! Counts GPUs and nodes: as stated, else from racks, power, memory, time or users, in this order.

use super::{gpu, work::Work};
use crate::{
    catalog::{Gpu, SystemClass, kinds::GpuForm},
    design::{Intent, Traced},
    engine::facts,
};

/// Share of a rack-scale site's power kept for switches, storage and cooling units when nothing is stated.
const SITE_RESERVE: f64 = 0.15;
/// Model FLOPs utilization that a first time estimate rests on; MLPerf and vendor runs of dense models report
/// 0.35 to 0.45 on Hopper and Blackwell in BF16.
pub(super) const FIRST_MFU: f64 = 0.4;
/// Share of GPU memory left for weights and cache after the runtime's own use.
pub(super) const USABLE_MEMORY: f64 = 0.9;

/// Counts GPUs and nodes.
pub(super) fn count(work: &mut Work<'_>) {
    if !has_scale(work) {
        work.size_unknown = true;
        return;
    }
    if work.gpu.is_none() && work.asked.gpu_models_unknown.is_some() {
        return;
    }
    if work.gpu.is_none() {
        choose_gpu_by_size(work);
    }
    let Some(gpu) = work.gpu else { return };
    work.gpus_per_node = Some(per_node(work, gpu));
    work.system = work.system.or_else(|| {
        let count = work.gpus_per_node.as_ref().map_or(8, Traced::count);
        let rack = work.catalog.systems().iter().find(|system| {
            system.class == SystemClass::RackScale && system.gpus.iter().any(|id| *id == gpu.id)
        });
        rack.or_else(|| facts::node_system(work.catalog, &gpu.id, count))
    });
    let gpus = stated_gpus(work).or_else(|| from_racks(work)).or_else(|| from_need(work, gpu));
    let (Some(gpus), Some(per_node)) = (gpus, work.gpus_per_node.clone()) else { return };
    let nodes = work.nodes.clone().unwrap_or_else(|| {
        Traced::derived(
            (gpus.value / per_node.value).ceil(),
            "nodes",
            "ceil(gpus / gpus_per_node)",
            &[("gpus", &gpus), ("gpus_per_node", &per_node)],
        )
    });
    settle(work, nodes, &per_node);
}

/// Fixes the node count; the GPU count follows from it.
pub(super) fn settle(work: &mut Work<'_>, nodes: Traced, per_node: &Traced) {
    work.gpus = Some(Traced::derived(
        nodes.value * per_node.value,
        "GPUs",
        "nodes * gpus_per_node",
        &[("nodes", &nodes), ("gpus_per_node", per_node)],
    ));
    work.nodes = Some(nodes);
}

/// Whether anything was said that a size can come from.
fn has_scale(work: &Work<'_>) -> bool {
    let asked = work.asked;
    let stated = [
        asked.gpu_count.is_some(),
        asked.gpu_count_min.is_some(),
        asked.node_count.is_some(),
        asked.training_nodes.is_some(),
        asked.inference_nodes.is_some(),
        asked.racks_requested.is_some(),
        asked.racks_available.is_some() && asked.power_per_rack_kw.is_some(),
        asked.power_total_kw.is_some(),
        asked.model_params_b.is_some(),
        asked.model_name.is_some(),
        asked.users_total.is_some(),
        asked.users_concurrent.is_some(),
        asked.users_concurrent_peak.is_some(),
        asked.vdi_users.is_some(),
        asked.queries_per_s.is_some(),
        asked.tokens_per_s.is_some(),
        asked.train_tokens.is_some(),
        asked.budget_amount.is_some() && asked.workload.is_some(),
        asked.scenes_parallel.is_some(),
        asked.corpus_pages.is_some(),
    ];
    stated.contains(&true)
}

/// With no GPU named, a stated size over several nodes picks the pattern first and the pattern's GPU after it.
fn choose_gpu_by_size(work: &mut Work<'_>) {
    let per_node = work.asked.gpus_per_node.as_ref().map_or(8, |stated| stated.value);
    let gpus = work
        .asked
        .gpu_count
        .as_ref()
        .map(|stated| stated.value)
        .or_else(|| work.asked.node_count.as_ref().map(|stated| stated.value * per_node));
    let named = work.asked.patterns.as_ref().and_then(|stated| stated.value.first()).cloned();
    if let Some(pattern) = named.and_then(|id| work.catalog.pattern(&id)) {
        gpu::choose_by_policy(work, Some(&pattern.gpus_allowed));
        return;
    }
    if let (Some(gpus), Some(workload)) = (gpus, super::pattern::workload(work))
        && let Ok(found) = crate::engine::ra::recommend(work.catalog, gpus, workload, None)
        && let Some(pattern) = work.catalog.pattern(&found.pattern_id)
    {
        gpu::choose_by_policy(work, Some(&pattern.gpus_allowed));
    }
    gpu::choose_by_policy(work, None);
}

fn per_node(work: &Work<'_>, gpu: &Gpu) -> Traced {
    if let Some(stated) = &work.asked.gpus_per_node {
        return Work::stated_count("gpus_per_node", "GPUs", stated);
    }
    if let Some(stated) = &work.asked.training_gpus_per_node {
        return Work::stated_count("training_gpus_per_node", "GPUs", stated);
    }
    let named = work.asked.patterns.as_ref().and_then(|stated| stated.value.first());
    let pattern = named.and_then(|id| work.catalog.pattern(id)).or_else(|| {
        work.catalog
            .patterns()
            .iter()
            .filter(|pattern| pattern.gpus_allowed.iter().any(|id| *id == gpu.id))
            .max_by_key(|pattern| pattern.g)
    });
    match pattern {
        Some(pattern) => facts::pattern(pattern, "g", "GPUs", pattern.g as f64),
        None if matches!(gpu.form, GpuForm::Desktop | GpuForm::PcieActive) => {
            Traced::assumed(1.0, "GPUs", "gpus_per_node", "a workstation holds one card")
        }
        None => Traced::assumed(8.0, "GPUs", "gpus_per_node", "eight-GPU nodes are the common form"),
    }
}

fn stated_gpus(work: &mut Work<'_>) -> Option<Traced> {
    let per_node = work.gpus_per_node.clone()?;
    let times = |nodes: &Traced| {
        Traced::derived(
            nodes.value * per_node.value,
            "GPUs",
            "nodes * gpus_per_node",
            &[("nodes", nodes), ("gpus_per_node", &per_node)],
        )
    };
    let asked = work.asked;
    if let Some(stated) = &asked.node_count {
        let nodes = Work::stated_count("node_count", "nodes", stated);
        work.nodes = Some(nodes.clone());
        return Some(times(&nodes));
    }
    if let Some(stated) = &asked.training_nodes {
        let nodes = Work::stated_count("training_nodes", "nodes", stated);
        work.nodes = Some(nodes.clone());
        return Some(times(&nodes));
    }
    if let Some(stated) = &asked.gpu_count {
        return Some(Work::stated_count("gpu_count", "GPUs", stated));
    }
    if let Some(stated) = &asked.gpu_count_min {
        return Some(Work::stated_count("gpu_count_min", "GPUs", stated));
    }
    if let Some(stated) = &asked.inference_nodes {
        let nodes = Work::stated_count("inference_nodes", "nodes", stated);
        work.nodes = Some(nodes.clone());
        return Some(times(&nodes));
    }
    None
}

/// Rack-scale racks asked for or carried by the site's power; or as many nodes as the racks' power carries.
fn from_racks(work: &mut Work<'_>) -> Option<Traced> {
    let system = work.system?;
    let entry = format!("system/{}", system.id);
    let power = facts::number(&entry, "power_max_kw", "kW", system.power_max_kw.as_ref());
    if system.class == SystemClass::RackScale {
        let per_rack = facts::number(&entry, "gpu_count", "GPUs", system.gpu_count.as_ref())?;
        let racks = match &work.asked.racks_requested {
            Some(stated) => Work::stated_count("racks_requested", "racks", stated),
            None => {
                let site = Work::stated("power_total_kw", "kW", work.asked.power_total_kw.as_ref()?);
                let reserve = Traced::assumed(
                    SITE_RESERVE,
                    "",
                    "site_power_reserve_ratio",
                    "switches, storage and cooling units share the site's power",
                );
                work.assume(
                    "site_power_reserve_ratio",
                    SITE_RESERVE,
                    "switches, storage and cooling units share the site's power",
                    "each rack more or less changes the GPU count by a whole rack",
                    true,
                );
                let power = power?;
                let share = site.value * (1.0 - reserve.value) / power.value;
                Traced::derived(
                    share.floor(),
                    "racks",
                    "floor(site_kw * (1 - reserve) / rack_kw)",
                    &[("site_kw", &site), ("reserve", &reserve), ("rack_kw", &power)],
                )
            }
        };
        return Some(Traced::derived(
            racks.value * per_rack.value,
            "GPUs",
            "racks * gpus_per_rack",
            &[("racks", &racks), ("gpus_per_rack", &per_rack)],
        ));
    }
    if work.asked.model_params_b.is_some()
        || work.asked.users_total.is_some()
        || work.asked.users_concurrent.is_some()
    {
        return None;
    }
    let racks = Work::stated_count("racks_available", "racks", work.asked.racks_available.as_ref()?);
    let rack = Work::stated("power_per_rack_kw", "kW", work.asked.power_per_rack_kw.as_ref()?);
    let (power, per_node) = (power?, work.gpus_per_node.clone()?);
    let nodes = Traced::derived(
        racks.value * (rack.value / power.value).floor(),
        "nodes",
        "racks * floor(rack_kw / node_kw)",
        &[("racks", &racks), ("rack_kw", &rack), ("node_kw", &power)],
    );
    work.assume(
        "node_count",
        nodes.value,
        "as many nodes as the racks' power carries; the figure is taken as usable power",
        "if the figure is a breaker rating, continuous load is limited to a share of it and fewer nodes fit",
        true,
    );
    work.question(
        8,
        "power_rating_basis",
        "Is the rack power usable continuous power or the breaker rating?",
        "A breaker rating leaves less continuous power, which can halve the nodes per rack.",
    );
    work.nodes = Some(nodes.clone());
    Some(Traced::derived(
        nodes.value * per_node.value,
        "GPUs",
        "nodes * gpus_per_node",
        &[("nodes", &nodes), ("gpus_per_node", &per_node)],
    ))
}

/// GPUs from time, memory or users.
fn from_need(work: &mut Work<'_>, gpu: &Gpu) -> Option<Traced> {
    let entry = format!("gpu/{}", gpu.id);
    let memory = facts::number(&entry, "memory_gb", "GB", gpu.memory_gb.as_ref());
    if let Some(gpus) = super::limits::training_gpus(work, gpu) {
        work.question(
            25,
            "precision",
            "Which precision and which parallel layout is the training code ready for?",
            "FP8 can halve the GPUs against BF16 when the code supports it.",
        );
        return Some(gpus);
    }
    if work.asked.vdi_users.is_some() || work.asked.render_users.is_some() {
        return desktops(work, memory.as_ref()?);
    }
    if super::limits::model_params(work).is_some() {
        return serving(work, memory.as_ref()?);
    }
    // Nothing but a head-count, a budget or a number of scenes: a starting point, not a sizing.
    let start = Traced::assumed(
        work.gpus_per_node.as_ref()?.value * 2.0,
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
    Some(start)
}

fn desktops(work: &mut Work<'_>, memory: &Traced) -> Option<Traced> {
    let mut parts: Vec<(&str, Traced)> = Vec::new();
    if let (Some(users), Some(each)) = (&work.asked.vdi_users, &work.asked.vgpu_gb) {
        parts.push(("users", Work::stated_count("vdi_users", "users", users)));
        parts.push(("profile_gb", Work::stated("vgpu_gb", "GB", each)));
        parts.push(("memory_gb", memory.clone()));
    }
    let mut formula =
        if parts.is_empty() { "0".to_string() } else { "ceil(users / floor(memory_gb / profile_gb))".into() };
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
fn serving(work: &mut Work<'_>, memory: &Traced) -> Option<Traced> {
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
    let per_node = work.gpus_per_node.clone()?;
    let nodes = Traced::derived(
        (least.value / per_node.value).ceil() + 1.0,
        "nodes",
        "ceil(least_gpus / gpus_per_node) + 1",
        &[("least_gpus", &least), ("gpus_per_node", &per_node)],
    );
    work.nodes = Some(nodes.clone());
    work.assume(
        "gpu_count",
        nodes.value * per_node.value,
        "the model's memory fixes the least nodes, and one more may fail; throughput is not sized here",
        "more requests at a time need more nodes; a measured or estimated rate per GPU decides",
        true,
    );
    if work.asked.users_concurrent.is_none() && work.asked.queries_per_s.is_none() {
        work.question(
            7,
            "users_concurrent",
            "How many requests run at the same time at the peak?",
            "Requests at a time decide the number of nodes beyond the least for memory.",
        );
    }
    Some(Traced::derived(
        nodes.value * per_node.value,
        "GPUs",
        "nodes * gpus_per_node",
        &[("nodes", &nodes), ("gpus_per_node", &per_node)],
    ))
}
