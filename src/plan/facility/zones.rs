//! What still runs when one thing fails, and what the building must provide.

use super::super::{
    stages::{Networked, RoomNumbers, Sized},
    work::Work,
};
use super::{feed::power_factor, sources::Sources};
use crate::{
    design::{Demand, FaultZone},
    trace::Traced,
    units::{Gpus, GpusPerNode, Kw, Nodes, Percent, PowerFactor, Switches},
};

/// What is lost with a feed, a node, a rack, a leaf and a spine.
pub(super) fn faults(
    work: &mut Work<'_>,
    sized: &Sized<'_>,
    networked: &Networked,
    numbers: &RoomNumbers,
    sources: &Sources,
) -> Vec<FaultZone> {
    let (Some(nodes), Some(gpus), Some(per_node)) =
        (&sized.nodes, sized.gpus.clone(), sized.gpus_per_node.clone())
    else {
        return Vec::new();
    };
    let none = Traced::constant(0.0, "GPUs", "no GPU stops", "the part is doubled or GPUs have other paths");
    let full =
        Traced::constant(100.0, "%", "the fabric is whole", "the failing part carries no east-west links");
    let mut zones = Vec::new();
    let rack =
        numbers.kinds.first().map(|kind| &kind.nodes).filter(|each| each.value <= nodes.value).map(|each| {
            (each.named::<Nodes>("nodes_per_rack") * per_node.named::<GpusPerNode>("gpus_per_node")).traced()
        });
    let stops = || rack.clone().unwrap_or_else(|| gpus.clone());
    let (lost, effect) = match sources.carries() {
        Some(true) => (none.clone(), "the power supplies on the other feeds carry full load"),
        Some(false) => {
            (stops(), "the power supplies that are left do not carry full load: the nodes of the rack stop")
        }
        None => (
            stops(),
            "the redundancy of the power supplies is not published: counted as stopping until the maker says otherwise",
        ),
    };
    zones.push(("one feed of a rack", lost, full.clone(), effect));
    let effect = "jobs on this node stop; there is no spare node";
    zones.push(("one node", per_node.clone(), full.clone(), effect));
    if let Some(lost) = rack {
        zones.push(("one rack", lost, full, "jobs on the nodes of the rack stop"));
    }
    let tiers = networked.fabrics.compute.as_ref().map(|compute| {
        [
            (
                "one leaf switch",
                &compute.leaf,
                "nodes stay up; each loses its links to this switch, so jobs over several nodes stop or restart without them",
            ),
            ("one spine switch", &compute.spine, "traffic between leaves takes the remaining spines"),
        ]
    });
    for (name, count, effect) in tiers.into_iter().flatten() {
        if count.value < 1.0 {
            continue;
        }
        let left = {
            let switches = count.named::<Switches>("switches");
            ((&switches - 1.0) / &switches).converted::<Percent>(100.0).traced()
        };
        // The last leaf takes every node with it.
        let lost = if count.value == 1.0 { gpus.clone() } else { none.clone() };
        zones.push((name, lost, left, effect));
    }
    let mut rows = Vec::new();
    for (index, (fails, lost, left, effect)) in zones.into_iter().enumerate() {
        // A plan without a single node has nothing to lose.
        let lost = if lost.value > gpus.value { gpus.clone() } else { lost };
        let running = (gpus.named::<Gpus>("gpus") - lost.named::<Gpus>("lost")).traced();
        let mut row = work.record(format!("/design/facility/fault_zones/{index}"));
        rows.push(FaultZone {
            fails: fails.into(),
            lost_gpu_count: row.count("lost_gpu_count", &lost),
            running_gpu_count: row.count("running_gpu_count", &running),
            bandwidth_left_percent: row.number("bandwidth_left_percent", &left),
            effect: effect.into(),
        });
    }
    rows
}

/// What the building must provide.
pub(super) fn demands(work: &mut Work<'_>, numbers: &RoomNumbers, liquid: bool) -> Vec<Demand> {
    let it = numbers.it_kw.clone();
    let mut rows: Vec<(&str, Option<Traced>, &str)> = vec![
        ("power for everything that is counted", it.clone(), "kW"),
        (
            "apparent power for it, on each side when sides A and B are cabled",
            it.as_ref().map(|it| {
                let factor = power_factor(work);
                (it.named::<Kw>("it_kw") / factor.named::<PowerFactor>("power_factor")).traced()
            }),
            "kVA",
        ),
        ("heat to carry away", numbers.heat_btu_per_h.clone(), "BTU/h"),
        ("rack places", numbers.racks.clone().or_else(|| numbers.node_racks.clone()), "racks"),
    ];
    let loads = numbers.kinds.iter().filter_map(|kind| kind.floor_kg_per_m2.clone());
    rows.push((
        "floor load under the heaviest rack, without the rack itself",
        loads.max_by(|a, b| a.value.total_cmp(&b.value)),
        "kg/m2",
    ));
    if liquid {
        rows.push(("facility water: flow is not in what was read; ask the maker", None, "l/min"));
    }
    rows.into_iter()
        .enumerate()
        .map(|(index, (what, value, unit))| {
            let mut row = work.record(format!("/design/facility/building/{index}"));
            let value = row.maybe("value", value.as_ref());
            Demand { what: what.into(), value, unit: unit.into() }
        })
        .collect()
}
