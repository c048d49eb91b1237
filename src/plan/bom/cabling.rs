//! Modules, cables and links without parts, read off the wiring of the design: the bill and the cable schedule count
//! the same links, so they name the same parts and the same numbers of them.

use super::Wanted;
use crate::{
    catalog::{Catalog, Fact},
    design::{
        fabric::Network,
        wiring::{LinkRole, Wiring},
    },
    fabric::wiring::{Part, PartLine, list_parts},
    trace::{
        Traced,
        record::{product, sum},
    },
};

const RULE: &str = "wiring of this design: cage, speed, module top, network and length of every link";

/// The lines of the cabling. `published` tells whether a table of this very size prints such a count.
#[must_use]
pub fn cabling(
    catalog: &Catalog,
    wiring: &Wiring,
    nodes: &Traced,
    published: impl Fn(u64) -> bool,
) -> Vec<Wanted> {
    let parts = list_parts(wiring);
    let mut lines = Vec::new();
    let mut done: Vec<&Part> = Vec::new();
    for line in &parts {
        if done.contains(&&line.part) {
            continue;
        }
        done.push(&line.part);
        let same: Vec<&PartLine> = parts.iter().filter(|other| other.part == line.part).collect();
        match &line.part {
            // What is missing differs from fabric to fabric and role to role, so it stays apart.
            Part::Unknown => lines.extend(same.iter().filter_map(|one| unknown(one))),
            _ => lines.extend(known(catalog, &same, nodes, &published)),
        }
    }
    lines
}

/// A part with all fabrics and roles it serves.
fn known(
    catalog: &Catalog,
    same: &[&PartLine],
    nodes: &Traced,
    published: impl Fn(u64) -> bool,
) -> Option<Wanted> {
    let first = same.first()?;
    let counts: Vec<(String, Traced)> = same
        .iter()
        .map(|line| (format!("{}_{}", line.network.word(), line.role.word()), counted(line, nodes)))
        .collect();
    let quantity = sum("pieces", &counts)?;
    let mut fabrics: Vec<&str> = same.iter().map(|line| fabric(line.network)).collect();
    fabrics.dedup();
    let fabrics = fabrics.join(" and ");
    let run = run(same);
    let line = match &first.part {
        Part::ServerModule(id) => {
            let item = format!("module for the {fabrics} cages of servers");
            Wanted::part("optics", &item, id, quantity, RULE)
        }
        Part::SwitchModule(id) => {
            Wanted::part("optics", &format!("module for {fabrics} switches"), id, quantity, RULE)
        }
        Part::Cable(id) => {
            let word = catalog.cable(id).map_or("cable", |cable| match cable.class {
                crate::catalog::CableClass::Fibre => "fibre",
                _ => "copper cable with modules",
            });
            let item = format!("{word} for {fabrics} links ({run})");
            Wanted::part("cables", &item, id, quantity, RULE)
        }
        Part::Copper => {
            let item = format!("copper cable for management ports ({run})");
            return Some(Wanted::unknown("cables", &item, quantity, RULE));
        }
        Part::Unknown => return None,
    };
    let line = Wanted { part_number: number(catalog, &first.part, same), ..line };
    let sure = published(same.iter().map(|line| line.count).sum());
    Some(if sure { line } else { line.estimated() })
}

/// Links whose parts nobody names: the far end is the customer's, or nothing in the catalog joins the two cages.
fn unknown(line: &PartLine) -> Option<Wanted> {
    let what = match line.role {
        LinkRole::Storage => "links to the storage system",
        LinkRole::Edge => "links to the customer's network",
        LinkRole::OobUplink => "uplinks of out-of-band switches",
        LinkRole::Support => "links of support servers",
        LinkRole::Node => "links of nodes",
        LinkRole::Isl | LinkRole::Uplink => "links between switches",
    };
    let item = format!("cable with both modules for {} {what} ({})", fabric(line.network), run(&[line]));
    let count = Traced::constant(
        line.count as f64,
        "links",
        "links of this fabric and role for which no part of the catalog fits both ends",
        "wiring of this design",
    );
    (line.count > 0).then(|| Wanted::unknown("cables", &item, count, RULE))
}

/// The count of a line: so many for each node where it divides, else as counted.
fn counted(line: &PartLine, nodes: &Traced) -> Traced {
    let what = match line.part {
        Part::ServerModule(_) => "modules: occupied cages of servers",
        Part::SwitchModule(_) => "modules: occupied cages of switches",
        Part::Cable(_) => "cables: links over the links that share one",
        Part::Copper | Part::Unknown => "cables: one for each link",
    };
    let source = "wiring of this design, counted link by link";
    let count = line.count as f64;
    let of_nodes = line.role == LinkRole::Node && !matches!(line.part, Part::SwitchModule(_));
    if of_nodes && nodes.value > 0.0 && count % nodes.value == 0.0 {
        let each = Traced::constant(count / nodes.value, "pieces", what, source);
        return product("pieces", ("nodes", nodes), ("pieces_per_node", &each));
    }
    Traced::constant(count, "pieces", what, source)
}

/// Shortest and longest of the links, as the schedule gives them.
fn run(same: &[&PartLine]) -> String {
    let metres = |decimetres: u32| crate::units::plain(f64::from(decimetres) / 10.0);
    let shortest = same.iter().map(|line| line.lengths_dm.0).min().unwrap_or(0);
    let longest = same.iter().map(|line| line.lengths_dm.1).max().unwrap_or(0);
    match (shortest, longest) {
        (_, 0) => "length by the cable schedule".into(),
        (one, other) if one == other => format!("{} m", metres(one)),
        (one, other) => format!("{} to {} m by the cable schedule", metres(one), metres(other)),
    }
}

/// The ordering number: of a module, or of a cable whose links all have one length that is sold under a number.
fn number(catalog: &Catalog, part: &Part, same: &[&PartLine]) -> Option<String> {
    match part {
        Part::ServerModule(id) | Part::SwitchModule(id) => {
            let numbers = catalog.transceiver(id)?.part_numbers.as_ref().and_then(Fact::known)?;
            numbers.first().map(ToString::to_string)
        }
        Part::Cable(id) => {
            let cable = catalog.cable(id)?;
            let numbers = cable.part_numbers.as_ref().and_then(Fact::known)?;
            let lengths = cable.lengths_m.as_ref().and_then(Fact::known)?;
            let longest = same.iter().map(|line| line.lengths_dm.1).max()?;
            let one_length = same.iter().all(|line| line.lengths_dm == (longest, longest));
            // Numbers are listed in the order of the lengths; a list of another size is no such list.
            let sold = lengths.iter().position(|metres| (metres * 10.0 - f64::from(longest)).abs() < 0.5);
            sold.filter(|_| one_length && numbers.len() == lengths.len())
                .and_then(|at| numbers.get(at))
                .map(ToString::to_string)
        }
        Part::Copper | Part::Unknown => None,
    }
}

fn fabric(network: Network) -> &'static str {
    match network {
        Network::Compute => "east-west",
        Network::Converged => "north-south",
        Network::Storage => "storage",
        Network::InBand => "in-band",
        Network::OutOfBand => "out-of-band",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fabric::wiring::{Site, lay_out};

    #[test]
    fn the_published_superpod_counts_come_out() {
        // DGX SuperPOD H100 RA-11333-001, Table 8: 508 system and 1,536 switch transceivers, 2,040 cables.
        let catalog = Catalog::embedded();
        let site = Site {
            architecture: "superpod-h100",
            technology: None,
            nodes: 127,
            system: catalog.system("dgx-h100"),
            facility: None,
        };
        let (wiring, _) = lay_out(&catalog, &site).unwrap();
        let nodes = Traced::stated(127.0, "nodes", "node_count", "127 nodes");
        let lines = cabling(&catalog, &wiring, &nodes, |count| count == 2040);
        let quantity = |group: &str, item: &str| -> f64 {
            let of = |line: &&Wanted| line.group == group && line.item.contains(item);
            lines.iter().filter(of).map(|line| line.quantity.value).sum()
        };
        assert_eq!(quantity("optics", "east-west cages of servers"), 508.0);
        assert_eq!(quantity("optics", "east-west switches"), 1536.0);
        assert_eq!(quantity("cables", "east-west links"), 2040.0);
        let system = lines.iter().find(|line| line.item.contains("cages of servers")).unwrap();
        assert_eq!(system.part_number.as_deref(), Some("980-9I51A-00NS00"));
    }
}
