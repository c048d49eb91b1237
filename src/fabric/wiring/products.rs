//! Names, heights and power supplies of the products of a wiring, for the files that need them.

use std::collections::BTreeSet;

use crate::{
    catalog::{Catalog, Fact, System},
    design::{
        Facility,
        wiring::{Product, RackFeed, Wiring},
    },
};

/// Writes what the catalog says of the products, and what the rack plan says of racks and feeds, into the wiring.
pub fn describe(
    catalog: &Catalog,
    wiring: &mut Wiring,
    system: Option<&System>,
    facility: Option<&Facility>,
) {
    let models: BTreeSet<&str> = wiring.devices.iter().map(|device| device.model.as_str()).collect();
    let switches = models.into_iter().filter_map(|model| catalog.switch(model)).map(|switch| Product {
        id: switch.id.to_string(),
        maker: "NVIDIA".into(),
        name: switch.id.to_ascii_uppercase(),
        height_u: switch.rack_units.as_ref().and_then(Fact::known).copied(),
        supplies: None,
        power_w: [&switch.power_max_w, &switch.power_planning_w]
            .into_iter()
            .find_map(|fact| fact.as_ref().and_then(Fact::known).copied()),
    });
    let server = system.map(|system| Product {
        id: system.id.to_string(),
        maker: system.vendor.to_string(),
        name: system.name.trim_start_matches(&format!("{} ", system.vendor)).to_string(),
        height_u: system.rack_units.as_ref().and_then(Fact::known).copied(),
        supplies: system.supplies.as_ref().and_then(Fact::known).map(|fitted| (fitted.count, fitted.needed)),
        power_w: system.power_max_kw.as_ref().and_then(Fact::known).map(|kw| kw * 1000.0),
    });
    wiring.products = switches.chain(server).collect();
    wiring.node_product = system.map(|system| system.id.to_string());
    wiring.rack_units = facility.and_then(|facility| facility.rack_u).unwrap_or(0.0) as u16;
    wiring.feed = facility.and_then(|facility| facility.feed.as_ref()).map(|feed| RackFeed {
        volts: feed.voltage_v,
        amps: feed.breaker_a,
        phases: feed.phase_count,
        per_rack: feed.feeds_per_rack,
        per_side: feed.feeds_per_side,
        continuous_ratio: feed.continuous_ratio,
    });
}
