//! Ports: each is used once, exists, and its cage is split one way.

use crate::design::{
    fabric::Network,
    wiring::{End, PortKind},
};

use super::{Faults, Limits, View, WiringRule};

/// Each end is used once.
pub const EACH_END_ONCE: WiringRule = WiringRule {
    name: "each_end_once",
    checks: "every port of every device ends at most one link, and no link ends where it starts",
    why: "a cable cannot go where another one is plugged in",
    judge: each_end_once,
};

fn each_end_once(view: &View, _: &Limits, faults: &mut Faults) {
    let rule = EACH_END_ONCE.name;
    let mut ports: Vec<u64> = Vec::new();
    for at in 0..view.wiring.devices.len() {
        ports.clear();
        for link in view.of(at) {
            ports.push(u64::from(View::near(at, link).port.code()));
            if link.a.device == link.z.device {
                faults.error(rule, format!("{} is cabled to itself", view.words(link.a)), "Remove the cable");
            }
        }
        ports.sort_unstable();
        let mut reported = None;
        for pair in ports.windows(2) {
            if pair[0] == pair[1] && reported != Some(pair[0]) {
                reported = Some(pair[0]);
                let same = |link: &&crate::design::wiring::Link| {
                    u64::from(View::near(at, link).port.code()) == pair[0] && link.a.device != link.z.device
                };
                let mut ends = view.of(at).filter(same).map(|link| View::far(at, link));
                let (Some(first), Some(second)) = (ends.next(), ends.next()) else { continue };
                let port =
                    view.of(at).find(same).map(|link| view.words(View::near(at, link))).unwrap_or_default();
                faults.error(
                    rule,
                    format!("{port} is used twice: for {} and for {}", view.words(first), view.words(second)),
                    "Move one of the two cables to a free port",
                );
            }
        }
    }
    for link in &view.wiring.links {
        for end in [link.a, link.z] {
            if view.device(end.device).is_none() {
                faults.error(
                    rule,
                    format!("a link ends on device {}, which does not exist", end.device),
                    "Remove it",
                );
            }
        }
    }
}

/// Used ports exist.
pub const PORT_BUDGET: WiringRule = WiringRule {
    name: "port_budget",
    checks: "a switch has every cage its links use, and no more east-west links than its radix",
    why: "more cables than ports is the commonest error of published designs",
    judge: port_budget,
};

fn port_budget(view: &View, _: &Limits, faults: &mut Faults) {
    for (at, device) in view.wiring.devices.iter().enumerate().filter(|(_, device)| device.kind.is_switch()) {
        let links = view.of(at).filter(|link| link.network == Network::Compute).count() as u64;
        let radix = u64::from(device.radix);
        if device.network == Network::Compute && radix > 0 && links > radix {
            faults.bound(
                PORT_BUDGET.name,
                format!("{} has {links} east-west links and {radix} ports", device.name),
                links,
                radix,
                "Use a switch with more ports or spread the links over more switches",
            );
        }
        if device.cages == 0 {
            continue;
        }
        for link in view.of(at) {
            let end = View::near(at, link);
            if let PortKind::Cage(cage) | PortKind::Part(cage, _) = end.port.kind()
                && (cage == 0 || cage > device.cages)
            {
                faults.bound(
                    PORT_BUDGET.name,
                    format!("{} is not there: the switch has {} cages", view.words(end), device.cages),
                    u64::from(cage),
                    u64::from(device.cages),
                    "Use a free cage of the switch",
                );
            }
        }
    }
}

/// A cage is split one way and carries no more than it has.
pub const CAGE_SPLIT: WiringRule = WiringRule {
    name: "cage_split",
    checks: "a cage is used whole or split, carries no more than its speed, and the neighbour of an eight-way split stays empty",
    why: "a switch refuses a breakout that another port of the cage contradicts",
    judge: cage_split,
};

fn cage_split(view: &View, _: &Limits, faults: &mut Faults) {
    // Per cage: Gb/s used, whether used whole, whether split, greatest part.
    let mut cages: Vec<(u64, bool, bool, u8, Option<End>)> = Vec::new();
    for (at, device) in view.wiring.devices.iter().enumerate() {
        if !device.kind.is_switch() || device.cage_gbps == 0 {
            continue;
        }
        cages.clear();
        cages.resize(usize::from(device.cages) + 2, (0, false, false, 0, None));
        for link in view.of(at) {
            let end = View::near(at, link);
            let (cage, part) = match end.port.kind() {
                PortKind::Cage(cage) => (cage, None),
                PortKind::Part(cage, part) => (cage, Some(part)),
                _ => continue,
            };
            let Some(entry) = cages.get_mut(usize::from(cage)) else { continue };
            entry.0 += u64::from(link.gbps);
            entry.1 |= part.is_none();
            entry.2 |= part.is_some();
            entry.3 = entry.3.max(part.unwrap_or(0));
            entry.4 = Some(end);
        }
        for cage in 1..=usize::from(device.cages) {
            let (used, whole, split, part, _) = cages[cage];
            let name = format!("{} cage {cage}", device.name);
            if whole && split {
                faults.error(CAGE_SPLIT.name, format!("{name} is used whole and split"), "Use it one way");
            }
            if used > u64::from(device.cage_gbps) {
                faults.bound(
                    CAGE_SPLIT.name,
                    format!("{name} carries {used} Gb/s of its {} Gb/s", device.cage_gbps),
                    used,
                    u64::from(device.cage_gbps),
                    "Move links to another cage",
                );
            }
            if split && part >= 4 && cage % 2 == 1 && cages[cage + 1].4.is_some() {
                faults.error(
                    CAGE_SPLIT.name,
                    format!(
                        "{name} is split eight ways, which disables cage {}, and that one is used",
                        cage + 1
                    ),
                    "Move the links of the even cage",
                );
            }
        }
    }
}
