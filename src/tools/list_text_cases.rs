//! Lists in the forms in which they come.
#![allow(clippy::unwrap_used)]

use super::super::{Tool, check_list};
use crate::catalog::Catalog;

fn verdict(text: &str) -> (String, Vec<String>) {
    let input = check_list::Input { text: Some(text.into()), listed: None };
    let output = check_list::CheckList::run(&Catalog::embedded(), input).unwrap();
    let failed = output.rules.iter().filter(|rule| rule.verdict == "fail").map(|rule| rule.rule.clone());
    (output.verdict.clone(), failed.collect())
}

#[test]
fn sentences_tables_and_json_are_judged_alike() {
    for text in [
        "Rack 7: 4 x DGX H200 and 2 x QM9700, the rack has a 40 kW limit.",
        "device,qty\nDGX H200,4\nQM9700,2\n\nrack limit 40 kW",
        "| device | quantity | kW |\n|---|---|---|\n| DGX H200 | 4 | 10.2 |\n| QM9700 | 2 | 1.7 |\n| rack limit | | 40 |",
        r#"{"check": "rack", "rack_power_kw": 40, "devices": [{"name": "DGX H200", "count": 4}, {"name": "QM9700", "count": 2}]}"#,
        r#"{"check": "rack", "rack": {"power_kw": 40}, "items": [{"model": "DGX H200", "qty": 4}, {"model": "QM9700", "qty": 2}]}"#,
    ] {
        assert_eq!(verdict(text), ("fail".to_string(), vec!["rack_power".to_string()]), "{text}");
    }
}

#[test]
fn optics_and_counts_are_judged_from_sentences() {
    let failed = |text: &str| verdict(text).1;
    assert_eq!(failed("We plug DR4 modules onto our OM4 trunks."), ["fibre_medium"]);
    assert_eq!(failed("OSFP DR4 in a QSFP112 port"), ["module_cage"]);
    assert_eq!(failed("Leaf with 64 down and 32 up, sold as 1:1"), ["oversubscription"]);
    assert_eq!(failed("4 of 32 storage links are cabled"), ["storage_links"]);
    assert_eq!(failed("4 racks with 72 GPUs per rack, 576 GPUs"), ["gpu_arithmetic"]);
    assert_eq!(verdict("Leaf with 64 down and 32 up, sold as 2:1").0, "pass");
}

#[test]
fn a_list_with_nothing_to_judge_is_refused() {
    let input = check_list::Input { text: Some("hello".into()), listed: None };
    assert!(check_list::CheckList::run(&Catalog::embedded(), input).is_err());
}
