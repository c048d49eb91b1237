//! Fills racks: by power and cooling first, then by weight, then by height. Nodes come first; switches go beside the
//! nodes of the last rack when all of them fit there, else into racks of their own.

mod group;
mod network;
mod spare;

pub use group::{Group, group, heat};
pub use network::network_racks;
pub use spare::beside_nodes;

use crate::trace::Traced;
use crate::units::{Kg, Kw, KwPerNode, Nodes, NodesPerRack, Per, RackUnits, Racks};

/// BTU per hour of one kW (1 kWh = 3,412.142 BTU, ISO 80000-5 international table BTU).
pub const BTU_PER_KWH: f64 = 3412.142;

/// A device that takes a place in a rack.
#[derive(Debug, Clone)]
pub struct Device {
    /// Catalog id.
    pub part_id: String,
    /// Greatest power, kW.
    pub kw: Traced,
    /// Height, rack units; none when it is not published.
    pub units: Option<Traced>,
    /// Weight, kg; none when it is not published.
    pub kg: Option<Traced>,
}

/// What one rack gives.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Usable power, which is also the heat that can leave it, kW.
    pub kw: Traced,
    /// Height, rack units.
    pub units: Traced,
    /// Load it carries, kg; none when it is not known.
    pub kg: Option<Traced>,
}

/// Racks with the same content.
#[derive(Debug, Clone)]
pub struct Filled {
    /// What they hold, in words.
    pub name: String,
    /// How many.
    pub count: Traced,
    /// Nodes in each.
    pub nodes: Traced,
    /// Devices from the bottom, each with its number.
    pub stack: Vec<(Device, Traced)>,
}

impl Filled {
    /// Power of one, kW.
    #[must_use]
    pub fn kw(&self) -> f64 {
        self.stack.iter().map(|(device, count)| device.kw.value * count.value).sum()
    }

    /// Rack units filled in one; a device of unknown height counts as none.
    #[must_use]
    pub fn units(&self) -> f64 {
        self.stack
            .iter()
            .map(|(device, count)| device.units.as_ref().map_or(0.0, |units| units.value) * count.value)
            .sum()
    }
}

/// How many of a device one rack takes, and what limits it: `power`, `weight` or `height`.
#[must_use]
pub fn per_rack(device: &Device, budget: &Budget) -> (Traced, &'static str) {
    let by_power = budget.kw.named::<Kw>("rack_kw") / device.kw.named::<KwPerNode>("device_kw");
    let (mut best, mut limit) = (by_power.floor(), "power");
    if let (Some(most), Some(each)) = (&budget.kg, &device.kg) {
        let fits = (most.named::<Kg>("rack_kg") / each.named::<Per<Kg, Nodes>>("device_kg")).floor();
        if fits.value() < best.value() {
            limit = "weight";
        }
        best = best.min(&fits);
    }
    if let Some(each) = &device.units {
        let each = each.named::<Per<RackUnits, Nodes>>("device_u");
        let fits = (budget.units.named::<RackUnits>("rack_u") / each).floor();
        if fits.value() < best.value() {
            (best, limit) = (best.min(&fits), "height");
        }
    }
    (best.traced(), limit)
}

/// The racks of the nodes: full ones, and one that is part-filled where nodes do not divide.
#[must_use]
pub fn node_racks(device: &Device, nodes: &Traced, each: &Traced) -> Vec<Filled> {
    if each.value < 1.0 {
        return Vec::new();
    }
    let full =
        (nodes.named::<Nodes>("nodes") / each.named::<NodesPerRack>("nodes_per_rack")).floor().traced();
    let rest = (nodes.named::<Nodes>("nodes")
        - full.named::<Racks>("full_racks") * each.named::<NodesPerRack>("nodes_per_rack"))
    .traced();
    let mut racks = Vec::new();
    if full.value > 0.0 {
        racks.push(Filled {
            name: "nodes".into(),
            count: full,
            nodes: each.clone(),
            stack: vec![(device.clone(), each.clone())],
        });
    }
    if rest.value > 0.0 {
        racks.push(Filled {
            name: "nodes, part-filled".into(),
            count: one_rack("the nodes left over take one rack"),
            nodes: rest.clone(),
            stack: vec![(device.clone(), rest)],
        });
    }
    racks
}

/// One rack, with the reason.
pub(crate) fn one_rack(what: &str) -> Traced {
    Traced::constant(1.0, "racks", what, "rack filling: power first, then weight, then height")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn number(value: f64, unit: &'static str) -> Traced {
        Traced::stated(value, unit, "test", "test")
    }

    fn device(kw: f64, units: f64, kg: f64) -> Device {
        Device {
            part_id: "node".into(),
            kw: number(kw, "kW"),
            units: Some(number(units, "U")),
            kg: Some(number(kg, "kg")),
        }
    }

    #[test]
    fn the_tightest_bound_limits_a_rack() {
        let budget = |kw, units, kg| Budget {
            kw: number(kw, "kW"),
            units: number(units, "U"),
            kg: Some(number(kg, "kg")),
        };
        for (budget, count, limit) in [
            (budget(40.0, 48.0, 1500.0), 3.0, "power"),
            (budget(40.8, 48.0, 1500.0), 4.0, "power"),
            (budget(80.0, 48.0, 1500.0), 6.0, "height"),
            (budget(80.0, 48.0, 520.0), 3.0, "weight"),
            (budget(9.0, 48.0, 1500.0), 0.0, "power"),
        ] {
            let (each, by) = per_rack(&device(10.2, 8.0, 130.45), &budget);
            assert_eq!((each.value, by), (count, limit));
        }
    }

    #[test]
    fn racks_hold_every_node() {
        for (nodes, each, full, rest) in
            [(127.0, 4.0, 31.0, 3.0), (16.0, 4.0, 4.0, 0.0), (2.0, 4.0, 0.0, 2.0)]
        {
            let racks = node_racks(
                &device(10.2, 8.0, 130.0),
                &number(nodes, "nodes"),
                &number(each, "nodes per rack"),
            );
            let held: f64 = racks.iter().map(|rack| rack.count.value * rack.nodes.value).sum();
            assert_eq!(held, nodes);
            assert_eq!(
                racks.iter().find(|rack| rack.name == "nodes").map_or(0.0, |rack| rack.count.value),
                full
            );
            let part = racks.iter().find(|rack| rack.name != "nodes").map_or(0.0, |rack| rack.nodes.value);
            assert_eq!(part, rest);
        }
    }
}
