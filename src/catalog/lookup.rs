//! Look-up by id.

use super::{
    Ambiguity, Catalog, Gpu, Model, NetworkDefaults, Pattern, Source, System,
    kinds::{FabricProfile, NoSuchProduct, PublishedTable, Text},
};

macro_rules! by_id {
    ($($(#[$doc:meta])* $list:ident, $(#[$one_doc:meta])* $one:ident: $kind:ident;)*) => {
        impl Catalog {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $list(&self) -> &[$kind] {
                    &self.entries.$list
                }
                $(#[$one_doc])*
                #[must_use]
                pub fn $one(&self, id: &str) -> Option<&$kind> {
                    let list = &self.entries.$list;
                    list.binary_search_by(|entry| entry.id.as_ref().cmp(id)).ok().map(|at| &list[at])
                }
            )*
        }
    };
}

by_id! {
    /// All documents, by id.
    sources,
    /// The document with this id.
    source: Source;
    /// All GPUs, by id.
    gpus,
    /// The GPU with this id.
    gpu: Gpu;
    /// All systems, by id.
    systems,
    /// The system with this id.
    system: System;
    /// All language models, by id.
    models,
    /// The language model with this id.
    model: Model;
    /// All patterns, by id.
    patterns,
    /// The pattern with this id.
    pattern: Pattern;
    /// All fabric profiles, by id.
    fabric_profiles,
    /// The fabric profile of this pattern or architecture.
    fabric_profile: FabricProfile;
    /// All published sizing tables, by id.
    published_tables,
    /// The published table with this id.
    published_table: PublishedTable;
}

impl Catalog {
    /// Which GPU a design starts from when none is named, in the order they are tried.
    #[must_use]
    pub fn gpu_choices(&self) -> &[super::kinds::GpuChoice] {
        &self.entries.gpu_choices
    }

    /// Bare names with several candidates, by name.
    #[must_use]
    pub fn ambiguous_names(&self) -> &[Ambiguity] {
        &self.entries.ambiguous_names
    }

    /// Names of products that do not exist, by name.
    #[must_use]
    pub fn no_such_products(&self) -> &[NoSuchProduct] {
        &self.entries.no_such_products
    }

    /// The network defaults; none only in a catalog without `networking_defaults.yaml`.
    #[must_use]
    pub fn network_defaults(&self) -> Option<&NetworkDefaults> {
        self.entries.networking.as_ref().map(|networking| &networking.defaults)
    }

    /// Ids of the documents behind the network defaults.
    #[must_use]
    pub fn network_default_sources(&self) -> &[Text] {
        self.entries.networking.as_ref().map_or(&[], |networking| &networking.sources)
    }
}
