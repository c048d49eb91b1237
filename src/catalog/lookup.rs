//! Look-up by id.

use super::{
    Ambiguity, Catalog, Gpu, Model, NetworkDefaults, Pattern, Source, System,
    kinds::{
        Architecture, Cable, CablingRule, Definition, Deviation, FabricProfile, Licence, Nic, NoSuchProduct,
        Phrase, PowerFeed, Price, PublishedTable, QuestionWords, Rack, SiteFactor, StorageBlock,
        StorageGuideline, Switch, Text, Transceiver,
    },
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
    /// All DGX architectures, by id.
    architectures,
    /// The DGX architecture with this id.
    architecture: Architecture;
    /// All switches, by id.
    switches,
    /// The switch with this id.
    switch: Switch;
    /// All adapters, by id.
    nics,
    /// The adapter with this id.
    nic: Nic;
    /// All transceivers, by id.
    transceivers,
    /// The transceiver with this id.
    transceiver: Transceiver;
    /// All cables and fibres, by id.
    cables,
    /// The cable or fibre with this id.
    cable: Cable;
    /// All published cabling rules, by id.
    cabling_rules,
    /// The cabling rule with this id.
    cabling_rule: CablingRule;
    /// All racks, by id.
    racks,
    /// The rack with this id.
    rack: Rack;
    /// All power feeds, by id.
    power_feeds,
    /// The power feed with this id.
    power_feed: PowerFeed;
    /// All factors of sites, by id.
    site_factors,
    /// The factor of sites with this id.
    site_factor: SiteFactor;
    /// All storage guidelines, by id.
    storage_guidelines,
    /// The storage guideline with this id.
    storage_guideline: StorageGuideline;
    /// All storage products, by id.
    storage_blocks,
    /// The storage product with this id.
    storage_block: StorageBlock;
    /// All software sold by licence, by id.
    licences,
    /// The licence with this id.
    licence: Licence;
    /// All prices and site costs, by id; empty unless an overlay brings some.
    prices,
    /// The price with this id.
    price: Price;
    /// All known contradictions of publications, by id.
    deviations,
    /// The known contradiction with this id.
    deviation: Deviation;
    /// All words that questions are asked with, by id.
    question_words,
    /// The words that ask for this.
    question_word: QuestionWords;
    /// All sentences of answers, by id.
    phrases,
    /// The sentence with this id.
    phrase: Phrase;
    /// All terms that are explained, by id.
    definitions,
    /// The explained term with this id.
    definition: Definition;
}

impl Catalog {
    /// Words of people's languages, sorted by id.
    #[must_use]
    pub fn words(&self) -> &[super::kinds::Phrases] {
        &self.entries.words
    }

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
