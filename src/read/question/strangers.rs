//! Words that look like products and are none of the catalog: of another maker, known not to exist, misspelt, or unknown.

use super::kinds::{Thing, ThingKind};
use crate::catalog::{Catalog, nearest, normalize};

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
    // "FP64-Leistung": a compound is as plain as what it begins with.
    if let Some((head, tail)) = word.split_once('-')
        && tail.len() > 3
        && tail.chars().all(|c| c.is_ascii_alphabetic())
    {
        return is_plain_word(head);
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
pub(super) fn stranger(
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
