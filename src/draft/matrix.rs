//! The compliance matrix as CSV: the buyer's clause, our status, where it is answered, and the evidence.

use super::words::Words;
use crate::render::document::{Block, Document, plain_text};

/// The requirement table of a document as CSV (RFC 4180), UTF-8 with a head row; empty rows stay out.
#[must_use]
pub(super) fn write(document: &Document, words: &Words) -> String {
    let caption = words.say("requirement_table", &[]);
    let table = document.sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Table(table) if table.caption == caption => Some(table),
        _ => None,
    });
    let mut out = String::new();
    let Some(table) = table else {
        out.push_str(&line(
            &["number", "clause", "requirement", "quote", "status", "where", "note"]
                .map(|name| words.say(name, &[])),
        ));
        return out;
    };
    let heads: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    out.push_str(&line(&heads));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
        out.push_str(&line(&cells));
    }
    out
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| field(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A field, quoted where it must be. A customer's words that a spreadsheet would run as a formula are kept text by an
/// apostrophe in front.
fn field(text: &str) -> String {
    let text = text.replace('\u{a0}', " ");
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_formulas_stay_text() {
        assert_eq!(field("128 GPUs, \"at least\""), "\"128 GPUs, \"\"at least\"\"\"");
        assert_eq!(field("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(field("40.8\u{a0}kW"), "40.8 kW");
    }
}
