//! Reads a customer's text by rules, with no model: free text in, [`Reading`] out.
//!
//! The text is folded to one spelling, cut into tokens, and turned into a row of nodes (quantities with units, concepts
//! of a many-language word list, product and model names). Rules then claim fields; claims are joined, corrected and
//! checked against each other. A value that was not said stays `None`; every stated value keeps its words, verbatim.

mod binding;
mod claim;
mod clause_id;
mod clause_text;
mod derive;
mod evidence;
mod fold;
mod follow_up;
mod intent;
mod item;
mod join;
mod json_input;
mod language;
mod layout;
mod leftover;
mod lexicon;
mod model_names;
mod names;
mod naming;
mod notice;
mod numbers;
mod numeral;
mod opaque;
mod page;
mod part;
mod polarity;
mod premises;
#[cfg(test)]
mod probes;
mod products;
mod qualities;
mod quantity;
pub mod question;
mod relate;
mod relation;
mod resolve;
mod rules;
mod scaled;
mod settle;
mod signature;
mod status;
mod suspect;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod unit;
mod unit_words;
mod voices;
pub mod wants;
mod words;

pub use follow_up::{Change, FollowUp, Pending, Scenario, follow_up, follow_up_to};

use crate::{
    catalog::Catalog,
    design::{Conflict, Field, Plain, Reading, Requirement, Statement},
};

/// Fields that the older rules still read; everything else comes from the levels.
const BY_RULES: &[Field] = &[
    Field::Workload,
    Field::Golive,
    Field::DeliveryDate,
    Field::Phases,
    Field::Location,
    Field::LatencyScope,
    Field::Availability,
    Field::Encryption,
    Field::Security,
    Field::Software,
    Field::WarrantyLevel,
    Field::Acceptance,
    Field::Evaluation,
    Field::WithdrawnRows,
    Field::Questioned,
    Field::Constraint,
    Field::SiteCapacity,
    Field::InferenceOptions,
    Field::BudgetScope,
    Field::PowerRatingBasis,
    Field::Hypervisor,
    Field::FabricRateStated,
    Field::GpuMemStated,
    Field::RackPowerStated,
];

/// Reads a text. Pure and deterministic; never fails: what cannot be read is left out or kept in `other`.
#[must_use]
pub fn read(text: &str, catalog: &Catalog) -> Reading {
    let names = names::Names::new(catalog);
    if let Some(reading) = json_input::read(text, &names) {
        return with_statements(reading);
    }
    let language = language::detect(text);
    let (masked, mut notices) = notice::hidden(text);
    let mut page = page::Page::new(text, &names, language, &masked);
    notices.extend(notice::instructions(&mut page));
    let (requirement, conflicts) = by_rules(&page, catalog);
    let words = words::Words::of(catalog);
    let mut dark = masked;
    dark.extend(
        page.nodes
            .iter()
            .filter(|node| node.masked)
            .map(|node| (page.text.bytes[node.span.from].0, page.text.bytes[node.span.to - 1].1)),
    );
    dark.sort_unstable();
    let sheet = item::Sheet::new(text, &names, &words, language, &dark);
    let told = numbers::read(&sheet);
    let mut claims = told.claims;
    claims.extend(products::read(&sheet));
    claims.extend(qualities::read(&sheet));
    let mut statements: Vec<Statement> =
        settle::settle(&sheet, claims).into_iter().map(|claim| claim.statement).collect();
    let old: Vec<Statement> = stated(&requirement)
        .into_iter()
        .filter(|one| BY_RULES.contains(&one.field))
        .filter(|one| !statements.iter().any(|new| new.field == one.field))
        .collect();
    let slips: Vec<&str> = old
        .iter()
        .filter(|one| {
            matches!(one.field, Field::FabricRateStated | Field::GpuMemStated | Field::RackPowerStated)
        })
        .map(|one| one.quote.as_str())
        .collect();
    // A figure whose unit is suspect is asked about and not taken at its word.
    statements.retain(|one| !slips.iter().any(|slip| slip.contains(&one.quote) || one.quote.contains(slip)));
    statements.extend(old);
    let gpus = requirement.gpu_models.as_ref().map(|stated| stated.value.as_slice()).unwrap_or_default();
    let premises = premises::find(text, gpus);
    Reading {
        statements,
        unread: told.unread,
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

/// What the older rules read: the requirement that is planned, and what disagrees in it.
fn by_rules(page: &page::Page, catalog: &Catalog) -> (Requirement, Vec<Conflict>) {
    let mut claims = claim::Claims::default();
    for (_, rule) in rules::RULES {
        rule(page, &mut claims);
    }
    let suspects = suspect::find(page, &mut claims, catalog);
    let (mut requirement, mut conflicts) = resolve::resolve(page, &mut claims);
    conflicts.extend(suspects);
    requirement.other.extend(leftover::find(page, &claims));
    (requirement, conflicts)
}

/// The statements of a requirement that was handed over as one.
fn stated(requirement: &Requirement) -> Vec<Statement> {
    requirement
        .stated()
        .into_iter()
        .filter_map(|(field, value, quote)| {
            let field = Field::ALL.iter().copied().find(|known| known.name() == field)?;
            Some(Statement::new(field, Plain::from_json(&value), quote))
        })
        .collect()
}

fn with_statements(reading: Reading) -> Reading {
    Reading { statements: stated(&reading.requirement), ..reading }
}
