//! Names people type, resolved without guessing: one part, several parts, no such product, or unknown with the
//! nearest names.

use strsim::levenshtein;

use super::{Ambiguity, Catalog, kinds::Kind};

/// What a typed name means.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution<'a> {
    /// Exactly one part, by id.
    One(&'a str),
    /// A bare name that fits several parts.
    Several(&'a Ambiguity),
    /// A name of a product that does not exist, why, and ids the writer may have meant.
    NoSuchProduct {
        /// Why there is no such product.
        why: &'a str,
        /// Ids the writer may have meant.
        near: Vec<&'a str>,
    },
    /// Not in the catalog; the nearest names, best first, at most five.
    Unknown {
        /// Nearest names.
        near: Vec<&'a str>,
    },
}

impl Resolution<'_> {
    /// The id to go on with: the part itself, or the documented default of a bare name.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::One(id) => Some(id),
            Self::Several(bare) => bare.default.as_deref(),
            Self::NoSuchProduct { .. } | Self::Unknown { .. } => None,
        }
    }
}

/// A name without case, punctuation, spaces, full-width forms, the maker's name and the word GPU. Between two digits
/// a separator stays, so that `3.1-8b` and `3-18b`, or `a100 80gb` and `a10 080gb`, are not one name.
#[must_use]
pub fn normalize(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = None;
    for c in fold(name).chars() {
        if c.is_alphanumeric() {
            if let Some(gap) = gap.take()
                && c.is_ascii_digit()
                && out.ends_with(|c: char| c.is_ascii_digit())
            {
                out.push(gap);
            }
            out.push(c);
        } else {
            gap = Some(if c == '.' && gap.is_none() { '.' } else { '-' });
        }
    }
    let mut rest = out.as_str();
    rest = rest.strip_prefix("nvidia").unwrap_or(rest);
    for suffix in ["tensorcoregpus", "tensorcoregpu", "gpus", "gpu"] {
        if let Some(shorter) = rest.strip_suffix(suffix)
            && !shorter.is_empty()
        {
            rest = shorter;
            break;
        }
    }
    rest.to_string()
}

/// Lower case, full-width Latin letters as plain ones, marks of ownership left out.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        // Full-width Latin letters and digits, as Asian keyboards produce them, lie 0xFEE0 above ASCII.
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        };
        out.extend(c.to_lowercase());
    }
    out.replace("(r)", " ").replace("(tm)", " ")
}

/// Words that say nothing about which part is meant.
const IDLE: &[&str] =
    &["nvidia", "gpu", "gpus", "tensor", "core", "accelerator", "accelerators", "card", "cards"];

/// The words of a name in alphabetical order, idle ones left out, `80 gb` read as one word: for names whose words
/// stand in another order.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in fold(name).split(|c: char| !c.is_alphanumeric() && c != '.') {
        let number = words.last().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()));
        match (word, words.last_mut()) {
            ("gb", Some(last)) if number => last.push_str("gb"),
            _ if word.is_empty() || IDLE.contains(&word) => {}
            _ => words.push(word.to_string()),
        }
    }
    words.sort();
    words
}

impl Catalog {
    /// Resolves the name of a GPU.
    #[must_use]
    pub fn resolve_gpu(&self, name: &str) -> Resolution<'_> {
        self.resolve_name(Kind::Gpu, name)
    }

    /// Resolves the name of a system.
    #[must_use]
    pub fn resolve_system(&self, name: &str) -> Resolution<'_> {
        self.resolve_name(Kind::System, name)
    }

    /// Resolves the name of a language model.
    #[must_use]
    pub fn resolve_model(&self, name: &str) -> Resolution<'_> {
        self.resolve_name(Kind::Model, name)
    }

    /// Resolves a name of any kind.
    #[must_use]
    pub fn resolve_name(&self, kind: Kind, name: &str) -> Resolution<'_> {
        macro_rules! named {
            ($list:ident, $title:ident) => {
                self.resolve(
                    kind,
                    name,
                    self.$list()
                        .iter()
                        .map(|one| (one.id.as_ref(), one.$title.as_ref(), one.aliases.as_ref())),
                )
            };
        }
        match kind {
            Kind::Gpu => named!(gpus, name),
            Kind::System => named!(systems, name),
            Kind::Model => named!(models, hf),
            Kind::Switch => named!(switches, name),
            Kind::Nic => named!(nics, name),
            Kind::Transceiver => named!(transceivers, id),
            Kind::Cable => named!(cables, id),
            Kind::Rack => named!(racks, name),
            Kind::Storage => named!(storage_blocks, name),
        }
    }

    fn resolve<'a>(
        &'a self,
        kind: Kind,
        name: &str,
        entries: impl Iterator<Item = (&'a str, &'a str, &'a [super::Text])> + Clone,
    ) -> Resolution<'a> {
        let wanted = normalize(name);
        if wanted.is_empty() {
            return Resolution::Unknown { near: Vec::new() };
        }
        if let Some(found) = self.lookup(kind, entries.clone(), &|spelling| normalize(spelling) == wanted) {
            return found;
        }
        // A plural: `H100s`. Only a small s after a digit, and only when the name with it means nothing: `L40s` does.
        let singular =
            name.trim_end().strip_suffix('s').filter(|one| one.ends_with(|c: char| c.is_ascii_digit()));
        if let Some(one) = singular.map(normalize)
            && let Some(found) = self.lookup(kind, entries.clone(), &|spelling| normalize(spelling) == one)
        {
            return found;
        }
        let none = self.no_such_products().iter().find(|none| {
            none.kind == kind && none.aliases.iter().chain([&none.name]).any(|name| normalize(name) == wanted)
        });
        if let Some(none) = none {
            let near = none.near.iter().map(AsRef::as_ref).collect();
            return Resolution::NoSuchProduct { why: &none.why, near };
        }
        let typed = words(name);
        if let Some(found) = self.lookup(kind, entries.clone(), &|spelling| words(spelling) == typed) {
            return found;
        }
        Resolution::Unknown { near: nearest(&wanted, entries.map(|(id, ..)| id)) }
    }

    /// The one entry, or else the bare name, that a test of spellings accepts.
    fn lookup<'a>(
        &'a self,
        kind: Kind,
        mut entries: impl Iterator<Item = (&'a str, &'a str, &'a [super::Text])>,
        means: &dyn Fn(&str) -> bool,
    ) -> Option<Resolution<'a>> {
        let one = entries
            .find(|(id, full, aliases)| means(id) || means(full) || aliases.iter().any(|alias| means(alias)));
        if let Some((id, ..)) = one {
            return Some(Resolution::One(id));
        }
        let mut bare = self.ambiguous_names().iter().filter(|bare| bare.kind == kind);
        bare.find(|bare| means(&bare.name) || bare.aliases.iter().any(|alias| means(alias)))
            .map(Resolution::Several)
    }
}

/// The nearest names, best first, at most five: by edit distance of the whole name, or of its head (`b250` in
/// `b250ultra`), whichever is nearer; a shared beginning counts for a name.
#[must_use]
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let length = wanted.chars().count();
    let mut scored: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let plain = normalize(name);
            let shared = plain.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
            let cut = &plain[..plain.char_indices().nth(length).map_or(plain.len(), |(at, _)| at)];
            let whole = levenshtein(cut, wanted);
            let heads = levenshtein(head(&plain), head(wanted));
            let near = whole <= length.max(2) / 2 || shared >= 3 || (heads <= 2 && shared >= 1);
            near.then_some((whole.min(heads + 1) * 2 + 2 - shared.min(2), name))
        })
        .collect();
    scored.sort();
    scored.into_iter().take(5).map(|(_, name)| name).collect()
}

/// The leading letters and digits of a plain name: `b250` of `b250ultra`; the whole name when it has no digit or
/// begins with one.
fn head(plain: &str) -> &str {
    if plain.starts_with(|c: char| c.is_ascii_digit()) {
        return plain;
    }
    let mut digits = false;
    for (at, c) in plain.char_indices() {
        if c.is_ascii_digit() {
            digits = true;
        } else if digits {
            return &plain[..at];
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_lose_case_punctuation_and_maker() {
        for (typed, plain) in [
            ("NVIDIA H100", "h100"),
            ("nvidia h100 tensor core gpu", "h100"),
            ("H-200_SXM", "h200sxm"),
            ("Ｈ２００", "h200"),
            ("gpu", "gpu"),
            ("Llama-3.1-8B", "llama3.1-8b"),
            ("llama 3 18b", "llama3-18b"),
            ("A100 80 GB", "a100-80gb"),
            ("NVIDIA(R) H100(TM)", "h100"),
        ] {
            assert_eq!(normalize(typed), plain, "{typed}");
        }
    }

    #[test]
    fn the_names_of_the_prototype_keep_their_memory() {
        let catalog = Catalog::embedded();
        for (typed, memory_gb) in
            [("NVIDIA H100", 80.0), ("h100", 80.0), ("A100", 80.0), ("L40S", 48.0), ("RTX 4090", 24.0)]
        {
            let resolution = catalog.resolve_gpu(typed);
            let gpu = catalog.gpu(resolution.id().unwrap()).unwrap();
            let memory = gpu.memory_gb.as_ref().unwrap();
            assert_eq!(memory.known(), Some(&memory_gb), "{typed}");
        }
    }

    #[test]
    fn near_names_are_near() {
        let names = ["b200-sxm", "b300-sxm", "l40s", "rtx-4090"];
        assert_eq!(nearest("b250ultra", names.into_iter()), vec!["b200-sxm", "b300-sxm"]);
    }
}
