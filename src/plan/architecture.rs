//! A published DGX architecture named by the customer takes the place of a pattern: its size, fabric and management
//! servers are those of its own tables.

use super::{stages::Support, work::Work};
use crate::{
    catalog::{
        Catalog, Gpu, Resolution, System,
        kinds::{Architecture, FabricProfile},
        normalize,
    },
    design::{Severity, SupportNodes, words::FormFactor},
    plan::management,
    trace::{FindingDraft, Origin, Traced},
};

/// The architecture the customer names, by id or by the form (SuperPOD, BasePOD) with its GPU.
pub(super) fn named<'a>(work: &Work<'a>) -> Option<&'a Architecture> {
    let named = work.asked.patterns.as_ref().and_then(|stated| stated.value.first()).cloned();
    let form = work.asked.form_factor.as_ref().map(|stated| stated.value);
    let wanted = named.map(|name| normalize(&name)).unwrap_or_default();
    let gpu =
        work.asked.gpu_models.as_ref().and_then(|stated| stated.value.first()).map(|name| normalize(name));
    work.catalog.architectures().iter().find(|known| {
        let (id, title) = (normalize(&known.id), normalize(&known.name));
        let by_name = !wanted.is_empty() && (wanted == id || wanted == title);
        let by_form = form == Some(FormFactor::Superpod)
            && gpu
                .as_ref()
                .is_some_and(|gpu| id == format!("superpod{}", gpu.trim_start_matches("nvidia").trim()));
        (by_name || by_form) && work.catalog.fabric_profile(&known.id).is_some()
    })
}

/// GPU and product of an architecture, where the customer names no GPU beside it.
pub(super) fn products<'a>(
    work: &Work<'a>,
    architecture: &Architecture,
) -> Option<(&'a Gpu, Option<&'a System>)> {
    if work.asked.gpu_models.is_some() {
        return None;
    }
    let catalog: &'a Catalog = work.catalog;
    let system = architecture.systems.iter().find_map(|id| catalog.system(id));
    // A system whose catalog entry lists no part is named after it: "DGX SuperPOD Rubin NVL8".
    let named = || {
        architecture.name.split(' ').find_map(|word| match catalog.resolve_gpu(word) {
            Resolution::One(id) => catalog.gpu(id),
            _ => None,
        })
    };
    let listed = system.and_then(|system| system.gpus.first()).and_then(|id| catalog.gpu(id));
    Some((listed.or_else(named)?, system))
}

/// A number of the architecture's fabric parameters.
fn parameter(profile: &FabricProfile, field: &str, unit: &str, value: u64) -> Traced {
    Traced::new(
        value as f64,
        unit,
        Origin::Catalog {
            entry: format!("fabric_profile/{}", profile.id),
            field: field.into(),
            source: profile.sources.first().map(ToString::to_string).unwrap_or_default(),
            confidence: profile.confidence.word().into(),
        },
    )
}

/// GPUs of a node of the architecture.
pub(super) fn gpus_per_node(catalog: &Catalog, architecture: &Architecture) -> Option<Traced> {
    let profile = catalog.fabric_profile(&architecture.id)?;
    Some(parameter(profile, "gpus_per_node", "GPUs", profile.gpus_per_node))
}

/// The nodes in whole racks where the architecture is built of racks, after the size is compared with its tables.
pub(super) fn fit(work: &mut Work<'_>, architecture: &Architecture, nodes: Traced) -> Traced {
    let (nodes, racks) = whole_racks(work, architecture, nodes);
    let (size, unit) = match racks {
        Some(racks) if architecture.size_unit == "rack" => (racks, "racks"),
        _ => (nodes.clone(), "nodes"),
    };
    within_tables(work, architecture, size, unit);
    nodes
}

/// Compute trays come in whole racks; gives the nodes, and the racks where the architecture counts them.
fn whole_racks(work: &mut Work<'_>, architecture: &Architecture, nodes: Traced) -> (Traced, Option<Traced>) {
    let profile = work.catalog.fabric_profile(&architecture.id);
    let Some((profile, each)) = profile.and_then(|profile| Some((profile, profile.rack_nodes?))) else {
        return (nodes, None);
    };
    let per_rack = parameter(profile, "rack_nodes", "nodes", each);
    let inputs = [("nodes", &nodes), ("rack_nodes", &per_rack)];
    let racks =
        Traced::derived((nodes.value / per_rack.value).ceil(), "racks", "ceil(nodes / rack_nodes)", &inputs);
    if racks.value * per_rack.value == nodes.value {
        return (nodes, Some(racks));
    }
    let whole = Traced::derived(
        racks.value * per_rack.value,
        "nodes",
        "ceil(nodes / rack_nodes) * rack_nodes",
        &inputs,
    );
    work.assume(
        "node_count",
        whole.value,
        "rack-scale systems are bought whole",
        "the count changes by a whole rack only",
        false,
    );
    (whole, Some(racks))
}

/// Finds a size that the architecture's tables do not cover.
fn within_tables(work: &mut Work<'_>, architecture: &Architecture, size: Traced, unit: &str) {
    let Some(range) = architecture.size else { return };
    let bound = if size.count() < range.min { range.min } else { range.max };
    if (range.min..=range.max).contains(&size.count()) {
        return;
    }
    let limit = Traced::new(
        bound as f64,
        unit,
        Origin::Catalog {
            entry: format!("architecture/{}", architecture.id),
            field: "size".into(),
            source: architecture.source.to_string(),
            confidence: architecture.confidence.word().into(),
        },
    );
    work.find(
        FindingDraft::note(
            "ra_node_range",
            Severity::Error,
            format!(
                "{} has tables from {} to {} {unit}; {} are asked for",
                architecture.name,
                range.min,
                range.max,
                size.words()
            ),
        )
        .against(size, limit)
        .at("/design/compute/node_count")
        .repaired_by("plan a size its tables cover, or an Enterprise pattern"),
    );
}

/// Servers that manage the cluster, as a publication counts them.
pub(super) fn support(work: &mut Work<'_>, id: &str, nodes: &Traced) -> Vec<Support> {
    let mut rows = Vec::new();
    for (index, (role, part_id, component)) in
        management::support(work.catalog, id, nodes.count()).into_iter().enumerate()
    {
        let count = work.record(format!("/design/support/{index}")).count("count", &component.count);
        rows.push(Support {
            form: SupportNodes { role: role.into(), part_id, count, reference: component.reference },
            count: component.count,
        });
    }
    if rows.is_empty() {
        work.find(
            FindingDraft::note(
                "support_nodes",
                Severity::Info,
                format!("no source that was read counts the management servers of {id}; they are to be planned with the cluster manager"),
            )
            .at("/design/support"),
        );
    }
    rows
}
