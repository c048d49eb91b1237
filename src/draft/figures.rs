//! The numbers of a text with their units, as the comparison of an edited document sees them.

/// A number of a line with the unit written behind it; a unit alone, as in the head of a column, has no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Column of the cell it stands in, from 0.
    pub cell: usize,
    /// As written.
    pub text: String,
    /// The number without marks between its thousands.
    pub value: String,
    /// The unit; empty where none is known.
    pub unit: String,
    /// Whether letters touch it: a part of a name, as in h100.
    pub in_name: bool,
}

impl Figure {
    /// The number as a report names it.
    pub fn shown(&self, with_unit: bool) -> String {
        let unit = if with_unit || self.text.is_empty() { self.unit.as_str() } else { "" };
        format!("{} {unit}", self.text).trim().to_string()
    }

    /// Whether `found` can stand for this one: the same value, and no other unit. A unit that was put in other words
    /// is not known here and passes.
    pub fn holds(&self, found: &Self) -> bool {
        self.value == found.value && (found.unit.is_empty() || found.unit == self.unit)
    }
}

/// The numbers of a cell with their units, and the text with each number masked.
pub(super) fn tokens(text: &str, cell: usize, comma: bool) -> (Vec<Figure>, String) {
    let mut figures = Vec::new();
    let mut masked = String::new();
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut at = 0;
    while let Some(first) = letters.get(at).copied() {
        let before = at.checked_sub(1).map(|place| letters[place]);
        let signed = matches!(first, '-' | '\u{2212}')
            && digit(at + 1)
            && before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|' | '~' | '='));
        if !first.is_ascii_digit() && !signed {
            masked.push(first);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while digit(end) || (letters.get(end).is_some_and(|c| ".,'\u{202f}".contains(*c)) && digit(end + 1)) {
            end += 1;
        }
        // The power of ten of 1.2e26.
        if letters.get(end) == Some(&'e') && digit(end + 1) {
            end += 2;
            while digit(end) {
                end += 1;
            }
        }
        let number: String = letters[at..end].iter().collect();
        let touches = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
        let unit: String = unit_after(&letters[end..]);
        let glued = touches(before.as_ref()) || (touches(letters.get(end)) && unit.is_empty());
        figures.push(Figure { cell, value: plain(&number, comma), text: number, unit, in_name: glued });
        masked.push('\u{1}');
        at = end;
    }
    // "Power (kW)" and a cell that is nothing but a unit.
    let inside = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, unit)| unit);
    for unit in [Some(text.trim()), inside].into_iter().flatten().filter(|unit| is_unit(unit)) {
        figures.push(Figure {
            cell,
            text: String::new(),
            value: String::new(),
            unit: unit.to_string(),
            in_name: false,
        });
    }
    (figures, masked)
}

/// The unit at the beginning of what follows a number, with at most one space before it.
fn unit_after(letters: &[char]) -> String {
    let rest = match letters.first() {
        Some(' ' | '\u{a0}' | '\u{202f}') => &letters[1..],
        _ => letters,
    };
    let end = rest.iter().position(|c| !(c.is_alphanumeric() || "/%°".contains(*c))).unwrap_or(rest.len());
    let word: String = rest[..end].iter().collect();
    if is_unit(&word) { word } else { String::new() }
}

/// Whether a word is a unit of the document, or a neighbour of one that it may be mistaken for.
fn is_unit(word: &str) -> bool {
    const NEIGHBOURS: &[&str] = &[
        "W", "MW", "GW", "VA", "MVA", "Wh", "MWh", "Mb/s", "MB/s", "Tb/s", "TB/s", "MB", "PB", "MiB", "TiB",
        "t", "cm", "TB", "EUR", "USD", "GBP", "CHF", "kBTU/h", "PFLOPS", "s", "weeks", "hours", "°F", "K",
        "mA", "kV",
    ];
    super::words::is_unit(word) || NEIGHBOURS.contains(&word)
}

/// A number without the marks between its thousands, and without the noise of a binary fraction.
fn plain(number: &str, comma: bool) -> String {
    let decimal = if comma { ',' } else { '.' };
    let digits: String = number
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == decimal || matches!(c, 'e' | '-' | '\u{2212}'))
        .map(|c| match c {
            ',' => '.',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    match digits.parse::<f64>() {
        Ok(value) => format!("{value:.9}").trim_end_matches('0').trim_end_matches('.').to_string(),
        Err(_) => digits,
    }
}

/// A formula with the rows of its cells masked: `=E2*G2` becomes `E#*G#`.
pub(super) fn skeleton(formula: &str) -> String {
    let mut out = String::new();
    let mut in_cell = false;
    for c in formula.trim_start_matches('=').chars().filter(|c| !c.is_whitespace() && *c != '$') {
        if c.is_ascii_digit() && (in_cell || out.ends_with(|last: char| last.is_ascii_uppercase())) {
            if !in_cell {
                out.push('#');
            }
            in_cell = true;
        } else {
            in_cell = false;
            out.push(c);
        }
    }
    out
}
