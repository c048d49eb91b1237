//! Words and phrases of many languages, each standing for one concept; matched on folded tokens, longest first.
//!
//! A phrase is words separated by spaces; hyphens in the text count as spaces. `*` at the end or beginning of a word
//! stands for any letters, alone for any word. Phrases are separated by `|`; `xx:` limits one to a language.

mod concept;
mod qualities;
mod quantities;
mod things;
mod work;

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    fold::{Folded, fold_str},
    token::{Kind, Token, tokens},
};

pub(super) use concept::C;

/// One phrase, split into its words.
#[derive(Debug)]
struct Phrase {
    concept: C,
    /// The language it is limited to, where the letters mean something else elsewhere.
    language: Option<&'static str>,
    words: Vec<Pattern>,
}

/// How one word of a phrase matches.
#[derive(Debug, Clone)]
enum Pattern {
    Whole(String),
    Begin(String),
    End(String),
    Inside(String),
}

impl Pattern {
    fn new(word: &str) -> Self {
        let core = word.trim_matches('*').to_string();
        match (word.starts_with('*'), word.ends_with('*')) {
            (false, false) => Self::Whole(core),
            (false, true) => Self::Begin(core),
            (true, false) => Self::End(core),
            (true, true) => Self::Inside(core),
        }
    }
    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Whole(core) => word == core,
            Self::Begin(core) => word.starts_with(core.as_str()),
            Self::End(core) => word.ends_with(core.as_str()),
            Self::Inside(core) => word.contains(core.as_str()),
        }
    }
}

/// All phrases: those that begin with fixed letters by their first character, the rest apart.
#[derive(Debug)]
struct Index {
    by_first: BTreeMap<char, Vec<Phrase>>,
    open: Vec<Phrase>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index { by_first: BTreeMap::new(), open: Vec::new() };
        for (concept, list) in
            things::THINGS.iter().chain(quantities::QUANTITIES).chain(qualities::QUALITIES).chain(work::WORK)
        {
            for phrase in list.split('|').filter(|phrase| !phrase.trim().is_empty()) {
                let (language, phrase) = match phrase.trim().split_once(':') {
                    Some((language, rest)) if language.len() == 2 && !rest.is_empty() => {
                        (Some(language), rest)
                    }
                    _ => (None, phrase.trim()),
                };
                let entry = Phrase { concept: *concept, language, words: split(phrase) };
                match entry.words.first() {
                    Some(Pattern::Whole(core) | Pattern::Begin(core)) => match core.chars().next() {
                        Some(first) => index.by_first.entry(first).or_default().push(entry),
                        None => continue,
                    },
                    Some(_) => index.open.push(entry),
                    None => continue,
                }
            }
        }
        index
    })
}

/// The words of a phrase, folded; stars stay with the word they touch.
fn split(phrase: &str) -> Vec<Pattern> {
    phrase
        .split_whitespace()
        .flat_map(|word| {
            if word == "*" {
                return vec![Pattern::Inside(String::new())];
            }
            let folded = fold_str(word.trim_matches('*'));
            let text = Folded::new(&folded);
            let parts: Vec<String> = tokens(&text, false)
                .into_iter()
                .filter(|token| !token.is_sign('-'))
                .map(|token| token.text)
                .collect();
            let last = parts.len().saturating_sub(1);
            let (open, close) = (word.starts_with('*'), word.ends_with('*'));
            parts
                .into_iter()
                .enumerate()
                .map(|(at, part)| {
                    let head = if open && at == 0 { "*" } else { "" };
                    let tail = if close && at == last { "*" } else { "" };
                    Pattern::new(&format!("{head}{part}{tail}"))
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Forms of a token to compare: as it is, and for Arabic without the particles written together with it.
fn forms(text: &str) -> Vec<&str> {
    let mut forms = vec![text];
    if text.chars().next().is_some_and(|c| matches!(c, '\u{600}'..='\u{6ff}')) {
        for prefix in ["و", "ف", "ال", "وال", "بال", "لل", "ب", "ل", "ك", "وب", "ول", "كال", "فال"]
        {
            if let Some(rest) = text.strip_prefix(prefix)
                && rest.chars().count() >= 2
            {
                forms.push(rest);
            }
        }
    }
    forms
}

/// The longest phrase that begins at this token: its concept and how many tokens it takes.
pub(super) fn match_at(list: &[Token], at: usize, language: &str) -> Option<(C, usize)> {
    let first = list.get(at)?;
    if first.is_sign('-') {
        return None;
    }
    let index = index();
    let mut best: Option<(C, usize, usize)> = None;
    for form in forms(&first.text) {
        let phrases = form.chars().next().and_then(|c| index.by_first.get(&c)).into_iter().flatten();
        for phrase in phrases.chain(&index.open) {
            if !phrase.words[0].fits(form) || phrase.language.is_some_and(|only| only != language) {
                continue;
            }
            let Some(length) = rest_fits(&phrase.words[1..], list, at + 1) else { continue };
            let weight = phrase_weight(phrase);
            if best.is_none_or(|(_, longest, heaviest)| (1 + length, weight) > (longest, heaviest)) {
                best = Some((phrase.concept, 1 + length, weight));
            }
        }
    }
    best.map(|(concept, length, _)| (concept, length))
}

/// Of two phrases as long in tokens the one that names more letters is meant.
fn phrase_weight(phrase: &Phrase) -> usize {
    phrase
        .words
        .iter()
        .map(|word| match word {
            Pattern::Whole(core) => core.len() * 2,
            Pattern::Begin(core) | Pattern::End(core) | Pattern::Inside(core) => core.len(),
        })
        .sum()
}

/// Abbreviations written with a dot inside phrases (inkl. MwSt., m ü. NN).
fn shortened(word: &str) -> bool {
    matches!(
        word,
        "inkl" | "incl" | "exkl" | "excl" | "zzgl" | "u" | "n" | "p" | "max" | "min" | "j" | "s" | "l" | "m"
    )
}

/// Tokens that the further words of a phrase take; hyphens between them are skipped.
fn rest_fits(words: &[Pattern], list: &[Token], from: usize) -> Option<usize> {
    let mut at = from;
    for word in words {
        while list.get(at).is_some_and(|token| {
            token.is_sign('-') || token.is_sign('.') && token.glued && shortened(&list[at - 1].text)
        }) {
            at += 1;
        }
        let token = list.get(at)?;
        if token.kind == Kind::Sign && !matches!(word, Pattern::Whole(core) if *core == token.text) {
            return None;
        }
        forms(&token.text).into_iter().any(|form| word.fits(form)).then_some(())?;
        at += 1;
    }
    Some(at - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(text: &str) -> Option<(C, usize)> {
        let folded = Folded::new(text);
        match_at(&tokens(&folded, false), 0, "en")
    }

    #[test]
    fn phrases_of_several_languages() {
        for (text, wanted) in [
            ("nodes", C::Node),
            ("Knoten", C::Node),
            ("nœuds", C::Node),
            ("Schränken", C::Rack),
            ("armarios", C::Rack),
            ("air-cooled", C::CoolingAir),
            ("air cooling", C::CoolingAir),
            ("机柜", C::Rack),
            ("والخزائن", C::Rack),
            ("Strömungssimulation", C::WorkCfd),
            ("at the same time", C::Concurrent),
        ] {
            assert_eq!(concept(text).map(|(concept, _)| concept), Some(wanted), "{text}");
        }
        assert_eq!(concept("track"), None);
    }
}
