//! One change to a wiring at a time, and the rule that must find it.

use gpu_cluster_generator::{
    catalog::Catalog,
    check::fabric::{Limits, WIRING_RULES, check_wiring},
    design::{
        Severity,
        fabric::Network,
        wiring::{DeviceKind, LinkRole, Port, PortKind, Wiring},
    },
    fabric::{
        Overrides,
        wiring::{Lengths, choose_parts, count_parts},
    },
};

use super::{limits, wired};

fn rules_broken(architecture: &str, nodes: u64, change: impl Fn(&mut Wiring)) -> Vec<&'static str> {
    let (plan, mut wiring) = wired(architecture, nodes, &Overrides::default());
    change(&mut wiring);
    let mut rules: Vec<&'static str> = check_wiring(&wiring, &limits(&plan))
        .into_iter()
        .filter(|fault| fault.severity == Severity::Error)
        .map(|fault| fault.rule)
        .collect();
    rules.dedup();
    rules
}

fn place(wiring: &Wiring, wanted: impl Fn(&gpu_cluster_generator::design::wiring::Link) -> bool) -> usize {
    wiring.links.iter().position(wanted).unwrap()
}

fn is(network: Network, role: LinkRole) -> impl Fn(&gpu_cluster_generator::design::wiring::Link) -> bool {
    move |link| link.network == network && link.role == role
}

#[test]
fn designs_break_no_rule() {
    for (architecture, sizes) in [
        ("2-4-3-200", &[1, 4, 17, 32, 40, 64, 200][..]),
        ("2-8-5-200", &[4, 20, 24, 32, 100]),
        ("2-4-5-400", &[4, 32]),
        ("2-8-9-400", &[1, 3, 8, 12, 16, 20, 33, 64, 65, 128, 500, 2304]),
        ("2-8-9-800", &[4, 16, 17, 32, 100, 128, 512, 2304]),
        ("2-8-9-400-SP", &[16, 64, 128]),
        ("2-4-5-800", &[18, 36, 54, 72, 144, 162, 360]),
        ("superpod-h100", &[4, 31, 127, 128, 256, 300, 512, 1024]),
        ("superpod-b300-xdr", &[72, 288]),
        ("superpod-b300-ethernet", &[64, 256]),
        ("superpod-gb200", &[144, 288, 576, 1152]),
        ("superpod-gb300", &[144, 288]),
        ("superpod-rubin-nvl8", &[72, 576]),
        ("basepod", &[2, 4, 8]),
    ] {
        for nodes in sizes {
            let broken = rules_broken(architecture, *nodes, |_| {});
            assert!(broken.is_empty(), "{architecture} {nodes}: {broken:?}");
        }
    }
}

#[test]
fn a_dropped_node_cable_is_found() {
    let broken = rules_broken("superpod-h100", 64, |wiring| {
        let at = place(wiring, is(Network::Compute, LinkRole::Node));
        wiring.links.remove(at);
    });
    assert_eq!(broken, ["node_links"]);
}

#[test]
fn a_dropped_uplink_is_found() {
    let broken = rules_broken("superpod-h100", 64, |wiring| {
        let at = place(wiring, is(Network::Compute, LinkRole::Uplink));
        wiring.links.remove(at);
    });
    assert_eq!(broken, ["uplink_balance", "oversubscription"]);
}

#[test]
fn two_rails_swapped_are_found() {
    let broken = rules_broken("superpod-h100", 64, |wiring| {
        let first = place(wiring, |link| link.role == LinkRole::Node && link.rail == 1);
        let second = place(wiring, |link| link.role == LinkRole::Node && link.rail == 2);
        let z = wiring.links[first].z;
        wiring.links[first].z = wiring.links[second].z;
        wiring.links[second].z = z;
    });
    assert_eq!(broken, ["rail_alignment"]);
}

#[test]
fn a_cable_in_another_group_is_found() {
    let broken = rules_broken("superpod-h100", 64, |wiring| {
        let first = place(wiring, |link| link.role == LinkRole::Node && link.rail == 1);
        let other = wiring.links[first].z;
        let second = place(wiring, |link| {
            link.role == LinkRole::Node && link.rail == 1 && link.z.device != other.device
        });
        wiring.links[first].z = wiring.links[second].z;
        wiring.links[second].z = other;
    });
    assert_eq!(broken, ["rail_alignment"]);
}

#[test]
fn a_port_used_twice_is_found() {
    let broken = rules_broken("2-8-9-400", 12, |wiring| {
        let first = place(wiring, is(Network::Converged, LinkRole::Node));
        let z = wiring.links[first].z;
        let next = wiring.links.iter().skip(first + 1).position(|link| link.z.device == z.device).unwrap()
            + first
            + 1;
        wiring.links[next].z = z;
    });
    assert!(broken.contains(&"each_end_once"), "{broken:?}");
}

#[test]
fn a_link_between_leaves_is_found() {
    let broken = rules_broken("superpod-h100", 64, |wiring| {
        let leaves: Vec<u32> = (0..wiring.devices.len() as u32)
            .filter(|at| wiring.devices[*at as usize].kind == DeviceKind::Leaf)
            .collect();
        let mut link = wiring.links[place(wiring, is(Network::Compute, LinkRole::Uplink))];
        link.a.device = leaves[0];
        link.z.device = leaves[1];
        link.a.port = Port::new(PortKind::Cage(90));
        link.z.port = Port::new(PortKind::Cage(91));
        wiring.links.push(link);
    });
    assert!(broken.contains(&"adjacent_tiers") && broken.contains(&"port_budget"), "{broken:?}");
}

#[test]
fn a_cable_on_the_wrong_plane_is_found() {
    let broken = rules_broken("2-8-9-800", 32, |wiring| {
        let first = place(wiring, |link| link.role == LinkRole::Node && link.plane == 1);
        let second = place(wiring, |link| link.role == LinkRole::Node && link.plane == 2);
        let z = wiring.links[first].z;
        wiring.links[first].z = wiring.links[second].z;
        wiring.links[second].z = z;
    });
    assert!(broken.contains(&"plane_separation"), "{broken:?}");
}

#[test]
fn an_island_is_found() {
    let broken = rules_broken("superpod-h100", 64, |wiring| {
        let leaf = wiring.devices.iter().position(|device| device.kind == DeviceKind::Leaf).unwrap() as u32;
        wiring.links.retain(|link| !(link.role == LinkRole::Uplink && link.a.device == leaf));
    });
    assert!(broken.contains(&"reachability"), "{broken:?}");
}

#[test]
fn an_overfull_cage_and_a_blocked_neighbour_are_found() {
    let broken = rules_broken("2-8-9-400", 12, |wiring| {
        let at = place(wiring, |link| link.role == LinkRole::Node && link.network == Network::Compute);
        wiring.links[at].gbps = 800;
    });
    assert!(broken.contains(&"cage_split"), "{broken:?}");
    let broken = rules_broken("2-8-9-400", 12, |wiring| {
        let at = place(wiring, |link| link.role == LinkRole::Node && link.network == Network::Compute);
        wiring.links[at].z.port = Port::new(PortKind::Part(56, 0));
    });
    assert!(broken.contains(&"cage_split"), "{broken:?}");
}

#[test]
fn a_single_attached_node_is_warned_of() {
    let (plan, mut wiring) = wired("2-8-9-400", 12, &Overrides::default());
    let core = wiring.devices.iter().position(|device| device.name == "core-02").unwrap() as u32;
    wiring.links.retain(|link| !(link.network == Network::Converged && link.z.device == core));
    let faults = check_wiring(&wiring, &limits(&plan));
    assert!(
        faults.iter().any(|fault| fault.rule == "single_switch_failure" && fault.found == Some(12)),
        "{faults:#?}"
    );
}

#[test]
fn an_infiniband_subnet_that_is_too_large_is_found() {
    let wishes = Overrides::default();
    // 6,144 nodes x 8 adapters = 49,152 endpoints: one more than a subnet holds before any switch is counted.
    let (plan, wiring) = wired("superpod-b300-xdr", 6_144, &wishes);
    let faults = check_wiring(&wiring, &limits(&plan));
    assert!(faults.iter().any(|fault| fault.rule == "infiniband_subnet_size" && fault.bound == Some(49_151)));
}

#[test]
fn a_wrong_module_and_a_long_cable_are_found() {
    let catalog = Catalog::embedded();
    let judged = |change: &dyn Fn(&mut Wiring)| -> Vec<&'static str> {
        let (plan, mut wiring) = wired("superpod-h100", 64, &Overrides::default());
        choose_parts(&catalog, &mut wiring, Lengths::default());
        change(&mut wiring);
        let limits = Limits { catalog: Some(&catalog), ..limits(&plan) };
        let mut rules: Vec<&str> =
            check_wiring(&wiring, &limits).into_iter().map(|fault| fault.rule).collect();
        rules.dedup();
        rules
    };
    assert!(judged(&|_| {}).is_empty());
    // A single-mode module opposite a multi-mode one; an adapter's flat-top module in a switch.
    let optical = |wiring: &Wiring| wiring.media.iter().position(|media| media.a_module.is_some()).unwrap();
    let single = |wiring: &mut Wiring| {
        let row = optical(wiring);
        wiring.media[row].z_module = Some("mms4x00-nm-finned".into());
    };
    assert_eq!(judged(&single), ["optics_mate"]);
    let flat = |wiring: &mut Wiring| {
        let row = optical(wiring);
        wiring.media[row].z_module = wiring.media[row].a_module.clone();
    };
    assert_eq!(judged(&flat), ["optics_mate"]);
    let long = |wiring: &mut Wiring| {
        let row = optical(wiring);
        wiring.media[row].length_dm = 510;
    };
    assert_eq!(judged(&long), ["reach"]);
}

#[test]
fn the_bill_of_the_h100_system_is_counted_as_printed() {
    // DGX SuperPOD H100 RA-11333-001, Table 8, 4 SU and 127 nodes: 2,040 NDR cables, 1,536 switch and 508 system
    // transceivers, without the links of the fabric manager.
    let catalog = Catalog::embedded();
    let (_, mut wiring) = wired("superpod-h100", 127, &Overrides::default());
    choose_parts(&catalog, &mut wiring, Lengths::default());
    let counts = count_parts(&wiring, Some(Network::Compute));
    assert_eq!(counts.links, 2040);
    assert_eq!(counts.cables.values().sum::<u64>(), 2040);
    let by_top = |flat: bool| -> u64 {
        counts.modules.iter().filter(|(id, _)| id.contains("flat") == flat).map(|(_, count)| count).sum()
    };
    assert_eq!((by_top(false), by_top(true)), (1536, 508), "{counts:#?}");
    assert_eq!(counts.strands, 2040 * 8);
}

#[test]
fn every_rule_has_a_mutation_here() {
    let source = include_str!("mutations.rs");
    for rule in WIRING_RULES {
        assert!(source.contains(&format!("\"{}\"", rule.name)), "no mutation breaks {}", rule.name);
    }
}
