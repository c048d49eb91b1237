//! What reference-architecture patterns say: their range, their parts, which GPU goes where, what a name means.

use super::{Ask, name_of, number};
use crate::{
    catalog::Pattern,
    design::{Outcome, Want, words::Technology},
    read::question::{Thing, ThingKind},
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let Some(thing) = ask.question.of(ThingKind::Pattern).first().copied() else { return own(ask) };
    let pattern = ask.catalog.pattern(&thing.id)?;
    if ask.cue("fails")
        || ask.cue("switch")
        || ask.cue("cable")
        || ask.cue("optic")
        || ask.cue("oob")
        || ask.wants(Want::Price)
    {
        return None;
    }
    cite(ask, pattern);
    let nodes = ask.question.count_of(thing).or_else(|| ask.node_count());
    let gpus: Vec<&Thing> = ask.question.of(ThingKind::Gpu);
    let may = ask.question.asks()
        && !ask.cue("count")
        && !ask.cue("define")
        && !ask.cue("whatif")
        && !ask.cue("why")
        && !ask.cue("nic");
    let verdict =
        ask.cue("allowed") || ask.cue("inject") || ask.wants(Want::Verdict) || nodes.is_some() && may;
    if let Some(nodes) = nodes.filter(|nodes| *nodes > 1 && verdict) {
        let inside = (pattern.node_count.min..=pattern.node_count.max).contains(&nodes);
        let places = [
            ("pattern", pattern.id.to_string()),
            ("min", number(pattern.node_count.min as f64)),
            ("max", number(pattern.node_count.max as f64)),
            ("nodes", number(nodes as f64)),
        ];
        let mut sentences = vec![said(ask, if inside { "allowed" } else { "allowed_not" }, &places)];
        sentences.extend(variants(ask, pattern));
        return Some((sentences, if inside { Outcome::Answer } else { Outcome::Infeasible }));
    }
    if verdict && ask.question.words.find("infiniband").is_some() && gpus.is_empty() {
        let about = ask.catalog.definitions().iter().find(|one| {
            one.terms.iter().any(|term| term.eq_ignore_ascii_case(Technology::Infiniband.label()))
        });
        let mut sentences = vec![format!("{}: {} = Spectrum-X Ethernet.", ask.say("no", &[]), pattern.id)];
        sentences.extend(about.map(|one| one.text(ask.question.language).to_string()));
        return Some((sentences, Outcome::Infeasible));
    }
    if let (Some(gpu), true) = (gpus.first(), verdict) {
        return Some(which(ask, pattern, gpu));
    }
    if let (true, Some(shape)) = (ask.cue("plane") && ask.question.asks(), &pattern.topology) {
        let told = format!("{}: {} {} (east-west).", pattern.id, shape.planes, ask.label_of("plane"));
        return Some((vec![told], Outcome::Answer));
    }
    let range = || {
        let places = [
            ("pattern", pattern.id.to_string()),
            ("min", number(pattern.node_count.min as f64)),
            ("max", number(pattern.node_count.max as f64)),
        ];
        said(ask, "range", &places)
    };
    let figure = |id: &str| ask.question.figures.iter().any(|figure| figure == id);
    if let (Some(nodes), true) = (nodes, ask.cue("count")) {
        let each: Vec<String> = [("gpus", pattern.g), ("cpu", pattern.c)]
            .into_iter()
            .filter(|(id, _)| figure(id))
            .map(|(id, per)| {
                format!(
                    "{} {} ({} × {per})",
                    number((nodes * per) as f64),
                    ask.label(id),
                    number(nodes as f64)
                )
            })
            .collect();
        if !each.is_empty() {
            return Some((
                vec![format!("{} × {}: {}.", number(nodes as f64), pattern.id, each.join(", "))],
                Outcome::Answer,
            ));
        }
    }
    if ask.cue("why") {
        let mut sentences = vec![said(
            ask,
            "pattern_means",
            &[
                ("pattern", pattern.id.to_string()),
                ("c", pattern.c.to_string()),
                ("g", pattern.g.to_string()),
                ("n", pattern.n.to_string()),
                ("b", number(pattern.b_gbps_per_gpu as f64)),
            ],
        )];
        if ask.cue("nic") {
            let east_west =
                pattern.ew_nics.as_ref().map_or(pattern.n.saturating_sub(1), |adapters| adapters.count);
            let rest = pattern.n.saturating_sub(east_west);
            sentences.push(format!(
                "{} {}: {east_west} east-west, {rest} north-south.",
                pattern.n,
                ask.label("nics")
            ));
        } else {
            sentences.push(range());
            sentences.extend(variants(ask, pattern));
        }
        return Some((sentences, Outcome::Answer));
    }
    if (ask.cue("nic") || !ask.question.of(ThingKind::Nic).is_empty()) && nodes.is_some() {
        return None;
    }
    if ask.cue("nic") && !ask.cue("define") {
        return Some((vec![adapters(ask, pattern)], Outcome::Answer));
    }
    if let Some(told) = of_nodes(ask, pattern) {
        return Some((told, Outcome::Answer));
    }
    let node_range = ask.question.figures.iter().any(|id| id == "node_range");
    if !ask.wants(Want::Lookup)
        && !ask.wants(Want::Explain)
        && !ask.wants(Want::Count)
        && !ask.wants(Want::Compare)
    {
        return None;
    }
    let mut sentences = Vec::new();
    if node_range && !ask.cue("define") {
        sentences.push(range());
        sentences.extend(variants(ask, pattern));
    } else {
        sentences.push(said(
            ask,
            "pattern_means",
            &[
                ("pattern", pattern.id.to_string()),
                ("c", pattern.c.to_string()),
                ("g", pattern.g.to_string()),
                ("n", pattern.n.to_string()),
                ("b", number(pattern.b_gbps_per_gpu as f64)),
            ],
        ));
        sentences.push(range());
        let allowed = names(ask, pattern);
        if !allowed.is_empty() {
            sentences.push(format!("GPU: {}.", allowed.join(", ")));
        }
    }
    for other in ask.question.of(ThingKind::Pattern).iter().skip(1).take(2) {
        if let Some(other) = ask.catalog.pattern(&other.id) {
            sentences.push(said(
                ask,
                "pattern_means",
                &[
                    ("pattern", other.id.to_string()),
                    ("c", other.c.to_string()),
                    ("g", other.g.to_string()),
                    ("n", other.n.to_string()),
                    ("b", number(other.b_gbps_per_gpu as f64)),
                ],
            ));
        }
    }
    Some((sentences, Outcome::Answer))
}

/// A figure of the nodes of a pattern: of NVIDIA's own server with each GPU it takes.
fn of_nodes(ask: &Ask<'_>, pattern: &Pattern) -> Option<Vec<String>> {
    let figure = ask
        .question
        .figures
        .iter()
        .find(|id| ["power", "weight", "height", "heat"].contains(&id.as_str()))?;
    let mut seen: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for gpu in pattern.gpus_allowed.iter() {
        let Some(system) = super::power::own(ask, gpu).filter(|system| !seen.contains(&system.id.as_ref()))
        else {
            continue;
        };
        seen.push(&system.id);
        let rows = super::facts::rows(ask, ThingKind::System, &system.id);
        if let Some((text, _)) = super::facts::figure_brief(ask, figure, &rows) {
            out.push(format!("{} {text}", name_of(ask.catalog, ThingKind::System, &system.id)));
        }
    }
    (!out.is_empty()).then(|| vec![format!("{}, {}: {}.", pattern.id, ask.label(figure), out.join("; "))])
}

/// The patterns with the most GPUs by their published range, the largest first.
fn largest(ask: &Ask<'_>) -> String {
    let mut all: Vec<&Pattern> = ask.catalog.patterns().iter().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.node_count.max * one.g));
    let rows: Vec<String> = all
        .into_iter()
        .take(LARGEST)
        .map(|one| {
            cite(ask, one);
            let max = one.node_count.max;
            format!("{}: {} × {} = {} GPUs", one.id, number(max as f64), one.g, number((max * one.g) as f64))
        })
        .collect();
    format!("{}.", rows.join("; "))
}

/// Patterns named as the largest at most.
const LARGEST: usize = 3;

/// The network adapters of a node of a pattern, with the models where they are published.
pub(super) fn adapters(ask: &Ask<'_>, pattern: &Pattern) -> String {
    let sides = [(&pattern.ew_nics, "east-west"), (&pattern.ns_nics, "north-south")];
    let each: Vec<String> = sides
        .into_iter()
        .filter_map(|(adapters, role)| {
            let one = adapters.as_ref()?;
            let model = one.model.as_deref().map_or(ask.say("unpublished", &[]), ToString::to_string);
            let ports = match (&one.ports, one.gbps) {
                (Some(ports), _) => format!(" ({ports})"),
                (None, Some(gbps)) => format!(" ({gbps} Gb/s)"),
                (None, None) => String::new(),
            };
            Some(format!("{} × {model}{ports} {role}", one.count))
        })
        .collect();
    format!("{}: {} {}: {}.", pattern.id, pattern.n, ask.label("nics"), each.join(", "))
}

/// "Is it legal?" of the design under discussion: its nodes against the range of its pattern.
fn own(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if ask.cue("pattern")
        && let Some(gpu) = ask.question.of(ThingKind::Gpu).first()
        && let Some(told) = recommended(ask, gpu)
    {
        return Some((vec![told], Outcome::Answer));
    }
    if ask.cue("pattern")
        && ask.question.asks()
        && let Some(gpu) = ask.question.of(ThingKind::Gpu).first()
        && ask.question.count_of(gpu).is_none_or(|count| count <= 1)
        && ask.question.counted(ask.catalog, "gpu").is_none()
    {
        return Some((vec![of_gpu(ask, gpu)], Outcome::Answer));
    }
    if ask.cue("pattern") && ask.cue("most") && ask.question.things.is_empty() && ask.question.asks() {
        return Some((vec![largest(ask)], Outcome::Answer));
    }
    let stated = ask.node_count();
    let others = ask.question.amounts.iter().any(|one| Some(one.value as u64) != stated);
    if !ask.cue("allowed") || !ask.question.things.is_empty() || others {
        return None;
    }
    let compute = ask.design?.compute.as_ref()?;
    let nodes = stated.unwrap_or(compute.node_count);
    let pattern = ask.catalog.pattern(compute.pattern_id.as_deref()?)?;
    cite(ask, pattern);
    let inside = (pattern.node_count.min..=pattern.node_count.max).contains(&nodes);
    let places = [
        ("pattern", pattern.id.to_string()),
        ("min", number(pattern.node_count.min as f64)),
        ("max", number(pattern.node_count.max as f64)),
        ("nodes", number(nodes as f64)),
    ];
    let mut sentences = vec![said(ask, if inside { "allowed" } else { "allowed_not" }, &places)];
    sentences.extend(variants(ask, pattern));
    Some((sentences, Outcome::Answer))
}

/// The patterns whose range holds a stated number of GPUs, with the nodes it takes.
fn recommended(ask: &Ask<'_>, gpu: &Thing) -> Option<String> {
    let count = ask.question.count_of(gpu).or_else(|| ask.question.counted(ask.catalog, "gpu"))?;
    if count < 2 {
        return None;
    }
    let rows: Vec<String> = ask
        .catalog
        .patterns()
        .iter()
        .filter(|one| one.gpus_allowed.iter().any(|id| *id == gpu.id))
        .filter_map(|one| {
            let nodes = count.div_ceil(one.g);
            let reach =
                one.node_limits.iter().filter_map(|limit| limit.max).max().unwrap_or(one.node_count.max);
            (nodes <= reach.max(one.node_count.max)).then(|| {
                cite(ask, one);
                let places = [
                    ("pattern", one.id.to_string()),
                    ("min", number(one.node_count.min as f64)),
                    ("max", number(one.node_count.max as f64)),
                ];
                let range = said(ask, "range", &places).trim_end_matches(['.', '。']).to_string();
                format!("{} × {range}", number(nodes as f64))
            })
        })
        .collect();
    (!rows.is_empty()).then(|| format!("{} × {}: {}.", number(count as f64), ask.name(gpu), rows.join("; ")))
}

fn said(ask: &Ask<'_>, id: &str, places: &[(&str, String)]) -> String {
    let borrowed: Vec<(&str, &str)> = places.iter().map(|(key, value)| (*key, value.as_str())).collect();
    ask.say(id, &borrowed)
}

fn cite(ask: &Ask<'_>, pattern: &Pattern) {
    for group in pattern.sources.iter() {
        for source in group.sources.iter() {
            ask.cite(source);
        }
    }
}

/// Other documents' ranges, where they differ from the governing one.
fn variants(ask: &Ask<'_>, pattern: &Pattern) -> Option<String> {
    let other: Vec<String> = pattern
        .node_limits
        .iter()
        .filter_map(|limit| {
            let max = limit.max?;
            let min = limit.min.unwrap_or(pattern.node_count.min);
            (max != pattern.node_count.max || min != pattern.node_count.min).then(|| {
                said(
                    ask,
                    "range_by",
                    &[("by", limit.by.to_string()), ("min", number(min as f64)), ("max", number(max as f64))],
                )
            })
        })
        .collect();
    (!other.is_empty()).then(|| format!("({}.)", other.join("; ")))
}

fn names(ask: &Ask<'_>, pattern: &Pattern) -> Vec<String> {
    pattern.gpus_allowed.iter().map(|id| name_of(ask.catalog, ThingKind::Gpu, id)).collect()
}

/// The patterns a GPU is published for, each with its range.
fn of_gpu(ask: &Ask<'_>, gpu: &Thing) -> String {
    let found: Vec<String> = ask
        .catalog
        .patterns()
        .iter()
        .filter(|one| one.gpus_allowed.iter().any(|id| *id == gpu.id))
        .map(|one| {
            cite(ask, one);
            let places = [
                ("pattern", one.id.to_string()),
                ("min", number(one.node_count.min as f64)),
                ("max", number(one.node_count.max as f64)),
            ];
            said(ask, "range", &places).trim_end_matches(['.', '。']).to_string()
        })
        .collect();
    let id = if found.is_empty() { "gpu_patterns_none" } else { "gpu_patterns" };
    ask.say(id, &[("gpu", &ask.name(gpu)), ("list", &found.join("; "))])
}

/// Whether a GPU is published for a pattern, and where it goes.
fn which(ask: &Ask<'_>, pattern: &Pattern, gpu: &Thing) -> (Vec<String>, Outcome) {
    let name = ask.name(gpu);
    if pattern.gpus_allowed.iter().any(|id| *id == gpu.id) {
        let told = ask.say("gpu_allowed", &[("gpu", &name), ("pattern", &pattern.id)]);
        return (vec![told], Outcome::Answer);
    }
    let others: Vec<&str> = ask
        .catalog
        .patterns()
        .iter()
        .filter(|other| other.gpus_allowed.iter().any(|id| *id == gpu.id))
        .map(|other| other.id.as_ref())
        .collect();
    let others = if others.is_empty() { ask.say("none", &[]) } else { others.join(", ") };
    let told = ask.say(
        "gpu_allowed_not",
        &[
            ("gpu", &name),
            ("pattern", &pattern.id),
            ("gpus", &names(ask, pattern).join(", ")),
            ("others", &others),
        ],
    );
    (vec![told], Outcome::Infeasible)
}
