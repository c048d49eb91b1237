//! The binary against a scripted model server: one document, the right exit code, no key in any of the bytes.

use serde_json::{Value, json};

use crate::{
    agent_http::{NEED, good},
    agent_server::{Act, Script, Server, call, final_answer, reply},
    harness::Run,
};

const KEY: &str = "canary-7f3a";

fn ask(server: &Server, more: &[&str]) -> (i32, Value, String) {
    let url = server.base_url();
    let mut arguments = vec!["ask", NEED, "--provider", "nim", "--base-url", &url, "--model", "fake"];
    arguments.extend(more);
    let output = Run::new(&arguments)
        .variable("NVIDIA_API_KEY", KEY)
        .variable("OPENAI_API_KEY", "other-provider")
        .variable("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        .variable("OPENAI_ORG_ID", "other-org")
        .variable("RUST_LOG", "trace")
        .output();
    for bytes in [&output.stdout, &output.stderr] {
        assert!(!bytes.contains(KEY), "the key was printed");
    }
    let last = output.stdout.lines().last().unwrap_or_default();
    let document = serde_json::from_str(&output.stdout).or_else(|_| serde_json::from_str(last)).unwrap();
    (output.exit, document, output.stdout)
}

#[test]
fn an_answer_is_one_document() {
    let server = Server::start(good());
    let (exit, document, _) = ask(&server, &[]);
    assert_eq!((exit, &document["summary"]), (0, &json!("The H200 has 141 GB.")));
    assert_eq!(document["planner"]["name"], "nim");
}

#[test]
fn c05_nothing_of_another_provider_is_sent() {
    let server = Server::start(good());
    ask(&server, &[]);
    for seen in server.requests() {
        assert_eq!(seen.header("authorization"), Some("Bearer canary-7f3a"));
        let sent = format!("{:?} {}", seen.headers, seen.body);
        assert!(!sent.contains("other-"), "{sent}");
    }
}

#[test]
fn errors_keep_their_code_and_exit_and_nothing_of_the_key() {
    for (script, code, exit) in [
        (reply(401, "application/json", &format!("{{\"detail\":\"bad key {KEY}\"}}")), "auth.rejected", 4),
        (reply(402, "application/json", "{}"), "quota.exhausted", 5),
        (reply(410, "application/json", "{}"), "model.retired", 7),
        (reply(200, "text/html", "<html>hi</html>"), "service.not_api", 6),
        (reply(302, "text/plain", ""), "service.redirected", 6),
    ] {
        let server = Server::start(vec![script]);
        let (got, document, _) = ask(&server, &["--no-fallback"]);
        assert_eq!((got, document["code"].as_str()), (exit, Some(code)), "{document}");
        assert!(document["hints"].is_array());
    }
}

#[test]
fn c06_plain_http_to_another_machine_is_refused() {
    let output = Run::new(&["ask", "x", "--provider", "nim", "--base-url", "http://example.test/v1"])
        .variable("NVIDIA_API_KEY", KEY)
        .output();
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!((output.exit, document["code"].as_str()), (3, Some("config.insecure_url")));
}

#[test]
fn h03_a_key_with_a_newline_works_and_a_broken_one_does_not() {
    let server = Server::start(good());
    let url = server.base_url();
    let run = |key: &str| {
        Run::new(&["ask", NEED, "--provider", "nim", "--base-url", &url])
            .variable("NVIDIA_API_KEY", key)
            .output()
    };
    assert_eq!(run("canary-7f3a\n").exit, 0);
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer canary-7f3a"));
    let broken = run("canary\u{1}7f3a");
    let document: Value = serde_json::from_str(&broken.stdout).unwrap();
    assert_eq!((broken.exit, document["code"].as_str()), (4, Some("auth.malformed")));
    assert!(!broken.stdout.contains("canary"));
}

#[test]
fn events_end_with_the_result_or_the_error() {
    let server = Server::start([vec![reply(503, "text/plain", "")], good()].concat());
    let (exit, last, lines) = ask(&server, &["--stream"]);
    assert_eq!((exit, &last["type"]), (0, &json!("result")));
    let kinds: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["type"].as_str().unwrap().to_string())
        .collect();
    for kind in ["version", "turn.started", "retrying", "tool.started", "tool.completed", "usage"] {
        assert!(kinds.iter().any(|found| found == kind), "{kind}: {kinds:?}");
    }
    let server = Server::start(vec![reply(401, "text/plain", "")]);
    let (exit, last, _) = ask(&server, &["--stream"]);
    assert_eq!((exit, &last["type"]), (4, &json!("error")));
}

/// A model that types numbers, loops, invents tools, writes prose: after a plan the engine's words stand.
#[test]
fn bad_models_never_reach_the_reader() {
    let offline = Run::new(&["ask", "128 H100 for training", "--provider", "offline"]).output();
    let offline: Value = serde_json::from_str(&offline.stdout).unwrap();
    let plan = || call("plan", &json!({ "changes": [] }));
    let stated = ["workload", "gpu_count", "gpu_models"];
    let typed = || call("final_answer", &final_answer("answer", "You need 1,024 GPUs for $9,999.", &stated));
    let scripts: Vec<Vec<Script>> = vec![
        vec![plan(), typed(), typed()],
        vec![plan(), plan(), plan(), plan(), plan()],
        vec![
            plan(),
            call("shell", &json!({})),
            call("rm", &json!({})),
            call("ls", &json!({})),
            call("cd", &json!({})),
            call("cp", &json!({})),
        ],
    ];
    for script in scripts {
        let server = Server::start(script);
        let url = server.base_url();
        let output = Run::new(&[
            "ask",
            "128 H100 for training",
            "--provider",
            "nim",
            "--base-url",
            &url,
            "--model",
            "fake",
        ])
        .output();
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(output.exit, 0, "{}", output.stdout);
        assert_eq!(document["design"], offline["design"]);
        assert_eq!(document["summary"], offline["summary"]);
        assert!(!document["planner"]["notes"].as_array().unwrap().is_empty());
    }
}

#[test]
fn the_customers_text_is_never_in_the_system_role() {
    let server = Server::start(good());
    ask(&server, &[]);
    let body = &server.requests()[0].body;
    assert!(!body["messages"][0]["content"].as_str().unwrap().contains("H200"));
    let user = body["messages"][1]["content"].as_str().unwrap();
    let fences = user.lines().filter(|line| line.starts_with("=== ")).count();
    assert!(user.contains(NEED) && fences == 2, "{user}");
}

#[test]
fn n01_an_interrupt_ends_a_silent_turn() {
    let server = Server::start(vec![vec![Act::Hold]]);
    let url = server.base_url();
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_gcg"))
        .args(["ask", NEED, "--provider", "nim", "--base-url", &url, "--model", "fake"])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let begun = std::time::Instant::now();
    while server.requests().is_empty() {
        assert!(begun.elapsed().as_secs() < 20, "no request came");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), document["code"].as_str()), (Some(130), Some("interrupted")));
}

#[test]
fn doctor_probes_a_service_and_says_what_it_can() {
    let list = |ids: &[&str]| {
        let data: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "object": "model" })).collect();
        reply(200, "application/json", &json!({ "object": "list", "data": data }).to_string())
    };
    let said = |text: &str| {
        let body = json!({ "choices": [{ "index": 0, "finish_reason": "length", "message": { "role": "assistant", "content": text } }] });
        reply(200, "application/json", &body.to_string())
    };
    let noted = || call("note", &json!({ "number": 7 }));
    let refused =
        reply(400, "application/json", r#"{"error":{"message":"unknown field `strict`","code":400}}"#);
    let doctor = |scripts: Vec<Script>| {
        let server = Server::start(scripts);
        let url = server.base_url();
        let output = Run::new(&["doctor", "--provider", "nim", "--base-url", &url, "--model", "fake"])
            .variable("NVIDIA_API_KEY", KEY)
            .output();
        assert!(!output.stdout.contains(KEY));
        let lines: Vec<String> = server.raw_requests().into_iter().map(|seen| seen.line).collect();
        (serde_json::from_str::<Value>(&output.stdout).unwrap(), output.exit, lines)
    };
    let works = |document: &Value| -> Vec<bool> {
        document["probes"].as_array().unwrap().iter().map(|probe| probe["ok"].as_bool().unwrap()).collect()
    };
    let (found, exit, lines) = doctor(vec![
        list(&["fake", "other"]),
        said("Yes"),
        noted(),
        noted(),
        refused,
        said("{\"number\":7}"),
    ]);
    assert_eq!((works(&found), exit), (vec![true, true, true, true, false, true], 0), "{found:#}");
    assert_eq!(lines[0], "GET /v1/models HTTP/1.1");
    // A list without models, or without this one, is told and is no reason to give up.
    let (found, exit, _) =
        doctor(vec![list(&[]), said("Yes"), said("No."), said("No."), said("No."), said("No.")]);
    assert_eq!((works(&found), exit), (vec![false, true, false, false, false, false], 0), "{found:#}");
    assert!(found["probes"][0]["found"].as_str().unwrap().contains("0 models"));
    let (found, exit, lines) = doctor(vec![list(&["fake"]), reply(401, "application/json", "{}")]);
    assert_eq!((works(&found), exit, lines.len()), (vec![true, false], 3, 2), "{found:#}");
    assert_eq!(found["probes"][1]["code"], "auth.rejected");
}

/// Figures, not a bound: the time of our own a request takes, and the memory of a long conversation.
#[cfg(target_os = "linux")]
#[test]
fn fifty_turns_stay_small_and_quick() {
    use std::io::{BufRead, BufReader, Write};
    const TURNS: usize = 50;
    let server = Server::start((0..TURNS).flat_map(|_| good()).collect());
    let folder = crate::agent_sessions::state("fifty");
    let mut child =
        std::process::Command::new(std::env::var("GCG_MEASURED").unwrap_or(env!("CARGO_BIN_EXE_gcg").into()))
            .args([
                "repl",
                "--provider",
                "nim",
                "--base-url",
                &server.base_url(),
                "--model",
                "fake",
                "--session",
                "fifty",
            ])
            .env_clear()
            .env("HOME", &folder)
            .env("XDG_STATE_HOME", &folder)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begun = std::time::Instant::now();
    for _ in 0..TURNS {
        writeln!(input, "{NEED}").unwrap();
        lines.by_ref().map(Result::unwrap).find(|line| line.contains("The H200 has 141 GB.")).unwrap();
    }
    let each = begun.elapsed().as_secs_f64() * 1000.0 / (2 * TURNS) as f64;
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap().trim().to_string();
    let kb: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
    drop(input);
    child.wait().unwrap();
    std::io::stderr()
        .write_all(format!("{each:.2} ms a request over {TURNS} turns, peak memory {peak}\n").as_bytes())
        .unwrap();
    assert_eq!(server.requests().len(), 2 * TURNS);
    assert!(kb < 120 * 1024, "{peak}");
    let (verified, exit) = crate::agent_sessions::run(&folder, &["sessions", "verify", "fifty"]);
    assert_eq!((verified["questions"].as_u64(), exit), (Some(50), 0), "{verified}");
}
