//! The proposal: a checked answer becomes a document of sections, and the document becomes files. Every number in it
//! is placed by code and carries its derivation; the same answer and settings give the same bytes.

mod align;
mod book;
pub mod cabling;
mod charts;
mod clause;
pub mod compare;
mod desk;
mod figures;
pub mod files;
mod matrix;
mod pictures;
pub mod prose;
mod rails;
mod sections;
mod settings;
mod sheets;
mod walk;
mod words;

pub use settings::{Branding, BrandingError, NumberFormat, Settings};
pub use words::{Words, WordsError};

use serde_json::Value;
use sha2::{Digest, Sha256};

use self::desk::Desk;
use crate::{
    check::AnswerDocument,
    render::document::{Document, Identity, Inline, Labels},
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
/// When a section's file cannot be read: a bug of ours.
pub fn proposal(source: files::Source<'_>) -> Result<Document, DraftError> {
    let files::Source { answer, explanations, words, settings, .. } = source;
    let (value, digest) = published(answer)?;
    let specs = sections::specs().map_err(DraftError::Broken)?;
    let identity = Identity {
        answer: digest,
        catalog_digest: answer.catalog.digest.clone(),
        catalog_edition: answer.catalog.edition.clone(),
        program: concat!("gcg ", env!("CARGO_PKG_VERSION")).into(),
    };
    let mut desk = Desk::new(&value, explanations, words, settings);
    desk.cabling = source.cabling;
    desk.no_wiring = source.no_wiring;
    desk.prose = source.prose;
    let sections = sections::write(&mut desk, &specs);
    let cover = cover(&mut desk, &identity, answer.catalog.overlaid);
    let subtitle = subtitle(&mut desk);
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
        cover,
        sections,
        derivations: desk.into_derivations(),
        look: settings.look.clone(),
        labels: labels(words),
        identity,
    })
}

fn subtitle(desk: &mut Desk<'_>) -> String {
    let mut text = |pointer: &str| desk.number(pointer, false).map(|number| number.text());
    let (gpus, nodes) = (text("/design/compute/gpu_count"), text("/design/compute/node_count"));
    let gpu = desk.text("/design/compute/gpu_name");
    match (gpus, nodes) {
        (Some(gpus), Some(nodes)) => {
            desk.words.say("subtitle", &[("gpus", &gpus), ("gpu", gpu), ("nodes", &nodes)])
        }
        _ => desk.words.say("subtitle_none", &[]),
    }
}

/// Version, catalog, date and who it is for.
fn cover(desk: &mut Desk<'_>, identity: &Identity, overlaid: bool) -> Vec<(String, Vec<Inline>)> {
    let words = desk.words;
    let branding = &desk.settings.branding;
    let mut rows = Vec::new();
    for (name, text) in [
        ("customer", &branding.customer),
        ("company", &branding.company),
        ("author", &branding.author),
        ("date", &desk.settings.date),
        ("confidentiality", &branding.confidentiality),
    ] {
        if !text.is_empty() {
            rows.push((words.say(name, &[]), vec![Inline::Text(text.clone())]));
        }
    }
    let outcome = words.value(desk.text("/outcome"));
    rows.push((words.say("outcome", &[]), vec![Inline::Strong(outcome)]));
    rows.push((words.say("scope", &[]), vec![Inline::Text(words.say("scope_text", &[]))]));
    rows.push((words.say("answer_id", &[]), vec![Inline::Code(identity.answer.clone())]));
    let overlay = if overlaid { words.say("overlaid", &[]) } else { String::new() };
    let catalog = words.say(
        "catalog_line",
        &[
            ("edition", &identity.catalog_edition),
            ("digest", &identity.catalog_digest),
            ("overlay", &overlay),
        ],
    );
    rows.push((words.say("catalog", &[]), vec![Inline::Text(catalog)]));
    rows.push((words.say("program", &[]), vec![Inline::Text(identity.program.clone())]));
    let mut planner = words.value(desk.text("/planner/name"));
    let model = desk.text("/planner/model");
    if !model.is_empty() {
        planner = format!("{planner}, {model}");
    }
    rows.push((words.say("planner", &[]), vec![Inline::Text(planner)]));
    if let Some(prose) = desk.prose {
        let text = words.say("prose_by", &[("model", &prose.model)]);
        rows.push((words.say("prose", &[]), vec![Inline::Text(text)]));
    }
    rows
}

fn labels(words: &Words) -> Labels {
    let say = |name: &str| words.say(name, &[]);
    Labels {
        contents: say("contents"),
        derivations: say("derivations"),
        derivations_intro: say("derivations_intro"),
        place: say("place"),
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
