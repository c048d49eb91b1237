//! What fits in a power budget, what a number of systems draws, how many racks they take, and the energy of a year.

use super::{Ask, name_of, number};
use crate::{
    catalog::{Fact, System},
    design::{Outcome, Want},
    read::question::{Measure, ThingKind},
};

/// Systems a bare budget is answered for.
const USUAL: &[&str] = &["dgx-h100", "dgx-h200", "dgx-b200", "dgx-b300", "dgx-gb200-nvl72"];

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let system = system(ask);
    if ask.cue("energy") {
        return None;
    }
    if let Some(stated) = stated(ask) {
        let budget = stated / pue(ask);
        let racks = ask.cue("rack") && ask.cue("count") && ask.node_or_gpu(system).is_some();
        if let (true, Some(system)) = (racks, system) {
            return racks_for(ask, system, budget);
        }
        let fits = ask.cue("fit") || ask.cue("count") || ask.wants(Want::Verdict) || ask.cue("node");
        if !fits || ask.cue("train") || ask.cue("serve") {
            return None;
        }
        if let (Some(system), Some(racks), true) =
            (system, ask.question.counted(ask.catalog, "rack"), per_rack(ask))
        {
            let told = in_racks(ask, system, racks, budget)?;
            let per = system
                .power_max_kw
                .as_ref()
                .and_then(Fact::known)
                .map_or(0.0, |each| (budget / each).floor());
            let asked = ask.node_or_gpu(Some(system)).filter(|_| judges(ask));
            let Some(asked) = asked else { return Some((vec![told], Outcome::Answer)) };
            let holds = asked as f64 <= per * racks as f64;
            let word = ask.say(if holds { "yes" } else { "no" }, &[]);
            let sign = if holds { "≤" } else { ">" };
            let said = format!(
                "{word}: {} {sign} {} × {}.",
                number(asked as f64),
                number(racks as f64),
                number(per)
            );
            let outcome = if holds { Outcome::Answer } else { Outcome::Infeasible };
            return Some((vec![said, told], outcome));
        }
        return match system {
            Some(_) => {
                let all: Vec<String> = systems(ask)
                    .into_iter()
                    .filter_map(|system| {
                        let told = within(ask, system, budget)?;
                        let each = system.gpu_count.as_ref().and_then(Fact::known).copied().unwrap_or(1);
                        let nodes = ask.value.borrow().as_ref().map_or(0.0, |(count, _)| *count);
                        let gpus = ask.say("gpus_in", &[("gpus", &number(nodes * each as f64))]);
                        Some(if ask.cue("gpu") || !ask.question.of(ThingKind::Gpu).is_empty() {
                            format!("{told} {gpus}")
                        } else {
                            told
                        })
                    })
                    .collect();
                let (mut all, mut outcome) = (all, Outcome::Answer);
                if let (Some(system), false) = (system, all.is_empty())
                    && let Some((verdict, holds)) = verdict(ask, system, budget)
                {
                    all.insert(0, verdict);
                    outcome = if holds { Outcome::Answer } else { Outcome::Infeasible };
                }
                (!all.is_empty()).then_some((all, outcome))
            }
            None => {
                let rows: Vec<String> = USUAL
                    .iter()
                    .filter_map(|id| {
                        let system = ask.catalog.system(id)?;
                        let each = *system.power_max_kw.as_ref().and_then(Fact::known)?;
                        Some(format!(
                            "{} × {} ({} kW)",
                            number((budget / each).floor()),
                            plain(ask, system),
                            number(each)
                        ))
                    })
                    .collect();
                let told = ask.say("in_power_list", &[("kw", &number(budget)), ("list", &rows.join(", "))]);
                Some((vec![told], Outcome::Answer))
            }
        };
    }
    total(ask, system)
}

/// The power a question states, kW; apparent power by the power factor that is stated with it, else by the usual one.
fn stated(ask: &Ask<'_>) -> Option<f64> {
    if let Some(power) = ask.question.amount(Measure::Kw) {
        return Some(power.value);
    }
    let apparent = ask.question.amount(Measure::Kva)?;
    let factor = ask
        .question
        .amounts
        .iter()
        .find(|one| one.measure == Measure::Count && (LEAST_FACTOR..1.0).contains(&one.value))
        .map(|one| one.value)
        .or_else(|| ask.catalog.site_factor("power-factor")?.ratio.known().copied())
        .unwrap_or(1.0);
    Some(apparent.value * factor)
}

/// A power factor is no smaller than this.
const LEAST_FACTOR: f64 = 0.5;

/// Whether the question is one of yes or no.
fn judges(ask: &Ask<'_>) -> bool {
    ask.question.asks() && !ask.cue("count") && (ask.wants(Want::Verdict) || ask.cue("rack"))
}

/// Whether the systems that are named with a count stay within a power, as a sentence; none where no count is.
fn verdict(ask: &Ask<'_>, system: &System, budget: f64) -> Option<(String, bool)> {
    if !judges(ask) {
        return None;
    }
    let each = *system.power_max_kw.as_ref().and_then(Fact::known)?;
    // "Does a DGX B200 go into 15 kW?" is about one.
    let one = (!ask.question.of(ThingKind::System).is_empty()).then_some(1);
    let count = ask.node_or_gpu(Some(system)).or(one)? as f64;
    let holds = count * each <= budget;
    let word = ask.say(if holds { "yes" } else { "no" }, &[]);
    let sign = if holds { "≤" } else { ">" };
    let told = format!(
        "{word}: {} × {} = {} kW {sign} {} kW.",
        number(count),
        plain(ask, system),
        number(count * each),
        number(budget)
    );
    Some((told, holds))
}

/// The PUE a site's power is stated with; 1 where the power is that of the IT load.
pub(super) fn pue(ask: &Ask<'_>) -> f64 {
    let named = ask.question.words.find("pue").is_some();
    let ratio = ask.question.amounts.iter().find(|one| {
        one.measure == Measure::Count && (1.01..3.0).contains(&one.value) && one.value.fract() > 0.0
    });
    ratio.filter(|_| named).map_or(1.0, |one| one.value)
}

impl Ask<'_> {
    /// Nodes that are asked about: stated, or from a count of GPUs.
    pub(super) fn node_or_gpu(&self, system: Option<&System>) -> Option<u64> {
        if let Some(nodes) = self.node_count() {
            return Some(nodes);
        }
        if let Some(thing) = self.question.of(ThingKind::System).first()
            && let Some(count) = self.question.count_of(thing)
        {
            return Some(count);
        }
        let thing = self.question.of(ThingKind::Gpu);
        let gpus = thing
            .first()
            .and_then(|thing| self.question.count_of(thing))
            .or_else(|| self.question.counted(self.catalog, "gpu"))?;
        let each = system?.gpu_count.as_ref().and_then(Fact::known).copied().unwrap_or(8);
        Some(gpus.div_ceil(each))
    }
}

fn plain(ask: &Ask<'_>, system: &System) -> String {
    name_of(ask.catalog, ThingKind::System, &system.id)
}

/// The system a question is about: named, or NVIDIA's own for the GPU that is named.
pub(super) fn system<'a>(ask: &Ask<'a>) -> Option<&'a System> {
    let catalog = ask.catalog;
    if let Some(thing) = ask.question.of(ThingKind::System).first() {
        let named = catalog.system(&thing.id)?;
        if named.power_max_kw.as_ref().and_then(Fact::known).is_some() {
            return Some(named);
        }
        let gpu = named.gpus.first()?;
        return own(ask, gpu);
    }
    let thing = *ask.question.of(ThingKind::Gpu).first()?;
    own(ask, &thing.id)
}

/// NVIDIA's own system with a GPU, else the first with a published power.
pub(super) fn own<'a>(ask: &Ask<'a>, gpu: &str) -> Option<&'a System> {
    let catalog = ask.catalog;
    let fits = |system: &&System| {
        system.gpus.iter().any(|id| *id == gpu)
            && system.power_max_kw.as_ref().and_then(Fact::known).is_some()
    };
    catalog
        .systems()
        .iter()
        .filter(fits)
        .find(|system| system.id.starts_with("dgx"))
        .or_else(|| catalog.systems().iter().find(fits))
}

/// The systems a question is about: each that is named, or NVIDIA's own for each GPU that is.
fn systems<'a>(ask: &Ask<'a>) -> Vec<&'a System> {
    let named = ask.question.of(ThingKind::System);
    if named.len() > 1 {
        return named
            .into_iter()
            .filter_map(|thing| ask.catalog.system(&thing.id))
            .filter(|system| system.power_max_kw.as_ref().and_then(Fact::known).is_some())
            .take(3)
            .collect();
    }
    let gpus = ask.question.of(ThingKind::Gpu);
    if named.is_empty() && gpus.len() > 1 {
        return gpus.into_iter().filter_map(|thing| own(ask, &thing.id)).take(3).collect();
    }
    system(ask).into_iter().collect()
}

/// Whether the power of the question is that of one rack.
fn per_rack(ask: &Ask<'_>) -> bool {
    let Some(power) = ask.question.amount(Measure::Kw) else { return false };
    let words = &ask.question.words.words;
    let rack = |at: usize| {
        words.get(at).is_some_and(|word| {
            ask.catalog.question_word("cue.rack").is_some_and(|list| {
                list.all()
                    .flat_map(|(_, names)| names)
                    .any(|name| crate::read::question::fold(name) == word.text)
            })
        })
    };
    // "40 kW racks", "racks of 40 kW", "40 kW per rack".
    (1..=3).any(|step| rack(power.at + step)) || power.at >= 2 && (rack(power.at - 1) || rack(power.at - 2))
}

/// How many of a system a number of racks of a stated power takes.
fn in_racks(ask: &Ask<'_>, system: &System, racks: u64, budget: f64) -> Option<String> {
    let fact = system.power_max_kw.as_ref()?;
    let each = *fact.known()?;
    ask.cite(&fact.source);
    let per = (budget / each).floor();
    let gpus = system.gpu_count.as_ref().and_then(Fact::known).copied().unwrap_or(1);
    let count = per * racks as f64;
    *ask.value.borrow_mut() = Some((count, "nodes".into()));
    Some(ask.say(
        "in_racks",
        &[
            ("count", &number(count)),
            ("system", &plain(ask, system)),
            ("racks", &number(racks as f64)),
            ("kw", &number(budget)),
            ("per", &number(per)),
            ("each", &number(each)),
            ("gpus", &number(count * gpus as f64)),
        ],
    ))
}

fn within(ask: &Ask<'_>, system: &System, budget: f64) -> Option<String> {
    let fact = system.power_max_kw.as_ref()?;
    let each = *fact.known()?;
    ask.cite(&fact.source);
    let count = (budget / each).floor();
    *ask.value.borrow_mut() = Some((count, "nodes".into()));
    Some(ask.say(
        "in_power",
        &[
            ("count", &number(count)),
            ("system", &plain(ask, system)),
            ("kw", &number(budget)),
            ("each", &number(each)),
            ("used", &number(count * each)),
            ("left", &format!(" (+{} kW)", number(budget - count * each))),
        ],
    ))
}

fn racks_for(ask: &Ask<'_>, system: &System, budget: f64) -> Option<(Vec<String>, Outcome)> {
    let fact = system.power_max_kw.as_ref()?;
    let each = *fact.known()?;
    ask.cite(&fact.source);
    let nodes = ask.node_or_gpu(Some(system))?;
    let per = (budget / each).floor();
    if per < 1.0 {
        let told = within(ask, system, budget)?;
        return Some((vec![told], Outcome::Infeasible));
    }
    let racks = (nodes as f64 / per).ceil();
    let told = ask.say(
        "racks_for",
        &[
            ("racks", &number(racks)),
            ("nodes", &number(nodes as f64)),
            ("system", &plain(ask, system)),
            ("kw", &number(budget)),
            ("per", &number(per)),
            ("each", &number(each)),
        ],
    );
    Some((vec![told], Outcome::Answer))
}

/// The power of a number of parts, or of systems.
fn total(ask: &Ask<'_>, system: Option<&System>) -> Option<(Vec<String>, Outcome)> {
    if !ask.question.figures.iter().any(|id| id == "power") {
        return None;
    }
    let mut sentences = Vec::new();
    let mut last = None;
    let counted = |thing| ask.question.count_of(thing).filter(|count| *count > 1);
    let bare = || {
        // "and for 64?" counts the thing of the question before.
        ask.question
            .amounts
            .iter()
            .find(|one| one.measure == Measure::Count && one.value > 1.0)
            .map(|one| one.value as u64)
    };
    if let Some(thing) = ask.question.of(ThingKind::Gpu).first() {
        let count = counted(thing).or_else(|| (thing.first == usize::MAX).then(bare).flatten())?;
        let fact = ask.catalog.gpu(&thing.id)?.tdp_w.as_ref()?;
        let each = *fact.known()? / 1000.0;
        ask.cite(&fact.source);
        sentences.push(ask.say(
            "power_of",
            &[
                ("count", &number(count as f64)),
                ("part", &ask.name(thing)),
                ("total", &number(count as f64 * each)),
                ("each", &number(each)),
            ],
        ));
        if let Some(system) = system
            && let Some(kw) = system.power_max_kw.as_ref().and_then(Fact::known)
            && let Some(per) = system.gpu_count.as_ref().and_then(Fact::known)
        {
            let nodes = count.div_ceil(*per);
            last = Some(nodes as f64 * kw);
            sentences.push(ask.say(
                "power_of",
                &[
                    ("count", &number(nodes as f64)),
                    ("part", &plain(ask, system)),
                    ("total", &number(nodes as f64 * kw)),
                    ("each", &number(*kw)),
                ],
            ));
        }
    } else if let (Some(thing), Some(system)) = (ask.question.of(ThingKind::System).first(), system) {
        let count = counted(thing).or_else(|| (thing.first == usize::MAX).then(bare).flatten())?;
        let fact = system.power_max_kw.as_ref()?;
        let each = *fact.known()?;
        ask.cite(&fact.source);
        last = Some(count as f64 * each);
        sentences.push(ask.say(
            "power_of",
            &[
                ("count", &number(count as f64)),
                ("part", &plain(ask, system)),
                ("total", &number(count as f64 * each)),
                ("each", &number(each)),
            ],
        ));
    }
    if let (true, Some(kw)) = (pue(ask) > 1.0, last) {
        sentences.push(format!("PUE {}: {} kW.", number(pue(ask)), number(kw * pue(ask))));
    }
    (!sentences.is_empty()).then_some((sentences, Outcome::Answer))
}
