//! NetBox import bundle: manufacturers, sites, roles, device types, devices and cables in NetBox's own columns.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use crate::design::{
    fabric::Technology,
    wiring::{Device, DeviceKind, End, Link, Place, Wiring},
};

use super::{Format, cables::field};

/// Site all devices are put in; the import needs one.
const SITE: &str = "site-1";

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
    let mut files = vec![
        ("manufacturers.csv".to_string(), "name,slug\nNVIDIA,nvidia\nGeneric,generic\n".to_string()),
        ("sites.csv".to_string(), format!("name,slug,status\n{SITE},{SITE},active\n")),
        ("device-roles.csv".to_string(), roles()),
    ];
    for (model, interfaces) in &types {
        files.push((format!("device-types/{}.yaml", slug(model)), device_type(model, interfaces)));
    }
    if let Some(last) = wiring.places.iter().map(|place| place.rack).max().filter(|rack| *rack > 0) {
        files.push(("racks.csv".to_string(), racks(last)));
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

/// Model of a device: its product, or its kind where the design names none. Nodes with other port names are another
/// model.
fn model(device: &Device) -> (&'static str, String) {
    if device.kind.is_switch() && device.kind != DeviceKind::Edge {
        return ("NVIDIA", device.model.to_ascii_uppercase());
    }
    let kind = device.kind.word();
    ("Generic", if device.naming == 0 { kind.to_string() } else { format!("{kind} {}", device.naming + 1) })
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

/// Interfaces of every model that a link uses, with the fastest speed seen.
type Types = BTreeMap<String, BTreeMap<String, &'static str>>;

fn types(wiring: &Wiring) -> Types {
    let mut types = Types::new();
    let mut seen: BTreeSet<(String, u32)> = BTreeSet::new();
    for device in &wiring.devices {
        let (maker, model) = model(device);
        types.entry(format!("{maker} {model}")).or_default();
    }
    for link in &wiring.links {
        for end in [link.a, link.z] {
            let Some(device) = wiring.device(end) else { continue };
            let (maker, model) = model(device);
            let key = format!("{maker} {model}");
            if seen.insert((key.clone(), end.port.code())) {
                types.entry(key).or_default().insert(wiring.port_name(end), interface_type(device, link));
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

fn device_type(model: &str, interfaces: &BTreeMap<String, &'static str>) -> String {
    let (maker, name) = model.split_once(' ').unwrap_or(("Generic", model));
    let mut out = format!(
        "---\nmanufacturer: {maker}\nmodel: {name}\nslug: {}\nu_height: {}\nis_full_depth: true\ninterfaces:\n",
        slug(model),
        height(name)
    );
    if interfaces.is_empty() {
        out = out.replace("interfaces:\n", "interfaces: []\n");
    }
    for (name, kind) in interfaces {
        let _ = writeln!(out, "  - name: \"{name}\"\n    type: {kind}");
    }
    out
}

/// Heights of the switch models, rack units (datasheets: SN5600 2U, SN2201 1U, QM9700 1U, Q3400-RA 4U, SN4600C 2U).
/// A device whose height is not known is not placed in a rack, so 1 stands in for it.
fn height(model: &str) -> u32 {
    match model {
        "SN5600" | "SN5610" | "SN4600C" => 2,
        "Q3400-RA" => 4,
        _ => 1,
    }
}

/// The racks of the plan, 19 inches wide (EIA-310) and 48 units high, the height the plan assumes where none is stated.
fn racks(last: u32) -> String {
    let mut out = String::from("site,name,status,width,u_height\n");
    for rack in 1..=last {
        let _ = writeln!(out, "{SITE},{},planned,19,48", Place { rack, unit: 0 }.rack_name());
    }
    out
}

/// Devices with their racks. Positions stay open: the heights of device types are not those of the products chosen.
fn devices(wiring: &Wiring) -> String {
    let mut out = String::from("name,role,manufacturer,device_type,site,rack,position,face,status\n");
    for (at, device) in wiring.devices.iter().enumerate() {
        let (maker, model) = model(device);
        let _ = writeln!(
            out,
            "{},{},{maker},{},{SITE},{},,,planned",
            field(&device.name),
            device.kind.word(),
            field(&model),
            wiring.places.get(at).copied().unwrap_or_default().rack_name()
        );
    }
    out
}

fn cables(wiring: &Wiring) -> String {
    let mut out = String::from(
        "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,type,status,label,length,length_unit\n",
    );
    for (at, link) in wiring.links.iter().enumerate() {
        let end = |end: End| (field(wiring.device_name(end)), field(&wiring.port_name(end)));
        let ((a, a_port), (z, z_port)) = (end(link.a), end(link.z));
        let kind = if link.gbps <= 1 { "cat6" } else { "" };
        let _ = writeln!(
            out,
            "{a},dcim.interface,{a_port},{z},dcim.interface,{z_port},{kind},planned,C{:06},,",
            at + 1
        );
    }
    out
}
