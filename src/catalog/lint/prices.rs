//! Prices: in order, in a currency, in bounds, and marked for what they are.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::{Price, PriceUnit};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "price-order",
        about: "The lowest figure is not above the highest, and above 0.",
        check: order,
    },
    LintRule {
        name: "price-currency",
        about: "A currency is three capital letters (ISO 4217).",
        check: currency,
    },
    LintRule { name: "price-range", about: "A price lies where such prices lie.", check: range },
];

/// Least and most for one unit of each kind, in units of currency: a slipped decimal point falls outside. Ours.
fn bounds(unit: PriceUnit) -> (f64, f64) {
    match unit {
        PriceUnit::Each => (0.1, 100_000_000.0),
        PriceUnit::GpuHour => (0.01, 2000.0),
        PriceUnit::Kwh => (0.001, 50.0),
        PriceUnit::KwMonth => (5.0, 100_000.0),
        PriceUnit::GpuYear => (1.0, 1_000_000.0),
        PriceUnit::Rate => (0.000_01, 100_000.0),
        PriceUnit::CoverageMin => (0.1, 100.0),
    }
}

/// What is wrong with a price by itself, with what was expected; the rules below and a loaded price book share it.
pub(in crate::catalog) fn faults(price: &Price) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    if price.low > price.high || price.low <= 0.0 {
        let numbers = format!("{} to {}", num(price.low), num(price.high));
        found.push(("low", numbers, "above 0, lowest before highest".into()));
    }
    if price.currency.len() != 3 || !price.currency.chars().all(|c| c.is_ascii_uppercase()) {
        found.push((
            "currency",
            format!("`{}`", price.currency),
            "three capital letters, such as EUR".into(),
        ));
    }
    let (least, most) = bounds(price.unit);
    if price.low < least || price.high > most {
        let numbers =
            format!("{} to {} {} per {}", num(price.low), num(price.high), price.currency, price.unit.word());
        found.push(("range", numbers, format!("{} to {}", num(least), num(most))));
    }
    found
}

fn order(report: &mut Report<'_, '_>) {
    tell(report, "low");
}

fn currency(report: &mut Report<'_, '_>) {
    tell(report, "currency");
}

fn range(report: &mut Report<'_, '_>) {
    tell(report, "range");
}

fn tell(report: &mut Report<'_, '_>, what: &str) {
    for one in report.entries().prices.iter() {
        for (field, found, expected) in faults(one).into_iter().filter(|(field, ..)| *field == what) {
            let field = if field == "range" { "low" } else { field };
            report.error("prices", &one.id, field, found, expected);
        }
    }
}
