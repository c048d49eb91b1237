//! A document as a Word file, written as the few parts Word and LibreOffice need: real headings, tables with repeated
//! heads, captions, links inside the document, and pictures as metafiles.

mod emf;
mod parts;

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    document::{Block, Document, Inline, Section, Table, Tone},
    svg::{Picture, escaped},
};

/// Text width of the page, twentieths of a point: A4 less 2 cm on both sides.
const PAGE_WIDTH: usize = 9638;

/// The Word file of a document.
///
/// # Errors
/// A sentence when the archive cannot be written.
pub fn write(document: &Document) -> Result<Vec<u8>, String> {
    let mut body = Body::default();
    body.cover(document);
    for section in &document.sections {
        body.section(section, document);
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
        ("word/styles.xml", parts::styles(&document.look.accent)),
        ("word/numbering.xml", parts::numbering()),
        ("word/footer1.xml", parts::footer(&document.identity.line())),
        ("word/_rels/document.xml.rels", parts::document_relations(&body.links, pictures.len())),
        ("word/document.xml", parts::document(&body.xml)),
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
    tables: usize,
    bookmarks: usize,
}

impl Body {
    fn cover(&mut self, document: &Document) {
        self.paragraph("Title", &[Inline::Text(document.title.clone())]);
        self.paragraph("Subtitle", &[Inline::Text(document.subtitle.clone())]);
        let rows = document
            .cover
            .iter()
            .map(|(label, content)| vec![vec![Inline::Strong(label.clone())], content.clone()])
            .collect();
        self.table(
            &Table { columns: vec![super::document::Column::default(); 2], rows, ..Table::default() },
            false,
        );
        self.paragraph("Contents", &[Inline::Text(document.labels.contents.clone())]);
        for section in &document.sections {
            let text = format!("{} {}", section.number, section.title);
            self.paragraph("ContentsLine", &[Inline::Place(text, section.id.clone())]);
        }
        self.paragraph(
            "ContentsLine",
            &[Inline::Place(document.labels.derivations.clone(), "derivations".into())],
        );
    }

    fn section(&mut self, section: &Section, document: &Document) {
        self.heading(&format!("{} {}", section.number, section.title), &section.id);
        for block in &section.blocks {
            match block {
                Block::Heading(text) => self.paragraph("Heading2", &[Inline::Text(text.clone())]),
                Block::Paragraph(content) => self.paragraph("BodyText", content),
                Block::Note(_, content) => self.paragraph("Note", content),
                Block::Points(points) => points.iter().for_each(|point| self.paragraph("ListBullet", point)),
                Block::Table(table) => {
                    self.tables += 1;
                    let caption = format!("{} {}: {}", document.labels.table, self.tables, table.caption);
                    self.paragraph("Caption", &[Inline::Text(caption)]);
                    self.table(table, true);
                    if !table.rest.is_empty() {
                        self.paragraph("BodyText", &[Inline::Text(table.rest.clone())]);
                    }
                }
                Block::Figure(picture) => {
                    self.picture(picture);
                    let caption =
                        format!("{} {}: {}", document.labels.figure, self.pictures.len(), picture.title);
                    self.paragraph("FigureCaption", &[Inline::Text(caption)]);
                }
            }
        }
    }

    fn derivations(&mut self, document: &Document) {
        use super::document::Column;
        let labels = &document.labels;
        self.heading(&labels.derivations, "derivations");
        self.paragraph("BodyText", &[Inline::Text(labels.derivations_intro.clone())]);
        let rows = document
            .derivations
            .iter()
            .map(|one| {
                vec![
                    vec![Inline::Code(one.pointer.clone())],
                    vec![Inline::Text(one.sentence.clone())],
                    vec![Inline::Text(one.sources.join(", "))],
                ]
            })
            .collect();
        let columns =
            vec![Column::text(&labels.place), Column::text(&labels.how), Column::text(&labels.sources)];
        self.table(&Table { columns, rows, ..Table::default() }, true);
    }

    fn heading(&mut self, text: &str, id: &str) {
        self.bookmarks += 1;
        let place = self.bookmarks;
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"{place}\" w:name=\"{}\"/>{}<w:bookmarkEnd w:id=\"{place}\"/></w:p>",
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
        let widths = widths(table, head);
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
        let mut width = PAGE_WIDTH as f64 * 635.0;
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

/// Widths of the columns: none narrower than its longest word; the rest of the page goes, a step at a time, to the
/// column whose longest text takes the most lines.
fn widths(table: &Table, head: bool) -> Vec<usize> {
    // A letter of table text (8.5 point, bold in heads), and both margins of a cell, twentieths of a point.
    const LETTER: f64 = 128.0;
    const MARGINS: f64 = 170.0;
    const STEPS: usize = 64;
    let (mut least, mut lengths) = (Vec::new(), Vec::new());
    for column in 0..table.columns.len() {
        let title = if head { table.columns[column].title.as_str() } else { "" };
        let texts: Vec<String> = table
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| super::document::plain_text(cell))
            .chain([title.to_string()])
            .collect();
        let words =
            texts.iter().flat_map(|text| text.split([' ', '-', '/', '_'])).map(|word| word.chars().count());
        let longest_word = words.max().unwrap_or(4).clamp(3, 15);
        let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or(4);
        least.push(longest_word as f64 * LETTER + MARGINS);
        lengths.push(longest as f64 * LETTER);
    }
    let page = PAGE_WIDTH as f64;
    let needed: f64 = least.iter().sum();
    let shrink = (page / needed.max(1.0)).min(1.0);
    let mut widths: Vec<f64> = least.iter().map(|least| least * shrink).collect();
    let step = (page - needed).max(0.0) / STEPS as f64;
    for _ in 0..STEPS {
        let lines = |column: &usize| lengths[*column] / (widths[*column] - MARGINS).max(1.0);
        let tallest = (0..widths.len()).max_by(|a, b| lines(a).total_cmp(&lines(b)));
        if let Some(column) = tallest {
            widths[column] += step;
        }
    }
    widths.into_iter().map(|width| width as usize).collect()
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
