//! A published DGX architecture named by the customer takes the place of a pattern: its size, fabric and management
//! servers are those of its own tables.

use super::{
    gpu, resolve,
    stages::{CountedFabric, Support},
    work::Work,
};
use crate::{
    catalog::{
        Catalog, Gpu, Resolution, System, Text,
        kinds::{Architecture, FabricProfile},
        normalize,
    },
    design::{RuleId, Severity, SupportNodes, words::FormFactor},
    plan::management,
    trace::{FindingDraft, Origin, Traced},
    units::{Nodes, NodesPerRack},
};

/// The architecture the customer names: by id, or by its family (SuperPOD, BasePOD) with the GPU and the fabric.
pub(super) fn named<'a>(work: &mut Work<'a>) -> Option<&'a Architecture> {
    let catalog: &'a Catalog = work.catalog;
    let wanted: Vec<String> = work
        .asked
        .patterns
        .iter()
        .flat_map(|stated| stated.value.iter().map(|name| normalize(name)))
        .collect();
    let known = || catalog.architectures().iter().filter(|known| catalog.fabric_profile(&known.id).is_some());
    if let Some(found) = known().find(|known| {
        wanted.iter().any(|name| *name == normalize(&known.id) || *name == normalize(&known.name))
    }) {
        return Some(found);
    }
    let words = family_words(work);
    let mut family: Vec<&Architecture> = known()
        .filter(|known| known.family.as_ref().is_some_and(|name| words.contains(&normalize(name))))
        .collect();
    let name = family.first()?.family.as_ref()?;
    let all: Vec<&str> = family.iter().map(|known| known.name.as_ref()).collect();
    let gpus = named_gpus(work);
    let systems: Vec<&str> = named_systems(work).map(|system| system.id.as_ref()).collect();
    let built_of = |known: &&Architecture| known.systems.iter().any(|id| systems.contains(&id.as_ref()));
    if family.iter().any(built_of) {
        family.retain(built_of);
        return Some(of_fabric(work, family));
    }
    if !gpus.is_empty() {
        family.retain(|known| gpus_of(catalog, known).any(|gpu| gpus.iter().any(|name| *name == **gpu)));
    }
    // A product that is named and not known is never replaced by one of ours.
    let unknown = work.asked.gpu_models_unknown.is_some() || work.asked.server_models.is_some();
    if gpus.is_empty() && unknown {
        return None;
    }
    if family.is_empty() {
        work.find(
            FindingDraft::note(
                RuleId::UnknownProduct,
                Severity::Warning,
                format!("no DGX {name} with {} is published", gpus.join(", ")),
            )
            .repaired_by(format!("published are {}", all.join(", "))),
        );
        return None;
    }
    if gpus.is_empty() {
        let allowed: Vec<Text> = family.iter().flat_map(|known| gpus_of(catalog, known).cloned()).collect();
        let gpu = gpu::by_policy(work, Some(&allowed))?;
        family.retain(|known| gpus_of(catalog, known).any(|id| *id == gpu.id));
    }
    Some(of_fabric(work, family))
}

/// Words the customer uses for the form of the system: the patterns named, and the form with its quote.
fn family_words(work: &Work<'_>) -> Vec<String> {
    let asked = work.asked;
    let form = asked.form_factor.iter().flat_map(|stated| [stated.value.label(), stated.quote.as_str()]);
    let named = asked.patterns.iter().flat_map(|stated| stated.value.iter().map(String::as_str));
    form.chain(named).flat_map(|text| text.split([' ', '-', ','])).map(normalize).collect()
}

/// Ids of the GPUs that are named, as parts of DGX systems.
fn named_gpus(work: &Work<'_>) -> Vec<String> {
    let asked = work.asked;
    let by_name = asked.gpu_models.iter().flat_map(|stated| stated.value.iter());
    let mut ids: Vec<String> = by_name
        .filter_map(|name| resolve::gpu(work.catalog, name, Some(FormFactor::Dgx)))
        .map(|gpu| gpu.id.to_string())
        .collect();
    for name in asked.gpu_models.iter().chain(&asked.server_models).flat_map(|stated| stated.value.iter()) {
        let system = work.catalog.resolve_system(name);
        let system = system.id().and_then(|id| work.catalog.system(id));
        ids.extend(system.iter().flat_map(|system| system.gpus.iter()).map(ToString::to_string));
    }
    ids
}

/// Systems that are named, as servers or by the name of a GPU.
fn named_systems<'a>(work: &Work<'a>) -> impl Iterator<Item = &'a System> {
    let catalog: &'a Catalog = work.catalog;
    let names =
        work.asked.server_models.iter().chain(&work.asked.gpu_models).flat_map(|stated| &stated.value);
    names.filter_map(|name| catalog.system(catalog.resolve_system(name).id()?))
}

/// Ids of the GPUs of an architecture's systems.
fn gpus_of<'a>(catalog: &'a Catalog, known: &'a Architecture) -> impl Iterator<Item = &'a Text> {
    known.systems.iter().filter_map(|id| catalog.system(id)).flat_map(|system| system.gpus.iter())
}

/// The edition with the stated fabric; the first where none is stated, as an assumption when there are several.
fn of_fabric<'a>(work: &mut Work<'a>, family: Vec<&'a Architecture>) -> &'a Architecture {
    let first = family[0];
    let stated = work.asked.fabric.as_ref().and_then(|stated| stated.value.first());
    let word = |known: &Architecture| known.fabrics.iter().map(|fabric| fabric.word()).collect::<Vec<_>>();
    if let Some(wanted) = stated {
        let found = family.iter().find(|known| word(known).contains(&wanted.word()));
        if found.is_none() {
            work.find(FindingDraft::note(
                RuleId::RaFabric,
                Severity::Warning,
                format!("{} is published with {} only", first.name, word(first).join(" and ")),
            ));
        }
        return found.copied().unwrap_or(first);
    }
    if family.len() > 1 {
        work.assume(
            "fabric",
            first.name.to_string(),
            "several editions are published and no fabric is stated",
            "another edition has other switches, adapters and a scalable unit of another size",
            true,
        );
    }
    first
}

/// The architecture a product is published in, for a product that no pattern covers.
pub(super) fn published_for<'a>(work: &mut Work<'a>, system: &System) -> Option<&'a Architecture> {
    let catalog: &'a Catalog = work.catalog;
    let known = catalog
        .architectures()
        .iter()
        .find(|known| known.systems.contains(&system.id) && catalog.fabric_profile(&known.id).is_some())?;
    work.assume(
        "patterns",
        known.name.to_string(),
        "no Enterprise pattern is published for this product; this architecture is",
        "another architecture has other switches and management servers",
        false,
    );
    Some(known)
}

/// GPU and product of an architecture: those named among its systems, else its first.
pub(super) fn products<'a>(
    work: &Work<'a>,
    architecture: &Architecture,
) -> Option<(&'a Gpu, Option<&'a System>)> {
    let catalog: &'a Catalog = work.catalog;
    let named = named_gpus(work);
    let systems = || architecture.systems.iter().filter_map(|id| catalog.system(id));
    let held = systems().find(|system| system.gpus.iter().any(|gpu| named.iter().any(|name| *name == **gpu)));
    let system = held.or_else(|| systems().next());
    // A system whose catalog entry lists no part is named after it: "DGX SuperPOD Rubin NVL8".
    let of_name = || {
        architecture.name.split(' ').find_map(|word| match catalog.resolve_gpu(word) {
            Resolution::One(id) => catalog.gpu(id),
            _ => None,
        })
    };
    let listed = system.and_then(|system| system.gpus.first()).and_then(|id| catalog.gpu(id));
    Some((listed.or_else(of_name)?, system))
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
pub(super) fn fit(work: &mut Work<'_>, architecture: &Architecture, nodes: Traced, named: bool) -> Traced {
    let (nodes, racks) = whole_racks(work, architecture, nodes);
    let (size, unit) = match racks {
        Some(racks) if architecture.size_unit == "rack" => (racks, "racks"),
        _ => (nodes.clone(), "nodes"),
    };
    within_tables(work, architecture, size, unit, named);
    nodes
}

/// Compute trays come in whole racks; gives the nodes, and the racks where the architecture counts them.
fn whole_racks(work: &mut Work<'_>, architecture: &Architecture, nodes: Traced) -> (Traced, Option<Traced>) {
    let profile = work.catalog.fabric_profile(&architecture.id);
    let Some((profile, each)) = profile.and_then(|profile| Some((profile, profile.rack_nodes?))) else {
        return (nodes, None);
    };
    let per_rack = parameter(profile, "rack_nodes", "nodes", each);
    let per_rack = per_rack.named::<NodesPerRack>("rack_nodes");
    let racks = (nodes.named::<Nodes>("nodes") / &per_rack).ceil();
    let whole = (&racks * per_rack).traced();
    let racks = racks.traced();
    if whole.value == nodes.value {
        return (nodes, Some(racks));
    }
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
fn within_tables(work: &mut Work<'_>, architecture: &Architecture, size: Traced, unit: &str, named: bool) {
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
            if named { Severity::Error } else { Severity::Warning },
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
pub(super) fn support(
    work: &mut Work<'_>,
    id: &str,
    nodes: &Traced,
    compute: Option<&CountedFabric>,
) -> Vec<Support> {
    let mut rows: Vec<Support> = Vec::new();
    let mut servers = management::support(work.catalog, id, nodes.count());
    let managers = compute
        .filter(|compute| compute.form.is_infiniband())
        .and_then(|compute| management::managers(work.catalog, compute.form.switch_count));
    if let Some((part, component)) = managers.filter(|_| servers.iter().all(|(_, part, _)| part.is_none())) {
        servers.push(("fabric manager", Some(part), component));
    }
    for (index, (role, part_id, component)) in servers.into_iter().enumerate() {
        let count = work.record(format!("/design/support/{index}")).count("count", &component.count);
        rows.push(Support {
            form: SupportNodes { role: role.into(), part_id, count, reference: component.reference },
            count: component.count,
        });
    }
    if rows.iter().all(|row| row.form.role != "management") {
        work.find(
            FindingDraft::note(
                RuleId::SupportNodes,
                Severity::Info,
                format!("no source that was read counts the management servers of {id}; they are to be planned with the cluster manager"),
            )
            .at("/design/support"),
        );
    }
    rows
}
