//! The fault table (`tests/faults/table.yaml`): every row has tests that exist, a code of the program, and, where a
//! server can go on with the fault for ever, the exit code, retries and repairs the table says.

use std::{collections::BTreeSet, fs, path::Path};

use gpu_cluster_generator::{
    agent::{Code, Event, provider::nim::NimConfig},
    tools::TOOLS,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    agent_http::{ask_with, config},
    agent_server::{
        Act, Script, Server, call, call_frames, chunk, chunked_head, delta, event, final_answer, last_chunk,
        reply, reply_with, stream,
    },
    layers::rust_files,
};

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub id: String,
    pub fault: String,
    pub code: String,
    pub exit: u8,
    pub retries: Option<usize>,
    pub repairs: Option<usize>,
    #[serde(default)]
    pub note: Option<String>,
    pub tests: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Table {
    rows: Vec<Row>,
}

pub fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/table.yaml");
    let table: Table = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    table.rows
}

/// Names of all tests of the project.
fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests"] {
        rust_files(&root.join(folder), &mut files);
    }
    let mut names = BTreeSet::new();
    for (_, text) in files {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            let is_test = lines[at.saturating_sub(3)..at]
                .iter()
                .any(|before| before.starts_with("#[") && before.contains("test]"));
            let name =
                line.trim_start_matches("async ").strip_prefix("fn ").and_then(|rest| rest.split('(').next());
            if let Some(name) = name.filter(|_| is_test) {
                names.insert(name.to_string());
            }
        }
    }
    names
}

#[test]
fn every_row_has_tests_and_a_code_of_the_program() {
    let rows = rows();
    let tests = tests();
    let mut ids = BTreeSet::new();
    for row in &rows {
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
        assert!(!row.tests.is_empty() && !row.fault.is_empty(), "{} has no test", row.id);
        assert!(row.note.as_ref().is_none_or(|note| note.len() > 10), "{}: an empty note", row.id);
        for test in &row.tests {
            assert!(tests.contains(test), "{}: there is no test `{test}`", row.id);
        }
        match Code::ALL.iter().find(|code| code.word() == row.code) {
            Some(code) => assert_eq!(code.exit(), row.exit, "{}", row.id),
            None => assert_eq!((row.code.as_str(), row.exit), ("ok", 0), "{}: no such code", row.id),
        }
    }
    assert!(rows.len() >= 109, "{} rows", rows.len());
    // A test that is named after a row belongs to one.
    for test in &tests {
        let (head, _) = test.split_once('_').unwrap_or((test, ""));
        let named = head.len() == 3
            && head.starts_with(|c: char| "hspalmcnxeu".contains(c))
            && head[1..].bytes().all(|b| b.is_ascii_digit());
        if named {
            let row = rows.iter().find(|row| row.id.eq_ignore_ascii_case(head));
            assert!(row.is_some(), "`{test}` is named after a row that is not in the table");
        }
    }
}

pub fn raw_call(name: &str, arguments: &str) -> Script {
    let part = json!({ "tool_calls": [{ "index": 0, "id": "a", "type": "function", "function": { "name": name, "arguments": arguments } }] });
    stream(&[delta(part, Value::Null), delta(json!({}), "tool_calls".into())])
}

fn half() -> Vec<u8> {
    let frames = call_frames("gpu_spec", &json!({ "gpu": "H200" }));
    frames[..frames.len() / 2].iter().flat_map(event).collect()
}

fn refusal(status: u16, message: &str) -> Script {
    reply(status, "application/json", &json!({ "error": { "message": message, "code": status } }).to_string())
}

/// What a server of this row goes on answering; none where a server cannot provoke it, or where the fault is absorbed.
fn persistent(id: &str) -> Option<Vec<Script>> {
    let text = |content: &str, finish: &str| {
        stream(&[delta(json!({ "content": content }), Value::Null), delta(json!({}), finish.into())])
    };
    let spec = |gpu: &str| call("gpu_spec", &json!({ "gpu": gpu }));
    let again = |script: Script| Some(vec![script]);
    let after = |then: Script| Some(vec![spec("H200"), then]);
    match id {
        "H01" => again(reply(401, "application/problem+json", r#"{"status":401,"title":"Unauthorized"}"#)),
        "H04" => {
            again(reply(402, "application/problem+json", r#"{"status":402,"detail":"credits expired"}"#))
        }
        "H06" => again(refusal(404, "Function 'x': Not found for account 'y'")),
        "H07" => again(refusal(410, "reached its end of life")),
        "H08" => {
            again(reply(429, "application/problem+json", r#"{"status":429,"title":"Too Many Requests"}"#))
        }
        "H09" => again(reply_with(429, "application/json", &[("retry-after", "0.01")], "{}")),
        "H10" => again(refusal(400, "DEGRADED function cannot be invoked")),
        "H11" => again(refusal(400, "no")),
        "H15" => again(refusal(400, "unknown field `strict`")),
        "H16" => again(reply(502, "text/html", "<html><title>Bad Gateway</title></html>")),
        "H17" => again(reply(504, "text/plain", "")),
        "H18" => again(reply_with(202, "application/json", &[("nvcf-reqid", "a-1")], "")),
        "H19" => again(vec![Act::Hold]),
        "H20" => again(Vec::new()),
        "H21" => again(reply_with(307, "text/plain", &[("location", "http://example.test/v1")], "")),
        "S01" => again(vec![chunked_head(), chunk(&half())]),
        "S02" => again(vec![chunked_head(), chunk(&half()), last_chunk()]),
        "S03" => again(cut("{\"gp")),
        "S04" => again(cut("")),
        "S05" => again(text("The cust", "content_filter")),
        "S07" => again(stream(&[json!({ "error": { "message": "EngineDeadError", "code": 500 } })])),
        "S08" => again(vec![chunked_head(), chunk(&half()), chunk(b"data: {oops\n\n"), last_chunk()]),
        "S09" => again(vec![chunked_head(), chunk(b"data: \"\xff\"\n\n"), last_chunk()]),
        "S10" => again(vec![chunked_head(), chunk(&half()), Act::Hold]),
        "S13" => again(stream(&[
            json!({ "choices": [], "usage": { "prompt_tokens": 1, "completion_tokens": 0 } }),
        ])),
        "S14" => again(text("", "stop")),
        "S15" => again(
            (0..400)
                .map(|n| {
                    if n == 0 {
                        chunked_head()
                    } else {
                        chunk(&event(&delta(json!({ "content": "blah ".repeat(200) }), Value::Null)))
                    }
                })
                .collect(),
        ),
        "P07" => again(text("<｜tool▁calls▁begin｜>", "stop")),
        "P10" => again(reply(200, "application/json", r#"{"success":true,"data":{"choices":[]}}"#)),
        "A01" => again(raw_call("gpu_spec", "{'gpu': 'H200',}")),
        "A02" => again(raw_call("gpu_spec", "[\"H200\"]")),
        "A04" => again(raw_call("gpu_spec", "{}")),
        "A05" => again(raw_call("ra_recommend", r#"{"gpus":8,"workload":"chatbot","gpu":null}"#)),
        "A06" => again(raw_call("gpu_spec", r#"{"gpu":"H100","gpu":"H200"}"#)),
        "A07" => again(raw_call("ra_recommend", r#"{"gpus":"eight","workload":"training","gpu":null}"#)),
        "A08" => again(raw_call("gpu_spec", &format!("{}{}", "[".repeat(300), "]".repeat(300)))),
        "L01" => again(spec("H200")),
        "M01" => again(text("It has much memory.", "stop")),
        "M02" => after(call("final_answer", &json!({ "text": "hi" }))),
        "M06" => again(call("final_answer", &final_answer("answer", "It has much memory.", &["gpu_models"]))),
        "U01" => again(reply(200, "application/json", "<html><body>Welcome</body></html>")),
        "U02" => again(reply_with(
            200,
            "text/event-stream",
            &[("content-encoding", "gzip")],
            "\u{1f}\u{8}\u{0}xyz",
        )),
        "U03" => again(vec![chunked_head(), Act::Send(b"zz\r\nhello\r\n".to_vec())]),
        "U04" => again(stream(&[json!({ "choices": null })])),
        "U05" => again(stream(&[json!({ "usage": { "prompt_tokens": 9, "completion_tokens": 0 } })])),
        "U06" => again(stream(&[delta(json!({ "content": "Done." }), Value::Null)])),
        "U07" => again(vec![chunked_head(), chunk(b"data: [1]\n\n"), last_chunk()]),
        "U08" => again(vec![
            chunked_head(),
            chunk(&event(&delta(json!({ "content": "x".repeat(2 << 20) }), Value::Null))),
            last_chunk(),
        ]),
        "U09" => again(reply_with(308, "text/plain", &[("location", "/v2/chat/completions")], "")),
        "U21" => again(raw_call("functions.GPU spec", r#"{"gpu":"H200"}"#)),
        "U22" => again(vec![Act::Send(
            format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(1 << 20)).into_bytes(),
        )]),
        "U23" => again(vec![Act::Send(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"choices\":"
                .to_vec(),
        )]),
        _ => None,
    }
}

fn cut(arguments: &str) -> Script {
    let part = json!({ "tool_calls": [{ "index": 0, "id": "a", "function": { "name": "gpu_spec", "arguments": arguments } }] });
    stream(&[delta(part, Value::Null), delta(json!({}), "length".into())])
}

#[test]
fn a_fault_that_goes_on_ends_as_the_table_says() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for row in rows() {
        let Some(mut scripts) = persistent(&row.id) else { continue };
        tried += 1;
        let last = scripts.pop().unwrap();
        scripts.extend(std::iter::repeat_n(last, 14));
        let server = Server::start(scripts);
        let config = NimConfig { successors: None, no_fallback: true, ..config(&server) };
        let (result, events, _) = ask_with(&server, &config);
        let retries = events
            .iter()
            .filter(|event| matches!(event, Event::Retrying { .. } | Event::Warning { .. }))
            .count();
        let repairs = events.iter().filter(|event| matches!(event, Event::Repair { .. })).count();
        let code = result.as_ref().map_or_else(|error| error.code.word().to_string(), |_| "ok".into());
        if code != row.code {
            wrong.push(format!("{} {}: ended with {code}", row.id, row.fault));
        }
        for (what, wanted, found) in [("retries", row.retries, retries), ("repairs", row.repairs, repairs)] {
            if wanted.is_some_and(|wanted| wanted != found) {
                wrong.push(format!("{} {}: {found} {what}, the table says {wanted:?}", row.id, row.fault));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried >= 50, "{tried} rows were tried");
}

#[test]
fn a04_a05_every_tool_refuses_what_its_schema_refuses() {
    let catalog = gpu_cluster_generator::tools::Catalog::embedded();
    let refused = |tool: &str, input: Value| {
        let error = gpu_cluster_generator::tools::call(&catalog, tool, input.clone())
            .expect_err(&format!("{tool} took {input}"));
        assert_eq!(error.code.word(), "tool.args_invalid", "{tool}: {error}");
        error.details
    };
    for tool in TOOLS {
        let schema = &gpu_cluster_generator::tools::schemas(tool.name()).unwrap().input;
        let extra = refused(tool.name(), json!({ "no_such_key": 1 }));
        assert!(extra.to_string().contains("no_such_key"), "{extra}");
        for key in schema["required"].as_array().into_iter().flatten() {
            let told = refused(tool.name(), json!({}));
            assert!(told.to_string().contains(key.as_str().unwrap()), "{}: {told}", tool.name());
        }
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let types =
                property["type"].as_array().map_or_else(|| vec![property["type"].clone()], Clone::clone);
            if types.iter().any(Value::is_null) {
                continue;
            }
            let wrong = if types.contains(&"object".into()) { json!(7) } else { json!({ "a": 1 }) };
            let told = refused(tool.name(), json!({ key: wrong }));
            assert!(told.to_string().contains(key), "{} {key}: {told}", tool.name());
            if property["enum"].is_array() {
                let told = refused(tool.name(), json!({ key: "no_such_word" })).to_string();
                let listed = property["enum"][0].as_str().unwrap_or_default();
                assert!(told.contains(listed), "{} {key}: the words are not listed: {told}", tool.name());
            }
        }
    }
}
