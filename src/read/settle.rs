//! Claims of one text held against each other: repeats go, corrections win, two bounds become a range.

use super::{
    item::Sheet,
    numbers::Claim,
};
use crate::design::{Bound, Conflict, ConflictKind, Field, Plain, Scope, Statement};

/// What stands after corrections, in the order of the text, and what disagrees.
pub(super) fn settle(sheet: &Sheet, mut claims: Vec<Claim>) -> (Vec<Claim>, Vec<Conflict>) {
    claims.sort_by_key(|claim| (claim.from, claim.to));
    shares_of_cards(sheet, &mut claims);
    pools(sheet, &mut claims);
    lifts(&mut claims);
    ranges(sheet, &mut claims);
    let mut conflicts = corrections(sheet, &mut claims);
    repeats(&mut claims);
    conflicts.extend(disagreements(&claims));
    (claims, conflicts)
}

/// Graphics memory per seat and a profile mean that cards are shared.
fn shares_of_cards(sheet: &Sheet, claims: &mut Vec<Claim>) {
    if claims.iter().any(|claim| claim.statement.field == Field::Slicing) {
        return;
    }
    let found = claims
        .iter()
        .find(|claim| matches!(claim.statement.field, Field::VgpuGb | Field::VgpuProfile) && claim.statement.scope == Scope::New)
        .cloned();
    if let Some(claim) = found {
        claims.push(super::numbers::claim(sheet, Field::Slicing, Plain::Flag(true), (claim.from, claim.from, claim.to), Scope::New));
    }
}

/// Columns of one table are pools of their own.
fn pools(sheet: &Sheet, claims: &mut [Claim]) {
    for claim in claims {
        let Some(cell) = sheet.layout.cell_of[claim.from].map(|cell| &sheet.layout.cells[cell]) else { continue };
        if cell.columns > 1
            && claim.statement.scope == Scope::New
            && let Some(header) = cell.header.clone().filter(|range| !range.is_empty())
        {
            claim.statement.scope = Scope::Pool(sheet.quote(header.start, header.end - 1).trim().to_string());
        }
    }
}

/// Height, width and depth of a lift are one value.
fn lifts(claims: &mut Vec<Claim>) {
    let parts: Vec<usize> = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.statement.field == Field::LiftMm && matches!(claim.statement.value, Plain::Number(_)))
        .map(|(at, _)| at)
        .collect();
    let Some(first) = parts.first().copied() else { return };
    let values: Vec<Plain> = parts.iter().map(|at| claims[*at].statement.value.clone()).collect();
    claims[first].statement.value = Plain::List(values);
    claims[first].statement.bound = Bound::Exactly;
    for at in parts.into_iter().skip(1).rev() {
        claims.remove(at);
    }
}

/// "At least 10 and at most 14" in one sentence.
fn ranges(sheet: &Sheet, claims: &mut Vec<Claim>) {
    let mut at = 0;
    while at + 1 < claims.len() {
        let second = claims[at + 1..]
            .iter()
            .position(|other| other.statement.field == claims[at].statement.field)
            .map(|ahead| at + 1 + ahead);
        if let Some(second) = second
            && claims[at].statement.bound == Bound::AtLeast
            && claims[second].statement.bound == Bound::AtMost
            && claims[at].statement.scope == claims[second].statement.scope
            && sheet.items[claims[at].from].sentence == sheet.items[claims[second].from].sentence
            && let (Plain::Number(low), Plain::Number(high)) = (&claims[at].statement.value, &claims[second].statement.value)
            && low < high
        {
            claims[at].statement.value = Plain::List(vec![(*low).into(), (*high).into()]);
            claims[at].statement.bound = Bound::Between;
            claims[at].to = claims[second].to;
            claims[at].statement.quote = sheet.quote(claims[at].from, claims[at].to).to_string();
            claims.remove(second);
        }
        at += 1;
    }
}

/// Fields of which a later value may replace an earlier one.
fn single(field: Field) -> bool {
    !matches!(
        field,
        Field::GpuModels
            | Field::GpuModelsExcluded
            | Field::GpuModelsUnknown
            | Field::Cooling
            | Field::Fabric
            | Field::Scheduler
            | Field::Workload
            | Field::Other
            | Field::ServerModels
            | Field::Patterns
            | Field::Sovereignty
            | Field::ModelName
            | Field::FormFactor
            | Field::BudgetCurrency
            | Field::BudgetTax
            | Field::Security
            | Field::Precision
            | Field::RacksStated
            | Field::FeedPhases
            | Field::ConcurrencyRatio
    )
}

/// A later value that is said to correct, or that stands in a later mail of a thread, replaces the earlier one.
fn corrections(sheet: &Sheet, claims: &mut Vec<Claim>) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    let depth = |claim: &Claim| sheet.layout.lines[sheet.layout.line_of[claim.from]].depth;
    let mut gone: Vec<usize> = Vec::new();
    for second in 0..claims.len() {
        for first in 0..second {
            let (old, new) = (&claims[first], &claims[second]);
            let alike = old.statement.field == new.statement.field
                && old.statement.scope == new.statement.scope
                && old.statement.negated == new.statement.negated;
            if !alike || gone.contains(&first) || gone.contains(&second) || old.statement.value == new.statement.value {
                continue;
            }
            let models = old.statement.field == Field::GpuModels;
            if !single(old.statement.field) && !models {
                continue;
            }
            // The newest mail stands on top of what it quotes.
            let quoted = depth(new) > depth(old) && depth(old) == 0 && single(old.statement.field);
            let corrects = {
                let own = sheet.items[new.from].sentence;
                let from = new.from.saturating_sub(14);
                (from..(new.to + 4).min(sheet.items.len())).any(|place| {
                    sheet.items[place].sentence == own && place > old.to && sheet.items[place].is(&["correction"])
                })
            };
            let (lost, kept) = if quoted { (second, first) } else { (first, second) };
            if quoted || corrects && !models || models && corrects && unavailable(sheet, old) {
                conflicts.push(Conflict {
                    kind: ConflictKind::Superseded,
                    field: old.statement.field.name().to_string(),
                    quotes: vec![claims[lost].statement.quote.clone(), claims[kept].statement.quote.clone()],
                    values: vec![claims[lost].statement.value.clone(), claims[kept].statement.value.clone()],
                    used: Some(claims[kept].statement.value.clone()),
                    reason: "a later statement takes the earlier one back".into(),
                });
                gone.push(lost);
            }
        }
    }
    gone.sort_unstable();
    for at in gone.into_iter().rev() {
        claims.remove(at);
    }
    conflicts
}

fn unavailable(sheet: &Sheet, claim: &Claim) -> bool {
    sheet.has(sheet.sentence(claim.from), &["unavailable", "retired"])
}

fn repeats(claims: &mut Vec<Claim>) {
    let mut kept: Vec<Claim> = Vec::with_capacity(claims.len());
    for claim in claims.drain(..) {
        let same = |other: &Claim| {
            let (one, two) = (&other.statement, &claim.statement);
            let within = match (&one.value, &two.value) {
                (Plain::List(list), Plain::List(part)) if one.field != Field::LiftMm && one.bound != Bound::Between => part.iter().all(|value| list.contains(value)),
                (one, two) => one == two,
            };
            let scoped = one.scope == two.scope || one.scope == Scope::New && two.field == Field::BudgetCurrency;
            one.field == two.field && one.negated == two.negated && scoped && within
        };
        if claim.statement.field == Field::Other || !kept.iter().any(same) {
            kept.push(claim);
        }
    }
    *claims = kept;
}

/// Two values of one field and scope of which neither is said to hold.
fn disagreements(claims: &[Claim]) -> Vec<Conflict> {
    let mut out: Vec<Conflict> = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let one = &claim.statement;
        if !single(one.field) || one.scope != Scope::New || out.iter().any(|known| known.field == one.field.name()) {
            continue;
        }
        let others: Vec<&Statement> = claims[at + 1..]
            .iter()
            .map(|other| &other.statement)
            .filter(|two| two.field == one.field && two.scope == one.scope && !compatible(one, two))
            .collect();
        if !others.is_empty() {
            out.push(Conflict {
                kind: ConflictKind::Conflict,
                field: one.field.name().to_string(),
                quotes: std::iter::once(one).chain(others.iter().copied()).map(|one| one.quote.clone()).collect(),
                values: std::iter::once(one).chain(others.iter().copied()).map(|one| one.value.clone()).collect(),
                used: None,
                reason: "two statements disagree and the text does not say which one holds".into(),
            });
        }
    }
    out
}

/// Whether one value can meet both.
fn compatible(one: &Statement, two: &Statement) -> bool {
    let span = |statement: &Statement| -> Option<(f64, f64)> {
        match (&statement.value, statement.bound) {
            (Plain::List(list), _) => match list.as_slice() {
                [Plain::Number(low), Plain::Number(high)] => Some((*low, *high)),
                _ => None,
            },
            (Plain::Number(value), Bound::AtLeast) => Some((*value, f64::MAX)),
            (Plain::Number(value), Bound::AtMost) => Some((0.0, *value)),
            (Plain::Number(value), Bound::About) => Some((value * 0.85, value * 1.15)),
            (Plain::Number(value), _) => Some((*value, *value)),
            _ => None,
        }
    };
    match (span(one), span(two)) {
        (Some(one), Some(two)) => one.0 <= two.1 && two.0 <= one.1,
        _ => one.value == two.value,
    }
}
