//! The protocol server as a client meets it: stdout holds the protocol alone, every tool with both schemas, faults all
//! at once, foreign hosts and origins refused.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use gpu_cluster_generator::tools::{self, TOOLS};
use serde_json::{Value, json};

use crate::harness::Run;

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"0"}}}"#;

/// A session of these requests, ids from 2; the answers in the order of the ids.
fn session(requests: &[(&str, Value)]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gcg"))
        .arg("mcp")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap());
    let mut next = || {
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        serde_json::from_str::<Value>(&line).unwrap_or_else(|error| panic!("{error} in {line:?}"))
    };
    writeln!(to, "{INITIALIZE}").unwrap();
    assert_eq!(next()["result"]["serverInfo"]["name"], "gcg");
    writeln!(to, r#"{{"jsonrpc":"2.0","method":"notifications/initialized"}}"#).unwrap();
    let mut answers = Vec::new();
    for (at, (method, params)) in requests.iter().enumerate() {
        let id = at + 2;
        writeln!(to, "{}", json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
            .unwrap();
        let mut answer = next();
        while answer.get("id").is_none() {
            answer = next();
        }
        assert_eq!(answer["id"], id);
        answers.push(answer);
    }
    drop(to);
    assert!(child.wait().unwrap().success(), "the server ends when its input does");
    answers
}

fn call(name: &str, arguments: Value) -> (&'static str, Value) {
    ("tools/call", json!({ "name": name, "arguments": arguments }))
}

#[test]
fn every_tool_is_listed_and_the_list_is_small() {
    let answers = session(&[("tools/list", json!({}))]);
    let listed = answers[0]["result"]["tools"].as_array().unwrap().clone();
    // The proposal is a tool of the protocol alone, statements of a text are one of conversations alone.
    assert_eq!(listed.len(), TOOLS.len());
    assert!(listed.iter().any(|tool| tool["name"] == "draft"));
    for (tool, listed) in TOOLS.iter().filter(|tool| tool.name() != "state").zip(&listed) {
        assert_eq!(listed["name"], tool.name());
        assert_eq!(listed["annotations"]["readOnlyHint"], true);
        let offered = listed["inputSchema"]["properties"].as_object().unwrap();
        let full = tools::schemas(tool.name()).unwrap().input["properties"].clone();
        for name in full.as_object().into_iter().flatten().map(|(name, _)| name) {
            assert!(offered.contains_key(name) || name == "reading", "{} hides {name}", tool.name());
        }
    }
    let bytes = serde_json::to_string(&answers[0]["result"]).unwrap().len();
    assert!(bytes < 16 * 1024, "tools/list has {bytes} bytes");
}

#[test]
fn later_calls_name_an_answer_or_mean_the_last_one() {
    let answers = session(&[
        call("explain", json!({ "pointer": "/design/compute/node_count" })),
        call("plan", json!({ "text": "128 H100 SXM for training, 40 kW racks" })),
        call("explain", json!({ "pointer": "/design/compute/node_count" })),
        call(
            "plan",
            json!({
                "answer": "last",
                "changes": [{ "field": "gpu_count", "value": 256, "quote": "256 GPUs" }],
            }),
        ),
        call("check_design", json!({ "answer": "gcg://answer/1" })),
        call("explain", json!({ "answer": "gcg://answer/2", "pointer": "/design/compute/node_count" })),
        ("resources/read", json!({ "uri": "gcg://answer/last" })),
    ]);
    let text = answers[0]["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("keeps no answer") && text.contains("call `plan`"), "{text}");
    let planned = &answers[1]["result"]["structuredContent"];
    assert_eq!(planned["design"]["compute"]["node_count"], 16);
    let explained = &answers[2]["result"]["structuredContent"]["explanations"][0];
    assert_eq!(explained["value"], 16.0);
    assert_eq!(answers[3]["result"]["structuredContent"]["design"]["compute"]["node_count"], 32);
    assert!(answers[4]["result"]["structuredContent"]["pass_count"].as_u64().unwrap() > 10);
    let wrong = answers[5]["result"]["content"][0]["text"].as_str().unwrap();
    assert!(wrong.contains("gcg://answer/1"), "the answers there are: {wrong}");
    let last = answers[6]["result"]["contents"][0]["text"].as_str().unwrap();
    assert!(last.contains("\"node_count\":32"), "the last answer");
}

#[test]
fn a_plan_is_small_and_its_parts_are_read_by_address() {
    let answers = session(&[
        call("plan", json!({ "text": "1024 B200 for training over InfiniBand, 40 kW racks, N+1 feeds" })),
        ("resources/read", json!({ "uri": "gcg://answer/1/design/bom/lines/0/quantity" })),
        ("resources/read", json!({ "uri": "gcg://answer/1" })),
        ("resources/read", json!({ "uri": "gcg://answer/1/design/bomb" })),
        call("explain", json!({ "answer": "last" })),
        ("resources/read", json!({ "uri": "gcg://result/2/explanations/0/sentence" })),
    ]);
    let shown = &answers[0]["result"]["structuredContent"];
    assert_eq!(
        (shown["answer"].as_str(), shown["schema"].as_str()),
        (Some("gcg://answer/1"), Some("gcg/answer-short/1"))
    );
    let text = |at: usize| answers[at]["result"]["contents"][0]["text"].as_str().unwrap().to_string();
    let whole: Value = serde_json::from_str(&text(2)).unwrap();
    let (bytes, of) = (shown.to_string().len(), text(2).len());
    assert!(bytes < 16 * 1024 && bytes * 2 < of, "{bytes} bytes of {of}");
    assert_eq!(shown["design"]["facility"]["it_power_kw"], whole["design"]["facility"]["it_power_kw"]);
    assert_eq!(text(1), whole["design"]["bom"]["lines"][0]["quantity"].to_string());
    assert!(answers[3]["error"]["message"].as_str().unwrap().contains("bom,"), "{}", answers[3]);
    let kept = &answers[4]["result"]["structuredContent"];
    assert_eq!(kept["result"], "gcg://result/2", "every number of an answer is too much to show");
    assert!(kept["bytes"].as_u64().unwrap() > 32 * 1024);
    assert!(text(5).len() > 10);
}

#[test]
fn what_is_shown_of_a_plan_has_the_published_form_whatever_its_outcome() {
    let texts =
        ["1024 B200 for training, 40 kW racks", "GPUs please", "64 H200 in one rack of 10 kW and 77 quux"];
    let requests: Vec<_> = texts
        .iter()
        .map(|text| call("plan", json!({ "text": text })))
        .chain([("resources/read", json!({ "uri": "gcg://schema/answer-short" }))])
        .collect();
    let answers = session(&requests);
    let schema: Value =
        serde_json::from_str(answers[3]["result"]["contents"][0]["text"].as_str().unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (text, answer) in texts.iter().zip(&answers) {
        let faults: Vec<_> = validator
            .iter_errors(&answer["result"]["structuredContent"])
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{text}: {faults:?}");
    }
}

#[test]
fn a_result_is_structured_copied_as_text_and_kept() {
    let answers = session(&[
        call("ra_recommend", json!({ "gpus": 128, "workload": "training" })),
        ("resources/read", json!({ "uri": "gcg://result/1" })),
        ("resources/read", json!({ "uri": "gcg://catalog/gpu/h100-sxm" })),
        ("resources/read", json!({ "uri": "gcg://result/2" })),
    ]);
    let result = &answers[0]["result"];
    assert_eq!(result["structuredContent"]["recommendation"]["pattern_id"], "2-8-9-400");
    let copy: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(copy["recommendation"], result["structuredContent"]["recommendation"]);
    let kept = answers[1]["result"]["contents"][0]["text"].as_str().unwrap();
    assert_eq!(kept, result["content"][0]["text"].as_str().unwrap());
    let entry: Value =
        serde_json::from_str(answers[2]["result"]["contents"][0]["text"].as_str().unwrap()).unwrap();
    assert!(entry["documents"].as_object().is_some_and(|documents| !documents.is_empty()));
    assert!(answers[3]["error"]["message"].as_str().unwrap().contains("no result"));
}

#[test]
fn faults_of_arguments_come_back_all_at_once_and_the_server_lives_on() {
    let answers = session(&[
        call("ra_recommend", json!({ "gpus": "many", "workload": "gaming", "colour": 1 })),
        call("no_such_tool", json!({})),
        ("no/such/method", json!({})),
        call("gpu_spec", json!({ "gpu": "NVIDIA H100" })),
    ]);
    let text = answers[0]["result"]["content"][0]["text"].as_str().unwrap();
    assert_eq!(answers[0]["result"]["isError"], true);
    let document: Value = serde_json::from_str(text).unwrap();
    assert!(document["details"].as_array().unwrap().len() >= 3, "{text}");
    assert_eq!(answers[1]["error"]["code"], -32602);
    assert_eq!(answers[2]["error"]["code"], -32601);
    assert_eq!(answers[3]["result"]["structuredContent"]["memory_gb"], 80.0);
}

#[test]
fn prompts_are_filled() {
    let answers = session(&[
        ("prompts/list", json!({})),
        ("prompts/get", json!({ "name": "plan_cluster", "arguments": { "text": "128 H100" } })),
        ("prompts/get", json!({ "name": "plan_cluster" })),
    ]);
    assert_eq!(answers[0]["result"]["prompts"].as_array().unwrap().len(), 3);
    assert!(answers[1]["result"]["messages"][0]["content"]["text"].as_str().unwrap().contains("128 H100"));
    assert_eq!(answers[2]["error"]["code"], -32602);
}

#[test]
fn a_first_word_that_is_no_protocol_leaves_stdout_empty() {
    let output = Run::new(&["mcp"]).stdin("hello\n").output();
    assert_eq!(output.stdout, "");
    assert_eq!(Run::new(&["mcp", "--http", "0.0.0.0:0"]).json().1, 2);
    assert_eq!(Run::new(&["mcp", "--http", "0", "--allow-origin", "example.com"]).json().1, 2);
}

/// A server on a free port, ended by its own process id.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn server() -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gcg"))
        .args(["mcp", "--http", "0", "--allow-origin", "https://app.example:443"])
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
    Server { child, port }
}

/// The status of an initialize request with these headers.
fn status(server: &Server, path: &str, host: &str, origin: Option<&str>) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let origin = origin.map(|origin| format!("Origin: {origin}\r\n")).unwrap_or_default();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\n{origin}Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{INITIALIZE}",
        INITIALIZE.len()
    )
    .unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    std::str::from_utf8(&head[9..]).unwrap().parse().unwrap()
}

#[test]
fn foreign_hosts_and_origins_are_refused() {
    let server = server();
    let own = format!("127.0.0.1:{}", server.port);
    let home = format!("http://localhost:{}", server.port);
    for (path, host, origin, wanted) in [
        ("/mcp", own.as_str(), None, 200),
        ("/mcp", own.as_str(), Some(home.as_str()), 200),
        ("/mcp", own.as_str(), Some("https://app.example"), 200),
        ("/mcp", own.as_str(), Some("http://localhost:1"), 403),
        ("/mcp", own.as_str(), Some("http://evil.example"), 403),
        ("/mcp", own.as_str(), Some("null"), 403),
        ("/mcp", "evil.example", None, 403),
        ("/mcp", "127.0.0.1:1", None, 403),
        ("/other", own.as_str(), None, 404),
    ] {
        assert_eq!(status(&server, path, host, origin), wanted, "{path} {host} {origin:?}");
    }
}
