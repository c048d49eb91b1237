//! Several pools or sites on the first page: what they come to together, and the figures.

use super::cell;
use crate::{
    design::Parts,
    draft::desk::{Desk, capital},
    render::document::{BigFigure, Inline},
};

/// The GPUs of all pools and sites by kind, as a subject: "32 H200 + 36 L40S GPUs".
pub(in crate::draft) fn kinds(desk: &Desk<'_>, parts: &Parts) -> String {
    let mut kinds: Vec<(String, u64)> = Vec::new();
    for part in &parts.list {
        let id = part.design.compute.as_ref().map_or(&part.gpu_name, |compute| &compute.gpu_id);
        let name = desk.names.of(id);
        match kinds.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += part.gpu_count,
            None => kinds.push((name, part.gpu_count)),
        }
    }
    let write = |count: u64| desk.settings.numbers.write(count as f64);
    let told: Vec<String> = kinds.iter().map(|(name, count)| format!("{} {name}", write(*count))).collect();
    let told = told.join(" + ");
    let (gpus, gpu) = told.split_once(' ').unwrap_or((&told, ""));
    desk.words.say("headline_gpus", &[("gpus", gpus), ("gpu", gpu)])
}

/// What pools and sites come to together, in one sentence.
pub(super) fn built(desk: &mut Desk<'_>, parts: &Parts, what: &str) -> String {
    let words = desk.words;
    let at = "/design/parts/totals";
    match (parts.totals.rack_count.filter(|racks| *racks > 0), parts.totals.it_power_kw) {
        (Some(racks), Some(power)) => {
            let count = match racks {
                1..=12 => words.number(racks as usize),
                _ => desk.count(racks, &format!("{at}/rack_count")).text(),
            };
            let power = desk.amount(power, "kW", &format!("{at}/it_power_kw")).text();
            let one = if racks == 1 { "_one" } else { "" };
            let values = [("what", what), ("racks", &*count), ("power", &power)];
            words.say(&format!("headline_racks{one}"), &values)
        }
        _ => {
            let nodes = desk.count(parts.totals.node_count, &format!("{at}/node_count")).text();
            words.say("headline_nodes", &[("what", what), ("nodes", &nodes)])
        }
    }
}

/// GPUs, servers, racks and power of all pools and sites, each with what the parts give.
pub(super) fn figures(desk: &mut Desk<'_>, parts: &Parts) -> Vec<BigFigure> {
    /// Pools or sites named below a figure.
    const NAMED: usize = 4;
    let totals = &parts.totals;
    let at = |key: &str| format!("/design/parts/totals/{key}");
    let own = |place: usize, key: &str| format!("/design/parts/list/{place}/{key}");
    let mut notes: [Vec<Inline>; 4] = Default::default();
    for (place, part) in parts.list.iter().enumerate().take(NAMED) {
        for note in &mut notes {
            let lead = if note.is_empty() { "" } else { "; " };
            note.push(Inline::Text(format!("{lead}{} ", desk.words.value(&part.name))));
        }
        let [gpus, nodes, racks, power] = &mut notes;
        gpus.push(desk.count(part.gpu_count, &own(place, "gpu_count")));
        nodes.push(desk.count(part.node_count, &own(place, "node_count")));
        racks.push(match part.rack_count {
            Some(count) => desk.count(count, &own(place, "rack_count")),
            None => desk.text("none"),
        });
        power.push(match part.it_power_kw {
            Some(value) => desk.amount(value, "kW", &own(place, "it_power_kw")),
            None => desk.text("none"),
        });
    }
    let [gpus, nodes, racks, power] = notes;
    let mut figures = vec![
        BigFigure {
            value: vec![desk.count(totals.gpu_count, &at("gpu_count"))],
            label: cell(desk.say("gpus")),
            note: gpus,
        },
        BigFigure {
            value: vec![desk.count(totals.node_count, &at("node_count"))],
            label: cell(capital(&desk.say("servers"))),
            note: nodes,
        },
    ];
    if let Some(count) = totals.rack_count {
        let value = vec![desk.count(count, &at("rack_count"))];
        figures.push(BigFigure { value, label: cell(capital(&desk.say("racks"))), note: racks });
    }
    if let Some(kw) = totals.it_power_kw {
        let value = vec![desk.amount(kw, "kW", &at("it_power_kw"))];
        figures.push(BigFigure { value, label: cell(desk.say("figure_power")), note: power });
    }
    figures
}
