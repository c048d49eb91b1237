//! What was asked and what we propose: the published JSON. A design holds ids and values, so it stays readable
//! when a fact of the catalog changes.

mod binding;
mod claim;
mod cluster;
pub mod fabric;
mod field;
mod field_rows;
mod field_value;
mod judgement;
mod listed;
mod part_draft;
mod reading;
mod requirement;
mod requirement_fold;
mod requirement_parts;
mod requirement_split;
mod rule_id;
mod stated;
mod statement;
pub mod wiring;
pub mod wiring_document;
pub mod wiring_names;
mod wiring_port;
mod wiring_product;
pub mod words;

pub use binding::{Bound, Scope, Strength};
pub use claim::{Claim, Clause, Property};
pub use cluster::{
    Appliances, Bom, BomConfidence, BomLine, BudgetCheck, Compute, Cost, CostLine, Demand, Design, Energy,
    ExchangeRate, Extended, Extension, ExtensionLine, Fabrics, Facility, FaultZone, Feed, Part, PartCheck,
    PartKind, PartTotals, Parts, Performance, Position, PowerSources, RackGroup, Rent, ServingFigures,
    ServingPoint, SiteLink, SoftwareItem, Storage, StorageTier, SupportNodes, SwitchedFabric,
    TrainingFigures,
};
pub use field::{FIELDS, Field};
pub use field_value::{FieldValue, Refused};
pub use judgement::{
    Alternative, Assumption, AssumptionCase, Coverage, CoverageStatus, Figure, Finding, OpenQuestion,
    Outcome, Severity,
};
pub use listed::{Listed, ListedDevice, ListedLink};
pub use part_draft::{PartAsked, Share};
pub use reading::{Conflict, ConflictKind, Intent, Notice, NoticeKind, Reading};
pub use requirement::Requirement;
pub use requirement_parts::{Acceptance, Evaluation, NodeOption, OtherWish, Questioned};
pub use requirement_split::Split;
pub use rule_id::RuleId;
pub(crate) use rule_id::judged_rules;
pub use stated::{Plain, Stated};
pub use statement::{By, Statement, Unread, Want};
