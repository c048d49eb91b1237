//! Prices: in order, in a currency, in bounds, and marked for what they are.

use super::{LintRule, Report, context::num};
use crate::catalog::kinds::PriceUnit;

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
    }
}

fn order(report: &mut Report<'_, '_>) {
    for one in report.entries().prices.iter() {
        if one.low > one.high || one.low <= 0.0 {
            let found = format!("{} to {}", num(one.low), num(one.high));
            report.error("prices", &one.id, "low", found, "above 0, lowest before highest".into());
        }
    }
}

fn currency(report: &mut Report<'_, '_>) {
    for one in report.entries().prices.iter() {
        if one.currency.len() != 3 || !one.currency.chars().all(|c| c.is_ascii_uppercase()) {
            let found = format!("`{}`", one.currency);
            report.error("prices", &one.id, "currency", found, "three capital letters, such as EUR".into());
        }
    }
}

fn range(report: &mut Report<'_, '_>) {
    for one in report.entries().prices.iter() {
        let (least, most) = bounds(one.unit);
        if one.low < least || one.high > most {
            let found =
                format!("{} to {} {} per {}", num(one.low), num(one.high), one.currency, one.unit.word());
            report.error("prices", &one.id, "low", found, format!("{} to {}", num(least), num(most)));
        }
    }
}
