//! The shapes of the facts in `catalog/`: one file per kind, strict (an unknown key is an error).
//!
//! The build script compiles this folder too: it reads the YAML into these types and writes them out as constants,
//! so that start-up parses nothing. The folder therefore depends on serde and the standard library alone, and no
//! type here renames a field or a variant when it is serialized.

mod defaults;
mod fact;
mod file;
mod gpu;
mod model;
mod name;
mod pattern;
mod profile;
mod source;
mod system;
mod table;

pub use defaults::{NetworkDefaults, NetworkingDefaults};
pub use fact::{Confidence, Fact, Value};
pub use file::{CatalogFile, Entries};
pub use gpu::{Generation, Gpu, GpuForm};
pub use model::{Attention, Mla, Model, ModelKind};
pub use name::{Ambiguity, Kind, NoSuchProduct};
pub use pattern::{Adapters, NodeLimit, NodeRange, Pattern, PatternSource, PatternTopology};
pub use profile::{CorePair, FabricProfile, NorthSouth, NorthSouthRule, OutOfBand, SuEthernet};
pub use source::Source;
pub use system::{Cooling, NamedFact, System, SystemClass};
pub use table::{Cell, Erratum, ErratumKind, PublishedTable};

use std::borrow::Cow;

/// Text of the catalog: a constant when embedded, owned when it comes from an overlay.
pub type Text = Cow<'static, str>;
/// A list of the catalog: a constant when embedded, owned when it comes from an overlay.
pub type List<T> = Cow<'static, [T]>;
