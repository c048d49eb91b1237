//! Rules of a rack: power, height, weight, floor, nodes.

use super::{ListVerdict, against, lacks, words};
use crate::{
    catalog::{Catalog, Fact, System},
    design::{Listed, ListedDevice},
};

/// A figure of a device: its own, else that of the catalog's product of that name.
fn figure(
    device: &ListedDevice,
    catalog: &Catalog,
    own: fn(&ListedDevice) -> Option<f64>,
    of_system: fn(&System) -> Option<&Fact<f64>>,
    of_switch: fn(&crate::catalog::Switch) -> Option<f64>,
) -> Option<f64> {
    if let Some(stated) = own(device) {
        return Some(stated);
    }
    if let Some(system) = system_named(&device.name, catalog) {
        return of_system(system).and_then(Fact::known).copied();
    }
    let id = catalog.resolve_name(crate::catalog::Kind::Switch, &device.name).id()?.to_string();
    catalog.switch(&id).and_then(of_switch)
}

/// The server a name means.
pub(super) fn system_named<'a>(name: &str, catalog: &'a Catalog) -> Option<&'a System> {
    let id = catalog.resolve_system(name).id()?.to_string();
    catalog.system(&id)
}

/// The sum over all devices, and the devices whose figure is not known.
fn sum(listed: &Listed, figure: impl Fn(&ListedDevice) -> Option<f64>) -> (f64, Vec<String>) {
    let mut unknown = Vec::new();
    let mut total = 0.0;
    for device in &listed.devices {
        match figure(device) {
            Some(each) => total += each * device.count.unwrap_or(1.0),
            None => unknown.push(device.name.clone()),
        }
    }
    (total, unknown)
}

/// A sum against a bound. A sum with unknown parts can only refuse.
fn bounded(
    rule: &str,
    what: &str,
    unit: &str,
    (total, unknown): (f64, Vec<String>),
    limit: Option<f64>,
    repair: &str,
) -> Vec<ListVerdict> {
    let Some(limit) = limit else {
        return vec![lacks(rule, format!("{} {what}; what is allowed is not given", words(total, unit)))];
    };
    let over = total > limit + 1e-9;
    if !over && !unknown.is_empty() {
        return vec![lacks(rule, format!("the figures of {} are not known", unknown.join(", ")))];
    }
    let message = format!("{} {what}, {} are allowed", words(total, unit), words(limit, unit));
    vec![against(rule, !over, (total, unit), (limit, unit), message, repair)]
}

fn kw(device: &ListedDevice, catalog: &Catalog) -> Option<f64> {
    figure(
        device,
        catalog,
        |device| device.power_kw,
        |system| system.power_max_kw.as_ref(),
        |switch| switch.power_max_w.as_ref().and_then(Fact::known).map(|watts| watts / 1000.0),
    )
}

/// Devices against the power of the rack.
pub(super) fn power(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    if listed.devices.is_empty() {
        return Vec::new();
    }
    let total = sum(listed, |device| kw(device, catalog));
    bounded(
        "rack_power",
        "in the rack",
        "kW",
        total,
        listed.rack_power_kw,
        "move devices to another rack, or provide more power",
    )
}

/// Devices against the height of the rack.
pub(super) fn height(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    if listed.devices.is_empty() || listed.rack_u.is_none() {
        return Vec::new();
    }
    let total = sum(listed, |device| {
        figure(
            device,
            catalog,
            |device| device.u,
            |system| system.rack_units.as_ref(),
            |switch| switch.rack_units.as_ref().and_then(Fact::known).copied(),
        )
    });
    bounded("rack_height", "in the rack", "U", total, listed.rack_u, "move devices to another rack")
}

fn kg(device: &ListedDevice, catalog: &Catalog) -> Option<f64> {
    figure(
        device,
        catalog,
        |device| device.weight_kg,
        |system| system.weight_kg.as_ref(),
        |switch| switch.weight_kg.as_ref().and_then(Fact::known).copied(),
    )
}

/// Devices against what the rack or the lift may carry.
pub(super) fn weight(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    if listed.devices.is_empty() || listed.rack_weight_kg.is_none() {
        return Vec::new();
    }
    let total = sum(listed, |device| kg(device, catalog));
    bounded("rack_weight", "in the rack", "kg", total, listed.rack_weight_kg, "take devices out of the rack")
}

/// Weight over footprint against the floor.
pub(super) fn floor(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    let Some(limit) = listed.floor_load_kg_m2 else { return Vec::new() };
    if listed.devices.is_empty() {
        return Vec::new();
    }
    let Some(area) = listed.rack_footprint_m2.filter(|area| *area > 0.0) else {
        return vec![lacks("floor_load", "the footprint of the rack is not given".into())];
    };
    let (total, unknown) = sum(listed, |device| kg(device, catalog));
    bounded(
        "floor_load",
        "on the floor",
        "kg/m2",
        (total / area, unknown),
        Some(limit),
        "spread the load, or use fewer devices per rack",
    )
}

/// Power of one node of the list.
fn node_kw(listed: &Listed, catalog: &Catalog) -> Option<(f64, String)> {
    let system = system_named(listed.server.as_deref()?, catalog)?;
    Some((*system.power_max_kw.as_ref().and_then(Fact::known)?, system.name.to_string()))
}

/// Nodes of a rack against its power.
pub(super) fn nodes_of_a_rack(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    let (Some(nodes), Some(limit)) = (listed.nodes_per_rack, listed.rack_power_kw) else { return Vec::new() };
    let Some((each, name)) = node_kw(listed, catalog) else {
        return vec![lacks("rack_power", "the power of the server is not known".into())];
    };
    let draw = nodes * each;
    let message = format!(
        "{} of {name} draw {}, {} are allowed in a rack",
        words(nodes, "nodes"),
        words(draw, "kW"),
        words(limit, "kW")
    );
    let fit = format!("place {} in a rack", words((limit / each).floor(), "nodes"));
    vec![against("rack_power", draw <= limit + 1e-9, (draw, "kW"), (limit, "kW"), message, &fit)]
}

/// All nodes against a total that is claimed: a total below the nodes' own power is wrong.
pub(super) fn total_power(listed: &Listed, catalog: &Catalog) -> Vec<ListVerdict> {
    let (Some(nodes), Some(total)) = (listed.nodes, listed.total_power_kw) else { return Vec::new() };
    let Some((each, name)) = node_kw(listed, catalog) else {
        return vec![lacks("node_power_total", "the power of the server is not known".into())];
    };
    let draw = nodes * each;
    let message = format!(
        "{} of {name} alone draw {}, {} are listed",
        words(nodes, "nodes"),
        words(draw, "kW"),
        words(total, "kW")
    );
    vec![against(
        "node_power_total",
        draw <= total + 1e-9,
        (draw, "kW"),
        (total, "kW"),
        message,
        "correct the total, or use fewer nodes",
    )]
}
