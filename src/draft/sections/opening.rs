//! Summary, requirement trace, assumptions and conflicts: what a reader decides on.

use super::{Spec, tone};
use crate::{
    draft::{charts, clause, desk::Desk, walk::paragraph},
    render::document::{Block, Column, Inline, Table, Tone},
};

/// The need, the answer in three numbers, the main risk, the decision asked for.
pub(super) fn summary(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let mut blocks = Vec::new();
    let quotes: Vec<String> = desk.list("/coverage").iter().filter_map(|row| row["quote"].as_str()).fold(
        Vec::new(),
        |mut seen: Vec<String>, quote| {
            if !seen.iter().any(|one| one == quote) {
                seen.push(quote.to_string());
            }
            seen
        },
    );
    if !quotes.is_empty() {
        let quoted: Vec<String> = quotes.iter().take(8).map(|quote| format!("“{quote}”")).collect();
        blocks.push(Block::Heading(say("need")));
        blocks.push(paragraph(words.say("said", &[("quotes", &quoted.join(", "))])));
    }
    let outcome = desk.text("/outcome");
    blocks.push(Block::Note(
        tone(outcome),
        vec![Inline::Strong(format!("{}: ", say("outcome"))), Inline::Text(words.value(outcome))],
    ));
    let numbers = [
        "/design/compute/gpu_count",
        "/design/compute/node_count",
        "/design/facility/rack_count",
        "/design/facility/it_power_kw",
        "/design/cost/purchase_low",
        "/design/cost/purchase_high",
    ];
    let pointers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    if let Some(table) = desk.facts(&say("three_numbers"), &pointers) {
        blocks.push(Block::Table(table));
    }
    if desk.prose.is_none_or(|prose| !prose.sections.contains_key("summary")) {
        blocks.push(paragraph(words.plain(desk.text("/summary"))));
    }
    blocks.push(Block::Heading(say("main_risk")));
    let grave = desk
        .list("/findings")
        .iter()
        .find(|finding| matches!(finding["severity"].as_str(), Some("error" | "warning")));
    blocks.push(match grave {
        Some(finding) => {
            let severity = finding["severity"].as_str().unwrap_or_default();
            Block::Note(
                tone(severity),
                vec![
                    Inline::Strong(format!("{}: ", words.value(severity))),
                    Inline::Text(words.plain(finding["message"].as_str().unwrap_or_default())),
                ],
            )
        }
        None if desk.at("/design/bom/quotable").and_then(serde_json::Value::as_bool) == Some(false) => {
            Block::Note(
                Tone::Warning,
                vec![
                    Inline::Text(say("risk_open_bill")),
                    Inline::Place(words.section("bom"), "bom".into()),
                    Inline::Text(".".into()),
                ],
            )
        }
        None => paragraph(say("no_risk")),
    });
    blocks.push(Block::Heading(say("decision")));
    let question = desk.text("/open_questions/0/question");
    blocks.push(paragraph(match outcome {
        "infeasible" => say("decide_infeasible"),
        "refuse" => say("decide_refuse"),
        _ if !question.is_empty() => words.say("decide_question", &[("question", &words.plain(question))]),
        _ if !desk.list("/assumptions").is_empty() => say("decide_assumptions"),
        _ => say("decide_accept"),
    }));
    blocks
}

/// Each stated requirement, the buyer's clause number kept, and how it fares.
pub(super) fn requirements(desk: &mut Desk<'_>, specs: &[Spec]) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let mut rows = Vec::new();
    for (index, row) in desk.list("/coverage").iter().enumerate() {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_string();
        let status = text("status");
        let mut places = Vec::new();
        for evidence in row["evidence"].as_array().into_iter().flatten().filter_map(|place| place.as_str()) {
            if !places.is_empty() {
                places.push(Inline::Text("; ".into()));
            }
            if let Some(spec) = owner(specs, evidence) {
                places.push(Inline::Place(words.section(&spec.id), spec.id.clone()));
                places.push(Inline::Text(": ".into()));
            }
            places.extend(desk.cell(evidence, true));
        }
        if places.is_empty() {
            places.push(Inline::Text(say("none")));
        }
        let quote = text("quote");
        // The stock note of a met requirement says what status and evidence say already.
        let note = match text("note") {
            stock if status == "met" && stock.starts_with("the design meets it") => String::new(),
            other => words.plain(&other),
        };
        rows.push(vec![
            vec![desk.count(index + 1)],
            vec![Inline::Text(clause::of(&quote).unwrap_or_else(|| say("none")))],
            vec![Inline::Text(words.label(&text("field")))],
            vec![Inline::Text(quote)],
            vec![Inline::Mark(tone(&status), words.value(&status))],
            places,
            vec![Inline::Text(note)],
        ]);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["number", "clause", "requirement", "quote", "status", "where", "note"];
    let mut blocks: Vec<Block> = charts::coverage(desk).map(Block::Figure).into_iter().collect();
    blocks.push(Block::Table(Table {
        caption: say("requirement_table"),
        columns: head.iter().map(|name| Column { title: say(name), number: *name == "number" }).collect(),
        rows,
        rest: String::new(),
    }));
    blocks
}

/// The section that shows a place: the one that claims the longest part of its pointer.
fn owner<'a>(specs: &'a [Spec], pointer: &str) -> Option<&'a Spec> {
    let length = |spec: &Spec| {
        let holds = |part: &&String| {
            pointer.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        spec.parts.iter().filter(holds).map(String::len).max().unwrap_or(0)
    };
    specs.iter().max_by_key(|spec| length(spec)).filter(|spec| length(spec) > 0)
}

/// What was assumed and what remains to be asked.
pub(super) fn assumptions(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let mut blocks = Vec::new();
    let rows: Vec<Vec<Vec<Inline>>> = (0..desk.list("/assumptions").len())
        .map(|index| {
            let at = format!("/assumptions/{index}");
            let field = desk.text(&format!("{at}/field"));
            vec![
                vec![Inline::Text(words.label(field))],
                assumed(desk, &at),
                desk.cell(&format!("{at}/reason"), false),
                desk.cell(&format!("{at}/effect_if_wrong"), false),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(paragraph(say("assumptions_confirm")));
        blocks.push(table(&say("assumption_table"), &["property", "value", "reason", "effect"], rows, desk));
        blocks.extend(cases(desk));
    }
    let rows: Vec<Vec<Vec<Inline>>> = (0..desk.list("/open_questions").len())
        .map(|index| {
            let at = format!("/open_questions/{index}");
            vec![
                vec![desk.count(index + 1)],
                desk.cell(&format!("{at}/question"), false),
                desk.cell(&format!("{at}/effect"), false),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(&say("question_table"), &["number", "question", "question_effect"], rows, desk));
    }
    blocks
}

/// The value of an assumption with its unit; a share in percent as well.
pub(super) fn assumed(desk: &mut Desk<'_>, at: &str) -> Vec<Inline> {
    let field = desk.text(&format!("{at}/field"));
    let mut value = desk.cell(&format!("{at}/value"), false);
    if let Some(number) = desk.at(&format!("{at}/value")).and_then(serde_json::Value::as_f64) {
        let unit = crate::draft::words::unit(field);
        if !unit.is_empty() {
            value.push(Inline::Text(format!("\u{a0}{unit}")));
        }
        if field.ends_with("_ratio") && number < 1.0 {
            let percent = desk.settings.numbers.write(number * 100.0);
            value.push(Inline::Text(format!(" ({percent}\u{a0}%)")));
        }
    }
    value
}

/// What another value of each assumption would give, where the answer tried some.
fn cases(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let keys = ["outcome", "gpu_count", "node_count", "rack_count", "it_power_kw", "purchase_high", "flips"];
    let mut rows = Vec::new();
    for (index, one) in desk.list("/assumptions").iter().enumerate() {
        for case in 0..one["cases"].as_array().map_or(0, Vec::len) {
            let at = format!("/assumptions/{index}/cases/{case}");
            let mut row = vec![
                vec![Inline::Text(words.label(one["field"].as_str().unwrap_or_default()))],
                desk.cell(&format!("{at}/value"), false),
            ];
            row.extend(keys.map(|key| desk.cell(&format!("{at}/{key}"), false)));
            rows.push(row);
        }
    }
    if rows.is_empty() {
        return vec![Block::Note(Tone::Plain, vec![Inline::Text(say("no_cases"))])];
    }
    let mut columns = vec![Column::text(&say("property")), Column::text(&say("tried"))];
    columns.extend(
        keys.map(|key| Column { title: words.head(key), number: !matches!(key, "outcome" | "flips") }),
    );
    // A column that no case fills only takes room.
    let empty = say("none");
    let filled: Vec<bool> = (0..columns.len())
        .map(|column| rows.iter().any(|row| crate::render::document::plain_text(&row[column]) != empty))
        .collect();
    let keep = |place: &usize| filled.get(*place).copied().unwrap_or(false);
    let columns = columns.into_iter().enumerate().filter(|(place, _)| keep(place)).map(|(_, column)| column);
    let rows = rows.into_iter().map(|row| {
        row.into_iter().enumerate().filter(|(place, _)| keep(place)).map(|(_, cell)| cell).collect()
    });
    let made = Table {
        caption: say("case_table"),
        columns: columns.collect(),
        rows: rows.collect(),
        rest: String::new(),
    };
    let mut blocks: Vec<Block> = charts::tornado(desk).map(Block::Figure).into_iter().collect();
    blocks.push(Block::Table(made));
    blocks
}

/// Statements that disagree, and passages that were not obeyed.
pub(super) fn conflicts(desk: &mut Desk<'_>) -> Vec<Block> {
    let words = desk.words;
    let say = |name: &str| words.say(name, &[]);
    let mut blocks = Vec::new();
    let rows: Vec<Vec<Vec<Inline>>> = (0..desk.list("/conflicts").len())
        .map(|index| {
            let at = format!("/conflicts/{index}");
            let used = if desk.at(&format!("{at}/used")).is_some() {
                desk.cell(&format!("{at}/used"), false)
            } else {
                vec![Inline::Text(say("no_value_used"))]
            };
            vec![
                vec![Inline::Text(words.label(desk.text(&format!("{at}/field"))))],
                vec![Inline::Mark(Tone::Warning, words.value(desk.text(&format!("{at}/kind"))))],
                desk.cell(&format!("{at}/quotes"), false),
                used,
                desk.cell(&format!("{at}/reason"), false),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(
            &say("conflict_table"),
            &["property", "kind", "quote", "used", "reason"],
            rows,
            desk,
        ));
    }
    let rows: Vec<Vec<Vec<Inline>>> = (0..desk.list("/notices").len())
        .map(|index| {
            let at = format!("/notices/{index}");
            vec![
                desk.cell(&format!("{at}/kind"), false),
                desk.cell(&format!("{at}/quote"), false),
                desk.cell(&format!("{at}/note"), false),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(&say("notice_table"), &["kind", "quote", "note"], rows, desk));
    }
    blocks
}

/// A table whose heads are sentences by name.
pub(super) fn table(caption: &str, head: &[&str], rows: Vec<Vec<Vec<Inline>>>, desk: &Desk<'_>) -> Block {
    let column = |name: &&str| Column {
        title: desk.words.say(name, &[]),
        number: matches!(*name, "number" | "quantity"),
    };
    Block::Table(Table {
        caption: caption.to_string(),
        columns: head.iter().map(column).collect(),
        rows,
        rest: String::new(),
    })
}
