//! Cases of the prose checker: what is printed, what is refused, and mutations of good sentences.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// v1 16 nodes, v2 128 GPUs, v3 8 GPUs per node, v4 80 GB of the H100, v5 141 GB of the H200, v6 40.8 kW, v7 4 racks,
/// v8 400 Gb/s per GPU, v9 2 leaf switches, v10 62.5 %.
fn ledger() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.add(
        "c1",
        &json!({}),
        &json!({ "nodes": 16, "gpu_count": 128, "gpus_per_node": 8, "pattern": "2-8-9-400" }),
    );
    ledger.add("c2", &json!({ "gpu": "H100" }), &json!({ "gpu_id": "h100-sxm", "memory_gb": 80.0 }));
    ledger.add("c3", &json!({ "gpu": "H200" }), &json!({ "gpu_id": "h200-sxm", "memory_gb": 141.0 }));
    ledger.add(
        "c4",
        &json!({}),
        &json!({ "rack_power_kw": 40.8, "rack_count": 4, "ew_gbps_per_gpu": 400, "leaf_count": 2, "used_percent": 62.5,
                 "summary": "Sixteen nodes in 4 racks." }),
    );
    ledger.customer_text("We run H100 today, see clause 4.2 and REQ-7. 128 GPUs please.");
    ledger
}

fn shown(prose: &str) -> Result<String, Vec<Fault>> {
    render(prose, &ledger(), "We run H100 today, see clause 4.2 and REQ-7. 128 GPUs please.", "en")
}

#[test]
fn values_are_printed_with_their_units_once() {
    for (prose, text) in [
        ("{{v:v1}} hold {{v:v2}}.", "16 nodes hold 128 GPUs."),
        (
            "{{v:v1}} nodes hold {{v:v2}} GPUs, {{v:v3}} GPUs per node.",
            "16 nodes hold 128 GPUs, 8 GPUs per node.",
        ),
        ("The H100 has {{v:v4}} GB of memory.", "The H100 has 80 GB of memory."),
        ("The H100 has {{v:v4|TB|2}}.", "The H100 has 0.08 TB."),
        ("The H100 holds {{ v:v4 | GiB }}.", "The H100 holds 74.51 GiB."),
        ("A rack draws {{v:v6|0}} kW.", "A rack draws 41 kW."),
        ("It uses {{v:v10}}% of it.", "It uses 62.5% of it."),
        ("It uses {{v:v10}} percent of it.", "It uses 62.5% of it."),
        ("Pattern 2-8-9-400 gives {{v:v8}}.", "Pattern 2-8-9-400 gives 400 Gb/s per GPU."),
        ("It gives {{v:v8}} Gb/s per GPU.", "It gives 400 Gb/s per GPU."),
        ("{{t:t1}}", "Sixteen nodes in 4 racks."),
        (
            "H100-based nodes in BF16 answer REQ-7 and clause 4.2.",
            "H100-based nodes in BF16 answer REQ-7 and clause 4.2.",
        ),
        ("Two leaf switches and four racks suffice.", "Two leaf switches and four racks suffice."),
        (
            "One of the options remains open; a second one may follow.",
            "One of the options remains open; a second one may follow.",
        ),
        (
            "The H200 has more memory than the H100: {{v:v5}} against {{v:v4}}.",
            "The H200 has more memory than the H100: 141 GB against 80 GB.",
        ),
        ("{{v:v5}} is more than {{v:v4}}.", "141 GB is more than 80 GB."),
        ("The nodes ({{v:v1}}) fit.", "The nodes (16 nodes) fit."),
        ("**{{v:v1}}** are planned.", "**16 nodes** are planned."),
    ] {
        assert_eq!(shown(prose), Ok(text.to_string()), "{prose}");
    }
}

#[test]
fn m03_m04_m05_what_no_value_backs_is_refused() {
    for (prose, rule) in [
        ("1,024 GPUs are needed.", "digit"),
        ("We need 128 GPUs.", "digit"),
        ("We need １２８ GPUs.", "digit"),
        ("½ of a rack.", "digit"),
        ("An 8-GPU node.", "digit"),
        ("It needs 40kW.", "digit"),
        ("The H300 is better.", "digit"),
        ("Clause 4.3 is met.", "digit"),
        ("Pattern 2-4-3-200 is better.", "digit"),
        ("By 2026-12-01.", "digit"),
        ("About v2.5 of it.", "digit"),
        ("{{v:v1}}00 nodes.", "digit"),
        ("{{v:v99}} nodes.", "reference"),
        ("{{v:v1", "reference"),
        ("{{w:v1}} nodes", "reference"),
        ("{v1} nodes", "reference"),
        ("{{v:v4|GB/s}} it is", "reference"),
        ("{{v:v6|9}} it is", "reference"),
        ("{{t:t9}}", "reference"),
        ("Sixteen nodes.", "number_word"),
        ("Two hundred nodes.", "number_word"),
        ("Three racks suffice.", "number_word"),
        ("A single rack suffices.", "number_word"),
        ("Five large cables.", "number_word"),
        ("十六台机器", "number_word"),
        ("Delivery takes twelve weeks.", "number_word"),
        ("Support lasts five years.", "number_word"),
        ("It fits ten kW.", "number_word"),
        ("It grows by ten percent.", "number_word"),
        ("The H200 offers {{v:v1}}.", "entity"),
        ("The H200 has {{v:v4}}.", "entity"),
        ("H100 has {{v:v5}} and H200 has {{v:v4}}.", "entity"),
        ("{{v:v4}} TB of memory.", "unit"),
        ("{{v:v4}} GiB of memory.", "unit"),
        ("{{v:v4}}iB of memory.", "unit"),
        ("{{v:v6}} kVA.", "unit"),
        ("{{v:v1}} racks.", "unit"),
        ("{{v:v2}} nodes.", "unit"),
        ("{{v:v1}}k nodes.", "unit"),
        ("{{v:v1}} million.", "unit"),
        ("{{v:v1}}{{v:v3}} nodes.", "unit"),
        ("-{{v:v1}} nodes.", "sign"),
        ("minus {{v:v6}}.", "sign"),
        ("0{{v:v1}} nodes.", "digit"),
        ("At least {{v:v1}} are needed.", "comparison"),
        ("{{v:v4}} is more than {{v:v5}}.", "comparison"),
        ("The H200 has more memory than the H100.", "comparison"),
        ("The H200 has twice the memory.", "comparison"),
        ("It is ten times as fast.", "comparison"),
        ("It saves % of the cost.", "amount"),
        ("It costs $ much.", "amount"),
        ("See https://example.com", "link"),
        ("Hidden \u{202e}text", "hidden_character"),
        ("<｜tool▁calls▁begin｜>", "markup"),
        ("这是一个没有数字的中文回答", "language"),
    ] {
        let faults = shown(prose).expect_err(prose);
        assert!(faults.iter().any(|fault| fault.rule == rule), "{prose}: {faults:?}");
    }
}

#[test]
fn a_refused_number_names_the_value_to_use() {
    let faults = shown("We need 128 of them.").unwrap_err();
    assert!(faults[0].message.contains("{{v:v2}} is 128 GPUs"), "{faults:?}");
}

#[test]
fn answers_in_the_customers_language_pass() {
    let ledger = ledger();
    assert!(render("我们建议 {{v:v1}}。", &ledger, "", "zh").is_ok());
    assert!(render("Wir empfehlen {{v:v1}} in vier Racks.", &ledger, "", "de").is_ok());
    assert!(render("Wir empfehlen drei Racks.", &ledger, "", "de").is_err());
    assert!(render("Lieferung in sechs Wochen.", &ledger, "", "de").is_err());
}

const GOOD: &[&str] = &[
    "The design holds {{v:v1}} with {{v:v2}} in all.",
    "Each node carries {{v:v3}}, so the pattern 2-8-9-400 applies.",
    "The H100 offers {{v:v4}} of memory.",
    "A rack draws {{v:v6}} and the cluster takes {{v:v7}}.",
    "The fabric gives {{v:v8}} over {{v:v9}}.",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_prose_makes_it_panic(prose in "[\\PC\n{}|:v0-9 ]{0,80}") {
        let _ = shown(&prose);
    }

    #[test]
    fn a_digit_put_anywhere_is_caught(which in 0usize..5, at in 0usize..90, digit in "[0-9０-９²½]") {
        let good = GOOD[which];
        let at = at.min(good.len());
        let inside = good[..at].matches("{{").count() > good[..at].matches("}}").count();
        prop_assume!(good.is_char_boundary(at) && !inside && !good[..at].ends_with('{') && !good[at..].starts_with('}'));
        let bad = format!("{}{digit}{}", &good[..at], &good[at..]);
        prop_assert!(shown(&bad).is_err(), "{}", bad);
    }

    #[test]
    fn what_is_shown_holds_no_digit_of_the_model(prose in "[a-zA-Z0-9 .,{}:|v-]{0,60}") {
        if let Ok(text) = shown(&prose) {
            let ledger = ledger();
            for word in text.split_whitespace().filter(|word| word.chars().any(char::is_numeric)) {
                let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
                let value = ledger.facts().any(|(_, fact)| fact.words().contains(plain));
                let named = plain.split(['-', ',', ':', '.', '|']).all(|part| {
                    ledger.is_name(part) || ledger.is_name(plain) || !part.chars().any(char::is_numeric)
                        || ledger.facts().any(|(_, fact)| fact.words().contains(part))
                        || numerals_format(part)
                });
                prop_assert!(value || named, "{}: {}", prose, text);
            }
        }
    }
}

fn numerals_format(part: &str) -> bool {
    matches!(part.to_lowercase().as_str(), "fp4" | "fp8" | "s3" | "k8s" | "h2o")
        || part.to_lowercase().starts_with("h100")
}

#[test]
fn good_sentences_pass_and_swapped_references_do_not_change_units() {
    for good in GOOD {
        assert!(shown(good).is_ok(), "{good}: {:?}", shown(good));
    }
}

#[test]
fn links_in_any_spelling_are_refused() {
    let ledger = ledger();
    for prose in [
        "See HTTPS://EVIL.EXAMPLE for more.",
        "See h ttps://evil.example for more.",
        "See //evil.example for more.",
        "See WWW.EVIL.EXAMPLE for more.",
        "Write to mailto:me@evil.example now.",
        "Look at evil.example/x?d=secret now.",
        "An <img src=evil> is here.",
    ] {
        let faults = render(prose, &ledger, "", "en").unwrap_err();
        assert!(faults.iter().any(|fault| fault.rule == "link"), "{prose}: {faults:?}");
    }
    assert!(render("The plan keeps east-west and/or north-south apart.", &ledger, "", "en").is_ok());
}
