//! The files of a draft, in memory: the document in each format, and its pictures.

use super::DraftError;
use crate::render::{
    document::{Block, Document},
    html, markdown,
};

/// A format a proposal can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Markdown, with pictures as SVG files.
    Markdown,
    /// One HTML file.
    Html,
}

impl Format {
    /// Every format with its name.
    pub const ALL: &'static [(&'static str, Self)] = &[("md", Self::Markdown), ("html", Self::Html)];
}

/// A file of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the output directory, with `/`.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// The files of a document in one format.
///
/// # Errors
/// When a writer cannot make its file.
pub fn make(document: &Document, format: Format) -> Result<Vec<File>, DraftError> {
    Ok(match format {
        Format::Markdown => {
            let mut files =
                vec![File { name: "proposal.md".into(), bytes: markdown::write(document).into_bytes() }];
            files.extend(pictures(document));
            files
        }
        Format::Html => {
            vec![File { name: "proposal.html".into(), bytes: html::write(document).into_bytes() }]
        }
    })
}

/// The pictures of a document as SVG files.
fn pictures(document: &Document) -> Vec<File> {
    document
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| match block {
            Block::Figure(picture) => Some(File {
                name: format!("figures/{}.svg", picture.id),
                bytes: picture.svg(true).into_bytes(),
            }),
            _ => None,
        })
        .collect()
}
