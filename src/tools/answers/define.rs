//! Terms of the field, from the sourced glossary of the catalog.

use super::Ask;
use crate::{
    catalog::kinds::Definition,
    design::{Outcome, Want},
};

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    let sought = [Want::Explain, Want::Compare, Want::Lookup, Want::Verdict];
    let compared = ask.question.things.is_empty() && (ask.cue("compare") || ask.cue("or"));
    if !compared && !sought.into_iter().any(|want| ask.wants(want)) || !ask.question.asks() {
        return None;
    }
    // The terms that take the most of the question explain it best.
    let mut found: Vec<(usize, &Definition)> = ask
        .catalog
        .definitions()
        .iter()
        .filter_map(|one| {
            let score: usize = one
                .terms
                .iter()
                .filter(|term| ask.question.words.find(term).is_some())
                .map(|term| term.chars().count())
                .max()?;
            Some((score, one))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let (_, best) = found.first()?;
    // A question for a part's figure is not one for a term.
    let figure = !ask.question.figures.is_empty() && !ask.cue("why") && !ask.cue("compare");
    let term = ask.cue("why") || ask.cue("define") || ask.cue("compare");
    if !ask.question.things.is_empty() && (!term || figure) {
        return None;
    }
    ask.cite(&best.source);
    let mut sentences = vec![best.text(ask.question.language).to_string()];
    if let Some((_, second)) = found.get(1).filter(|_| ask.wants(Want::Compare)) {
        sentences.push(second.text(ask.question.language).to_string());
    }
    if let Some(source) = ask.catalog.source(&best.source) {
        sentences.push(ask.say("source", &[("source", source.title.trim_end_matches('.'))]));
    }
    Some((sentences, Outcome::Answer))
}
