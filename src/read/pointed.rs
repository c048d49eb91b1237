//! What a model points at: a field, the words for its value, and the quote they stand in. The program parses number, unit
//! and name out of the words, holds them against the field's dimension, and its own reading of the passage is the witness.

pub use super::pointed_value::Pointed;
use super::{
    binding::bound,
    item::Sheet,
    numbers::{Claim, claim, scope},
    pointed_value::{self, Told, rests_on},
    pointed_words,
    polarity::{negated, strength},
    signature::Dim,
    status::{Standing, standing},
};
use crate::{
    catalog::Catalog,
    design::{Bound, By, Field, Reading, Requirement, Scope, Statement},
};

/// What came of claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The reading with what holds of the claims.
    pub reading: Reading,
    /// Claims that do not hold: place in the list, the part that is wrong, and why.
    pub refused: Vec<(usize, &'static str, String)>,
}

/// A claim that holds, with the items it rests on.
struct Held {
    claim: Claim,
    /// The number it was parsed from.
    number: Option<usize>,
}

/// The reading with a model's claims in it. A claim replaces what the rules read out of the same words, and settles a
/// disagreement about its field; what does not hold is told and changes nothing.
#[must_use]
pub fn hear(text: &str, reading: &Reading, pointed: &[Pointed], catalog: &Catalog) -> Heard {
    let names = super::names::Names::new(catalog);
    let words = super::words::Words::of(catalog);
    let (masked, _) = super::notice::hidden(text);
    let mut sheet = Sheet::new(text, &names, &words, super::language::detect(text, &words), &masked);
    super::notice::instructions(&mut sheet);
    let rules = super::claims(&sheet).0;
    let mut refused = Vec::new();
    let mut held: Vec<Held> = Vec::new();
    for (place, one) in pointed.iter().enumerate() {
        match hold(&sheet, &rules, one) {
            Ok(found) => held.push(found),
            Err((part, why)) => refused.push((place, part, why)),
        }
    }
    Heard { reading: merged(&sheet, reading, &rules, &held), refused }
}

/// Items of the text that a quote covers; every place where it stands.
fn places(sheet: &Sheet, quote: &str) -> Vec<(usize, usize)> {
    let text = sheet.text.original;
    let mut spans: Vec<(usize, usize)> =
        text.match_indices(quote).map(|(at, found)| (at, at + found.len())).collect();
    if spans.is_empty() {
        spans.extend(across_breaks(text, quote));
    }
    let covered = |(from, to): (usize, usize)| {
        let inside = |item: &super::item::Item| {
            let (start, end) = (sheet.text.bytes[item.span.from].0, sheet.text.bytes[item.span.to - 1].1);
            start < to && from < end
        };
        let first = sheet.items.iter().position(inside)?;
        let last = sheet.items.iter().rposition(inside)?;
        Some((first, last))
    };
    spans.into_iter().filter_map(covered).collect()
}

/// Where words stand when line breaks and runs of spaces count as one space.
fn across_breaks(text: &str, quote: &str) -> Option<(usize, usize)> {
    let wanted: Vec<&str> = quote.split_whitespace().collect();
    let first = wanted.first()?;
    text.match_indices(first).find_map(|(at, _)| {
        let mut end = at;
        for word in &wanted {
            let rest = &text[end..];
            let gap = rest.len() - rest.trim_start().len();
            if !rest[gap..].starts_with(word) {
                return None;
            }
            end += gap + word.len();
        }
        Some((at, end))
    })
}

fn hold(sheet: &Sheet, rules: &[Claim], one: &Pointed) -> Result<Held, (&'static str, String)> {
    let quote = one.quote.trim();
    let places = places(sheet, quote);
    if quote.is_empty() || places.is_empty() {
        return Err((
            "quote",
            format!("`{quote}` does not stand in the customer's text; copy words exactly"),
        ));
    }
    let mut fault = ("quote", String::new());
    for (from, to) in places {
        match hold_at(sheet, rules, one, from, to) {
            Ok(held) => return Ok(held),
            Err(why) => fault = why,
        }
    }
    Err(fault)
}

fn hold_at(
    sheet: &Sheet,
    rules: &[Claim],
    one: &Pointed,
    from: usize,
    to: usize,
) -> Result<Held, (&'static str, String)> {
    if sheet.items[from..=to].iter().any(|item| item.masked) {
        return Err(("quote", format!("`{}` stands in a passage that is not to be read", one.quote)));
    }
    let Told { value, number, range, at } =
        value(sheet, rules, one, from, to).map_err(|why| ("as_written", why))?;
    let own = number.unwrap_or(at);
    standing_holds(sheet, rules, one, own)?;
    // Of a value the rules read too, they know whether it is denied.
    let denied = rules.iter().find(|rule| {
        rule.statement.field == one.field
            && rule.from <= to
            && rule.to >= from
            && rule.statement.value == value
    });
    if let Some(rule) = denied
        && rule.statement.negated != one.negated
        && rule.statement.negated == negated(sheet, own)
    {
        let what = if rule.statement.negated { "ruled out" } else { "asked for" };
        return Err(("negated", format!("`{}` says that it is {what}", one.quote)));
    }
    let said = number.map_or(Bound::Exactly, |number| bound(sheet, number).0);
    let bound = match (one.bound, said) {
        _ if range => Bound::Between,
        (Some(Bound::AtMost), Bound::AtLeast) | (Some(Bound::AtLeast), Bound::AtMost)
            if !matches!(one.field, Field::TpotMs) =>
        {
            return Err(("bound", format!("`{}` binds the other way", one.quote)));
        }
        (Some(Bound::Between), _) | (None, _) if one.field == Field::TpotMs => Bound::AtMost,
        (Some(Bound::Between), said) | (None, said) => said,
        (Some(bound), _) => bound,
    };
    let mut made = claim(sheet, one.field, value, (from, own, to), one.scope.clone());
    made.statement.scope = one.scope.clone();
    made.statement.bound = bound;
    made.statement.negated = one.negated;
    made.statement.strength = one.strength.or_else(|| strength(sheet, own));
    made.statement.about.clone_from(&one.about);
    made.statement.quote = one.quote.trim().to_string();
    // What the rules read alike is their own.
    let alike = rules.iter().any(|rule| {
        let (read, own) = (&rule.statement, &made.statement);
        rule.from <= to
            && rule.to >= from
            && (read.field, &read.value, &read.scope, read.negated)
                == (own.field, &own.value, &own.scope, own.negated)
    });
    made.statement.by = if alike { By::Reader } else { By::Model };
    Ok(Held { claim: made, number })
}

/// The value of a claim on the items of its quote.
///
/// # Errors
/// What was found in its place.
fn value(sheet: &Sheet, rules: &[Claim], one: &Pointed, from: usize, to: usize) -> Result<Told, String> {
    let witness: Vec<&Claim> = rules
        .iter()
        .filter(|rule| rule.statement.field == one.field && rule.from <= to && from <= rule.to)
        .collect();
    match one.field {
        Field::Other => {
            Ok(Told { value: one.as_written.trim().into(), number: None, range: false, at: from })
        }
        field if pointed_value::numeric(field) => pointed_value::number(sheet, &witness, one, from, to),
        field if named(field) => pointed_words::name(sheet, &witness, one, from, to),
        _ => pointed_words::word(sheet, rules, &witness, one, from, to),
    }
}

fn named(field: Field) -> bool {
    matches!(
        field,
        Field::GpuModels
            | Field::GpuModelsUnknown
            | Field::GpuModelsExcluded
            | Field::ServerModels
            | Field::Patterns
            | Field::ModelName
            | Field::EmbeddingModel
            | Field::VgpuProfile
    )
}

/// Whether the passage is about the part of the customer's world that the claim names: what stands already, is past or
/// somebody else's is never wanted.
fn standing_holds(
    sheet: &Sheet,
    rules: &[Claim],
    one: &Pointed,
    at: usize,
) -> Result<(), (&'static str, String)> {
    if !one.scope.is_built_now() || one.field == Field::Other {
        return Ok(());
    }
    let read_as_new = rules.iter().any(|rule| {
        rule.from <= at
            && at <= rule.to
            && rule.statement.scope.is_built_now()
            && rule.statement.field == one.field
    });
    // Offers, dates and visits are procedure; what has a technical unit or a name is a need wherever it stands.
    let technical = sheet.items[at].quantity().is_none_or(|quantity| {
        !matches!(Dim::of(quantity.unit), Dim::Count | Dim::Time | Dim::Money | Dim::Percent)
    });
    let refused = match (standing(sheet, at), scope(one.field, standing(sheet, at))) {
        _ if read_as_new => None,
        (Standing::Nothing("a matter of procedure"), _) if technical => None,
        (Standing::Nothing(what), _) => Some(what.to_string()),
        (_, Some(Scope::Existing)) => Some("what stands already".into()),
        _ => None,
    };
    match refused {
        None => Ok(()),
        Some(what) => Err((
            "scope",
            format!("`{}` stands in a passage about {what}, not about what is to be built now", one.quote),
        )),
    }
}

fn merged(sheet: &Sheet, reading: &Reading, rules: &[Claim], held: &[Held]) -> Reading {
    if held.is_empty() {
        return reading.clone();
    }
    let mut next = reading.clone();
    let overlaps = |rule: &Claim, one: &Held| rule.from <= one.claim.to && one.claim.from <= rule.to;
    let pointed_at = |field: Field| held.iter().any(|one| one.claim.statement.field == field);
    let disputed = |field: Field| {
        reading.conflicts.iter().any(|conflict| conflict.field == field.name())
            && held
                .iter()
                .any(|one| one.claim.statement.field == field && one.claim.statement.scope.is_built_now())
    };
    let repeated = |rule: &Claim| {
        held.iter().any(|one| {
            let (read, own) = (&rule.statement, &one.claim.statement);
            (read.field, &read.value, &read.scope, read.negated)
                == (own.field, &own.value, &own.scope, own.negated)
        })
    };
    let replaced: Vec<&Claim> = rules
        .iter()
        .filter(|rule| {
            let field = rule.statement.field;
            let same = held.iter().any(|one| one.claim.statement.field == field && overlaps(rule, one));
            let reread = !pointed_at(field)
                && held.iter().any(|one| one.number.is_some_and(|number| rests_on(sheet, rule, number)));
            same || reread || repeated(rule) || disputed(field) && rule.statement.scope.is_built_now()
        })
        .collect();
    let gone = |statement: &Statement| {
        replaced.iter().any(|rule| {
            rule.statement.field == statement.field
                && rule.statement.value == statement.value
                && rule.statement.scope == statement.scope
        })
    };
    next.statements.retain(|statement| !gone(statement));
    next.statements.extend(held.iter().map(|one| one.claim.statement.clone()));
    let mut touched: Vec<Field> = held.iter().map(|one| one.claim.statement.field).collect();
    touched.extend(replaced.iter().map(|rule| rule.statement.field));
    if touched.contains(&Field::GpuModels) {
        touched.push(Field::GpuModelsExcluded);
    }
    let mut claims: Vec<Claim> =
        rules.iter().filter(|rule| next.statements.contains(&rule.statement)).cloned().collect();
    claims.extend(held.iter().map(|one| one.claim.clone()));
    claims.sort_by_key(|claim| (claim.from, claim.to));
    let together = super::disagree::compare(sheet, &claims);
    let about = |field: &str| touched.iter().any(|one| one.name() == field);
    next.conflicts.retain(|conflict| !about(&conflict.field));
    next.conflicts.extend(together.conflicts.into_iter().filter(|conflict| about(&conflict.field)));
    let folded = Requirement::fold(&next.statements, &together.derived, &next.conflicts);
    next.requirement = taken_over(&reading.requirement, &folded, &touched);
    next.unread.retain(|left| {
        !held.iter().any(|one| {
            let quote = &one.claim.statement.quote;
            left.quote.contains(quote.as_str())
                || quote.contains(&left.quote)
                || one.number.is_some_and(|number| left.quote.contains(sheet.quote(number, number)))
        })
    });
    next
}

/// The old requirement with the touched fields, and everything that is no single field, as the statements have them now.
fn taken_over(old: &Requirement, folded: &Requirement, touched: &[Field]) -> Requirement {
    let mut next = Requirement {
        other: folded.other.clone(),
        pools: folded.pools.clone(),
        existing: folded.existing.clone(),
        options: folded.options.clone(),
        later: folded.later.clone(),
        excluded: folded.excluded.clone(),
        ..old.clone()
    };
    next.take_over(folded, touched);
    next
}

#[cfg(test)]
#[path = "pointed_cases.rs"]
mod cases;
