//! How many switches, links, modules and adapters a number of nodes takes: planned, then read off the design.

use super::{Ask, number};
use crate::{
    catalog::{Fact, Pattern, System},
    design::{Design, Outcome, Reading, SwitchedFabric, Want},
    read::question::{Measure, ThingKind},
    tools::plan::from_flags,
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let counted = ask.cue("switch")
        || ask.cue("spine")
        || ask.cue("leaf")
        || ask.cue("core")
        || ask.cue("oob")
        || ask.cue("cable")
        || ask.cue("optic")
        || ask.cue("nic")
        || ask.cue("count") && nics_of_pattern(ask)
        || ask.cue("count") && superpod(ask).is_some()
        || ask.cue("network") && ask.question.figures.iter().any(|id| id == "power")
        || ask.design.is_some()
            && !ask.question.of(ThingKind::Switch).is_empty()
            && ask.question.figures.is_empty()
        || (ask.cue("count") || ask.wants(Want::Verdict))
            && !ask.question.of(ThingKind::Switch).is_empty()
            && ask.question.amounts.iter().any(|one| one.value > 1.0);
    if !counted
        || ask.cue("fails")
        || ask.cue("why")
        || ask.cue("cost") && !ask.cue("buy")
        || ask.cue("compare") && ask.wants(Want::Compare)
    {
        return None;
    }
    let design = design(ask)?;
    if ask.cue("network") && ask.question.figures.iter().any(|id| id == "power") {
        return Some((vec![network_power(ask, &design)?], Outcome::Answer));
    }
    let mut sentences = Vec::new();
    let compute = design.compute.as_ref()?;
    let nodes = compute.node_count;
    let about = format!(
        "{} × {}",
        number(nodes as f64),
        compute.pattern_id.clone().unwrap_or_else(|| compute.gpu_name.clone())
    );
    if (ask.cue("nic") || nics_of_pattern(ask))
        && let Some(pattern) = compute.pattern_id.as_deref().and_then(|id| ask.catalog.pattern(id))
    {
        sentences.extend(named_nics(ask, pattern, nodes, &about));
        let east_west =
            pattern.ew_nics.as_ref().map_or(pattern.n.saturating_sub(1), |adapters| adapters.count);
        let rest = pattern.n.saturating_sub(east_west);
        sentences.push(format!(
            "{about}: {} {} ({} × {}), {} east-west, {} north-south.",
            number((nodes * pattern.n) as f64),
            ask.label("nics"),
            number(nodes as f64),
            pattern.n,
            number((nodes * east_west) as f64),
            number((nodes * rest) as f64)
        ));
        sentences.push(super::rules::adapters(ask, pattern));
        if let (true, Some(shape)) = (ask.cue("plane"), &pattern.topology) {
            sentences.push(format!("{}: {} {}.", pattern.id, shape.planes, ask.label_of("plane")));
        }
    }
    if ask.cue("nic")
        && compute.pattern_id.is_none()
        && let Some(system) = super::power::own(ask, &compute.gpu_id)
    {
        // Where no pattern names the adapters, the server does.
        let rows = super::facts::rows(ask, ThingKind::System, &system.id);
        let told = super::facts::figure_of(ask, "nics", &rows)?.0;
        let name = super::name_of(ask.catalog, ThingKind::System, &system.id);
        sentences.push(format!("{name}: {} {told}.", ask.label("nics")));
    }
    let fabrics = &design.fabric;
    if let Some((system, nodes)) = superpod(ask) {
        let name = super::name_of(ask.catalog, ThingKind::System, &system.id);
        sentences.push(format!("{} × {name}.", number(nodes as f64)));
    }
    if let Some(switch) = ask.question.of(ThingKind::Switch).first()
        && let Some(stated) = ask.question.count_of(switch).or_else(|| pair(ask))
        && ask.wants(Want::Verdict)
    {
        // North-south and east-west that share a pair are counted once.
        let needed = fabrics
            .each()
            .filter(|(_, fabric)| fabric.switch_id.as_deref() == Some(&switch.id))
            .map(|(_, fabric)| fabric.switch_count)
            .max()
            .unwrap_or(0);
        let word = ask.say(if stated >= needed { "yes" } else { "no" }, &[]);
        sentences.push(format!("{word}: {about}, {} × {}.", number(needed as f64), ask.name(switch)));
        let collapsed = compute
            .pattern_id
            .as_deref()
            .and_then(|id| ask.catalog.pattern(id))
            .and_then(|one| one.topology.as_ref()?.collapsed_max_nodes);
        if let (Some(most), Some(pattern)) = (collapsed, compute.pattern_id.as_deref()) {
            sentences.push(ask.say("collapsed", &[("nodes", &most.to_string()), ("pattern", pattern)]));
        }
    }
    if let Some(switch) = ask.question.of(ThingKind::Switch).first()
        && (ask.cue("count") || ask.design.is_some())
        && !ask.cue("oob")
    {
        let of: Vec<String> = fabrics
            .each()
            .filter(|(_, fabric)| fabric.switch_id.as_deref() == Some(&switch.id) && fabric.switch_count > 0)
            .map(|(name, fabric)| format!("{} {}", role(name), number(fabric.switch_count as f64)))
            .collect();
        let sum: u64 = fabrics
            .each()
            .filter(|(_, fabric)| fabric.switch_id.as_deref() == Some(&switch.id))
            .map(|(_, fabric)| fabric.switch_count)
            .sum();
        let beside = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
        sentences.push(format!("{about}: {} × {}{beside}.", number(sum as f64), ask.name(switch)));
    }
    let mut switches = Vec::new();
    let mut total = 0;
    for (name, fabric) in fabrics.each() {
        total += fabric.switch_count;
        switches.push(format!("{}: {}", role(name), tiers(ask, fabric)));
    }
    if ask.cue("switch") || ask.cue("spine") || ask.cue("leaf") || ask.cue("core") || ask.cue("oob") {
        let out_of_band = fabrics.out_of_band.as_ref().map(|fabric| fabric.switch_count);
        let spines: u64 = fabrics.each().map(|(_, fabric)| fabric.spine_count).sum();
        if let (true, Some(count)) = (ask.cue("oob"), out_of_band) {
            let switch = fabrics
                .out_of_band
                .as_ref()
                .and_then(|fabric| fabric.switch_id.as_deref())
                .unwrap_or_default();
            sentences.push(format!(
                "{about}: {} × {} (OOB).",
                number(count as f64),
                super::name_of(ask.catalog, ThingKind::Switch, switch)
            ));
        }
        if ask.cue("spine") && spines == 0 {
            sentences.push(format!("{about}: 0 spine."));
        }
        sentences.push(format!("{about}: {} switches; {}.", number(total as f64), switches.join("; ")));
    }
    if ask.cue("cable") || ask.cue("optic") {
        let mut lines = Vec::new();
        let wanted = if ask.cue("optic") { "optic" } else { "cable" };
        for line in
            design.bom.iter().flat_map(|bom| &bom.lines).filter(|line| line.group.contains(wanted)).take(6)
        {
            lines.push(format!("{} × {}", number(line.quantity as f64), line.item));
        }
        let sum: u64 = design
            .bom
            .iter()
            .flat_map(|bom| &bom.lines)
            .filter(|line| line.group.contains(wanted))
            .map(|line| line.quantity)
            .sum();
        let links: u64 = fabrics
            .each()
            .map(|(_, fabric)| {
                fabric.node_link_count.unwrap_or(0)
                    + fabric.leaf_spine_link_count.unwrap_or(0)
                    + fabric.upper_link_count.unwrap_or(0)
            })
            .sum();
        let only_links = ask.question.words.find("links").is_some() && !ask.cue("optic");
        if lines.is_empty() || only_links {
            let each: Vec<String> = fabrics
                .each()
                .filter_map(|(name, fabric)| {
                    let count = fabric.node_link_count.unwrap_or(0)
                        + fabric.leaf_spine_link_count.unwrap_or(0)
                        + fabric.upper_link_count.unwrap_or(0);
                    (count > 0).then(|| format!("{} {}", role(name), number(count as f64)))
                })
                .collect();
            sentences.push(format!("{about}: {} links ({}).", number(links as f64), each.join(", ")));
        } else {
            sentences.push(format!(
                "{about}: {} {wanted}s ({}); {} links.",
                number(sum as f64),
                lines.join(", "),
                number(links as f64)
            ));
        }
    }
    (!sentences.is_empty()).then_some((sentences, Outcome::Answer))
}

/// The number of switches where a pair, or one, is named by a word alone.
fn pair(ask: &Ask<'_>) -> Option<u64> {
    const PAIRS: &[&str] = &["pair", "paar", "paire", "pareja", "par", "coppia", "koppel"];
    let says = |word: &&str| ask.question.words.find(word).is_some();
    if PAIRS.iter().any(&says) { Some(2) } else { ["one", "single"].iter().any(says).then_some(1) }
}

/// Whether an adapter is named beside a pattern.
fn nics_of_pattern(ask: &Ask<'_>) -> bool {
    !ask.question.of(ThingKind::Nic).is_empty() && !ask.question.of(ThingKind::Pattern).is_empty()
}

/// How many of the adapter a question names a number of nodes holds; none where it names none, or the pattern's own
/// are not published.
fn named_nics(ask: &Ask<'_>, pattern: &Pattern, nodes: u64, about: &str) -> Option<String> {
    let nic = *ask.question.of(ThingKind::Nic).first()?;
    let named = |id: &str| nic.id == id || nic.others.iter().any(|other| other == id);
    let per: u64 = [&pattern.ew_nics, &pattern.ns_nics]
        .into_iter()
        .flatten()
        .filter(|adapters| adapters.nic.as_deref().is_some_and(named))
        .map(|adapters| adapters.count)
        .sum();
    (per > 0).then(|| {
        format!(
            "{about}: {} × {} ({} × {per}).",
            number((nodes * per) as f64),
            nic.written,
            number(nodes as f64)
        )
    })
}

/// What of a design's power is not the servers'.
pub(super) fn network_power(ask: &Ask<'_>, design: &Design) -> Option<String> {
    let facility = design.facility.as_ref()?;
    let (total, nodes) = (facility.it_power_kw?, facility.node_power_total_kw?);
    let network = ((total - nodes) * 1000.0).round() / 1000.0;
    Some(ask.say(
        "network_power",
        &[("network", &number(network)), ("total", &number(total)), ("nodes", &number(nodes))],
    ))
}

fn role(name: &str) -> &str {
    match name {
        "compute" => "east-west",
        "converged" => "north-south",
        "out_of_band" => "OOB",
        other => other,
    }
}

fn tiers(ask: &Ask<'_>, fabric: &SwitchedFabric) -> String {
    let switch = fabric
        .switch_id
        .as_deref()
        .map_or(String::new(), |id| format!(" {}", super::name_of(ask.catalog, ThingKind::Switch, id)));
    let parts: Vec<String> =
        [(fabric.leaf_count, "leaf"), (fabric.spine_count, "spine"), (fabric.core_count, "core")]
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{} {name}", number(*count as f64)))
            .collect();
    if fabric.switch_count == 0 {
        return ask.say("shared_pair", &[]);
    }
    if parts.is_empty() {
        format!("{}{switch}", number(fabric.switch_count as f64))
    } else {
        format!("{}{switch}", parts.join(" + "))
    }
}

/// The system and its number in so many scalable units of a published architecture, the first with a place for its
/// fabric manager.
fn superpod<'a>(ask: &Ask<'a>) -> Option<(&'a System, u64)> {
    let thing = *ask.question.of(ThingKind::Architecture).first()?;
    let one = ask.catalog.architecture(&thing.id)?;
    let units =
        ask.question.amounts.iter().find(|amount| amount.measure == Measure::Count && amount.value >= 1.0)?;
    let system = ask.catalog.system(one.systems.first()?)?;
    // "32 DGX H100 SuperPOD" counts systems, "2 SU of a SuperPOD" units.
    let systems =
        thing.written.to_uppercase().starts_with("DGX ") && units.at + 1 == thing.first && units.value > 16.0;
    if systems {
        return Some((system, units.value as u64));
    }
    let managed = one.su_size_with_manager.and_then(|with| one.su_size?.checked_sub(with)).unwrap_or(0);
    Some((system, (units.value as u64 * one.su_size?).checked_sub(managed)?))
}

/// The design a count is read off: that of a stated size, else that of the conversation.
pub(super) fn design(ask: &Ask<'_>) -> Option<Design> {
    let question = &ask.question;
    let pattern = question.of(ThingKind::Pattern).first().map(|thing| thing.id.clone());
    let gpu =
        question.of(ThingKind::Gpu).first().map(|thing| (thing.written.clone(), question.count_of(thing)));
    let system = question.of(ThingKind::System).first().copied();
    let nodes = question
        .of(ThingKind::Pattern)
        .first()
        .and_then(|thing| question.count_of(thing))
        .or_else(|| ask.node_count())
        .or_else(|| system.and_then(|thing| question.count_of(thing)));
    let gpus = gpu.as_ref().and_then(|(_, count)| *count).or_else(|| question.counted(ask.catalog, "gpu"));
    let units = superpod(ask);
    let nodes = nodes.or(units.map(|(_, nodes)| nodes));
    if nodes.is_none() && gpus.is_none() {
        return ask.design.cloned();
    }
    let mut flags: Vec<(String, String, String)> = Vec::new();
    let mut put = |field: &str, value: String| flags.push((field.into(), value.clone(), value));
    if let Some(pattern) = &pattern {
        put("patterns", pattern.clone());
    }
    match (nodes, gpus) {
        (Some(nodes), _) => put("node_count", nodes.to_string()),
        (None, Some(gpus)) => put("gpu_count", gpus.to_string()),
        (None, None) => {}
    }
    if let Some((name, _)) = gpu {
        put("gpu_models", name);
    } else if let Some(system) = system.and_then(|thing| ask.catalog.system(&thing.id)) {
        put("server_models", system.name.to_string());
        if let Some(each) = system.gpu_count.as_ref().and_then(Fact::known) {
            put("gpus_per_node", each.to_string());
        }
    } else if let Some((system, _)) = units {
        put("server_models", system.name.to_string());
        put("fabric", "infiniband".into());
    } else if let Some(first) =
        pattern.as_deref().and_then(|id| ask.catalog.pattern(id)).and_then(|one| one.gpus_allowed.first())
    {
        put("gpu_models", super::name_of(ask.catalog, ThingKind::Gpu, first));
    }
    put("workload", if ask.cue("serve") { "inference".into() } else { "training".into() });
    let requirement = from_flags(ask.catalog, &flags).ok()?;
    let reading = Reading { requirement, language: question.language.into(), ..Reading::default() };
    crate::plan::plan(&reading, ask.catalog).design
}
