//! Needs that are planted into a request: none is dropped in silence, none is falsely met; and no verdict is better than
//! what was found.

use std::fs;

use gpu_cluster_generator::{
    catalog::Catalog,
    check::{self, AnswerDocument, Planner, Proposal},
    design::{CoverageStatus, Outcome, Reading},
    plan, read, tools,
};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Planted {
    bases: std::collections::BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    base: String,
    need: String,
    key: String,
    #[serde(default)]
    may_be_met: bool,
}

/// Planted needs that the reader takes for something else (an existing cluster for an order).
const MISREAD: usize = 5;
/// Planted needs that the reader leaves without a trace.
const LOST: usize = 16;

fn answer(catalog: &Catalog, reading: &Reading) -> AnswerDocument {
    tools::plan::answer(catalog, reading, Planner::none()).unwrap().into_document(false)
}

/// Everything of an answer that gives a need back to the reader.
fn said_again(answer: &AnswerDocument) -> Vec<&str> {
    let rows = answer.coverage.iter().map(|row| row.quote.as_str());
    let unread = answer.unread.iter().map(|unread| unread.quote.as_str());
    let conflicts = answer.conflicts.iter().flat_map(|conflict| conflict.quotes.iter().map(String::as_str));
    let notices = answer.notices.iter().map(|notice| notice.quote.as_str());
    rows.chain(unread).chain(conflicts).chain(notices).collect()
}

/// Whether a quote and the planted words speak of the same words of the text.
fn overlaps(text: &str, quote: &str, key: &str) -> bool {
    let Some(key_at) = text.find(key) else { return false };
    text.match_indices(quote).any(|(at, _)| at < key_at + key.len() && key_at < at + quote.len())
}

#[test]
fn planted_needs_are_neither_dropped_nor_falsely_met() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/needs/planted.yaml")).unwrap();
    let planted: Planted = serde_yaml::from_str(&text).unwrap();
    assert!(planted.cases.len() >= 60);
    let catalog = Catalog::embedded();
    let (mut dropped, mut falsely) = (Vec::new(), Vec::new());
    for case in &planted.cases {
        let text = format!("{} {}", planted.bases[&case.base], case.need);
        assert!(text.contains(&case.key), "{}", case.id);
        let answer = answer(&catalog, &read::read(&text, &catalog));
        let told = said_again(&answer).iter().any(|quote| overlaps(&text, quote, &case.key));
        if !told {
            dropped.push(format!("{} {}", case.id, case.need));
        }
        let met = answer.coverage.iter().filter(|row| row.status == CoverageStatus::Met);
        for row in met.filter(|row| !case.may_be_met && overlaps(&text, &row.quote, &case.key)) {
            falsely.push(format!("{} {}: {} {:?}", case.id, case.need, row.asked, row.found));
        }
    }
    // What the reader loses or misreads no judgement can bring back: these ceilings may only fall.
    assert!(falsely.len() <= MISREAD, "{} falsely met:\n{}", falsely.len(), falsely.join("\n"));
    assert!(dropped.len() <= LOST, "{} dropped in silence:\n{}", dropped.len(), dropped.join("\n"));
}

#[test]
fn a_wish_for_liquid_cooling_is_not_met_by_air() {
    let catalog = Catalog::embedded();
    let text = "128 H100 SXM for training, Infiniband NDR, direct liquid cooling only";
    let answer = answer(&catalog, &read::read(text, &catalog));
    let design = answer.design.as_ref().unwrap();
    let cooling = design.facility.as_ref().and_then(|facility| facility.cooling.clone());
    let row = answer.coverage.iter().find(|row| row.field == "cooling").unwrap();
    if cooling.as_deref() == Some("air") {
        assert_eq!(row.status, CoverageStatus::NotMet, "{row:?}");
        assert_ne!(answer.outcome, Outcome::Answer);
        assert!(answer.summary.contains("cooling"), "{}", answer.summary);
    }
}

#[test]
fn lists_are_judged_from_the_command_line() {
    let check = |text: &str| crate::harness::Run::new(&["check", "-"]).stdin(text).json();
    let (verdict, exit) = check("Rack 7: 4 x DGX H200 and 2 x QM9700, the rack has a 40 kW limit.");
    assert_eq!((verdict["verdict"].as_str(), exit), (Some("fail"), 9), "{verdict:#}");
    assert!(verdict["reply"].as_str().unwrap().contains("40 kW"));
    let (verdict, exit) =
        check(r#"{"check": "fabric", "downlinks": 64, "uplinks": 32, "oversubscription": "2:1"}"#);
    assert_eq!((verdict["verdict"].as_str(), exit), (Some("pass"), 0), "{verdict:#}");
    let (refused, exit) = check("good morning");
    assert_eq!((refused["code"].as_str(), exit), (Some("input.invalid"), 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A design for one requirement, held against the same requirement with one value changed so that the design contradicts
    /// it: that value is never met, and no answer that cannot be built says that it is enough.
    #[test]
    fn a_changed_value_is_not_met_by_the_old_design(
        nodes in 4..64u64, which in 0..6usize, factor in 2..5u64,
    ) {
        let catalog = Catalog::embedded();
        let text = format!(
            "{nodes} nodes with 8 H200 SXM each for training, air cooled, racks with 40 kW, Ethernet, {} racks",
            nodes
        );
        let reading = read::read(&text, &catalog);
        let first = answer(&catalog, &reading);
        prop_assert!(!first.summary.contains("enough"));
        let changes: [(&str, serde_json::Value); 6] = [
            ("node_count", (nodes * factor).into()),
            ("gpus_per_node", (8 * factor).into()),
            ("cooling", "liquid".into()),
            ("fabric", serde_json::json!(["infiniband"])),
            ("power_per_rack_kw", serde_json::json!(3.0)),
            ("gpu_models", serde_json::json!(["L4"])),
        ];
        let (field, value) = &changes[which];
        let mut changed = first.reading();
        changed.statements.retain(|statement| statement.field.name() != *field);
        changed.requirement.set(field, value.clone(), "changed").unwrap();
        // The old design, judged against the changed requirement: planning knows nothing of the change.
        let planned = tools::plan::proposal(plan::plan(&reading, &catalog), &reading, Planner::none());
        let draft = check::assess(Proposal { reading: changed, ..planned }, &catalog);
        let row = draft.coverage.iter().find(|row| row.field == *field).unwrap();
        prop_assert!(
            !matches!(row.status, CoverageStatus::Met | CoverageStatus::MetIf),
            "{field} {value}: {row:?}"
        );
        prop_assert!(draft.outcome != Outcome::Answer && !draft.summary.contains("enough"), "{field}");
    }
}
