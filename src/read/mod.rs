//! Reads a customer's text by rules, with no model: free text in, [`Reading`] out.
//!
//! The text is folded to one spelling, cut into tokens, and turned into a row of nodes (quantities with units, concepts
//! of a many-language word list, product and model names). Rules then claim fields; claims are joined, corrected and
//! checked against each other. A value that was not said stays `None`; every stated value keeps its words, verbatim.

mod claim;
mod clause_text;
mod derive;
mod fold;
mod follow_up;
mod intent;
mod json_input;
mod language;
mod leftover;
mod lexicon;
mod model_names;
mod names;
mod notice;
mod numeral;
mod opaque;
mod page;
mod premises;
mod quantity;
mod resolve;
mod rules;
mod suspect;
#[cfg(test)]
mod tests;
mod token;
mod unit;
mod unit_words;

pub use follow_up::{Change, FollowUp, Pending, Scenario, follow_up, follow_up_to};

use crate::{catalog::Catalog, design::Reading};

/// Reads a text. Pure and deterministic; never fails: what cannot be read is left out or kept in `other`.
#[must_use]
pub fn read(text: &str, catalog: &Catalog) -> Reading {
    let names = names::Names::new(catalog);
    if let Some(reading) = json_input::read(text, &names) {
        return reading;
    }
    let language = language::detect(text);
    let (masked, mut notices) = notice::hidden(text);
    let mut page = page::Page::new(text, &names, language, &masked);
    notices.extend(notice::instructions(&mut page));
    let mut claims = claim::Claims::default();
    for (_, rule) in rules::RULES {
        rule(&page, &mut claims);
    }
    let suspects = suspect::find(&page, &mut claims, catalog);
    let (mut requirement, mut conflicts) = resolve::resolve(&page, &mut claims);
    conflicts.extend(suspects);
    requirement.other = leftover::find(&page, &claims);
    let gpus = requirement.gpu_models.as_ref().map(|stated| stated.value.as_slice()).unwrap_or_default();
    let premises = premises::find(text, gpus);
    Reading {
        requirement,
        conflicts,
        clauses: clause_text::find(text),
        claims: premises,
        intents: intent::find(&page),
        notices,
        language: language.to_string(),
        ..Reading::default()
    }
}
