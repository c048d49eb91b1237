//! The rules, one file each, and the list that runs them.

mod gpu_arithmetic;

use crate::{
    catalog::Catalog,
    design::{Design, FindingDraft, Requirement},
};

/// A property every design must have.
pub struct Rule {
    /// Name, read as "the design satisfies ...".
    pub name: &'static str,
    /// What it checks, in a sentence.
    pub checks: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Judges a design.
    pub judge: fn(&Design, &Requirement, &Catalog) -> Vec<FindingDraft>,
}

/// Every rule, in the order of the report.
pub const RULES: &[&Rule] = &[&gpu_arithmetic::RULE];

/// What all rules find in a design.
#[must_use]
pub fn judge(design: &Design, requirement: &Requirement, catalog: &Catalog) -> Vec<FindingDraft> {
    RULES.iter().flat_map(|rule| (rule.judge)(design, requirement, catalog)).collect()
}
