//! Budgets: amount, currency, tax, scope.

use super::super::{claim::Claims, lexicon::C, page::Page, unit::Unit};

pub(super) fn read(page: &Page, claims: &mut Claims) {
    let mut budgets = Vec::new();
    for (at, quantity) in page.quantities() {
        if claims.is_taken(at) || quantity.article {
            continue;
        }
        let money = quantity.currency();
        let cue = page.distance(at, &[C::Budget]).is_some_and(|far| far <= 14);
        let counted = counts_something(page, at);
        let amount = match quantity.unit {
            Unit::Money(_) => true,
            // Without a currency only beside a word for a budget, and only sums that can be one.
            Unit::None => cue && !counted && quantity.low >= 10_000.0 && !page.is(at + 1, C::Token),
            _ => false,
        };
        if !amount {
            continue;
        }
        // A price per GPU, per hour or per token is no budget.
        let per =
            (at + 1..(at + 4).min(page.sentence(at).end)).any(|place| page.is_any(place, &[C::Per, C::Each]));
        let per = per
            || page
                .before(at, 6, &[C::Per])
                .is_some_and(|place| page.is_any(place.saturating_sub(1), &[C::Price, C::PriceWeight]));
        let small = quantity.high < 1000.0;
        let price = page.distance(at, &[C::Price, C::PriceWeight]).is_some_and(|far| far <= 3) && !cue;
        claims.take(at);
        if per || small || price && quantity.high < 100_000.0 {
            continue;
        }
        // "1.2 to 1.5 million" is a range; the upper end is what may be spent.
        claims.number("budget_amount", quantity.high, at, at, 2);
        if let Some(code) = money {
            claims.put("budget_currency", code, at, at, 2);
        }
        budgets.push(at);
    }
    let Some(first) = budgets.first().copied() else { return };
    for at in 0..page.nodes.len() {
        if claims.is_taken(at) || page.nodes[at].masked {
            continue;
        }
        match page.concept(at) {
            Some(C::TaxIncluded) => claims.put("budget_tax", "included", at, at, 2),
            Some(C::TaxExcluded) => claims.put("budget_tax", "excluded", at, at, 2),
            _ => {}
        }
    }
    let sentence = page.sentence(first);
    let find = |concept: C| sentence.clone().find(|at| page.is(*at, concept));
    let support = find(C::Support).and_then(|word| {
        let years = sentence
            .clone()
            .find(|at| page.quantity(*at).is_some_and(|q| q.unit == Unit::Year) && at.abs_diff(word) <= 4)?;
        page.quantity(years).map(|q| (years.min(word), years.max(word), q.low))
    });
    let all_in = find(C::AllIn);
    let hardware = (0..page.nodes.len()).find(|at| page.is(*at, C::HardwareOnly));
    if let Some((from, to, years)) = support {
        let scope = format!("{}{}y_support", if all_in.is_some() { "all_in_" } else { "with_" }, years);
        claims.put("budget_scope", scope, all_in.unwrap_or(from).min(from), to, 2);
        claims.take(from);
        claims.take(to);
    } else if let Some(at) = all_in {
        claims.put("budget_scope", "all_in", at, at, 2);
    } else if let Some(at) = hardware {
        claims.put("budget_scope", "hardware_only", at, at, 2);
    }
}

/// Whether the number counts things (pages, GPUs) and not money.
fn counts_something(page: &Page, at: usize) -> bool {
    let end = page.sentence(at).end;
    (at + 1..(at + 3).min(end)).any(|place| {
        page.is_any(
            place,
            &[
                C::Gpu,
                C::Node,
                C::Rack,
                C::User,
                C::Page,
                C::Token,
                C::Document,
                C::Param,
                C::Chunk,
                C::Session,
                C::Query,
                C::Desktop,
                C::Transaction,
                C::Site,
                C::Model,
            ],
        ) || matches!(page.nodes[place].what, super::super::page::What::Gpu(_))
    }) || page.quantity(at).is_some_and(|q| q.letter == Some('B') || q.letter == Some('T'))
}
