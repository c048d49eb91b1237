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
    /// Places of its statements in the coverage, in order.
    pub coverage: Vec<usize>,
}

/// The clause table of an answer, in the order of the text; empty where the text has no clauses. A statement belongs to
/// the clause it names, else to the first whose words it quotes; those of no clause are in no row.
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
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); clauses.len()];
    for (place, row) in answer.coverage.iter().enumerate() {
        let quotes = |clause: &Clause| !row.quote.is_empty() && clause.text.contains(row.quote.as_str());
        // A number may stand twice (two lots, an annex): the clause with the words is meant.
        let home = match &row.clause {
            Some(number) => {
                let named = |clause: &Clause| clause.number == *number;
                clauses
                    .iter()
                    .position(|clause| named(clause) && quotes(clause))
                    .or_else(|| clauses.iter().position(named))
            }
            None => clauses.iter().position(quotes),
        };
        if let Some(members) = home.and_then(|home| members.get_mut(home)) {
            members.push(place);
        }
    }
    clauses.iter().zip(members).map(|(clause, places)| row_of(clause, places, &answer.coverage)).collect()
}

fn row_of(clause: &Clause, places: Vec<usize>, coverage: &[Coverage]) -> ClauseRow {
    let rows = || places.iter().filter_map(|place| coverage.get(*place));
    let badness = |status: CoverageStatus| match status {
        CoverageStatus::Met => 0,
        CoverageStatus::MetIf => 1,
        CoverageStatus::NotJudged => 2,
        CoverageStatus::Partly => 3,
        CoverageStatus::NotMet => 4,
    };
    let worst = rows().map(|row| row.status).max_by_key(|status| badness(*status));
    let text = if clause.text.is_empty() {
        rows().map(|row| row.quote.as_str()).collect::<Vec<_>>().join("; ")
    } else {
        clause.text.clone()
    };
    ClauseRow {
        number: clause.number.clone(),
        text,
        strength: rows().filter_map(|row| row.strength).min(),
        status: worst.unwrap_or(CoverageStatus::NotJudged),
        coverage: places,
    }
}
