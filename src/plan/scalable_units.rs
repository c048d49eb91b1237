//! Scalable units as a stated size: the nodes a publication counts in so many units.

use super::{amount::pattern_of, stages::Chosen, work::Work};
use crate::{
    catalog::{Catalog, Gpu, System, kinds::Cell},
    trace::{Origin, Traced, facts},
    units::{Nodes, Per, ScalableUnits},
};

/// Nodes of one scalable unit, and those whose ports the fabric manager takes.
pub(super) struct Unit {
    pub nodes: Traced,
    manager_nodes: Traced,
    /// Id of the pattern or architecture.
    id: String,
}

/// The scalable unit of the architecture or the pattern; none where neither counts in units.
pub(super) fn of_profile(catalog: &Catalog, id: &str) -> Option<Unit> {
    let profile = catalog.fabric_profile(id)?;
    let number = |field: &str, value: u64| {
        Traced::new(
            value as f64,
            "nodes",
            Origin::Catalog {
                entry: format!("fabric_profile/{id}"),
                field: field.into(),
                source: profile.sources.first().map(ToString::to_string).unwrap_or_default(),
                confidence: profile.confidence.word().into(),
            },
        )
    };
    Some(Unit {
        nodes: number("su_nodes", profile.su_nodes?),
        manager_nodes: number("manager_nodes", profile.manager_nodes),
        id: id.to_string(),
    })
}

/// The nodes of the stated scalable units; none where none are stated, or nothing tells how large a unit is.
pub(super) fn nodes(
    work: &mut Work<'_>,
    chosen: &Chosen<'_>,
    gpu: &Gpu,
    system: Option<&System>,
) -> Option<Traced> {
    let units = Work::stated_count("scalable_units", "scalable units", work.asked.scalable_units.as_ref()?);
    let catalog = work.catalog;
    let of_system = || {
        let mut published = catalog.architectures().iter();
        published.find(|known| system.is_some_and(|system| known.systems.contains(&system.id)))
    };
    let architecture = chosen.architecture.map(|known| known.id.as_ref());
    let pattern = || pattern_of(work, gpu);
    let unit = architecture.and_then(|id| of_profile(catalog, id)).or_else(|| {
        pattern()
            .and_then(|pattern| {
                let nodes = facts::pattern(pattern, "su_nodes", "nodes", pattern.su_nodes? as f64);
                let manager_nodes =
                    Traced::constant(0.0, "nodes", "no manager takes a node's ports", &pattern.family);
                Some(Unit { nodes, manager_nodes, id: pattern.id.to_string() })
            })
            .or_else(|| of_profile(catalog, &of_system()?.id))
    });
    let Some(unit) = unit else {
        work.question(
            6,
            "scalable_units",
            "Which reference architecture are the scalable units of?",
            "A scalable unit holds 4, 32, 64, 72 or 144 nodes, by the architecture.",
        );
        return None;
    };
    let whole =
        units.named::<ScalableUnits>("units") * unit.nodes.named::<Per<Nodes, ScalableUnits>>("su_nodes");
    if unit.manager_nodes.value == 0.0 || prints(catalog, &unit.id, units.count(), whole.value() as u64) {
        return Some(whole.traced());
    }
    Some((whole - unit.manager_nodes.named::<Nodes>("manager_nodes")).traced())
}

/// Whether the tables of an architecture print so many nodes, and no other number, for so many units.
fn prints(catalog: &Catalog, id: &str, units: u64, nodes: u64) -> bool {
    let of_id = catalog.published_tables().iter().filter(|table| table.about.as_deref() == Some(id));
    let printed: Vec<u64> = of_id
        .filter_map(|table| {
            let column = |name: &str| table.columns.iter().position(|column| column == name);
            Some((column("sus")?, column("nodes")?, table))
        })
        .flat_map(|(sus, at, table)| {
            table.rows.iter().filter_map(move |row| match (row.get(sus), row.get(at)) {
                (Some(Cell::Count(count)), Some(Cell::Count(nodes))) if *count == units => Some(*nodes),
                _ => None,
            })
        })
        .collect();
    !printed.is_empty() && printed.iter().all(|count| *count == nodes)
}
