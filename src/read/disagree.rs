//! Statements of one text that cannot both hold, and the counts that add up instead.

use super::{
    item::{Kind, Sheet},
    numbers::Claim,
};
use crate::design::{Bound, Conflict, ConflictKind, Field, Plain, Scope, Statement};

/// Fields whose value decides the design: two of them that disagree are asked about before anything is planned. Of every
/// other field the stricter value is planned with and the customer is told.
const DECISIVE: &[Field] =
    &[Field::GpuCount, Field::NodeCount, Field::GpusPerNode, Field::RacksRequested, Field::ModelParamsB];
/// Counts of groups that add up where each group has a product or a purpose of its own.
const ADD_UP: &[Field] = &[Field::GpuCount, Field::NodeCount, Field::UsersTotal, Field::RacksRequested];
/// Items from the first to the second value of a choice, at most.
const CHOICE_ITEMS: usize = 10;
/// What several statements of one field come to.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// Statements that disagree.
    pub conflicts: Vec<Conflict>,
    /// Sums over groups, each in place of the counts it is made of.
    pub derived: Vec<Statement>,
}

/// Compares the statements of each field with each other.
pub(super) fn compare(sheet: &Sheet, claims: &[Claim]) -> Together {
    let mut together = Together::default();
    for field in Field::ALL.iter().copied() {
        let own: Vec<usize> = (0..claims.len()).filter(|at| speaks(&claims[*at].statement, field)).collect();
        if own.len() < 2 {
            continue;
        }
        let groups: Vec<&Claim> = own.iter().map(|at| &claims[*at]).collect();
        if ADD_UP.contains(&field) && apart(sheet, &groups) {
            together.derived.push(added(sheet, &groups));
        } else if let Some(drawn) = usable(sheet, field, &groups) {
            together.derived.push(drawn);
        } else if !choice(sheet, &groups) {
            match disagreement(field, &groups) {
                Some(conflict) => together.conflicts.push(conflict),
                None => together.derived.extend(tightest(field, &groups)),
            }
        }
    }
    if let Some(conflict) = nodes_and_gpus(claims, &together) {
        together.conflicts.push(conflict);
    }
    together
}

/// "64 GPUs in 10 nodes of 8": a total that its own parts do not make.
fn nodes_and_gpus(claims: &[Claim], together: &Together) -> Option<Conflict> {
    let only = |field: Field| {
        let mut own = claims
            .iter()
            .filter(|claim| speaks(&claim.statement, field) && claim.statement.bound == Bound::Exactly);
        let first = own.next()?;
        let decided = together.derived.iter().any(|one| one.field == field)
            || together.conflicts.iter().any(|one| one.field == field.name());
        (own.next().is_none() && !decided).then_some(&first.statement)
    };
    let (gpus, nodes, each) = (only(Field::GpuCount)?, only(Field::NodeCount)?, only(Field::GpusPerNode)?);
    let count = |one: &Statement| ends(one).map(|(low, _)| low);
    let (total, product) = (count(gpus)?, count(nodes)? * count(each)?);
    let quotes = [gpus, nodes, each].map(|one| one.quote.clone()).to_vec();
    (total != product).then(|| Conflict {
        kind: ConflictKind::Conflict,
        field: Field::GpuCount.name().to_string(),
        quotes,
        values: vec![Plain::from(total), Plain::from(product)],
        used: None,
        reason: format!(
            "{} nodes with the stated GPUs per node make {}, not {}",
            nodes.value.words(),
            crate::units::plain(product),
            crate::units::plain(total)
        ),
    })
}

/// Whether a statement is a number to be built now, so that another one of the same field may contradict it.
fn speaks(statement: &Statement, field: Field) -> bool {
    statement.field == field
        && statement.scope == Scope::New
        && !statement.negated
        && ends(statement).is_some()
        && !matches!(field, Field::LiftMm | Field::RacksStated | Field::FeedPhases | Field::ConcurrencyRatio)
}

/// "44 kW at the breaker, 35 kW continuous": two ratings of one rack, which is filled to what may be drawn.
fn usable(sheet: &Sheet, field: Field, groups: &[&Claim]) -> Option<Statement> {
    let breaker = |claim: &&&Claim| {
        let number =
            (claim.from..=claim.to).find(|at| sheet.items[*at].kind.is_number()).unwrap_or(claim.from);
        let near = |concept: &'static str| super::evidence::near(sheet, number, &[concept]);
        near("breaker") >= 4.0 && near("usable") < near("breaker")
    };
    let drawn: Vec<&&Claim> = groups.iter().filter(|claim| !breaker(claim)).collect();
    match drawn.as_slice() {
        [one] if field == Field::PowerPerRackKw && groups.len() == 2 => Some(one.statement.clone()),
        _ => None,
    }
}

/// "4 or 8 GPUs per server": values that "or" joins are left to choose between.
fn choice(sheet: &Sheet, groups: &[&Claim]) -> bool {
    groups.windows(2).all(|pair| {
        let (from, to) = (pair[0].from, pair[1].to);
        let same = sheet.items[from].sentence == sheet.items[to].sentence;
        same && to - from <= CHOICE_ITEMS && sheet.has(from..to, &["or_word"])
    })
}

/// The lowest and the highest number that a statement allows.
fn ends(statement: &Statement) -> Option<(f64, f64)> {
    let (low, high) = match &statement.value {
        Plain::Number(number) => (*number, *number),
        Plain::List(items) => match items.as_slice() {
            [Plain::Number(low), Plain::Number(high)] => (*low, *high),
            _ => return None,
        },
        _ => return None,
    };
    Some(match statement.bound {
        Bound::Exactly | Bound::Between => (low, high),
        Bound::About => (low * (1.0 - Bound::ABOUT), high * (1.0 + Bound::ABOUT)),
        Bound::AtLeast => (low, f64::INFINITY),
        Bound::AtMost => (f64::NEG_INFINITY, high),
    })
}

fn disagreement(field: Field, own: &[&Claim]) -> Option<Conflict> {
    let ranges: Vec<(f64, f64)> = own.iter().filter_map(|claim| ends(&claim.statement)).collect();
    let low = ranges.iter().map(|range| range.0).fold(f64::NEG_INFINITY, f64::max);
    let high = ranges.iter().map(|range| range.1).fold(f64::INFINITY, f64::min);
    if low <= high {
        return None;
    }
    let mut quotes = Vec::new();
    let mut values: Vec<Plain> = Vec::new();
    for claim in own {
        if !values.contains(&claim.statement.value) {
            quotes.push(claim.statement.quote.clone());
            values.push(claim.statement.value.clone());
        }
    }
    let open = DECISIVE.contains(&field);
    let (used, reason) = if open {
        (None, "two statements disagree and the text does not say which one holds")
    } else {
        (
            Some(strictest(field, own)),
            "two statements disagree; the stricter one is planned with and must be confirmed",
        )
    };
    Some(Conflict {
        kind: ConflictKind::Conflict,
        field: field.name().to_string(),
        quotes,
        values,
        used,
        reason: reason.into(),
    })
}

/// "Air up to 25 kW per rack, 17.6 kW usable": of several limits that can all be kept, the lowest binds.
fn tightest(field: Field, own: &[&Claim]) -> Option<Statement> {
    let limit = |claim: &&Claim| ends(&claim.statement).map_or(f64::INFINITY, |(_, high)| high);
    let lowest = own.iter().min_by(|one, two| limit(one).total_cmp(&limit(two)))?;
    (field.natural_bound() == Bound::AtMost && limit(lowest).is_finite()).then(|| lowest.statement.clone())
}

/// The value that asks most of the design: the least of what is a limit, the most of anything else.
fn strictest(field: Field, own: &[&Claim]) -> Plain {
    let more = field.natural_bound() != Bound::AtMost;
    let mut best = own[0];
    for claim in &own[1..] {
        let (Some(one), Some(other)) = (number(best), number(claim)) else { continue };
        if more && other > one || !more && other < one {
            best = claim;
        }
    }
    best.statement.value.clone()
}

fn number(claim: &Claim) -> Option<f64> {
    match &claim.statement.value {
        Plain::Number(number) => Some(*number),
        Plain::List(items) => match items.first() {
            Some(Plain::Number(low)) => Some(*low),
            _ => None,
        },
        _ => None,
    }
}

/// Whether every count is of a group of its own: each has another product beside it.
fn apart(sheet: &Sheet, groups: &[&Claim]) -> bool {
    if groups.iter().any(|claim| !matches!(claim.statement.bound, Bound::Exactly | Bound::About)) {
        return false;
    }
    let one_sentence =
        groups.iter().all(|claim| sheet.items[claim.from].sentence == sheet.items[groups[0].from].sentence);
    let added = groups.windows(2).all(|pair| {
        let between = pair[0].to.min(pair[1].from)..pair[1].from;
        !sheet.has(between.clone(), &["or_word", "contrast", "instead", "correction"])
            && (sheet.has(between.clone(), &["and_word"])
                || sheet.items[between].iter().any(|item| item.is_sign(',')))
    });
    let names: Vec<Option<String>> = groups.iter().map(|claim| product(sheet, claim)).collect();
    one_sentence
        && added
        && names.iter().all(Option::is_some)
        && (1..names.len()).all(|at| !names[..at].contains(&names[at]))
}

/// The product a count is of: the name in its own words or right behind them.
fn product(sheet: &Sheet, claim: &Claim) -> Option<String> {
    let clause = sheet.items[claim.from].clause;
    (claim.from..(claim.to + 4).min(sheet.items.len()))
        .take_while(|at| *at <= claim.to || sheet.items[*at].clause == clause)
        .find_map(|at| match &sheet.items[at].kind {
            Kind::Gpu(name) | Kind::UnknownGpu(name) | Kind::RackScale(name) | Kind::Server(name) => {
                Some(name.clone())
            }
            _ => None,
        })
}

/// One statement with the sum, in the words from the first to the last group where these are short.
fn added(sheet: &Sheet, groups: &[&Claim]) -> Statement {
    let sum: f64 = groups.iter().filter_map(|claim| number(claim)).sum();
    let (first, last) = (groups[0], groups[groups.len() - 1]);
    let whole = sheet.quote(first.from, last.to);
    let mut statement = first.statement.clone();
    statement.value = Plain::Number(sum);
    if whole.chars().count() <= 160 {
        statement.quote = whole.to_string();
    }
    statement
}
