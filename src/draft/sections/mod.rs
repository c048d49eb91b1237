//! The sections of a proposal, in reading order. A section is a file of `prompts/draft/`: whom it is for, which parts
//! of the answer it shows, and what its prose may refer to; a few add tables of their own.

pub(in crate::draft) mod cabling;
mod closing;
mod offer;
mod opening;
mod signoff;
mod technical;

use serde::Deserialize;
use serde_json::Value;

pub(super) use offer::part_lines;

use super::{
    desk::{Desk, escaped, is_empty},
    walk::{self, paragraph},
};
use crate::render::document::{Block, Column, Inline, Section, Table, Tone};

/// Every section's file; the order here is the order of the document.
const FILES: &[&str] = &[
    include_str!("../../../prompts/draft/01-summary.md"),
    include_str!("../../../prompts/draft/02-requirements.md"),
    include_str!("../../../prompts/draft/03-assumptions.md"),
    include_str!("../../../prompts/draft/04-conflicts.md"),
    include_str!("../../../prompts/draft/05-sizing.md"),
    include_str!("../../../prompts/draft/06-architecture.md"),
    include_str!("../../../prompts/draft/07-node.md"),
    include_str!("../../../prompts/draft/08-support_nodes.md"),
    include_str!("../../../prompts/draft/09-network.md"),
    include_str!("../../../prompts/draft/10-cabling.md"),
    include_str!("../../../prompts/draft/11-racks.md"),
    include_str!("../../../prompts/draft/12-power.md"),
    include_str!("../../../prompts/draft/13-cooling.md"),
    include_str!("../../../prompts/draft/14-site.md"),
    include_str!("../../../prompts/draft/15-naming.md"),
    include_str!("../../../prompts/draft/16-storage.md"),
    include_str!("../../../prompts/draft/17-software.md"),
    include_str!("../../../prompts/draft/18-licences.md"),
    include_str!("../../../prompts/draft/19-security.md"),
    include_str!("../../../prompts/draft/20-availability.md"),
    include_str!("../../../prompts/draft/21-bom.md"),
    include_str!("../../../prompts/draft/22-cost.md"),
    include_str!("../../../prompts/draft/23-tco.md"),
    include_str!("../../../prompts/draft/24-alternatives.md"),
    include_str!("../../../prompts/draft/25-risks.md"),
    include_str!("../../../prompts/draft/26-plan.md"),
    include_str!("../../../prompts/draft/27-acceptance.md"),
    include_str!("../../../prompts/draft/28-support.md"),
    include_str!("../../../prompts/draft/29-further.md"),
    include_str!("../../../prompts/draft/30-validation.md"),
    include_str!("../../../prompts/draft/31-sources.md"),
    include_str!("../../../prompts/draft/32-glossary.md"),
];

/// What a section shows and may refer to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Id: anchor, key of its title and of what it says without data.
    pub id: String,
    /// Who reads it.
    pub audience: String,
    /// Who can fill it: machine, draft (prose around values) or human.
    pub fill: String,
    /// Sentence that opens it, by name; only shown above data.
    #[serde(default)]
    pub note: String,
    /// Fields of the requirement it repeats.
    #[serde(default)]
    pub stated: Vec<String>,
    /// Parts of the answer it shows, as JSON pointers.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Rules, or beginnings of their names, whose findings it repeats.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What a writer of its prose is told.
    #[serde(skip)]
    pub instruction: String,
}

/// The sections, in reading order.
///
/// # Errors
/// When a file has no readable head: a bug of ours, found by the tests.
pub fn specs() -> Result<Vec<Spec>, String> {
    FILES
        .iter()
        .map(|text| {
            let body = text.strip_prefix("---\n").ok_or("a section file does not start with ---")?;
            let (head, rest) = body.split_once("\n---\n").ok_or("a section file's head does not end")?;
            let spec: Spec = serde_yaml::from_str(head).map_err(|error| error.to_string())?;
            Ok(Spec { instruction: rest.trim().to_string(), ..spec })
        })
        .collect()
}

/// Writes every section.
pub fn write(desk: &mut Desk<'_>, specs: &[Spec]) -> Vec<Section> {
    let claimed: Vec<&str> = specs.iter().flat_map(|spec| &spec.parts).map(String::as_str).collect();
    let mut sections: Vec<Section> = Vec::new();
    for spec in specs {
        let mut blocks = match spec.id.as_str() {
            "summary" => opening::summary(desk),
            "requirements" => opening::requirements(desk, specs),
            "assumptions" => opening::assumptions(desk),
            "conflicts" => opening::conflicts(desk),
            "sizing" => technical::sizing(desk),
            "network" => technical::network(desk),
            "cabling" => {
                let mut blocks = cabling::cabling(desk);
                blocks.extend(signoff::table(desk, &signoff::CABLING, "signoff_cabling"));
                blocks
            }
            "naming" => cabling::names(desk),
            "racks" => technical::racks(desk),
            "power" => technical::power(desk),
            "licences" => offer::licences(desk),
            "bom" => offer::parts(desk),
            "alternatives" => offer::alternatives(desk),
            "risks" => offer::risks(desk),
            "plan" => offer::tasks(desk),
            "further" => further(desk, &claimed),
            "validation" => closing::validation(desk),
            "sources" => closing::sources(desk),
            "glossary" => closing::glossary(desk),
            _ => Vec::new(),
        };
        let own = !blocks.is_empty();
        if let Some(prose) = desk.prose.and_then(|prose| prose.sections.get(&spec.id)) {
            let worded = prose.iter().map(|text| paragraph(text.as_str()));
            blocks.splice(0..0, worded);
        }
        let said = stated(desk, spec);
        let repeated = !said.is_empty();
        blocks.extend(said);
        let parts = parts(desk, spec);
        if !parts.is_empty() && !spec.note.is_empty() {
            blocks.push(paragraph(desk.words.say(&spec.note, &[])));
        }
        blocks.extend(parts);
        blocks.extend(judged(desk, spec));
        if spec.id == "further" && blocks.is_empty() {
            continue;
        }
        let filled = match spec.id.as_str() {
            "cabling" | "naming" => desk.cabling.is_some(),
            "licences" => own,
            _ => false,
        };
        let holds_design =
            filled || spec.parts.is_empty() || spec.parts.iter().any(|part| desk.at(part).is_some());
        let missing = desk.words.missing(&spec.id);
        if blocks.is_empty() || (!holds_design && !repeated && !missing.is_empty()) {
            blocks.insert(0, Block::Note(Tone::Plain, vec![Inline::Text(missing)]));
        } else if !holds_design && repeated && !own {
            let only = desk.words.say("stated_only", &[]);
            blocks.push(Block::Note(Tone::Plain, vec![Inline::Text(only)]));
        }
        sections.push(Section {
            id: spec.id.clone(),
            number: (sections.len() + 1).to_string(),
            title: desk.words.section(&spec.id),
            blocks,
        });
    }
    sections
}

/// The fields of the requirement a section repeats, with the customer's words.
fn stated(desk: &mut Desk<'_>, spec: &Spec) -> Vec<Block> {
    let rows: Vec<Vec<Vec<Inline>>> = spec
        .stated
        .iter()
        .filter(|field| desk.at(&format!("/requirement/{field}/value")).is_some())
        .cloned()
        .collect::<Vec<_>>()
        .into_iter()
        .map(|field| {
            let mut value = desk.cell(&format!("/requirement/{field}/value"), false);
            let stated = super::words::unit(&field);
            let unit = if stated.is_empty() {
                desk.unit_at(&format!("/requirement/{field}/value"))
            } else {
                stated.to_string()
            };
            if !unit.is_empty() {
                value.push(Inline::Text(format!("\u{a0}{unit}")));
            }
            let quote = desk.text(&format!("/requirement/{field}/quote"));
            vec![vec![Inline::Text(desk.words.label(&field))], value, vec![Inline::Text(quote.to_string())]]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let say = |name: &str| desk.words.say(name, &[]);
    vec![Block::Table(Table {
        caption: say("stated_table"),
        columns: vec![
            Column::text(&say("property")),
            Column::text(&say("value")),
            Column::text(&say("quote")),
        ],
        rows,
        rest: String::new(),
    })]
}

/// The parts of the answer a section shows; neighbouring single values share a table.
fn parts(desk: &mut Desk<'_>, spec: &Spec) -> Vec<Block> {
    let title = desk.words.section(&spec.id);
    let mut blocks = Vec::new();
    let mut singles: Vec<String> = Vec::new();
    for part in &spec.parts {
        // The sections' own tables show these parts.
        if ["/design/fabric", "/design/bom", "/design/facility/racks"].contains(&part.as_str()) {
            continue;
        }
        match desk.at(part) {
            Some(Value::Object(_)) => {
                blocks.extend(walk::blocks(desk, part, &caption(desk, part)));
            }
            Some(Value::Array(items)) if items.iter().all(Value::is_object) => {
                blocks.extend(walk::blocks(desk, part, &caption(desk, part)));
            }
            Some(_) => singles.push(part.clone()),
            None => {}
        }
    }
    if let Some(table) = desk.facts(&title, &singles) {
        blocks.insert(0, Block::Table(table));
    }
    blocks
}

fn caption(desk: &Desk<'_>, part: &str) -> String {
    match desk.words.labels.get(part) {
        Some(label) => label.clone(),
        None => desk.words.label(part.rsplit('/').next().unwrap_or_default()),
    }
}

/// What the rules say about a section's subject.
fn judged(desk: &mut Desk<'_>, spec: &Spec) -> Vec<Block> {
    let concerns = |rule: &str| {
        spec.rules
            .iter()
            .any(|known| if known.ends_with('_') { rule.starts_with(known.as_str()) } else { rule == known })
    };
    let places: Vec<usize> = desk
        .list("/findings")
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding["rule"].as_str().is_some_and(concerns))
        .map(|(index, _)| index)
        .collect();
    findings(desk, &places, "judged_table").into_iter().collect()
}

/// A table of findings.
fn findings(desk: &mut Desk<'_>, places: &[usize], caption: &str) -> Option<Block> {
    let mut rows = Vec::new();
    for index in places {
        let at = format!("/findings/{index}");
        let severity = desk.text(&format!("{at}/severity"));
        let mark = Inline::Mark(tone(severity), desk.words.value(severity));
        let mut bound = |key: &str| {
            let mut run = desk.cell(&format!("{at}/{key}/value"), false);
            let unit = desk.text(&format!("{at}/{key}/unit"));
            if !unit.is_empty() {
                run.push(Inline::Text(format!("\u{a0}{unit}")));
            }
            run
        };
        let (found, limit) = (bound("actual"), bound("limit"));
        rows.push(vec![
            vec![mark],
            vec![
                Inline::Text(format!("{} ", desk.words.plain(desk.text(&format!("{at}/message"))))),
                Inline::Code(desk.text(&format!("{at}/rule")).to_string()),
            ],
            found,
            limit,
            desk.cell(&format!("{at}/repair"), false),
        ]);
    }
    let say = |name: &str| desk.words.say(name, &[]);
    let head = ["severity", "message", "found", "limit", "repair"];
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: say(caption),
            columns: head.iter().map(|name| Column::text(&say(name))).collect(),
            rows,
            rest: String::new(),
        })
    })
}

/// How a severity or status is meant.
fn tone(word: &str) -> Tone {
    match word {
        "error" | "not_met" | "infeasible" | "refuse" => Tone::Bad,
        "warning" | "partly" | "not_judged" | "met_if" | "ask_first" | "partial" => Tone::Warning,
        "met" | "answer" => Tone::Good,
        _ => Tone::Plain,
    }
}

/// Parts of the design that no section claims, so that a new part is never lost.
fn further(desk: &mut Desk<'_>, claimed: &[&str]) -> Vec<Block> {
    fn unclaimed(value: &Value, pointer: &str, claimed: &[&str], found: &mut Vec<String>) {
        if claimed.contains(&pointer) || is_empty(value) {
            return;
        }
        let within =
            claimed.iter().any(|part| part.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/')));
        match value {
            Value::Object(fields) if within => {
                for (key, item) in fields {
                    unclaimed(item, &format!("{pointer}/{}", escaped(key)), claimed, found);
                }
            }
            _ => found.push(pointer.to_string()),
        }
    }
    let mut found = Vec::new();
    if let Some(design) = desk.at("/design") {
        unclaimed(design, "/design", claimed, &mut found);
    }
    found.retain(|pointer| !pointer.ends_with("/schema"));
    found.iter().flat_map(|pointer| walk::blocks(desk, pointer, &caption(desk, pointer))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{design::FIELDS, draft::words::Words};

    #[test]
    fn every_section_has_a_title_and_says_what_it_lacks() {
        let words = Words::with(None).unwrap();
        let specs = specs().unwrap();
        assert!(specs.len() >= 30);
        for spec in &specs {
            assert!(words.sections.contains_key(&spec.id), "{}", spec.id);
            assert!(words.missing.contains_key(&spec.id), "{}", spec.id);
            assert!(["machine", "draft", "human"].contains(&spec.fill.as_str()), "{}", spec.id);
            assert!(!spec.audience.is_empty() && !spec.instruction.is_empty(), "{}", spec.id);
            for field in &spec.stated {
                assert!(FIELDS.iter().any(|(name, _)| name == field), "{}: {field}", spec.id);
            }
        }
    }
}
