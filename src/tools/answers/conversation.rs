//! What a conversation adds to a question: commands to itself, what earlier questions named, the design beside it.

use serde_json::Value;

use super::{Memory, Told, changed};
use crate::{
    catalog::Catalog,
    design::{Design, Outcome, Want},
    read::question::{Measure, Question, Thing, ThingKind, Words},
};

/// What a message asks of the conversation itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// To go back to the requirement before the last change.
    Undo,
    /// What the last change came to.
    Changed,
    /// A part of the answer with the design under discussion.
    Show(Part),
}

/// A part of an answer that is asked for by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was assumed, with the reason.
    Assumptions,
    /// What of the customer's words is not met.
    Unmet,
    /// What must be decided.
    Questions,
    /// The bill of materials.
    Bill,
}

/// Rows of one part that are told at most.
const ROWS: usize = 9;

/// A part of an answer's document as sentences; `none` where it holds nothing of it.
#[must_use]
pub fn tell_part(catalog: &Catalog, part: Part, document: &Value, text: &str, memory: &Memory) -> Told {
    let language = Question::new(catalog, text).language;
    let rows = |list: &Value, line: &dyn Fn(&Value) -> Option<String>| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(line).take(ROWS).collect()
    };
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToString::to_string);
    let mut sentences = match part {
        Part::Assumptions => rows(&document["assumptions"], &|one| {
            let field = one["field"].as_str()?.replace('_', " ");
            Some(format!("{field} = {}: {}.", word(&one["value"]), one["reason"].as_str()?))
        }),
        Part::Unmet => rows(&document["coverage"], &|one| {
            let unmet = ["not_met", "partly", "not_judged"].contains(&one["status"].as_str()?);
            let quote = one["quote"].as_str().or(one["field"].as_str())?;
            unmet.then(|| {
                format!("\"{quote}\": {}.", one["status"].as_str().unwrap_or_default().replace('_', " "))
            })
        }),
        Part::Questions => {
            rows(&document["open_questions"], &|one| one["question"].as_str().map(ToString::to_string))
        }
        Part::Bill => rows(&document["design"]["bom"]["lines"], &|one| {
            Some(format!("{} × {};", word(&one["quantity"]), one["item"].as_str()?))
        }),
    };
    if sentences.is_empty() {
        sentences.push(format!("{}.", catalog.phrase("none").map_or("none", |phrase| phrase.text(language))));
    }
    Told {
        sentences,
        outcome: Outcome::Answer,
        sources: Vec::new(),
        wants: vec![Want::Explain],
        language,
        memory: memory.clone(),
    }
}

/// Words of a message that is a command at most.
const COMMAND_WORDS: usize = 7;

/// The command a message is, with its language; none when it is none.
#[must_use]
pub fn command(catalog: &Catalog, text: &str) -> Option<(Command, &'static str)> {
    let question = Question::new(catalog, text);
    if question.words.words.len() > COMMAND_WORDS || !question.things.is_empty() {
        return None;
    }
    // "Go back to 50 kW" names what to go back to, and undoes nothing else.
    let command = if question.cue("undo") && question.amounts.iter().all(|amount| amount.value <= 1.0) {
        Command::Undo
    } else if question.cue("changed") {
        Command::Changed
    } else if question.cue("show_assumptions") {
        Command::Show(Part::Assumptions)
    } else if question.cue("show_unmet") {
        Command::Show(Part::Unmet)
    } else if question.cue("show_questions") {
        Command::Show(Part::Questions)
    } else if question.cue("show_bill") {
        Command::Show(Part::Bill)
    } else {
        return None;
    };
    Some((command, question.language))
}

/// What changed between two designs, as an answer.
#[must_use]
pub fn tell_changed(
    catalog: &Catalog,
    old: Option<&Design>,
    new: Option<&Design>,
    language: &'static str,
    memory: &Memory,
) -> Told {
    let list = match (old, new) {
        (Some(old), Some(new)) => changed(old, new),
        _ => Vec::new(),
    };
    let id = if list.is_empty() { "unchanged" } else { "changed" };
    let text =
        catalog.phrase(id).map_or(id, |phrase| phrase.text(language)).replace("{list}", &list.join("; "));
    Told {
        sentences: vec![text],
        outcome: Outcome::Answer,
        sources: Vec::new(),
        wants: vec![Want::Explain],
        language,
        memory: memory.clone(),
    }
}

/// Words of a message that states nothing and asks nothing at most; a longer one is planned for what it may hold.
const IDLE_WORDS: usize = 12;

/// What is said to a message that changes nothing; none when it is long enough to hold more than was read.
#[must_use]
pub fn tell_kept(catalog: &Catalog, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
    let question = Question::new(catalog, text);
    let design = design?;
    if question.words.words.len() > IDLE_WORDS || question.cue("mine") || question.cue("design") {
        return None;
    }
    let language = question.language;
    let mut sentences =
        vec![catalog.phrase("kept").map_or("kept", |phrase| phrase.text(language)).to_string()];
    sentences.extend(super::headline(catalog, design, language));
    Some(Told {
        sentences,
        outcome: Outcome::Answer,
        sources: Vec::new(),
        wants: vec![Want::Explain],
        language,
        memory: memory.clone(),
    })
}

/// "Compare with B200": the GPU of the design under discussion stands beside the one that is named.
pub(super) fn beside_design(question: &mut Question, design: Option<&Design>) {
    let Some(compute) = design.and_then(|design| design.compute.as_ref()) else { return };
    let one = question.things.len() == 1 && question.things[0].kind == ThingKind::Gpu;
    if question.cue("compare") && one && question.things[0].id != compute.gpu_id {
        let own = Thing {
            kind: ThingKind::Gpu,
            id: compute.gpu_id.clone(),
            written: compute.gpu_name.clone(),
            others: Vec::new(),
            first: usize::MAX,
            last: usize::MAX,
        };
        question.things.insert(0, own);
    }
}

/// Whether a message varies the design under discussion rather than asks about something: "and with H200?" right
/// after a design, "what if racks are 20 kW?".
pub(super) fn varies(catalog: &Catalog, question: &Question, memory: &Memory) -> bool {
    let fails = question.cue("fails");
    if question.cue("why") || question.cue("define") {
        return false;
    }
    // A chain of look-ups goes on with its own subject.
    let nothing_named = memory.questions.iter().all(|text| Question::new(catalog, text).things.is_empty());
    let bare = question.figures.is_empty() && !question.cue("cost") && !question.cue("compare");
    // "What would it cost?" varies nothing.
    let price = question.cue("cost") && question.things.is_empty() && question.amounts.is_empty();
    // "And with racks of 45 kW?" varies the design that is there.
    let racks = question.cue("again")
        && question.things.is_empty()
        && question.cue("rack")
        && question.amount(Measure::Kw).is_some()
        && !question.cue("count");
    // "What about InfiniBand?", "and liquid cooled?" right after a design.
    let kinds = ["infiniband", "ethernet", "liquid", "air"];
    let kind = question.words.words.len() <= SHORT_WORDS
        && !question.polar(catalog)
        && question.cue("again")
        && question.things.is_empty()
        && kinds.iter().any(|word| question.cue(word) || question.words.find(word).is_some());
    racks
        || kind
        || question.cue("whatif") && !fails && !price
        || nothing_named && question.cue("again") && bare && !question.things.is_empty()
}

/// Whether a message orders a change of the design under discussion: "switch to Ethernet", "halve the nodes". It opens
/// with such a word, and asks nothing.
pub(super) fn orders(catalog: &Catalog, question: &Question) -> bool {
    if question.text.contains(['?', '？']) || question.cue("cheaper") {
        return false;
    }
    let Some(list) = catalog.question_word("cue.change") else { return false };
    let spaceless = ["ja", "zh", "ko"].contains(&question.language);
    question.text.split(['.', ',', ';', '\n', '，', '。']).any(|clause| {
        let words = Words::new(clause);
        list.all().any(|(code, group)| {
            let same = code == question.language || code == "en";
            same && group.iter().any(|word| match words.find(word) {
                Some(at) => spaceless || at == 1,
                None => false,
            })
        })
    })
}

/// A short message whose bare GPU follows a question about a server of a make, with the make before it: "and B200?"
/// after a DGX H100 is about a DGX B200. None where nothing is to be added.
pub(super) fn of_same_make(catalog: &Catalog, text: &str, memory: &Memory) -> Option<String> {
    let question = Question::new(catalog, text);
    let [thing] = question.things.as_slice() else { return None };
    let short = question.words.words.len() <= SHORT_WORDS && question.amounts.is_empty();
    if thing.kind != ThingKind::Gpu || !short || question.cue("compare") {
        return None;
    }
    let before = Question::new(catalog, memory.questions.last()?);
    let system = *before.of(ThingKind::System).first()?;
    if !before.of(ThingKind::Gpu).is_empty() {
        return None;
    }
    let make = ["DGX", "HGX"].into_iter().find(|make| system.written.to_uppercase().contains(make))?;
    let from = question.words.words.get(thing.first)?.from;
    let (head, tail) = text.split_at_checked(from)?;
    let made = format!("{head}{make} {tail}");
    let known = Question::new(catalog, &made).things.first().is_some_and(|one| one.kind == ThingKind::System);
    known.then_some(made)
}

/// Words of a message that leaves out what stood before, at most.
const SHORT_WORDS: usize = 6;

/// Whether a message that asks nothing by itself goes on with the question before: "for 64 of them for two weeks".
pub(super) fn goes_on(question: &Question, memory: &Memory) -> bool {
    !memory.questions.is_empty()
        && question.things.is_empty()
        && question.words.words.len() <= 2 * SHORT_WORDS
        && question.cue("them")
        && !question.cue("design")
}

/// What a short question leaves out is taken from the questions before: the figure, or the thing.
pub(super) fn carry_on(catalog: &Catalog, question: &mut Question, memory: &Memory, design: Option<&Design>) {
    let earlier: Vec<Question> =
        memory.questions.iter().rev().map(|text| Question::new(catalog, text)).collect();
    let short = question.words.words.len() <= 14;
    if !short || earlier.is_empty() {
        return;
    }
    if question.figures.is_empty()
        && !question.cue("compare")
        && !question.cue("cost")
        && let Some(before) = earlier.iter().find(|one| !one.figures.is_empty())
        && (!question.things.is_empty() || question.cue("again") || question.cue("them"))
    {
        question.figures.clone_from(&before.figures);
    }
    // "Why so many?" asks about what was counted before.
    let subjects = ["rack", "switch", "spine", "leaf", "oob", "cable", "optic", "nic", "node", "pattern"];
    if question.cue("why")
        && question.things.is_empty()
        && !subjects.iter().any(|cue| question.cue(cue))
        && let Some(before) = earlier.first()
    {
        question.cues.extend(subjects.iter().filter(|cue| before.cue(cue)).map(ToString::to_string));
    }
    // Beside a design its own pattern, racks and switches are meant.
    if design.is_some() && question.things.is_empty() && subjects.iter().any(|cue| question.cue(cue)) {
        return;
    }
    // "Which of the two is cheaper?" is about what the questions before named, one each.
    if question.things.is_empty() && question.cue("both") {
        for before in earlier.iter().rev() {
            for thing in &before.things {
                if !question.things.iter().any(|known| known.id == thing.id) {
                    question.things.push(Thing { first: usize::MAX, last: usize::MAX, ..thing.clone() });
                }
            }
        }
        return;
    }
    let variant = ["sxm", "nvl", "pcie"].into_iter().find(|word| question.words.find(word).is_some());
    if question.things.is_empty()
        && let Some(before) = earlier.iter().find(|one| !one.things.is_empty())
        && (!question.figures.is_empty()
            || question.cue("again")
            || question.cue("them")
            || question.cue("fit")
            || question.cue("air")
            || question.cue("liquid")
            || question.cue("buy")
            || question.cue("rent")
            || question.amount(Measure::Gb).is_some()
            || variant.is_some())
    {
        question.things.clone_from(&before.things);
        for thing in &mut question.things {
            // "the NVL one" is another part of the same name.
            if let Some(variant) = variant
                && let Some(other) = thing.others.iter().find(|id| id.contains(variant)).cloned()
            {
                thing.others.push(std::mem::replace(&mut thing.id, other));
            }
            thing.first = usize::MAX;
            thing.last = usize::MAX;
        }
    }
}
