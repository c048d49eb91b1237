//! Values that no such product can have: a unit slipped, a digit lost, a total taken for a part.

use serde_json::Value as Json;

use super::{LintRule, Report, context::num, references};

pub(super) const RULES: &[LintRule] = &[
    LintRule { name: "out-of-range", about: "Every number lies where such products lie.", check: ranges },
    LintRule { name: "id-form", about: "An id is lower case letters, digits, dots and dashes.", check: ids },
];

/// List, field, least and most: wide enough for any product of these years, narrow enough to catch a slipped unit
/// (PFLOPS for TFLOPS, MiB for GB, W for kW, bits for bytes). Bounds are ours: from the smallest and largest entries
/// of the catalog, with a factor to spare.
const RANGES: &[(&str, &str, f64, f64)] = &[
    ("gpus", "memory_gb", 4.0, 2048.0),
    ("gpus", "memory_gb_nameplate", 4.0, 2048.0),
    ("gpus", "memory_mib_reported", 4000.0, 2_100_000.0),
    ("gpus", "memory_bandwidth_gbyte_per_s", 50.0, 64_000.0),
    ("gpus", "fp64_tflops", 0.01, 500.0),
    ("gpus", "fp64_tensor_tflops", 0.1, 500.0),
    ("gpus", "fp32_tflops", 1.0, 500.0),
    ("gpus", "tf32_tflops_dense", 4.0, 10_000.0),
    ("gpus", "tf32_tflops_sparse", 8.0, 20_000.0),
    ("gpus", "bf16_tflops_dense", 8.0, 20_000.0),
    ("gpus", "bf16_tflops_sparse", 16.0, 40_000.0),
    ("gpus", "fp16_tflops_dense", 8.0, 20_000.0),
    ("gpus", "fp16_tflops_sparse", 16.0, 40_000.0),
    ("gpus", "fp8_tflops_dense", 50.0, 60_000.0),
    ("gpus", "fp8_tflops_sparse", 100.0, 120_000.0),
    ("gpus", "fp4_tflops_dense", 100.0, 120_000.0),
    ("gpus", "fp4_tflops_sparse", 200.0, 240_000.0),
    ("gpus", "int8_tops_dense", 8.0, 60_000.0),
    ("gpus", "int8_tops_sparse", 16.0, 120_000.0),
    ("gpus", "tdp_w", 20.0, 4000.0),
    ("gpus", "nvlink_total_gbyte_per_s", 20.0, 16_000.0),
    ("gpus", "mig_max_instances", 1.0, 16.0),
    ("gpus", "release_year", 2015.0, 2035.0),
    ("systems", "gpu_count", 1.0, 1152.0),
    ("systems", "nodes", 1.0, 144.0),
    ("systems", "gpu_memory_gb", 16.0, 400_000.0),
    ("systems", "cpu_sockets", 1.0, 512.0),
    ("systems", "ram_gb", 64.0, 1_000_000.0),
    ("systems", "rack_units", 0.5, 60.0),
    ("systems", "weight_kg", 1.0, 4000.0),
    ("systems", "power_max_kw", 0.1, 1000.0),
    ("systems", "power_peak_kw", 0.1, 1500.0),
    ("systems", "power_typical_kw", 0.05, 1000.0),
    ("systems", "airflow_cfm", 10.0, 20_000.0),
    ("systems", "height_mm", 20.0, 2600.0),
    ("systems", "width_mm", 100.0, 1300.0),
    ("systems", "depth_mm", 200.0, 1600.0),
    ("systems", "compute_nics", 1.0, 1152.0),
    ("systems", "compute_nic_gbps", 10.0, 3200.0),
    ("switches", "throughput_gbps", 10.0, 1_000_000.0),
    ("switches", "throughput_both_ways_gbps", 10.0, 2_000_000.0),
    ("switches", "rack_units", 0.5, 20.0),
    ("switches", "weight_kg", 0.5, 400.0),
    ("switches", "power_typical_w", 10.0, 40_000.0),
    ("switches", "power_max_w", 10.0, 60_000.0),
    ("switches", "power_planning_w", 10.0, 60_000.0),
    ("switches", "packets_bpps", 0.01, 2000.0),
    ("nics", "power_typical_w", 3.0, 200.0),
    ("nics", "power_max_w", 3.0, 300.0),
    ("nics", "module_power_w", 0.5, 40.0),
    ("nics", "total_gbps", 1.0, 6400.0),
    ("transceivers", "gbps", 1.0, 6400.0),
    ("transceivers", "links", 1.0, 8.0),
    ("transceivers", "reach_m", 1.0, 120_000.0),
    ("transceivers", "power_max_w", 0.3, 60.0),
    ("cables", "max_length_m", 0.1, 2000.0),
    ("cables", "power_max_w", 0.01, 40.0),
    ("cabling_rules", "limit_m", 0.5, 120_000.0),
    ("racks", "rack_units", 10.0, 60.0),
    ("racks", "width_mm", 400.0, 1300.0),
    ("racks", "depth_mm", 600.0, 1600.0),
    ("racks", "static_load_kg", 200.0, 5000.0),
    ("power_feeds", "voltage_v", 100.0, 1000.0),
    ("power_feeds", "breaker_a", 10.0, 2000.0),
    ("power_feeds", "continuous_kva", 1.0, 2000.0),
    ("power_feeds", "continuous_ratio", 0.5, 1.0),
    ("site_factors", "ratio", 1.0, 4.0),
    ("storage_guidelines", "read_gbyte_per_s", 0.1, 100_000.0),
    ("storage_guidelines", "write_gbyte_per_s", 0.1, 100_000.0),
    ("storage_guidelines", "link_gbps_per_gpu", 0.1, 800.0),
    ("storage_blocks", "read_gbyte_per_s", 0.1, 10_000.0),
    ("storage_blocks", "write_gbyte_per_s", 0.1, 10_000.0),
    ("storage_blocks", "usable_tb", 0.5, 1_000_000.0),
    ("storage_blocks", "power_max_kw", 0.05, 100.0),
    ("models", "params_b", 0.05, 20_000.0),
    ("models", "active_b", 0.05, 20_000.0),
    ("models", "layers", 1.0, 1000.0),
    ("models", "hidden", 64.0, 200_000.0),
    ("models", "vocab", 1000.0, 2_000_000.0),
    ("models", "context", 128.0, 100_000_000.0),
];

/// The number of a field: plain, or the known value of a fact.
fn number(entry: &Json, field: &str) -> Option<f64> {
    let value = entry.get(field)?;
    value.as_f64().or_else(|| value.get("value")?.get("Known")?.as_f64())
}

fn ranges(report: &mut Report<'_, '_>) {
    for (list, items) in report.lists() {
        for item in items {
            let id = references::id_of(item);
            for (_, field, least, most) in RANGES.iter().filter(|(of, ..)| of == list) {
                let Some(value) = number(item, field) else { continue };
                if !(*least..=*most).contains(&value) {
                    let unit = crate::catalog::unit_of(field);
                    let found = format!("`{field}` is {} {unit}", num(value)).trim_end().to_string();
                    let expected = format!("{} to {} {unit}", num(*least), num(*most));
                    report.error(list, &id, field, found, expected.trim_end().to_string());
                }
            }
        }
    }
}

/// Lists whose ids stand in answers and on command lines.
const PRODUCTS: &[&str] = &[
    "gpus",
    "systems",
    "switches",
    "nics",
    "transceivers",
    "cables",
    "models",
    "patterns",
    "prices",
    "sources",
];

fn ids(report: &mut Report<'_, '_>) {
    for (list, items) in report.lists() {
        for item in items {
            let Some(id) = item.get("id").and_then(Json::as_str) else { continue };
            // Patterns carry their published names, such as 2-8-9-400-SP.
            let upper = list == "patterns" || list == "fabric_profiles";
            // Words of languages and of questions are named by concept (en/work_training); products are not.
            let worded = !PRODUCTS.contains(&list.as_str());
            let right = |c: char| {
                worded && matches!(c, '_' | '/')
                    || c.is_ascii_lowercase()
                    || c.is_ascii_digit()
                    || c == '-'
                    || c == '.'
                    || (upper && c.is_ascii_uppercase())
            };
            if id.is_empty() || !id.chars().all(right) {
                let expected = "lower case letters, digits, dots and dashes".into();
                report.error(list, id, "id", format!("id `{id}`"), expected);
            }
        }
    }
}
