//! Faults of HTTP, one row of the fault table a test: code, exit code, number of requests.

use std::time::Duration;

use gpu_cluster_generator::{
    agent::{
        AgentError, Code, Event, Limits, Provider, Session, converse,
        provider::nim::{Deadlines, Key, Nim, NimConfig},
    },
    check::Answer,
    tools::Catalog,
};
use secrecy::SecretString;
use serde_json::json;

use crate::agent_server::{Act, Script, Server, call, final_answer, reply, reply_with};

pub const NEED: &str = "How much memory has an H200?";

pub fn config(server: &Server) -> NimConfig {
    let quick = Duration::from_millis(400);
    NimConfig {
        base_url: Some(server.base_url()),
        key: Some(Key { secret: SecretString::from("sesame-key".to_string()), source: "a test".into() }),
        model: Some("first".into()),
        deadlines: Deadlines {
            connect: quick,
            first_byte: quick,
            idle: quick,
            turn: Duration::from_secs(4),
            backoff: Duration::from_millis(4),
        },
        ..NimConfig::default()
    }
}

/// Asks once; the result, the events and the number of requests.
pub fn ask_with(server: &Server, config: &NimConfig) -> (Result<Answer, AgentError>, Vec<Event>, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut events = Vec::new();
    let mut provider = Nim::new(config).unwrap();
    let mut session = Session::new();
    let catalog = Catalog::embedded();
    let limits = Limits { time_ms: 5_000, ..Limits::default() };
    let result =
        runtime.block_on(converse(&mut session, NEED, &mut provider, &catalog, &limits, &mut events));
    for exchange in session.transcript() {
        let shown = serde_json::to_string(exchange).unwrap();
        assert!(!shown.contains("sesame-key"), "the key is in the session");
    }
    (result, events, server.requests().len())
}

pub fn ask(scripts: Vec<Script>) -> (Result<Answer, AgentError>, Vec<Event>, usize) {
    let server = Server::start(scripts);
    let told = ask_with(&server, &config(&server));
    assert_eq!(server.unused(), 0, "scripts that were not asked for");
    told
}

/// Two turns that answer the question.
pub fn good() -> Vec<Script> {
    vec![
        call("gpu_spec", &json!({ "gpu": "H200" })),
        call("final_answer", &final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"])),
    ]
}

pub fn failed(scripts: Vec<Script>, code: Code, requests: usize) -> AgentError {
    let (result, _, seen) = ask(scripts);
    let error = result.expect_err("an error");
    assert_eq!((error.code, seen), (code, requests), "{error:?}");
    error
}

/// The faulty answers, then a good conversation.
pub fn recovers(mut faulty: Vec<Script>) -> (Answer, Vec<Event>) {
    let count = faulty.len() + 2;
    faulty.extend(good());
    let (result, events, seen) = ask(faulty);
    assert_eq!(seen, count);
    (result.unwrap(), events)
}

fn problem(status: u16, title: &str, detail: &str) -> Script {
    let body = json!({ "status": status, "title": title, "detail": detail }).to_string();
    reply(status, "application/problem+json", &body)
}

#[test]
fn a_conversation_is_streamed_to_its_answer() {
    let (answer, events) = recovers(Vec::new());
    assert_eq!(answer.document().summary, "The H200 has 141 GB.");
    assert_eq!(answer.document().planner.model.as_deref(), Some("first"));
    assert!(events.iter().all(|event| !matches!(event, Event::Retrying { .. } | Event::Repair { .. })));
}

#[test]
fn h01_a_refused_key() {
    let error = failed(
        vec![problem(401, "Unauthorized", "Authentication failed for sesame-key")],
        Code::AuthRejected,
        1,
    );
    let document = error.document().to_string();
    assert!(document.contains("a test") && !document.contains("sesame-key"), "{document}");
    assert_eq!(error.exit(), 4);
}

#[test]
fn h04_credits_are_used_up() {
    let error = failed(vec![problem(402, "Payment Required", "credits expired")], Code::QuotaExhausted, 1);
    assert!(error.hints.iter().any(|hint| hint.contains("--base-url")));
    assert_eq!(error.exit(), 5);
}

fn with_successors(
    scripts: Vec<Script>,
    no_fallback: bool,
) -> (Result<Answer, AgentError>, Vec<Event>, Vec<String>) {
    let server = Server::start(scripts);
    let config =
        NimConfig { successors: Some(vec!["second".into(), "third".into()]), no_fallback, ..config(&server) };
    let (result, events, _) = ask_with(&server, &config);
    let models =
        server.requests().iter().map(|seen| seen.body["model"].as_str().unwrap().to_string()).collect();
    (result, events, models)
}

#[test]
fn h06_h07_a_model_that_is_gone_has_a_successor_and_the_answer_says_so() {
    for (status, detail, code) in [
        (410, "The model 'first' has reached its end of life on 2026-08-07", Code::ModelRetired),
        (404, "Function 'x': Not found for account 'y'", Code::ModelNotEntitled),
        (404, "no such model", Code::ModelNotFound),
    ] {
        let mut scripts = vec![problem(status, "Gone", detail)];
        scripts.extend(good());
        let (result, events, models) = with_successors(scripts, false);
        let answer = result.unwrap();
        assert_eq!(models, ["first", "second", "second"]);
        assert_eq!(answer.document().planner.model.as_deref(), Some("second"));
        let note = &answer.document().planner.notes[0];
        assert!(note.contains("first") && note.contains("second") && note.contains(detail), "{note}");
        assert!(
            events
                .iter()
                .any(|event| matches!(event, Event::Warning { code, .. } if code == "model_substituted"))
        );
        let (result, _, models) = with_successors(vec![problem(status, "Gone", detail)], true);
        let error = result.unwrap_err();
        assert_eq!((error.code, error.exit(), models.len()), (code, 7, 1));
    }
}

#[test]
fn h08_a_rate_limit_without_retry_after() {
    let (_, events) =
        recovers(vec![problem(429, "Too Many Requests", ""), problem(429, "Too Many Requests", "")]);
    let retries: Vec<u32> = events
        .iter()
        .filter_map(|event| {
            if let Event::Retrying { attempt, reason, .. } = event {
                (reason == "rate.limited").then_some(*attempt)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(retries, [1, 2]);
    let (result, _, models) =
        with_successors((0..5).map(|_| problem(429, "Too Many Requests", "")).collect(), false);
    let error = result.unwrap_err();
    assert_eq!((error.code, error.exit(), models.len()), (Code::RateLimited, 5, 5));
    assert!(models.iter().all(|model| model == "first"), "a rate limit is no reason for another model");
}

#[test]
fn h09_retry_after_is_honoured_up_to_a_minute() {
    let limited = |value: &str| reply_with(429, "application/json", &[("retry-after", value)], "{}");
    for value in ["0", "0.01", "-3", "soon", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        recovers(vec![limited(value)]);
    }
    let error = failed(vec![limited("86400")], Code::RateLimited, 1);
    assert_eq!(error.retry_after_s, Some(86_400));
    // Within a minute, and past the deadline of the turn.
    assert_eq!(failed(vec![limited("30")], Code::RateLimited, 1).retry_after_s, Some(30));
}

#[test]
fn h10_a_degraded_model_is_tried_again_then_replaced() {
    let degraded = || problem(400, "Bad Request", "Function id 'x': DEGRADED function cannot be invoked");
    recovers(vec![degraded(), degraded()]);
    let error = failed((0..3).map(|_| degraded()).collect(), Code::ModelDegraded, 3);
    assert_eq!(error.exit(), 6);
    let mut scripts: Vec<Script> = (0..3).map(|_| degraded()).collect();
    scripts.extend(good());
    assert_eq!(with_successors(scripts, false).2.last().unwrap(), "second");
}

#[test]
fn h11_refusals_in_other_forms() {
    for body in [
        r#"{"error":{"message":"bad thing","type":"BadRequestError","param":null,"code":400}}"#,
        r#"{"object":"error","message":"bad thing","type":"BadRequestError","param":null,"code":400}"#,
    ] {
        let error = failed(vec![reply(400, "application/json", body)], Code::RequestRejected, 1);
        assert!(error.message.contains("bad thing") && error.exit() == 6);
    }
}

#[test]
fn h12_an_overflow_is_asked_once_more_smaller() {
    let overflow = || {
        reply(
            400,
            "application/json",
            r#"{"error":{"message":"This model's maximum context length is 4096 tokens","code":400}}"#,
        )
    };
    let error = failed(vec![overflow()], Code::ContextOverflow, 1);
    assert_eq!(error.exit(), 8);
    let server = Server::start(vec![
        call("gpu_spec", &json!({ "gpu": "H200" })),
        call("gpu_spec", &json!({ "gpu": "H100" })),
        overflow(),
        call("final_answer", &final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"])),
    ]);
    let (result, _, _) = ask_with(&server, &config(&server));
    assert_eq!(result.unwrap().document().summary, "The H200 has 141 GB.");
    let sizes: Vec<usize> = server.requests().iter().map(|seen| seen.body.to_string().len()).collect();
    assert!(sizes[3] < sizes[2], "{sizes:?}");
}

#[test]
fn h13_h14_h15_what_a_service_objects_to_is_left_out_once() {
    let objects = |text: &str| {
        reply(400, "application/json", &json!({ "error": { "message": text, "code": 400 } }).to_string())
    };
    let server = Server::start([vec![objects("unknown field `strict`")], good()].concat());
    assert!(ask_with(&server, &config(&server)).0.is_ok());
    let strict: Vec<bool> =
        server.requests().iter().map(|seen| seen.body.to_string().contains("\"strict\":true")).collect();
    assert_eq!(strict, [true, false, false]);

    let thinking = "The `reasoning_content` in the thinking mode must be passed back";
    let server = Server::start([vec![objects(thinking)], good()].concat());
    let config = NimConfig { thinking: true, ..config(&server) };
    assert!(ask_with(&server, &config).0.is_ok());
    failed(
        vec![objects("unknown field `strict`"), objects("unknown field `strict`")],
        Code::RequestRejected,
        2,
    );
}

#[test]
fn h16_server_errors_are_retried() {
    recovers(vec![
        reply(502, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>"),
        reply(
            500,
            "application/json",
            r#"{"message":"Internal server error","type":"internal_server_error","code":500}"#,
        ),
        reply(503, "text/plain", ""),
    ]);
    let error =
        failed((0..5).map(|_| reply(503, "text/plain", "busy")).collect(), Code::ServiceUnavailable, 5);
    assert_eq!(error.exit(), 6);
}

#[test]
fn h17_a_gateway_that_gave_up() {
    let gave_up = || reply_with(504, "text/plain", &[("nvcf-reqid", "abc-1")], "");
    recovers(vec![gave_up()]);
    let error = failed(vec![gave_up(), gave_up()], Code::ServiceTimeout, 2);
    assert_eq!(error.request_id.as_deref(), Some("abc-1"));
}

#[test]
fn h18_an_accepted_request_without_a_place_to_ask() {
    let accepted = reply_with(202, "application/json", &[("nvcf-reqid", "abc-1")], "");
    let error = failed(vec![accepted], Code::ServicePending, 1);
    assert_eq!((error.exit(), error.request_id.as_deref()), (6, Some("abc-1")));
}

#[test]
fn h19_silence_is_asked_about_once_more_and_with_another_model() {
    recovers(vec![vec![Act::Hold]]);
    failed(vec![vec![Act::Hold], vec![Act::Hold]], Code::ServiceTimeout, 2);
    let (result, _, models) = with_successors([vec![vec![Act::Hold]], good()].concat(), false);
    assert!(result.is_ok());
    assert_eq!(models, ["first", "second", "second"]);
}

#[test]
fn h20_no_connection_and_a_reset_before_the_answer() {
    recovers(vec![Vec::new(), Vec::new()]);
    let error = failed((0..4).map(|_| Vec::new()).collect(), Code::ServiceUnreachable, 4);
    assert!(error.message.contains("127.0.0.1:"), "{error}");
    let server = Server::start(Vec::new());
    let closed = NimConfig { base_url: Some("http://127.0.0.1:1/v1".into()), ..config(&server) };
    let error = ask_with(&server, &closed).0.unwrap_err();
    assert_eq!((error.code, error.exit()), (Code::ServiceUnreachable, 6));
}

#[test]
fn h21_redirects_are_not_followed() {
    let other = Server::start(good());
    let target = format!("http://localhost:{}/v1/chat/completions", other.port);
    for status in [301, 302, 307, 308] {
        let error = failed(
            vec![reply_with(status, "text/plain", &[("location", &target)], "")],
            Code::ServiceRedirected,
            1,
        );
        assert!(error.message.contains("localhost"), "{error}");
    }
    assert_eq!(other.requests().len(), 0);
}

#[test]
fn p10_what_is_no_chat_service_is_said_to_be_none() {
    for (kind, body) in [
        ("text/html", "<html><body>Welcome</body></html>"),
        ("application/json", r#"{"success":true,"data":{"choices":[]}}"#),
        ("text/plain", "hello"),
    ] {
        let error = failed(vec![reply(200, kind, body)], Code::ServiceNotApi, 1);
        assert!(error.exit() == 6 && error.hints.iter().any(|hint| hint.contains("/v1")));
    }
}

#[test]
fn the_key_goes_to_its_host_alone_and_is_not_needed_on_this_machine() {
    let server = Server::start(good());
    ask_with(&server, &config(&server)).0.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer sesame-key"));
    let server = Server::start(good());
    ask_with(&server, &NimConfig { key: None, ..config(&server) }).0.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), None);
    assert!(!format!("{:?}", Nim::new(&config(&server)).unwrap()).contains("sesame"));
    assert_eq!(Nim::new(&config(&server)).unwrap().name(), "nim");
}

#[test]
fn answers_in_one_piece_are_taken_whether_asked_for_or_not() {
    let whole = |name: &str, arguments: serde_json::Value| {
        let call = json!({ "id": "a", "type": "function", "function": { "name": name, "arguments": arguments.to_string() } });
        let body = json!({ "choices": [{ "index": 0, "finish_reason": "tool_calls", "message": { "role": "assistant", "content": null, "tool_calls": [call] } }],
                           "usage": { "prompt_tokens": 9, "completion_tokens": 3 } });
        reply(200, "application/json", &body.to_string())
    };
    for plain in [true, false] {
        let server = Server::start(vec![
            whole("gpu_spec", json!({ "gpu": "H200" })),
            whole("final_answer", final_answer("answer", "The H200 has {{v:v1}}.", &["gpu_models"])),
        ]);
        let (result, _, _) = ask_with(&server, &NimConfig { whole: plain, ..config(&server) });
        assert_eq!(result.unwrap().document().summary, "The H200 has 141 GB.");
        assert_eq!(server.requests()[0].body["stream"], !plain);
    }
}
