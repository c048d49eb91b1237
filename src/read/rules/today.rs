//! What runs today and is not asked for.

use super::super::{lexicon::C, page::Page};

/// "runs about two weeks on two V100s", "replacing our 4 old DGX A100": there today, not asked for.
pub(super) fn used_now(page: &Page, at: usize, noun: usize) -> bool {
    let start = page.sentence(at).start.max(at.saturating_sub(7));
    let before = (start..at).any(|place| {
        page.is(place, C::UsedNow)
            && !(place..at).any(|mid| page.is_sign(mid, ',') || page.is(mid, C::AskDesign))
    });
    let inside = (at + 1..noun).any(|place| page.is(place, C::UsedNow));
    before || inside || runs_on(page, at) || there_today(page, noun)
}

/// "40 nodes with 4 A100 each exist today; we want …": said behind the noun, in the same part of the sentence.
pub(super) fn there_today(page: &Page, noun: usize) -> bool {
    let end = page.sentence(noun).end;
    let stop =
        (noun + 1..end).find(|place| page.is_sign(*place, ';') || page.is_sign(*place, ',')).unwrap_or(end);
    let from = page.clause(noun).start;
    page.has(noun + 1..stop, &[C::Today]) && !page.has(from..stop, &[C::AskDesign])
}

/// "It runs about two weeks on two V100s": a fact about today, where "to run on" would be a wish.
pub(super) fn runs_on(page: &Page, at: usize) -> bool {
    let start = page.sentence(at).start;
    let on = (1..=2).any(|back| {
        at.checked_sub(back).is_some_and(|before| {
            before >= start
                && matches!(
                    page.nodes[before].text.as_str(),
                    "on" | "auf" | "en" | "sur" | "su" | "em" | "op"
                )
        })
    });
    on && (start..at).any(|place| {
        // "10 runs per week" are jobs.
        let noun = page.is(place + 1, C::Per)
            || page.is(place + 1, C::PerWeek)
            || place > start && page.quantity(place - 1).is_some();
        !noun
            && matches!(
                page.nodes[place].text.as_str(),
                "runs"
                    | "ran"
                    | "took"
                    | "takes"
                    | "lauft"
                    | "lief"
                    | "dauert"
                    | "corre"
                    | "tarda"
                    | "tourne"
                    | "gira"
                    | "roda"
                    | "draait"
            )
    })
}
