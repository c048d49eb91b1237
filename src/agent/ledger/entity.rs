//! Which product or pattern a sentence speaks of, as far as the ledger knows the names.

use std::collections::{BTreeMap, BTreeSet};

/// Names of what values are about, by their spelling without case and punctuation.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    forms: BTreeMap<String, BTreeSet<String>>,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Byte at which it begins.
    pub at: usize,
    /// Byte after its last letter.
    pub end: usize,
    /// The subjects it may mean.
    pub means: BTreeSet<String>,
}

impl Entities {
    /// The names of these subjects.
    pub fn new<'a>(subjects: impl Iterator<Item = &'a str>) -> Self {
        let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for subject in subjects {
            for form in forms_of(subject) {
                forms.entry(form).or_default().insert(subject.to_string());
            }
        }
        Self { forms }
    }

    /// The names in a text, in order; the longest spelling wins.
    #[must_use]
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let words: Vec<(usize, &str)> = words(text).collect();
        let mut found = Vec::new();
        let mut from = 0;
        while from < words.len() {
            let hit = (1..=5.min(words.len() - from)).rev().find_map(|length| {
                let joined: String = words[from..from + length].iter().map(|(_, word)| plain(word)).collect();
                let joined = joined.strip_prefix("nvidia").unwrap_or(&joined);
                let singular = joined.strip_suffix('s').unwrap_or(joined);
                let means = self.forms.get(joined).or_else(|| self.forms.get(singular))?;
                Some((length, means.clone()))
            });
            match hit {
                Some((length, means)) => {
                    let (last, word) = words[from + length - 1];
                    found.push(Mention { at: words[from].0, end: last + word.len(), means });
                    from += length;
                }
                None => from += 1,
            }
        }
        found
    }
}

/// Spellings of a subject: whole, and its first part when that already tells products apart (`h100` of `h100-sxm`).
fn forms_of(subject: &str) -> BTreeSet<String> {
    let whole = plain(subject);
    let whole = whole.strip_prefix("nvidia").unwrap_or(&whole).to_string();
    let mut forms = BTreeSet::new();
    if !super::is_pattern_id(subject) {
        let parts = subject.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let named = |part: &&str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().any(|c| c.is_ascii_digit())
        };
        forms.extend(parts.filter(named).map(plain).take(1));
    }
    if whole.chars().any(|c| c.is_ascii_digit()) {
        forms.insert(whole);
    }
    forms
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words with the bytes they begin at. Hyphens part words, so that `H100-based` mentions the H100.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    ends.filter_map(move |(at, c)| {
        if c.is_alphanumeric() {
            from.get_or_insert(at);
            return None;
        }
        let start = from.take()?;
        Some((start, &text[start..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_sentences() {
        let entities = Entities::new(["h100-sxm", "NVIDIA H200 NVL", "H200", "2-8-9-400"].into_iter());
        let found = |text: &str| -> Vec<Vec<String>> {
            entities.mentions(text).into_iter().map(|mention| mention.means.into_iter().collect()).collect()
        };
        assert_eq!(found("The NVIDIA H100 has more"), [["h100-sxm"]]);
        assert_eq!(found("H100s and the h100-SXM"), [["h100-sxm"], ["h100-sxm"]]);
        assert_eq!(found("an H200 NVL-based node"), [["NVIDIA H200 NVL"]]);
        assert_eq!(found("pattern 2-8-9-400."), [["2-8-9-400"]]);
        assert!(found("the H1000 and a node").is_empty());
        assert_eq!(entities.mentions("two H200 here")[0].at, 4);
    }
}
