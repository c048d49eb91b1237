//! Switches and adapters: cages times speed against throughput, and what a cage may be split into.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{Fact, SwitchRole};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "switch-throughput",
        about: "Cages times their speed is the throughput; twice that where both directions are added.",
        check: throughput,
    },
    LintRule {
        name: "switch-breakout",
        about: "A split cage carries no more than the whole cage.",
        check: breakout,
    },
    LintRule {
        name: "switch-logical-ports",
        about: "The cages can be split into the greatest number of logical ports.",
        check: logical,
    },
    LintRule {
        name: "switch-power-order",
        about: "Typical power is below planning power, and that not above the greatest.",
        check: power,
    },
    LintRule { name: "switch-cages", about: "A switch of a fabric has cages.", check: cages },
    LintRule {
        name: "nic-ports",
        about: "Ports times their speed is the speed of the adapter.",
        check: nic_ports,
    },
];

fn known(fact: &Option<Fact<f64>>) -> Option<f64> {
    fact.as_ref().and_then(Fact::known).copied()
}

fn throughput(report: &mut Report<'_, '_>) {
    for one in report.entries().switches.iter() {
        let Some(cages) = one.cages.as_ref().and_then(Fact::known) else { continue };
        let sum: u64 =
            cages.iter().filter(|group| !group.management).map(|group| group.count * group.gbps).sum();
        for (field, printed, times) in [
            ("throughput_gbps", known(&one.throughput_gbps), 1.0),
            ("throughput_both_ways_gbps", known(&one.throughput_both_ways_gbps), 2.0),
        ] {
            let Some(printed) = printed else { continue };
            let wanted = sum as f64 * times;
            if (printed - wanted).abs() > wanted * 0.001 {
                let found = format!("{} Gb/s", num(printed));
                let expected = format!("cages x speed x {} = {} Gb/s", num(times), num(wanted));
                report.error("switches", &one.id, field, found, expected);
            }
        }
    }
}

fn breakout(report: &mut Report<'_, '_>) {
    for one in report.entries().switches.iter() {
        for group in one.cages.as_ref().and_then(Fact::known).into_iter().flat_map(|cages| cages.iter()) {
            let empty = group.breakouts.is_empty();
            let over = group.breakouts.iter().find(|way| way.ports * way.gbps > group.gbps || way.ports == 0);
            if let Some(way) = over {
                let found = format!("a {} Gb/s cage split {} x {} Gb/s", group.gbps, way.ports, way.gbps);
                let expected = format!("at most {} Gb/s together", group.gbps);
                report.error("switches", &one.id, "cages", found, expected);
            } else if empty {
                let found = format!("{} cages without a way to use them", group.count);
                report.error("switches", &one.id, "cages", found, "at least one entry in `breakouts`".into());
            }
        }
    }
}

fn logical(report: &mut Report<'_, '_>) {
    for one in report.entries().switches.iter() {
        let Some(cages) = one.cages.as_ref().and_then(Fact::known) else { continue };
        let Some(most) = one.max_logical_ports.as_ref().and_then(Fact::known) else { continue };
        let can: u64 = cages
            .iter()
            .filter(|group| !group.management)
            .map(|group| group.count * group.breakouts.iter().map(|way| way.ports).max().unwrap_or(0))
            .sum();
        if *most > can {
            let found = format!("{most} logical ports");
            report.error(
                "switches",
                &one.id,
                "max_logical_ports",
                found,
                format!("at most {can}, all cages split"),
            );
        }
    }
}

fn power(report: &mut Report<'_, '_>) {
    for one in report.entries().switches.iter() {
        let (typical, planning, most) =
            (known(&one.power_typical_w), known(&one.power_planning_w), known(&one.power_max_w));
        for (field, low, high) in [
            ("power_typical_w", typical, most),
            ("power_planning_w", typical, planning),
            ("power_planning_w", planning, most),
        ] {
            let (Some(low), Some(high)) = (low, high) else { continue };
            if low > high {
                let found = format!("{} W above {} W", num(low), num(high));
                let expected = "typical, planning and greatest power in rising order".into();
                report.error("switches", &one.id, field, found, expected);
            }
        }
    }
}

fn cages(report: &mut Report<'_, '_>) {
    for one in report.entries().switches.iter() {
        let fabric = matches!(one.role, SwitchRole::Fabric | SwitchRole::Management);
        if fabric && one.cages.as_ref().and_then(Fact::known).is_none() {
            let found = "cages not given".into();
            report.info("switches", &one.id, "cages", found, "cages, or no design uses the switch".into());
        }
    }
}

fn nic_ports(report: &mut Report<'_, '_>) {
    for one in report.entries().nics.iter() {
        let Some(ports) = one.ports.as_ref().and_then(Fact::known) else { continue };
        let sum = ports.count * ports.gbps;
        if let Some(total) = one.total_gbps.as_ref().and_then(Fact::known)
            && *total > sum
        {
            let found = format!("{total} Gb/s");
            let expected = format!("at most {} x {} = {sum} Gb/s", ports.count, ports.gbps);
            report.error("nics", &one.id, "total_gbps", found, expected);
        }
        if ports.count == 0 || ports.count > 8 {
            let found = format!("{} ports", ports.count);
            report.error("nics", &one.id, "ports", found, "1 to 8 ports".into());
        }
    }
}
