//! Rules that judge a design without calling the engine that made it, and the certified [`Answer`].

mod answer;
mod certify;
mod evidence;
mod explain;
pub mod fabric;
mod rules;
#[cfg(test)]
mod sample;
mod verdict;

pub use answer::{Answer, AnswerDocument, CatalogState, Planner, Provenance, SourceNote};
pub use certify::{AlternativeTrace, AnswerDraft, CertifyError, certify, with_cases};
pub use explain::{ExplainedSource, Explanation, explain, sentence};
pub use rules::{Group, RULES, Rule, judge};
pub use verdict::{RuleVerdict, verdicts};
