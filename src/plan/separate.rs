//! Storage, in-band and out-of-band fabrics that have switches of their own, as far as a publication counts them: a
//! component table of exactly this size, a figure of it, or a rule per scalable unit. What none counts is a finding.

use super::{
    stages::{CountedFabric, FabricSet},
    work::Work,
};
use crate::{
    catalog::{
        Catalog, SwitchRole,
        kinds::{Cell, PublishedTable},
    },
    design::{RuleId, Severity, SwitchedFabric},
    fabric,
    plan::management,
    trace::{FindingDraft, Origin, Traced},
    units::{Nodes, Per, ScalableUnits, Switches},
};

/// The same fabrics, with those that have none yet filled as far as a publication counts their switches.
pub(super) fn fill(work: &mut Work<'_>, id: &str, nodes: &Traced, fabrics: FabricSet) -> FabricSet {
    let mut found = components(work.catalog, id, nodes);
    let compute = fabrics.compute.as_ref();
    found.extend(compute.and_then(|compute| figure(work.catalog, id, &compute.form)).unwrap_or_default());
    found.extend(per_unit(work.catalog, id, nodes));
    let FabricSet { compute, converged, storage, out_of_band } = fabrics;
    let mut first = |key: &'static str| {
        let index = found.iter().position(|one| one.key == key)?;
        Some(write(work, found.remove(index)))
    };
    FabricSet {
        compute,
        converged: converged.or_else(|| first("converged")),
        storage: storage.or_else(|| first("storage")),
        out_of_band: out_of_band.or_else(|| first("out_of_band")),
    }
}

/// A fabric as a publication counts it.
struct Published {
    key: &'static str,
    part: Option<String>,
    counts: Counts,
    reference: String,
    basis: &'static str,
}

/// Component tables of exactly this size.
fn components(catalog: &Catalog, id: &str, nodes: &Traced) -> Vec<Published> {
    [("converged", "in-band switches"), ("storage", "storage IB switches")]
        .into_iter()
        .filter_map(|(key, component)| {
            let found = management::published(catalog, id, nodes.count(), component)?;
            Some(Published {
                key,
                part: switch_id(catalog, &found.model),
                counts: Counts { total: Some(found.count), ..Counts::default() },
                reference: found.reference,
                basis: "published",
            })
        })
        .collect()
}

/// Switches of a fabric: by tier, or all together where tiers are not printed.
#[derive(Default)]
struct Counts {
    leaf: Option<Traced>,
    spine: Option<Traced>,
    total: Option<Traced>,
}

fn switch_id(catalog: &Catalog, model: &str) -> Option<String> {
    let part = model.to_lowercase();
    let found = catalog.switch(&part).filter(|switch| switch.role == SwitchRole::Fabric);
    found.map(|switch| switch.id.to_string())
}

/// A published fabric as a part of the design.
fn write(work: &mut Work<'_>, found: Published) -> CountedFabric {
    let Published { key, part, counts, reference, basis } = found;
    let reference = reference.as_str();
    let technology = part
        .as_ref()
        .and_then(|id| work.catalog.switch(id))
        .and_then(|switch| switch.fabric.word().parse().ok());
    let mut row = work.record(format!("/design/fabric/{key}"));
    let one = Traced::constant(1.0, "planes", "the publication counts one set of switches", reference);
    let none = |what: &str| Traced::constant(0.0, "switches", what, reference);
    let topology = match (&counts.leaf, &counts.spine) {
        (Some(_), None) if key == "out_of_band" => "single tier",
        (Some(_), Some(_)) => "leaf-spine, counts as published",
        (Some(_), None) => "leaves; no publication prints the spines of this size",
        _ => "counts as published, tiers not printed",
    };
    let leaf = counts.leaf.clone().unwrap_or_else(|| none("no leaf count is printed"));
    let spine = counts.spine.clone().unwrap_or_else(|| none("no spine count is printed"));
    let total = counts
        .total
        .clone()
        .unwrap_or_else(|| (leaf.named::<Switches>("leaf") + spine.named::<Switches>("spine")).traced());
    let core = none("no third tier is printed");
    let form = SwitchedFabric {
        technology,
        topology: topology.into(),
        switch_id: part,
        plane_count: row.count("plane_count", &one),
        leaf_count: row.count("leaf_count", &leaf),
        spine_count: row.count("spine_count", &spine),
        core_count: row.count("core_count", &core),
        switch_count: row.count("switch_count", &total),
        in_rack_count: None,
        node_link_count: None,
        leaf_spine_link_count: None,
        upper_link_count: None,
        service_link_count: None,
        link_gbps: None,
        oversubscription: None,
        basis: basis.into(),
        reference: reference.into(),
    };
    CountedFabric { form, leaf, spine, switches: total, in_rack: None, node_links: None, gbps: None }
}

/// A counted figure of a system whose east-west leaves and spines are those of this plan.
fn figure(catalog: &Catalog, id: &str, compute: &SwitchedFabric) -> Option<Vec<Published>> {
    let row = |table: &PublishedTable, name: &str| -> Option<(u64, String)> {
        let found =
            table.rows.iter().find(|row| row.first() == Some(&Cell::Words(name.to_string().into())))?;
        let Some(Cell::Count(count)) = found.get(1) else { return None };
        let model = match found.get(2) {
            Some(Cell::Words(model)) => model.to_string(),
            _ => String::new(),
        };
        Some((*count, model))
    };
    let same = |table: &&PublishedTable| {
        let equal = |name: &str, count: u64| row(table, name).is_some_and(|(found, _)| found == count);
        table.about.as_deref() == Some(id)
            && equal("compute leaf", compute.leaf_count)
            && equal("compute spine", compute.spine_count)
    };
    let table = catalog.published_tables().iter().find(same)?;
    let reference = format!("table {} ({})", table.id, table.source_url);
    let cited = |name: &str, count: u64| {
        Traced::new(
            count as f64,
            "switches",
            Origin::Catalog {
                entry: format!("published_table/{}", table.id),
                field: name.into(),
                source: source_of(catalog, id, &table.source_url),
                confidence: table.confidence.word().into(),
            },
        )
    };
    let mut found = Vec::new();
    for (key, leaf, spine) in
        [("storage", "storage leaf", "storage spine"), ("converged", "in-band leaf 800G", "in-band spine")]
    {
        if let (Some((leaves, model)), Some((spines, _))) = (row(table, leaf), row(table, spine)) {
            let counts =
                Counts { leaf: Some(cited(leaf, leaves)), spine: Some(cited(spine, spines)), total: None };
            found.push((key, switch_id(catalog, &model), counts));
        }
    }
    if let Some((count, model)) = row(table, "OOB") {
        let counts = Counts { leaf: Some(cited("OOB", count)), ..Counts::default() };
        let part = catalog.switch(&model.to_lowercase()).map(|switch| switch.id.to_string());
        found.push((
            "out_of_band",
            part,
            Counts { total: counts.leaf.clone(), leaf: counts.leaf, spine: None },
        ));
    }
    let published = |(key, part, counts)| {
        let reference = reference.clone();
        Published { key, part, counts, reference, basis: "published" }
    };
    Some(found.into_iter().map(published).collect())
}

fn source_of(catalog: &Catalog, id: &str, url: &str) -> String {
    let profile = catalog.fabric_profile(id);
    profile.and_then(|profile| profile.sources.first()).map_or_else(|| url.to_string(), ToString::to_string)
}

/// Storage and in-band leaves per scalable unit (R12); spines only as a row prints them.
fn per_unit(catalog: &Catalog, id: &str, nodes: &Traced) -> Vec<Published> {
    let profile = catalog.fabric_profile(id);
    let Some((profile, rule, su_nodes)) =
        profile.and_then(|profile| Some((profile, profile.su_ethernet.as_ref()?, profile.su_nodes?)))
    else {
        return Vec::new();
    };
    let source = profile.sources.first().map(ToString::to_string).unwrap_or_default();
    let parameter = |field: &str, unit: &str, value: u64| {
        Traced::new(
            value as f64,
            unit,
            Origin::Catalog {
                entry: format!("fabric_profile/{id}"),
                field: field.into(),
                source: source.clone(),
                confidence: profile.confidence.word().into(),
            },
        )
    };
    let per_su = parameter("su_nodes", "nodes", su_nodes);
    let units = nodes.count().div_ceil(su_nodes.max(1));
    let leaves = |field: &str, each: u64| {
        let each = parameter(field, "switches", each);
        ((nodes.named::<Nodes>("nodes") / per_su.named::<Per<Nodes, ScalableUnits>>("su_nodes")).ceil()
            * each.named::<Per<Switches, ScalableUnits>>("leaves_per_su"))
        .traced()
        .by_rule("rule R12")
    };
    let rows = fabric::rows_for(catalog, profile, nodes.count());
    let spine = rows.iter().find_map(|found| {
        let states = found.row.cells.iter().any(|cell| cell.column == "storage_leaf");
        let cell = found.row.cells.iter().find(|cell| cell.column == "spine")?;
        let count = cell.printed.filter(|_| states && cell.reason.is_none())?;
        Some(Traced::new(
            count as f64,
            "switches",
            Origin::Catalog {
                entry: format!("published_table/{}", found.row.table),
                field: "spine".into(),
                source: source.clone(),
                confidence: profile.confidence.word().into(),
            },
        ))
    });
    let switch = Some(rule.switch.to_string());
    let storage =
        Counts { leaf: Some(leaves("su_ethernet.storage_leaves", rule.storage_leaves)), spine, total: None };
    let mut found = vec![Published {
        key: "storage",
        part: switch.clone(),
        counts: storage,
        reference: "rule R12: storage leaves per scalable unit".into(),
        basis: "derived",
    }];
    if units <= rule.in_band_units_max {
        let leaf = Some(leaves("su_ethernet.in_band_leaves", rule.in_band_leaves));
        found.push(Published {
            key: "converged",
            part: switch,
            counts: Counts { leaf, ..Counts::default() },
            reference: "rule R12: in-band leaves per scalable unit".into(),
            basis: "derived",
        });
    }
    found
}

/// Where storage goes, or what is missing to say so.
pub(super) fn say(work: &mut Work<'_>, id: &str, of_architecture: bool, nodes: &Traced, fabrics: &FabricSet) {
    if of_architecture {
        if fabrics.storage.is_none() {
            work.find(
                FindingDraft::note(
                    RuleId::NotCovered,
                    Severity::Warning,
                    format!(
                        "storage of {id} is on a fabric of its own; no row that was read counts its switches at {}",
                        nodes.words()
                    ),
                )
                .repaired_by("size the storage fabric with the storage vendor, or plan a size a table prints"),
            );
        }
    } else if fabrics.converged.is_some() {
        work.find(FindingDraft::note(
            RuleId::StorageFabric,
            Severity::Info,
            format!("{id} carries storage on its north-south fabric; storage has no switches of its own"),
        ));
    }
}
