//! Products, patterns and models that a question names, of every kind the catalog holds.

use std::collections::BTreeMap;

use super::text::Words;
use crate::catalog::{Catalog, Kind, Row, nearest, normalize};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingKind {
    /// A GPU.
    Gpu,
    /// A server or rack-scale system.
    System,
    /// A switch.
    Switch,
    /// A network adapter.
    Nic,
    /// A transceiver.
    Optic,
    /// A cable.
    Cable,
    /// A language model.
    Model,
    /// A reference-architecture pattern.
    Pattern,
    /// A storage product.
    Storage,
    /// A rack.
    Rack,
    /// Software sold by licence.
    Licence,
    /// A published DGX architecture: BasePOD, SuperPOD.
    Architecture,
}

impl ThingKind {
    /// The facts of an entry of this kind; none of a pattern, whose facts are its name and its tables.
    #[must_use]
    pub fn rows(self, catalog: &Catalog, id: &str) -> Vec<Row> {
        let kind = match self {
            Self::Gpu => Kind::Gpu,
            Self::System => Kind::System,
            Self::Switch => Kind::Switch,
            Self::Nic => Kind::Nic,
            Self::Optic => Kind::Transceiver,
            Self::Cable => Kind::Cable,
            Self::Model => Kind::Model,
            Self::Storage => Kind::Storage,
            Self::Rack => Kind::Rack,
            Self::Pattern => return Vec::new(),
            Self::Licence => return catalog.licence_view(id).map(|view| view.rows).unwrap_or_default(),
            Self::Architecture => {
                return catalog.architecture_view(id).map(|view| view.rows).unwrap_or_default();
            }
        };
        catalog.view(kind, id).map(|view| view.rows).unwrap_or_default()
    }
}

/// A product, pattern or model that was named.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// What it is.
    pub kind: ThingKind,
    /// Catalog id.
    pub id: String,
    /// The words of the question.
    pub written: String,
    /// Other ids the words may mean.
    pub others: Vec<String>,
    /// Index of its first word.
    pub first: usize,
    /// Index of its last word.
    pub last: usize,
}

/// A name that looks like a product and is none of the catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct Stranger {
    /// The words of the question.
    pub written: String,
    /// Its maker, where that is known not to be NVIDIA.
    pub maker: Option<&'static str>,
    /// Why there is no such product, where that is known.
    pub why: Option<String>,
    /// Nearest names.
    pub near: Vec<String>,
    /// Index of its word.
    pub first: usize,
}

type Index = BTreeMap<String, (ThingKind, String, Vec<String>)>;

/// Everything named in the words, in order; then the strangers.
pub(super) fn find(catalog: &Catalog, text: &str, words: &Words) -> (Vec<Thing>, Vec<Stranger>) {
    let index = index(catalog);
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
            things.push(Thing { kind, id, written, others, first: at, last });
            at = last + 1;
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

/// Makers of accelerators that are no NVIDIA parts, by the beginning of the name.
const MAKERS: &[(&str, &str)] = &[
    ("mi2", "AMD"),
    ("mi3", "AMD"),
    ("mi4", "AMD"),
    ("mi5", "AMD"),
    ("instinct", "AMD"),
    ("radeon", "AMD"),
    ("gaudi", "Intel"),
    ("ponte", "Intel"),
    ("max1550", "Intel"),
    ("tpu", "Google"),
    ("trainium", "AWS"),
    ("trn", "AWS"),
    ("inferentia", "AWS"),
    ("inf2", "AWS"),
    ("ascend", "Huawei"),
    ("910b", "Huawei"),
    ("910c", "Huawei"),
    ("wse", "Cerebras"),
    ("maia", "Microsoft"),
    ("groq", "Groq"),
    ("mtia", "Meta"),
];

/// Words with letters and digits that are units, formats, standards or counts and no products.
fn is_plain_word(word: &str) -> bool {
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    let digits = word.chars().any(|c| c.is_ascii_digit());
    if !digits || letters.is_empty() {
        return true;
    }
    let number_first = word.starts_with(|c: char| c.is_ascii_digit());
    number_first
        || [
            "fp", "bf", "int", "tf", "nvfp", "mxfp", "tier", "cat", "om", "os", "dr", "sr", "fr", "lr",
            "gen", "pcie", "v", "n", "r", "q", "w", "l", "x", "nvl", "nvlink", "n+", "rj", "sxm", "qsfp",
            "osfp", "sfp", "cx", "ipv", "rfc", "iso", "en", "nfs", "s", "m", "h", "co", "xdr", "ndr",
        ]
        .contains(&letters.as_str())
            && !(["h", "m", "l", "s"].contains(&letters.as_str()) && word.len() > 3)
}

/// A word that looks like a product: of another maker, known not to exist, misspelt, or unknown.
fn stranger(
    catalog: &Catalog,
    word: &str,
    at: usize,
    written: Option<&str>,
) -> Option<Result<Thing, Stranger>> {
    let written = written.unwrap_or(word).to_string();
    let flat = word.replace('-', "");
    let maker = MAKERS.iter().find(|(start, _)| flat.starts_with(start)).map(|(_, maker)| *maker);
    if maker.is_some() {
        return Some(Err(Stranger { written, maker, why: None, near: Vec::new(), first: at }));
    }
    if let Some(none) = catalog.no_such_products().iter().find(|none| {
        std::iter::once(&none.name).chain(none.aliases.iter()).any(|name| normalize(name) == normalize(word))
    }) {
        let near = none.near.iter().map(ToString::to_string).collect();
        return Some(Err(Stranger {
            written,
            maker: None,
            why: Some(none.why.to_string()),
            near,
            first: at,
        }));
    }
    if is_plain_word(word) || word.len() > 14 {
        return None;
    }
    // "h1oo": letters typed for digits.
    let mended: String = word
        .char_indices()
        .map(|(at, c)| match c {
            'o' if at > 0 => '0',
            'i' if at > 0 => '1',
            c => c,
        })
        .collect();
    let names = || catalog.gpus().iter().map(|gpu| gpu.id.as_ref());
    if mended != word
        && let Some(bare) = catalog.ambiguous_names().iter().find(|bare| normalize(&bare.name) == mended)
    {
        return Some(Ok(Thing {
            kind: ThingKind::Gpu,
            id: bare.default.as_deref().unwrap_or_default().to_string(),
            written,
            others: Vec::new(),
            first: at,
            last: at,
        }));
    }
    let systems = catalog.systems().iter().map(|one| one.id.as_ref());
    let switches = catalog.switches().iter().map(|one| one.id.as_ref());
    let near: Vec<String> = nearest(&normalize(word), names().chain(switches).chain(systems))
        .into_iter()
        .take(3)
        .map(ToString::to_string)
        .collect();
    Some(Err(Stranger { written, maker: None, why: None, near, first: at }))
}
