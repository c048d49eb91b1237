//! Parts, alternatives, risks and the buyer's tasks: what an offer is made from.

use super::{findings, opening::table};
use crate::{
    draft::{charts, desk::Desk, walk::paragraph},
    render::{
        document::{Block, Inline, Tone},
        xlsx::letters,
    },
};

/// Products and quantities the design states, where it has no bill of materials of its own.
pub(super) fn parts(desk: &mut Desk<'_>) -> Vec<Block> {
    if desk.at("/design/bom").is_some() {
        return bill(desk);
    }
    let words = desk.words;
    let mut rows = Vec::new();
    for part in part_lines(desk) {
        rows.push(vec![
            vec![Inline::Code(part.product)],
            vec![Inline::Text(part.used_as)],
            desk.cell(&part.pointer, false),
            vec![Inline::Text(words.say("to_be_quoted", &[]))],
        ]);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let caption = words.say("parts_table", &[]);
    vec![
        paragraph(words.say("parts_note", &[])),
        table(&caption, &["product", "part_use", "quantity", "status"], rows, desk),
    ]
}

/// The bill of materials, and what stands in the way of an offer.
fn bill(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let mut rows = Vec::new();
    // The same basis stands behind many lines; it is written once, below the table.
    let mut sources: Vec<&str> = Vec::new();
    for index in 0..desk.list("/design/bom/lines").len() {
        let at = format!("/design/bom/lines/{index}");
        let mut item = desk.cell(&format!("{at}/item"), false);
        if desk.at(&format!("{at}/part_id")).is_some() {
            item.push(Inline::Text(" · ".into()));
            item.extend(desk.cell(&format!("{at}/part_id"), false));
        }
        let sure = desk.text(&format!("{at}/confidence"));
        let mut basis = vec![Inline::Code(desk.text(&format!("{at}/formula")).to_string())];
        let source = desk.text(&format!("{at}/source"));
        if !source.is_empty() {
            let place = sources.iter().position(|known| *known == source).unwrap_or_else(|| {
                sources.push(source);
                sources.len() - 1
            });
            basis.push(Inline::Text(format!(" ({})", letters(place).to_lowercase())));
        }
        rows.push(vec![
            vec![desk.count(index + 1)],
            vec![Inline::Text(words.value(desk.text(&format!("{at}/group"))))],
            item,
            desk.cell(&format!("{at}/part_number"), false),
            desk.cell(&format!("{at}/quantity"), false),
            desk.cell(&format!("{at}/unit"), false),
            vec![Inline::Mark(
                if sure == "confirmed" { Tone::Good } else { Tone::Warning },
                words.value(sure),
            )],
            basis,
        ]);
    }
    let mut blocks = Vec::new();
    let ready = desk.at("/design/bom/quotable").and_then(serde_json::Value::as_bool).unwrap_or(false);
    blocks.push(Block::Note(
        if ready { Tone::Good } else { Tone::Warning },
        vec![Inline::Text(say(if ready { "bom_ready" } else { "bom_open" }))],
    ));
    let heads = ["number", "group", "item", "part_number", "quantity", "unit", "status", "quantity_basis"];
    blocks.push(table(&say("bom_table"), &heads, rows, desk));
    blocks.extend(super::cabling::other_parts(desk));
    let notes = sources.iter().enumerate().map(|(place, source)| {
        let letter = Inline::Strong(format!("{}: ", letters(place).to_lowercase()));
        vec![letter, Inline::Text(words.plain(source))]
    });
    blocks.push(Block::Points(notes.collect()));
    let missing: Vec<Vec<Inline>> = desk
        .list("/design/bom/missing")
        .iter()
        .filter_map(serde_json::Value::as_str)
        .map(|what| {
            // "part for ID (what it is)": the id stands in the table already.
            let short = what.strip_prefix("part for ").and_then(|rest| rest.split_once(" ("));
            let text =
                short.map_or_else(|| what.to_string(), |(_, name)| name.trim_end_matches(')').to_string());
            vec![Inline::Text(text)]
        })
        .collect();
    if !missing.is_empty() {
        blocks.push(Block::Heading(say("bom_missing")));
        blocks.push(Block::Points(missing));
    }
    blocks
}

/// A product of the design with the place of its quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::draft) struct PartLine {
    /// Product, by catalog id or class.
    pub product: String,
    /// What it is used as.
    pub used_as: String,
    /// Place of the quantity.
    pub pointer: String,
}

/// The products of the design: servers, and the switches of each fabric.
pub(in crate::draft) fn part_lines(desk: &Desk<'_>) -> Vec<PartLine> {
    let words = desk.words;
    let mut lines = Vec::new();
    if desk.at("/design/compute/node_count").is_some() {
        let product = ["system_id", "server_class"]
            .iter()
            .map(|key| desk.text(&format!("/design/compute/{key}")))
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        lines.push(PartLine {
            product: product.to_string(),
            used_as: words.say("picture_nodes", &[]),
            pointer: "/design/compute/node_count".into(),
        });
    }
    for fabric in ["compute", "converged", "storage", "out_of_band"] {
        let at = format!("/design/fabric/{fabric}");
        let switch = desk.text(&format!("{at}/switch_id"));
        let pointer = format!("{at}/switch_count");
        let there = desk.at(&pointer).and_then(serde_json::Value::as_f64).is_some_and(|count| count > 0.0);
        if there && !switch.is_empty() {
            lines.push(PartLine {
                product: switch.to_string(),
                used_as: words.say(&format!("fabric_{fabric}"), &[]),
                pointer,
            });
        }
    }
    lines
}

/// Other ways, with their sizes side by side.
pub(super) fn alternatives(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let mut rows = Vec::new();
    for index in 0..desk.list("/alternatives").len() {
        let at = format!("/alternatives/{index}");
        let mut cell = |key: &str| desk.cell(&format!("{at}/{key}"), false);
        rows.push(vec![
            cell("title"),
            cell("gpu_id"),
            cell("pattern_id"),
            cell("node_count"),
            cell("gpu_count"),
            cell("reason"),
        ]);
    }
    let mut blocks: Vec<Block> =
        [charts::field(desk), charts::sizes(desk)].into_iter().flatten().map(Block::Figure).collect();
    if rows.is_empty() {
        return blocks;
    }
    let caption = words.say("alternative_table", &[]);
    let Block::Table(mut made) =
        table(&caption, &["title_column", "product", "property", "number", "number", "reason"], rows, desk)
    else {
        return blocks;
    };
    for (place, key) in [(1, "gpu_name"), (2, "pattern_id"), (3, "node_count"), (4, "gpu_count")] {
        made.columns[place].title = words.label(key);
        made.columns[place].number = place >= 3;
    }
    blocks.push(Block::Table(made));
    blocks
}

/// Errors and warnings, the gravest first.
pub(super) fn risks(desk: &mut Desk<'_>) -> Vec<Block> {
    let places: Vec<usize> = desk
        .list("/findings")
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding["severity"] != "info")
        .map(|(index, _)| index)
        .collect();
    findings(desk, &places, "risk_table").into_iter().collect()
}

/// The licences that the design counts.
pub(super) fn licences(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let mut rows = Vec::new();
    for index in 0..desk.list("/design/software").len() {
        let at = format!("/design/software/{index}");
        if desk.at(&format!("{at}/count")).is_some() {
            rows.push(
                ["name", "metric", "count", "note"]
                    .map(|key| desk.cell(&format!("{at}/{key}"), false))
                    .to_vec(),
            );
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let made = table(
        &words.say("licence_table", &[]),
        &["product", "licence_metric", "quantity", "note"],
        rows,
        desk,
    );
    vec![made, paragraph(words.say("licence_note", &[]))]
}

/// What the buyer does before the order.
pub(super) fn tasks(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let mut tasks: Vec<Vec<Inline>> = Vec::new();
    for finding in desk.list("/findings").iter().filter(|finding| finding["severity"] == "error") {
        let message = finding["message"].as_str().unwrap_or_default();
        tasks.push(vec![Inline::Text(words.say("task_finding", &[("message", &words.plain(message))]))]);
    }
    for question in desk.list("/open_questions") {
        let text = question["question"].as_str().unwrap_or_default();
        tasks.push(vec![Inline::Text(words.say("task_question", &[("question", &words.plain(text))]))]);
    }
    for index in 0..desk.list("/assumptions").len() {
        let field = words.label(desk.text(&format!("/assumptions/{index}/field")));
        let before = words.say("task_assumption", &[("field", &field), ("value", "")]);
        let mut task = vec![Inline::Text(before)];
        task.extend(super::opening::assumed(desk, &format!("/assumptions/{index}")));
        tasks.push(task);
    }
    let rows: Vec<Vec<Vec<Inline>>> =
        tasks.into_iter().enumerate().map(|(index, task)| vec![vec![desk.count(index + 1)], task]).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let caption = words.say("tasks_table", &[]);
    vec![table(&caption, &["number", "task"], rows, desk)]
}
