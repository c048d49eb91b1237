//! Facts under every name that measured rows use: the catalog is the one set, for fits, scores and commands alike.

use super::{
    catalog_facts::{gpu, model},
    facts::Facts,
};
use crate::catalog::Catalog;

/// Every model and GPU that can be sized, under its id, aliases and the name measured rows use.
#[must_use]
pub fn all(catalog: &Catalog) -> Facts {
    let mut facts = Facts::default();
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
