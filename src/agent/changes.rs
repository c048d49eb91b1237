//! Corrections a model makes to what was read. The quote must stand in the customer's text, and the value must stand
//! in the quote; so a model can point at what was missed and cannot invent a requirement.

use serde_json::{Value, json};

use super::engines::Engines;
use crate::{design::Reading, tools::plan};

/// The reading with a call's `changes` applied.
///
/// # Errors
/// Every change whose quote or value does not stand in the text, as the model sees it.
pub fn apply(
    engines: &dyn Engines,
    reading: &Reading,
    changes: &Value,
    customer: &str,
) -> Result<Reading, Vec<Value>> {
    let mut changed = reading.clone();
    let mut faults = Vec::new();
    for (index, change) in changes.as_array().map(Vec::as_slice).unwrap_or_default().iter().enumerate() {
        let word = |key: &str| change[key].as_str().unwrap_or_default();
        let (field, value, quote) = (word("field"), word("value").trim(), word("quote").trim());
        let mut fault = |key: &str, message: String| {
            faults.push(
                json!({ "at": format!("/changes/{index}/{key}"), "rule": "quote", "message": message }),
            );
        };
        // What was read already needs no correction; models like to repeat it.
        let known = reading.requirement.stated();
        if !value.is_empty() && known.iter().any(|(name, found, _)| name == field && same(found, value)) {
            continue;
        }
        if quote.is_empty() || !stands(quote, customer) {
            fault("quote", format!("`{quote}` does not stand in the customer's text; copy words exactly"));
            continue;
        }
        if !backed(engines, field, value, quote) {
            fault("value", format!("`{value}` does not stand in `{quote}`"));
            continue;
        }
        let change = plan::Change { field: field.into(), value: value.into(), quote: quote.into() };
        if let Err(error) = plan::set(&mut changed.requirement, &change) {
            fault("field", format!("{error} {}", error.hints.join(" ")));
        }
    }
    if faults.is_empty() { Ok(changed) } else { Err(faults) }
}

/// Whether words stand in a text, line breaks and runs of spaces counting as one space.
#[must_use]
pub fn stands(quote: &str, text: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains(quote) || fold(text).contains(&fold(quote))
}

/// Whether a field's value is the one written.
fn same(found: &Value, value: &str) -> bool {
    match found {
        Value::String(text) => text.eq_ignore_ascii_case(value),
        Value::Array(items) => {
            let wanted: Vec<&str> =
                value.trim_matches(['[', ']']).split(',').map(|word| word.trim_matches([' ', '"'])).collect();
            items.len() == wanted.len()
                && items.iter().all(|item| {
                    item.as_str()
                        .is_some_and(|item| wanted.iter().any(|word| word.eq_ignore_ascii_case(item)))
                })
        }
        other => other.as_f64().is_some() && other.as_f64() == value.parse().ok(),
    }
}

/// Whether the words state the value: by the reader, or number by number and word by word.
fn backed(engines: &dyn Engines, field: &str, value: &str, quote: &str) -> bool {
    if value.is_empty() {
        return true; // a statement is withdrawn; the quote says where
    }
    let read = engines.read(quote);
    if read.requirement.stated().iter().any(|(name, found, _)| name == field && same(found, value)) {
        return true;
    }
    let numbers = numbers_in(value);
    let stated = numbers_in(quote);
    if !numbers.iter().all(|number| stated.iter().any(|found| same_number(*number, *found))) {
        return false;
    }
    // A name must stand in the quote; a plain word (air, training) may be the reader's term for what was said.
    let folded = quote.to_lowercase();
    value
        .split(|c: char| c.is_whitespace() || "[]\",".contains(c))
        .filter(|word| word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic))
        .all(|word| folded.contains(&word.to_lowercase()))
}

fn same_number(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}

/// Numbers of a text, `1,200` and `1.5k` read as people mean them.
fn numbers_in(text: &str) -> Vec<f64> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let from = at;
        let inside = |at: usize| {
            chars[at].is_ascii_digit()
                || (matches!(chars[at], '.' | ',' | '\'')
                    && chars.get(at + 1).is_some_and(char::is_ascii_digit))
        };
        while at < chars.len() && inside(at) {
            at += 1;
        }
        let written: String = chars[from..at].iter().collect();
        let rest: String = chars[at..].iter().collect::<String>().trim_start().to_lowercase();
        let scale = [("k", 1e3), ("thousand", 1e3), ("tsd", 1e3), ("million", 1e6), ("mio", 1e6), ("m", 1e6)]
            .iter()
            .find(|(word, _)| {
                rest.strip_prefix(word).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            })
            .map_or(1.0, |(_, scale)| *scale);
        // Both readings of a comma are allowed here: the quote is only asked whether it can mean the value.
        for plain in [written.replace([',', '\''], ""), written.replace(['.', '\''], "").replace(',', ".")] {
            if let Ok(number) = plain.parse::<f64>() {
                found.push(number);
                found.push(number * scale);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_across_line_breaks() {
        assert!(stands("128 H100", "we want 128\n  H100 now"));
        assert!(!stands("129 H100", "we want 128 H100"));
    }

    #[test]
    fn numbers_are_read_in_both_writings() {
        assert!(numbers_in("1,200 kW").contains(&1200.0));
        assert!(numbers_in("1.5k users").contains(&1500.0));
        assert!(numbers_in("1,5 MW").contains(&1.5));
        assert!(!numbers_in("128").contains(&1280.0));
    }
}
