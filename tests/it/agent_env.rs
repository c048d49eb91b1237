//! Faults of the environment: proxies, certificates, configuration, hostile documents, escapes, logs.

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use gpu_cluster_generator::agent::{
    Code,
    provider::nim::{Deadlines, NimConfig},
};
use rustls::{
    ServerConfig, ServerConnection, Stream,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use serde_json::{Value, json};

use crate::{
    agent_http::{NEED, ask_with, config, good},
    agent_server::{Act, Server, call, delta, final_answer, read_request, stream},
    harness::Run,
};

#[test]
fn e01_a_proxy_is_honoured_and_its_password_never_shown() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = proxy.local_addr().unwrap().port();
    let asked = thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut bytes = vec![0; 4096];
        let count = stream.read(&mut bytes).unwrap();
        // A proxy that cannot reach the service.
        let _ = stream
            .write_all(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    });
    let output = Run::new(&[
        "ask",
        NEED,
        "--provider",
        "nim",
        "--base-url",
        "http://gpu-models.test/v1",
        "--allow-http",
        "--model",
        "m",
        "--timeout",
        "1",
    ])
    .variable("HTTP_PROXY", &format!("http://user:proxy-secret-7@127.0.0.1:{port}"))
    .variable("http_proxy", &format!("http://user:proxy-secret-7@127.0.0.1:{port}"))
    .variable("NVIDIA_API_KEY", "canary-7f3a")
    .output();
    let request = asked.join().unwrap();
    assert!(request.starts_with("POST http://gpu-models.test/v1/chat/completions"), "{request}");
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    assert!(matches!(output.exit, 6 | 8), "{document}");
    for text in [&output.stdout, &output.stderr] {
        assert!(!text.contains("proxy-secret-7") && !text.contains("canary-7f3a"), "{text}");
    }
    let none = Run::new(&[
        "ask",
        NEED,
        "--provider",
        "nim",
        "--base-url",
        "http://gpu-models.test/v1",
        "--allow-http",
        "--model",
        "m",
        "--timeout",
        "20",
    ])
    .variable("HTTP_PROXY", "http://user:proxy-secret-7@127.0.0.1:1")
    .variable("http_proxy", "http://user:proxy-secret-7@127.0.0.1:1")
    .output();
    let document: Value = serde_json::from_str(&none.stdout).unwrap();
    assert_eq!((document["code"].as_str(), none.exit), (Some("service.unreachable"), 6), "{document}");
    assert!(!none.stdout.contains("proxy-secret-7"));
    assert!(document["hints"].to_string().contains("HTTPS_PROXY"), "{document}");
}

fn pem(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/faults/tls").join(name)
}

/// A server with this certificate that answers every request with one body.
fn tls_server(certificate: &str, body: String) -> u16 {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let chain = vec![CertificateDer::from_pem_file(pem(certificate)).unwrap()];
    let key = PrivateKeyDer::from_pem_file(pem("server-key.pem")).unwrap();
    let config =
        Arc::new(ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let Ok(mut socket) = socket else { continue };
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = Stream::new(&mut connection, &mut socket);
            if read_request(&mut tls).is_some() {
                let _ = tls.write_all(body.as_bytes());
                let _ = tls.flush();
            }
            connection.send_close_notify();
            let _ = connection.complete_io(&mut socket);
        }
    });
    port
}

#[test]
fn e02_e03_certificates_are_told_apart() {
    let call = json!({ "id": "a", "type": "function", "function": { "name": "final_answer", "arguments": final_answer("out_of_scope", "This is not about GPU clusters.", &["gpu_models"]).to_string() } });
    let body = json!({ "choices": [{ "index": 0, "finish_reason": "tool_calls", "message": { "role": "assistant", "content": "", "tool_calls": [call] } }] }).to_string();
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let ask = |certificate: &str, trusted: bool| {
        let port = tls_server(certificate, reply.clone());
        let server = Server::start(Vec::new());
        let config = NimConfig {
            base_url: Some(format!("https://127.0.0.1:{port}/v1")),
            deadlines: Deadlines {
                first_byte: Duration::from_secs(10),
                idle: Duration::from_secs(10),
                turn: Duration::from_secs(20),
                ..config(&server).deadlines
            },
            root_certificates: trusted.then(|| std::fs::read(pem("ca.pem")).unwrap()),
            ..config(&server)
        };
        ask_with(&server, &config).0
    };
    assert!(ask("valid.pem", true).is_ok());
    let stranger = ask("valid.pem", false).unwrap_err();
    assert_eq!((stranger.code, stranger.exit()), (Code::TlsUntrusted, 6), "{stranger}");
    assert!(stranger.hints.iter().any(|hint| hint.contains("--ca-cert")));
    for certificate in ["expired.pem", "future.pem"] {
        let error = ask(certificate, true).unwrap_err();
        assert_eq!((error.code, error.exit()), (Code::TlsClock, 6), "{certificate}: {error}");
        assert!(error.hints.iter().any(|hint| hint.contains("clock")), "{error:?}");
    }
    // The flag does what the hint says.
    let port = tls_server("valid.pem", reply);
    let url = format!("https://127.0.0.1:{port}/v1");
    let certificates = pem("ca.pem");
    let arguments = ["ask", NEED, "--provider", "nim", "--base-url", &url, "--model", "m"];
    let (refused, exit) = Run::new(&arguments).json();
    assert_eq!((refused["code"].as_str(), exit), (Some("tls.untrusted"), 6));
    let (taken, exit) =
        Run::new(&[&arguments[..], &["--ca-cert", certificates.to_str().unwrap()]].concat()).json();
    assert_eq!((taken["outcome"].as_str(), exit), (Some("partial"), 0), "{taken}");
}

#[test]
fn e05_a_wrong_configuration_is_refused_with_its_place() {
    let folder = std::env::temp_dir().join(format!("gcg-config-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("config.yaml");
    for (text, part) in [
        ("modell: x\n", "modell"),
        ("provider: [1]\n", "provider"),
        ("model: a\nmodel: b\n", "model"),
        ("model: 'a\n", "line"),
        ("thinking: perhaps\n", "thinking"),
    ] {
        std::fs::write(&path, text).unwrap();
        let (document, exit) =
            Run::new(&["--config", path.to_str().unwrap(), "ask", "8 H100", "--provider", "offline"]).json();
        assert_eq!((document["code"].as_str(), exit), (Some("config.invalid"), 3), "{text}: {document}");
        let told = document["error"].as_str().unwrap();
        assert!(told.contains("config.yaml") && told.contains(part), "{text}: {told}");
    }
}

#[test]
fn c08_hostile_documents_are_refused_in_time() {
    let bomb = {
        let mut text = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (next, last) in ('b'..='j').zip('a'..='i') {
            text += &format!(
                "{next}: &{next} [*{last},*{last},*{last},*{last},*{last},*{last},*{last},*{last},*{last}]\n"
            );
        }
        text
    };
    let deep = format!("gpu_count: {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
    for (name, text) in [
        ("bomb", bomb),
        ("deep", deep),
        ("key twice", "gpu_count: 8\ngpu_count: 80\n".into()),
        ("nan", "gpu_count: .nan\n".into()),
        ("infinite", "power_per_rack_kw: .inf\n".into()),
        ("tag", "gpu_count: !!python/object:os.system 8\n".into()),
        ("unknown key", "gpu_cuont: 8\n".into()),
        ("long", format!("# {}\ngpu_count: 8\n", "x".repeat(70_000))),
    ] {
        let begun = Instant::now();
        let (document, exit) = Run::new(&["plan", "--file", "-"]).stdin(text).json();
        assert_eq!((document["code"].as_str(), exit), (Some("input.invalid"), 3), "{name}: {document}");
        assert!(begun.elapsed().as_secs() < 5, "{name} took {:?}", begun.elapsed());
    }
}

#[test]
fn c09_a_brief_that_is_too_long_is_refused() {
    let begun = Instant::now();
    let long = vec![b'x'; 10 << 20];
    let (document, exit) = Run::new(&["ask", "--file", "-", "--provider", "offline"]).stdin(long).json();
    assert_eq!((document["code"].as_str(), exit), (Some("input.invalid"), 3));
    assert!(document["error"].as_str().unwrap().contains("262144"), "{document}");
    let (document, exit) =
        Run::new(&["ask", "--file", "-", "--provider", "offline"]).stdin(b"128 H100 \xff".to_vec()).json();
    assert_eq!((document["code"].as_str(), exit), (Some("input.invalid"), 3));
    assert!(document["error"].as_str().unwrap().contains("offset 9"), "{document}");
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn c03_escapes_of_model_and_customer_do_not_reach_the_terminal() {
    let escapes = "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}";
    let text = format!("128 H100 for training{escapes}, 40 kW racks");
    for arguments in [
        &["ask", "--provider", "offline", "--file", "-"][..],
        &["ask", "--provider", "offline", "--file", "-", "--text"],
    ] {
        let output = Run::new(arguments).stdin(text.clone()).output();
        for printed in [&output.stdout, &output.stderr] {
            assert!(
                !printed.chars().any(|c| matches!(c, '\u{1b}' | '\u{7}' | '\u{80}'..='\u{9f}' | '\u{202e}')),
                "{printed}"
            );
        }
    }
    let summary = format!("The H200 has {{{{v:v1}}}}.{escapes}");
    let wrong = || call("final_answer", &final_answer("answer", &summary, &["gpu_models"]));
    let spoken =
        stream(&[delta(json!({ "content": escapes }), Value::Null), delta(json!({}), "stop".into())]);
    let server = Server::start([vec![spoken], vec![good().remove(0), wrong(), wrong()]].concat());
    let url = server.base_url();
    let output =
        Run::new(&["ask", NEED, "--provider", "nim", "--base-url", &url, "--model", "m", "--text"]).output();
    assert_eq!(output.exit, 0, "{}", output.stdout);
    assert!(
        !output.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']) && output.stdout.contains("141"),
        "{}",
        output.stdout
    );
}

#[test]
fn x03_one_document_whatever_the_log_level() {
    for arguments in [
        &["ask", "128 H100 for training", "--provider", "offline"][..],
        &["plan", "--gpus", "128", "--workload", "training"],
        &["doctor", "--provider", "offline"],
        &["sessions", "list"],
        &["gpu", "spec", "--gpu", "nonsense", "--no-model"],
        &["ask"],
        &["no-such-command"],
    ] {
        let run = |level: &str| {
            Run::new(arguments).variable("RUST_LOG", level).variable("RUST_BACKTRACE", "1").output()
        };
        let (loud, quiet) = (run("trace"), run("off"));
        assert!(serde_json::from_str::<Value>(&loud.stdout).is_ok(), "{arguments:?}: {}", loud.stdout);
        assert_eq!(loud.stdout, quiet.stdout);
        assert_eq!(loud.stderr, "", "{arguments:?}");
    }
}

/// The key in every place a service, a customer or a file can put it; none of the bytes that leave the program hold it.
#[test]
fn a_canary_key_leaves_through_no_door() {
    const KEY: &str = "canary-secret-4711";
    let folder = crate::agent_sessions::state("canary");
    let echo = |status: u16| {
        crate::agent_server::reply(
            status,
            "application/json",
            &json!({ "error": { "message": format!("key {KEY} is no good"), "code": status } }).to_string(),
        )
    };
    let spoken = stream(&[
        delta(json!({ "content": format!("Your key is {KEY}.") , "reasoning_content": KEY }), Value::Null),
        delta(json!({}), "stop".into()),
    ]);
    let named = call(KEY, &json!({ "gpu": KEY }));
    let asked = call("gpu_spec", &json!({ "gpu": KEY }));
    let told = call(
        "final_answer",
        &final_answer("answer", &format!("The H200 has {{{{v:v1}}}}. {KEY}"), &["gpu_models"]),
    );
    let scripts: Vec<Vec<Vec<Act>>> = vec![
        vec![echo(401)],
        vec![echo(400)],
        vec![echo(402)],
        vec![spoken.clone(), spoken.clone(), spoken],
        vec![named.clone(), asked, good().remove(0), told.clone(), told],
        vec![named.clone(), named.clone(), named.clone(), named.clone(), named],
    ];
    let text = format!("{NEED} My key is {KEY} and nvapi-0123456789abcdefXYZ");
    for (place, scripts) in scripts.into_iter().enumerate() {
        for more in [&["--stream"][..], &["--text"], &["--session", "canary"]] {
            let server = Server::start(scripts.clone());
            let url = server.base_url();
            let mut arguments =
                vec!["ask", &text, "--provider", "nim", "--base-url", &url, "--model", "m", "--no-fallback"];
            arguments.extend(more);
            let output = Run::new(&arguments)
                .variable("NVIDIA_API_KEY", KEY)
                .variable("RUST_LOG", "trace")
                .variable("RUST_BACKTRACE", "full")
                .variable("XDG_STATE_HOME", folder.to_str().unwrap())
                .output();
            for printed in [&output.stdout, &output.stderr] {
                assert!(
                    !printed.contains(KEY) && !printed.contains("0123456789abcdef"),
                    "{place} {more:?}: {printed}"
                );
            }
            for seen in server.raw_requests() {
                let sent = seen.body.to_string();
                assert!(!sent.contains("0123456789abcdef"), "a pasted key was sent to the model");
            }
        }
    }
    let kept = std::fs::read_to_string(folder.join("gcg/sessions/canary.jsonl")).unwrap();
    assert!(kept.lines().count() > 6, "{kept}");
    assert!(!kept.contains(KEY) && !kept.contains("0123456789abcdef") && kept.contains("[key]"));
    let (verified, exit) = crate::agent_sessions::run(&folder, &["sessions", "verify", "canary"]);
    assert_eq!(exit, 0, "{verified}");
}
