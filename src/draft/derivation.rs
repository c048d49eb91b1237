//! How a number came about, told in words: what it is, what it was computed from, which document holds it.

use super::{
    desk::{Desk, capital},
    rounding,
    words::Words,
};
use crate::check::Explanation;

/// What the number at a place of the answer is: its label, with what it belongs to.
#[must_use]
pub fn label(at: &str, desk: &Desk<'_>) -> String {
    let parts: Vec<&str> = at.trim_start_matches('/').split('/').collect();
    let own = desk.words.label(parts.last().copied().unwrap_or_default());
    let place = |index: usize| parts.get(index).and_then(|part| part.parse::<usize>().ok());
    let design = desk.design();
    let of = match parts.as_slice() {
        ["design", "bom", "lines", ..] => design
            .and_then(|design| design.bom.as_ref()?.lines.get(place(3)?))
            .map(|line| desk.people(&line.item)),
        ["design", "cost", "lines", ..] => design
            .and_then(|design| design.cost.as_ref()?.lines.get(place(3)?))
            .and_then(|line| design?.bom.as_ref()?.lines.iter().find(|one| one.id == line.line))
            .map(|line| desk.people(&line.item)),
        ["design", "facility", "racks", ..] => design
            .and_then(|design| design.facility.as_ref()?.racks.get(place(3)?))
            .map(|rack| desk.rack_name(&rack.name)),
        ["design", "facility", "fault_zones", ..] => design
            .and_then(|design| design.facility.as_ref()?.fault_zones.get(place(3)?))
            .map(|zone| desk.people(&zone.fails)),
        ["design", "fabric", fabric, ..] => Some(desk.say(&format!("fabric_{fabric}"))),
        ["alternatives", ..] => {
            place(1).and_then(|at| desk.answer.alternatives.get(at)).map(|one| desk.people(&one.title))
        }
        ["assumptions", ..] => {
            place(1).and_then(|at| desk.answer.assumptions.get(at)).map(|one| desk.words.label(&one.field))
        }
        ["requirement", field, ..] => return desk.words.label(field),
        _ => None,
    };
    match of {
        Some(of) if !of.is_empty() => format!("{}: {own}", capital(&of)),
        _ => own,
    }
}

/// Value and unit of a step, rounded.
#[must_use]
pub fn value(one: &Explanation, desk: &Desk<'_>) -> String {
    let unit = desk.words.unit(&one.unit);
    let counted = unit.is_empty() || one.value.fract() == 0.0 && desk.words.is_counted(&unit);
    let (shown, unit) =
        if counted { (one.value, unit.as_str()) } else { rounding::legible(one.value, &unit) };
    let text = desk.settings.numbers.write(shown);
    if unit.is_empty() { text } else { super::words::counted(&format!("{text} {unit}")) }
}

/// The step in a sentence.
#[must_use]
pub fn sentence(one: &Explanation, desk: &Desk<'_>) -> String {
    let shown = value(one, desk);
    let words = desk.words;
    match (&one.formula, &one.quote, &one.source) {
        (Some(formula), _, _) => {
            let mut spoken = spoken(formula, words);
            // The longest name first, so that a name inside another one is not taken for it.
            let mut inputs: Vec<&Explanation> = one.inputs.iter().collect();
            inputs.sort_by_key(|input| std::cmp::Reverse(input.name.as_deref().map_or(0, str::len)));
            // Through marks that no text holds: a label may hold the name of another input.
            let mut told = Vec::new();
            for input in inputs {
                let Some(name) = input.name.as_deref() else { continue };
                told.push(format!("{} ({})", value(input, desk), input_label(name, desk)));
                spoken = replaced(&spoken, name, &format!("\u{1}{}\u{2}", told.len() - 1));
            }
            for (place, named) in told.iter().enumerate() {
                spoken = spoken.replace(&format!("\u{1}{place}\u{2}"), named);
            }
            words.say("why_derived", &[("value", &shown), ("how", &spoken)])
        }
        (_, Some(quote), _) if !quote.is_empty() && !quote.starts_with("--") => {
            words.say("why_stated", &[("value", &shown), ("quote", quote)])
        }
        (_, Some(_), _) => words.say("why_given", &[("value", &shown)]),
        (_, _, Some(source)) => {
            let locator = source.locator.as_deref().map(|text| format!(", {text}")).unwrap_or_default();
            words
                .say("why_published", &[("value", &shown), ("source", &format!("{}{locator}", source.title))])
        }
        _ => {
            let kind = words.value(&one.kind);
            words.say("why_other", &[("value", &shown), ("kind", &kind)])
        }
    }
}

/// A formula in words: `ceil(a / b)` is "a ÷ b, rounded up".
#[must_use]
pub fn spoken(formula: &str, words: &Words) -> String {
    calls_spoken(formula, words).replace(" * ", " × ").replace(" / ", " ÷ ")
}

/// A text with the calls of formulas in words.
#[must_use]
pub fn calls_spoken(text: &str, words: &Words) -> String {
    let mut text = text.to_string();
    for (call, name) in [
        ("ceil(", "rounded_up"),
        ("floor(", "rounded_down"),
        ("round(", "rounded"),
        ("max(", "greatest_of"),
        ("min(", "smallest_of"),
    ] {
        // From the right, so that what stands inside is done before what holds it.
        while let Some(at) = starts(&text, call) {
            let inner = &text[at + call.len()..];
            let Some(end) = closing(inner) else { break };
            let said = words.say(name, &[("what", &inner[..end])]);
            text = format!("{}{said}{}", &text[..at], &inner[end + 1..]);
        }
    }
    text
}

/// The last place where a call stands as a word of its own.
fn starts(text: &str, call: &str) -> Option<usize> {
    let mut end = text.len();
    while let Some(at) = text[..end].rfind(call) {
        if !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            return Some(at);
        }
        end = at;
    }
    None
}

/// Where the bracket that is open before a text closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A text with every whole word `name` replaced.
fn replaced(text: &str, name: &str, by: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        out.push_str(before);
        let alone = !before.ends_with(word) && !after.starts_with(word);
        out.push_str(if alone { by } else { name });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What an input of a formula is: a product by its name, else its label.
#[must_use]
pub fn input_label(name: &str, desk: &Desk<'_>) -> String {
    let id = name.replace('_', "-");
    if desk.names.is_id(&id) { desk.names.of(&id) } else { inside(&desk.words.label(name)) }
}

/// A label inside a sentence.
fn inside(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            format!("{}{second}{}", first.to_lowercase(), letters.as_str())
        }
        _ => label.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn formulas_are_told_in_words() {
        let words = Words::with("en", None).unwrap();
        assert_eq!(spoken("ceil(gpus / gpus_per_node)", &words), "(gpus ÷ gpus_per_node, rounded up)");
        assert_eq!(
            spoken("switches * ceil(ceil(a / b) / c)", &words),
            "switches × ((a ÷ b, rounded up) ÷ c, rounded up)"
        );
        assert_eq!(replaced("a_b + a", "a", "1 kW"), "a_b + 1 kW");
        assert_eq!(calls_spoken("QM9700 / QM9790", &words), "QM9700 / QM9790");
    }
}
