//! The proposed cluster: compute, fabrics, support, storage, facility, software, bill of materials and cost.

mod bom;
mod compute;
mod cost;
mod extension;
mod facility;
mod parts;
mod performance;
mod storage;
mod switched;

pub use bom::{Bom, BomConfidence, BomLine, SoftwareItem};
pub use compute::{Compute, SupportNodes};
pub use cost::{BudgetCheck, Cost, CostLine, Energy, ExchangeRate, Rent};
pub use extension::{Extended, Extension, ExtensionLine};
pub use facility::{Demand, Facility, FaultZone, Feed, Position, PowerSources, RackGroup};
pub use parts::{Part, PartCheck, PartKind, PartTotals, Parts, SiteLink};
pub use performance::{Performance, ServingFigures, ServingPoint, TrainingFigures};
pub use storage::{Appliances, Storage, StorageTier};
pub use switched::{Fabrics, SwitchedFabric};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A proposed cluster. A part is null or empty when nothing covers it yet; a finding then says why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Form of this document: `gcg/design/1`.
    pub schema: String,
    /// Servers and GPUs.
    pub compute: Option<Compute>,
    /// Switched fabrics.
    #[serde(default)]
    pub fabric: Fabrics,
    /// Servers that manage the cluster.
    #[serde(default)]
    pub support: Vec<SupportNodes>,
    /// How fast the stated work is done; absent where no estimate covers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance: Option<Performance>,
    /// Storage.
    pub storage: Option<Storage>,
    /// Racks, power and heat.
    pub facility: Option<Facility>,
    /// Software and licences.
    #[serde(default)]
    pub software: Vec<SoftwareItem>,
    /// Bill of materials.
    pub bom: Option<Bom>,
    /// Cost; null without a price book.
    pub cost: Option<Cost>,
    /// What extends a cluster that stands to this one, or this one to what it grows to; absent where neither is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// Pools and sites, each designed whole, with their sums; absent where the cluster is one. The bill is then that of all
    /// parts, and the other parts of this design stand with each of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
}
