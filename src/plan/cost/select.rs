//! Which price of the book is taken: a partner's own before an indicative one, a later one before an earlier one.

use crate::{
    catalog::{Catalog, Price, PriceUnit},
    design::Bom,
};

/// A price, and the rate that brings it into the currency of the totals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'a> {
    /// Price.
    pub price: &'a Price,
    /// Rate, and whether it is multiplied by (a unit of the price's currency in the currency wanted) or divided by.
    pub rate: Option<(&'a Price, bool)>,
}

/// The price of a part: in the currency itself before one that a rate of the book brings into it.
pub(super) fn part_price<'a>(catalog: &'a Catalog, part: &str, currency: &str) -> Option<Chosen<'a>> {
    let of_part = |price: &&Price| {
        matches!(price.unit, PriceUnit::Each | PriceUnit::GpuYear) && price.part.as_deref() == Some(part)
    };
    let own = catalog.prices().iter().filter(of_part).filter(|price| price.currency == currency);
    if let Some(price) = own.max_by(|a, b| rank(a).cmp(&rank(b))) {
        return Some(Chosen { price, rate: None });
    }
    let foreign = catalog
        .prices()
        .iter()
        .filter(of_part)
        .filter_map(|price| Some((price, rate(catalog, &price.currency, currency)?)));
    foreign
        .max_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)))
        .map(|(price, rate)| Chosen { price, rate: Some(rate) })
}

/// The newest rate between two currencies, and whether an amount is multiplied by it.
pub(super) fn rate<'a>(catalog: &'a Catalog, from: &str, to: &str) -> Option<(&'a Price, bool)> {
    let rates = catalog.prices().iter().filter(|price| price.unit == PriceUnit::Rate);
    let fitting = rates.filter_map(|price| {
        let bought = price.part.as_deref()?;
        match (bought == from && price.currency == to, bought == to && price.currency == from) {
            (true, _) => Some((price, true)),
            (_, true) => Some((price, false)),
            _ => None,
        }
    });
    fitting.max_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)))
}

/// The least share of lines that must have a price before a total is given, where the book asks for one.
pub(super) fn coverage_min(catalog: &Catalog) -> Option<&Price> {
    let asked = catalog.prices().iter().filter(|price| price.unit == PriceUnit::CoverageMin);
    asked.max_by(|a, b| rank(a).cmp(&rank(b)))
}

/// The price of electricity: a partner's own, else the one the book suggests as a default.
pub(super) fn energy_price<'a>(catalog: &'a Catalog, currency: &str) -> Option<&'a Price> {
    let found =
        catalog.prices().iter().filter(|price| price.unit == PriceUnit::Kwh && price.currency == currency);
    found.max_by_key(|price| {
        (!price.indicative, price.id.contains("default"), price.date.to_string(), price.id.to_string())
    })
}

/// The lowest price to rent a GPU for an hour, spot offers left out.
pub(super) fn cheapest_rent<'a>(catalog: &'a Catalog, gpu: &str, currency: &str) -> Option<&'a Price> {
    let spot = |price: &Price| price.term.as_ref().is_some_and(|term| term.contains("spot"));
    let found = catalog.prices().iter().filter(|price| {
        price.unit == PriceUnit::GpuHour
            && price.part.as_deref() == Some(gpu)
            && price.currency == currency
            && !spot(price)
    });
    found.min_by(|a, b| a.low.total_cmp(&b.low).then_with(|| a.id.cmp(&b.id)))
}

/// The currency of the totals: the budget's where a line has a price in it or a rate leads to it, else the one that
/// prices most lines.
pub(super) fn currency(catalog: &Catalog, bom: &Bom, budget: Option<&str>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let sold = |price: &&Price| !matches!(price.unit, PriceUnit::Rate | PriceUnit::CoverageMin);
    let mut names: Vec<&str> =
        catalog.prices().iter().filter(sold).map(|price| price.currency.as_ref()).collect();
    names.extend(budget);
    for name in names {
        if !counts.iter().any(|(known, _)| known == name) {
            let priced = bom
                .lines
                .iter()
                .filter_map(|line| line.part_id.as_deref())
                .filter(|part| part_price(catalog, part, name).is_some())
                .count();
            counts.push((name.to_string(), priced));
        }
    }
    counts.retain(|(_, priced)| *priced > 0);
    let of_budget = counts.iter().find(|(known, _)| Some(known.as_str()) == budget);
    of_budget
        .or_else(|| counts.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))))
        .map(|(known, _)| known.clone())
}

fn rank(price: &Price) -> (bool, String, String) {
    (!price.indicative, price.date.to_string(), price.id.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_partners_price_goes_before_an_indicative_one() {
        let catalog = Catalog::embedded().with_bundled_overlay("indicative-prices").unwrap();
        assert!(part_price(&catalog, "dgx-h100", "USD").unwrap().price.indicative);
        assert!(part_price(&catalog, "dgx-h100", "EUR").is_none());
        let own = "id,item,part,unit,currency,low,date\nown,DGX H100,dgx-h100,each,USD,250000,2026-11\n";
        let catalog = catalog.with_price_book("own.csv", own).unwrap();
        assert_eq!(part_price(&catalog, "dgx-h100", "USD").unwrap().price.id, "own");
        assert!(!cheapest_rent(&catalog, "b300-sxm", "USD").unwrap().id.contains("spot"));
        assert!(energy_price(&catalog, "USD").unwrap().id.contains("default"));
    }
}
