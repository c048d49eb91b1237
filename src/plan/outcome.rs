//! Decides what kind of answer it is.

use super::{
    stages::{Housed, Sized},
    work::Work,
};
use crate::design::{ConflictKind, Intent, Outcome};

/// The kind of answer: refuse, infeasible, partial, ask first, with assumptions, or plain.
pub(super) fn decide(work: &Work<'_>, sized: &Sized<'_>, housed: &Housed) -> Outcome {
    let intents = &work.reading.intents;
    let has = |intent| intents.contains(&intent);
    let only_questions = work.asked.is_empty() || sized.size_unknown;
    if has(Intent::Forbidden) && only_questions {
        return Outcome::Refuse;
    }
    if work.broken() {
        return Outcome::Infeasible;
    }
    let out_of_reach = has(Intent::DeliveryPromise)
        || has(Intent::OutOfScope)
        || has(Intent::Forbidden)
        // A certificate is asked for; a tender that also wants a system designed for a purpose is answered.
        || has(Intent::Certification) && work.asked.workload.is_none()
        || work.asked.gpu_models_unknown.is_some();
    // A slip or a contradiction that decides the design, with nothing that may be used in its place.
    let undecided = work.reading.conflicts.iter().filter(|conflict| conflict.used.is_none());
    let must_ask = undecided.clone().any(|conflict| conflict.kind != ConflictKind::Disputed);
    if must_ask && !has(Intent::NoQuestions) {
        return Outcome::AskFirst;
    }
    if out_of_reach {
        return Outcome::Partial;
    }
    if has(Intent::AskForQuestions) {
        return Outcome::AskFirst;
    }
    let answers_by_itself = has(Intent::ExplainPattern) || has(Intent::AskForProof) || has(Intent::Lookup);
    if sized.size_unknown && answers_by_itself {
        return Outcome::Answer;
    }
    if sized.size_unknown && housed.facility.is_none() {
        return Outcome::AskFirst;
    }
    if work.material { Outcome::AnswerWithAssumptions } else { Outcome::Answer }
}
