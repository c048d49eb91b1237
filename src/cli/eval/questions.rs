//! Questions and chains of them: which facts the first lines of each reply hold, what was wanted, and whether the
//! requirement stays where it must.

use serde_json::Value;

use super::{
    case::{Asked, Fact},
    score::Run,
};
use crate::{check::AnswerDocument, design::Requirement};

/// Characters of a reply that are read.
const READ: usize = 600;
/// Relative error of a value whose case names none: what rounding to three digits brings.
const ROUNDING: f64 = 0.004;

/// Scores one reply. `before` is the requirement before the question.
pub fn reply(
    asked: &Asked,
    before: &Requirement,
    now: &Requirement,
    answer: Option<&AnswerDocument>,
    run: &mut Run,
) {
    let text: String = answer.map_or("", |answer| &answer.reply).chars().take(READ).collect();
    for fact in &asked.reply_must {
        match holds(fact, &text) {
            Some(held) => {
                run.facts.count(held);
                if !held {
                    run.lines.push(format!("{:?}: the reply does not hold {}", asked.text, fact.fact));
                }
            }
            None => run.facts_unjudged += 1,
        }
    }
    // The kind of an answer is scored where it is one: a chain's first design is not a question.
    if let Some(answer) = answer {
        let words: Vec<String> = answer
            .wants
            .iter()
            .filter_map(|want| serde_json::to_value(want).ok()?.as_str().map(Into::into))
            .collect();
        for want in &asked.wants {
            run.wants.count(words.contains(want));
        }
    }
    if asked.keeps_design == Some(true) {
        let kept = before == now;
        run.kept.count(kept);
        if !kept {
            run.lines.push(format!("{:?}: the requirement changed", asked.text));
        }
    }
}

/// Whether a reply holds a fact; none for a fact in words.
fn holds(fact: &Fact, reply: &str) -> Option<bool> {
    if !fact.one_of.is_empty() {
        return Some(fact.one_of.iter().any(|one| holds(one, reply) == Some(true)));
    }
    let close = |wanted: &dyn Fn(f64) -> bool| {
        figures(reply).iter().any(|(value, unit)| {
            wanted(*value)
                || matches!((scale(unit), scale(&fact.unit)), (Some(one), Some(two)) if wanted(value * one / two))
        })
    };
    if let Some([low, high]) = fact.range {
        return Some(close(&|value| (low..=high).contains(&value)));
    }
    match fact.value.as_ref()? {
        Value::Number(number) => {
            let wanted = number.as_f64()?;
            let none = wanted == 0.0 && says(reply, NO);
            let near = |value: f64| (value - wanted).abs() <= fact.tol.max(ROUNDING) * wanted.abs().max(1e-9);
            Some(close(&near) || none)
        }
        Value::Bool(yes) => Some(verdict(reply, *yes)),
        Value::String(word) => Some(match word.to_lowercase().as_str() {
            "yes" | "true" => verdict(reply, true),
            "no" | "false" => verdict(reply, false),
            word => plain(reply).contains(&plain(word)),
        }),
        _ => None,
    }
}

/// Words of yes and of no in the languages of the replies.
const YES: &[&str] =
    &["yes", "ja", "oui", "sí", "si", "sì", "sim", "fits", "allowed", "はい", "是", "可以", "네", "ja,"];
const NO: &[&str] = &[
    "no",
    "not",
    "none",
    "nein",
    "kein",
    "non",
    "nee",
    "não",
    "cannot",
    "outside",
    "aucun",
    "ohne",
    "いいえ",
    "不",
    "无",
    "아니",
];

fn verdict(reply: &str, yes: bool) -> bool {
    let begins_no = reply.trim_start().to_lowercase().starts_with("no");
    if yes { says(reply, YES) && !begins_no } else { says(reply, NO) }
}

/// Whether a text holds one of some words: whole in scripts with spaces, anywhere in others.
fn says(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().any(|word| {
        let spaceless = word.chars().any(|c| c as u32 > 0x2e80);
        spaceless && lower.contains(word) || parts.contains(word)
    })
}

/// Lower case without spaces and hyphens.
fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Numbers of a text with the unit behind each, in lower case.
fn figures(text: &str) -> Vec<(f64, String)> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let inside = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '.');
        if !chars[at].is_ascii_digit() || inside {
            at += 1;
            continue;
        }
        let from = at;
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        while digit(at) || matches!(chars.get(at), Some(',' | '.')) && digit(at + 1) {
            at += 1;
        }
        let written: String = chars[from..at].iter().filter(|c| **c != ',').collect();
        let unit: String = chars[at..]
            .iter()
            .skip_while(|c| **c == ' ')
            .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '%'))
            .collect();
        if let Ok(value) = written.parse() {
            out.push((value, unit.to_lowercase()));
        }
    }
    out
}

/// How many of the smallest unit of its kind a unit is; none for one that stands alone.
fn scale(unit: &str) -> Option<f64> {
    Some(match unit.to_lowercase().as_str() {
        "tb/s" | "tb" | "kw" | "mwh" | "pflops" | "trillion" => 1e3,
        "mw" => 1e6,
        "gb/s" | "gb" | "w" | "kwh" | "tflops" | "billion" | "b" => 1.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(text: &str) -> Fact {
        serde_json::from_str(text).unwrap_or_default()
    }

    #[test]
    fn facts_are_found_by_value_unit_range_and_verdict() {
        let reply = "No: 2 × DGX B200 draw 28.6 kW > 20 kW; bandwidth 8,000 GB/s.";
        for (wanted, held) in [
            (r#"{"value": 28600, "unit": "W"}"#, Some(true)),
            (r#"{"value": 8, "unit": "TB/s"}"#, Some(true)),
            (r#"{"value": 28.9, "unit": "kW"}"#, Some(false)),
            (r#"{"value": 28.9, "unit": "kW", "tol": 0.02}"#, Some(true)),
            (r#"{"range": [7.5, 8.5], "unit": "TB/s"}"#, Some(true)),
            (r#"{"value": "no"}"#, Some(true)),
            (r#"{"value": "yes"}"#, Some(false)),
            (r#"{"value": "DGX-B200"}"#, Some(true)),
            (r#"{"one_of": [{"value": 1}, {"value": 2}]}"#, Some(true)),
            (r#"{"fact": "in words"}"#, None),
        ] {
            assert_eq!(holds(&fact(wanted), reply), held, "{wanted}");
        }
    }
}
