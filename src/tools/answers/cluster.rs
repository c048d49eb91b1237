//! Questions about a design: why so many, what fails, what it weighs, draws and takes; of the conversation's own
//! design, or of a published pattern at a stated size.

use super::{Ask, number};
use crate::{
    catalog::{Pattern, kinds::FabricProfile},
    design::{Design, Outcome, Want, words::Technology},
    read::question::{Measure, ThingKind},
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if let Some(told) = mass(ask) {
        return Some((told, Outcome::Answer));
    }
    let pattern = pattern(ask);
    if ask.cue("fails")
        && let Some(told) = failure(ask)
    {
        return Some((vec![told], Outcome::Answer));
    }
    if ask.cue("fails")
        && (ask.cue("switch") || ask.cue("core") || ask.cue("leaf") || ask.cue("spine"))
        && pattern.is_none_or(|(_, profile)| profile.pair)
    {
        return Some((vec![ask.say("fails", &[])], Outcome::Answer));
    }
    if ask.cue("why") {
        let switches = ask.cue("leaf") || ask.cue("switch") || ask.cue("ns") || ask.cue("core");
        let limit = ask.question.words.find("collapsed").is_some()
            || ask.question.words.find("12").is_some() && pattern.is_some();
        if let (true, Some((pattern, profile))) = (limit, pattern)
            && let Some(told) = cages(ask, pattern, profile)
        {
            return Some((vec![told], Outcome::Answer));
        }
        if switches {
            return Some((leaves(ask, pattern), Outcome::Answer));
        }
    }
    if ask.cue("why")
        && let Some(told) = network(ask)
    {
        return Some((told, Outcome::Answer));
    }
    if ask.question.things.iter().any(|thing| thing.kind != ThingKind::Pattern) && !ask.cue("mine") {
        return None;
    }
    own(ask, ask.design?)
}

/// Why the design has its network: the technology of its east-west fabric with the switch, and what parts the two.
fn network(ask: &Ask<'_>) -> Option<Vec<String>> {
    let technologies = [Technology::Infiniband, Technology::Ethernet];
    let named = technologies.iter().any(|one| ask.question.words.find(&one.label().to_lowercase()).is_some());
    if !named && ask.question.of(ThingKind::Switch).is_empty() {
        return None;
    }
    let fabric = ask.design?.fabric.each().find(|(name, _)| *name == "compute")?.1;
    let technology = fabric.technology?;
    let switch = super::name_of(ask.catalog, ThingKind::Switch, fabric.switch_id.as_deref()?);
    let mut out = vec![format!("{switch}: {} (east-west).", technology.label())];
    let label = Technology::Infiniband.label();
    let about = ask
        .catalog
        .definitions()
        .iter()
        .find(|one| one.terms.iter().any(|term| term.eq_ignore_ascii_case(label)));
    if let Some(about) = about {
        ask.cite(&about.source);
        out.push(about.text(ask.question.language).to_string());
    }
    Some(out)
}

/// What the loss of a spine, of both switches of a pair, or of a node comes to.
fn failure(ask: &Ask<'_>) -> Option<String> {
    let switch = ask.cue("switch") || ask.cue("core") || ask.cue("leaf");
    if ask.cue("both") && (switch || ask.cue("spine")) {
        return Some(ask.say("fails_both", &[]));
    }
    if ask.cue("spine") {
        let design = super::counts::design(ask)?;
        let spines = design.fabric.each().map(|(_, fabric)| fabric.spine_count).find(|count| *count > 0)?;
        let share = number((1000.0 / spines as f64).round() / 10.0);
        return Some(ask.say("fails_spine", &[("spines", &spines.to_string()), ("share", &share)]));
    }
    if switch || !(ask.cue("node") || ask.cue("gpu")) {
        return None;
    }
    let own = ask.design.and_then(|design| design.compute.as_ref());
    let stated =
        ask.question.amounts.iter().filter(|amount| amount.measure == Measure::Count && amount.value > 1.0);
    let nodes = stated.map(|amount| amount.value as u64).next().or(own.map(|compute| compute.node_count))?;
    let per = own.map_or(8, |compute| compute.gpu_count / compute.node_count.max(1));
    let left = nodes.saturating_sub(1);
    Some(ask.say(
        "fails_node",
        &[
            ("left", &number(left as f64)),
            ("nodes", &number(nodes as f64)),
            ("gpus", &number((left * per) as f64)),
        ],
    ))
}

/// The pattern a question is about: named, or that of the design.
fn pattern<'a>(ask: &Ask<'a>) -> Option<(&'a Pattern, &'a FabricProfile)> {
    let id = match ask.question.of(ThingKind::Pattern).first() {
        Some(thing) => thing.id.clone(),
        None => ask.design?.compute.as_ref()?.pattern_id.clone()?,
    };
    Some((ask.catalog.pattern(&id)?, ask.catalog.fabric_profile(&id)?))
}

/// Why there are two leaves or core switches.
fn leaves(ask: &Ask<'_>, pattern: Option<(&Pattern, &FabricProfile)>) -> Vec<String> {
    let gbps = pattern
        .and_then(|(_, profile)| profile.north_south.as_ref())
        .map_or(200, |north_south| north_south.link_gbps);
    let mut out = vec![ask.say("two_leaves", &[("gbps", &gbps.to_string())])];
    if let Some((pattern, profile)) = pattern {
        profile.sources.iter().for_each(|source| ask.cite(source));
        if let Some(nodes) = pattern.topology.as_ref().and_then(|topology| topology.collapsed_max_nodes) {
            out.push(ask.say("collapsed", &[("nodes", &nodes.to_string()), ("pattern", &pattern.id)]));
        }
    }
    out
}

/// Why the collapsed core ends where it does: the cages of a core switch, counted.
fn cages(ask: &Ask<'_>, pattern: &Pattern, profile: &FabricProfile) -> Option<String> {
    let core = profile.core.as_ref()?;
    let budget = crate::fabric::collapsed::CoreBudget {
        cages: core.cages,
        links_per_cage: core.links_per_cage,
        converged_per_cage: core.converged_per_cage,
        support_cages: core.support_cages,
        breakout_cages: core.breakout_cages,
    };
    let nodes = pattern.topology.as_ref()?.collapsed_max_nodes?;
    let next = nodes + profile.su_nodes.unwrap_or(1);
    let used = crate::fabric::collapsed::cages(&budget, nodes, profile.ew_adapters).value;
    let need = crate::fabric::collapsed::cages(&budget, next, profile.ew_adapters).value;
    let converged = nodes.div_ceil(core.converged_per_cage);
    let breakout = 2 * core.breakout_cages;
    let east_west = used - converged - core.support_cages - breakout;
    profile.sources.iter().for_each(|source| ask.cite(source));
    Some(ask.say(
        "cages",
        &[
            ("cages", &core.cages.to_string()),
            ("nodes", &nodes.to_string()),
            ("used", &used.to_string()),
            ("ns", &converged.to_string()),
            ("ew", &east_west.to_string()),
            ("support", &core.support_cages.to_string()),
            ("breakout", &breakout.to_string()),
            ("next", &next.to_string()),
            ("need", &need.to_string()),
        ],
    ))
}

/// Weight of several systems in a rack, and its load on the floor.
fn mass(ask: &Ask<'_>) -> Option<Vec<String>> {
    let sides: Vec<f64> = ask
        .question
        .amounts
        .iter()
        .filter(|amount| amount.measure == Measure::Mm)
        .map(|amount| amount.value)
        .collect();
    let plain: Vec<f64> = ask
        .question
        .amounts
        .iter()
        .filter(|amount| amount.measure == Measure::Count && amount.value >= 300.0)
        .map(|amount| amount.value)
        .collect();
    let sides: Vec<f64> = if sides.len() == 1 { plain.into_iter().chain(sides).collect() } else { sides };
    if ask.cue("floor")
        && let [a, b, ..] = sides.as_slice()
    {
        let total = ask.memory.value.filter(|_| ask.memory.figure == "weight")?;
        let area = a * b / 1e6;
        return Some(vec![ask.say(
            "floor",
            &[("load", &number((total / area).round())), ("total", &number(total)), ("area", &number(area))],
        )]);
    }
    if !ask.question.figures.iter().any(|id| id == "weight") {
        return None;
    }
    let thing = *ask.question.of(ThingKind::System).first()?;
    let rack = ask.question.amount(Measure::Kg).filter(|_| ask.cue("rack"))?.value;
    let fact = ask.catalog.system(&thing.id)?.weight_kg.as_ref()?;
    let each = *fact.known()?;
    ask.cite(&fact.source);
    let count = ask
        .question
        .amounts
        .iter()
        .find(|amount| amount.measure == Measure::Count)
        .map_or(1.0, |amount| amount.value);
    let total = count * each + rack;
    *ask.value.borrow_mut() = Some((total, "weight".into()));
    Some(vec![ask.say(
        "weight_sum",
        &[
            ("total", &number(total)),
            ("count", &number(count)),
            ("each", &number(each)),
            ("rack", &number(rack)),
        ],
    )])
}

/// How the servers of a design's GPU are cooled, as NVIDIA's own is; with yes or no where one is asked for.
fn cooling(ask: &Ask<'_>, gpu: &str) -> Option<String> {
    let system = super::power::own(ask, gpu)?;
    let fact = system.cooling.as_ref()?;
    let cooling = fact.known()?.word();
    ask.cite(&fact.source);
    let name = super::name_of(ask.catalog, ThingKind::System, &system.id);
    let told = format!("{name}: {} {}.", ask.label("cooling"), cooling.replace('_', " "));
    let (air, liquid) = (ask.cue("air"), ask.cue("liquid"));
    if air == liquid || !ask.question.polar(ask.catalog) {
        return Some(told);
    }
    let holds = cooling.contains(if air { "air" } else { "liquid" });
    Some(format!("{}: {told}", ask.say(if holds { "yes" } else { "no" }, &[])))
}

/// British thermal units an hour of a kilowatt.
const BTU: f64 = 3412.142;

/// What is asked of the conversation's own design.
fn own(ask: &Ask<'_>, design: &Design) -> Option<(Vec<String>, Outcome)> {
    let counted = ["switch", "spine", "leaf", "oob", "cable", "optic", "nic", "core"];
    if !ask.cue("why") && counted.iter().any(|id| ask.cue(id)) || ask.cue("allowed") && ask.cue("pattern") {
        return None;
    }
    let facility = design.facility.as_ref();
    let figure = |id: &str| ask.question.figures.iter().any(|figure| figure == id);
    let mut out = Vec::new();
    let compute = design.compute.as_ref();
    if ask.cue("why") && ask.cue("pattern") {
        let compute = compute?;
        let pattern = ask.catalog.pattern(compute.pattern_id.as_deref()?)?;
        let gpu = super::name_of(ask.catalog, ThingKind::Gpu, &compute.gpu_id);
        out.push(ask.say("gpu_allowed", &[("gpu", &gpu), ("pattern", &pattern.id)]));
        out.push(ask.say(
            "allowed",
            &[
                ("pattern", &pattern.id),
                ("min", &number(pattern.node_count.min as f64)),
                ("max", &number(pattern.node_count.max as f64)),
                ("nodes", &number(compute.node_count as f64)),
            ],
        ));
    } else if figure("weight") || ask.cue("floor") {
        let compute = compute?;
        let system = super::power::own(ask, &compute.gpu_id)?;
        let fact = system.weight_kg.as_ref()?;
        let each = *fact.known()?;
        ask.cite(&fact.source);
        out.push(format!(
            "{} × {}: {} {} kg ({} kg).",
            number(compute.node_count as f64),
            super::name_of(ask.catalog, ThingKind::System, &system.id),
            ask.label("weight"),
            number(each * compute.node_count as f64),
            number(each)
        ));
        if ask.cue("floor")
            && let Some(per) = facility.and_then(|facility| facility.nodes_per_rack)
        {
            // The empty rack is not counted: its weight is the site's.
            out.push(format!(
                "{} {}: {} {} kg.",
                number(1.0),
                ask.label_of("rack"),
                ask.label("weight"),
                number(each * per as f64)
            ));
        }
    } else if ask.cue("energy")
        && let Some(kw) = facility.and_then(|one| one.it_power_kw.or(one.node_power_total_kw))
    {
        let name = super::name_of(ask.catalog, ThingKind::Gpu, &compute?.gpu_id);
        return Some(super::energy::told(ask, kw, compute?.gpu_count as f64, &name));
    } else if figure("memory")
        && let Some(each) =
            compute.and_then(|compute| ask.catalog.gpu(&compute.gpu_id)?.memory_gb.as_ref()?.known().copied())
    {
        let compute = compute?;
        out.push(format!(
            "{} × {}: {} {} GB ({} GB).",
            number(compute.gpu_count as f64),
            super::name_of(ask.catalog, ThingKind::Gpu, &compute.gpu_id),
            ask.label("memory"),
            number(each * compute.gpu_count as f64),
            number(each)
        ));
    } else if figure("cooling") || ask.cue("air") || ask.cue("liquid") {
        out.push(cooling(ask, &compute?.gpu_id)?);
    } else if figure("power")
        && ask.cue("network")
        && let Some(told) = super::counts::network_power(ask, design)
    {
        out.push(told);
    } else if figure("heat") {
        let kw = facility?.it_power_kw.or(facility?.node_power_total_kw)?;
        out.push(format!("{} {} BTU/h ({} kW × 3,412).", ask.label("heat"), number(kw * BTU), number(kw)));
    } else if ask.cue("why") && ask.cue("rack") {
        let facility = facility?;
        let compute = design.compute.as_ref()?;
        out.push(ask.say(
            "nodes_per_rack",
            &[
                ("racks", &number(facility.rack_count.or(facility.node_rack_count)? as f64)),
                ("kw", &number(facility.rack_budget_kw?)),
                ("per", &number(facility.nodes_per_rack? as f64)),
                ("each", &number(facility.node_power_kw?)),
                ("nodes", &number(compute.node_count as f64)),
            ],
        ));
    } else if ask.cue("rack")
        || figure("power")
        || ask.cue("energy")
        || figure("heat")
        || ask.cue("mine")
        || figure("gpus")
        || figure("node_range")
        || figure("memory")
    {
        out.extend(super::headline(ask.catalog, design, ask.question.language));
    }
    if out.is_empty() && ask.wants(Want::Price) {
        return None;
    }
    (!out.is_empty()).then_some((out, Outcome::Answer))
}
