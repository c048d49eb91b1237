//! A file of the catalog and everything the files hold together. A file may hold entries of any kind.

use serde::{Deserialize, Serialize};

use super::{
    Ambiguity, Architecture, Cable, CablingRule, Definition, Deviation, FabricProfile, Gpu, GpuChoice,
    Licence, List, Model, NetworkDefaults, NetworkingDefaults, Nic, NoSuchProduct, Pattern, Phrase, Phrases,
    PowerFeed, Price, PublishedTable, QuestionWords, Rack, SiteFactor, Source, StorageBlock,
    StorageGuideline, Switch, System, Text, Transceiver,
};

/// Declares the list kinds once: as optional lists of a file, and as the merged entries.
macro_rules! kinds {
    ($($(#[$doc:meta])* $list:ident : $kind:ident by $key:ident),* $(,)?) => {
        /// One YAML file of `catalog/` or of an overlay.
        #[derive(Debug, Clone, Default, Deserialize)]
        #[cfg_attr(described, derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct CatalogFile {
            /// Version of the file's form; 1.
            pub version: Option<u64>,
            /// Edition of the whole catalog, in `catalog.yaml`.
            pub edition: Option<Text>,
            /// Network defaults.
            pub defaults: Option<NetworkDefaults>,
            /// Documents behind the defaults.
            #[serde(default)]
            pub default_sources: List<Text>,
            $($(#[$doc])* #[serde(default)] pub $list: Vec<$kind>,)*
        }

        impl CatalogFile {
            /// Number of entries in the file.
            #[must_use]
            pub fn len(&self) -> usize {
                0 $(+ self.$list.len())*
            }

            /// Whether the file holds no entry.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
        }

        /// All entries of a catalog, each kind sorted by id.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct Entries {
            /// Edition of the catalog.
            pub edition: Text,
            /// Network defaults.
            pub networking: Option<NetworkingDefaults>,
            $($(#[$doc])* pub $list: List<$kind>,)*
        }

        impl Entries {
            /// No entries at all.
            #[must_use]
            pub fn empty() -> Self {
                Self { edition: Text::Borrowed(""), networking: None, $($list: List::Borrowed(&[]),)* }
            }

            /// Adds a file's entries; an entry whose id is taken replaces the one before.
            pub fn add(&mut self, file: CatalogFile) {
                if let Some(edition) = file.edition {
                    self.edition = edition;
                }
                if let Some(defaults) = file.defaults {
                    self.networking = Some(NetworkingDefaults { defaults, sources: file.default_sources });
                }
                $(for entry in file.$list {
                    let list = self.$list.to_mut();
                    match list.binary_search_by(|old| old.$key.cmp(&entry.$key)) {
                        Ok(at) => list[at] = entry,
                        Err(at) => list.insert(at, entry),
                    }
                })*
            }

            /// Number of entries of each kind, by the name of its list.
            #[must_use]
            pub fn counts(&self) -> Vec<(&'static str, usize)> {
                vec![$((stringify!($list), self.$list.len())),*]
            }

            /// Names every id that two of these entries of one file or of two files share.
            pub fn duplicates(file: &CatalogFile, before: &Self) -> Vec<String> {
                let mut found = Vec::new();
                $(for (at, entry) in file.$list.iter().enumerate() {
                    let taken = before.$list.binary_search_by(|old| old.$key.cmp(&entry.$key)).is_ok()
                        || file.$list[..at].iter().any(|other| other.$key == entry.$key);
                    if taken {
                        found.push(format!("{}: `{}`", stringify!($list), entry.$key));
                    }
                })*
                found
            }
        }
    };
}

kinds! {
    /// Documents.
    sources: Source by id,
    /// GPUs.
    gpus: Gpu by id,
    /// Servers, baseboards and rack-scale systems.
    systems: System by id,
    /// Language models.
    models: Model by id,
    /// Reference-architecture patterns.
    patterns: Pattern by id,
    /// Parameters of the fabric rules, per pattern or architecture.
    fabric_profiles: FabricProfile by id,
    /// Published sizing tables.
    published_tables: PublishedTable by id,
    /// Which GPU a design starts from when none is named.
    gpu_choices: GpuChoice by id,
    /// Published DGX architectures.
    architectures: Architecture by id,
    /// Switches.
    switches: Switch by id,
    /// Network adapters.
    nics: Nic by id,
    /// Transceivers.
    transceivers: Transceiver by id,
    /// Cables and fibres.
    cables: Cable by id,
    /// Published rules for cabling.
    cabling_rules: CablingRule by id,
    /// Racks.
    racks: Rack by id,
    /// Power feeds.
    power_feeds: PowerFeed by id,
    /// Factors of sites that are no prices.
    site_factors: SiteFactor by id,
    /// Storage guidelines of reference architectures.
    storage_guidelines: StorageGuideline by id,
    /// Storage products.
    storage_blocks: StorageBlock by id,
    /// Software sold by licence.
    licences: Licence by id,
    /// Prices and site costs.
    prices: Price by id,
    /// Known contradictions of publications.
    deviations: Deviation by id,
    /// Words that questions are asked with.
    question_words: QuestionWords by id,
    /// Sentences of answers.
    phrases: Phrase by id,
    /// Terms of the field, explained.
    definitions: Definition by id,
    /// Bare names with several candidates.
    ambiguous_names: Ambiguity by name,
    /// Names of products that do not exist.
    no_such_products: NoSuchProduct by name,
    /// Words of people's languages.
    words: Phrases by id,
}
