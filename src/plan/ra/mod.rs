//! Reference architectures: which pattern fits a request, and whether a design keeps within a pattern.

mod check;
mod recommend;

pub use check::{Claim, RaFinding, Verdict, check};
pub use recommend::{Candidate, NoFit, Recommendation, ScorePart, recommend};
