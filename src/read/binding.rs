//! How a quantity binds, and the words that belong to it.

use super::item::{Item, Kind, Sheet};
use crate::design::Bound;

/// The last item of what a quantity counts, else its own place.
pub(super) fn head(sheet: &Sheet, at: usize) -> usize {
    let clause = sheet.items[at].clause;
    let noun = |item: &Item| {
        item.is_gpu_name()
            || matches!(item.kind, Kind::RackScale(_) | Kind::Server(_))
            || item.is(&[
                "gpu",
                "node",
                "rack",
                "rack_power",
                "user",
                "page",
                "token",
                "site",
                "desktop",
                "scene",
                "concurrent",
                "per_gpu",
                "per_second",
                "chunk",
                "admin",
                "feed",
                "each",
            ])
    };
    (at + 1..(at + 4).min(sheet.items.len()))
        .take_while(|place| {
            sheet.items[*place].clause == clause && sheet.items[*place].sentence == sheet.items[at].sentence
        })
        .take_while(|place| sheet.items[*place].quantity().is_none())
        .filter(|place| noun(&sheet.items[*place]))
        .last()
        .unwrap_or(at)
}

/// Where the label of a bare value begins.
pub(super) fn label_start(sheet: &Sheet, at: usize) -> usize {
    let own = &sheet.items[at];
    (at.saturating_sub(5)..at)
        .rev()
        .take_while(|place| {
            sheet.items[*place].sentence == own.sentence && sheet.items[*place].quantity().is_none()
        })
        .find(|place| !sheet.items[*place].concepts.is_empty())
        .unwrap_or(at)
}

/// How a quantity binds, and where the words that say so begin.
pub(super) fn bound(sheet: &Sheet, at: usize) -> (Bound, usize) {
    let own = &sheet.items[at];
    for place in (at.saturating_sub(4)..at).rev() {
        let item = &sheet.items[place];
        if item.sentence != own.sentence
            || item.quantity().is_some_and(|q| !q.article)
            || matches!(item.kind, Kind::Sign(',' | ')' | '('))
        {
            break;
        }
        let found = match item {
            _ if item.is(&["more_than"]) && denied(sheet, place) => Some(Bound::AtMost),
            _ if item.is(&["less_than"]) && denied(sheet, place) => Some(Bound::AtLeast),
            _ if item.is(&["at_least", "more_than"]) => Some(Bound::AtLeast),
            _ if item.is(&["at_most", "less_than"]) => Some(Bound::AtMost),
            _ if item.is(&["about"]) || item.is_sign('~') => Some(Bound::About),
            // At the beginning of a line it marks what is quoted.
            _ if item.is_sign('>')
                && (item.line_start || sheet.items[place.saturating_sub(1)].is_sign('>')) =>
            {
                None
            }
            _ if item.is_sign('≥') || item.is_sign('>') => Some(Bound::AtLeast),
            _ if item.is_sign('≤') || item.is_sign('<') => Some(Bound::AtMost),
            _ => None,
        };
        if let Some(found) = found {
            return (found, place);
        }
    }
    for place in at + 1..(at + 4).min(sheet.items.len()) {
        let item = &sheet.items[place];
        if item.sentence != own.sentence || item.quantity().is_some() {
            break;
        }
        let found = match item {
            _ if item.is(&["more_than_after"]) && denied(sheet, place) => Some(Bound::AtMost),
            _ if item.is(&["less_than_after"]) && denied(sheet, place) => Some(Bound::AtLeast),
            _ if item.is(&["at_least_after", "more_than_after"]) => Some(Bound::AtLeast),
            _ if item.is(&["at_most_after", "less_than_after"]) => Some(Bound::AtMost),
            _ if item.is(&["about_after"]) => Some(Bound::About),
            _ => None,
        };
        if let Some(found) = found {
            return (found, at);
        }
    }
    (Bound::Exactly, at)
}

/// Words between a comparison and its denial, at most.
const DENIAL_REACH: usize = 6;

/// Whether "more than", "exceed" or "less than" at this place is denied: "no debe superar", "ne pas descendre sous",
/// "nicht überschreiten", 超えないこと.
fn denied(sheet: &Sheet, place: usize) -> bool {
    let own = sheet.items[place].sentence;
    // Czech and Turkish deny inside the verb: nevejde se, çekmemelidir, geçemez.
    let inside = |text: &str| match sheet.language {
        "cs" => text.starts_with("ne") && text.len() > 4,
        "tr" => {
            text.contains("memel") || text.contains("mamal") || text.ends_with("maz") || text.ends_with("mez")
        }
        _ => false,
    };
    let denies = |at: usize| {
        let item = &sheet.items[at];
        item.is(&["no", "nobody", "refused", "forbidden", "must_not"])
            || item.kind == Kind::Word && inside(&item.text)
    };
    let before = (place.saturating_sub(DENIAL_REACH)..place)
        .rev()
        .take_while(|at| {
            let item = &sheet.items[*at];
            item.sentence == own && !matches!(item.kind, Kind::Sign(',' | ':')) && !item.is_gpu_name()
        })
        .any(denies);
    let behind = || {
        super::language::verb_last(sheet.language)
            && (place + 1..(place + DENIAL_REACH).min(sheet.items.len()))
                .take_while(|at| sheet.items[*at].sentence == own)
                .any(denies)
    };
    denies(place) || before || behind()
}
