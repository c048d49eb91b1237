//! What the customer asked, clause by clause, and how each fares; what disagrees, and what was not understood.

use super::{Gap, cell, headline::lower, note, paragraph};
use crate::{
    check,
    design::{Bound, CoverageStatus, Strength},
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
    let statement = desk.statement(&coverage.field, &coverage.quote);
    let clause = coverage
        .clause
        .clone()
        .or_else(|| statement.and_then(|one| one.clause.clone()))
        .or_else(|| clause::of(&coverage.quote))
        .unwrap_or_else(|| (place + 1).to_string());
    let binding = binding(desk, coverage.strength.or_else(|| statement.and_then(|one| one.strength)));
    let status = mark(desk, coverage.status);
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
    let stock = coverage.status == CoverageStatus::Met && coverage.found.is_some();
    let note = if stock { String::new() } else { desk.finding(&coverage.note) };
    if let Some(found) = &coverage.found {
        // A product is where the figure stands that was compared, unless the product itself was asked for.
        let product =
            coverage.evidence.iter().any(|at| at.ends_with("/gpu_id") || at.ends_with("/system_id"));
        let named =
            matches!(&*coverage.field, "gpu_models" | "gpu_models_excluded" | "server_models" | "workload");
        if short.is_empty() || product && !named {
            short = vec![Inline::Text(desk.people(found))];
        }
    }
    if short.is_empty() {
        short.push(Inline::Text(if note.is_empty() { desk.say("none") } else { note.clone() }));
    }
    Row { clause, said: said(desk, &coverage.field, &coverage.quote), binding, status, short, note }
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
            Ok(number) => super::stated::assumed(desk, field, &number.into()),
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

/// What is asked for, in words: "GPUs (at least 64)".
fn wanted(desk: &Desk<'_>, place: usize) -> String {
    let coverage = &desk.answer.coverage[place];
    let label = desk.words.label(&coverage.field);
    let statement = desk.statement(&coverage.field, &coverage.quote);
    let (Some(statement), false) = (statement, coverage.asked.is_empty()) else { return label };
    if statement.field.name() != coverage.field || coverage.field == "other" {
        return label;
    }
    let value = super::stated::assumed(desk, &coverage.field, &statement.value);
    let key = match statement.bound {
        _ if statement.negated => "bound_not",
        Bound::Exactly => "bound_exactly",
        Bound::AtLeast => "bound_at_least",
        Bound::AtMost => "bound_at_most",
        Bound::About => "bound_about",
        Bound::Between => "bound_between",
    };
    desk.words.say(key, &[("what", &label), ("value", &value)])
}

/// One row of the table: a clause with all that was read of it, or a statement of no clause.
struct Entry {
    /// The buyer's number; empty where there is none.
    clause: String,
    /// The full text of the clause; empty for a statement of no clause.
    text: String,
    binding: Option<Strength>,
    /// Places in the coverage.
    places: Vec<usize>,
    /// Whether it only names what the clauses below it are about.
    heading: bool,
}

/// Whether a clause is the heading of those that follow: its number leads theirs, and it is a few words and no sentence.
fn is_heading(number: &str, text: &str, next: Option<&str>) -> bool {
    const WORDS: usize = 8;
    let stem = number.trim_end_matches('.');
    let leads = next.is_some_and(|next| {
        next.strip_prefix(stem).is_some_and(|rest| rest.starts_with(['.', '-', '/']) && rest.len() > 1)
    });
    let words = text.split_whitespace().count();
    leads && (1..=WORDS).contains(&words) && !text.trim_end().ends_with(['.', ';', '?', '!'])
}

/// Every clause in the order of the tender, then what was stated outside of them.
fn entries(desk: &Desk<'_>) -> Vec<Entry> {
    let mut seen = vec![false; desk.answer.coverage.len()];
    let mut entries: Vec<Entry> = Vec::new();
    let clauses = check::clauses(desk.answer);
    for (place, clause) in clauses.iter().enumerate() {
        clause.coverage.iter().for_each(|place| seen[*place] = true);
        let next = clauses.get(place + 1).map(|next| next.number.as_str());
        entries.push(Entry {
            clause: clause.number.clone(),
            text: clause.text.clone(),
            binding: clause.strength,
            places: clause.coverage.clone(),
            heading: clause.coverage.is_empty() && is_heading(&clause.number, &clause.text, next),
        });
    }
    for (place, _) in seen.iter().enumerate().filter(|(_, seen)| !**seen) {
        let (clause, text) = (String::new(), String::new());
        entries.push(Entry { clause, text, binding: None, places: vec![place], heading: false });
    }
    entries
}

/// Every requirement as a row of the compliance matrix; a clause in which no need was found has a row too.
pub(in crate::draft) fn matrix(desk: &mut Desk<'_>) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for entry in entries(desk) {
        if entry.places.is_empty() {
            let own = (rows.len() + 1).to_string();
            let (status, note) = match entry.heading {
                true => (desk.say("clause_heading"), String::new()),
                false => (desk.words.value("not_judged"), desk.say("clause_without_need")),
            };
            let none = String::new;
            rows.push(vec![own, entry.clause, none(), entry.text, none(), status, note, none()]);
            continue;
        }
        for place in entry.places {
            let coverage = &desk.answer.coverage[place];
            let field = wanted(desk, place);
            // What came by a flag has no words of the customer's; a clause is given with its whole text.
            let quote = match coverage.quote.starts_with("--") {
                true => said(desk, &coverage.field, &coverage.quote),
                false if entry.text.is_empty() => coverage.quote.clone(),
                false => entry.text.clone(),
            };
            let one = row(desk, place);
            let own = (rows.len() + 1).to_string();
            // A row's own number is no clause of the buyer's.
            let bare = one.clause == (place + 1).to_string();
            let clause = match entry.clause.is_empty() {
                true if bare => String::new(),
                true => one.clause,
                false => entry.clause.clone(),
            };
            let short = one.short.iter().map(Inline::text).collect();
            let status = one.status.text();
            let status = status.split_once('\u{a0}').map_or(status.clone(), |(_, word)| word.to_string());
            rows.push(vec![own, clause, field, quote, one.binding, status, short, one.note]);
        }
    }
    rows
}

/// A clause or statement as a row of the chapter's table.
fn shown(desk: &mut Desk<'_>, entry: Entry) -> Vec<Vec<Inline>> {
    if let ([place], true) = (entry.places.as_slice(), entry.text.is_empty()) {
        let one = row(desk, *place);
        let said = capital(&one.said);
        let told: String = one.short.iter().map(Inline::text).collect();
        let mut answer = one.short;
        if !one.note.is_empty() && told != one.note {
            answer.push(Inline::Text(format!(". {}", one.note)));
        }
        return vec![cell(one.clause), cell(said), cell(one.binding), vec![one.status], answer];
    }
    if entry.heading {
        let text = vec![Inline::Strong(entry.text)];
        return vec![cell(entry.clause), text, cell(""), cell(""), cell("")];
    }
    let binding = binding(desk, entry.binding);
    let mut worst = mark(desk, CoverageStatus::NotJudged);
    let mut answer = Vec::new();
    if entry.places.is_empty() {
        answer = cell(desk.say("clause_without_need"));
    } else if let Some(status) =
        entry.places.iter().map(|place| desk.answer.coverage[*place].status).max_by_key(bad)
    {
        worst = mark(desk, status);
    }
    let several = entry.places.len() > 1;
    let mut notes: Vec<String> = Vec::new();
    for place in entry.places {
        if !answer.is_empty() {
            answer.push(Inline::Text("; ".into()));
        }
        let wanted = wanted(desk, place);
        let one = row(desk, place);
        if several {
            let sign: String = one.status.text().chars().take(1).collect();
            answer.push(Inline::Text(format!("{sign}\u{a0}")));
        }
        let told: String = one.short.iter().map(Inline::text).collect();
        answer.push(Inline::Text(format!("{}: ", if several { wanted } else { capital(&wanted) })));
        // What is already a sentence ends where the list goes on.
        answer.extend(one.short.into_iter().map(|piece| match piece {
            Inline::Text(text) => Inline::Text(text.trim_end_matches('.').to_string()),
            other => other,
        }));
        if !one.note.is_empty() && told != one.note && !notes.contains(&one.note) {
            notes.push(one.note);
        }
    }
    if !notes.is_empty() {
        answer.push(Inline::Text(format!(". {}", notes.join(" "))));
    }
    vec![cell(entry.clause), cell(entry.text), cell(binding), vec![worst], answer]
}

/// How far a status is from what was asked.
fn bad(status: &CoverageStatus) -> u8 {
    match status {
        CoverageStatus::Met => 0,
        CoverageStatus::MetIf => 1,
        CoverageStatus::NotJudged => 2,
        CoverageStatus::Partly => 3,
        CoverageStatus::NotMet => 4,
    }
}

/// Shall, should or may; empty where the text does not say.
fn binding(desk: &Desk<'_>, strength: Option<Strength>) -> String {
    match strength {
        Some(Strength::Must) => desk.say("binding_must"),
        Some(Strength::Should) => desk.say("binding_should"),
        Some(Strength::May) => desk.say("binding_may"),
        None => String::new(),
    }
}

/// A status as a mark: a sign that reads without colour, and its word.
fn mark(desk: &Desk<'_>, status: CoverageStatus) -> Inline {
    let (tone, sign, name) = match status {
        CoverageStatus::Met => (Tone::Good, '●', "met"),
        CoverageStatus::MetIf => (Tone::Good, '◐', "met_if"),
        CoverageStatus::Partly => (Tone::Warning, '◑', "partly"),
        CoverageStatus::NotMet => (Tone::Bad, '○', "not_met"),
        CoverageStatus::NotJudged => (Tone::Warning, '◌', "not_judged"),
    };
    Inline::Mark(tone, format!("{sign}\u{a0}{}", desk.words.value(name)))
}

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, _: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let answer = desk.answer;
    // Without a design the first page gives the reply; a reply that only names the design says what that page says.
    let named =
        answer.reply.split_once(" × ").and_then(|(count, _)| count.replace(',', "").parse::<u64>().ok());
    let only_named =
        named.is_some() && named == desk.design().and_then(|design| Some(design.compute.as_ref()?.gpu_count));
    if answer.design.is_some() && !answer.reply.is_empty() && !only_named {
        blocks.push(note(Tone::Plain, desk.sentence(&answer.reply)));
    }
    let entries = entries(desk);
    let rows: Vec<Vec<Vec<Inline>>> = entries.into_iter().map(|entry| shown(desk, entry)).collect();
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
                |value| super::stated::assumed(desk, &one.field, value),
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

#[cfg(test)]
mod tests {
    use super::is_heading;

    #[test]
    fn a_heading_leads_the_clauses_below_it() {
        assert!(is_heading("4.1", "Compute", Some("4.1.1")));
        assert!(!is_heading("4.1", "Compute", Some("4.2")), "nothing stands below it");
        assert!(!is_heading("4.1", "Servers shall be air cooled.", Some("4.1.1")), "a sentence binds");
        assert!(!is_heading("4.1", "Compute", Some("4.10")));
        assert!(!is_heading("4.1", "Compute", None));
    }
}
