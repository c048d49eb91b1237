//! What a conversation has come to: the customer's texts, what was read of them, scenarios to go back to, and a
//! record of every question.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    engines::Engines,
    message::Message,
    restate::{asking, changed},
    run::Record,
};
use crate::{
    design::{Design, Intent, Reading},
    tools::{Change, FollowUp, Pending, Scenario, answers::Memory},
};

/// A conversation. It can be stored and taken up again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    texts: Vec<String>,
    reading: Reading,
    scenarios: Vec<Reading>,
    /// The requirement that what-if questions vary.
    base: Option<Reading>,
    /// A number whose meaning was asked for.
    pending: Option<Pending>,
    transcript: Vec<Exchange>,
    /// What the questions so far leave for the next.
    memory: Memory,
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
    /// The requirement of the conversation from here on, when this question changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Reading>,
    /// The requirement that what-if questions vary, after this question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Reading>,
    /// A number whose meaning is asked for, after this question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// What the questions so far leave for the next, after a question that was answered directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
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

    /// What the questions so far leave for the next.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The design that is being talked about: that of the requirement as it is, else the last one that was made.
    #[must_use]
    pub fn design(&self) -> Option<Design> {
        let made = |one: &Exchange| serde_json::from_value(one.result["design"].clone()).ok().flatten();
        let current = |one: &&Exchange| one.kept.as_ref() == Some(&self.reading);
        self.transcript
            .iter()
            .rev()
            .filter(current)
            .find_map(made)
            .or_else(|| self.transcript.iter().rev().find_map(made))
    }

    /// The last answer that holds a design, as its document.
    #[must_use]
    pub fn document(&self) -> Option<&Value> {
        self.transcript.iter().rev().map(|one| &one.result).find(|result| result["design"].is_object())
    }

    /// The exchange that takes up another requirement, such as one that was given a name; the one before can be gone
    /// back to.
    #[must_use]
    pub fn taken_up(&self, reading: &Reading, text: &str, result: Value) -> Exchange {
        Exchange {
            text: text.into(),
            reading: reading.clone(),
            planner: "offline".into(),
            model: None,
            history: Vec::new(),
            records: Vec::new(),
            result,
            interrupted: false,
            kept: Some(reading.clone()),
            base: None,
            pending: None,
            memory: Some(self.memory.clone()),
        }
    }

    /// The design before the one that is being talked about.
    #[must_use]
    pub fn design_before(&self) -> Option<Design> {
        let designs = self.transcript.iter().rev().filter(|one| one.result["design"].is_object());
        designs.skip(1).find_map(|one| serde_json::from_value(one.result["design"].clone()).ok())
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
        self.base = None;
        self.pending = None;
        self.memory = Memory::default();
        self.reading = Reading::default();
    }

    /// What a new text means in this conversation: the reading to answer, and whether the requirement changes. A
    /// question of its own leaves the requirement alone; a number whose meaning is open is asked for first.
    #[must_use]
    pub(super) fn take_in(&mut self, engines: &dyn Engines, text: &str) -> (Reading, bool) {
        let mut new = engines.read(text);
        if self.texts.is_empty() {
            return (new, true);
        }
        // A few words do not tell a language: "use RTX PRO 6000 instead" leaves the conversation in its own.
        if text.split_whitespace().count() < LANGUAGE_WORDS && !self.reading.language.is_empty() {
            new.language.clone_from(&self.reading.language);
        }
        let follow = engines.follow_up(&self.reading.requirement, self.pending.as_ref(), text);
        self.pending.clone_from(&follow.pending);
        if let Some(pending) = &follow.pending {
            return (asking(&self.reading, pending), false);
        }
        if let Some(follow) = follow.back_to.and_then(|number| self.as_before(number, text)) {
            return (changed(&self.reading, &follow, &Reading::default()), true);
        }
        match follow.scenario {
            Scenario::BackToBase => (self.base.take().unwrap_or_else(|| self.reading.clone()), true),
            // What was asked of the design before is answered from that design.
            Scenario::Question => (self.scenarios.last().unwrap_or(&self.reading).clone(), false),
            _ if is_question(&new) => (new, false),
            scenario => {
                if scenario == Scenario::WhatIf && self.base.is_none() {
                    self.base = Some(self.reading.clone());
                }
                (changed(&self.reading, &follow, &new), true)
            }
        }
    }

    /// The changes that give a field the number it had before; none where no earlier requirement has it.
    fn as_before(&self, number: f64, text: &str) -> Option<FollowUp> {
        // Counts that hang together go back together.
        const COUNTS: &[&str] = &["gpu_count", "node_count", "gpus_per_node"];
        let value = |reading: &Reading, field: &str| {
            reading
                .requirement
                .stated()
                .into_iter()
                .find(|(name, ..)| name == field)
                .map(|(_, value, _)| value)
        };
        let (field, earlier) = self.scenarios.iter().rev().find_map(|earlier| {
            let stated = earlier.requirement.stated();
            let (field, ..) = stated.into_iter().find(|(field, old, _)| {
                old.as_f64() == Some(number) && value(&self.reading, field).as_ref() != Some(old)
            })?;
            Some((field, earlier))
        })?;
        let fields = if COUNTS.contains(&field.as_str()) { COUNTS.to_vec() } else { vec![field.as_str()] };
        let change = |field: &str| Change {
            field: field.into(),
            value: value(earlier, field).unwrap_or(Value::Null),
            quote: text.trim().into(),
        };
        let (changes, cleared) =
            fields.into_iter().map(change).partition(|change: &Change| !change.value.is_null());
        Some(FollowUp { changes, cleared, ..FollowUp::default() })
    }

    /// Takes in a question that has ended.
    pub(super) fn commit(&mut self, exchange: Exchange) {
        let exchange = Exchange { base: self.base.clone(), pending: self.pending.clone(), ..exchange };
        self.restore(exchange);
    }

    /// Takes in a question that ended earlier, as it was stored.
    pub fn restore(&mut self, exchange: Exchange) {
        match &exchange.memory {
            // A question is no part of what the customer needs.
            Some(memory) => self.memory.clone_from(memory),
            None => {
                self.memory = Memory::default();
                self.texts.push(exchange.text.clone());
            }
        }
        let undone = exchange.memory.is_some()
            && exchange.kept.is_some()
            && exchange.kept.as_ref() == self.scenarios.last();
        if undone {
            self.back();
        } else if let Some(reading) = &exchange.kept
            && *reading != self.reading
        {
            let before = std::mem::replace(&mut self.reading, reading.clone());
            if !before.requirement.is_empty() {
                self.scenarios.push(before);
            }
        }
        self.base.clone_from(&exchange.base);
        self.pending.clone_from(&exchange.pending);
        self.transcript.push(exchange);
    }
}

/// Words from which on a message tells its language.
const LANGUAGE_WORDS: usize = 6;

/// Whether a text only asks about something and states no need.
#[must_use]
pub fn is_question(reading: &Reading) -> bool {
    let asks =
        |intent: &Intent| matches!(intent, Intent::Lookup | Intent::ExplainPattern | Intent::AskForProof);
    let wants =
        |intent: &Intent| matches!(intent, Intent::Design | Intent::FitCheck | Intent::ValidateDesign);
    reading.intents.iter().any(asks) && !reading.intents.iter().any(wants)
}

/// Whether a text names products or patterns and states nothing else: enough for a look-up, never for a design.
#[must_use]
pub fn only_names(reading: &Reading) -> bool {
    const NAMES: &[&str] = &["gpu_models", "gpu_models_unknown", "patterns", "form_factor", "model_name"];
    reading.requirement.stated().iter().all(|(field, ..)| NAMES.contains(&field.as_str()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tools::Catalog;

    fn exchange() -> Exchange {
        Exchange {
            text: String::new(),
            reading: Reading::default(),
            planner: "offline".into(),
            model: None,
            history: Vec::new(),
            records: Vec::new(),
            result: Value::Null,
            interrupted: false,
            kept: None,
            base: None,
            pending: None,
            memory: None,
        }
    }

    /// Says something in a conversation; the reading that is answered.
    fn say(session: &mut Session, text: &str) -> Reading {
        let catalog = Catalog::embedded();
        let (reading, changes) = session.take_in(&catalog, text);
        let kept = changes.then(|| reading.clone());
        session.commit(Exchange { text: text.into(), kept, ..exchange() });
        reading
    }

    #[test]
    fn a_change_of_mind_is_followed_and_stays_visible() {
        let mut session = Session::new();
        say(&mut session, "32 H200 for fine-tuning, InfiniBand, 25 kW racks.");
        let second = say(&mut session, "make it 48 and drop InfiniBand");
        assert_eq!(second.requirement.gpu_count.as_ref().unwrap().value, 48);
        assert!(
            second
                .requirement
                .fabric
                .as_ref()
                .is_none_or(|fabric| fabric.value != [crate::design::words::Technology::Infiniband])
        );
        assert!(second.conflicts.iter().any(|conflict| conflict.field == "gpu_count"));
        let open = say(&mut session, "ok and racks only 18 now");
        assert!(open.conflicts.iter().any(|conflict| conflict.used.is_none()));
        assert_eq!(session.reading().requirement.power_per_rack_kw.as_ref().unwrap().value, 25.0);
        say(&mut session, "kW per rack of course");
        assert_eq!(session.reading().requirement.power_per_rack_kw.as_ref().unwrap().value, 18.0);
    }

    #[test]
    fn variants_leave_the_base_as_it_is() {
        let mut session = Session::new();
        say(&mut session, "Base design: 16 nodes HGX B200, Ethernet, 40 kW racks, 1 PB storage.");
        let variant = say(&mut session, "what if B300 instead?");
        assert_eq!(variant.requirement.gpu_models.as_ref().unwrap().value, ["B300"]);
        let base = say(&mut session, "back to base, write the summary");
        assert_eq!(base.requirement.gpu_models.as_ref().unwrap().value, ["B200"]);
        assert!(session.back());
        assert_eq!(session.text().matches("\n\n").count(), 2);
    }

    #[test]
    fn back_to_a_number_is_the_field_that_had_it() {
        let mut session = Session::new();
        say(&mut session, "40 H200 for training, air cooled, 25 kW racks.");
        say(&mut session, "make it 64");
        say(&mut session, "racks are 40 kW now");
        let back = say(&mut session, "back to 40 please");
        assert_eq!(back.requirement.gpu_count.as_ref().unwrap().value, 40);
        assert_eq!(back.requirement.power_per_rack_kw.as_ref().unwrap().value, 40.0);
    }
}
