//! Properties over random sizes, radices and depths.

use std::collections::BTreeMap;

use gpu_cluster_generator::{
    catalog::Catalog,
    check::fabric::check_wiring,
    design::{
        Severity,
        fabric::{FabricPlan, Layout},
        wiring::DeviceKind,
    },
    fabric::{Depth, Overrides, SwitchClass, recommend},
};
use proptest::prelude::*;

use super::{limits, wired};

const ARCHITECTURES: [&str; 8] = [
    "2-4-3-200",
    "2-8-5-200",
    "2-8-9-400",
    "2-8-9-800",
    "2-4-5-800",
    "superpod-h100",
    "superpod-b300-xdr",
    "superpod-gb200",
];

fn plan(architecture: &str, nodes: u64, wishes: &Overrides) -> Option<FabricPlan> {
    recommend(&Catalog::embedded(), architecture, nodes, wishes).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ports_used_never_exceed_ports_present(at in 0..ARCHITECTURES.len(), nodes in 1_u64..20_000) {
        if let Some(plan) = plan(ARCHITECTURES[at], nodes, &Overrides::default()) {
            for fabric in plan.fabrics() {
                for tier in &fabric.tiers {
                    if plan.layout != Layout::CollapsedCore {
                        prop_assert!(tier.down_link_count + tier.up_link_count + tier.isl_link_count <= fabric.radix,
                            "{} {nodes} {:?}", ARCHITECTURES[at], tier);
                    }
                    prop_assert_eq!(tier.count, tier.count_per_plane * fabric.plane_count);
                }
            }
            let tiers = &plan.compute.tiers;
            for pair in tiers.windows(2) {
                prop_assert_eq!(pair[0].up_link_count % pair[0].links_per_pair.max(1), 0);
                let up = pair[0].count_per_plane * pair[0].up_link_count;
                let down = pair[1].count_per_plane * plan.compute.radix;
                prop_assert!(up <= down, "uplinks {up} ports {down}");
            }
        }
    }

    #[test]
    fn more_nodes_never_need_fewer_switches_of_a_tier(at in 0..ARCHITECTURES.len(), nodes in 1_u64..19_000, more in 1_u64..1_000) {
        let (small, large) = (plan(ARCHITECTURES[at], nodes, &Overrides::default()), plan(ARCHITECTURES[at], nodes + more, &Overrides::default()));
        if let (Some(small), Some(large)) = (small, large) {
            let published = !small.published.is_empty() || !large.published.is_empty();
            if small.layout == large.layout && small.compute.tiers.len() == large.compute.tiers.len() && !published {
                for (few, many) in small.compute.tiers.iter().zip(&large.compute.tiers) {
                    prop_assert!(few.count <= many.count, "{} {nodes} +{more}", ARCHITECTURES[at]);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn wired_designs_break_no_rule(at in 0..ARCHITECTURES.len(), nodes in 1_u64..600) {
        if plan(ARCHITECTURES[at], nodes, &Overrides::default()).is_some() {
            let (plan, wiring) = wired(ARCHITECTURES[at], nodes, &Overrides::default());
            let errors: Vec<_> = check_wiring(&wiring, &limits(&plan))
                .into_iter()
                .filter(|fault| fault.severity == Severity::Error)
                .collect();
            prop_assert!(errors.is_empty(), "{} {nodes}: {errors:#?}", ARCHITECTURES[at]);
        }
    }

    #[test]
    fn other_switches_and_depths_are_wired_by_the_same_rules(
        half in 8_u64..72, nodes in 4_u64..300, depth in 2_u64..5, blocking in 1_u64..4,
    ) {
        let wishes = Overrides {
            switch: Some(SwitchClass { id: "other".into(), links: 2 * half }),
            leaf_down: Some(half),
            leaf_up: Some((half / blocking).max(1)),
            depth: Some(Depth::Tiers(depth)),
            ..Overrides::default()
        };
        if plan("superpod-h100", nodes, &wishes).is_some() {
            let (plan, wiring) = wired("superpod-h100", nodes, &wishes);
            let errors: Vec<_> = check_wiring(&wiring, &limits(&plan))
                .into_iter()
                .filter(|fault| fault.severity == Severity::Error)
                .collect();
            prop_assert!(errors.is_empty(), "radix {} nodes {nodes} depth {depth} {blocking}:1 {errors:#?}", 2 * half);
            // The plan's counts are the wiring's counts.
            let mut counts: BTreeMap<DeviceKind, u64> = BTreeMap::new();
            for device in &wiring.devices {
                *counts.entry(device.kind).or_default() += 1;
            }
            let switches: u64 = counts.iter().filter(|(kind, _)| kind.is_switch() && **kind != DeviceKind::OobSwitch).map(|(_, count)| count).sum();
            prop_assert_eq!(switches, plan.compute.switch_count);
        }
    }
}
