//! The devices that take a place in a rack, with power, height and weight from the catalog.

use super::super::{
    stages::{Networked, Stored},
    work::Work,
};
use crate::{
    catalog::{Catalog, Fact, Rack, StorageBlock, Switch, System},
    design::Facility,
    plan::racks::Device,
    trace::{Traced, facts},
    units::{Kw, Mm, Per, SquareMetres, Units, Watts},
};

/// A node, or a rack-scale system; none when its power is not published.
pub(super) fn node(system: &System) -> Option<Device> {
    let entry = format!("system/{}", system.id);
    let unit =
        if system.class == crate::catalog::SystemClass::RackScale { "kW per rack" } else { "kW per node" };
    Some(Device {
        part_id: system.id.to_string(),
        kw: facts::number(&entry, "power_max_kw", unit, system.power_max_kw.as_ref())?,
        units: facts::number(&entry, "rack_units", "U", system.rack_units.as_ref()),
        kg: facts::number(&entry, "weight_kg", "kg", system.weight_kg.as_ref()),
    })
}

/// Coolant distribution units that carry the heat of liquid-cooled nodes: the example product of the catalog, and how many.
pub(super) fn coolant(catalog: &Catalog, nodes_kw: &Traced) -> Option<(String, Device, Traced)> {
    let unit = catalog.systems().iter().find(|system| system.coolant_capacity_kw.is_some())?;
    let entry = format!("system/{}", unit.id);
    let each = facts::number(&entry, "coolant_capacity_kw", "kW", unit.coolant_capacity_kw.as_ref())?;
    let count = (nodes_kw.named::<Kw>("nodes_kw") / each.named::<Per<Kw, Units>>("unit_kw")).ceil().traced();
    Some((unit.name.to_string(), node(unit)?, count))
}

/// Compute trays of one rack-scale system.
pub(super) fn trays(system: &System) -> Option<Traced> {
    facts::number(&format!("system/{}", system.id), "nodes", "trays", system.nodes.as_ref())
}

/// Everything beside the nodes that takes a place in a rack: switches, fabric managers, management servers and storage.
pub(super) fn others(
    work: &mut Work<'_>,
    networked: &Networked,
    stored: &Stored,
    facility: &mut Facility,
) -> Vec<(Device, Traced)> {
    let mut devices = network(work.catalog, networked, facility);
    let servers: Vec<(String, Traced)> = networked
        .support
        .iter()
        .enumerate()
        .filter(|(_, row)| row.form.part_id.is_none() && row.form.count > 0)
        .map(|(index, row)| {
            (
                format!("{}_{}", crate::trace::record::formula_name(&row.form.role), index + 1),
                row.count.clone(),
            )
        })
        .collect();
    if let Some(count) = crate::trace::record::sum("servers", &servers) {
        super::allowance::say_support(work);
        devices.push((super::allowance::support_server(), count));
    }
    let appliances = stored.form.as_ref().and_then(|storage| storage.appliances.as_ref());
    if let Some((appliances, count)) = appliances.zip(stored.appliances.clone()) {
        let part = &appliances.part_id;
        let published = work.catalog.storage_block(part).and_then(storage);
        if published.is_none() {
            super::allowance::say_storage(work);
        }
        devices.push((published.unwrap_or_else(|| super::allowance::storage(part)), count));
    }
    devices
}

/// A storage appliance whose power is published.
fn storage(block: &StorageBlock) -> Option<Device> {
    let entry = format!("storage_block/{}", block.id);
    Some(Device {
        part_id: block.id.to_string(),
        kw: facts::number(&entry, "power_max_kw", "kW", block.power_max_kw.as_ref())?,
        units: facts::number(&entry, "rack_units", "U", block.rack_units.as_ref()),
        kg: None,
    })
}

/// Switches of every fabric and fabric managers, equal models together; what has no published power is named.
fn network(catalog: &Catalog, networked: &Networked, facility: &mut Facility) -> Vec<(Device, Traced)> {
    let mut counts: Vec<(String, Vec<(String, Traced)>)> = Vec::new();
    let mut add = |part: &str, name: &str, count: Traced| {
        if count.value <= 0.0 {
            return;
        }
        match counts.iter_mut().find(|(known, _)| known == part) {
            Some((_, parts)) => parts.push((name.to_string(), count)),
            None => counts.push((part.to_string(), vec![(name.to_string(), count)])),
        }
    };
    for (key, fabric) in networked.fabrics.each() {
        if let Some(part) = &fabric.form.switch_id {
            add(part, key, fabric.bought());
        }
    }
    for support in &networked.support {
        if let Some(part) = &support.form.part_id {
            add(part, "fabric_managers", support.count.clone());
        }
    }
    let mut devices = Vec::new();
    for (part, parts) in counts {
        let Some(count) = crate::trace::record::sum("switches", &parts) else { continue };
        match catalog.switch(&part).and_then(|found| switch(found, facility)) {
            Some(device) => devices.push((device, count)),
            None => facility.not_counted.push(format!("{part}: no power is published")),
        }
    }
    devices
}

/// A switch: greatest power, else the planning figure, else the typical one, which is then named.
fn switch(switch: &Switch, facility: &mut Facility) -> Option<Device> {
    let entry = format!("switch/{}", switch.id);
    let greatest = facts::number(&entry, "power_max_w", "W", switch.power_max_w.as_ref())
        .or_else(|| facts::number(&entry, "power_planning_w", "W", switch.power_planning_w.as_ref()));
    let watts = match greatest {
        Some(watts) => watts,
        None => {
            let typical = facts::number(&entry, "power_typical_w", "W", switch.power_typical_w.as_ref())?;
            facility.not_counted.push(format!(
                "optical modules of {}: only its typical power is published, and that is what is counted",
                switch.id
            ));
            typical
        }
    };
    Some(Device {
        part_id: switch.id.to_string(),
        kw: watts.named::<Watts>("watts").divided::<Kw>(1000.0).traced(),
        units: facts::number(&entry, "rack_units", "U", switch.rack_units.as_ref()),
        kg: facts::number(&entry, "weight_kg", "kg", switch.weight_kg.as_ref()),
    })
}

/// The rack of a design that states none.
pub(in crate::plan) fn default_rack(catalog: &Catalog) -> Option<&Rack> {
    catalog.racks().iter().find(|rack| rack.usual)
}

/// Height of the usual rack.
pub(super) fn rack_units(catalog: &Catalog) -> Option<Traced> {
    let rack = default_rack(catalog)?;
    facts::number(&format!("rack/{}", rack.id), "rack_units", "U", rack.rack_units.as_ref())
}

/// Footprint of the usual rack, square metres.
pub(super) fn footprint(catalog: &Catalog) -> Option<Traced> {
    let rack = default_rack(catalog)?;
    let side = |field: &str, fact: &Option<Fact<f64>>| {
        facts::number(&format!("rack/{}", rack.id), field, "mm", fact.as_ref())
    };
    let (width, depth) = (side("width_mm", &rack.width_mm)?, side("depth_mm", &rack.depth_mm)?);
    Some(
        (width.named::<Mm>("width_mm") * depth.named::<Mm>("depth_mm")).divided::<SquareMetres>(1e6).traced(),
    )
}
