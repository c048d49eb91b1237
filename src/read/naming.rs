//! Numbers that count nothing: part of a code, a date or a phone number, or the name of something.

use super::{
    evidence::near,
    item::{Kind, Sheet},
    quantity::Quantity,
    unit::Unit,
};

/// Whether a number is part of a code, a date or a phone number: "SYS-522GA", "26-ZV-0417", "11.02", "0803 555".
pub(super) fn in_a_code(sheet: &Sheet, at: usize) -> bool {
    let item = &sheet.items[at];
    let Some(quantity) = item.quantity().filter(|q| q.digits && q.unit == Unit::None) else { return false };
    let text = item.text.as_str();
    let word = |place: Option<usize>| {
        place.and_then(|place| sheet.items.get(place)).is_some_and(|item| {
            matches!(item.kind, Kind::Word | Kind::Explained)
                && !item.text.chars().any(super::token::syllable)
        })
    };
    let joiner = |item: &super::item::Item| matches!(item.kind, Kind::Sign('-' | '/' | '_'));
    let behind_join = at > 1 && item.glued && joiner(&sheet.items[at - 1]) && sheet.items[at - 1].glued;
    let ahead_join = sheet.items.get(at + 1).is_some_and(|next| next.glued && joiner(next))
        && sheet.items.get(at + 2).is_some_and(|next| next.glued);
    let code = behind_join && word(at.checked_sub(2)) && sheet.items[at - 2].concepts.is_empty()
        || ahead_join
            && sheet.items[at + 2].concepts.is_empty()
            && word(Some(at + 2))
            && text.len() <= 3
            && sheet.items.get(at + 3).is_some_and(|next| next.glued && joiner(next));
    let day = |text: &str| text.parse::<u32>().is_ok_and(|day| day <= 31);
    let slashed = ahead_join
        && sheet.items[at + 1].is_sign('/')
        && day(text)
        && sheet.items[at + 2].quantity().is_some_and(|q| q.unit == Unit::None && q.low.fract() == 0.0);
    let dotted = text
        .split_once('.')
        .is_some_and(|(one, two)| day(one) && two.len() == 2 && two.starts_with('0') && day(two))
        && (item.line_start || at > 0);
    let zero = text.len() > 2 && text.starts_with('0') && !text.contains(['.', ',']);
    let digits = |place: usize| {
        sheet.items.get(place).is_some_and(|item| {
            item.quantity().is_some_and(|q| q.digits && q.unit == Unit::None) && !item.line_start
        })
    };
    let before_digits = at > 0
        && (digits(at - 1)
            && !item.line_start
            && sheet.items[at - 1].quantity().is_some_and(|q| q.letter.is_none())
            || sheet.items[at - 1].kind == Kind::Explained && !item.line_start);
    let group = sheet.layout.cell_of[at].is_none()
        && quantity.letter.is_none()
        && text.len() >= 2
        && before_digits
        && text.len() <= 4;
    let leads = quantity.letter.is_none() && digits(at + 1) && text.len() >= 2 && text.starts_with('0');
    let may = sheet.items.get(at + 1).is_some_and(|next| {
        matches!(next.text.as_str(), "may" | "mar")
            && sheet.text.raw[next.span.from].is_uppercase()
            && day(text)
    });
    may || code
        || slashed && !sheet.items.get(at + 3).is_some_and(|next| next.is(&["gpu", "node", "user"]))
        || dotted
        || zero
        || group
        || leads
}

/// "221B Baker Street".
fn street(sheet: &Sheet, at: usize) -> bool {
    (at + 1..(at + 4).min(sheet.items.len()))
        .take_while(|place| {
            let item = &sheet.items[*place];
            item.kind == Kind::Word && sheet.text.raw[item.span.from].is_uppercase()
        })
        .any(|place| sheet.items[place].is(&["street"]))
}

/// Whether the number names something rather than counting it: "Windows 11", "version 2", a year.
pub(super) fn names_something(sheet: &Sheet, at: usize) -> bool {
    let item = &sheet.items[at];
    let Some(quantity) = item.quantity() else { return false };
    if quantity.unit != Unit::None {
        return false;
    }
    let year = quantity.digits && quantity.low.fract() == 0.0 && (1900.0..2061.0).contains(&quantity.low);
    let plain_year = year && item.text.chars().count() == 4;
    let counted = sheet.items.get(at + 1).is_some_and(|next| {
        next.clause == item.clause
            && next.is(&["gpu", "node", "user", "page", "rack", "token", "site", "desktop"])
            || next.is_gpu_name()
    });
    if plain_year && !counted {
        return true;
    }
    let Some(before) = at.checked_sub(1).map(|place| &sheet.items[place]) else { return false };
    let next = sheet.items.get(at + 1);
    // A sign that closes a quotation opened in the same line is no inch.
    let line = sheet.layout.line_of[at];
    let inch = next.is_some_and(|next| next.glued && next.is_sign('"'))
        && (at.saturating_sub(60)..at)
            .filter(|place| sheet.layout.line_of[*place] == line && sheet.items[*place].is_sign('"'))
            .filter(|place| !sheet.items[place.saturating_sub(1)].kind.is_number())
            .count()
            % 2
            == 0;
    let counted_off = next.is_some_and(|next| next.glued && next.is_sign(')'))
        && quantity.low < 20.0
        && !item.glued
        && !sheet.items[at.saturating_sub(8)..at].iter().any(|item| item.is_sign('('));
    if inch || counted_off {
        return true;
    }
    let list = before.is(&["and_word"])
        && at > 2
        && matches!(sheet.items[at - 2].kind, Kind::Number(_) | Kind::Explained)
        && sheet.items[at - 3].is(&["row", "reference"]);
    // "session no. 7", "Nr. 12".
    let dot = usize::from(before.is_sign('.') && before.glued);
    let numbered = at.checked_sub(1 + dot).is_some_and(|place| {
        matches!(sheet.items[place].text.as_str(), "nr" | "nro" | "num" | "n°" | "№")
            || sheet.items[place].text == "no" && dot == 1
    });
    if numbered && !counted {
        return true;
    }
    list || before.sentence == item.sentence
        && (before.is(&["hypervisor_word", "reference", "row", "page"])
            // The European standard and no word "in".
            && !(before.text == "en" && sheet.text.raw[before.span.from].is_lowercase())
            || before.is(&["phase", "option", "lot_word"]) && quantity.low <= 12.0 && !counted
            || street(sheet, at)
            || matches!(before.text.as_str(), "v" | "windows" | "version" | "ubuntu" | "rhel"))
}

/// Numbers whose meaning is plain although no field takes them: weights of the evaluation, ordinals, versions.
pub(super) fn explained(sheet: &Sheet, at: usize, quantity: &Quantity) -> bool {
    let item = &sheet.items[at];
    let next = sheet.items.get(at + 1);
    let ordinal = next.is_some_and(|next| {
        next.glued
            && matches!(next.text.as_str(), "st" | "nd" | "rd" | "th" | "º" | "ª" | "." | "er" | "eme")
            && quantity.unit == Unit::None
            && !next.is_sign('.')
    });
    // "H100 SXM5 80GB": the memory is part of the product's name.
    let of_product = quantity.unit == Unit::Gbyte && at > 0 && sheet.items[at - 1].is_gpu_name();
    let inside = item.glued
        && at > 0
        && matches!(sheet.items[at - 1].kind, Kind::Word)
        && sheet.items[at - 1].concepts.is_empty()
        && !super::token::syllable(sheet.items[at - 1].text.chars().next().unwrap_or(' '));
    let hyphened = item.glued && at > 1 && sheet.items[at - 1].is_sign('-') && sheet.items[at - 1].glued;
    let weight = quantity.unit == Unit::Percent
        && near(sheet, at, &["evaluation", "technical_weight", "price_weight"]) > 0.4
        || near(sheet, at, &["evaluation"]) >= 4.0;
    let tax =
        quantity.unit == Unit::Percent && near(sheet, at, &["tax_included", "tax_excluded", "budget"]) >= 2.0;
    let uptime =
        quantity.unit == Unit::Percent && quantity.low >= 90.0 && near(sheet, at, &["availability"]) >= 2.0;
    uptime || of_product || ordinal || inside || hyphened || weight || tax
}
