//! Reading back the values of a workbook, whoever saved it last.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

/// All parts of a workbook together may unpack to this much.
const UNPACKED_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// A sheet's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetValues {
    /// Name.
    pub name: String,
    /// Rows that hold something.
    pub rows: Vec<RowValues>,
}

/// A row's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowValues {
    /// Number of the row, from 1.
    pub number: usize,
    /// Cells from column A on; an empty text for an empty cell.
    pub cells: Vec<String>,
    /// Formulas by column, from 0, as stored; an empty text for one that repeats a neighbour's.
    pub formulas: BTreeMap<usize, String>,
}

/// The sheets of a workbook with the values stored in it.
///
/// # Errors
/// A sentence when the file is no workbook, or unpacks to more than a workbook of ours ever would.
pub fn sheets(bytes: &[u8]) -> Result<Vec<SheetValues>, String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("this is no workbook: {error}"))?;
    let mut left = UNPACKED_LIMIT_BYTES;
    let mut part = |name: &str| -> Result<Option<String>, String> {
        let Ok(file) = archive.by_name(name) else { return Ok(None) };
        let mut text = Vec::new();
        file.take(left + 1)
            .read_to_end(&mut text)
            .map_err(|error| format!("{name} cannot be unpacked: {error}"))?;
        left = left
            .checked_sub(text.len() as u64)
            .ok_or_else(|| format!("the workbook unpacks to more than {UNPACKED_LIMIT_BYTES} bytes"))?;
        String::from_utf8(text).map(Some).map_err(|_| format!("{name} is not UTF-8"))
    };
    let strings = part("xl/sharedStrings.xml")?.map(|text| shared(&text)).unwrap_or_default();
    let book = part("xl/workbook.xml")?.ok_or("this is no workbook: xl/workbook.xml is missing")?;
    let relations = part("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let targets: BTreeMap<String, String> = tags(&relations)
        .filter(|tag| tag.name == "Relationship")
        .filter_map(|tag| Some((tag.value("Id")?, tag.value("Target")?)))
        .collect();
    let mut found = Vec::new();
    for tag in tags(&book).filter(|tag| tag.name == "sheet") {
        let (Some(name), Some(id)) = (tag.value("name"), tag.value("r:id")) else { continue };
        let Some(target) = targets.get(&id) else { continue };
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_string(),
            None => format!("xl/{target}"),
        };
        let text = part(&path)?.ok_or_else(|| format!("the sheet {path} is missing"))?;
        found.push(SheetValues { name, rows: rows(&text, &strings) });
    }
    Ok(found)
}

/// A tag with the text that follows it.
struct Tag<'a> {
    name: &'a str,
    closing: bool,
    empty: bool,
    attributes: &'a str,
    text: &'a str,
}

impl Tag<'_> {
    fn value(&self, key: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((name, after)) = rest.split_once('=') {
            let quote = after.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after.trim_start()[1..].split_once(quote)?;
            if name.trim() == key {
                return Some(unescaped(value));
            }
            rest = next;
        }
        None
    }
}

fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    text.split('<').skip(1).filter_map(|piece| {
        let (inside, text) = piece.split_once('>')?;
        let (closing, inside) = match inside.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, inside),
        };
        let (empty, inside) = match inside.strip_suffix('/') {
            Some(rest) => (true, rest),
            None => (false, inside),
        };
        let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
        // A prefix of the main namespace, as some writers use, is dropped.
        let name = inside[..end].strip_prefix("x:").unwrap_or(&inside[..end]);
        Some(Tag { name, closing, empty, attributes: &inside[end..], text })
    })
}

fn shared(text: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut current = String::new();
    for tag in tags(text) {
        match (tag.name, tag.closing) {
            ("si", false) if tag.empty => strings.push(String::new()),
            ("si", false) => current.clear(),
            ("si", true) => strings.push(std::mem::take(&mut current)),
            ("t", false) if !tag.empty => current.push_str(&unescaped(tag.text)),
            _ => {}
        }
    }
    strings
}

fn rows(text: &str, strings: &[String]) -> Vec<RowValues> {
    let mut rows: Vec<RowValues> = Vec::new();
    let (mut kind, mut column, mut value) = (String::new(), 0, String::new());
    for tag in tags(text) {
        match (tag.name, tag.closing) {
            ("row", false) => {
                let next = rows.last().map_or(1, |row| row.number + 1);
                let number = tag.value("r").and_then(|number| number.parse().ok()).unwrap_or(next);
                rows.push(RowValues { number, cells: Vec::new(), formulas: BTreeMap::new() });
            }
            ("c", false) => {
                kind = tag.value("t").unwrap_or_default();
                let after = rows.last().map_or(0, |row| row.cells.len());
                column = tag.value("r").map_or(after, |name| place(&name)).min(1024);
                value.clear();
            }
            ("f", false) => {
                if let Some(row) = rows.last_mut() {
                    let text = if tag.empty { String::new() } else { unescaped(tag.text) };
                    row.formulas.insert(column, text);
                }
            }
            ("v" | "t", false) if !tag.empty => value.push_str(&unescaped(tag.text)),
            ("c", true) => {
                let Some(row) = rows.last_mut() else { continue };
                let shown = match kind.as_str() {
                    "s" => value
                        .parse()
                        .ok()
                        .and_then(|index: usize| strings.get(index))
                        .cloned()
                        .unwrap_or_default(),
                    _ => value.clone(),
                };
                while row.cells.len() <= column {
                    row.cells.push(String::new());
                }
                row.cells[column] = shown;
            }
            _ => {}
        }
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// Column of a cell's name, from 0.
fn place(name: &str) -> usize {
    name.bytes()
        .take_while(u8::is_ascii_uppercase)
        .take(3)
        .fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1)
        .saturating_sub(1)
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, next)) = after.split_once(';') else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let c = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match name.strip_prefix("#x") {
                Some(digits) => number(digits, 16),
                None => name.strip_prefix('#').and_then(|digits| number(digits, 10)),
            },
        };
        out.extend(c);
        rest = next;
    }
    out.push_str(rest);
    out
}
