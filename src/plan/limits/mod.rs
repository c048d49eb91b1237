//! Bounds that no design can pass: cooling, power, racks, memory, training time, decode bandwidth. Feasibility comes
//! before performance; what does not fit gets no throughput figure.

mod decode;
mod memory;
mod training;

pub(super) use memory::{cache_gb, model, model_params, weights_gb};
pub(super) use training::training_gpus;

use super::{
    facility,
    stages::{Housed, Serving, Sized},
    work::Work,
};
use crate::{
    catalog::Cooling,
    design::{Alternative, RuleId, Severity, words},
    trace::{FindingDraft, Traced, facts},
    units::{Gpus, GpusPerNode, KwPerNode, Nodes},
};

/// Compares the plan with every bound the statements allow to compute; gives the serving estimate of a size that did
/// not come from one.
pub(super) fn check(work: &mut Work<'_>, sized: &Sized<'_>, housed: &Housed) -> Option<Serving> {
    cooling(work, sized);
    rack_power(work, sized);
    site_power(work, housed);
    racks(work, housed);
    memory::memory(work, sized);
    training::training_time(work, sized);
    decode::decode_time(work, sized);
    super::estimate::serving_load(work, sized)
}

/// A liquid-cooled product in a room without water.
fn cooling(work: &mut Work<'_>, sized: &Sized<'_>) {
    let Some(stated) = work.asked.cooling.clone() else { return };
    let liquid = sized.system.is_some_and(|system| {
        system.cooling.as_ref().and_then(|fact| fact.known().copied()) == Some(Cooling::Liquid)
    });
    if stated.value != words::Cooling::Air || !liquid {
        return;
    }
    let name = sized.system.map_or_else(String::new, |system| system.name.to_string());
    work.find(
        FindingDraft::note(
            RuleId::CoolingMatch,
            Severity::Error,
            format!(
                "{name} is liquid cooled by design; the room has air cooling only (\"{}\")",
                stated.quote
            ),
        )
        .at("/design/facility/cooling")
        .repaired_by("use air-cooled HGX nodes, or provide facility water"),
    );
    let Some(gpus) = sized.gpus.clone() else { return };
    // The nearest air-cooled form: the same or the preceding generation on a board with eight GPUs.
    for id in ["b300-sxm", "b200-sxm"] {
        let Some(gpu) = work.catalog.gpu(id) else { continue };
        let pattern = work
            .catalog
            .patterns()
            .iter()
            .find(|pattern| pattern.gpus_allowed.iter().any(|allowed| allowed == id));
        let Some(pattern) = pattern else { continue };
        let per_node = facts::pattern(pattern, "g", "GPUs", pattern.g as f64);
        let nodes =
            (gpus.named::<Gpus>("gpus") / per_node.named::<GpusPerNode>("gpus_per_node")).ceil().traced();
        let total = (nodes.named::<Nodes>("nodes") * per_node.named::<GpusPerNode>("gpus_per_node")).traced();
        let alternative = Alternative {
            title: format!("air-cooled HGX nodes with {}", gpu.name),
            gpu_id: Some(id.into()),
            pattern_id: Some(pattern.id.to_string()),
            node_count: None,
            gpu_count: None,
            power_kw: None,
            reason: "air cooled, with a similar number of GPUs; the NVLink domain is one node, not a rack"
                .into(),
        };
        work.offer(alternative, Some(nodes), Some(total));
    }
}

fn node_power(sized: &Sized<'_>) -> Option<Traced> {
    let system = sized.system?;
    facts::number(&format!("system/{}", system.id), "power_max_kw", "kW", system.power_max_kw.as_ref())
}

/// Nodes of a rack against the rack's power.
fn rack_power(work: &mut Work<'_>, sized: &Sized<'_>) {
    let (Some(power), Some(budget)) = (node_power(sized), facility::rack_budget(work)) else { return };
    let rack_scale = sized.rack_scale();
    let name = sized.system.map_or_else(String::new, |system| system.name.to_string());
    let claimed = work.asked.nodes_per_rack.clone();
    let load = match &claimed {
        Some(stated) if !rack_scale => {
            let count = Work::stated_count("nodes_per_rack", "nodes", stated);
            (count.named::<Nodes>("nodes_per_rack") * power.named::<KwPerNode>("node_kw")).clean().traced()
        }
        _ => power.clone(),
    };
    if load.value <= budget.value {
        return;
    }
    // "How many fit?" is answered with none; a design with that many is refused.
    let question = work.asked.node_count.is_none() && work.asked.gpu_count.is_none();
    let severity = if question && claimed.is_none() { Severity::Warning } else { Severity::Error };
    let what = match &claimed {
        Some(stated) if !rack_scale => format!("{} nodes of {name} take {}", stated.value, load.words()),
        _ => format!("one {name} takes {}", load.words()),
    };
    let fits = (budget.value / power.value).floor();
    let repair = if fits >= 1.0 {
        format!("place {} per rack, or provide {} per rack", fits as u64, load.words())
    } else {
        format!(
            "provide at least {} of usable power per rack, or use a server that takes less",
            power.words()
        )
    };
    work.find(
        FindingDraft::note(RuleId::RackPower, severity, format!("{what}; the rack has {}", budget.words()))
            .against(load, budget)
            .at("/design/facility/rack_power_kw")
            .repaired_by(repair),
    );
}

/// All nodes against the site's power.
fn site_power(work: &mut Work<'_>, housed: &Housed) {
    let Some(stated) = &work.asked.power_total_kw else { return };
    let site = Work::stated("power_total_kw", "kW", stated);
    let Some(total) = housed.numbers.nodes_kw.clone() else { return };
    if total.value <= site.value {
        return;
    }
    work.find(
        FindingDraft::note(
            RuleId::SitePower,
            Severity::Error,
            format!("the nodes alone take {}; the site has {}", total.words(), site.words()),
        )
        .against(total, site)
        .at("/design/facility/node_power_total_kw")
        .repaired_by("use fewer nodes, a GPU with less power, or more site power"),
    );
}

/// Racks needed against racks there are.
fn racks(work: &mut Work<'_>, housed: &Housed) {
    let Some(stated) = &work.asked.racks_available else { return };
    let have = Work::stated_count("racks_available", "racks", stated);
    let Some(need) = housed.numbers.racks.clone().or_else(|| housed.numbers.node_racks.clone()) else {
        return;
    };
    if need.value <= have.value {
        return;
    }
    work.find(
        FindingDraft::note(
            RuleId::RackCount,
            Severity::Error,
            format!("the design needs {}; there are {}", need.words(), have.words()),
        )
        .against(need, have)
        .at("/design/facility/node_rack_count")
        .repaired_by("use fewer nodes, more power per rack, or more racks"),
    );
}
