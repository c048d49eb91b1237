//! What a conversation has come to: the customer's texts, what was read of them, scenarios to go back to, and a
//! record of every question.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{message::Message, run::Record};
use crate::design::{Conflict, ConflictKind, Intent, Plain, Reading};

/// A conversation. It can be stored and taken up again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    texts: Vec<String>,
    reading: Reading,
    scenarios: Vec<Reading>,
    transcript: Vec<Exchange>,
}

/// One question and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The customer's words.
    pub text: String,
    /// What the question rested on.
    pub reading: Reading,
    /// Which planner ran, and the model.
    pub planner: String,
    /// The model, when there was one.
    pub model: Option<String>,
    /// The history as the model saw it.
    pub history: Vec<Message>,
    /// Calls with their results in full.
    pub records: Vec<Record>,
    /// The answer's document, or the error's.
    pub result: Value,
    /// Whether it was broken off.
    pub interrupted: bool,
}

impl Session {
    /// A conversation at its beginning.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was read so far.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Everything the customer wrote, in order, parted by blank lines.
    #[must_use]
    pub fn text(&self) -> String {
        self.texts.join("\n\n")
    }

    /// Every question so far.
    #[must_use]
    pub fn transcript(&self) -> &[Exchange] {
        &self.transcript
    }

    /// Earlier states of the requirement, the oldest first.
    #[must_use]
    pub fn scenarios(&self) -> &[Reading] {
        &self.scenarios
    }

    /// Goes back to the requirement before the last change. Whether there was one.
    pub fn back(&mut self) -> bool {
        let Some(before) = self.scenarios.pop() else { return false };
        self.reading = before;
        true
    }

    /// Starts over with an empty requirement. The transcript stays.
    pub fn reset(&mut self) {
        self.texts.clear();
        self.scenarios.clear();
        self.reading = Reading::default();
    }

    /// What a new text means in this conversation: a question of its own leaves the requirement alone, anything else
    /// changes it field by field.
    #[must_use]
    pub(super) fn take_in(&self, new: Reading) -> (Reading, bool) {
        if self.texts.is_empty() {
            return (new, true);
        }
        if is_question(&new) {
            return (new, false);
        }
        (merge(&self.reading, new), true)
    }

    pub(super) fn commit(&mut self, text: &str, reading: Option<Reading>, exchange: Exchange) {
        self.texts.push(text.to_string());
        if let Some(reading) = reading
            && reading != self.reading
        {
            if !self.reading.requirement.is_empty() {
                self.scenarios.push(std::mem::take(&mut self.reading));
            }
            self.reading = reading;
        }
        self.transcript.push(exchange);
    }
}

/// Whether a text only asks about something and states no need.
#[must_use]
pub fn is_question(reading: &Reading) -> bool {
    let asks =
        |intent: &Intent| matches!(intent, Intent::Lookup | Intent::ExplainPattern | Intent::AskForProof);
    let wants =
        |intent: &Intent| matches!(intent, Intent::Design | Intent::FitCheck | Intent::ValidateDesign);
    reading.intents.iter().any(asks) && !reading.intents.iter().any(wants)
}

/// Fields that no longer hold when another is stated anew: a new GPU count makes an old node count void.
const REPLACES: &[(&str, &[&str])] = &[
    ("gpu_count", &["node_count", "gpu_count_min"]),
    ("node_count", &["gpu_count", "gpu_count_min"]),
    ("model_name", &["model_params_b", "active_params_b"]),
    ("power_per_rack_kw", &["power_per_rack_kva"]),
    ("power_total_kw", &["power_total_kva"]),
];

/// The requirement with a later text's statements in place of the earlier ones; what changed stays visible.
fn merge(old: &Reading, new: Reading) -> Reading {
    let mut merged = old.clone();
    let before = old.requirement.stated();
    let stated = new.requirement.stated();
    merged.conflicts.retain(|conflict| stated.iter().all(|(field, ..)| *field != conflict.field));
    for (field, value, quote) in &stated {
        if let Some((_, earlier, words)) = before.iter().find(|(name, ..)| name == field)
            && earlier != value
        {
            merged.conflicts.push(Conflict {
                kind: ConflictKind::Superseded,
                field: field.clone(),
                quotes: vec![words.clone(), quote.clone()],
                values: vec![Plain::from_json(earlier), Plain::from_json(value)],
                used: Some(Plain::from_json(value)),
                reason: "a later message states it anew".into(),
            });
        }
        for (_, void) in REPLACES.iter().filter(|(name, _)| name == field) {
            for name in void.iter().filter(|name| stated.iter().all(|(other, ..)| other != *name)) {
                // Clearing a field that exists cannot fail.
                let _ = merged.requirement.set(name, Value::Null, "");
            }
        }
        if merged.requirement.set(field, value.clone(), quote).is_err() {
            continue;
        }
    }
    merged.requirement.other.extend(new.requirement.other);
    merged.conflicts.extend(new.conflicts);
    merged.notices.extend(new.notices);
    if !new.intents.is_empty() {
        merged.intents = new.intents;
    }
    if !new.language.is_empty() {
        merged.language = new.language;
    }
    merged
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn reading(fields: &[(&str, Value, &str)]) -> Reading {
        let mut reading = Reading { intents: vec![Intent::Design], ..Reading::default() };
        for (field, value, quote) in fields {
            reading.requirement.set(field, value.clone(), quote).unwrap();
        }
        reading
    }

    #[test]
    fn a_follow_up_changes_fields_and_keeps_the_rest() {
        let first = reading(&[
            ("gpu_count", 128.into(), "128 H100"),
            ("node_count", 16.into(), "16 nodes"),
            ("cooling", "air".into(), "no water"),
        ]);
        let merged = merge(&first, reading(&[("gpu_count", 256.into(), "256 then")]));
        let stated: Vec<String> = merged.requirement.stated().into_iter().map(|(field, ..)| field).collect();
        assert_eq!(stated, ["gpu_count", "cooling"]);
        assert_eq!(merged.conflicts[0].quotes, ["128 H100", "256 then"]);
    }

    #[test]
    fn a_question_leaves_the_requirement_alone_and_scenarios_can_be_left() {
        let mut session = Session::new();
        let exchange = || Exchange {
            text: String::new(),
            reading: Reading::default(),
            planner: "offline".into(),
            model: None,
            history: Vec::new(),
            records: Vec::new(),
            result: Value::Null,
            interrupted: false,
        };
        let first = reading(&[("gpu_count", 128.into(), "128")]);
        session.commit("128", Some(first.clone()), exchange());
        let question = Reading {
            intents: vec![Intent::Lookup],
            ..reading(&[("gpu_models", serde_json::json!(["L4"]), "L4")])
        };
        let question = Reading { intents: vec![Intent::Lookup], ..question };
        assert!(!session.take_in(question).1);
        let (changed, changes) = session.take_in(reading(&[("gpu_count", 64.into(), "64")]));
        assert!(changes);
        session.commit("64", Some(changed), exchange());
        assert_eq!(session.text(), "128\n\n64");
        assert!(session.back() && !session.back());
        assert_eq!(session.reading(), &first);
    }
}
