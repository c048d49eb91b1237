//! Sessions on disk through the binary: kept only when asked, resumed, verified, killed, locked, for their owner alone.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::harness::Run;

/// A state folder of a test's own.
pub fn state(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gcg-sessions-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn run(folder: &Path, arguments: &[&str]) -> (Value, i32) {
    Run::new(arguments).variable("XDG_STATE_HOME", folder.to_str().unwrap()).json()
}

fn ask(folder: &Path, name: &str, text: &str) -> (Value, i32) {
    run(folder, &["ask", text, "--provider", "offline", "--session", name])
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join("gcg/sessions").join(format!("{name}.jsonl"))
}

#[test]
fn a_conversation_goes_on_over_several_runs() {
    let folder = state("runs");
    let (first, _) = ask(&folder, "bank", "32 H200 for fine-tuning, InfiniBand, 25 kW racks.");
    assert_eq!(first["design"]["compute"]["gpu_count"], 32);
    let (second, exit) = run(
        &folder,
        &["sessions", "resume", "bank", "make it 48 and drop InfiniBand", "--provider", "offline"],
    );
    assert_eq!((second["design"]["compute"]["gpu_count"].as_u64(), exit), (Some(48), 0));
    let (list, _) = run(&folder, &["sessions", "list"]);
    assert_eq!(
        (list["sessions"][0]["name"].as_str(), list["sessions"][0]["questions"].as_u64()),
        (Some("bank"), Some(2))
    );
    let (shown, _) = run(&folder, &["sessions", "show", "bank"]);
    assert_eq!(shown["requirement"]["gpu_count"], 48);
    assert_eq!(shown["warnings"].as_array().unwrap().len(), 0, "{shown}");
    let (verified, exit) = run(&folder, &["sessions", "verify", "bank"]);
    assert_eq!((verified["verified"].as_bool(), exit), (Some(true), 0), "{verified}");
    let (exported, _) = run(&folder, &["sessions", "export", "bank"]);
    assert_eq!(exported["exchanges"].as_array().unwrap().len(), 2);
    assert_eq!(exported["exchanges"][1]["result"]["design"], second["design"]);
    // A result that was changed by hand is found, and named.
    let text = fs::read_to_string(file(&folder, "bank")).unwrap();
    fs::write(file(&folder, "bank"), text.replace("\"node_count\":4", "\"node_count\":3")).unwrap();
    let (verified, exit) = run(&folder, &["sessions", "verify", "bank"]);
    assert_eq!((verified["verified"].as_bool(), exit), (Some(false), 9));
    assert!(verified["differences"][0]["message"].as_str().unwrap().contains("node_count"), "{verified}");
}

#[test]
fn nothing_is_written_unless_asked_and_names_are_names() {
    let folder = state("none");
    run(&folder, &["ask", "128 H100 for training", "--provider", "offline"]);
    let talk = Run::new(&["repl", "--provider", "offline"])
        .stdin("128 H100 for training\n/quit\n")
        .variable("XDG_STATE_HOME", folder.to_str().unwrap())
        .output();
    assert_eq!(talk.exit, 0);
    assert!(!folder.join("gcg/sessions").exists(), "something was written");
    let (list, exit) = run(&folder, &["sessions", "list"]);
    assert_eq!((list["sessions"].as_array().map(Vec::len), exit), (Some(0), 0));
    for name in ["../x", "", ".hidden", "a/b", "ä", &"x".repeat(65)] {
        let (document, exit) = ask(&folder, name, "8 H100");
        assert_eq!((document["code"].as_str(), exit), (Some("usage.invalid"), 2), "{name}");
    }
    for command in ["show", "verify", "export"] {
        let (document, exit) = run(&folder, &["sessions", command, "nobody"]);
        assert_eq!((document["code"].as_str(), exit), (Some("input.invalid"), 3), "{document}");
        assert!(document["error"].as_str().unwrap().contains("nobody"));
    }
}

#[test]
fn the_prompt_keeps_changes_of_the_requirement_too() {
    let folder = state("repl");
    let talk = |text: &str| {
        Run::new(&["repl", "--provider", "offline", "--session", "talk"])
            .stdin(text)
            .variable("XDG_STATE_HOME", folder.to_str().unwrap())
            .output()
            .stdout
    };
    talk("32 H200 for fine-tuning, 25 kW racks.\nmake it 48\n/back\n/quit\n");
    assert!(talk("/requirement\n/quit\n").contains("gpu_count = 32"));
    talk("make it 64\n/reset\n/quit\n");
    assert!(talk("/requirement\n/quit\n").contains("Nothing was stated yet"));
    let (verified, exit) = run(&folder, &["sessions", "verify", "talk"]);
    assert_eq!(exit, 0, "{verified}");
}

#[cfg(unix)]
#[test]
fn n05_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = state("rights");
    ask(&folder, "s", "8 H100 for training");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file(&folder, "s")), 0o600);
    assert_eq!(mode(&folder.join("gcg/sessions")), 0o700);
    fs::set_permissions(file(&folder, "s"), fs::Permissions::from_mode(0o644)).unwrap();
    let output = Run::new(&["ask", "make it 16", "--provider", "offline", "--session", "s"])
        .variable("XDG_STATE_HOME", folder.to_str().unwrap())
        .output();
    assert_eq!(mode(&file(&folder, "s")), 0o600);
    assert!(output.stderr.contains("others could read"), "{}", output.stderr);
}

#[test]
fn n03_one_writer_at_a_time() {
    let folder = state("lock");
    ask(&folder, "s", "8 H100 for training");
    let held = fs::OpenOptions::new().append(true).open(file(&folder, "s")).unwrap();
    held.try_lock().unwrap();
    let (document, exit) = ask(&folder, "s", "make it 16");
    assert_eq!((document["code"].as_str(), exit), (Some("session.busy"), 3), "{document}");
    // Reading needs no lock.
    assert_eq!(run(&folder, &["sessions", "verify", "s"]).1, 0);
    drop(held);
    assert_eq!(ask(&folder, "s", "make it 16").1, 0);
}

#[test]
fn torn_tails_are_told_and_damage_is_refused() {
    let folder = state("torn");
    ask(&folder, "s", "8 H100 for training");
    let path = file(&folder, "s");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [&whole[..], b"{\"type\":\"exch"].concat()).unwrap();
    let output = Run::new(&["ask", "make it 16", "--provider", "offline", "--session", "s"])
        .variable("XDG_STATE_HOME", folder.to_str().unwrap())
        .output();
    assert!(output.stderr.contains("torn") && output.exit == 0, "{}", output.stderr);
    assert_eq!(run(&folder, &["sessions", "verify", "s"]).0["questions"], 2);
    let mut damaged = fs::read(&path).unwrap();
    damaged[whole.len() / 2] = 0xff;
    fs::write(&path, &damaged).unwrap();
    let (document, exit) = ask(&folder, "s", "make it 24");
    assert_eq!((document["code"].as_str(), exit), (Some("session.corrupt"), 3), "{document}");
    assert_eq!(fs::read(&path).unwrap(), damaged, "a damaged session was changed");
    let old = String::from_utf8(whole).unwrap().replacen("gcg/session/1", "gcg/session/9", 1);
    fs::write(&path, old).unwrap();
    let (document, exit) = ask(&folder, "s", "make it 24");
    assert_eq!((document["code"].as_str(), exit), (Some("session.version"), 3), "{document}");
}

#[test]
fn n04_a_session_of_another_catalog_says_so() {
    let folder = state("catalog");
    ask(&folder, "s", "8 H100 for training");
    let path = file(&folder, "s");
    let text = fs::read_to_string(&path).unwrap();
    let head: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let digest = head["catalog"].as_str().unwrap();
    let other = text.replacen(&format!("\"catalog\":\"{digest}\""), "\"catalog\":\"0000000000000000\"", 1);
    assert_ne!(other, text);
    fs::write(&path, other).unwrap();
    let (verified, _) = run(&folder, &["sessions", "verify", "s"]);
    assert!(verified["warnings"][0].as_str().unwrap().contains("0000000000000000"), "{verified}");
}

#[cfg(unix)]
#[test]
fn n03_a_full_disk_does_not_lose_the_answer() {
    let folder = state("full");
    // A limit on the size of files stands for a full disk; the signal that comes with it is ignored.
    let script = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' ask '32 H200 for training, 25 kW racks' --provider offline --session s",
        env!("CARGO_BIN_EXE_gcg")
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .env_clear()
        .env("XDG_STATE_HOME", &folder)
        .env("HOME", &folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), document["design"]["compute"]["gpu_count"].as_u64()),
        (Some(0), Some(32))
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("is not written any more"), "{told}");
    assert_eq!(run(&folder, &["sessions", "verify", "s"]).1, 0);
}

/// Kills at random moments: `GCG_KILLS` says how many (few in a plain run).
#[cfg(unix)]
#[test]
fn n02_a_session_survives_kills_at_random_moments() {
    let folder = state("kills");
    let kills: u64 = std::env::var("GCG_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    // How long a whole turn takes here and now; kills fall anywhere in it and a little behind it.
    let begun = std::time::Instant::now();
    assert_eq!(ask(&folder, "s", "8 H200 for training").1, 0);
    let turn = u64::try_from(begun.elapsed().as_micros()).unwrap().max(1000);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut seen = 0;
    let mut torn = 0;
    for round in 0..kills {
        let text = format!("make it {} GPUs, H200, for training", 8 * (round % 40 + 1));
        let mut child = Command::new(env!("CARGO_BIN_EXE_gcg"))
            .args(["ask", &text, "--provider", "offline", "--session", "s"])
            .env_clear()
            .env("XDG_STATE_HOME", &folder)
            .env("HOME", &folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % (turn * 3 / 2)));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        // What was printed was kept.
        seen += usize::from(serde_json::from_slice::<Value>(&output.stdout).is_ok());
        let path = file(&folder, "s");
        if path.exists() {
            torn += usize::from(!fs::read(&path).unwrap().ends_with(b"\n"));
        }
    }
    assert_eq!(ask(&folder, "s", "make it 64 GPUs").1, 0, "the session does not go on");
    let (verified, exit) = run(&folder, &["sessions", "verify", "s"]);
    assert_eq!(exit, 0, "{verified}");
    let kept = usize::try_from(verified["questions"].as_u64().unwrap()).unwrap();
    assert!(seen > 0 || kills < 50, "every kill came before the end of its turn");
    assert!(kept > seen + 1, "{kept} questions are kept, {seen} answers were seen");
    let told = format!("{kills} kills: {seen} answers seen, {kept} questions kept, {torn} torn tails\n");
    std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
}
