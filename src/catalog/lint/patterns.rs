//! A pattern against its own name C-G-N-B, its adapters and its published limits.

use super::{LintRule, Report};
use crate::catalog::kinds::Pattern;

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "pattern-name",
        about: "An id is C-G-N-B of its own fields, with a suffix at most.",
        check: name,
    },
    LintRule { name: "pattern-adapters", about: "N is the east-west adapters plus one.", check: adapters },
    LintRule {
        name: "pattern-bandwidth",
        about: "G times B is adapters times their speed.",
        check: bandwidth,
    },
    LintRule {
        name: "pattern-range",
        about: "The node range is in order and within a published limit.",
        check: range,
    },
    LintRule {
        name: "pattern-limits",
        about: "A published limit is in order and has a bound or points.",
        check: limits,
    },
    LintRule { name: "pattern-step", about: "The node range is made of whole steps.", check: step },
    LintRule {
        name: "pattern-nic-speed",
        about: "A card of the catalog is as fast as the pattern says.",
        check: speed,
    },
    LintRule {
        name: "pattern-designable",
        about: "A pattern to design with has units, switches and a fabric shape.",
        check: designable,
    },
];

fn name(report: &mut Report<'_, '_>) {
    for one in report.entries().patterns.iter() {
        let wanted = format!("{}-{}-{}-{}", one.c, one.g, one.n, one.b_gbps_per_gpu);
        let fits =
            one.id.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        if !fits {
            report.error(
                "patterns",
                &one.id,
                "id",
                format!("id `{}`", one.id),
                format!("`{wanted}`, from its fields"),
            );
        }
    }
}

fn adapters(report: &mut Report<'_, '_>) {
    for one in report.entries().patterns.iter() {
        let (Some(ew), Some(ns)) = (&one.ew_nics, &one.ns_nics) else { continue };
        if one.n != ew.count + ns.count || ns.count != 1 {
            let found = format!("N {} with {} east-west and {} north-south", one.n, ew.count, ns.count);
            report.error("patterns", &one.id, "n", found, "N = east-west adapters + 1".into());
        }
    }
}

fn bandwidth(report: &mut Report<'_, '_>) {
    for one in report.entries().patterns.iter() {
        let Some((count, gbps)) = one.ew_nics.as_ref().and_then(|ew| Some((ew.count, ew.gbps?))) else {
            continue;
        };
        let (asked, given) = (one.g * one.b_gbps_per_gpu, count * gbps);
        if asked != given {
            let found = format!("{} GPUs x {} Gb/s = {asked} Gb/s", one.g, one.b_gbps_per_gpu);
            let expected = format!("{count} adapters x {gbps} Gb/s = {given} Gb/s");
            report.error("patterns", &one.id, "b_gbps_per_gpu", found, expected);
        }
    }
}

fn range(report: &mut Report<'_, '_>) {
    for one in report.entries().patterns.iter() {
        let (min, max) = (one.node_count.min, one.node_count.max);
        if min == 0 || min > max {
            let found = format!("{min} to {max} nodes");
            report.error("patterns", &one.id, "node_count", found, "1 or more, least before most".into());
            continue;
        }
        let most = one.node_limits.iter().filter_map(most_of).max();
        if let Some(most) = most
            && max > most
        {
            let found = format!("up to {max} nodes");
            report.error(
                "patterns",
                &one.id,
                "node_count",
                found,
                format!("at most {most}, the largest published"),
            );
        }
        if one.node_limits.is_empty() {
            let found = "no published limit".into();
            report.error("patterns", &one.id, "node_count", found, "`node_limits` with a source".into());
        }
    }
}

fn most_of(limit: &crate::catalog::kinds::NodeLimit) -> Option<u64> {
    limit.max.into_iter().chain(limit.points.iter().copied()).max()
}

fn limits(report: &mut Report<'_, '_>) {
    for one in report.entries().patterns.iter() {
        for limit in one.node_limits.iter() {
            let empty = limit.min.is_none() && limit.max.is_none() && limit.points.is_empty();
            let turned = limit.min.zip(limit.max).is_some_and(|(min, max)| min > max);
            let outside = limit.points.iter().any(|point| {
                limit.min.is_some_and(|min| *point < min) || limit.max.is_some_and(|max| *point > max)
            });
            if empty || turned || outside {
                let found = format!(
                    "`{}`: min {:?}, max {:?}, points {:?}",
                    limit.by, limit.min, limit.max, limit.points
                );
                let expected = "a bound or points, least before most, points between".into();
                report.error("patterns", &one.id, "node_limits", found, expected);
            }
        }
    }
}

fn step(report: &mut Report<'_, '_>) {
    for one in report.entries().patterns.iter() {
        let Some(step) = one.node_step else { continue };
        if step == 0 || one.node_count.min % step != 0 || one.node_count.max % step != 0 {
            let found = format!("{} to {} nodes in steps of {step}", one.node_count.min, one.node_count.max);
            report.error("patterns", &one.id, "node_step", found, "both ends are whole steps".into());
        }
    }
}

fn speed(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.patterns.iter() {
        for (field, adapters) in [("ew_nics", &one.ew_nics), ("ns_nics", &one.ns_nics)] {
            let Some((id, wanted)) =
                adapters.as_ref().and_then(|nics| Some((nics.nic.as_ref()?, nics.gbps?)))
            else {
                continue;
            };
            let Some(card) = entries.nics.iter().find(|nic| nic.id == *id) else { continue };
            let Some(ports) = card.ports.as_ref().and_then(|ports| ports.known()) else { continue };
            if ports.gbps < wanted {
                let found = format!("{wanted} Gb/s asked of `{id}`");
                report.error(
                    "patterns",
                    &one.id,
                    field,
                    found,
                    format!("its ports give {} Gb/s each", ports.gbps),
                );
            }
        }
    }
}

fn designable(report: &mut Report<'_, '_>) {
    let lacks = |one: &Pattern| {
        let mut lacks = Vec::new();
        if one.su_nodes.is_none() {
            lacks.push("su_nodes");
        }
        if one.ew_switches.is_empty() || one.ns_switches.is_empty() || one.oob_switch.is_none() {
            lacks.push("switches");
        }
        if one.topology.is_none() {
            lacks.push("topology");
        }
        if one.ew_nics.is_none() || one.ns_nics.is_none() {
            lacks.push("adapters");
        }
        lacks
    };
    for one in report.entries().patterns.iter().filter(|one| one.designable) {
        let lacks = lacks(one);
        if !lacks.is_empty() {
            let found = format!("designable without {}", lacks.join(", "));
            report.error(
                "patterns",
                &one.id,
                "designable",
                found,
                "these fields, or `designable: false`".into(),
            );
        }
    }
}
