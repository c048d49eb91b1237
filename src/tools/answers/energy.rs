//! The energy of a year: at full rated power, with the site's PUE, at a usual load, and what it costs.

use super::{Ask, name_of, number, power};
use crate::{
    catalog::System,
    design::Outcome,
    read::question::{Amount, Measure, ThingKind},
};

const HOURS: f64 = 8760.0;
/// Average share of the rated power a busy training cluster draws; shown as an assumption.
const LOAD: f64 = 0.7;

/// The energy of the systems a question names.
pub(super) fn asked(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    if ask.cue("energy") { answer(ask, power::system(ask)?) } else { None }
}

/// The energy of so many of a system as are named.
pub(super) fn answer(ask: &Ask<'_>, system: &System) -> Option<(Vec<String>, Outcome)> {
    let fact = system.power_max_kw.as_ref()?;
    let each = *fact.known()?;
    ask.cite(&fact.source);
    let count = ask.node_or_gpu(Some(system)).unwrap_or(1) as f64;
    let name = name_of(ask.catalog, ThingKind::System, &system.id);
    Some(told(ask, count * each, count, &name))
}

/// The energy of a year of a power in kilowatts, which so many of something draw.
pub(super) fn told(ask: &Ask<'_>, kw: f64, count: f64, name: &str) -> (Vec<String>, Outcome) {
    let stated = Some(power::pue(ask)).filter(|ratio| *ratio > 1.0);
    let pue =
        stated.or_else(|| ask.catalog.site_factor("pue-default")?.ratio.known().copied()).unwrap_or(1.3);
    let year = kw * HOURS / 1000.0;
    // Told in the unit of the question.
    let kilo = ask.question.words.words.iter().any(|word| word.text == "kwh") && rate(ask).is_none();
    let shown = |mwh: f64| number(if kilo { (mwh * 1000.0).round() } else { mwh.round() });
    let told = ask.say(
        if stated.is_some() { "energy_stated" } else { "energy" },
        &[
            ("mwh", &shown(year)),
            ("count", &number(count)),
            ("system", name),
            ("kw", &number(kw)),
            ("pue", &number(pue)),
            ("site", &shown(year * pue)),
            ("real", &shown(year * LOAD)),
        ],
    );
    let mut sentences = vec![if kilo { told.replace("MWh", "kWh") } else { told }];
    if let Some(rate) = rate(ask) {
        sentences.insert(
            0,
            ask.say(
                "energy_cost",
                &[
                    ("rate", &number(rate.value)),
                    ("currency", rate.currency.unwrap_or("USD")),
                    ("it", &number((year * 1000.0 * rate.value).round())),
                    ("site", &number((year * 1000.0 * pue * rate.value).round())),
                ],
            ),
        );
    }
    (sentences, Outcome::Answer)
}

/// The price of a kilowatt-hour that is stated.
fn rate<'a>(ask: &'a Ask<'_>) -> Option<&'a Amount> {
    // "At 0.20 euro": no other price of power is that small.
    ask.question.amount(Measure::PerKwh).or_else(|| {
        ask.question.amounts.iter().find(|one| one.measure == Measure::Money && one.value < RATE_MOST)
    })
}

/// A kilowatt-hour costs less than this in any currency read here.
const RATE_MOST: f64 = 3.0;
