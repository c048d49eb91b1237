//! What must not change a reading: a sentence that says nothing of this need, another spelling of a unit, equipment that
//! stands already. And what must: a value that is another one changes its own statement and no other.

#![allow(clippy::print_stderr)] // the shares are figures to read

use std::{collections::BTreeSet, fs, path::Path};

use gpu_cluster_generator::{
    catalog::Catalog,
    design::{Field, Plain, Scope, Statement},
    tools,
};
use serde_json::Value;

/// Sentences of letters about a cluster that ask for nothing.
const NEUTRAL: &[&str] = &[
    "We signed a 10 year lease for the building.",
    "Please answer within 14 days.",
    "A competitor offered us 5 GPUs for the same job.",
    "We scrapped our 20 V100 last year.",
    "Call me on +49 551 39 21700 if anything is unclear.",
    "The bid bond is EUR 50,000.",
    "The tender was published under number 2026/S 104-317892.",
    "Our sister institute in Lyon bought 64 H100 in spring.",
    "The meeting takes place on 12 May at 10:30 in room 4.117.",
    "Please send the offer in three copies.",
    "Bidders must show annual revenue of at least 5 million euros.",
    "Attached are 3 drawings and 2 tables (pages 14 to 17).",
    "My neighbour's startup rents 16 H200 in the cloud.",
    "In the first draft we had 40 nodes, please ignore that.",
    "The previous supplier delivered 6 months late.",
    "Late delivery costs 0.5 % per week.",
    "According to the datasheet the H200 has 141 GB and 700 W.",
    "We have been in business for 25 years.",
    "Dell quoted 12 servers at 3.4 million, which is too much.",
    "Payment is due 30 days after invoice.",
];
/// The same in other languages, each read in a text of its own.
const FOREIGN: &[&str] = &[
    "Wir brauchen einen Cluster. Ein Wettbewerber hat uns 5 GPUs angeboten.",
    "Wir brauchen einen Cluster. Bitte antworten Sie innerhalb von 14 Tagen.",
    "Wir brauchen einen Cluster. Unsere 20 V100 haben wir letztes Jahr verschrottet.",
    "Nous voulons un cluster. Un concurrent nous a proposé 5 GPU.",
    "Nous voulons un cluster. Merci de répondre sous 14 jours.",
    "Queremos un clúster. Un competidor nos ofreció 5 GPU.",
    "Queremos un clúster. El año pasado tiramos nuestras 20 V100.",
    "Ci serve un cluster. Un concorrente ci ha offerto 5 GPU.",
    "Ci serve un cluster. L'anno scorso abbiamo rottamato le nostre 20 V100.",
    "Precisamos de um cluster. Um concorrente ofereceu-nos 5 GPUs.",
    "We zoeken een cluster. Een concurrent bood ons 5 GPU's aan.",
    "Potrzebujemy klastra. Konkurent zaoferował nam 5 GPU.",
    "Potřebujeme cluster. Konkurent nám nabídl 5 GPU.",
    "Нам нужен кластер. Конкурент предложил нам 5 GPU.",
    "Bir küme istiyoruz. Bir rakip bize 5 GPU teklif etti.",
    "クラスタが必要です。競合他社から5枚のGPUを提案されました。",
    "我们需要一个集群。竞争对手给我们报价5张GPU。",
    "클러스터가 필요합니다. 경쟁사가 GPU 5장을 제안했습니다.",
];
/// The least share of texts in which a neutral sentence changes nothing, percent.
const LEAST_SHARE: usize = 98;

/// Texts of customers, of which those in JSON are left out.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    let mut files: Vec<_> = [root.clone(), root.join("needs")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let document: Value = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        for case in document["cases"].as_array().unwrap() {
            if let Some(text) = case["text"].as_str().filter(|text| !text.trim_start().starts_with('{')) {
                let language = case["language"].as_str().or(case["lang"].as_str()).unwrap_or("").to_string();
                found.push((language, text.to_string()));
            }
        }
    }
    assert!(found.len() > 60, "only {} texts", found.len());
    found
}

fn statements(catalog: &Catalog, text: &str) -> Vec<Statement> {
    tools::read(catalog, text).statements
}

/// Statements as comparable words: field, value, scope, denial and bound, without those that no field takes.
fn told(list: &[Statement]) -> BTreeSet<String> {
    list.iter()
        .filter(|one| one.field != Field::Other)
        .map(|one| format!("{:?} {:?} {:?} {} {:?}", one.field, one.value, one.scope, one.negated, one.bound))
        .collect()
}

#[test]
fn a_neutral_sentence_changes_nothing() {
    let catalog = Catalog::embedded();
    let english: Vec<(String, BTreeSet<String>)> = texts()
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| tools::read(&catalog, text).language == "en")
        .map(|text| {
            let read = told(&statements(&catalog, &text));
            (text, read)
        })
        .collect();
    let mut low = Vec::new();
    for sentence in NEUTRAL {
        let changed: Vec<&str> = english
            .iter()
            .filter(|(text, before)| {
                told(&statements(&catalog, &format!("{}\n\n{sentence}", text.trim_end()))) != *before
            })
            .map(|(text, _)| text.as_str())
            .collect();
        let share = 100 * (english.len() - changed.len()) / english.len();
        eprintln!("{share:3} % of {} texts: {sentence}", english.len());
        if share < LEAST_SHARE {
            low.push(format!("{share} %: {sentence}\n   {}", changed[0]));
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

#[test]
fn what_others_offered_is_no_need_in_any_language() {
    let catalog = Catalog::embedded();
    for text in FOREIGN {
        let amounts: Vec<Statement> = statements(&catalog, text)
            .into_iter()
            .filter(|one| matches!(one.field, Field::GpuCount | Field::GpuModels | Field::DeadlineDays))
            .collect();
        assert!(amounts.is_empty(), "{text}: {amounts:?}");
    }
}

/// Spellings of a unit that mean the same.
const UNITS: &[(&str, &[&str])] = &[
    ("kW", &["kW", "kilowatts", "KW"]),
    ("TB", &["TB", "terabytes"]),
    ("GB/s", &["GB/s", "gigabytes per second", "GBps"]),
    ("Gb/s", &["Gb/s", "gigabits per second", "Gbit/s", "Gbps"]),
    ("ms", &["ms", "milliseconds", "msec"]),
];

/// A text with a unit behind a number spelled in another way; none where it stands in none.
fn respelled(text: &str, unit: &str, other: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(unit) {
        let before = rest[..at].trim_end_matches(' ');
        let after = rest[at + unit.len()..].chars().next().unwrap_or('\n');
        let whole = before.ends_with(|c: char| c.is_ascii_digit())
            && matches!(after, ' ' | ',' | '.' | ';' | ')' | '\n');
        found |= whole;
        out.push_str(if whole { before } else { &rest[..at] });
        if whole {
            out.push(' ');
        }
        out.push_str(if whole { other } else { unit });
        rest = &rest[at + unit.len()..];
    }
    out.push_str(rest);
    found.then_some(out)
}

#[test]
fn units_may_be_spelled_otherwise() {
    let catalog = Catalog::embedded();
    let texts = texts();
    for (unit, spellings) in UNITS {
        for other in *spellings {
            let (mut all, mut kept, mut lost) = (0, 0, String::new());
            for (text, changed) in
                texts.iter().filter_map(|(_, text)| Some((text, respelled(text, unit, other)?)))
            {
                all += 1;
                if told(&statements(&catalog, text)) == told(&statements(&catalog, &changed)) {
                    kept += 1;
                } else {
                    lost.clone_from(&changed);
                }
            }
            eprintln!("{kept} of {all}: {unit} as {other}");
            assert!(
                100 * kept >= LEAST_SHARE.min(96) * all,
                "{unit} as {other}: {kept} of {all}, such as\n{lost}"
            );
        }
    }
}

#[test]
fn equipment_that_stands_already_leaves_the_order_alone() {
    let catalog = Catalog::embedded();
    let order = |text: &str| {
        let mut list = statements(&catalog, text);
        list.retain(|one| one.scope != Scope::Existing);
        told(&list)
    };
    let texts = texts();
    let kept = texts
        .iter()
        .filter(|(_, text)| order(text) == order(&format!("We already run 6 nodes with V100.\n\n{text}")))
        .count();
    eprintln!("{kept} of {}: existing equipment in front", texts.len());
    assert!(100 * kept >= 94 * texts.len(), "{kept} of {}", texts.len());
}

#[test]
fn another_value_changes_its_own_statement_and_no_other() {
    const FIELDS: &[Field] = &[
        Field::GpuCount,
        Field::NodeCount,
        Field::RacksAvailable,
        Field::UsersConcurrent,
        Field::PowerPerRackKw,
    ];
    let catalog = Catalog::embedded();
    let (mut all, mut kept, mut faults) = (0, 0, Vec::new());
    for (_, text) in texts() {
        let before = statements(&catalog, &text);
        for one in before.iter().filter(|one| FIELDS.contains(&one.field)) {
            let Plain::Number(value) = one.value else { continue };
            let digits = format!("{value:.0}");
            let alone = text.matches(&digits).count() == 1 && one.quote.contains(&digits) && value > 3.0;
            if !alone || value.fract() > 0.0 {
                continue;
            }
            all += 1;
            let changed = text.replace(&digits, &format!("{:.0}", value + 1.0));
            let after = statements(&catalog, &changed);
            let (old, new) = (told(&before), told(&after));
            let own = format!("{:?} ", one.field);
            let only = old.symmetric_difference(&new).all(|line| line.starts_with(&own));
            let there =
                after.iter().any(|two| two.field == one.field && two.value == Plain::Number(value + 1.0));
            if only && there {
                kept += 1;
            } else {
                faults.push(format!("{own}{digits} in {text}"));
            }
        }
    }
    eprintln!("{kept} of {all}: another value");
    assert!(all > 50 && 100 * kept >= 97 * all, "{kept} of {all}:\n{}", faults.join("\n"));
}
