//! Modules and cables: what sits at the two ends of a fibre lights it, fits its cage, and reaches.

use crate::{
    catalog::{
        Catalog,
        kinds::{CableClass, Fabric, Fact, ModuleTop, Transceiver},
    },
    design::{
        fabric::{Network, Technology},
        wiring::{End, Link, Media, PortKind},
    },
};

use super::{Faults, Limits, View, WiringRule};

/// Optics mate.
pub const OPTICS_MATE: WiringRule = WiringRule {
    name: "optics_mate",
    checks: "modules fit their cages, and both ends and the cable agree in fibre, connector, lane speed and technology",
    why: "modules that do not mate are found when the link stays dark",
    judge: optics_mate,
};

fn known<T>(fact: &Option<Fact<T>>) -> Option<&T> {
    fact.as_ref().and_then(Fact::known)
}

/// The first link of every combination of parts and kinds of ends; the others are the same.
fn kinds<'a>(view: &View<'a>) -> Vec<(&'a Link, &'a Media)> {
    let mut seen = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for link in &view.wiring.links {
        let Some(media) = view.wiring.media_of(link) else { continue };
        let side = |end: End| {
            view.device(end.device)
                .map_or("", |device| if device.kind.is_switch() { device.model.as_str() } else { "" })
        };
        if seen.insert((link.media, link.network, link.gbps, side(link.a), side(link.z))) {
            found.push((link, media));
        }
    }
    found
}

fn optics_mate(view: &View, limits: &Limits, faults: &mut Faults) {
    let Some(catalog) = limits.catalog else { return };
    for (link, media) in kinds(view) {
        let ends = format!("{} to {}", view.words(link.a), view.words(link.z));
        let mut say =
            |what: String, repair: &str| faults.error(OPTICS_MATE.name, format!("{ends}: {what}"), repair);
        let modules: Vec<Option<&Transceiver>> = [&media.a_module, &media.z_module]
            .iter()
            .map(|id| id.as_deref().and_then(|id| catalog.transceiver(id)))
            .collect();
        for (id, module) in [&media.a_module, &media.z_module].iter().zip(&modules) {
            if let (Some(id), None) = (id, module) {
                say(format!("module {id} is not in the catalog"), "Choose a module of the catalog");
            }
        }
        for (end, module) in [link.a, link.z].into_iter().zip(&modules) {
            if let Some(module) = module {
                fits(view, catalog, link, end, module, &mut say);
            }
        }
        if let [Some(a), Some(z)] = modules.as_slice() {
            mates(a, z, &mut say);
        }
        if modules.iter().any(Option::is_none) && modules.iter().any(Option::is_some) {
            say(
                "a module at one end only".into(),
                "Put a module at both ends, or use a cable with moulded ends",
            );
        }
        let Some(cable) = media.cable.as_deref() else { continue };
        let Some(cable) = catalog.cable(cable) else {
            say(format!("cable {cable} is not in the catalog"), "Choose a cable of the catalog");
            continue;
        };
        for module in modules.into_iter().flatten() {
            if cable.class == CableClass::Fibre && known(&cable.fibre) != known(&module.fibre) {
                say(
                    format!("{} does not drive the fibre of {}", module.id, cable.id),
                    "Use fibre and modules of one kind",
                );
            }
            if cable.class == CableClass::Fibre && known(&cable.connector) != known(&module.connector) {
                say(
                    format!("{} has another connector than {}", module.id, cable.id),
                    "Use the same connector, angled to angled",
                );
            }
        }
    }
}

/// A module in its cage.
fn fits(
    view: &View,
    catalog: &Catalog,
    link: &Link,
    end: End,
    module: &Transceiver,
    say: &mut dyn FnMut(String, &str),
) {
    let Some(device) = view.device(end.device) else { return };
    let switch = device.kind.is_switch();
    let word = known(&module.cage).map(|cage| cage.word());
    let expected = if switch {
        let groups = catalog.switch(&device.model).and_then(|switch| known(&switch.cages));
        groups
            .and_then(|groups| groups.iter().find(|group| !group.management))
            .map(|group| group.cage.word().to_string())
    } else {
        let cage = match end.port.kind() {
            PortKind::Adapter(..) => view.wiring.east_west_cage.as_ref(),
            PortKind::Converged(_) => view.wiring.converged_cage.as_ref(),
            _ => None,
        };
        cage.map(|cage| cage.cage.clone())
    };
    if let (Some(word), Some(expected)) = (word, &expected)
        && word != expected
    {
        say(
            format!("{} is made for a {word} cage, {} is {expected}", module.id, view.words(end)),
            "Use a module for this cage",
        );
    }
    let top = if switch { ModuleTop::Finned } else { ModuleTop::Flat };
    if known(&module.top).is_some_and(|found| *found != top) {
        say(
            format!(
                "{} has a {} top, {} needs a {} one",
                module.id,
                known(&module.top).map_or("?", |top| top.word()),
                view.words(end),
                top.word()
            ),
            "Use the variant with the other top",
        );
    }
    let fabric = if link.network == Network::Compute && technology(view, link) == Technology::Infiniband {
        Fabric::Infiniband
    } else {
        Fabric::Ethernet
    };
    if known(&module.fabrics).is_some_and(|fabrics| !fabrics.contains(&fabric)) {
        say(format!("{} is not made for {}", module.id, fabric.word()), "Use a module for this network");
    }
    let per_link = known(&module.gbps).zip(known(&module.links)).map(|(gbps, links)| gbps / (*links).max(1));
    if per_link.is_some_and(|gbps| gbps < u64::from(link.gbps)) {
        say(format!("{} carries less than {} Gb/s a link", module.id, link.gbps), "Use a faster module");
    }
}

fn technology(view: &View, link: &Link) -> Technology {
    view.device(link.z.device).map_or(Technology::Ethernet, |device| device.technology)
}

/// Two modules at the ends of one fibre.
fn mates(a: &Transceiver, z: &Transceiver, say: &mut dyn FnMut(String, &str)) {
    let pair = format!("{} and {}", a.id, z.id);
    if known(&a.fibre) != known(&z.fibre) {
        say(format!("{pair} drive different fibres"), "Use single mode at both ends, or multi mode");
    }
    if known(&a.connector) != known(&z.connector) {
        say(format!("{pair} have different connectors"), "Use modules with the same connector");
    }
    if known(&a.lane_gbps) != known(&z.lane_gbps) {
        say(
            format!("{pair} have lanes of different speed, and lanes do not fall back"),
            "Use modules of one lane speed",
        );
    }
}

/// Cables reach.
pub const REACH: WiringRule = WiringRule {
    name: "reach",
    checks: "no link is longer than its modules and its cable reach",
    why: "a link beyond its reach is dark or loses packets",
    judge: reach,
};

fn reach(view: &View, limits: &Limits, faults: &mut Faults) {
    let Some(catalog) = limits.catalog else { return };
    for (link, media) in kinds(view) {
        let metres = f64::from(media.length_dm) / 10.0;
        let modules = [&media.a_module, &media.z_module]
            .into_iter()
            .flatten()
            .filter_map(|id| catalog.transceiver(id))
            .filter_map(|module| Some((module.id.as_ref(), *known(&module.reach_m)?)));
        let cable = media
            .cable
            .as_deref()
            .and_then(|id| catalog.cable(id))
            .and_then(|cable| Some((cable.id.as_ref(), *known(&cable.max_length_m)?)));
        for (part, most) in modules.chain(cable) {
            if metres > most {
                faults.bound(
                    REACH.name,
                    format!(
                        "{} to {} is {metres} m long, {part} reaches {most} m",
                        view.words(link.a),
                        view.words(link.z)
                    ),
                    u64::from(media.length_dm).div_ceil(10),
                    most as u64,
                    "Use modules and cable with a longer reach, or move the racks closer",
                );
            }
        }
    }
}
