//! Claims of a model held against the words they point at.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::read;

fn heard(text: &str, field: &str, as_written: &str, quote: &str, scope: Scope) -> Heard {
    let catalog = Catalog::embedded();
    let one = Pointed {
        field: Field::named(field).unwrap(),
        as_written: as_written.into(),
        quote: quote.into(),
        bound: None,
        strength: None,
        scope,
        negated: false,
        about: None,
    };
    hear(text, &read::read(text, &catalog), &[one], &catalog)
}

#[test]
fn m09_a_number_counts_with_its_unit_alone() {
    for (field, as_written, quote, value) in [
        ("power_per_rack_kw", "8 kVA", "8 kVA per rack", None),
        ("power_per_rack_kva", "8 kVA", "8 kVA per rack", Some(8.0)),
        ("storage_read_gbs", "500", "500 Gb/s read", Some(62.5)),
        ("storage_read_gbs", "500 Gb/s", "500 Gb/s read", Some(62.5)),
        ("storage_read_gbs", "500 GB/s", "500 GB/s read", Some(500.0)),
        ("power_per_rack_kw", "128", "128 H100", None),
        ("gpu_count", "128", "128 H100", Some(128.0)),
        ("gpu_count", "100", "128 H100", None),
        ("gpu_count", "40 kW", "40 kW per rack", None),
        ("ttft_ms", "2秒以内", "最初の文字まで2秒以内", Some(2000.0)),
        ("ttft_ms", "half a second", "first word in half a second", Some(500.0)),
        ("storage_capacity_tb", "half a petabyte", "half a petabyte of storage", Some(500.0)),
        (
            "power_total_kw",
            "three quarters of a megawatt",
            "three quarters of a megawatt in all",
            Some(750.0),
        ),
        ("power_total_kw", "1,2 MW", "insgesamt 1,2 MW Leistung für die Anlage", Some(1200.0)),
        ("budget_amount", "two and a half million euros", "two and a half million euros", Some(2.5e6)),
        ("budget_amount", "$400k", "$400k", Some(400_000.0)),
        ("node_count", "a couple of nodes", "a couple of nodes", Some(2.0)),
        ("deadline_days", "3 weeks", "within 3 weeks", Some(21.0)),
        ("deadline_days", "3", "within 3 weeks", Some(21.0)),
        ("tpot_ms", "25 tokens per second", "25 tokens per second each", Some(40.0)),
        ("concurrency_ratio", "ein Fünftel", "ein Fünftel gleichzeitig", Some(0.2)),
        ("context_tokens_in", "8k", "context 128k for gold, 8k for bronze", Some(8000.0)),
    ] {
        let heard = heard(quote, field, as_written, quote, Scope::New);
        let told = heard.reading.statements.iter().find(|one| {
            one.field.name() == field
                && value.is_none_or(|value| one.value == crate::design::Plain::Number(value))
        });
        match value {
            Some(_) => assert!(told.is_some() && heard.refused.is_empty(), "{field} {quote}: {heard:?}"),
            None => assert_eq!(heard.refused.len(), 1, "{field} {quote}: {:?}", heard.reading.statements),
        }
    }
}

#[test]
fn m09_what_stands_already_is_never_wanted() {
    let text = "We have 20 V100 today. A competitor offered 5 GPUs. We need 64 H200 for training.";
    for (field, as_written, quote, scope, holds) in [
        ("gpu_count", "20", "20 V100", Scope::New, false),
        ("gpu_models", "V100", "20 V100", Scope::New, false),
        ("gpu_count", "20", "20 V100", Scope::Existing, true),
        ("gpu_count", "5", "5 GPUs", Scope::New, false),
        ("gpu_count", "64", "64 H200", Scope::New, true),
    ] {
        let heard = heard(text, field, as_written, quote, scope);
        assert_eq!(heard.refused.is_empty(), holds, "{field} {quote}: {:?}", heard.refused);
    }
}

#[test]
fn m09_words_are_held_against_what_the_rules_read_in_them() {
    let text =
        "Air cooled hall, Ethernet only, budget 400k, 128 H100 for training, no data leaves the country.";
    for (field, word, quote, holds) in [
        ("cooling", "liquid", "Air cooled hall", false),
        ("cooling", "air", "Air cooled hall", true),
        ("fabric", "infiniband", "Ethernet only", false),
        ("cooling", "liquid", "128 H100", false),
        ("budget_currency", "USD", "budget 400k", false),
        ("sovereignty", "in_country", "no data leaves the country", true),
        ("gpu_models", "H200", "128 H100", false),
        ("gpu_models", "H100", "128 H100", true),
        ("sovereignty", "in_country", "no data leaves the land", false),
    ] {
        let heard = heard(text, field, word, quote, Scope::New);
        assert_eq!(heard.refused.is_empty(), holds, "{field} {word} {quote}: {:?}", heard.refused);
    }
}

#[test]
fn a_claim_settles_a_disagreement_and_takes_the_place_of_what_was_misread() {
    let catalog = Catalog::embedded();
    let text = "We want 64 GPUs. The attachment says 48 GPUs; the attachment is out of date.";
    let before = read::read(text, &catalog);
    let one = Pointed {
        field: Field::GpuCount,
        as_written: "64".into(),
        quote: "64 GPUs".into(),
        bound: None,
        strength: None,
        scope: Scope::New,
        negated: false,
        about: None,
    };
    let heard = hear(text, &before, &[one], &catalog);
    assert!(heard.reading.conflicts.iter().all(|conflict| conflict.used.is_some()));
    assert_eq!(heard.reading.requirement.gpu_count.as_ref().unwrap().value, 64);
}
