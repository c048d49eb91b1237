//! Other ways to do the same work, and what another value of each assumption would give.

use super::{Gap, cell};
use crate::{
    draft::{
        desk::{Desk, capital},
        pictures,
    },
    render::document::{Block, Inline, Table},
};

/// The chapter.
pub(super) fn chapter(desk: &mut Desk<'_>, _: &mut Vec<Gap>) -> Vec<Block> {
    let answer = desk.answer;
    let mut blocks: Vec<Block> = Vec::new();
    let rows: Vec<Vec<Vec<Inline>>> = answer
        .alternatives
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let at = |key: &str| format!("/alternatives/{place}/{key}");
            let gpus = match one.gpu_count {
                Some(value) => vec![desk.count(value, &at("gpu_count"))],
                None => cell(desk.say("none")),
            };
            let nodes = match one.node_count {
                Some(value) => vec![desk.count(value, &at("node_count"))],
                None => cell(desk.say("none")),
            };
            let power = match one.power_kw {
                Some(value) => vec![desk.amount(value, "kW", &at("power_kw"))],
                None => cell(desk.say("none")),
            };
            vec![
                cell(capital(&desk.people(&one.title))),
                gpus,
                nodes,
                power,
                cell(desk.sentence(&one.reason)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.extend(pictures::ways(desk).map(Block::Figure));
        blocks.push(Block::Table(desk.table(
            "alternative_table",
            &["way", "#gpus_head", "#servers_head", "#server_power", "what_differs"],
            rows,
        )));
    }
    blocks.extend(pictures::tornado(desk).map(Block::Figure));
    blocks.extend(cases(desk).map(Block::Table));
    blocks
}

/// What another value of each assumption would give, where the answer tried some.
fn cases(desk: &mut Desk<'_>) -> Option<Table> {
    let answer = desk.answer;
    let mut rows = Vec::new();
    for (place, one) in answer.assumptions.iter().enumerate() {
        for (index, case) in one.cases.iter().enumerate() {
            let at = |key: &str| format!("/assumptions/{place}/cases/{index}/{key}");
            let count = |desk: &mut Desk<'_>, value: Option<u64>, key: &str| match value {
                Some(value) => vec![desk.count(value, &at(key))],
                None => cell(desk.say("none")),
            };
            let gpus = count(desk, case.gpu_count, "gpu_count");
            let nodes = count(desk, case.node_count, "node_count");
            let racks = count(desk, case.rack_count, "rack_count");
            let power = match case.it_power_kw {
                Some(value) => vec![desk.amount(value, "kW", &at("it_power_kw"))],
                None => cell(desk.say("none")),
            };
            rows.push(vec![
                cell(desk.words.label(&one.field)),
                cell(super::stated::assumed(desk, &one.field, &case.value)),
                cell(capital(&desk.words.value(case.outcome.word()))),
                gpus,
                nodes,
                racks,
                power,
            ]);
        }
    }
    let heads = ["property", "tried", "outcome", "#gpus_head", "#servers_head", "#racks_head", "#power_head"];
    (!rows.is_empty()).then(|| desk.table("case_table", &heads, rows))
}
