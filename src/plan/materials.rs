//! Bill of materials, licences and cost of the plan.

use super::{
    stages::{Billed, CountedFabric, FabricSet, Housed, Networked, RoomNumbers, Sized},
    work::Work,
};
use crate::{
    catalog::{Catalog, Fabric, Fact, PortType},
    design::{BomConfidence, Severity, SoftwareItem, SwitchedFabric, words::Software},
    plan::{
        bom::{self, Ends, Wanted, optics},
        management, software,
    },
    trace::{
        FindingDraft, Traced,
        record::{product, sum},
    },
};

/// Licences, and everything that is bought.
pub(super) fn list(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
    housed: &Housed,
    stores: bool,
) -> Billed {
    if sized.gpus.is_none() || sized.nodes.is_none() {
        return Billed::default();
    }
    let licences = licences(work, sized, networked);
    let mut lines = nodes(sized, &housed.numbers);
    lines.extend(adapters(sized));
    lines.extend(network(work.catalog, sized, networked));
    lines.extend(support(networked));
    lines.extend(racks(work, sized, &housed.numbers));
    lines.extend(rest(work, &licences, stores));
    let mut lines = bom::merged(lines);
    let spares = bom::spares(&lines);
    if !spares.is_empty() {
        work.assume(
            "spare_ratio",
            bom::SPARE_SHARE,
            bom::SPARE_REASON,
            "another share changes the spare lines of the bill and nothing else",
            false,
        );
    }
    lines.extend(spares);
    let missing = missing(work, networked, housed);
    let (bom, quantities) = bom::write(&mut work.record("/design/bom"), lines, missing);
    let software = licences.into_iter().map(|(item, _)| item).collect();
    Billed { software, bom: Some(bom), quantities }
}

fn nodes(sized: &Sized<'_>, room: &RoomNumbers) -> Vec<Wanted> {
    let (Some(gpu), Some(nodes)) = (sized.gpu, sized.nodes.clone()) else { return Vec::new() };
    let Some(system) = sized.system else {
        let item = format!("server with {}", gpu.name);
        return vec![Wanted::unknown("compute", &item, nodes, "no product of the catalog holds this GPU")];
    };
    let source = system.gpu_count.as_ref().map(|fact| fact.source.to_string()).unwrap_or_default();
    if sized.rack_scale() {
        let racks = room.node_racks.clone().or_else(|| {
            // Without a published power there is no rack plan, but the system is still bought whole.
            let trays = crate::trace::facts::number(
                &format!("system/{}", system.id),
                "nodes",
                "trays",
                system.nodes.as_ref(),
            )?;
            Some(Traced::derived(
                (nodes.value / trays.value).ceil(),
                "racks",
                "ceil(nodes / trays_per_rack)",
                &[("nodes", &nodes), ("trays_per_rack", &trays)],
            ))
        });
        return racks
            .map(|racks| Wanted::part("compute", &system.name, &system.id, racks, &source))
            .into_iter()
            .collect();
    }
    let per_node = sized.gpus_per_node.as_ref().map_or(0, Traced::count);
    // A reference architecture names a class of server; a DGX architecture and the customer name the product.
    let named = sized.architecture.is_some() || sized.server.is_some();
    let product = if sized.server.is_some() {
        format!("{} with {per_node} x {}", system.name, gpu.name)
    } else {
        format!("server with {per_node} x {} (example product: {})", gpu.name, system.name)
    };
    let line = Wanted::part("compute", &product, &system.id, nodes, &source);
    vec![if named { line } else { line.estimated() }]
}

/// Adapters of the pattern, where the example product is not sold with its own.
fn adapters(sized: &Sized<'_>) -> Vec<Wanted> {
    let (Some(pattern), Some(nodes)) = (sized.pattern, sized.nodes.clone()) else { return Vec::new() };
    let own = sized.rack_scale() || sized.system.is_some_and(|system| system.compute_nics.is_some());
    if own || sized.architecture.is_some() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for (role, field, adapters) in
        [("east-west", "ew_nics", &pattern.ew_nics), ("north-south", "ns_nics", &pattern.ns_nics)]
    {
        let Some(adapters) = adapters else { continue };
        let each = crate::trace::facts::pattern(pattern, field, "adapters", adapters.count as f64);
        let quantity = product("adapters", ("nodes", &nodes), ("adapters_per_node", &each));
        let model = adapters.model.as_ref().map_or("adapter", |model| model.as_ref());
        let item = format!("{role} adapter, {model}");
        let source = format!("pattern {}", pattern.id);
        lines.push(match &adapters.nic {
            Some(nic) => Wanted::part("compute", &item, nic, quantity, &source),
            None => Wanted::unknown("compute", &item, quantity, &source),
        });
    }
    lines
}

fn network(catalog: &Catalog, sized: &Sized<'_>, networked: &Networked) -> Vec<Wanted> {
    let mut lines = Vec::new();
    for (key, fabric) in networked.fabrics.each() {
        let name = match key {
            "compute" => "east-west",
            "converged" => "north-south",
            "storage" => "storage",
            _ => "out-of-band",
        };
        let (form, count) = (&fabric.form, fabric.switches.clone());
        let item = format!("{name} switch");
        if count.value > 0.0 {
            lines.push(match &form.switch_id {
                Some(part) => Wanted::part("network", &item, part, count.clone(), &form.reference),
                None => Wanted::unknown("network", &item, count.clone(), &form.reference),
            });
        }
        if key == "out_of_band" {
            if let Some(links) = fabric.node_links.clone() {
                lines.push(Wanted::unknown(
                    "cables",
                    "copper cable for out-of-band ports of nodes, length by room layout",
                    links,
                    &form.reference,
                ));
            }
        } else if let Some(ends) = ends(catalog, sized, &networked.fabrics, key, name, fabric) {
            lines.extend(optics(catalog, &ends));
        } else if count.value > 0.0 {
            lines.push(Wanted::unknown(
                "optics",
                &format!("modules and cables of the {name} fabric"),
                Traced::constant(1.0, "sets", "one set; no source counts its links", &form.reference),
                &form.reference,
            ));
        }
    }
    lines
}

/// Where the links of a fabric end.
fn ends(
    catalog: &Catalog,
    sized: &Sized<'_>,
    fabrics: &FabricSet,
    key: &str,
    name: &'static str,
    fabric: &CountedFabric,
) -> Option<Ends> {
    // A fabric on another one's switches has its modules in those switches.
    let form = &fabric.form;
    let switch_id = form.switch_id.clone()?;
    let tiers: Vec<Traced> = if form.switch_count == 0 {
        vec![fabrics.compute.as_ref()?.switches.clone()]
    } else {
        [&fabric.leaf, &fabric.spine, &fabric.core]
            .into_iter()
            .filter(|count| count.value > 0.0)
            .cloned()
            .collect()
    };
    let tier_links = [&fabric.leaf_spine_links, &fabric.upper_links].into_iter().flatten().cloned().collect();
    Some(Ends {
        name,
        fabric: if form.is_infiniband() { Fabric::Infiniband } else { Fabric::Ethernet },
        switch_id,
        gbps: form.link_gbps? as u64,
        node_cage: if key == "compute" { node_cage(catalog, sized, form) } else { None },
        node_links: fabric.node_links.clone()?,
        service_links: fabric.service_links.clone().filter(|links| links.value > 0.0),
        tier_links,
        tiers,
    })
}

/// Cage of the east-west adapters and links of one module in it: of the pattern's adapter, or as the product's own
/// sheet prints it ("4x OSFP twin-port").
fn node_cage(catalog: &Catalog, sized: &Sized<'_>, fabric: &SwitchedFabric) -> Option<(PortType, Traced)> {
    let system = sized.system?;
    let printed = system.compute_network.as_ref().and_then(Fact::known);
    if sized.architecture.is_some()
        && let Some(text) = printed
        && text.to_lowercase().contains("osfp twin-port")
    {
        return Some((
            PortType::Osfp,
            Traced::new(
                2.0,
                "links",
                crate::trace::Origin::Catalog {
                    entry: format!("system/{}", system.id),
                    field: "compute_network".into(),
                    source: system
                        .compute_network
                        .as_ref()
                        .map(|fact| fact.source.to_string())
                        .unwrap_or_default(),
                    confidence: "secondary".into(),
                },
            ),
        ));
    }
    let nic = sized.pattern?.ew_nics.as_ref()?.nic.as_ref().and_then(|id| catalog.nic(id))?;
    let ports = nic.ports.as_ref()?.known()?;
    let links = ports.gbps / (fabric.link_gbps? as u64).max(1);
    (links >= 1).then(|| {
        let source = nic.ports.as_ref().map(|fact| fact.source.to_string()).unwrap_or_default();
        let traced = Traced::new(
            links as f64,
            "links",
            crate::trace::Origin::Catalog {
                entry: format!("nic/{}", nic.id),
                field: "ports".into(),
                source,
                confidence: "secondary".into(),
            },
        );
        (ports.cage, traced)
    })
}

fn support(networked: &Networked) -> Vec<Wanted> {
    networked
        .support
        .iter()
        .map(|row| {
            let (form, count) = (&row.form, row.count.clone());
            let item = format!("{} server", form.role);
            match &form.part_id {
                Some(part) => Wanted::part("management", &item, part, count, &form.reference),
                None => Wanted::unknown("management", &item, count, &form.reference),
            }
        })
        .collect()
}

fn racks(work: &Work<'_>, sized: &Sized<'_>, room: &RoomNumbers) -> Vec<Wanted> {
    let count = if sized.rack_scale() { &room.network_racks } else { &room.racks };
    let Some(count) = count.clone() else { return Vec::new() };
    let pair = Traced::constant(2.0, "strips", "one for side A, one for side B", "A/B redundancy");
    let feeds = room.feeds_per_rack.clone().unwrap_or(pair);
    let strips = strips(work.catalog, sized, room, &count, &feeds);
    let rule = "rack plan of this design";
    let rack = match work.asked.rack_u {
        Some(_) => Wanted::unknown("racks", "rack of the stated height", count, rule),
        None => Wanted::part("racks", "rack", "rack-48u-800", count, rule).estimated(),
    };
    vec![rack, Wanted::unknown("racks", "power distribution unit, one for each feed", strips, rule)]
}

/// Power strips: as the architecture's own table prints them for the racks of nodes, else one for each feed.
fn strips(
    catalog: &Catalog,
    sized: &Sized<'_>,
    room: &RoomNumbers,
    racks: &Traced,
    feeds: &Traced,
) -> Traced {
    let printed = sized.architecture.zip(sized.nodes.as_ref()).and_then(|(known, nodes)| {
        management::published(catalog, &known.id, nodes.count(), "PDUs compute racks")
    });
    match (printed, &room.network_racks) {
        (Some(printed), Some(network)) => Traced::derived(
            printed.count.value + network.value * feeds.value,
            "strips",
            "printed_for_node_racks + network_racks * strips_per_rack",
            &[
                ("printed_for_node_racks", &printed.count),
                ("network_racks", network),
                ("strips_per_rack", feeds),
            ],
        ),
        _ => product("strips", ("racks", racks), ("strips_per_rack", feeds)),
    }
}

/// Storage, software and support contracts.
fn rest(work: &Work<'_>, licences: &[(SoftwareItem, Option<Traced>)], stores: bool) -> Vec<Wanted> {
    let one = |what: &str| Traced::constant(1.0, "sets", what, "the requirement");
    let mut lines = Vec::new();
    if stores && work.is_for(super::storage::STORES_DATA) {
        lines.push(Wanted::unknown(
            "storage",
            "storage system",
            one("one system; no product is chosen"),
            "storage part of this design",
        ));
    }
    for (item, count) in licences {
        let Some(count) = count.clone() else { continue };
        let line = Wanted::part("software", &item.name, &item.id, count, &item.source);
        lines.push(Wanted { unit: "licence-year", confidence: BomConfidence::Estimate, ..line });
    }
    if let Some(years) = &work.asked.warranty_years {
        let stated = Work::stated("warranty_years", "years", years);
        // Eighteen months are bought as two years.
        let whole = if stated.value.fract() == 0.0 {
            stated
        } else {
            Traced::derived(stated.value.ceil(), "years", "ceil(years)", &[("years", &stated)])
        };
        lines.push(Wanted::unknown("services", "support and warranty, years", whole, "stated"));
    }
    lines
}

/// The licences, each with its count where it can be counted.
fn licences(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
) -> Vec<(SoftwareItem, Option<Traced>)> {
    if work.asked.software.as_ref().is_some_and(|stated| stated.value == Software::None) {
        return Vec::new();
    }
    let (Some(gpu), Some(gpus), Some(nodes)) = (sized.gpu, sized.gpus.clone(), sized.nodes.clone()) else {
        return Vec::new();
    };
    let compute = networked.fabrics.compute.as_ref();
    let managed = compute.filter(|compute| compute.form.is_infiniband()).and_then(|compute| {
        let switches = compute.switches.clone();
        sum("devices", &[("nodes".to_string(), nodes.clone()), ("switches".to_string(), switches)])
    });
    let counted = software::Counted { gpu, gpus: &gpus, managed, workloads: work.workloads() };
    let mut items = Vec::new();
    for (index, needed) in software::licences(work.catalog, &counted).into_iter().enumerate() {
        let mut row = work.record(format!("/design/software/{index}"));
        let item = SoftwareItem {
            id: needed.licence.id.to_string(),
            name: needed.licence.name.to_string(),
            metric: needed.metric,
            count: needed.count.as_ref().map(|count| row.count("count", count)),
            bundled: needed.bundled,
            source: needed.source,
            note: needed.note,
        };
        items.push((item, needed.count));
    }
    items
}

/// What stands in the way of an offer besides unknown parts.
fn missing(work: &mut Work<'_>, networked: &Networked, housed: &Housed) -> Vec<String> {
    let mut missing = Vec::new();
    if housed.numbers.racks.is_none() {
        missing.push("rack plan: the power of a rack is not known".to_string());
    }
    if networked.fabrics.compute.is_none() {
        missing.push("east-west fabric: no pattern or architecture covers it".to_string());
    }
    missing.push("room layout: cable lengths".to_string());
    if work.material {
        missing.push("assumptions that could change the design are not confirmed".to_string());
    }
    if work.catalog.prices().is_empty() {
        work.find(
            FindingDraft::note(
                "cost_to_be_quoted",
                Severity::Info,
                "no price book was given; cost is to be quoted",
            )
            .at("/design/bom")
            .repaired_by("give --prices FILE, or --prices indicative for orientation"),
        );
    }
    missing
}
