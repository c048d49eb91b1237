//! The word lists of questions, folded once: what each phrase looks like in a line of words, and where it stands.

use std::sync::{Arc, OnceLock};

use super::spelling::fold;
use crate::catalog::Catalog;

/// How a phrase stands in a line of words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// In a script without spaces: anywhere.
    Anywhere(String),
    /// As a whole; in one with a digit ("FP64") a compound may go on behind a hyphen.
    Whole(String, Option<String>),
    /// With any ending.
    Begun(String),
    /// Nothing to look for.
    Empty,
}

/// A word or phrase of a list, ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Language, ISO 639-1.
    pub language: &'static str,
    form: Form,
    /// Bytes of it, folded, without the sign of an open end.
    pub length: usize,
    /// Words of it.
    pub words: usize,
    /// Whether it is written in ASCII letters alone.
    pub ascii: bool,
}

impl Phrase {
    /// A phrase as the lists write it; a `*` at its end stands for any ending.
    pub(super) fn new(language: &'static str, written: &str) -> Self {
        let (stem, open) = written.strip_suffix('*').map_or((written, false), |stem| (stem, true));
        let stem = fold(stem);
        let length = stem.len();
        let stem = stem.trim();
        let form = if stem.is_empty() {
            Form::Empty
        } else if !stem.is_ascii() && !stem.chars().any(|c| c.is_ascii_alphabetic()) {
            Form::Anywhere(stem.split(' ').collect())
        } else if open {
            Form::Begun(format!(" {stem}"))
        } else {
            let digit = stem.contains(|c: char| c.is_ascii_digit());
            Form::Whole(format!(" {stem} "), digit.then(|| format!(" {stem}-")))
        };
        Self { language, form, length, words: written.split_whitespace().count(), ascii: written.is_ascii() }
    }

    /// Where it stands first in a line of words parted by single spaces; none where it does not.
    pub(super) fn find(&self, line: &str) -> Option<usize> {
        match &self.form {
            Form::Empty => None,
            Form::Anywhere(text) => line.find(text.as_str()),
            Form::Begun(text) => line.find(text.as_str()).map(|at| at + 1),
            Form::Whole(text, compound) => {
                line.find(text.as_str()).or_else(|| line.find(compound.as_ref()?.as_str())).map(|at| at + 1)
            }
        }
    }
}

/// A list with its phrases ready.
#[derive(Debug)]
pub(super) struct List {
    /// Id of the list, as the catalog has it.
    pub id: String,
    /// Its phrases, in the order of the catalog.
    pub phrases: Vec<Phrase>,
}

/// The lists of a catalog; those of the embedded one are folded once.
pub(super) fn of(catalog: &Catalog) -> Arc<Vec<List>> {
    static EMBEDDED: OnceLock<Arc<Vec<List>>> = OnceLock::new();
    let own = Catalog::embedded();
    if std::ptr::eq(catalog.question_words().as_ptr(), own.question_words().as_ptr()) {
        return EMBEDDED.get_or_init(|| Arc::new(folded(&own))).clone();
    }
    Arc::new(folded(catalog))
}

fn folded(catalog: &Catalog) -> Vec<List> {
    let list = |one: &crate::catalog::kinds::QuestionWords| List {
        id: one.id.to_string(),
        phrases: one
            .all()
            .flat_map(|(language, group)| group.iter().map(move |word| Phrase::new(language, word)))
            .collect(),
    };
    catalog.question_words().iter().map(list).collect()
}
