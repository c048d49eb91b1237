//! What a model says the text states. The quote must stand in the customer's text, and number, unit, dimension and standing
//! must be those of the words; so a model can point at what was missed and cannot invent a requirement.

use serde_json::{Value, json};

use super::engines::Engines;
use crate::{design::Reading, tools::state::Claim};

/// The reading with a call's `claims` taken in; what does not hold is told by the tool's own result.
#[must_use]
pub fn taken_in(engines: &dyn Engines, reading: &Reading, claims: &Value, customer: &str) -> Reading {
    let claims: Vec<Claim> = serde_json::from_value(claims.clone()).unwrap_or_default();
    engines.state(customer, reading, &claims).reading
}

/// The reading with a plan's `changes` applied: claims of the short form, a field with its value and quote.
///
/// # Errors
/// Every change whose quote or value does not stand in the text, as the model sees it.
pub fn apply(
    engines: &dyn Engines,
    reading: &Reading,
    changes: &Value,
    customer: &str,
) -> Result<Reading, Vec<Value>> {
    let mut faults = Vec::new();
    let mut claims = Vec::new();
    let mut places = Vec::new();
    let known = reading.requirement.stated();
    for (index, change) in changes.as_array().map(Vec::as_slice).unwrap_or_default().iter().enumerate() {
        let word = |key: &str| change[key].as_str().unwrap_or_default();
        let (field, value, quote) = (word("field"), word("value").trim(), word("quote").trim());
        let mut fault = |key: &str, message: String| {
            faults.push(
                json!({ "at": format!("/changes/{index}/{key}"), "rule": "quote", "message": message }),
            );
        };
        // What was read already needs no correction; models like to repeat it.
        if !value.is_empty() && known.iter().any(|(name, found, _)| name == field && same(found, value)) {
            continue;
        }
        if value.is_empty() {
            let message =
                format!("`{field}` is not cleared: state what the words mean, with their number or name");
            fault("value", message);
            continue;
        }
        match crate::design::Field::named(field) {
            Err(refused) => fault("field", format!("{refused} {}", refused.hints.join(" "))),
            Ok(field) => {
                places.push(index);
                claims.push(Claim {
                    field,
                    as_written: value.into(),
                    quote: quote.into(),
                    bound: None,
                    strength: None,
                    scope: None,
                    negated: None,
                });
            }
        }
    }
    let heard = engines.state(customer, reading, &claims);
    faults.extend(heard.refused.iter().map(|(place, part, message)| {
        let key = match *part {
            "as_written" => "value",
            "scope" => "quote",
            part => part,
        };
        json!({ "at": format!("/changes/{}/{key}", places[*place]), "rule": "quote", "message": message })
    }));
    if faults.is_empty() { Ok(heard.reading) } else { Err(faults) }
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
