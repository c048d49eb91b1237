//! Whether a message asks for yes or no, or doubts what it has just said.

use super::{Question, spelling::fold, text::Words};
use crate::catalog::Catalog;

/// Signs that part what is said before a question from the question.
const PARTS: [char; 15] = ['.', ',', ';', ':', '!', '?', '¿', '¡', '\n', '—', '。', '，', '、', '：', '？'];

/// Words of scripts without spaces that ask for a thing or an amount, so that no yes or no is asked for.
const SOUGHT: &[&str] = &[
    "何",
    "どの",
    "どれ",
    "どう",
    "どこ",
    "いくつ",
    "いくら",
    "なぜ",
    "什么",
    "多少",
    "多大",
    "多重",
    "几",
    "哪",
    "怎么",
    "얼마",
    "몇",
    "무엇",
    "무슨",
    "어떤",
    "어느",
    "왜",
];

impl Question {
    /// Whether yes or no is asked for: a part of the message opens as such a question, and none asks how many, which
    /// or why.
    #[must_use]
    pub fn polar(&self, catalog: &Catalog) -> bool {
        if self.cue("count") || self.cue("why") || self.cue("define") {
            return false;
        }
        let Some(list) = catalog.question_word("cue.polar") else { return false };
        let of =
            |code: &'static str| list.all().filter(move |(one, _)| *one == code).flat_map(|(_, words)| words);
        if ["ja", "zh", "ko"].contains(&self.language) {
            return !SOUGHT.iter().any(|word| self.text.contains(word))
                && of(self.language).any(|word| self.words.find(word).is_some());
        }
        self.text.split(PARTS).any(|clause| {
            let words = Words::new(clause);
            of(self.language).chain(of("en")).any(|word| words.find(word) == Some(1))
        })
    }

    /// Whether a sentence of doubt alone stands at the end: "Correct?", "stimmt das?"; what stands before is claimed.
    #[must_use]
    pub fn tagged(&self, catalog: &Catalog) -> bool {
        let text = self.text.trim_end();
        let Some(body) = text.strip_suffix(['?', '？']) else { return false };
        let from = body.rfind(PARTS).map_or(0, |at| at + 1);
        let Some(last) = body.get(from..).filter(|_| from > 1) else { return false };
        let words = Words::new(last);
        catalog.question_word("cue.tag").is_some_and(|list| {
            list.all().flat_map(|(_, group)| group).any(|word| {
                let fold = fold(word);
                words.find(word) == Some(1) && words.line.trim().len() <= fold.trim().len() + 2
            })
        })
    }
}
