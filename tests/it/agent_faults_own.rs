//! Faults of streams and heads that are in no one's list (rows U of the fault table): what is odd and readable is
//! read, what is not a chat answer is not taken for one.

use gpu_cluster_generator::agent::{Code, Event, provider::nim::NimConfig};
use serde_json::{Value, json};

use crate::{
    agent_faults::raw_call,
    agent_http::{ask, ask_with, config, failed, good, recovers},
    agent_server::{
        Act, Script, Server, call, call_frames, chunk, chunked_head, delta, event, final_answer, last_chunk,
        reply, reply_with, stream,
    },
};

fn answer() -> Script {
    call("final_answer", &final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"]))
}

#[test]
fn u01_u08_answers_that_are_none() {
    // Each fault once, then a good conversation; that the table's codes end the others is tested with the table.
    recovers(vec![vec![chunked_head(), Act::Send(b"zz\r\nhello\r\n".to_vec())]]);
    recovers(vec![stream(&[json!({ "choices": null })])]);
    recovers(vec![stream(&[delta(json!({ "content": "Done." }), Value::Null)])]);
    recovers(vec![vec![chunked_head(), chunk(b"data: [1]\n\n"), last_chunk()]]);
    recovers(vec![vec![chunked_head(), chunk(b"data: null\n\n"), last_chunk()]]);
    let page = failed(vec![reply(200, "application/json", "<html>hi</html>")], Code::ServiceNotApi, 1);
    assert!(page.hints.iter().any(|hint| hint.contains("/v1")));
    for kind in ["text/event-stream", "application/json"] {
        let packed = reply_with(200, kind, &[("content-encoding", "br")], "\u{3}\u{7}garbage");
        let error = failed(vec![packed], Code::ServiceNotApi, 1);
        assert!(error.message.contains("compressed (br)"), "{error}");
    }
}

#[test]
fn u09_u10_redirects_and_dates() {
    let other_path = reply_with(308, "text/plain", &[("location", "/v2/chat/completions")], "");
    failed(vec![other_path], Code::ServiceRedirected, 1);
    let limited = |headers: &[(&str, &str)]| reply_with(429, "application/json", headers, "{}");
    // A date that has passed; the same date by a clock of the service that is in 1994 as well; no date at all.
    recovers(vec![limited(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")])]);
    recovers(vec![limited(&[
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ])]);
    recovers(vec![limited(&[("retry-after", "Someday, 32 Foo 2026 25:61:99 GMT")])]);
    let far = limited(&[
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("retry-after", "Sun, 06 Nov 1994 09:49:37 GMT"),
    ]);
    assert_eq!(failed(vec![far], Code::RateLimited, 1).retry_after_s, Some(3600));
}

/// A call in which each piece is a whole frame of tool calls.
fn calls(pieces: &[Value]) -> Script {
    let mut frames: Vec<Value> =
        pieces.iter().map(|piece| delta(json!({ "tool_calls": [piece] }), Value::Null)).collect();
    frames.push(delta(json!({}), "tool_calls".into()));
    stream(&frames)
}

/// The GPUs that were looked up in a conversation of this turn and a good answer.
fn looked_up(script: Script, name: &str) -> Vec<String> {
    let (result, events, _) = ask(vec![script, answer()]);
    assert!(result.is_ok(), "{name}: {result:?}");
    assert!(!events.iter().any(|event| matches!(event, Event::Retrying { .. })), "{name}");
    let gpus = events.iter().filter_map(|event| match event {
        Event::ToolStarted { arguments, .. } => arguments["gpu"].as_str().map(ToString::to_string),
        _ => None,
    });
    gpus.collect()
}

#[test]
fn u11_u20_odd_streams_are_read() {
    let part = |index: Value, id: &str, gpu: &str| json!({ "index": index, "id": id, "function": { "name": "gpu_spec", "arguments": format!("{{\"gpu\":\"{gpu}\"}}") } });
    let h200 = || call_frames("gpu_spec", &json!({ "gpu": "H200" }));
    let parts = stream(
        &[
            vec![delta(json!({ "content": [{ "type": "text", "text": "Looking it up." }] }), Value::Null)],
            h200(),
        ]
        .concat(),
    );
    assert_eq!(looked_up(parts, "content in parts"), ["H200"]);
    let same = calls(&[part(0.into(), "a", "H200"), part(0.into(), "b", "H100")]);
    assert_eq!(looked_up(same, "one index twice"), ["H200", "H100"]);
    let odd = calls(&[part((-1).into(), "a", "H200"), part("1".into(), "b", "H100")]);
    assert_eq!(looked_up(odd, "odd indices"), ["H200", "H100"]);
    let turned = calls(&[part(1.into(), "b", "H100"), part(0.into(), "a", "H200")]);
    assert_eq!(looked_up(turned, "indices turned round"), ["H200", "H100"]);

    let frames: Vec<u8> = h200().iter().flat_map(event).collect();
    let marked = vec![
        chunked_head(),
        chunk("\u{feff}: hello\n\n: again\n\n".as_bytes()),
        chunk(&frames),
        last_chunk(),
    ];
    assert_eq!(looked_up(marked, "byte-order mark"), ["H200"]);
    let mut bytes = vec![chunked_head()];
    bytes.extend(frames.iter().map(|byte| chunk(&[*byte])));
    bytes.push(last_chunk());
    assert_eq!(looked_up(bytes, "byte by byte"), ["H200"]);
    let more: Vec<u8> = call_frames("gpu_spec", &json!({ "gpu": "H100" })).iter().flat_map(event).collect();
    let after = vec![
        chunked_head(),
        chunk(&frames),
        chunk(b"data: [DONE]\n\n"),
        chunk(&more),
        chunk(b"data: {oops\n\n\xff"),
        last_chunk(),
    ];
    assert_eq!(looked_up(after, "more after the end"), ["H200"]);
    let usage = json!({ "choices": [], "usage": { "prompt_tokens": 9, "completion_tokens": 9 } });
    let end = delta(json!({}), "tool_calls".into());
    let thrice = stream(&[h200(), vec![usage.clone(), end.clone(), usage, end]].concat());
    assert_eq!(looked_up(thrice, "three ends"), ["H200"]);
    let whole = json!({ "choices": [{ "index": 0, "finish_reason": "tool_calls", "message": { "role": "assistant", "content": null, "tool_calls": [part(0.into(), "a", "H200")] } }] });
    assert_eq!(looked_up(stream(&[h200(), vec![whole]].concat()), "a whole message"), ["H200"]);
    let mut cut = frames.clone();
    cut.truncate(frames.len() - 2);
    assert_eq!(looked_up(vec![chunked_head(), chunk(&cut), last_chunk()], "no last empty line"), ["H200"]);
}

#[test]
fn u21_names_are_never_guessed() {
    for name in ["gpu spec", "GPU_SPEC", "functions.gpu_spec", "gpu_spec ", "gpu_spec\u{200b}", ""] {
        let (result, events, _) = ask(vec![raw_call(name, r#"{"gpu":"H200"}"#), good().remove(0), answer()]);
        assert!(result.is_ok(), "{name}: {result:?}");
        let started = events.iter().filter(|event| matches!(event, Event::ToolStarted { .. })).count();
        assert_eq!(started, 1, "{name:?} was carried out");
    }
}

#[test]
fn u22_u24_heads_and_empty_lists() {
    let long =
        || vec![Act::Send(format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(1 << 20)).into_bytes())];
    recovers(vec![long()]);
    let short =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"choices\":";
    recovers(vec![vec![Act::Send(short.to_vec())]]);
    let no_status = b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec();
    recovers(vec![vec![Act::Send(no_status)]]);
}

#[test]
fn m07_out_of_scope_and_questions_back_are_answers() {
    let (result, _, seen) = ask(vec![call(
        "final_answer",
        &final_answer("out_of_scope", "This is not about GPU clusters.", &["gpu_models"]),
    )]);
    let answer = result.unwrap();
    assert_eq!(
        (seen, serde_json::to_value(answer.document()).unwrap()["outcome"].as_str()),
        (1, Some("partial"))
    );
    let mut back = final_answer("clarify", "One thing first.", &["gpu_models"]);
    back["open_questions"] =
        json!([{ "field": "workload", "question": "What shall it do?", "effect": "It decides the size." }]);
    let (result, ..) = ask(vec![call("final_answer", &back)]);
    let document = serde_json::to_value(result.unwrap().document()).unwrap();
    assert_eq!(document["outcome"], "ask_first");
    // The engine's own questions stand before the model's, and there are never more than five.
    let questions = document["open_questions"].as_array().unwrap();
    assert!((1..=5).contains(&questions.len()) && document["design"].is_null(), "{document}");
}

#[test]
fn m08_a_service_that_ignores_strict_and_shapes_is_checked_here() {
    let prose = || {
        stream(&[delta(json!({ "content": "It has much." }), Value::Null), delta(json!({}), "stop".into())])
    };
    let mut wrong = final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"]);
    wrong["confidence"] = 0.9.into();
    let shaped = |value: &Value| {
        stream(&[
            delta(json!({ "content": value.to_string() }), Value::Null),
            delta(json!({}), "stop".into()),
        ])
    };
    let error = failed(vec![good().remove(0), prose(), prose(), shaped(&wrong)], Code::AnswerSchema, 4);
    assert_eq!(error.exit(), 8);
    let right = final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"]);
    let (result, ..) = ask(vec![good().remove(0), prose(), prose(), shaped(&right)]);
    assert_eq!(result.unwrap().document().summary, "The H200 has 141 GB.");
    // The reasoning field under another name, beside a call that breaks its schema although `strict` was sent.
    let named = stream(&[
        delta(json!({ "reasoning": "Let me see: 141 GB." }), Value::Null),
        delta(
            json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "gpu_spec", "arguments": "{\"card\":\"H200\"}" } }] }),
            Value::Null,
        ),
        delta(json!({}), "tool_calls".into()),
    ]);
    let (answer, events) = recovers(vec![named]);
    assert_eq!(answer.document().summary, "The H200 has 141 GB.");
    assert!(
        events.iter().any(|event| matches!(event, Event::Repair { code, .. } if code == "tool.args_invalid"))
    );
}

#[test]
fn h14_a_forced_tool_that_is_objected_to_is_asked_for_once_without() {
    let objects = reply(
        400,
        "application/json",
        r#"{"error":{"message":"Thinking mode does not support this tool_choice","code":400}}"#,
    );
    let prose =
        stream(&[delta(json!({ "content": "It has much." }), Value::Null), delta(json!({}), "stop".into())]);
    let server = Server::start(vec![good().remove(0), prose.clone(), objects.clone(), answer()]);
    let (result, _, _) = ask_with(&server, &config(&server));
    assert!(result.is_ok(), "{result:?}");
    let forced: Vec<bool> =
        server.requests().iter().map(|seen| seen.body["tool_choice"].is_object()).collect();
    assert_eq!(forced, [false, false, true, false]);
    let server = Server::start(vec![good().remove(0), prose, objects.clone(), objects]);
    let error = ask_with(&server, &config(&server)).0.unwrap_err();
    assert_eq!((error.code, server.requests().len()), (Code::RequestRejected, 4));
}

#[test]
fn h18_an_accepted_request_is_asked_about_at_its_place() {
    let accepted = || reply_with(202, "application/json", &[("nvcf-reqid", "abc-1")], "");
    let Some(Act::Send(frames)) = call_frames("gpu_spec", &json!({ "gpu": "H200" }))
        .iter()
        .map(|frame| Act::Send(event(frame)))
        .reduce(|a, b| match (a, b) {
            (Act::Send(mut a), Act::Send(b)) => {
                a.extend(b);
                Act::Send(a)
            }
            (a, _) => a,
        })
    else {
        panic!()
    };
    let ready = reply(200, "text/event-stream", &String::from_utf8(frames).unwrap());
    let place = Server::start(vec![accepted(), ready]);
    let server = Server::start(vec![accepted(), answer()]);
    let pending =
        NimConfig { pending_url: Some(format!("http://127.0.0.1:{}/status", place.port)), ..config(&server) };
    let (result, _, _) = ask_with(&server, &pending);
    assert_eq!(result.unwrap().document().summary, "The H200 has 141 GB.");
    let asked = place.raw_requests();
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|seen| seen.line == "GET /status/abc-1 HTTP/1.1"), "{asked:?}");
    let clear = NimConfig { pending_url: Some("http://example.test/status".into()), ..config(&server) };
    assert_eq!(
        gpu_cluster_generator::agent::provider::nim::Nim::new(&clear).unwrap_err().code,
        Code::InsecureUrl
    );
}
