//! What was cabled against what was designed: missing, crossed and extra links, one line each.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::{
    wiring::Wiring,
    wiring_names::{EndNames, Naming},
};

use super::as_built::{AsBuilt, BuiltEnd};

/// Kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Designed and not cabled.
    Missing,
    /// Cabled to another port than designed.
    Crossed,
    /// Cabled and not designed.
    Extra,
    /// A port that the as-built file uses twice.
    Twice,
}

impl DifferenceKind {
    /// The word used in files and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Crossed => "crossed",
            Self::Extra => "extra",
            Self::Twice => "twice",
        }
    }
}

/// One difference, in one line a technician can act on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Kind.
    pub kind: DifferenceKind,
    /// The line.
    pub line: String,
}

type Peers = BTreeMap<BuiltEnd, BuiltEnd>;

fn words(end: &BuiltEnd) -> String {
    format!("{} {}", end.device, end.port)
}

/// Compares; no difference means that exactly the designed links are there. Ports of devices the design does not
/// have (a customer's edge, simulation helpers) are left out when neither end is designed.
#[must_use]
pub fn compare(wiring: &Wiring, built: &AsBuilt) -> Vec<Difference> {
    let names = EndNames::new(wiring, built.naming);
    let mut designed = Peers::new();
    let mut order = Vec::new();
    for link in wiring.links.iter().filter(|link| names.lists(link)) {
        let ends = [link.a, link.z].map(|end| {
            let (device, port) = names.end(end);
            BuiltEnd { device, port }
        });
        designed.insert(ends[0].clone(), ends[1].clone());
        designed.insert(ends[1].clone(), ends[0].clone());
        order.push(ends);
    }
    let mut found = Vec::new();
    let mut cabled = Peers::new();
    // A simulation adds management ports of its own to every device.
    let simulated = |end: &BuiltEnd| built.naming == Naming::Air && end.port == "eth0";
    for link in built.links.iter().filter(|link| !simulated(&link.a) && !simulated(&link.z)) {
        for (near, far) in [(&link.a, &link.z), (&link.z, &link.a)] {
            if let Some(other) = cabled.insert(near.clone(), far.clone())
                && other != *far
            {
                found.push(Difference {
                    kind: DifferenceKind::Twice,
                    line: format!(
                        "{} is used twice: for {} and for {}",
                        words(near),
                        words(&other),
                        words(far)
                    ),
                });
            }
        }
    }
    let mut told: BTreeMap<(BuiltEnd, BuiltEnd), ()> = BTreeMap::new();
    // From the lower end first: a crew follows the cable from the node to the switch.
    for [a, z] in &order {
        match (cabled.get(a), cabled.get(z)) {
            (Some(is), _) if is == z => {}
            (Some(is), _) => crossed([a, z], is, &cabled, &designed, &mut told, &mut found),
            (None, Some(is)) if !designed.contains_key(is) => {
                crossed([z, a], is, &cabled, &designed, &mut told, &mut found);
            }
            (None, _) => found.push(Difference {
                kind: DifferenceKind::Missing,
                line: format!("no cable from {} to {}", words(a), words(z)),
            }),
        }
    }
    let devices: BTreeSet<&str> = designed.keys().map(|end| end.device.as_str()).collect();
    for (near, is) in &cabled {
        let outside = !designed.contains_key(near) && !designed.contains_key(is);
        if outside && near < is {
            let own = |end: &BuiltEnd| devices.contains(end.device.as_str());
            if own(near) && own(is) {
                found.push(Difference {
                    kind: DifferenceKind::Extra,
                    line: format!(
                        "a cable from {} to {} that the design does not have: remove it",
                        words(near),
                        words(is)
                    ),
                });
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// One line for a cable on a wrong port; two cables that took each other's place share a line.
fn crossed(
    [near, want]: [&BuiltEnd; 2],
    is: &BuiltEnd,
    cabled: &Peers,
    designed: &Peers,
    told: &mut BTreeMap<(BuiltEnd, BuiltEnd), ()>,
    found: &mut Vec<Difference>,
) {
    // The cable that now sits where this one should.
    let other = cabled.get(want);
    let pair =
        |a: &BuiltEnd, z: &BuiltEnd| if a <= z { (a.clone(), z.clone()) } else { (z.clone(), a.clone()) };
    if told.contains_key(&pair(near, is)) {
        return;
    }
    told.insert(pair(near, is), ());
    if let Some(other) = other
        && designed.get(other) == Some(is)
    {
        told.insert(pair(other, want), ());
        found.push(Difference {
            kind: DifferenceKind::Crossed,
            line: format!(
                "crossed: {} is in {} and {} is in {}; swap the two at {} and {}",
                words(near),
                words(is),
                words(other),
                words(want),
                words(is),
                words(want)
            ),
        });
        return;
    }
    found.push(Difference {
        kind: DifferenceKind::Crossed,
        line: format!("{} is in {}; move it to {}", words(near), words(is), words(want)),
    });
}
