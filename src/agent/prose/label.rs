//! What the words right before a reference say it is: `The rack power is {{v:v7}}` must name a rack's power.

use super::{Fault, Piece};
use crate::agent::ledger::Ledger;

/// Words between the name of a value and the value.
const LINKS: &[&str] = &[
    "is",
    "are",
    "of",
    "=",
    ":",
    "equals",
    "comes to",
    "amounts to",
    "will be",
    "stands at",
    "beträgt",
    "ist",
    "est de",
];
/// Labels that name no particular value.
const VAGUE: &[&str] = &[
    "to",
    "from",
    "quantity",
    "total",
    "value",
    "count",
    "number",
    "size",
    "limit",
    "time",
    "link",
    "price",
    "cost",
    "low",
    "high",
    "expected",
    "share",
    "positions",
];
/// Words of a label at most.
const WORDS_MAX: usize = 5;

/// The name that stands before a reference must be a name of its value, when it is a name of some value.
pub(super) fn check(pieces: &[Piece<'_>], ledger: &Ledger, faults: &mut Vec<Fault>) {
    for pair in pieces.windows(2) {
        let [Piece::Words(words), Piece::Value { id, fact, .. }] = pair else { continue };
        let Some(said) = named(words) else { continue };
        let label = (1..=WORDS_MAX.min(said.len())).rev().find_map(|length| {
            let tail = &said[said.len() - length..];
            let known = ledger.facts().any(|(_, other)| words_of(&other.label) == tail);
            (known && !(length == 1 && VAGUE.contains(&tail[0].as_str()))).then_some(tail)
        });
        let Some(label) = label else { continue };
        // `/facility/rack/power_kw` is a rack's power whatever its label says.
        let own: Vec<String> = words_of(&fact.label).into_iter().chain(words_of(&fact.pointer)).collect();
        if label.iter().all(|word| own.iter().any(|own| alike(own, word))) {
            continue;
        }
        let message = format!("`{id}` is {} ({}), not the {}", fact.label, fact.words(), label.join(" "));
        faults.push(Fault::new("label", &label.join(" "), message));
    }
}

/// The words before a link at the end of a text, of its last sentence; none without a link.
fn named(text: &str) -> Option<Vec<String>> {
    let text = text.trim_end().trim_end_matches(['*', '_', '(']).trim_end();
    let sentence = text.rsplit(['.', ';', '!', '?', '\n']).next().unwrap_or(text).to_lowercase();
    let head = LINKS.iter().find_map(|link| {
        let head = sentence.strip_suffix(link)?;
        (matches!(*link, ":" | "=") || head.ends_with(' ')).then(|| head.to_string())
    })?;
    let words = words_of(&head);
    (!words.is_empty()).then_some(words)
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The same word in the singular or plural.
fn alike(one: &str, other: &str) -> bool {
    one == other || one.trim_end_matches('s') == other.trim_end_matches('s')
}
