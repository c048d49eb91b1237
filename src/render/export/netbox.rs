//! NetBox import bundle: manufacturers, sites, roles, device types, devices and cables in NetBox's own columns.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use crate::design::{
    fabric::Technology,
    wiring::{Device, DeviceKind, End, Link, Medium, Place, Product, RackFeed, Wiring},
};

use super::{Format, cables::field};

/// Site all devices are put in; the import needs one.
const SITE: &str = "site-1";
/// Panel all feeds come from; the import needs one.
const PANEL: &str = "panel-1";

/// An import bundle for NetBox.
pub const FORMAT: Format = Format {
    name: "netbox",
    about: "an import bundle for NetBox",
    files: |wiring| {
        Ok(netbox(wiring).into_iter().map(|(name, text)| (format!("netbox/{name}"), text)).collect())
    },
};

/// Files of the bundle: path, content.
#[must_use]
pub fn netbox(wiring: &Wiring) -> Vec<(String, String)> {
    let types = types(wiring);
    let makers: BTreeSet<&str> = types.values().map(|kind| kind.maker.as_str()).collect();
    let mut manufacturers = String::from("name,slug\n");
    for maker in makers {
        let _ = writeln!(manufacturers, "{},{}", field(maker), slug(maker));
    }
    let mut files = vec![
        ("manufacturers.csv".to_string(), manufacturers),
        ("sites.csv".to_string(), format!("name,slug,status\n{SITE},{SITE},active\n")),
        ("device-roles.csv".to_string(), roles()),
    ];
    for kind in types.values() {
        let file = slug(&format!("{} {}", kind.maker, kind.model));
        files.push((format!("device-types/{file}.yaml"), device_type(wiring, kind)));
    }
    if let Some(last) = wiring.places.iter().map(|place| place.rack).max().filter(|rack| *rack > 0) {
        files.push(("racks.csv".to_string(), racks(wiring, last)));
        if let Some(feed) = &wiring.feed {
            files.push(("power-panels.csv".to_string(), format!("site,name\n{SITE},{PANEL}\n")));
            files.push(("power-feeds.csv".to_string(), feeds(wiring, feed)));
        }
    }
    files.push(("devices.csv".to_string(), devices(wiring)));
    files.push(("cables.csv".to_string(), cables(wiring)));
    files
}

fn roles() -> String {
    let mut out = String::from("name,slug,color\n");
    for (name, color) in [
        ("node", "2196f3"),
        ("core", "4caf50"),
        ("leaf", "4caf50"),
        ("spine", "ff9800"),
        ("super_spine", "f44336"),
        ("top", "9c27b0"),
        ("oob_switch", "9e9e9e"),
        ("support", "607d8b"),
        ("storage", "795548"),
        ("edge", "00bcd4"),
    ] {
        let _ = writeln!(out, "{name},{},{color}", slug(name));
    }
    out
}

/// Maker and model of a device: its product, or its kind where the design names none. Nodes with other port names are
/// another model.
fn model(wiring: &Wiring, device: &Device) -> (String, String) {
    let (maker, name) = match wiring.product(device) {
        Some(product) => (product.maker.clone(), product.name.clone()),
        None if device.kind.is_switch() && device.kind != DeviceKind::Edge => {
            ("NVIDIA".into(), device.model.to_ascii_uppercase())
        }
        None => ("Generic".into(), device.kind.word().into()),
    };
    let mut namings = wiring
        .devices
        .iter()
        .filter(|other| other.kind == device.kind && other.model == device.model)
        .map(|other| other.naming);
    // Where all of a model name their ports alike, the row of names says nothing.
    let first = namings.next().unwrap_or_default();
    if device.naming == first || namings.all(|naming| naming == first) {
        return (maker, name);
    }
    (maker, format!("{name} {}", device.naming + 1))
}

fn slug(text: &str) -> String {
    let mut out = String::new();
    for letter in text.to_ascii_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
}

/// A device type.
struct Type<'a> {
    maker: String,
    model: String,
    product: Option<&'a Product>,
    /// Height, rack units; none when neither the catalog nor the rack plan knows it.
    height: Option<f64>,
    /// Interfaces that a link uses.
    interfaces: BTreeMap<String, &'static str>,
}

fn types(wiring: &Wiring) -> BTreeMap<String, Type<'_>> {
    let mut types: BTreeMap<String, Type<'_>> = BTreeMap::new();
    let mut keys = Vec::with_capacity(wiring.devices.len());
    // A model is worked out once for all devices that are alike.
    let mut models: BTreeMap<(DeviceKind, &str, u16), (String, String)> = BTreeMap::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        let (maker, model) = models
            .entry((device.kind, device.model.as_str(), device.naming))
            .or_insert_with(|| model(wiring, device))
            .clone();
        let key = format!("{maker} {model}");
        let product = wiring.product(device);
        let planned =
            wiring.places.get(at).map(|place| f64::from(place.height)).filter(|height| *height > 0.0);
        let one = types.entry(key.clone()).or_insert_with(|| Type {
            maker,
            model,
            product,
            height: product.and_then(|product| product.height_u),
            interfaces: BTreeMap::new(),
        });
        one.height = one.height.or(planned);
        keys.push(key);
    }
    let mut seen: BTreeSet<(&str, u32)> = BTreeSet::new();
    for link in &wiring.links {
        for end in [link.a, link.z] {
            let (Some(device), Some(key)) = (wiring.device(end), keys.get(end.device as usize)) else {
                continue;
            };
            if seen.insert((key, end.port.code()))
                && let Some(kind) = types.get_mut(key)
            {
                kind.interfaces.insert(wiring.port_name(end), interface_type(device, link));
            }
        }
    }
    types
}

/// NetBox's word for an interface (`netbox buildschema` lists them).
fn interface_type(device: &Device, link: &Link) -> &'static str {
    let infiniband = device.technology == Technology::Infiniband && device.kind.is_switch();
    match (infiniband, link.gbps) {
        (true, 800..) => "infiniband-xdr",
        (true, 400..) => "infiniband-ndr",
        (true, 200..) => "infiniband-hdr",
        (true, _) => "infiniband-edr",
        (false, 800..) => "800gbase-x-osfp",
        (false, 400..) => "400gbase-x-osfp",
        (false, 200..) => "200gbase-x-qsfp56",
        (false, 100..) => "100gbase-x-qsfp28",
        (false, _) => "1000base-t",
    }
}

fn device_type(wiring: &Wiring, kind: &Type<'_>) -> String {
    // NetBox counts in halves; a height nobody publishes is 1, and such a device has no position.
    let height = kind.height.map_or(1.0, |height| (height * 2.0).ceil() / 2.0);
    let mut out = format!(
        "---\nmanufacturer: {}\nmodel: {}\nslug: {}\nu_height: {height}\nis_full_depth: true\n",
        kind.maker,
        kind.model,
        slug(&format!("{} {}", kind.maker, kind.model)),
    );
    let supplies = kind.product.and_then(|product| product.supplies);
    let power = kind.product.and_then(|product| product.power_w);
    if let Some((count, needed)) = supplies.filter(|_| wiring.feed.is_some() || power.is_some()) {
        out.push_str("power-ports:\n");
        for supply in 1..=count {
            let _ = writeln!(out, "  - name: PSU{supply}");
            if let Some(watts) = power {
                // With all supplies at work each carries its share; at worst only those that full load needs are left.
                let _ = writeln!(out, "    maximum_draw: {}", (watts / needed.max(1) as f64).ceil());
                let _ = writeln!(out, "    allocated_draw: {}", (watts / count.max(1) as f64).ceil());
            }
        }
    }
    out.push_str(if kind.interfaces.is_empty() { "interfaces: []\n" } else { "interfaces:\n" });
    for (name, word) in &kind.interfaces {
        let _ = writeln!(out, "  - name: \"{name}\"\n    type: {word}");
    }
    out
}

/// The racks of the plan, 19 inches wide (EIA-310); 48 units high where no height is planned.
fn racks(wiring: &Wiring, last: u32) -> String {
    let height = if wiring.rack_units > 0 { wiring.rack_units } else { 48 };
    let mut out = String::from("site,name,status,width,u_height\n");
    for rack in 1..=last {
        let _ =
            writeln!(out, "{SITE},{},planned,19,{height}", Place { rack, ..Place::default() }.rack_name());
    }
    out
}

/// The feeds of every rack that holds nodes: the first source is A.
fn feeds(wiring: &Wiring, feed: &RackFeed) -> String {
    let mut out = String::from(
        "site,power_panel,rack,name,status,type,supply,phase,voltage,amperage,max_utilization\n",
    );
    let racks: BTreeSet<u32> = wiring
        .devices
        .iter()
        .zip(&wiring.places)
        .filter(|(device, place)| device.kind == DeviceKind::Node && place.rack > 0)
        .map(|(_, place)| place.rack)
        .collect();
    let phase = if feed.phases == 3 { "three-phase" } else { "single-phase" };
    let share = (feed.continuous_ratio * 100.0).round();
    for rack in racks {
        let name = Place { rack, ..Place::default() }.rack_name();
        for at in 0..feed.per_rack {
            let side = at / feed.per_side.max(1);
            let kind = if side == 0 { "primary" } else { "redundant" };
            let letter = char::from(b'A' + u8::try_from(side % 26).unwrap_or(0));
            let _ = writeln!(
                out,
                "{SITE},{PANEL},{name},{name}-{letter}{},planned,{kind},ac,{phase},{},{},{share}",
                at % feed.per_side.max(1) + 1,
                feed.volts.round(),
                feed.amps.round(),
            );
        }
    }
    out
}

/// Devices with rack and lowest unit, where the rack plan knows both and the height of the product is known.
fn devices(wiring: &Wiring) -> String {
    let mut out = String::from("name,role,manufacturer,device_type,site,rack,position,face,status\n");
    let mut models: BTreeMap<(DeviceKind, &str, u16), (String, String)> = BTreeMap::new();
    for (at, device) in wiring.devices.iter().enumerate() {
        let (maker, model) = models
            .entry((device.kind, device.model.as_str(), device.naming))
            .or_insert_with(|| model(wiring, device));
        let place = wiring.places.get(at).copied().unwrap_or_default();
        let (position, face) = if place.unit > 0 && place.height > 0 {
            (place.unit.to_string(), "front")
        } else {
            (String::new(), "")
        };
        let _ = writeln!(
            out,
            "{},{},{},{},{SITE},{},{position},{face},planned",
            field(&device.name),
            device.kind.word(),
            field(maker),
            field(model),
            place.rack_name()
        );
    }
    out
}

/// NetBox's word for what a cable is made of; the grade of a fibre is left open.
fn cable_type(link: &Link, medium: Option<Medium>) -> &'static str {
    match medium {
        _ if link.gbps <= 1 => "cat6",
        Some(Medium::Copper) => "dac-passive",
        Some(Medium::ActiveCopper) => "dac-active",
        Some(Medium::ActiveOptical) => "aoc",
        Some(Medium::MultiMode) => "mmf",
        Some(Medium::SingleMode) => "smf",
        None => "",
    }
}

fn cables(wiring: &Wiring) -> String {
    let mut out = String::from(
        "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,type,status,label,length,length_unit\n",
    );
    for (at, link) in wiring.links.iter().enumerate() {
        let end = |end: End| (field(wiring.device_name(end)), field(&wiring.port_name(end)));
        let ((a, a_port), (z, z_port)) = (end(link.a), end(link.z));
        let media = wiring.media_of(link);
        let kind = cable_type(link, media.and_then(|media| media.medium));
        let length = media.map(|media| media.length_dm).filter(|length| *length > 0);
        let (length, unit) =
            length.map_or((String::new(), ""), |dm| (format!("{}.{}", dm / 10, dm % 10), "m"));
        let _ = writeln!(
            out,
            "{a},dcim.interface,{a_port},{z},dcim.interface,{z_port},{kind},planned,C{:06},{length},{unit}",
            at + 1
        );
    }
    out
}
