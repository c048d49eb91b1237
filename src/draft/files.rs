//! The files of a draft, in memory: the document in each format, and its pictures.

use super::{DraftError, Settings, Words, book, cabling::Cabling, matrix, prose::Prose};
use crate::{
    check::{AnswerDocument, Explanation},
    design::fabric::FabricPlan,
    render::{
        document::{Block, Document, flat},
        docx, html, markdown,
        names::Names,
        typst, xlsx,
    },
};

/// A format a proposal can be written in. A PDF is the HTML as a browser prints it, which is the caller's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Markdown, with pictures as SVG files.
    Markdown,
    /// One HTML file.
    Html,
    /// A Word file.
    Docx,
    /// A workbook.
    Xlsx,
    /// Typst source, for a PDF without a browser: `typst compile proposal.typ`.
    Typst,
    /// The compliance matrix alone, for the buyer's own sheet.
    Csv,
}

impl Format {
    /// The extension of its main file.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Typst => "typ",
            Self::Csv => "csv",
        }
    }

    /// The format with this extension.
    #[must_use]
    pub fn of(extension: &str) -> Option<Self> {
        [Self::Markdown, Self::Html, Self::Docx, Self::Xlsx, Self::Typst, Self::Csv]
            .into_iter()
            .find(|one| one.extension() == extension)
    }
}

/// A file of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the output directory, with `/`.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// What every format is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The answer.
    pub answer: &'a AnswerDocument,
    /// The way each number came about.
    pub explanations: &'a [Explanation],
    /// Words.
    pub words: &'a Words,
    /// Names of products.
    pub names: &'a Names,
    /// Settings.
    pub settings: &'a Settings,
    /// Every link, where the design can be wired.
    pub cabling: Option<&'a Cabling<'a>>,
    /// The fabrics it was laid out from.
    pub wired_plan: Option<&'a FabricPlan>,
    /// Why it cannot; empty when it can.
    pub no_wiring: &'a str,
    /// Prose of a model, when asked for.
    pub prose: Option<&'a Prose>,
}

/// The files of a document in one format, the document itself first.
///
/// # Errors
/// When a writer cannot make its file.
pub fn make(document: &Document, source: Source<'_>, format: Format) -> Result<Vec<File>, DraftError> {
    let stem = if format == Format::Csv { "compliance" } else { "proposal" };
    let name = format!("{stem}.{}", format.extension());
    let failed = |reason: String| DraftError::Format { format: format.extension(), reason };
    let bytes = match format {
        Format::Markdown => markdown::write(document).into_bytes(),
        Format::Html => html::write(document).into_bytes(),
        Format::Csv => matrix::write(source).into_bytes(),
        Format::Typst => typst::write(document).into_bytes(),
        Format::Docx => docx::write(document).map_err(failed)?,
        Format::Xlsx => xlsx::write(&book::make(document, source)?).map_err(failed)?,
    };
    let mut files = vec![File { name, bytes }];
    if matches!(format, Format::Markdown | Format::Typst) {
        files.extend(pictures(document));
    }
    Ok(files)
}

/// The pictures of a document as SVG files.
fn pictures(document: &Document) -> Vec<File> {
    document
        .sections
        .iter()
        .flat_map(|section| flat(&section.blocks))
        .filter_map(|block| match block {
            Block::Figure(picture) => Some(File {
                name: format!("figures/{}.svg", picture.id),
                bytes: picture.svg(true).into_bytes(),
            }),
            _ => None,
        })
        .collect()
}
