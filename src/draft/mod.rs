//! The proposal: a checked answer becomes a document of sections, and the document becomes files. Every number in it
//! is placed by code and carries its derivation; the same answer and settings give the same bytes.

mod align;
mod book;
pub mod cabling;
mod chapters;
mod charts;
mod clause;
pub mod compare;
mod derivation;
mod desk;
mod evidence;
mod figures;
pub mod files;
mod matrix;
mod pictures;
mod power_sheets;
pub mod prose;
mod rails;
mod rounding;
mod schedule;
mod settings;
mod spoken;
mod words;

pub use settings::{Branding, BrandingError, NumberFormat, Settings};
pub use words::{Words, WordsError};

use serde_json::Value;
use sha2::{Digest, Sha256};

use self::desk::Desk;
use crate::{
    check::AnswerDocument,
    render::document::{Document, Identity, Labels},
};

/// A proposal that could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// A section's file or the answer cannot be read: a bug of ours.
    #[error("{0}")]
    Broken(String),
    /// A file could not be made.
    #[error("the {format} document cannot be written: {reason}")]
    Format {
        /// The format.
        format: &'static str,
        /// Why.
        reason: String,
    },
}

/// The answer as JSON without spelled-out derivations, and its digest.
///
/// # Errors
/// When the answer cannot be written as JSON: a bug of ours.
pub fn published(answer: &AnswerDocument) -> Result<(Value, String), DraftError> {
    let mut answer = answer.clone();
    answer.provenance.derivations = None;
    let value = serde_json::to_value(&answer).map_err(|error| DraftError::Broken(error.to_string()))?;
    let digest = Sha256::digest(value.to_string().as_bytes());
    Ok((value, digest.iter().map(|byte| format!("{byte:02x}")).collect()))
}

/// Writes the proposal of an answer.
///
/// # Errors
/// When the answer cannot be written as JSON: a bug of ours.
pub fn proposal(source: files::Source<'_>) -> Result<Document, DraftError> {
    let files::Source { answer, words, settings, .. } = source;
    let (_, digest) = published(answer)?;
    let identity = Identity {
        answer: digest.clone(),
        catalog_digest: answer.catalog.digest.clone(),
        catalog_edition: answer.catalog.edition.clone(),
        program: concat!("gcg ", env!("CARGO_PKG_VERSION")).into(),
    };
    let mut desk = Desk::new(source, &digest);
    let sections = chapters::write(&mut desk);
    let subtitle = subtitle(&desk);
    let branding = &settings.branding;
    let title = match (branding.project.as_str(), branding.customer.as_str()) {
        ("", "") => words.say("title", &[]),
        ("", customer) => words.say("title_for", &[("customer", customer)]),
        (project, _) => project.to_string(),
    };
    Ok(Document {
        title,
        subtitle,
        language: words.language.clone(),
        masthead: masthead(&desk),
        sections,
        derivations: desk.into_derivations(),
        look: settings.look.clone(),
        labels: labels(words),
        identity,
    })
}

/// Size and product, in one line.
fn subtitle(desk: &Desk<'_>) -> String {
    match desk.design().and_then(|design| design.compute.as_ref()) {
        Some(compute) => {
            let write = |count: u64| desk.settings.numbers.write(count as f64);
            let gpu = desk.names.of(&compute.gpu_id);
            let (gpus, nodes) = (write(compute.gpu_count), write(compute.node_count));
            desk.words.say("subtitle", &[("gpus", &gpus), ("gpu", &gpu), ("nodes", &nodes)])
        }
        None => match desk.design().and_then(|design| design.parts.as_ref()) {
            Some(parts) => chapters::kinds(desk, parts),
            None => desk.say("subtitle_none"),
        },
    }
}

/// Who it is from and for, and when.
fn masthead(desk: &Desk<'_>) -> Vec<(String, String)> {
    let branding = &desk.settings.branding;
    [
        ("customer", &branding.customer),
        ("company", &branding.company),
        ("author", &branding.author),
        ("date", &desk.settings.date),
        ("confidentiality", &branding.confidentiality),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(name, text)| (desk.say(name), text.clone()))
    .collect()
}

fn labels(words: &Words) -> Labels {
    let say = |name: &str| words.say(name, &[]);
    Labels {
        contents: say("contents"),
        annex: say("annex"),
        foot: say("foot"),
        derivations: say("derivations"),
        place: say("number_head"),
        value: say("value"),
        how: say("how"),
        kind: say("kind"),
        sources: say("documents"),
        figure: say("figure"),
        table: say("table"),
        skip: say("skip"),
        steps: say("steps"),
    }
}
