//! Facts of the catalog as traced numbers: the value with the entry, field and document it comes from.

use crate::{
    catalog::{Catalog, Fact, Pattern, System},
    trace::{Origin, Traced},
};

/// A numeric fact as a traced number; `None` when it is absent, not published or not known.
#[must_use]
pub fn number<T: Copy + Into<Number>>(
    entry: &str,
    field: &str,
    unit: &str,
    fact: Option<&Fact<T>>,
) -> Option<Traced> {
    let fact = fact?;
    let Number(value) = (*fact.known()?).into();
    Some(Traced::new(
        value,
        unit,
        Origin::Catalog {
            entry: entry.into(),
            field: field.into(),
            source: fact.source.to_string(),
            confidence: fact.confidence.word().into(),
        },
    ))
}

/// A number of either kind the catalog holds.
pub struct Number(f64);

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self(value)
    }
}
impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value as f64)
    }
}

/// A number of a pattern, with the document its field was read in.
#[must_use]
pub fn pattern(pattern: &Pattern, field: &str, unit: &str, value: f64) -> Traced {
    let group = pattern.sources.iter().find(|group| group.fields.iter().any(|name| name == field));
    // A field no group names was read where the pattern was.
    let group = group.or(pattern.sources.first());
    let source = group.and_then(|group| group.sources.first()).map(ToString::to_string).unwrap_or_default();
    let confidence = group.map_or("secondary", |group| group.confidence.word());
    Traced::new(
        value,
        unit,
        Origin::Catalog {
            entry: format!("pattern/{}", pattern.id),
            field: field.into(),
            source,
            confidence: confidence.into(),
        },
    )
}

/// The product the size and power figures of a node are taken from: it holds this GPU in this number, has a
/// published power, and among several the one with the greatest power is taken, so that racks are not overfilled.
#[must_use]
pub fn node_system<'a>(
    catalog: &'a Catalog,
    gpu_id: &str,
    gpus_per_node: u64,
    pattern_id: Option<&str>,
) -> Option<&'a System> {
    let fits = |system: &&System| {
        system.gpus.iter().any(|id| id == gpu_id)
            && system.gpu_count.as_ref().and_then(Fact::known) == Some(&gpus_per_node)
    };
    let power = |system: &System| system.power_max_kw.as_ref().and_then(Fact::known).copied();
    let mut found: Vec<&System> = catalog.systems().iter().filter(fits).collect();
    // A server of the user's own catalog is meant to be used. Else the maker of the GPU publishes the reference node; other makers' figures come after it.
    found.sort_by(|a, b| {
        let own = |system: &System| {
            catalog.is_own(&system.id)
                && (system.patterns.is_empty()
                    || pattern_id.is_none_or(|id| system.patterns.iter().any(|one| one == id)))
        };
        let key = |system: &System| (!own(system), power(system).is_none(), system.vendor != "NVIDIA");
        key(a)
            .cmp(&key(b))
            .then(power(b).unwrap_or(0.0).total_cmp(&power(a).unwrap_or(0.0)))
            .then(a.id.cmp(&b.id))
    });
    found.into_iter().next()
}
