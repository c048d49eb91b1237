//! Looks the published rows up first, cites them, and computes what they leave open.

use std::borrow::Cow;

use crate::{
    catalog::{
        Catalog,
        kinds::{Cell, Confidence, ErratumKind, FabricProfile, PublishedTable, Text},
    },
    design::fabric::{Basis, FabricPlan, Network, PublishedCell, PublishedRow, Role, Technology},
};

use super::{
    FabricError, Overrides, from_profile, plan_fabric,
    tables::{Meaning, Sheet, count},
};

/// The profile of a pattern or architecture: its own, or one made from the pattern's adapters and topology.
///
/// # Errors
/// When nothing of that name is known, or the pattern names no east-west adapters.
pub fn profile_of<'a>(catalog: &'a Catalog, id: &str) -> Result<Cow<'a, FabricProfile>, FabricError> {
    if let Some(profile) = catalog.fabric_profile(id) {
        return Ok(Cow::Borrowed(profile));
    }
    let missing = |missing: String| FabricError::NotCovered {
        what: format!("the fabric of `{id}`"),
        missing,
        hint: "Add a fabric profile or the pattern's east-west adapters to the catalog".into(),
    };
    let known = || {
        let ids: Vec<&str> = catalog.fabric_profiles().iter().map(|profile| profile.id.as_ref()).collect();
        ids.join(", ")
    };
    let pattern = catalog
        .pattern(id)
        .ok_or_else(|| missing(format!("no pattern or architecture of that name; there are {}", known())))?;
    let adapters =
        pattern.ew_nics.as_ref().ok_or_else(|| missing("its east-west adapters (`ew_nics`)".into()))?;
    let gbps = adapters
        .gbps
        .ok_or_else(|| missing("the speed of its east-west adapters (`ew_nics.gbps`)".into()))?;
    let infiniband = pattern.fabric.parse() == Ok(Technology::Infiniband);
    let topology = pattern.topology.as_ref();
    let planes = topology.map_or(1, |topology| topology.planes).max(1);
    let fast = gbps / planes > 400;
    // The switch the pattern names, where the catalog can tell its ports at the speed of a link.
    let named = pattern.ew_switches.iter().find_map(|id| {
        let switch = catalog.switch(id)?;
        Some((switch.id.clone(), switch.ports_at(gbps / planes).filter(|links| *links > 0)?))
    });
    // Else that of the documented architectures of the same technology and speed.
    let (ew_switch, ew_switch_links) = named.unwrap_or(match (infiniband, fast) {
        (true, false) => ("qm9700".into(), 64),
        (true, true) => ("q3400-ra".into(), 144),
        (false, true) => ("sn5600".into(), 64),
        (false, false) => ("sn5600".into(), 128),
    });
    Ok(Cow::Owned(FabricProfile {
        id: pattern.id.clone(),
        title: pattern.family.clone(),
        words: Cow::Borrowed(&[]),
        gpus_per_node: pattern.g,
        su_nodes: pattern.su_nodes,
        rack_nodes: None,
        technology: if infiniband { "infiniband".into() } else { "ethernet".into() },
        planes,
        ew_adapters: adapters.count,
        ew_adapter_gbps: gbps,
        ew_switch,
        ew_switch_links,
        rails_per_leaf: topology.and_then(|topology| topology.rails_per_leaf),
        leaf_down: topology.and_then(|topology| topology.leaf_down),
        leaf_up: topology.and_then(|topology| topology.leaf_up),
        pack_rails: !infiniband,
        even_spines: topology.is_some_and(|topology| topology.even_spines),
        rail_pod_groups: None,
        manager_nodes: 0,
        manager_links: 0,
        core: None,
        pair: !infiniband,
        nodes_max: None,
        su_ethernet: None,
        wiremap_nodes: None,
        ew_cage: None,
        ns_cage: None,
        node_ports: Cow::Borrowed(&[]),
        core_ports: None,
        north_south: None,
        out_of_band: None,
        storage_gbps_per_gpu: pattern.storage_gbps_per_gpu,
        sources: Cow::Borrowed(&[]),
        confidence: Confidence::Derived,
        notes: Cow::Owned(vec![Text::Borrowed(
            "Made from the pattern's adapters; no fabric profile is known",
        )]),
    }))
}

/// Plans the fabrics of an architecture at a size: published rows are cited, the rest is computed and says so.
///
/// # Errors
/// As [`plan_fabric`] and [`profile_of`].
pub fn recommend(
    catalog: &Catalog,
    architecture: &str,
    nodes: u64,
    wishes: &Overrides,
) -> Result<FabricPlan, FabricError> {
    let profile = profile_of(catalog, architecture)?;
    let mut input = from_profile(&profile, nodes, wishes);
    let found = if wishes.is_empty() { rows_for(catalog, &profile, nodes) } else { Vec::new() };
    input.east_west.printed_spines = found
        .iter()
        .filter_map(|row| {
            row.stated(Meaning::Spine).map(|spines| row.per_plane(Meaning::Spine, spines, profile.planes))
        })
        .max();
    let mut plan = plan_fabric(&input)?;
    cite(&mut plan, &found);
    plan.published = found.iter().map(|row| row.row.clone()).collect();
    plan.notes.extend(profile.notes.iter().map(ToString::to_string));
    if profile.confidence != Confidence::Verbatim {
        plan.notes.push(format!(
            "The fabric parameters of {} are {}, not read in NVIDIA's own document",
            profile.id,
            profile.confidence.word()
        ));
    }
    Ok(plan)
}

/// A published row with what its columns state.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundRow {
    /// The row as it is cited.
    pub row: PublishedRow,
    /// What each cited cell states.
    pub meanings: Vec<Meaning>,
}

impl FoundRow {
    /// The number that holds for a meaning: the correction, else the printed one.
    #[must_use]
    pub fn stated(&self, wanted: Meaning) -> Option<u64> {
        let at = self.meanings.iter().position(|meaning| *meaning == wanted)?;
        let cell = &self.row.cells[at];
        cell.corrected.or(cell.printed.filter(|_| cell.reason.is_none() || cell.corrected.is_some()))
    }

    /// A count of one plane; tables print both planes together unless the column says "per plane".
    fn per_plane(&self, wanted: Meaning, value: u64, planes: u64) -> u64 {
        let says = self
            .meanings
            .iter()
            .position(|meaning| *meaning == wanted)
            .is_some_and(|at| self.row.cells[at].column.contains("per_plane"));
        if says { value } else { value / planes.max(1) }
    }
}

/// The published rows that state counts for this architecture at exactly this size.
#[must_use]
pub fn rows_for(catalog: &Catalog, profile: &FabricProfile, nodes: u64) -> Vec<FoundRow> {
    let mut found = Vec::new();
    for table in catalog.published_tables() {
        let sheet = Sheet::from(table);
        // Rows that name no architecture are all about the same one.
        let by_row = sheet.meanings().contains(&Some(Meaning::Architecture));
        let about = |row: &[Cell]| sheet.profile(catalog, row).is_some_and(|about| about.id == profile.id);
        if !by_row && !sheet.rows.first().is_some_and(|row| about(row)) {
            continue;
        }
        for row in &sheet.rows {
            if sheet.nodes(row, profile) == Some(nodes) && (!by_row || about(row)) {
                found.extend(cited(table, &sheet, row));
            }
        }
    }
    found
}

fn cited(table: &PublishedTable, sheet: &Sheet, row: &[crate::catalog::kinds::Cell]) -> Option<FoundRow> {
    let mut cells = Vec::new();
    let mut meanings = Vec::new();
    let key = row.first().map(super::tables::show).unwrap_or_default();
    for ((meaning, column), cell) in sheet.meanings().iter().copied().zip(&sheet.columns).zip(row) {
        let Some(meaning) = meaning else { continue };
        if matches!(
            meaning,
            Meaning::Architecture | Meaning::Nodes | Meaning::Units | Meaning::Racks | Meaning::Planes
        ) {
            continue;
        }
        let erratum = table.errata.iter().find(|erratum| erratum.row == key && erratum.column == *column);
        let misprint = erratum.filter(|erratum| {
            matches!(erratum.kind, ErratumKind::Misprint | ErratumKind::Unresolved | ErratumKind::Rounding)
        });
        cells.push(PublishedCell {
            column: column.clone(),
            printed: count(cell),
            corrected: misprint.and_then(|erratum| erratum.corrected),
            reason: misprint.map(|erratum| erratum.reason.to_string()),
        });
        meanings.push(meaning);
    }
    let states = cells.iter().any(|cell| cell.printed.is_some());
    states.then(|| FoundRow {
        row: PublishedRow {
            table: table.id.to_string(),
            row: sheet.key(row),
            source: table.source_url.to_string(),
            cells,
        },
        meanings,
    })
}

/// Marks every fabric whose switch counts a row states and the plan equals.
fn cite(plan: &mut FabricPlan, found: &[FoundRow]) {
    for row in found {
        let compute: Vec<(u64, u64)> =
            [(Meaning::Leaf, Role::Leaf), (Meaning::Spine, Role::Spine), (Meaning::Core, Role::SuperSpine)]
                .into_iter()
                .filter_map(|(meaning, role)| {
                    let stated = row.stated(meaning)?;
                    let planes = plan.compute.plane_count;
                    Some((
                        row.per_plane(meaning, stated, planes),
                        plan.compute.tier(role).map_or(0, |tier| tier.count_per_plane),
                    ))
                })
                .collect();
        if !compute.is_empty() && compute.iter().all(|(stated, planned)| stated == planned) {
            plan.compute.basis = Basis::Published { row: row.row.clone() };
        }
        if let Some(fabric) = &mut plan.converged {
            let pairs: Vec<(u64, u64)> =
                [(Meaning::ConvergedLeaf, Role::Leaf), (Meaning::ConvergedSpine, Role::Spine)]
                    .into_iter()
                    .filter_map(|(meaning, role)| Some((row.stated(meaning)?, fabric.count(role))))
                    .collect();
            if !pairs.is_empty() && pairs.iter().all(|(stated, planned)| stated == planned) {
                fabric.basis = Basis::Published { row: row.row.clone() };
            }
        }
        if let (Some(fabric), Some(stated)) = (&mut plan.out_of_band, row.stated(Meaning::OutOfBand)) {
            let planned = fabric.derivations.first().map_or(0, |derivation| derivation.value);
            if planned == stated {
                fabric.basis = Basis::Published { row: row.row.clone() };
            } else {
                plan.notes.push(format!(
                    "{} prints {stated} out-of-band switches for this size; the rule gives {planned}",
                    row.row.table
                ));
            }
        }
        for (cell, meaning) in row.row.cells.iter().zip(&row.meanings) {
            if let (Some(reason), Some(printed)) = (&cell.reason, cell.printed) {
                let holds =
                    cell.corrected.map_or_else(|| "no corrected value".into(), |value| value.to_string());
                plan.notes.push(format!(
                    "{}, {}: {} is printed as {printed}, {holds} holds: {reason}",
                    row.row.table, row.row.row, cell.column
                ));
                let _ = meaning;
            }
        }
    }
    if !matches!(plan.compute.basis, Basis::Published { .. })
        && let Basis::Derived { reason, .. } = &mut plan.compute.basis
    {
        *reason = format!(
            "no published row states the {} fabric of {} at {} nodes",
            Network::Compute.word(),
            plan.architecture,
            plan.node_count
        );
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::design::fabric::Layout;

    fn plan(id: &str, nodes: u64) -> FabricPlan {
        recommend(&Catalog::embedded(), id, nodes, &Overrides::default()).unwrap()
    }

    #[test]
    fn published_rows_are_cited_and_the_sizes_between_are_derived() {
        let published = plan("superpod-h100", 127);
        assert_eq!((published.compute.count(Role::Leaf), published.compute.count(Role::Spine)), (32, 16));
        assert!(
            matches!(&published.compute.basis, Basis::Published { row } if row.table == "spod-h100-t4-compute")
        );
        let between = plan("superpod-h100", 100);
        assert!(matches!(&between.compute.basis, Basis::Derived { .. }));
        assert_eq!(between.compute.count(Role::Leaf), 32);
    }

    #[test]
    fn misprints_are_carried_as_printed_and_corrected() {
        let rubin = plan("superpod-rubin-nvl8", 1152);
        assert_eq!(rubin.compute.count(Role::Spine), 72);
        let cell = rubin.published[0].cells.iter().find(|cell| cell.column == "spine").unwrap();
        assert_eq!((cell.printed, cell.corrected), (Some(64), Some(72)));
    }

    #[test]
    fn layouts_follow_the_port_budget() {
        for (id, nodes, layout) in [
            ("2-8-9-400", 12, Layout::CollapsedCore),
            ("2-8-9-400", 16, Layout::DedicatedPair),
            ("2-8-9-400", 20, Layout::LeafSpine),
            ("2-8-9-800", 16, Layout::DedicatedPair),
            ("2-8-9-800", 128, Layout::LeafSpine),
            ("2-4-5-800", 144, Layout::LeafSpine),
            ("superpod-h100", 512, Layout::MultiTier),
            ("basepod", 8, Layout::DedicatedPair),
        ] {
            assert_eq!(plan(id, nodes).layout, layout, "{id} {nodes}");
        }
        let ready = plan("2-8-9-400", 64);
        assert_eq!((ready.compute.count(Role::Leaf), ready.compute.count(Role::Spine)), (8, 8));
        assert!(matches!(ready.compute.basis, Basis::Published { .. }));
    }

    #[test]
    fn north_south_grows_beyond_its_tables_by_ports() {
        // 2-8-9-400: a pair of 256 x 200G ports up to 64 nodes. 2,304 nodes have 4,608 links; a leaf with 88 down, 88 up,
        // 24 ports' width for out-of-band uplinks and 48 for storage fits 256, one with 96 does not. 53 leaves; 4,664
        // uplinks over 256 ports are 19 spines, and 22 is the next number that divides 88.
        let pair = plan("2-8-9-400", 64).converged.unwrap();
        assert_eq!((pair.count(Role::Leaf), pair.count(Role::Spine)), (2, 0));
        let grown = plan("2-8-9-400", 2304).converged.unwrap();
        assert_eq!(
            (grown.count(Role::Leaf), grown.count(Role::Spine), grown.count(Role::SuperSpine)),
            (53, 22, 0)
        );
        assert!(matches!(&grown.basis, Basis::Derived { rule, .. } if rule == "R13"));
        assert_eq!(grown.oversubscription, crate::design::fabric::Ratio { down: 1, up: 1 });
        // HGX B300 keeps the 16 nodes of its published leaf; above 128 leaves a third tier joins them.
        let b300 = plan("2-8-9-800", 2304).converged.unwrap();
        assert_eq!((b300.count(Role::Leaf), b300.tiers.len()), (144, 3));
        let wide = plan("2-4-5-800", 162).converged.unwrap();
        assert!(wide.tiers.iter().all(|tier| tier.down_link_count + tier.up_link_count <= wide.radix));
        for nodes in [66, 100, 500, 3000, 16_384] {
            for id in ["2-8-9-400", "2-8-9-800", "2-4-3-200", "2-4-5-800"] {
                let fabric = plan(id, nodes).converged.unwrap();
                for pair in fabric.tiers.windows(2) {
                    assert_eq!(pair[0].up_link_count % pair[0].links_per_pair, 0, "{id} {nodes}");
                    let (up, ports) = (pair[0].count * pair[0].up_link_count, pair[1].count * fabric.radix);
                    assert!(up <= ports, "{id} {nodes}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_covered_names_what_is_missing() {
        let catalog = Catalog::embedded();
        let error = recommend(&catalog, "9-9-9-900", 4, &Overrides::default()).unwrap_err();
        assert_eq!(error.code(), "fabric.not_covered");
        assert!(error.to_string().contains("2-8-9-400"), "{error}");
        assert!(recommend(&catalog, "basepod", 9, &Overrides::default()).is_err());
        assert!(recommend(&catalog, "2-2-3-400", 9, &Overrides::default()).unwrap().converged.is_none());
    }
}
