//! A document as one HTML file: no script, no network, no outside font. A tap on a number opens how it came about, in
//! its place; annexes fold; on a narrow screen the rows of a table become cards.

use std::fmt::Write;

use super::{
    document::{self, Block, Derivation, Document, Inline, Number, Part, Section, Table},
    svg::escaped,
};

const STYLE: &str = include_str!("style.css");

/// The HTML of a document.
#[must_use]
pub fn write(document: &Document) -> String {
    let mut out = String::with_capacity(256 * 1024);
    let look = &document.look;
    let labels = &document.labels;
    // A string inside CSS: what could end it is left out.
    let quoted = |text: &str| -> String {
        text.chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '>' | '\n')).collect()
    };
    let style = STYLE
        .replace("ACCENT", &look.accent)
        .replace("FOOT", &quoted(&labels.foot))
        .replace("PAPER", look.paper.css())
        .replace("RUNNING", &quoted(&document.title));
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n<meta name=\"gcg-answer\" content=\"{}\">\n<meta name=\"gcg-catalog\" content=\"{}\">\n<meta name=\"generator\" content=\"{}\">\n<meta name=\"author\" content=\"{}\">\n<title>{}</title>\n<style>\n{style}</style>\n</head>\n<body>\n",
        escaped(&document.language),
        escaped(&document.identity.answer),
        escaped(&document.identity.catalog_digest),
        escaped(&document.identity.program),
        escaped(&look.company),
        escaped(&document.title),
    );
    let _ = writeln!(out, "<a class=\"skip\" href=\"#main\">{}</a>", escaped(&labels.skip));
    out.push_str("<header>\n");
    if let Some(logo) = &look.logo {
        let _ = writeln!(
            out,
            "<img src=\"data:{};base64,{}\" alt=\"{}\">",
            logo.media_type,
            base64(&logo.bytes),
            escaped(&look.company)
        );
    }
    let _ = write!(
        out,
        "<p class=\"title\"><strong>{}</strong> <span>{}</span></p>",
        escaped(&document.title),
        escaped(&document.subtitle)
    );
    if !document.masthead.is_empty() {
        let rows: Vec<String> = document
            .masthead
            .iter()
            .map(|(label, text)| format!("<span>{}: {}</span>", escaped(label), escaped(text)))
            .collect();
        let _ = write!(out, "<p class=\"mast\">{}</p>", rows.join(" "));
    }
    out.push_str("\n</header>\n<main id=\"main\">\n");
    let mut counters = (0, 0);
    for section in &document.sections {
        write_section(&mut out, section, document, &mut counters);
        if section.part == Part::First {
            contents(&mut out, document);
        }
    }
    derivations(&mut out, document);
    let _ = writeln!(out, "</main>\n<footer>{}</footer>", escaped(&labels.foot));
    popovers(&mut out, document);
    out.push_str("</body>\n</html>\n");
    out
}

fn contents(out: &mut String, document: &Document) {
    let labels = &document.labels;
    let _ = writeln!(
        out,
        "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">{}</h2><ol>",
        escaped(&labels.contents)
    );
    for section in document.sections.iter().filter(|section| section.part != Part::First) {
        let _ =
            writeln!(out, "<li><a href=\"#{}\">{}</a></li>", section.id, escaped(&section.heading(labels)));
    }
    let _ =
        writeln!(out, "<li><a href=\"#derivations\">{}</a></li>\n</ol></nav>", escaped(&labels.derivations));
}

fn write_section(out: &mut String, section: &Section, document: &Document, counters: &mut (usize, usize)) {
    let id = &section.id;
    let title = escaped(&section.heading(&document.labels));
    match section.part {
        Part::First => {
            let _ = writeln!(
                out,
                "<section class=\"first\" aria-labelledby=\"{id}\">\n<h1 id=\"{id}\">{title}</h1>"
            );
        }
        Part::Chapter => {
            let _ = writeln!(out, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>");
        }
        Part::Annex => {
            let _ = writeln!(
                out,
                "<section class=\"annex\" aria-labelledby=\"{id}\">\n<details><summary><h2 id=\"{id}\">{title}</h2></summary>"
            );
        }
    }
    blocks(out, &section.blocks, document, counters);
    out.push_str(if section.part == Part::Annex { "</details>\n</section>\n" } else { "</section>\n" });
}

fn blocks(out: &mut String, list: &[Block], document: &Document, counters: &mut (usize, usize)) {
    for block in list {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(out, "<h3>{}</h3>", escaped(text));
            }
            Block::Paragraph(content) => {
                let _ = writeln!(out, "<p>{}</p>", run(content, document));
            }
            Block::Note(tone, content) => {
                let _ = writeln!(out, "<div class=\"note {}\">{}</div>", tone.word(), run(content, document));
            }
            Block::Points(points) => {
                out.push_str("<ul>\n");
                for point in points {
                    let _ = writeln!(out, "<li>{}</li>", run(point, document));
                }
                out.push_str("</ul>\n");
            }
            Block::Table(made) => {
                counters.0 += 1;
                let caption = format!("{} {}: {}", document.labels.table, counters.0, made.caption);
                table(out, made, &caption, document);
            }
            Block::Figure(picture) => {
                counters.1 += 1;
                let _ = writeln!(
                    out,
                    "<figure id=\"{}\"><div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div><figcaption>{} {}: {}</figcaption></figure>",
                    picture.id,
                    escaped(&picture.title),
                    picture.svg(false),
                    escaped(&document.labels.figure),
                    counters.1,
                    escaped(&picture.title)
                );
            }
            Block::Figures(figures) => {
                out.push_str("<div class=\"figures\">\n");
                for one in figures {
                    let _ = writeln!(
                        out,
                        "<div><p class=\"big\">{}</p><p class=\"what\">{}</p><p class=\"more\">{}</p></div>",
                        run(&one.value, document),
                        run(&one.label, document),
                        run(&one.note, document)
                    );
                }
                out.push_str("</div>\n");
            }
            Block::Columns(columns) => {
                out.push_str("<div class=\"columns\">\n");
                for column in columns {
                    out.push_str("<div>\n");
                    blocks(out, column, document, counters);
                    out.push_str("</div>\n");
                }
                out.push_str("</div>\n");
            }
        }
    }
}

/// The class of a cell: flush right for a number; what says nothing is left out of a card.
fn cell_class(number: bool, cell: &[Inline]) -> &'static str {
    match (number, matches!(&*document::plain_text(cell), "" | "\u{2013}")) {
        (true, true) => " class=\"r e\"",
        (true, false) => " class=\"r\"",
        (false, true) => " class=\"e\"",
        (false, false) => "",
    }
}

/// How wide each column is, as shares of the page; a table of two columns has its own rule.
fn columns(table: &Table) -> String {
    if table.columns.len() <= 2 {
        return String::new();
    }
    let shares = document::shares(table);
    let sum = shares.iter().sum::<u32>().max(1);
    let cols: String =
        shares.iter().map(|share| format!("<col style=\"width:{}%\"/>", share * 100 / sum)).collect();
    format!("<colgroup>{cols}</colgroup>")
}

fn table(out: &mut String, table: &Table, caption: &str, document: &Document) {
    let many = match table.columns.len() {
        0..=2 => " class=\"facts\"",
        3 => "",
        _ => " class=\"many\"",
    };
    let _ = write!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\"><table{many}><caption>{0}</caption>{1}\n<thead><tr>",
        escaped(caption),
        columns(table)
    );
    let class = |number: bool| if number { " class=\"r\"" } else { "" };
    for column in &table.columns {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column.number), escaped(&column.title));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in table.columns.iter().zip(row) {
            // On a narrow screen a row becomes a card, and each cell says what it is.
            let _ = write!(
                out,
                "<td{} data-l=\"{}\"><span>{}</span></td>",
                cell_class(column.number, cell),
                escaped(&column.title),
                run(cell, document)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    if !table.rest.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&table.rest));
    }
}

/// The list of derivations as an annex: closed on a screen, where a number opens its own at a tap.
fn derivations(out: &mut String, document: &Document) {
    let labels = &document.labels;
    let _ = writeln!(
        out,
        "<section class=\"annex\" aria-labelledby=\"derivations\">\n<details><summary><h2 id=\"derivations\">{}</h2></summary>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\"><table class=\"why\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
        escaped(&labels.derivations),
        escaped(&labels.place),
        escaped(&labels.how),
    );
    for one in document.derivations.iter().filter(|one| !one.unlisted) {
        let _ = writeln!(
            out,
            "<tr><td data-l=\"{}\"><span>{}</span></td><td data-l=\"{}\"><span>{}</span></td></tr>",
            escaped(&labels.place),
            escaped(&one.label),
            escaped(&labels.how),
            escaped(&one.sentence)
        );
    }
    out.push_str("</tbody></table></div></details>\n</section>\n");
}

/// What opens at a tap on a number, in place: the step, and those below it.
fn popovers(out: &mut String, document: &Document) {
    let labels = &document.labels;
    for (place, one) in document.derivations.iter().enumerate() {
        let _ = write!(
            out,
            "<div popover id=\"{}\" class=\"why\"><b>{}</b><p>{}</p>",
            Derivation::anchor(place),
            escaped(&one.label),
            escaped(&one.sentence)
        );
        if !one.steps.is_empty() {
            let _ = write!(out, "<ul aria-label=\"{}\">", escaped(&labels.steps));
            for (depth, step) in one.steps.iter().take(24) {
                let _ = write!(out, "<li class=\"d{}\">{}</li>", (*depth).min(6), escaped(step));
            }
            out.push_str("</ul>");
        }
        if !one.sources.is_empty() {
            let _ = write!(
                out,
                "<small>{}: {}</small>",
                escaped(&labels.sources),
                escaped(&one.sources.join("; "))
            );
        }
        out.push_str("</div>\n");
    }
}

fn run(content: &[Inline], document: &Document) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Text(text) => escaped(text),
            Inline::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
            Inline::Code(text) => format!("<code>{}</code>", escaped(text)),
            Inline::Mark(tone, text) => {
                format!("<span class=\"mark {}\">{}</span>", tone.word(), escaped(text))
            }
            Inline::Link(text, url) => format!("<a href=\"{}\">{}</a>", escaped(url), escaped(text)),
            Inline::Place(text, id) => format!("<a href=\"#{id}\">{}</a>", escaped(text)),
            Inline::Number(number) => figure(number, document),
        })
        .collect()
}

/// A number that shows at a tap how it came about, without leaving its place; a pointer over it shows the step.
fn figure(number: &Number, document: &Document) -> String {
    let shown = escaped(&number.words());
    match number.why.and_then(|place| Some((place, document.derivations.get(place)?))) {
        Some((place, why)) => format!(
            "<button type=\"button\" class=\"n\" popovertarget=\"{}\" title=\"{}\">{shown}</button>",
            Derivation::anchor(place),
            escaped(&why.sentence),
        ),
        None => shown,
    }
}

/// Base64 of RFC 4648, for a logo inside the file.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place <= chunk.len() {
                out.push(char::from(LETTERS[(word >> (18 - 6 * place) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn text_cannot_become_markup() {
        let mut document = Document { title: "<script>alert(1)</script>".into(), ..Document::default() };
        document.masthead.push(("a".into(), "\"><img src=x onerror=y>".into()));
        let html = write(&document);
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}
