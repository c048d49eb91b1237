//! What extends a cluster that stands, beside the whole: nodes, racks, power, cables and the lines that are bought.

use super::{cell, facts};
use crate::{
    design::Extension,
    draft::desk::{Desk, capital},
    render::document::{Block, Inline},
};

/// The tables; none where nothing is extended.
pub(super) fn tables(desk: &mut Desk<'_>) -> Vec<Block> {
    let Some(extension) = desk.design().and_then(|design| design.extension.as_ref()) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    let rows = figures(desk, extension);
    blocks.extend(facts(desk, "extension_table", rows));
    let rows: Vec<Vec<Vec<Inline>>> = extension
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.added_count > 0 || line.freed_count > 0)
        .map(|(place, line)| {
            let at = |key: &str| format!("/design/extension/lines/{place}/{key}");
            vec![
                cell(capital(&desk.people(&line.item))),
                vec![desk.count(line.standing_count, &at("standing_count"))],
                vec![desk.count(line.whole_count, &at("whole_count"))],
                vec![desk.count(line.added_count, &at("added_count"))],
                vec![desk.count(line.freed_count, &at("freed_count"))],
            ]
        })
        .collect();
    if !rows.is_empty() {
        let heads = [
            "extension_item",
            "#extension_before",
            "#extension_after",
            "#extension_bought",
            "#extension_freed",
        ];
        blocks.push(Block::Table(desk.table("extension_bill", &heads, rows)));
    }
    blocks
}

fn figures(desk: &mut Desk<'_>, extension: &Extension) -> Vec<(String, Vec<Inline>)> {
    let mut rows = Vec::new();
    for (name, key, value) in [
        ("extension_standing", "standing_node_count", Some(extension.standing_node_count)),
        ("extension_whole", "whole_node_count", Some(extension.whole_node_count)),
        ("extension_nodes", "added_node_count", Some(extension.added_node_count)),
        ("extension_gpus", "added_gpu_count", Some(extension.added_gpu_count)),
        ("extension_racks", "added_rack_count", extension.added_rack_count),
        ("extension_kept", "kept_link_count", extension.kept_link_count),
        ("extension_moved", "moved_link_count", extension.moved_link_count),
        ("extension_laid", "added_link_count", extension.added_link_count),
    ] {
        if let Some(value) = value {
            rows.push((desk.say(name), vec![desk.count(value, &format!("/design/extension/{key}"))]));
        }
    }
    if let Some(power) = extension.added_it_power_kw {
        let value = desk.amount(power, "kW", "/design/extension/added_it_power_kw");
        rows.push((desk.say("extension_power"), vec![value]));
    }
    rows
}
