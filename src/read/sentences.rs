//! Where sentences and clauses end.

use std::ops::Range;

use super::item::{Item, Kind, Sheet};

/// Words whose point ends no sentence.
const ABBREVIATIONS: &str = " e i g approx avg pref reqd ca incl inkl excl exkl zzgl mio mrd tsd no nr nos max min z b bzw ggf inc ex vs resp st dr mr mrs ms aprox ej tel art cl env \
    u a d h p etc cf al sr sra jr prof dept std ing vol fig sek rs tis mil tys mind evtl refroid expte ok m n abt est qty sl lic l ext hr fr c s y vc kč maks zw gew sec макс мин тыс млн млрд руб стр ул тел доб см maks tys szt ok wewn tj np vgl bijv resp aprox pag wg ";

/// Numbers the sentences and clauses of a stretch, from the numbers given on.
pub(super) fn number_sentences(
    sheet: &mut Sheet,
    range: Range<usize>,
    sentence: &mut usize,
    clause: &mut usize,
) {
    for at in range {
        sheet.items[at].sentence = *sentence;
        if sheet.items[at].is(&["contrast"]) {
            *clause += 1;
        }
        sheet.items[at].clause = *clause;
        match boundary(sheet, at) {
            Some(true) => {
                *sentence += 1;
                *clause += 1;
            }
            Some(false) => *clause += 1,
            None => {}
        }
    }
}

/// Whether something ends behind this item: a clause (false) or a sentence (true).
fn boundary(sheet: &Sheet, at: usize) -> Option<bool> {
    let item = &sheet.items[at];
    let Kind::Sign(sign) = item.kind else { return None };
    let next = sheet.items.get(at + 1);
    let spaced = next.is_none_or(|next| !next.glued || next.line_start);
    let wide = sheet.text.original[sheet.text.bytes[item.span.from].0..].chars().next().unwrap_or(' ');
    let asian = !wide.is_ascii();
    match sign {
        '!' | '?' => Some(true),
        '.' if asian => Some(true),
        '.' => {
            let before =
                at.checked_sub(1).map(|before| sheet.items[before].text.as_str()).unwrap_or_default();
            let upper =
                next.is_none_or(|next| next.line_start || !sheet.text.raw[next.span.from].is_lowercase());
            let digit = next.is_some_and(|next| sheet.text.raw[next.span.from].is_ascii_digit());
            let short = ABBREVIATIONS.contains(&format!(" {before} ")) && item.glued
                || before.chars().count() == 1
                    && before.chars().all(|c| c.is_alphabetic() && !super::token::syllable(c));
            let ends = spaced
                && !(short
                    && (!upper || digit || before.len() <= 4 && next.is_some_and(|next| !next.line_start)));
            ends.then_some(true)
        }
        ';' => Some(true),
        ',' | ':' => {
            let number = |place: Option<&Item>| {
                place.is_some_and(|item| sheet.text.raw[item.span.from].is_ascii_digit())
            };
            let between =
                number(at.checked_sub(1).map(|before| &sheet.items[before])) && number(next) && !spaced;
            (!between).then_some(false)
        }
        '(' | ')' | '|' | '[' | ']' => Some(false),
        '-' if !item.glued && spaced => Some(false),
        '>' | '=' if !item.glued => Some(false),
        _ => None,
    }
}
