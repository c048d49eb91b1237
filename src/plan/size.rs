//! Counts GPUs and nodes: as stated, else from racks, power, memory, time or users, in this order.

use super::{
    stages::{Chosen, Serving},
    work::Work,
};
use crate::{
    catalog::{Gpu, Pattern, System, SystemClass, kinds::GpuForm},
    design::{Intent, Stated},
    trace::{Traced, facts},
};

/// Share of a rack-scale site's power kept for switches, storage and cooling units when nothing is stated.
const SITE_RESERVE: f64 = 0.15;
/// Share of GPU memory left for weights and cache after the runtime's own use.
pub(super) const USABLE_MEMORY: f64 = 0.9;

/// A size as it was first found: nodes or GPUs; the other follows.
pub(super) enum Amount {
    Nodes(Traced),
    Gpus(Traced),
}

/// A size, with the serving estimate it came from.
pub(super) struct Need {
    pub amount: Amount,
    pub serving: Option<Serving>,
}

impl Need {
    /// A number of GPUs.
    pub fn gpus(gpus: Traced) -> Self {
        Self { amount: Amount::Gpus(gpus), serving: None }
    }
}

/// The node product and the size, before they are fitted to a pattern.
pub(super) struct Counted<'a> {
    pub chosen: Chosen<'a>,
    /// The product that node figures are taken from.
    pub system: Option<&'a System>,
    pub gpus_per_node: Option<Traced>,
    pub nodes: Option<Traced>,
    pub serving: Option<Serving>,
}

/// Counts GPUs per node and nodes.
pub(super) fn count<'a>(work: &mut Work<'a>, chosen: Chosen<'a>) -> Counted<'a> {
    let (Some(gpu), false) = (chosen.gpu, chosen.size_unknown) else {
        let system = chosen.system;
        return Counted { chosen, system, gpus_per_node: None, nodes: None, serving: None };
    };
    let per_node = per_node(work, &chosen, gpu);
    let system = chosen.system.or_else(|| {
        let rack = work
            .catalog
            .systems()
            .iter()
            .find(|system| system.class == SystemClass::RackScale && system.gpus.contains(&gpu.id));
        let pattern = named_pattern(work).map(|pattern| &*pattern.id);
        rack.or_else(|| facts::node_system(work.catalog, &gpu.id, per_node.count(), pattern))
    });
    // A question about a rack or a product is answered as it stands; it asks for no size of ours.
    let question = !work.reading.intents.contains(&Intent::Design)
        && work.reading.intents.iter().any(|intent| matches!(intent, Intent::FitCheck | Intent::Lookup))
        || only_a_rack(work, chosen.gpu);
    let need = stated(work).map(|amount| Need { amount, serving: None });
    let need = need.or_else(|| from_racks(work, system).map(|amount| Need { amount, serving: None }));
    let need = if question { need } else { need.or_else(|| super::need::size(work, gpu, &per_node)) };
    let (nodes, serving) = match need {
        Some(Need { amount, serving }) => (Some(nodes_of(amount, &per_node)), serving),
        None => (None, None),
    };
    Counted { chosen, system, gpus_per_node: Some(per_node), nodes, serving }
}

/// Whole nodes of a size.
fn nodes_of(amount: Amount, per_node: &Traced) -> Traced {
    match amount {
        Amount::Nodes(nodes) => nodes,
        Amount::Gpus(gpus) => Traced::derived(
            (gpus.value / per_node.value).ceil(),
            "nodes",
            "ceil(gpus / gpus_per_node)",
            &[("gpus", &gpus), ("gpus_per_node", per_node)],
        ),
    }
}

/// Whether anything was said that a size can come from.
pub(super) fn has_scale(work: &Work<'_>, gpu: Option<&Gpu>) -> bool {
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
        only_a_rack(work, gpu),
    ];
    stated.contains(&true)
}

/// Whether a named GPU and the power of one rack are all that is known: how many fit is the question.
fn only_a_rack(work: &Work<'_>, gpu: Option<&Gpu>) -> bool {
    let asked = work.asked;
    gpu.is_some()
        && super::facility::rack_budget(work).is_some()
        && asked.racks_available.is_none()
        && asked.model_params_b.is_none()
        && asked.model_name.is_none()
        && asked.users_total.is_none()
        && asked.users_concurrent.is_none()
        && asked.workload.is_none()
}

fn per_node(work: &Work<'_>, chosen: &Chosen<'_>, gpu: &Gpu) -> Traced {
    if let Some(stated) = &work.asked.gpus_per_node {
        return Work::stated_count("gpus_per_node", "GPUs", stated);
    }
    if let Some(stated) = &work.asked.training_gpus_per_node {
        return Work::stated_count("training_gpus_per_node", "GPUs", stated);
    }
    if let Some(known) = chosen.architecture
        && let Some(count) = super::architecture::gpus_per_node(work.catalog, known)
    {
        return count;
    }
    if let Some(system) = chosen.server
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

/// The size that is stated.
fn stated(work: &Work<'_>) -> Option<Amount> {
    let asked = work.asked;
    let nodes = |field: &str, stated: &Stated<u64>| Amount::Nodes(Work::stated_count(field, "nodes", stated));
    let gpus = |field: &str, stated: &Stated<u64>| Amount::Gpus(Work::stated_count(field, "GPUs", stated));
    if let Some(stated) = &asked.node_count {
        return Some(nodes("node_count", stated));
    }
    if let Some(stated) = &asked.training_nodes {
        return Some(nodes("training_nodes", stated));
    }
    if let Some(stated) = &asked.gpu_count {
        return Some(gpus("gpu_count", stated));
    }
    if let Some(stated) = &asked.gpu_count_min {
        return Some(gpus("gpu_count_min", stated));
    }
    asked.inference_nodes.as_ref().map(|stated| nodes("inference_nodes", stated))
}

/// Rack-scale racks asked for or carried by the site's power; or as many nodes as the racks' power carries.
fn from_racks(work: &mut Work<'_>, system: Option<&System>) -> Option<Amount> {
    let system = system?;
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
        return Some(Amount::Gpus(Traced::derived(
            racks.value * per_rack.value,
            "GPUs",
            "racks * gpus_per_rack",
            &[("racks", &racks), ("gpus_per_rack", &per_rack)],
        )));
    }
    if work.asked.model_params_b.is_some()
        || work.asked.users_total.is_some()
        || work.asked.users_concurrent.is_some()
    {
        return None;
    }
    let racks = Work::stated_count("racks_available", "racks", work.asked.racks_available.as_ref()?);
    let rack = Work::stated("power_per_rack_kw", "kW", work.asked.power_per_rack_kw.as_ref()?);
    let power = power?;
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
    Some(Amount::Nodes(nodes))
}
