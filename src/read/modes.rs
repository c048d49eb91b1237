//! Words that stand beside what is asked for and only say how it is meant: the remark in a row, the label of a line, the
//! heading of a list.

use std::ops::Range;

use super::{
    item::{Kind, Sheet},
    unit::Unit,
};

/// A label is looked for no further back than this in its line.
const RUN: usize = 200;
/// Words that say how what stands beside or below them is meant, and nothing of what it is.
const MODES: &[&str] = &[
    "must",
    "should",
    "may",
    "option",
    "later",
    "no",
    "refused",
    "forbidden",
    "withdrawn",
    "superseded",
    "stands",
    "wanted",
    "ignore_it",
    "retired",
];
/// Items of a remark or a label that is only a mode, at most.
const MODE_ITEMS: usize = 6;
/// Items of a remark that begins with its mode, at most.
const REMARK_ITEMS: usize = 8;
/// Cells of a row looked at on either side.
const ROW_CELLS: usize = 12;

/// Whether a stretch only says how something is meant: "optional", "Nice to have", "deleted", "must".
fn only_mode(sheet: &Sheet, range: &Range<usize>) -> bool {
    let items = &sheet.items[range.clone()];
    (1..=MODE_ITEMS).contains(&items.len())
        && items.iter().any(|item| item.is(MODES))
        && items.iter().all(|item| {
            matches!(item.kind, Kind::Word | Kind::Sign(_))
                && (item.concepts.is_empty() || item.is(MODES) || item.is(&["per", "and_word", "qty_word"]))
        })
}

/// The other cells of the row a place stands in, in their order.
pub(super) fn beside(sheet: &Sheet, at: usize) -> Vec<Range<usize>> {
    let cells = &sheet.layout.cells;
    // What names the row is no cell of its own.
    let own = cells.partition_point(|cell| cell.items.start <= at);
    let line = sheet.layout.line_of[at];
    let near = own.saturating_sub(ROW_CELLS)..(own + ROW_CELLS).min(cells.len());
    near.map(|cell| cells[cell].items.clone())
        .filter(|items| {
            !items.is_empty() && !items.contains(&at) && sheet.layout.line_of[items.start] == line
        })
        .collect()
}

/// Cells of the same row that only say how the row is meant.
pub(super) fn remarks(sheet: &Sheet, at: usize) -> Vec<Range<usize>> {
    // "Option in lieu of line 1": what begins so says it of the whole row.
    let begins = |items: &Range<usize>| {
        items.len() <= REMARK_ITEMS && sheet.is(items.start, &["option", "withdrawn", "superseded"])
    };
    beside(sheet, at).into_iter().filter(|items| only_mode(sheet, items) || begins(items)).collect()
}

/// "Nice to have: ...": the words before the colon of the line, where they only say how the line is meant.
pub(super) fn line_label(sheet: &Sheet, at: usize) -> Option<Range<usize>> {
    let line = sheet.layout.line_of[at];
    let start = (at.saturating_sub(RUN)..=at)
        .rev()
        .take_while(|place| sheet.layout.line_of[*place] == line)
        .last()?;
    let start = (start..at).find(|place| sheet.items[*place].kind == Kind::Word)?;
    let colon = (start..at.min(start + MODE_ITEMS + 1)).find(|place| sheet.items[*place].is_sign(':'))?;
    let label = start..colon;
    only_mode(sheet, &label).then_some(label)
}

/// What names a place from outside and only says how it is meant: the remark in the row, the label of the line, the heading.
pub(super) fn modes(sheet: &Sheet, at: usize) -> Vec<Range<usize>> {
    let heading =
        sheet.layout.lines[sheet.layout.line_of[at]].heading.clone().filter(|range| only_mode(sheet, range));
    remarks(sheet, at).into_iter().chain(line_label(sheet, at)).chain(heading).collect()
}

/// Whether this place speaks of what is bought or of the room it stands in, by its name or its unit.
pub(super) fn of_hardware(sheet: &Sheet, at: usize) -> bool {
    const NOUNS: &[&str] = &["gpu", "node", "rack", "user", "token", "site", "storage"];
    let item = &sheet.items[at];
    match &item.kind {
        Kind::Number(quantity) => match quantity.unit {
            Unit::None => {
                super::evidence::name_behind(sheet, at).is_some()
                    || sheet.after(at, 2, NOUNS).is_some_and(|place| sheet.items[place].clause == item.clause)
            }
            unit => unit.seconds().is_none() && !matches!(unit, Unit::Percent | Unit::Money(_) | Unit::Other),
        },
        Kind::Word | Kind::Sign(_) | Kind::Explained => false,
        _ => true,
    }
}
