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
