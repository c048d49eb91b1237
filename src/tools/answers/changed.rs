//! What differs between two designs, figure by figure, before and after.

use super::number;
use crate::design::{Design, words::Technology};

/// What differs between two designs: the figures people follow through a conversation, each with both values.
#[must_use]
pub fn changed(old: &Design, new: &Design) -> Vec<String> {
    let before = figures(old);
    figures(new)
        .into_iter()
        .filter_map(|(name, value)| {
            let earlier = before.iter().find(|(other, _)| *other == name).map_or("none", |(_, value)| value);
            (earlier != value).then(|| format!("{name} {earlier} -> {value}"))
        })
        .collect()
}

/// The figures of a design people follow through a conversation.
fn figures(design: &Design) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if let Some(compute) = &design.compute {
        out.push(("GPU", compute.gpu_name.clone()));
        out.push(("GPUs", number(compute.gpu_count as f64)));
        out.push(("nodes", number(compute.node_count as f64)));
        out.push(("pattern", compute.pattern_id.clone().unwrap_or_else(|| "none".into())));
    }
    if let Some(facility) = &design.facility {
        if let Some(racks) = facility.rack_count.or(facility.node_rack_count) {
            out.push(("racks", number(racks as f64)));
        }
        if let Some(kw) = facility.it_power_kw.or(facility.node_power_total_kw) {
            out.push(("IT load", format!("{} kW", number(kw))));
        }
        if let Some(cooling) = &facility.cooling {
            out.push(("cooling", cooling.replace('_', " ")));
        }
    }
    let mut technology = Vec::new();
    let mut switches = 0;
    for (_, fabric) in design.fabric.each() {
        switches += fabric.switch_count;
        if let Some(word) = fabric.technology.map(Technology::word)
            && !technology.contains(&word)
        {
            technology.push(word);
        }
    }
    if switches > 0 {
        out.push(("switches", number(switches as f64)));
        out.push(("network", technology.join(" and ")));
    }
    if let Some(storage) = design.storage.as_ref().and_then(|storage| storage.capacity_tb) {
        out.push(("storage", format!("{} TB", number(storage))));
    }
    out
}
