//! A case of a corpus: a text, what must be read of it, and what must come of it.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

/// A file of cases; other keys are ignored.
#[derive(Debug, Deserialize)]
pub struct Corpus {
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// Id.
    pub id: String,
    /// What the customer wrote; empty where `turns` hold it.
    #[serde(default)]
    pub text: String,
    /// Questions that follow each other in one conversation.
    #[serde(default)]
    pub turns: Vec<Asked>,
    /// Facts the reply must hold.
    #[serde(default)]
    pub reply_must: Vec<Fact>,
    /// What is wanted.
    #[serde(default)]
    pub wants: Vec<String>,
    /// Whether the requirement stays as it was.
    #[serde(default)]
    pub keeps_design: Option<bool>,
    /// Group the case is counted under.
    #[serde(default)]
    pub group: Option<String>,
    /// Language the case is counted under.
    #[serde(default)]
    pub language: Option<String>,
    /// Language, when it is checked.
    #[serde(default)]
    pub lang: Option<String>,
    /// What the customer writes next.
    #[serde(default)]
    pub followups: Vec<Turn>,
    /// What must come of it.
    #[serde(default)]
    pub expected: Expected,
    /// Milestones.
    #[serde(default)]
    pub must: Vec<Line>,
    /// Minefields: one that is hit fails the case.
    #[serde(default)]
    pub must_not: Vec<Line>,
}

impl Case {
    /// The questions of the case, where it is one of questions.
    pub fn asked(&self) -> Vec<Asked> {
        if !self.turns.is_empty() || self.reply_must.is_empty() {
            return self.turns.clone();
        }
        vec![Asked {
            text: self.text.clone(),
            reply_must: self.reply_must.clone(),
            wants: self.wants.clone(),
            keeps_design: self.keeps_design,
        }]
    }
}

/// A question, and what the reply to it must hold.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The question.
    #[serde(default)]
    pub text: String,
    /// Facts of the reply.
    #[serde(default)]
    pub reply_must: Vec<Fact>,
    /// What is wanted.
    #[serde(default)]
    pub wants: Vec<String>,
    /// Whether the requirement stays as it was.
    #[serde(default)]
    pub keeps_design: Option<bool>,
}

/// One fact. Without a value, a range or a choice it is in words, and people judge it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Fact {
    /// What it is, in words.
    #[serde(default)]
    pub fact: String,
    /// The value: a number, a word, or yes and no.
    #[serde(default)]
    pub value: Option<Value>,
    /// The unit of the value or range.
    #[serde(default)]
    pub unit: String,
    /// Relative error.
    #[serde(default)]
    pub tol: f64,
    /// Least and greatest value.
    #[serde(default)]
    pub range: Option<[f64; 2]>,
    /// Facts of which one is enough.
    #[serde(default)]
    pub one_of: Vec<Fact>,
}

/// A milestone or a minefield.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// Reached when the answer holds one of these texts, in any case of letters.
    Says {
        /// What it is about.
        line: String,
        /// Texts.
        says: Vec<String>,
    },
    /// In words alone: judged by people.
    Words(IgnoredAny),
}

/// What must come of a case.
#[derive(Debug, Default, Deserialize)]
pub struct Expected {
    /// Fields with their values.
    #[serde(default)]
    pub extract: BTreeMap<String, Value>,
    /// Fields that must not be filled in.
    #[serde(default)]
    pub must_be_null: Vec<String>,
    /// Statements that disagree.
    #[serde(default)]
    pub conflicts: Vec<BTreeMap<String, Value>>,
    /// Statements that a later one replaces.
    #[serde(default)]
    pub superseded: Vec<BTreeMap<String, Value>>,
    /// Values that cannot be meant.
    #[serde(default)]
    pub suspected: Vec<BTreeMap<String, Value>>,
    /// Statements about products that the catalog denies.
    #[serde(default)]
    pub disputed: Vec<BTreeMap<String, Value>>,
    /// Whether something in the text must not be obeyed.
    #[serde(default)]
    pub untrusted_instruction: bool,
    /// Tools of which one is to be called first; `final_answer` for none.
    #[serde(default)]
    pub first_tool: Vec<String>,
    /// Outcome.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Pattern of the design.
    #[serde(default)]
    pub ra_pattern: Option<Value>,
    /// Numbers an expert computes first.
    #[serde(default)]
    pub derived: Vec<Derived>,
}

/// A number an expert computes first.
#[derive(Debug, Deserialize)]
pub struct Derived {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Relative error that is allowed.
    #[serde(default)]
    pub tol: Option<f64>,
}

/// A follow-up and the state of the requirement after it.
#[derive(Debug, Deserialize)]
pub struct Turn {
    /// What the customer writes.
    pub user: String,
    /// Fields with their values.
    #[serde(default)]
    pub state: BTreeMap<String, Value>,
}
