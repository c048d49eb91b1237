//! The clause table of a tender: one row per clause of the buyer's numbering, with its full text, strength, status and evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::AnswerDocument;
use crate::design::{Clause, Coverage, CoverageStatus, Strength};

/// One clause and how it fared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseRow {
    /// Number in the buyer's numbering.
    pub number: String,
    /// Full text of the clause; the words that were read of it where the text is not kept.
    pub text: String,
    /// The strongest of its statements; none where the text does not say.
    pub strength: Option<Strength>,
    /// The worst of its statements; not judged where nothing was understood in it.
    pub status: CoverageStatus,
    /// Places of the answer that hold the compared values.
    pub evidence: Vec<String>,
    /// What was compared or why nothing was, statement by statement.
    pub note: String,
}

/// The clause table of an answer, in the order of the text; empty where the text has no clauses.
#[must_use]
pub fn clauses(answer: &AnswerDocument) -> Vec<ClauseRow> {
    let mut clauses = answer.clauses.clone();
    for row in &answer.coverage {
        if let Some(number) = &row.clause
            && !clauses.iter().any(|clause| clause.number == *number)
        {
            clauses.push(Clause { number: number.clone(), text: String::new() });
        }
    }
    clauses.iter().map(|clause| row_of(clause, &answer.coverage)).collect()
}

fn row_of(clause: &Clause, coverage: &[Coverage]) -> ClauseRow {
    // A statement belongs to the clause it names, or to the one whose words it quotes.
    let rows: Vec<&Coverage> = coverage
        .iter()
        .filter(|row| match &row.clause {
            Some(number) => *number == clause.number,
            None => !row.quote.is_empty() && clause.text.contains(row.quote.as_str()),
        })
        .collect();
    let badness = |status: CoverageStatus| match status {
        CoverageStatus::Met => 0,
        CoverageStatus::MetIf => 1,
        CoverageStatus::NotJudged => 2,
        CoverageStatus::Partly => 3,
        CoverageStatus::NotMet => 4,
    };
    let worst = rows.iter().map(|row| row.status).max_by_key(|status| badness(*status));
    let notes: Vec<String> = rows
        .iter()
        .map(|row| match &row.found {
            Some(found) => format!("{}: {} asked for, {found}", row.field.replace('_', " "), row.asked),
            None => format!("{}: {}", row.field.replace('_', " "), row.note),
        })
        .collect();
    let text = if clause.text.is_empty() {
        rows.iter().map(|row| row.quote.as_str()).collect::<Vec<_>>().join("; ")
    } else {
        clause.text.clone()
    };
    ClauseRow {
        number: clause.number.clone(),
        text,
        strength: rows.iter().filter_map(|row| row.strength).min(),
        status: worst.unwrap_or(CoverageStatus::NotJudged),
        evidence: rows.iter().flat_map(|row| row.evidence.iter().cloned()).collect(),
        note: if notes.is_empty() {
            "nothing in it was understood as a need".into()
        } else {
            notes.join("; ")
        },
    }
}
