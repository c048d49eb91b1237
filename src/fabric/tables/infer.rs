//! A profile for a table of an architecture nobody told us about, read from its own rows.

use std::borrow::Cow;

use crate::catalog::{
    Catalog,
    kinds::{Confidence, FabricProfile, Text},
};

use super::{meaning::Meaning, sheet::Sheet};

/// A profile inferred from nodes, GPUs and leaves, when the titles name no architecture the catalog knows.
///
/// Half of every leaf's links point down (east-west is 1:1 in every published design), so the downlinks that explain
/// most rows give the switch. Needs two rows that agree; one row explains itself.
#[must_use]
pub fn profile(catalog: &Catalog, sheet: &Sheet) -> Option<FabricProfile> {
    let known = sheet.rows.iter().any(|row| sheet.profile(catalog, row).is_some());
    if known || sheet.rows.is_empty() {
        return None;
    }
    let rows: Vec<(u64, u64, u64)> = sheet
        .rows
        .iter()
        .filter_map(|row| {
            let gpus = sheet.number(row, Meaning::Gpus);
            let nodes = sheet.number(row, Meaning::Nodes).or_else(|| gpus.map(|gpus| gpus.div_ceil(8)))?;
            let links = sheet.number(row, Meaning::NodeCables).or(gpus).or_else(|| Some(nodes * 8))?;
            Some((nodes, links, sheet.number(row, Meaning::Leaf)?))
        })
        .filter(|(nodes, links, leaf)| *nodes > 0 && *links > 0 && *leaf > 0)
        .collect();
    let mut best: Option<(usize, u64, u64)> = None;
    for planes in [1, 2] {
        for (_, links, leaf) in &rows {
            if leaf % planes != 0 {
                continue;
            }
            let down = links.div_ceil(leaf / planes);
            let hits = rows
                .iter()
                .filter(|(_, links, leaf)| leaf % planes == 0 && links.div_ceil(down) == leaf / planes)
                .count();
            if best.is_none_or(|(most, ..)| hits > most) {
                best = Some((hits, down, planes));
            }
        }
    }
    let (hits, down, planes) = best?;
    if hits < 2 && rows.len() > 1 {
        return None;
    }
    let (nodes, links, _) = *rows.iter().max()?;
    let adapters = (links as f64 / nodes as f64).round().max(1.0) as u64;
    let gpus = sheet.rows.iter().rev().find_map(|row| {
        let gpus = sheet.number(row, Meaning::Gpus)?;
        Some(gpus.div_ceil(sheet.number(row, Meaning::Nodes)?.max(1)))
    });
    let su_nodes = sheet.rows.iter().find_map(|row| {
        let units = sheet.number(row, Meaning::Units)?;
        Some(sheet.number(row, Meaning::Nodes)?.div_ceil(units.max(1)))
    });
    let class = format!("inferred: {}-port switch, {planes} plane(s)", 2 * down);
    Some(FabricProfile {
        id: Text::Owned(class.clone()),
        title: Text::Owned(class),
        words: Cow::Borrowed(&[]),
        gpus_per_node: gpus.unwrap_or(adapters),
        su_nodes,
        rack_nodes: None,
        technology: "infiniband".into(),
        planes,
        ew_adapters: adapters,
        ew_adapter_gbps: 400 * planes,
        ew_switch: "inferred".into(),
        ew_switch_links: 2 * down,
        rails_per_leaf: Some(1),
        leaf_down: Some(down),
        leaf_up: None,
        pack_rails: false,
        even_spines: false,
        rail_pod_groups: None,
        manager_nodes: 0,
        manager_links: 0,
        core: None,
        pair: false,
        nodes_max: None,
        su_ethernet: None,
        wiremap_nodes: None,
        ew_cage: None,
        ns_cage: None,
        node_ports: Cow::Borrowed(&[]),
        core_ports: None,
        north_south: None,
        out_of_band: None,
        storage_gbps_per_gpu: None,
        sources: Cow::Borrowed(&[]),
        confidence: Confidence::Derived,
        notes: Cow::Borrowed(&[]),
    })
}
