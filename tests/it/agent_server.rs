//! A scripted model server over plain TCP. It can cut sockets, send bad bytes, pause and stay silent, which HTTP test
//! libraries cannot; and it holds every request against what a client of ours must send.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// One step of an answer.
#[derive(Debug, Clone)]
pub enum Act {
    Send(Vec<u8>),
    PauseMs(u64),
    /// Says nothing more and keeps the socket open.
    Hold,
}

/// One answer: its steps, then the socket is closed.
pub type Script = Vec<Act>;

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A running server.
pub struct Server {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    left: Arc<Mutex<Vec<Script>>>,
}

impl Server {
    /// Answers requests with these scripts, in order. A request beyond them gets a 599.
    pub fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let left = Arc::new(Mutex::new(scripts.into_iter().rev().collect::<Vec<_>>()));
        let (requests, scripts) = (Arc::clone(&seen), Arc::clone(&left));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { continue };
                let (requests, scripts) = (Arc::clone(&requests), Arc::clone(&scripts));
                thread::spawn(move || serve(stream, &requests, &scripts));
            }
        });
        Self { port, seen, left }
    }

    /// Answers every request with what a function makes of its body.
    pub fn answering(answer: impl Fn(&Value) -> Script + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (requests, answer) = (Arc::clone(&seen), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (requests, answer) = (Arc::clone(&requests), Arc::clone(&answer));
                thread::spawn(move || {
                    let Some(request) = read_request(&mut stream) else { return };
                    let script = answer(&request.body);
                    requests.lock().unwrap().push(request);
                    play(stream, script);
                });
            }
        });
        Self { port, seen, left: Arc::default() }
    }

    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// The requests so far, each of them checked.
    pub fn requests(&self) -> Vec<Seen> {
        let seen = self.seen.lock().unwrap().clone();
        let mut forced_before = false;
        for request in &seen {
            let forced = check(request);
            assert!(!(forced && forced_before), "a tool was forced twice in a row");
            forced_before = forced;
        }
        seen
    }

    /// The requests so far, unchecked: for a server that is not the model's.
    pub fn raw_requests(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many scripts were not asked for.
    pub fn unused(&self) -> usize {
        self.left.lock().unwrap().len()
    }
}

fn serve(mut stream: TcpStream, requests: &Mutex<Vec<Seen>>, scripts: &Mutex<Vec<Script>>) {
    let Some(seen) = read_request(&mut stream) else { return };
    requests.lock().unwrap().push(seen);
    let script = scripts.lock().unwrap().pop();
    let script = script.unwrap_or_else(|| reply(599, "text/plain", "no script for this request"));
    play(stream, script);
}

fn play(mut stream: TcpStream, script: Script) {
    for act in script {
        match act {
            Act::Send(bytes) => {
                if stream.write_all(&bytes).is_err() {
                    return;
                }
                let _ = stream.flush();
            }
            Act::PauseMs(ms) => thread::sleep(Duration::from_millis(ms)),
            Act::Hold => thread::sleep(Duration::from_secs(30)),
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

/// The whole request: a server that closes while bytes of it are still on their way resets the connection, and its
/// reply is lost.
pub fn read_request(stream: &mut impl Read) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((key, value)) = header.trim_end().split_once(':') else { break };
        headers.push((key.to_ascii_lowercase(), value.trim().to_string()));
    }
    let length = headers
        .iter()
        .find(|(key, _)| key == "content-length")
        .map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    Some(Seen { line: line.trim_end().to_string(), headers, body })
}

/// What every request of ours must be. Whether it forces a tool.
fn check(seen: &Seen) -> bool {
    const HEADERS: &[&str] =
        &["host", "authorization", "content-type", "content-length", "accept", "user-agent"];
    for (key, _) in &seen.headers {
        assert!(HEADERS.contains(&key.as_str()), "unexpected header `{key}`");
    }
    assert_eq!(seen.line, "POST /v1/chat/completions HTTP/1.1");
    let body = &seen.body;
    assert!(body["max_tokens"].as_u64().is_some_and(|tokens| tokens > 0), "no explicit token limit");
    assert!(body["stream"].is_boolean() && body["temperature"] == 0);
    assert!(body.get("response_format").is_none() || body.get("tools").is_none(), "a shape beside tools");
    let mut open: Vec<String> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for message in body["messages"].as_array().unwrap() {
        assert!(message["content"].is_string(), "content that is no string: {message}");
        if message["role"] == "tool" {
            let id = message["tool_call_id"].as_str().unwrap();
            let at = open.iter().position(|call| call == id).expect("a result without its call");
            open.remove(at);
            continue;
        }
        assert!(open.is_empty(), "calls without results: {open:?}");
        for call in message["tool_calls"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let id = call["id"].as_str().unwrap().to_string();
            assert!(!known.contains(&id), "the id {id} twice");
            let arguments = call["function"]["arguments"].as_str().expect("arguments as text");
            assert!(serde_json::from_str::<Value>(arguments).unwrap().is_object());
            known.push(id.clone());
            open.push(id);
        }
    }
    assert!(open.is_empty(), "calls without results: {open:?}");
    body["tool_choice"].is_object()
}

/// An answer with a status and a body.
pub fn reply(status: u16, kind: &str, body: &str) -> Script {
    reply_with(status, kind, &[], body)
}

/// The same with more headers.
pub fn reply_with(status: u16, kind: &str, headers: &[(&str, &str)], body: &str) -> Script {
    let mut head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (key, value) in headers {
        head.push_str(&format!("{key}: {value}\r\n"));
    }
    vec![Act::Send(format!("{head}\r\n{body}").into_bytes())]
}

/// The head of a stream that ends when the socket is closed.
pub fn stream_head() -> Act {
    Act::Send(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n".to_vec())
}

/// The head of a chunked stream.
pub fn chunked_head() -> Act {
    Act::Send(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n".to_vec())
}

/// One chunk.
pub fn chunk(bytes: &[u8]) -> Act {
    let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
    Act::Send(out)
}

/// The end of a chunked body.
pub fn last_chunk() -> Act {
    Act::Send(b"0\r\n\r\n".to_vec())
}

/// One event of a stream.
pub fn event(frame: &Value) -> Vec<u8> {
    format!("data: {frame}\n\n").into_bytes()
}

/// A whole stream of these frames.
pub fn stream(frames: &[Value]) -> Script {
    let mut acts = vec![chunked_head()];
    acts.extend(frames.iter().map(|frame| chunk(&event(frame))));
    acts.push(chunk(b"data: [DONE]\n\n"));
    acts.push(last_chunk());
    acts
}

/// A frame with a delta.
pub fn delta(delta: Value, finish: Value) -> Value {
    json!({ "id": "x", "object": "chat.completion.chunk", "model": "fake", "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }] })
}

/// Frames of a call, its arguments in pieces.
pub fn call_frames(name: &str, arguments: &Value) -> Vec<Value> {
    let text = arguments.to_string();
    let part =
        |function: Value| delta(json!({ "tool_calls": [{ "index": 0, "function": function }] }), Value::Null);
    let mut frames = vec![delta(
        json!({ "role": "assistant", "content": null, "tool_calls": [{ "index": 0, "id": "functions.x:0", "type": "function", "function": { "name": name, "arguments": "" } }] }),
        Value::Null,
    )];
    let chars: Vec<char> = text.chars().collect();
    frames
        .extend(chars.chunks(7).map(|piece| part(json!({ "arguments": piece.iter().collect::<String>() }))));
    frames.push(delta(json!({}), "tool_calls".into()));
    frames
}

/// A whole streamed call.
pub fn call(name: &str, arguments: &Value) -> Script {
    stream(&call_frames(name, arguments))
}

/// A final answer to a question in which nothing was stated but these fields.
pub fn final_answer(kind: &str, summary: &str, stated: &[&str]) -> Value {
    let coverage: Vec<Value> =
        stated.iter().map(|field| json!({ "field": field, "status": "met" })).collect();
    json!({ "kind": kind, "summary": summary, "rationale": "", "coverage": coverage, "assumptions": [], "open_questions": [], "risks": [] })
}
