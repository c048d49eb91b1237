//! Counts GPUs and nodes: as stated, else the most that racks, power or budget allow, else from time, memory or users.

use super::{
    amount::{Amount, named_pattern, nodes_of, pattern_of},
    growth, scalable_units, solve,
    stages::{Chosen, Serving},
    trial,
    work::Work,
};
use crate::{
    catalog::{Catalog, Gpu, System, SystemClass, kinds::GpuForm, normalize},
    design::{Bound, Intent, Stated},
    trace::{Traced, facts},
    units::{Gpus, Nodes, NodesPerRack, Racks, Ratio},
};

/// Share of GPU memory left for weights and cache after the runtime's own use.
pub(super) const USABLE_MEMORY: f64 = 0.9;

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
    /// Nodes of these that stand already.
    pub standing: Option<Traced>,
}

/// Counts GPUs per node and nodes.
pub(super) fn count<'a>(work: &mut Work<'a>, chosen: Chosen<'a>) -> Counted<'a> {
    let (Some(gpu), false) = (chosen.gpu, chosen.size_unknown) else {
        let system = chosen.system;
        return Counted { chosen, system, gpus_per_node: None, nodes: None, serving: None, standing: None };
    };
    let per_node = per_node(work, &chosen, gpu);
    let system = chosen.system.or_else(|| {
        let rack = rack_of(work, gpu);
        let pattern = named_pattern(work).map(|pattern| &*pattern.id);
        let usual = rack.or_else(|| facts::node_system(work.catalog, &gpu.id, per_node.count(), pattern));
        super::liquid::server(work, gpu, usual).or(usual)
    });
    // A question about a rack or a product is answered as it stands; it asks for no size of ours.
    let question = !work.reading.intents.contains(&Intent::Design)
        && work.reading.intents.iter().any(|intent| matches!(intent, Intent::FitCheck | Intent::Lookup))
        || only_a_rack(work, chosen.gpu);
    let stated = from_racks(work, &chosen, system)
        .or_else(|| stated(work))
        .or_else(|| scalable_units::nodes(work, &chosen, gpu, system).map(Amount::Nodes));
    let (stated, standing) = growth::join(work, gpu, &per_node, stated);
    let base = trial::Base { chosen, system, gpus_per_node: &per_node };
    let need = match stated {
        Some(amount) => {
            let amount = raised(work, gpu, &per_node, amount);
            Some(Need { amount, serving: None })
        }
        None => match solve::nodes(work, base) {
            Some(solved) => solved.map(|nodes| Need { amount: Amount::Nodes(nodes), serving: None }),
            None if question => None,
            None => super::need::size(work, gpu, &per_node),
        },
    };
    let (nodes, serving) = match need {
        Some(Need { amount, serving }) => (Some(nodes_of(amount, &per_node)), serving),
        None => (None, None),
    };
    Counted { chosen, system, gpus_per_node: Some(per_node), nodes, serving, standing }
}

/// A stated minimum of GPUs, raised to what a training deadline needs by the estimate.
fn raised(work: &mut Work<'_>, gpu: &Gpu, per_node: &Traced, least: Amount) -> Amount {
    let asked = work.asked;
    let minimum = match &asked.gpu_count {
        Some(stated) => Some(stated).filter(|stated| stated.bound == Bound::AtLeast),
        None => asked.gpu_count_min.as_ref(),
    };
    let fixed =
        asked.node_count.is_some() || asked.training_nodes.is_some() || asked.racks_requested.is_some();
    let Some(minimum) = minimum.filter(|_| !fixed && asked.deadline_days.is_some()) else { return least };
    let Some(needed) = super::limits::training_gpus(work, gpu, per_node) else { return least };
    if needed.value <= minimum.value as f64 {
        return least;
    }
    work.assume(
        "gpu_count",
        needed.value,
        "the stated number is a minimum, and by the estimate the deadline needs more",
        "with the minimum alone the run takes longer than the deadline",
        true,
    );
    Amount::Gpus(needed)
}

/// Whether anything was said that a size can come from.
pub(super) fn has_scale(work: &Work<'_>, gpu: Option<&Gpu>) -> bool {
    let asked = work.asked;
    // People, requests or data alone say nothing of the size: a model, a GPU, a room or a budget must go with them.
    let demand = [
        asked.users_total.is_some(),
        asked.users_concurrent.is_some(),
        asked.users_concurrent_peak.is_some(),
        asked.queries_per_s.is_some(),
        asked.tokens_per_s.is_some(),
        asked.scenes_parallel.is_some(),
        asked.corpus_pages.is_some(),
    ]
    .contains(&true);
    let frame = gpu.is_some()
        || asked.racks_available.is_some()
        || asked.power_per_rack_kw.is_some()
        || asked.power_per_rack_kva.is_some()
        || asked.budget_amount.is_some()
        || asked.embedding_model.is_some();
    let stated = [
        asked.gpu_count.is_some(),
        asked.gpu_count_min.is_some(),
        asked.node_count.is_some(),
        asked.scalable_units.is_some(),
        asked.training_nodes.is_some(),
        asked.inference_nodes.is_some(),
        asked.racks_requested.is_some(),
        asked.racks_available.is_some() && gpu.is_some_and(|gpu| rack_of(work, gpu).is_some()),
        asked.racks_available.is_some() && asked.power_per_rack_kw.is_some(),
        asked.power_total_kw.is_some() || asked.power_total_kva.is_some(),
        asked.model_params_b.is_some(),
        asked.model_name.is_some(),
        asked.vdi_users.is_some(),
        asked.train_tokens.is_some(),
        asked.budget_amount.is_some() && (asked.workload.is_some() || gpu.is_some()),
        demand && frame,
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
    // A server is endorsed for a pattern with so many GPUs, whatever its chassis would hold.
    let endorsed = chosen.server.iter().flat_map(|system| system.patterns.iter());
    let mut endorsed = endorsed.filter_map(|id| work.catalog.pattern(id));
    if let Some(pattern) = endorsed.find(|pattern| pattern.gpus_allowed.contains(&gpu.id)) {
        return facts::pattern(pattern, "g", "GPUs", pattern.g as f64);
    }
    if let Some(system) = chosen.server.filter(|system| system.class != SystemClass::RackScale)
        && let Some(count) =
            facts::number(&format!("system/{}", system.id), "gpu_count", "GPUs", system.gpu_count.as_ref())
    {
        return count;
    }
    let pattern = pattern_of(work, gpu);
    let tray = chosen.server.or(chosen.system).or_else(|| rack_of(work, gpu)).and_then(gpus_per_tray);
    if let (None, Some(count)) = (pattern, tray) {
        return count;
    }
    match pattern {
        Some(pattern) => facts::pattern(pattern, "g", "GPUs", pattern.g as f64),
        None if matches!(gpu.form, GpuForm::Desktop | GpuForm::PcieActive) => {
            Traced::assumed(1.0, "GPUs", "gpus_per_node", "a workstation holds one card")
        }
        None => Traced::assumed(8.0, "GPUs", "gpus_per_node", "eight-GPU nodes are the common form"),
    }
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

/// The rack-scale systems that are asked for.
fn from_racks(work: &Work<'_>, chosen: &Chosen<'_>, system: Option<&System>) -> Option<Amount> {
    let system = system.filter(|system| system.class == SystemClass::RackScale)?;
    let asked = work.asked;
    let names = || asked.server_models.iter().chain(&asked.gpu_models).flat_map(|stated| &stated.value);
    // "2 NVL72" counts racks, whatever the reader called them; so does "4 racks of GB300 NVL72".
    let of_nodes = |stated: &Stated<u64>| {
        asked.server_models.is_some()
            && names().any(|name| normalize(&stated.quote).ends_with(normalize(name).as_str()))
    };
    // An architecture that is sized in racks takes a number of racks as its size.
    let in_racks = chosen.architecture.is_some_and(|known| known.size_unit == "rack");
    let of_racks = |stated: &Stated<u64>| {
        in_racks || names().any(|name| normalize(&stated.quote).contains(normalize(name).as_str()))
    };
    let (field, stated) = match (&asked.racks_requested, &asked.node_count, &asked.racks_available) {
        (Some(stated), ..) => ("racks_requested", stated),
        (None, Some(stated), _) if of_nodes(stated) => ("node_count", stated),
        (None, None, Some(stated)) if of_racks(stated) && asked.gpu_count.is_none() => {
            ("racks_available", stated)
        }
        _ => return None,
    };
    let racks = Work::stated_count(field, "racks", stated);
    let trays = facts::number(&format!("system/{}", system.id), "nodes", "trays", system.nodes.as_ref())?;
    Some(Amount::Nodes(
        (racks.named::<Racks>("racks") * trays.named::<NodesPerRack>("trays_per_rack")).traced(),
    ))
}

/// GPUs of one compute tray of a rack-scale system.
fn gpus_per_tray(system: &System) -> Option<Traced> {
    let entry = format!("system/{}", system.id);
    let gpus = facts::number(&entry, "gpu_count", "GPUs", system.gpu_count.as_ref())?;
    let trays = facts::number(&entry, "nodes", "trays", system.nodes.as_ref())?;
    Some(
        (gpus.named::<Gpus>("gpus_per_rack") / trays.named::<Nodes>("trays_per_rack").as_many::<Ratio>())
            .traced(),
    )
}

/// The rack-scale system that holds a GPU.
fn rack_of<'a>(work: &Work<'a>, gpu: &Gpu) -> Option<&'a System> {
    let catalog: &'a Catalog = work.catalog;
    let mut systems = catalog.systems().iter();
    systems.find(|system| system.class == SystemClass::RackScale && system.gpus.contains(&gpu.id))
}
