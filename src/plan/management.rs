//! Servers that manage the cluster, and other component counts a publication prints for exactly this size.

use crate::{
    catalog::{
        Catalog,
        kinds::{Architecture, Cell, PublishedTable},
    },
    fabric,
    trace::{Origin, Traced},
};

/// A component of a published bill of materials.
#[derive(Debug, Clone)]
pub struct Component {
    /// The count, as printed.
    pub count: Traced,
    /// The model, as printed.
    pub model: String,
    /// Table and row.
    pub reference: String,
}

/// The count a published component table prints for an architecture at exactly this number of nodes.
#[must_use]
pub fn published(catalog: &Catalog, architecture: &str, nodes: u64, component: &str) -> Option<Component> {
    let table = catalog.published_tables().iter().find(|table| {
        table.about.as_deref() == Some(architecture)
            && table.columns.first().is_some_and(|column| column == "component")
            && row(table, "GPU nodes").is_some_and(|row| row.get(1) == Some(&Cell::Count(nodes)))
    })?;
    let found = row(table, component)?;
    let Some(Cell::Count(count)) = found.get(1) else { return None };
    let model = match found.get(2) {
        Some(Cell::Words(model)) => model.to_string(),
        _ => String::new(),
    };
    Some(Component {
        count: cited(catalog, architecture, table, component, *count),
        model,
        reference: format!("table {}, {component}", table.id),
    })
}

/// The greatest number of systems in one rack that the architecture's publication allows.
#[must_use]
pub fn systems_per_rack(known: &Architecture) -> Option<Traced> {
    Some(Traced::new(
        known.systems_per_rack? as f64,
        "nodes",
        Origin::Catalog {
            entry: format!("architecture/{}", known.id),
            field: "systems_per_rack".into(),
            source: known.source.to_string(),
            confidence: known.confidence.word().into(),
        },
    ))
}

/// Servers that manage a cluster, by role.
#[must_use]
pub fn support(
    catalog: &Catalog,
    architecture: &str,
    nodes: u64,
) -> Vec<(&'static str, Option<String>, Component)> {
    let mut found = Vec::new();
    if let Some(component) = published(catalog, architecture, nodes, "management servers") {
        found.push(("management", None, component));
    } else if let Some(known) = catalog.architecture(architecture)
        && let Some(count) = known.management_nodes
    {
        let traced = Traced::new(
            count as f64,
            "servers",
            Origin::Catalog {
                entry: format!("architecture/{}", known.id),
                field: "management_nodes".into(),
                source: known.source.to_string(),
                confidence: known.confidence.word().into(),
            },
        );
        found.push((
            "management",
            None,
            Component { count: traced, model: String::new(), reference: known.name.to_string() },
        ));
    } else if let Ok(profile) = fabric::profile_of(catalog, architecture)
        && let Some(ports) = &profile.core_ports
        && !ports.support.is_empty()
    {
        let traced = Traced::new(
            ports.support.len() as f64,
            "servers",
            Origin::Catalog {
                entry: format!("fabric_profile/{}", profile.id),
                field: "core_ports.support".into(),
                source: profile.sources.last().map(ToString::to_string).unwrap_or_default(),
                confidence: profile.confidence.word().into(),
            },
        );
        let reference = format!("wire map of {}: {}", profile.id, ports.support.join(", "));
        found.push(("management", None, Component { count: traced, model: String::new(), reference }));
    }
    if let Some(component) = published(catalog, architecture, nodes, "UFM appliances") {
        let part = catalog.switches().iter().find(|switch| {
            switch.role == crate::catalog::SwitchRole::Manager
                && component.model.to_lowercase().contains("ufm")
        });
        found.push(("fabric manager", part.map(|part| part.id.to_string()), component));
    }
    found
}

/// Whether the cable table of an architecture's example system, which has exactly this many nodes, prints a count.
#[must_use]
pub fn prints(catalog: &Catalog, architecture: &str, nodes: u64, count: u64) -> bool {
    published(catalog, architecture, nodes, "GPU nodes").is_some()
        && catalog.published_tables().iter().any(|table| {
            table.about.as_deref() == Some(architecture)
                && table.columns.iter().any(|column| column == "item")
                && table.rows.iter().any(|row| row.last() == Some(&Cell::Count(count)))
        })
}

/// The fabric managers of an InfiniBand fabric that no table counts: a pair, as the DGX SuperPOD H100 has four for its
/// two fabrics. A pair of switches is managed by the subnet manager on the switches themselves.
#[must_use]
pub fn managers(catalog: &Catalog, switches: u64) -> Option<(String, Component)> {
    if switches <= 2 {
        return None;
    }
    let part = catalog.switches().iter().find(|switch| switch.role == crate::catalog::SwitchRole::Manager)?;
    let reference = "table spod-h100-t7-components: four for a compute and a storage fabric".to_string();
    let count = Traced::constant(2.0, "appliances", "a pair for an InfiniBand fabric", &reference);
    Some((part.id.to_string(), Component { count, model: part.name.to_string(), reference }))
}

fn row<'a>(table: &'a PublishedTable, name: &str) -> Option<&'a [Cell]> {
    table
        .rows
        .iter()
        .find(|row| matches!(row.first(), Some(Cell::Words(words)) if words == name))
        .map(|row| row.as_ref())
}

fn cited(catalog: &Catalog, architecture: &str, table: &PublishedTable, field: &str, count: u64) -> Traced {
    let source = fabric::profile_of(catalog, architecture)
        .ok()
        .and_then(|profile| profile.sources.first().map(ToString::to_string))
        .unwrap_or_else(|| table.source_url.to_string());
    Traced::new(
        count as f64,
        "",
        Origin::Catalog {
            entry: format!("published_table/{}", table.id),
            field: field.into(),
            source,
            confidence: table.confidence.word().into(),
        },
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn published_components_are_found_at_their_own_size_only() {
        let catalog = Catalog::embedded();
        let racks = published(&catalog, "superpod-h100", 127, "racks").unwrap();
        assert_eq!(racks.count.value, 38.0);
        assert!(published(&catalog, "superpod-h100", 126, "racks").is_none());
        assert_eq!(systems_per_rack(catalog.architecture("superpod-h100").unwrap()).unwrap().value, 4.0);
        let roles: Vec<(&str, f64)> = support(&catalog, "superpod-h100", 127)
            .iter()
            .map(|(role, _, component)| (*role, component.count.value))
            .collect();
        assert_eq!(roles, [("management", 4.0), ("fabric manager", 4.0)]);
        assert_eq!(support(&catalog, "2-8-9-400", 16)[0].2.count.value, 8.0);
        assert!(support(&catalog, "2-8-9-800", 16).is_empty());
    }
}
