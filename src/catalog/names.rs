//! Names people type, resolved without guessing: one part, several parts, no such product, or unknown with the
//! nearest names.

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

/// A name without case, punctuation, spaces, full-width forms, the maker's name and the word GPU.
#[must_use]
pub fn normalize(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        // Full-width Latin letters and digits, as Asian keyboards produce them, lie 0xFEE0 above ASCII.
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        };
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
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

impl Catalog {
    /// Resolves the name of a GPU.
    #[must_use]
    pub fn resolve_gpu(&self, name: &str) -> Resolution<'_> {
        let entries =
            self.gpus().iter().map(|gpu| (gpu.id.as_ref(), gpu.name.as_ref(), gpu.aliases.as_ref()));
        self.resolve(Kind::Gpu, name, entries)
    }

    /// Resolves the name of a system.
    #[must_use]
    pub fn resolve_system(&self, name: &str) -> Resolution<'_> {
        let entries =
            self.systems().iter().map(|one| (one.id.as_ref(), one.name.as_ref(), one.aliases.as_ref()));
        self.resolve(Kind::System, name, entries)
    }

    /// Resolves the name of a language model.
    #[must_use]
    pub fn resolve_model(&self, name: &str) -> Resolution<'_> {
        let entries =
            self.models().iter().map(|one| (one.id.as_ref(), one.hf.as_ref(), one.aliases.as_ref()));
        self.resolve(Kind::Model, name, entries)
    }

    fn resolve<'a>(
        &'a self,
        kind: Kind,
        name: &str,
        entries: impl Iterator<Item = (&'a str, &'a str, &'a [super::Text])> + Clone,
    ) -> Resolution<'a> {
        let wanted = normalize(name);
        let none = self.no_such_products().iter().find(|none| {
            none.kind == kind
                && (normalize(&none.name) == wanted
                    || none.aliases.iter().any(|alias| normalize(alias) == wanted))
        });
        if let Some(none) = none {
            let near = none.near.iter().map(AsRef::as_ref).collect();
            return Resolution::NoSuchProduct { why: &none.why, near };
        }
        let means = |spelling: &str| normalize(spelling) == wanted;
        if let Some((id, ..)) = entries
            .clone()
            .find(|(id, full, aliases)| means(id) || means(full) || aliases.iter().any(|alias| means(alias)))
        {
            return Resolution::One(id);
        }
        let bare = self.ambiguous_names().iter().filter(|bare| bare.kind == kind);
        for bare in bare {
            if means(&bare.name) || bare.aliases.iter().any(|alias| means(alias)) {
                return Resolution::Several(bare);
            }
        }
        Resolution::Unknown { near: nearest(&wanted, entries.map(|(id, ..)| id)) }
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
            let whole = distance(cut, wanted);
            let heads = distance(head(&plain), head(wanted));
            let near = whole <= length.max(2) / 2 || shared >= 3 || (heads <= 2 && shared >= 1);
            near.then_some((whole.min(heads + 1) * 2 + 2 - shared.min(2), name))
        })
        .collect();
    scored.sort();
    scored.into_iter().take(5).map(|(_, name)| name).collect()
}

/// The leading letters and digits of a plain name: `b250` of `b250ultra`; the whole name when it has no digit.
fn head(plain: &str) -> &str {
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

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let here = row[j + 1];
            row[j + 1] = (before + usize::from(from != *to)).min(here + 1).min(row[j] + 1);
            before = here;
        }
    }
    row[b.len()]
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
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
