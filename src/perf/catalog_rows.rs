//! Facts under every name that measured rows use: what the calibration was fitted with, and the catalog.

use super::{
    catalog_facts::{ROW_NAMES, fitted, gpu, model},
    facts::Facts,
    model_fields::ModelFields,
};
use crate::catalog::Catalog;

/// Every model and GPU that can be sized, under its id, aliases and the name measured rows use. What the calibration was
/// fitted with comes first, so that rows are scored as they were fitted; the catalog adds the rest.
#[must_use]
pub fn all(catalog: &Catalog) -> Facts {
    #[derive(serde::Deserialize)]
    struct File {
        models: Vec<ModelFields>,
    }
    let mut facts = Facts::default();
    for (_, name) in ROW_NAMES {
        if let Some(perf) = fitted(name) {
            facts.add_gpu(name, perf);
        }
    }
    // A damaged file leaves every model to the catalog; the tests of the shapes read it.
    let shapes = serde_yaml::from_str::<File>(include_str!("../../catalog/calibration/models.yaml"));
    for fields in shapes.map(|file| file.models).unwrap_or_default() {
        let Ok(arch) = fields.to_arch() else { continue };
        for name in std::iter::once(&fields.name).chain(&fields.aliases) {
            facts.add_model(name, &arch);
        }
    }
    for entry in catalog.models() {
        let Ok(arch) = model(entry) else { continue };
        for name in [&entry.id, &entry.hf].into_iter().chain(entry.aliases.iter()) {
            facts.add_model(name, &arch);
        }
    }
    for entry in catalog.gpus() {
        let Ok(perf) = gpu(catalog, entry) else { continue };
        facts.add_gpu(&entry.id, &perf);
        facts.add_gpu(&perf.name, &perf);
        for alias in entry.aliases.iter() {
            facts.add_gpu(alias, &perf);
        }
    }
    facts
}
