//! Fills racks by power: node power, nodes per rack, racks, heat. An unpublished power stops here with a finding;
//! it never becomes zero or a guess.

use super::work::Work;
use crate::{
    catalog::{Cooling, SystemClass},
    design::{Facility, FindingDraft, Severity, Traced},
    engine::facts,
};

/// Share of a breaker's rating that continuous load may use in North America (NEC 210.19, 215.2).
const CONTINUOUS_SHARE: f64 = 0.8;

/// Fills the racks.
pub(super) fn fill_racks(work: &mut Work<'_>) {
    let (Some(gpu), Some(system)) = (work.gpu, work.system) else {
        if let Some(gpu) = work.gpu {
            work.find(
                FindingDraft::note(
                    "power_not_published",
                    Severity::Warning,
                    format!(
                        "the catalog holds no server with {} whose power is published; racks are not planned",
                        gpu.id
                    ),
                )
                .repaired_by("add the server with its maker's power figure to a catalog overlay"),
            );
        }
        return;
    };
    let entry = format!("system/{}", system.id);
    let rack_scale = system.class == SystemClass::RackScale;
    let unit = if rack_scale { "kW per rack" } else { "kW per node" };
    let Some(power) = facts::number(&entry, "power_max_kw", unit, system.power_max_kw.as_ref()) else {
        work.find(
            FindingDraft::note(
                "power_not_published",
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
    let mut facility = Facility {
        node_power_kw: Some(work.trace.put("/design/facility/node_power_kw", power.clone())),
        node_power_total_kw: None,
        nodes_per_rack: None,
        node_rack_count: None,
        rack_power_kw: None,
        rack_headroom_kw: None,
        heat_kw: None,
        cooling: cooling.map(|cooling| cooling.word().to_string()),
    };
    let per_rack = if rack_scale { None } else { nodes_per_rack(work, &power) };
    if let Some(per_rack) = &per_rack {
        facility.nodes_per_rack = Some(per_rack.count());
        work.trace.put("/design/facility/nodes_per_rack", per_rack.clone());
        let full = Traced::derived(
            crate::units::rounded(per_rack.value * power.value, 9),
            "kW",
            "nodes_per_rack * node_kw",
            &[("nodes_per_rack", per_rack), ("node_kw", &power)],
        );
        facility.rack_power_kw = Some(work.trace.put("/design/facility/rack_power_kw", full.clone()));
        if let Some(rack) = rack_budget(work) {
            let headroom = Traced::derived(
                crate::units::rounded(rack.value - full.value, 9),
                "kW",
                "rack_kw - used_kw",
                &[("rack_kw", &rack), ("used_kw", &full)],
            );
            facility.rack_headroom_kw = Some(work.trace.put("/design/facility/rack_headroom_kw", headroom));
        }
    }
    if let Some(nodes) = work.nodes.clone() {
        totals(work, &mut facility, &nodes, &power, per_rack.as_ref(), rack_scale);
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

fn totals(
    work: &mut Work<'_>,
    facility: &mut Facility,
    nodes: &Traced,
    power: &Traced,
    per_rack: Option<&Traced>,
    rack_scale: bool,
) {
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
        per_rack.filter(|per_rack| per_rack.value > 0.0).map(|per_rack| {
            Traced::derived(
                (nodes.value / per_rack.value).ceil(),
                "racks",
                "ceil(nodes / nodes_per_rack)",
                &[("nodes", nodes), ("nodes_per_rack", per_rack)],
            )
        })
    };
    let units = if rack_scale { racks.clone() } else { Some(nodes.clone()) };
    if let Some(units) = units {
        let total = Traced::derived(
            crate::units::rounded(units.value * power.value, 9),
            "kW",
            "units * unit_kw",
            &[("units", &units), ("unit_kw", power)],
        );
        facility.node_power_total_kw =
            Some(work.trace.put("/design/facility/node_power_total_kw", total.clone()));
        facility.heat_kw = Some(work.trace.put(
            "/design/facility/heat_kw",
            Traced::derived(total.value, "kW", "power_kw", &[("power_kw", &total)]),
        ));
    }
    if let Some(racks) = racks {
        facility.node_rack_count = Some(racks.count());
        work.trace.put("/design/facility/node_rack_count", racks);
    }
}

/// Nodes per rack: as stated, else as many as the rack's power carries.
fn nodes_per_rack(work: &mut Work<'_>, power: &Traced) -> Option<Traced> {
    if let Some(stated) = &work.asked.nodes_per_rack {
        return Some(Work::stated_count("nodes_per_rack", "nodes", stated));
    }
    let Some(rack) = rack_budget(work) else {
        work.question(
            15,
            "power_per_rack_kw",
            "How much continuous power and which cooling does a rack have?",
            "It decides nodes per rack, racks and cable lengths.",
        );
        return None;
    };
    Some(Traced::derived(
        (rack.value / power.value + 1e-9).floor(),
        "nodes",
        "floor(rack_kw / node_kw)",
        &[("rack_kw", &rack), ("node_kw", power)],
    ))
}

/// The power a rack offers: as stated, or what one of its redundant feeds carries continuously.
pub(super) fn rack_budget(work: &Work<'_>) -> Option<Traced> {
    if let Some(stated) = &work.asked.power_per_rack_kw {
        return Some(Work::stated("power_per_rack_kw", "kW", stated));
    }
    feed(work).map(|(_, continuous)| continuous)
}

/// One feed: its apparent power, and the continuous real power it carries at a power factor of one.
pub(super) fn feed(work: &Work<'_>) -> Option<(Traced, Traced)> {
    let volts = Work::stated("volts", "V", work.asked.volts.as_ref()?);
    let amps = Work::stated("amps", "A", work.asked.amps.as_ref()?);
    // Phases next to a voltage are those of the feed.
    let three =
        [&work.asked.feed_phases, &work.asked.phases].into_iter().flatten().any(|stated| stated.value == 3);
    let formula = if three { "volts * amps * sqrt(3) / 1000" } else { "volts * amps / 1000" };
    let kva = volts.value * amps.value * if three { 3f64.sqrt() } else { 1.0 } / 1000.0;
    let apparent = Traced::derived(kva, "kVA", formula, &[("volts", &volts), ("amps", &amps)]);
    let share = Traced::constant(
        CONTINUOUS_SHARE,
        "",
        "share of a breaker's rating for continuous load",
        "NEC 210.19 and 215.2; other regions may rate breakers for full continuous load",
    );
    let continuous = Traced::derived(
        kva * share.value,
        "kW",
        "feed_kva * continuous_share",
        &[("feed_kva", &apparent), ("continuous_share", &share)],
    )
    .by_rule("power factor one; with A and B feeds each carries the whole load");
    Some((apparent, continuous))
}
