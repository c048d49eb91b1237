//! Whose figure it is: what a vendor offered, what a datasheet or a benchmark says, what an earlier version said.

use std::ops::Range;

use super::item::{Kind, Sheet};

/// Items between somebody and what they claim, at most.
const CLAIM_REACH: usize = 14;
/// Items between somebody and the noun of their claim ("the vendor's first quote").
const NOUN_REACH: usize = 4;

/// Words behind which what is asked for begins anew.
const TURNS: &[&str] = &["must", "should", "contrast", "wanted", "we"];

/// Whether the place is said by somebody else: "vendor A offered us 10 nodes", "according to the datasheet".
pub(super) fn of_others(sheet: &Sheet, at: usize, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|place| {
        claim_at(sheet, place, sentence).is_some_and(|claim| {
            let clause = sheet.items[at].clause;
            let inside = claim.contains(&at) || claim.clone().any(|one| sheet.items[one].clause == clause);
            let turned = |range: Range<usize>| range.into_iter().any(|one| sheet.items[one].is(TURNS));
            // What comes behind the claim is claimed as well, until the sentence turns to a wish.
            if at >= claim.end { !turned(claim.end..at) } else { inside && !turned(at..claim.start.max(at)) }
        })
    })
}

/// Whether a label or a heading says that what it names is somebody else's.
pub(super) fn claimed_in(sheet: &Sheet, label: Range<usize>) -> bool {
    label.clone().any(|place| claim_at(sheet, place, &label).is_some())
}

/// The items of a claim of somebody else that begins at this place.
fn claim_at(sheet: &Sheet, place: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
    let item = &sheet.items[place];
    let until = |reach: usize| place + 1..(place + 1 + reach).min(sentence.end);
    let free = |to: usize| {
        (place + 1..to).all(|one| {
            !sheet.items[one].is(&["must", "should", "may", "contrast"])
                && (!sheet.items[one].is(&["wanted"]) || sheet.items[one].is(&["claimed"]))
        })
    };
    if item.is(&["according"]) {
        return until(NOUN_REACH)
            .find(|one| sheet.items[*one].is(&["party", "claim_noun", "sheet_noun", "third_party"]))
            .map(|one| place..one + 1);
    }
    if item.is(&["party"]) {
        let modal = place > sentence.start && sheet.items[place - 1].is(&["must", "should", "may"]);
        let claimed = until(CLAIM_REACH).find(|one| sheet.items[*one].is(&["claimed"]) && free(*one));
        let noun = || {
            until(NOUN_REACH).find(|one| sheet.items[*one].is(&["claim_noun", "sheet_noun"]) && free(*one))
        };
        return claimed.filter(|_| !modal).or_else(noun).map(|one| place..one + 1);
    }
    // "The published benchmark shows": nobody asks for it.
    if item.is(&["sheet_noun"]) && place < sentence.start + 5 {
        return free(sentence.end.min(place + CLAIM_REACH)).then(|| place..place + 1);
    }
    // "We have three quotes: ...", "we received an offer of 320k".
    if item.is(&["claim_noun"])
        && (sentence.start.max(place.saturating_sub(4))..place).any(|one| {
            sheet.items[one].is(&["stands", "past_verb"])
                || matches!(sheet.items[one].text.as_str(), "got" | "received" | "have")
        })
    {
        return Some(place..place + 1);
    }
    // "The offer from Dell", "quoted by the reseller".
    if item.is(&["claim_noun", "claimed"]) {
        return until(NOUN_REACH)
            .find(|one| {
                sheet.items[*one].is(&["party", "third_party"])
                    && ((place + 1..*one).any(|between| sheet.items[between].is(&["from_word"]))
                        // Arabic puts the verb before who says it.
                        || sheet.language == "ar" && *one == place + 1 && item.is(&["claimed"]))
            })
            .map(|one| place..one + 1);
    }
    None
}

/// Whether the passage tells what was: "the show had 40", "he wanted Ethernet", with no wish in its clause.
pub(super) fn narrated(sheet: &Sheet, at: usize, sentence: &Range<usize>) -> bool {
    let clause = sheet.items[at].clause;
    let turned = |range: Range<usize>| {
        range.into_iter().any(|one| {
            sheet.items[one].is(&["must", "should", "contrast", "stands", "correction", "retired"])
                || sheet.items[one].is(&["wanted"]) && !sheet.items[one].is(&["past_verb"])
        })
    };
    sentence.clone().any(|place| {
        let item = &sheet.items[place];
        item.is(&["past_verb"])
            && if place < at {
                (item.clause == clause || clause <= item.clause + 1)
                    && !turned(place + 1..at)
                    && !turned(sentence.start..place)
            } else {
                item.clause == clause && !turned(at + 1..place) && !turned(sentence.start..at)
            }
    })
}

/// Whether the passage is said not to hold any more: "the 64 GPUs of the draft are obsolete".
pub(super) fn superseded(sheet: &Sheet, at: usize, sentence: &Range<usize>) -> bool {
    let clause = sheet.items[at].clause;
    let cue = |place: usize| sheet.items[place].is(&["superseded", "withdrawn"]);
    let behind = (at + 1..sentence.end)
        .take_while(|place| {
            !sheet.items[*place].is(&["contrast", "correction"])
                && !matches!(sheet.items[*place].kind, Kind::Sign(':' | ';'))
        })
        .find(|place| cue(*place));
    let before = (sentence.start..at).rev().take(8).find(|place| cue(*place));
    let plain = |from: usize, to: usize| {
        !(from..to).any(|place| sheet.items[place].is(&["correction", "contrast", "wanted"]))
    };
    behind.is_some_and(|place| sheet.items[place].clause == clause || place - at <= 8)
        || before.is_some_and(|place| sheet.items[place].clause == clause && plain(place, at))
}
