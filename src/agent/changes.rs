//! Corrections a model makes to what was read. The quote must stand in the customer's text, and number, unit and
//! dimension must be those of the quote; so a model can point at what was missed and cannot invent a requirement.

use serde_json::{Value, json};

use super::{claim, engines::Engines};
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
        if !backed(engines, reading, field, value, quote) {
            fault(
                "value",
                format!("`{quote}` does not state `{value}` for {field}: number, unit and field must agree"),
            );
            continue;
        }
        if !value.is_empty()
            && claim::about_other_things(quote, customer)
            && !known.iter().any(|(name, ..)| name == field)
        {
            fault(
                "quote",
                format!("`{quote}` stands in a sentence about something that is not to be built now"),
            );
            continue;
        }
        let change = plan::Change { field: field.into(), value: value.into(), quote: quote.into() };
        if let Err(error) = plan::set(&mut changed.requirement, &change) {
            fault("field", format!("{error} {}", error.hints.join(" ")));
            continue;
        }
        // A correction settles the disagreement about its field.
        changed.conflicts.retain(|conflict| conflict.field != field);
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

/// Whether the words state the value: by the reader as a witness, or by the number, unit and dimension the program
/// parses out of them. What the reader reads otherwise out of the same words is not overruled by a word of the model.
fn backed(engines: &dyn Engines, reading: &Reading, field: &str, value: &str, quote: &str) -> bool {
    let known = reading.requirement.stated();
    let before = known.iter().find(|(name, ..)| name == field);
    if value.is_empty() {
        // Withdrawn with the very words it was read from; words about something else clear nothing.
        return before.is_some_and(|(_, _, words)| quote.contains(words.as_str()) || words.contains(quote));
    }
    let read = engines.read(quote);
    let witness = read.requirement.stated().into_iter().find(|(name, ..)| name == field);
    if witness.as_ref().is_some_and(|(_, found, _)| same(found, value)) {
        return true;
    }
    if let Ok(number) = value.parse::<f64>() {
        return claim::states(field, number, quote);
    }
    let folded = quote.to_lowercase();
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || "[]\",".contains(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    if words.iter().all(|word| folded.contains(&word.to_lowercase())) {
        // The word stands there; what the reader makes of the same words must not say otherwise.
        return witness.is_none();
    }
    // A term that stands for a closed word ("non-blocking" is 1:1): taken where it fills a gap and nothing of it is a
    // product, a number or money, which must stand as they are.
    let exact = ["_models", "_currency", "patterns", "_name", "_count", "_amount"]
        .iter()
        .any(|end| field.ends_with(end));
    before.is_none() && witness.is_none() && !exact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_across_line_breaks() {
        assert!(stands("128 H100", "we want 128\n  H100 now"));
        assert!(!stands("129 H100", "we want 128 H100"));
    }
}
