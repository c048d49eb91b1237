//! Products, patterns and models that a question names, of every kind the catalog holds.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use super::{
    kinds::{Thing, ThingKind},
    strangers::{Stranger, stranger},
    text::Words,
};
use crate::catalog::{Catalog, Kind, normalize};

type Index = BTreeMap<String, (ThingKind, String, Vec<String>)>;

/// Everything named in the words, in order; then the strangers.
pub(super) fn find(catalog: &Catalog, text: &str, words: &Words) -> (Vec<Thing>, Vec<Stranger>) {
    let index = index_of(catalog);
    let mut things: Vec<Thing> = Vec::new();
    let mut strangers = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        let longest = (1..=7.min(words.words.len() - at)).rev().find_map(|length| {
            let last = at + length - 1;
            let written = text.get(words.words[at].from..words.words[last].to)?;
            // "a 40 kW rack": an article and a number are no product.
            if length > 1 && written.starts_with(['a', 'à']) && words.words[at].text == "a" {
                return None;
            }
            // A sentence's end never stands inside a name.
            if written.contains(['?', '!', ';', ':', '\n', '？', '(', ')'])
                || written.contains(". ")
                || written.contains(", ")
            {
                return None;
            }
            let name = key(written);
            let entry = index.get(&name).or_else(|| {
                let single = name.strip_suffix('s')?;
                (single.len() > 2).then(|| index.get(single))?
            })?;
            // A bare number or a single common word is no name.
            (name.len() > 1 && name.chars().any(|c| c.is_alphabetic()) || entry.0 == ThingKind::Pattern)
                .then(|| (last, written.to_string(), entry.clone()))
        });
        if let Some((last, written, (kind, id, others))) = longest {
            let mut thing = Thing { kind, id, written, others, first: at, last };
            narrow(catalog, &mut thing, words);
            at = thing.last + 1;
            things.push(thing);
            continue;
        }
        // "H200-Server", "B200-Knoten": a compound begins with the product.
        if let Some((head, tail)) = words.words[at].text.split_once('-')
            && tail.len() > 3
            && tail.chars().all(|c| c.is_ascii_alphabetic())
            && head.chars().any(|c| c.is_ascii_digit())
            && let Some((kind, id, others)) = index.get(&key(head)).cloned()
        {
            let written = text.get(words.words[at].from..words.words[at].from + head.len());
            let written = written.unwrap_or(head).to_string();
            things.push(Thing { kind, id, written, others, first: at, last: at });
            at += 1;
            continue;
        }
        // "Qwen3-235B" is Qwen3-235B-A22B.
        if let Some((kind, id)) = begun(&index, &words.words[at].text) {
            let written = words.words[at].text.clone();
            things.push(Thing { kind, id, written, others: Vec::new(), first: at, last: at });
            at += 1;
            continue;
        }
        if let Some(found) =
            stranger(catalog, &words.words[at].text, at, text.get(words.words[at].from..words.words[at].to))
        {
            match found {
                Ok(thing) => things.push(thing),
                Err(stranger) => strangers.push(stranger),
            }
        }
        at += 1;
    }
    (things, strangers)
}

/// "A100 80G PCIe", "H100 94GB": a word behind a name that leaves several parts open tells which of them is meant.
fn narrow(catalog: &Catalog, thing: &mut Thing, words: &Words) {
    let (Some(next), false) = (words.words.get(thing.last + 1), thing.others.is_empty()) else { return };
    let word = normalize(&next.text);
    let form = ["sxm", "nvl", "pcie"].iter().any(|form| word.starts_with(form));
    let memory = word
        .strip_suffix("gb")
        .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()));
    if thing.kind != ThingKind::Gpu || !form && !memory {
        return;
    }
    let says = |id: &str| {
        catalog
            .gpu(id)
            .is_some_and(|gpu| gpu.name.split_whitespace().any(|part| normalize(part).starts_with(&word)))
    };
    if says(&thing.id) {
        thing.others.retain(|id| says(id));
    } else if let Some(other) = thing.others.iter().find(|id| says(id)).cloned() {
        thing.id = other;
        thing.others.clear();
    } else {
        return;
    }
    thing.last += 1;
}

/// The names of a catalog; those of the embedded one are put together once.
fn index_of(catalog: &Catalog) -> Arc<Index> {
    static EMBEDDED: OnceLock<Arc<Index>> = OnceLock::new();
    if catalog.digest() == Catalog::embedded().digest() {
        return EMBEDDED.get_or_init(|| Arc::new(index(catalog))).clone();
    }
    Arc::new(index(catalog))
}

/// The language model whose name a word of letters and digits begins.
fn begun(index: &Index, word: &str) -> Option<(ThingKind, String)> {
    let name = key(word);
    let whole = name.len() >= 6
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().any(|c| c.is_ascii_digit())
        && name.ends_with(|c: char| c.is_ascii_alphabetic());
    if !whole {
        return None;
    }
    index
        .range(name.clone()..)
        .take_while(|(other, _)| other.starts_with(&name))
        .find(|(_, (kind, ..))| *kind == ThingKind::Model)
        .map(|(_, (kind, id, _))| (*kind, id.clone()))
}

/// A name as it is looked up.
fn key(name: &str) -> String {
    let plain = normalize(name);
    plain.replace('-', "").replace("systems", "")
}

fn index(catalog: &Catalog) -> Index {
    let mut out: Index = BTreeMap::new();
    let mut put = |name: &str, kind: ThingKind, id: &str, others: &[String]| {
        let name = key(name);
        if name.len() > 1 {
            out.entry(name).or_insert_with(|| (kind, id.to_string(), others.to_vec()));
        }
    };
    for one in catalog.patterns() {
        put(&one.id, ThingKind::Pattern, &one.id, &[]);
    }
    macro_rules! parts {
        ($($list:ident $kind:ident),*) => {$(
            for one in catalog.$list() {
                for name in [&one.id, &one.name].into_iter().chain(one.aliases.iter()) {
                    put(name, ThingKind::$kind, &one.id, &[]);
                }
            }
        )*};
    }
    parts!(systems System);
    // A bare name keeps its documented default even where an entry carries it as an alias.
    for bare in catalog.ambiguous_names() {
        let kind = match bare.kind {
            Kind::Gpu => ThingKind::Gpu,
            Kind::System => ThingKind::System,
            Kind::Switch => ThingKind::Switch,
            Kind::Nic => ThingKind::Nic,
            Kind::Model => ThingKind::Model,
            _ => continue,
        };
        let Some(default) = bare.default.as_deref().or(bare.candidates.first().map(AsRef::as_ref)) else {
            continue;
        };
        let generation = !bare.name.chars().any(|c| c.is_ascii_digit());
        if generation {
            continue;
        }
        let others: Vec<String> =
            bare.candidates.iter().filter(|one| *one != default).map(ToString::to_string).collect();
        for name in std::iter::once(&bare.name).chain(bare.aliases.iter()) {
            put(name, kind, default, &others);
        }
    }
    parts!(gpus Gpu, switches Switch, nics Nic, storage_blocks Storage);
    for one in catalog.licences() {
        let short = one.name.replace("NVIDIA ", "");
        let names = [one.id.as_ref(), one.name.as_ref(), short.as_str()];
        for name in names.into_iter().chain(one.aliases.iter().map(AsRef::as_ref)) {
            put(name, ThingKind::Licence, &one.id, &[]);
        }
    }
    // The family alone ("BasePOD", "SuperPOD") is its first member, the others beside it.
    for one in catalog.architectures() {
        let family = one.family.as_deref().unwrap_or_default();
        let others: Vec<String> = catalog
            .architectures()
            .iter()
            .filter(|other| other.family == one.family && other.id != one.id)
            .map(|other| other.id.to_string())
            .collect();
        let short = one.name.replace("DGX ", "");
        let part = short.replace(family, "").trim().to_string();
        for name in
            [one.name.to_string(), short.clone(), format!("{part} {family}"), format!("DGX {part} {family}")]
        {
            put(&name, ThingKind::Architecture, &one.id, &[]);
        }
        put(family, ThingKind::Architecture, &one.id, &others);
        put(&format!("DGX {family}"), ThingKind::Architecture, &one.id, &others);
    }
    macro_rules! by_model {
        ($($list:ident $field:ident $kind:ident),*) => {$(
            for one in catalog.$list() {
                for name in [&one.id, &one.$field].into_iter().chain(one.aliases.iter()) {
                    put(name, ThingKind::$kind, &one.id, &[]);
                }
            }
        )*};
    }
    by_model!(transceivers model Optic, cables model Cable, models hf Model);
    // "B300 SXM" where the catalog prints "B300 270GB SXM6", "HGX H200" and the like come from the entries themselves.
    for gpu in catalog.gpus() {
        let words: Vec<&str> = gpu.name.split_whitespace().filter(|word| *word != "NVIDIA").collect();
        let without: Vec<&str> = words.iter().copied().filter(|word| !word.ends_with("GB")).collect();
        if without.len() > 1 {
            let short = without.join(" ");
            put(&short, ThingKind::Gpu, &gpu.id, &[]);
            if let Some(stem) =
                short.strip_suffix(|c: char| c.is_ascii_digit()).filter(|stem| stem.ends_with("SXM"))
            {
                put(stem, ThingKind::Gpu, &gpu.id, &[]);
            }
        }
    }
    // A family name ("ConnectX-7") is its first entry, the others beside it.
    let families: Vec<(String, String)> = catalog
        .nics()
        .iter()
        .filter_map(|one| {
            one.name
                .replace("NVIDIA ", "")
                .split_whitespace()
                .next()
                .map(|word| (word.to_string(), one.id.to_string()))
        })
        .collect();
    for (family, id) in &families {
        let others: Vec<String> = families
            .iter()
            .filter(|(other, two)| other == family && two != id)
            .map(|(_, two)| two.clone())
            .collect();
        put(family, ThingKind::Nic, id, &others);
    }
    for system in catalog.systems() {
        // "DGX H200" and "H200 DGX", with and without the maker.
        let name = system.name.replace("NVIDIA ", "");
        put(&name, ThingKind::System, &system.id, &[]);
        if let Some(rest) = name.strip_prefix("DGX ") {
            if rest.contains("NVL") {
                put(rest, ThingKind::System, &system.id, &[]);
            } else {
                put(&format!("{rest} DGX"), ThingKind::System, &system.id, &[]);
            }
        }
    }
    out
}
