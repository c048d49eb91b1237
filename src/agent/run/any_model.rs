//! Any model at all: whatever turns it gives, a question ends within its limits and shows no number of the model's.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::{super::*, answer, drive, start};
use crate::agent::message::{Finish, Turn};

/// Any turn a model may come up with.
fn any_turn() -> impl Strategy<Value = Turn> {
    let arguments = prop_oneof![
        Just("{}".to_string()),
        Just(r#"{"gpu":"H2000"}"#.to_string()),
        Just(r#"{"gpu":"none"}"#.to_string()),
        (0u8..4).prop_map(|n| format!(r#"{{"n":{n}}}"#)),
        "[{}\":a-z0-9 ]{0,12}",
        Just(answer("It takes {{v:v1}}.").1.to_string()),
        Just(answer("It takes 17 nodes.").1.to_string()),
    ];
    let name = prop_oneof![Just("gpu_spec"), Just("plan"), Just("final_answer"), Just("shell"), Just("")];
    let calls = prop::collection::vec((name, arguments), 0..4);
    let finish = prop_oneof![
        4 => Just(Finish::Stop), 4 => Just(Finish::ToolCalls), 1 => Just(Finish::Length), 1 => Just(Finish::Other("x".into())),
    ];
    (calls, finish, "[a-z{}0-9 ]{0,10}", prop::option::weighted(0.1, Just("content".to_string()))).prop_map(
        |(calls, finish, text, markup)| {
            let mut turn = Turn { finish, markup, ..Turn::text(text) };
            turn.calls = calls
                .into_iter()
                .map(|(name, arguments)| Call { id: "same".into(), name: name.into(), arguments })
                .collect();
            turn
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_model_ends_within_the_limits(turns in prop::collection::vec(any_turn(), 1..16), forced in any::<bool>()) {
        let start = Start { forced_choice: forced, ..start() };
        let (outcome, run) = drive(start, |round, _| turns[round % turns.len()].clone());
        prop_assert!(run.records.len() <= 24 && run.counts.requests <= 12);
        if let Outcome::Answered { answer, .. } = outcome {
            prop_assert!(!answer.summary.contains("17"), "{}", answer.summary);
        }
    }
}
