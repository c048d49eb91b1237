//! A document as values: sections of blocks, with numbers that know where they come from. Writers for Markdown, HTML,
//! DOCX and workbooks arrange it; none of them computes.

use super::svg::Picture;

/// A whole document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Title.
    pub title: String,
    /// Line under the title.
    pub subtitle: String,
    /// ISO 639-1 code of the language the document is written in.
    pub language: String,
    /// Who it is from and for: label and text, for the head of the first page.
    pub masthead: Vec<(String, String)>,
    /// The first page, the chapters and the annexes, in reading order.
    pub sections: Vec<Section>,
    /// How the numbers came about; [`Number::why`] counts into it.
    pub derivations: Vec<Derivation>,
    /// Company, colours, logo.
    pub look: Look,
    /// Fixed words of the page around the sections.
    pub labels: Labels,
    /// What the document is a view of.
    pub identity: Identity,
}

/// What a document is a view of; two documents with the same identity and options are the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// SHA-256 of the answer, hexadecimal.
    pub answer: String,
    /// Digest of the catalog.
    pub catalog_digest: String,
    /// Edition of the catalog.
    pub catalog_edition: String,
    /// Version of the program.
    pub program: String,
}

impl Identity {
    /// One line for the properties of a file.
    #[must_use]
    pub fn line(&self) -> String {
        let short = self.answer.get(..12).unwrap_or(&self.answer);
        format!("{short} · {} ({}) · {}", self.catalog_edition, self.catalog_digest, self.program)
    }
}

/// Company, colours and logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Name of the company that sends the document; empty when not configured.
    pub company: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// Logo.
    pub logo: Option<Logo>,
    /// Paper it is printed on.
    pub paper: Paper,
}

/// Paper of printed documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    /// Its name in a style sheet.
    #[must_use]
    pub fn css(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }

    /// Width and height, twentieths of a point.
    #[must_use]
    pub fn twips(self) -> (usize, usize) {
        match self {
            Self::A4 => (11906, 16838),
            Self::Letter => (12240, 15840),
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self { company: String::new(), accent: "#0b4f8a".into(), logo: None, paper: Paper::A4 }
    }
}

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Media type: image/png, image/jpeg or image/svg+xml.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Fixed words around the sections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Heading of the list of sections.
    pub contents: String,
    /// Word before the letter of an annex.
    pub annex: String,
    /// Line at the foot of every page: what the document is and what it is not.
    pub foot: String,
    /// Heading of the derivations.
    pub derivations: String,
    /// Column: what a number is.
    pub place: String,
    /// Column: value.
    pub value: String,
    /// Column: how it came about.
    pub how: String,
    /// Column: kind of origin.
    pub kind: String,
    /// Column: source documents.
    pub sources: String,
    /// Word before the number of a figure.
    pub figure: String,
    /// Word before the number of a table.
    pub table: String,
    /// Link past the list of sections, for readers without a pointer.
    pub skip: String,
    /// Text of the link from a derivation to its inputs.
    pub steps: String,
}

/// What part of a document a section is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// The first page; its title is the headline.
    First,
    /// A numbered chapter.
    #[default]
    Chapter,
    /// An annex; on a screen it opens at a tap.
    Annex,
}

/// A section.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Stable id, used as an anchor.
    pub id: String,
    /// What part of the document it is.
    pub part: Part,
    /// Number or letter as printed; empty for the first page.
    pub number: String,
    /// Title.
    pub title: String,
    /// Contents.
    pub blocks: Vec<Block>,
}

impl Section {
    /// Number and title as a heading shows them.
    #[must_use]
    pub fn heading(&self, labels: &Labels) -> String {
        match self.part {
            Part::First => self.title.clone(),
            Part::Chapter => format!("{} {}", self.number, self.title),
            Part::Annex => format!("{} {}: {}", labels.annex, self.number, self.title),
        }
    }
}

/// A figure set large, with what it is and what goes with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BigFigure {
    /// The figure with its unit.
    pub value: Vec<Inline>,
    /// What it is.
    pub label: Vec<Inline>,
    /// What goes with it, in a few words.
    pub note: Vec<Inline>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading below the section's own.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A remark that stands out.
    Note(Tone, Vec<Inline>),
    /// A list of points.
    Points(Vec<Vec<Inline>>),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Picture),
    /// Figures set large, side by side.
    Figures(Vec<BigFigure>),
    /// Blocks side by side where the page is wide enough.
    Columns(Vec<Vec<Block>>),
}

/// Every block of a list, those inside columns included, in reading order.
pub fn flat(blocks: &[Block]) -> Vec<&Block> {
    blocks
        .iter()
        .flat_map(|block| match block {
            Block::Columns(columns) => columns.iter().flat_map(|column| flat(column)).collect(),
            other => vec![other],
        })
        .collect()
}

/// How a remark or a mark is meant; always said in words as well, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// In order.
    Good,
    /// Needs a look.
    Warning,
    /// Broken.
    Bad,
    /// Worth knowing.
    Plain,
}

impl Tone {
    /// The word used in class names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Emphasized text.
    Strong(String),
    /// An id, digest or JSON pointer.
    Code(String),
    /// A number of the answer.
    Number(Number),
    /// A web address that is already checked to be http or https.
    Link(String, String),
    /// A status word.
    Mark(Tone, String),
    /// A place in this document: text and section id.
    Place(String, String),
}

impl Inline {
    /// The text people read.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text)
            | Self::Strong(text)
            | Self::Code(text)
            | Self::Link(text, _)
            | Self::Mark(_, text)
            | Self::Place(text, _) => text.clone(),
            Self::Number(number) => number.words(),
        }
    }
}

/// The text of a run of pieces.
#[must_use]
pub fn plain_text(pieces: &[Inline]) -> String {
    pieces.iter().map(Inline::text).collect()
}

/// A number of the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The value.
    pub value: f64,
    /// The value as printed.
    pub text: String,
    /// Unit printed behind it; empty in a column whose head carries the unit, and for counts.
    pub unit: String,
    /// Place of its derivation in [`Document::derivations`].
    pub why: Option<usize>,
}

impl Number {
    /// Value and unit as printed; a no-break space keeps them on one line.
    #[must_use]
    pub fn words(&self) -> String {
        if self.unit.is_empty() { self.text.clone() } else { format!("{}\u{a0}{}", self.text, self.unit) }
    }
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows of cells.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// What was left out, in a sentence; empty when nothing was.
    pub rest: String,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Head, unit included.
    pub title: String,
    /// Whether it holds numbers (set flush right).
    pub number: bool,
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(title: &str) -> Self {
        Self { title: title.into(), number: false }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(title: &str) -> Self {
        Self { title: title.into(), number: true }
    }
}

/// How a number of the document came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derivation {
    /// What the number is, in the words of the document.
    pub label: String,
    /// Value and unit.
    pub words: String,
    /// stated, catalog, derived, assumed, constant, estimated, measured.
    pub kind: String,
    /// The step in a sentence.
    pub sentence: String,
    /// The steps below it, each with its depth.
    pub steps: Vec<(usize, String)>,
    /// Documents the number rests on.
    pub sources: Vec<String>,
    /// Whether the list of all numbers leaves it out: an annex says it, or there is no way to tell.
    pub unlisted: bool,
}

impl Derivation {
    /// Anchor of the derivation at a place of the list.
    #[must_use]
    pub fn anchor(place: usize) -> String {
        format!("n{}", place + 1)
    }
}

/// How much of a page's width each column of a table takes, in shares: none less than its longest word needs, more for
/// more text, so that a column of one word never takes half a page.
#[must_use]
pub fn shares(table: &Table) -> Vec<u32> {
    (0..table.columns.len())
        .map(|column| {
            let texts = table
                .rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| plain_text(cell))
                .chain([table.columns[column].title.clone()]);
            let (mut word, mut longest, mut sum, mut count) = (3usize, 0usize, 0usize, 0usize);
            for text in texts {
                let letters = text.chars().count();
                word =
                    word.max(text.split([' ', '-', '/']).map(|one| one.chars().count()).max().unwrap_or(0));
                longest = longest.max(letters);
                sum += letters;
                count += 1;
            }
            let mean = sum / count.max(1);
            (word.min(16).max(longest.min(6)) + mean.min(44)).clamp(5, 60) as u32
        })
        .collect()
}
