//! Every judge on a sound design: what it meets, and that no value it contradicts is ever met.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::{Scene, of, statements};
use crate::{
    catalog::Catalog,
    design::{Bound, Coverage, CoverageStatus, Design, Field, Plain, Reading, Scope, Statement},
    trace::Trace,
};

const SOUND: &str = include_str!("../../../tests/designs/sound.json");

fn judged(said: &[Statement]) -> Vec<Coverage> {
    let catalog = Catalog::embedded().with_bundled_overlay("indicative-prices").unwrap();
    let design: Design = serde_json::from_str(SOUND).unwrap();
    let reading = Reading { statements: said.to_vec(), ..Reading::default() };
    let statements = statements(&reading);
    of(&Scene {
        design: &design,
        statements: &statements,
        requirement: &reading.requirement,
        assumptions: &[],
        findings: &[],
        alternatives: &[],
        trace: &Trace::default(),
        catalog: &catalog,
    })
}

fn one(statement: Statement) -> Coverage {
    judged(&[statement]).remove(0)
}

fn text(field: Field, value: &str) -> Statement {
    Statement::new(field, Plain::List(vec![value.into()]), "as said")
}

/// Fields whose number the sound design holds, with the pointer of that number.
fn compared() -> Vec<(Field, f64)> {
    let design: serde_json::Value = serde_json::from_str(SOUND).unwrap();
    let at = |pointer: &str| design.pointer(pointer).and_then(serde_json::Value::as_f64).unwrap();
    let rack = design["facility"]["racks"].as_array().unwrap();
    let most = |key: &str| rack.iter().filter_map(|rack| rack[key].as_f64()).fold(0.0, f64::max);
    vec![
        (Field::GpuCount, at("/compute/gpu_count")),
        (Field::NodeCount, at("/compute/node_count")),
        (Field::GpusPerNode, at("/compute/gpus_per_node")),
        (Field::GpuMemGbMin, at("/compute/gpu_memory_gb")),
        (Field::FabricGbpsPerGpu, at("/compute/ew_gbps_per_gpu")),
        (Field::LeafCount, at("/fabric/compute/leaf_count")),
        (Field::PowerPerRackKw, most("power_kw")),
        (Field::PowerTotalKw, at("/facility/it_power_kw")),
        (Field::RacksAvailable, at("/facility/rack_count")),
        (Field::NodesPerRack, at("/facility/nodes_per_rack")),
        (Field::RackU, most("used_u")),
        (Field::FloorLoadKgM2, most("floor_load_kg_per_m2")),
        (Field::RackWeightKg, most("weight_kg")),
    ]
}

#[test]
fn a_value_of_the_design_is_met_with_both_values_and_its_place() {
    for (field, value) in compared() {
        let row = one(Statement::new(field, value, "as said"));
        assert!(matches!(row.status, CoverageStatus::Met | CoverageStatus::MetIf), "{field:?} {row:?}");
        assert!(row.found.is_some() && !row.evidence.is_empty() && !row.asked.is_empty(), "{row:?}");
    }
}

#[test]
fn words_are_compared_and_not_repeated() {
    let status = |statement: Statement| one(statement).status;
    let design: Design = serde_json::from_str(SOUND).unwrap();
    let cooling = design.facility.as_ref().unwrap().cooling.clone().unwrap();
    assert_eq!(cooling, "air");
    assert_eq!(status(text(Field::Cooling, "air")), CoverageStatus::Met);
    for word in ["liquid", "direct_liquid", "frozen"] {
        assert_eq!(status(text(Field::Cooling, word)), CoverageStatus::NotMet, "{word}");
    }
    let no_water = Statement { negated: true, ..text(Field::Cooling, "liquid") };
    assert_eq!(status(no_water), CoverageStatus::Met);
    let no_air = Statement { negated: true, ..text(Field::Cooling, "air") };
    assert_eq!(status(no_air), CoverageStatus::NotMet);
    let technology = design.fabric.compute.as_ref().unwrap().technology.unwrap().word();
    let other = if technology == "ethernet" { "infiniband" } else { "ethernet" };
    assert_eq!(status(text(Field::Fabric, technology)), CoverageStatus::Met);
    assert_ne!(status(text(Field::Fabric, other)), CoverageStatus::Met);
    assert_eq!(status(text(Field::Fabric, "token-ring")), CoverageStatus::NotMet);
    let gpu = design.compute.as_ref().unwrap().gpu_name.clone();
    assert_eq!(status(text(Field::GpuModels, &gpu)), CoverageStatus::Met);
    assert_eq!(status(text(Field::GpuModels, "L4")), CoverageStatus::NotMet);
    assert_eq!(status(text(Field::GpuModelsExcluded, &gpu)), CoverageStatus::NotMet);
    assert_eq!(status(Statement { negated: true, ..text(Field::GpuModels, &gpu) }), CoverageStatus::NotMet);
    assert_eq!(status(Statement { negated: true, ..text(Field::GpuModels, "V100") }), CoverageStatus::Met);
}

#[test]
fn the_echo_of_a_demand_meets_nothing() {
    let storage = Statement::new(Field::StorageCapacityTb, 500.0, "500 TB");
    let row = one(storage);
    assert_eq!(row.status, CoverageStatus::NotJudged);
    assert!(row.note.contains("proven by the vendor"), "{}", row.note);
    assert_eq!(one(Statement::new(Field::Sites, 2.0, "two sites")).status, CoverageStatus::NotMet);
}

#[test]
fn what_exists_what_is_an_option_and_what_comes_later_is_no_order() {
    let nodes = serde_json::from_str::<Design>(SOUND).unwrap().compute.unwrap().node_count as f64;
    let said = |scope| Statement { scope, ..Statement::new(Field::NodeCount, nodes, "as said") };
    assert_eq!(one(said(Scope::New)).status, CoverageStatus::Met);
    assert_eq!(one(said(Scope::Existing)).status, CoverageStatus::NotJudged);
    assert_eq!(one(said(Scope::Option)).status, CoverageStatus::NotMet);
    assert_eq!(one(said(Scope::Later)).status, CoverageStatus::MetIf);
    let much_later = Statement { scope: Scope::Later, ..Statement::new(Field::NodeCount, 1e6, "as said") };
    assert_eq!(one(much_later).status, CoverageStatus::NotMet);
}

#[test]
fn every_field_is_judged_and_says_why() {
    for field in Field::ALL.iter().chain([&Field::Other]) {
        for value in [Plain::Number(3.0), Plain::Text("something".into()), Plain::Flag(true)] {
            let row = one(Statement { field: *field, value, ..Statement::new(*field, 0.0, "as said") });
            assert!(!row.note.is_empty(), "{field:?}");
            let compared = row.status != CoverageStatus::NotJudged;
            assert!(!compared || !row.evidence.is_empty() || row.status == CoverageStatus::NotMet, "{row:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A number the design contradicts is never met, whatever the bound.
    #[test]
    fn no_contradicted_number_is_met(which in 0..13usize, share in 0.05..0.9f64, up in any::<bool>()) {
        let (field, value) = compared()[which];
        let least = field.natural_bound() == Bound::AtLeast;
        let most = field.natural_bound() == Bound::AtMost;
        // The direction in which the stated value contradicts what the design has.
        let up = if least { true } else if most { false } else { up };
        let other = if up { value * (1.0 + share) + 1.0 } else { value * (1.0 - share) };
        let counted = value.fract() == 0.0;
        let other = if counted { if up { other.ceil() } else { (other.floor()).min(value - 1.0) } } else { other };
        let row = one(Statement::new(field, other, "as said"));
        prop_assert!(
            !matches!(row.status, CoverageStatus::Met | CoverageStatus::MetIf),
            "{:?} {} against {}: {:?}", field, other, value, row
        );
    }
}
