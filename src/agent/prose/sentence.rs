//! What the words around a reference claim: another product, another unit, a comparison, a sign.

use super::{Fault, Piece};
use crate::agent::ledger::{Entities, Fact, Mention, unit};

/// How a comparison orders the value before it and the value after it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    Above,
    Below,
    AtLeast,
    AtMost,
}

/// Words that compare with the value right after them.
const BOUNDS: &[(&str, Order)] = &[
    ("no more than", Order::AtMost),
    ("not more than", Order::AtMost),
    ("no less than", Order::AtLeast),
    ("more than", Order::Above),
    ("greater than", Order::Above),
    ("higher than", Order::Above),
    ("larger than", Order::Above),
    ("less than", Order::Below),
    ("fewer than", Order::Below),
    ("lower than", Order::Below),
    ("smaller than", Order::Below),
    ("at least", Order::AtLeast),
    ("at most", Order::AtMost),
    ("up to", Order::AtMost),
    ("within", Order::AtMost),
    ("exceeds", Order::Above),
    ("exceed", Order::Above),
    ("above", Order::Above),
    ("over", Order::Above),
    ("under", Order::Below),
    ("below", Order::Below),
    ("mindestens", Order::AtLeast),
    ("höchstens", Order::AtMost),
    ("mehr als", Order::Above),
    ("weniger als", Order::Below),
    ("au moins", Order::AtLeast),
    ("plus de", Order::Above),
    ("moins de", Order::Below),
    ("al menos", Order::AtLeast),
    ("más de", Order::Above),
    ("menos de", Order::Below),
];

/// Words that state a ratio of two values, and the ratio.
const RATIOS: &[(&str, f64)] = &[
    ("twice", 2.0),
    ("double", 2.0),
    ("doubles", 2.0),
    ("half", 0.5),
    ("triple", 3.0),
    ("thrice", 3.0),
    ("quadruple", 4.0),
    ("doppelt", 2.0),
    ("halb", 0.5),
    ("twofold", 2.0),
    ("threefold", 3.0),
    ("tenfold", 10.0),
];

/// Comparatives that, with `than`, compare two things.
const COMPARATIVES: &[&str] = &[
    "more", "less", "fewer", "greater", "higher", "lower", "larger", "smaller", "faster", "slower", "bigger",
    "cheaper",
];

/// Verbs that, between a product's name and a value, say that the product has the value.
const HAVING: &[&str] = &[
    "has",
    "have",
    "offers",
    "offer",
    "provides",
    "provide",
    "delivers",
    "deliver",
    "gives",
    "give",
    "features",
    "carries",
    "holds",
    "contains",
    "comes with",
    "ships with",
    "reaches",
    "supplies",
    "supports",
    "draws",
    "draw",
    "consumes",
    "weighs",
    "costs",
    "is rated at",
    "hat",
    "bietet",
    "liefert",
    "offre",
    "possède",
    "ofrece",
    "tiene",
    "ha",
    "tem",
];

/// A sentence: its words with a mark where each reference stands.
struct Sentence<'a> {
    text: String,
    values: Vec<(usize, &'a Piece<'a>)>,
}

pub(super) fn check(pieces: &[Piece<'_>], entities: &Entities, faults: &mut Vec<Fault>) {
    for sentence in sentences(pieces) {
        let mentions = entities.mentions(&sentence.text);
        about(&sentence, &mentions, faults);
        bounds(&sentence, faults);
        for (at, piece) in &sentence.values {
            let Piece::Value { id, fact, unit, .. } = piece else { continue };
            before(&sentence.text[..*at], id, faults);
            after(&sentence.text[at + MARK.len_utf8()..], id, fact, unit, faults);
        }
    }
}

/// Stands for a reference in the text of a sentence; no model writes it, it is refused as hidden before.
const MARK: char = '\u{fffc}';

fn sentences<'a>(pieces: &'a [Piece<'a>]) -> Vec<Sentence<'a>> {
    let mut all = vec![Sentence { text: String::new(), values: Vec::new() }];
    for piece in pieces {
        match piece {
            Piece::Words(words) => {
                let mut chars = words.chars().peekable();
                while let Some(c) = chars.next() {
                    let ends = matches!(c, '\n' | '。' | '！' | '？')
                        || (matches!(c, '.' | '!' | '?' | ';')
                            && chars.peek().is_none_or(|next| next.is_whitespace()));
                    if let Some(last) = all.last_mut() {
                        last.text.push(c);
                    }
                    if ends {
                        all.push(Sentence { text: String::new(), values: Vec::new() });
                    }
                }
            }
            Piece::Value { .. } => {
                if let Some(last) = all.last_mut() {
                    last.values.push((last.text.len(), piece));
                    last.text.push(MARK);
                }
            }
            // An engine's sentence stands for itself.
            Piece::Text(_) => all.push(Sentence { text: String::new(), values: Vec::new() }),
        }
    }
    all
}

/// The value must be of the product its sentence speaks of.
fn about(sentence: &Sentence<'_>, mentions: &[Mention], faults: &mut Vec<Fault>) {
    let mut from = 0;
    for (at, piece) in &sentence.values {
        let Piece::Value { id, fact, .. } = piece else { continue };
        let here: Vec<&Mention> =
            mentions.iter().filter(|mention| (from..*at).contains(&mention.at)).collect();
        from = *at;
        // Without a name since the last value, any name of the sentence will do.
        let names = if here.is_empty() { mentions.iter().collect() } else { here };
        let of_a_design = |name: &String| super::super::ledger::is_pattern_id(name);
        // `The H100 offers` takes a value of the H100 alone, and no count of the design that uses it.
        let owned = names.last().is_some_and(|mention| {
            !mention.means.iter().any(of_a_design) && says_has(&sentence.text, mention.end, *at)
        });
        if names.is_empty() || (fact.subjects.is_empty() && !owned) {
            continue;
        }
        let counts = owned && fact.noun.is_some() && fact.subjects.iter().any(of_a_design);
        let fits = !counts
            && names
                .iter()
                .any(|mention| fact.subjects.iter().any(|subject| mention.means.contains(subject)));
        // A name of another kind (a pattern beside a GPU's value) tells nothing.
        let comparable = names.iter().any(|mention| {
            mention
                .means
                .iter()
                .any(|name| fact.subjects.iter().any(|subject| of_a_design(subject) == of_a_design(name)))
        });
        if !fits && (comparable || owned) {
            let message = if counts || fact.subjects.is_empty() {
                format!("`{id}` ({}) is of the whole result, of no one product", fact.label)
            } else {
                format!("`{id}` is a value of {}", fact.subjects.join(", "))
            };
            faults.push(Fault::new("entity", &readable(&sentence.text), message));
        }
    }
}

/// Whether the words from the end of a name to a value only say that the one has the other.
fn says_has(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default().to_lowercase();
    let between = between.trim().trim_end_matches([':', '*', '_']).trim_end();
    HAVING.contains(&between)
}

/// Comparisons need a value on both sides, and must hold.
fn bounds(sentence: &Sentence<'_>, faults: &mut Vec<Fault>) {
    let text = sentence.text.to_lowercase();
    // Lower case may change lengths; then the places no longer fit and counting alone is checked.
    let places_fit = text.len() == sentence.text.len();
    let values: Vec<(usize, &Fact)> = sentence
        .values
        .iter()
        .filter_map(
            |(at, piece)| if let Piece::Value { fact, .. } = piece { Some((*at, *fact)) } else { None },
        )
        .collect();
    for (place, (at, fact)) in values.iter().enumerate() {
        if !places_fit {
            break;
        }
        let head = text[..*at].trim_end();
        let head = head.strip_suffix("the").or(head.strip_suffix(" a")).unwrap_or(head).trim_end();
        let Some((words, order)) = BOUNDS.iter().find(|(words, _)| ends_with_word(head, words)) else {
            continue;
        };
        let Some((_, other)) = place.checked_sub(1).and_then(|before| values.get(before)) else {
            let message = format!("`{words}` needs a value on both sides; say it without the comparison");
            faults.push(Fault::new("comparison", &readable(&sentence.text), message));
            continue;
        };
        let Some(left) = unit::convert(other.value, &other.unit, &fact.unit) else { continue };
        let holds = match order {
            Order::Above => left > fact.value,
            Order::Below => left < fact.value,
            Order::AtLeast => left >= fact.value,
            Order::AtMost => left <= fact.value,
        };
        if !holds {
            let message = format!("{} is not {words} {}", other.words(), fact.words());
            faults.push(Fault::new("comparison", &readable(&sentence.text), message));
        }
    }
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let compares = words.iter().enumerate().any(|(at, word)| {
        COMPARATIVES.contains(word) && words[at + 1..].iter().take(4).any(|next| *next == "than")
    });
    if compares && values.len() < 2 {
        let message = "a comparison needs a reference for each side";
        faults.push(Fault::new("comparison", &readable(&sentence.text), message));
    }
    for (word, ratio) in RATIOS.iter().filter(|(word, _)| words.contains(word)) {
        let backed = values.iter().any(|(_, a)| {
            values.iter().any(|(_, b)| {
                unit::convert(a.value, &a.unit, &b.unit)
                    .is_some_and(|a| b.value != 0.0 && (a / b.value / ratio - 1.0).abs() < 0.05)
            })
        });
        if !backed {
            let message = format!("`{word}` needs two references whose values have that ratio");
            faults.push(Fault::new("comparison", &readable(&sentence.text), message));
        }
    }
    if let Some(words) =
        ["times as", "times more", "times the", "-fold", "mal so"].iter().find(|words| text.contains(*words))
    {
        faults.push(Fault::new("comparison", words, "the ratio of two values is no value of a result"));
    }
}

fn ends_with_word(head: &str, words: &str) -> bool {
    head.strip_suffix(words)
        .is_some_and(|rest| rest.chars().next_back().is_none_or(|last| !last.is_alphanumeric()))
}

/// Nothing may change the sign or glue something on in front of a printed value.
fn before(head: &str, id: &str, faults: &mut Vec<Fault>) {
    let last = head.chars().next_back();
    // Emphasis of Markdown may stand directly before a value; a single star with a space would be a product.
    let head = head.strip_suffix("**").or(head.strip_suffix('_')).unwrap_or(head);
    let last = if last == Some('*') { head.chars().next_back() } else { last };
    let glued = last.is_some_and(|last| !last.is_whitespace() && !"([\"'“‘:—/_".contains(last));
    if glued {
        faults.push(Fault::new("sign", &tail_of(head), format!("leave a space, and no sign, before `{id}`")));
        return;
    }
    let trimmed = head.trim_end();
    let word = trimmed.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let signed = trimmed.ends_with(['-', '−', '<', '>', '≤', '≥', '~', '≈', '≠', '±', '+', '*', '×', '='])
        || matches!(word.as_str(), "minus" | "negative" | "times" | "x" | "not");
    if signed {
        faults.push(Fault::new("sign", &tail_of(head), format!("no sign and no arithmetic before `{id}`")));
    }
}

/// A unit or noun after the reference must be the value's own.
fn after(rest: &str, id: &str, fact: &Fact, printed: &str, faults: &mut Vec<Fault>) {
    let next = rest.chars().next();
    let text = rest.trim_start_matches([' ', '\u{a0}', '-', '\u{202f}']);
    let fault = |found: &str, message: String| Fault::new("unit", found, message);
    if next == Some(MARK) {
        faults.push(fault("", format!("something must stand between `{id}` and the next value")));
        return;
    }
    let own = printed.split(" per ").next().unwrap_or(printed);
    if let Some((unit, length)) = unit::leading(text) {
        // `m`, `s`, `B` and the like are words or names as often as units.
        let plain_letter =
            length == 1 && unit.chars().all(|c| c.is_alphabetic() && c != 'W') && next == Some(' ');
        if unit != own && !plain_letter {
            let own = if own.is_empty() { "no unit" } else { own };
            let message = format!("`{id}` is in {own}, not {unit}; the program prints the unit");
            faults.push(fault(&readable(text), message));
        }
        return;
    }
    if next.is_some_and(char::is_alphanumeric) {
        faults.push(fault(&readable(text), format!("nothing may be glued to `{id}`")));
        return;
    }
    let gap = rest.starts_with([' ', '\u{a0}', '-']);
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    // "16 compute nodes", "8 leaf switches": the noun may be the second word.
    let noun = unit::counted_noun(&format!("{first} {second}"))
        .or_else(|| unit::counted_noun(first))
        .or_else(|| {
            unit::counted_noun(second).filter(|_| {
                matches!(first.to_lowercase().as_str(), "compute" | "gpu" | "dgx" | "hgx" | "leaf" | "spine")
            })
        });
    if !gap || text.starts_with([',', '.', ')', ':']) {
        return;
    }
    if let Some(noun) = noun {
        let fits = fact.noun.as_deref().is_some_and(|own| unit::same_noun(own, noun));
        if !fits {
            let own = if fact.unit.is_empty() { fact.label.as_str() } else { fact.unit.as_str() };
            faults.push(fault(&readable(text), format!("`{id}` counts {own}, not {noun}s")));
        }
    }
    scale(first, id, faults);
}

/// A scale word after a value would print another value.
fn scale(word: &str, id: &str, faults: &mut Vec<Fault>) {
    if matches!(
        word.to_lowercase().as_str(),
        "k" | "thousand" | "million" | "mio" | "tsd" | "dozen" | "hundred" | "times" | "x"
    ) {
        faults.push(Fault::new(
            "unit",
            word,
            format!("`{id}` is printed whole; no scale or multiple after it"),
        ));
    }
}

fn readable(text: &str) -> String {
    text.trim().replace(MARK, "{{…}}")
}

fn tail_of(head: &str) -> String {
    let from = head.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
    head[from..].to_string()
}
