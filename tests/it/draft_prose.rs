//! Sections worded by a model: references become values, refused sentences are replaced.

use std::fs;

use serde_json::Value;

use crate::{
    agent_server::{Script, Server, delta, stream},
    draft::{REQUESTS, drafted, folder, planned},
    harness::Run,
};

/// A turn of plain text.
fn turn(text: &str) -> Script {
    let letters: Vec<char> = text.chars().collect();
    let mut frames: Vec<Value> = letters
        .chunks(9)
        .map(|piece| delta(serde_json::json!({ "content": piece.iter().collect::<String>() }), Value::Null))
        .collect();
    frames.push(delta(serde_json::json!({}), "stop".into()));
    stream(&frames)
}

#[test]
fn a_model_words_sections_and_never_a_number() {
    let folder = folder("prose");
    planned(&folder, REQUESTS[1]);
    // Parts in order: first page, design, risks, delivery. The first is worded well, the second and the third are
    // mended once, the fourth is refused twice and keeps the program's own text.
    let server = Server::start(vec![
        turn("The offer answers the need in full: {{t:t1}}\n\nStorage is still to be named by the customer."),
        turn("All data stays in 3 data centres."),
        turn("The request states nothing about data location; it is to be agreed."),
        turn("# Risks\nNone."),
        turn("No rule names a grave risk; the bill of materials is still open in places."),
        turn("Delivery takes 12 weeks."),
        turn("Delivery takes twelve weeks."),
    ]);
    let url = server.base_url();
    let arguments = [
        "draft",
        "answer.json",
        "--format",
        "md",
        "--out",
        ".",
        "--prose",
        "model",
        "--provider",
        "nim",
        "--base-url",
        &url,
        "--model",
        "first",
    ];
    let output = Run::new(&arguments).directory(&folder).variable("NVIDIA_API_KEY", "sesame-key").output();
    let done: Value =
        serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", output.stdout));
    assert_eq!(output.exit, 0, "{done}");
    assert_eq!(server.unused(), 0, "{done}");
    assert_eq!(done["worded_sections"], serde_json::json!(["design", "risks", "summary"]), "{done}");
    let refused =
        done["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "draft_prose").unwrap();
    assert!(refused["message"].as_str().unwrap().contains("section delivery"), "{refused}");
    let text = fs::read_to_string(folder.join("proposal.md")).unwrap();
    assert!(
        text.contains("Storage is still to be named by the customer.") && text.contains("it is to be agreed")
    );
    assert!(
        text.contains("128 GPUs in all") && text.contains("worded by"),
        "the engine's sentence is taken over"
    );
    for never in ["3 data centres", "weeks", "sesame-key", "{{"] {
        assert!(!text.contains(never), "{never}");
    }
    let seen = server.requests();
    assert!(seen.iter().all(|one| one.body["messages"][0]["role"] == "system"));
    assert!(!seen[0].body["messages"][0]["content"].as_str().unwrap().contains("growth_node_count=32"));
    // Without a service the wish is refused before anything is written.
    let (done, exit) = drafted(&folder, &["--prose", "model", "--provider", "offline", "--out", "none"]);
    assert_eq!((done["code"].as_str(), exit), (Some("usage.invalid"), 2), "{done}");
    assert!(!folder.join("none").exists());
    fs::remove_dir_all(folder).unwrap();
}
