//! The parts of a proposal in reading order: a first page, nine chapters, annexes. A chapter is a function from the
//! answer to blocks; what it cannot fill yet it names as a gap, and the gaps become one table.

mod alternatives;
mod annexes;
mod asked;
mod bill;
mod delivery;
mod design;
mod extension;
mod first;
mod headline;
mod network;
mod parts;
mod performance;
mod risks;
mod site;
mod stated;
#[cfg(test)]
mod toy;

pub(in crate::draft) use asked::matrix;
pub(in crate::draft) use bill::item;
pub(in crate::draft) use headline::lower;
pub(in crate::draft) use parts::kinds;
pub(in crate::draft) use stated::assumed;

use super::{
    desk::{Desk, capital},
    prose,
};
use crate::render::document::{Block, Inline, Part, Section, Tone};

/// A subject the answer cannot fill yet: name of the sentence that says what is missing, and of who gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::draft) struct Gap {
    /// Subject: the name of its words; `gap_<subject>` says what is missing.
    pub subject: &'static str,
    /// Who gives it: the name of the words.
    pub giver: &'static str,
}

/// A chapter: its id, and what writes it. Adding one is a file and a row.
type Chapter = (&'static str, fn(&mut Desk<'_>, &mut Vec<Gap>) -> Vec<Block>);

const CHAPTERS: &[Chapter] = &[
    ("asked", asked::chapter),
    ("design", design::chapter),
    ("performance", performance::chapter),
    ("network", network::chapter),
    ("site", site::chapter),
    ("bill", bill::chapter),
    ("alternatives", alternatives::chapter),
    ("risks", risks::chapter),
    ("delivery", delivery::chapter),
    #[cfg(test)]
    ("toy", toy::chapter),
];

/// An annex: its id, and what writes it. One without contents is left out.
const ANNEXES: &[(&str, fn(&mut Desk<'_>) -> Vec<Block>)] = &[
    ("annex_cabling", annexes::cabling),
    ("annex_names", annexes::names),
    ("annex_racks", annexes::positions),
    ("annex_quantities", annexes::quantities),
    ("annex_checks", annexes::checks),
    ("annex_sources", annexes::sources),
    ("annex_terms", annexes::terms),
];

/// Chapters that tell of each pool or site by itself, where the design has several.
const PARTED: [&str; 4] = ["design", "performance", "network", "site"];

/// A chapter for each pool or site below its name; the chapter on the design begins with their sums.
fn each_part(
    desk: &mut Desk<'_>,
    id: &str,
    chapter: fn(&mut Desk<'_>, &mut Vec<Gap>) -> Vec<Block>,
    gaps: &mut Vec<Gap>,
) -> Vec<Block> {
    let names: Vec<String> = desk
        .design()
        .and_then(|design| design.parts.as_ref())
        .map(|parts| parts.list.iter().map(|part| part.name.clone()).collect())
        .unwrap_or_default();
    let mut blocks = if id == "design" { design::whole(desk) } else { Vec::new() };
    for (place, name) in names.iter().enumerate() {
        desk.part = Some(place);
        let mut own = chapter(desk, gaps);
        desk.part = None;
        if own.is_empty() {
            continue;
        }
        for block in &mut own {
            if let Block::Figure(picture) = block {
                picture.id = format!("{}-{}", picture.id, place + 1);
            }
        }
        blocks.push(Block::Heading(capital(&desk.words.value(name))));
        blocks.extend(own);
    }
    blocks
}

/// Writes every part.
pub(in crate::draft) fn write(desk: &mut Desk<'_>) -> Vec<Section> {
    let mut gaps = Vec::new();
    let mut chapters: Vec<Section> = Vec::new();
    let several = desk.design().is_some_and(|design| design.compute.is_none() && design.parts.is_some());
    for &(id, chapter) in CHAPTERS {
        let mut blocks = match several {
            true if PARTED.contains(&id) => each_part(desk, id, chapter, &mut gaps),
            _ => chapter(desk, &mut gaps),
        };
        if let Some(prose) = desk.prose.and_then(|prose| prose.chapters.get(id)) {
            blocks.splice(0..0, prose.iter().map(|text| paragraph(text.as_str())));
        }
        if id == "risks" {
            // The gaps of the last chapters are known before it is asked: it never leaves one itself.
            delivery::gaps(desk, &mut gaps);
            blocks.extend(risks::still_open(desk, &gaps));
        }
        if blocks.is_empty() {
            continue;
        }
        chapters.push(Section {
            id: id.into(),
            part: Part::Chapter,
            number: (chapters.len() + 1).to_string(),
            title: desk.words.title(id),
            blocks,
        });
    }
    let (title, blocks) = first::page(desk);
    let mut sections =
        vec![Section { id: "summary".into(), part: Part::First, number: String::new(), title, blocks }];
    sections.extend(chapters);
    let mut letters = 'A'..='Z';
    for &(id, annex) in ANNEXES {
        let blocks = annex(desk);
        if !blocks.is_empty() {
            sections.push(Section {
                id: id.into(),
                part: Part::Annex,
                number: letters.next().map(String::from).unwrap_or_default(),
                title: desk.words.title(id),
                blocks,
            });
        }
    }
    sections
}

/// Ids a model may word, each with what it is told: the first page's reason and the chapters of plain text.
pub(in crate::draft) const WORDED: [prose::Spec; 4] = [
    prose::Spec { id: "summary", text: include_str!("../../../prompts/draft/summary.md") },
    prose::Spec { id: "design", text: include_str!("../../../prompts/draft/design.md") },
    prose::Spec { id: "risks", text: include_str!("../../../prompts/draft/risks.md") },
    prose::Spec { id: "delivery", text: include_str!("../../../prompts/draft/delivery.md") },
];

/// A paragraph of text.
#[must_use]
pub(in crate::draft) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Inline::Text(text.into())])
}

/// A cell of text.
fn cell(text: impl Into<String>) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

/// A remark.
fn note(tone: Tone, text: impl Into<String>) -> Block {
    Block::Note(tone, vec![Inline::Text(text.into())])
}

/// A table of items and values, from rows of a label and a cell; none without rows.
fn facts(desk: &Desk<'_>, caption: &str, rows: Vec<(String, Vec<Inline>)>) -> Option<Block> {
    let rows: Vec<_> = rows.into_iter().map(|(label, value)| vec![cell(label), value]).collect();
    (!rows.is_empty()).then(|| Block::Table(desk.table(caption, &["property", "value"], rows)))
}
