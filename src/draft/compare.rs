//! Comparing an edited document with what the answer gives: which numbers no longer match, and which are new.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    align::common,
    figures::{Figure, skeleton, tokens},
};
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
    /// The formulas of cells, with the rows they refer to masked: these move when a row is put in.
    formulas: BTreeMap<usize, String>,
    figures: Vec<Figure>,
    /// Units in the heads of its columns.
    heads: BTreeMap<usize, String>,
    /// The line with every number masked, so that an edited number does not hide what line it is.
    key: String,
}

impl Line {
    fn new(place: String, cells: Vec<String>, formulas: BTreeMap<usize, String>, comma: bool) -> Self {
        let (mut figures, mut keys) = (Vec::new(), Vec::new());
        for (index, cell) in cells.iter().enumerate() {
            let (found, masked) = tokens(cell, index, comma);
            figures.extend(found);
            keys.push(masked);
        }
        Self { place, cells, formulas, figures, heads: BTreeMap::new(), key: keys.join("\u{1f}") }
    }

    /// The units a row of heads names, by column.
    fn head_units(&self) -> BTreeMap<usize, String> {
        let units = self.figures.iter().filter(|one| one.text.is_empty());
        units.map(|one| (one.cell, one.unit.clone())).collect()
    }

    /// What makes two lines the same for a reader.
    fn content(&self) -> (String, Vec<&str>, &BTreeMap<usize, String>) {
        (self.key.clone(), self.figures.iter().map(|one| one.value.as_str()).collect(), &self.formulas)
    }

    /// Whether a line can be another one reworded: a third of their words and numbers are the same.
    fn resembles(&self, other: &Self) -> bool {
        let words = |line: &Self| -> BTreeSet<String> {
            let text = line.cells.join(" ");
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_string)
                .collect()
        };
        let (one, two) = (words(self), words(other));
        one.intersection(&two).count() * 3 >= one.len().max(two.len())
    }
}

/// Compares Markdown texts. `comma` says that a comma stands before the decimals.
#[must_use]
pub fn markdown(expected: &str, found: &str, comma: bool) -> Vec<Mismatch> {
    let lines = |text: &str| {
        let (mut lines, mut heads) = (Vec::new(), None);
        for (index, line) in text.lines().map(str::trim).enumerate() {
            let row = line.strip_prefix('|');
            if row.is_none() {
                heads = None;
            }
            // The first line, which a reader never sees, is looked at apart.
            if line.is_empty() || line.starts_with("<!--") {
                continue;
            }
            let cells = match row {
                Some(row) => row.split('|').map(|cell| cell.trim().to_string()).collect(),
                None => vec![line.to_string()],
            };
            let mut made = Line::new(format!("line {}", index + 1), cells, BTreeMap::new(), comma);
            if row.is_some() {
                made.heads = heads.get_or_insert_with(|| made.head_units()).clone();
            }
            lines.push(made);
        }
        lines
    };
    compare(&lines(expected), &lines(found), "line 1")
}

/// Compares workbooks sheet by sheet. `comma` says that a comma stands before the decimals of numbers in texts.
///
/// # Errors
/// A sentence when a file is no workbook.
pub fn workbook(expected: &[u8], found: &[u8], comma: bool) -> Result<Vec<Mismatch>, String> {
    let lines = |sheet: &read::SheetValues| {
        let mut heads = None;
        let row = |row: &read::RowValues| {
            let formulas = row.formulas.iter().map(|(cell, text)| (*cell, skeleton(text))).collect();
            let mut made =
                Line::new(format!("{}!{}", sheet.name, row.number), row.cells.clone(), formulas, comma);
            made.heads = heads.get_or_insert_with(|| made.head_units()).clone();
            made
        };
        sheet.rows.iter().map(row).collect::<Vec<_>>()
    };
    let (expected, found) = (read::sheets(expected)?, read::sheets(found)?);
    let mut mismatches = Vec::new();
    for sheet in &found {
        let own = expected.iter().find(|other| other.name == sheet.name).map(&lines).unwrap_or_default();
        mismatches.extend(compare(&own, &lines(sheet), &format!("{}!1", sheet.name)));
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

/// The values of a document, each with the units it stands with; parts of names apart.
#[derive(Debug, Default)]
struct Known<'a> {
    units: BTreeMap<&'a str, BTreeSet<&'a str>>,
    names: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(lines: &'a [Line]) -> Self {
        let mut known = Self::default();
        for (line, one) in lines.iter().flat_map(|line| line.figures.iter().map(move |one| (line, one))) {
            if one.in_name {
                known.names.insert(&one.value);
            } else {
                let units = known.units.entry(&one.value).or_default();
                units.insert(&one.unit);
                units.extend(line.heads.get(&one.cell).map(String::as_str));
            }
        }
        known
    }

    fn has(&self, one: &Figure) -> bool {
        if one.text.is_empty() || (one.in_name && self.names.contains(one.value.as_str())) {
            return true;
        }
        self.units
            .get(one.value.as_str())
            .is_some_and(|units| one.unit.is_empty() || units.contains(one.unit.as_str()))
    }
}

/// Lines that are the same on both sides, wherever they stand, are left out; of the others, those that differ in
/// numbers alone are paired first, then those that were reworded.
fn compare(expected: &[Line], found: &[Line], start: &str) -> Vec<Mismatch> {
    let known = Known::of(expected);
    let (gone, new) = (without(expected, found), without(found, expected));
    let keys = |lines: &[&Line]| lines.iter().map(|line| line.key.clone()).collect::<Vec<_>>();
    let pairs = common(&keys(&gone), &keys(&new));
    let mut mismatches = Vec::new();
    let (mut at_gone, mut at_new) = (0, 0);
    for (left, right) in pairs.into_iter().chain([(gone.len(), new.len())]) {
        let mut rest: Vec<&Line> = gone[at_gone..left].to_vec();
        for line in &new[at_new..right] {
            match rest.iter().position(|old| old.resembles(line)) {
                Some(place) => rewritten(rest.remove(place), line, &known, &mut mismatches),
                None => unknown(line, &known, &mut mismatches),
            }
        }
        rest.iter().for_each(|line| removed(line, start, &mut mismatches));
        if let (Some(old), Some(line)) = (gone.get(left), new.get(right)) {
            changed(old, line, &mut mismatches);
        }
        (at_gone, at_new) = (left + 1, right + 1);
    }
    mismatches
}

/// The lines of one side that the other does not hold, as often as it holds them.
fn without<'a>(lines: &'a [Line], other: &[Line]) -> Vec<&'a Line> {
    let mut there: BTreeMap<_, usize> = BTreeMap::new();
    for line in other {
        *there.entry(line.content()).or_default() += 1;
    }
    lines
        .iter()
        .filter(|line| match there.get_mut(&line.content()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

/// Numbers and formulas of two lines that differ in nothing else.
fn changed(expected: &Line, found: &Line, mismatches: &mut Vec<Mismatch>) {
    for (was, is) in expected.figures.iter().zip(&found.figures) {
        if was.value != is.value {
            mismatches.push(mismatch(found, is.cell, Some(was.shown(false)), Some(is.shown(false))));
        }
    }
    formulas(expected, found, mismatches);
}

/// Formulas that were replaced by a value or by another formula.
fn formulas(expected: &Line, found: &Line, mismatches: &mut Vec<Mismatch>) {
    for (cell, was) in &expected.formulas {
        let is = found.formulas.get(cell);
        if is != Some(was) {
            let value = || found.cells.get(*cell).cloned().unwrap_or_default();
            let is = is.map_or_else(value, |formula| format!("={formula}"));
            mismatches.push(mismatch(found, *cell, Some(format!("={was}")), Some(is)));
        }
    }
}

/// Numbers of a line whose words changed as well.
fn rewritten(expected: &Line, found: &Line, known: &Known<'_>, mismatches: &mut Vec<Mismatch>) {
    let mut was: Vec<&Figure> = expected.figures.iter().collect();
    let mut left: Vec<&Figure> = Vec::new();
    for is in &found.figures {
        match was.iter().position(|old| old.holds(is)) {
            Some(place) => {
                was.remove(place);
            }
            None => left.push(is),
        }
    }
    for is in left {
        // The same number with another unit first, then the next one of its kind.
        let same = was.iter().position(|old| old.value == is.value);
        let place = same.or_else(|| was.iter().position(|old| old.text.is_empty() == is.text.is_empty()));
        let old = place.map(|place| was.remove(place));
        if old.is_some() || !known.has(is) {
            let units = old.is_some_and(|old| old.unit != is.unit && !is.unit.is_empty());
            let expected = old.map(|old| old.shown(units));
            mismatches.push(mismatch(found, is.cell, expected, Some(is.shown(units))));
        }
    }
    for old in was.into_iter().filter(|old| !old.in_name && !old.text.is_empty()) {
        mismatches.push(mismatch(found, old.cell, Some(old.shown(true)), None));
    }
    formulas(expected, found, mismatches);
}

/// Numbers of a new line that the answer's document does not hold.
fn unknown(found: &Line, known: &Known<'_>, mismatches: &mut Vec<Mismatch>) {
    for is in found.figures.iter().filter(|one| !known.has(one)) {
        mismatches.push(mismatch(found, is.cell, None, Some(is.shown(true))));
    }
}

/// A line with numbers that was taken out.
fn removed(expected: &Line, start: &str, mismatches: &mut Vec<Mismatch>) {
    let figures = expected.figures.iter().filter(|one| !one.in_name && !one.text.is_empty());
    let numbers: Vec<String> = figures.map(|one| one.shown(true)).collect();
    if !numbers.is_empty() {
        let (place, _) = start.split_once('!').unwrap_or(("taken out", ""));
        let taken = mismatch(expected, 0, Some(numbers.join("; ")), None);
        mismatches.push(Mismatch { place: place.into(), ..taken });
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A for 16 GPUs\n\n16 nodes with 128 GPUs\n\n| Item | Power (kW) |\n| --- | ---: |\n| Power | 1,163.2\u{a0}kW |\n| Left | 4.6 |\n| Heat | 20 |\n";

    fn pairs(edited: &str) -> Vec<(Option<String>, Option<String>)> {
        markdown(TEXT, edited, false).into_iter().map(|one| (one.expected, one.found)).collect()
    }
    fn pair(was: &str, is: &str) -> (Option<String>, Option<String>) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
        (some(was), some(is))
    }

    #[test]
    fn an_edited_number_is_named_and_an_edited_word_is_not() {
        assert!(pairs(TEXT).is_empty());
        let edited = markdown(TEXT, &TEXT.replace("1,163.2", "1,153.2"), false);
        assert_eq!(edited.len(), 1);
        assert_eq!(edited[0].place, "line 7");
        assert_eq!(pairs(&TEXT.replace("1,163.2", "1,153.2")), [pair("1,163.2", "1,153.2")]);
        assert_eq!(pairs(&TEXT.replace("# A for 16", "# A for 17")), [pair("16", "17")]);
        assert_eq!(pairs(&TEXT.replace("16 nodes with", "128 servers and")), [pair("16", "128")]);
        assert_eq!(pairs(&TEXT.replace("4.6", "-4.6")), [pair("4.6", "-4.6")]);
        assert!(pairs(&TEXT.replace("nodes with", "servers that hold")).is_empty());
        assert!(pairs(&TEXT.replace("1,163.2", "1163.20")).is_empty());
    }

    #[test]
    fn new_and_removed_numbers_are_named() {
        assert!(pairs(&format!("{TEXT}\nA friendly sentence about 128 GPUs of the H900 kind.\n")).len() == 1);
        assert!(pairs(&format!("{TEXT}\nA friendly sentence about 128 GPUs and 1,163.2 kW.\n")).is_empty());
        assert_eq!(pairs(&format!("Saves 40 percent.\n{TEXT}")), [pair("", "40")]);
        assert_eq!(pairs(&format!("{TEXT}\nIt draws 1,163.2 MW.\n")), [pair("", "1,163.2 MW")]);
        assert_eq!(pairs(&format!("{TEXT}\nIt saves 16 %.\n")), [pair("", "16 %")]);
        assert!(pairs(&format!("{TEXT}\nIt leaves 4.6 kW.\n")).is_empty());
        assert_eq!(pairs(&TEXT.replace("| Left | 4.6 |\n", "")), [pair("4.6", "")]);
        assert_eq!(pairs(&TEXT.replace("16 nodes with 128 GPUs", "nodes with 128 GPUs")), [pair("16", "")]);
        // A row that moved is the same row.
        assert!(
            pairs(&TEXT.replace("| Left | 4.6 |\n| Heat | 20 |\n", "| Heat | 20 |\n| Left | 4.6 |\n"))
                .is_empty()
        );
    }

    #[test]
    fn a_changed_unit_is_named() {
        let kw = "1,163.2\u{a0}kW";
        assert_eq!(pairs(&TEXT.replace(kw, "1,163.2 MW")), [pair("1,163.2 kW", "1,163.2 MW")]);
        assert_eq!(pairs(&TEXT.replace("Power (kW)", "Power (W)")), [pair("kW", "W")]);
        assert!(pairs(&TEXT.replace(kw, "1,163.2 kilowatts")).is_empty());
        let comma = |text: &str| markdown("It draws 1,5 kW or 1.500 kW\n", text, true).len();
        assert_eq!((comma("It draws 1,5 kW or 1500 kW\n"), comma("It draws 15 kW or 1.500 kW\n")), (0, 1));
    }

    #[test]
    fn formulas_are_compared_without_their_rows() {
        assert_eq!(skeleton("=$E$12 * G2"), skeleton("E3*G3"));
        let line = |formula: Option<&str>| {
            let formulas = formula.map(|text| (1, skeleton(text))).into_iter().collect();
            vec![Line::new("BOM!2".into(), vec!["Server".into(), "32".into()], formulas, false)]
        };
        let found = compare(&line(Some("=E2*G2")), &line(None), "BOM!1");
        assert_eq!((found[0].place.as_str(), found[0].expected.as_deref()), ("BOM!B2", Some("=E#*G#")));
        assert!(compare(&line(Some("=E2*G2")), &line(Some("=E5*G5")), "BOM!1").is_empty());
        assert_eq!(compare(&line(Some("=E2*G2")), &line(Some("=E2*G2*1.1")), "BOM!1").len(), 1);
    }
}
