//! Performance: what was computed for the work, against what was asked, with its band.

use super::{Gap, cell, paragraph};
use crate::{
    design::{Finding, RuleId, Severity},
    draft::desk::{Desk, capital},
    render::document::{Block, Inline, Tone},
};

/// Rules whose findings are about the work itself.
const RULES: [RuleId; 9] = [
    RuleId::Figure,
    RuleId::ServingEstimate,
    RuleId::ServingLoad,
    RuleId::TrainingEstimate,
    RuleId::TrainingTime,
    RuleId::TrainingMemory,
    RuleId::MemoryNeed,
    RuleId::MemoryFit,
    RuleId::DecodeBandwidth,
];

/// Whether a finding is told in this chapter.
pub(super) fn tells(finding: &Finding) -> bool {
    RULES.contains(&finding.rule)
}

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, gaps: &mut Vec<Gap>) -> Vec<Block> {
    let answer = desk.answer;
    let mut rows = Vec::new();
    let mut remarks: Vec<Vec<Inline>> = Vec::new();
    for (place, finding) in answer.findings.iter().enumerate().filter(|(_, finding)| tells(finding)) {
        let at = format!("/findings/{place}");
        // "estimated time per output token: 113.7 ms" is a label and a value.
        let label = finding.message.split_once(':').map_or("", |(label, _)| label);
        // How many GPUs or servers grow out of what was stated is no performance.
        let grown = |unit: &str| matches!(unit, "GPUs" | "nodes" | "racks");
        if finding.rule == RuleId::Figure && finding.actual.as_ref().is_some_and(|actual| grown(&actual.unit))
        {
            continue;
        }
        if let Some(actual) = &finding.actual
            && label.chars().count() <= 60
            && !label.is_empty()
            && !label.chars().any(|c| c.is_ascii_digit())
        {
            let unit = desk.words.unit(&actual.unit);
            let value = vec![desk.amount(actual.value, &unit, &format!("{at}/actual/value"))];
            let bound = match &finding.limit {
                Some(limit) => {
                    let unit = desk.words.unit(&limit.unit);
                    vec![desk.amount(limit.value, &unit, &format!("{at}/limit/value"))]
                }
                None => cell(desk.say("none")),
            };
            rows.push(vec![cell(capital(&desk.people(label))), value, bound, vec![verdict(desk, finding)]]);
        } else {
            remarks.push(cell(desk.finding(&finding.message)));
        }
    }
    if rows.is_empty() && remarks.is_empty() {
        gaps.push(Gap { subject: "performance", giver: "giver_workload" });
        return Vec::new();
    }
    let mut blocks = vec![paragraph(desk.say("performance_intro"))];
    if !rows.is_empty() {
        blocks.push(Block::Table(desk.table(
            "performance_table",
            &["measure", "#value", "#asked_bound", "verdict"],
            rows,
        )));
    }
    if !remarks.is_empty() {
        blocks.push(Block::Heading(desk.say("performance_remarks")));
        blocks.push(Block::Points(remarks));
    }
    blocks
}

/// How a figure stands against its bound.
fn verdict(desk: &Desk<'_>, finding: &Finding) -> Inline {
    match (finding.severity, &finding.limit) {
        (Severity::Error, _) => Inline::Mark(Tone::Bad, desk.words.value("not_met")),
        (Severity::Warning, _) => Inline::Mark(Tone::Warning, desk.say("look_at")),
        (Severity::Info, Some(_)) => Inline::Mark(Tone::Good, desk.say("within")),
        (Severity::Info, None) => Inline::Text(desk.say("none")),
    }
}
