//! Words and sentences of ten languages as data: what a question may be asked with, and what it is answered with.

use serde::{Deserialize, Serialize};

use super::{Confidence, List, Text};

/// Words that ask for one thing, by language. A word that ends in `*` stands for every word that begins with it. The
/// first word of a language is also its name for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionWords {
    /// Id: a figure of parts (`memory`), or `cue.` and what the words show (`cue.compare`).
    pub id: Text,
    /// Fields of catalog entries that hold the figure, in the order they are tried.
    #[serde(default)]
    pub fields: List<Text>,
    /// English.
    #[serde(default)]
    pub en: List<Text>,
    /// German.
    #[serde(default)]
    pub de: List<Text>,
    /// French.
    #[serde(default)]
    pub fr: List<Text>,
    /// Spanish.
    #[serde(default)]
    pub es: List<Text>,
    /// Italian.
    #[serde(default)]
    pub it: List<Text>,
    /// Portuguese.
    #[serde(default)]
    pub pt: List<Text>,
    /// Dutch.
    #[serde(default)]
    pub nl: List<Text>,
    /// Japanese.
    #[serde(default)]
    pub ja: List<Text>,
    /// Chinese.
    #[serde(default)]
    pub zh: List<Text>,
    /// Korean.
    #[serde(default)]
    pub ko: List<Text>,
}

impl QuestionWords {
    /// The words of every language, with its code.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &[Text])> {
        [
            ("en", &self.en),
            ("de", &self.de),
            ("fr", &self.fr),
            ("es", &self.es),
            ("it", &self.it),
            ("pt", &self.pt),
            ("nl", &self.nl),
            ("ja", &self.ja),
            ("zh", &self.zh),
            ("ko", &self.ko),
        ]
        .into_iter()
        .map(|(code, words)| (code, words.as_ref()))
    }

    /// The name for people in a language; in English where that has none, the id where that has none either.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        let of =
            |wanted: &str| self.all().find(|(code, _)| *code == wanted).and_then(|(_, words)| words.first());
        let name = of(language).or_else(|| of("en")).map_or(self.id.as_ref(), AsRef::as_ref);
        name.trim_end_matches('*')
    }
}

/// A sentence of an answer in every language it may be given in; `{name}` marks a place for a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Id.
    pub id: Text,
    /// English.
    pub en: Text,
    /// German.
    pub de: Text,
    /// French.
    pub fr: Text,
    /// Spanish.
    pub es: Text,
    /// Italian.
    pub it: Text,
    /// Portuguese.
    pub pt: Text,
    /// Dutch.
    pub nl: Text,
    /// Japanese.
    pub ja: Text,
    /// Chinese.
    pub zh: Text,
    /// Korean.
    pub ko: Text,
}

impl Phrase {
    /// The sentence in a language; in English where there is no such language.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        match language {
            "de" => &self.de,
            "fr" => &self.fr,
            "es" => &self.es,
            "it" => &self.it,
            "pt" => &self.pt,
            "nl" => &self.nl,
            "ja" => &self.ja,
            "zh" => &self.zh,
            "ko" => &self.ko,
            _ => &self.en,
        }
    }
}

/// A term of the field, explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(described, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Id.
    pub id: Text,
    /// Spellings that ask for it, in any language.
    pub terms: List<Text>,
    /// The explanation, English.
    pub en: Text,
    /// German.
    #[serde(default)]
    pub de: Option<Text>,
    /// French.
    #[serde(default)]
    pub fr: Option<Text>,
    /// Spanish.
    #[serde(default)]
    pub es: Option<Text>,
    /// Italian.
    #[serde(default)]
    pub it: Option<Text>,
    /// Portuguese.
    #[serde(default)]
    pub pt: Option<Text>,
    /// Dutch.
    #[serde(default)]
    pub nl: Option<Text>,
    /// Japanese.
    #[serde(default)]
    pub ja: Option<Text>,
    /// Chinese.
    #[serde(default)]
    pub zh: Option<Text>,
    /// Korean.
    #[serde(default)]
    pub ko: Option<Text>,
    /// Id of the document.
    pub source: Text,
    /// How it was read.
    pub confidence: Confidence,
}

impl Definition {
    /// The explanation in a language; in English where it is not translated.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        let translated = match language {
            "de" => &self.de,
            "fr" => &self.fr,
            "es" => &self.es,
            "it" => &self.it,
            "pt" => &self.pt,
            "nl" => &self.nl,
            "ja" => &self.ja,
            "zh" => &self.zh,
            "ko" => &self.ko,
            _ => &None,
        };
        translated.as_deref().unwrap_or(&self.en)
    }
}
