//! `gcg export` and `gcg check --wiring`: cables out, as-built back in.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::harness::Run;

/// A folder of its own with the answer and the cable list of a design.
fn designed(name: &str, pattern: &str, nodes: &str) -> (PathBuf, String) {
    let folder = std::env::temp_dir().join(format!("gcg-wiring-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let answer = Run::new(&["plan", "--pattern", pattern, "--nodes", nodes]).output();
    assert!([0, 9].contains(&answer.exit), "{}", answer.stdout);
    fs::write(folder.join("answer.json"), answer.stdout).unwrap();
    let cables = Run::new(&["export", "answer.json", "--format", "cables"]).directory(&folder).output();
    assert_eq!(cables.exit, 0, "{pattern} {nodes}: {}", cables.stdout);
    (folder, cables.stdout)
}

fn check(folder: &PathBuf, arguments: &[&str]) -> (Value, i32) {
    Run::new(&[&["check"], arguments].concat()).directory(folder).json()
}

#[test]
fn what_was_cabled_is_compared_with_the_answer() {
    let (folder, cables) = designed("compare", "2-8-9-400", "12");
    fs::write(folder.join("built.csv"), &cables).unwrap();
    let (verdict, exit) = check(&folder, &["answer.json", "--wiring", "built.csv"]);
    assert_eq!((exit, &verdict["verdict"]), (0, &"pass".into()), "{verdict:#}");
    assert_eq!(verdict["link_count"], verdict["designed_link_count"]);
    let schema = Run::new(&["schema", "wiring-verdict"]).json().0;
    jsonschema::validator_for(&schema).unwrap().validate(&verdict).unwrap();

    // Two cables change places at core-01, and one is gone.
    let mut lines: Vec<String> = cables.lines().map(ToString::to_string).collect();
    let at = |lines: &[String], start: &str| lines.iter().position(|line| line.starts_with(start)).unwrap();
    let first = at(&lines, "su-01-node-01,OSFP1P1,core-01,swp4s0,");
    let second = at(&lines, "su-01-node-01,OSFP2P1,core-01,swp4s1,");
    lines[first] = lines[first].replace("swp4s0", "swp4s1");
    lines[second] = lines[second].replace("swp4s1", "swp4s0");
    let gone = at(&lines, "su-02-node-01,OSFP1P1,");
    lines.remove(gone);
    fs::write(folder.join("wrong.csv"), lines.join("\n")).unwrap();
    let (verdict, exit) = check(&folder, &["answer.json", "--wiring", "wrong.csv"]);
    assert_eq!((exit, &verdict["verdict"]), (9, &"fail".into()));
    let differences = verdict["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 2, "{verdict:#}");
    assert_eq!(differences[0]["kind"], "missing");
    assert!(
        differences[0]["line"]
            .as_str()
            .unwrap()
            .starts_with("no cable from su-02-node-01 OSFP1P1 to core-01 ")
    );
    assert!(
        differences[1]["line"]
            .as_str()
            .unwrap()
            .contains("swap the two at core-01 swp4s1 and core-01 swp4s0")
    );
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn other_forms_are_compared_as_well() {
    let (folder, _) = designed("forms", "superpod-h100", "40");
    for format in ["air", "ibnetdiscover", "ib-cables", "cables-both"] {
        let file = Run::new(&["export", "answer.json", "--format", format]).directory(&folder).output();
        fs::write(folder.join("built"), file.stdout).unwrap();
        let (verdict, exit) = check(&folder, &["answer.json", "--wiring", "built"]);
        assert_eq!(exit, 0, "{format}: {verdict:#}");
        let (alone, exit) = check(&folder, &["--wiring", "built"]);
        assert_eq!((exit, &alone["compared"]), (0, &false.into()), "{format}: {alone:#}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_ratio_may_be_demanded_of_a_wiring_alone() {
    // Two leaves with 4 nodes each and 2 uplinks each: 2:1.
    let mut text = String::from("a_device,a_port,z_device,z_port\n");
    for leaf in 1..=2 {
        for node in 1..=4 {
            text.push_str(&format!("node{leaf}{node},NIC1 P1,leaf-{leaf},swp{node}\n"));
        }
        for spine in 1..=2 {
            text.push_str(&format!("leaf-{leaf},swp{},spine-{spine},swp{leaf}\n", 4 + spine));
        }
    }
    let folder = std::env::temp_dir().join(format!("gcg-wiring-ratio-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("built.csv"), text).unwrap();
    assert_eq!(check(&folder, &["--wiring", "built.csv"]).1, 0);
    assert_eq!(check(&folder, &["--wiring", "built.csv", "--oversubscription", "2:1"]).1, 0);
    let (verdict, exit) = check(&folder, &["--wiring", "built.csv", "--oversubscription", "1:1"]);
    assert_eq!((exit, &verdict["findings"][0]["rule"]), (9, &"oversubscription".into()), "{verdict:#}");
    let (error, exit) = check(&folder, &["--wiring", "built.csv", "--oversubscription", "half"]);
    assert_eq!(exit, 2, "{error}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_wiring_that_cannot_be_read_says_what_was_expected() {
    let (error, exit) = Run::new(&["check", "--wiring", "-"]).stdin("a_device,a_port\nx,1\n").json();
    assert_eq!((exit, &error["code"]), (3, &"input.invalid".into()), "{error}");
    assert!(error["error"].as_str().unwrap().contains("z_device"), "{error}");
}

#[test]
fn every_pattern_and_architecture_is_wired_in_two_commands() {
    const HEADER: &str = "a_device,a_port,z_device,z_port,network,speed_gbps";
    for (name, nodes, gpu, rails) in [
        ("2-4-3-200", "7", "h200-nvl", 2),
        ("2-8-5-200", "33", "rtx-pro-6000-se", 4),
        ("2-4-5-400", "12", "h200-sxm", 4),
        ("2-2-3-400", "9", "gh200-96gb", 2),
        ("2-8-9-400", "21", "h200-sxm", 8),
        ("2-8-9-800", "50", "b300-sxm", 8),
        ("2-8-9-400-SP", "40", "b300-sxm", 8),
        ("2-4-5-800", "30", "gb300", 4),
        ("basepod", "6", "b200-sxm", 8),
        ("superpod-h100", "100", "h100-sxm", 8),
        ("superpod-b200", "96", "b200-sxm", 8),
        ("superpod-b300-xdr", "100", "b300-sxm", 8),
        ("superpod-gb200", "144", "gb200", 4),
        ("superpod-gb300", "290", "gb300", 4),
        ("superpod-rubin-nvl8", "100", "rubin", 8),
    ] {
        let (folder, cables) = designed(&format!("all-{name}"), name, nodes);
        assert!(cables.starts_with(HEADER), "{name}");
        let answer: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("answer.json")).unwrap()).unwrap();
        let compute = &answer["design"]["compute"];
        assert_eq!(compute["gpu_id"], gpu, "{name}");
        // Rack-scale systems come in whole racks; everything else in the nodes asked for.
        let count = compute["node_count"].as_u64().unwrap();
        let asked: u64 = nodes.parse().unwrap();
        let expected = if rails == 4 && gpu.starts_with("gb") { asked.next_multiple_of(18) } else { asked };
        assert_eq!(count, expected, "{name}");
        let fields = |line: &str| line.split(',').map(ToString::to_string).collect::<Vec<_>>();
        let node_links = cables
            .lines()
            .map(fields)
            .filter(|row| row[4] == "compute" && row[6] == "node" && row[8] == "1")
            .count() as u64;
        assert_eq!(node_links, count * rails, "{name}: one link per node and rail in the first plane");
        // As many links as the design counts, fabric by fabric.
        for network in ["compute", "converged"] {
            let fabric = &answer["design"]["fabric"][network];
            if let Some(links) = fabric["node_link_count"].as_u64() {
                let wired =
                    cables.lines().map(fields).filter(|row| row[4] == network && row[6] == "node").count()
                        as u64;
                assert_eq!(wired, links, "{name} {network}");
            }
        }
        fs::write(folder.join("built.csv"), &cables).unwrap();
        let (verdict, exit) = check(&folder, &["answer.json", "--wiring", "built.csv"]);
        assert_eq!(exit, 0, "{name}: {verdict:#}");
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn a_subnet_that_is_too_large_is_refused() {
    let plan = |nodes: &str| {
        Run::new(&["plan", "--pattern", "2-8-9-400", "--nodes", nodes, "--fabric", "infiniband"]).json()
    };
    let rules = |answer: &Value| -> Vec<String> {
        let findings = answer["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_string()).collect()
    };
    // 6,144 nodes x 8 adapters = 49,152 endpoints: one more than a subnet addresses before any switch is counted.
    let (large, exit) = plan("6144");
    assert_eq!((exit, large["outcome"].as_str()), (9, Some("infeasible")));
    assert!(rules(&large).contains(&"infiniband_subnet_size".to_string()));
    assert!(!rules(&plan("2048").0).contains(&"infiniband_subnet_size".to_string()));
}

#[test]
fn racks_of_the_answer_reach_the_cable_list() {
    let folder = std::env::temp_dir().join(format!("gcg-wiring-racks-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let arguments =
        ["plan", "--pattern", "2-8-9-400", "--nodes", "64", "--gpu", "h100-sxm", "--rack-kw", "44"];
    let answer = Run::new(&arguments).json().0;
    fs::write(folder.join("answer.json"), answer.to_string()).unwrap();
    let racks = answer["design"]["facility"]["rack_count"].as_u64().unwrap();
    let height = answer["design"]["facility"]["rack_u"].as_f64().unwrap() as u64;
    let cables =
        Run::new(&["export", "answer.json", "--format", "cables"]).directory(&folder).output().stdout;
    let head: Vec<&str> = cables.lines().next().unwrap().split(',').collect();
    let at = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let mut lengths = std::collections::BTreeSet::new();
    for line in cables.lines().skip(1) {
        let row: Vec<&str> = line.split(',').collect();
        for (rack, unit) in [(at("a_rack"), at("a_u")), (at("z_rack"), at("z_u"))] {
            let number: u64 = row[rack].trim_start_matches('R').parse().unwrap();
            assert!((1..=racks).contains(&number), "{line}");
            assert!((1..=height).contains(&row[unit].parse().unwrap()), "{line}");
        }
        assert!(row[at("a_label")].starts_with(&format!("{}.U{} ", row[at("a_rack")], row[at("a_u")])));
        let metres: f64 = row[at("length_m")].parse().unwrap();
        let same = row[at("a_rack")] == row[at("z_rack")];
        // In one rack at most its height and the slack; between racks at least up to the tray and down again.
        assert!(if same { metres <= 4.0 } else { metres >= 3.0 }, "{line}");
        lengths.insert(row[at("length_m")].to_string());
    }
    assert!(lengths.len() > 4, "{lengths:?}");
    fs::remove_dir_all(folder).unwrap();
}
