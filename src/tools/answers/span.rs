//! Whether a kind of module or cable carries over a stated distance and fibre: "is SR8 ok over 100 m of OM4?".

use super::{Ask, facts, number};
use crate::{
    catalog::{EntryView, Kind},
    design::{Outcome, Want},
    read::question::{Measure, fold},
};

/// Multimode fibres, by their name.
const MULTIMODE: &[&str] = &["om2", "om3", "om4", "om5", "multimode", "mmf"];

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let wanted = ask.question.amount(Measure::Mm)?.value / 1000.0;
    let judged = ask.wants(Want::Verdict) || ask.cue("allowed") || ask.question.polar(ask.catalog);
    if !judged || !ask.question.things.is_empty() {
        return None;
    }
    // The word that names a kind of module in print: SR8, DR4, FR4, DAC, AOC.
    let views: Vec<EntryView> =
        ask.catalog.views(Kind::Transceiver).into_iter().chain(ask.catalog.views(Kind::Cable)).collect();
    let holds = |view: &EntryView, word: &str| {
        view.rows.iter().filter(|row| row.field.ends_with("_printed")).any(|row| {
            row.value.as_str().is_some_and(|text| {
                fold(text)
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|part| part == word || part.ends_with(word))
            })
        })
    };
    let (word, found) = ask.question.words.words.iter().find_map(|word| {
        let kind = ["sr", "dr", "fr", "lr"].iter().any(|kind| {
            word.text
                .strip_prefix(kind)
                .is_some_and(|rest| rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit()))
        });
        if !kind && !["dac", "aoc", "acc"].contains(&word.text.as_str()) {
            return None;
        }
        let found: Vec<&EntryView> = views.iter().filter(|view| holds(view, &word.text)).collect();
        (!found.is_empty()).then(|| (word.text.to_uppercase(), found))
    })?;
    let reach = found
        .iter()
        .filter_map(|view| {
            let row = facts::row_of(ask, "reach", &view.rows)?;
            ask.cite(&row.source);
            row.value.as_f64()
        })
        .reduce(f64::max)?;
    // Modules for single-mode fibre do not work on multimode, whatever the distance.
    let multimode = ask.question.words.words.iter().any(|word| MULTIMODE.contains(&word.text.as_str()));
    let fibre = multimode && ["DR", "FR", "LR"].iter().any(|kind| word.starts_with(kind));
    let holds = wanted <= reach && !fibre;
    let sign = if wanted <= reach { "≤" } else { ">" };
    let yes = ask.say(if holds { "yes" } else { "no" }, &[]);
    let mut told =
        format!("{yes}: {word}: {} m {sign} {} {} m.", number(wanted), ask.label("reach"), number(reach));
    if fibre {
        told.push_str(&format!(" {word}: single-mode {}.", ask.label("fibre")));
    }
    Some((vec![told], if holds { Outcome::Answer } else { Outcome::Infeasible }))
}
