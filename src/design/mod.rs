//! What was asked and what we propose: the published JSON. A design holds ids and values, so it stays readable
//! when a fact of the catalog changes.

mod cluster;
pub mod fabric;
mod field_table;
mod field_value;
mod judgement;
mod reading;
mod requirement;
mod requirement_fold;
mod requirement_parts;
mod stated;
mod statement;
pub mod wiring;
pub mod wiring_document;
pub mod wiring_names;
mod wiring_port;
pub mod words;

pub use cluster::{
    Bom, BomConfidence, BomLine, BudgetCheck, Compute, Cost, CostLine, Demand, Design, Energy, Fabrics,
    Facility, FaultZone, Feed, Position, RackGroup, Rent, SoftwareItem, Storage, StorageTier, SupportNodes,
    SwitchedFabric,
};
pub use field_value::{FieldValue, Refused};
pub use judgement::{
    Alternative, Assumption, AssumptionCase, Coverage, CoverageStatus, Figure, Finding, OpenQuestion,
    Outcome, Severity,
};
pub use reading::{Conflict, ConflictKind, Intent, Notice, NoticeKind, Reading};
pub use requirement::{FIELDS, Field, Requirement};
pub use requirement_parts::{Acceptance, Evaluation, NodeOption, OtherWish, Questioned};
pub use stated::{Plain, Stated};
pub use statement::{Bound, By, Scope, Statement, Strength, Unread, Want};
