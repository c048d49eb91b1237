//! A document as Typst source: where `typst` is installed, `typst compile proposal.typ` gives a PDF with bookmarks,
//! contents and page numbers, without a browser. Pictures are the SVG files beside it.

use std::fmt::Write;

use super::document::{Block, Document, Inline, Part, Section, Table};

/// What every page looks like; words between percent signs are replaced. Nothing is fetched, and the paper is asked for on the command
/// line: `--input paper=us-letter`.
const PREAMBLE: &str = include_str!("preamble.typ");

/// The Typst source of a document.
#[must_use]
pub fn write(document: &Document) -> String {
    let labels = &document.labels;
    let mut out = PREAMBLE
        .replace("%ACCENT%", &document.look.accent)
        .replace("%LANGUAGE%", &document.language)
        .replace("%TITLE%", &string(&document.title))
        .replace("%FOOT%", &string(&labels.foot))
        .replace("%COMPANY%", &string(&document.look.company))
        .replace("%FIGURE%", &escaped(&labels.figure))
        .replace("%TABLE%", &escaped(&labels.table));
    let _ = writeln!(out, "#mast([*{}* #h(6pt) {}])", escaped(&document.title), escaped(&document.subtitle));
    if !document.masthead.is_empty() {
        let rows: Vec<String> = document
            .masthead
            .iter()
            .map(|(label, text)| format!("{}: {}", escaped(label), escaped(text)))
            .collect();
        let _ = writeln!(out, "#mast([{}])", rows.join(" · "));
    }
    for section in &document.sections {
        write_section(&mut out, section, document);
        if section.part == Part::First {
            let _ =
                writeln!(out, "#pagebreak()\n#outline(title: [{}], depth: 1)\n", escaped(&labels.contents));
        }
    }
    derivations(&mut out, document);
    out
}

fn write_section(out: &mut String, section: &Section, document: &Document) {
    let title = escaped(&section.heading(&document.labels));
    match section.part {
        Part::First => {
            let _ = writeln!(out, "#headline([{title}])");
        }
        Part::Chapter | Part::Annex => {
            let _ = writeln!(out, "\n#heading(level: 1)[{title}] <{}>", section.id);
        }
    }
    blocks(out, &section.blocks);
}

fn blocks(out: &mut String, list: &[Block]) {
    for block in list {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(out, "#heading(level: 2, outlined: false)[{}]", escaped(text));
            }
            Block::Paragraph(content) => {
                let _ = writeln!(out, "\n{}\n", run(content));
            }
            Block::Note(tone, content) => {
                let _ = writeln!(out, "#note(\"{}\", [{}])", tone.word(), run(content));
            }
            Block::Points(points) => {
                let items: Vec<String> = points.iter().map(|point| format!("[{}]", run(point))).collect();
                let _ = writeln!(out, "#list({})", items.join(", "));
            }
            Block::Table(made) => table(out, made),
            Block::Figure(picture) => {
                let _ = writeln!(
                    out,
                    "#picture(\"figures/{}.svg\", \"{}\", [{}])",
                    picture.id,
                    string(&picture.alt),
                    escaped(&picture.title)
                );
            }
            Block::Figures(figures) => {
                let cards: Vec<String> = figures
                    .iter()
                    .map(|one| {
                        format!("card([{}], [{}], [{}])", run(&one.value), run(&one.label), run(&one.note))
                    })
                    .collect();
                let _ = writeln!(
                    out,
                    "#grid(columns: (1fr,) * {}, gutter: 7pt, {})",
                    figures.len(),
                    cards.join(", ")
                );
            }
            Block::Columns(columns) => {
                let mut cells = Vec::new();
                for column in columns {
                    let mut inner = String::new();
                    blocks(&mut inner, column);
                    cells.push(format!("[{inner}]"));
                }
                let _ = writeln!(
                    out,
                    "#grid(columns: (1fr,) * {}, gutter: 14pt, {})",
                    columns.len(),
                    cells.join(", ")
                );
            }
        }
    }
}

fn table(out: &mut String, table: &Table) {
    let widths = super::document::shares(table);
    let columns: Vec<String> = widths.iter().map(|share| format!("{share}fr")).collect();
    let align: Vec<&str> =
        table.columns.iter().map(|column| if column.number { "right" } else { "left" }).collect();
    let head: Vec<String> =
        table.columns.iter().map(|column| format!("[*{}*]", escaped(&column.title))).collect();
    let _ = writeln!(
        out,
        "#sheet([{}], ({},), ({},), ({},),",
        escaped(&table.caption),
        columns.join(", "),
        align.join(", "),
        head.join(", ")
    );
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| format!("[{}]", run(cell))).collect();
        let _ = writeln!(out, "{},", cells.join(", "));
    }
    out.push_str(")\n");
    if !table.rest.is_empty() {
        let _ = writeln!(out, "\n{}\n", escaped(&table.rest));
    }
}

fn derivations(out: &mut String, document: &Document) {
    let labels = &document.labels;
    let _ = writeln!(out, "\n#heading(level: 1)[{}] <derivations>", escaped(&labels.derivations));
    let _ = writeln!(
        out,
        "#sheet([{}], (1fr, 2fr,), (left, left,), ([*{}*], [*{}*],),",
        escaped(&labels.derivations),
        escaped(&labels.place),
        escaped(&labels.how)
    );
    for one in document.derivations.iter().filter(|one| !one.unlisted) {
        let _ = writeln!(out, "[{}], [{}],", escaped(&one.label), escaped(&one.sentence));
    }
    out.push_str(")\n");
}

fn run(content: &[Inline]) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Text(text) => escaped(text),
            Inline::Strong(text) => format!("#strong[{}]", escaped(text)),
            Inline::Code(text) => format!("#code(\"{}\")", string(text)),
            Inline::Number(number) => escaped(&number.words()),
            Inline::Mark(tone, text) => format!("#mark(\"{}\", [{}])", tone.word(), escaped(text)),
            Inline::Link(text, url) => format!("#link(\"{}\")[{}]", string(url), escaped(text)),
            Inline::Place(text, id) => format!("#link(<{id}>)[{}]", escaped(text)),
        })
        .collect()
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '#' | '*' | '_' | '`' | '$' | '<' | '>' | '@' | '[' | ']' | '~' | '=' | '-' | '+'
            | '/' | '"' | '\'' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Text inside a string of Typst.
fn string(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| match c {
            '\\' | '"' => vec!['\\', c],
            other => vec![other],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_words_stay_words() {
        assert_eq!(escaped("#eval(\"1\") $x$ <a> @b"), "\\#eval(\\\"1\\\") \\$x\\$ \\<a\\> \\@b");
        assert_eq!(string("a\"b\\c\n"), "a\\\"b\\\\c");
    }
}
