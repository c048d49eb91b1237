//! Two clusters set side by side: GPUs, memory, NVLink, power and cooling of each, and which one a model goes on.

use super::{Ask, facts, name_of, number};
use crate::{
    catalog::{Fact, System},
    design::{Outcome, Want},
    read::question::ThingKind,
};

/// One of the clusters.
struct Side {
    name: String,
    nodes: Option<u64>,
    gpus: u64,
    gpu: String,
    nvlink: bool,
    memory_gb: f64,
    system: Option<String>,
}

/// Sides that are compared at most.
const MOST: usize = 3;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if !ask.wants(Want::Compare) {
        return None;
    }
    let sides = sides(ask);
    if sides.len() < 2 {
        return None;
    }
    let mut sentences: Vec<String> = sides.iter().map(|side| told(ask, side)).collect();
    if let Some((model, params_b, name)) = super::memory::model(ask)
        && let Some(weights) = super::memory::weights(ask, model, params_b)
    {
        // The smallest NVLink domain that holds the weights is what a model wants; without NVLink it crosses the network.
        let per_node = |side: &Side| side.memory_gb / side.nodes.unwrap_or(1) as f64;
        let best = sides.iter().filter(|side| side.nvlink).max_by(|a, b| per_node(a).total_cmp(&per_node(b)));
        if let Some(best) = best {
            sentences.insert(
                0,
                ask.say(
                    "model_on",
                    &[
                        ("model", &name),
                        ("weights", &number(weights)),
                        ("side", &best.name),
                        ("node", &number(per_node(best))),
                    ],
                ),
            );
        }
    }
    Some((sentences, Outcome::Answer))
}

/// The clusters a question names: a count before a system or a GPU each, or a bare rack beside one with a count.
fn sides(ask: &Ask<'_>) -> Vec<Side> {
    let question = &ask.question;
    let counted = question.things.iter().any(|thing| question.count_of(thing).is_some_and(|count| count > 1));
    if !counted {
        return Vec::new();
    }
    let mut out: Vec<Side> = Vec::new();
    let mut pending: Option<u64> = None;
    for thing in &question.things {
        match thing.kind {
            // "16 nodes 2-8-5-200 with RTX PRO 6000": the pattern's nodes carry the GPU named after it.
            ThingKind::Pattern => pending = question.count_of(thing).or(pending),
            ThingKind::System => {
                let Some(system) = ask.catalog.system(&thing.id) else { continue };
                let Some(each) = system.gpu_count.as_ref().and_then(Fact::known).copied() else { continue };
                let Some(gpu) = system.gpus.first() else { continue };
                let nodes = question.count_of(thing).or_else(|| pending.take()).unwrap_or(1);
                out.extend(side(ask, gpu, nodes * each, Some(nodes), Some(system)));
            }
            ThingKind::Gpu => {
                let count = question.count_of(thing);
                let per = 8;
                match (pending.take(), count) {
                    (Some(nodes), None) => out.extend(side(ask, &thing.id, nodes * per, Some(nodes), None)),
                    (_, Some(count)) => out.extend(side(ask, &thing.id, count, None, None)),
                    (None, None) => {}
                }
            }
            _ => {}
        }
        if out.len() >= MOST {
            break;
        }
    }
    out
}

fn side(ask: &Ask<'_>, gpu: &str, gpus: u64, nodes: Option<u64>, system: Option<&System>) -> Option<Side> {
    let part = ask.catalog.gpu(gpu)?;
    let memory = part.memory_gb.as_ref()?;
    ask.cite(&memory.source);
    let name = name_of(ask.catalog, ThingKind::Gpu, gpu);
    let label = match (system, nodes) {
        (Some(system), Some(nodes)) => {
            format!("{} × {}", number(nodes as f64), name_of(ask.catalog, ThingKind::System, &system.id))
        }
        (None, Some(nodes)) => {
            format!("{} × {} × {name}", number(nodes as f64), number((gpus / nodes) as f64))
        }
        _ => format!("{} × {name}", number(gpus as f64)),
    };
    let own = system.map(|system| system.id.to_string()).or_else(|| {
        let dgx = ask
            .catalog
            .systems()
            .iter()
            .find(|system| system.id.starts_with("dgx") && system.gpus.iter().any(|id| id == gpu));
        dgx.map(|system| system.id.to_string())
    });
    Some(Side {
        name: label,
        nodes: nodes.or(Some(gpus.div_ceil(8))),
        gpus,
        gpu: gpu.to_string(),
        nvlink: part.nvlink_total_gbyte_per_s.as_ref().is_some_and(|fact| fact.known().is_some()),
        memory_gb: memory.known()? * gpus as f64,
        system: own,
    })
}

fn told(ask: &Ask<'_>, side: &Side) -> String {
    let rows = facts::rows(ask, ThingKind::Gpu, &side.gpu);
    let nvlink =
        facts::figure_brief(ask, "nvlink", &rows).map_or_else(|| ask.say("none", &[]), |(text, _)| text);
    let mut parts = vec![
        format!("{} GPUs", number(side.gpus as f64)),
        format!("{} {} GB", ask.label("memory"), number(side.memory_gb)),
        format!("NVLink {nvlink}"),
    ];
    if let Some(system) = side.system.as_deref().and_then(|id| ask.catalog.system(id)) {
        if side.nvlink
            && let Some(each) = system.gpu_count.as_ref().and_then(Fact::known)
        {
            parts.push(format!("{each}-GPU NVLink"));
        }
        if let (Some(kw), Some(each)) = (
            system.power_max_kw.as_ref().and_then(Fact::known),
            system.gpu_count.as_ref().and_then(Fact::known),
        ) {
            let nodes = side.gpus.div_ceil(*each);
            parts.push(format!("{} kW", number(kw * nodes as f64)));
        }
        if let Some(cooling) = system.cooling.as_ref().and_then(Fact::known) {
            parts.push(format!("{} {}", ask.label("cooling"), cooling.word().replace('_', " ")));
        }
    }
    format!("{}: {}.", side.name, parts.join(", "))
}
