//! Whether what a question holds about a part is so: its cooling, its figures, what comes with it.

use super::{Ask, facts};
use crate::{
    catalog::Row,
    design::words::Cooling,
    read::question::{Amount, Measure, Thing, ThingKind},
};

/// "Yes" or "no", with the reason where the figure that follows is not reason enough; none when nothing is claimed.
pub(super) fn verdict(ask: &Ask<'_>) -> Option<String> {
    let word = |yes: bool| ask.say(if yes { "yes" } else { "no" }, &[]);
    if let (Some(licence), Some(gpu), true) = (
        ask.question.of(ThingKind::Licence).first(),
        ask.question.of(ThingKind::Gpu).first(),
        ask.question.figures.iter().any(|id| id == "bundled"),
    ) {
        let rows = facts::rows(ask, ThingKind::Licence, &licence.id);
        let list = rows.iter().find(|row| row.field == "bundled_with" && row.state == "value")?;
        let holds = list.value.as_str()?.split(", ").any(|id| id == gpu.id);
        return Some(format!("{}.", word(holds)));
    }
    let thing = ask.question.things.iter().find(|thing| thing.kind != ThingKind::Pattern)?;
    let rows = facts::rows(ask, thing.kind, &thing.id);
    // "Inlet air temperature" asks for a temperature.
    let cooling_asked = (ask.cue("air") || ask.cue("liquid"))
        && ask.question.figures.iter().all(|id| ["cooling", "node_range"].contains(&id.as_str()));
    if let (ThingKind::Gpu, true, Some(systems)) = (thing.kind, cooling_asked, cooled(ask, &thing.id)) {
        return Some(systems);
    }
    if cooling_asked && ask.question.things.len() == 1 {
        let cooling = rows.iter().find(|row| row.field == "cooling" && row.state == "value")?;
        ask.cite(&cooling.source);
        let (air, liquid) = (ask.cue("air"), ask.cue("liquid"));
        let name = ask.name(thing);
        if air && liquid && ask.cue("or") {
            // "Liquid or air?" asks which, and not whether.
            let word = cooling.value.as_str()?.replace('_', " ");
            return Some(format!("{name}: {} {word}.", ask.label("cooling")));
        }
        // Sold in both forms, a product answers neither question with a verdict.
        return match cooling.value.as_str()?.parse().ok()? {
            Cooling::Liquid => {
                Some(ask.say("liquid_only", &[("word", &word(liquid && !air)), ("part", &name)]))
            }
            Cooling::Air => Some(ask.say("air_only", &[("word", &word(air)), ("part", &name)])),
        };
    }
    if ask.question.things.len() != 1 || ask.cue("count") {
        return None;
    }
    let network = ["infiniband", "ethernet"].into_iter().find(|word| ask.question.words.find(word).is_some());
    // "InfiniBand or Ethernet?" is no question of yes or no.
    if let (Some(network), true) = (network, ask.question.text.contains(['?', '？']) && !ask.cue("or"))
        && let Some(row) = rows
            .iter()
            .find(|row| ["fabric", "fabrics"].contains(&row.field.as_str()) && row.state == "value")
        && let Some(text) = row.value.as_str()
    {
        let holds = text.to_lowercase().contains(network);
        return Some(format!("{}: {} {}.", word(holds), ask.name(thing), text.replace('_', " ")));
    }
    figure(ask, thing, &rows).map(|holds| format!("{}.", word(holds)))
}

/// Whether some server with a GPU is cooled as the question says, with those that are; none where the catalog says
/// nothing of any.
fn cooled(ask: &Ask<'_>, gpu: &str) -> Option<String> {
    let wanted = if ask.cue("air") { "air" } else { "liquid" };
    let mut known: Vec<(&str, String)> = Vec::new();
    for system in ask.catalog.systems().iter().filter(|system| system.gpus.iter().any(|id| id == gpu)) {
        if let Some(cooling) = system.cooling.as_ref().and_then(|fact| fact.known().copied()) {
            known.push((cooling.word(), super::name_of(ask.catalog, ThingKind::System, &system.id)));
        }
    }
    let named = |holds: &dyn Fn(&str) -> bool| -> Vec<String> {
        known
            .iter()
            .filter(|(word, _)| holds(word))
            .map(|(_, name)| name.clone())
            .take(SYSTEMS_MOST)
            .collect()
    };
    let only = named(&|word| word == wanted);
    if known.is_empty() {
        return None;
    }
    let label = ask.label("cooling");
    if only.is_empty() {
        // Sold in both forms, a server answers the question with a verdict for neither.
        let either = named(&|word| word.contains(wanted));
        return Some(match either.as_slice() {
            [] => format!("{}: {label} {}.", ask.say("no", &[]), known[0].0.replace('_', " ")),
            some => format!("{label}: {} (air or liquid).", some.join(", ")),
        });
    }
    Some(format!("{}: {label} {wanted}: {}.", ask.say("yes", &[]), only.join(", ")))
}

/// Servers named at most.
const SYSTEMS_MOST: usize = 4;

/// "The H200 has 192 GB, right?", "Is the TDP of a B200 1200 W?", "does the L40S have NVLink?".
fn figure(ask: &Ask<'_>, thing: &Thing, rows: &[Row]) -> Option<bool> {
    let figures = &ask.question.figures;
    let counted = ask.question.count_of(thing);
    let amounts: Vec<&Amount> = ask
        .question
        .amounts
        .iter()
        .filter(|amount| {
            amount.measure != Measure::Money
                && !(amount.measure == Measure::Count
                    && (counted == Some(amount.value as u64) || thing.first == usize::MAX))
                && !(amount.measure == Measure::Count && amount.value <= 1.0)
        })
        .collect();
    let claims = ask.cue("allowed") || ask.question.text.contains(['?', '？']);
    let mut asked: Vec<&str> = figures.iter().map(String::as_str).filter(|id| *id != "node_range").collect();
    for amount in &amounts {
        let usual = match amount.measure {
            Measure::Gb => "memory",
            Measure::Kw => "power",
            Measure::Kg => "weight",
            _ => continue,
        };
        if asked.is_empty() {
            asked.push(usual);
        }
    }
    if !claims || asked.len() != 1 {
        return None;
    }
    let figure = asked[0];
    let row = facts::row_of(ask, figure, rows)?;
    ask.cite(&row.source);
    if let (Some(amount), Some(text)) =
        (amounts.iter().find(|one| one.measure == Measure::Celsius), row.value.as_str())
    {
        return within(text, amount.value);
    }
    if figure == "ports"
        && let (Some((_, count)), Some(stated)) = (
            super::ports::at_speed(ask, rows),
            amounts.iter().find(|one| one.measure == Measure::Count && !one.noun.is_empty()),
        )
    {
        return Some((stated.value - count).abs() < 0.5);
    }
    let judged = ask.question.polar(ask.catalog) || ask.question.tagged(ask.catalog);
    if let (true, Some(text)) = (judged && amounts.is_empty(), row.value.as_str())
        && let Some(word) = ask.question.left.iter().find(|word| kinded(word).is_some())
    {
        // "Is it Gen6?": the printed words hold the same generation, or another one.
        let printed = crate::read::question::Words::new(text);
        let same = |other: &str| kinded(other).is_some_and(|kind| Some(kind) == kinded(word));
        let holds = printed.words.iter().any(|one| one.text == *word);
        return printed.words.iter().any(|one| same(&one.text)).then_some(holds);
    }
    if let Some(amount) = amounts.first() {
        if row.state == "none" {
            return Some(false);
        }
        let fields: Vec<&Row> = rows
            .iter()
            .filter(|one| one.field == row.field || figure == "memory" && one.field == "memory_gb_nameplate")
            .collect();
        return fields
            .iter()
            .any(|one| one.value.as_f64().is_some())
            .then(|| fields.iter().any(|one| compared(ask, one, amount)));
    }
    // A figure that is only asked for by name: "does it have NVLink?" is a question of yes or no.
    let able = ["nvlink", "mig", "fp4", "fp8", "int8", "bf16", "tf32", "fp64"].contains(&figure);
    let asked = ask.cue("with") || ask.question.polar(ask.catalog) || ask.question.tagged(ask.catalog);
    (able && asked).then_some(row.state == "value" && row.value.as_f64() != Some(0.0))
}

/// The letters of a word of letters and a number behind them: "gen" of "gen6".
fn kinded(word: &str) -> Option<&str> {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    (letters.len() > 1 && letters.len() < word.len() && letters.chars().all(|c| c.is_ascii_alphabetic()))
        .then_some(letters)
}

/// Whether a number lies in the range a text prints ("5-30"); none where several are printed that disagree.
fn within(printed: &str, value: f64) -> Option<bool> {
    let ranges = printed.split_whitespace().filter_map(|word| {
        let (low, high) = word.split_once('-')?;
        Some((low.parse::<f64>().ok()?, high.parse::<f64>().ok()?))
    });
    let mut held = ranges.map(|(low, high)| (low..=high).contains(&value));
    let first = held.next()?;
    held.all(|one| one == first).then_some(first)
}

/// Whether a row's value is the amount of a question, or above or below it where that is asked.
fn compared(ask: &Ask<'_>, row: &Row, amount: &Amount) -> bool {
    match scaled(row, amount) {
        Some(value) if ask.cue("atleast") || ask.cue("greater") => value > amount.value,
        Some(value) if ask.cue("atmost") || ask.cue("lesser") => value < amount.value,
        Some(value) => (value - amount.value).abs() <= 0.01 * amount.value.abs(),
        None => false,
    }
}

/// A row's value in the unit of an amount.
fn scaled(row: &Row, amount: &Amount) -> Option<f64> {
    let value = row.value.as_f64()?;
    Some(match (row.unit, amount.measure) {
        ("W", Measure::Kw) => value / 1000.0,
        ("TB/s", Measure::GbytesPerS) => value * 1000.0,
        _ => value,
    })
}
