//! The published JSON as blocks: single values become a table of items, lists of records become tables, objects
//! become headings. A new part of a design appears without a line of code.

use serde_json::{Map, Value};

use super::desk::{Desk, escaped, is_empty};
use crate::render::document::{Block, Column, Inline, Table};

/// The blocks of what stands at a pointer; empty when nothing stands there.
pub fn blocks(desk: &mut Desk<'_>, pointer: &str, caption: &str) -> Vec<Block> {
    match desk.at(pointer) {
        Some(Value::Object(fields)) => object(desk, pointer, caption, fields),
        Some(Value::Array(items)) => list(desk, pointer, caption, items),
        Some(_) => desk.facts(caption, &[pointer.to_string()]).map(Block::Table).into_iter().collect(),
        None => Vec::new(),
    }
}

fn object(desk: &mut Desk<'_>, pointer: &str, caption: &str, fields: &Map<String, Value>) -> Vec<Block> {
    let flat: Vec<String> = fields
        .iter()
        .filter(|(key, value)| is_flat(value) && *key != "schema")
        .map(|(key, _)| format!("{pointer}/{}", escaped(key)))
        .collect();
    let mut blocks: Vec<Block> = desk.facts(caption, &flat).map(Block::Table).into_iter().collect();
    for (key, value) in fields {
        if is_flat(value) || is_empty(value) {
            continue;
        }
        let label = desk.words.label(key);
        let below = self::blocks(desk, &format!("{pointer}/{}", escaped(key)), &label);
        blocks.extend(below);
    }
    blocks
}

fn list(desk: &mut Desk<'_>, pointer: &str, caption: &str, items: &[Value]) -> Vec<Block> {
    let records: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    if records.len() != items.len() {
        return desk.facts(caption, &[pointer.to_string()]).map(Block::Table).into_iter().collect();
    }
    let mut keys: Vec<&String> = Vec::new();
    for record in &records {
        for (key, value) in *record {
            if !is_empty(value) && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    // A record of many columns reads better as a table of its own than as a strip that leaves the page.
    if keys.len() > 9 && records.len() <= 12 {
        return (0..records.len())
            .flat_map(|index| {
                let below = format!("{pointer}/{index}");
                let name = ["name", "title", "id", "label"]
                    .iter()
                    .find_map(|key| desk.at(&format!("{below}/{key}")).and_then(Value::as_str));
                let caption = name.map_or_else(|| caption.to_string(), |name| format!("{caption}: {name}"));
                blocks(desk, &below, &caption)
            })
            .collect();
    }
    let number =
        |key: &str| records.iter().all(|record| record.get(key).is_none_or(|v| v.is_number() || v.is_null()));
    let columns =
        keys.iter().map(|key| Column { title: desk.words.head(key), number: number(key) }).collect();
    let shown = records.len().min(desk.row_limit);
    let rows = (0..shown)
        .map(|index| {
            keys.iter()
                .map(|key| {
                    let below = format!("{pointer}/{index}/{}", escaped(key));
                    desk.cell(&below, !number(key))
                })
                .collect()
        })
        .collect();
    let rest = if shown < records.len() {
        let words = |count: usize| desk.settings.numbers.write(count as f64);
        desk.words.say("rows_left_out", &[("shown", &words(shown)), ("total", &words(records.len()))])
    } else {
        String::new()
    };
    vec![Block::Table(Table { caption: caption.to_string(), columns, rows, rest })]
}

/// Whether a value fits one cell.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        Value::Object(_) => false,
        _ => true,
    }
}

/// A paragraph of text.
#[must_use]
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Inline::Text(text.into())])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::draft::{settings::Settings, words::Words};

    #[test]
    fn a_part_nobody_knew_appears() {
        let answer = serde_json::json!({"design": {"new_part": {
            "mass_kg": 1200.5,
            "rows": [{"name": "a", "power_kw": 1}, {"name": "b", "power_kw": null}],
        }}});
        let (words, settings) = (Words::with(None).unwrap(), Settings::default());
        let mut desk = Desk::new(&answer, &[], &words, &settings);
        let blocks = blocks(&mut desk, "/design/new_part", "New part");
        let [Block::Table(facts), Block::Table(rows)] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(facts.rows[0][1][0].text(), "1,201\u{a0}kg");
        assert_eq!(rows.columns[1], Column::number("Power (kW)"));
        assert_eq!((rows.rows[0][1][0].text(), rows.rows[1][1][0].text()), ("1".into(), "–".into()));
    }
}
