//! A thousand answers with one number, unit, product or reference changed in each, over the values of real plans and
//! datasheets, and two hundred untouched ones. The shares by kind are printed and held.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::{
    agent::{Engines, ledger::Fact},
    tools::Catalog,
};

/// Random numbers that are the same in every run (xorshift, G. Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }
    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

const TEXTS: &[&str] = &[
    "128 H100 for training, 40 kW racks, no water.",
    "64 H200 for fine-tuning, 25 kW racks, InfiniBand, 3 PB storage.",
    "16 nodes with eight B300 GPUs, air, 30 kW per rack, Ethernet.",
    "Two racks of 17 kW, air, Llama 3.3 70B for 300 users.",
    "256 B200 for pretraining, liquid cooling, 120 kW racks.",
];

fn ledgers() -> Vec<Ledger> {
    let catalog = Catalog::embedded();
    TEXTS
        .iter()
        .map(|text| {
            let reading = catalog.read(text);
            let mut ledger = Ledger::default();
            ledger.state(&reading);
            ledger.customer_text(text);
            let plan = catalog
                .call("plan", json!({ "changes": [], "reading": serde_json::to_value(&reading).unwrap(), "text": text }))
                .or_else(|_| catalog.call("plan", json!({ "changes": [], "reading": serde_json::to_value(&reading).unwrap() })))
                .unwrap();
            ledger.add("c1", &json!({}), &plan);
            for (call, gpu) in [("c2", "H100"), ("c3", "H200"), ("c4", "L40S")] {
                let arguments = json!({ "gpu": gpu });
                ledger.add(call, &arguments, &catalog.call("gpu_spec", arguments.clone()).unwrap());
            }
            ledger
        })
        .collect()
}

/// A sentence with a reference in it, what it is about, and the reference's id.
#[derive(Clone)]
struct Said {
    text: String,
    id: String,
    subject: Option<String>,
}

/// A sentence a model may write about a value.
fn sentence(ledger: &Ledger, random: &mut Random) -> Option<Said> {
    let facts: Vec<(&str, &Fact)> = ledger.facts().filter(|(_, fact)| !fact.label.is_empty()).collect();
    let (id, fact) = random.of(&facts);
    let gpu =
        fact.subjects.iter().find(|subject| ["H100", "H200", "L40S"].contains(&subject.as_str())).cloned();
    let label = fact.label.replace('_', " ");
    let odd =
        ["to", "from", "quantity", "total", "value", "link", "positions", "low", "high", "expected", "share"];
    let plain = label.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') && !odd.contains(&label.as_str());
    let text = match (&gpu, random.below(4)) {
        (Some(gpu), 0 | 1) => format!("The {gpu} offers {{{{v:{id}}}}}."),
        (Some(gpu), _) if plain => format!("For the {gpu} the {label} is {{{{v:{id}}}}}."),
        (None, 0) if fact.subjects.is_empty() => {
            format!("The plan comes to {{{{v:{id}}}}}, as the result says.")
        }
        (None, 1) if fact.subjects.is_empty() => match &fact.noun {
            Some(_) if !fact.unit.is_empty() => {
                format!("We count {{{{v:{id}}}}} {} in all.", fact.unit.split(" per ").next()?)
            }
            _ => format!("It needs {{{{v:{id}}}}} in all."),
        },
        _ if plain => format!("The {label} is {{{{v:{id}}}}}."),
        _ => return None,
    };
    Some(Said { text, id: (*id).to_string(), subject: gpu })
}

/// An answer of two or three sentences that passes.
fn answer(ledger: &Ledger, random: &mut Random) -> Vec<Said> {
    let count = 2 + random.below(2);
    let mut said = Vec::new();
    while said.len() < count {
        said.extend(sentence(ledger, random));
    }
    said
}

fn whole(said: &[Said]) -> String {
    said.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Changes one thing in one sentence: the kind and the answer; none where that sentence has no such thing.
fn mutate(kind: &str, said: &[Said], ledger: &Ledger, random: &mut Random) -> Option<String> {
    let mut said = said.to_vec();
    let at = random.below(said.len());
    let one = said[at].clone();
    let fact = ledger.fact(&one.id)?;
    let reference = format!("{{{{v:{}}}}}", one.id);
    said[at].text = match kind {
        "digit" => {
            // The value is typed, with one digit of it changed.
            let mut number: Vec<char> = fact.words().chars().collect();
            let places: Vec<usize> = (0..number.len()).filter(|at| number[*at].is_ascii_digit()).collect();
            let place = *random.of(&places);
            let old = number[place].to_digit(10)?;
            number[place] = char::from_digit((old + 1 + u32::try_from(random.below(9)).ok()? % 9) % 10, 10)?;
            one.text.replace(&reference, &number.iter().collect::<String>())
        }
        "digit beside a reference" => {
            one.text.replace(&reference, &format!("{reference}{}", random.below(10)))
        }
        "number word" => {
            // Small counts may be words when a value has them; these are counts no result has.
            let words = [("seventeen", 17.0), ("nineteen", 19.0), ("fourteen", 14.0), ("ninety", 90.0)];
            let free: Vec<&(&str, f64)> = words
                .iter()
                .filter(|(_, value)| ledger.facts().all(|(_, fact)| fact.value != *value))
                .collect();
            one.text.replace(&reference, &format!("{} nodes", random.of(&free).0))
        }
        "unit" => {
            let units = [
                "kVA", "kW", "GB", "GiB", "TB", "GB/s", "Gb/s", "ms", "racks", "nodes", "GPUs", "kg",
                "TFLOPS", "W",
            ];
            let own = fact.unit.split(" per ").next()?.to_string();
            let noun = fact.noun.clone().unwrap_or_default();
            let free: Vec<&&str> = units
                .iter()
                .filter(|unit| **unit != own && !noun.contains(unit.trim_end_matches('s')))
                .collect();
            one.text.replace(&reference, &format!("{reference} {}", random.of(&free)))
        }
        "scale" => one.text.replace(
            &reference,
            &format!("{reference} {}", random.of(&["thousand", "million", "k", "dozen"])),
        ),
        "entity" => {
            let subject = one.subject.as_ref()?;
            let others: Vec<&&str> =
                ["H100", "H200", "L40S"].iter().filter(|name| *name != subject).collect();
            one.text.replacen(subject.as_str(), others[random.below(others.len())], 1)
        }
        "dangling reference" => {
            one.text.replace(&reference, &format!("{{{{v:v{}}}}}", 90_000 + random.below(9999)))
        }
        "reference to another value" => {
            // A value beside a name that is not its own: another product's, or with a label that says another thing.
            // `The H100 offers` stays true with any value of the H100, `The power is` with any power.
            let label = fact.label.replace('_', " ");
            let labelled = one.text.to_lowercase().contains(&format!("the {} is", label.to_lowercase()));
            if !labelled && one.subject.is_none() {
                return None;
            }
            let others: Vec<(&str, &Fact)> = ledger
                .facts()
                .filter(|(_, other)| other.words() != fact.words())
                .filter(|(_, other)| {
                    let its = other.label.replace('_', " ");
                    let foreign =
                        one.subject.as_ref().is_some_and(|subject| !other.subjects.contains(subject));
                    foreign || (labelled && !label.split(' ').all(|word| its.contains(word)))
                })
                .collect();
            one.text.replace(&reference, &format!("{{{{v:{}}}}}", random.of(&others).0))
        }
        _ => panic!("{kind}"),
    };
    Some(whole(&said))
}

const KINDS: &[(&str, f64)] = &[
    ("digit", 1.0),
    ("digit beside a reference", 1.0),
    ("number word", 1.0),
    ("unit", 1.0),
    ("scale", 1.0),
    ("entity", 1.0),
    ("dangling reference", 1.0),
    ("reference to another value", 1.0),
];

#[test]
fn mutated_answers_are_caught() {
    let ledgers = ledgers();
    let mut random = Random(0x2026_1123);
    let mut alarms = Vec::new();
    for round in 0..200 {
        let ledger = &ledgers[round % ledgers.len()];
        let said = answer(ledger, &mut random);
        let text = whole(&said);
        if let Err(faults) = render(&text, ledger, TEXTS[round % TEXTS.len()], "en") {
            alarms.push(format!("{text}: {faults:?}"));
        }
    }
    assert!(
        alarms.is_empty(),
        "{} of 200 untouched answers were refused:\n{}",
        alarms.len(),
        alarms[..alarms.len().min(6)].join("\n")
    );
    let mut counts: BTreeMap<&str, (usize, usize, Vec<String>)> = BTreeMap::new();
    let mut made = 0;
    while made < 1000 {
        let at = random.below(ledgers.len());
        let kind = KINDS[made % KINDS.len()].0;
        let said = answer(&ledgers[at], &mut random);
        let Some(text) = mutate(kind, &said, &ledgers[at], &mut random) else { continue };
        if text == whole(&said) {
            continue;
        }
        made += 1;
        let (tried, caught, missed) = counts.entry(kind).or_default();
        *tried += 1;
        match render(&text, &ledgers[at], TEXTS[at], "en") {
            Err(_) => *caught += 1,
            Ok(shown) => missed.push(format!("{text} -> {shown}")),
        }
    }
    let mut wrong = Vec::new();
    for (kind, least) in KINDS {
        let (tried, caught, missed) = &counts[kind];
        let share = *caught as f64 / *tried as f64;
        eprintln!("{kind}: {caught} of {tried} caught ({:.1} %)", 100.0 * share);
        if share < *least {
            wrong.push(format!(
                "{kind}: {share:.3} of {tried}:\n  {}",
                missed[..missed.len().min(12)].join("\n  ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
