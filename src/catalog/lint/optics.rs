//! Transceivers and cables: they fit a cage of the catalog, mate with a fibre, and split without losing speed.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{CableClass, CableEnd, Entries, Fact, Fibre, FibreConnector, PortType};

pub(super) const RULES: &[LintRule] = &[
    LintRule { name: "optic-cage", about: "A module fits a cage of a switch or adapter.", check: cage },
    LintRule {
        name: "optic-connectors",
        about: "A module has one connector for each link.",
        check: connectors,
    },
    LintRule {
        name: "optic-fibre",
        about: "Reach and name fit the fibre: short for multi mode.",
        check: fibre,
    },
    LintRule {
        name: "optic-mates",
        about: "A fibre of the catalog has the module's connector and glass.",
        check: mates,
    },
    LintRule {
        name: "optic-lane-media",
        about: "Lanes of 200G run over single mode or active copper only.",
        check: lanes,
    },
    LintRule {
        name: "cable-end",
        about: "The ends of a cable fit cages of switches and adapters.",
        check: ends,
    },
    LintRule {
        name: "cable-split",
        about: "The far ends together carry what the head carries.",
        check: split,
    },
    LintRule {
        name: "cable-length",
        about: "Lengths rise to the greatest length, within what the medium carries.",
        check: length,
    },
];

/// Longest lengths by medium, m: passive copper, active copper, moulded fibre. Ours, with a factor over the catalogue.
const REACH: &[(CableClass, f64)] =
    &[(CableClass::Dac, 7.0), (CableClass::Acc, 10.0), (CableClass::Aoc, 300.0)];

/// Whether any switch or adapter has a cage of this type that is at least as fast.
fn has_cage(entries: &Entries, cage: PortType, gbps: u64) -> bool {
    let switch = entries.switches.iter().filter_map(|one| one.cages.as_ref().and_then(Fact::known));
    let nic = entries.nics.iter().filter_map(|one| one.ports.as_ref().and_then(Fact::known));
    switch.flat_map(|cages| cages.iter()).any(|group| group.cage == cage && group.gbps >= gbps)
        || nic.into_iter().any(|ports| ports.cage == cage && ports.gbps >= gbps)
}

fn cage(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.transceivers.iter() {
        let Some(cage) = one.cage.as_ref().and_then(Fact::known) else { continue };
        let Some(gbps) = one.gbps.as_ref().and_then(Fact::known) else { continue };
        if !has_cage(entries, *cage, *gbps) {
            let found = format!("{} at {gbps} Gb/s", cage.word());
            let expected = "a cage of a switch or adapter of the catalog as fast".into();
            report.error("transceivers", &one.id, "cage", found, expected);
        }
    }
}

fn connectors(report: &mut Report<'_, '_>) {
    for one in report.entries().transceivers.iter() {
        let links = one.links.as_ref().and_then(Fact::known);
        let connectors = one.connectors.as_ref().and_then(Fact::known);
        if let (Some(links), Some(connectors)) = (links, connectors)
            && links != connectors
        {
            let found = format!("{links} link(s) on {connectors} connector(s)");
            report.error("transceivers", &one.id, "links", found, "one connector for each link".into());
        }
    }
}

fn fibre(report: &mut Report<'_, '_>) {
    for one in report.entries().transceivers.iter() {
        let Some(fibre) = one.fibre.as_ref().and_then(Fact::known) else { continue };
        if let Some(reach) = one.reach_m.as_ref().and_then(Fact::known)
            && *fibre == Fibre::Multi
            && *reach > 150.0
        {
            let found = format!("{} m over multi mode", num(*reach));
            report.error("transceivers", &one.id, "reach_m", found, "at most 150 m".into());
        }
        let printed = one.form_printed.as_ref().and_then(Fact::known).map_or("", |form| form.as_ref());
        let says = |letters: &[&str]| {
            letters.iter().any(|letters| {
                printed.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
                    let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == 'x');
                    word.strip_prefix(letters).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
                })
            })
        };
        let wrong = match fibre {
            Fibre::Single => says(&["SR"]),
            Fibre::Multi => says(&["DR", "FR", "LR"]),
        };
        if wrong {
            let found = format!("`{printed}` over {} mode", fibre.word());
            report.error(
                "transceivers",
                &one.id,
                "fibre",
                found,
                "SR is multi mode; DR, FR and LR are single".into(),
            );
        }
    }
}

fn mates(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.transceivers.iter() {
        let fibre = one.fibre.as_ref().and_then(Fact::known);
        let Some((connector, fibre)) = one.connector.as_ref().and_then(Fact::known).zip(fibre) else {
            continue;
        };
        let mates = entries.cables.iter().any(|cable| {
            cable.connector.as_ref().and_then(Fact::known) == Some(connector)
                && cable.fibre.as_ref().and_then(Fact::known) == Some(fibre)
        });
        if mates {
            continue;
        }
        let found = format!("{} on {} mode", connector.word(), fibre.word());
        let expected = "a fibre of the catalog with this connector and glass".into();
        // The catalogue read lists no LC and no flat-ended fibres: worth knowing, not wrong.
        if matches!(connector, FibreConnector::LcDuplex | FibreConnector::Mpo12Upc) {
            report.info("transceivers", &one.id, "connector", found, expected);
        } else {
            report.error("transceivers", &one.id, "connector", found, expected);
        }
    }
}

fn lanes(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.transceivers.iter() {
        let lane = one.lane_gbps.as_ref().and_then(Fact::known);
        if lane.is_some_and(|lane| *lane >= 200)
            && one.fibre.as_ref().and_then(Fact::known) == Some(&Fibre::Multi)
        {
            let found = "lanes of 200G over multi mode".into();
            report.error("transceivers", &one.id, "lane_gbps", found, "single mode".into());
        }
    }
    for one in entries.cables.iter() {
        let lane = one.lane_gbps.as_ref().and_then(Fact::known);
        if lane.is_some_and(|lane| *lane >= 200) && matches!(one.class, CableClass::Dac | CableClass::Aoc) {
            let found = format!("lanes of 200G over {}", one.class.word());
            report.error("cables", &one.id, "lane_gbps", found, "active copper (acc) or fibre".into());
        }
    }
}

fn ends(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.cables.iter() {
        for (field, end) in [("head", &one.head), ("tail", &one.tail)] {
            let Some(CableEnd { cage, gbps, .. }) = end.as_ref().and_then(Fact::known) else { continue };
            if !has_cage(entries, *cage, *gbps) {
                let found = format!("{} at {gbps} Gb/s", cage.word());
                let expected = "a cage of a switch or adapter of the catalog as fast".into();
                report.error("cables", &one.id, field, found, expected);
            }
        }
    }
}

fn split(report: &mut Report<'_, '_>) {
    for one in report.entries().cables.iter() {
        let ends = (one.head.as_ref().and_then(Fact::known), one.tail.as_ref().and_then(Fact::known));
        let (Some(head), Some(tail)) = ends else { continue };
        if head.count * head.gbps != tail.count * tail.gbps {
            let found = format!("{} x {} against {} x {} Gb/s", head.count, head.gbps, tail.count, tail.gbps);
            report.error("cables", &one.id, "tail", found, "the same sum at both sides".into());
        }
    }
}

fn length(report: &mut Report<'_, '_>) {
    for one in report.entries().cables.iter() {
        let Some(most) = one.max_length_m.as_ref().and_then(Fact::known) else { continue };
        if let Some(lengths) = one.lengths_m.as_ref().and_then(Fact::known) {
            let rising = lengths.windows(2).all(|pair| pair[0] < pair[1]);
            if !rising || lengths.last() != Some(most) {
                let shown: Vec<String> = lengths.iter().map(|length| num(*length)).collect();
                let found = format!("lengths {} m", shown.join(", "));
                report.error("cables", &one.id, "lengths_m", found, format!("rising up to {} m", num(*most)));
            }
        }
        if let Some((_, reach)) = REACH.iter().find(|(class, _)| *class == one.class)
            && most > reach
        {
            let found = format!("{} m of {}", num(*most), one.class.word());
            report.error("cables", &one.id, "max_length_m", found, format!("at most {} m", num(*reach)));
        }
    }
}
