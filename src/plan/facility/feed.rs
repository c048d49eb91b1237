//! Power feeds: volts, phases, breaker, continuous load, and A and B sides that each carry the whole rack.

use super::super::work::Work;
use crate::{
    catalog::{Fact, PowerFeed, Region},
    design::Feed,
    trace::{
        Traced, facts,
        record::{product, rule_count},
    },
};

/// Share of a breaker's rating that continuous load may use in North America (NEC 210.19, 215.2).
const CONTINUOUS_SHARE: f64 = 0.8;
/// Power factor of server power supplies: NVIDIA prints 32.8 kW as the largest circuit of 34.5 kVA for DGX H100.
const POWER_FACTOR: f64 = 0.95;

/// Words of a place that name a region, lower case.
const REGION_WORDS: &[(Region, &[&str])] = &[
    (Region::Na, &["usa", "united states", "canada", "north america", "texas", "virginia"]),
    (
        Region::Eu,
        &["germany", "france", "europe", "eu", "frankfurt", "netherlands", "deutschland", "italy", "spain"],
    ),
    (Region::Uk, &["uk", "united kingdom", "london", "england"]),
    (Region::Jp, &["japan", "tokyo", "osaka"]),
    (Region::In, &["india", "mumbai", "bengaluru", "chennai", "delhi"]),
    (Region::Anz, &["australia", "sydney", "melbourne", "new zealand"]),
];

/// The power a rack offers: as stated, or what one of its redundant feeds carries continuously.
pub(in crate::plan) fn rack_budget(work: &Work<'_>) -> Option<Traced> {
    if let Some(stated) = &work.asked.power_per_rack_kw {
        return Some(Work::stated("power_per_rack_kw", "kW", stated));
    }
    if let Some(stated) = &work.asked.power_per_rack_kva {
        let kva = Work::stated("power_per_rack_kva", "kVA", stated);
        return Some(product("kW", ("rack_kva", &kva), ("power_factor", &power_factor())));
    }
    feed(work).map(|(_, continuous)| continuous)
}

/// One feed: its apparent power, and the continuous real power it carries at a power factor of one.
pub(in crate::plan) fn feed(work: &Work<'_>) -> Option<(Traced, Traced)> {
    let volts = Work::stated("volts", "V", work.asked.volts.as_ref()?);
    let amps = Work::stated("amps", "A", work.asked.amps.as_ref()?);
    let three = three_phases(work);
    let apparent = apparent(&volts, &amps, three);
    let share = share();
    let continuous = Traced::derived(
        apparent.value * share.value,
        "kW",
        "feed_kva * continuous_share",
        &[("feed_kva", &apparent), ("continuous_share", &share)],
    )
    .by_rule("power factor one; with A and B feeds each carries the whole load");
    Some((apparent, continuous))
}

/// Phases next to a voltage are those of the feed.
fn three_phases(work: &Work<'_>) -> bool {
    [&work.asked.feed_phases, &work.asked.phases].into_iter().flatten().any(|stated| stated.value == 3)
}

fn apparent(volts: &Traced, amps: &Traced, three: bool) -> Traced {
    let formula = if three { "volts * amps * sqrt(3) / 1000" } else { "volts * amps / 1000" };
    let kva = volts.value * amps.value * if three { 3f64.sqrt() } else { 1.0 } / 1000.0;
    Traced::derived(kva, "kVA", formula, &[("volts", volts), ("amps", amps)])
}

fn share() -> Traced {
    Traced::constant(
        CONTINUOUS_SHARE,
        "",
        "share of a breaker's rating for continuous load",
        "NEC 210.19 and 215.2; other regions may rate breakers for full continuous load",
    )
}

pub(super) fn power_factor() -> Traced {
    Traced::constant(
        POWER_FACTOR,
        "",
        "power factor of server power supplies",
        "DGX SuperPOD H100 data centre design, electrical: 32.8 kW on a circuit of 34.5 kVA",
    )
}

/// The circuit one feed is.
struct Circuit {
    id: Option<String>,
    region: Option<String>,
    volts: Traced,
    phases: Traced,
    amps: Traced,
    share: Traced,
    kva: Traced,
}

/// The feeds of a rack that takes this power, with their number: the stated ones, or the region's circuit that needs
/// the fewest.
pub(super) fn of_rack(work: &mut Work<'_>, power: &Traced) -> Option<(Feed, Traced)> {
    let circuit = stated(work).or_else(|| of_region(work))?;
    let kw = product("kW", ("feed_kva", &circuit.kva), ("power_factor", &power_factor()));
    let side = Traced::derived(
        (power.value / kw.value - 1e-9).ceil().max(1.0),
        "feeds",
        "max(1, ceil(rack_kw / feed_kw))",
        &[("rack_kw", power), ("feed_kw", &kw)],
    );
    let sides = rule_count(2, "sides", "sides A and B, each carries the whole rack", "A/B redundancy");
    let all = product("feeds", ("feeds_per_side", &side), ("sides", &sides));
    let mut record = work.record("/design/facility/feed");
    let feed = Feed {
        feed_id: circuit.id,
        region: circuit.region,
        voltage_v: record.number("voltage_v", &circuit.volts),
        phase_count: record.count("phase_count", &circuit.phases),
        breaker_a: record.number("breaker_a", &circuit.amps),
        continuous_ratio: record.number("continuous_ratio", &circuit.share),
        continuous_kva: record.number("continuous_kva", &circuit.kva),
        continuous_kw: record.number("continuous_kw", &kw),
        feeds_per_side: record.count("feeds_per_side", &side),
        feeds_per_rack: record.count("feeds_per_rack", &all),
    };
    Some((feed, all))
}

fn stated(work: &Work<'_>) -> Option<Circuit> {
    let volts = Work::stated("volts", "V", work.asked.volts.as_ref()?);
    let amps = Work::stated("amps", "A", work.asked.amps.as_ref()?);
    let three = three_phases(work);
    let phases = match work.asked.feed_phases.as_ref().or(work.asked.phases.as_ref().filter(|_| three)) {
        Some(stated) => Work::stated_count("feed_phases", "phases", stated),
        None => Traced::assumed(1.0, "phases", "feed_phases", "no number of phases is stated"),
    };
    let full = apparent(&volts, &amps, three);
    let share = share();
    let kva = product("kVA", ("feed_kva", &full), ("continuous_share", &share));
    Some(Circuit { id: None, region: None, volts, phases, amps, share, kva })
}

/// The region's circuit with the greatest continuous power.
fn of_region(work: &Work<'_>) -> Option<Circuit> {
    let place = work.asked.location.as_ref()?.value.to_lowercase();
    let words: Vec<&str> = place.split(|c: char| !c.is_alphanumeric()).collect();
    let region = REGION_WORDS.iter().find_map(|(region, names)| {
        let named =
            names.iter().any(|name| words.contains(name) || name.contains(' ') && place.contains(name));
        named.then_some(*region)
    })?;
    let usual = |feed: &&PowerFeed| {
        feed.regions.known().is_some_and(|regions| regions.contains(&region))
            && feed.continuous_kva.as_ref().and_then(Fact::known).is_some()
    };
    let kva = |feed: &PowerFeed| feed.continuous_kva.as_ref().and_then(Fact::known).copied().unwrap_or(0.0);
    let feed = work.catalog.power_feeds().iter().filter(usual).max_by(|a, b| kva(a).total_cmp(&kva(b)))?;
    let entry = format!("power_feed/{}", feed.id);
    let number =
        |field: &str, unit: &str, fact: &Option<Fact<f64>>| facts::number(&entry, field, unit, fact.as_ref());
    Some(Circuit {
        id: Some(feed.id.to_string()),
        region: Some(region.word().into()),
        volts: number("voltage_v", "V", &feed.voltage_v)?,
        phases: facts::number(&entry, "phases", "phases", feed.phases.as_ref())?,
        amps: number("breaker_a", "A", &feed.breaker_a)?,
        share: number("continuous_ratio", "", &feed.continuous_ratio).unwrap_or_else(|| {
            Traced::constant(1.0, "", "no source read derates breakers in this region", "the catalog's feed")
        }),
        kva: number("continuous_kva", "kVA", &feed.continuous_kva)?,
    })
}
