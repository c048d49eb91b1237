//! Claims of one text held against each other: repeats go, corrections win, two bounds become a range.

use std::collections::BTreeMap;

use super::{item::Sheet, node_kinds, numbers::Claim};
use crate::design::{Bound, Conflict, ConflictKind, Field, Plain, Scope, Statement};

/// Claims of one sentence stand no further apart in the list.
const NEAR_CLAIMS: usize = 24;
/// How many claims later a correction may come.
const CORRECTED_CLAIMS: usize = 150;

/// What stands after corrections, in the order of the text, and what no longer holds.
pub(super) fn settle(sheet: &Sheet, mut claims: Vec<Claim>) -> (Vec<Claim>, Vec<Conflict>) {
    claims.sort_by_key(|claim| (claim.from, claim.to));
    shares_of_cards(sheet, &mut claims);
    water_cools(sheet, &mut claims);
    one_rack(sheet, &mut claims);
    super::part_labels::by_purpose(sheet, &mut claims);
    node_kinds::two_kinds(sheet, &mut claims);
    node_kinds::fewer_than_nodes(sheet, &mut claims);
    seats(sheet, &mut claims);
    suspect_rates(sheet, &mut claims);
    named_together(sheet, &mut claims);
    pools(sheet, &mut claims);
    super::part_labels::scope(sheet, &mut claims);
    lifts(&mut claims);
    ranges(sheet, &mut claims);
    let superseded = corrections(sheet, &mut claims);
    repeats(&mut claims);
    (claims, superseded)
}

/// Graphics memory per seat and a profile mean that cards are shared.
fn shares_of_cards(sheet: &Sheet, claims: &mut Vec<Claim>) {
    if claims.iter().any(|claim| claim.statement.field == Field::Slicing) {
        return;
    }
    let found = claims
        .iter()
        .find(|claim| {
            matches!(claim.statement.field, Field::VgpuGb | Field::VgpuProfile)
                && claim.statement.scope == Scope::New
        })
        .cloned();
    if let Some(claim) = found {
        claims.push(super::numbers::claim(
            sheet,
            Field::Slicing,
            Plain::Flag(true),
            (claim.from, claim.from, claim.to),
            Scope::New,
        ));
    }
}

/// Facility water that is offered means liquid cooling where nothing else is said of cooling.
fn water_cools(sheet: &Sheet, claims: &mut Vec<Claim>) {
    if claims.iter().any(|claim| claim.statement.field == Field::Cooling) {
        return;
    }
    let water = |claim: &&Claim| {
        matches!(claim.statement.field, Field::WaterSupplyC | Field::HeatToWaterMinPct)
            && claim.statement.scope == Scope::New
    };
    if let Some(claim) = claims.iter().find(water).cloned() {
        let value = Plain::List(vec!["liquid".into()]);
        claims.push(super::numbers::claim(
            sheet,
            Field::Cooling,
            value,
            (claim.from, claim.from, claim.to),
            Scope::New,
        ));
    }
}

/// "Four DGX B200 in one single rack": nodes, racks and nodes per rack at once.
fn one_rack(sheet: &Sheet, claims: &mut Vec<Claim>) {
    let Some(per) = claims.iter().find(|claim| claim.statement.field == Field::NodesPerRack).cloned() else {
        return;
    };
    let Some(rack) = sheet.sentence(per.from).find(|place| sheet.items[*place].is(&["single_rack"])) else {
        return;
    };
    let has = |field: Field| claims.iter().any(|claim| claim.statement.field == field);
    let (nodes, racks) = (has(Field::NodeCount), has(Field::RacksAvailable));
    if !nodes {
        claims.push(super::numbers::claim(
            sheet,
            Field::NodeCount,
            per.statement.value.clone(),
            (per.from, per.from, per.to),
            Scope::New,
        ));
    }
    if !racks {
        claims.push(super::numbers::claim(sheet, Field::RacksAvailable, 1.0, (rack, rack, rack), Scope::New));
    }
}

/// People who get graphics memory of their own are users of virtual desktops.
fn seats(sheet: &Sheet, claims: &mut [Claim]) {
    let own = |claim: &Claim| sheet.items[claim.from].sentence;
    let graphics: Vec<usize> =
        claims.iter().filter(|claim| claim.statement.field == Field::VgpuGb).map(own).collect();
    for claim in claims.iter_mut().filter(|claim| claim.statement.field == Field::UsersTotal) {
        if graphics.contains(&own(claim)) {
            claim.statement.field = Field::VdiUsers;
        }
    }
}

/// Beside a rate whose unit is suspect no other rate of the same sentence is taken at its word.
fn suspect_rates(sheet: &Sheet, claims: &mut Vec<Claim>) {
    let own = |claim: &Claim| sheet.items[claim.from].sentence;
    let suspect: Vec<usize> =
        claims.iter().filter(|claim| claim.statement.field == Field::FabricRateStated).map(own).collect();
    claims.retain(|claim| claim.statement.field != Field::FabricGbpsPerGpu || !suspect.contains(&own(claim)));
}

/// Products that one sentence only names, without a count of any, are one list.
fn named_together(sheet: &Sheet, claims: &mut Vec<Claim>) {
    let mut at = 0;
    while at < claims.len() {
        let own = sheet.items[claims[at].from].sentence;
        let same = |claim: &Claim| sheet.items[claim.from].sentence == own;
        let window = at.saturating_sub(NEAR_CLAIMS)..(at + NEAR_CLAIMS).min(claims.len());
        let counted = claims[window].iter().any(|claim| {
            same(claim)
                && matches!(
                    claim.statement.field,
                    Field::GpuCount
                        | Field::NodeCount
                        | Field::RacksRequested
                        | Field::GpusPerNode
                        | Field::VgpuProfile
                )
        });
        let other = claims[at + 1..].iter().take(NEAR_CLAIMS).position(|claim| {
            same(claim)
                && claim.statement.field == Field::GpuModels
                && claim.statement.scope == claims[at].statement.scope
                && claims[at].statement.field == Field::GpuModels
        });
        match other.map(|ahead| at + 1 + ahead).filter(|_| !counted) {
            Some(other) => {
                let more = claims.remove(other);
                if let (Plain::List(list), Plain::List(names)) =
                    (&mut claims[at].statement.value, more.statement.value)
                {
                    list.extend(names.into_iter().filter(|name| !list.contains(name)).collect::<Vec<_>>());
                }
                claims[at].to = more.to.max(claims[at].to);
                claims[at].statement.quote = sheet.quote(claims[at].from, claims[at].to).to_string();
            }
            None => at += 1,
        }
    }
}

/// Columns of one table are pools of their own.
fn pools(sheet: &Sheet, claims: &mut [Claim]) {
    for claim in claims {
        let Some(cell) = sheet.layout.cell_of[claim.from].map(|cell| &sheet.layout.cells[cell]) else {
            continue;
        };
        if cell.columns > 1
            && claim.statement.scope == Scope::New
            && let Some(header) = cell.header.clone().filter(|range| !range.is_empty())
            && !sheet.has(header.clone(), &["qty_word"])
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
        .filter(|(_, claim)| {
            claim.statement.field == Field::LiftMm && matches!(claim.statement.value, Plain::Number(_))
        })
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
            .take(NEAR_CLAIMS)
            .position(|other| other.statement.field == claims[at].statement.field)
            .map(|ahead| at + 1 + ahead);
        if let Some(second) = second
            && claims[at].statement.bound == Bound::AtLeast
            && claims[second].statement.bound == Bound::AtMost
            && claims[at].statement.scope == claims[second].statement.scope
            && sheet.items[claims[at].from].sentence == sheet.items[claims[second].from].sentence
            && let (Plain::Number(low), Plain::Number(high)) =
                (&claims[at].statement.value, &claims[second].statement.value)
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
    let mut superseded = Vec::new();
    let depth = |claim: &Claim| sheet.layout.lines[sheet.layout.line_of[claim.from]].depth;
    let mut gone: Vec<usize> = Vec::new();
    for second in 0..claims.len() {
        for first in second.saturating_sub(CORRECTED_CLAIMS)..second {
            let (old, new) = (&claims[first], &claims[second]);
            let alike = old.statement.field == new.statement.field
                && old.statement.scope == new.statement.scope
                && old.statement.negated == new.statement.negated;
            if !alike
                || gone.contains(&first)
                || gone.contains(&second)
                || old.statement.value == new.statement.value
            {
                continue;
            }
            let models = old.statement.field == Field::GpuModels;
            if !single(old.statement.field) && !models {
                continue;
            }
            // The newest mail stands on top of what it quotes.
            // Deeper in the thread two people may disagree; there the later mail has to say that it corrects.
            let corrected = || sheet.has(sheet.sentence(old.from), &["correction"]);
            let quoted =
                depth(new) > depth(old) && single(old.statement.field) && (depth(old) == 0 || corrected());
            let corrects = {
                let own = sheet.items[new.from].sentence;
                let from = new.from.saturating_sub(14);
                (from..(new.to + 4).min(sheet.items.len())).any(|place| {
                    sheet.items[place].sentence == own
                        && place > old.to
                        && sheet.items[place].is(&["correction"])
                })
            };
            if quoted || corrects && !models || models && corrects && unavailable(sheet, old) {
                let (lost, kept) = if quoted { (second, first) } else { (first, second) };
                superseded.push(replaced(&claims[lost].statement, &claims[kept].statement));
                gone.push(lost);
                // "40 H100 ... make that 64 H200": the product goes with its count.
                let (from, to) = (claims[lost].from, claims[lost].to + 2);
                let product = |claim: &Claim| {
                    claim.statement.field == Field::GpuModels && claim.from >= from && claim.from <= to
                };
                let (low, high) = (lost.saturating_sub(4), (lost + 5).min(claims.len()));
                let kept = &claims[if quoted { first } else { second }];
                let named_anew = claims.iter().any(|claim| {
                    claim.statement.field == Field::GpuModels
                        && claim.from >= kept.from
                        && claim.from <= kept.to + 3
                        && sheet.items[claim.from].sentence == sheet.items[kept.from].sentence
                });
                if let Some(place) = (low..high).find(|place| product(&claims[*place])).filter(|_| named_anew)
                {
                    gone.push(place);
                }
            }
        }
    }
    gone.sort_unstable();
    gone.dedup();
    for at in gone.into_iter().rev() {
        claims.remove(at);
    }
    superseded
}

fn replaced(old: &Statement, new: &Statement) -> Conflict {
    Conflict {
        kind: ConflictKind::Superseded,
        field: new.field.name().to_string(),
        quotes: vec![old.quote.clone(), new.quote.clone()],
        values: vec![old.value.clone(), new.value.clone()],
        used: Some(new.value.clone()),
        reason: "a later statement takes the earlier one back".into(),
    }
}

fn unavailable(sheet: &Sheet, claim: &Claim) -> bool {
    sheet.has(sheet.sentence(claim.from), &["unavailable", "retired"])
}

fn repeats(claims: &mut Vec<Claim>) {
    let mut kept: Vec<Claim> = Vec::with_capacity(claims.len());
    let mut by_field: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for claim in claims.drain(..) {
        let two = &claim.statement;
        let same = |place: &usize| {
            let one: &Statement = &kept[*place].statement;
            let within = match (&one.value, &two.value) {
                (Plain::List(list), Plain::List(part))
                    if one.field != Field::LiftMm && one.bound != Bound::Between =>
                {
                    part.iter().all(|value| list.contains(value))
                }
                (one, two) => one == two,
            };
            let scoped =
                one.scope == two.scope || one.scope == Scope::New && two.field == Field::BudgetCurrency;
            one.negated == two.negated && scoped && within
        };
        let own = by_field.entry(two.field).or_default();
        if two.field == Field::Other || !own.iter().any(same) {
            own.push(kept.len());
            kept.push(claim);
        }
    }
    *claims = kept;
}
