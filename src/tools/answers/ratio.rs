//! One figure over another: TFLOPS per watt, memory per dollar, the price of a GB. Parts are ordered by it, the best
//! first.

use super::{Ask, facts, number};
use crate::{
    catalog::{Catalog, Price, PriceUnit},
    design::Outcome,
    read::question::{Thing, ThingKind},
};

/// The figure that TFLOPS without a precision mean.
const RATE: &str = "bf16";
/// Words behind "per" that stand for a figure, with the unit of the answer.
const UNDER: &[(&[&str], &str, &str)] = &[
    (&["gb", "gigabyte", "gigabytes"], "memory", "GB"),
    (&["tflop", "tflops", "teraflop", "teraflops", "flop", "flops"], RATE, "TFLOPS"),
    (&["watt", "watts", "w"], "power", "W"),
    (&["dollar", "dollars", "usd", "euro", "euros", "eur"], "price", "USD"),
];
/// Words that part the figure above from the one below.
const PER: &[&str] = &["per", "pro", "je", "par", "por", "al", "a"];
/// Words for what a thing is worth: its price.
const WORTH: &[&str] =
    &["value", "dollar", "dollars", "money", "wert", "rapport", "valor", "valore", "waarde"];
/// Figures that may stand above.
const OVER: &[&str] =
    &["memory", "bandwidth", "power", "bf16", "fp8", "fp4", "fp16", "fp64", "fp32", "tf32", "nvlink"];
/// Parts that are ordered at most.
const MOST: usize = 4;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let (at, under, unit) = under(ask)?;
    let over = over(ask, at, under)?;
    if over == under {
        return None;
    }
    let things: Vec<&Thing> = ask.question.of(ThingKind::Gpu).into_iter().take(MOST).collect();
    if things.is_empty() {
        return None;
    }
    let priced = if over == "price" || under == "price" {
        Some(ask.catalog.with_bundled_overlay("indicative-prices").ok()?)
    } else {
        None
    };
    let value = |figure: &str, thing: &Thing| -> Option<f64> {
        if figure == "price" {
            return price(priced.as_ref()?, &thing.id);
        }
        let rows = facts::rows(ask, thing.kind, &thing.id);
        facts::figure_brief(ask, figure, &rows)?.1
    };
    let label = |figure: &str| if figure == "price" { "USD".to_string() } else { ask.label(figure) };
    let mut found: Vec<(f64, String)> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for thing in &things {
        let (Some(above), Some(below)) = (value(over, thing), value(under, thing)) else {
            missing.push(ask.say(
                if priced.is_some() { "price_missing" } else { "unpublished" },
                &[("part", &ask.name(thing))],
            ));
            continue;
        };
        let each = above / below;
        found.push((
            each,
            format!("{} {} ({} / {})", ask.name(thing), digits(each), number(above), number(below)),
        ));
    }
    if found.is_empty() {
        return None;
    }
    // Of a price the least is the best, of everything else the most.
    found.sort_by(|a, b| if over == "price" { a.0.total_cmp(&b.0) } else { b.0.total_cmp(&a.0) });
    let list: Vec<String> = found.into_iter().map(|(_, text)| text).collect();
    let mut told = vec![format!("{} / {unit}: {}.", label(over), list.join("; "))];
    told.extend(missing);
    if let Some(date) = priced.as_ref().and_then(|catalog| dated(catalog, &things[0].id)) {
        told.push(ask.say("indicative", &[("date", &date)]));
    }
    Some((told, Outcome::Answer))
}

/// Three leading digits of a ratio.
fn digits(value: f64) -> String {
    if value >= 1.0 { number((value * 100.0).round() / 100.0) } else { format!("{value:.3}") }
}

/// The figure below, with the place of the word that parts it and its unit.
fn under(ask: &Ask<'_>) -> Option<(usize, &'static str, &'static str)> {
    let words = &ask.question.words.words;
    words.iter().enumerate().find_map(|(at, word)| {
        let next = words.get(at + 1)?;
        if let Some((_, below)) = word.text.split_once('/') {
            // "$/GB", "TFLOPS/W".
            let (_, figure, unit) = UNDER.iter().find(|(names, ..)| names.contains(&below))?;
            return Some((at, *figure, *unit));
        }
        if !PER.contains(&word.text.as_str()) {
            return None;
        }
        let (_, figure, unit) = UNDER.iter().find(|(names, ..)| names.contains(&next.text.as_str()))?;
        Some((at, *figure, *unit))
    })
}

/// The figure above: the price where its worth or cost is asked for, else the first that is named before.
fn over(ask: &Ask<'_>, at: usize, under: &str) -> Option<&'static str> {
    let named = ask
        .question
        .figures
        .iter()
        .find_map(|id| OVER.iter().find(|over| *over == id && **over != under).copied());
    let tflops = ask.question.figures.iter().any(|id| id == "tflops") && under != RATE;
    let worth = ask.cue("cost")
        || ask.question.words.words.iter().take(at).any(|word| WORTH.contains(&word.text.as_str()));
    match (under, worth, named, tflops) {
        ("price", _, Some(named), _) => Some(named),
        ("price", _, None, true) => Some(RATE),
        ("price", ..) => None,
        (_, true, ..) => Some("price"),
        (_, false, Some(named), _) => Some(named),
        (_, false, None, true) => Some(RATE),
        _ => None,
    }
}

/// The middle of a GPU's indicative price, USD: its own, else its share of a server.
fn price(catalog: &Catalog, id: &str) -> Option<f64> {
    let middle = |price: &Price| (price.low + price.high) / 2.0;
    if let Some(own) = of(catalog, id) {
        return Some(middle(own));
    }
    catalog.prices().iter().filter(|price| price.unit == PriceUnit::Each).find_map(|price| {
        let system = catalog.system(price.part.as_deref()?)?;
        let each = *system.gpu_count.as_ref()?.known()?;
        system.gpus.iter().any(|gpu| gpu == id).then(|| middle(price) / each as f64)
    })
}

fn of<'a>(catalog: &'a Catalog, id: &str) -> Option<&'a Price> {
    catalog.prices().iter().find(|price| price.unit == PriceUnit::Each && price.part.as_deref() == Some(id))
}

/// The date of a price.
fn dated(catalog: &Catalog, id: &str) -> Option<String> {
    of(catalog, id).or_else(|| catalog.prices().first()).map(|price| price.date.to_string())
}
