//! The largest design within a site's power or its racks, against every larger size planned by itself.

use gpu_cluster_generator::{
    catalog::Catalog,
    design::{Reading, Severity},
    plan::{Planned, plan},
};
use serde_json::{Value, json};

/// GPU as it is named, and nodes it grows by.
const PRODUCTS: [(&str, u64); 5] =
    [("H100 SXM", 1), ("H200 SXM", 1), ("B200", 1), ("B300", 1), ("GB300 NVL72", 18)];
/// Power for the equipment of a site, kW.
const SITES: [f64; 4] = [150.0, 300.0, 1000.0, 2000.0];
/// Racks, and the power of each, kW.
const ROOMS: [(u64, f64); 5] = [(8, 20.0), (12, 45.0), (30, 16.0), (20, 60.0), (5, 33.0)];

fn reading(fields: &[(&str, Value)]) -> Reading {
    let mut reading = Reading::default();
    for (field, value) in fields {
        reading.requirement.set(field, value.clone(), "stated").unwrap();
    }
    reading
}

fn nodes(planned: &Planned) -> Option<u64> {
    Some(planned.design.as_ref()?.compute.as_ref()?.node_count)
}

/// Whether a size that is stated keeps within the site's power and the racks.
fn fits(planned: &Planned, wanted: u64, kw: Option<f64>, racks: Option<u64>) -> bool {
    let Some(facility) = planned.design.as_ref().and_then(|design| design.facility.as_ref()) else {
        return false;
    };
    let broken = planned.findings.iter().any(|finding| finding.severity == Severity::Error);
    let within_power = kw.is_none_or(|kw| facility.it_power_kw.is_some_and(|found| found <= kw + 1e-9));
    let found = facility.rack_count.or(facility.node_rack_count);
    let within_racks = racks.is_none_or(|racks| found.is_some_and(|found| found <= racks));
    !broken && nodes(planned) == Some(wanted) && within_power && within_racks
}

#[test]
fn no_larger_size_keeps_within_the_limits() {
    let catalog = Catalog::embedded();
    let (mut solved_cases, mut cases) = (0, 0);
    for (gpu, step) in PRODUCTS {
        let sites = SITES.iter().map(|kw| (Some(*kw), None));
        let rooms = ROOMS.iter().filter(|_| step == 1).map(|room| (None, Some(*room)));
        for (kw, room) in sites.chain(rooms) {
            let mut limits = vec![("gpu_models", json!([gpu])), ("workload", json!(["training"]))];
            limits.extend(kw.map(|kw| ("power_total_kw", json!(kw))));
            limits.extend(room.map(|(racks, _)| ("racks_available", json!(racks))));
            limits.extend(room.map(|(_, kw)| ("power_per_rack_kw", json!(kw))));
            let solved = nodes(&plan(&reading(&limits), &catalog)).unwrap_or(0);
            let size = |count: u64| {
                let mut stated = limits.clone();
                stated.push(("node_count", json!(count)));
                plan(&reading(&stated), &catalog)
            };
            let racks = room.map(|(racks, _)| racks);
            let at = format!("{gpu}, {kw:?} kW, {room:?}: {solved} nodes");
            cases += 1;
            if solved > 0 {
                solved_cases += 1;
                assert!(fits(&size(solved), solved, kw, racks), "{at} do not fit");
            }
            // Nothing larger fits: up to a size whose nodes alone break the limit.
            let node_kw = if step == 18 { 140.0 / 18.0 } else { 10.0 };
            let most = kw.map_or(0, |kw| (kw / node_kw) as u64)
                + room.map_or(0, |(racks, kw)| racks * (kw / node_kw).floor() as u64);
            let mut count = solved + step;
            while count <= most + step {
                assert!(!fits(&size(count), count, kw, racks), "{at}, but {count} fit as well");
                count += step;
            }
        }
    }
    assert_eq!(cases, 40);
    assert!(solved_cases >= 34, "{solved_cases} of {cases} have a design");
}

#[test]
fn kilovolt_amperes_and_pue_come_off_the_sites_power() {
    let catalog = Catalog::embedded();
    let fields = [
        ("gpu_models", json!(["GB300 NVL72"])),
        ("workload", json!(["training"])),
        ("power_total_kva", json!(1500.0)),
        ("pue_ratio", json!(1.3)),
    ];
    let planned = plan(&reading(&fields), &catalog);
    // 1,500 kVA x 0.95 / 1.3 = 1,096 kW; a rack takes 142 kW, and its switches take their share.
    assert_eq!(nodes(&planned).map(|nodes| nodes % 18), Some(0));
    let it = planned.design.unwrap().facility.unwrap().it_power_kw.unwrap();
    assert!(it <= 1096.2 && it > 1096.2 - 160.0, "{it}");
}
