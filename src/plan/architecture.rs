//! A published DGX architecture named by the customer takes the place of a pattern: its size, fabric and management
//! servers are those of its own tables.

use super::work::Work;
use crate::{
    catalog::{
        Resolution,
        kinds::{Architecture, FabricProfile},
        normalize,
    },
    design::{RuleId, Severity, SupportNodes},
    plan::management,
    trace::{FindingDraft, Origin, Traced, record::Record},
};

/// Takes the architecture the customer names, by id or by the form (SuperPOD, BasePOD) with its GPU.
pub(super) fn name(work: &mut Work<'_>) {
    let named = work.asked.patterns.as_ref().and_then(|stated| stated.value.first()).cloned();
    let form = work.asked.form_factor.as_ref().map(|stated| normalize(&stated.value)).unwrap_or_default();
    let wanted = named.map(|name| normalize(&name)).unwrap_or_default();
    let gpu =
        work.asked.gpu_models.as_ref().and_then(|stated| stated.value.first()).map(|name| normalize(name));
    work.architecture = work.catalog.architectures().iter().find(|known| {
        let (id, title) = (normalize(&known.id), normalize(&known.name));
        let by_name = !wanted.is_empty() && (wanted == id || wanted == title);
        let by_form = form.contains("superpod")
            && gpu
                .as_ref()
                .is_some_and(|gpu| id == format!("superpod{}", gpu.trim_start_matches("nvidia").trim()));
        (by_name || by_form) && work.catalog.fabric_profile(&known.id).is_some()
    });
    let Some(architecture) = work.architecture else { return };
    if work.asked.gpu_models.is_some() {
        return;
    }
    let system = architecture.systems.iter().find_map(|id| work.catalog.system(id));
    // A system whose catalog entry lists no part is named after it: "DGX SuperPOD Rubin NVL8".
    let named = || {
        architecture.name.split(' ').find_map(|word| match work.catalog.resolve_gpu(word) {
            Resolution::One(id) => work.catalog.gpu(id),
            _ => None,
        })
    };
    let listed = system.and_then(|system| system.gpus.first()).and_then(|id| work.catalog.gpu(id));
    if let Some(gpu) = listed.or_else(named) {
        work.gpu = Some(gpu);
        work.system = system;
    }
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

/// GPUs of a node of the architecture, where one is named.
pub(super) fn gpus_per_node(work: &Work<'_>) -> Option<Traced> {
    let profile = work.catalog.fabric_profile(&work.architecture?.id)?;
    Some(parameter(profile, "gpus_per_node", "GPUs", profile.gpus_per_node))
}

/// Compute trays come in whole racks; gives the racks, where the architecture counts them.
fn whole_racks(work: &mut Work<'_>, architecture: &Architecture, nodes: &Traced) -> Option<Traced> {
    let profile = work.catalog.fabric_profile(&architecture.id)?;
    let per_rack = parameter(profile, "rack_nodes", "nodes", profile.rack_nodes?);
    let inputs = [("nodes", nodes), ("rack_nodes", &per_rack)];
    let racks =
        Traced::derived((nodes.value / per_rack.value).ceil(), "racks", "ceil(nodes / rack_nodes)", &inputs);
    if racks.value * per_rack.value != nodes.value {
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
        if let Some(per_node) = work.gpus_per_node.clone() {
            super::size::settle(work, whole, &per_node);
        }
    }
    Some(racks)
}

/// Holds the size against the architecture's tables.
pub(super) fn hold(work: &mut Work<'_>) {
    let (Some(architecture), Some(nodes)) = (work.architecture, work.nodes.clone()) else { return };
    let (size, unit) = match whole_racks(work, architecture, &nodes) {
        Some(racks) if architecture.size_unit == "rack" => (racks, "racks"),
        _ => (nodes, "nodes"),
    };
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
            RuleId::RaNodeRange,
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

/// Servers that manage the cluster, and switches a component table prints where no rule counts them.
pub(super) fn equip(work: &mut Work<'_>) {
    let Some(nodes) = work.nodes.clone() else { return };
    let Some(id) = work
        .architecture
        .map(|known| known.id.to_string())
        .or_else(|| work.pattern.map(|pattern| pattern.id.to_string()))
    else {
        return;
    };
    for (index, (role, part_id, component)) in
        management::support(work.catalog, &id, nodes.count()).into_iter().enumerate()
    {
        let mut row = Record::new(&mut work.trace, format!("/design/support/{index}"));
        work.support.push(SupportNodes {
            role: role.into(),
            part_id,
            count: row.count("count", &component.count),
            reference: component.reference,
        });
    }
    if work.support.is_empty() {
        work.find(
            FindingDraft::note(
                RuleId::SupportNodes,
                Severity::Info,
                format!("no source that was read counts the management servers of {id}; they are to be planned with the cluster manager"),
            )
            .at("/design/support"),
        );
    }
    super::separate::add(work, &id, &nodes);
}
