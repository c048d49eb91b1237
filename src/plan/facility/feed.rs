//! Power feeds: volts, phases, breaker, continuous load, and as many sources as the servers' power supplies ask for.

use super::super::work::Work;
use crate::{
    catalog::{Fact, PowerFeed, Region},
    design::Feed,
    trace::{Num, Origin, Traced, facts, record::product},
    units::{Amps, Feeds, Kva, Kw, Per, PowerSources, Ratio, Volts},
};

/// Share of a breaker's rating that continuous load may use in North America (NEC 210.19, 215.2).
const CONTINUOUS_SHARE: f64 = 0.8;
/// Voltages of three-phase rack circuits: line to line from here on.
const THREE_PHASE_V: f64 = 380.0;
const THREE_PHASE_REASON: &str =
    "no number of phases is stated; rack circuits of this voltage have three phases";
/// Nominal voltages of North American circuits.
const NA_VOLTS: [f64; 5] = [120.0, 208.0, 240.0, 277.0, 480.0];
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
        return Some(product("kW", ("rack_kva", &kva), ("power_factor", &power_factor(work))));
    }
    feed(work).map(|(_, continuous)| continuous)
}

/// One feed: its apparent power, and the real power it carries without end.
pub(in crate::plan) fn feed(work: &Work<'_>) -> Option<(Traced, Traced)> {
    let circuit = stated(work)?;
    let apparent = apparent(&circuit.volts, &circuit.amps, circuit.phases.count() == 3);
    let continuous = product("kW", ("feed_kva", &circuit.kva), ("power_factor", &power_factor(work)))
        .by_rule("all feeds but one carry the whole rack");
    Some((apparent, continuous))
}

/// The phases of a stated feed: as stated, of the catalog's circuit of these volts and amperes, or assumed from the
/// voltage: from 380 V on, circuits of racks have three phases.
fn phases(work: &Work<'_>, known: Option<&PowerFeed>, volts: f64) -> Traced {
    if let Some(stated) = [&work.asked.feed_phases, &work.asked.phases].into_iter().flatten().next() {
        return Work::stated_count("feed_phases", "phases", stated);
    }
    let of_catalog = known.and_then(|feed| {
        facts::number(&format!("power_feed/{}", feed.id), "phases", "phases", feed.phases.as_ref())
    });
    of_catalog.unwrap_or_else(|| {
        if volts >= THREE_PHASE_V {
            Traced::assumed(3.0, "phases", "feed_phases", THREE_PHASE_REASON)
        } else {
            Traced::assumed(1.0, "phases", "feed_phases", "no number of phases is stated")
        }
    })
}

/// The catalog's circuit of stated volts and amperes, of the stated place where it is known.
fn of_rating<'a>(work: &Work<'a>, volts: f64, amps: f64) -> Option<&'a PowerFeed> {
    let near = |fact: &Option<Fact<f64>>, value: f64| {
        fact.as_ref().and_then(Fact::known).is_some_and(|known| (known - value).abs() <= 0.005 * value)
    };
    let region = region(work);
    work.catalog.power_feeds().iter().find(|feed| {
        near(&feed.voltage_v, volts)
            && near(&feed.breaker_a, amps)
            && region
                .is_none_or(|region| feed.regions.known().is_some_and(|regions| regions.contains(&region)))
    })
}

fn apparent(volts: &Traced, amps: &Traced, three: bool) -> Traced {
    let of_phase = volts.named::<Volts>("volts") * amps.named::<Amps>("amps");
    let all = if three { of_phase * Num::<Ratio>::literal(3.0).sqrt::<Ratio>() } else { of_phase };
    all.divided::<Kva>(1000.0).traced()
}

/// The share of a breaker that load may take without end: of the catalog's circuit, of North America, else whole.
fn share(work: &Work<'_>, known: Option<&PowerFeed>, volts: f64) -> Traced {
    let of_catalog = known.and_then(|feed| {
        let entry = format!("power_feed/{}", feed.id);
        facts::number(&entry, "continuous_ratio", "", feed.continuous_ratio.as_ref())
    });
    let american = match region(work) {
        Some(region) => region == Region::Na,
        None => NA_VOLTS.contains(&volts),
    };
    of_catalog.unwrap_or_else(|| {
        if known.is_none() && american {
            Traced::constant(
                CONTINUOUS_SHARE,
                "",
                "share of a breaker's rating for continuous load in North America",
                "NEC 210.19 and 215.2",
            )
        } else {
            Traced::constant(
                1.0,
                "",
                "no source that was read derates breakers outside North America; ask the site",
                "the catalog's feeds",
            )
        }
    })
}

/// The power factor: as stated, else that of server power supplies.
pub(in crate::plan) fn power_factor(work: &Work<'_>) -> Traced {
    if let Some(stated) = &work.asked.power_factor {
        return Work::stated("power_factor", "", stated);
    }
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

/// The feeds of a rack that takes this power from so many sources, with their number: the stated ones, or the region's
/// circuit that needs the fewest.
pub(super) fn of_rack(work: &mut Work<'_>, power: &Traced, sources: &Traced) -> Option<(Feed, Traced)> {
    let circuit = stated(work).or_else(|| of_region(work))?;
    if let Origin::Assumed { reason, .. } = &*circuit.phases.origin {
        work.assume(
            "feed_phases",
            circuit.phases.value,
            reason,
            "a three-phase feed carries 1.73 times a single-phase one of the same volts and amperes",
            true,
        );
    }
    let kw = product("kW", ("feed_kva", &circuit.kva), ("power_factor", &power_factor(work)));
    let side = (power.named::<Kw>("rack_kw")
        / (sources.named::<PowerSources>("sources") - 1.0).as_many::<Ratio>()
        / kw.named::<Per<Kw, Feeds>>("feed_kw"))
    .ceil()
    .at_least(1.0)
    .traced();
    let all = product("feeds", ("feeds_per_side", &side), ("sources", sources));
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
    let known = of_rating(work, volts.value, amps.value);
    let phases = phases(work, known, volts.value);
    let full = apparent(&volts, &amps, phases.count() == 3);
    let share = share(work, known, volts.value);
    let kva = product("kVA", ("feed_kva", &full), ("continuous_share", &share));
    let id = known.map(|feed| feed.id.to_string());
    Some(Circuit { id, region: None, volts, phases, amps, share, kva })
}

/// The region of the stated place.
fn region(work: &Work<'_>) -> Option<Region> {
    let place = work.asked.location.as_ref()?.value.to_lowercase();
    let words: Vec<&str> = place.split(|c: char| !c.is_alphanumeric()).collect();
    REGION_WORDS.iter().find_map(|(region, names)| {
        let named =
            names.iter().any(|name| words.contains(name) || name.contains(' ') && place.contains(name));
        named.then_some(*region)
    })
}

/// The region's circuit with the greatest continuous power.
fn of_region(work: &Work<'_>) -> Option<Circuit> {
    let region = region(work)?;
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
