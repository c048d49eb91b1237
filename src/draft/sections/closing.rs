//! Validation report, sources, glossary and legal notes.

use super::{findings, opening::table};
use crate::{
    draft::{desk::Desk, walk::paragraph},
    render::document::{Block, Inline},
};

/// What was checked, and what the rules found.
pub(super) fn validation(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let kinds = desk.kinds();
    let count = |severity: &str| {
        desk.list("/findings").iter().filter(|finding| finding["severity"] == severity).count()
    };
    let mut rows: Vec<Vec<Vec<Inline>>> = [
        ("numbers_checked", kinds.values().sum()),
        ("rules_broken", count("error")),
        ("rules_warned", count("warning")),
        ("rules_noted", count("info")),
    ]
    .into_iter()
    .map(|(name, number): (&str, usize)| vec![vec![Inline::Text(say(name))], vec![desk.count(number)]])
    .collect();
    for (kind, number) in &kinds {
        let label = format!("{}: {}", say("by_kind"), words.value(kind));
        rows.push(vec![vec![Inline::Text(label)], vec![desk.count(*number)]]);
    }
    let mut blocks = vec![
        paragraph(say("validation_intro")),
        table(&say("validation_counts"), &["property", "quantity"], rows, desk),
    ];
    let places: Vec<usize> = (0..desk.list("/findings").len()).collect();
    blocks.extend(findings(desk, &places, "finding_table"));
    blocks
}

/// The documents the numbers rest on.
pub(super) fn sources(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let rows: Vec<Vec<Vec<Inline>>> = desk
        .list("/provenance/sources")
        .iter()
        .map(|source| {
            let text = |key: &str| source[key].as_str().unwrap_or_default();
            let mut title = vec![Inline::Text(text("title").to_string())];
            if !text("via").is_empty() {
                title.push(Inline::Text(format!(" ({})", words.say("via", &[("via", text("via"))]))));
            }
            let url = text("url");
            // Only addresses of the web become links; anything else stays text.
            let address = if url.starts_with("https://") || url.starts_with("http://") {
                Inline::Link(url.to_string(), url.to_string())
            } else {
                Inline::Text(if url.is_empty() { words.say("none", &[]) } else { url.to_string() })
            };
            title.push(Inline::Text(" ".into()));
            title.push(Inline::Code(text("id").to_string()));
            vec![title, vec![address], vec![Inline::Text(text("read").to_string())]]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let caption = words.say("source_table", &[]);
    vec![table(&caption, &["source", "address", "read"], rows, desk)]
}

/// Terms and the disclaimer.
pub(super) fn glossary(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let points = words
        .glossary
        .iter()
        .map(|(term, meaning)| vec![Inline::Strong(format!("{term}: ")), Inline::Text(meaning.clone())])
        .collect();
    let own = &desk.settings.branding.disclaimer;
    let disclaimer = if own.is_empty() { words.say("disclaimer_text", &[]) } else { own.clone() };
    vec![
        Block::Heading(words.say("glossary_table", &[])),
        Block::Points(points),
        Block::Heading(words.say("disclaimer", &[])),
        paragraph(disclaimer),
    ]
}
