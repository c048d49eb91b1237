//! DGX SuperPOD H100 with four scalable units (127 nodes) against its published component and cable tables, line by
//! line. A count that differs is a named deviation with its reason.

use gpu_cluster_generator::catalog::{Catalog, kinds::Cell};
use serde_json::Value;

use crate::harness::Run;

fn design() -> Value {
    let (answer, exit) =
        Run::new(&["plan", "--pattern", "superpod-h100", "--nodes", "127", "--workload", "training"]).json();
    assert_eq!(exit, 0, "{}", answer["findings"]);
    answer["design"].clone()
}

fn line(design: &Value, id: &str) -> u64 {
    let lines = design["bom"]["lines"].as_array().unwrap();
    lines.iter().filter(|line| line["id"] == id).map(|line| line["quantity"].as_u64().unwrap()).sum()
}

fn printed(table: &str, column: usize, name: &str) -> u64 {
    let catalog = Catalog::embedded();
    let table = catalog.published_table(table).unwrap();
    let of = |row: &&gpu_cluster_generator::catalog::kinds::List<Cell>| {
        row.iter().any(|cell| matches!(cell, Cell::Words(words) if words == name))
    };
    match table.rows.iter().find(of).and_then(|row| row.get(column)) {
        Some(Cell::Count(count)) => *count,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn the_published_bill_comes_out_line_by_line() {
    let design = design();
    let at = |pointer: &str| {
        design.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("{pointer}"))
    };
    // Ours, the published count, and why they differ where they do.
    let rows = [
        ("GPU nodes", at("/compute/node_count"), printed("spod-h100-t7-components", 1, "GPU nodes"), ""),
        (
            "compute switches",
            at("/fabric/compute/switch_count"),
            printed("spod-h100-t7-components", 1, "compute IB switches"),
            "",
        ),
        (
            "storage switches",
            at("/fabric/storage/switch_count"),
            printed("spod-h100-t7-components", 1, "storage IB switches"),
            "",
        ),
        (
            "in-band switches",
            at("/fabric/converged/switch_count"),
            printed("spod-h100-t7-components", 1, "in-band switches"),
            "",
        ),
        (
            "out-of-band switches",
            at("/fabric/out_of_band/switch_count"),
            printed("spod-h100-t7-components", 1, "OOB switches"),
            "",
        ),
        (
            "fabric managers",
            line(&design, "management.ufm-ndr-appliance"),
            printed("spod-h100-t7-components", 1, "UFM appliances"),
            "",
        ),
        (
            "management servers",
            line(&design, "management.management-server"),
            printed("spod-h100-t7-components", 1, "management servers"),
            "",
        ),
        (
            "east-west cables",
            line(&design, "cables.mfp7e10"),
            printed("spod-h100-t8-cables", 2, "NDR cables"),
            "",
        ),
        (
            "switch modules",
            line(&design, "optics.mma4z00-ns-finned"),
            printed("spod-h100-t8-cables", 2, "switch OSFP transceivers"),
            "",
        ),
        (
            "system modules",
            line(&design, "optics.mma4z00-ns-flat-top"),
            printed("spod-h100-t8-cables", 2, "system OSFP transceivers"),
            "",
        ),
        ("node racks", at("/facility/node_rack_count"), 32, ""),
        (
            "racks",
            at("/facility/rack_count"),
            printed("spod-h100-t7-components", 1, "racks"),
            "NVIDIA spreads switches, managers and servers over six racks; filled by power and height the switches take three, and servers of unknown power are not placed",
        ),
        (
            "power strips",
            line(&design, "racks.power-distribution-unit-one-for-each-feed"),
            96 + 12,
            "follows from the three racks fewer",
        ),
        (
            "out-of-band cables of nodes",
            at("/fabric/out_of_band/node_link_count"),
            127,
            "the table prints one cable a node; ours counts BMC and both DPU management ports",
        ),
    ];
    let mut deviations = Vec::new();
    for (what, ours, published, why) in rows {
        if why.is_empty() {
            assert_eq!(ours, published, "{what}");
        } else {
            assert_ne!(ours, published, "{what} agrees now; drop its deviation");
            deviations.push(what);
        }
    }
    assert_eq!(deviations, ["racks", "power strips", "out-of-band cables of nodes"]);
    // "> 40 kW" for a rack of four systems.
    assert_eq!(design.pointer("/facility/rack_power_kw").and_then(Value::as_f64), Some(40.8));
}

#[test]
fn storage_guidelines_of_four_units_come_out() {
    let (answer, _) =
        Run::new(&["plan", "--pattern", "superpod-h100", "--nodes", "128", "--workload", "training"]).json();
    let tiers = answer.pointer("/design/storage/tiers").and_then(Value::as_array).unwrap();
    let read = |level: &str| {
        tiers
            .iter()
            .find(|tier| tier["level"] == level)
            .and_then(|tier| tier["read_gbyte_per_s"].as_f64())
            .unwrap()
    };
    assert_eq!([read("good"), read("better"), read("best")], [60.0, 160.0, 500.0]);
}
