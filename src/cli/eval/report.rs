//! The result of an evaluation: a row a case, totals over all, and what changed since an earlier one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    case::{Case, Line},
    score::Run,
};
use crate::tools::Catalog;

/// The result of `gcg eval`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Form of this document: `gcg/evaluation/1`.
    pub schema: String,
    /// Planner.
    pub planner: String,
    /// Model, when there was one.
    pub model: Option<String>,
    /// Digest of the catalog.
    pub catalog: String,
    /// Runs of each case.
    pub runs: u32,
    /// Figures over all runs.
    pub totals: Totals,
    /// One row a case.
    pub cases: Vec<CaseReport>,
    /// What changed since the earlier result that was given.
    pub comparison: Option<Comparison>,
}

/// Figures over all runs of all cases.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Cases.
    pub case_count: u64,
    /// Cases of which every run passed.
    pub passed_count: u64,
    /// Share of cases of which every run passed (pass^k).
    pub pass_k_ratio: f64,
    /// Fields read rightly, of those a case expects.
    pub recall_ratio: f64,
    /// Fields read rightly, of all that were read.
    pub precision_ratio: f64,
    /// Fields that were filled in and must not be.
    pub invented_count: u64,
    /// Conflicts, suspicions and the like that were reported, of those expected.
    pub reports_ratio: f64,
    /// States after follow-ups that are right.
    pub follow_up_ratio: f64,
    /// Outcomes that are right, of the cases that name one.
    pub outcome_ratio: f64,
    /// Patterns that are right, of the cases that name one.
    pub pattern_ratio: f64,
    /// Derived numbers that stand in an answer.
    pub derived_ratio: f64,
    /// Numbers in summaries that nothing backs.
    pub ungrounded_count: u64,
    /// Stated fields that answers cover.
    pub coverage_ratio: f64,
    /// Passages that were to be reported as not obeyed, and were.
    pub injection_ratio: f64,
    /// Quotes that do not stand in the text.
    pub broken_quote_count: u64,
    /// Languages that are wrong.
    pub wrong_language_count: u64,
    /// Milestones that are reached, of those a program can judge.
    pub milestone_ratio: f64,
    /// Minefields that are hit, of those a program can judge.
    pub minefield_count: u64,
    /// First tools that are right, of the cases that name them.
    pub first_tool_ratio: f64,
    /// Designs that are those which the built-in planner makes of the same texts.
    pub design_same_ratio: f64,
    /// Facts that replies to questions hold in their first lines.
    pub fact_ratio: f64,
    /// Wants of questions that were read.
    pub wants_ratio: f64,
    /// Questions that left the requirement as it was, of those that must.
    pub design_kept_ratio: f64,
    /// Facts held by group and language of the cases, `group compare` or `language de`; empty without questions.
    pub facts_by: BTreeMap<String, f64>,
    /// Runs that ended without an answer.
    pub unanswered_count: u64,
    /// Runs that ended in a bug or a broken protocol.
    pub broken_count: u64,
    /// Answers whose prose the program had to write.
    pub engine_written_count: u64,
    /// Requests to a model.
    pub request_count: u64,
    /// Calls of tools.
    pub call_count: u64,
    /// Faulty calls and answers that were sent back.
    pub repair_count: u64,
    /// Requests that were sent again.
    pub retry_count: u64,
    /// Tokens of requests and answers.
    pub token_count: u64,
    /// Milestones and minefields that are written in words; people judge them.
    pub unjudged_count: u64,
}

/// One case.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CaseReport {
    /// Id.
    pub id: String,
    /// Whether every run passed.
    pub passed: bool,
    /// Outcome of each run, or the code of its error.
    pub outcomes: Vec<String>,
    /// What is wrong in the first run that did not pass, else in the first.
    pub lines: Vec<String>,
    /// Group and language the case is counted under.
    #[serde(skip)]
    under: Vec<String>,
    /// Sums over the runs.
    #[serde(skip)]
    sums: Sums,
}

#[derive(Debug, Clone, Default)]
struct Sums {
    runs: Vec<Run>,
    unjudged: usize,
}

/// What changed since an earlier result.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Cases that passed and do not any more.
    pub no_longer_passing: Vec<String>,
    /// Cases that pass and did not.
    pub newly_passing: Vec<String>,
    /// Cases that only one of the two results has.
    pub only_in_one: Vec<String>,
    /// Totals that changed: name, before, now.
    pub changed: Vec<Change>,
}

/// A total that changed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the total.
    pub total: String,
    /// Its value before.
    pub before: f64,
    /// Its value now.
    pub now: f64,
}

impl CaseReport {
    /// The row of a case.
    pub fn new(case: &Case, runs: &[Run]) -> Self {
        let told = runs.iter().find(|run| !run.passed()).or(runs.first());
        let in_words = |lines: &[Line]| lines.iter().filter(|line| matches!(line, Line::Words(_))).count();
        let unjudged = in_words(&case.must) + in_words(&case.must_not);
        Self {
            id: case.id.clone(),
            passed: runs.iter().all(Run::passed),
            outcomes: runs.iter().map(|run| run.outcome.clone()).collect(),
            under: [("group", &case.group), ("language", &case.language)]
                .into_iter()
                .filter_map(|(kind, name)| Some(format!("{kind} {}", name.as_ref()?)))
                .collect(),
            lines: told.map(|run| run.lines.clone()).unwrap_or_default(),
            sums: Sums { runs: runs.to_vec(), unjudged },
        }
    }
}

fn ratio(hit: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { (hit as f64 / of as f64 * 1000.0).round() / 1000.0 }
}

impl Report {
    /// The result of these rows.
    pub fn new(
        planner: String,
        model: Option<String>,
        catalog: &Catalog,
        runs: u32,
        cases: Vec<CaseReport>,
    ) -> Self {
        let all: Vec<&Run> = cases.iter().flat_map(|case| &case.sums.runs).collect();
        let hits = |of: fn(&Run) -> super::score::Hits| {
            let (hit, whole) =
                all.iter().map(|run| of(run)).fold((0, 0), |(a, b), one| (a + one.hit, b + one.of));
            ratio(hit, whole)
        };
        let told = |of: fn(&Run) -> Option<bool>| {
            let known: Vec<bool> = all.iter().filter_map(|run| of(run)).collect();
            ratio(known.iter().filter(|right| **right).count(), known.len())
        };
        let sum = |of: fn(&Run) -> u64| all.iter().map(|run| of(run)).sum::<u64>();
        let count = |of: fn(&Run) -> bool| all.iter().filter(|run| of(run)).count() as u64;
        let passed = cases.iter().filter(|case| case.passed).count();
        let matched: usize = all.iter().map(|run| run.fields.hit).sum();
        let mut by: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for case in &cases {
            for run in case.sums.runs.iter().filter(|run| run.facts.of > 0) {
                for name in &case.under {
                    let sum = by.entry(name.clone()).or_default();
                    *sum = (sum.0 + run.facts.hit, sum.1 + run.facts.of);
                }
            }
        }
        let totals = Totals {
            fact_ratio: hits(|run| run.facts),
            wants_ratio: hits(|run| run.wants),
            design_kept_ratio: hits(|run| run.kept),
            facts_by: by.into_iter().map(|(name, (hit, of))| (name, ratio(hit, of))).collect(),
            case_count: cases.len() as u64,
            passed_count: passed as u64,
            pass_k_ratio: ratio(passed, cases.len()),
            recall_ratio: hits(|run| run.fields),
            precision_ratio: ratio(matched, all.iter().map(|run| run.found).sum()),
            invented_count: sum(|run| run.invented.len() as u64),
            reports_ratio: hits(|run| run.reports),
            follow_up_ratio: hits(|run| run.turns),
            outcome_ratio: told(|run| run.outcome_right),
            pattern_ratio: told(|run| run.pattern_right),
            derived_ratio: hits(|run| run.derived),
            ungrounded_count: sum(|run| run.ungrounded.len() as u64),
            coverage_ratio: hits(|run| run.covered),
            injection_ratio: told(|run| run.injection_reported),
            broken_quote_count: sum(|run| run.quotes_broken as u64),
            wrong_language_count: count(|run| run.language_wrong),
            milestone_ratio: hits(|run| run.milestones),
            minefield_count: sum(|run| run.mines as u64),
            first_tool_ratio: told(|run| run.first_tool_right),
            design_same_ratio: told(|run| run.design_same),
            unanswered_count: count(|run| run.outcome.contains('.')),
            broken_count: count(|run| run.broken),
            engine_written_count: count(|run| run.engine_written),
            request_count: sum(|run| run.cost.requests),
            call_count: sum(|run| run.cost.calls),
            repair_count: sum(|run| run.cost.repairs),
            retry_count: sum(|run| run.cost.retries),
            token_count: sum(|run| run.cost.tokens),
            unjudged_count: cases.iter().map(|case| case.sums.unjudged as u64).sum::<u64>()
                + sum(|run| run.facts_unjudged as u64),
        };
        Self {
            schema: "gcg/evaluation/1".into(),
            planner,
            model,
            catalog: catalog.digest().to_string(),
            runs,
            totals,
            cases,
            comparison: None,
        }
    }
}

/// What changed from one result to another.
pub fn compare(before: &Report, now: &Report) -> Comparison {
    let passed =
        |report: &Report, id: &str| report.cases.iter().find(|case| case.id == id).map(|case| case.passed);
    let mut comparison = Comparison {
        no_longer_passing: Vec::new(),
        newly_passing: Vec::new(),
        only_in_one: Vec::new(),
        changed: Vec::new(),
    };
    for case in &now.cases {
        match (passed(before, &case.id), case.passed) {
            (Some(true), false) => comparison.no_longer_passing.push(case.id.clone()),
            (Some(false), true) => comparison.newly_passing.push(case.id.clone()),
            (None, _) => comparison.only_in_one.push(case.id.clone()),
            _ => {}
        }
    }
    let gone = before.cases.iter().filter(|case| passed(now, &case.id).is_none());
    comparison.only_in_one.extend(gone.map(|case| case.id.clone()));
    let totals = |report: &Report| serde_json::to_value(&report.totals).unwrap_or_default();
    let (old, new) = (totals(before), totals(now));
    for (total, value) in new.as_object().into_iter().flatten() {
        let (was, is) = (old[total].as_f64().unwrap_or_default(), value.as_f64().unwrap_or_default());
        if (was - is).abs() > 1e-9 {
            comparison.changed.push(Change { total: total.clone(), before: was, now: is });
        }
    }
    comparison
}
