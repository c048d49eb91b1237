//! The compliance matrix as CSV: the buyer's clause, our status, where it is answered, and the evidence.

use super::{chapters, desk::Desk, files::Source};

/// Every stated requirement as CSV (RFC 4180), UTF-8 with a head row; also where no requirement was stated.
#[must_use]
pub(super) fn write(source: Source<'_>) -> String {
    let mut desk = Desk::new(source, "");
    let heads = ["number", "clause", "requirement", "quote", "binding", "status", "our_answer", "note"];
    let mut out = line(&heads.map(|name| desk.say(name)));
    for row in chapters::matrix(&mut desk) {
        out.push_str(&line(&row));
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
