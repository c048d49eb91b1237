//! Counts GPUs and nodes: as stated, else from racks, power, memory, time or users, in this order.

use super::{gpu, work::Work};
use crate::{
    catalog::{Gpu, Pattern, SystemClass, kinds::GpuForm},
    design::Intent,
    trace::{Traced, facts},
};

/// Share of a rack-scale site's power kept for switches, storage and cooling units when nothing is stated.
const SITE_RESERVE: f64 = 0.15;
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
        let rack = work
            .catalog
            .systems()
            .iter()
            .find(|system| system.class == SystemClass::RackScale && system.gpus.contains(&gpu.id));
        let pattern = named_pattern(work).map(|pattern| &*pattern.id);
        rack.or_else(|| facts::node_system(work.catalog, &gpu.id, count, pattern))
    });
    // A question about a rack or a product is answered as it stands; it asks for no size of ours.
    let question = !work.reading.intents.contains(&Intent::Design)
        && work.reading.intents.iter().any(|intent| matches!(intent, Intent::FitCheck | Intent::Lookup))
        || only_a_rack(work);
    let gpus = stated_gpus(work).or_else(|| from_racks(work));
    let gpus = if question { gpus } else { gpus.or_else(|| super::need::gpus(work, gpu)) };
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
        only_a_rack(work),
    ];
    stated.contains(&true)
}

/// Whether a named GPU and the power of one rack are all that is known: how many fit is the question.
fn only_a_rack(work: &Work<'_>) -> bool {
    let asked = work.asked;
    work.gpu.is_some()
        && super::facility::rack_budget(work).is_some()
        && asked.racks_available.is_none()
        && asked.model_params_b.is_none()
        && asked.model_name.is_none()
        && asked.users_total.is_none()
        && asked.users_concurrent.is_none()
        && asked.workload.is_none()
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
        // No document says which GPUs some patterns are for; the policy's choice is shown as an assumption.
        let allowed = Some(pattern.gpus_allowed.as_ref()).filter(|allowed| !allowed.is_empty());
        gpu::choose_by_policy(work, allowed);
        return;
    }
    if let (Some(gpus), Some(workload)) = (gpus, super::pattern::workload(work))
        && let Ok(found) = crate::plan::ra::recommend(work.catalog, gpus, workload, None)
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
    if let Some(count) = super::architecture::gpus_per_node(work) {
        return count;
    }
    if let Some(system) = work.server
        && let Some(count) =
            facts::number(&format!("system/{}", system.id), "gpu_count", "GPUs", system.gpu_count.as_ref())
    {
        return count;
    }
    let pattern = named_pattern(work).or_else(|| {
        work.catalog
            .patterns()
            .iter()
            .filter(|pattern| pattern.gpus_allowed.contains(&gpu.id))
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

/// The pattern the customer names, where the catalog holds it.
fn named_pattern<'a>(work: &Work<'a>) -> Option<&'a Pattern> {
    work.asked.patterns.as_ref()?.value.first().and_then(|id| work.catalog.pattern(id))
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
