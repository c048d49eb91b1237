//! A document as Markdown (CommonMark with tables).

use super::document::{Block, Document, Inline, Part, Section, Table};

/// The Markdown of a document. Pictures are named by their file in `figures/`.
#[must_use]
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    let id = &document.identity;
    out.push_str(&format!(
        "<!-- gcg-draft answer={} catalog={} edition={} program={} -->\n\n",
        word(&id.answer),
        word(&id.catalog_digest),
        word(&id.catalog_edition),
        word(&id.program),
    ));
    out.push_str(&format!("**{}** · {}\n\n", escaped(&document.title), escaped(&document.subtitle)));
    for (label, text) in &document.masthead {
        out.push_str(&format!("- {}: {}\n", escaped(label), escaped(text)));
    }
    let mut counters = Counters::default();
    for part in &document.sections {
        section(&mut out, part, document, &mut counters);
        if part.part == Part::First {
            out.push_str(&format!("\n**{}**\n\n", escaped(&document.labels.contents)));
            for one in document.sections.iter().filter(|one| one.part != Part::First) {
                out.push_str(&format!("- [{}](#{})\n", escaped(&one.heading(&document.labels)), one.id));
            }
        }
    }
    derivations(&mut out, document);
    out.push_str(&format!("\n---\n\n{}\n", escaped(&document.labels.foot)));
    out
}

#[derive(Default)]
struct Counters {
    tables: usize,
    figures: usize,
}

fn section(out: &mut String, section: &Section, document: &Document, counters: &mut Counters) {
    let level = if section.part == Part::First { "#" } else { "##" };
    out.push_str(&format!(
        "\n<a id=\"{}\"></a>\n\n{level} {}\n",
        section.id,
        escaped(&section.heading(&document.labels))
    ));
    blocks(out, &section.blocks, document, counters);
}

fn blocks(out: &mut String, list: &[Block], document: &Document, counters: &mut Counters) {
    for block in list {
        out.push('\n');
        match block {
            Block::Heading(text) => out.push_str(&format!("### {}\n", escaped(text))),
            Block::Paragraph(content) => out.push_str(&format!("{}\n", run(content))),
            Block::Note(_, content) => out.push_str(&format!("> {}\n", run(content))),
            Block::Points(points) => {
                for point in points {
                    out.push_str(&format!("- {}\n", run(point)));
                }
            }
            Block::Table(made) => {
                counters.tables += 1;
                let caption = format!("{} {}: {}", document.labels.table, counters.tables, made.caption);
                out.push_str(&format!("**{}**\n\n", escaped(&caption)));
                table(out, made);
            }
            Block::Figure(picture) => {
                counters.figures += 1;
                out.push_str(&format!(
                    "![{}](figures/{}.svg)\n\n*{} {}: {}*\n",
                    escaped(&picture.alt),
                    picture.id,
                    escaped(&document.labels.figure),
                    counters.figures,
                    escaped(&picture.title)
                ));
            }
            Block::Figures(figures) => {
                for one in figures {
                    out.push_str(&format!(
                        "- **{}** {} ({})\n",
                        run(&one.value),
                        run(&one.label),
                        run(&one.note)
                    ));
                }
            }
            Block::Columns(columns) => {
                columns.iter().for_each(|column| blocks(out, column, document, counters));
            }
        }
    }
}

fn table(out: &mut String, table: &Table) {
    let heads: Vec<String> = table.columns.iter().map(|column| escaped(&column.title)).collect();
    let rules: Vec<&str> =
        table.columns.iter().map(|column| if column.number { "---:" } else { "---" }).collect();
    out.push_str(&format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | ")));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| run(cell)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    if !table.rest.is_empty() {
        out.push_str(&format!("\n{}\n", escaped(&table.rest)));
    }
}

fn derivations(out: &mut String, document: &Document) {
    let labels = &document.labels;
    out.push_str(&format!("\n<a id=\"derivations\"></a>\n\n## {}\n\n", escaped(&labels.derivations)));
    out.push_str(&format!("| {} | {} |\n| --- | --- |\n", escaped(&labels.place), escaped(&labels.how)));
    for one in document.derivations.iter().filter(|one| !one.unlisted) {
        out.push_str(&format!("| {} | {} |\n", escaped(&one.label), escaped(&one.sentence)));
    }
}

fn run(content: &[Inline]) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Strong(text) => {
                let inner = text.trim_end();
                format!("**{}**{}", escaped(inner), &text[inner.len()..])
            }
            Inline::Mark(_, text) => format!("**{}**", escaped(text)),
            Inline::Code(text) => format!("`{}`", word(text)),
            Inline::Link(text, url) => {
                let url: String =
                    url.chars().filter(|c| c.is_ascii_graphic() && !"<>()[]".contains(*c)).collect();
                if text == &url { format!("<{url}>") } else { format!("[{}]({url})", escaped(text)) }
            }
            Inline::Place(text, id) => format!("[{}](#{id})", escaped(text)),
            Inline::Text(text) => escaped(text),
            Inline::Number(number) => escaped(&number.words()),
        })
        .collect()
}

/// Text in which nothing is markup: a customer's words cannot become a link, a picture or a tag.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '+' | '=' if start => {
                out.push('\\');
                out.push(c);
            }
            '_' => out.push_str("\\_"),
            '&' => out.push_str("&amp;"),
            '!' => out.push_str("\\!"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}') =>
                {}
            c => out.push(c),
        }
        start = false;
    }
    out
}

/// A text for code spans and comments: without what would end them.
fn word(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !matches!(c, '`' | '|' | '<' | '>'))
        .collect::<String>()
        .replace("--", "- -")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_words_stay_words() {
        assert_eq!(
            escaped("a|b <img src=x> [x](y) `c` *d*"),
            "a\\|b \\<img src=x\\> \\[x\\](y) \\`c\\` \\*d\\*"
        );
        assert_eq!(escaped("a\n# b\u{202e}"), "a # b");
    }
}
