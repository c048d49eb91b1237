//! A stated or assumed value in words: with the unit of its field, a share as percent, a great number by its name.

use crate::{
    design::Plain,
    draft::{desk::Desk, rounding, words},
};

/// An assumed value in words, with the unit of its field; a share as percent.
pub(in crate::draft) fn assumed(desk: &Desk<'_>, field: &str, value: &Plain) -> String {
    match value {
        Plain::Number(number) if field.ends_with("_ratio") && *number < 1.0 => {
            format!("{}\u{a0}%", desk.settings.numbers.write(number * 100.0))
        }
        Plain::Number(number) => {
            let unit = desk.words.unit(words::unit(field));
            let (shown, large) = rounding::large(*number);
            let text = desk.settings.numbers.write(shown);
            let text = large.map_or(text.clone(), |name| format!("{text}\u{a0}{}", desk.say(name)));
            if unit.is_empty() { text } else { format!("{text}\u{a0}{unit}") }
        }
        Plain::List(items) => {
            items.iter().map(|item| assumed(desk, field, item)).collect::<Vec<_>>().join(" – ")
        }
        Plain::Text(text) if text.starts_with('{') => parts(desk, text),
        other => desk.words.value(&desk.names.put(&other.words())),
    }
}

/// The parts of a value with several, each with its label.
fn parts(desk: &Desk<'_>, text: &str) -> String {
    let parts: std::collections::BTreeMap<String, Plain> = serde_json::from_str(text).unwrap_or_default();
    let told: Vec<String> = parts
        .iter()
        .map(|(key, value)| format!("{}: {}", desk.words.label(key), assumed(desk, key, value)))
        .collect();
    if told.is_empty() { desk.say("see_quote") } else { told.join(", ") }
}
