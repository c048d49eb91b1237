//! A cluster that stands and is extended: what is bought is the larger one less the smaller one, each planned by itself.

use std::collections::BTreeMap;

use gpu_cluster_generator::{
    catalog::Catalog,
    design::{Design, Extended, Field, Plain, Reading, Scope, Statement},
    plan::plan,
};

/// A cluster of so many nodes, by itself.
fn greenfield(catalog: &Catalog, pattern: &str, gpu: &str, nodes: u64) -> Design {
    let mut reading = Reading::default();
    reading.requirement.set("patterns", serde_json::json!([pattern]), "pattern").unwrap();
    reading.requirement.set("gpu_models", serde_json::json!([gpu]), "gpu").unwrap();
    reading.requirement.set("node_count", serde_json::json!(nodes), "nodes").unwrap();
    plan(&reading, catalog).design.unwrap()
}

/// The same with a part of the nodes standing already.
fn extended(catalog: &Catalog, pattern: &str, gpu: &str, standing: u64, added: u64) -> Design {
    let existing = |field: Field, value: Plain| Statement {
        scope: Scope::Existing,
        ..Statement::new(field, value, "stands")
    };
    let mut reading = Reading::default();
    reading.requirement.existing = vec![
        existing(Field::NodeCount, Plain::Number(standing as f64)),
        existing(Field::GpuModels, Plain::List(vec![gpu.into()])),
    ];
    reading.requirement.set("patterns", serde_json::json!([pattern]), "pattern").unwrap();
    reading.requirement.set("node_count", serde_json::json!(added), "added").unwrap();
    plan(&reading, catalog).design.unwrap()
}

fn bill(design: &Design) -> BTreeMap<String, u64> {
    let bom = design.bom.as_ref().unwrap();
    bom.lines.iter().map(|line| (line.id.clone(), line.quantity)).collect()
}

#[test]
fn an_extension_is_the_larger_cluster_less_the_one_that_stands() {
    let catalog = Catalog::embedded();
    for (pattern, gpu, standing, whole) in [
        ("2-8-9-400", "H200", 16, 32),
        ("2-8-9-400", "H100", 16, 64),
        ("superpod-h100", "H100", 31, 127),
        ("superpod-b300-xdr", "B300", 72, 144),
        ("2-8-9-800", "B300", 16, 32),
        ("2-8-9-800", "B300", 16, 64),
    ] {
        let name = format!("{pattern}, {standing} to {whole}");
        let (before, after) =
            (greenfield(&catalog, pattern, gpu, standing), greenfield(&catalog, pattern, gpu, whole));
        let design = extended(&catalog, pattern, gpu, standing, whole - standing);
        let extension = design.extension.as_ref().unwrap_or_else(|| panic!("{name}: no extension"));
        assert_eq!(extension.extends, Extended::Existing, "{name}");
        assert_eq!(extension.added_node_count, whole - standing, "{name}");
        assert_eq!(bill(&design), bill(&after), "{name}: the whole");
        let racks = |design: &Design| design.facility.as_ref().unwrap().rack_count.unwrap();
        assert_eq!(extension.added_rack_count, Some(racks(&after) - racks(&before)), "{name}");
        let (before, after) = (bill(&before), bill(&after));
        let listed: BTreeMap<String, (u64, u64)> = extension
            .lines
            .iter()
            .map(|line| (line.line.clone(), (line.added_count, line.freed_count)))
            .collect();
        let mut wanted = BTreeMap::new();
        for id in before.keys().chain(after.keys()) {
            let (old, new) = (before.get(id).copied().unwrap_or(0), after.get(id).copied().unwrap_or(0));
            if old != new {
                wanted.insert(id.clone(), (new.saturating_sub(old), old.saturating_sub(new)));
            }
        }
        assert_eq!(listed, wanted, "{name}");
        let links = extension.kept_link_count.unwrap() + extension.added_link_count.unwrap();
        assert!(extension.kept_link_count.unwrap() > 0 && links > 0, "{name}");
    }
}

#[test]
fn another_gpu_gets_a_fabric_of_its_own() {
    let catalog = Catalog::embedded();
    let mut design = extended(&catalog, "2-8-9-400", "H100", 16, 16);
    assert!(design.extension.is_some());
    let existing = |field: Field, value: Plain| Statement {
        scope: Scope::Existing,
        ..Statement::new(field, value, "stands")
    };
    let mut reading = Reading::default();
    reading.requirement.existing = vec![
        existing(Field::NodeCount, Plain::Number(16.0)),
        existing(Field::GpuModels, Plain::List(vec!["H100".into()])),
    ];
    reading.requirement.set("gpu_models", serde_json::json!(["B300"]), "B300").unwrap();
    reading.requirement.set("node_count", serde_json::json!(8), "8 nodes").unwrap();
    let planned = plan(&reading, &catalog);
    assert!(planned.findings.iter().any(|finding| finding.message.contains("does not join")));
    design = planned.design.unwrap();
    assert_eq!((design.extension, design.compute.unwrap().node_count), (None, 8));
}

#[test]
fn growth_that_is_stated_is_planned_beside_the_order() {
    let catalog = Catalog::embedded();
    let mut reading = Reading::default();
    reading.requirement.set("gpu_models", serde_json::json!(["H200"]), "H200").unwrap();
    reading.requirement.set("node_count", serde_json::json!(16), "16 nodes").unwrap();
    reading.requirement.set("growth_node_count", serde_json::json!(64), "64 nodes").unwrap();
    let design = plan(&reading, &catalog).design.unwrap();
    let extension = design.extension.unwrap();
    assert_eq!(extension.extends, Extended::Design);
    assert_eq!((extension.standing_node_count, extension.whole_node_count), (16, 64));
    assert_eq!(design.compute.unwrap().node_count, 16);
}
