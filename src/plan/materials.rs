//! Bill of materials, licences and cost of the plan.

use super::{
    stages::{Billed, Housed, Networked, RoomNumbers, Sized, Stored},
    work::Work,
};
use crate::{
    catalog::Catalog,
    design::{BomConfidence, Field, RuleId, Severity, SoftwareItem, wiring::Wiring, words::Software},
    fabric::wiring,
    plan::{
        bom::{self, Wanted},
        management, software,
    },
    trace::{
        FindingDraft, Origin, Traced,
        record::{product, sum},
    },
    units::{Nodes, NodesPerRack, Years},
};

/// Licences, and everything that is bought.
pub(super) fn list(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
    housed: &Housed,
    stored: &Stored,
) -> Billed {
    if sized.gpus.is_none() || sized.nodes.is_none() {
        return Billed::default();
    }
    let licences = licences(work, sized, networked);
    let mut lines = nodes(sized, &housed.numbers);
    lines.extend(adapters(sized));
    lines.extend(network(work.catalog, sized, networked, housed));
    lines.extend(support(networked));
    lines.extend(racks(work, sized, &housed.numbers));
    lines.extend(rest(work, &licences, stored));
    let mut lines = bom::merged(lines);
    for line in &mut lines {
        bom::number(work.catalog, line);
    }
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
            Some(
                (nodes.named::<Nodes>("nodes") / trays.named::<NodesPerRack>("trays_per_rack"))
                    .ceil()
                    .traced(),
            )
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

/// Switches, and what joins them: the modules and cables of the wiring.
fn network(catalog: &Catalog, sized: &Sized<'_>, networked: &Networked, housed: &Housed) -> Vec<Wanted> {
    let mut lines = Vec::new();
    for (key, fabric) in networked.fabrics.each() {
        let (form, count) = (&fabric.form, fabric.bought());
        if count.value <= 0.0 {
            continue;
        }
        let item = format!("{} switch", name(key));
        let line = match &form.switch_id {
            Some(part) => Wanted::part("network", &item, part, count, &form.reference),
            None => Wanted::unknown("network", &item, count, &form.reference),
        };
        lines.push(if form.basis == "published" { line } else { line.estimated() });
    }
    let wiring = wiring(catalog, sized, networked, housed);
    if let Some((wiring, nodes)) = wiring.as_ref().zip(sized.nodes.as_ref()) {
        lines.extend(bom::cabling(catalog, wiring, nodes, |count| {
            sized
                .architecture
                .is_some_and(|known| management::prints(catalog, &known.id, nodes.count(), count))
        }));
    }
    for (key, fabric) in networked.fabrics.each() {
        let of_fabric = |wiring: &Wiring| wiring.links.iter().any(|link| link.network.word() == key);
        if fabric.form.switch_count > 0 && !wiring.as_ref().is_some_and(of_fabric) {
            let reference = &fabric.form.reference;
            lines.push(Wanted::unknown(
                "optics",
                &format!("modules and cables of the {} fabric", name(key)),
                Traced::constant(1.0, "sets", "one set; no source counts its links", reference),
                reference,
            ));
        }
    }
    lines
}

/// A fabric for people, by its key.
fn name(key: &str) -> &'static str {
    match key {
        "compute" => "east-west",
        "converged" => "north-south",
        "storage" => "storage",
        _ => "out-of-band",
    }
}

/// The wiring the bill is counted from: of the chosen architecture, technology, server and rack plan.
pub(super) fn wiring(
    catalog: &Catalog,
    sized: &Sized<'_>,
    networked: &Networked,
    housed: &Housed,
) -> Option<Wiring> {
    let compute = networked.fabrics.compute.as_ref()?;
    let site = wiring::Site {
        architecture: sized
            .architecture
            .map(|known| known.id.as_ref())
            .or_else(|| sized.pattern.map(|pattern| pattern.id.as_ref()))?,
        technology: compute.form.technology,
        nodes: sized.nodes.as_ref()?.count(),
        system: sized.system,
        facility: housed.facility.as_ref(),
    };
    wiring::lay_out(catalog, &site).ok().map(|(wiring, _)| wiring)
}

fn support(networked: &Networked) -> Vec<Wanted> {
    networked
        .support
        .iter()
        .map(|row| {
            let (form, count) = (&row.form, row.count.clone());
            let item = format!("{} server", form.role);
            // A count of a table stands in the catalog; one that was taken over from another size does not.
            let printed = matches!(&*count.origin, Origin::Catalog { .. });
            match &form.part_id {
                Some(part) if printed => Wanted::part("management", &item, part, count, &form.reference),
                Some(part) => Wanted::part("management", &item, part, count, &form.reference).estimated(),
                None => Wanted::unknown("management", &item, count, &form.reference),
            }
        })
        .collect()
}

fn racks(work: &Work<'_>, sized: &Sized<'_>, room: &RoomNumbers) -> Vec<Wanted> {
    let count = if sized.rack_scale() { &room.network_racks } else { &room.racks };
    let Some(count) = count.clone() else { return Vec::new() };
    let strips = strips(work.catalog, sized, room);
    let rule = "rack plan of this design";
    let rack = match (&work.asked.rack_u, super::facility::default_rack(work.catalog)) {
        (Some(_), _) => Wanted::unknown("racks", "rack of the stated height", count, rule),
        (None, Some(rack)) => Wanted::part("racks", "rack", &rack.id, count, rule).estimated(),
        (None, None) => Wanted::unknown("racks", "rack", count, rule),
    };
    let mut lines = vec![rack];
    let item = "power distribution unit, one for each feed";
    lines.extend(strips.map(|strips| Wanted::unknown("racks", item, strips, rule)));
    lines.extend(room.coolant_units.clone().map(|(name, part, count)| {
        let item = format!("coolant distribution unit (example product: {name})");
        Wanted::part("racks", &item, &part, count, "heat of the liquid-cooled nodes over that of one unit")
            .estimated()
    }));
    lines
}

/// Power strips: as the architecture's own table prints them for the racks of nodes, else one for each feed. Racks of
/// switches have a pair; a rack-scale system brings its own power shelves.
fn strips(catalog: &Catalog, sized: &Sized<'_>, room: &RoomNumbers) -> Option<Traced> {
    let pair = Traced::constant(2.0, "strips", "one for feed A, one for feed B", "A/B redundancy");
    let printed = sized.architecture.zip(sized.nodes.as_ref()).and_then(|(known, nodes)| {
        management::published(catalog, &known.id, nodes.count(), "PDUs compute racks")
    });
    let of_nodes = match (printed, &room.node_racks) {
        (Some(printed), _) => Some(printed.count),
        (None, Some(racks)) if !sized.rack_scale() => {
            let feeds = room.feeds_per_rack.as_ref().or(room.sources.as_ref()).unwrap_or(&pair);
            Some(product("strips", ("node_racks", racks), ("feeds_per_rack", feeds)))
        }
        _ => None,
    };
    let mut parts = Vec::new();
    parts.extend(of_nodes.map(|strips| ("node_rack_strips".to_string(), strips)));
    parts.extend(room.network_racks.as_ref().map(|racks| {
        let strips = product("strips", ("network_racks", racks), ("strips_per_rack", &pair));
        ("network_rack_strips".to_string(), strips)
    }));
    sum("strips", &parts)
}

/// Storage, software and support contracts.
fn rest(work: &Work<'_>, licences: &[(SoftwareItem, Option<Traced>)], stored: &Stored) -> Vec<Wanted> {
    let one = |what: &str| Traced::constant(1.0, "sets", what, "the requirement");
    let mut lines = Vec::new();
    let product = stored.form.as_ref().and_then(|storage| storage.appliances.as_ref());
    if let Some((product, count)) = product.zip(stored.appliances.clone()) {
        let item = format!("storage appliance (example product: {})", product.name);
        let rule = "rates and capacity asked for over those of one appliance";
        lines.push(Wanted::part("storage", &item, &product.part_id, count, rule).estimated());
    } else if stored.form.is_some() && work.is_for(super::storage::STORES_DATA) {
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
        let whole =
            if stated.value.fract() == 0.0 { stated } else { stated.named::<Years>("years").ceil().traced() };
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
    let denied = |name: &str| {
        work.reading.statements.iter().any(|statement| {
            statement.field == Field::Software
                && statement.negated
                && statement.scope.is_built_now()
                && statement.value.words().parse::<Software>().is_ok_and(|word| word.label() == name)
        })
    };
    let needed =
        software::licences(work.catalog, &counted).into_iter().filter(|needed| !denied(&needed.licence.name));
    for (index, needed) in needed.enumerate() {
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
                RuleId::CostToBeQuoted,
                Severity::Info,
                "no price book was given; cost is to be quoted",
            )
            .at("/design/bom")
            .repaired_by("give --prices FILE, or --prices indicative for orientation"),
        );
    }
    missing
}
