//! What differs between parts of one kind: only that, with both values; what is the same in one line.

use super::{Ask, facts};
use crate::{
    design::{Outcome, Want},
    read::question::{Thing, ThingKind},
};

/// Figures that are compared when none is named, by their weight for a choice.
const GPU: &[&str] = &["memory", "bandwidth", "power", "nvlink", "bf16", "fp8", "fp4", "form", "mig"];
const SYSTEM: &[&str] = &["gpus", "memory", "power", "weight", "height", "cooling", "inlet"];
const SWITCH: &[&str] = &["throughput", "ports", "power", "height", "weight", "asic"];
const MODEL: &[&str] = &["params", "active", "layers", "heads", "context", "experts"];
/// Differences of one answer at most.
const MOST: usize = 7;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if !ask.wants(Want::Compare) {
        return None;
    }
    let kind = ask.question.things.first()?.kind;
    let things: Vec<&Thing> = ask.question.of(kind);
    // "L40 or L40S", "H200 SXM and H200 NVL": a bare name that covers both is spread over its parts.
    let spread: Vec<Thing> = match things.as_slice() {
        [one] if !one.others.is_empty() => {
            let mut other = (*one).clone();
            other.id.clone_from(&one.others[0]);
            vec![(*one).clone(), other]
        }
        [_] => return None,
        many => many.iter().take(3).map(|thing| (*thing).clone()).collect(),
    };
    let usual = match kind {
        ThingKind::Gpu => GPU,
        ThingKind::System => SYSTEM,
        ThingKind::Switch => SWITCH,
        ThingKind::Model => MODEL,
        ThingKind::Pattern => return None,
        _ => &["ports", "power", "reach", "connector", "form"],
    };
    let asked: Vec<&str> =
        ask.question.figures.iter().map(String::as_str).filter(|id| *id != "node_range").collect();
    // A switch has no memory: its bandwidth is what it carries.
    let asked: Vec<&str> = asked
        .into_iter()
        .map(|id| if kind == ThingKind::Switch && id == "bandwidth" { "throughput" } else { id })
        .collect();
    let mut wanted: Vec<&str> = asked.clone();
    wanted.extend(usual.iter().filter(|id| !asked.contains(id)));
    let rows: Vec<_> = spread.iter().map(|thing| facts::rows(ask, kind, &thing.id)).collect();
    let mut differ = Vec::new();
    let mut same = Vec::new();
    for figure in wanted {
        let found: Vec<Option<(String, Option<f64>)>> =
            rows.iter().map(|rows| facts::figure_brief(ask, figure, rows)).collect();
        if found.iter().all(Option::is_none) {
            continue;
        }
        let unknown = ask.say("unpublished", &[]);
        let texts: Vec<&str> =
            found.iter().map(|one| one.as_ref().map_or(unknown.as_str(), |(text, _)| text)).collect();
        if texts.windows(2).all(|pair| pair[0] == pair[1]) {
            same.push(format!("{} {}", ask.label(figure), texts[0]));
            continue;
        }
        let ratio = match found.as_slice() {
            [Some((_, Some(a))), Some((_, Some(b)))]
                if *a > 0.0 && *b > 0.0 && (b / a - 1.0).abs() > 0.009 =>
            {
                format!(" (×{:.2})", b / a)
            }
            _ => String::new(),
        };
        differ.push(format!("{} {}{ratio}", ask.label(figure), texts.join(" / ")));
        if differ.len() >= MOST {
            break;
        }
    }
    let names: Vec<String> = spread.iter().map(|thing| ask.name(thing)).collect();
    let head = if identical(ask) { "not_same" } else { "differ" };
    let (a, b) = (names[0].clone(), names[1..].join(" / "));
    let mut sentences: Vec<String> = verdict(ask, &asked, &rows).into_iter().collect();
    if differ.is_empty() {
        sentences.push(format!("{a} / {b}:"));
    } else {
        sentences.push(format!("{} {}.", ask.say(head, &[("a", &a), ("b", &b)]), differ.join("; ")));
    }
    if let (Some(compute), ThingKind::Gpu) = (ask.design.and_then(|design| design.compute.as_ref()), kind) {
        // What the design under discussion draws with either.
        for thing in &spread {
            if let Some(system) = super::power::own(ask, &thing.id)
                && let Some(kw) = system.power_max_kw.as_ref().and_then(crate::catalog::Fact::known)
            {
                let each =
                    system.gpu_count.as_ref().and_then(crate::catalog::Fact::known).copied().unwrap_or(8);
                let nodes = compute.gpu_count.div_ceil(each) as f64;
                sentences.push(ask.say(
                    "power_of",
                    &[
                        ("count", &super::number(nodes)),
                        ("part", &super::name_of(ask.catalog, ThingKind::System, &system.id)),
                        ("total", &super::number(nodes * kw)),
                        ("each", &super::number(*kw)),
                    ],
                ));
            }
        }
    }
    if !same.is_empty() {
        sentences.push(ask.say("same", &[("list", &same.join("; "))]));
    }
    Some((sentences, Outcome::Answer))
}

/// "Has A more memory than B?": yes or no with both values, by the figure that is asked for; by the bandwidth where only
/// the speed of GPUs is.
fn verdict(ask: &Ask<'_>, asked: &[&str], rows: &[Vec<crate::catalog::Row>]) -> Option<String> {
    let (greater, lesser) = (ask.cue("greater"), ask.cue("lesser"));
    if greater == lesser || rows.len() != 2 || !ask.question.polar(ask.catalog) {
        return None;
    }
    let figure = asked.first().copied().unwrap_or("bandwidth");
    let of = |rows: &[crate::catalog::Row]| facts::figure_brief(ask, figure, rows);
    let ((one, Some(a)), (two, Some(b))) = (of(&rows[0])?, of(&rows[1])?) else { return None };
    let holds = if greater { a > b } else { a < b };
    let sign = if a > b {
        ">"
    } else if a < b {
        "<"
    } else {
        "="
    };
    let word = ask.say(if holds { "yes" } else { "no" }, &[]);
    Some(format!("{word}: {} {one} {sign} {two}.", ask.label(figure)))
}

/// Whether the question holds that two things are the same.
fn identical(ask: &Ask<'_>) -> bool {
    [
        "same",
        "dasselbe",
        "gleich",
        "meme",
        "igual",
        "mismo",
        "stesso",
        "uguale",
        "mesmo",
        "hetzelfde",
        "同じ",
        "一样",
        "같",
    ]
    .iter()
    .any(|word| ask.question.words.find(word).is_some())
}
