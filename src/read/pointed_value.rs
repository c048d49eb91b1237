//! The value of a claim a model points at, parsed out of the words it points at.

use super::{
    fold::Folded,
    item::{Item, Kind, Sheet},
    numbers::{Claim, tidy},
    quantity::{Habits, Quantity, quantity_at},
    signature::{Dim, SIGNATURES, candidates},
    token::tokens,
    unit::Unit,
};
use crate::design::{Bound, Field, Plain, Requirement, Scope, Strength};

/// A claim as a model makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pointed {
    /// What it is about.
    pub field: Field,
    /// The value: number with unit or name as the quote has it, or a closed word of the field.
    pub as_written: String,
    /// The customer's words.
    pub quote: String,
    /// How the value binds; none takes what the words say.
    pub bound: Option<Bound>,
    /// How strongly it is asked for; none takes what the words say.
    pub strength: Option<Strength>,
    /// Which part of the customer's world it is about.
    pub scope: Scope,
    /// Whether the value is ruled out.
    pub negated: bool,
    /// For a need that fits no field, what it is about.
    pub about: Option<String>,
}

/// A value, and what it rests on.
pub(super) struct Told {
    pub value: Plain,
    /// The number it was parsed from.
    pub number: Option<usize>,
    pub range: bool,
    /// The item the claim is about.
    pub at: usize,
}

/// How the numbers of two fields that are told apart by a passage alone are converted.
fn like(field: Field) -> Field {
    match field {
        Field::GpuCountMin => Field::GpuCount,
        Field::TrainingNodes | Field::InferenceNodes => Field::NodeCount,
        Field::TrainingGpusPerNode | Field::InferenceGpusPerNode => Field::GpusPerNode,
        other => other,
    }
}

/// Shares that are written in words before a unit.
const SHARES: &[(&str, f64)] = &[
    ("three quarters of a", 0.75),
    ("three-quarters of a", 0.75),
    ("two and a half", 2.5),
    ("one and a half", 1.5),
    ("a quarter of a", 0.25),
    ("half an", 0.5),
    ("half a", 0.5),
    ("a couple of", 2.0),
    ("a quarter", 0.25),
    ("a third", 1.0 / 3.0),
    ("a fifth", 0.2),
    ("a tenth", 0.1),
    ("half", 0.5),
    ("ein viertel", 0.25),
    ("ein drittel", 1.0 / 3.0),
    ("ein funftel", 0.2),
    ("ein zehntel", 0.1),
    ("die halfte", 0.5),
    ("un quart", 0.25),
    ("un tiers", 1.0 / 3.0),
    ("un cinquieme", 0.2),
    ("un dixieme", 0.1),
    ("la moitie", 0.5),
    ("un quinto", 0.2),
    ("un decimo", 0.1),
    ("la mitad", 0.5),
    ("la meta", 0.5),
    ("metade", 0.5),
];

fn dims(field: Field) -> Vec<(Dim, f64)> {
    let mut rows: Vec<(Dim, f64)> = Vec::new();
    for row in SIGNATURES.iter().filter(|row| row.field == like(field)) {
        if !rows.iter().any(|(dim, _)| *dim == row.dim) {
            rows.push((row.dim, row.scale));
        }
    }
    let rate = |rows: &[(Dim, f64)]| rows.iter().any(|(dim, _)| *dim == Dim::ByteRate);
    if rate(&rows) {
        rows.push((Dim::BitRate, 0.125));
    }
    if rows.iter().any(|(dim, scale)| *dim == Dim::Percent && *scale < 1.0) {
        rows.push((Dim::Count, 1.0));
    }
    if rows.is_empty() {
        rows.push((Dim::Count, 1.0));
    }
    rows
}

/// What a quantity comes to in a field's unit, where its dimension is the field's.
fn converted(field: Field, quantity: &Quantity, scale: Option<f64>) -> Option<(f64, f64)> {
    let dim = Dim::of(quantity.unit);
    let scale =
        scale.or_else(|| dims(field).into_iter().find(|(own, _)| *own == dim).map(|(_, scale)| scale))?;
    let seconds = quantity.unit.seconds().unwrap_or(1.0);
    let factor = match (field, quantity.unit) {
        (Field::WarrantyYears, Unit::Month) => 1.0 / 12.0,
        (Field::GrowthMonths, Unit::Year) => 12.0,
        (Field::GrowthMonths, _) => seconds / 2_592_000.0,
        _ => scale * seconds,
    };
    let (mut low, mut high) = (quantity.low * factor, quantity.high * factor);
    if field == Field::TpotMs && matches!(dim, Dim::Count | Dim::Rate) {
        (low, high) = (1000.0 / high.max(1e-9), 1000.0 / low.max(1e-9));
    }
    Some((tidy(low), tidy(high)))
}

/// What a number of the text may come to in a field: low and high end.
pub(super) fn readings(sheet: &Sheet, field: Field, at: usize, from: usize, to: usize) -> Vec<(f64, f64)> {
    let quantity = match &sheet.items[at].kind {
        Kind::Number(quantity) => quantity,
        Kind::Lengths(values) if field == Field::LiftMm => {
            return values.first().zip(values.last()).map(|(low, high)| (*low, *high)).into_iter().collect();
        }
        Kind::Lengths(values) => return values.iter().map(|one| (*one, *one)).collect(),
        Kind::Model(model) => {
            let size = match field {
                Field::ModelParamsB => model.params_b,
                Field::ActiveParamsB => model.active_b,
                _ => None,
            };
            return size.map(|size| (size, size)).into_iter().collect();
        }
        _ => return Vec::new(),
    };
    let near: Vec<f64> = candidates(sheet, at)
        .iter()
        .filter(|one| one.signature.field == like(field))
        .map(|one| one.signature.scale)
        .collect();
    let mut found: Vec<(f64, f64)> =
        near.iter().filter_map(|scale| converted(field, quantity, Some(*scale))).collect();
    if found.is_empty() {
        found.extend(converted(field, quantity, None));
    }
    // "TTFT (ms) | 400": the unit stands at the label.
    if quantity.unit == Unit::None && found.is_empty() {
        let label = sheet.layout.cell_of[at].map(|cell| sheet.layout.cells[cell].label.clone());
        let places = (from..=to).chain(label.into_iter().flatten());
        found.extend(places.filter(|place| *place != at).find_map(|place| {
            let unit = unit_of(sheet, &sheet.items[place])?;
            let scaled = Quantity {
                low: quantity.low * unit.unit_scale(),
                high: quantity.high * unit.unit_scale(),
                unit: unit.unit,
                ..quantity.clone()
            };
            converted(field, &scaled, None)
        }));
    }
    found
}

/// The unit that a word of the text is.
fn unit_of(sheet: &Sheet, item: &Item) -> Option<Quantity> {
    let word = sheet.text.raw(item.span);
    (item.kind == Kind::Word)
        .then(|| alone(&format!("1 {word}"), sheet.language))??
        .into_iter()
        .find(|quantity| quantity.unit != Unit::None)
}

/// The quantities of a phrase without what surrounds it.
fn alone(phrase: &str, language: &'static str) -> Option<Vec<Quantity>> {
    let folded = Folded::new(phrase);
    let list = tokens(&folded, language == "fr");
    let comma =
        matches!(language, "de" | "es" | "fr" | "pt" | "it" | "nl" | "pl" | "sv" | "ru" | "tr" | "cs");
    let habits = Habits { language, decimal_comma: comma };
    let mut found = Vec::new();
    let mut at = 0;
    while at < list.len() {
        match quantity_at(&folded, &list, at, habits) {
            Some((quantity, used)) => {
                found.push(quantity);
                at += used.max(1);
            }
            None => at += 1,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A share in words and the unit behind it ("half a petabyte").
fn share(phrase: &str, language: &'static str) -> Option<Quantity> {
    let folded: String = Folded::new(phrase).chars.iter().collect();
    let (words, factor) = SHARES.iter().find(|(words, _)| folded.contains(words))?;
    let at = folded.find(words)? + words.len();
    let rest = folded[at..].trim_start();
    let unit = alone(&format!("1 {rest}"), language)?.into_iter().next()?;
    let plain = unit.unit == Unit::None;
    let whole = if plain && *factor < 1.0 { 1.0 } else { unit.low };
    Some(Quantity { low: whole * factor, high: whole * factor, article: false, ..unit })
}

/// Whether a statement of the rules was read out of this number.
pub(super) fn rests_on(sheet: &Sheet, rule: &Claim, number: usize) -> bool {
    if !(rule.from <= number && number <= rule.to) {
        return false;
    }
    if rule.statement.field == Field::Other {
        return true;
    }
    let values: Vec<f64> = match &rule.statement.value {
        Plain::Number(value) => vec![*value],
        Plain::List(list) => list
            .iter()
            .filter_map(|one| if let Plain::Number(value) = one { Some(*value) } else { None })
            .collect(),
        _ => return false,
    };
    readings(sheet, rule.statement.field, number, rule.from, rule.to)
        .iter()
        .any(|(low, high)| values.first() == Some(low) && values.last() == Some(high))
}

/// Whether a field takes a number, or several.
pub(super) fn numeric(field: Field) -> bool {
    let one = serde_json::json!(1);
    let list = serde_json::json!([1]);
    field.bounds().is_some()
        && field != Field::WithdrawnRows
        && [one, list].into_iter().any(|value| {
            let mut requirement = Requirement::default();
            requirement.set(field.name(), value, "").is_ok()
                || field.bounds().is_some_and(|bounds| !bounds.contains(&1.0))
        })
}

/// The items of a quote that a part of it covers.
pub(super) fn part(sheet: &Sheet, words: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let begin = sheet.text.bytes[sheet.items[from].span.from].0;
    let end = sheet.text.bytes[sheet.items[to].span.to - 1].1;
    // "8k" is not the end of "128k".
    let starts =
        |at: &usize| (from..=to).any(|place| sheet.text.bytes[sheet.items[place].span.from].0 == *at);
    let stretch = &sheet.text.original[begin..end];
    let mut spots = stretch.match_indices(words).map(|(at, _)| begin + at);
    // The 100 of H100 is no number of its own.
    let whole = |at: &usize| {
        let before = sheet.text.original[..*at].chars().next_back();
        !(words.starts_with(|c: char| c.is_ascii_alphanumeric())
            && before.is_some_and(|c| c.is_ascii_alphanumeric()))
    };
    let at = spots.clone().find(starts).or_else(|| spots.find(whole))?;
    let inside = |place: &usize| {
        let span = sheet.items[*place].span;
        sheet.text.bytes[span.from].0 < at + words.len() && at < sheet.text.bytes[span.to - 1].1
    };
    Some(((from..=to).find(inside)?, (from..=to).rev().find(inside)?))
}

/// The number of a claim, in the unit of its field.
///
/// # Errors
/// What was found in its place.
pub(super) fn number(
    sheet: &Sheet,
    witness: &[&Claim],
    one: &Pointed,
    from: usize,
    to: usize,
) -> Result<Told, String> {
    let (field, written) = (one.field, one.as_written.trim());
    let pointed = part(sheet, written, from, to).filter(|_| !written.is_empty());
    let wanted: Option<f64> = if pointed.is_none() { written.parse().ok() } else { None };
    if pointed.is_none() && wanted.is_none() {
        return Err(format!("`{written}` does not stand in `{}`; copy the number with its unit", one.quote));
    }
    let (first, last) = pointed.unwrap_or((from, to));
    if field == Field::LiftMm {
        let list = (first..=last).find_map(|at| match &sheet.items[at].kind {
            Kind::Lengths(values) => Some(values.clone()),
            _ => None,
        });
        let list = list.unwrap_or_else(|| {
            let all = (first..=last).flat_map(|at| readings(sheet, field, at, from, to));
            all.map(|(low, _)| low).collect()
        });
        if list.len() >= 2 {
            let value = Plain::List(list.into_iter().map(Plain::from).collect());
            return Ok(Told { value, number: Some(first), range: false, at: first });
        }
    }
    let shared =
        written.chars().all(|c| !c.is_ascii_digit()).then(|| share(written, sheet.language)).flatten();
    if let Some((low, high)) = shared.and_then(|quantity| converted(field, &quantity, None)) {
        in_bounds(field, &low.into())?;
        return Ok(Told { value: low.into(), number: Some(first), range: low < high, at: first });
    }
    // What the rules read out of words in which no number says it (three-phase).
    let of_words = witness.iter().find(|rule| {
        rule.from <= last
            && first <= rule.to
            && matches!(rule.statement.value, Plain::Number(_))
            && !(rule.from..=rule.to).any(|at| rests_on(sheet, rule, at))
    });
    if let Some(rule) = of_words.filter(|_| wanted.is_none()) {
        return Ok(Told { value: rule.statement.value.clone(), number: None, range: false, at: rule.from });
    }
    let mut found: Vec<(usize, f64, f64)> = Vec::new();
    for at in first..=last {
        for (low, high) in readings(sheet, field, at, from, to) {
            if !found.iter().any(|old| old.1 == low && old.2 == high) {
                found.push((at, low, high));
            }
        }
    }
    if let Some(wanted) = wanted {
        found.retain(|(_, low, high)| close(*low, wanted) || close(*high, wanted));
    }
    // What the rules read out of the same words is the witness where there is a choice.
    let agreed = |low: f64, high: f64| {
        witness.iter().any(|rule| {
            let value = if low < high { Plain::List(vec![low.into(), high.into()]) } else { low.into() };
            rule.statement.value == value
        })
    };
    if found.len() > 1 {
        let seen: Vec<(usize, f64, f64)> =
            found.iter().copied().filter(|(_, low, high)| agreed(*low, *high)).collect();
        let fits = |at: usize| candidates(sheet, at).iter().any(|row| row.signature.field == like(field));
        let fitting: Vec<(usize, f64, f64)> = found.iter().copied().filter(|(at, ..)| fits(*at)).collect();
        match (seen.len(), fitting.len(), found.as_slice()) {
            (1, ..) => found = seen,
            (_, 1, _) => found = fitting,
            (_, _, [(at, low, _), (_, _, high)]) if one.bound == Some(Bound::Between) && low < high => {
                found = vec![(*at, *low, *high)];
            }
            _ => {}
        }
    }
    // Digits that are no number of their own here (a date, a code), or a share in words.
    let of_a_name = (first..=last).any(|at| sheet.items[at].kind.is_name());
    if found.is_empty() && wanted.is_none() && !of_a_name {
        let inside = share(written, sheet.language)
            .map(|quantity| vec![quantity])
            .or_else(|| alone(written, sheet.language))
            .unwrap_or_default();
        let inside: Vec<(f64, f64)> =
            inside.iter().filter_map(|quantity| converted(field, quantity, None)).collect();
        found.extend(inside.first().filter(|_| inside.len() == 1).map(|(low, high)| (first, *low, *high)));
    }
    if found.is_empty() && wanted.is_some() {
        let whole = share(&one.quote, sheet.language).and_then(|quantity| converted(field, &quantity, None));
        found.extend(
            whole
                .filter(|(low, _)| wanted.is_some_and(|wanted| close(*low, wanted)))
                .map(|(low, high)| (first, low, high)),
        );
    }
    match found.as_slice() {
        [(at, low, high)] => {
            let range = low < high;
            let value = if range { Plain::List(vec![(*low).into(), (*high).into()]) } else { (*low).into() };
            in_bounds(field, &value)?;
            Ok(Told { value, number: Some(*at), range, at: *at })
        }
        [] => Err(format!(
            "`{}` does not state {} for {}: number, unit and field must agree",
            one.quote,
            if written.is_empty() { "a number" } else { written },
            field.name()
        )),
        _ => Err(format!("`{written}` holds several numbers; copy the one that is meant, with its unit")),
    }
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-3 * wanted.abs().max(1e-9)
}

fn in_bounds(field: Field, value: &Plain) -> Result<(), String> {
    let first = match value {
        Plain::List(list) => list.first().cloned().unwrap_or(Plain::Nothing(())),
        one => one.clone(),
    };
    let json = serde_json::to_value(&first).unwrap_or_default();
    Requirement::default().set(field.name(), json, "").map_err(|refused| refused.message)
}
