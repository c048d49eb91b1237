//! References between entries resolve.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::{LintRule, Report, is_rule};
use crate::catalog::kinds::Kind;

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "source-missing",
        about: "Every source named is a document of the catalog.",
        check: sources,
    },
    LintRule { name: "source-unused", about: "Every document has a fact that rests on it.", check: unused },
    LintRule { name: "system-gpu-unknown", about: "The GPUs of a system exist.", check: system_gpus },
    LintRule {
        name: "system-pattern-unknown",
        about: "The patterns of a system exist.",
        check: system_patterns,
    },
    LintRule { name: "pattern-gpu-unknown", about: "The GPUs of a pattern exist.", check: pattern_gpus },
    LintRule {
        name: "pattern-switch-unknown",
        about: "The switches of a pattern exist.",
        check: pattern_switches,
    },
    LintRule { name: "pattern-nic-unknown", about: "The adapters of a pattern exist.", check: pattern_nics },
    LintRule {
        name: "pattern-variant-unknown",
        about: "A variant names a pattern.",
        check: pattern_variants,
    },
    LintRule {
        name: "architecture-system-unknown",
        about: "The systems of an architecture exist.",
        check: architectures,
    },
    LintRule {
        name: "storage-pattern-unknown",
        about: "The patterns of a storage guideline exist.",
        check: storage,
    },
    LintRule { name: "price-part-unknown", about: "The part of a price exists.", check: prices },
    LintRule {
        name: "name-candidate-unknown",
        about: "What a bare name may mean exists, and its default is one of them.",
        check: candidates,
    },
    LintRule {
        name: "deviation-unknown",
        about: "A deviation names a rule and an entry that exist.",
        check: deviations,
    },
];

/// The id, or the name, of an entry as JSON.
pub(super) fn id_of(entry: &Json) -> String {
    let key = |key: &str| entry.get(key).and_then(Json::as_str);
    key("id").or_else(|| key("name")).unwrap_or_default().to_string()
}

/// Calls `see` with the field of the entry and each source id anywhere below it.
fn each_source(field: &str, value: &Json, see: &mut dyn FnMut(&str, &str)) {
    match value {
        Json::Object(fields) => {
            for (key, value) in fields {
                let top = if field.is_empty() { key } else { field };
                match (key.as_str(), value) {
                    ("source", Json::String(id)) => see(top, id),
                    ("sources", Json::Array(ids)) if ids.iter().all(Json::is_string) => {
                        ids.iter().filter_map(Json::as_str).for_each(|id| see(top, id));
                    }
                    _ => each_source(top, value, see),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| each_source(field, item, see)),
        _ => {}
    }
}

fn sources(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let known: BTreeSet<&str> = entries.sources.iter().map(|source| source.id.as_ref()).collect();
    for (list, items) in report.lists() {
        for item in items {
            let id = id_of(item);
            let mut missing = Vec::new();
            each_source("", item, &mut |field, source| {
                if !known.contains(source) {
                    missing.push((field.to_string(), source.to_string()));
                }
            });
            for (field, source) in missing {
                let found = format!("`{field}` rests on `{source}`");
                report.error(list, &id, &field, found, "the id of an entry of `sources`".into());
            }
        }
    }
    for source in entries.networking.iter().flat_map(|networking| networking.sources.iter()) {
        if !known.contains(source.as_ref()) {
            let found = format!("the network defaults rest on `{source}`");
            report.error("default_sources", source, "", found, "the id of an entry of `sources`".into());
        }
    }
}

fn unused(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let mut used = BTreeSet::new();
    for (_, items) in report.lists() {
        for item in items {
            each_source("", item, &mut |_, source| {
                used.insert(source.to_string());
            });
        }
    }
    used.extend(entries.networking.iter().flat_map(|one| one.sources.iter().map(ToString::to_string)));
    for source in entries.sources.iter().filter(|source| !used.contains(source.id.as_ref())) {
        report.info(
            "sources",
            &source.id,
            "id",
            "no fact rests on it".into(),
            "a fact, or no document".into(),
        );
    }
}

/// Reports the names of a list that are not among the known ones.
fn unknown<'a>(
    report: &mut Report<'_, '_>,
    (list, id, field): (&str, &str, &str),
    names: impl Iterator<Item = &'a str>,
    is_known: impl Fn(&str) -> bool,
    kind: &str,
) {
    for name in names.filter(|name| !is_known(name)) {
        report.error(list, id, field, format!("`{name}`"), format!("the id of {kind}"));
    }
}

macro_rules! known {
    ($entries:expr, $list:ident) => {
        |id: &str| $entries.$list.iter().any(|entry| entry.id == id)
    };
}

fn system_gpus(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.systems.iter() {
        let at = ("systems", one.id.as_ref(), "gpus");
        unknown(report, at, one.gpus.iter().map(AsRef::as_ref), known!(entries, gpus), "a GPU");
    }
}

fn system_patterns(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.systems.iter() {
        let at = ("systems", one.id.as_ref(), "patterns");
        unknown(report, at, one.patterns.iter().map(AsRef::as_ref), known!(entries, patterns), "a pattern");
    }
}

fn pattern_gpus(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.patterns.iter() {
        let at = ("patterns", one.id.as_ref(), "gpus_allowed");
        unknown(report, at, one.gpus_allowed.iter().map(AsRef::as_ref), known!(entries, gpus), "a GPU");
    }
}

fn pattern_switches(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.patterns.iter() {
        for (field, ids) in [("ew_switches", &one.ew_switches), ("ns_switches", &one.ns_switches)] {
            let at = ("patterns", one.id.as_ref(), field);
            unknown(report, at, ids.iter().map(AsRef::as_ref), known!(entries, switches), "a switch");
        }
        let at = ("patterns", one.id.as_ref(), "oob_switch");
        unknown(report, at, one.oob_switch.iter().map(AsRef::as_ref), known!(entries, switches), "a switch");
    }
}

fn pattern_nics(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.patterns.iter() {
        for (field, nics) in [("ew_nics", &one.ew_nics), ("ns_nics", &one.ns_nics)] {
            let ids = nics.iter().filter_map(|nics| nics.nic.as_deref());
            unknown(report, ("patterns", one.id.as_ref(), field), ids, known!(entries, nics), "an adapter");
        }
    }
}

fn pattern_variants(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.patterns.iter() {
        let at = ("patterns", one.id.as_ref(), "variant_of");
        unknown(report, at, one.variant_of.iter().map(AsRef::as_ref), known!(entries, patterns), "a pattern");
    }
}

fn architectures(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.architectures.iter() {
        let at = ("architectures", one.id.as_ref(), "systems");
        unknown(report, at, one.systems.iter().map(AsRef::as_ref), known!(entries, systems), "a system");
    }
}

fn storage(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for one in entries.storage_guidelines.iter() {
        let at = ("storage_guidelines", one.id.as_ref(), "patterns");
        unknown(report, at, one.patterns.iter().map(AsRef::as_ref), known!(entries, patterns), "a pattern");
    }
}

fn prices(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let known: BTreeSet<String> = report
        .lists()
        .iter()
        .filter(|(list, _)| list != "prices" && list != "sources")
        .flat_map(|(_, items)| items.iter().map(id_of).collect::<Vec<_>>())
        .collect();
    for one in entries.prices.iter() {
        let at = ("prices", one.id.as_ref(), "part");
        unknown(
            report,
            at,
            one.part.iter().map(AsRef::as_ref),
            |id| known.contains(id),
            "a part of the catalog",
        );
    }
}

fn candidates(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let known = |kind: Kind, id: &str| match kind {
        Kind::Gpu => entries.gpus.iter().any(|entry| entry.id == id),
        Kind::System => entries.systems.iter().any(|entry| entry.id == id),
        Kind::Model => entries.models.iter().any(|entry| entry.id == id),
        Kind::Switch => entries.switches.iter().any(|entry| entry.id == id),
        Kind::Nic => entries.nics.iter().any(|entry| entry.id == id),
        Kind::Transceiver => entries.transceivers.iter().any(|entry| entry.id == id),
        Kind::Cable => entries.cables.iter().any(|entry| entry.id == id),
        Kind::Rack => entries.racks.iter().any(|entry| entry.id == id),
        Kind::Storage => entries.storage_blocks.iter().any(|entry| entry.id == id),
    };
    for bare in entries.ambiguous_names.iter() {
        let at = ("ambiguous_names", bare.name.as_ref(), "candidates");
        let ids = bare.candidates.iter().map(AsRef::as_ref);
        unknown(report, at, ids, |id| known(bare.kind, id), "an entry of the name's kind");
        if let Some(default) = &bare.default
            && !bare.candidates.contains(default)
        {
            let found = format!("default `{default}`");
            report.error("ambiguous_names", &bare.name, "default", found, "one of the candidates".into());
        }
    }
    for none in entries.no_such_products.iter() {
        let at = ("no_such_products", none.name.as_ref(), "near");
        let ids = none.near.iter().map(AsRef::as_ref);
        unknown(report, at, ids, |id| known(none.kind, id), "an entry of the name's kind");
    }
}

fn deviations(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let ids: BTreeSet<String> = report
        .lists()
        .iter()
        .filter(|(list, _)| list != "deviations")
        .flat_map(|(_, items)| items.iter().map(id_of).collect::<Vec<_>>())
        .collect();
    for one in entries.deviations.iter() {
        if !is_rule(&one.rule) {
            let found = format!("rule `{}`", one.rule);
            report.error("deviations", &one.id, "rule", found, "the name of a lint rule".into());
        }
        if !ids.contains(one.entry.as_ref()) {
            let found = format!("entry `{}`", one.entry);
            report.error("deviations", &one.id, "entry", found, "the id of an entry".into());
        }
    }
}
