//! The shapes of the facts in `catalog/`: one file per kind, strict (an unknown key is an error).
//!
//! The build script compiles this folder too: it reads the YAML into these types and writes them out as constants,
//! so that start-up parses nothing. The folder therefore depends on serde and the standard library alone, and no
//! type here renames a field or a variant when it is serialized. The crate alone (`cfg(described)`) also derives schemas.

mod architecture;
mod choice;
mod defaults;
mod fact;
mod file;
mod gpu;
mod language;
mod licence;
mod model;
mod name;
mod nic;
mod optic;
mod pattern;
mod port;
mod price;
mod profile;
mod site;
mod source;
mod storage;
mod switch;
mod system;
mod table;
mod word;

pub use architecture::{Architecture, Deviation};
pub use choice::GpuChoice;
pub use defaults::{NetworkDefaults, NetworkingDefaults};
pub use fact::{Confidence, Fact, Value};
pub use file::{CatalogFile, Entries};
pub use gpu::{Generation, Gpu, GpuForm, MigProfile};
pub use language::{Definition, Phrase, QuestionWords};
pub use licence::Licence;
pub use model::{Attention, Mla, Model, ModelKind};
pub use name::{Ambiguity, Kind, NoSuchProduct};
pub use nic::{Nic, NicClass, NicPorts};
pub use optic::{Cable, CableClass, CableEnd, CablingRule, Transceiver};
pub use pattern::{Adapters, NodeLimit, NodeRange, Pattern, PatternSource, PatternTopology};
pub use port::{Fabric, Fibre, FibreConnector, ModuleTop, PortType};
pub use price::{Price, PriceUnit};
pub use profile::{
    CagePart, CorePair, CorePorts, FabricProfile, NodePorts, NorthSouth, NorthSouthRule, OutOfBand,
    ProfileCage, SuEthernet,
};
pub use site::{PowerFeed, Rack, Region, SiteFactor};
pub use source::Source;
pub use storage::{StorageBlock, StorageGuideline, StorageMeaning};
pub use switch::{Breakout, CageGroup, Switch, SwitchRole};
pub use system::{CageUse, Cooling, NamedFact, NodeCages, Supplies, System, SystemClass};
pub use table::{Cell, Erratum, ErratumKind, PublishedTable};
pub use word::Phrases;

use std::borrow::Cow;

/// Text of the catalog: a constant when embedded, owned when it comes from an overlay.
pub type Text = Cow<'static, str>;
/// A list of the catalog: a constant when embedded, owned when it comes from an overlay.
pub type List<T> = Cow<'static, [T]>;
