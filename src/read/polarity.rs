//! Whether a thing is denied or refused, and how strongly it is asked for.

use super::{
    item::{Kind, Sheet},
    language::verb_last,
    status::{around, brackets_between},
};
use crate::design::Strength;

/// Words that may stand between a negation and what it denies.
const NEGATION_REACH: usize = 3;
/// Words that may stand between a thing and the refusal behind it.
const REFUSAL_REACH: usize = 8;

/// Whether the thing at this place is denied or refused.
pub(super) fn negated(sheet: &Sheet, at: usize) -> bool {
    let clause = sheet.items[at].clause;
    // "Not needed:" as the label of the line or the heading of the list.
    if super::modes::modes(sheet, at)
        .into_iter()
        .any(|range| sheet.has(range, &["no", "refused", "forbidden"]))
    {
        return true;
    }
    // "If H200 is not available": nothing is refused.
    let own = around(sheet, at);
    if own.clone().take_while(|place| *place < at).any(|place| {
        sheet.items[place].is(&["if_word"]) && (sheet.items[place].clause == clause || place < own.start + 2)
    }) {
        return false;
    }
    let same = |place: usize| {
        sheet.items[place].clause == clause && sheet.items[place].sentence == sheet.items[at].sentence
    };
    // "Ethernet instead of InfiniBand".
    let named = sheet.items[at].is_gpu_name();
    if at > 0 && same(at - 1) && sheet.items[at - 1].is(&["instead"]) && !named && !verb_last(sheet.language)
    {
        return true;
    }
    let given_up = (at + 1..(at + 4).min(sheet.items.len()))
        .take_while(|place| same(*place) && !sheet.items[*place].is_gpu_name())
        .any(|place| sheet.items[place].is(&["instead"]));
    if verb_last(sheet.language) && !named && given_up {
        return true;
    }
    // Where verbs stand last, a denial before a thing is of what stands before that.
    let reach = if verb_last(sheet.language) { at } else { at.saturating_sub(NEGATION_REACH + 1) };
    let before = (reach..at).rev().take_while(|place| same(*place));
    for (steps, place) in before.enumerate() {
        let item = &sheet.items[place];
        if matches!(item.kind, Kind::Number(_)) && steps > 0 {
            break;
        }
        if item.is(&["no", "refused", "forget"]) && !only(sheet, place) && steps <= NEGATION_REACH {
            // "air, not liquid": the word denies what follows it.
            return true;
        }
        if item.is(&["wanted", "must", "should"]) && !verb_last(sheet.language) {
            break;
        }
    }
    // "No vendor personnel shall have remote connectivity": the denial that opens a sentence is of its verb.
    let opens = around(sheet, at).start;
    if sheet.items[opens].text == "no"
        && same(opens)
        && (opens + 2..at).any(|place| sheet.items[place].is(&["must"]))
        && !(opens..at).any(|place| sheet.items[place].is(&["at_most", "at_least"]))
    {
        return true;
    }
    let own = sheet.items[at].sentence;
    let after = (at + 1..(at + 1 + REFUSAL_REACH).min(sheet.items.len())).take_while(|place| {
        same(*place)
            || sheet.items[*place].sentence == own
                && brackets_between(sheet, at, *place).is_some_and(|depth| depth < 0)
    });
    for (steps, place) in after.enumerate() {
        let item = &sheet.items[place];
        if item.is(&["refused", "forbidden", "unavailable"]) {
            return true;
        }
        // "shall not be proposed"; what need not be required may still be offered.
        let verb = sheet.items.get(place + 2).is_some_and(|verb| {
            verb.text.ends_with("ed") && !verb.is(&["must"]) && !verb.text.starts_with("need")
                || verb.text == "used"
        });
        if item.is(&["no"]) && verb && sheet.items[place + 1].text == "be" {
            return true;
        }
        let ends = sheet.items.get(place + 1).is_none_or(|next| {
            next.clause != clause || matches!(next.kind, Kind::Sign(_)) || next.line_start
        });
        let asian = matches!(sheet.language, "ja" | "ko" | "zh" | "tr");
        // "Wasser haben wir im Raum keines", "InfiniBand wollen wir ausdrücklich nicht".
        let bracket = matches!(sheet.language, "de" | "nl") && ends && steps <= 5;
        if item.is(&["no"]) && (ends && steps <= 2 || bracket || asian && steps <= 4) {
            return true;
        }
        if item.is(&["contrast"]) || matches!(item.kind, Kind::Gpu(_) | Kind::RackScale(_)) && steps > 2 {
            break;
        }
    }
    // "Cooling liquid: not possible" and "liquid (not available)": the next clause is only the refusal.
    let next = (at + 1..(at + 4).min(sheet.items.len())).find(|place| !same(*place));
    next.is_some_and(|place| {
        sheet.items[place].sentence == sheet.items[at].sentence
            && sheet.items[place - 1].is_sign(':')
            && sheet.items[place].is(&["no", "refused", "forbidden"])
    })
}

/// "not only", "nicht nur".
fn only(sheet: &Sheet, at: usize) -> bool {
    sheet.items.get(at + 1).is_some_and(|next| next.is(&["only"]))
}

/// How strongly what stands at this place is asked for; none where the text does not say.
pub(super) fn strength(sheet: &Sheet, at: usize) -> Option<Strength> {
    let sentence = around(sheet, at);
    let clause = sheet.items[at].clause;
    let of = |place: usize| {
        let item = &sheet.items[place];
        if item.is(&["must"]) {
            Some(Strength::Must)
        } else if item.is(&["should"]) {
            Some(Strength::Should)
        } else if item.is(&["may"]) {
            // "Nothing may leave", "may not be used": what is not allowed is denied for good.
            let denied = item.text.split(' ').any(|word| word == "may") && negated(sheet, at);
            Some(if denied { Strength::Must } else { Strength::May })
        } else {
            None
        }
    };
    let mut inside = sentence.clone().filter(|place| sheet.items[*place].clause == clause);
    if let Some(strength) = inside.find_map(of) {
        return Some(strength);
    }
    // "(mandatory)" right behind the clause.
    let open = (at + 1..sentence.end).find(|place| sheet.items[*place].clause != clause);
    if let Some(open) =
        open.filter(|open| sheet.items[*open - 1].is_sign('(') || sheet.items[*open - 1].is_sign('['))
    {
        let marked = (open..sentence.end.min(open + 4))
            .take_while(|place| !matches!(sheet.items[*place].kind, Kind::Sign(')' | ']')))
            .find_map(of);
        if marked.is_some() {
            return marked;
        }
    }
    // A verb at the beginning of a sentence, or a mark behind the clause number, holds for all of it.
    sentence
        .clone()
        .take_while(|place| *place < at)
        .filter(|place| !(*place..at).any(|one| sheet.items[one].is(&["contrast"])))
        .find_map(of)
        .or_else(|| {
            // A short remark behind it: "Ethernet, mandatory".
            (at + 1..sentence.end)
                .take(6)
                .find(|place| of(*place).is_some() && sheet.clause(*place).len() <= 4)
                .and_then(of)
                .filter(|_| sentence.len() < 14)
        })
        // The label of the line, the remark in the row, the heading of the list.
        .or_else(|| super::modes::modes(sheet, at).into_iter().find_map(|mut range| range.find_map(of)))
        // What is refused is refused for good.
        .or_else(|| {
            sentence
                .clone()
                .any(|place| {
                    sheet.items[place].clause == clause && sheet.items[place].is(&["refused", "forbidden"])
                })
                .then_some(Strength::Must)
        })
}
