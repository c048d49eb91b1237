//! Statements of the customer's text as a model points at them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Tool, ToolError};
use crate::{
    catalog::Catalog,
    design::{Bound, By, Field, Reading, Scope, Strength},
    read::pointed::{Pointed, hear},
};

/// Takes in what a text states.
pub struct State;

pub use crate::read::pointed::Heard;

/// What the text states, by somebody who read it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// The customer's text.
    pub text: String,
    /// What was read from it so far.
    pub reading: Option<Reading>,
    /// The statements, one a row.
    pub claims: Vec<Claim>,
}

/// One statement.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// What it is about; the ending of the name is the unit.
    pub field: Field,
    /// The number with its unit, or the name, exactly as the quote has it; for a field of closed words, the word.
    pub as_written: String,
    /// The customer's words, copied exactly, with the number in them.
    pub quote: String,
    /// How the value binds; null where the words say no more than the value.
    #[serde(default)]
    pub bound: Option<Bound>,
    /// How strongly it is asked for; null where the words do not say.
    #[serde(default)]
    pub strength: Option<Strength>,
    /// What it is about: new (to be built now), existing, option, later, `pool:<name>` or `site:<name>`; null is new.
    #[serde(default)]
    pub scope: Option<String>,
    /// Whether the value is ruled out; null is no.
    #[serde(default)]
    pub negated: Option<bool>,
}

/// What holds of the claims.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Statements that were taken in beside what was read already.
    pub taken: Vec<Taken>,
    /// Claims that the words do not bear out.
    pub refused: Vec<Refused>,
    /// Words nobody has explained yet.
    pub unread: Vec<String>,
    /// Fields whose statements disagree.
    pub disagree: Vec<String>,
}

/// A statement that was taken in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// What it is about.
    pub field: Field,
    /// The value in the unit of the field.
    pub value: String,
}

/// A claim that does not hold.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Place in the list.
    pub at: String,
    /// What is wrong with it.
    pub message: String,
}

impl Claim {
    fn pointed(&self) -> Result<Pointed, String> {
        let scope = match self.scope.as_deref().map(str::trim) {
            None | Some("" | "null") => Scope::New,
            Some(word) => word.parse()?,
        };
        Ok(Pointed {
            field: self.field,
            as_written: self.as_written.clone(),
            quote: self.quote.clone(),
            bound: self.bound,
            strength: self.strength,
            scope,
            negated: self.negated.unwrap_or_default(),
            about: (self.field == Field::Other).then(|| self.as_written.clone()),
        })
    }
}

/// The reading of a text with a model's claims in it, and the claims that do not hold.
#[must_use]
pub fn state(catalog: &Catalog, text: &str, reading: &Reading, claims: &[Claim]) -> Heard {
    let mut pointed = Vec::new();
    let mut places = Vec::new();
    let mut refused = Vec::new();
    for (place, claim) in claims.iter().enumerate() {
        match claim.pointed() {
            Ok(one) => {
                pointed.push(one);
                places.push(place);
            }
            Err(why) => refused.push((place, "scope", why)),
        }
    }
    let heard = hear(text, reading, &pointed, catalog);
    refused.extend(heard.refused.into_iter().map(|(place, part, why)| (places[place], part, why)));
    refused.sort_by_key(|(place, ..)| *place);
    Heard { reading: heard.reading, refused }
}

impl Tool for State {
    const NAME: &'static str = "state";
    const DESCRIPTION: &'static str = "Takes in what the customer's text states, one claim for each need: field, value as written, quote. Use it when the rules missed or misread something, or statements disagree; the number is parsed out of the quote. It designs nothing; plan uses what was taken in.";
    const SESSION_KEYS: &'static [&'static str] = &["text", "reading"];
    type Input = Input;
    type Output = Output;

    fn run(catalog: &Catalog, input: Input) -> Result<Output, ToolError> {
        let reading = input.reading.unwrap_or_else(|| super::read(catalog, &input.text));
        let heard = state(catalog, &input.text, &reading, &input.claims);
        let taken = |by: By| by == By::Model;
        Ok(Output {
            taken: heard
                .reading
                .statements
                .iter()
                .filter(|one| taken(one.by))
                .map(|one| Taken { field: one.field, value: one.value.words() })
                .collect(),
            refused: heard
                .refused
                .into_iter()
                .map(|(place, part, message)| Refused { at: format!("/claims/{place}/{part}"), message })
                .collect(),
            unread: heard.reading.unread.iter().map(|left| left.quote.clone()).collect(),
            disagree: heard
                .reading
                .conflicts
                .iter()
                .filter(|one| one.used.is_none())
                .map(|one| one.field.clone())
                .collect(),
        })
    }
}
