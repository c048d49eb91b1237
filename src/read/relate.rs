//! What the form of a line says about its numbers before any field is tried: the unit that stands in a label, pairs of
//! labels over pairs of numbers, and words that count something only where no number follows them.

use std::ops::Range;

use super::{
    fold::Folded,
    item::{Item, Kind, Sheet},
    quantity::Quantity,
    unit::{Found, Unit, currency_at, unit_at},
};

/// Items between the labels of a pair and its numbers, at most.
const PAIR_REACH: usize = 9;
/// Items of a label before its colon, at most.
const LABEL_ITEMS: usize = 9;

/// Gives units and meanings to the numbers of a divided sheet.
pub(super) fn relate(sheet: &mut Sheet) {
    for at in 0..sheet.items.len() {
        super::senses::by_place(sheet, at);
        rates(sheet, at);
        super::counted::rows_of_racks(sheet, at);
        supply_and_return(sheet, at);
        labelled_directions(sheet, at);
        directions(sheet, at);
        pairs(sheet, at);
    }
    for at in 0..sheet.items.len() {
        unit_of_label(sheet, at);
        unit_carried(sheet, at);
        super::counted::quantity_row(sheet, at);
        super::counted::pronoun(sheet, at);
    }
}

/// "毎秒100GB", "saniyede 40 GB": what is said of each second before a quantity of data makes it a rate.
fn rates(sheet: &mut Sheet, at: usize) {
    let before = at > 0
        && sheet.items[at - 1].is(&["per_second"])
        && sheet.items[at - 1].sentence == sheet.items[at].sentence
        && !(at > 1 && sheet.items[at - 2].quantity().is_some());
    // "m² başına 1.000 kg", 每平方米1000公斤.
    let by_area = sheet.items[at.saturating_sub(5)..at].iter().any(|item| {
        matches!(item.text.as_str(), "m2" | "㎡" | "平方米" | "м2" | "م2" | "제곱미터" | "평방미터")
            && item.sentence == sheet.items[at].sentence
    });
    if let (true, Kind::Number(quantity)) = (by_area, &mut sheet.items[at].kind)
        && quantity.unit == Unit::Kg
    {
        quantity.unit = Unit::KgPerM2;
    }
    if let (true, Kind::Number(quantity)) = (before, &mut sheet.items[at].kind) {
        quantity.unit = match quantity.unit {
            Unit::Gbyte => Unit::GbytePerS,
            Unit::Gbit => Unit::GbitPerS,
            other => other,
        };
    }
}

/// "2k in / 500 out", "4,000 tokens in and 500 tokens out": what goes in and what comes out.
fn directions(sheet: &mut Sheet, at: usize) {
    let own = sheet.items[at].sentence;
    let ends = |place: usize, word: &str| sheet.items[place].text.rsplit(' ').next() == Some(word);
    if !ends(at, "out") || !behind_number(sheet, at) {
        return;
    }
    let found = (at.saturating_sub(8)..at).rev().find(|place| {
        ends(*place, "in") && sheet.items[*place].sentence == own && behind_number(sheet, *place)
    });
    if let Some(inward) = found {
        sheet.items[inward].concepts = vec!["context"];
        sheet.items[at].concepts = vec!["generated"];
    }
}

/// "14/20 °C chilled water": the colder end is supplied, the warmer one returns.
fn supply_and_return(sheet: &mut Sheet, at: usize) {
    let warm = |place: usize| {
        sheet.items.get(place).and_then(|item| item.quantity()).filter(|q| q.unit == Unit::Celsius).cloned()
    };
    let Some(second) = warm(at + 2).filter(|_| sheet.is_sign(at + 1, '/') && sheet.items[at].is_bare())
    else {
        return;
    };
    if let Kind::Number(first) = &mut sheet.items[at].kind {
        let low = first.low.min(second.low);
        *first = Quantity { low, high: low, ..second };
        sheet.items[at].concepts = vec!["supply"];
        sheet.items[at + 2].kind = Kind::Explained;
    }
}

/// "In: 6-8k tokens, out: 300": labels of what goes in and what comes out.
fn labelled_directions(sheet: &mut Sheet, at: usize) {
    let label = |place: usize, words: &[&str]| {
        sheet.items.get(place).is_some_and(|item| words.contains(&item.text.as_str()))
            && sheet.items.get(place + 1).is_some_and(|sign| matches!(sign.kind, Kind::Sign(':' | '=')))
            && sheet.items.get(place + 2).is_some_and(|next| next.quantity().is_some() || next.is_sign('~'))
    };
    if !label(at, &["out", "output"]) {
        return;
    }
    let line = sheet.layout.line_of[at];
    let inward = (at.saturating_sub(14)..at)
        .rev()
        .find(|place| label(*place, &["in", "input"]) && sheet.layout.line_of[*place] == line);
    if let Some(inward) = inward {
        sheet.items[inward].concepts = vec!["context"];
        sheet.items[at].concepts = vec!["generated"];
    }
}

fn behind_number(sheet: &Sheet, at: usize) -> bool {
    let token = usize::from(at > 0 && sheet.items[at - 1].is(&["token"]));
    at.checked_sub(1 + token).is_some_and(|place| sheet.items[place].is_bare())
}

/// "Input/output lengths: 4000/800", "4000/800 input/output": the first label is the first number's, the second the second's.
fn pairs(sheet: &mut Sheet, at: usize) {
    let joined = |place: usize| {
        sheet.items.get(place).is_some_and(|item| {
            item.is_sign('/') || item.is_sign('+') || item.is_sign('&') || item.is(&["and_word"])
        })
    };
    if at + 2 >= sheet.items.len()
        || !joined(at + 1)
        || !sheet.items[at].is_bare()
        || sheet.items[at + 2].quantity().is_none_or(|q| q.article)
    {
        return;
    }
    let own = sheet.items[at].sentence;
    let named = |item: &Item| item.kind == Kind::Word && !item.concepts.is_empty();
    let label = (at.saturating_sub(PAIR_REACH)..at).rev().find(|place| {
        *place > 0
            && joined(*place)
            && sheet.items[*place].sentence == own
            && named(&sheet.items[*place - 1])
            && sheet.items.get(*place + 1).is_some_and(&named)
            && (*place + 1..at).all(|between| sheet.items[between].quantity().is_none())
    });
    // "2048/512 tokens in/out", "60/30 GB/s read/write".
    let behind = (at + 3..(at + 6).min(sheet.items.len())).find(|place| {
        joined(*place)
            && sheet.items[*place].sentence == own
            && named(&sheet.items[*place - 1])
            && sheet.items.get(*place + 1).is_some_and(&named)
    });
    if let Some(label) = label.or(behind) {
        let first = sheet.items[label - 1].concepts.clone();
        let second = sheet.items[label + 1].concepts.clone();
        // "60/30 GB/s": the unit behind both is that of the first as well.
        let whole = sheet.items[at + 2].quantity().filter(|q| q.unit != Unit::None).cloned();
        if let (Some(whole), Kind::Number(quantity)) = (whole, &mut sheet.items[at].kind) {
            let factor = whole.unit_scale();
            *quantity = Quantity { low: quantity.low * factor, high: quantity.high * factor, ..whole };
        }
        sheet.items[at].concepts = first;
        sheet.items[at + 2].concepts = second;
    }
}

/// "| GPU memory (GB) | 141 |", "Power per rack [kW]: 35": a bare number takes the unit of its label.
fn unit_of_label(sheet: &mut Sheet, at: usize) {
    if !sheet.items[at].is_bare() || sheet.items[at].quantity().is_some_and(|q| q.letter == Some('B')) {
        return;
    }
    let found = labels(sheet, at).into_iter().find_map(|range| unit_in(sheet, range));
    let Some((found, spelled)) = found else { return };
    if let Kind::Number(quantity) = &mut sheet.items[at].kind {
        measure(quantity, found, spelled);
    }
}

/// "24 °C, never above 26", "usually 20 kW, at most 25": a bound without a unit is of what was measured right before.
fn unit_carried(sheet: &mut Sheet, at: usize) {
    let own = &sheet.items[at];
    let ends = sheet
        .items
        .get(at + 1)
        .is_none_or(|next| matches!(next.kind, Kind::Sign(_)) || next.sentence != own.sentence);
    let bound = at > 0 && sheet.items[at - 1].is(&["at_most", "at_least", "more_than", "less_than"]);
    if !(own.is_bare() && own.concepts.is_empty() && bound && ends) || sheet.layout.cell_of[at].is_some() {
        return;
    }
    let before = (at.saturating_sub(8)..at)
        .rev()
        .take_while(|place| sheet.items[*place].sentence == own.sentence)
        .find_map(|place| sheet.items[place].quantity());
    let Some(before) = before.filter(|q| q.unit != Unit::None && !matches!(q.unit, Unit::Money(_))).cloned()
    else {
        return;
    };
    if let Kind::Number(quantity) = &mut sheet.items[at].kind {
        let factor = before.unit_scale();
        *quantity = Quantity { low: quantity.low * factor, high: quantity.high * factor, ..before };
    }
}

fn measure(quantity: &mut Quantity, found: Found, spelled: String) {
    quantity.unit = found.unit;
    quantity.scale = found.factor;
    quantity.unit_text = spelled;
    quantity.letter = None;
    quantity.low = quantity.low * found.factor + found.offset;
    quantity.high = quantity.high * found.factor + found.offset;
}

/// What names a number from before it: the row, the column, or the words before a colon or a bracket.
fn labels(sheet: &Sheet, at: usize) -> Vec<Range<usize>> {
    if let Some(cell) = sheet.layout.cell_of[at].map(|cell| &sheet.layout.cells[cell]) {
        let alone = cell
            .items
            .clone()
            .all(|place| place == at || matches!(sheet.items[place].kind, Kind::Sign(_) | Kind::Word));
        // A cell of words is none of a measure.
        let short = cell.items.len() <= 4;
        // "| rack power | must | 45 | kW |": a cell of its own for the unit.
        let units = || super::modes::beside(sheet, at).into_iter().filter(|cell| unit_cell(sheet, cell));
        return if alone && short {
            std::iter::once(cell.label.clone()).chain(cell.header.clone()).chain(units()).collect()
        } else {
            Vec::new()
        };
    }
    // Right before the number: a colon or the closing bracket of the unit.
    let mut end = at;
    while end > 0
        && sheet.items[end - 1].line_start == sheet.items[end].line_start
        && (matches!(sheet.items[end - 1].kind, Kind::Sign(':' | '=' | '≥' | '≤' | '<' | '>' | '~'))
            || sheet.items[end - 1].is(&["at_least", "at_most", "about"]))
    {
        end -= 1;
    }
    let line = sheet.layout.line_of[at];
    let from = (end.saturating_sub(LABEL_ITEMS)..end)
        .rev()
        .take_while(|place| sheet.layout.line_of[*place] == line && sheet.items[*place].quantity().is_none())
        .last();
    let snake = from.is_some_and(|from| sheet.items[from..end].iter().any(|item| item.is_sign('_')));
    let closed = snake || end > 0 && matches!(sheet.items[end - 1].kind, Kind::Sign(')' | ']'));
    from.filter(|_| closed).map(|from| from..end).into_iter().collect()
}

/// Whether a cell holds a few words and signs and no number, as a unit does.
fn unit_cell(sheet: &Sheet, cell: &Range<usize>) -> bool {
    cell.len() <= 3
        && sheet.items[cell.clone()].iter().all(|item| matches!(item.kind, Kind::Word | Kind::Sign(_)))
}

/// The unit a label ends with, in brackets, behind a comma or "in", or as its last word.
fn unit_in(sheet: &Sheet, label: Range<usize>) -> Option<(Found, String)> {
    let mut end = label.end;
    let bracket = end > label.start && matches!(sheet.items[end - 1].kind, Kind::Sign(')' | ']'));
    if bracket {
        end -= 1;
    }
    let open = (label.start..end).rev().find(|place| {
        let item = &sheet.items[*place];
        if bracket {
            matches!(item.kind, Kind::Sign('(' | '['))
        } else {
            item.is_sign(',')
                || item.is_sign('_')
                || matches!(item.text.as_str(), "in" | "en" | "w" | "v" | "em")
        }
    });
    let from = match open {
        Some(open) => open + 1,
        None if bracket => return None,
        // The whole header, or its last word: "Rack power kW".
        None if end - label.start <= 1 => label.start,
        None => end - 1,
    };
    // "kW/rack", "kW per cabinet": the unit leads.
    let leads = (label.start + 1..label.end.min(label.start + 3))
        .any(|place| sheet.items[place].text.starts_with('/') || sheet.items[place].is(&["per"]));
    let (from, end) =
        if leads && open.is_none() && !bracket { (label.start, label.end) } else { (from, end) };
    if from >= end || end - from > 5 {
        return None;
    }
    let words = sheet.quote(from, end - 1);
    let raw = Folded::new(words);
    let tokens = super::token::syllables(&raw);
    let rest_fits = |length: usize| {
        tokens.get(length).is_none_or(|next| {
            next.is_sign('/') || matches!(next.text.as_str(), "per" | "pro" | "par" | "je")
        })
    };
    if let Some(found) = unit_at(&raw, &tokens, 0, sheet.language).filter(|found| rest_fits(found.length)) {
        let keyed = open.is_some_and(|open| sheet.items[open].is_sign('_'));
        let long = words.chars().count() >= 2 || bracket || keyed;
        return long.then(|| (found, words.to_string()));
    }
    money_in(&tokens, sheet.language).map(|found| (found, words.to_string()))
}

/// "EUR", "k€", "TEUR", "million USD" as the unit of a column.
fn money_in(tokens: &[super::token::Token], language: &str) -> Option<Found> {
    let first = tokens.first()?;
    let factor = match first.text.as_str() {
        "k" | "thousand" => Some(1e3),
        "m" | "mio" | "million" | "millions" | "mln" => Some(1e6),
        _ => None,
    };
    let skip = usize::from(factor.is_some());
    if let Some((place, factor)) = super::unit::thousands_of(first) {
        return Some(Found { unit: Unit::Money(place), factor, offset: 0.0, length: 1 });
    }
    let (place, used) = currency_at(tokens, skip, language)?;
    (skip + used == tokens.len()).then_some(Found {
        unit: Unit::Money(place),
        factor: factor.unwrap_or(1.0),
        offset: 0.0,
        length: skip + used,
    })
}
