//! What a judge is given and what it says, and the comparison of a stated value with a value of the design.

use crate::{
    catalog::{Catalog, Gpu, Pattern, System},
    design::{
        Alternative, Assumption, Bound, CoverageStatus, Design, Facility, Field, Plain, Requirement,
        Statement,
    },
    trace::{FindingDraft, Origin, Trace, Traced},
    units::plain,
};

/// What the statements are judged against: the finished design with everything that goes with it.
#[derive(Clone, Copy)]
pub(in crate::check) struct Scene<'a> {
    /// The design.
    pub design: &'a Design,
    /// Every statement of the text.
    pub statements: &'a [Statement],
    /// What is to be built, folded.
    pub requirement: &'a Requirement,
    /// What was assumed.
    pub assumptions: &'a [Assumption],
    /// What was found, in the order of the answer.
    pub findings: &'a [FindingDraft],
    /// Other ways, in the order of the answer.
    pub alternatives: &'a [Alternative],
    /// Origins of the design's numbers.
    pub trace: &'a Trace,
    /// Facts.
    pub catalog: &'a Catalog,
}

impl<'a> Scene<'a> {
    /// Racks, power and heat of the design.
    pub fn facility(&self) -> Option<&'a Facility> {
        self.design.facility.as_ref()
    }

    /// The GPU of the design.
    pub fn gpu(&self) -> Option<&'a Gpu> {
        self.catalog.gpu(&self.design.compute.as_ref()?.gpu_id)
    }

    /// The server of the design.
    pub fn system(&self) -> Option<&'a System> {
        self.catalog.system(self.design.compute.as_ref()?.system_id.as_deref()?)
    }

    /// The pattern of the design.
    pub fn pattern(&self) -> Option<&'a Pattern> {
        self.catalog.pattern(self.design.compute.as_ref()?.pattern_id.as_deref()?)
    }

    /// Whether the design rests on an assumption about a field.
    pub fn assumed(&self, field: Field) -> Option<&'a Assumption> {
        self.assumptions.iter().find(|assumption| assumption.field == field.name())
    }

    /// Whether the workload holds any of these parts of words.
    pub fn workload_has(&self, parts: &[&str]) -> bool {
        let words =
            self.requirement.workload.as_ref().map(|stated| stated.value.as_slice()).unwrap_or_default();
        words.iter().any(|word| parts.iter().any(|part| word.word().contains(part)))
    }
}

/// What a judge says of one statement.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::check) struct Judged {
    /// How it fares.
    pub status: CoverageStatus,
    /// The value of the design it was compared with, with its unit.
    pub found: Option<String>,
    /// Places of the answer that hold the compared value.
    pub evidence: Vec<String>,
    /// One sentence.
    pub note: String,
}

impl Judged {
    /// A verdict that rests on a value of the answer.
    pub fn by(status: CoverageStatus, found: impl Into<String>, at: &str, note: impl Into<String>) -> Self {
        Self { status, found: Some(found.into()), evidence: vec![at.to_string()], note: note.into() }
    }

    /// Met or not met, by a value of the answer.
    pub fn whether(met: bool, found: impl Into<String>, at: &str, not_met: impl Into<String>) -> Self {
        let (status, note) = if met {
            (CoverageStatus::Met, "the design has what is asked for".to_string())
        } else {
            (CoverageStatus::NotMet, not_met.into())
        };
        Self::by(status, found, at, note)
    }

    /// Nothing of the answer can be compared with it.
    pub fn not_judged(reason: impl Into<String>) -> Self {
        Self { status: CoverageStatus::NotJudged, found: None, evidence: Vec::new(), note: reason.into() }
    }

    /// The same, but only as good as a condition.
    pub fn if_only(mut self, condition: &str) -> Self {
        if self.status == CoverageStatus::Met {
            self.status = CoverageStatus::MetIf;
            self.note = condition.to_string();
        }
        self
    }
}

/// The number of a value; of a range, both ends.
pub(super) fn range(value: &Plain) -> Option<(f64, f64)> {
    match value {
        Plain::Number(number) => Some((*number, *number)),
        Plain::List(items) => match items.as_slice() {
            [Plain::Number(low), Plain::Number(high)] => Some((*low, *high)),
            [Plain::Number(one)] => Some((*one, *one)),
            _ => None,
        },
        Plain::Text(text) => text.trim().parse().ok().map(|number| (number, number)),
        Plain::Flag(_) | Plain::Nothing(()) => None,
    }
}

/// Whether a value of the design satisfies a stated number with its bound; none where no number is stated.
pub(super) fn holds(statement: &Statement, found: f64) -> Option<bool> {
    let (low, high) = range(&statement.value)?;
    let limit = statement.field.natural_bound();
    let bound = match statement.bound {
        // "At least 40 kW per rack" and "40 kW per rack" both say what the site gives: a limit stays a limit.
        Bound::Exactly | Bound::AtLeast | Bound::About if limit == Bound::AtMost => Bound::AtMost,
        Bound::Exactly => limit,
        other => other,
    };
    let slack = 1e-9 * high.abs().max(1.0);
    let met = match bound {
        Bound::Exactly => (found - low).abs() <= slack,
        Bound::AtLeast => found >= low - slack,
        Bound::AtMost => found <= high + slack,
        Bound::About => (found - low).abs() <= Bound::ABOUT * low.abs() + slack,
        Bound::Between if limit == Bound::AtMost => found <= high + slack,
        Bound::Between => found >= low - slack && found <= high + slack,
    };
    Some(met != statement.negated)
}

/// A stated number against a number of the design.
pub(super) fn number(
    statement: &Statement,
    found: Option<f64>,
    unit: &str,
    at: &str,
    missing: &str,
) -> Judged {
    let Some(found) = found else { return Judged::not_judged(missing) };
    let shown = with_unit(found, unit);
    match holds(statement, found) {
        Some(met) => {
            let note = format!("the design has {shown}, {} is asked for", super::words::asked(statement));
            Judged::whether(met, shown, at, note)
        }
        None => Judged::not_judged("the statement holds no number to compare with"),
    }
}

/// A number with its unit.
pub(super) fn with_unit(value: f64, unit: &str) -> String {
    if unit.is_empty() { plain(value) } else { format!("{} {unit}", plain(value)) }
}

/// The words of a value, in lower case.
pub(super) fn words_of(value: &Plain) -> Vec<String> {
    match value {
        Plain::Text(text) => vec![text.to_lowercase()],
        Plain::List(items) => items.iter().flat_map(words_of).collect(),
        Plain::Flag(flag) => vec![flag.to_string()],
        Plain::Number(number) => vec![plain(*number)],
        Plain::Nothing(()) => Vec::new(),
    }
}

/// The names of a value, as written.
pub(super) fn names_of(value: &Plain) -> Vec<String> {
    match value {
        Plain::Text(text) => vec![text.clone()],
        Plain::List(items) => items.iter().flat_map(names_of).collect(),
        _ => Vec::new(),
    }
}

/// Whether a number is the one a customer stated for a field.
pub(super) fn is_stated(traced: &Traced, field: Field, value: f64) -> bool {
    matches!(&*traced.origin, Origin::Stated { field: of, .. } if of == field.name())
        && (traced.value - value).abs() <= 1e-9 * value.abs().max(1.0)
}

/// Whether a number was worked out from the one a customer stated for a field.
pub(super) fn rests_on(traced: &Traced, field: Field, value: f64) -> bool {
    fn walk(traced: &Traced, field: Field, value: f64, depth: usize) -> bool {
        if depth > 64 {
            return false;
        }
        if is_stated(traced, field, value) {
            return true;
        }
        match &*traced.origin {
            Origin::Derived { inputs, .. } | Origin::Estimated { inputs, .. } => {
                inputs.iter().any(|(_, input)| walk(input, field, value, depth + 1))
            }
            _ => false,
        }
    }
    walk(traced, field, value, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(field: Field, value: f64, bound: Bound) -> Statement {
        Statement { bound, ..Statement::new(field, value, "as said") }
    }

    #[test]
    fn bounds_are_held_as_they_were_said() {
        let holds = |field, value, bound, found| holds(&said(field, value, bound), found);
        assert_eq!(holds(Field::GpuCount, 64.0, Bound::Exactly, 64.0), Some(true));
        assert_eq!(holds(Field::GpuCount, 64.0, Bound::Exactly, 72.0), Some(false));
        assert_eq!(holds(Field::GpuCount, 64.0, Bound::AtLeast, 72.0), Some(true));
        assert_eq!(holds(Field::GpuCount, 64.0, Bound::AtMost, 72.0), Some(false));
        assert_eq!(holds(Field::GpuCount, 64.0, Bound::About, 66.0), Some(true));
        assert_eq!(holds(Field::GpuCount, 64.0, Bound::About, 80.0), Some(false));
        // What a site gives is a limit, however it is worded.
        assert_eq!(holds(Field::PowerPerRackKw, 40.0, Bound::Exactly, 30.8), Some(true));
        assert_eq!(holds(Field::PowerPerRackKw, 40.0, Bound::AtLeast, 44.8), Some(false));
        assert_eq!(holds(Field::StorageReadGbs, 40.0, Bound::Exactly, 80.0), Some(true));
        let between = Statement {
            value: Plain::List(vec![Plain::Number(8.0), Plain::Number(16.0)]),
            bound: Bound::Between,
            ..Statement::new(Field::NodeCount, 0.0, "8 to 16 nodes")
        };
        assert_eq!(super::holds(&between, 12.0), Some(true));
        assert_eq!(super::holds(&between, 17.0), Some(false));
        let ruled_out = Statement { negated: true, ..said(Field::GpusPerNode, 4.0, Bound::Exactly) };
        assert_eq!(super::holds(&ruled_out, 4.0), Some(false));
        assert_eq!(super::holds(&ruled_out, 8.0), Some(true));
    }
}
