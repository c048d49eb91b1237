//! A change put as a question without a verb: "what about Ethernet?", "und mit 40 kW?". What is proposed stands behind
//! the words that propose, and is read as if it were said.

use super::question::{Question, Words};
use crate::catalog::Catalog;

/// Words of a proposal at most.
const WORDS: usize = 7;

/// What a message proposes, as a part of its text; none where it asks for something instead.
pub(super) fn proposed<'a>(catalog: &Catalog, text: &'a str) -> Option<&'a str> {
    let body = text.trim().strip_suffix(['?', '？'])?;
    let words = Words::new(body);
    if words.words.len() > WORDS {
        return None;
    }
    let list = catalog.question_word("cue.again")?;
    let frame = list
        .all()
        .flat_map(|(_, group)| group)
        .filter(|phrase| phrase.is_ascii() && words.find(phrase) == Some(1))
        .map(|phrase| Words::new(phrase).words.len())
        .max()?;
    let rest = body.get(words.words.get(frame)?.from..)?;
    let question = Question::new(catalog, rest);
    let asks = ["question", "why", "define", "cost", "count", "energy", "fails"];
    (question.figures.iter().all(|id| id == "cooling" || id == "gpus" || id == "node_range")
        && !asks.iter().any(|id| question.cue(id)))
    .then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::proposed;
    use crate::catalog::Catalog;

    #[test]
    fn a_proposal_is_what_stands_behind_the_words_that_propose() {
        let catalog = Catalog::embedded();
        for (text, rest) in [
            ("what about Ethernet?", Some("Ethernet")),
            ("And with 40 kW?", Some("40 kW")),
            ("und mit InfiniBand?", Some("InfiniBand")),
            ("what about the price?", None),
            ("and how many racks?", None),
            ("Ethernet?", None),
            ("What about Ethernet, and can you tell me why it would be slower?", None),
        ] {
            assert_eq!(proposed(&catalog, text), rest, "{text}");
        }
    }
}
