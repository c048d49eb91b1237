//! Racks, power, heat and what the building must give. An unpublished power stops the rack plan with a finding; it
//! never becomes zero or a guess.

mod devices;
mod feed;
mod zones;

pub(super) use feed::{feed, rack_budget};

use super::work::Work;
use crate::{
    catalog::{Cooling, SystemClass},
    design::{Facility, RuleId, Severity},
    plan::{
        management,
        racks::{self, Budget, Device, Filled, one_rack},
    },
    trace::{
        FindingDraft, Traced, facts,
        record::{Record, product, sum},
    },
    units::rounded,
};

/// Fills the racks.
pub(super) fn fill_racks(work: &mut Work<'_>) {
    let Some(gpu) = work.gpu else { return };
    if work.system.is_none() && work.nodes.is_none() {
        // Nothing was sized, so no server was looked for.
        return;
    }
    let Some(system) = work.system else {
        work.find(
            FindingDraft::note(
                RuleId::PowerNotPublished,
                Severity::Warning,
                format!(
                    "the catalog holds no server with {} whose power is published; racks are not planned",
                    gpu.id
                ),
            )
            .repaired_by("add the server with its maker's power figure to a catalog overlay"),
        );
        return;
    };
    let Some(node) = devices::node(system) else {
        work.find(
            FindingDraft::note(
                RuleId::PowerNotPublished,
                Severity::Warning,
                format!(
                    "the maker publishes no power for {} ({}); racks are not planned",
                    system.name, gpu.id
                ),
            )
            .repaired_by("ask the maker's configurator for the figure and give it in a catalog overlay"),
        );
        return;
    };
    let cooling = system.cooling.as_ref().and_then(|fact| fact.known().copied());
    let mut facility =
        Facility { cooling: cooling.map(|cooling| cooling.word().to_string()), ..Facility::default() };
    let rack_scale = system.class == SystemClass::RackScale;
    let budget = budget(work);
    let each = if rack_scale { None } else { nodes_per_rack(work, &node, budget.as_ref(), &mut facility) };
    record_node(work, &mut facility, &node, each.as_ref());
    if let Some(nodes) = work.nodes.clone() {
        let filled = totals(work, &mut facility, &nodes, &node, each.as_ref(), rack_scale);
        let devices = devices::network(work, &mut facility);
        power(work, &mut facility, &devices);
        place(work, &mut facility, filled, &devices, budget.as_ref());
        zones::record(work, &mut facility, &nodes);
        feed::record(work, &mut facility);
        zones::demands(work, &mut facility);
    }
    work.facility = Some(facility);
    if cooling == Some(Cooling::Liquid) && work.asked.cooling.is_none() {
        work.question(
            12,
            "cooling",
            "Does the room have facility water for liquid-cooled racks?",
            "Without water this product cannot be installed.",
        );
    }
}

fn record_node(work: &mut Work<'_>, facility: &mut Facility, node: &Device, each: Option<&Traced>) {
    let mut record = Record::new(&mut work.trace, "/design/facility");
    facility.node_power_kw = Some(record.number("node_power_kw", &node.kw));
    let Some(each) = each else { return };
    facility.nodes_per_rack = Some(record.count("nodes_per_rack", each));
    let full = product("kW", ("nodes_per_rack", each), ("node_kw", &node.kw));
    facility.rack_power_kw = Some(record.number("rack_power_kw", &full));
    if let Some(rack) = rack_budget(work) {
        let headroom = Traced::derived(
            rounded(rack.value - full.value, 9),
            "kW",
            "rack_kw - used_kw",
            &[("rack_kw", &rack), ("used_kw", &full)],
        );
        let mut record = Record::new(&mut work.trace, "/design/facility");
        facility.rack_budget_kw = Some(record.number("rack_budget_kw", &rack));
        facility.rack_headroom_kw = Some(record.number("rack_headroom_kw", &headroom));
    }
}

/// Power and racks of the nodes, and the racks they fill.
fn totals(
    work: &mut Work<'_>,
    facility: &mut Facility,
    nodes: &Traced,
    node: &Device,
    each: Option<&Traced>,
    rack_scale: bool,
) -> Vec<Filled> {
    let racks = if rack_scale {
        let trays = work.system.and_then(|system| {
            facts::number(&format!("system/{}", system.id), "nodes", "trays", system.nodes.as_ref())
        });
        trays.map(|trays| {
            Traced::derived(
                (nodes.value / trays.value).ceil(),
                "racks",
                "ceil(nodes / trays_per_rack)",
                &[("nodes", nodes), ("trays_per_rack", &trays)],
            )
        })
    } else {
        each.filter(|each| each.value > 0.0).map(|each| {
            Traced::derived(
                (nodes.value / each.value).ceil(),
                "racks",
                "ceil(nodes / nodes_per_rack)",
                &[("nodes", nodes), ("nodes_per_rack", each)],
            )
        })
    };
    let units = if rack_scale { racks.clone() } else { Some(nodes.clone()) };
    let mut record = Record::new(&mut work.trace, "/design/facility");
    if let Some(units) = units {
        let total = product("kW", ("units", &units), ("unit_kw", &node.kw));
        facility.node_power_total_kw = Some(record.number("node_power_total_kw", &total));
        let heat = Traced::derived(total.value, "kW", "power_kw", &[("power_kw", &total)]);
        facility.heat_kw = Some(record.number("heat_kw", &heat));
    }
    let Some(racks) = racks else { return Vec::new() };
    facility.node_rack_count = Some(record.count("node_rack_count", &racks));
    if rack_scale {
        let trays = work.system.and_then(|system| {
            facts::number(&format!("system/{}", system.id), "nodes", "trays", system.nodes.as_ref())
        });
        return vec![Filled {
            name: "rack-scale system".into(),
            count: racks,
            nodes: trays.unwrap_or_else(|| nodes.clone()),
            stack: vec![(node.clone(), one_rack("the system is a rack by itself"))],
        }];
    }
    each.map_or_else(Vec::new, |each| racks::node_racks(node, nodes, each))
}

/// Power of the switches, and of everything that is counted.
fn power(work: &mut Work<'_>, facility: &mut Facility, devices: &[(Device, Traced)]) {
    let terms: Vec<(String, Traced)> = devices
        .iter()
        .map(|(device, count)| {
            let name = crate::trace::record::formula_name(&device.part_id);
            (name, product("kW", ("count", count), ("each_kw", &device.kw)))
        })
        .collect();
    let switches = sum("kW", &terms);
    let nodes = work.trace.get("/design/facility/node_power_total_kw").cloned();
    let mut parts = Vec::new();
    parts.extend(nodes.map(|nodes| ("nodes_kw".to_string(), nodes)));
    parts.extend(switches.clone().map(|switches| ("switches_kw".to_string(), switches)));
    let mut record = Record::new(&mut work.trace, "/design/facility");
    facility.switch_power_kw = record.maybe("switch_power_kw", switches.as_ref());
    if let Some(total) = sum("kW", &parts) {
        facility.it_power_kw = Some(record.number("it_power_kw", &total));
        facility.heat_btu_per_h = Some(record.number("heat_btu_per_h", &racks::heat(&total)));
    }
    if !work.support.is_empty() {
        facility.not_counted.push("management servers: the publications name no product".into());
    }
    facility.not_counted.push("storage: no product is chosen".into());
}

/// Places the switches and writes the racks.
fn place(
    work: &mut Work<'_>,
    facility: &mut Facility,
    mut filled: Vec<Filled>,
    devices: &[(Device, Traced)],
    budget: Option<&Budget>,
) {
    if filled.is_empty() {
        return;
    }
    let rack_scale = work.system.is_some_and(|system| system.class == SystemClass::RackScale);
    let network = budget.and_then(|budget| {
        let last = if rack_scale { None } else { filled.last_mut() };
        racks::network_racks(devices, budget, last)
    });
    let mut record = Record::new(&mut work.trace, "/design/facility");
    if let Some(network) = network {
        let counts: Vec<(String, Traced)> = network
            .iter()
            .enumerate()
            .map(|(index, rack)| (format!("kind_{}", index + 1), rack.count.clone()))
            .collect();
        let all = sum("racks", &counts).unwrap_or_else(|| {
            Traced::constant(0.0, "racks", "every switch stands beside the nodes", "rack filling")
        });
        facility.network_rack_count = Some(record.count("network_rack_count", &all));
        let nodes =
            filled.iter().enumerate().map(|(index, rack)| (format!("nodes_{}", index + 1), &rack.count));
        let mut parts: Vec<(String, Traced)> = nodes.map(|(name, count)| (name, count.clone())).collect();
        parts.push(("network_racks".into(), all));
        if let Some(total) = sum("racks", &parts) {
            facility.rack_count = Some(record.count("rack_count", &total));
        }
        filled.extend(network);
    } else {
        facility.not_counted.push("racks for switches: no power is known for such a rack".into());
    }
    let footprint = budget.and_then(|_| devices::footprint(work.catalog));
    let mut record = Record::new(&mut work.trace, "/design/facility");
    facility.rack_u = record.maybe("rack_u", budget.map(|budget| &budget.units));
    facility.racks = filled
        .iter()
        .enumerate()
        .map(|(index, rack)| {
            let mut row = record.below(format!("racks/{index}"));
            racks::group(&mut row, rack, footprint.as_ref())
        })
        .collect();
}

/// What one rack gives; the height is stated or that of the catalog's rack.
fn budget(work: &mut Work<'_>) -> Option<Budget> {
    let kw = rack_budget(work).or_else(|| published_rack(work).map(|(_, kw)| kw))?;
    let units = match &work.asked.rack_u {
        Some(stated) => Work::stated_count("rack_u", "U", stated),
        None => devices::rack_units(work.catalog)?,
    };
    let kg = work.asked.rack_weight_kg.as_ref().map(|stated| Work::stated("rack_weight_kg", "kg", stated));
    Some(Budget { kw, units, kg })
}

/// The rack of a published DGX architecture: its greatest number of systems, and their power.
fn published_rack(work: &Work<'_>) -> Option<(Traced, Traced)> {
    let architecture = work.architecture?;
    let node = devices::node(work.system?)?;
    let each = management::systems_per_rack(architecture)?;
    let kw = product("kW", ("systems_per_rack", &each), ("system_kw", &node.kw));
    Some((each, kw))
}

/// Nodes per rack: as stated, else as many as the rack's power, weight and height carry.
fn nodes_per_rack(
    work: &mut Work<'_>,
    node: &Device,
    budget: Option<&Budget>,
    facility: &mut Facility,
) -> Option<Traced> {
    if let Some(stated) = &work.asked.nodes_per_rack {
        facility.rack_limit = Some("stated".into());
        return Some(Work::stated_count("nodes_per_rack", "nodes", stated));
    }
    if rack_budget(work).is_none() {
        if let Some((each, _)) = published_rack(work) {
            facility.rack_limit = Some("published".into());
            return Some(each);
        }
        work.question(
            15,
            "power_per_rack_kw",
            "How much continuous power and which cooling does a rack have?",
            "It decides nodes per rack, racks and cable lengths.",
        );
        return None;
    }
    let (each, limit) = racks::per_rack(node, budget?);
    facility.rack_limit = Some(limit.into());
    Some(each)
}
