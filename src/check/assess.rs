//! From a plan to a draft of the answer: the rules judge the design, every statement is compared with it, and only then the
//! kind of answer and its summary are decided.

use crate::{
    catalog::Catalog,
    design::{
        Alternative, Assumption, Coverage, Design, Intent, OpenQuestion, Outcome, PartCheck, Parts, Reading,
        Severity,
    },
    trace::{FindingDraft, Trace, reroot},
};

use super::{
    answer::Planner,
    certify::{AlternativeTrace, AnswerDraft},
    coverage,
    findings::together,
    outcome,
    outcome::PlanState,
    premises, summary,
};

/// What planning hands over: a plan without any verdict on it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Which planner read the text.
    pub planner: Planner,
    /// What was read.
    pub reading: Reading,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// Questions, by effect.
    pub open_questions: Vec<OpenQuestion>,
    /// The design, as far as it could be made.
    pub design: Option<Design>,
    /// What planning itself found.
    pub findings: Vec<FindingDraft>,
    /// Other ways.
    pub alternatives: Vec<(Alternative, AlternativeTrace)>,
    /// Origins of the numbers of the design.
    pub trace: Trace,
    /// What planning knows of its plan.
    pub state: PlanState,
}

/// Questions an answer asks at most.
const QUESTIONS: usize = 5;

/// Judges a proposal: rules, coverage, outcome, summary, in this order.
#[must_use]
pub fn assess(proposal: Proposal, catalog: &Catalog) -> AnswerDraft {
    let Proposal {
        planner,
        reading,
        assumptions,
        open_questions,
        design,
        findings,
        alternatives,
        trace,
        state,
    } = proposal;
    let statements = coverage::statements(&reading);
    let mut findings = findings;
    findings.extend(premises::judge(&reading, design.as_ref(), catalog));
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    let without = outcome::before_design(&reading, state, broken, design.as_ref());
    let mut design = design.filter(|_| without.is_none());
    // A design that is not shown has no numbers to explain.
    let trace = if design.is_some() { trace } else { Trace::default() };
    let judged = design
        .as_ref()
        .map(|design| super::rules::judge(design, &reading.requirement, catalog))
        .unwrap_or_default();
    let findings = together(judged, findings);
    if let Some(parts) = design.as_mut().and_then(|design| design.parts.as_mut()) {
        check_parts(parts, &findings);
    }
    let rows = match &design {
        Some(design) => {
            let plain: Vec<Alternative> =
                alternatives.iter().map(|(alternative, _)| alternative.clone()).collect();
            coverage::of(&coverage::Scene {
                design,
                statements: &statements,
                requirement: &reading.requirement,
                assumptions: &assumptions,
                findings: &findings,
                alternatives: &plain,
                trace: &trace,
                catalog,
            })
        }
        None => coverage::without_design(
            &statements,
            match without {
                Some(Outcome::Refuse) => "the request is not carried out",
                Some(_) => "no design is made before the open questions are answered",
                None => "no design was asked for or could be made",
            },
        ),
    };
    let worst = findings.iter().map(|finding| finding.severity).min();
    let outcome = without.unwrap_or_else(|| {
        outcome::of_plan(&reading, state, worst, design.as_ref().map(|_| rows.as_slice()))
    });
    let no_questions = reading.intents.contains(&Intent::NoQuestions) && outcome != Outcome::AskFirst;
    let open_questions =
        if no_questions { Vec::new() } else { open_questions.into_iter().take(QUESTIONS).collect() };
    let summary = summary::write(&summary::Matter {
        reading: &reading,
        outcome,
        design: design.as_ref(),
        coverage: &rows,
        findings: &findings,
        assumptions: &assumptions,
    });
    AnswerDraft {
        outcome,
        reply: String::new(),
        reply_sources: Vec::new(),
        planner,
        summary,
        reading,
        assumptions,
        open_questions,
        design,
        findings,
        alternatives,
        coverage: rows,
        trace,
    }
}

/// How each part fares by what was found on it.
fn check_parts(parts: &mut Parts, findings: &[FindingDraft]) {
    for (index, part) in parts.list.iter_mut().enumerate() {
        let place = reroot::place(index);
        let own = findings.iter().filter(|finding| {
            let rest = finding.at.as_deref().and_then(|at| at.strip_prefix(&place));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        part.check = Some(match own.map(|finding| finding.severity).min() {
            Some(Severity::Error) => PartCheck::Fail,
            Some(Severity::Warning) => PartCheck::Warn,
            Some(Severity::Info) | None => PartCheck::Pass,
        });
    }
}

/// The coverage of a reading for which no design is shown: every statement, with the reason.
#[must_use]
pub fn not_judged(reading: &Reading, reason: &str) -> Vec<Coverage> {
    coverage::without_design(&coverage::statements(reading), reason)
}
