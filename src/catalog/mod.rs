//! Typed view of the facts in `catalog/`; loads, validates, resolves names; computes nothing.
//!
//! The catalog in the repository is compiled into the binary as constants. An overlay directory adds or replaces
//! entries at run time; the digest then covers both.

mod compare;
mod embedded;
mod filter;
mod guard;
pub mod kinds;
mod lint;
mod lookup;
mod names;
mod overlay;
mod price_book;
mod rows;
mod view;

pub use compare::{CatalogChange, Change, CompareRow, Comparison};
pub use embedded::{FILES, PROMPTS};
pub use filter::{Filter, FilterError, Filtered, Test};
pub use kinds::CatalogFile as OverlayFile;
pub use kinds::{
    Adapters, Ambiguity, Architecture, Attention, Breakout, Cable, CableClass, CableEnd, CablingRule,
    CageGroup, Confidence, Cooling, Deviation, Entries, Fabric, Fact, Fibre, FibreConnector, Generation, Gpu,
    GpuForm, Kind, Mla, Model, ModelKind, ModuleTop, NamedFact, NetworkDefaults, Nic, NicClass, NicPorts,
    NoSuchProduct, NodeCages, NodeLimit, NodeRange, Pattern, PatternSource, PatternTopology, PortType,
    PowerFeed, Price, PriceUnit, Rack, Region, SiteFactor, Source, StorageBlock, StorageGuideline,
    StorageMeaning, Switch, SwitchRole, System, SystemClass, Text, Transceiver, Value,
};
pub use lint::{FORM_RULES, LintFinding, LintRule, LintSeverity, RULES, lint};
pub use names::{Resolution, nearest, normalize};
pub use overlay::{OverlayError, OverlayFault};
pub use price_book::PriceBook;
pub use rows::{Row, rows, unit_of};
pub use view::{EntryView, KindCount, SourceUse};

use std::borrow::Cow;

/// All facts, with the digest that names this state of them.
#[derive(Debug, Clone)]
pub struct Catalog {
    entries: Cow<'static, Entries>,
    digest: Cow<'static, str>,
    /// Files laid over the embedded catalog, in order: name and text.
    overlays: Vec<(String, String)>,
    /// Systems and patterns that overlays brought in.
    own: std::collections::BTreeSet<String>,
}

impl Catalog {
    /// The catalog that is compiled into the binary.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            entries: Cow::Borrowed(&embedded::ENTRIES),
            digest: Cow::Borrowed(embedded::DIGEST),
            overlays: Vec::new(),
            own: std::collections::BTreeSet::new(),
        }
    }

    /// Digest of the files behind this catalog: 16 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Edition of the catalog, such as `2026-11`.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.entries.edition
    }

    /// Whether an overlay brought this system or pattern in, by id: it is the user's own choice and comes before the
    /// built-in ones.
    #[must_use]
    pub fn is_own(&self, id: &str) -> bool {
        self.own.contains(id)
    }

    /// Whether an overlay added to the embedded catalog.
    #[must_use]
    pub fn is_overlaid(&self) -> bool {
        !self.overlays.is_empty()
    }
}
