//! Component lists: one item a row with its count, for a system whose size the title or the column names (R3d, R3e).

use crate::{
    catalog::{
        Catalog,
        kinds::{Cell, FabricProfile},
    },
    design::fabric::{FabricPlan, Layout, Role},
};

use super::{
    super::{Overrides, from_profile, plan_fabric},
    diagnosis,
    judge::{Check, Compared, Outcome, settle},
    sheet::{Sheet, count, show},
    words::{word_set, words},
};

/// The checks of one item row.
pub(super) fn row(
    catalog: &Catalog,
    sheet: &Sheet,
    row: &[Cell],
    profile: Option<&FabricProfile>,
) -> Vec<Check> {
    let Some(profile) = profile else { return Vec::new() };
    let lists_items =
        sheet.columns.iter().any(|column| matches!(column.as_str(), "item" | "component" | "device"));
    if !lists_items {
        return Vec::new();
    }
    let text: String = sheet
        .columns
        .iter()
        .zip(row)
        .filter(|(column, cell)| {
            matches!(column.as_str(), "item" | "component" | "device" | "fabric")
                && matches!(cell, Cell::Words(_))
        })
        .map(|(_, cell)| show(cell))
        .collect::<Vec<_>>()
        .join(" ");
    let mut cells = Vec::new();
    for (column, printed) in sheet.columns.iter().zip(row) {
        let Some(nodes) = size(sheet, column, profile) else { continue };
        let Some(value) = count(printed) else { continue };
        let Ok(plan) = plan_fabric(&from_profile(profile, nodes, &Overrides::default())) else { continue };
        let Some(expected) = expected(&text, profile, &plan) else { continue };
        cells.push(Compared {
            column: column.clone(),
            printed: value.to_string(),
            computed: expected.to_string(),
            agrees: value == expected,
            reading: None,
        });
    }
    if cells.is_empty() {
        return Vec::new();
    }
    // One check per size: a list with two quantity columns is two statements.
    cells
        .into_iter()
        .map(|cell| {
            let rule = if profile.id == "basepod" { "R3e" } else { "R3d" };
            let mut check =
                Check { rule: rule.into(), size: None, cells: vec![cell], outcome: Outcome::Reproduced };
            settle(&mut check, |cell| diagnosis::reason(catalog, sheet, row, &cell.column, None, cell));
            check
        })
        .collect()
}

/// Nodes a quantity column is about: named in the column ("qty_4_nodes"), else in the title ("127-node").
fn size(sheet: &Sheet, column: &str, profile: &FabricProfile) -> Option<u64> {
    let named = words(column);
    let quantity = named.iter().any(|word| matches!(word.as_str(), "count" | "qty" | "quantity"));
    if !quantity {
        return None;
    }
    let before = |text: &[String], unit: &str| -> Option<u64> {
        text.windows(2).find(|pair| pair[1] == unit).and_then(|pair| pair[0].parse().ok())
    };
    let title = words(&sheet.titles);
    before(&named, "node")
        .or_else(|| before(&title, "node"))
        .or_else(|| Some((before(&title, "su")? * profile.su_nodes?).saturating_sub(profile.manager_nodes)))
}

/// The count of an item, when a rule gives it.
fn expected(text: &str, profile: &FabricProfile, plan: &FabricPlan) -> Option<u64> {
    let words = word_set(text);
    let has = |word: &str| words.contains(word);
    let any = |list: &[&str]| list.iter().any(|word| words.contains(*word));
    let nodes = plan.node_count;
    let ew = &plan.compute;
    let pair = plan.layout == Layout::DedicatedPair;
    let compute = has("compute") && !any(&["inband", "oob", "rack", "storage"]);
    let node_side = any(&["dgx", "node"]);
    let adapters = profile.ew_adapters;
    match () {
        () if any(&["ufm", "pdu", "pdus", "management", "appliance", "nfs", "slurm"]) => None,
        () if has("gpu") && has("node") => Some(nodes),
        () if compute && has("leaf") => Some(ew.count(Role::Leaf)),
        () if compute && has("spine") => Some(ew.count(Role::Spine)),
        () if compute && has("core") => Some(ew.count(Role::SuperSpine)),
        () if has("compute") && has("switch") && !any(&["osfp", "transceiver", "rack"]) => {
            Some(ew.switch_count)
        }
        // Every cage of an InfiniBand switch holds a twin-port transceiver: two links each.
        () if has("osfp") && has("transceiver") && has("switch") && !has("storage") => {
            Some(if pair { ew.node_link_count / 2 } else { ew.switch_count * ew.radix / 2 })
        }
        // Two adapters of a node share a twin-port transceiver.
        () if has("osfp") && has("transceiver") && node_side && !has("storage") => Some(nodes * adapters / 2),
        // Twin-port cables between the switches of a pair: two links each.
        () if has("dac") && any(&["inter", "isl"]) && pair => Some(ew.tiers.first()?.isl_link_count / 2),
        () if has("ndr") && has("fibre") => Some(ew.node_link_count),
        () if compute && has("ndr") && has("cable") => {
            Some(ew.node_link_count + ew.tier_link_counts.iter().sum::<u64>())
        }
        () if has("inband") && has("dgx") && has("aoc") => Some(2 * nodes),
        () if has("storage") && has("dgx") && has("transceiver") => Some(2 * nodes),
        () if has("inband") && has("switch") && pair => Some(plan.converged.as_ref()?.count(Role::Leaf)),
        () if text.to_ascii_lowercase().trim() == "oob dgx" => Some(nodes),
        () => None,
    }
}
