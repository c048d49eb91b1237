//! When two values are the same, and the numbers that stand in a text or a document.

use serde_json::Value;

/// Relative error within which two numbers are the same.
const SAME: f64 = 0.005;

/// Numbers within half a percent, lists as sets, objects key by key, words without case.
pub fn same(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Number(one), Value::Number(two)) => {
            let (one, two) = (one.as_f64().unwrap_or(f64::NAN), two.as_f64().unwrap_or(f64::NAN));
            (one - two).abs() <= SAME * one.abs().max(1e-9)
        }
        (Value::Array(one), Value::Array(two)) => {
            one.len() == two.len() && one.iter().all(|value| two.iter().any(|other| same(value, other)))
        }
        (Value::Object(one), Value::Object(two)) => {
            one.iter().all(|(key, value)| two.get(key).is_some_and(|other| same(value, other)))
                && two.iter().all(|(key, value)| value.is_null() || one.contains_key(key))
        }
        (Value::String(one), Value::String(two)) => one.eq_ignore_ascii_case(two),
        _ => wanted == found,
    }
}

/// Every number of a document, also those in its sentences.
pub fn numbers_of(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64()),
        Value::String(text) => found.extend(numbers(text).into_iter().map(|(_, value)| value)),
        Value::Array(items) => items.iter().for_each(|item| numbers_of(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| numbers_of(item, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Numbers written in a text; digits within a word (`H100`, `2-8-9-400`) are none.
pub fn numbers(text: &str) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let begins =
            at == 0 || !(chars[at - 1].is_alphanumeric() || matches!(chars[at - 1], '-' | '_' | '.'));
        let start = at;
        while at < chars.len()
            && (chars[at].is_ascii_digit()
                || matches!(chars[at], ',' | '.') && chars.get(at + 1).is_some_and(char::is_ascii_digit))
        {
            at += 1;
        }
        let ends = chars.get(at).is_none_or(|next| !next.is_alphabetic() && !matches!(next, '-' | '_'));
        let written: String = chars[start..at].iter().collect();
        if begins
            && ends
            && let Ok(value) = written.replace(',', "").parse::<f64>()
        {
            found.push((written, value));
        }
        while at < chars.len() && (chars[at].is_alphanumeric() || matches!(chars[at], '-' | '_')) {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_told_from_names() {
        let found: Vec<f64> = numbers("16 nodes, 1,024 GPUs (H100, 2-8-9-400), 40.8 kW; B300 2x 5-fold. 7")
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        assert_eq!(found, [16.0, 1024.0, 40.8, 7.0]);
    }

    #[test]
    fn values_are_the_same_within_half_a_percent_and_in_any_order() {
        assert!(same(&json!(1000), &json!(1004)) && !same(&json!(1000), &json!(1006)));
        assert!(same(&json!(["a", "B"]), &json!(["b", "A"])) && !same(&json!(["a"]), &json!(["a", "b"])));
        assert!(same(&json!({ "a": 1 }), &json!({ "a": 1, "b": null })));
    }
}
