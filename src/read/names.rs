//! Names of GPUs, servers, rack-scale systems, patterns and language models in a text, in the customer's short form.

use std::collections::BTreeMap;

use super::{
    fold::{Folded, Span},
    token::{Kind, Token},
};
use crate::catalog::{Catalog, Fact, Kind as Part, SystemClass, normalize};

/// A language model as it was named.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ModelName {
    pub name: String,
    /// Total parameters, billions: from the name, else from the catalog.
    pub params_b: Option<f64>,
    /// Active parameters, billions, where the name says so (235B-A22B).
    pub active_b: Option<f64>,
}

/// A name found in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Name {
    /// A GPU, in short form.
    Gpu(String),
    /// A GPU that is no product of the catalog.
    UnknownGpu(String),
    /// A rack-scale system by its GPU (GB300 NVL72).
    RackScale(String),
    /// A server by its catalog name, and its GPUs where all its forms hold the same number.
    Server(String, Option<u64>),
    /// A pattern (2-8-9-400).
    Pattern(String),
    /// A language model.
    Model(ModelName),
}

/// All names a text may use, by their normalized form.
#[derive(Debug)]
pub(super) struct Names {
    gpus: BTreeMap<String, bool>,
    /// Servers by their spellings: catalog name and GPUs.
    servers: BTreeMap<String, (String, Option<u64>)>,
    /// Ids of language models by their spellings.
    pub models: BTreeMap<String, String>,
    /// Billions of parameters by id.
    pub params: BTreeMap<String, Option<f64>>,
}

impl Names {
    /// The names of a catalog.
    pub fn new(catalog: &Catalog) -> Self {
        let mut gpus = BTreeMap::new();
        let real = catalog
            .gpus()
            .iter()
            .flat_map(|gpu| [&gpu.id, &gpu.name].into_iter().chain(gpu.aliases.iter()))
            .chain(
                catalog
                    .ambiguous_names()
                    .iter()
                    .filter(|bare| bare.kind == Part::Gpu)
                    .flat_map(|bare| std::iter::once(&bare.name).chain(bare.aliases.iter())),
            );
        for name in real {
            let plain = normalize(name);
            let family = plain.starts_with("hgx") || plain.starts_with("dgx");
            let generation = plain.chars().all(|c| !c.is_ascii_digit());
            if !family && !generation && !plain.starts_with(|c: char| c.is_ascii_digit()) {
                gpus.insert(plain, true);
            }
        }
        for none in catalog.no_such_products() {
            gpus.entry(normalize(&none.name)).or_insert(false);
            for alias in none.aliases.iter() {
                gpus.entry(normalize(alias)).or_insert(false);
            }
        }
        let mut models = BTreeMap::new();
        let mut params = BTreeMap::new();
        for model in catalog.models() {
            for name in [&model.id, &model.hf].into_iter().chain(model.aliases.iter()) {
                models.insert(normalize(name), model.id.to_string());
            }
            params.insert(model.id.to_string(), model.params_b);
        }
        Self { gpus, servers: servers(catalog), models, params }
    }

    /// The name that begins at this token, and how many tokens it takes.
    pub fn at(&self, text: &Folded, tokens: &[Token], at: usize) -> Option<(Name, usize)> {
        let token = tokens.get(at)?;
        if token.kind == Kind::Digits {
            return pattern(tokens, at);
        }
        if token.kind != Kind::Word {
            return None;
        }
        self.server(tokens, at)
            .or_else(|| self.model(text, tokens, at))
            .or_else(|| self.gpu(text, tokens, at))
    }

    /// The longest run of tokens that names a server.
    fn server(&self, tokens: &[Token], at: usize) -> Option<(Name, usize)> {
        let mut best = None;
        let mut joined = String::new();
        for (length, token) in (1..=8).zip(tokens.get(at..)?) {
            if token.is_sign('-') && length > 1 {
                continue;
            }
            if token.kind == Kind::Sign {
                break;
            }
            joined.push_str(&token.text);
            let singular = joined.strip_suffix('s').unwrap_or(&joined);
            if let Some((name, gpus)) = self.servers.get(&joined).or_else(|| self.servers.get(singular)) {
                best = Some((Name::Server(name.clone(), *gpus), length));
            }
        }
        best
    }

    fn gpu(&self, text: &Folded, tokens: &[Token], at: usize) -> Option<(Name, usize)> {
        let first = tokens.get(at)?;
        let starts = first.text.starts_with(|c: char| c.is_ascii_alphabetic());
        if !starts
            || matches!(
                first.text.as_str(),
                "nvidia" | "tesla" | "hgx" | "dgx" | "rubin" | "vera" | "grace" | "gpu"
            )
        {
            return match first.text.as_str() {
                "nvidia" | "tesla" | "grace" | "vera" => {
                    let (name, length) = self.gpu(text, tokens, at + 1)?;
                    Some((name, length + 1))
                }
                _ => None,
            };
        }
        // The longest run of tokens that is a name.
        let mut best: Option<(usize, bool)> = None;
        let mut joined = String::new();
        for length in 1..=8 {
            let Some(token) = tokens.get(at + length - 1) else { break };
            let hyphen = token.is_sign('-');
            if hyphen && length == 1 || token.kind == Kind::Sign && !hyphen {
                break;
            }
            if hyphen {
                continue;
            }
            joined.push_str(&token.text);
            let singular = joined.strip_suffix('s').unwrap_or(&joined);
            if let Some(real) = self.gpus.get(&joined).or_else(|| self.gpus.get(singular)) {
                best = Some((length, *real));
            }
        }
        if let Some((length, real)) = best {
            return Some(self.known(text, tokens, at, length, real));
        }
        unknown_gpu(text, tokens, at)
    }

    /// A name of the catalog, unless the next word makes it another one.
    fn known(
        &self,
        text: &Folded,
        tokens: &[Token],
        at: usize,
        mut length: usize,
        real: bool,
    ) -> (Name, usize) {
        let upper: Vec<String> =
            tokens[at..at + length].iter().filter(|t| !t.is_sign('-')).map(|t| t.text.clone()).collect();
        let mut short = short_form(&upper);
        while let Some(next) = tokens.get(at + length).filter(|_| real) {
            let hyphen = usize::from(next.is_sign('-') && next.glued);
            let Some(word) = tokens.get(at + length + hyphen) else { break };
            let word_text = word.text.as_str();
            let variant = match word_text {
                "sxm" | "sxm2" | "sxm3" | "sxm4" | "sxm5" | "sxm6" => "SXM",
                "pcie" | "pci" => "PCIe",
                "nvl" => "NVL",
                _ if word_text.starts_with("nvl") && word_text[3..].chars().all(|c| c.is_ascii_digit()) => {
                    &*word_text.to_ascii_uppercase()
                }
                _ => "",
            };
            if !variant.is_empty() {
                if !short.contains(variant) {
                    short = format!("{short} {variant}");
                }
                length += hyphen + 1;
                continue;
            }
            let raw = text.raw(word.span);
            if matches!(
                word_text,
                "ultra" | "super" | "ti" | "max" | "turbo" | "titan" | "plus" | "xl" | "xt"
            ) && raw.starts_with(|c: char| c.is_ascii_uppercase())
                && hyphen == 0
            {
                return (Name::UnknownGpu(format!("{short} {raw}")), length + 1);
            }
            // "RTX PRO 6000 Blackwell Server Edition" in pieces, "H100 80GB HBM3" with its memory.
            if matches!(
                word_text,
                "blackwell" | "server" | "edition" | "superchip" | "hbm3" | "hbm3e" | "hbm2e"
            ) && (short.starts_with("RTX") || word_text.starts_with("hbm") || word_text == "superchip")
            {
                length += hyphen + 1;
                continue;
            }
            break;
        }
        if !real {
            let raw: Vec<String> = tokens[at..at + length]
                .iter()
                .filter(|t| !t.is_sign('-'))
                .map(|t| text.raw(t.span))
                .collect();
            return (Name::UnknownGpu(raw.join(" ")), length);
        }
        if short.split(' ').any(|part| part.len() > 4 && part.starts_with("NVL")) {
            return (Name::RackScale(short), length);
        }
        (Name::Gpu(short), length)
    }
}

/// Servers by their spellings, with and without the maker's name. DGX and HGX are forms of a GPU's server, and
/// rack-scale products go by their GPU, so neither is here; but products of a generation that is only announced go by
/// their own names (DGX Rubin NVL8, Vera Rubin NVL72).
fn servers(catalog: &Catalog) -> BTreeMap<String, (String, Option<u64>)> {
    let mut found = BTreeMap::new();
    for system in catalog.systems() {
        let gpus = system.gpu_count.as_ref().and_then(Fact::known).copied();
        let own = system.vendor.starts_with("NVIDIA") || system.class == SystemClass::RackScale;
        let announced = system.gpus.iter().all(|id| catalog.gpu(id).is_some_and(|gpu| gpu.preliminary));
        if own && !announced || system.gpus.is_empty() {
            continue;
        }
        let bare = system.name.strip_prefix(&*system.vendor).unwrap_or_default();
        for spelling in
            [&*system.id, &*system.name, bare].into_iter().chain(system.aliases.iter().map(|alias| &**alias))
        {
            for spelling in [normalize(spelling), normalize(&format!("{} {spelling}", system.vendor))] {
                if spelling.chars().any(|c| c.is_ascii_digit()) {
                    found.insert(spelling, (system.name.to_string(), gpus));
                }
            }
        }
    }
    for bare in catalog.ambiguous_names().iter().filter(|bare| bare.kind == Part::System) {
        for spelling in std::iter::once(&bare.name).chain(bare.aliases.iter()).map(|name| normalize(name)) {
            if spelling.chars().any(|c| c.is_ascii_digit()) && !spelling.starts_with('8') {
                found.entry(spelling).or_insert_with(|| (bare.name.to_string(), None));
            }
        }
    }
    found
}

/// The short form of a GPU's name from its words.
fn short_form(words: &[String]) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in words {
        let text = match word.as_str() {
            "nvidia" | "tesla" | "geforce" | "gpu" | "gpus" | "server" | "edition" | "blackwell"
            | "tensor" | "core" | "superchip" | "hbm3" | "hbm3e" | "grace" | "hopper" | "generation"
            | "gb" | "g" | "bse" | "se" => continue,
            "ada" => "Ada".to_string(),
            "pcie" => "PCIe".to_string(),
            "sxm2" | "sxm4" | "sxm5" | "sxm6" => "SXM".to_string(),
            _ => word.to_ascii_uppercase(),
        };
        // A memory size behind the name (80 in "H100 80GB") is no part of it.
        let digits = text.chars().all(|c| c.is_ascii_digit());
        if digits && out.last().is_some_and(|last| last.chars().any(|c| c.is_ascii_digit())) {
            continue;
        }
        // Plural.
        let stem = text
            .strip_suffix('S')
            .filter(|stem| stem.len() >= 4 && stem.ends_with(|c: char| c.is_ascii_digit()));
        out.push(match stem {
            Some(stem) if !matches!(text.as_str(), "L40S") => stem.to_string(),
            _ => text,
        });
    }
    let mut joined = out.join(" ");
    for (written, short) in [
        ("RTX6000", "RTX 6000"),
        ("RTX4090", "RTX 4090"),
        ("RTX5090", "RTX 5090"),
        ("RTX 6000 PRO", "RTX PRO 6000"),
    ] {
        joined = joined.replace(written, short);
    }
    if joined.starts_with("6000 PRO") {
        joined = "RTX PRO 6000".into();
    }
    joined
}

/// Cards of earlier years and of workstations that stand in no catalog: P100, Tesla M60, RTX 3090.
fn old_card(text: &Folded, tokens: &[Token], at: usize) -> Option<(Name, usize)> {
    const CARDS: &str = " p100 p40 p4 k80 k40 m60 m40 m10 v100s rtx3090 rtx4090 rtx5090 rtx3080 rtx4080 ";
    let token = &tokens[at];
    if CARDS.contains(&format!(" {} ", token.text)) {
        return Some((Name::UnknownGpu(text.raw(token.span).to_ascii_uppercase()), 1));
    }
    let next = tokens.get(at + 1)?;
    let family = matches!(token.text.as_str(), "rtx" | "gtx" | "quadro" | "titan" | "radeon");
    (family && next.kind == Kind::Digits && next.text.len() == 4)
        .then(|| (Name::UnknownGpu(format!("{} {}", text.raw(token.span), text.raw(next.span))), 2))
}

/// A word that looks like a GPU and is in no catalog (B250 Ultra, MI300X).
fn unknown_gpu(text: &Folded, tokens: &[Token], at: usize) -> Option<(Name, usize)> {
    let token = &tokens[at];
    let raw = text.raw(token.span);
    let letters = raw.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = raw[letters..].chars().take_while(char::is_ascii_digit).count();
    let tail = &raw[letters + digits..];
    let prefix = raw[..letters].to_ascii_uppercase();
    if let Some(found) = old_card(text, tokens, at) {
        return Some(found);
    }
    let known_prefix =
        matches!(prefix.as_str(), "B" | "H" | "A" | "GB" | "GH" | "VR" | "R" | "MI" | "L" | "V" | "C");
    let capital = raw.starts_with(|c: char| c.is_ascii_uppercase()) || prefix == "MI";
    if !known_prefix || !capital || digits != 3 || !matches!(tail, "" | "X" | "s" | "S" | "x") {
        return None;
    }
    let mut name = raw.trim_end_matches('s').to_string();
    let mut length = 1;
    if let Some(next) = tokens.get(at + 1)
        && matches!(
            next.text.as_str(),
            "ultra" | "super" | "ti" | "max" | "turbo" | "nvl" | "sxm" | "pcie" | "pro" | "xl"
        )
    {
        name = format!("{name} {}", text.raw(next.span));
        length = 2;
    }
    Some((Name::UnknownGpu(name), length))
}

/// A pattern name: four numbers joined by hyphens.
fn pattern(tokens: &[Token], at: usize) -> Option<(Name, usize)> {
    let part = |ahead: usize| {
        tokens.get(at + ahead).filter(|token| token.kind == Kind::Digits && (ahead == 0 || token.glued))
    };
    let sign = |ahead: usize| tokens.get(at + ahead).is_some_and(|token| token.is_sign('-') && token.glued);
    if !(sign(1) && sign(3) && sign(5)) {
        return None;
    }
    // "2-8-9-400-SP": a variant is named by letters.
    let variant = match tokens.get(at + 8).filter(|token| sign(7) && token.glued) {
        Some(token) if token.kind == Kind::Word && token.text.len() <= 3 => Some(token.text.to_uppercase()),
        _ if sign(7) => return None,
        _ => None,
    };
    let numbers: Vec<&str> =
        [0, 2, 4, 6].iter().filter_map(|ahead| part(*ahead).map(|token| token.text.as_str())).collect();
    let fits = numbers.len() == 4
        && numbers[..3].iter().all(|number| number.len() <= 2)
        && numbers[3].len() >= 3
        && numbers.iter().all(|number| number.chars().all(|c| c.is_ascii_digit()));
    let name = numbers.into_iter().map(str::to_string).chain(variant.clone()).collect::<Vec<_>>().join("-");
    fits.then_some((Name::Pattern(name), if variant.is_some() { 9 } else { 7 }))
}

/// The characters a run of tokens covers.
pub(super) fn cover(tokens: &[Token], at: usize, length: usize) -> Span {
    let last = (at + length.max(1) - 1).min(tokens.len() - 1);
    Span { from: tokens[at].span.from, to: tokens[last].span.to }
}
