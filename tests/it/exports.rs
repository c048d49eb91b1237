//! Files for other tools hold what the answer knows: positions, products, supplies, feeds, lengths, names of ports.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use crate::harness::Run;

/// A folder with the answer of a plan.
fn planned(name: &str, arguments: &[&str]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gcg-exports-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let answer = Run::new(&[&["plan"], arguments].concat()).output();
    assert!(answer.stdout.contains("\"design\""), "{}", answer.stdout);
    fs::write(folder.join("answer.json"), answer.stdout).unwrap();
    folder
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn netbox_gets_positions_products_supplies_feeds_and_lengths() {
    let folder = planned(
        "netbox",
        &[
            "--gpus",
            "128",
            "--gpu",
            "h100-sxm",
            "--workload",
            "training",
            "--rack-kw",
            "40",
            "--cooling",
            "air",
            "--set",
            "volts=400",
            "--set",
            "amps=32",
            "--set",
            "feed_phases=3",
        ],
    );
    let written = Run::new(&["export", "answer.json", "--format", "netbox", "--out", "out"])
        .directory(&folder)
        .output();
    assert_eq!(written.exit, 0, "{}", written.stdout);
    let file = |name: &str| fs::read_to_string(folder.join("out/netbox").join(name)).unwrap();
    let node = file("device-types/nvidia-dgx-h100.yaml");
    assert!(
        node.contains("manufacturer: NVIDIA\nmodel: DGX H100\n") && node.contains("u_height: 8\n"),
        "{node}"
    );
    assert_eq!(node.matches("name: PSU").count(), 6, "4+2 supplies");
    // 10.2 kW over the four supplies that full load needs.
    assert!(node.contains("maximum_draw: 2550\n"), "{node}");
    let heights: BTreeMap<&str, f64> = [("DGX H100", 8.0), ("SN5600", 2.0), ("SN2201", 1.0)].into();
    let mut taken: BTreeSet<(String, u32)> = BTreeSet::new();
    let devices = rows(&file("devices.csv"));
    let nodes: Vec<_> = devices.iter().filter(|row| row["role"] == "node").collect();
    assert_eq!(nodes.len(), 16);
    assert!(nodes.iter().all(|row| row["device_type"] == "DGX H100"), "one type for one server");
    for row in devices.iter().filter(|row| !row["position"].is_empty()) {
        let from: u32 = row["position"].parse().unwrap();
        for unit in from..from + heights[row["device_type"].as_str()] as u32 {
            assert!(taken.insert((row["rack"].clone(), unit)), "{} and another in {unit}", row["name"]);
            assert!((1..=48).contains(&unit));
        }
    }
    assert!(taken.len() > 16 * 8, "nodes and switches have positions");
    let feeds = rows(&file("power-feeds.csv"));
    let racks: BTreeSet<&String> = nodes.iter().map(|row| &row["rack"]).collect();
    assert_eq!(feeds.len() % racks.len(), 0);
    assert!(
        feeds
            .iter()
            .all(|row| row["voltage"] == "400" && row["amperage"] == "32" && row["phase"] == "three-phase")
    );
    assert!(feeds.iter().any(|row| row["type"] == "redundant"));
    let cables = rows(&file("cables.csv"));
    assert!(cables.iter().all(|row| !row["length"].is_empty() && row["length_unit"] == "m"));
    let kinds: BTreeSet<&str> = cables.iter().map(|row| row["type"].as_str()).collect();
    assert!(["cat6", "dac-passive", "mmf"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    // Lengths are those of the cable schedule.
    let schedule =
        Run::new(&["export", "answer.json", "--format", "cables"]).directory(&folder).output().stdout;
    for (ours, theirs) in cables.iter().zip(rows(&schedule)) {
        assert_eq!((&ours["label"], &ours["length"]), (&theirs["label"], &theirs["length_m"]));
    }
}

#[test]
fn ports_of_the_validation_tool_are_named_by_the_fabric() {
    for (arguments, host, switch) in [
        (&["--gpus", "128", "--gpu", "h100-sxm", "--fabric", "ethernet"][..], "rail", "swp"),
        (&["--gpus", "1024", "--gpu", "b200-sxm", "--fabric", "infiniband"], "", "1/1"),
        (&["--pattern", "2-8-9-800", "--nodes", "64", "--fabric", "infiniband"], "", "sw1p1"),
    ] {
        let arguments = [arguments, &["--workload", "training", "--rack-kw", "60"]].concat();
        let folder = planned(&format!("ufm-{}", arguments[1]), &arguments);
        let text = Run::new(&["export", "answer.json", "--format", "ufm"]).directory(&folder).output().stdout;
        let rows = rows(&text);
        assert!(rows.len() > 100, "{text}");
        let hosts: Vec<_> = rows.iter().filter(|row| row["A-Type"] == "Host").collect();
        for row in &hosts {
            let number = row["A-Port"].strip_prefix(host).and_then(|number| number.parse::<u32>().ok());
            assert!(number.is_some_and(|number| (1..=16).contains(&number)), "{arguments:?}: {row:?}");
            assert!(!row["A-Rack"].is_empty() && !row["A-U"].is_empty(), "{row:?}");
        }
        assert!(rows.iter().any(|row| row["Z-Port"].starts_with(switch)), "{arguments:?}: {:?}", rows[0]);
    }
}
