//! Reads a customer's text by rules, with no model: free text in, [`Reading`] out.
//!
//! The text is folded to one spelling, cut into tokens, and turned into a sheet of items (quantities with units, concepts of
//! the word lists in the catalog, product and model names) in lines, cells, sentences and clauses. The status of a passage
//! is decided before any field; numbers, products, qualities and terms then become statements, which are settled against
//! each other and folded into the requirement. A value that was not said is no statement; every quote is verbatim.

mod binding;
mod change;
mod clause_id;
mod clause_text;
mod counted;
mod disagree;
mod enclosed;
mod evidence;
mod fold;
mod follow_up;
mod intent;
mod item;
mod join;
mod json_input;
mod language;
#[cfg(test)]
mod languages;
mod layout;
mod measure;
mod model_names;
mod modes;
mod names;
mod naming;
mod node_kinds;
mod notice;
mod numbers;
mod numeral;
mod numeral_words;
mod opaque;
mod part;
mod part_labels;
pub mod pointed;
mod pointed_value;
mod pointed_words;
mod polarity;
mod premises;
#[cfg(test)]
mod probes;
mod products;
mod proposal;
mod qualities;
mod quantity;
pub mod question;
mod relate;
mod relation;
mod residency;
mod rows;
mod scaled;
mod senses;
mod sentences;
mod settle;
mod sheet;
mod signature;
mod status;
mod stem;
mod suspect;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod token;
mod unit;
mod unit_words;
mod voices;
pub mod wants;
mod words;
mod work;

pub use change::{Change, FollowUp, Pending, Scenario};
pub use follow_up::{follow_up, follow_up_to};

use crate::{
    catalog::Catalog,
    design::{Conflict, Field, Plain, Reading, Requirement, Statement, Unread},
};

/// Reads a text. Pure and deterministic; never fails: what cannot be read is left out or kept in `other`.
#[must_use]
pub fn read(text: &str, catalog: &Catalog) -> Reading {
    let names = names::Names::new(catalog);
    if let Some(reading) = json_input::read(text, &names) {
        return with_statements(reading);
    }
    let words = words::Words::of(catalog);
    let language = language::detect(text, &words);
    let (masked, mut notices) = notice::hidden(text);
    let mut sheet = item::Sheet::new(text, &names, &words, language, &masked);
    notices.extend(notice::instructions(&mut sheet));
    let (claims, superseded, unread) = claims(&sheet);
    let disagree::Together { mut conflicts, derived } = disagree::compare(&sheet, &claims);
    conflicts.extend(superseded);
    conflicts.extend(suspect::find(&sheet, &claims, catalog));
    let statements: Vec<Statement> = claims.into_iter().map(|claim| claim.statement).collect();
    let requirement = Requirement::fold(&statements, &derived, &conflicts);
    let gpus = requirement.gpu_models.as_ref().map(|stated| stated.value.as_slice()).unwrap_or_default();
    let premises = premises::find(text, gpus);
    Reading {
        statements,
        unread,
        requirement,
        conflicts,
        clauses: clause_text::find(text),
        claims: premises,
        intents: intent::find(&sheet),
        notices,
        language: language.to_string(),
        ..Reading::default()
    }
}

/// What the rules read on a sheet: the claims that stand, the ones a later one replaced, and what nothing explains.
fn claims(sheet: &item::Sheet) -> (Vec<numbers::Claim>, Vec<Conflict>, Vec<Unread>) {
    let told = numbers::read(sheet);
    let mut claims = told.claims;
    claims.extend(products::read(sheet));
    claims.extend(qualities::read(sheet));
    claims.extend(residency::read(sheet));
    claims.extend(terms::read(sheet));
    claims.extend(work::read(sheet, &claims));
    let (claims, superseded) = settle::settle(sheet, claims);
    (claims, superseded, told.unread)
}

/// The statements of a requirement that was handed over as one.
fn stated(requirement: &Requirement) -> Vec<Statement> {
    requirement
        .stated()
        .into_iter()
        .filter_map(|(field, value, quote)| {
            let field = Field::named(&field).ok()?;
            Some(Statement::new(field, Plain::from_json(&value), quote))
        })
        .collect()
}

fn with_statements(reading: Reading) -> Reading {
    Reading { statements: stated(&reading.requirement), ..reading }
}
