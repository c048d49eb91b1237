//! The reply of an answer that holds a design: its headline, what of the need is not met, and what must be decided.

use super::headline;
use crate::{
    catalog::Catalog,
    design::{Coverage, CoverageStatus, Design, OpenQuestion, Outcome},
};

/// Needs that are named as not met at most.
const NOT_MET_MAX: usize = 3;
/// Longest quote of a need that is named, in characters.
const QUOTE_MAX: usize = 60;

/// The reply of a planned answer; empty where there is no design, and the summary is the reply.
#[must_use]
pub fn design_reply(
    catalog: &Catalog,
    design: Option<&Design>,
    outcome: Outcome,
    coverage: &[Coverage],
    questions: &[OpenQuestion],
    language: &str,
) -> String {
    let Some(design) = design.filter(|_| outcome != Outcome::Refuse) else { return String::new() };
    let mut out = headline(catalog, design, language);
    if out.is_empty() {
        return String::new();
    }
    let say = |id: &str, list: &str| {
        catalog.phrase(id).map_or(id, |phrase| phrase.text(language)).replace("{list}", list)
    };
    let mut unmet: Vec<String> = Vec::new();
    for row in coverage.iter().filter(|row| row.status == CoverageStatus::NotMet) {
        let quote: String = row.quote.chars().take(QUOTE_MAX).collect();
        if !quote.is_empty() && !unmet.contains(&quote) {
            unmet.push(quote);
        }
    }
    if !unmet.is_empty() {
        let more = unmet.len().saturating_sub(NOT_MET_MAX);
        unmet.truncate(NOT_MET_MAX);
        let mut list = unmet.iter().map(|quote| format!("\"{quote}\"")).collect::<Vec<_>>().join(", ");
        if more > 0 {
            list.push_str(&format!(" (+{more})"));
        }
        out.push(say("not_met", &list));
    }
    if let Some(question) = questions.first() {
        out.push(say("decide", &question.question));
    }
    out.join(if ["ja", "zh"].contains(&language) { "" } else { " " })
}
