//! What the customer asked, clause by clause, and how each fares; what disagrees, and what was not understood.

use super::{Gap, cell, headline::lower, note, paragraph};
use crate::{
    design::{CoverageStatus, Strength},
    draft::{
        clause,
        desk::{Desk, capital},
        evidence,
    },
    render::document::{Block, Inline, Tone},
};

/// One requirement as tables show it.
pub(super) struct Row {
    /// The buyer's number, else the place in the list.
    pub clause: String,
    /// What was asked, in the customer's words.
    pub said: String,
    /// Shall, should or may; empty where the text does not say.
    pub binding: String,
    /// How it fares, as a mark.
    pub status: Inline,
    /// What the design gives, in a few words.
    pub short: Vec<Inline>,
    /// What else there is to say.
    pub note: String,
}

/// The row of a requirement.
pub(super) fn row(desk: &mut Desk<'_>, place: usize) -> Row {
    let answer = desk.answer;
    let coverage = &answer.coverage[place];
    let words = desk.words;
    let statement = desk.statement(&coverage.field, &coverage.quote);
    let clause = coverage
        .clause
        .clone()
        .or_else(|| statement.and_then(|one| one.clause.clone()))
        .or_else(|| clause::of(&coverage.quote))
        .unwrap_or_else(|| (place + 1).to_string());
    let binding = match coverage.strength.or_else(|| statement.and_then(|one| one.strength)) {
        Some(Strength::Must) => desk.say("binding_must"),
        Some(Strength::Should) => desk.say("binding_should"),
        Some(Strength::May) => desk.say("binding_may"),
        None => String::new(),
    };
    let (tone, sign, name) = match coverage.status {
        CoverageStatus::Met => (Tone::Good, '●', "met"),
        CoverageStatus::MetIf => (Tone::Good, '◐', "met_if"),
        CoverageStatus::Partly => (Tone::Warning, '◑', "partly"),
        CoverageStatus::NotMet => (Tone::Bad, '○', "not_met"),
        CoverageStatus::NotJudged => (Tone::Warning, '◌', "not_judged"),
    };
    let mut short = Vec::new();
    for at in &coverage.evidence {
        let shown = evidence::shown(desk, at);
        if shown.is_empty() {
            continue;
        }
        if !short.is_empty() {
            short.push(Inline::Text("; ".into()));
        }
        short.extend(shown);
    }
    // The stock remark of a met requirement says what status and evidence say already.
    let stock = coverage.note.starts_with("the design meets it");
    let note = if stock { String::new() } else { desk.sentence(&coverage.note) };
    if short.is_empty() {
        short.push(Inline::Text(if note.is_empty() { desk.say("none") } else { note.clone() }));
    }
    Row {
        clause,
        said: said(desk, &coverage.field, &coverage.quote),
        binding,
        status: Inline::Mark(tone, format!("{sign}\u{a0}{}", words.value(name))),
        short,
        note,
    }
}

/// The customer's words; a value given by a flag reads as its field and value, and a few words get their field.
pub(super) fn said(desk: &Desk<'_>, field: &str, quote: &str) -> String {
    let label = desk.words.label(field);
    let given = match quote.strip_prefix("--") {
        Some(flag) => flag.split_once('=').or_else(|| flag.split_once(' ')).map(|(_, value)| value),
        None => quote.strip_prefix(field).and_then(|rest| rest.strip_prefix(':')),
    };
    if let Some(value) = given {
        let value = match value.trim().parse::<f64>() {
            Ok(number) => super::first::assumed(desk, field, &number.into()),
            Err(_) => desk.words.value(&desk.names.put(value.trim())),
        };
        return format!("{label}: {value}");
    }
    match quote.trim() {
        "" => label,
        quote if quote.chars().count() < 36 => format!("{label}: “{quote}”"),
        quote => format!("“{quote}”"),
    }
}

/// Every requirement as a row of the compliance matrix.
pub(in crate::draft) fn matrix(desk: &mut Desk<'_>) -> Vec<Vec<String>> {
    (0..desk.answer.coverage.len())
        .map(|place| {
            let coverage = &desk.answer.coverage[place];
            let field = desk.words.label(&coverage.field);
            // What came by a flag has no words of the customer's.
            let quote = match coverage.quote.starts_with("--") {
                true => said(desk, &coverage.field, &coverage.quote),
                false => coverage.quote.clone(),
            };
            let one = row(desk, place);
            // A row's own number is no clause of the buyer's.
            let own = (place + 1).to_string();
            let clause = if one.clause == own { String::new() } else { one.clause };
            let short = one.short.iter().map(Inline::text).collect();
            let status = one.status.text();
            let status = status.split_once('\u{a0}').map_or(status.clone(), |(_, word)| word.to_string());
            vec![own, clause, field, quote, one.binding, status, short, one.note]
        })
        .collect()
}

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, _: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let answer = desk.answer;
    let count = answer.coverage.len();
    let rows: Vec<Vec<Vec<Inline>>> = (0..count)
        .map(|place| {
            let one = row(desk, place);
            let said = capital(&one.said);
            let told: String = one.short.iter().map(Inline::text).collect();
            let mut answer = one.short;
            if !one.note.is_empty() && told != one.note {
                answer.push(Inline::Text(format!(". {}", one.note)));
            }
            vec![cell(one.clause), cell(said), cell(one.binding), vec![one.status], answer]
        })
        .collect();
    if rows.is_empty() {
        blocks.push(paragraph(desk.say("nothing_asked")));
    } else {
        blocks.push(paragraph(desk.say("asked_intro")));
        blocks.push(Block::Table(desk.table(
            "requirement_table",
            &["clause", "you_asked", "binding", "status", "our_answer"],
            rows,
        )));
    }
    if !answer.unread.is_empty() {
        let rows = answer
            .unread
            .iter()
            .map(|one| vec![cell(format!("“{}”", one.quote)), cell(desk.sentence(&one.reason))])
            .collect();
        blocks.push(Block::Table(desk.table("unread_table", &["quote", "not_understood"], rows)));
    }
    let rows: Vec<Vec<Vec<Inline>>> = answer
        .conflicts
        .iter()
        .map(|one| {
            let quotes: Vec<String> = one.quotes.iter().map(|quote| format!("“{quote}”")).collect();
            let used = one.used.as_ref().map_or_else(
                || desk.say("no_value_used"),
                |value| super::first::assumed(desk, &one.field, value),
            );
            vec![
                cell(desk.words.label(&one.field)),
                cell(quotes.join(" · ")),
                cell(used),
                cell(desk.sentence(&one.reason)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(desk.table(
            "conflict_table",
            &["property", "quote", "used", "reason"],
            rows,
        )));
    }
    let notices: Vec<Block> = answer
        .notices
        .iter()
        .map(|one| {
            let text = format!("“{}”: {}", one.quote, lower(&desk.sentence(&one.note)));
            note(Tone::Warning, text)
        })
        .collect();
    blocks.extend(notices);
    blocks
}
