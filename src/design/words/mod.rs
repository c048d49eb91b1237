//! Closed words: one enum a list, with one table of spellings behind parsing, JSON, schemas, flags and labels.
//!
//! A word outside its list is an error that names the nearest legal ones; it is never carried on.

mod compute;
mod facility;
mod network;
mod service;
mod workload;

pub use compute::{FormFactor, Precision};
pub use facility::{Cooling, PowerBasis, Redundancy};
pub use network::Technology;
pub use service::{
    Encryption, NetworkEgress, RemoteAccess, Scheduler, Security, SiteCapacity, Software, Sovereignty, Tax,
    WarrantyLevel,
};
pub use workload::{Purpose, Workload, WorkloadGroup};

use serde::{Deserialize, Deserializer, de};

/// How one word of a list is written.
#[derive(Debug)]
pub struct Spelling {
    /// The spelling in JSON and on the command line.
    pub word: &'static str,
    /// The spelling people read in sentences and tables.
    pub label: &'static str,
    /// Other spellings that are taken; case, spaces, hyphens and underscores do not count.
    pub aliases: &'static [&'static str],
    /// What it means, in a sentence.
    pub meaning: &'static str,
}

/// A list of closed words.
pub trait Word: Copy + Eq + Send + Sync + 'static {
    /// What the list is of, as in "unknown workload".
    const WHAT: &'static str;
    /// Every word, in the order of the documentation.
    const ALL: &'static [Self];

    /// How it is written.
    fn spelling(self) -> &'static Spelling;
}

/// A text that is no word of its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{given}`: expected {}", one_of(.expected))]
pub struct UnknownWord {
    /// What the list is of.
    pub what: &'static str,
    /// The text found.
    pub given: String,
    /// The whole list when it is short, else the nearest words.
    pub expected: Vec<&'static str>,
}

/// A list is printed whole up to this length.
const SHORT_LIST: usize = 8;

/// Reads a word of a list by its spelling, label or an alias.
///
/// # Errors
/// The text, with the words that are legal or nearest.
pub fn parse<W: Word>(text: &str) -> Result<W, UnknownWord> {
    let wanted = folded(text);
    let spells = |known: &str| folded(known) == wanted;
    let found = W::ALL.iter().copied().find(|word| {
        let Spelling { word, label, aliases, .. } = word.spelling();
        spells(word) || spells(label) || aliases.iter().any(|alias| spells(alias))
    });
    found.ok_or_else(|| {
        let all = || W::ALL.iter().map(|word| word.spelling().word);
        let expected = if W::ALL.len() <= SHORT_LIST { all().collect() } else { nearest(text, all(), 5) };
        UnknownWord { what: W::WHAT, given: text.trim().to_string(), expected }
    })
}

/// The names most like a text, best first, at most `most`; never empty when there are names.
#[must_use]
pub fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let wanted = folded(text);
    let mut scored: Vec<(f64, &str)> =
        names.map(|name| (strsim::jaro_winkler(&wanted, &folded(name)), name)).collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.into_iter().take(most).map(|(_, name)| name).collect()
}

/// A spelling without what people vary: case, spaces, hyphens, underscores, full stops.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '/' | '%' | '(' | ')'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// `a`, `a or b`, `a, b or c`.
fn one_of(words: &[&str]) -> String {
    match words {
        [] => "a word of its list".into(),
        [one] => (*one).into(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// Reads a word from a document.
pub(super) fn deserialize<'de, W: Word, D: Deserializer<'de>>(deserializer: D) -> Result<W, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// The schema of a list: a string out of its words, each with its meaning.
pub(super) fn schema<W: Word>() -> schemars::Schema {
    let words: Vec<&str> = W::ALL.iter().map(|word| word.spelling().word).collect();
    schemars::json_schema!({ "type": "string", "enum": words })
}

/// Declares a list of closed words: `Variant "word" "label" ["alias", ...]`, each under its meaning.
macro_rules! words {
    (
        $(#[doc = $doc:expr])+
        $name:ident: $what:literal;
        $($(#[doc = $meaning:expr])+ $(#[cfg($on:meta)])? $variant:ident $word:literal $label:literal [$($alias:literal),*],)+
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $meaning])+ $(#[cfg($on)])? $variant,)+
        }

        impl $crate::design::words::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$($(#[cfg($on)])? Self::$variant,)+];

            fn spelling(self) -> &'static $crate::design::words::Spelling {
                match self {
                    $($(#[cfg($on)])? Self::$variant => &$crate::design::words::Spelling {
                        word: $word,
                        label: $label,
                        aliases: &[$($alias),*],
                        meaning: concat!($($meaning),+),
                    },)+
                }
            }
        }

        impl $name {
            /// The word in JSON and on the command line.
            #[must_use]
            pub fn word(self) -> &'static str {
                $crate::design::words::Word::spelling(self).word
            }

            /// The word in sentences and tables for people.
            #[must_use]
            pub fn label(self) -> &'static str {
                $crate::design::words::Word::spelling(self).label
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::design::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::design::words::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::design::words::deserialize(deserializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::design::words::schema::<Self>()
            }
        }

        #[cfg(test)]
        #[test]
        #[allow(non_snake_case)]
        fn $name() {
            $crate::design::words::sound::<$name>();
        }
    };
}
use words;

/// Every spelling of a list stands for one of its words.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
fn sound<W: Word + std::fmt::Debug>() {
    let mut spellings: Vec<String> = Vec::new();
    for word in W::ALL {
        let spelling = word.spelling();
        assert_eq!(parse::<W>(spelling.word).unwrap(), *word);
        assert_eq!(parse::<W>(spelling.label).unwrap(), *word, "{}", spelling.label);
        assert!(!spelling.meaning.trim().is_empty(), "{word:?}");
        let mut own: Vec<String> =
            spelling.aliases.iter().chain([&spelling.word, &spelling.label]).map(|one| folded(one)).collect();
        own.sort();
        own.dedup();
        spellings.extend(own);
    }
    let all = spellings.len();
    spellings.sort();
    spellings.dedup();
    assert_eq!(spellings.len(), all, "a spelling of {} stands for two words", W::WHAT);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_word_is_its_row() {
        assert_eq!("Play Thing".parse(), Ok(Scheduler::Toy));
        assert_eq!((Scheduler::Toy.label(), Scheduler::Toy.word()), ("Toy", "toy"));
        assert_eq!(serde_json::to_value(Scheduler::Toy).unwrap(), "toy");
        assert_eq!(serde_json::from_str::<Scheduler>("\"TOY\"").unwrap(), Scheduler::Toy);
        let schema = schema::<Scheduler>().to_value();
        assert!(schema["enum"].as_array().unwrap().contains(&"toy".into()), "{schema}");
        let error = serde_json::from_str::<Scheduler>("\"toi\"").unwrap_err().to_string();
        assert!(error.starts_with("unknown scheduler `toi`: expected ") && error.contains("toy"), "{error}");
    }

    #[test]
    fn people_spell_words_in_many_ways() {
        assert_eq!("Direct liquid cooling".parse(), Ok(Cooling::Liquid));
        assert_eq!("InfiniBand NDR".parse(), Ok(Technology::Infiniband));
        assert_eq!("LLM-inference".parse(), Ok(Workload::LlmInference));
        assert_eq!("a/b".parse(), Ok(Redundancy::TwoFeeds));
    }

    #[test]
    fn a_word_outside_its_list_names_the_nearest() {
        let error = "frozen".parse::<Cooling>().unwrap_err();
        assert_eq!(error.to_string(), "unknown cooling `frozen`: expected air or liquid");
        let error = "trainnig".parse::<Workload>().unwrap_err();
        assert_eq!(error.expected[0], "training");
        assert_eq!("infinband".parse::<Technology>().unwrap_err().expected, ["ethernet", "infiniband"]);
    }
}
