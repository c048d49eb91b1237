//! Bill of materials, licences and cost of the plan.

use super::work::Work;
use crate::{
    catalog::{Fabric, Fact, PortType},
    design::{BomConfidence, RuleId, Severity, SoftwareItem, SwitchedFabric},
    plan::{
        bom::{self, Ends, Wanted, optics},
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
    let mut lines = Vec::new();
    for (key, name, fabric) in [
        ("compute", "east-west", &work.fabric.compute),
        ("converged", "north-south", &work.fabric.converged),
        ("storage", "storage", &work.fabric.storage),
        ("out_of_band", "out-of-band", &work.fabric.out_of_band),
    ] {
        let Some(fabric) = fabric else { continue };
        let Some(count) = trace(work, &format!("/design/fabric/{key}/switch_count")) else { continue };
        let item = format!("{name} switch");
        if count.value > 0.0 {
            lines.push(match &fabric.switch_id {
                Some(part) => Wanted::part("network", &item, part, count.clone(), &fabric.reference),
                None => Wanted::unknown("network", &item, count.clone(), &fabric.reference),
            });
        }
        if key == "out_of_band" {
            if let Some(links) = trace(work, "/design/fabric/out_of_band/node_link_count") {
                lines.push(Wanted::unknown(
                    "cables",
                    "copper cable for out-of-band ports of nodes, length by room layout",
                    links,
                    &fabric.reference,
                ));
            }
        } else if let Some(ends) = ends(work, key, name, fabric) {
            lines.extend(optics(work.catalog, &ends));
        } else if count.value > 0.0 {
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

/// Where the links of a fabric end.
fn ends(work: &Work<'_>, key: &str, name: &'static str, fabric: &SwitchedFabric) -> Option<Ends> {
    let at = |field: &str| trace(work, &format!("/design/fabric/{key}/{field}"));
    // A fabric on another one's switches has its modules in those switches.
    let switch_id = fabric.switch_id.clone()?;
    let shared = fabric.switch_count == 0;
    let tiers: Vec<Traced> = if shared {
        vec![trace(work, "/design/fabric/compute/switch_count")?]
    } else {
        ["leaf_count", "spine_count", "core_count"]
            .iter()
            .filter_map(|field| at(field))
            .filter(|count| count.value > 0.0)
            .collect()
    };
    let tier_links =
        ["leaf_spine_link_count", "upper_link_count"].iter().filter_map(|field| at(field)).collect();
    Some(Ends {
        name,
        fabric: if fabric.technology == "infiniband" { Fabric::Infiniband } else { Fabric::Ethernet },
        switch_id,
        gbps: fabric.link_gbps? as u64,
        node_cage: if key == "compute" { node_cage(work, fabric) } else { None },
        node_links: at("node_link_count")?,
        service_links: at("service_link_count").filter(|links| links.value > 0.0),
        tier_links,
        tiers,
    })
}

/// Cage of the east-west adapters and links of one module in it: of the pattern's adapter, or as the product's own
/// sheet prints it ("4x OSFP twin-port").
fn node_cage(work: &Work<'_>, fabric: &SwitchedFabric) -> Option<(PortType, Traced)> {
    let system = work.system?;
    let printed = system.compute_network.as_ref().and_then(Fact::known);
    if work.architecture.is_some()
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
    let nic = work.pattern?.ew_nics.as_ref()?.nic.as_ref().and_then(|id| work.catalog.nic(id))?;
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

fn support(work: &Work<'_>) -> Vec<Wanted> {
    work.support
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let count = trace(work, &format!("/design/support/{index}/count"))?;
            let item = format!("{} server", row.role);
            Some(match &row.part_id {
                Some(part) => Wanted::part("management", &item, part, count, &row.reference),
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
    let pair = Traced::constant(2.0, "strips", "one for side A, one for side B", "A/B redundancy");
    let feeds = trace(work, "/design/facility/feed/feeds_per_rack").unwrap_or(pair);
    let strips = strips(work, &count, &feeds);
    let rule = "rack plan of this design";
    let rack = match work.asked.rack_u {
        Some(_) => Wanted::unknown("racks", "rack of the stated height", count, rule),
        None => Wanted::part("racks", "rack", "rack-48u-800", count, rule).estimated(),
    };
    vec![rack, Wanted::unknown("racks", "power distribution unit, one for each feed", strips, rule)]
}

/// Power strips: as the architecture's own table prints them for the racks of nodes, else one for each feed.
fn strips(work: &Work<'_>, racks: &Traced, feeds: &Traced) -> Traced {
    let printed = work.architecture.zip(work.nodes.as_ref()).and_then(|(known, nodes)| {
        management::published(work.catalog, &known.id, nodes.count(), "PDUs compute racks")
    });
    let network = trace(work, "/design/facility/network_rack_count");
    match (printed, network) {
        (Some(printed), Some(network)) => Traced::derived(
            printed.count.value + network.value * feeds.value,
            "strips",
            "printed_for_node_racks + network_racks * strips_per_rack",
            &[
                ("printed_for_node_racks", &printed.count),
                ("network_racks", &network),
                ("strips_per_rack", feeds),
            ],
        ),
        _ => product("strips", ("racks", racks), ("strips_per_rack", feeds)),
    }
}

/// Storage, software and support contracts.
fn rest(work: &Work<'_>) -> Vec<Wanted> {
    let one = |what: &str| Traced::constant(1.0, "sets", what, "the requirement");
    let mut lines = Vec::new();
    if work.storage.is_some() && work.has_workload(&["train", "finetune", "rag", "hpc"]) {
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
