//! Annexes: cable schedule, names, rack positions, how quantities come about, checks, sources, terms and how the
//! document was made.

use super::{cell, note, paragraph};
use crate::{
    design::{Severity, wiring::Link},
    draft::{
        cabling::{SHEET_ROWS, label, metres},
        derivation,
        desk::{Desk, capital},
        pictures,
    },
    render::document::{Block, Inline, Table, Tone},
};

/// Links printed as an example of the schedule.
const SAMPLE: usize = 10;

/// One link of each kind, the ports of a node, and what the schedule rests on.
pub(super) fn cabling(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(cabling) = desk.cabling else { return Vec::new() };
    let wiring = cabling.wiring;
    // One link of every kind tells more than the first ones, which are all alike.
    let mut shown: Vec<usize> = Vec::new();
    for kind in &cabling.kinds {
        let alike =
            |link: &&Link| link.network == kind.network && link.role == kind.role && link.gbps == kind.gbps;
        if let Some(place) = wiring.links.iter().position(|link| alike(&link))
            && !shown.contains(&place)
        {
            shown.push(place);
        }
    }
    shown.truncate(SAMPLE);
    let rows = shown
        .into_iter()
        .filter_map(|place| Some((place, wiring.links.get(place)?)))
        .map(|(place, link)| {
            let length = wiring.media_of(link).filter(|media| media.length_dm > 0);
            vec![
                vec![Inline::Code(label(place))],
                vec![Inline::Code(wiring.device_name(link.a).to_string())],
                cell(wiring.port_name(link.a)),
                vec![Inline::Code(wiring.device_name(link.z).to_string())],
                cell(wiring.port_name(link.z)),
                cell(desk.say(&format!("fabric_{}", link.network.word()))),
                match length {
                    Some(media) => vec![desk.free_amount(metres(media.length_dm), "m")],
                    None => cell(desk.say("none")),
                },
            ]
        })
        .collect();
    let heads = [
        "cable_label",
        "cable_from",
        "cable_from_port",
        "cable_to",
        "cable_to_port",
        "cable_fabric",
        "#cable_reach",
    ];
    let made = desk.table("schedule_sample", &heads, rows);
    let total = desk.settings.numbers.write(wiring.links.len() as f64);
    let which = if wiring.links.len() > SHEET_ROWS { "schedule_bundled" } else { "schedule_whole" };
    let rest = desk.words.say(which, &[("total", &total)]);
    let mut blocks = vec![Block::Table(Table { rest, ..made })];
    let rails = pictures::rails(desk, cabling);
    blocks.extend(rails.into_iter().map(Block::Figure));
    if !wiring.notes.is_empty() {
        blocks.push(Block::Heading(desk.say("schedule_notes")));
        blocks.push(Block::Points(wiring.notes.iter().map(|note| cell(desk.sentence(note))).collect()));
    }
    blocks
}

/// Names of devices, and how links are labelled.
pub(super) fn names(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(cabling) = desk.cabling else { return Vec::new() };
    let rows = cabling
        .names
        .iter()
        .map(|one| {
            let model = if one.model.is_empty() { desk.say("none") } else { desk.names.of(&one.model) };
            let fabric = match one.kind.is_switch() {
                true => desk.say(&format!("fabric_{}", one.network.word())),
                false => desk.say("none"),
            };
            vec![
                cell(capital(&desk.say(&format!("kind_{}", one.kind.word())))),
                cell(fabric),
                cell(model),
                vec![desk.plain_count(one.count)],
                vec![Inline::Code(one.first.clone())],
                vec![Inline::Code(one.last.clone())],
            ]
        })
        .collect();
    let heads = ["device_kind", "cable_fabric", "product", "#quantity", "first_name", "last_name"];
    vec![paragraph(desk.say("names_note")), Block::Table(desk.table("names_table", &heads, rows))]
}

/// What stands where in a rack of each kind.
pub(super) fn positions(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(facility) = desk.design().and_then(|design| design.facility.as_ref()) else { return Vec::new() };
    let mut rows = Vec::new();
    for (place, rack) in facility.racks.iter().enumerate() {
        for (index, one) in rack.positions.iter().enumerate() {
            let at = |key: &str| format!("/design/facility/racks/{place}/positions/{index}/{key}");
            rows.push(vec![
                cell(capital(&desk.rack_name(&rack.name))),
                vec![desk.amount(one.from_u, "", &at("from_u"))],
                vec![desk.amount(one.to_u, "", &at("to_u"))],
                vec![desk.count(one.count, &at("count"))],
                cell(desk.names.of(&one.part_id)),
            ]);
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let heads = ["rack_kind", "#from_u", "#to_u", "#quantity", "device"];
    vec![Block::Table(desk.cut(desk.table("position_table", &heads, rows)))]
}

/// How each quantity of the bill comes about, and what it rests on.
pub(super) fn quantities(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(bill) = desk.design().and_then(|design| design.bom.as_ref()) else { return Vec::new() };
    let rows: Vec<Vec<Vec<Inline>>> = bill
        .lines
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let how = desk
                .explained(&format!("/design/bom/lines/{place}/quantity"))
                .unwrap_or_else(|| derivation::spoken(&desk.people(&line.formula), desk.words));
            vec![
                vec![desk.plain_count(place + 1)],
                cell(super::bill::item(desk, line)),
                cell(how),
                cell(desk.sentence(&without_rule(&line.source))),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(desk.table("quantity_table", &["#number", "item", "quantity_basis", "rests_on"], rows))]
}

/// A source without the number of the rule in front of it: "rule R9: no published row ..." is the sentence behind it.
fn without_rule(source: &str) -> String {
    match source.strip_prefix("rule ").and_then(|rest| rest.split_once(": ")) {
        Some((number, rest)) if number.chars().skip(1).all(|c| c.is_ascii_digit()) => rest.to_string(),
        _ => source.to_string(),
    }
}

/// What was checked, and what the checks found.
pub(super) fn checks(desk: &mut Desk<'_>) -> Vec<Block> {
    let answer = desk.answer;
    let kinds = desk.kinds();
    let count = |severity: Severity| answer.findings.iter().filter(|one| one.severity == severity).count();
    let mut rows: Vec<Vec<Vec<Inline>>> = [
        ("numbers_checked", kinds.values().sum()),
        ("rules_broken", count(Severity::Error)),
        ("rules_warned", count(Severity::Warning)),
        ("rules_noted", count(Severity::Info)),
    ]
    .into_iter()
    .map(|(name, number): (&str, usize)| vec![cell(desk.say(name)), vec![desk.plain_count(number)]])
    .collect();
    for (kind, number) in &kinds {
        let label = format!("{}: {}", desk.say("by_kind"), desk.words.value(kind));
        rows.push(vec![cell(label), vec![desk.plain_count(*number)]]);
    }
    let mut blocks = vec![
        paragraph(desk.say("validation_intro")),
        Block::Table(desk.table("validation_counts", &["property", "#quantity"], rows)),
    ];
    let rows: Vec<Vec<Vec<Inline>>> = answer
        .findings
        .iter()
        .map(|finding| {
            let (tone, name) = match finding.severity {
                Severity::Error => (Tone::Bad, "error"),
                Severity::Warning => (Tone::Warning, "warning"),
                Severity::Info => (Tone::Plain, "info"),
            };
            let repair = desk.repair(finding).unwrap_or_else(|| desk.say("none"));
            vec![
                vec![Inline::Mark(tone, desk.words.value(name))],
                cell(desk.finding(&finding.message)),
                cell(repair),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(desk.table("finding_table", &["weight", "remark", "repair"], rows)));
    }
    blocks
}

/// The documents the numbers rest on.
pub(super) fn sources(desk: &mut Desk<'_>) -> Vec<Block> {
    let rows: Vec<Vec<Vec<Inline>>> = desk
        .answer
        .provenance
        .sources
        .iter()
        .map(|source| {
            let mut title = cell(source.title.clone());
            if let Some(via) = &source.via {
                title.push(Inline::Text(format!(" ({})", desk.words.say("via", &[("via", via)]))));
            }
            let address = match &source.url {
                // Only addresses of the web become links; anything else stays text.
                Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
                    vec![Inline::Link(url.clone(), url.clone())]
                }
                Some(url) => cell(url.clone()),
                None => cell(desk.say("none")),
            };
            vec![title, address, cell(source.read.clone())]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(desk.table("source_table", &["source", "address", "read_on"], rows))]
}

/// Terms, how the document was made, and what it is not.
pub(super) fn terms(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let rows =
        words.glossary.iter().map(|(term, text)| vec![cell(term.clone()), cell(text.clone())]).collect();
    let mut blocks = vec![Block::Table(desk.table("glossary_table", &["term", "meaning"], rows))];
    let answer = desk.answer;
    let overlay = if answer.catalog.overlaid { desk.say("overlaid") } else { String::new() };
    let mut rows = vec![
        (desk.say("answer_id"), vec![Inline::Code(desk.digest.clone())]),
        (
            desk.say("data_state"),
            vec![
                Inline::Text(format!("{}, ", answer.catalog.edition)),
                Inline::Code(answer.catalog.digest.clone()),
                Inline::Text(overlay),
            ],
        ),
        (desk.say("program"), cell(concat!("gcg ", env!("CARGO_PKG_VERSION")))),
    ];
    let mut planner = words.value(&answer.planner.name);
    if let Some(model) = &answer.planner.model {
        planner = format!("{planner}, {model}");
    }
    rows.push((desk.say("planner"), cell(planner)));
    if let Some(prose) = desk.prose {
        rows.push((desk.say("prose"), cell(words.say("prose_by", &[("model", &prose.model)]))));
    }
    blocks.extend(super::facts(desk, "made_table", rows));
    let own = desk.settings.branding.disclaimer.clone();
    let text = if own.is_empty() { desk.say("disclaimer_text") } else { own };
    blocks.push(note(Tone::Plain, text));
    blocks
}
