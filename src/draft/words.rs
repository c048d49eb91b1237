//! Every fixed word of a document, from one file a language.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::spoken::Spoken;

/// The languages there are words for: code, words, and the engine's sentences where it speaks another one. Another
/// language is two files and a row.
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("en", include_str!("../../prompts/draft/words.en.yaml"), ""),
    (
        "de",
        include_str!("../../prompts/draft/words.de.yaml"),
        include_str!("../../prompts/draft/engine.de.yaml"),
    ),
];

/// Words by group and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// ISO 639-1 code.
    pub language: String,
    /// Titles of chapters and annexes, by id.
    pub titles: BTreeMap<String, String>,
    /// Sentences; `{name}` stands for a value.
    pub sentences: BTreeMap<String, String>,
    /// Labels of keys of the answer.
    pub labels: BTreeMap<String, String>,
    /// Words and fixed phrases of the answer (status, outcome, names of racks) as people read them.
    pub values: BTreeMap<String, String>,
    /// Units that are words, such as days and nodes.
    pub units: BTreeMap<String, String>,
    /// Phrases of the engine and what people say in their place.
    pub phrases: BTreeMap<String, String>,
    /// Sentences of the engine in this language.
    #[serde(skip)]
    pub(super) spoken: Spoken,
    /// Small numbers as words.
    pub numbers: Vec<String>,
    /// Terms and their meaning.
    pub glossary: BTreeMap<String, String>,
}

/// A file of words that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file of words cannot be used: {0}")]
pub struct WordsError(String);

/// Units by the ending of a key, longest first where one ends another.
const UNITS: &[(&str, &str)] = &[
    ("_gbyte_per_s", "GB/s"),
    ("_tb_per_s", "TB/s"),
    ("_tokens_per_s", "tokens/s"),
    ("_gbps_per_gpu", "Gb/s per GPU"),
    ("_gbps", "Gb/s"),
    ("_gbs", "GB/s"),
    ("_gib", "GiB"),
    ("_gb_min", "GB"),
    ("_gb", "GB"),
    ("_tb", "TB"),
    ("_kwh", "kWh"),
    ("_kw", "kW"),
    ("_kva", "kVA"),
    ("_btu_per_h", "BTU/h"),
    ("_usd", "USD"),
    ("_eur", "EUR"),
    ("_kg_m2", "kg/m²"),
    ("_kg_per_m2", "kg/m²"),
    ("_kg", "kg"),
    ("_mm", "mm"),
    ("_km", "km"),
    ("_m2", "m²"),
    ("_m", "m"),
    ("_tflops", "TFLOPS"),
    ("_ms", "ms"),
    ("_days", "days"),
    ("_months", "months"),
    ("_years", "years"),
    ("_hours", "h"),
    ("_min", "min"),
    ("_percent", "%"),
    ("_pct", "%"),
    ("_l_per_min", "l/min"),
    ("_bar", "bar"),
    ("_c_max", "°C"),
    ("_c", "°C"),
    ("_w", "W"),
    ("_u", "U"),
    ("_v", "V"),
    ("_a", "A"),
];

/// The unit a key's ending stands for; empty for a count or a ratio.
#[must_use]
pub fn unit(key: &str) -> &'static str {
    UNITS.iter().find(|(suffix, _)| key.ends_with(suffix)).map_or("", |(_, unit)| unit)
}

/// Whether a word is a unit a document writes.
#[must_use]
pub fn is_unit(word: &str) -> bool {
    UNITS.iter().any(|(_, unit)| *unit == word)
}

impl Words {
    /// Whether there are words for a language.
    #[must_use]
    pub fn knows(language: &str) -> bool {
        LANGUAGES.iter().any(|(code, ..)| *code == language)
    }

    /// The words of a language, English where there are none, with those of a file over them.
    ///
    /// # Errors
    /// When the file is no YAML of this form, or names a word that does not exist.
    pub fn with(language: &str, overlay: Option<&str>) -> Result<Self, WordsError> {
        let [english, ..] = LANGUAGES;
        let (_, text, engine) = LANGUAGES.into_iter().find(|(code, ..)| *code == language).unwrap_or(english);
        let mut words: Self = serde_yaml::from_str(text).map_err(|error| WordsError(error.to_string()))?;
        if !engine.is_empty() {
            let sentences = serde_yaml::from_str(engine).map_err(|error| WordsError(error.to_string()))?;
            words.spoken = Spoken::new(sentences);
        }
        let Some(text) = overlay else { return Ok(words) };
        let other: Self = serde_yaml::from_str(text).map_err(|error| WordsError(error.to_string()))?;
        for (name, known, new) in [
            ("titles", &mut words.titles, other.titles),
            ("sentences", &mut words.sentences, other.sentences),
            ("labels", &mut words.labels, other.labels),
            ("values", &mut words.values, other.values),
            ("units", &mut words.units, other.units),
            ("phrases", &mut words.phrases, other.phrases),
        ] {
            for (key, text) in new {
                // A label may be new: keys of a catalog overlay or a later answer; anything else is a slip.
                if name != "labels" && !known.contains_key(&key) {
                    return Err(WordsError(format!("there is no `{key}` under `{name}`")));
                }
                known.insert(key, text);
            }
        }
        if !other.glossary.is_empty() {
            words.glossary = other.glossary;
        }
        if !other.numbers.is_empty() {
            words.numbers = other.numbers;
        }
        if !other.language.is_empty() {
            words.language = other.language;
        }
        Ok(words)
    }

    /// Title of a chapter or an annex.
    #[must_use]
    pub fn title(&self, id: &str) -> String {
        self.titles.get(id).cloned().unwrap_or_else(|| humanized(id))
    }

    /// A small number as a word; digits from thirteen on.
    #[must_use]
    pub fn number(&self, value: usize) -> String {
        self.numbers.get(value).cloned().unwrap_or_else(|| value.to_string())
    }

    /// A unit of the answer as people read it: "kg/m²", "Tage".
    #[must_use]
    pub fn unit(&self, unit: &str) -> String {
        let unit = unit.replace("m2", "m²");
        self.units.get(&unit).cloned().unwrap_or(unit)
    }

    /// Whether a unit counts things, so that its figure is never rounded.
    #[must_use]
    pub fn is_counted(&self, unit: &str) -> bool {
        unit.chars().all(|c| c.is_alphabetic() || c == ' ') && !is_unit(unit)
    }

    /// A sentence of the engine with its own phrases in people's words.
    #[must_use]
    pub fn people(&self, text: &str) -> String {
        // The longest first, so that a phrase inside another one is not taken for it.
        let mut phrases: Vec<(&String, &String)> = self.phrases.iter().collect();
        phrases.sort_by_key(|(engine, _)| std::cmp::Reverse(engine.len()));
        phrases
            .into_iter()
            .fold(text.to_string(), |text, (engine, people)| text.replace(engine.as_str(), people))
    }

    /// A sentence with its values put in.
    #[must_use]
    pub fn say(&self, name: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.sentences.get(name).cloned().unwrap_or_else(|| humanized(name));
        for (key, value) in values {
            text = text.replace(&format!("{{{key}}}"), value);
        }
        text
    }

    /// Label of a key, without its unit.
    #[must_use]
    pub fn label(&self, key: &str) -> String {
        if let Some(label) = self.labels.get(key) {
            return label.clone();
        }
        let suffix = UNITS.iter().find(|(suffix, _)| key.ends_with(suffix)).map_or("", |(suffix, _)| suffix);
        let bare = key.strip_suffix(suffix).filter(|bare| !bare.is_empty()).unwrap_or(key);
        humanized(bare.strip_suffix("_count").unwrap_or(bare).strip_suffix("_id").unwrap_or(bare))
    }

    /// Label of a key with its unit, for the head of a column.
    #[must_use]
    pub fn head(&self, key: &str) -> String {
        match unit(key) {
            "" => self.label(key),
            unit => format!("{} ({unit})", self.label(key)),
        }
    }

    /// A word of the answer as people read it.
    #[must_use]
    pub fn value(&self, word: &str) -> String {
        match self.values.get(word) {
            Some(known) => known.clone(),
            None if is_field_name(word) && !self.labels.contains_key(word) => word.replace('_', " "),
            None => self.plain(word),
        }
    }

    /// A sentence of the engine with its names of fields in the words of this file.
    #[must_use]
    pub fn plain(&self, text: &str) -> String {
        if !text.contains('_') {
            return counted(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end.max(first.len_utf8()));
            match self.labels.get(word).filter(|_| is_field_name(word)) {
                Some(label) => out.push_str(&inside(label)),
                None => out.push_str(word),
            }
            rest = after;
        }
        counted(&out)
    }
}

/// A sentence in which one thing is not counted as many: "1 racks" becomes "1 rack", and "m2" becomes "m²".
#[must_use]
pub fn counted(text: &str) -> String {
    const MANY: &[&str] = &[
        "racks", "nodes", "GPUs", "switches", "links", "ports", "planes", "days", "modules", "cables",
        "strips", "sets", "systems", "servers", "trays", "pieces", "feeds", "years", "months", "replicas",
    ];
    let text = text.replace(" GPU(s)", " GPUs").replace(" node(s)", " nodes");
    let mut out: Vec<String> = Vec::new();
    let mut after_one = false;
    for word in text.split(' ') {
        // A count of thousands is written as in the tables.
        let what = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
        if let Some(last) = out.last_mut()
            && (MANY.contains(&what) || is_unit(what) || what == "x")
            && last.chars().take_while(char::is_ascii_digit).count() > 3
            && let Ok(number) = last.parse::<f64>()
        {
            *last = crate::design::Plain::Number(number).words();
        }
        let bare = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
        let one = match bare {
            _ if !after_one || !MANY.contains(&bare) => word.to_string(),
            "switches" => word.replacen("switches", "switch", 1),
            _ => format!("{}{}", &bare[..bare.len() - 1], &word[bare.len()..]),
        };
        after_one = matches!(word, "1" | "(1");
        out.push(one.replace("/m2", "/m²"));
    }
    out.join(" ")
}

/// Whether a word is a field's name: lower-case letters, digits and at least one underscore.
fn is_field_name(word: &str) -> bool {
    word.contains('_') && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A label inside a sentence: its first letter small, unless the word is an abbreviation.
fn inside(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            format!("{}{second}{}", first.to_lowercase(), letters.as_str())
        }
        _ => label.to_string(),
    }
}

fn humanized(key: &str) -> String {
    let mut text = key.replace('_', " ");
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_built_in_words_load_and_an_overlay_must_know_its_names() {
        let words = Words::with("en", None).unwrap();
        assert_eq!(words.head("node_power_total_kw"), "Power of all servers (kW)");
        assert_eq!(words.label("some_new_figure_kw"), "Some new figure");
        assert!(Words::with("en", Some("titles: {nowhere: x}")).is_err());
        let german = Words::with("en", Some("language: de\ntitles: {asked: Anforderungen}")).unwrap();
        assert_eq!((german.title("asked").as_str(), german.language.as_str()), ("Anforderungen", "de"));
    }

    #[test]
    fn names_of_fields_read_as_words() {
        let words = Words::with("en", None).unwrap();
        assert_eq!(
            words.plain("Assumed: gpu_models, users_concurrent."),
            "Assumed: GPU model, users at the same time."
        );
        assert_eq!(words.value("on_premises"), "on premises");
        assert_eq!(words.plain("rule x_y; é_é of a_table"), "rule x_y; é_é of a_table");
    }

    #[test]
    fn one_thing_is_not_many() {
        assert_eq!(counted("The nodes take 1 racks and 20.4 kW"), "The nodes take 1 rack and 20.4 kW");
        assert_eq!(counted("1 switches, 11 racks, 1 x sn5600"), "1 switch, 11 racks, 1 x sn5600");
        assert_eq!(counted("2304 nodes and 1 GPU(s) of 18698.7 GB"), "2,304 nodes and 1 GPU of 18,698.7 GB");
        assert_eq!(counted("in 2026 we need 1024 or more"), "in 2026 we need 1024 or more");
        assert_eq!(counted("271.771 kg/m2 = a / b"), "271.771 kg/m² = a / b");
    }

    #[test]
    fn fixed_words_carry_no_number_of_their_own() {
        for (code, ..) in LANGUAGES {
            for (name, text) in Words::with(code, None).unwrap().sentences {
                assert!(!text.chars().any(|c| c.is_ascii_digit()), "{code} {name}: {text}");
            }
        }
    }

    #[test]
    fn every_language_has_every_word_with_the_same_values() {
        let english = Words::with("en", None).unwrap();
        let places = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| Some(rest.split_once('}')?.0.to_string()))
                .collect();
            found.sort();
            found
        };
        for (code, ..) in LANGUAGES {
            let words = Words::with(code, None).unwrap();
            assert_eq!(words.language, code);
            for (group, one, other) in [
                ("titles", &english.titles, &words.titles),
                ("sentences", &english.sentences, &words.sentences),
                ("labels", &english.labels, &words.labels),
            ] {
                let missing: Vec<&String> = one.keys().filter(|key| !other.contains_key(*key)).collect();
                assert!(missing.is_empty(), "{code} {group}: {missing:?}");
                let new: Vec<&String> = other.keys().filter(|key| !one.contains_key(*key)).collect();
                assert!(new.is_empty(), "{code} {group}, not in English: {new:?}");
            }
            for (name, text) in &words.sentences {
                assert_eq!(places(text), places(&english.sentences[name]), "{code} {name}");
            }
            let missing: Vec<&String> =
                english.values.keys().filter(|key| !words.values.contains_key(*key)).collect();
            assert!(missing.is_empty(), "{code} values: {missing:?}");
            assert_eq!(words.numbers.len(), english.numbers.len());
        }
    }
}
