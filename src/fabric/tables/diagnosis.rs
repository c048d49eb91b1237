//! Why a printed cell is not what the rule gives: a recorded erratum, or arithmetic the row itself breaks.

use crate::{
    catalog::{
        Catalog,
        kinds::{Cell, ErratumKind, FabricProfile},
    },
    design::fabric::{FabricPlan, Role},
};

use super::{
    judge::Compared,
    meaning::Meaning,
    sheet::{Sheet, count, show},
};

/// The reason of a deviation, in one sentence with both values.
#[must_use]
pub fn reason(
    catalog: &Catalog,
    sheet: &Sheet,
    row: &[Cell],
    column: &str,
    planned: Option<(&FabricProfile, &FabricPlan)>,
    cell: &Compared,
) -> String {
    let values = format!("{column}: published {}, rule {}", cell.printed, cell.computed);
    let key = row.first().map(show).unwrap_or_default();
    let known = catalog
        .published_table(&sheet.id)
        .and_then(|table| table.errata.iter().find(|erratum| erratum.row == key && erratum.column == column));
    if let Some(erratum) = known {
        let kind = match erratum.kind {
            ErratumKind::Misprint => "misprint",
            ErratumKind::Rounding => "rounded in the source",
            ErratumKind::RuleLimit => "limit of the rule",
            ErratumKind::Unresolved => "unresolved",
        };
        return format!("{values} ({kind}: {})", erratum.reason);
    }
    let at = sheet.columns.iter().position(|name| name == column);
    let meaning = at.and_then(|at| sheet.meanings().get(at).copied().flatten());
    let printed = at.and_then(|at| row.get(at)).and_then(count);
    let found = match (meaning, planned, printed) {
        (Some(meaning), Some((profile, plan)), Some(printed)) => {
            contradiction(sheet, row, meaning, profile, plan, printed)
        }
        _ => None,
    };
    match found {
        Some(found) => format!("{values} ({found})"),
        None => format!("{values} (no contradiction inside the row: limit of the rule, or another design)"),
    }
}

/// Arithmetic the printed value breaks.
fn contradiction(
    sheet: &Sheet,
    row: &[Cell],
    meaning: Meaning,
    profile: &FabricProfile,
    plan: &FabricPlan,
    printed: u64,
) -> Option<String> {
    let leaf = plan.compute.tier(Role::Leaf)?;
    match meaning {
        Meaning::Spine | Meaning::Core if printed > 0 => {
            let planes = plan.compute.plane_count.max(1);
            let per_plane = printed / planes;
            let up = leaf.up_link_count;
            if per_plane > 0 && !up.is_multiple_of(per_plane) && meaning == Meaning::Spine {
                return Some(format!(
                    "probable misprint: {up} uplinks of a leaf do not divide by {per_plane} spines"
                ));
            }
            if meaning == Meaning::Spine && per_plane * plan.compute.radix < leaf.count_per_plane * up {
                return Some(format!(
                    "probable misprint: {per_plane} spines of {} ports cannot take {} uplinks",
                    plan.compute.radix,
                    leaf.count_per_plane * up
                ));
            }
            let needed =
                plan.compute.count(if meaning == Meaning::Spine { Role::Spine } else { Role::SuperSpine });
            (printed > needed).then(|| "the published design leaves spine ports free, for growth".into())
        }
        Meaning::Trunk | Meaning::SpineUsed if printed > 0 => {
            let spine = plan.compute.tier(Role::Spine)?;
            let needed = if meaning == Meaning::Trunk { leaf.links_per_pair } else { spine.down_link_count };
            (needed > printed && needed.is_multiple_of(printed)).then(|| {
                let spines = spine.count_per_plane * (needed / printed);
                format!(
                    "the published design has {spines} spines where {} carry the load, for growth",
                    spine.count_per_plane
                )
            })
        }
        Meaning::CoreCables if plan.compute.count(Role::SuperSpine) == 0 => {
            Some("probable misprint: there is no tier above the spines at this size".into())
        }
        Meaning::Gpus => {
            let by_cables = sheet.number(row, Meaning::NodeCables)? / profile.ew_adapters.max(1);
            (by_cables == plan.node_count).then(|| {
                format!(
                    "probable misprint: {} nodes have {} GPUs each, as the cable columns confirm",
                    plan.node_count, profile.gpus_per_node
                )
            })
        }
        Meaning::NodeCables | Meaning::SpineCables | Meaning::CoreCables
            if printed * 2 == plan.compute.node_link_count =>
        {
            Some("half the links: it may count one cable per twin-port transceiver".into())
        }
        _ => progression(sheet, row, meaning, printed),
    }
}

/// Whether the other rows of the column grow in proportion to the scalable units and this one does not.
fn progression(sheet: &Sheet, row: &[Cell], meaning: Meaning, printed: u64) -> Option<String> {
    let units = sheet.number(row, Meaning::Units)?;
    let mut rates: Vec<u64> = Vec::new();
    for other in &sheet.rows {
        let (Some(other_units), Some(value)) =
            (sheet.number(other, Meaning::Units), sheet.number(other, meaning))
        else {
            continue;
        };
        if other_units > 0 && value % other_units == 0 && other.as_slice() != row {
            rates.push(value / other_units);
        }
    }
    let first = *rates.first()?;
    let steady = rates.len() >= 2 && rates.iter().all(|rate| *rate == first);
    (steady && printed != first * units).then(|| {
        format!(
            "probable misprint: every other row has {first} per scalable unit, which makes {}",
            first * units
        )
    })
}
