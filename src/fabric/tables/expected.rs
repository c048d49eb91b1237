//! What the rules give for a column, under every reading a table may have ("both planes", "per plane", "cages").

use crate::{
    catalog::{
        Catalog,
        kinds::{Cell, FabricProfile, NorthSouthRule},
    },
    design::fabric::{Basis, Fabric, FabricPlan, Layout, Role},
};

use super::{
    super::{Overrides, from_profile, plan_fabric},
    meaning::Meaning,
    sheet::{Sheet, count},
};

/// The values a rule gives for a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Rule id.
    pub rule: String,
    /// Readings with their values, the plain one first; 0 stands for nothing.
    pub readings: Vec<(&'static str, u64)>,
}

fn one(rule: &str, value: u64) -> Option<Expected> {
    Some(Expected { rule: rule.to_string(), readings: vec![("", value)] })
}

/// What a rule gives for a column of a row; `None` when no rule computes it.
#[must_use]
pub fn of(
    meaning: Meaning,
    sheet: &Sheet,
    row: &[Cell],
    profile: &FabricProfile,
    plan: &FabricPlan,
    per_plane: bool,
) -> Option<Expected> {
    let ew = &plan.compute;
    let planes = ew.plane_count.max(1);
    let shape = match &ew.basis {
        Basis::Derived { rule, .. } => rule.as_str(),
        Basis::Published { .. } => "R1",
    };
    let switches = |total: u64| {
        let (first, second) = (("", total), ("per plane", total / planes));
        let readings = match (planes, per_plane) {
            (1, _) => vec![first],
            (_, true) => vec![("", total / planes), ("both planes", total)],
            (_, false) => vec![first, second],
        };
        Some(Expected { rule: shape.to_string(), readings })
    };
    let cables = |rule: &str, links: u64, service: u64| {
        let per_adapter = links / planes + service;
        let readings = if planes == 1 {
            vec![("", per_adapter)]
        } else {
            vec![("", per_adapter), ("links of all planes", links + service)]
        };
        Some(Expected { rule: rule.to_string(), readings })
    };
    let collapsed = plan.layout == Layout::CollapsedCore;
    let spine_tiers = ew.tiers.len();
    match meaning {
        Meaning::Leaf => switches(ew.count(Role::Leaf)),
        Meaning::Spine => switches(ew.count(Role::Spine)),
        Meaning::Core => {
            let mut expected = switches(ew.count(Role::SuperSpine))?;
            // Some editions join the spines of all pods to the same cores, which ports alone then count.
            if let (Some(links), true) = (ew.tier_link_counts.first(), spine_tiers > 2) {
                let shared = links.div_ceil(ew.radix.max(1));
                expected.readings.push(("core switches that all spines share, by ports", shared));
            }
            Some(expected)
        }
        Meaning::ComputeTotal => switches(ew.switch_count),
        Meaning::Trunk if spine_tiers > 1 => one(shape, ew.tier(Role::Leaf)?.links_per_pair),
        Meaning::LeafDown => one(shape, ew.tier(Role::Leaf)?.down_link_count),
        Meaning::LeafUp => {
            let leaf = ew.tier(Role::Leaf)?;
            one(shape, leaf.up_link_count.max(leaf.isl_link_count))
        }
        Meaning::SpineUsed if spine_tiers > 1 => one(shape, ew.tier(Role::Spine)?.down_link_count),
        Meaning::ConvergedLeaf | Meaning::ConvergedSpine | Meaning::ConvergedTotal => {
            converged(meaning, profile, plan.converged.as_ref()?)
        }
        Meaning::OutOfBand => one("R7", plan.out_of_band.as_ref()?.derivations.first()?.value),
        Meaning::InRack => {
            let oob = plan.out_of_band.as_ref()?;
            one(
                "R7",
                oob.derivations.iter().find(|one| one.count == "in_rack_count").map_or(0, |one| one.value),
            )
        }
        Meaning::NodeCables => cables("R3b", ew.node_link_count, 0),
        Meaning::NodeAndManagerCables => cables("R3", ew.node_link_count, profile.manager_links),
        Meaning::SpineCables if spine_tiers > 1 || ew.tiers.first()?.isl_link_count > 0 => {
            let rule = if sheet.cell(row, Meaning::NodeAndManagerCables).is_some() { "R3" } else { "R3b" };
            cables(rule, if spine_tiers > 1 { *ew.tier_link_counts.first()? } else { 0 }, 0)
        }
        Meaning::CoreCables => cables("R3b", ew.tier_link_counts.get(1).copied().unwrap_or(0), 0),
        Meaning::Gpus => one("R3c", plan.gpu_count),
        Meaning::Nodes => {
            let units = sheet.number(row, Meaning::Units)?;
            let full = units * profile.su_nodes?;
            let with_manager = full.saturating_sub(profile.manager_nodes);
            let rule = if sheet.cell(row, Meaning::NodeAndManagerCables).is_some() { "R3" } else { "R3c" };
            let mut readings =
                vec![("", full), ("less the nodes given up for the fabric manager", with_manager)];
            if profile.manager_nodes == 0 {
                readings.pop();
            }
            Some(Expected { rule: rule.into(), readings })
        }
        Meaning::CorePair if collapsed => one("R8", ew.switch_count),
        Meaning::CorePair => one("R8", plan.converged.as_ref()?.count(Role::Leaf)),
        Meaning::DedicatedPair => one("R8", if collapsed { 0 } else { ew.tier(Role::Leaf)?.count_per_plane }),
        Meaning::CoreConvergedLinks if collapsed => {
            one("R9 per-node links", plan.node_count * profile.north_south.as_ref()?.links_per_node / 2)
        }
        Meaning::CoreComputeLinks if collapsed => {
            one("R9 per-node links", ew.tier(Role::Leaf)?.down_link_count)
        }
        Meaning::CoreIsl => one("R9", ew.tier(Role::Leaf)?.isl_link_count),
        Meaning::SimulatedNodeLinks => one(
            "R9",
            profile.su_nodes? * (profile.north_south.as_ref()?.links_per_node + profile.ew_adapters),
        ),
        Meaning::StorageLeaf => {
            one("R12 storage leaf", profile.su_ethernet.as_ref()?.storage_leaves * plan.su_count?)
        }
        Meaning::StorageLinks => {
            one("R12 storage links", profile.su_ethernet.as_ref()?.storage_links * plan.su_count?)
        }
        Meaning::InBandLeaf => {
            one("R12 in-band leaf", profile.su_ethernet.as_ref()?.in_band_leaves * plan.su_count?)
        }
        Meaning::SimulatedIsl => one("R9", ew.tier(Role::Leaf)?.isl_link_count),
        _ => None,
    }
}

fn converged(meaning: Meaning, profile: &FabricProfile, fabric: &Fabric) -> Option<Expected> {
    let grown = fabric.derivations.iter().any(|step| step.rule == "R13");
    let rule = match profile.north_south.as_ref()?.rule {
        _ if grown => "R13",
        NorthSouthRule::Pair => "R6",
        NorthSouthRule::PerNodes => "R5",
        NorthSouthRule::PerRackCapped => "R4",
        NorthSouthRule::PerSu => "R12",
    };
    if fabric.shares_switches_with.is_some() {
        return None;
    }
    one(
        rule,
        match meaning {
            Meaning::ConvergedLeaf => fabric.count(Role::Leaf),
            Meaning::ConvergedSpine => fabric.count(Role::Spine),
            _ => fabric.switch_count,
        },
    )
}

/// The reading that agrees with most rows of the column; the plain one wins a tie.
#[must_use]
pub fn best_reading(
    sheet: &Sheet,
    meanings: &[Option<Meaning>],
    meaning: Meaning,
    column: &str,
    profile: &FabricProfile,
    catalog: &Catalog,
    readings: usize,
) -> usize {
    if readings < 2 {
        return 0;
    }
    let Some(at) = sheet.columns.iter().position(|name| name == column) else { return 0 };
    debug_assert_eq!(meanings.get(at).copied().flatten(), Some(meaning));
    let per_plane = column.to_ascii_lowercase().replace([' ', '-'], "_").contains("per_plane");
    let mut hits = vec![0_u64; readings];
    for row in &sheet.rows {
        let own = sheet.profile(catalog, row);
        if own.is_some_and(|own| own.id != profile.id) {
            continue;
        }
        let Some(nodes) = sheet.nodes(row, profile) else { continue };
        let Ok(plan) = plan_fabric(&from_profile(profile, nodes, &Overrides::default())) else { continue };
        let Some(expected) = of(meaning, sheet, row, profile, &plan, per_plane) else { continue };
        // A dash tells nothing about which count a column prints.
        let Some(printed) = row.get(at).and_then(count) else { continue };
        for (hit, (_, value)) in hits.iter_mut().zip(&expected.readings) {
            *hit += u64::from(*value == printed);
        }
    }
    let most = hits.iter().copied().max().unwrap_or(0);
    hits.iter().position(|hit| *hit == most).unwrap_or(0)
}
