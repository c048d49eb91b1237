//! Bill of materials, licences and cost of the plan.

use super::work::Work;
use crate::{
    design::{BomConfidence, Severity, SoftwareItem, SwitchedFabric, wiring::Wiring},
    fabric::wiring,
    plan::{
        bom::{self, Wanted},
        management, software,
    },
    trace::{
        FindingDraft, Traced,
        record::{Record, product, sum},
    },
};

/// Share of modules and cables kept as spares when nothing is stated.
const SPARE_SHARE: f64 = 0.02;
const SPARE_REASON: &str =
    "no spare policy is stated; two of a hundred modules and cables, at least one of each";

/// Lists licences, then everything that is bought.
pub(super) fn list(work: &mut Work<'_>) {
    if work.gpus.is_none() || work.nodes.is_none() {
        return;
    }
    licences(work);
    let mut lines = nodes(work);
    lines.extend(adapters(work));
    lines.extend(network(work));
    lines.extend(support(work));
    lines.extend(racks(work));
    lines.extend(rest(work));
    let mut lines = bom::merged(lines);
    for line in &mut lines {
        bom::number(work.catalog, line);
    }
    let spares = spares(&lines);
    if !spares.is_empty() {
        work.assume(
            "spare_ratio",
            SPARE_SHARE,
            SPARE_REASON,
            "another share changes the spare lines of the bill and nothing else",
            false,
        );
    }
    lines.extend(spares);
    let missing = missing(work);
    let bom = bom::write(&mut Record::new(&mut work.trace, "/design/bom"), lines, missing);
    work.bom = Some(bom);
}

fn trace(work: &Work<'_>, pointer: &str) -> Option<Traced> {
    work.trace.get(pointer).cloned()
}

fn nodes(work: &Work<'_>) -> Vec<Wanted> {
    let (Some(gpu), Some(nodes)) = (work.gpu, work.nodes.clone()) else { return Vec::new() };
    let Some(system) = work.system else {
        let item = format!("server with {}", gpu.name);
        return vec![Wanted::unknown("compute", &item, nodes, "no product of the catalog holds this GPU")];
    };
    let source = system.gpu_count.as_ref().map(|fact| fact.source.to_string()).unwrap_or_default();
    if system.class == crate::catalog::SystemClass::RackScale {
        let racks = trace(work, "/design/facility/node_rack_count").or_else(|| {
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
    let per_node = work.gpus_per_node.as_ref().map_or(0, Traced::count);
    // A reference architecture names a class of server; a DGX architecture and the customer name the product.
    let named = work.architecture.is_some() || work.server.is_some();
    let product = if work.server.is_some() {
        format!("{} with {per_node} x {}", system.name, gpu.name)
    } else {
        format!("server with {per_node} x {} (example product: {})", gpu.name, system.name)
    };
    let line = Wanted::part("compute", &product, &system.id, nodes, &source);
    vec![if named { line } else { line.estimated() }]
}

/// Adapters of the pattern, where the example product is not sold with its own.
fn adapters(work: &Work<'_>) -> Vec<Wanted> {
    let (Some(pattern), Some(nodes)) = (work.pattern, work.nodes.clone()) else { return Vec::new() };
    let own = work.system.is_some_and(|system| {
        system.compute_nics.is_some() || system.class == crate::catalog::SystemClass::RackScale
    });
    if own || work.architecture.is_some() {
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

fn network(work: &Work<'_>) -> Vec<Wanted> {
    let wiring = wiring(work);
    let mut lines = Vec::new();
    for (key, name, fabric) in fabrics(work) {
        let Some(fabric) = fabric else { continue };
        let Some(count) = bought(work, key) else { continue };
        if count.value <= 0.0 {
            continue;
        }
        let item = format!("{name} switch");
        let line = match &fabric.switch_id {
            Some(part) => Wanted::part("network", &item, part, count, &fabric.reference),
            None => Wanted::unknown("network", &item, count, &fabric.reference),
        };
        lines.push(if fabric.basis == "published" { line } else { line.estimated() });
    }
    let nodes = work.nodes.clone();
    if let Some((wiring, nodes)) = wiring.as_ref().zip(nodes) {
        lines.extend(bom::cabling(work.catalog, wiring, &nodes, |count| {
            work.architecture
                .is_some_and(|known| management::prints(work.catalog, &known.id, nodes.count(), count))
        }));
    }
    for (key, name, fabric) in fabrics(work) {
        let wired =
            wiring.as_ref().is_some_and(|wiring| wiring.links.iter().any(|link| link.network.word() == key));
        if let Some(fabric) = fabric.filter(|fabric| !wired && fabric.switch_count > 0) {
            lines.push(Wanted::unknown(
                "optics",
                &format!("modules and cables of the {name} fabric"),
                Traced::constant(1.0, "sets", "one set; no source counts its links", &fabric.reference),
                &fabric.reference,
            ));
        }
    }
    lines
}

/// The fabrics by key and name for people.
fn fabrics<'w>(work: &'w Work<'_>) -> [(&'static str, &'static str, Option<&'w SwitchedFabric>); 4] {
    [
        ("compute", "east-west", work.fabric.compute.as_ref()),
        ("converged", "north-south", work.fabric.converged.as_ref()),
        ("storage", "storage", work.fabric.storage.as_ref()),
        ("out_of_band", "out-of-band", work.fabric.out_of_band.as_ref()),
    ]
}

/// Switches of a fabric that are bought by themselves: without those a rack-scale system brings.
pub(super) fn bought(work: &Work<'_>, key: &str) -> Option<Traced> {
    let count = trace(work, &format!("/design/fabric/{key}/switch_count"))?;
    let Some(inside) = trace(work, &format!("/design/fabric/{key}/in_rack_count")) else {
        return Some(count);
    };
    Some(Traced::derived(
        count.value - inside.value,
        "switches",
        "switches - in_rack",
        &[("switches", &count), ("in_rack", &inside)],
    ))
}

/// The wiring the bill is counted from: of the chosen architecture, technology, server and rack plan.
fn wiring(work: &Work<'_>) -> Option<Wiring> {
    let compute = work.fabric.compute.as_ref()?;
    let site = wiring::Site {
        architecture: work
            .architecture
            .map(|known| known.id.as_ref())
            .or_else(|| work.pattern.map(|pattern| pattern.id.as_ref()))?,
        technology: wiring::technology(&compute.technology),
        nodes: work.nodes.as_ref()?.count(),
        system: work.system,
        facility: work.facility.as_ref(),
    };
    wiring::lay_out(work.catalog, &site).ok().map(|(wiring, _)| wiring)
}

fn support(work: &Work<'_>) -> Vec<Wanted> {
    work.support
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let count = trace(work, &format!("/design/support/{index}/count"))?;
            let item = format!("{} server", row.role);
            // A count of a table stands in the catalog; one that was taken over from another size does not.
            let printed = matches!(&*count.origin, crate::trace::Origin::Catalog { .. });
            Some(match &row.part_id {
                Some(part) if printed => Wanted::part("management", &item, part, count, &row.reference),
                Some(part) => Wanted::part("management", &item, part, count, &row.reference).estimated(),
                None => Wanted::unknown("management", &item, count, &row.reference),
            })
        })
        .collect()
}

fn racks(work: &Work<'_>) -> Vec<Wanted> {
    let rack_scale = work.system.is_some_and(|system| system.class == crate::catalog::SystemClass::RackScale);
    let count = trace(
        work,
        if rack_scale { "/design/facility/network_rack_count" } else { "/design/facility/rack_count" },
    );
    let Some(count) = count else { return Vec::new() };
    let strips = strips(work, rack_scale);
    let rule = "rack plan of this design";
    let rack = match work.asked.rack_u {
        Some(_) => Wanted::unknown("racks", "rack of the stated height", count, rule),
        None => Wanted::part("racks", "rack", "rack-48u-800", count, rule).estimated(),
    };
    let mut lines = vec![rack];
    lines.extend(
        strips.map(|strips| {
            Wanted::unknown("racks", "power distribution unit, one for each feed", strips, rule)
        }),
    );
    lines
}

/// Power strips: as the architecture's own table prints them for the racks of nodes, else one for each feed. Racks of
/// switches have a pair; a rack-scale system brings its own power shelves.
fn strips(work: &Work<'_>, rack_scale: bool) -> Option<Traced> {
    let pair = Traced::constant(2.0, "strips", "one for feed A, one for feed B", "A/B redundancy");
    let network = trace(work, "/design/facility/network_rack_count");
    let of_network =
        network.map(|racks| product("strips", ("network_racks", &racks), ("strips_per_rack", &pair)));
    let printed = work.architecture.zip(work.nodes.as_ref()).and_then(|(known, nodes)| {
        management::published(work.catalog, &known.id, nodes.count(), "PDUs compute racks")
    });
    let of_nodes = match printed {
        Some(printed) => Some(printed.count),
        None if rack_scale => None,
        None => {
            let racks = trace(work, "/design/facility/node_rack_count")?;
            let feeds = trace(work, "/design/facility/feed/feeds_per_rack")
                .or_else(|| trace(work, "/design/facility/sources/source_count"))
                .unwrap_or(pair);
            Some(product("strips", ("node_racks", &racks), ("feeds_per_rack", &feeds)))
        }
    };
    let mut parts = Vec::new();
    parts.extend(of_nodes.map(|strips| ("node_rack_strips".to_string(), strips)));
    parts.extend(of_network.map(|strips| ("network_rack_strips".to_string(), strips)));
    sum("strips", &parts)
}

/// Storage, software and support contracts.
fn rest(work: &Work<'_>) -> Vec<Wanted> {
    let one = |what: &str| Traced::constant(1.0, "sets", what, "the requirement");
    let mut lines = Vec::new();
    let appliances = work.storage.as_ref().and_then(|storage| storage.appliances.as_ref());
    if let Some((product, count)) = appliances.zip(trace(work, "/design/storage/appliances/count")) {
        let item = format!("storage appliance (example product: {})", product.name);
        let rule = "rates and capacity asked for over those of one appliance";
        lines.push(Wanted::part("storage", &item, &product.part_id, count, rule).estimated());
    } else if work.storage.is_some() && work.has_workload(&["train", "finetune", "rag", "hpc"]) {
        lines.push(Wanted::unknown(
            "storage",
            "storage system",
            one("one system; no product is chosen"),
            "storage part of this design",
        ));
    }
    for (index, item) in work.software.iter().enumerate() {
        let Some(count) = trace(work, &format!("/design/software/{index}/count")) else { continue };
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

/// A share of modules and cables as lines of their own.
fn spares(lines: &[Wanted]) -> Vec<Wanted> {
    let share = Traced::assumed(SPARE_SHARE, "", "spare_ratio", SPARE_REASON);
    lines
        .iter()
        .filter(|line| matches!(line.group, "optics" | "cables") && line.part_id.is_some())
        .map(|line| {
            let quantity = Traced::derived(
                (line.quantity.value * share.value - 1e-9).ceil().max(1.0),
                "pieces",
                "max(1, ceil(quantity * spare_ratio))",
                &[("quantity", &line.quantity), ("spare_ratio", &share)],
            );
            let item = format!("spare: {}", line.item);
            Wanted { group: "spares", item, quantity, confidence: BomConfidence::Estimate, ..line.clone() }
        })
        .collect()
}

fn licences(work: &mut Work<'_>) {
    if work.asked.software.as_ref().is_some_and(|stated| stated.value == "none") {
        return;
    }
    let (Some(gpu), Some(gpus), Some(nodes)) = (work.gpu, work.gpus.clone(), work.nodes.clone()) else {
        return;
    };
    let infiniband = work.fabric.compute.as_ref().is_some_and(|fabric| fabric.technology == "infiniband");
    let managed =
        trace(work, "/design/fabric/compute/switch_count").filter(|_| infiniband).and_then(|switches| {
            sum("devices", &[("nodes".to_string(), nodes.clone()), ("switches".to_string(), switches)])
        });
    let words = work.asked.workload.as_ref().map(|stated| stated.value.clone()).unwrap_or_default();
    let counted = software::Counted { gpu, gpus: &gpus, managed, workloads: &words };
    for (index, needed) in software::licences(work.catalog, &counted).into_iter().enumerate() {
        let mut row = Record::new(&mut work.trace, format!("/design/software/{index}"));
        work.software.push(SoftwareItem {
            id: needed.licence.id.to_string(),
            name: needed.licence.name.to_string(),
            metric: needed.metric,
            count: needed.count.as_ref().map(|count| row.count("count", count)),
            bundled: needed.bundled,
            source: needed.source,
            note: needed.note,
        });
    }
}

/// What stands in the way of an offer besides unknown parts.
fn missing(work: &mut Work<'_>) -> Vec<String> {
    let mut missing = Vec::new();
    if trace(work, "/design/facility/rack_count").is_none() {
        missing.push("rack plan: the power of a rack is not known".to_string());
    }
    if work.fabric.compute.is_none() {
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
