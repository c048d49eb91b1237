//! Lists as customers hand them over, each with what is wrong in it.
#![allow(clippy::unwrap_used)]

use super::judge_list;
use crate::{catalog::Catalog, design::Listed};

fn failed(json: &str) -> Vec<String> {
    let listed: Listed = serde_json::from_str(json).unwrap();
    let verdicts = judge_list(&listed, &Catalog::embedded());
    verdicts.into_iter().filter(|one| one.verdict == "fail").map(|one| one.rule).collect()
}

fn passed(json: &str) -> bool {
    let listed: Listed = serde_json::from_str(json).unwrap();
    let verdicts = judge_list(&listed, &Catalog::embedded());
    !verdicts.is_empty() && verdicts.iter().all(|one| one.verdict == "pass")
}

#[test]
fn racks_are_held_against_power_height_and_floor() {
    let rack = r#"{"rack_power_kw": 40, "devices": [{"name": "DGX H200", "count": 4}, {"name": "x", "count": 2, "power_kw": 2.0}]}"#;
    assert_eq!(failed(rack), ["rack_power"]);
    assert!(passed(r#"{"rack_power_kw": 40, "devices": [{"name": "DGX H100", "count": 3}]}"#));
    assert_eq!(
        failed(r#"{"rack_power_kw": 200, "rack_u": 48, "devices": [{"name": "DGX H200", "count": 10}]}"#),
        ["rack_height"]
    );
    let heavy = r#"{"rack_power_kw": 200, "floor_load_kg_m2": 300, "rack_footprint_m2": 0.72, "devices": [{"name": "DGX H100", "count": 4}]}"#;
    assert_eq!(failed(heavy), ["floor_load"]);
    // A device nobody knows leaves the sum open, and cannot pass it.
    assert!(!passed(r#"{"rack_power_kw": 40, "devices": [{"name": "a crate of parts", "count": 1}]}"#));
}

#[test]
fn links_are_held_against_their_modules() {
    assert_eq!(failed(r#"{"links": [{"module": "DR4", "fibre": "OM4"}]}"#), ["fibre_medium"]);
    assert!(passed(r#"{"links": [{"module": "DR4", "fibre": "OS2"}]}"#));
    assert!(passed(r#"{"links": [{"module": "SR4", "fibre": "OM4"}]}"#));
    assert_eq!(failed(r#"{"links": [{"module": "OSFP DR4", "cage": "QSFP112"}]}"#), ["module_cage"]);
    assert_eq!(failed(r#"{"links": [{"module": "SR4", "fibre": "OM4", "length_m": 400}]}"#), ["link_reach"]);
}

#[test]
fn counts_must_multiply_out() {
    assert_eq!(
        failed(r#"{"downlinks": 64, "uplinks": 32, "oversubscription": "1:1"}"#),
        ["oversubscription"]
    );
    assert!(passed(r#"{"downlinks": 64, "uplinks": 32, "oversubscription": "2:1"}"#));
    assert_eq!(failed(r#"{"downlinks": 64, "uplinks": 32}"#), ["oversubscription"]);
    assert_eq!(failed(r#"{"nodes": 16, "gpus_per_node": 8, "gpus": 120}"#), ["gpu_arithmetic"]);
    assert_eq!(failed(r#"{"racks": 4, "gpus_per_rack": 72, "gpus": 576}"#), ["gpu_arithmetic"]);
    assert_eq!(failed(r#"{"storage_links": 4, "storage_links_needed": 32}"#), ["storage_links"]);
    assert_eq!(failed(r#"{"server": "DGX B200", "nodes_per_rack": 4, "rack_power_kw": 40}"#), ["rack_power"]);
    assert_eq!(
        failed(r#"{"pattern": "2-8-9-400", "nodes": 4000, "gpus_per_node": 4}"#),
        ["ra_node_range", "ra_gpus_per_node"]
    );
}
