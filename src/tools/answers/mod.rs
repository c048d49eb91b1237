//! Direct answers to questions: one operation for each kind of want, deterministic, from the catalog and the engines.
//! Sentences are data of the catalog in ten languages; every figure is placed by the program.

#[cfg(test)]
mod cases;
mod changed;
mod cheaper;
mod choose;
mod claim;
mod cluster;
mod compare;
mod contain;
mod conversation;
mod counts;
mod define;
mod design_reply;
mod duration;
mod energy;
mod facts;
mod held;
mod latency;
mod memory;
mod memory_asked;
mod memory_least;
mod merge;
mod ports;
mod power;
mod price;
mod rack_units;
mod ratio;
mod rules;
mod run;
mod several;
mod sides;
mod size;
mod sized_gpu;
mod span;
mod talk;
mod times;
mod unmeasured;
mod whole;

pub use changed::changed;
pub use conversation::{Command, Part, command, tell_changed, tell_kept, tell_part};
pub use design_reply::design_reply;

use serde::{Deserialize, Serialize};

use crate::{
    catalog::Catalog,
    design::{Design, Outcome, Want},
    read::{
        question::{Question, Thing, ThingKind, field_of, field_words},
        wants,
    },
};

/// What a conversation remembers of its questions, so that "and with H200?" has something to go on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Texts of the questions so far, the newest last; at most four.
    pub questions: Vec<String>,
    /// The value of the last answer, where it was one figure.
    pub value: Option<f64>,
    /// The figure it is a value of.
    pub figure: String,
}

/// A direct answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is said, one sentence each.
    pub sentences: Vec<String>,
    /// What kind of answer it is.
    pub outcome: Outcome,
    /// Ids of the documents behind it.
    pub sources: Vec<String>,
    /// What is wanted.
    pub wants: Vec<Want>,
    /// Language of the answer.
    pub language: &'static str,
    /// What the conversation remembers from here on.
    pub memory: Memory,
}

impl Told {
    /// The answer as one text.
    #[must_use]
    pub fn text(&self) -> String {
        let parted = if ["ja", "zh"].contains(&self.language) { "" } else { " " };
        self.sentences.join(parted)
    }
}

/// A question with everything an operation may look at.
pub(super) struct Ask<'a> {
    catalog: &'a Catalog,
    question: Question,
    wants: Vec<Want>,
    design: Option<&'a Design>,
    memory: &'a Memory,
    sources: std::cell::RefCell<Vec<String>>,
    value: std::cell::RefCell<Option<(f64, String)>>,
}

impl Ask<'_> {
    /// A sentence of the catalog with its places filled.
    fn say(&self, id: &str, places: &[(&str, &str)]) -> String {
        let mut text =
            self.catalog.phrase(id).map_or(id, |phrase| phrase.text(self.question.language)).to_string();
        for (name, value) in places {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// The name of a figure for people.
    fn label(&self, figure: &str) -> String {
        match field_of(figure) {
            Some(field) => field_words(field),
            None => self
                .catalog
                .question_word(figure)
                .map_or(figure, |list| list.name(self.question.language))
                .to_string(),
        }
    }

    /// The name of a kind of part for people, by its cue.
    fn label_of(&self, cue: &str) -> String {
        self.label(&format!("cue.{cue}"))
    }

    /// Notes a document the answer rests on.
    fn cite(&self, source: &str) {
        let mut sources = self.sources.borrow_mut();
        if !source.is_empty() && !sources.iter().any(|known| known == source) {
            sources.push(source.to_string());
        }
    }

    fn cue(&self, id: &str) -> bool {
        self.question.cue(id)
    }

    fn wants(&self, want: Want) -> bool {
        self.wants.contains(&want)
    }

    /// The name of a thing for people.
    fn name(&self, thing: &Thing) -> String {
        name_of(self.catalog, thing.kind, &thing.id)
    }

    fn node_count(&self) -> Option<u64> {
        self.question.counted(self.catalog, "node")
    }
}

/// The name of a part for people: as the maker prints it, without the maker.
#[must_use]
pub fn name_of(catalog: &Catalog, kind: ThingKind, id: &str) -> String {
    let name = match kind {
        ThingKind::Gpu => catalog.gpu(id).map(|one| one.name.to_string()),
        ThingKind::System => catalog.system(id).map(|one| one.name.to_string()),
        ThingKind::Switch => catalog.switch(id).map(|one| one.name.to_string()),
        ThingKind::Nic => catalog.nic(id).map(|one| one.name.to_string()),
        ThingKind::Optic => catalog.transceiver(id).map(|one| one.model.to_string()),
        ThingKind::Cable => catalog.cable(id).map(|one| one.model.to_string()),
        ThingKind::Model => {
            catalog.model(id).map(|one| one.hf.rsplit('/').next().unwrap_or(id).replace("Meta-", ""))
        }
        ThingKind::Storage => catalog.storage_block(id).map(|one| one.name.to_string()),
        ThingKind::Rack => catalog.rack(id).map(|one| one.name.to_string()),
        ThingKind::Licence => catalog.licence(id).map(|one| one.name.to_string()),
        ThingKind::Architecture => catalog.architecture(id).map(|one| one.name.to_string()),
        ThingKind::Pattern => Some(id.to_string()),
    };
    name.unwrap_or_else(|| id.to_string()).replace("NVIDIA ", "")
}

/// A number for people: whole or with at most three digits behind the point, thousands parted by commas.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = if value.abs() >= 1000.0 {
        value.round()
    } else if value.abs() >= 100.0 {
        (value * 10.0).round() / 10.0
    } else {
        (value * 1000.0).round() / 1000.0
    };
    let text = format!("{rounded}");
    let (whole, part) = text.split_once('.').map_or((text.as_str(), ""), |(whole, part)| (whole, part));
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    if part.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{part}") }
}

/// Parts of a design named in a reply.
const PARTS_SAID: usize = 3;

/// The headline of a design: what it is, what it draws and takes.
#[must_use]
pub fn headline(catalog: &Catalog, design: &Design, language: &str) -> Vec<String> {
    let say = |id: &str, places: &[(&str, String)]| {
        let mut text = catalog.phrase(id).map_or(id, |phrase| phrase.text(language)).to_string();
        for (name, value) in places {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    };
    let mut out = Vec::new();
    let of_compute = |compute: &crate::design::Compute| {
        let pattern = compute
            .pattern_id
            .as_ref()
            .map_or(String::new(), |pattern| say("by_pattern", &[("pattern", pattern.clone())]));
        say(
            "headline",
            &[
                ("gpus", number(compute.gpu_count as f64)),
                ("gpu", compute.gpu_name.replace("NVIDIA ", "")),
                ("nodes", number(compute.node_count as f64)),
                ("pattern", pattern),
            ],
        )
    };
    out.extend(design.compute.as_ref().map(of_compute));
    if let Some(parts) = &design.parts {
        let all = parts
            .list
            .iter()
            .filter_map(|part| Some(format!("{}: {}", part.name, of_compute(part.design.compute.as_ref()?))));
        out.extend(all.take(PARTS_SAID));
        if parts.list.len() > PARTS_SAID {
            out.push(format!("(+{})", parts.list.len() - PARTS_SAID));
        }
        if let (Some(kw), Some(racks)) = (parts.totals.it_power_kw, parts.totals.rack_count) {
            out.push(say("housed", &[("kw", number(kw)), ("racks", number(racks as f64))]));
        }
    }
    if let Some(facility) = &design.facility {
        match (
            facility.it_power_kw.or(facility.node_power_total_kw),
            facility.rack_count.or(facility.node_rack_count),
        ) {
            (Some(kw), Some(racks)) => {
                out.push(say("housed", &[("kw", number(kw)), ("racks", number(racks as f64))]))
            }
            (Some(kw), None) => out.push(say("drawn", &[("kw", number(kw))])),
            _ => {}
        }
    }
    out
}

/// An operation: its sentences, or none when the question is not its own.
type Operation = fn(&Ask<'_>) -> Option<(Vec<String>, Outcome)>;

/// The operations in the order they are tried.
const OPERATIONS: &[Operation] = &[
    talk::answer,
    facts::strangers,
    unmeasured::answer,
    span::answer,
    choose::answer,
    cheaper::answer,
    ratio::answer,
    rack_units::answer,
    price::answer,
    sides::answer,
    contain::answer,
    cluster::answer,
    memory::answer,
    size::answer,
    counts::answer,
    rules::answer,
    energy::asked,
    power::answer,
    compare::answer,
    define::answer,
    times::answer,
    facts::answer,
    talk::fallback,
];

/// Answers a message that asks and states no need; none when it is a need, or nothing here can answer it.
#[must_use]
pub fn answer(catalog: &Catalog, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
    let text = without_filler(text);
    if wants::find(catalog, &Question::new(catalog, text)).contains(&Want::Design) {
        return one(catalog, text, design, memory);
    }
    several::answer(catalog, text, design, memory).or_else(|| one(catalog, text, design, memory))
}

/// A message without the "ok," it begins with, which asks nothing.
fn without_filler(text: &str) -> &str {
    const FILLERS: &[&str] = &[
        "ok", "okay", "alright", "well", "hm", "hmm", "fine", "great", "gut", "bon", "vale", "bene", "goed",
    ];
    let trimmed = text.trim_start();
    let word = trimmed.split([',', ' ']).next().unwrap_or_default();
    let rest = trimmed[word.len()..].trim_start_matches([',', ' ']);
    if FILLERS.contains(&word.to_lowercase().as_str()) && rest.split_whitespace().count() > 1 {
        rest
    } else {
        text
    }
}

/// Answers a message as one question.
fn one(catalog: &Catalog, text: &str, design: Option<&Design>, memory: &Memory) -> Option<Told> {
    let made = conversation::of_same_make(catalog, text, memory);
    let text = made.as_deref().unwrap_or(text);
    let mut question = Question::new(catalog, text);
    let mut wants = wants::find(catalog, &question);
    let compares = design.is_some()
        && question.cue("compare")
        && question.words.words.len() <= 8
        && question.amounts.is_empty()
        && question.things.len() == 1
        && matches!(question.things[0].kind, ThingKind::Gpu | ThingKind::System);
    if compares {
        wants = vec![Want::Compare];
    }
    let first = design.is_none() && memory.questions.is_empty();
    if first && wants == [Want::Design] && wants::is_elsewhere(&question) {
        wants = vec![Want::OffTopic];
    }
    if wants == [Want::Design] && design.is_none() && conversation::goes_on(&question, memory) {
        wants = vec![Want::Lookup];
    }
    if wants.contains(&Want::Design) || design.is_some() && conversation::orders(catalog, &question) {
        return None;
    }
    if design.is_some() && conversation::varies(catalog, &question, memory) {
        return None;
    }
    let own = design.is_some() && question.things.is_empty() && !question.cue("again");
    if let Some(merged) = merge::merged(catalog, &question, memory).filter(|_| !own) {
        // Answered as the question it stands for; what it leaves for the next is that question.
        let before = Memory { questions: Vec::new(), ..memory.clone() };
        if let Some(told) =
            one(catalog, &merged, None, &before).filter(|told| told.outcome != Outcome::AskFirst)
        {
            return Some(told);
        }
    }
    let named = question.things.len();
    conversation::beside_design(&mut question, design);
    conversation::carry_on(catalog, &mut question, memory, design);
    if question.things.len() > named {
        // With what the questions before named, it asks for more than its own words show.
        wants = wants::find(catalog, &question);
        wants.retain(|want| *want != Want::Design);
        if wants.is_empty() {
            wants.push(Want::Lookup);
        }
    }
    let ask = Ask {
        catalog,
        question,
        wants,
        design,
        memory,
        sources: std::cell::RefCell::default(),
        value: std::cell::RefCell::default(),
    };
    let (sentences, outcome) = OPERATIONS.iter().find_map(|operation| operation(&ask))?;
    let sources = ask.sources.into_inner();
    let mut next = memory.clone();
    next.questions.push(text.to_string());
    if next.questions.len() > 4 {
        next.questions.remove(0);
    }
    match ask.value.into_inner() {
        Some((value, figure)) => {
            next.value = Some(value);
            next.figure = figure;
        }
        None => next.value = None,
    }
    Some(Told {
        sentences,
        outcome,
        sources,
        wants: ask.wants,
        language: ask.question.language,
        memory: next,
    })
}
