//! Lines, rows, sentences and clauses: what stands with what.

use std::ops::Range;

use super::{
    item::{Kind, Sheet},
    rows::{Layout, Line},
    sentences::number_sentences,
    table::{split_cells, table_row},
};

/// Words of a heading, at most.
const HEADING_ITEMS: usize = 7;
/// A line as long as this may go on in the next one, characters.
const WRAPPED_CHARS: usize = 58;
/// Sets sentences, clauses, lines and cells.
pub(super) fn divide(sheet: &mut Sheet) {
    let starts: Vec<usize> =
        (0..sheet.items.len()).filter(|at| *at == 0 || sheet.items[*at].line_start).collect();
    let mut layout = Layout { line_of: vec![0; sheet.items.len()], ..Layout::default() };
    layout.cell_of = vec![None; sheet.items.len()];
    let (mut sentence, mut clause) = (0, 0);
    let mut heading: Option<Range<usize>> = None;
    let mut header: Option<Vec<Range<usize>>> = None;
    let mut before: Range<usize> = 0..0;
    let mut asked: Option<Range<usize>> = None;

    topics(sheet, &starts);
    for (number, from) in starts.iter().copied().enumerate() {
        let to = starts.get(number + 1).copied().unwrap_or(sheet.items.len());
        let blank = number == 0 || blank_between(sheet, from);
        let goes_on = !blank && number > 0 && continues(sheet, &before, from);
        if !goes_on {
            sentence += 1;
            clause += 1;
        }
        if blank {
            header = None;
        }
        let (content, depth) = skip_marks(sheet, from..to);
        let (after, id) = clause_id(sheet, content..to);
        for item in &mut sheet.items[from..after.min(to)] {
            if !matches!(item.kind, Kind::Sign(_)) {
                item.kind = Kind::Explained;
                item.concepts.clear();
            }
        }
        let id = id.or_else(|| layout.lines.last().filter(|_| goes_on).and_then(|line| line.clause.clone()));
        // The first number of a table's row is a cell of it and no clause.
        let whole = split_cells(sheet, content..to);
        let row = header.as_ref().is_some_and(|header: &Vec<Range<usize>>| header.len() == whole.len());
        let cells = if row { whole } else { split_cells(sheet, after..to) };
        if cells.len() > 1 {
            table_row(sheet, &mut layout, &cells, &mut header, (&mut sentence, &mut clause));
        } else {
            header = None;
            number_sentences(sheet, after..to, &mut sentence, &mut clause);
        }
        let id_of_line = after > content || content > from;
        let title = is_heading(sheet, after..to);
        if title {
            heading = Some(after..to);
        } else if heading.is_some() && is_prose(sheet, after..to, id_of_line) {
            // Sentences behind a list are not of the list.
            heading = None;
        } else if blank && !heading.as_ref().is_some_and(|range| range.end == from) {
            heading = None;
        }
        for at in from..to {
            layout.line_of[at] = layout.lines.len();
            if at < after {
                sheet.items[at].sentence = sentence;
                sheet.items[at].clause = clause;
            }
        }
        // "> How many users?" is what the lines below it answer.
        if depth > 0 {
            asked = sheet.items[to - 1].is_sign('?').then_some(after..to);
        }
        let answers = asked.clone().filter(|_| depth == 0);
        layout.lines.push(Line {
            clause: id,
            heading: heading.clone().filter(|_| !title),
            asked: answers,
            depth,
        });
        before = from..to;
    }
    sheet.layout = layout;
}

/// "T1 ...", "T2 ...", "T3 ...": lines that begin with the same letters and growing numbers are numbered by them.
fn topics(sheet: &mut Sheet, starts: &[usize]) {
    let code = |at: &usize| {
        let item = &sheet.items[*at];
        let text = item.text.as_str();
        let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
        let number = text.get(letters..).filter(|rest| rest.len() <= 2)?.parse::<u32>().ok()?;
        (1..=2).contains(&letters).then(|| (text[..letters].to_string(), number, *at))
    };
    let codes: Vec<(String, u32, usize)> = starts.iter().filter_map(code).collect();
    for (letters, number, at) in &codes {
        let same: Vec<u32> =
            codes.iter().filter(|(own, ..)| own == letters).map(|(_, number, _)| *number).collect();
        let grows = same.windows(2).all(|pair| pair[0] < pair[1]);
        if same.len() >= 3 && grows && same[0] <= 2 && *number <= 40 {
            sheet.items[*at].kind = Kind::Explained;
            sheet.items[*at].concepts.clear();
        }
    }
}

fn blank_between(sheet: &Sheet, at: usize) -> bool {
    let from = sheet.text.bytes[sheet.items[at - 1].span.to - 1].1;
    let to = sheet.text.bytes[sheet.items[at].span.from].0;
    sheet.text.original[from..to].matches('\n').count() > 1
}

/// Whether a line goes on with the sentence of the line before (wrapped text).
fn continues(sheet: &Sheet, before: &Range<usize>, at: usize) -> bool {
    let last = &sheet.items[before.end - 1];
    if matches!(last.kind, Kind::Sign('.' | '!' | '?' | ':' | ';' | '|')) {
        return false;
    }
    let first = &sheet.items[at];
    let lower = sheet.text.raw[first.span.from].is_lowercase();
    let long = sheet.items[before.end - 1].span.to - sheet.items[before.start].span.from > WRAPPED_CHARS;
    let word = matches!(first.kind, Kind::Word | Kind::Number(_) | Kind::Gpu(_) | Kind::Model(_));
    let label = (at + 1..(at + 6).min(sheet.items.len()))
        .take_while(|place| !sheet.items[*place].line_start)
        .any(|place| sheet.items[place].is_sign(':'));
    word && !label && !first.tabbed && (lower || matches!(first.kind, Kind::Number(_))) && long
}

/// The first item behind quote marks and bullets, and how deep the line is quoted.
fn skip_marks(sheet: &Sheet, line: Range<usize>) -> (usize, usize) {
    let mut at = line.start;
    let mut depth = 0;
    // "<kaz> 24 sessions": who says it in a chat.
    if sheet.items[at].is_sign('<')
        && let Some(close) = (at + 2..(at + 5).min(line.end)).find(|place| sheet.items[*place].is_sign('>'))
    {
        return ((close + 1).min(line.end), 0);
    }
    while at + 1 < line.end {
        let item = &sheet.items[at];
        match item.kind {
            Kind::Sign('>') if at == line.start || sheet.items[at - 1].is_sign('>') => depth += 1,
            Kind::Sign('-' | '*' | '•' | '·' | '=' | '>' | '★' | '▪' | '●' | '+' | '#')
                if !glued_number(sheet, at) => {}
            _ => break,
        }
        at += 1;
    }
    (at, depth)
}

/// "+8 nodes", "-5 °C", "*4": the sign belongs to the number.
fn glued_number(sheet: &Sheet, at: usize) -> bool {
    sheet.items.get(at + 1).is_some_and(|next| next.glued && next.quantity().is_some())
}

/// The clause number a line begins with, and the first item behind it.
fn clause_id(sheet: &Sheet, line: Range<usize>) -> (usize, Option<String>) {
    let Some(first) = sheet.items.get(line.start).filter(|_| line.start < line.end) else {
        return (line.start, None);
    };
    let start = sheet.text.bytes[first.span.from].0;
    let end = sheet.text.bytes[sheet.items[line.end - 1].span.to - 1].1;
    let raw = &sheet.text.original[start..end];
    let Some((length, id)) = super::clause_id::leading_id(raw) else { return (line.start, None) };
    let place = line.clone().find(|at| sheet.text.bytes[sheet.items[*at].span.from].0 >= start + length);
    let cut = place.unwrap_or(line.end);
    // A number that is measured or counted is none of a clause.
    let measured = sheet.items[line.start..cut].iter().any(|item| {
        item.is_gpu_name() || item.quantity().is_some_and(|quantity| quantity.unit != super::unit::Unit::None)
    });
    // "2.000 Anwender" counts users and is no clause 2.000.
    let counted = sheet.items.get(cut).is_some_and(|next| {
        next.is(&["user", "gpu", "node", "page", "rack", "token", "transaction", "query"])
    }) && id.split_once(['.', ',']).is_some_and(|(_, tail)| tail.len() == 3);
    if counted || measured || cut == line.start { (line.start, None) } else { (cut, Some(id)) }
}

/// Whether a line without bullet or number is made of sentences.
fn is_prose(sheet: &Sheet, line: Range<usize>, marked: bool) -> bool {
    let items = &sheet.items[line];
    let sentences = items.iter().filter(|item| matches!(item.kind, Kind::Sign('.' | '?' | '!'))).count();
    !marked && items.len() > 10 && sentences >= 2
}

/// Whether a line names what stands below it.
fn is_heading(sheet: &Sheet, line: Range<usize>) -> bool {
    let end = line
        .clone()
        .rev()
        .take_while(|at| matches!(sheet.items[*at].kind, Kind::Sign('*' | '#' | '_')))
        .last()
        .unwrap_or(line.end);
    let line = line.start..end;
    let items = &sheet.items[line.clone()];
    let Some(last) = items.last() else { return false };
    if items.iter().any(|item| item.quantity().is_some_and(|quantity| quantity.digits))
        || items.len() > HEADING_ITEMS + 1
    {
        return false;
    }
    let marked = line.start > 0 && sheet.items[line.start - 1].is_sign('#');
    let open = last.is_sign(':');
    let short = items.len() <= HEADING_ITEMS
        && !matches!(last.kind, Kind::Sign(_))
        && !items.iter().any(|item| item.is_sign(':'));
    marked || open || short
}
