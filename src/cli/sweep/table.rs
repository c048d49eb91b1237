//! The results of a sweep as columns: the varied fields, the verdict, and every single figure of the designs.

use std::collections::BTreeMap;

use serde_json::Value;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing: the design has no such figure.
    Empty,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A word.
    Text(String),
}

impl Cell {
    /// From a JSON leaf; numbers beyond 64 bits become doubles.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => Self::Whole(whole),
                None => number.as_f64().map_or(Self::Empty, Self::Number),
            },
            Value::String(text) => Self::Text(text.clone()),
            _ => Self::Empty,
        }
    }

    /// The number in it.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(whole) => Some(*whole as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The cell in words; empty for nothing.
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Flag(flag) => flag.to_string(),
            Self::Whole(whole) => whole.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// What all cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Yes or no.
    Flag,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Words.
    Text,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name: a varied field, a verdict, or the path of a figure in the design.
    pub name: String,
    /// One cell a point.
    pub cells: Vec<Cell>,
}

impl Column {
    /// What its cells are; mixed ones are words.
    pub fn form(&self) -> Form {
        let all = |fits: fn(&Cell) -> bool| self.cells.iter().all(|cell| *cell == Cell::Empty || fits(cell));
        let any = self.cells.iter().any(|cell| *cell != Cell::Empty);
        match () {
            () if !any => Form::Text,
            () if all(|cell| matches!(cell, Cell::Flag(_))) => Form::Flag,
            () if all(|cell| matches!(cell, Cell::Whole(_))) => Form::Whole,
            () if all(|cell| cell.number().is_some()) => Form::Number,
            () => Form::Text,
        }
    }

    /// Whether it holds two different values.
    pub fn varies(&self) -> bool {
        let mut values = self.cells.iter().filter(|cell| **cell != Cell::Empty);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }
}

/// All columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    places: BTreeMap<String, usize>,
    rows: usize,
}

impl Table {
    /// Adds a row; a column that is new is empty in the rows before, one that is missing is empty in this row.
    pub fn push(&mut self, row: Vec<(String, Cell)>) {
        for (name, cell) in row {
            let place = *self.places.entry(name.clone()).or_insert_with(|| {
                self.columns.push(Column { name, cells: vec![Cell::Empty; self.rows] });
                self.columns.len() - 1
            });
            let cells = &mut self.columns[place].cells;
            cells.truncate(self.rows);
            cells.push(cell);
        }
        self.rows += 1;
        for column in &mut self.columns {
            column.cells.resize(self.rows, Cell::Empty);
        }
    }

    /// The columns, in the order they came up.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.places.get(name).map(|place| &self.columns[*place])
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The table as CSV (RFC 4180): CR LF, quotes where needed.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        let line = |text: &mut String, cells: Vec<String>| {
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        };
        line(&mut text, self.columns.iter().map(|column| quoted(&column.name)).collect());
        for row in 0..self.rows {
            line(&mut text, self.columns.iter().map(|column| csv_cell(&column.cells[row])).collect());
        }
        text
    }
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        // A spreadsheet would run text that starts like a formula.
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => quoted(&format!("'{text}")),
        cell => quoted(&cell.words()),
    }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into()
    }
}

/// Every single value of a document by its path, lists left out.
pub fn leaves(value: &Value, path: &str, found: &mut Vec<(String, Cell)>) {
    match value {
        Value::Object(map) => {
            for (key, child) in map.iter().filter(|(key, _)| *key != "schema") {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(child, &path, found);
            }
        }
        Value::Array(_) | Value::Null => {}
        leaf => found.push((path.to_string(), Cell::of(leaf))),
    }
}

/// A field or path in words: `power_per_rack_kw` as `power per rack, kW`.
pub(super) fn field_words(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    for (suffix, unit) in [
        ("_kw", "kW"),
        ("_kva", "kVA"),
        ("_gb", "GB"),
        ("_tb", "TB"),
        ("_gbps", "Gb/s"),
        ("_ms", "ms"),
        ("_days", "days"),
    ] {
        if let Some(stem) = last.strip_suffix(suffix) {
            return format!("{}, {unit}", stem.replace('_', " "));
        }
    }
    last.replace('_', " ").replace("gpu", "GPU")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn table() -> Table {
        let mut table = Table::default();
        for value in [
            json!({"a": 1, "b": {"c": "x,\"y\"", "d": [1]}}),
            json!({"a": 2.5}),
            json!({"b": {"c": "=1+1"}, "e": true}),
        ] {
            let mut row = Vec::new();
            leaves(&value, "", &mut row);
            table.push(row);
        }
        table
    }

    #[test]
    fn rows_line_up_and_columns_have_one_form() {
        let table = table();
        assert!(table.columns().iter().all(|column| column.cells.len() == table.rows()));
        assert_eq!(table.column("a").unwrap().form(), Form::Number);
        assert_eq!(table.column("b.c").unwrap().form(), Form::Text);
        assert_eq!(table.column("e").unwrap().form(), Form::Flag);
        assert!(table.column("a").unwrap().varies() && !table.column("e").unwrap().varies());
    }

    #[test]
    fn csv_quotes_what_must_be_and_defuses_formulas() {
        assert_eq!(table().csv(), "a,b.c,e\r\n1,\"x,\"\"y\"\"\",\r\n2.5,,\r\n,'=1+1,true\r\n");
    }
}
