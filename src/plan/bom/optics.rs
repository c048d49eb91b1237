//! Modules and fibres of one fabric, chosen from the catalog by cage, speed, top and network. A link has two ends; a
//! twin-port module serves two links; a fibre serves one. What the catalog does not hold is a line without a part.

use super::Wanted;
use crate::{
    catalog::{Catalog, Cooling, Fabric, Fact, Fibre, FibreConnector, ModuleTop, PortType, Transceiver},
    trace::Traced,
};

/// The links of one fabric, by where they end.
#[derive(Debug, Clone)]
pub struct Ends {
    /// Fabric, as in the design.
    pub name: &'static str,
    /// Network.
    pub fabric: Fabric,
    /// Switch, by id.
    pub switch_id: String,
    /// Speed of a link, Gb/s.
    pub gbps: u64,
    /// Cage of the node's adapter, and links of one module in it; none when the publication names no adapter.
    pub node_cage: Option<(PortType, Traced)>,
    /// Links to nodes.
    pub node_links: Traced,
    /// Links to fabric managers.
    pub service_links: Option<Traced>,
    /// Links between tiers, from the leaf up.
    pub tier_links: Vec<Traced>,
    /// Switches, from the leaf up.
    pub tiers: Vec<Traced>,
}

/// The lines of one fabric's modules and fibres.
#[must_use]
pub fn optics(catalog: &Catalog, ends: &Ends) -> Vec<Wanted> {
    let mut lines = Vec::new();
    let at_switch = switch_module(catalog, ends);
    let rule = "cage, speed, module top and network of the catalog; single-mode, because cable lengths wait for the room";
    for (tier, switches) in ends.tiers.iter().enumerate() {
        let Some(quantity) = switch_modules(ends, tier, switches, at_switch.map(|(_, links)| links)) else {
            continue;
        };
        let item = format!("module for {} switches, {} Gb/s links", ends.name, ends.gbps);
        lines.push(match at_switch {
            Some((module, _)) => named(module, Wanted::part("optics", &item, &module.id, quantity, rule)),
            None => Wanted::unknown("optics", &format!("{item}, {}", ends.switch_id), quantity, rule),
        });
    }
    let node = ends.node_cage.as_ref().map(|(cage, links)| {
        let quantity = Traced::derived(
            (ends.node_links.value / links.value).ceil(),
            "modules",
            "ceil(node_links / links_per_module)",
            &[("node_links", &ends.node_links), ("links_per_module", links)],
        );
        (quantity, node_module(catalog, ends, *cage, links.count()))
    });
    let item = format!("module for the {} adapters of nodes, {} Gb/s links", ends.name, ends.gbps);
    lines.push(match node {
        Some((quantity, Some(module))) => {
            named(module, Wanted::part("optics", &item, &module.id, quantity, rule)).estimated()
        }
        Some((quantity, None)) => Wanted::unknown("optics", &item, quantity, rule),
        None => Wanted::unknown("optics", &item, ends.node_links.clone(), rule),
    });
    let mut parts = vec![("node_links".to_string(), ends.node_links.clone())];
    for (tier, links) in ends.tier_links.iter().enumerate() {
        parts.push((format!("tier_{}_links", tier + 1), links.clone()));
    }
    if let Some(quantity) = crate::trace::record::sum("cables", &parts) {
        let item = format!("fibre for {} links, length by room layout", ends.name);
        let fibre = at_switch.and_then(|(module, _)| straight(catalog, module));
        lines.push(match fibre {
            Some(cable) => {
                // A length is part of an ordering number, so none is given before lengths are known.
                Wanted::part("cables", &item, cable, quantity, rule).estimated()
            }
            None => Wanted::unknown("cables", &item, quantity, rule),
        });
    }
    lines
}

fn named(module: &Transceiver, line: Wanted) -> Wanted {
    let number = module.part_numbers.as_ref().and_then(Fact::known).and_then(|numbers| numbers.first());
    Wanted { part_number: number.map(ToString::to_string), ..line }
}

/// Modules of one tier: each switch needs whole modules for its link ends.
fn switch_modules(ends: &Ends, tier: usize, switches: &Traced, links: Option<u64>) -> Option<Traced> {
    if switches.value <= 0.0 {
        return None;
    }
    let mut parts: Vec<(String, Traced)> = Vec::new();
    if tier == 0 {
        parts.push(("node_links".into(), ends.node_links.clone()));
        parts.extend(ends.service_links.clone().map(|links| ("service_links".into(), links)));
    } else if let Some(below) = ends.tier_links.get(tier - 1) {
        parts.push(("links_below".into(), below.clone()));
    }
    // A pair joins its own two switches: each of its links ends twice in the tier.
    if let Some(above) = ends.tier_links.get(tier) {
        parts.push(("links_above".into(), above.clone()));
        if ends.tiers.len() == 1 {
            parts.push(("links_back".into(), above.clone()));
        }
    }
    let all = crate::trace::record::sum("link ends", &parts)?;
    let each = Traced::constant(
        links.unwrap_or(1) as f64,
        "links",
        "links of one switch module: speed of its cage over speed of a link",
        "catalog of switches and transceivers",
    );
    let value = switches.value * near(near(all.value / switches.value).ceil() / each.value).ceil();
    Some(Traced::derived(
        value,
        "modules",
        "switches * ceil(ceil(link_ends / switches) / links_per_module)",
        &[("switches", switches), ("link_ends", &all), ("links_per_module", &each)],
    ))
}

fn near(value: f64) -> f64 {
    if (value - value.round()).abs() < 1e-9 { value.round() } else { value }
}

/// The module for a switch cage, and the links it serves.
fn switch_module<'a>(catalog: &'a Catalog, ends: &Ends) -> Option<(&'a Transceiver, u64)> {
    let switch = catalog.switch(&ends.switch_id)?;
    let group =
        switch.cages.as_ref()?.known()?.iter().find(|group| !group.management && group.gbps >= ends.gbps)?;
    let links = group.gbps / ends.gbps.max(1);
    let liquid = switch.cooling.as_ref().and_then(Fact::known) == Some(&Cooling::Liquid);
    let top = if liquid { ModuleTop::Flat } else { ModuleTop::Finned };
    let module = best(catalog, ends.fabric, |module| {
        fits(module, group.cage, group.gbps, links) && known(&module.top).is_none_or(|found| *found == top)
    })?;
    Some((module, links))
}

/// The module for an adapter of a node.
fn node_module<'a>(catalog: &'a Catalog, ends: &Ends, cage: PortType, links: u64) -> Option<&'a Transceiver> {
    best(catalog, ends.fabric, |module| {
        fits(module, cage, ends.gbps * links, links)
            && known(&module.top).is_none_or(|found| *found == ModuleTop::Flat)
    })
}

fn fits(module: &Transceiver, cage: PortType, gbps: u64, links: u64) -> bool {
    known(&module.cage) == Some(&cage)
        && known(&module.gbps) == Some(&gbps)
        && known(&module.links) == Some(&links)
}

/// Single mode on MPO, on sale, for this network; the longest reach up to 500 m.
fn best(catalog: &Catalog, fabric: Fabric, fits: impl Fn(&Transceiver) -> bool) -> Option<&Transceiver> {
    let reach = |module: &Transceiver| known(&module.reach_m).copied().unwrap_or(0.0);
    let mut found: Vec<&Transceiver> = catalog
        .transceivers()
        .iter()
        .filter(|module| {
            fits(module)
                && known(&module.fibre) == Some(&Fibre::Single)
                && known(&module.connector) == Some(&FibreConnector::Mpo12Apc)
                && known(&module.fabrics)
                    .is_some_and(|list| list.contains(&fabric) && !list.contains(&Fabric::Nvlink))
                && reach(module) <= 500.0
        })
        .collect();
    // A module of two networks before one of a single network, so that spares serve both.
    found.sort_by(|a, b| {
        reach(b).total_cmp(&reach(a)).then_with(|| {
            let width = |module: &Transceiver| known(&module.fabrics).map_or(0, |list| list.len());
            width(b).cmp(&width(a)).then_with(|| a.id.cmp(&b.id))
        })
    });
    found.into_iter().next()
}

/// The straight fibre for a module.
fn straight<'a>(catalog: &'a Catalog, module: &Transceiver) -> Option<&'a str> {
    catalog
        .cables()
        .iter()
        .find(|cable| {
            known(&cable.fibre) == known(&module.fibre)
                && known(&cable.fibre).is_some()
                && known(&cable.connector) == known(&module.connector)
                && known(&cable.far_ends).is_none_or(|ends| *ends == 1)
        })
        .map(|cable| cable.id.as_ref())
}

fn known<T>(fact: &Option<Fact<T>>) -> Option<&T> {
    fact.as_ref().and_then(Fact::known)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(value: f64) -> Traced {
        Traced::stated(value, "", "count", "so many")
    }

    #[test]
    fn the_published_superpod_counts_come_out() {
        let ends = Ends {
            name: "compute",
            fabric: Fabric::Infiniband,
            switch_id: "qm9700".into(),
            gbps: 400,
            node_cage: Some((PortType::Osfp, number(2.0))),
            node_links: number(1016.0),
            service_links: Some(number(4.0)),
            tier_links: vec![number(1024.0)],
            tiers: vec![number(32.0), number(16.0)],
        };
        let lines = optics(&Catalog::embedded(), &ends);
        let quantity = |group: &str, part: &str| -> f64 {
            let of = |line: &&Wanted| line.group == group && line.part_id.as_deref() == Some(part);
            lines.iter().filter(of).map(|line| line.quantity.value).sum()
        };
        assert_eq!(quantity("optics", "mms4x00-nm-finned"), 1536.0);
        assert_eq!(quantity("optics", "mms4x00-nm-flat-top"), 508.0);
        assert_eq!(quantity("cables", "mfp7e30"), 2040.0);
    }
}
