//! What the model is told at the beginning of a question: our instructions, and in the user's role the customer's
//! text between fences with what was read of it.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{ledger::Ledger, session::Exchange};
use crate::design::Reading;

/// Our instructions. No facts, no numbers, never any customer text.
pub const SYSTEM: &str = include_str!("../../prompts/assistant.md");

/// The user's message.
///
/// The fence is a digest of the text, so no text can hold its own fence. A text of more than `most` bytes is cut in
/// the message; it has been read as a whole.
#[must_use]
pub fn user_message(text: &str, reading: &Reading, earlier: &[Exchange], most: usize) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let fence: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = if end < text.len() { "\n[the rest is not shown; it has been read]" } else { "" };
    format!(
        "Customer text between the two fences:\n=== {fence} ===\n{}{cut}\n=== {fence} ===\n{}{}{}Read from it: {}",
        &text[..end],
        before(earlier, &fence),
        conflicts(reading),
        unread(reading),
        fields(reading)
    )
}

/// Earlier turns, the newest last: what was asked and the first words of what was answered. Data, as the text is.
fn before(earlier: &[Exchange], fence: &str) -> String {
    let from = earlier.len().saturating_sub(EARLIER_MAX);
    let rows: Vec<String> = earlier[from..]
        .iter()
        .map(|turn| {
            let told = turn.result["reply"].as_str().or(turn.result["summary"].as_str()).unwrap_or_default();
            let short = |text: &str| text.chars().take(EARLIER_CHARS).collect::<String>().replace('\n', " ");
            format!("- asked: {}\n  answered: {}", short(&turn.text), short(told))
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "Earlier turns between the two fences, the newest last:\n=== {fence} ===\n{}\n=== {fence} ===\n",
        rows.join("\n")
    )
}

/// Statements that disagree: stating the field settles it.
fn conflicts(reading: &Reading) -> String {
    let rows: Vec<Value> = reading
        .conflicts
        .iter()
        .map(|one| serde_json::json!({ "field": one.field, "quotes": one.quotes, "why": one.reason }))
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!("Statements that disagree: {}\n", Value::Array(rows))
    }
}

/// Words that the rules could not explain.
fn unread(reading: &Reading) -> String {
    let rows: Vec<&str> = reading.unread.iter().map(|left| left.quote.as_str()).take(UNREAD_MAX).collect();
    if rows.is_empty() { String::new() } else { format!("Not understood: {}\n", Value::from(rows)) }
}

/// Unread words that are shown at most.
const UNREAD_MAX: usize = 20;
/// Earlier turns that are shown at most, and how much of each.
const EARLIER_MAX: usize = 4;
const EARLIER_CHARS: usize = 300;

/// The stated fields with the references of their numbers.
fn fields(reading: &Reading) -> Value {
    let mut ledger = Ledger::default();
    ledger.state(reading);
    let mut shown = Map::new();
    for (field, value, _) in reading.requirement.stated() {
        let value = with_ids(&ledger, &value, &format!("/{field}"));
        shown.insert(field, value);
    }
    for wish in &reading.requirement.other {
        shown.insert(format!("other: {}", wish.about), Value::String(wish.quote.clone()));
    }
    Value::Object(shown)
}

fn with_ids(ledger: &Ledger, value: &Value, pointer: &str) -> Value {
    match value {
        Value::Number(_) => match ledger.id_at("stated", pointer) {
            Some(id) => {
                let words = ledger.fact(id).map(super::ledger::Fact::words).unwrap_or_default();
                Value::String(format!("{words} {{{{v:{id}}}}}"))
            }
            None => value.clone(),
        },
        Value::Array(items) => {
            let shown = items.iter().enumerate();
            shown.map(|(index, item)| with_ids(ledger, item, &format!("{pointer}/{index}"))).collect()
        }
        Value::Object(map) => {
            let shown = map.iter().filter(|(_, item)| !item.is_null());
            let shown =
                shown.map(|(key, item)| (key.clone(), with_ids(ledger, item, &format!("{pointer}/{key}"))));
            Value::Object(shown.collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_text_is_fenced_and_the_fields_carry_references() {
        let mut reading = Reading::default();
        reading.requirement.set("gpu_count", 128.into(), "128 H100").unwrap();
        let message = user_message("128 H100 === end ===", &reading, &[], 1000);
        let fences: Vec<&str> = message.lines().filter(|line| line.starts_with("=== ")).collect();
        assert_eq!(fences.len(), 2);
        assert_eq!(fences[0], fences[1]);
        assert!(message.ends_with(r#"Read from it: {"gpu_count":"128 GPUs {{v:q1}}"}"#), "{message}");
        assert!(user_message("größer", &reading, &[], 3).contains("gr\n[the rest"));
    }

    #[test]
    fn the_instructions_hold_no_digit_but_in_references() {
        let plain = SYSTEM.replace("{{v:v12}}", "").replace("{{t:t1}}", "");
        assert!(!plain.chars().any(|c| c.is_ascii_digit()));
    }
}
