//! Cost of a bill of materials from the prices of the catalog's overlays and price books. There is no price without
//! a book; what has none is to be quoted and enters no total.

mod select;

use select::{Chosen, cheapest_rent, coverage_min, energy_price, part_price};

use crate::{
    catalog::{Catalog, Price, kinds::Confidence},
    design::{Bom, BomConfidence, BudgetCheck, Cost, CostLine, Energy, ExchangeRate, Rent},
    trace::{
        Origin, Traced,
        record::{Record, product, sum},
    },
    units::{ConversionRate, Gpus, Hours, Kw, Lines, Money, Per, Percent, Ratio, Seconds, TokensPerS, Years},
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
    part_price(catalog, part, currency).map(|chosen| unit_price(&chosen, "high", currency))
}

/// The price of one in the currency of the totals.
fn unit_price(chosen: &Chosen<'_>, field: &str, currency: &str) -> Traced {
    let price = traced(chosen.price, field);
    match chosen.rate {
        None => price,
        Some((rate, true)) => product(currency, ("price", &price), ("rate", &traced(rate, "high"))),
        Some((rate, false)) => {
            let rate = traced(rate, "high");
            (price.named::<Money>("price") / rate.named::<ConversionRate>("rate")).clean().traced_in(currency)
        }
    }
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
    /// The priced lines at the low prices.
    pub low: Traced,
    /// The priced lines at the high prices.
    pub high: Traced,
}

/// What the lines of the bill come to.
struct Priced {
    lines: Vec<CostLine>,
    lows: Vec<(String, Traced)>,
    highs: Vec<(String, Traced)>,
    soft: Vec<(String, Traced)>,
    own: Vec<(String, Traced)>,
    to_be_quoted: Vec<String>,
    rates: Vec<ExchangeRate>,
}

fn priced(catalog: &Catalog, record: &mut Record<'_>, basis: &Basis<'_>, currency: &str) -> Priced {
    let mut found = Priced {
        lines: Vec::new(),
        lows: Vec::new(),
        highs: Vec::new(),
        soft: Vec::new(),
        own: Vec::new(),
        to_be_quoted: Vec::new(),
        rates: Vec::new(),
    };
    for (line, quantity) in basis.bom.lines.iter().zip(basis.quantities) {
        let chosen = line.part_id.as_deref().and_then(|part| part_price(catalog, part, currency));
        let Some(chosen) = chosen else {
            found.to_be_quoted.push(line.id.clone());
            continue;
        };
        let price = chosen.price;
        let (unit_low, unit_high) =
            (unit_price(&chosen, "low", currency), unit_price(&chosen, "high", currency));
        let low = product(currency, ("quantity", quantity), ("price", &unit_low));
        let high = product(currency, ("quantity", quantity), ("price", &unit_high));
        let name = format!("line_{}", found.lines.len() + 1);
        let mut row = record.below(format!("lines/{}", found.lines.len()));
        found.lines.push(CostLine {
            line: line.id.clone(),
            price_id: price.id.to_string(),
            price_date: price.date.to_string(),
            indicative: price.indicative,
            unit_low: row.number("unit_low", &unit_low),
            unit_high: row.number("unit_high", &unit_high),
            low: row.number("low", &low),
            high: row.number("high", &high),
        });
        if let Some((rate, _)) = chosen.rate
            && !found.rates.iter().any(|known| known.price_id == rate.id)
        {
            let mut row = record.below(format!("rates/{}", found.rates.len()));
            found.rates.push(ExchangeRate {
                price_id: rate.id.to_string(),
                from: rate.part.as_deref().unwrap_or_default().to_string(),
                to: rate.currency.to_string(),
                rate: row.number("rate", &traced(rate, "high")),
                date: rate.date.to_string(),
            });
        }
        found.lows.push((name.clone(), low));
        if price.indicative || line.confidence != BomConfidence::Confirmed {
            found.soft.push((name.clone(), high.clone()));
        }
        if !price.indicative {
            found.own.push((name.clone(), high.clone()));
        }
        found.highs.push((name, high));
    }
    found
}

/// Why no purchase may be given: a server without a price, or too few lines with one.
fn withheld(catalog: &Catalog, basis: &Basis<'_>, open: &[String], covered: &Traced) -> Option<String> {
    let servers = basis.bom.lines.iter().filter(|line| line.group == "compute");
    let missing: Vec<&str> =
        servers.clone().filter(|line| open.contains(&line.id)).map(|line| line.item.as_str()).collect();
    if servers.count() == 0 {
        return Some("the bill holds no servers".into());
    }
    if !missing.is_empty() {
        return Some(format!(
            "{} has no price; a total without the servers would mislead",
            missing.join(", ")
        ));
    }
    let least = coverage_min(catalog)?;
    (covered.value + 1e-9 < least.low).then(|| {
        format!(
            "{} of the lines have a price; the price book asks for {} % before a total is given",
            covered.words(),
            crate::units::plain(least.low)
        )
    })
}

/// The cost in one currency; none when no line has a price.
pub fn cost(catalog: &Catalog, record: &mut Record<'_>, basis: &Basis<'_>) -> Option<Total> {
    let wanted = basis.budget.as_ref().map(|(_, currency, _)| currency.as_str()).filter(|c| !c.is_empty());
    let currency = select::currency(catalog, basis.bom, wanted)?;
    let Priced { lines, lows, highs, soft, own, to_be_quoted, rates } =
        priced(catalog, record, basis, &currency);
    let (low, high) = (sum(&currency, &lows)?, sum(&currency, &highs)?);
    let estimated = share(&soft, &high, &currency, "estimated");
    let own_value = share(&own, &high, &currency, "own_prices");
    let covered = covered(lines.len(), basis.bom.lines.len());
    let energy = energy(catalog, record, basis, &currency);
    let total = |purchase: &Traced| match &energy {
        Some((_, year_cost)) => (purchase.named::<Money>("purchase")
            + basis.years.named::<Years>("years") * year_cost.named::<Per<Money, Years>>("energy_of_a_year"))
        .traced_in(&currency),
        None => purchase.clone(),
    };
    let withheld = withheld(catalog, basis, &to_be_quoted, &covered);
    let whole = withheld.is_none();
    let (own_low, own_high) = if whole { (Some(total(&low)), Some(total(&high))) } else { (None, None) };
    let hours = Traced::constant(YEAR_HOURS, "h", "hours of a year of 365 days", "calendar");
    let per_gpu_hour = own_high.as_ref().map(|own| {
        (own.named::<Money>("ownership").per(
            &(basis.gpus.named::<Gpus>("gpus").as_many::<Ratio>()
                * basis.years.named::<Years>("years")
                * hours.named::<Per<Hours, Years>>("year_hours")),
        ))
        .traced_in(&currency)
    });
    let per_million_tokens = own_high.as_ref().zip(basis.served_tokens_per_s.as_ref()).map(|(own, rate)| {
        let seconds = Traced::constant(3600.0, "s", "seconds of an hour", "calendar");
        (own.named::<Money>("ownership").per(
            &(rate.named::<TokensPerS>("tokens_per_s")
                * basis.years.named::<Years>("years").as_many::<Ratio>()
                * hours.named::<Hours>("year_hours").as_many::<Ratio>()
                * seconds.named::<Seconds>("hour_seconds")),
        ) * 1e6)
            .traced_in(&currency)
    });
    let year = energy.as_ref().map(|(_, year)| year);
    let rent = if whole { rent(catalog, record, basis, &currency, &high, year) } else { None };
    let budget = budget(record, basis, &currency, (&low, &high), whole, to_be_quoted.is_empty());
    let cost = Cost {
        lines,
        purchase_low: record.maybe("purchase_low", whole.then_some(&low)),
        purchase_high: record.maybe("purchase_high", whole.then_some(&high)),
        withheld,
        priced_low: record.number("priced_low", &low),
        priced_high: record.number("priced_high", &high),
        covered_line_percent: record.number("covered_line_percent", &covered),
        own_value_percent: record.number("own_value_percent", &own_value),
        rates,
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
    Some(Total { cost, low, high })
}

/// Lines of the bill with a price, percent.
fn covered(priced: usize, all: usize) -> Traced {
    let what = "lines of the bill";
    let priced = Traced::constant(priced as f64, "lines", "lines of the bill with a price", what);
    let all = Traced::constant(all as f64, "lines", "lines of the bill", what);
    (priced.named::<Lines>("priced") / all.named::<Lines>("lines")).converted::<Percent>(100.0).traced()
}

/// The share of some lines in the priced sum at the high prices, percent.
fn share(some: &[(String, Traced)], high: &Traced, currency: &str, name: &'static str) -> Traced {
    match sum(currency, some) {
        Some(part) => {
            (part.named::<Money>(name) / high.named::<Money>("priced")).converted::<Percent>(100.0).traced()
        }
        None => Traced::constant(0.0, "%", "no line of this kind has a price", "the lines"),
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
    let kwh =
        (it.named::<Kw>("it_kw") * pue.named::<Ratio>("pue") * hours.named::<Hours>("year_hours")).traced();
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
    let rented = basis.gpus.named::<Gpus>("gpus") * each.named::<Per<Money, Gpus>>("rent");
    let energy = year.named::<Money>("energy_of_a_year").per(&hours.named::<Hours>("year_hours"));
    let saved = rented.each::<Hours>() - energy;
    let even = (purchase.named::<Money>("purchase") / &saved).traced();
    let mut row = record.below("rent");
    Some(Rent {
        price_id: price.id.to_string(),
        per_gpu_hour: row.number("per_gpu_hour", &each),
        break_even_hours: row.maybe("break_even_hours", (saved.value() > 0.0).then_some(&even)),
    })
}

fn budget(
    record: &mut Record<'_>,
    basis: &Basis<'_>,
    currency: &str,
    (low, high): (&Traced, &Traced),
    whole: bool,
    complete: bool,
) -> Option<BudgetCheck> {
    let (amount, stated, hard) = basis.budget.as_ref()?;
    if stated != currency {
        return None;
    }
    let left = |name: &'static str, purchase: &Traced| {
        (amount.named::<Money>("budget") - purchase.named::<Money>(name)).traced_in(currency)
    };
    let (at_low, at_high) = (left("priced_low", low), left("priced_high", high));
    // Priced lines that exceed the budget by themselves are a fact; what is left of it is not, while prices are open.
    let over = at_low.value < 0.0;
    let mut row = record.below("budget");
    Some(BudgetCheck {
        amount: row.number("amount", amount),
        hard: *hard,
        fits: if over { Some(false) } else { (whole && complete).then_some(true) },
        left: row.maybe("left", (whole || over).then_some(&at_low)),
        left_at_high: row.maybe("left_at_high", whole.then_some(&at_high)),
    })
}
