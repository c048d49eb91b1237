//! Where numbers come from: origins, formulas that are evaluated anew, facts of the catalog as traced numbers, and
//! findings that carry the origins of their bounds.

pub mod facts;
mod finding;
pub mod formula;
mod num;
mod origin;
pub mod record;
pub mod reroot;

pub use finding::FindingDraft;
pub use num::Num;
pub use origin::{Origin, Trace, Traced};
