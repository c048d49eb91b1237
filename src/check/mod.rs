//! Rules that judge a design without calling the engine that made it, and the certified [`Answer`].

mod answer;
mod assess;
mod certify;
mod clauses;
mod coverage;
mod evidence;
mod explain;
pub mod fabric;
mod findings;
mod lists;
mod outcome;
mod premises;
mod rules;
#[cfg(test)]
mod sample;
mod summary;
mod verdict;

pub use answer::{Answer, AnswerDocument, CatalogState, Planner, Provenance, SourceNote};
pub use assess::{Proposal, assess, not_judged};
pub use certify::{AlternativeTrace, AnswerDraft, CertifyError, certify, with_cases};
pub use clauses::{ClauseRow, clauses};
pub use explain::{ExplainedSource, Explanation, explain, sentence};
pub use lists::{ListVerdict, judge_list};
pub use outcome::PlanState;
pub use rules::{Group, RULES, Rule, judge};
pub use verdict::{RuleVerdict, core_not_judged, summary_numbers, verdicts};
