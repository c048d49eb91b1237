//! Several questions in one message: each is answered by itself, and goes on from what those before it named.

use super::{Memory, Told, one};
use crate::{
    catalog::Catalog,
    design::{Design, Outcome},
    read::question::Question,
};

/// Questions of one message that are answered at most.
const MOST: usize = 4;
/// Sentences of the whole answer at most.
const SENTENCES: usize = 6;

/// The answers to the questions of a message, joined; none when it is one question, or one of them has no answer.
pub(super) fn answer(
    catalog: &Catalog,
    text: &str,
    design: Option<&Design>,
    memory: &Memory,
) -> Option<Told> {
    // A rate of money per kWh belongs to the energy that is asked for beside it.
    if Question::new(catalog, text).amount(crate::read::question::Measure::PerKwh).is_some() {
        return None;
    }
    let parts = parts(catalog, text);
    if parts.len() < 2 || parts.len() > MOST {
        return None;
    }
    let mut memory = memory.clone();
    let mut told: Vec<Told> = Vec::new();
    for part in &parts {
        let answer = one(catalog, part, design, &memory)?;
        let silent = matches!(answer.outcome, Outcome::AskFirst | Outcome::Partial);
        if silent && Question::new(catalog, part).strangers.is_empty() {
            return None;
        }
        memory = answer.memory.clone();
        told.push(answer);
    }
    let mut first = told.first()?.clone();
    let source = catalog.phrase("source").map_or("", |phrase| phrase.text(first.language));
    let source = source.split('{').next().unwrap_or_default().to_string();
    let mut sentences: Vec<String> = Vec::new();
    for answer in &told {
        for sentence in &answer.sentences {
            if !sentences.contains(sentence) && (source.is_empty() || !sentence.starts_with(&source)) {
                sentences.push(sentence.clone());
            }
        }
    }
    sentences.truncate(SENTENCES);
    first.sentences = sentences;
    for answer in &told[1..] {
        for want in &answer.wants {
            if !first.wants.contains(want) {
                first.wants.push(*want);
            }
        }
        for id in &answer.sources {
            if !first.sources.contains(id) {
                first.sources.push(id.clone());
            }
        }
        if answer.outcome != Outcome::Answer && first.outcome == Outcome::Answer {
            first.outcome = answer.outcome;
        }
    }
    first.memory = memory;
    Some(first)
}

/// The questions of a message; what is told before one belongs to it.
fn parts(catalog: &Catalog, text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut told = String::new();
    for sentence in text.split_inclusive(['?', '？', '\n']) {
        for piece in joined(catalog, sentence) {
            let asks =
                piece.trim_end().ends_with(['?', '？']) || Question::new(catalog, &piece).cue("question");
            told.push_str(&piece);
            if asks {
                out.push(std::mem::take(&mut told).trim().to_string());
            }
        }
    }
    if let (false, Some(last)) = (told.trim().is_empty(), out.last_mut()) {
        last.push_str(&told);
    }
    out.retain(|part| !part.is_empty());
    out
}

/// Words that join two questions in one sentence.
const JOINS: &[&str] = &[", and ", " and ", " und ", " et ", " y ", " e ", " en ", ", "];

/// Whether a piece asks for something by itself: a question word, or a figure that no need is stated with.
fn asking(catalog: &Catalog, piece: &str) -> bool {
    const BESIDE: &[&str] = &["node_range", "gpus", "nics", "cooling", "speed", "ew_switch"];
    let question = Question::new(catalog, piece);
    question.cue("question") || question.figures.iter().any(|id| !BESIDE.contains(&id.as_str()))
}

/// A sentence parted where a join stands before a word that asks: "what is its TDP, and how many fit in a rack?".
fn joined(catalog: &Catalog, sentence: &str) -> Vec<String> {
    let Some(list) = catalog.question_word("cue.question") else { return vec![sentence.to_string()] };
    let asks = |rest: &str| {
        let words = crate::read::question::Words::new(rest);
        [
            "how", "what", "which", "does", "do", "is", "can", "will", "why", "wie", "was", "welche", "kann",
            "passt", "combien", "quel", "quelle", "est-ce", "cuanto", "cuantos", "cuantas", "que", "cual",
            "quanto", "quanti", "quante", "quale", "quantos", "quantas", "qual", "hoeveel", "wat", "welke",
            "kan", "past",
        ]
        .iter()
        .any(|word| words.find(word) == Some(1))
            && list.all().any(|(_, names)| !names.is_empty())
    };
    let opened = Question::new(catalog, sentence);
    if !opened.cue("question") {
        return vec![sentence.to_string()];
    }
    let mut out = Vec::new();
    let mut rest = sentence.to_string();
    'next: loop {
        for join in JOINS {
            for (at, found) in rest.match_indices(join) {
                let after = at + found.len();
                // What stands before must be a question of its own, with more than a word.
                if asks(&rest[after..])
                    && rest[..at].split_whitespace().count() > 2
                    && asking(catalog, &rest[..at])
                {
                    out.push(format!("{}? ", &rest[..at]));
                    rest = rest[after..].to_string();
                    continue 'next;
                }
            }
        }
        out.push(rest);
        return out;
    }
}
