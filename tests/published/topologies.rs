//! NVIDIA's wire map and simulation topologies, link by link.

use std::collections::BTreeMap;

use gpu_cluster_generator::{
    catalog::Catalog,
    check::fabric::{DifferenceKind, compare, read_as_built},
    design::wiring::Wiring,
    fabric::{Overrides, profile_of, recommend, wiring::wire},
    render::export::{Direction, Scope, air, cables},
};

fn wiring(architecture: &str, nodes: u64) -> Wiring {
    let catalog = Catalog::embedded();
    let profile = profile_of(&catalog, architecture).unwrap();
    let plan = recommend(&catalog, architecture, nodes, &Overrides::default()).unwrap();
    wire(&catalog, &profile, &plan).unwrap()
}

/// Rows of a CSV with `#` comments, without the header.
fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split(',').map(ToString::to_string).collect())
        .collect()
}

#[test]
fn the_wire_map_of_2_8_9_400_is_reproduced_port_for_port() {
    let printed = rows(include_str!("wiremap-2-8-9-400.csv"));
    let ours = rows(&cables(&wiring("2-8-9-400", 12), Direction::Both));
    let ends: Vec<&[String]> = ours.iter().map(|row| &row[..4]).collect();
    let mut missing: Vec<String> =
        printed.iter().filter(|row| !ends.contains(&&row[..4])).map(|row| row[..4].join(" ")).collect();
    // The map prints port 7 of the first OOB switch twice; its own sequence gives port 8 to the second cable.
    missing.retain(|line| line != "su-02-node-02 CX-6 SL10 P2 oob-switch-01 swp7");
    assert_eq!(missing, [""; 0]);
    assert_eq!(printed.len(), 228);
    let classes = ["su-", "core-", "oob-"];
    let in_classes = |name: &str| classes.iter().any(|class| name.starts_with(class));
    let own = rows(&cables(&wiring("2-8-9-400", 12), Direction::Once))
        .into_iter()
        .filter(|row| in_classes(&row[0]) && (row[2].starts_with("core-") || row[2].starts_with("oob-")))
        .count();
    assert_eq!(own, 228, "no link of these classes that the map does not have");
}

/// Links as sorted ends; the interface of a node is left out, as NVIDIA's own two documents stripe adapters
/// differently over the core pair.
fn multiset(links: impl Iterator<Item = [(String, String); 2]>) -> BTreeMap<[(String, String); 2], u32> {
    let mut found = BTreeMap::new();
    for mut link in links {
        for (device, port) in &mut link {
            if device.starts_with("su-") {
                port.clear();
            }
        }
        link.sort();
        *found.entry(link).or_insert(0) += 1;
    }
    found
}

#[test]
fn the_air_topologies_are_reproduced_for_nodes_cores_and_out_of_band() {
    for (architecture, nodes, printed) in [
        ("2-4-3-200", 32, include_str!("air-2-4-3-200.csv")),
        ("2-8-5-200", 20, include_str!("air-2-8-5-200.csv")),
        ("2-8-9-400", 12, include_str!("air-2-8-9-400.csv")),
    ] {
        let printed = rows(printed);
        let published = multiset(
            printed.iter().map(|row| [(row[0].clone(), row[1].clone()), (row[2].clone(), row[3].clone())]),
        );
        let json: serde_json::Value =
            serde_json::from_str(&air(&wiring(architecture, nodes), Scope::FirstUnit)).unwrap();
        let class = |name: &str| match name {
            name if name.starts_with("su-") => 'n',
            name if name.starts_with("core-") => 'c',
            name if name.starts_with("oob-switch-") => 'o',
            _ => '-',
        };
        let ours = multiset(json["content"]["links"].as_array().unwrap().iter().filter_map(|link| {
            let end = |at: usize| {
                (
                    link[at]["node"].as_str().unwrap().to_string(),
                    link[at]["interface"].as_str().unwrap().to_string(),
                )
            };
            let ends = [end(0), end(1)];
            let mut classes = [class(&ends[0].0), class(&ends[1].0)];
            classes.sort_unstable();
            matches!(classes, ['c', 'n'] | ['c', 'c'] | ['n', 'o']).then_some(ends)
        }));
        assert_eq!(ours, published, "{architecture}");
    }
}

#[test]
fn the_wire_map_read_as_built_differs_where_it_is_misprinted_only() {
    let text = include_str!("wiremap-2-8-9-400.csv")
        .replace("system,", "a_device,")
        .replace(",nic_or_port,", ",a_port,");
    let built = read_as_built(&text).unwrap();
    let differences: Vec<_> = compare(&wiring("2-8-9-400", 12), &built)
        .into_iter()
        // The compact file leaves support, storage and edge out.
        .filter(|difference| difference.kind != DifferenceKind::Missing)
        .collect();
    assert!(
        differences.iter().all(|difference| difference.line.contains("oob-switch-01 swp7")),
        "{differences:#?}"
    );
    assert!(!differences.is_empty());
}
