//! Names and closed words of a claim a model points at, held against what the rules read in the same words.

use super::{
    fold::Folded,
    item::{Kind, Sheet},
    numbers::Claim,
    pointed_value::{Pointed, Told, part},
    quantity::Quantity,
    token::tokens,
    unit::{CURRENCIES, currency_at},
};
use crate::design::{Field, Plain, Requirement};

/// A product or pattern: the name stands in the quote.
pub(super) fn name(
    sheet: &Sheet,
    witness: &[&Claim],
    one: &Pointed,
    from: usize,
    to: usize,
) -> Result<Told, String> {
    let written = one.as_written.trim().trim_matches(['[', ']']);
    let several = matches!(
        one.field,
        Field::GpuModels
            | Field::GpuModelsUnknown
            | Field::GpuModelsExcluded
            | Field::ServerModels
            | Field::Patterns
    );
    let wanted: Vec<&str> = if several && part(sheet, written, from, to).is_none() {
        written.split(',').map(|name| name.trim_matches([' ', '"'])).collect()
    } else {
        vec![written]
    };
    let mut names: Vec<String> = Vec::new();
    let mut first = None;
    for wanted in wanted {
        let Some((begin, end)) = part_any_case(sheet, wanted, from, to) else {
            return Err(format!("the name `{wanted}` does not stand in `{}`", one.quote));
        };
        first = first.or(Some(begin));
        let known = (begin..=end).filter_map(|at| match (&sheet.items[at].kind, one.field) {
            (Kind::Gpu(_) | Kind::RackScale(_) | Kind::UnknownGpu(_), field)
                if several && field != Field::ServerModels =>
            {
                super::products::name_of(sheet, at).map(|(name, _)| name)
            }
            (Kind::Server(name), Field::ServerModels) => Some(name.clone()),
            // A rack-scale system is named like a GPU.
            (Kind::Server(name), Field::GpuModels) if name.contains("NVL") => Some(name.clone()),
            (Kind::Pattern(name), Field::Patterns) => Some(name.clone()),
            _ => None,
        });
        let known: Vec<String> = known.collect();
        if known.is_empty() {
            if matches!(one.field, Field::GpuModels | Field::Patterns) {
                return Err(format!("`{wanted}` is no product of the catalog"));
            }
            names.push(wanted.to_string());
        } else {
            names.extend(known);
        }
    }
    let at = first.unwrap_or(from);
    let value = if several {
        Plain::List(names.into_iter().map(Plain::from).collect())
    } else {
        match witness.iter().find(|rule| rule.from <= at && at <= rule.to) {
            Some(rule) => rule.statement.value.clone(),
            None => names.join(" ").into(),
        }
    };
    Ok(Told { value, number: None, range: false, at })
}

fn part_any_case(sheet: &Sheet, words: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    part(sheet, words, from, to).or_else(|| {
        let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "");
        let wanted = plain(words);
        (from..=to).find_map(|begin| {
            (begin..=to.min(begin + 8))
                .find(|end| plain(sheet.quote(begin, *end)) == wanted)
                .map(|end| (begin, end))
        })
    })
}

/// A closed word, or free words: what the rules read in the same words must not say otherwise, and the words must say
/// something that is not the value of another field.
pub(super) fn word(
    sheet: &Sheet,
    rules: &[Claim],
    witness: &[&Claim],
    one: &Pointed,
    from: usize,
    to: usize,
) -> Result<Told, String> {
    let mut taken = Requirement::default();
    taken.set_text(one.field.name(), one.as_written.trim(), &one.quote).map_err(|refused| refused.message)?;
    let value = taken
        .stated()
        .into_iter()
        .next()
        .map(|(_, value, _)| Plain::from_json(&value))
        .ok_or_else(|| format!("{} takes another kind of value", one.field.name()))?;
    let at = witness.first().map_or(from, |rule| rule.from.max(from));
    let told = |value: Plain| Told { value, number: None, range: false, at };
    let parts = |value: &Plain| match value {
        Plain::List(list) => list.clone(),
        one => vec![one.clone()],
    };
    if !witness.is_empty() {
        let read: Vec<Plain> = witness.iter().flat_map(|rule| parts(&rule.statement.value)).collect();
        let free = matches!(value, Plain::Text(_)) && !closed(one.field);
        // A word that says more or less of the same (on site, on site the next day) is no contradiction.
        let alike = |own: &Plain| {
            let own = own.words();
            read.iter().map(Plain::words).any(|read| read.contains(&own) || own.contains(&read))
        };
        if free || parts(&value).iter().any(alike) {
            return Ok(told(value));
        }
        return Err(format!(
            "`{}` says {} and not {}",
            one.quote,
            read.iter().map(Plain::words).collect::<Vec<_>>().join(", "),
            one.as_written
        ));
    }
    if one.field == Field::BudgetCurrency {
        let folded = Folded::new(&one.quote);
        let list = tokens(&folded, sheet.language == "fr");
        let mut codes: Vec<&str> = (0..list.len())
            .filter_map(|at| currency_at(&list, at, sheet.language))
            .filter_map(|(place, _)| CURRENCIES.get(place).map(|(code, _)| *code))
            .collect();
        codes.extend((from..=to).filter_map(|at| sheet.items[at].quantity().and_then(Quantity::currency)));
        let same = codes.iter().any(|code| value == Plain::from(*code));
        return if same { Ok(told(value)) } else { Err(format!("`{}` names no such currency", one.quote)) };
    }
    // Digits of the value stand in the quote.
    let digits = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_string).collect()
    };
    let own = digits(&one.quote);
    let typed = if closed(one.field) { Vec::new() } else { digits(&one.as_written) };
    if one.field != Field::Oversubscription
        && let Some(missing) = typed.iter().find(|run| !own.contains(run))
    {
        return Err(format!("the number {missing} does not stand in `{}`", one.quote));
    }
    // Free words that are copied, or whose numbers are, need no witness.
    let copied = one.quote.contains(one.as_written.trim()) || !typed.is_empty();
    let speaks = copied && !closed(one.field)
        || (from..=to).any(|at| {
            let item = &sheet.items[at];
            let long = item.text.chars().count() >= 4 || !item.text.is_ascii();
            let used = rules.iter().any(|rule| {
                rule.from <= at
                    && at <= rule.to
                    && matches!(rule.statement.value, Plain::Number(_) | Plain::List(_))
                    && item.concepts.iter().any(|_| true)
            });
            matches!(item.kind, Kind::Word | Kind::Ratio(_)) && (long || !item.concepts.is_empty()) && !used
        });
    if speaks {
        Ok(told(value))
    } else {
        Err(format!("`{}` says nothing of {}", one.quote, one.field.name()))
    }
}

/// Whether a field takes the words of a list alone.
fn closed(field: Field) -> bool {
    Requirement::default().set_text(field.name(), "a word of no list", "").is_err()
}
