//! Numbers a rule shows: of the design, of the catalog, and what follows from them.

use super::rules::Rule;
use crate::{
    catalog::{Fact, Pattern},
    design::Severity,
    trace::{FindingDraft, Origin, Traced},
    units::rounded,
};

/// The number at a place of the design.
pub(super) fn at(pointer: &str, value: f64, unit: &str) -> Traced {
    Traced::new(value, unit, Origin::Pointer(pointer.into()))
}

/// A constant, with what it is and where it was read.
pub(super) fn constant(value: f64, unit: &str, what: &str, source: &str) -> Traced {
    Traced::constant(value, unit, what, source)
}

/// A number of a pattern, with the document its field was read in.
pub(super) fn fact(entry: &str, field: &str, value: f64, unit: &str, pattern: &Pattern) -> Traced {
    let group = pattern.sources.iter().find(|group| group.fields.iter().any(|name| name == field));
    let group = group.or(pattern.sources.first());
    let source = group.and_then(|group| group.sources.first()).map(ToString::to_string).unwrap_or_default();
    let confidence = group.map_or("secondary", |group| group.confidence.word()).to_string();
    Traced::new(value, unit, Origin::Catalog { entry: entry.into(), field: field.into(), source, confidence })
}

/// The value of a fact.
pub(super) fn known(fact: &Option<Fact<f64>>) -> Option<f64> {
    fact.as_ref().and_then(Fact::known).copied()
}

/// A product.
pub(super) fn times(a: (&str, &Traced), b: (&str, &Traced), unit: &str) -> Traced {
    Traced::derived(rounded(a.1.value * b.1.value, 9), unit, &format!("{} * {}", a.0, b.0), &[a, b])
}

/// A ratio, rounded up.
pub(super) fn ratio_up(a: (&str, &Traced), b: (&str, &Traced), unit: &str) -> Traced {
    Traced::derived((a.1.value / b.1.value).ceil(), unit, &format!("ceil({} / {})", a.0, b.0), &[a, b])
}

/// A finding with the value found and its bound; its place is that of the value where it has one.
pub(super) fn breach(
    rule: &Rule,
    severity: Severity,
    message: String,
    found: Traced,
    limit: Traced,
    repair: &str,
) -> FindingDraft {
    let place = [&found, &limit].iter().find_map(|traced| match &*traced.origin {
        Origin::Pointer(pointer) => Some(pointer.clone()),
        _ => None,
    });
    FindingDraft::note(rule.name, severity, message)
        .against(found, limit)
        .at(place.unwrap_or_else(|| "/design".into()))
        .repaired_by(repair)
}

/// A finding without numbers of its own.
pub(super) fn note(
    rule: &Rule,
    severity: Severity,
    message: String,
    place: &str,
    repair: &str,
) -> FindingDraft {
    FindingDraft::note(rule.name, severity, message).at(place).repaired_by(repair)
}
