//! Export, import, compare: no difference; and four wrong cablings that are found without a design.

use gpu_cluster_generator::{
    check::fabric::{DifferenceKind, Limits, check_wiring, compare, infer_wiring, read_as_built},
    design::{Severity, fabric::Ratio},
    fabric::Overrides,
    render::export::{Direction, Scope, air, cables, infiniband, netbox, ufm},
};

use super::wired;

#[test]
fn what_is_exported_is_read_back_without_a_difference() {
    for (architecture, nodes) in [
        ("2-8-9-400", 12),
        ("2-8-9-800", 40),
        ("2-4-3-200", 32),
        ("superpod-h100", 40),
        ("superpod-gb200", 288),
    ] {
        let (_, wiring) = wired(architecture, nodes, &Overrides::default());
        for text in [
            cables(&wiring, Direction::Once),
            cables(&wiring, Direction::Both),
            air(&wiring, Scope::All),
            infiniband(&wiring).topology,
        ] {
            let built = read_as_built(&text).unwrap();
            let differences = compare(&wiring, &built);
            assert!(differences.is_empty(), "{architecture} {nodes}: {differences:#?}");
        }
    }
}

#[test]
fn every_export_is_found_right_without_its_design() {
    for (architecture, nodes) in [
        ("2-4-3-200", 8),
        ("2-4-3-200", 36),
        ("2-8-5-200", 20),
        ("2-8-9-400", 12),
        ("2-8-9-400", 16),
        ("2-8-9-400", 33),
        ("2-8-9-800", 16),
        ("2-8-9-800", 40),
        ("2-8-9-400-SP", 64),
        ("2-4-5-800", 72),
        ("superpod-h100", 100),
        ("superpod-gb200", 144),
        ("superpod-gb300", 288),
        ("superpod-b300-ethernet", 128),
        ("basepod", 4),
    ] {
        let (plan, wiring) = wired(architecture, nodes, &Overrides::default());
        let limits = Limits { oversubscription: Some(plan.compute.oversubscription), catalog: None };
        let cable_ends = netbox(&wiring).into_iter().find(|(name, _)| name == "cables.csv").unwrap().1;
        for (form, text) in [
            ("cables", cables(&wiring, Direction::Once)),
            ("air", air(&wiring, Scope::All)),
            ("scan", infiniband(&wiring).topology),
            ("ib-cables", infiniband(&wiring).cables),
            ("ufm", ufm(&wiring)),
            ("netbox", cable_ends),
        ] {
            let built = read_as_built(&text).unwrap();
            // A file without speeds cannot be held against a ratio of speeds where fabrics share switches.
            let limits = if form == "cables" { limits } else { Limits::default() };
            let broken: Vec<String> = check_wiring(&infer_wiring(&built), &limits)
                .into_iter()
                .filter(|fault| fault.severity == Severity::Error)
                .map(|fault| format!("{}: {}", fault.rule, fault.message))
                .collect();
            assert!(broken.is_empty(), "{architecture} {nodes} {form}: {broken:#?}");
        }
    }
}

#[test]
fn a_dropped_cable_is_found_without_rails_or_design() {
    // NVIDIA's node port names state slots and no rails.
    let (_, wiring) = wired("2-8-9-400", 12, &Overrides::default());
    let text = air(&wiring, Scope::All);
    let gone = text
        .lines()
        .position(|line| line.contains("su-02-node-03") && line.contains("\"node\": \"core-01\""))
        .unwrap();
    let lines: Vec<&str> =
        text.lines().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| line).collect();
    let text = lines.join("\n");
    let faults = check_wiring(&infer_wiring(&read_as_built(&text).unwrap()), &Limits::default());
    assert!(
        faults
            .iter()
            .any(|fault| fault.rule == "node_links" && fault.message.starts_with("su-02-node-03 has")),
        "{faults:#?}"
    );
}

#[test]
fn findings_of_a_foreign_file_speak_its_names() {
    let text = "a_device,a_port,z_device,z_port\nhost1,NIC1 P1,tor-1,Ethernet1/1/1\nhost2,NIC1 P1,tor-1,Ethernet1/1/1\n";
    let faults = check_wiring(&infer_wiring(&read_as_built(text).unwrap()), &Limits::default());
    assert!(
        faults.iter().any(|fault| fault.message
            == "tor-1 Ethernet1/1/1 is used twice: for host1 NIC1 P1 and for host2 NIC1 P1"),
        "{faults:#?}"
    );
}

#[test]
fn exports_repeat_byte_for_byte() {
    let texts = || {
        let (_, wiring) = wired("2-8-9-400", 64, &Overrides::default());
        let files = infiniband(&wiring);
        [
            cables(&wiring, Direction::Both),
            air(&wiring, Scope::All),
            files.topology,
            files.roots,
            files.cables,
        ]
    };
    assert_eq!(texts(), texts());
}

#[test]
fn missing_crossed_and_extra_links_are_one_line_each() {
    let (_, wiring) = wired("2-8-9-400", 12, &Overrides::default());
    let text = cables(&wiring, Direction::Once);
    let mut lines: Vec<String> = text.lines().map(ToString::to_string).collect();
    // Two cables change places at core-01, one is gone, one is new between ports that were free.
    let swap = |line: &str, to: &str| {
        let mut fields: Vec<&str> = line.split(',').collect();
        fields[3] = to;
        fields.join(",")
    };
    let find = |lines: &[String], start: &str| lines.iter().position(|line| line.starts_with(start)).unwrap();
    let first = find(&lines, "su-01-node-01,B3140 SL1 P1,core-01,swp4s0,");
    let second = find(&lines, "su-01-node-01,B3140 SL3 P1,core-01,swp4s1,");
    lines[first] = swap(&lines[first].clone(), "swp4s1");
    lines[second] = swap(&lines[second].clone(), "swp4s0");
    let gone = find(&lines, "su-01-node-02,B3140 SL1 P1,");
    lines.remove(gone);
    lines.push("core-01,swp59,core-02,swp59,compute,800,isl,,,X".into());
    let differences = compare(&wiring, &read_as_built(&lines.join("\n")).unwrap());
    let kinds: Vec<DifferenceKind> = differences.iter().map(|difference| difference.kind).collect();
    assert_eq!(
        kinds,
        [DifferenceKind::Missing, DifferenceKind::Crossed, DifferenceKind::Extra],
        "{differences:#?}"
    );
    assert!(
        differences[1].line.contains("swap the two at core-01 swp4s1 and core-01 swp4s0"),
        "{differences:#?}"
    );
}

#[test]
fn files_that_cannot_be_read_say_what_was_expected() {
    for (text, expected) in [
        ("", "a cable list"),
        ("a,b\n1,2\n", "a_device"),
        ("{\"content\": {}}", "`nodes` and `links`"),
        ("{", "JSON"),
        ("a_device,a_port,z_device,z_port\n,,x,y\n", "a device and a port"),
        ("a_device,a_port,z_device,z_port\n", "at least one link"),
        ("Switch\t64 \"S-1\"\n", "a name in quotes"),
    ] {
        let error = read_as_built(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text:?}: {error}");
    }
}

/// A rail-optimised fabric of 16 nodes, 8 leaves and 4 spines, as `ibnetdiscover` names it, with a change.
fn foreign(change: &str) -> String {
    let mut links: Vec<(String, u32, String, u32)> = Vec::new();
    for node in 0..16 {
        for rail in 0..8 {
            links.push((
                format!("node{:04} mlx5_{rail}", node + 1),
                1,
                format!("leaf-su01-r{}", rail + 1),
                node + 1,
            ));
        }
    }
    for rail in 0..8 {
        for spine in 0..4 {
            for strand in 0..4 {
                let up = 17 + spine * 4 + strand;
                links.push((
                    format!("leaf-su01-r{}", rail + 1),
                    up,
                    format!("spine{:02}", spine + 1),
                    rail * 4 + strand + 1,
                ));
            }
        }
    }
    match change {
        "swap" => {
            let (leaf, port) = (links[0].2.clone(), links[0].3);
            links[0].2 = links[1].2.clone();
            links[0].3 = links[1].3;
            links[1].2 = leaf;
            links[1].3 = port;
        }
        "drop" => {
            links.remove(128);
        }
        "leafleaf" => links.push(("leaf-su01-r1".into(), 60, "leaf-su01-r2".into(), 60)),
        "island" => links.retain(|link| !(link.0 == "leaf-su01-r1" && link.2.starts_with("spine"))),
        _ => {}
    }
    let mut text = String::from("a_device,a_port,b_device,b_port\n");
    for (a, a_port, b, b_port) in links {
        text.push_str(&format!("{a},{a_port},{b},{b_port}\n"));
    }
    text
}

#[test]
fn wrong_cablings_are_found_without_a_design() {
    let limits = Limits { oversubscription: Some(Ratio { down: 1, up: 1 }), catalog: None };
    for (change, rule) in [
        ("", ""),
        ("swap", "rail_alignment"),
        ("drop", "uplink_balance"),
        ("leafleaf", "adjacent_tiers"),
        ("island", "reachability"),
    ] {
        let wiring = infer_wiring(&read_as_built(&foreign(change)).unwrap());
        let rules: Vec<&str> = check_wiring(&wiring, &limits)
            .into_iter()
            .filter(|fault| fault.severity == Severity::Error)
            .map(|fault| fault.rule)
            .collect();
        if rule.is_empty() {
            assert!(rules.is_empty(), "{rules:?}");
        } else {
            assert!(rules.contains(&rule), "{change}: {rules:?}");
        }
    }
}
