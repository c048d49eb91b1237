//! What things cost, from indicative prices with their date: to buy, to rent, and what a budget comes to. None is a
//! quotation.

use super::{Ask, name_of, number};
use crate::{
    catalog::{Catalog, Price, kinds::PriceUnit},
    design::{Outcome, Want},
    read::question::{Measure, Thing, ThingKind},
};

/// Part of a budget that goes to the servers, and dollars of a euro: assumptions that are shown.
const SERVERS: (f64, f64) = (0.70, 0.85);
const EURO: (f64, f64) = (1.05, 1.20);
const HOURS_A_DAY: f64 = 24.0;

pub(super) fn answer(ask: &Ask<'_>) -> Option<(Vec<String>, Outcome)> {
    // "How many transceivers do I have to buy?" asks for a number of them.
    let parts = ["switch", "optic", "cable", "nic", "spine", "leaf"];
    let counted = ask.cue("buy") && ask.cue("count") && parts.iter().any(|cue| ask.cue(cue));
    if !ask.wants(Want::Price) || ask.cue("energy") || counted {
        return None;
    }
    let priced;
    let catalog = if ask.catalog.prices().is_empty() {
        priced = ask.catalog.with_bundled_overlay("indicative-prices").ok()?;
        &priced
    } else {
        ask.catalog
    };
    if let Some(budget) = ask.question.amount(Measure::Money)
        && (ask.question.things.is_empty() || ask.cue("count"))
    {
        return self::budget(ask, catalog, budget.value, budget.currency.unwrap_or("USD"));
    }
    let mut sentences = Vec::new();
    let gpu = gpu(ask);
    let both = ask.cue("rent") && ask.cue("buy");
    if let (true, Some(gpu)) = (ask.cue("rent"), &gpu) {
        sentences.extend(run(ask, catalog, gpu));
        sentences.extend(rent(ask, catalog, gpu, both));
    } else if ask.question.of(ThingKind::Gpu).len() > 1 && ask.question.of(ThingKind::System).is_empty() {
        sentences.extend(
            ask.question
                .of(ThingKind::Gpu)
                .into_iter()
                .take(3)
                .filter_map(|thing| buy(ask, catalog, Some(thing))),
        );
    } else if let Some(told) = buy(ask, catalog, gpu.as_ref()) {
        sentences.push(told);
    }
    if !sentences.is_empty() && ask.question.amount(Measure::PerKwh).is_some() {
        // What it costs to run stands beside what it costs to buy.
        let system =
            ask.question.of(ThingKind::System).first().and_then(|thing| ask.catalog.system(&thing.id));
        let system = system.or_else(|| super::power::own(ask, &gpu.as_ref()?.id));
        sentences.extend(
            system
                .and_then(|system| super::energy::answer(ask, system))
                .map(|(told, _)| told)
                .unwrap_or_default(),
        );
    }
    (!sentences.is_empty()).then_some((sentences, Outcome::Answer))
}

/// The GPU that is meant: named, inside a named server, or of the design.
fn gpu(ask: &Ask<'_>) -> Option<Thing> {
    if let Some(thing) = ask.question.of(ThingKind::Gpu).first() {
        return Some((*thing).clone());
    }
    let id = match ask.question.of(ThingKind::System).first() {
        Some(system) => ask.catalog.system(&system.id)?.gpus.first()?.to_string(),
        None => ask.design?.compute.as_ref()?.gpu_id.clone(),
    };
    Some(Thing {
        kind: ThingKind::Gpu,
        written: id.clone(),
        id,
        others: Vec::new(),
        first: usize::MAX,
        last: usize::MAX,
    })
}

/// Rows of the on-demand price of an hour: of the part, and of its variants when the name left them open.
fn hours<'a>(catalog: &'a Catalog, gpu: &Thing) -> Vec<&'a Price> {
    let meant = |part: &str| {
        part == gpu.id || gpu.others.iter().any(|other| other == part && !other.starts_with("gb"))
    };
    let mut rows: Vec<&Price> = catalog
        .prices()
        .iter()
        .filter(|price| price.unit == PriceUnit::GpuHour && price.part.as_deref().is_some_and(meant))
        .filter(|price| price.term.as_deref().is_some_and(|term| term.starts_with("on-demand")))
        .collect();
    rows.sort_by(|a, b| a.low.total_cmp(&b.low));
    rows
}

/// What a training or fine-tune costs on rented GPUs: its GPU-hours at the lowest and the highest price.
fn run(ask: &Ask<'_>, catalog: &Catalog, gpu: &Thing) -> Option<String> {
    let (gpus, days) = super::run::days(ask)?;
    let rows = hours(catalog, gpu);
    let (low, high) = (rows.first()?, rows.iter().max_by(|a, b| a.high.total_cmp(&b.high))?);
    let hours = days * HOURS_A_DAY;
    let total = |price: f64| gpus as f64 * hours * price;
    Some(ask.say(
        "rent_total",
        &[
            ("count", &number(gpus as f64)),
            ("gpu", &ask.name(gpu)),
            ("hours", &number((hours * 10.0).round() / 10.0)),
            ("unit", dollar_unit(total(high.high))),
            ("low", &dollars(total(low.low), total(high.high))),
            ("high", &dollars(total(high.high), total(high.high))),
        ],
    ))
}

fn rent(ask: &Ask<'_>, catalog: &Catalog, gpu: &Thing, both: bool) -> Vec<String> {
    let rows = hours(catalog, gpu);
    let name = ask.name(gpu);
    let (Some(low), Some(high)) = (rows.first(), rows.iter().max_by(|a, b| a.high.total_cmp(&b.high))) else {
        return vec![ask.say("price_missing", &[("part", &name)])];
    };
    let by = |price: &Price| {
        let part = price.part.as_deref().map_or(String::new(), |id| name_of(catalog, ThingKind::Gpu, id));
        format!("{}, {part}", price.seller.as_deref().unwrap_or(&price.source))
    };
    let mut out = Vec::new();
    let count = ask
        .question
        .count_of(gpu)
        .or_else(|| ask.question.counted(ask.catalog, "gpu"))
        .or_else(|| {
            // "8 of them".
            let counts =
                ask.question.amounts.iter().filter(|one| one.measure == Measure::Count && one.value > 1.0);
            counts.map(|one| one.value as u64).next().filter(|_| ask.cue("them"))
        })
        .unwrap_or(if both { 8 } else { 1 });
    let days = ask.question.amount(Measure::Days).map(|amount| amount.value);
    // "for two years": the number is a word, its unit another.
    let total = days.map(|days| {
        let hours = days * HOURS_A_DAY;
        (hours, count as f64 * hours * low.low, count as f64 * hours * high.high)
    });
    let server = server_price(ask, catalog, &gpu.id);
    if let (true, Some((hours, low, high)), Some((_, price))) = (both, total, server) {
        let id = if price.high * (count as f64 / 8.0).ceil() < low { "buy_cheaper" } else { "rent_cheaper" };
        out.push(
            ask.say(id, &[("low", &number(price.low / 1000.0)), ("high", &number(price.high / 1000.0))]),
        );
        out.push(ask.say(
            "rent_total",
            &[
                ("count", &number(count as f64)),
                ("gpu", &name),
                ("hours", &number(hours)),
                ("unit", dollar_unit(high)),
                ("low", &dollars(low, high)),
                ("high", &dollars(high, high)),
            ],
        ));
    } else if let Some((hours, low, high)) = total {
        out.push(ask.say(
            "rent_total",
            &[
                ("count", &number(count as f64)),
                ("gpu", &name),
                ("hours", &number(hours)),
                ("unit", dollar_unit(high)),
                ("low", &dollars(low, high)),
                ("high", &dollars(high, high)),
            ],
        ));
    }
    out.push(ask.say(
        "rent",
        &[
            ("gpu", &name),
            ("low", &number(low.low)),
            ("lowby", &by(low)),
            ("high", &number(high.high)),
            ("highby", &by(high)),
            ("date", &low.date),
        ],
    ));
    out
}

/// An amount whose unit follows: whole dollars below a million, thousands above; by the greater of a range, so
/// that both ends are in one unit.
fn dollars(amount: f64, greatest: f64) -> String {
    if greatest < FULL_BELOW { number(amount.round()) } else { number((amount / 1000.0).round()) }
}

/// Dollars in whole below this; thousands of dollars above.
const FULL_BELOW: f64 = 1_000_000.0;

/// The unit of [`dollars`].
fn dollar_unit(greatest: f64) -> &'static str {
    if greatest < FULL_BELOW { "USD" } else { "kUSD" }
}

/// The price of an 8-GPU server with a GPU, and the server's name.
fn server_price<'a>(ask: &Ask<'_>, catalog: &'a Catalog, gpu: &str) -> Option<(String, &'a Price)> {
    let named = ask.question.of(ThingKind::System).first().map(|thing| thing.id.clone());
    let holds = |id: &str| catalog.system(id).is_some_and(|system| system.gpus.iter().any(|one| one == gpu));
    let mut fits =
        catalog.prices().iter().filter(|price| price.unit == PriceUnit::Each).filter_map(|price| {
            let part = price.part.as_deref()?;
            (named.as_deref() == Some(part) || named.is_none() && holds(part)).then_some((part, price))
        });
    let first = fits.clone().find(|(part, _)| part.starts_with("hgx")).or_else(|| fits.next())?;
    Some((name_of(catalog, ThingKind::System, first.0), first.1))
}

fn buy(ask: &Ask<'_>, catalog: &Catalog, gpu: Option<&Thing>) -> Option<String> {
    let system = ask.question.of(ThingKind::System).first().copied();
    let part = ask.question.things.iter().find(|thing| {
        !matches!(thing.kind, ThingKind::Gpu | ThingKind::System | ThingKind::Model | ThingKind::Pattern)
    });
    if let Some(thing) = part {
        let price = catalog
            .prices()
            .iter()
            .find(|price| price.unit == PriceUnit::Each && price.part.as_deref() == Some(&thing.id));
        let Some(price) = price else { return Some(ask.say("price_missing", &[("part", &ask.name(thing))])) };
        return Some(bought(
            ask,
            "buy_part",
            &ask.name(thing),
            ask.question.count_of(thing).unwrap_or(1),
            price,
        ));
    }
    let gpu = gpu?;
    let Some((server, price)) = server_price(ask, catalog, &gpu.id) else {
        let single = catalog
            .prices()
            .iter()
            .find(|price| price.unit == PriceUnit::Each && price.part.as_deref() == Some(&gpu.id));
        let Some(price) = single else { return Some(ask.say("price_missing", &[("part", &ask.name(gpu))])) };
        return Some(bought(ask, "buy_part", &ask.name(gpu), ask.question.count_of(gpu).unwrap_or(1), price));
    };
    let gpus = ask.question.count_of(gpu).or_else(|| ask.question.counted(ask.catalog, "gpu"));
    let nodes = system
        .and_then(|thing| ask.question.count_of(thing))
        .or_else(|| ask.node_count())
        .or_else(|| gpus.filter(|gpus| *gpus > 1).map(|gpus| gpus.div_ceil(8)))
        .or_else(|| {
            (gpu.first == usize::MAX && system.is_none())
                .then(|| {
                    ask.design.and_then(|design| design.compute.as_ref()).map(|compute| compute.node_count)
                })
                .flatten()
        });
    if nodes.is_none()
        && system.is_none()
        && let Some(price) = catalog
            .prices()
            .iter()
            .find(|price| price.unit == PriceUnit::Each && price.part.as_deref() == Some(&gpu.id))
    {
        return Some(bought(ask, "buy_part", &ask.name(gpu), 1, price));
    }
    Some(bought(ask, "buy", &server, nodes.unwrap_or(1), price))
}

/// A price as a sentence: `phrase` is that of servers, or of a part alone.
fn bought(ask: &Ask<'_>, phrase: &str, name: &str, count: u64, price: &Price) -> String {
    // Below a million the figures are in thousands.
    let small = price.high * (count as f64) < 1e6;
    let total = |each: f64| {
        if small {
            dollars(each * count as f64, price.high * count as f64)
        } else {
            number(each * count as f64 / 1e6)
        }
    };
    let told = ask.say(
        phrase,
        &[
            ("count", &number(count as f64)),
            ("part", name),
            ("low", &total(price.low)),
            ("high", &total(price.high)),
            ("date", &price.date),
        ],
    );
    let told = match (told.find(&total(price.low)), price.low >= price.high) {
        // One price is no range: "515 to 515" is said once.
        (Some(at), true) => {
            let both = told[at..].match_indices(&total(price.low)).nth(1).map(|(next, _)| at + next);
            both.map_or(told.clone(), |next| format!("{}{}", &told[..at], &told[next..]))
        }
        _ => told,
    };
    if small { told.replace(&ask.say("million", &[]), dollar_unit(price.high * count as f64)) } else { told }
}

fn budget(ask: &Ask<'_>, catalog: &Catalog, amount: f64, currency: &str) -> Option<(Vec<String>, Outcome)> {
    let euro = currency == "EUR";
    let rate = if euro { EURO } else { (1.0, 1.0) };
    let gpu = gpu(ask);
    let servers: Vec<&Price> = match &gpu {
        Some(gpu) => vec![server_price(ask, catalog, &gpu.id)?.1],
        None => ["hgx-h200", "hgx-b200"]
            .iter()
            .filter_map(|id| {
                catalog
                    .prices()
                    .iter()
                    .find(|price| price.part.as_deref() == Some(*id) && price.unit == PriceUnit::Each)
            })
            .collect(),
    };
    let low = servers.iter().map(|price| price.low).reduce(f64::min)?;
    let high = servers.iter().map(|price| price.high).reduce(f64::max)?;
    let most = (amount * rate.1 * SERVERS.1 / low).floor();
    let least = (amount * rate.0 * SERVERS.0 / high).floor();
    let told = ask.say(
        "budget",
        &[
            ("low", &number(least * 8.0)),
            ("high", &number(most * 8.0)),
            ("slow", &number(least)),
            ("shigh", &number(most)),
            ("amount", &number(amount / 1e6)),
            ("currency", currency),
            ("plow", &number(low / 1000.0)),
            ("phigh", &number(high / 1000.0)),
            ("date", &servers[0].date),
            ("rate", &if euro { ask.say("rate", &[]) } else { String::new() }),
        ],
    );
    let told = match &gpu {
        Some(gpu) => told.replace("H200 or B200", &ask.name(gpu)),
        None => told,
    };
    Some((vec![told], Outcome::AnswerWithAssumptions))
}
