//! A document as a Word file, written as the few parts Word and LibreOffice need: numbered headings, a table-of-contents
//! field, captions with sequence fields, tables with repeated heads, running heads, and pictures as metafiles.

mod emf;
mod parts;

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    document::{BigFigure, Block, Document, Inline, Part, Section, Table, Tone},
    svg::{Picture, escaped},
};

/// Margin at both sides of a page, twentieths of a point: 2 cm.
const MARGIN: usize = 1134;

/// Text width of a page, twentieths of a point.
fn width(document: &Document) -> usize {
    document.look.paper.twips().0 - 2 * MARGIN
}

/// The Word file of a document.
///
/// # Errors
/// A sentence when the archive cannot be written.
pub fn write(document: &Document) -> Result<Vec<u8>, String> {
    let mut body = Body { width: width(document), ..Body::default() };
    body.masthead(document);
    for section in &document.sections {
        body.section(section, document);
        if section.part == Part::First {
            body.contents(document);
        }
    }
    body.derivations(document);
    let pictures: Vec<Vec<u8>> = body.pictures.iter().map(emf::write).collect();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The default day of the archive format: the file must not hold the clock.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let texts = [
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::relations()),
        ("docProps/core.xml", parts::properties(document)),
        ("word/styles.xml", parts::styles(&document.look.accent, &document.language)),
        ("word/numbering.xml", parts::numbering(&document.labels.annex)),
        ("word/settings.xml", parts::settings()),
        ("word/header1.xml", parts::header(&document.title, &document.look.company, width(document))),
        ("word/footer1.xml", parts::footer(&document.labels.foot, width(document))),
        ("word/_rels/document.xml.rels", parts::document_relations(&body.links, pictures.len())),
        ("word/document.xml", parts::document(&body.xml, document.look.paper.twips())),
    ];
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), String> {
        archive.start_file(name, options).map_err(|error| error.to_string())?;
        archive.write_all(bytes).map_err(|error| error.to_string())
    };
    for (name, text) in &texts {
        add(name, text.as_bytes())?;
    }
    for (index, picture) in pictures.iter().enumerate() {
        add(&format!("word/media/image{}.emf", index + 1), picture)?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

#[derive(Default)]
struct Body {
    xml: String,
    links: Vec<String>,
    pictures: Vec<Picture>,
    bookmarks: usize,
    width: usize,
    tables: usize,
    figures: usize,
}

impl Body {
    fn masthead(&mut self, document: &Document) {
        let title = Inline::Strong(document.title.clone());
        let subtitle = Inline::Text(format!("  {}", document.subtitle));
        self.paragraph("Masthead", &[title, subtitle]);
        if !document.masthead.is_empty() {
            let rows: Vec<String> =
                document.masthead.iter().map(|(label, text)| format!("{label}: {text}")).collect();
            self.paragraph("Masthead", &[Inline::Text(rows.join(" · "))]);
        }
    }

    /// A table-of-contents field with its entries; page numbers are fields of their own.
    fn contents(&mut self, document: &Document) {
        self.paragraph("Contents", &[Inline::Text(document.labels.contents.clone())]);
        let mut entries: Vec<(String, String)> = document
            .sections
            .iter()
            .filter(|section| section.part != Part::First)
            .map(|section| (section.heading(&document.labels), section.id.clone()))
            .collect();
        entries.push((document.labels.derivations.clone(), "derivations".into()));
        let last = entries.len().saturating_sub(1);
        for (place, (text, id)) in entries.iter().enumerate() {
            let name = anchor(id);
            let begin = if place == 0 {
                format!(
                    "{}{}{}",
                    "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r>",
                    "<w:r><w:instrText xml:space=\"preserve\"> TOC \\o &quot;1-1&quot; \\h \\z \\u </w:instrText></w:r>",
                    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
                )
            } else {
                String::new()
            };
            let end = if place == last { "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" } else { "" };
            let _ = write!(
                self.xml,
                "<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/><w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{}\"/></w:tabs></w:pPr>{begin}<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{}<w:r><w:tab/></w:r>{}</w:hyperlink>{end}</w:p>",
                self.width,
                text_run(text, ""),
                field(&format!("PAGEREF {name} \\h"), ""),
            );
        }
    }

    fn section(&mut self, section: &Section, document: &Document) {
        match section.part {
            Part::First => self.paragraph("Title", &[Inline::Text(section.title.clone())]),
            Part::Chapter => self.heading("Heading1", &section.title, &section.id),
            Part::Annex => self.heading("AnnexHeading", &section.title, &section.id),
        }
        self.blocks(&section.blocks, document);
    }

    fn blocks(&mut self, blocks: &[Block], document: &Document) {
        for block in blocks {
            match block {
                Block::Heading(text) => self.paragraph("Heading2", &[Inline::Text(text.clone())]),
                Block::Paragraph(content) => self.paragraph("BodyText", content),
                Block::Note(_, content) => self.paragraph("Note", content),
                Block::Points(points) => points.iter().for_each(|point| self.paragraph("ListBullet", point)),
                Block::Table(table) => {
                    self.tables += 1;
                    let number = self.tables;
                    self.caption("Caption", &document.labels.table, "Table", number, &table.caption);
                    self.table(table, true);
                    if !table.rest.is_empty() {
                        self.paragraph("BodyText", &[Inline::Text(table.rest.clone())]);
                    }
                }
                Block::Figure(picture) => {
                    self.picture(picture);
                    self.figures += 1;
                    let number = self.figures;
                    self.caption("FigureCaption", &document.labels.figure, "Figure", number, &picture.title);
                }
                Block::Figures(figures) => self.figures_row(figures),
                Block::Columns(columns) => columns.iter().for_each(|column| self.blocks(column, document)),
            }
        }
    }

    /// A caption whose number is a sequence field, so that it counts on when a table is put in.
    fn caption(&mut self, style: &str, word: &str, sequence: &str, number: usize, text: &str) {
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}{}{}</w:p>",
            text_run(&format!("{word} "), ""),
            field(&format!("SEQ {sequence} \\* ARABIC"), &number.to_string()),
            text_run(&format!(": {text}"), ""),
        );
    }

    /// Large figures side by side.
    fn figures_row(&mut self, figures: &[BigFigure]) {
        let each = self.width / figures.len().max(1);
        self.xml.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders><w:insideV w:val=\"single\" w:sz=\"24\" w:color=\"FFFFFF\"/></w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        for _ in figures {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{each}\"/>");
        }
        self.xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for one in figures {
            let (value, label, note) = (self.runs(&one.value), self.runs(&one.label), self.runs(&one.note));
            let _ = write!(
                self.xml,
                "<w:tc><w:tcPr><w:tcW w:w=\"{each}\" w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF4FA\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"BigFigure\"/></w:pPr>{value}</w:p><w:p><w:pPr><w:pStyle w:val=\"BigLabel\"/></w:pPr>{label}</w:p><w:p><w:pPr><w:pStyle w:val=\"BigNote\"/></w:pPr>{note}</w:p></w:tc>"
            );
        }
        self.xml.push_str("</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>");
    }

    fn derivations(&mut self, document: &Document) {
        use super::document::Column;
        let labels = &document.labels;
        self.heading("AnnexHeading", &labels.derivations, "derivations");
        let text = |text: &str| vec![Inline::Text(text.to_string())];
        let rows = document
            .derivations
            .iter()
            .filter(|one| !one.unlisted)
            .map(|one| vec![text(&one.label), text(&one.sentence)])
            .collect();
        let columns = vec![Column::text(&labels.place), Column::text(&labels.how)];
        self.table(&Table { columns, rows, ..Table::default() }, true);
    }

    fn heading(&mut self, style: &str, text: &str, id: &str) {
        self.bookmarks += 1;
        let place = self.bookmarks;
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:bookmarkStart w:id=\"{place}\" w:name=\"{}\"/>{}<w:bookmarkEnd w:id=\"{place}\"/></w:p>",
            anchor(id),
            text_run(text, ""),
        );
    }

    fn paragraph(&mut self, style: &str, content: &[Inline]) {
        let runs = self.runs(content);
        let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    }

    fn runs(&mut self, content: &[Inline]) -> String {
        content
            .iter()
            .map(|piece| match piece {
                Inline::Text(text) => text_run(text, ""),
                Inline::Number(number) => text_run(&number.words(), ""),
                Inline::Strong(text) => text_run(text, "<w:b/>"),
                Inline::Code(text) => text_run(text, "<w:rStyle w:val=\"Code\"/>"),
                Inline::Mark(tone, text) => {
                    let colour = match tone {
                        Tone::Good => "00512F",
                        Tone::Warning => "6B4D00",
                        Tone::Bad => "8F1D12",
                        Tone::Plain => "1B1F24",
                    };
                    text_run(text, &format!("<w:b/><w:color w:val=\"{colour}\"/>"))
                }
                Inline::Place(text, id) => {
                    format!(
                        "<w:hyperlink w:anchor=\"{}\" w:history=\"1\">{}</w:hyperlink>",
                        anchor(id),
                        text_run(text, "<w:rStyle w:val=\"Hyperlink\"/>")
                    )
                }
                Inline::Link(text, url) => {
                    self.links.push(url.clone());
                    let place = self.links.len();
                    format!(
                        "<w:hyperlink r:id=\"link{place}\">{}</w:hyperlink>",
                        text_run(text, "<w:rStyle w:val=\"Hyperlink\"/>")
                    )
                }
            })
            .collect()
    }

    fn table(&mut self, table: &Table, head: bool) {
        let widths = widths(table, self.width);
        self.xml.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        for width in &widths {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid>");
        if head {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for (column, width) in table.columns.iter().zip(&widths) {
                let content = text_run(&column.title, "<w:b/>");
                self.cell(*width, column.number, &content, true);
            }
            self.xml.push_str("</w:tr>");
        }
        for row in &table.rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for ((column, cell), width) in table.columns.iter().zip(row).zip(&widths) {
                let content = self.runs(cell);
                self.cell(*width, column.number, &content, false);
            }
            self.xml.push_str("</w:tr>");
        }
        // A paragraph after the table keeps two tables apart.
        self.xml.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>");
    }

    fn cell(&mut self, width: usize, number: bool, content: &str, head: bool) {
        let shade = if head { "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E8EDF2\"/>" } else { "" };
        let held = if number { "<w:jc w:val=\"right\"/>" } else { "" };
        let _ = write!(
            self.xml,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{held}</w:pPr>{content}</w:p></w:tc>"
        );
    }

    fn picture(&mut self, picture: &Picture) {
        self.pictures.push(picture.clone());
        let place = self.pictures.len();
        // English Metric Units: 635 to a twentieth of a point; as wide as the page, no taller than 20 cm.
        let mut width = self.width as f64 * 635.0;
        let mut height = width * picture.height / picture.width.max(1.0);
        if height > 7_200_000.0 {
            width *= 7_200_000.0 / height;
            height = 7_200_000.0;
        }
        let (width, height) = (width as u64, height as u64);
        let (title, alt) = (escaped(&picture.title), escaped(&picture.alt));
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Figure\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{place}\" name=\"{title}\" descr=\"{alt}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{place}\" name=\"{title}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"image{place}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        );
    }
}

/// Widths of the columns, twentieths of a point: room for the longest word each, the rest by the shares that every printed
/// form uses.
fn widths(table: &Table, page: usize) -> Vec<usize> {
    // A letter of table text (8.5 point, bold in heads), and both margins of a cell.
    const LETTER: usize = 128;
    const MARGINS: usize = 170;
    let longest = |column: usize| {
        let texts =
            table.rows.iter().filter_map(|row| row.get(column)).map(|cell| super::document::plain_text(cell));
        texts
            .chain([table.columns[column].title.clone()])
            .flat_map(|text| {
                text.split([' ', '-', '/', '_']).map(|word| word.chars().count()).collect::<Vec<_>>()
            })
            .max()
            .unwrap_or(4)
    };
    let least: Vec<usize> =
        (0..table.columns.len()).map(|column| longest(column).clamp(3, 15) * LETTER + MARGINS).collect();
    let needed = least.iter().sum::<usize>().max(1);
    let shares = super::document::shares(table);
    let sum = shares.iter().sum::<u32>().max(1) as usize;
    let rest = page.saturating_sub(needed);
    let wide = least.iter().zip(shares).map(|(least, share)| least + rest * share as usize / sum);
    if needed > page { least.iter().map(|least| least * page / needed).collect() } else { wide.collect() }
}

/// A field with the text it shows until it is computed anew.
fn field(instruction: &str, shown: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        text_run(shown, "")
    )
}

fn text_run(text: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

/// A section id as a bookmark: letters and digits, at most 40.
fn anchor(id: &str) -> String {
    let name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(38).collect();
    format!("s_{name}")
}
