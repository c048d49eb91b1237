//! The names people know products by, for documents and replies.

use crate::catalog::Catalog;

/// Catalog ids with the names that makers print, without the maker where it is NVIDIA.
#[must_use]
pub fn product_names(catalog: &Catalog) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut add = |id: &str, name: &str| {
        let name = name.strip_prefix("NVIDIA ").unwrap_or(name);
        names.push((id.to_string(), name.to_string()));
    };
    for gpu in catalog.gpus() {
        // What stands in brackets or behind a comma tells where the part sits, not what it is called.
        let name = gpu.name.split([',', '(']).next().unwrap_or(&gpu.name).trim_end();
        add(&gpu.id, name);
    }
    for system in catalog.systems() {
        add(&system.id, &system.name);
    }
    for switch in catalog.switches() {
        // "Spectrum-4 SN5600" is known as SN5600.
        let known = switch.name.split(' ').find(|word| word.eq_ignore_ascii_case(&switch.id));
        add(&switch.id, known.unwrap_or(&switch.name));
    }
    for nic in catalog.nics() {
        add(&nic.id, &nic.name);
    }
    let model = |model: &str, variant: Option<&str>| match variant {
        Some(variant) => format!("{model} ({variant})"),
        None => model.to_string(),
    };
    for module in catalog.transceivers() {
        add(&module.id, &model(&module.model, module.variant.as_deref()));
    }
    for cable in catalog.cables() {
        add(&cable.id, &model(&cable.model, cable.variant.as_deref()));
    }
    for rack in catalog.racks() {
        add(&rack.id, &rack.name);
    }
    for licence in catalog.licences() {
        add(&licence.id, &licence.name);
    }
    for one in catalog.architectures() {
        add(&one.id, &one.name);
    }
    for block in catalog.storage_blocks() {
        add(&block.id, &block.name);
    }
    for source in catalog.sources() {
        add(&source.id, &source.title);
    }
    names
}
