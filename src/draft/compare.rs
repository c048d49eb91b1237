//! Comparing an edited document with what the answer gives: which numbers no longer match, and which are new.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::xlsx::{letters, read};

/// A number that does not match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mismatch {
    /// Where in the edited file: a line, or a sheet and cell.
    pub place: String,
    /// What the answer gives there; null when the number is not in the answer's document.
    pub expected: Option<String>,
    /// What the file says; null when a number was taken out.
    pub found: Option<String>,
    /// The line or the row as it stands.
    pub context: String,
}

/// A line or a row, with its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    place: String,
    cells: Vec<String>,
}

impl Line {
    /// The line with every number masked, so that an edited number does not hide what line it is.
    fn key(&self) -> String {
        self.cells.iter().map(|cell| tokens(cell).1).collect::<Vec<_>>().join("\u{1f}")
    }

    /// Its numbers, each with its cell.
    fn numbers(&self) -> Vec<(usize, String)> {
        self.cells
            .iter()
            .enumerate()
            .flat_map(|(index, cell)| tokens(cell).0.into_iter().map(move |number| (index, number)))
            .collect()
    }
}

/// Compares Markdown texts.
#[must_use]
pub fn markdown(expected: &str, found: &str) -> Vec<Mismatch> {
    let lines = |text: &str| {
        text.lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(index, line)| Line {
                place: format!("line {}", index + 1),
                cells: vec![line.trim().to_string()],
            })
            .collect::<Vec<_>>()
    };
    compare(&lines(expected), &lines(found))
}

/// Compares workbooks sheet by sheet.
///
/// # Errors
/// A sentence when a file is no workbook.
pub fn workbook(expected: &[u8], found: &[u8]) -> Result<Vec<Mismatch>, String> {
    let lines = |sheet: &read::SheetValues| {
        sheet
            .rows
            .iter()
            .map(|row| Line { place: format!("{}!{}", sheet.name, row.number), cells: row.cells.clone() })
            .collect::<Vec<_>>()
    };
    let (expected, found) = (read::sheets(expected)?, read::sheets(found)?);
    let mut mismatches = Vec::new();
    for sheet in &found {
        let own = expected.iter().find(|other| other.name == sheet.name).map(&lines).unwrap_or_default();
        mismatches.extend(compare(&own, &lines(sheet)));
    }
    for sheet in expected.iter().filter(|sheet| !found.iter().any(|other| other.name == sheet.name)) {
        mismatches.push(Mismatch {
            place: sheet.name.clone(),
            expected: Some(format!("a sheet of {} rows", sheet.rows.len())),
            found: None,
            context: "the sheet was removed or renamed".into(),
        });
    }
    Ok(mismatches)
}

/// Every value of a workbook as one text.
///
/// # Errors
/// A sentence when the file is no workbook.
pub fn workbook_text(bytes: &[u8]) -> Result<String, String> {
    let sheets = read::sheets(bytes)?;
    let cells = sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    Ok(cells.cloned().collect::<Vec<_>>().join("\n"))
}

fn compare(expected: &[Line], found: &[Line]) -> Vec<Mismatch> {
    let keys = |lines: &[Line]| lines.iter().map(Line::key).collect::<Vec<_>>();
    let pairs = common(&keys(expected), &keys(found));
    let known: BTreeSet<String> =
        expected.iter().flat_map(Line::numbers).map(|(_, number)| plain(&number)).collect();
    let mut mismatches = Vec::new();
    let (mut at_expected, mut at_found) = (0, 0);
    for (left, right) in pairs.into_iter().chain([(expected.len(), found.len())]) {
        let (gone, new) = (&expected[at_expected..left], &found[at_found..right]);
        if gone.len() == new.len() {
            gone.iter().zip(new).for_each(|(old, line)| rewritten(old, line, &known, &mut mismatches));
        } else {
            new.iter().for_each(|line| unknown(line, &known, &mut mismatches));
        }
        if left < expected.len() && right < found.len() {
            changed(&expected[left], &found[right], &mut mismatches);
        }
        (at_expected, at_found) = (left + 1, right + 1);
    }
    mismatches
}

/// Numbers of two lines that differ in nothing else.
fn changed(expected: &Line, found: &Line, mismatches: &mut Vec<Mismatch>) {
    for ((_, was), (cell, is)) in expected.numbers().into_iter().zip(found.numbers()) {
        if plain(&was) != plain(&is) {
            mismatches.push(mismatch(found, cell, Some(was), Some(is)));
        }
    }
}

/// Numbers of a line whose words changed as well.
fn rewritten(expected: &Line, found: &Line, known: &BTreeSet<String>, mismatches: &mut Vec<Mismatch>) {
    let mut was: Vec<String> = expected.numbers().into_iter().map(|(_, number)| number).collect();
    let mut left: Vec<(usize, String)> = Vec::new();
    for (cell, is) in found.numbers() {
        match was.iter().position(|number| plain(number) == plain(&is)) {
            Some(place) => {
                was.remove(place);
            }
            None => left.push((cell, is)),
        }
    }
    let mut was = was.into_iter();
    for (cell, is) in left {
        let expected = was.next();
        if expected.is_some() || !known.contains(&plain(&is)) {
            mismatches.push(mismatch(found, cell, expected, Some(is)));
        }
    }
}

/// Numbers of a new line that the answer's document does not hold.
fn unknown(found: &Line, known: &BTreeSet<String>, mismatches: &mut Vec<Mismatch>) {
    for (cell, is) in found.numbers() {
        if !known.contains(&plain(&is)) {
            mismatches.push(mismatch(found, cell, None, Some(is)));
        }
    }
}

fn mismatch(line: &Line, cell: usize, expected: Option<String>, found: Option<String>) -> Mismatch {
    // A row of a workbook names its cell: Sheet!E5.
    let place = match line.place.split_once('!') {
        Some((sheet, row)) => format!("{sheet}!{}{row}", letters(cell)),
        None => line.place.clone(),
    };
    let context = line.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" | ");
    Mismatch { place, expected, found, context: context.chars().take(200).collect() }
}

/// The numbers of a text, and the text with each of them masked.
fn tokens(text: &str) -> (Vec<String>, String) {
    let mut numbers = Vec::new();
    let mut masked = String::new();
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_ascii_digit() {
            masked.push(letters[at]);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < letters.len()
            && (letters[end].is_ascii_digit()
                || (matches!(letters[end], '.' | ',' | '\'' | '\u{202f}')
                    && letters.get(end + 1).is_some_and(char::is_ascii_digit)))
        {
            end += 1;
        }
        let number: String = letters[at..end].iter().collect();
        numbers.push(number);
        masked.push('\u{1}');
        at = end;
    }
    (numbers, masked)
}

/// A number without the marks between its thousands, and without the noise of a binary fraction.
fn plain(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    match digits.parse::<f64>() {
        Ok(value) => format!("{:.9}", value).trim_end_matches('0').trim_end_matches('.').to_string(),
        Err(_) => digits,
    }
}

/// The longest common run of two lists, as pairs of places: equal ends first, a table for what lies between.
fn common(left: &[String], right: &[String]) -> Vec<(usize, usize)> {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let tail = left[head..].iter().rev().zip(right[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&left[head..left.len() - tail], &right[head..right.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|place| (place, place)).collect();
    // A file that shares nothing with the answer would need a table of millions; it is then compared as new text.
    if a.len().saturating_mul(b.len()) <= 4_000_000 {
        let width = b.len() + 1;
        let mut best = vec![0u32; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                best[i * width + j] = if a[i] == b[j] {
                    best[(i + 1) * width + j + 1] + 1
                } else {
                    best[(i + 1) * width + j].max(best[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if a[i] == b[j] {
                pairs.push((head + i, head + j));
                i += 1;
                j += 1;
            } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    pairs.extend((0..tail).rev().map(|place| (left.len() - 1 - place, right.len() - 1 - place)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_number_is_named_and_an_edited_word_is_not() {
        let text = "# A\n\n16 nodes with 128 GPUs\n\n| Power | 1,163.2 kW |\n";
        assert!(markdown(text, text).is_empty());
        let edited = markdown(text, &text.replace("1,163.2", "1,153.2"));
        assert_eq!(edited.len(), 1);
        assert_eq!(
            (edited[0].place.as_str(), edited[0].expected.as_deref(), edited[0].found.as_deref()),
            ("line 5", Some("1,163.2"), Some("1,153.2"))
        );
        assert!(markdown(text, &text.replace("nodes with", "servers that hold")).is_empty());
        assert!(markdown(text, &format!("{text}\nA friendly sentence about 128 GPUs.\n")).is_empty());
        let invented = markdown(text, &format!("Saves 40 percent.\n{text}"));
        assert_eq!((invented.len(), invented[0].expected.clone()), (1, None));
        let both = markdown(text, &text.replace("16 nodes with", "128 servers and"));
        assert_eq!((both[0].expected.as_deref(), both[0].found.as_deref()), (Some("16"), Some("128")));
    }
}
