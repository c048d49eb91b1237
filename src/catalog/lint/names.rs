//! Names: no two parts share one, and none hides a bare name or a product that does not exist.

use std::collections::BTreeMap;

use super::{LintRule, Report};
use crate::catalog::{
    kinds::{Entries, Kind, Text},
    normalize,
};

pub(super) const RULES: &[LintRule] = &[
    LintRule {
        name: "alias-duplicate",
        about: "No two entries of a kind share a spelling, read without case and punctuation.",
        check: duplicate,
    },
    LintRule {
        name: "alias-shadows-bare-name",
        about: "No spelling of one part is a bare name that several parts share.",
        check: shadows_bare,
    },
    LintRule {
        name: "alias-shadows-no-product",
        about: "No spelling of a part is a name of a product that does not exist.",
        check: shadows_none,
    },
    LintRule { name: "alias-empty", about: "A spelling has letters or digits.", check: empty },
    LintRule {
        name: "bare-name-duplicate",
        about: "A bare name is given once for a kind.",
        check: bare_twice,
    },
];

type Named<'a> = (&'a str, Vec<&'a str>);

/// List name, kind, and each entry's id with all its spellings.
fn spellings(entries: &Entries) -> Vec<(&'static str, Option<Kind>, Vec<Named<'_>>)> {
    fn of<'a>(id: &'a Text, name: &'a str, aliases: &'a [Text]) -> Named<'a> {
        let mut all = vec![id.as_ref()];
        if !name.is_empty() {
            all.push(name);
        }
        all.extend(aliases.iter().map(AsRef::as_ref));
        (id, all)
    }
    vec![
        (
            "gpus",
            Some(Kind::Gpu),
            entries.gpus.iter().map(|one| of(&one.id, &one.name, &one.aliases)).collect(),
        ),
        (
            "systems",
            Some(Kind::System),
            entries.systems.iter().map(|one| of(&one.id, &one.name, &one.aliases)).collect(),
        ),
        (
            "models",
            Some(Kind::Model),
            entries.models.iter().map(|one| of(&one.id, &one.hf, &one.aliases)).collect(),
        ),
        (
            "switches",
            Some(Kind::Switch),
            entries.switches.iter().map(|one| of(&one.id, &one.name, &one.aliases)).collect(),
        ),
        (
            "nics",
            Some(Kind::Nic),
            entries.nics.iter().map(|one| of(&one.id, &one.name, &one.aliases)).collect(),
        ),
        (
            "transceivers",
            Some(Kind::Transceiver),
            entries.transceivers.iter().map(|one| of(&one.id, "", &one.aliases)).collect(),
        ),
        (
            "cables",
            Some(Kind::Cable),
            entries.cables.iter().map(|one| of(&one.id, "", &one.aliases)).collect(),
        ),
        (
            "racks",
            Some(Kind::Rack),
            entries.racks.iter().map(|one| of(&one.id, &one.name, &one.aliases)).collect(),
        ),
        (
            "storage_blocks",
            Some(Kind::Storage),
            entries.storage_blocks.iter().map(|one| of(&one.id, &one.name, &one.aliases)).collect(),
        ),
    ]
}

fn duplicate(report: &mut Report<'_, '_>) {
    for (list, _, named) in spellings(report.entries()) {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for (id, all) in named {
            for spelling in all {
                let owner = *owners.entry(normalize(spelling)).or_insert(id);
                if owner != id {
                    let found = format!("`{spelling}` also means `{owner}`");
                    let expected = "one owner, or a bare name with candidates in `ambiguous_names`".into();
                    report.error(list, id, "aliases", found, expected);
                }
            }
        }
    }
}

fn shadows_bare(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for (list, kind, named) in spellings(entries) {
        for bare in entries.ambiguous_names.iter().filter(|bare| Some(bare.kind) == kind) {
            let bares: Vec<String> =
                bare.aliases.iter().chain([&bare.name]).map(|spelling| normalize(spelling)).collect();
            for (id, all) in &named {
                for spelling in all.iter().filter(|spelling| bares.contains(&normalize(spelling))) {
                    let found = format!("`{spelling}` hides the bare name `{}`", bare.name);
                    report.error(list, id, "aliases", found, "a spelling that means this part alone".into());
                }
            }
        }
    }
}

fn shadows_none(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    for (list, kind, named) in spellings(entries) {
        for none in entries.no_such_products.iter().filter(|none| Some(none.kind) == kind) {
            let nones: Vec<String> =
                none.aliases.iter().chain([&none.name]).map(|spelling| normalize(spelling)).collect();
            for (id, all) in &named {
                for spelling in all.iter().filter(|spelling| nones.contains(&normalize(spelling))) {
                    let found = format!("`{spelling}` is listed as no product: {}", none.why);
                    report.error(list, id, "aliases", found, "another spelling, or no such entry".into());
                }
            }
        }
    }
}

fn empty(report: &mut Report<'_, '_>) {
    for (list, _, named) in spellings(report.entries()) {
        for (id, all) in named {
            for spelling in all.into_iter().filter(|spelling| normalize(spelling).is_empty()) {
                let found = format!("`{spelling}`");
                report.error(list, id, "aliases", found, "letters or digits".into());
            }
        }
    }
}

fn bare_twice(report: &mut Report<'_, '_>) {
    let entries = report.entries();
    let mut owners: BTreeMap<(String, String), &str> = BTreeMap::new();
    for bare in entries.ambiguous_names.iter() {
        for spelling in bare.aliases.iter().chain([&bare.name]) {
            let key = (format!("{:?}", bare.kind), normalize(spelling));
            let owner = *owners.entry(key).or_insert(&bare.name);
            if owner != bare.name {
                let found = format!("`{spelling}` is also the bare name `{owner}`");
                report.error("ambiguous_names", &bare.name, "name", found, "one list of candidates".into());
            }
        }
    }
    for none in entries.no_such_products.iter() {
        for spelling in none.aliases.iter().chain([&none.name]) {
            let key = (format!("{:?}", none.kind), normalize(spelling));
            if let Some(owner) = owners.get(&key) {
                let found = format!("`{spelling}` is also the bare name `{owner}`");
                report.error("no_such_products", &none.name, "name", found, "one or the other".into());
            }
        }
    }
}
