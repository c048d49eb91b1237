//! What kind of answer it is: decided once, after the rules have judged the design and every statement was compared with it.

use crate::design::{
    ConflictKind, Coverage, CoverageStatus, Design, Intent, Outcome, Reading, Severity, Strength,
};

use super::coverage;

/// What planning knows of its plan that no other part of it shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanState {
    /// Whether an assumption could change the design.
    pub material: bool,
    /// Whether nothing that was said decides the size.
    pub size_unknown: bool,
}

/// Whether a design may be shown at all: none where it may, else the kind of answer that has none. `broken` says whether
/// planning found a bound broken; the nearest alternatives are then worth more than a question.
pub(super) fn before_design(
    reading: &Reading,
    state: PlanState,
    broken: bool,
    design: Option<&Design>,
) -> Option<Outcome> {
    let has = |intent| reading.intents.contains(&intent);
    if has(Intent::Harm) {
        return Some(Outcome::Refuse);
    }
    if has(Intent::Forbidden) && (reading.requirement.is_empty() || state.size_unknown) {
        return Some(Outcome::Refuse);
    }
    if broken {
        return None;
    }
    // A slip or a contradiction that decides the design, with nothing that may be used in its place.
    let undecided = reading.conflicts.iter().filter(|conflict| conflict.used.is_none());
    let must_ask = undecided.into_iter().any(|conflict| conflict.kind != ConflictKind::Disputed);
    if must_ask && !has(Intent::NoQuestions) {
        return Some(Outcome::AskFirst);
    }
    if out_of_reach(reading) {
        return None;
    }
    if has(Intent::AskForQuestions) {
        return Some(Outcome::AskFirst);
    }
    let answers_by_itself = has(Intent::ExplainPattern) || has(Intent::AskForProof) || has(Intent::Lookup);
    let room_is_known = design.is_some_and(|design| design.facility.is_some());
    // A design that was wanted and could not be made (a product that is not known) answers nothing.
    let not_made = design.is_none() && has(Intent::Design);
    if (state.size_unknown && !room_is_known || not_made) && !answers_by_itself {
        return Some(Outcome::AskFirst);
    }
    None
}

/// Whether a part of the request is none of a design's business.
fn out_of_reach(reading: &Reading) -> bool {
    let has = |intent| reading.intents.contains(&intent);
    has(Intent::DeliveryPromise)
        || has(Intent::OutOfScope)
        || has(Intent::Forbidden)
        // A certificate is asked for; a tender that also wants a system designed for a purpose is answered.
        || has(Intent::Certification) && reading.requirement.workload.is_none()
        || reading.requirement.gpu_models_unknown.is_some()
}

/// The kind of answer of a plan that may be shown; `rows` are those of its design, none where it has none.
pub(super) fn of_plan(
    reading: &Reading,
    state: PlanState,
    worst: Option<Severity>,
    rows: Option<&[Coverage]>,
) -> Outcome {
    if worst == Some(Severity::Error) {
        return Outcome::Infeasible;
    }
    let unmet = || {
        let rows = rows.unwrap_or_default().iter();
        rows.filter(|row| coverage::binds(row) && row.status == CoverageStatus::NotMet)
    };
    // A limit of the site, of time or of money that the design breaks, or a model that does not fit.
    if unmet().any(|row| coverage::is_limit(&row.field)) {
        return Outcome::Infeasible;
    }
    if out_of_reach(reading) || unmet().any(|row| row.strength == Some(Strength::Must)) {
        return Outcome::Partial;
    }
    if state.material && rows.is_some() {
        return Outcome::AnswerWithAssumptions;
    }
    at_least_open(Outcome::Answer, reading, rows.unwrap_or_default())
}

/// A plain answer says that everything was understood and is met. It becomes one with assumptions while a number is unread,
/// statements conflict, or something that binds is not met, not met whole, or not judged.
pub(super) fn at_least_open(outcome: Outcome, reading: &Reading, rows: &[Coverage]) -> Outcome {
    let open = !reading.unread.is_empty()
        || reading.conflicts.iter().any(|conflict| conflict.used.is_none())
        || rows.iter().any(|row| {
            let settled = matches!(row.status, CoverageStatus::Met | CoverageStatus::MetIf);
            coverage::binds(row) && !settled
        });
    if open && outcome == Outcome::Answer { Outcome::AnswerWithAssumptions } else { outcome }
}
