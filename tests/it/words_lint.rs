//! The reader's words: no phrase that can never be found, none that says two things by mistake, none too short.

use std::collections::{BTreeMap, BTreeSet};

use gpu_cluster_generator::catalog::Catalog;

/// Phrases of a thousand of one language that stand in two concepts. Some do on purpose (a word that is a noun and a cue);
/// the share may only fall.
const TWICE: &[(&str, usize)] = &[("common", 48), ("en", 19), ("zh", 70), ("ko", 58), ("ru", 53), ("ar", 51)];
/// The same for every language not named there.
const TWICE_ELSEWHERE: usize = 47;
/// Words of one Latin letter that are needed: conjunctions, prepositions and articles.
const ONE_LETTER: &[&str] = &["and_word", "or_word", "from_word", "with_word", "per", "each", "no", "row"];

type Row = (String, String, Vec<String>);

fn rows() -> Vec<Row> {
    Catalog::embedded()
        .words()
        .iter()
        .filter_map(|entry| {
            let (language, concept) = entry.id.split_once('/')?;
            let phrases = entry.say.split('|').map(|phrase| phrase.trim().to_string()).collect();
            Some((language.to_string(), concept.to_string(), phrases))
        })
        .collect()
}

#[test]
fn a_phrase_says_one_thing() {
    let mut by_language: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (language, concept, phrases) in rows() {
        for phrase in phrases {
            by_language
                .entry(language.clone())
                .or_default()
                .entry(phrase)
                .or_default()
                .insert(concept.clone());
        }
    }
    for (language, phrases) in by_language {
        let twice: Vec<_> = phrases.iter().filter(|(_, concepts)| concepts.len() > 1).collect();
        let most = TWICE.iter().find(|(one, _)| *one == language).map_or(TWICE_ELSEWHERE, |(_, most)| *most);
        let share = 1000 * twice.len() / phrases.len().max(1);
        assert!(share <= most, "{language}: {share} of 1000 phrases stand in two concepts: {twice:?}");
    }
}

#[test]
fn a_phrase_can_be_found() {
    let mut faults = Vec::new();
    for (language, concept, phrases) in rows() {
        let mut seen = BTreeSet::new();
        for phrase in phrases {
            if !seen.insert(phrase.clone()) {
                faults.push(format!("{language}/{concept}: {phrase:?} stands twice"));
            }
            if phrase.is_empty()
                || phrase.starts_with('-')
                || phrase.split_whitespace().all(|word| word == "*")
            {
                faults.push(format!("{language}/{concept}: {phrase:?} never matches"));
            }
            let latin = phrase.chars().count() == 1 && phrase.chars().all(|c| c.is_ascii_alphabetic());
            if latin && !ONE_LETTER.contains(&concept.as_str()) {
                faults.push(format!("{language}/{concept}: {phrase:?} is too short"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
