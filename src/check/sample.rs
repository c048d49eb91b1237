//! A sound design that the tests of the rules spoil.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;

use super::rules::Rule;
use crate::{
    catalog::Catalog,
    design::{Design, Requirement},
};

const SOUND: &str = include_str!("../../tests/designs/sound.json");

/// Asserts that a rule finds nothing in the sound design, and something with a place and a repair once it is
/// changed at these pointers or held against these stated values.
pub(super) fn provoked(rule: &Rule, changes: &[(&str, &str)], stated: &[(&str, &str)]) {
    let catalog = Catalog::embedded().with_bundled_overlay("indicative-prices").unwrap();
    let mut document: Value = serde_json::from_str(SOUND).unwrap();
    let sound: Design = serde_json::from_value(document.clone()).unwrap();
    let mut requirement = Requirement::default();
    let before = (rule.judge)(&sound, &requirement, &catalog);
    assert!(before.is_empty(), "{} finds {before:?} in the sound design", rule.name);
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let place = document.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}"));
        let value: Value = serde_json::from_str(value).unwrap();
        match place {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
            other => other[key] = value,
        }
    }
    for (field, value) in stated {
        requirement.set(field, serde_json::from_str(value).unwrap(), "as stated").unwrap();
    }
    let spoiled: Design = serde_json::from_value(document).unwrap();
    let found = (rule.judge)(&spoiled, &requirement, &catalog);
    assert!(!found.is_empty(), "{} cannot be provoked", rule.name);
    for finding in found {
        assert_eq!(finding.rule, rule.name);
        assert!(finding.at.is_some() && finding.repair.is_some() && !finding.message.is_empty());
    }
}

#[test]
fn rules_are_distinct_and_explained() {
    let mut names: Vec<&str> = super::rules::RULES.iter().map(|rule| rule.name.name()).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 40, "{count} rules");
    for rule in super::rules::RULES {
        assert!(!rule.checks.is_empty() && !rule.why.is_empty() && !rule.source.is_empty(), "{}", rule.name);
    }
}
