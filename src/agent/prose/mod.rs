//! Prose with value references. A model writes `{{v:v12}}` where a number belongs; the program prints value and
//! unit. A digit, a number word or a comparison that no reference backs is refused with its place.

mod label;
mod numerals;
mod sentence;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    ledger::{self, Ledger, unit},
    sentinel,
};

/// Digits after the point a reference may ask for.
const DECIMALS_MAX: usize = 4;
/// A rounding that moves a value by more than this is refused: it would print another number.
const ROUNDING_MAX: f64 = 0.05;

/// One reason why prose is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// What rule it breaks.
    pub rule: String,
    /// The words in question.
    pub found: String,
    /// What to do instead.
    pub message: String,
}

impl Fault {
    fn new(rule: &str, found: &str, message: impl Into<String>) -> Self {
        Self { rule: rule.into(), found: found.chars().take(80).collect(), message: message.into() }
    }

    /// The fault as a model sees it.
    #[must_use]
    pub fn json(&self, at: &str) -> Value {
        json!({ "at": at, "rule": self.rule, "got": self.found, "message": self.message })
    }
}

/// A piece of prose.
#[derive(Debug, Clone, PartialEq)]
enum Piece<'a> {
    Words(&'a str),
    Value { id: &'a str, fact: &'a ledger::Fact, printed: String, unit: String },
    Text(&'a str),
}

/// Checks prose and prints its values.
///
/// `customer` is the customer's text (for clause numbers copied from it), `language` the language of the request.
///
/// # Errors
/// Everything that is refused, at most a dozen faults.
pub fn render(prose: &str, ledger: &Ledger, customer: &str, language: &str) -> Result<String, Vec<Fault>> {
    let mut faults = Vec::new();
    if let Some(markup) = sentinel::find(prose) {
        faults.push(Fault::new("markup", markup, "tool markup does not belong in prose"));
    }
    if let Some(odd) = prose.chars().find(|c| is_hidden(*c)) {
        let name = format!("U+{:04X}", odd as u32);
        faults.push(Fault::new("hidden_character", &name, "remove the control character"));
    }
    if let Some(link) = link(prose) {
        faults.push(Fault::new("link", &link, "links and images do not belong in an answer"));
    }
    let pieces = parse(prose, ledger, &mut faults);
    numerals::check(&pieces, ledger, customer, language, &mut faults);
    sentence::check(&pieces, &ledger.entities(), &mut faults);
    label::check(&pieces, ledger, &mut faults);
    if let Some(fault) = language_fault(&pieces, language) {
        faults.push(fault);
    }
    if faults.is_empty() {
        return Ok(print(&pieces));
    }
    faults.truncate(12);
    Err(faults)
}

/// A link or image in any spelling: `HTTPS://`, `h ttps://`, `//host`, `WWW.`, `mailto:`, a bare host with a path.
fn link(prose: &str) -> Option<String> {
    let lower = prose.to_lowercase();
    for sign in ["://", "//", "www.", "](", "mailto:", "<img", "<a ", "src=", "href="] {
        if lower.contains(sign) {
            return Some(sign.to_string());
        }
    }
    lower
        .split_whitespace()
        .find(|word| {
            word.find(['/', '?']).is_some_and(|end| {
                word[..end].rsplit_once('.').is_some_and(|(host, top)| {
                    host.chars().filter(char::is_ascii_alphabetic).count() > 2
                        && top.len() > 1
                        && top.chars().all(|c| c.is_ascii_alphabetic())
                        && word.len() > end + 1
                })
            })
        })
        .map(ToString::to_string)
}

/// Control characters, and characters that hide or reorder text.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn parse<'a>(prose: &'a str, ledger: &'a Ledger, faults: &mut Vec<Fault>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = prose;
    while let Some(at) = rest.find("{{") {
        if at > 0 {
            pieces.push(Piece::Words(&rest[..at]));
        }
        let Some(end) = rest[at..].find("}}") else {
            faults.push(Fault::new("reference", &rest[at..], "the reference is not closed with `}}`"));
            return pieces;
        };
        let inside = rest[at + 2..at + end].trim();
        match reference(inside, ledger) {
            Ok(piece) => pieces.push(piece),
            Err(message) => faults.push(Fault::new("reference", &rest[at..at + end + 2], message)),
        }
        rest = &rest[at + end + 2..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    for piece in &pieces {
        if let Piece::Words(words) = piece
            && words.contains(['{', '}'])
        {
            faults.push(Fault::new("reference", words, "braces belong to references only: {{v:ID}}"));
        }
    }
    pieces
}

fn reference<'a>(inside: &'a str, ledger: &'a Ledger) -> Result<Piece<'a>, String> {
    let (kind, rest) = inside.split_once(':').ok_or("a reference is {{v:ID}} or {{t:ID}}")?;
    let mut parts = rest.split('|').map(str::trim);
    let id = parts.next().unwrap_or_default();
    if kind.trim() == "t" {
        return ledger.text(id).map(Piece::Text).ok_or_else(|| format!("there is no sentence `{id}`"));
    }
    if kind.trim() != "v" {
        return Err("a reference is {{v:ID}} or {{t:ID}}".into());
    }
    let fact = ledger.fact(id).ok_or_else(|| format!("there is no value `{id}` in this question"))?;
    let (mut value, mut unit, mut decimals) = (fact.value, fact.unit.clone(), None);
    for option in parts {
        if let Ok(wanted) = option.parse::<usize>() {
            decimals = Some(wanted);
        } else if let Some(converted) = unit::convert(fact.value, &fact.unit, option) {
            (value, unit) = (converted, option.to_string());
        } else {
            return Err(format!("`{id}` is in {}; it cannot be printed in `{option}`", named(&fact.unit)));
        }
    }
    let rounded = match decimals {
        Some(decimals) if decimals > DECIMALS_MAX => {
            return Err(format!("at most {DECIMALS_MAX} decimals"));
        }
        Some(decimals) => round(value, decimals),
        // A conversion may leave a long tail; four significant digits are kept.
        None if unit != fact.unit && value != 0.0 => {
            let digits = 3 - value.abs().log10().floor() as i32;
            round(value, usize::try_from(digits).unwrap_or(0))
        }
        None => value,
    };
    if (rounded - value).abs() > ROUNDING_MAX * value.abs() {
        return Err(format!("rounded that far, `{id}` ({}) would be another number", fact.words()));
    }
    Ok(Piece::Value { id, fact, printed: ledger::in_words(rounded, &unit), unit })
}

fn round(value: f64, decimals: usize) -> f64 {
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or(0));
    (value * scale).round() / scale
}

fn named(unit: &str) -> &str {
    if unit.is_empty() { "no unit" } else { unit }
}

/// The text with values printed. A unit or noun the model wrote after the reference is not printed twice.
fn print(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    let mut before: Option<&str> = None;
    for piece in pieces {
        match piece {
            Piece::Words(words) => {
                let words = before.map_or(*words, |unit| &words[repeated(words, unit)..]);
                out.push_str(words);
                before = None;
            }
            Piece::Value { printed, unit, .. } => {
                out.push_str(printed);
                before = Some(unit);
            }
            Piece::Text(text) => {
                out.push_str(text);
                before = None;
            }
        }
    }
    out.trim().to_string()
}

/// Bytes at the beginning of `words` that only repeat the unit just printed.
fn repeated(words: &str, printed: &str) -> usize {
    let trimmed = words.trim_start_matches([' ', '\u{a0}', '-', '\u{202f}']);
    let skipped = words.len() - trimmed.len();
    if printed.is_empty() {
        return 0;
    }
    if let Some((unit, length)) = unit::leading(trimmed)
        && printed.split(" per ").next() == Some(unit)
    {
        return skipped + length + tail(&trimmed[length..], printed);
    }
    for (length, _) in trimmed.char_indices().chain([(trimmed.len(), ' ')]).skip(1) {
        let head = &trimmed[..length];
        let ends = trimmed[length..].chars().next().is_none_or(|next| !next.is_alphanumeric());
        let many = printed.split(" per ").next().unwrap_or(printed);
        let one = many.strip_suffix('s').unwrap_or(many);
        if ends && (head.eq_ignore_ascii_case(many) || head.eq_ignore_ascii_case(one)) {
            return skipped + length + tail(&trimmed[length..], printed);
        }
        if length > many.len() {
            break;
        }
    }
    0
}

/// Bytes of a repeated ` per node` after the unit.
fn tail(after: &str, printed: &str) -> usize {
    let Some((_, per)) = printed.split_once(" per ") else { return 0 };
    [format!(" per {per}"), format!("/{per}"), format!(" a {per}"), format!(" each {per}")]
        .iter()
        .find(|form| after.get(..form.len()).is_some_and(|head| head.eq_ignore_ascii_case(form)))
        .map_or(0, String::len)
}

/// An answer in another script than the request's language is written in.
fn language_fault(pieces: &[Piece<'_>], language: &str) -> Option<Fault> {
    let text: String = pieces
        .iter()
        .filter_map(|piece| if let Piece::Words(words) = piece { Some(*words) } else { None })
        .collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = |range: fn(char) -> bool| text.chars().filter(|c| range(*c)).count() * 5 > letters.max(1);
    let cjk = |c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let cyrillic = |c| matches!(c, '\u{400}'..='\u{52f}');
    let arabic = |c| matches!(c, '\u{590}'..='\u{6ff}');
    let wrong = (foreign(cjk) && !matches!(language, "zh" | "ja" | "ko"))
        || (foreign(cyrillic) && !matches!(language, "ru" | "uk" | "bg" | "sr"))
        || (foreign(arabic) && !matches!(language, "ar" | "he" | "fa" | "ur"));
    wrong.then(|| {
        let language = if language.is_empty() { "en" } else { language };
        Fault::new("language", &text, format!("answer in the language of the request (`{language}`)"))
    })
}

#[cfg(test)]
#[path = "cases.rs"]
mod cases;
#[cfg(test)]
mod mutation_cases;
