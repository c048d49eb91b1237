//! Faults of streams and of the protocol, one row of the fault table a test.

use gpu_cluster_generator::agent::{Code, Event, provider::nim::NimConfig};
use serde_json::{Value, json};

use crate::{
    agent_http::{ask, ask_with, config, failed, good, recovers},
    agent_server::{
        Act, Script, Server, call, call_frames, chunk, chunked_head, delta, event, final_answer, last_chunk,
        stream, stream_head,
    },
};

fn lookup() -> Vec<Value> {
    call_frames("gpu_spec", &json!({ "gpu": "H200" }))
}

/// The first half of a streamed call.
fn half() -> Vec<u8> {
    let frames = lookup();
    frames[..frames.len() / 2].iter().flat_map(event).collect()
}

fn answer() -> Value {
    final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"])
}

#[test]
fn s01_a_cut_in_the_middle_of_a_call() {
    let cut = || -> Script { vec![chunked_head(), chunk(&half())] };
    recovers(vec![cut(), cut()]);
    let error = failed(vec![cut(), cut(), cut()], Code::StreamInterrupted, 3);
    assert_eq!((error.exit(), error.partial.is_null()), (6, true));
}

#[test]
fn s02_a_stream_that_ends_cleanly_and_too_early() {
    recovers(vec![
        vec![chunked_head(), chunk(&half()), last_chunk()],
        vec![stream_head(), Act::Send(half())],
    ]);
    let done =
        || -> Script { vec![stream_head(), Act::Send(half()), Act::Send(b"data: [DONE]\n\n".to_vec())] };
    failed(vec![done(), done(), done()], Code::StreamInterrupted, 3);
    recovers(vec![vec![stream_head()]]);
}

#[test]
fn s03_s04_a_cut_at_the_token_limit_doubles_it_once() {
    for arguments in ["{\"gp", ""] {
        let part = json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "gpu_spec", "arguments": arguments } }] });
        let cut = || stream(&[delta(part.clone(), Value::Null), delta(json!({}), "length".into())]);
        recovers(vec![cut()]);
        let server = Server::start(vec![cut(), cut()]);
        let error = ask_with(&server, &config(&server)).0.unwrap_err();
        assert_eq!((error.code, error.exit()), (Code::ModelTruncated, 8));
        let asked: Vec<u64> =
            server.requests().iter().map(|seen| seen.body["max_tokens"].as_u64().unwrap()).collect();
        assert_eq!(asked[1], 2 * asked[0]);
    }
}

#[test]
fn s05_a_filtered_answer() {
    let filtered = stream(&[
        delta(json!({ "content": "The cust" }), Value::Null),
        delta(json!({}), "content_filter".into()),
    ]);
    let error = failed(vec![filtered], Code::ModelFiltered, 1);
    assert_eq!(error.exit(), 10);
    assert!(!error.document().to_string().contains("The cust"));
}

#[test]
fn s06_finish_words_do_not_decide() {
    for word in ["stop", "tool_calls", "eos_token"] {
        let mut frames = lookup();
        frames.pop();
        frames.push(delta(json!({}), "".into()));
        frames.push(delta(json!({}), word.into()));
        let (result, ..) = ask(vec![stream(&frames), call("final_answer", &answer())]);
        assert!(result.is_ok(), "{word}");
    }
}

#[test]
fn s07_an_error_inside_the_stream() {
    for (error, code, requests) in [
        (json!({ "error": { "message": "EngineDeadError", "code": 500 } }), Code::ServiceUnavailable, 3),
        (
            json!({ "error": { "message": "EngineDeadError", "code": 500 }, "choices": [] }),
            Code::ServiceUnavailable,
            3,
        ),
        (json!({ "error": { "message": "no", "code": 401 }, "choices": null }), Code::AuthRejected, 1),
    ] {
        let broken = || stream(&[delta(json!({ "content": "half" }), Value::Null), error.clone()]);
        let failing = (0..requests).map(|_| broken()).collect();
        failed(failing, code, requests);
    }
    recovers(vec![stream(&[json!({ "error": { "message": "EngineDeadError", "code": 500 } })])]);
}

#[test]
fn s08_s09_frames_and_bytes_that_cannot_be_read() {
    let oops = || -> Script { vec![chunked_head(), chunk(&half()), chunk(b"data: {oops\n\n"), last_chunk()] };
    let bytes =
        || -> Script { vec![chunked_head(), chunk(&half()), chunk(b"data: \"\xff\xfe\"\n\n"), last_chunk()] };
    recovers(vec![oops(), bytes()]);
    failed(vec![oops(), bytes(), oops()], Code::StreamCorrupt, 3);
    // A character in two chunks is one character.
    let text = event(&delta(json!({ "content": "一 ｜ ü" }), Value::Null));
    let cut = text.iter().position(|byte| *byte > 127).unwrap() + 1;
    let mut split = vec![chunked_head(), chunk(&text[..cut]), Act::PauseMs(30), chunk(&text[cut..])];
    split.extend(lookup().iter().map(|frame| chunk(&event(frame))));
    split.push(last_chunk());
    assert!(ask(vec![split, call("final_answer", &answer())]).0.is_ok());
}

#[test]
fn s10_s11_silence_ends_a_turn_and_comments_keep_it_alive() {
    recovers(vec![vec![chunked_head(), chunk(&half()), Act::Hold]]);
    failed(
        (0..2).map(|_| vec![chunked_head(), chunk(&half()), Act::Hold]).collect(),
        Code::ServiceTimeout,
        2,
    );
    let mut slow = vec![chunked_head(), Act::Send(b"3\r\n\xef\xbb\xbf\r\n".to_vec())];
    for noise in [": ping\n\n", "event: keepalive\ndata: {}\n\n", "data: \n\n", "\r\n", ": ping\r\n\r\n"] {
        slow.extend([Act::PauseMs(150), chunk(noise.as_bytes())]);
    }
    for frame in lookup() {
        // Lines may end in CRLF, and one event may have several data lines.
        let text = frame.to_string();
        let (a, b) = text.split_at(text.find(',').unwrap() + 1);
        slow.push(chunk(format!("data: {a}\r\ndata: {b}\r\n\r\n").as_bytes()));
    }
    slow.push(last_chunk());
    let (result, events, _) = ask(vec![slow, call("final_answer", &answer())]);
    assert!(result.is_ok(), "{result:?}");
    assert!(!events.iter().any(|event| matches!(event, Event::Retrying { .. })));
}

#[test]
fn s12_usage_in_every_form() {
    for usage in [json!(null), json!({}), json!({ "prompt_tokens": 40, "completion_tokens": 9 })] {
        let mut frames = lookup();
        frames.push(json!({ "choices": [], "usage": usage }));
        let (result, events, _) = ask(vec![stream(&frames), call("final_answer", &answer())]);
        assert!(result.is_ok());
        let first = events
            .iter()
            .find_map(|event| if let Event::Usage(usage) = event { Some(*usage) } else { None })
            .unwrap();
        assert_eq!(first.estimated, usage["prompt_tokens"].is_null());
        assert!(first.prompt_tokens > 0);
    }
}

#[test]
fn s13_s14_nothing_in_it() {
    let none =
        || stream(&[json!({ "choices": [], "usage": { "prompt_tokens": 1, "completion_tokens": 0 } })]);
    recovers(vec![none()]);
    failed(vec![none(), none()], Code::ModelEmpty, 2);
    for hidden in [json!({ "content": "" }), json!({ "reasoning_content": "The H200 has 141 GB." })] {
        let empty = || stream(&[delta(hidden.clone(), Value::Null), delta(json!({}), "stop".into())]);
        recovers(vec![empty()]);
        let error = failed(vec![empty(), empty()], Code::ModelEmpty, 2);
        assert_eq!(error.exit(), 8);
    }
}

#[test]
fn s15_a_runaway_is_cut() {
    let mut acts = vec![chunked_head()];
    let frame = event(&delta(json!({ "content": "blah ".repeat(2000) }), Value::Null));
    acts.extend((0..1000).map(|_| chunk(&frame)));
    let error = failed(vec![acts], Code::ModelRunaway, 1);
    assert_eq!(error.exit(), 8);
}

#[test]
fn p01_p04_p05_p08_calls_in_odd_forms() {
    let frames = vec![
        delta(json!({ "content": "Let me check 99 things." }), Value::Null),
        delta(
            json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "gpu_", "arguments": "" } }] }),
            Value::Null,
        ),
        delta(
            json!({ "tool_calls": [{ "index": 1, "id": "a", "function": { "name": "gpu_spec", "arguments": "{\"gpu\":" } }] }),
            Value::Null,
        ),
        delta(
            json!({ "tool_calls": [{ "index": 0, "function": { "name": "spec", "arguments": { "gpu": "H100" } } }] }),
            Value::Null,
        ),
        delta(
            json!({ "tool_calls": [{ "index": 1, "id": "a", "function": { "name": "gpu_spec", "arguments": "\"H200\"}" } }] }),
            Value::Null,
        ),
        delta(json!({}), "stop".into()),
    ];
    let (result, events, _) =
        ask(vec![stream(&frames), call("final_answer", &final_answer("answer", "Done.", &["gpu_models"]))]);
    let answer = result.unwrap();
    let called: Vec<&Value> = events
        .iter()
        .filter_map(|event| {
            if let Event::ToolStarted { arguments, .. } = event { Some(&arguments["gpu"]) } else { None }
        })
        .collect();
    assert_eq!(called, ["H100", "H200"]);
    assert!(!answer.document().summary.contains("99"));
}

#[test]
fn p07_markup_is_neither_shown_nor_carried_out() {
    let leaks = [
        delta(
            json!({ "content": "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>gpu_spec<｜tool▁sep｜>{\"gpu\":\"H100\"}" }),
            Value::Null,
        ),
        delta(json!({ "reasoning_content": "<｜DSML｜tool_calls>" }), Value::Null),
        delta(
            json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "gpu_spec", "arguments": "{\"gpu\":\"H100</｜DSML｜parameter\"}" } }] }),
            Value::Null,
        ),
    ];
    for leak in leaks {
        let leaky = || stream(&[leak.clone(), delta(json!({}), "stop".into())]);
        let (answer, events) = recovers(vec![leaky()]);
        assert!(!serde_json::to_string(answer.document()).unwrap().contains('｜'));
        let called = events.iter().filter(|event| matches!(event, Event::ToolStarted { .. })).count();
        assert_eq!(called, 1);
        let error = failed(vec![leaky(), leaky()], Code::ModelMalformedCall, 2);
        assert_eq!(error.exit(), 8);
        assert!(!error.document().to_string().contains('｜'));
    }
}

#[test]
fn p07_the_repair_is_asked_for_in_one_piece() {
    let leak = stream(&[
        delta(json!({ "content": "<|DSML|tool_calls>" }), Value::Null),
        delta(json!({}), "stop".into()),
    ]);
    let server = Server::start([vec![leak], good()].concat());
    ask_with(&server, &NimConfig { ..config(&server) }).0.unwrap();
    let streamed: Vec<bool> = server.requests().iter().map(|seen| seen.body["stream"] == true).collect();
    assert_eq!(streamed, [true, false, true]);
}

#[test]
fn p03_colliding_ids_are_rewritten() {
    // Every scripted call has the id `functions.x:0`; the server's own check refuses doubled ids.
    let (result, ..) = ask(vec![
        call("gpu_spec", &json!({ "gpu": "H200" })),
        call("gpu_spec", &json!({ "gpu": "H100" })),
        call("final_answer", &answer()),
    ]);
    assert!(result.is_ok());
}

#[test]
fn p10_the_legacy_form_is_not_accepted() {
    let legacy = stream(&[
        delta(json!({ "function_call": { "name": "gpu_spec", "arguments": "{}" } }), Value::Null),
        delta(json!({}), "function_call".into()),
    ]);
    failed(vec![legacy], Code::ServiceNotApi, 1);
}
