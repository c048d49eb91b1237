//! Published sizing tables read by meaning: the look-up before a rule is applied, and the judge that compares any
//! table of this form with the rules.

mod components;
mod diagnosis;
mod expected;
mod infer;
mod judge;
mod meaning;
mod more_rules;
mod sheet;
mod words;

pub use judge::{Check, Compared, Outcome, RowResult, TableResult, judge};
pub use meaning::{Meaning, Subject, meaning, subject};
pub use sheet::{Sheet, count, nothing, show};
pub use words::{word_set, words};
