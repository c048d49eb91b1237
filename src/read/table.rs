//! Rows of tables: cells, what names the row, what names the column.

use std::ops::Range;

use super::{
    item::{Kind, Sheet},
    rows::{Cell, Layout},
    sentences::number_sentences,
};

/// Columns with fields of their own from which on every row is a configuration.
const RECORD_COLUMNS: usize = 2;
/// What the header of such a column speaks of.
const FIELD_HEADS: &[&str] = &[
    "gpu",
    "node",
    "per_node",
    "rack",
    "rack_power",
    "cooling_word",
    "power",
    "network",
    "ports_word",
    "memory",
    "gpu_memory",
    "storage",
    "user",
    "budget",
    "price",
    "model",
    "concurrent",
    "context",
    "generated",
];

/// The cells of a line that is a row of a table; one cell for any other line.
pub(super) fn split_cells(sheet: &Sheet, line: Range<usize>) -> Vec<Range<usize>> {
    let pipes = sheet.items[line.clone()].iter().filter(|item| item.is_sign('|')).count();
    let tabs = sheet.items[line.clone()].iter().skip(1).filter(|item| item.tabbed).count();
    let semis = sheet.items[line.clone()]
        .iter()
        .enumerate()
        .filter(|(at, item)| {
            item.is_sign(';')
                && sheet.items.get(line.start + at + 1).is_none_or(|next| next.glued || next.line_start)
        })
        .count();
    // Commas without a space behind them, four cells and more.
    let commas = sheet.items[line.clone()]
        .iter()
        .enumerate()
        .filter(|(at, item)| {
            item.is_sign(',')
                && item.glued
                && sheet.items.get(line.start + at + 1).is_none_or(|next| next.glued || next.line_start)
        })
        .count();
    let edge = sheet.items.get(line.start).is_some_and(|item| item.is_sign('|'));
    let mark = if pipes >= 2 && edge {
        '|'
    } else if semis >= 2 {
        ';'
    } else if commas >= 3 || commas == 2 && like_a_line_beside(sheet, &line) {
        ','
    } else if tabs >= 1 {
        '\t'
    } else {
        return vec![line];
    };
    let mut cells = Vec::new();
    let mut from = line.start;
    for at in line.clone() {
        let item = &sheet.items[at];
        if mark == '\t' && item.tabbed && at > line.start || item.is_sign(mark) {
            cells.push(from..at);
            from = if mark == '\t' { at } else { at + 1 };
        }
    }
    cells.push(from..line.end);
    if edge && mark == '|' {
        cells.remove(0);
        if cells.last().is_some_and(Range::is_empty) {
            cells.pop();
        }
    }
    cells
}

/// Whether a line beside has as many commas without a space behind them: rows of a list with few columns.
fn like_a_line_beside(sheet: &Sheet, line: &Range<usize>) -> bool {
    let tight = |range: Range<usize>| {
        let signs = range.clone().filter(|at| sheet.is_sign(*at, ','));
        signs.filter(|at| sheet.items.get(at + 1).is_none_or(|next| next.glued || next.line_start)).count()
    };
    let start = |at: usize| (0..at).rev().find(|place| *place == 0 || sheet.items[*place].line_start);
    let end = |at: usize| {
        (at + 1..sheet.items.len()).find(|place| sheet.items[*place].line_start).unwrap_or(sheet.items.len())
    };
    let before = line.start.checked_sub(1).and_then(|_| start(line.start)).map(|from| from..line.start);
    let after = (line.end < sheet.items.len()).then(|| line.end..end(line.end));
    [before, after].into_iter().flatten().any(|other| tight(other) == tight(line.clone()))
}

pub(super) fn table_row(
    sheet: &mut Sheet,
    layout: &mut Layout,
    cells: &[Range<usize>],
    header: &mut Option<Vec<Range<usize>>>,
    (sentence, clause): (&mut usize, &mut usize),
) {
    let valued = |range: &Range<usize>| {
        sheet.items[range.clone()].iter().any(|item| !matches!(item.kind, Kind::Sign(_) | Kind::Word))
    };
    let numbers =
        |range: &Range<usize>| sheet.items[range.clone()].iter().any(|item| item.quantity().is_some());
    let head = header.is_none() && cells.iter().skip(1).all(|cell| !numbers(cell));
    // The label is the first cell with words; a running number or code before it is none.
    let mut worded = cells.iter().filter(|cell| {
        sheet.items[(*cell).clone()].iter().any(|item| matches!(item.kind, Kind::Word)) && !cell.is_empty()
    });
    let first = worded.next();
    let label = match first.filter(|cell| code(sheet, cell)) {
        Some(code) => worded.next().or(Some(code)),
        None => first,
    };
    let label = label.cloned().unwrap_or(cells[0].clone());
    let numbered: Vec<usize> = cells
        .iter()
        .take_while(|cell| **cell != label)
        .flat_map(|cell| cell.clone())
        .filter(|at| sheet.items[*at].quantity().is_some())
        .collect();
    let columns = cells.iter().filter(|cell| cell.start > label.start && valued(cell)).count();
    for at in numbered {
        sheet.items[at].kind = Kind::Explained;
    }
    // "| Option | GPU | Nodes | Cooling |": every row is a configuration of its own, named by its first cell.
    let named = |range: &Range<usize>| sheet.has(range.clone(), FIELD_HEADS);
    let records = header.as_ref().is_some_and(|list| {
        list.iter().skip(1).filter(|range| named(range)).count() >= RECORD_COLUMNS
            && list.first().is_some_and(|first| !named(first))
    }) && cells.len() > RECORD_COLUMNS
        && !named(&cells[0]);
    let record = header
        .as_ref()
        .and_then(|list| list.first().cloned())
        .filter(|_| records)
        .map(|corner| (cells[0].clone(), corner));
    let bounds = cells.to_vec();
    for (column, cell) in bounds.iter().enumerate() {
        *sentence += 1;
        *clause += 1;
        number_sentences(sheet, cell.clone(), sentence, clause);
        if *cell == label || head {
            continue;
        }
        for at in cell.clone() {
            layout.cell_of[at] = Some(layout.cells.len());
        }
        let above =
            header.as_ref().and_then(|list| list.get(column).cloned()).filter(|range| !range.is_empty());
        layout.cells.push(match above.clone().filter(|_| record.is_some()) {
            Some(above) => {
                Cell { items: cell.clone(), label: above, header: None, columns: 1, record: record.clone() }
            }
            None => Cell { items: cell.clone(), label: label.clone(), header: above, columns, record: None },
        });
    }
    if head {
        *header = Some(bounds);
    }
}

/// "R3", "REQ12": letters and a running number that only tell rows apart.
fn code(sheet: &Sheet, cell: &Range<usize>) -> bool {
    let [item] = &sheet.items[cell.clone()] else { return false };
    let letters = item.text.trim_end_matches(|c: char| c.is_ascii_digit());
    item.concepts.is_empty()
        && letters.len() < item.text.len()
        && (1..=4).contains(&letters.len())
        && letters.chars().all(|c| c.is_ascii_alphabetic())
}
