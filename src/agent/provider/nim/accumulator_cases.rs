//! Cases of the accumulator: oddities of real servers, and properties over any cutting of a stream.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn delta(delta: Value, finish: Value) -> Value {
    json!({ "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }] })
}

fn call(index: u64, id: Value, name: Value, arguments: Value) -> Value {
    let part = json!({ "index": index, "id": id, "function": { "name": name, "arguments": arguments } });
    delta(json!({ "tool_calls": [part] }), Value::Null)
}

fn run(frames: &[Value]) -> Result<Turn, StreamFault> {
    let mut state = Accumulator::default();
    for frame in frames {
        state.fold(frame)?;
    }
    state.finish()
}

fn end(word: &str) -> Value {
    delta(json!({}), word.into())
}

#[test]
fn p01_calls_interleave_by_index() {
    let turn = run(&[
        call(0, "a".into(), "one".into(), "".into()),
        call(1, "b".into(), "two".into(), "{\"x\"".into()),
        call(0, Value::Null, Value::Null, "{}".into()),
        call(1, Value::Null, Value::Null, ":1}".into()),
        end("tool_calls"),
    ])
    .unwrap();
    let calls: Vec<_> = turn.calls.iter().map(|call| (call.name.as_str(), call.arguments.as_str())).collect();
    assert_eq!(calls, [("one", "{}"), ("two", "{\"x\":1}")]);
}

#[test]
fn p04_p05_arguments_as_object_and_names_in_pieces_or_again() {
    let turn = run(&[
        call(0, "a".into(), "gpu_".into(), Value::Null),
        call(0, Value::Null, "spec".into(), json!({ "gpu": "H200" })),
        call(1, "b".into(), "ra_show".into(), "{".into()),
        call(1, "b".into(), "ra_show".into(), "}".into()),
        end("stop"),
    ])
    .unwrap();
    assert_eq!(
        (turn.calls[0].name.as_str(), turn.calls[0].arguments.as_str()),
        ("gpu_spec", "{\"gpu\":\"H200\"}")
    );
    assert_eq!((turn.calls[1].name.as_str(), turn.calls[1].arguments.as_str()), ("ra_show", "{}"));
}

#[test]
fn calls_without_index_are_told_apart_by_id() {
    let part = |id: &str, name: &str, arguments: &str| {
        delta(
            json!({ "tool_calls": [{ "id": id, "function": { "name": name, "arguments": arguments } }] }),
            Value::Null,
        )
    };
    let turn =
        run(&[part("a", "one", "{}"), part("b", "two", "{"), part("", "", "}"), end("tool_calls")]).unwrap();
    assert_eq!(turn.calls.len(), 2);
    assert_eq!(turn.calls[1].arguments, "{}");
}

#[test]
fn s02_no_finish_reason_is_an_interrupted_turn() {
    assert_eq!(run(&[call(0, "a".into(), "one".into(), "{}".into())]), Err(StreamFault::Interrupted));
    assert_eq!(run(&[delta(json!({ "content": "done" }), "".into())]), Err(StreamFault::Interrupted));
    assert_eq!(run(&[]), Err(StreamFault::Interrupted));
}

#[test]
fn s03_s04_a_cut_call_is_dropped_and_its_siblings_stay() {
    for half in ["", "{", "{\"gpu\":\"H"] {
        let turn = run(&[
            call(0, "a".into(), "one".into(), "{\"k\":1}".into()),
            call(1, "b".into(), "two".into(), half.into()),
            end("length"),
        ])
        .unwrap();
        assert_eq!((turn.calls.len(), turn.dropped_calls, turn.finish), (1, 1, Finish::Length), "{half}");
    }
    let whole = run(&[call(0, "a".into(), "list".into(), "".into()), end("tool_calls")]).unwrap();
    assert_eq!(whole.calls[0].arguments, "{}");
}

#[test]
fn s06_finish_words_do_not_decide_about_calls() {
    for word in ["stop", "tool_calls", "eos_token", "function_call"] {
        let turn = run(&[call(0, "a".into(), "one".into(), "{}".into()), end(word)]).unwrap();
        assert_eq!(turn.calls.len(), 1, "{word}");
    }
}

#[test]
fn s07_an_error_object_is_never_content() {
    for choices in [json!([]), Value::Null, json!([{ "index": 0, "delta": { "content": "x" } }])] {
        let frame = json!({ "error": { "message": "EngineDeadError", "code": 500 }, "choices": choices });
        assert!(matches!(run(&[frame, end("stop")]), Err(StreamFault::Server(_))));
    }
}

#[test]
fn s12_the_last_complete_usage_wins_and_none_is_an_estimate() {
    let with = |usage: Value| json!({ "choices": [], "usage": usage });
    let turn = run(&[
        delta(json!({ "content": "four bytes each" }), "stop".into()),
        with(json!({ "prompt_tokens": 9, "completion_tokens": 90 })),
        with(json!({ "prompt_tokens": 7, "completion_tokens": 3 })),
        with(json!({})),
        with(Value::Null),
    ])
    .unwrap();
    assert_eq!(turn.usage, Usage { prompt_tokens: 7, completion_tokens: 3, estimated: false });
    assert!(run(&[delta(json!({ "content": "x" }), "stop".into())]).unwrap().usage.estimated);
}

#[test]
fn s13_only_the_first_choice_counts() {
    let frame = json!({ "choices": [{ "index": 1, "delta": { "content": "no" } }, { "index": 0, "delta": { "content": "yes" } }] });
    assert_eq!(run(&[json!({ "choices": [] }), frame, end("stop")]).unwrap().text, "yes");
    let usage = json!({ "choices": [], "usage": { "prompt_tokens": 1, "completion_tokens": 0 } });
    assert_eq!(run(&[usage]), Err(StreamFault::NoChoice));
    assert_eq!(whole(&json!({ "choices": [] })), Err(StreamFault::NoChoice));
}

#[test]
fn s15_caps_end_a_runaway() {
    let big = "x".repeat(70 * 1024);
    let text = delta(json!({ "content": big }), Value::Null);
    assert_eq!(run(&[text.clone(), text.clone(), text.clone(), text]), Err(StreamFault::Runaway("text")));
    assert_eq!(run(&[call(0, "a".into(), "one".into(), big.into())]), Err(StreamFault::Runaway("arguments")));
    let think = delta(json!({ "reasoning_content": "x".repeat(520 * 1024 + 4096) }), Value::Null);
    assert_eq!(run(&[think]), Err(StreamFault::Runaway("reasoning")));
    let many: Vec<Value> = (0..65).map(|index| call(index, "a".into(), "one".into(), "{}".into())).collect();
    assert_eq!(run(&many), Err(StreamFault::Runaway("calls")));
}

#[test]
fn markup_is_detected_and_its_turn_holds_no_call() {
    let text = run(&[delta(json!({ "content": "ok <｜tool▁calls▁begin｜>gpu" }), "stop".into())]).unwrap();
    assert_eq!((text.markup.as_deref(), text.text.as_str()), (Some("content"), ""));
    let p07 = run(&[
        call(0, "a".into(), "one".into(), "{\"gpu\":\"H100</｜DSML｜parameter\"}".into()),
        end("tool_calls"),
    ])
    .unwrap();
    assert_eq!((p07.markup.as_deref(), p07.calls.len()), (Some("arguments"), 0));
    let hidden = run(&[delta(json!({ "reasoning": "<|DSML|tool_calls>" }), "stop".into())]).unwrap();
    assert_eq!(hidden.markup.as_deref(), Some("reasoning"));
}

#[test]
fn reasoning_keeps_its_wire_name_and_never_becomes_text() {
    let turn = run(&[
        delta(json!({ "reasoning": "a", "content": null }), Value::Null),
        delta(json!({ "reasoning": "b" }), Value::Null),
        end("stop"),
    ])
    .unwrap();
    assert_eq!(turn.reasoning, Some(Reasoning { field: "reasoning".into(), text: "ab".into() }));
    assert_eq!(turn.text, "");
    let inline = run(&[delta(json!({ "content": "<think>hm</think>Yes." }), "stop".into())]).unwrap();
    assert_eq!((inline.text.as_str(), inline.reasoning.unwrap().text.as_str()), ("Yes.", "hm"));
}

#[test]
fn p10_other_forms_are_not_accepted() {
    let legacy =
        delta(json!({ "function_call": { "name": "x", "arguments": "{}" } }), "function_call".into());
    assert!(matches!(run(&[legacy]), Err(StreamFault::NotApi(_))));
    let envelope = json!({ "success": true, "data": { "choices": [] } });
    assert!(matches!(whole(&envelope), Err(StreamFault::NotApi(_))));
}

/// Any JSON, with keys of the protocol among them.
fn any_frame() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z{}\":<|｜▁]{0,12}".prop_map(Value::from),
        Just(Value::from("tool_calls")),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let key = prop_oneof![
            Just("choices"),
            Just("delta"),
            Just("message"),
            Just("content"),
            Just("tool_calls"),
            Just("index"),
            Just("function"),
            Just("name"),
            Just("arguments"),
            Just("finish_reason"),
            Just("usage"),
            Just("error"),
            Just("reasoning"),
            Just("id"),
            Just("text"),
        ]
        .prop_map(str::to_string);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_frames_end_without_panic(frames in prop::collection::vec(any_frame(), 0..6)) {
        if let Ok(turn) = run(&frames) {
            prop_assert!(turn.markup.is_none() || turn.calls.is_empty());
        }
    }

    #[test]
    fn any_cutting_of_the_arguments_gives_the_same_turn(cuts in prop::collection::vec(0usize..60, 0..8)) {
        let arguments = r#"{"gpus":128,"workload":"training","why":"größer 一二"}"#;
        let mut places: Vec<usize> = cuts.into_iter().filter(|at| arguments.is_char_boundary(*at)).collect();
        places.sort_unstable();
        let mut frames = vec![call(0, "a".into(), "ra_recommend".into(), "".into())];
        let mut from = 0;
        for place in places.into_iter().chain([arguments.len()]) {
            frames.push(call(0, Value::Null, Value::Null, arguments[from..place].into()));
            from = place;
        }
        frames.push(end("tool_calls"));
        prop_assert_eq!(&run(&frames).unwrap().calls[0].arguments, arguments);
        // Cut anywhere before the finish reason, the turn is interrupted.
        for upto in 0..frames.len() - 1 {
            prop_assert_eq!(run(&frames[..upto]), Err(StreamFault::Interrupted));
        }
    }
}
