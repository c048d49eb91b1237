//! A short follow-up as the whole question it stands for: "and with B200?", "in bf16?", "und wie viele Switches?" after
//! a question. What it names takes the place of the like in the question before; the rest is added to it.

use super::Memory;
use crate::{
    catalog::Catalog,
    read::question::{Measure, Question},
};

/// Words of a follow-up at most.
const WORDS: usize = 9;
/// Figures of precision: of them a question has one.
const PRECISIONS: &[&str] = &["fp4", "fp8", "bf16", "fp16", "int4", "int8", "tf32", "fp32"];
/// Cues of questions that are worked out and not only looked up.
const WORKED: &[&str] = &[
    "train", "serve", "finetune", "kv", "cost", "rent", "fit", "energy", "days", "count", "switch", "cable",
    "optic", "compare",
];

/// Whether the number at a word counts the product that is named right behind it.
fn counts_thing(question: &Question, at: usize) -> bool {
    question.things.iter().any(|thing| thing.first == at + 1)
}

/// The whole question; none when the message is one by itself, or there is none before it to complete it.
pub(super) fn merged(catalog: &Catalog, question: &Question, memory: &Memory) -> Option<String> {
    let before = Question::new(catalog, memory.questions.last()?);
    let worked = |one: &Question| WORKED.iter().any(|cue| one.cue(cue));
    let model = !before.of(crate::read::question::ThingKind::Model).is_empty();
    if question.words.words.len() > WORDS || !worked(&before) && !model {
        return None;
    }
    if question.cue("thanks") || question.cue("hello") || question.cue("define") || question.cue("why") {
        return None;
    }
    // A question that names its own subject and figure stands alone.
    let whole = !question.things.is_empty() && !question.figures.is_empty() || question.things.len() > 1;
    // So does one whether a model that it names fits: "does DeepSeek V3 fit on one node?".
    let judged = question.cue("fit") && !question.of(crate::read::question::ThingKind::Model).is_empty();
    let whole = whole || judged;
    let goes_on = question.cue("again")
        || question.cue("them")
        || question.things.is_empty()
        || question.figures.is_empty();
    if whole && !question.cue("again") || !goes_on {
        return None;
    }
    let mut cuts: Vec<(usize, usize, String)> = Vec::new();
    let mut placed = true;
    let at = |word: usize, one: &Question| one.words.words.get(word).map(|word| (word.from, word.to));
    for thing in &question.things {
        let (Some((from, _)), Some((_, to))) = (at(thing.first, question), at(thing.last, question)) else {
            continue;
        };
        let Some(old) = before.things.iter().find(|old| old.kind == thing.kind) else {
            placed = false;
            continue;
        };
        let (Some((old_from, _)), Some((_, old_to))) = (at(old.first, &before), at(old.last, &before)) else {
            continue;
        };
        cuts.push((old_from, old_to, question.text[from..to].to_string()));
    }
    for amount in &question.amounts {
        let Some((from, to)) = at(amount.at, question) else { continue };
        let like = before.amounts.iter().find(|old| {
            old.measure == amount.measure
                && (amount.measure != Measure::Count
                    || old.noun == amount.noun
                    || amount.noun.is_empty()
                    || counts_thing(&before, old.at) && counts_thing(question, amount.at))
        });
        match like.and_then(|old| at(old.at, &before)) {
            Some((old_from, old_to)) => cuts.push((old_from, old_to, question.text[from..to].to_string())),
            None => placed = false,
        }
    }
    let precise = |id: &str| PRECISIONS.contains(&id);
    for figure in &question.figures {
        let like: Vec<usize> = before
            .figures
            .iter()
            .enumerate()
            .filter(|(_, old)| precise(old) == precise(figure))
            .map(|(index, _)| index)
            .collect();
        placed = false;
        for index in like {
            let (place, length) = before.figure_places[index];
            let words = &before.words.words;
            let first = words.iter().find(|word| word.at >= place)?;
            let last = words.iter().rfind(|word| word.at < place + length)?;
            cuts.push((first.from, last.to, String::new()));
        }
    }
    let own = [
        "count", "switch", "cable", "optic", "rack", "fit", "cost", "buy", "rent", "spine", "leaf", "oob",
        "nic", "train", "serve",
    ];
    if own.iter().any(|cue| question.cue(cue) && !before.cue(cue)) {
        placed = false;
    }
    if cuts.is_empty() && placed {
        return None;
    }
    cuts.sort();
    cuts.dedup_by(|a, b| a.0 == b.0);
    let mut text = before.text.clone();
    for (from, to, with) in cuts.into_iter().rev() {
        if from <= to && to <= text.len() && text.is_char_boundary(from) && text.is_char_boundary(to) {
            text.replace_range(from..to, &with);
        }
    }
    if !placed {
        text = format!("{} {}", text.trim_end_matches(['?', '？', ' ', '.']), question.text);
    }
    Some(text)
}
