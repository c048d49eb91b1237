//! Racks and rack units of the devices, from the rack plan of a design, and cable lengths from them.

use std::collections::{BTreeMap, VecDeque};

use crate::design::{
    Facility,
    wiring::{DeviceKind, Link, Place, Wiring},
};

/// Rack pitch, m: racks 800 mm wide side by side, as the rack plan counts them (`rack-48u-800`).
const PITCH_M: f64 = 0.8;
/// Racks of a row, and the distance of two rows, m: an assumption until the room is drawn.
const ROW_RACKS: u32 = 16;
const ROW_M: f64 = 2.4;
/// From the top of a rack to the tray above it, and slack for dressing at both ends together, m: an assumption.
const TRAY_M: f64 = 0.5;
const SLACK_M: f64 = 1.0;
/// One rack unit, m (EIA-310: 44.45 mm).
const UNIT_M: f64 = 0.044_45;
/// Height of a rack whose height is not planned, units.
const RACK_UNITS: f64 = 48.0;

/// What the rack plan calls a management server: no publication names a product.
pub const SUPPORT_PART: &str = "management-server";

/// Gives every device its place: nodes and switches fill the places of their product in the order of the racks.
/// What the plan has no place for stays without one and is named in the notes.
pub fn place(wiring: &mut Wiring, facility: &Facility, node_part: Option<&str>) {
    if facility.racks.is_empty() {
        return;
    }
    let mut free: BTreeMap<&str, VecDeque<Place>> = BTreeMap::new();
    // Nodes of racks whose inside is not planned: rack-scale systems.
    let mut bare: VecDeque<Place> = VecDeque::new();
    let mut rack = 0;
    for group in &facility.racks {
        for _ in 0..group.count {
            rack += 1;
            let mut nodes = 0;
            for position in &group.positions {
                let height = (position.to_u - position.from_u + 1.0) / position.count.max(1) as f64;
                for at in 0..position.count {
                    let unit = (position.from_u + at as f64 * height).floor().max(0.0) as u16;
                    free.entry(&position.part_id).or_default().push_back(Place {
                        rack,
                        unit,
                        height: height.floor() as u16,
                    });
                }
                if Some(position.part_id.as_str()) == node_part {
                    nodes += position.count;
                }
            }
            bare.extend((nodes..group.node_count).map(|_| Place { rack, ..Place::default() }));
        }
    }
    let mut homeless: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut places = Vec::with_capacity(wiring.devices.len());
    for device in &wiring.devices {
        let part = match device.kind {
            DeviceKind::Node => node_part,
            DeviceKind::Support => Some(SUPPORT_PART),
            _ => Some(device.model.as_str()),
        };
        let mut found = part.and_then(|part| free.get_mut(part)).and_then(VecDeque::pop_front);
        if device.kind == DeviceKind::Node {
            found = found.or_else(|| bare.pop_front());
        }
        // A switch inside a rack-scale rack carries the rack in its name; those racks come first in the plan.
        if let Some(number) = device.name.strip_prefix("rack-").and_then(|rest| rest.split('-').next()) {
            found = number.parse().ok().map(|rack| Place { rack, ..Place::default() });
        }
        if found.is_none() {
            *homeless.entry(device.kind.word()).or_default() += 1;
        }
        places.push(found.unwrap_or_default());
    }
    wiring.places = places;
    for (kind, count) in homeless {
        wiring.notes.push(format!("{count} x {kind}: the rack plan has no place for them"));
    }
    // The figures are those of the constants above; the documentation states them.
    wiring.notes.push(
        "Lengths between racks assume racks side by side in rows, overhead trays and slack at both ends; measure before ordering".into(),
    );
}

/// Length of a link between placed devices, m, rounded up to whole metres, above 10 m to steps of 5; `None` when an
/// end has no place.
#[must_use]
pub fn length_m(wiring: &Wiring, link: &Link, rack_units: f64) -> Option<f64> {
    let (a, z) = (wiring.place(link.a), wiring.place(link.z));
    if a.rack == 0 || z.rack == 0 {
        return None;
    }
    // An unknown height counts as the bottom of the rack: the longer way.
    let height = |place: Place| f64::from(place.unit.max(1));
    let metres = if a.rack == z.rack {
        (height(a) - height(z)).abs() * UNIT_M + SLACK_M
    } else {
        let top = if rack_units > 0.0 { rack_units } else { RACK_UNITS };
        let up = |place: Place| (top - height(place)).max(0.0) * UNIT_M + TRAY_M;
        let spot = |place: Place| ((place.rack - 1) % ROW_RACKS, (place.rack - 1) / ROW_RACKS);
        let ((a_col, a_row), (z_col, z_row)) = (spot(a), spot(z));
        let along = f64::from(a_col.abs_diff(z_col)) * PITCH_M + f64::from(a_row.abs_diff(z_row)) * ROW_M;
        up(a) + up(z) + along + SLACK_M
    };
    Some(if metres <= 10.0 { metres.ceil() } else { (metres / 5.0).ceil() * 5.0 })
}
