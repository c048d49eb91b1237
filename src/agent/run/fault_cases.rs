//! More faults of models: forced tools, other languages, forged references, numbers of the customer.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::{
    cases::{answer, drive, exhausted, start},
    *,
};
use crate::agent::message::{Choice, Turn};

#[test]
fn l06_a_forced_tool_is_a_property_of_one_request() {
    let mut forced = Vec::new();
    let (_, run) = drive(start(), |round, request| {
        forced.push(request.choice != Choice::Auto);
        match round {
            0 => Turn::calls(&[("plan", json!({}))]),
            // Prose after results makes the next request force the answer; the answer it forces is wrong.
            2 => Turn::text("Sixteen nodes."),
            _ => Turn::calls(&[("final_answer", json!({ "text": "hi" }))]),
        }
    });
    assert!(forced.iter().any(|forced| *forced), "nothing was ever forced: {forced:?}");
    assert!(forced.windows(2).all(|pair| pair != [true, true]), "{forced:?}");
    assert!(run.is_paired());
}

#[test]
fn c10_another_language_is_sent_back_once() {
    let foreign = "\u{6211}\u{4eec}\u{5efa}\u{8bae}\u{8fd9}\u{4e2a}\u{65b9}\u{6848}\u{3002}";
    let (outcome, run) = drive(start(), |round, _| {
        if round == 0 { Turn::calls(&[("plan", json!({}))]) } else { Turn::calls(&[answer(foreign)]) }
    });
    let Outcome::Answered { answer: given, replaced } = outcome else { panic!("{outcome:?}") };
    assert_eq!((given.summary.as_str(), replaced), ("", vec!["/summary".to_string()]));
    assert_eq!(run.repairs(), 1);
    let told: Vec<&Event> = run.notes.iter().filter(|event| matches!(event, Event::Repair { .. })).collect();
    assert!(told.is_empty() || format!("{told:?}").contains("answer.language"), "{told:?}");
    let strict = Start { limits: Limits { strict_prose: true, ..Limits::default() }, ..start() };
    let (outcome, _) = drive(strict, |round, _| {
        if round == 0 { Turn::calls(&[("plan", json!({}))]) } else { Turn::calls(&[answer(foreign)]) }
    });
    assert_eq!(exhausted(&outcome), Code::AnswerLanguage);
}

/// The summary that is shown when a model insists on this one.
fn shown(summary: &str) -> String {
    let (outcome, _) = drive(start(), |round, _| {
        if round == 0 { Turn::calls(&[("plan", json!({}))]) } else { Turn::calls(&[answer(summary)]) }
    });
    let Outcome::Answered { answer, .. } = outcome else { panic!("{outcome:?}") };
    answer.summary
}

#[test]
fn u25_numbers_of_the_customer_need_their_reference() {
    for summary in ["You asked for 128 H100.", "128 GPUs, as you say.", "For 128 of them: {{v:v1}}."] {
        assert_eq!(shown(summary), "", "{summary}");
    }
}

#[test]
fn u26_forged_references_are_refused() {
    for summary in [
        "{{v:{{v:v1}}}}",
        "{{v:v1}}}} nodes",
        "{{{v:v1}}}",
        "{{v:v1|v2}}",
        "{{v:\u{ff56}1}}",
        "{{v:v\u{200b}1}}",
        "{{v:v1\u{202e}}}",
        "{{ V : v1 }}",
        "\u{ff5b}\u{ff5b}v:v1\u{ff5d}\u{ff5d}",
        "{{v:v1;DROP}}",
        "{{t:t1",
        "{{v:../v1}}",
        "{{v:q1}} of {{v:v999}}",
        "&#123;&#123;v:v1&#125;&#125; is 17",
    ] {
        let text = shown(summary);
        assert!(text.is_empty(), "{summary:?} was shown as {text:?}");
    }
    assert_eq!(shown("It takes {{v:v1}}."), "It takes 16 nodes.");
}
