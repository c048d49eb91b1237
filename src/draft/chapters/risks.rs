//! Risks with who acts, assumptions with what moves when they are wrong, open decisions, and what is still open.

use super::{Gap, cell, paragraph, stated};
use crate::{
    design::{BomConfidence, Severity},
    draft::desk::Desk,
    render::document::{Block, Inline, Tone},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, _: &mut Vec<Gap>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let risks = risks(desk);
    if !risks.is_empty() {
        blocks.push(Block::Table(desk.table("risk_table", &["weight", "risk", "what_to_do", "who"], risks)));
    }
    let answer = desk.answer;
    let rows: Vec<Vec<Vec<Inline>>> = answer
        .assumptions
        .iter()
        .map(|one| {
            vec![
                cell(desk.words.label(&one.field)),
                cell(stated::assumed(desk, &one.field, &one.value)),
                cell(desk.sentence(&one.reason)),
                cell(desk.sentence(&one.effect_if_wrong)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(paragraph(desk.say("assumptions_confirm")));
        blocks.push(Block::Table(desk.table(
            "assumption_table",
            &["property", "value", "reason", "effect"],
            rows,
        )));
    }
    let rows: Vec<Vec<Vec<Inline>>> = answer
        .open_questions
        .iter()
        .enumerate()
        .map(|(place, one)| {
            vec![
                vec![desk.plain_count(place + 1)],
                cell(desk.people(&one.question)),
                cell(desk.sentence(&one.effect)),
                cell(desk.say("giver_customer")),
                cell(desk.say("before_design")),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(desk.table(
            "question_table",
            &["#number", "decision", "question_effect", "who", "by_when"],
            rows,
        )));
    }
    blocks
}

/// Errors and warnings of the checks, and what anyone would name: a product chosen by us, lines without part or price.
fn risks(desk: &Desk<'_>) -> Vec<Vec<Vec<Inline>>> {
    let mut rows = Vec::new();
    let answer = desk.answer;
    let mut add = |tone: Tone, weight: &str, risk: String, action: String, who: &str| {
        rows.push(vec![
            vec![Inline::Mark(tone, desk.say(weight))],
            cell(risk),
            cell(action),
            cell(desk.say(who)),
        ]);
    };
    for (severity, tone, weight) in
        [(Severity::Error, Tone::Bad, "weight_high"), (Severity::Warning, Tone::Warning, "weight_middle")]
    {
        for finding in answer.findings.iter().filter(|finding| finding.severity == severity) {
            let action = desk.repair(finding).unwrap_or_else(|| desk.say("risk_agree"));
            add(tone, weight, desk.finding(&finding.message), action, "giver_both");
        }
    }
    if let Some(bill) = answer.design.as_ref().and_then(|design| design.bom.as_ref()) {
        let open = bill.lines.iter().filter(|line| line.confidence == BomConfidence::ToBeQuoted).count();
        if open > 0 {
            let open = desk.settings.numbers.write(open as f64);
            let risk = desk.words.say("risk_parts", &[("open", &open)]);
            add(Tone::Warning, "weight_middle", risk, desk.say("risk_parts_do"), "giver_us");
        }
        add(Tone::Plain, "weight_open", desk.say("risk_lead"), desk.say("risk_lead_do"), "giver_us");
    }
    if answer.assumptions.iter().any(|one| one.field == "gpu_models") {
        add(Tone::Warning, "weight_middle", desk.say("risk_gpu"), desk.say("risk_gpu_do"), "giver_customer");
    }
    if answer.design.as_ref().is_some_and(|design| design.compute.is_some()) {
        add(Tone::Plain, "weight_open", desk.say("risk_export"), desk.say("risk_export_do"), "giver_both");
    }
    rows
}

/// What the answer cannot fill yet, in one table.
pub(super) fn still_open(desk: &Desk<'_>, gaps: &[Gap]) -> Option<Block> {
    let mut seen: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for gap in gaps {
        if seen.contains(&gap.subject) {
            continue;
        }
        seen.push(gap.subject);
        rows.push(vec![
            cell(desk.say(&format!("subject_{}", gap.subject))),
            cell(desk.say(&format!("gap_{}", gap.subject))),
            cell(desk.say(gap.giver)),
        ]);
    }
    (!rows.is_empty())
        .then(|| Block::Table(desk.table("open_table", &["subject", "still_open", "who"], rows)))
}
