//! What still runs when one thing fails, and what the building must provide.

use super::super::work::Work;
use super::feed::power_factor;
use crate::{
    design::{Demand, Facility, FaultZone},
    trace::{Traced, record::Record},
};

/// Writes what is lost with a feed, a node, a rack, a leaf and a spine.
pub(super) fn record(work: &mut Work<'_>, facility: &mut Facility, nodes: &Traced) {
    let (Some(gpus), Some(per_node)) = (work.gpus.clone(), work.gpus_per_node.clone()) else { return };
    let none = Traced::constant(0.0, "GPUs", "no GPU stops", "the part is doubled or GPUs have other paths");
    let full =
        Traced::constant(100.0, "%", "the fabric is whole", "the failing part carries no east-west links");
    let mut zones = Vec::new();
    let rack = facility
        .racks
        .first()
        .and_then(|_| work.trace.get("/design/facility/racks/0/node_count"))
        .filter(|each| each.value <= nodes.value)
        .map(|each| {
            Traced::derived(
                each.value * per_node.value,
                "GPUs",
                "nodes_per_rack * gpus_per_node",
                &[("nodes_per_rack", each), ("gpus_per_node", &per_node)],
            )
        });
    let (lost, effect) = match (super::sources::of(work).carries(), &rack) {
        (Some(true), _) => (none.clone(), "the power supplies on the other feeds carry full load"),
        (Some(false), rack) => (
            rack.clone().unwrap_or_else(|| gpus.clone()),
            "the power supplies that are left do not carry full load: the nodes of the rack stop",
        ),
        (None, rack) => (
            rack.clone().unwrap_or_else(|| gpus.clone()),
            "the redundancy of the power supplies is not published: counted as stopping until the maker says otherwise",
        ),
    };
    zones.push(("one feed of a rack", lost, full.clone(), effect));
    zones.push((
        "one node",
        per_node.clone(),
        full.clone(),
        "jobs on this node stop; the design holds no spare node",
    ));
    if let Some(lost) = rack {
        zones.push(("one rack", lost, full, "jobs on the nodes of the rack stop"));
    }
    for (name, key, effect) in [
        (
            "one leaf switch",
            "leaf_count",
            "nodes stay up; each loses its links to this switch, so jobs over several nodes stop or restart without them",
        ),
        ("one spine switch", "spine_count", "traffic between leaves takes the remaining spines"),
    ] {
        let Some(count) = work.trace.get(&format!("/design/fabric/compute/{key}")).cloned() else { continue };
        if count.value < 1.0 {
            continue;
        }
        let left = Traced::derived(
            (count.value - 1.0) / count.value * 100.0,
            "%",
            "(switches - 1) / switches * 100",
            &[("switches", &count)],
        );
        // The last leaf takes every node with it.
        let lost = if count.value == 1.0 { gpus.clone() } else { none.clone() };
        zones.push((name, lost, left, effect));
    }
    for (index, (fails, lost, left, effect)) in zones.into_iter().enumerate() {
        // A plan without a single node has nothing to lose.
        let lost = if lost.value > gpus.value { gpus.clone() } else { lost };
        let running = Traced::derived(
            gpus.value - lost.value,
            "GPUs",
            "gpus - lost",
            &[("gpus", &gpus), ("lost", &lost)],
        );
        let mut row = Record::new(&mut work.trace, format!("/design/facility/fault_zones/{index}"));
        facility.fault_zones.push(FaultZone {
            fails: fails.into(),
            lost_gpu_count: row.count("lost_gpu_count", &lost),
            running_gpu_count: row.count("running_gpu_count", &running),
            bandwidth_left_percent: row.number("bandwidth_left_percent", &left),
            effect: effect.into(),
        });
    }
}

/// Writes what the building must provide.
pub(super) fn demands(work: &mut Work<'_>, facility: &mut Facility) {
    let place = |pointer: &str| work.trace.get(&format!("/design/facility/{pointer}")).cloned();
    let it = place("it_power_kw");
    let mut rows: Vec<(&str, Option<Traced>, &str)> = vec![
        ("power for everything that is counted", it.clone(), "kW"),
        (
            "apparent power for it, on each side when sides A and B are cabled",
            it.as_ref().map(|it| {
                let factor = power_factor();
                Traced::derived(
                    it.value / factor.value,
                    "kVA",
                    "it_kw / power_factor",
                    &[("it_kw", it), ("power_factor", &factor)],
                )
            }),
            "kVA",
        ),
        ("heat to carry away", place("heat_btu_per_h"), "BTU/h"),
        ("rack places", place("rack_count").or_else(|| place("node_rack_count")), "racks"),
    ];
    let heaviest = facility
        .racks
        .iter()
        .enumerate()
        .filter_map(|(index, rack)| rack.floor_load_kg_per_m2.map(|load| (index, load)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    rows.push((
        "floor load under the heaviest rack, without the rack itself",
        heaviest.and_then(|(index, _)| place(&format!("racks/{index}/floor_load_kg_per_m2"))),
        "kg/m2",
    ));
    if facility.cooling.as_deref() == Some("liquid") {
        rows.push(("facility water: flow is not in what was read; ask the maker", None, "l/min"));
    }
    for (index, (what, value, unit)) in rows.into_iter().enumerate() {
        let mut row = Record::new(&mut work.trace, format!("/design/facility/building/{index}"));
        facility.building.push(Demand {
            what: what.into(),
            value: row.maybe("value", value.as_ref()),
            unit: unit.into(),
        });
    }
}
