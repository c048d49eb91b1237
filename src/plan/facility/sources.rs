//! Power sources of a rack: how many feeds of different origin its servers need so that one may fail, from the power
//! supplies their maker prints. A pair of feeds carries a rack only where half of the supplies carry full load.

use super::super::{stages::Sized, work::Work};
use crate::{
    design::PowerSources,
    trace::{Origin, Traced},
    units::{self, Ratio, Supplies},
};

/// Most sources of one rack: the greatest number a publication cables (DGX SuperPOD H100 RA-11333-001, Table 7: 96
/// power distribution units in 32 compute racks).
const MOST: u64 = 3;
/// Sources of a rack when the supplies of its servers are not known, and of a rack of switches.
const PAIR: u64 = 2;

/// The sources of a rack of nodes.
pub(super) struct Sources {
    /// How many.
    pub count: Traced,
    /// Supplies of a node, those full load needs, and those that go on when one source fails; none when the maker's
    /// redundancy is not known.
    pub supplies: Option<(Traced, Traced, Traced)>,
}

impl Sources {
    /// Whether full load goes on when one source fails; none when the supplies are not known.
    pub fn carries(&self) -> Option<bool> {
        self.supplies.as_ref().map(|(_, needed, left)| left.value >= needed.value)
    }
}

/// The fewest sources, up to the most that is published, of which one may fail; a pair where none does.
pub(super) fn of(sized: &Sized<'_>) -> Sources {
    let known = sized.system.and_then(|system| {
        let fact = system.supplies.as_ref()?;
        Some((system, fact, *fact.known()?))
    });
    let Some((system, fact, supplies)) = known else {
        return Sources {
            count: Traced::constant(
                PAIR as f64,
                "sources",
                "feeds A and B; the redundancy of the power supplies is not published",
                "A/B redundancy",
            ),
            supplies: None,
        };
    };
    let left = |sources: u64| supplies.count - supplies.count.div_ceil(sources);
    let enough = (PAIR..=MOST).find(|sources| left(*sources) >= supplies.needed);
    let sources = enough.unwrap_or(PAIR);
    let of_catalog = |field: &str, value: u64| {
        Traced::new(
            value as f64,
            "supplies",
            Origin::Catalog {
                entry: format!("system/{}", system.id),
                field: format!("supplies.{field}"),
                source: fact.source.to_string(),
                confidence: fact.confidence.word().into(),
            },
        )
    };
    let (all, needed) = (of_catalog("count", supplies.count), of_catalog("needed", supplies.needed));
    let what = if enough.is_some() {
        "the fewest feeds of which one may fail while the supplies left carry full load"
    } else {
        "feeds A and B; no number of feeds up to the greatest published one lets the supplies carry full load"
    };
    let count = Traced::constant(sources as f64, "sources", what, "supplies of the server, spread evenly");
    let left = {
        let supplies = all.named::<Supplies>("supplies");
        (&supplies - (&supplies / count.named::<units::PowerSources>("sources").as_many::<Ratio>()).ceil())
            .traced()
    };
    Sources { count, supplies: Some((all, needed, left)) }
}

/// The sources in the form of the design.
pub(super) fn record(work: &mut Work<'_>, sources: &Sources) -> PowerSources {
    let mut record = work.record("/design/facility/sources");
    let supplies = sources.supplies.as_ref();
    PowerSources {
        supply_count: supplies.map(|(all, ..)| record.count("supply_count", all)),
        needed_supply_count: supplies.map(|(_, needed, _)| record.count("needed_supply_count", needed)),
        left_supply_count: supplies.map(|(.., left)| record.count("left_supply_count", left)),
        source_count: record.count("source_count", &sources.count),
    }
}
