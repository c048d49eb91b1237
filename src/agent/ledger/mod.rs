//! The values of one question: every number of every tool result and of the customer's statements, with an id, a
//! unit, what it is about and where it stands. Prose names values by id; the program prints them.

mod entity;
mod projection;
pub mod unit;

pub use entity::{Entities, Mention, words};
pub use projection::project;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::design::{Plain, Reading};

/// One number that prose may name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The number.
    pub value: f64,
    /// Unit for people; empty when it has none or none is known.
    pub unit: String,
    /// The noun it counts, singular.
    pub noun: Option<String>,
    /// What it is, in words.
    pub label: String,
    /// Products or patterns it is about, as the result names them; empty when the result does not tell.
    pub subjects: Vec<String>,
    /// Id of the call, or `stated`.
    pub origin: String,
    /// JSON pointer within the result or the requirement.
    pub pointer: String,
}

impl Fact {
    /// Value and unit as people read them.
    #[must_use]
    pub fn words(&self) -> String {
        in_words(self.value, &self.unit)
    }
}

/// A number with its unit, `1 node` in the singular.
#[must_use]
pub fn in_words(value: f64, unit: &str) -> String {
    let number = Plain::Number(value).words();
    match unit {
        "" => number,
        "%" => format!("{number}%"),
        unit if (value - 1.0).abs() < f64::EPSILON => {
            let (head, tail) = unit
                .split_once(" per ")
                .map_or((unit, String::new()), |(head, tail)| (head, format!(" per {tail}")));
            let one = match head {
                "days" | "months" | "years" => &head[..head.len() - 1],
                _ => head.strip_suffix("switches").map_or_else(
                    || {
                        if unit::counted_noun(head).is_some() || head.contains(' ') {
                            head.trim_end_matches('s')
                        } else {
                            head
                        }
                    },
                    |_| head.trim_end_matches("es"),
                ),
            };
            format!("{number} {one}{tail}")
        }
        unit => format!("{number} {unit}"),
    }
}

/// The values and engine-written sentences of one question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    facts: BTreeMap<String, Fact>,
    texts: BTreeMap<String, String>,
    /// Ids by origin and pointer, written one after the other (an origin holds no slash).
    places: BTreeMap<String, String>,
    /// Every word with a digit in it that results or the customer use as a name.
    names: BTreeSet<String>,
    subjects: BTreeSet<String>,
}

/// Keys whose text names what the numbers beside it are about.
const SUBJECT_KEYS: &[&str] = &[
    "gpu",
    "gpu_id",
    "gpu_name",
    "name",
    "id",
    "pattern",
    "pattern_id",
    "system",
    "system_id",
    "model",
    "model_id",
    "switch_id",
];
/// Keys whose text is a sentence of an engine that an answer may take over.
const SENTENCE_KEYS: &[&str] =
    &["summary", "message", "reading", "description", "question", "effect", "repair", "sentences"];

impl Ledger {
    /// Takes in the numbers the customer stated.
    pub fn state(&mut self, reading: &Reading) {
        for (field, value, _) in reading.requirement.stated() {
            let mut walk = Walk { ledger: self, origin: "stated", prefix: 'q' };
            walk.value(&value, &format!("/{field}"), &mut vec![field], &[]);
        }
    }

    /// Takes in the words with digits that the customer uses as names.
    pub fn customer_text(&mut self, text: &str) {
        names_in(text).for_each(|name| self.remember(&name));
    }

    /// Keeps a word with a digit as a name. `40kW` and `x128` are quantities in the clothes of one.
    fn remember(&mut self, name: &str) {
        // `2-8-9-400-SP` is a variant of a pattern.
        let variant = name
            .rsplit_once('-')
            .is_some_and(|(id, tail)| is_pattern_id(id) && tail.chars().all(char::is_alphabetic));
        let word = name.starts_with(|c: char| c.is_alphabetic()) && !is_quantity(name);
        if word || variant || is_pattern_id(name) {
            self.names.insert(name.to_lowercase());
        }
    }

    /// Takes in the numbers, names and sentences of a tool's result.
    pub fn add(&mut self, call: &str, arguments: &Value, result: &Value) {
        let asked: Vec<String> =
            SUBJECT_KEYS.iter().filter_map(|key| arguments[*key].as_str().map(ToString::to_string)).collect();
        for name in asked.iter().flat_map(|text| names_in(text)) {
            self.remember(&name);
        }
        let mut walk = Walk { ledger: self, origin: call, prefix: 'v' };
        walk.value(result, "", &mut Vec::new(), &asked);
    }

    /// The value with this id.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.get(id)
    }

    /// The engine's sentence with this id.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        self.texts.get(id).map(String::as_str)
    }

    /// The id of what stands at a pointer of a call's result.
    #[must_use]
    pub fn id_at(&self, origin: &str, pointer: &str) -> Option<&str> {
        self.places.get(&format!("{origin}{pointer}")).map(String::as_str)
    }

    /// All values, by id.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.facts.iter().map(|(id, fact)| (id.as_str(), fact))
    }

    /// Whether results or the customer use this word as a name.
    #[must_use]
    pub fn is_name(&self, word: &str) -> bool {
        self.names.contains(&word.to_lowercase())
    }

    /// What the values are about, for finding mentions in prose.
    #[must_use]
    pub fn entities(&self) -> Entities {
        Entities::new(self.subjects.iter().map(String::as_str))
    }

    /// A text with product names of several words taken out, so that the digits in them are not taken for numbers.
    #[must_use]
    pub fn without_names(&self, text: &str) -> String {
        let mut left = text.to_string();
        let several = self.subjects.iter().filter(|name| {
            name.contains(' ') && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.is_ascii()
        });
        for name in several {
            let name = name.to_ascii_lowercase();
            let mut from = 0;
            while let Some(at) = left.to_ascii_lowercase()[from..].find(&name).map(|at| from + at) {
                let end = at + name.len();
                let open = left[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
                let close = left[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
                if open && close {
                    left.replace_range(at..end, &" ".repeat(name.len()));
                }
                from = end;
            }
        }
        left
    }

    /// Whether no tool has given a result yet.
    #[must_use]
    pub fn is_without_results(&self) -> bool {
        self.facts.values().all(|fact| fact.origin == "stated") && self.texts.is_empty()
    }

    /// The values nearest to a number, best first: equal ones, then by distance.
    #[must_use]
    pub fn nearest(&self, number: f64, most: usize) -> Vec<(&str, &Fact)> {
        let mut all: Vec<_> = self.facts().collect();
        let distance = |fact: &Fact| (fact.value - number).abs() / number.abs().max(1.0);
        all.sort_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        all.truncate(most);
        all
    }

    fn next_id(&self, prefix: char, count: usize) -> String {
        format!("{prefix}{}", count + 1)
    }
}

/// One walk over a result.
struct Walk<'a> {
    ledger: &'a mut Ledger,
    origin: &'a str,
    prefix: char,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, pointer: &str, keys: &mut Vec<String>, subjects: &[String]) {
        match value {
            Value::Number(number) => {
                let names: Vec<&str> = keys.iter().map(String::as_str).collect();
                self.number(number.as_f64().unwrap_or_default(), pointer, unit::meaning(&names), subjects);
            }
            Value::String(text) => {
                // In a list the key of the list says what its texts are.
                let named = keys.iter().rev().find(|key| key.parse::<usize>().is_err());
                self.string(text, pointer, named.map_or("", String::as_str));
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    keys.push(index.to_string());
                    self.value(item, &format!("{pointer}/{index}"), keys, subjects);
                    keys.pop();
                }
            }
            Value::Object(fields) => {
                let own: Vec<String> = SUBJECT_KEYS
                    .iter()
                    .filter_map(|key| fields.get(*key)?.as_str().map(ToString::to_string))
                    .collect();
                let subjects = if own.is_empty() { subjects.to_vec() } else { own };
                for subject in &subjects {
                    self.ledger.subjects.insert(subject.clone());
                }
                // A row of a datasheet says in its own fields what its number is.
                let row = fields.get("unit").and_then(Value::as_str);
                for (key, item) in fields {
                    let at = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                    keys.push(key.clone());
                    match (item, row) {
                        (Value::Number(number), Some(unit)) if key == "value" => {
                            let field = fields.get("field").and_then(Value::as_str).unwrap_or_default();
                            let label = unit::meaning(&[field]).label;
                            let known = unit::meaning(&[field]);
                            let meaning = unit::Meaning {
                                noun: known
                                    .noun
                                    .filter(|_| unit.is_empty() || unit::counted_noun(unit).is_some()),
                                unit: if unit.is_empty() { known.unit } else { unit.to_string() },
                                label,
                            };
                            self.number(number.as_f64().unwrap_or_default(), &at, meaning, &subjects);
                        }
                        _ => self.value(item, &at, keys, &subjects),
                    }
                    keys.pop();
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn number(&mut self, value: f64, pointer: &str, meaning: unit::Meaning, subjects: &[String]) {
        let place = format!("{}{pointer}", self.origin);
        // A corrected statement gets a new id; the old one keeps its value.
        let known = self.ledger.places.get(&place).and_then(|id| self.ledger.facts.get(id));
        if known.is_some_and(|fact| fact.value == value) {
            return;
        }
        let count = self.ledger.facts.keys().filter(|id| id.starts_with(self.prefix)).count();
        let id = self.ledger.next_id(self.prefix, count);
        self.ledger.places.insert(place, id.clone());
        let fact = Fact {
            value,
            unit: meaning.unit,
            noun: meaning.noun,
            label: meaning.label,
            subjects: subjects.to_vec(),
            origin: self.origin.to_string(),
            pointer: pointer.to_string(),
        };
        self.ledger.facts.insert(id, fact);
    }

    fn string(&mut self, text: &str, pointer: &str, key: &str) {
        names_in(text).for_each(|name| self.ledger.remember(&name));
        let place = format!("{}{pointer}", self.origin);
        if self.prefix == 'v'
            && SENTENCE_KEYS.contains(&key)
            && text.contains(' ')
            && !self.ledger.places.contains_key(&place)
        {
            let id = self.ledger.next_id('t', self.ledger.texts.len());
            self.ledger.places.insert(place, id.clone());
            self.ledger.texts.insert(id, text.to_string());
        }
    }
}

/// Words of a text that hold a digit, without the punctuation around them.
fn names_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| c.is_whitespace() || ",;:()[]{}\"'“”‘’`|/=<>!?«»…".contains(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().any(char::is_numeric) && word.len() <= 48)
        .map(ToString::to_string)
}

/// A pattern id: three or four whole numbers with hyphens between.
#[must_use]
pub fn is_pattern_id(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    (3..=4).contains(&parts.len())
        && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
        // A date is no pattern.
        && parts[0].len() <= 2
        && !(parts.len() == 3 && parts[2].len() == 4)
}

/// `x8`, `EUR500k`, `USD3`: a quantity written like a name.
fn is_quantity(word: &str) -> bool {
    let letters: String = word.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let rest = &word[word.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>()..];
    rest.starts_with(char::is_numeric)
        && matches!(
            letters.as_str(),
            "x" | "ca"
                | "circa"
                | "approx"
                | "eur"
                | "usd"
                | "gbp"
                | "chf"
                | "jpy"
                | "rmb"
                | "us"
                | "rs"
                | "inr"
                | "kw"
                | "mw"
                | "gb"
                | "tb"
                | "about"
                | "über"
                | "bis"
                | "max"
                | "min"
        )
}

#[cfg(test)]
#[path = "cases.rs"]
mod cases;
