//! Cost of a bill of materials from the prices of the catalog's overlays and price books. There is no price without
//! a book; what has none is to be quoted and enters no total.

mod select;

use select::{cheapest_rent, energy_price, part_price};

use crate::{
    catalog::{Catalog, Price, kinds::Confidence},
    design::{Bom, BomConfidence, BudgetCheck, Cost, CostLine, Energy, Rent},
    trace::{
        Origin, Traced,
        record::{Record, product, sum},
    },
};

/// Hours of a year: 365 days.
const YEAR_HOURS: f64 = 8760.0;

/// What the cost rests on besides the prices.
#[derive(Debug)]
pub struct Basis<'a> {
    /// The bill of materials.
    pub bom: &'a Bom,
    /// Its quantities, in the order of the lines.
    pub quantities: &'a [Traced],
    /// GPU, by id.
    pub gpu_id: &'a str,
    /// GPUs.
    pub gpus: Traced,
    /// Power of everything counted, kW.
    pub it_kw: Option<Traced>,
    /// Power usage effectiveness.
    pub pue: Option<Traced>,
    /// Years of ownership.
    pub years: Traced,
    /// Output tokens per second that are served, where a serving load is known.
    pub served_tokens_per_s: Option<Traced>,
    /// Budget, its currency, and whether it is a hard limit.
    pub budget: Option<(Traced, String, bool)>,
}

/// The high price of a part in a currency; none where the price book holds none.
#[must_use]
pub fn price_high(catalog: &Catalog, part: &str, currency: &str) -> Option<Traced> {
    part_price(catalog, part, currency).map(|price| traced(price, "high"))
}

/// A price as a traced number: its low or its high figure.
fn traced(price: &Price, field: &str) -> Traced {
    Traced::new(
        if field == "low" { price.low } else { price.high },
        &price.currency,
        Origin::Catalog {
            entry: format!("price/{}", price.id),
            field: field.into(),
            source: price.source.to_string(),
            confidence: if price.indicative { "indicative".into() } else { confidence(price.confidence) },
        },
    )
}

fn confidence(confidence: Confidence) -> String {
    confidence.word().to_string()
}

/// The cost with the numbers behind it.
#[derive(Debug)]
pub struct Total {
    /// The cost.
    pub cost: Cost,
    /// Purchase at the low prices.
    pub low: Traced,
    /// Purchase at the high prices.
    pub high: Traced,
    /// The high sum of each priced line, in the order of the cost's lines.
    pub line_highs: Vec<Traced>,
}

/// The cost in one currency; none when no line has a price.
pub fn cost(catalog: &Catalog, record: &mut Record<'_>, basis: &Basis<'_>) -> Option<Total> {
    let wanted = basis.budget.as_ref().map(|(_, currency, _)| currency.as_str()).filter(|c| !c.is_empty());
    let currency = select::currency(catalog, basis.bom, wanted)?;
    let (mut lines, mut lows, mut highs, mut soft) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut to_be_quoted = Vec::new();
    for (line, quantity) in basis.bom.lines.iter().zip(basis.quantities) {
        let price = line.part_id.as_deref().and_then(|part| part_price(catalog, part, &currency));
        let Some(price) = price else {
            to_be_quoted.push(line.id.clone());
            continue;
        };
        let (unit_low, unit_high) = (traced(price, "low"), traced(price, "high"));
        let low = product(&currency, ("quantity", quantity), ("price", &unit_low));
        let high = product(&currency, ("quantity", quantity), ("price", &unit_high));
        let name = format!("line_{}", lines.len() + 1);
        let mut row = record.below(format!("lines/{}", lines.len()));
        lines.push(CostLine {
            line: line.id.clone(),
            price_id: price.id.to_string(),
            price_date: price.date.to_string(),
            indicative: price.indicative,
            unit_low: row.number("unit_low", &unit_low),
            unit_high: row.number("unit_high", &unit_high),
            low: row.number("low", &low),
            high: row.number("high", &high),
        });
        lows.push((name.clone(), low));
        if price.indicative || line.confidence != BomConfidence::Confirmed {
            soft.push((name.clone(), high.clone()));
        }
        highs.push((name, high));
    }
    let (low, high) = (sum(&currency, &lows)?, sum(&currency, &highs)?);
    let estimated = estimated(&soft, &high, &currency);
    let energy = energy(catalog, record, basis, &currency);
    let total = |purchase: &Traced| match &energy {
        Some((_, year_cost)) => Traced::derived(
            purchase.value + basis.years.value * year_cost.value,
            &currency,
            "purchase + years * energy_of_a_year",
            &[("purchase", purchase), ("years", &basis.years), ("energy_of_a_year", year_cost)],
        ),
        None => purchase.clone(),
    };
    // A total without the servers would mislead, so it is not given.
    let servers = basis.bom.lines.iter().filter(|line| line.group == "compute");
    let whole = servers.clone().count() > 0 && servers.clone().all(|line| !to_be_quoted.contains(&line.id));
    let (own_low, own_high) = if whole { (Some(total(&low)), Some(total(&high))) } else { (None, None) };
    let hours = Traced::constant(YEAR_HOURS, "h", "hours of a year of 365 days", "calendar");
    let per_gpu_hour = own_high.as_ref().map(|own| {
        Traced::derived(
            own.value / (basis.gpus.value * basis.years.value * hours.value),
            &currency,
            "ownership / (gpus * years * year_hours)",
            &[("ownership", own), ("gpus", &basis.gpus), ("years", &basis.years), ("year_hours", &hours)],
        )
    });
    let per_million_tokens = own_high.as_ref().zip(basis.served_tokens_per_s.as_ref()).map(|(own, rate)| {
        let seconds = Traced::constant(3600.0, "s", "seconds of an hour", "calendar");
        Traced::derived(
            own.value / (rate.value * basis.years.value * hours.value * seconds.value) * 1e6,
            &currency,
            "ownership / (tokens_per_s * years * year_hours * hour_seconds) * 1e6",
            &[
                ("ownership", own),
                ("tokens_per_s", rate),
                ("years", &basis.years),
                ("year_hours", &hours),
                ("hour_seconds", &seconds),
            ],
        )
    });
    let year = energy.as_ref().map(|(_, year)| year);
    let rent = if whole { rent(catalog, record, basis, &currency, &high, year) } else { None };
    let budget = budget(record, basis, &currency, &low, to_be_quoted.is_empty());
    let cost = Cost {
        lines,
        purchase_low: record.number("purchase_low", &low),
        purchase_high: record.number("purchase_high", &high),
        estimated_percent: record.number("estimated_percent", &estimated),
        to_be_quoted,
        energy: energy.map(|(energy, _)| energy),
        years: record.count("years", &basis.years),
        ownership_low: record.maybe("ownership_low", own_low.as_ref()),
        ownership_high: record.maybe("ownership_high", own_high.as_ref()),
        per_gpu_hour: record.maybe("per_gpu_hour", per_gpu_hour.as_ref()),
        per_million_tokens: record.maybe("per_million_tokens", per_million_tokens.as_ref()),
        rent,
        budget,
        currency,
    };
    let line_highs = highs.into_iter().map(|(_, high)| high).collect();
    Some(Total { cost, low, high, line_highs })
}

fn estimated(soft: &[(String, Traced)], high: &Traced, currency: &str) -> Traced {
    match sum(currency, soft) {
        Some(soft) => Traced::derived(
            soft.value / high.value * 100.0,
            "%",
            "estimated / purchase * 100",
            &[("estimated", &soft), ("purchase", high)],
        ),
        None => Traced::constant(0.0, "%", "every line has a firm price and quantity", "the lines"),
    }
}

fn energy(
    catalog: &Catalog,
    record: &mut Record<'_>,
    basis: &Basis<'_>,
    currency: &str,
) -> Option<(Energy, Traced)> {
    let (it, pue) = (basis.it_kw.as_ref()?, basis.pue.as_ref()?);
    let price = energy_price(catalog, currency)?;
    let each = traced(price, "high");
    let hours = Traced::constant(YEAR_HOURS, "h", "hours of a year of 365 days", "calendar");
    let kwh = Traced::derived(
        it.value * pue.value * hours.value,
        "kWh",
        "it_kw * pue * year_hours",
        &[("it_kw", it), ("pue", pue), ("year_hours", &hours)],
    );
    let year = product(currency, ("year_kwh", &kwh), ("per_kwh", &each));
    let mut row = record.below("energy");
    let energy = Energy {
        price_id: price.id.to_string(),
        per_kwh: row.number("per_kwh", &each),
        pue_ratio: row.number("pue_ratio", pue),
        year_kwh: row.number("year_kwh", &kwh),
        year_cost: row.number("year_cost", &year),
    };
    Some((energy, year))
}

fn rent(
    catalog: &Catalog,
    record: &mut Record<'_>,
    basis: &Basis<'_>,
    currency: &str,
    purchase: &Traced,
    year: Option<&Traced>,
) -> Option<Rent> {
    let price = cheapest_rent(catalog, basis.gpu_id, currency)?;
    let each = traced(price, "low");
    let hours = Traced::constant(YEAR_HOURS, "h", "hours of a year of 365 days", "calendar");
    let none = Traced::constant(0.0, currency, "no energy price is known", "price book");
    let year = year.unwrap_or(&none);
    let saved = basis.gpus.value * each.value - year.value / hours.value;
    let even = Traced::derived(
        purchase.value / saved,
        "h",
        "purchase / (gpus * rent - energy_of_a_year / year_hours)",
        &[
            ("purchase", purchase),
            ("gpus", &basis.gpus),
            ("rent", &each),
            ("energy_of_a_year", year),
            ("year_hours", &hours),
        ],
    );
    let mut row = record.below("rent");
    Some(Rent {
        price_id: price.id.to_string(),
        per_gpu_hour: row.number("per_gpu_hour", &each),
        break_even_hours: row.maybe("break_even_hours", (saved > 0.0).then_some(&even)),
    })
}

fn budget(
    record: &mut Record<'_>,
    basis: &Basis<'_>,
    currency: &str,
    low: &Traced,
    complete: bool,
) -> Option<BudgetCheck> {
    let (amount, stated, hard) = basis.budget.as_ref()?;
    if stated != currency {
        return None;
    }
    let left = Traced::derived(
        amount.value - low.value,
        currency,
        "budget - purchase_low",
        &[("budget", amount), ("purchase_low", low)],
    );
    let mut row = record.below("budget");
    Some(BudgetCheck {
        amount: row.number("amount", amount),
        hard: *hard,
        fits: if left.value < 0.0 { Some(false) } else { complete.then_some(true) },
        left: row.number("left", &left),
    })
}
