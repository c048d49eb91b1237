//! Cases of the state machine: faults of loops, models and answers, bad models, and that it always ends.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::agent::message::{ChatRequest, Choice, Finish, Turn};

fn offer(name: &str) -> Offer {
    let schema = json!({
        "type": "object",
        "properties": { "gpu": { "type": "string" }, "n": { "type": "integer" } },
        "required": [], "additionalProperties": false
    });
    Offer { name: name.into(), description: name.into(), parameters: schema.clone(), input: schema }
}

pub(super) fn start() -> Start {
    Start {
        system: "be exact".into(),
        user: "128 H100".into(),
        offers: vec![offer("gpu_spec"), offer("plan")],
        reading: Reading::default(),
        customer: "128 H100".into(),
        limits: Limits::default(),
        forced_choice: true,
    }
}

/// What a scripted tool gives: an error for a wrong GPU, a result otherwise.
fn reply(call: &ToolCall) -> Reply {
    match call.arguments["gpu"].as_str() {
        Some("H2000") => {
            Reply::BadArguments(json!({ "code": "tool.args_invalid", "message": "no such enum value" }))
        }
        Some("none") => Reply::Refused(json!({ "code": "name.unknown", "message": "no GPU `none`" })),
        _ => Reply::Result {
            value: json!({ "nodes": 16, "summary": "It takes 16 nodes." }),
            planned: (call.name == "plan").then(Box::default),
        },
    }
}

/// Runs a scripted model to its end, checking the invariants at every step.
pub(super) fn drive(start: Start, mut model: impl FnMut(usize, &ChatRequest) -> Turn) -> (Outcome, AgentRun) {
    let mut run = AgentRun::new(start);
    let mut forced_before = false;
    for round in 0..200 {
        match run.step(0) {
            Step::Done(outcome) => {
                assert!(run.is_paired(), "{:?}", run.history);
                assert!(run.counts.requests <= run.limits.requests);
                return (outcome, run);
            }
            Step::CallModel(request) => {
                assert!(run.is_paired(), "{:?}", run.history);
                let forced = request.choice != Choice::Auto;
                assert!(!(forced && forced_before), "forced twice in a row");
                assert!(request.shape.is_none() || request.tools.is_empty(), "a shape beside tools");
                assert!(request.max_tokens > 0);
                forced_before = forced;
                run.feed_turn(model(round, &request));
            }
            Step::CallTools(calls) => {
                let replies = calls.iter().map(|call| (call.id.clone(), reply(call))).collect();
                run.feed_results(replies);
            }
        }
    }
    panic!("it does not end");
}

pub(super) fn answer(summary: &str) -> (&'static str, Value) {
    (
        "final_answer",
        json!({ "kind": "answer", "summary": summary, "rationale": "", "coverage": [], "assumptions": [],
                             "open_questions": [], "risks": [] }),
    )
}

pub(super) fn exhausted(outcome: &Outcome) -> Code {
    match outcome {
        Outcome::Exhausted { code, .. } => *code,
        Outcome::Failed(error) => error.code,
        Outcome::Answered { .. } => panic!("{outcome:?}"),
    }
}

#[test]
fn a_good_model_is_answered() {
    let (outcome, run) = drive(start(), |round, _| match round {
        0 => Turn::calls(&[("plan", json!({}))]),
        _ => Turn::calls(&[answer("It takes {{v:v1}}.")]),
    });
    let Outcome::Answered { answer, replaced } = outcome else { panic!("{outcome:?}") };
    assert_eq!((answer.summary.as_str(), replaced.len(), run.repairs()), ("It takes 16 nodes.", 0, 0));
    assert!(run.planned().is_some());
}

#[test]
fn l01_the_same_call_again_is_answered_from_memory_then_withdrawn() {
    let mut offered = Vec::new();
    let (outcome, run) = drive(start(), |_, request| {
        offered.push(request.tools.len());
        Turn::calls(&[("gpu_spec", json!({ "gpu": "H200" }))])
    });
    assert_eq!((exhausted(&outcome), run.records.len()), (Code::Loop, 1));
    assert_eq!(offered, [3, 3, 3, 1, 1]);
    let told: Vec<&str> = run
        .history
        .iter()
        .filter_map(
            |message| if let Message::Tool { content, .. } = message { Some(content.as_str()) } else { None },
        )
        .collect();
    assert!(
        told[1].starts_with("{\"note\":\"already answered, result_id c1") && told[1].contains("16 nodes"),
        "{}",
        told[1]
    );
    assert!(told[2].contains("agent.loop"));
}

#[test]
fn l01_other_spellings_of_the_same_call_count_as_the_same() {
    let spellings =
        [r#"{"gpu":"H200","n":1}"#, r#"{ "n": 1.0, "gpu": "H200" }"#, r#"{"n":1,"gpu":"H\u0032\u00300"}"#];
    let (_, run) = drive(start(), |round, _| {
        let mut turn = Turn::calls(&[("gpu_spec", json!({}))]);
        turn.calls[0].arguments = spellings[round % 3].to_string();
        turn
    });
    assert_eq!(run.records.len(), 1);
}

#[test]
fn l02_circles_of_two_to_four_calls_are_seen() {
    for period in 2..=4usize {
        let (outcome, run) =
            drive(start(), |round, _| Turn::calls(&[("gpu_spec", json!({ "n": (round / 2) % period }))]));
        assert_eq!((exhausted(&outcome), run.records.len()), (Code::Loop, period), "{period}");
        assert!(run.counts.requests as usize <= 2 * period + 2, "{period}");
    }
}

#[test]
fn l04_endless_useful_calls_end_at_the_limit_with_partial_results() {
    let mut last = 0;
    let (outcome, run) = drive(start(), |round, request| {
        last = request.tools.len();
        Turn::calls(&[("gpu_spec", json!({ "n": round }))])
    });
    assert_eq!((exhausted(&outcome), last), (Code::MaxTurns, 1));
    assert_eq!(run.partial()["results"].as_array().unwrap().len(), 10);
}

#[test]
fn too_many_calls_in_one_turn_are_answered_without_running() {
    let (outcome, run) = drive(start(), |round, _| {
        let calls: Vec<(&str, Value)> =
            (0..30).map(|n| ("gpu_spec", json!({ "n": n + 100 * round }))).collect();
        Turn::calls(&calls)
    });
    assert_eq!(exhausted(&outcome), Code::MaxTurns);
    assert_eq!(run.records.len(), 24);
}

#[test]
fn bad_model_with_wrong_enums_ends_with_its_code() {
    let (outcome, run) =
        drive(start(), |round, _| Turn::calls(&[("gpu_spec", json!({ "gpu": "H2000", "n": round }))]));
    assert_eq!((exhausted(&outcome), run.partial()), (Code::ToolArguments, Value::Null));
    let (same, run) = drive(start(), |_, _| Turn::calls(&[("gpu_spec", json!({ "gpu": "H2000" }))]));
    assert_eq!(exhausted(&same), Code::ToolArguments);
    assert!(run.counts.requests <= 5);
}

#[test]
fn bad_model_with_invented_tools_shares_one_counter() {
    let (outcome, run) =
        drive(start(), |round, _| Turn::calls(&[(format!("tool_{round}").leak(), json!({}))]));
    assert_eq!(exhausted(&outcome), Code::ToolUnknown);
    assert!(run.counts.requests <= 5);
}

#[test]
fn m01_bad_model_that_never_calls_tools_is_nudged_then_shaped_then_ended() {
    let mut shapes = Vec::new();
    let (outcome, run) = drive(start(), |_, request| {
        shapes.push(request.shape.is_some());
        Turn::text("You need 128 GPUs.")
    });
    assert_eq!(exhausted(&outcome), Code::AnswerMissing);
    assert_eq!((shapes, run.counts.requests), (vec![false, false, true], 3));
}

#[test]
fn m01_the_shaped_turn_may_answer() {
    let (outcome, _) = drive(start(), |round, request| match round {
        0 => Turn::calls(&[("plan", json!({}))]),
        _ if request.shape.is_some() => {
            Turn::text(format!("```json\n{}\n```", answer("It takes {{v:v1}}.").1))
        }
        _ => Turn::text("It takes sixteen nodes."),
    });
    assert!(matches!(outcome, Outcome::Answered { .. }), "{outcome:?}");
}

#[test]
fn m03_bad_model_that_types_numbers_is_told_the_values_then_replaced() {
    let mut told = Vec::new();
    let (outcome, run) = drive(start(), |round, request| {
        told.push(request.messages.last().cloned().unwrap());
        if round == 0 {
            Turn::calls(&[("plan", json!({}))])
        } else {
            Turn::calls(&[answer("It takes 17 nodes.")])
        }
    });
    let Outcome::Answered { answer: given, replaced } = outcome else { panic!("{outcome:?}") };
    assert_eq!((given.summary.as_str(), replaced), ("", vec!["/summary".to_string()]));
    assert_eq!(run.counts.prose_repairs, 2);
    let Some(Message::Tool { content, .. }) = told.last() else { panic!() };
    assert!(
        content.contains("answer.ungrounded") && content.contains("\"{{v:v1}}\":\"16 nodes (nodes)\""),
        "{content}"
    );
    let strict = Start { limits: Limits { strict_prose: true, ..Limits::default() }, ..start() };
    let (outcome, _) = drive(strict, |round, _| {
        if round == 0 {
            Turn::calls(&[("plan", json!({}))])
        } else {
            Turn::calls(&[answer("It takes 17 nodes.")])
        }
    });
    assert_eq!(exhausted(&outcome), Code::AnswerUngrounded);
}

#[test]
fn m02_wrong_forms_go_back_twice() {
    let (outcome, run) = drive(start(), |round, _| {
        if round == 0 {
            Turn::calls(&[("plan", json!({}))])
        } else {
            Turn::calls(&[("final_answer", json!({ "text": "hi" }))])
        }
    });
    assert_eq!((exhausted(&outcome), run.counts.requests), (Code::AnswerSchema, 4));
}

#[test]
fn m06_an_answer_from_memory_goes_back() {
    let (outcome, _) = drive(start(), |round, request| match round {
        0 => {
            let last = request.tools.last().unwrap();
            assert_eq!(last.parameters["properties"]["kind"]["enum"], json!(["clarify", "out_of_scope"]));
            Turn::calls(&[answer("All fine.")])
        }
        1 => Turn::calls(&[("plan", json!({}))]),
        _ => Turn::calls(&[answer("It takes {{v:v1}}.")]),
    });
    assert!(matches!(outcome, Outcome::Answered { .. }), "{outcome:?}");
}

#[test]
fn p03_ids_of_the_wire_are_rewritten() {
    let (_, run) = drive(start(), |round, _| {
        let mut turn =
            Turn::calls(&[("gpu_spec", json!({ "n": round })), ("gpu_spec", json!({ "n": round + 100 }))]);
        turn.calls.iter_mut().for_each(|call| call.id = "functions.x:0".into());
        turn
    });
    let ids: Vec<&String> = run
        .history
        .iter()
        .filter_map(|message| if let Message::Assistant { calls, .. } = message { Some(calls) } else { None })
        .flatten()
        .map(|call| &call.id)
        .collect();
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
}

#[test]
fn p09_siblings_of_an_answer_run_and_it_is_asked_again() {
    let (outcome, run) = drive(start(), |round, _| match round {
        0 => Turn::calls(&[answer("Early."), ("plan", json!({}))]),
        _ => Turn::calls(&[answer("It takes {{v:v1}}.")]),
    });
    assert!(matches!(outcome, Outcome::Answered { .. }));
    assert_eq!((run.records.len(), run.repairs()), (1, 1));
}

#[test]
fn s03_s05_s14_cut_filtered_and_empty_turns() {
    let cut = || Turn { finish: Finish::Length, dropped_calls: 1, ..Turn::text("") };
    let mut asked = Vec::new();
    let (outcome, _) = drive(start(), |_, request| {
        asked.push(request.max_tokens);
        cut()
    });
    assert_eq!((exhausted(&outcome), asked), (Code::ModelTruncated, vec![4096, 8192]));
    let (outcome, _) = drive(start(), |_, _| Turn { finish: Finish::Filter, ..Turn::text("partial") });
    assert_eq!(exhausted(&outcome), Code::ModelFiltered);
    let (outcome, run) = drive(start(), |_, _| Turn::text(" "));
    assert_eq!((exhausted(&outcome), run.counts.requests), (Code::ModelEmpty, 2));
}

#[test]
fn p07_markup_is_asked_for_again_in_one_piece_once() {
    let mut whole = Vec::new();
    let (outcome, _) = drive(start(), |_, request| {
        whole.push(request.whole);
        Turn { markup: Some("content".into()), ..Turn::text("") }
    });
    assert_eq!((exhausted(&outcome), whole), (Code::ModelMalformedCall, vec![false, true]));
}

#[test]
fn h12_an_overflow_prunes_once_and_then_stops() {
    let mut run = AgentRun::new(start());
    for round in 0..3 {
        let Step::CallModel(_) = run.step(0) else { panic!() };
        run.feed_turn(Turn::calls(&[("gpu_spec", json!({ "n": round }))]));
        let Step::CallTools(calls) = run.step(0) else { panic!() };
        let big = Reply::Result { value: json!({ "text": "x".repeat(500) }), planned: None };
        run.feed_results(vec![(calls[0].id.clone(), big)]);
    }
    let Step::CallModel(before) = run.step(0) else { panic!() };
    run.feed_failure(AgentError::new(Code::ContextOverflow, "too long"));
    let Step::CallModel(after) = run.step(0) else { panic!() };
    let size = |request: &ChatRequest| request.messages.iter().map(Message::bytes).sum::<usize>();
    assert!(size(&after) < size(&before) && run.is_paired());
    run.feed_failure(AgentError::new(Code::ContextOverflow, "too long"));
    let Step::Done(outcome) = run.step(0) else { panic!() };
    assert_eq!(exhausted(&outcome), Code::ContextOverflow);
}

#[test]
fn time_and_tokens_are_bounds() {
    let mut run = AgentRun::new(start());
    let Step::Done(outcome) = run.step(240_000) else { panic!() };
    assert_eq!(exhausted(&outcome), Code::MaxTime);
    let few = Start { limits: Limits { tokens: 10, ..Limits::default() }, ..start() };
    let (outcome, _) = drive(few, |round, _| {
        let mut turn = Turn::calls(&[("gpu_spec", json!({ "n": round }))]);
        turn.usage.prompt_tokens = 6;
        turn
    });
    assert_eq!(exhausted(&outcome), Code::MaxTokens);
}

#[test]
fn a_run_can_be_stored_between_any_two_steps() {
    let mut run = AgentRun::new(start());
    let _ = run.step(0);
    run.feed_turn(Turn::calls(&[("plan", json!({ "n": 1 }))]));
    let mut again: AgentRun = serde_json::from_str(&serde_json::to_string(&run).unwrap()).unwrap();
    assert_eq!(again, run);
    assert_eq!(again.step(0), run.step(0));
}

#[path = "any_model.rs"]
mod any_model;
