//! A message as a question: what is named, which figures are asked for, which amounts stand in it, and what its words
//! show. Words of languages come from the catalog; the requirement is not touched.

mod amount_words;
mod amounts;
mod by_field;
mod kinds;
mod lists;
mod polar;
mod spelling;
mod strangers;
mod text;
mod things;

pub use amounts::{Amount, Measure};
pub use by_field::{field_of, field_words};
pub use kinds::{Thing, ThingKind};
pub use spelling::fold;
pub use strangers::Stranger;
pub use text::Words;

use crate::catalog::Catalog;

/// A message, read as a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// The message.
    pub text: String,
    /// Its words.
    pub words: Words,
    /// Language, ISO 639-1, one of those answers are written in.
    pub language: &'static str,
    /// Products, patterns and models, in order.
    pub things: Vec<Thing>,
    /// Names of products the catalog does not hold.
    pub strangers: Vec<Stranger>,
    /// Ids of figures that are asked for, in the order of the text.
    pub figures: Vec<String>,
    /// Where the words of each figure stand in the line of words: place and length.
    pub figure_places: Vec<(usize, usize)>,
    /// Ids of cues that were found, without `cue.`.
    pub cues: Vec<String>,
    /// Amounts, in order.
    pub amounts: Vec<Amount>,
    /// Words that no list, name or number of this question explains, in order.
    pub left: Vec<String>,
    /// Places of the amounts that count people: never a number of parts.
    people: Vec<usize>,
    /// Places of the amounts that count nodes or racks: never a number of GPUs.
    housed: Vec<usize>,
}

/// Words that count things behind their name: "H200 8장", "L40S 1枚".
const COUNTERS: [char; 10] = ['장', '枚', '台', '块', '張', '张', '대', '개', '基', '個'];

/// Words for one of something.
const ARTICLES: &[&str] =
    &["a", "an", "ein", "eine", "einen", "einem", "un", "une", "una", "um", "uma", "een"];

impl Question {
    /// Reads a message.
    #[must_use]
    pub fn new(catalog: &Catalog, text: &str) -> Self {
        let words = Words::new(text);
        let (things, strangers) = things::find(catalog, text, &words);
        let named: Vec<(usize, usize)> = things
            .iter()
            .map(|thing| (thing.first, thing.last))
            .chain(strangers.iter().map(|one| (one.first, one.first)))
            .collect();
        // A word inside a product's name asks for nothing: "memory" in no name does, "PCIe" in "H100 PCIe" does not.
        let inside = |at: usize| {
            named.iter().any(|(first, last)| {
                words.words.get(*first).is_some_and(|word| word.at <= at)
                    && words.words.get(*last).is_some_and(|word| at < word.at + word.text.len())
            })
        };
        let mut figures: Vec<(usize, usize, String)> = Vec::new();
        let mut cues = Vec::new();
        let mut votes: Vec<(&'static str, (usize, usize))> = Vec::new();
        let mut known: Vec<(usize, usize)> = Vec::new();
        for list in lists::of(catalog).iter() {
            let cue = list.id.strip_prefix("cue.");
            let mut best: Option<(usize, usize)> = None;
            for phrase in &list.phrases {
                let Some(at) = phrase.find(&words.line).filter(|at| !inside(*at)) else { continue };
                let length = phrase.length;
                known.push((at, at + length));
                if !phrase.ascii || list.id != "cue.question" || length > 2 {
                    let more = phrase.words.saturating_sub(1).min(3);
                    let weight =
                        more + if cue == Some("function") || cue == Some("question") { 2 } else { 1 };
                    match votes.iter_mut().find(|(code, _)| *code == phrase.language) {
                        Some((_, count)) => *count = (count.0 + weight, count.1 + length),
                        None => votes.push((phrase.language, (weight, length))),
                    }
                }
                if best.is_none_or(|(_, longest)| length > longest) {
                    best = Some((at, length));
                }
            }
            if let Some((at, length)) = best {
                match cue {
                    Some(cue) => cues.push(cue.to_string()),
                    None => figures.push((at, length, list.id.to_string())),
                }
            }
        }
        // Whatever else the catalog holds of a part is asked for by the words of its field.
        let curated = figures.clone();
        figures.extend(by_field::find(catalog, &words, &things, &inside).into_iter().filter(
            |(at, length, id)| {
                let field = field_of(id).unwrap_or_default();
                !curated.iter().any(|(other, longer, other_id)| {
                    (*other..other + longer).contains(at) && longer >= length
                        || catalog
                            .question_word(other_id)
                            .is_some_and(|list| list.fields.iter().any(|one| one.as_ref() == field))
                })
            },
        ));
        // "memory bandwidth" is not "memory" too: what lies inside a longer match goes.
        let all = figures.clone();
        figures.retain(|(at, length, id)| {
            !all.iter().any(|(other_at, other_length, other)| {
                other != id && other_length > length && (*other_at..other_at + other_length).contains(at)
            })
        });
        figures.sort_by_key(|(at, length, _)| (*at, usize::MAX - length));
        let language = language(text, &votes);
        // "of" is Dutch for "or", "o" is Italian: only in their own language.
        let joins = catalog.question_word("cue.or").is_some_and(|list| {
            list.all()
                .filter(|(code, _)| *code == language)
                .flat_map(|(_, group)| group)
                .any(|word| words.find(word).is_some())
        });
        cues.retain(|cue| cue != "or" || joins);
        let amounts = amounts::find(text, &words, &named);
        let counts = |cue: &str| -> Vec<usize> {
            let Some(list) = catalog.question_word(cue) else { return Vec::new() };
            let names: Vec<String> = list.all().flat_map(|(_, group)| group).map(|name| fold(name)).collect();
            let named = |amount: &&Amount| {
                names.iter().any(|name| match name.strip_suffix('*') {
                    Some(stem) => amount.noun.starts_with(stem),
                    None => amount.noun == *name,
                })
            };
            amounts.iter().filter(named).map(|amount| amount.at).collect()
        };
        let people = counts("cue.users");
        let housed: Vec<usize> = ["cue.node", "cue.rack"].iter().flat_map(|cue| counts(cue)).collect();
        let known: std::collections::BTreeSet<&str> = words
            .words
            .iter()
            .filter(|word| known.iter().any(|(from, to)| word.at < *to && *from < word.at + word.text.len()))
            .map(|word| word.text.as_str())
            .collect();
        let left = words
            .words
            .iter()
            .enumerate()
            .filter(|(index, _)| !amounts.iter().any(|amount| amount.at == *index))
            .map(|(_, word)| word)
            .filter(|word| {
                !inside(word.at) && !known.contains(word.text.as_str()) && word.text.chars().count() > 1
            })
            .filter(|word| !word.text.starts_with(|c: char| c.is_ascii_digit()))
            .filter(|word| {
                let within = |(at, length, _): &(usize, usize, String)| (*at..at + length).contains(&word.at);
                !figures.iter().any(within)
            })
            .map(|word| word.text.clone())
            .collect();
        Self {
            text: text.to_string(),
            language,
            figure_places: figures.iter().map(|(at, length, _)| (*at, *length)).collect(),
            figures: figures.into_iter().map(|(.., id)| id).collect(),
            cues,
            amounts,
            things,
            strangers,
            words,
            left,
            people,
            housed,
        }
    }

    /// Whether a cue was found.
    #[must_use]
    pub fn cue(&self, id: &str) -> bool {
        self.cues.iter().any(|cue| cue == id)
    }

    /// Whether it ends in a question mark or is worded as a question.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.text.trim_end_matches([' ', '\n', ')', '"']).ends_with(['?', '？', '؟'])
            || self.text.contains(['?', '？'])
            || self.cue("question")
    }

    /// Things of a kind, in order, each once.
    #[must_use]
    pub fn of(&self, kind: ThingKind) -> Vec<&Thing> {
        let mut out: Vec<&Thing> = Vec::new();
        for thing in self.things.iter().filter(|thing| thing.kind == kind) {
            if !out.iter().any(|old| old.id == thing.id) {
                out.push(thing);
            }
        }
        out
    }

    /// The first amount of a measure.
    #[must_use]
    pub fn amount(&self, measure: Measure) -> Option<&Amount> {
        self.amounts.iter().find(|amount| amount.measure == measure)
    }

    /// The count that stands right before a thing, with at most two words between: "8 H200", "16 nodes 2-8-5-200".
    #[must_use]
    pub fn count_of(&self, thing: &Thing) -> Option<u64> {
        self.amounts
            .iter()
            .filter(|amount| {
                amount.measure == Measure::Count
                    && amount.at < thing.first
                    && thing.first - amount.at <= 3
                    && !self.people.contains(&amount.at)
                    && !(thing.kind == ThingKind::Gpu && self.housed.contains(&amount.at))
            })
            .rfind(|amount| {
                !self.things.iter().any(|other| other.first > amount.at && other.first < thing.first)
            })
            .or_else(|| {
                // "L4 x 4": the sign stands between.
                self.amounts.iter().find(|amount| {
                    amount.measure == Measure::Count
                        && thing.last != usize::MAX
                        && amount.at == thing.last + 2
                        && self.words.words.get(thing.last + 1).is_some_and(|word| word.text == "x")
                })
            })
            .or_else(|| {
                // "H200 8장", "GB300 NVL72 랙 4개": behind the name, with at most one word of the language between.
                self.amounts.iter().find(|amount| {
                    let between = amount.at.checked_sub(1).filter(|at| *at > thing.last);
                    amount.measure == Measure::Count
                        && thing.last != usize::MAX
                        && (amount.at == thing.last + 1
                            || amount.at == thing.last + 2
                                && between
                                    .and_then(|at| self.words.words.get(at))
                                    .is_some_and(|word| !word.text.is_ascii()))
                        && amount.noun.starts_with(COUNTERS)
                })
            })
            .map(|amount| amount.value as u64)
    }

    /// The count whose noun is one of the words of a cue: nodes, GPUs, racks, users.
    #[must_use]
    pub fn counted(&self, catalog: &Catalog, cue: &str) -> Option<u64> {
        let list = catalog.question_word(&format!("cue.{cue}"))?;
        let named = |word: &str| {
            list.all().flat_map(|(_, words)| words).any(|name| {
                let name = fold(name);
                match name.strip_suffix('*') {
                    Some(stem) => word.starts_with(stem),
                    None => word == name || !name.is_ascii() && word.starts_with(&name),
                }
            })
        };
        self.amounts
            .iter()
            .find(|amount| {
                // "An 8x H200 server" is one server.
                let article = amount.at.checked_sub(1).and_then(|at| self.words.words.get(at));
                let one = article.is_some_and(|word| ARTICLES.contains(&word.text.as_str()));
                amount.measure == Measure::Count
                    && !(one && cue == "node")
                    && (named(&amount.noun)
                        || (1..=3).any(|ahead| {
                            let between = (amount.at + 1..amount.at + ahead).all(|at| {
                                self.things.iter().any(|thing| (thing.first..=thing.last).contains(&at))
                            });
                            between
                                && self
                                    .words
                                    .words
                                    .get(amount.at + ahead)
                                    .is_some_and(|word| named(&word.text))
                        }))
            })
            .map(|amount| amount.value as u64)
    }
}

/// The language most words belong to; scripts of their own decide at once.
fn language(text: &str, votes: &[(&'static str, (usize, usize))]) -> &'static str {
    let has = |from: char, to: char| text.chars().any(|c| (from..=to).contains(&c));
    if has('\u{3040}', '\u{30ff}') {
        return "ja";
    }
    if has('\u{ac00}', '\u{d7af}') {
        return "ko";
    }
    if has('\u{4e00}', '\u{9fff}') {
        return "zh";
    }
    // Letters and signs that one of these languages alone has.
    const OWN: &[(&str, &[char])] =
        &[("es", &['¿', '¡', 'ñ']), ("pt", &['ã', 'õ']), ("de", &['ß']), ("fr", &['œ', 'ê', 'î'])];
    if let Some((code, _)) =
        OWN.iter().find(|(code, signs)| text.contains(*signs) && votes.iter().any(|(voted, _)| voted == code))
    {
        return code;
    }
    let best = votes
        .iter()
        .filter(|(code, _)| !["ja", "zh", "ko"].contains(code))
        .max_by_key(|(code, (count, letters))| (*count, *code == "en", *letters));
    best.map_or("en", |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_figures_and_language_are_found() {
        let catalog = Catalog::embedded();
        for (text, id, figure, language) in [
            ("how many ports has a QM9700?", "qm9700", "ports", "en"),
            ("How heavy is a DGX H200?", "dgx-h200", "weight", "en"),
            ("Welche TDP hat eine L40S?", "l40s", "power", "de"),
            ("B300 SXM 메모리 용량이 얼마예요?", "b300-sxm", "memory", "ko"),
            ("inlet temp range for dgx h200", "dgx-h200", "inlet", "en"),
            ("h100 sxm bandwith?", "h100-sxm", "bandwidth", "en"),
            ("TDP du B200 ?", "b200-sxm", "power", "fr"),
            ("Welche FP64-Leistung hat die B200?", "b200-sxm", "fp64", "de"),
            ("max MIG instances on a rtx pro 6000 server edition", "rtx-pro-6000-se", "mig", "en"),
        ] {
            let question = Question::new(&catalog, text);
            assert_eq!(question.things.first().map(|thing| thing.id.as_str()), Some(id), "{text}");
            assert_eq!(question.figures.first().map(String::as_str), Some(figure), "{text}");
            assert_eq!(question.language, language, "{text}");
        }
    }
}
