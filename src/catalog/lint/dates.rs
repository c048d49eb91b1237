//! Dates: of the right form, not in the future, not stale. The clock is the edition of the catalog, so that the same
//! files give the same findings on any day.

use super::{LintRule, Report};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "date-form",
        about: "A date is YYYY-MM-DD; of a price also YYYY, YYYY-MM or YYYY-H1.",
        check: form,
    },
    LintRule { name: "date-future", about: "No date lies after the catalog's edition.", check: future },
    LintRule {
        name: "date-stale",
        about: "A document was read within 18 months of the edition; a price is from the last 12.",
        check: stale,
    },
];

/// Months after which a reading is stale: prices of a year ago mislead, data sheets get revised within 18 months. Ours.
const STALE_READING_MONTHS: i64 = 18;
const STALE_PRICE_MONTHS: i64 = 12;

/// Months since year 0 of a date; a bare year counts as its December, a half as its last month.
fn months(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let year: i64 = parts.next().filter(|part| part.len() == 4)?.parse().ok()?;
    let month = match parts.next() {
        None => 12,
        Some("H1") => 6,
        Some("H2") => 12,
        Some(part) if part.len() == 2 => part.parse().ok().filter(|month| (1..=12).contains(month))?,
        Some(_) => return None,
    };
    if let Some(day) = parts.next() {
        let last = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day: i64 = (day.len() == 2).then(|| day.parse().ok()).flatten()?;
        if !(1..=last).contains(&day) {
            return None;
        }
    }
    parts.next().is_none().then_some(year * 12 + month)
}

/// List, id, field, date, whether it must name a day, and after how many months it is stale.
fn dates(report: &Report<'_, '_>) -> Vec<(&'static str, String, &'static str, String, bool, i64)> {
    let entries = report.entries();
    let mut found = Vec::new();
    for one in entries.sources.iter() {
        let day = one.id != "price-book";
        found.push(("sources", one.id.to_string(), "read", one.read.to_string(), day, STALE_READING_MONTHS));
    }
    for one in entries.prices.iter() {
        found.push(("prices", one.id.to_string(), "date", one.date.to_string(), false, STALE_PRICE_MONTHS));
    }
    for one in entries.site_factors.iter() {
        found.push(("site_factors", one.id.to_string(), "date", one.date.to_string(), false, i64::MAX));
    }
    found
}

fn form(report: &mut Report<'_, '_>) {
    for (list, id, field, date, day, _) in dates(report) {
        if months(&date).is_none() || (day && date.len() != 10) {
            let expected = if day { "YYYY-MM-DD" } else { "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-H1" };
            report.error(list, &id, field, format!("`{date}`"), expected.into());
        }
    }
}

fn future(report: &mut Report<'_, '_>) {
    let Some(edition) = months(&report.entries().edition) else { return };
    for (list, id, field, date, day, _) in dates(report) {
        // A bare year, or a half, may run past the edition that is in it.
        let exact = day || date.len() >= 7;
        if exact && months(&date).is_some_and(|date| date > edition) {
            let expected = format!("not after the edition, {}", report.entries().edition);
            report.error(list, &id, field, format!("`{date}`"), expected);
        }
    }
}

fn stale(report: &mut Report<'_, '_>) {
    let Some(edition) = months(&report.entries().edition) else { return };
    for (list, id, field, date, _, after) in dates(report) {
        if months(&date).is_some_and(|date| edition - date > after) {
            let found = format!("`{date}`, more than {after} months before the edition");
            let expected = "read again, and the date of that reading".into();
            report.warning(list, &id, field, found, expected);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::months;

    #[test]
    fn dates_are_read_strictly() {
        for (date, wanted) in [
            ("2026-11-23", Some(2026 * 12 + 11)),
            ("2026", Some(2026 * 12 + 12)),
            ("2025-H2", Some(2025 * 12 + 12)),
            ("2026-02-29", None),
            ("2026-13", None),
            ("26-11-23", None),
            ("2026-1-3", None),
            ("yesterday", None),
        ] {
            assert_eq!(months(date), wanted, "{date}");
        }
    }
}
