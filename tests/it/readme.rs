//! Every command the README shows runs and prints what it shows. `GCG_BLESS=1 cargo test readme` writes what it prints.

use std::{fs, path::Path};

use crate::harness::Run;

/// Words of a command line; double quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What a command line prints; `> FILE` writes it to a file in the folder.
fn print(line: &str, folder: &Path) -> String {
    let (command, target) = match line.split_once(" > ") {
        Some((command, target)) => (command, Some(target)),
        None => (line, None),
    };
    let words = words(command);
    assert_eq!(words[0], "gcg", "{line}");
    let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let output = Run::new(&arguments).directory(folder).output();
    assert!([0, 9].contains(&output.exit), "{line}: exit {} {}", output.exit, output.stdout);
    match target {
        Some(target) => {
            fs::write(folder.join(target), output.stdout).unwrap();
            String::new()
        }
        None => output.stdout.trim_end().to_string(),
    }
}

/// The digest names the state of the catalog and changes with every fact.
fn without_digest(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            let digest = bare.len() == 16 && bare.chars().all(|c| c.is_ascii_hexdigit());
            if digest { word.replace(bare, "<digest>") } else { word.to_string() }
        })
        .collect()
}

#[test]
fn every_command_shown_prints_what_is_shown() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let folder = std::env::temp_dir().join(format!("gcg-readme-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut blessed = String::new();
    let mut commands = 0;
    let mut block: Option<Vec<String>> = None;
    for line in readme.lines() {
        match &mut block {
            None => {
                blessed.push_str(&format!("{line}\n"));
                if line == "```console" {
                    block = Some(Vec::new());
                }
            }
            Some(lines) if line == "```" => {
                for command in lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    commands += 1;
                    blessed.push_str(&format!("$ {command}\n"));
                    let printed = print(command, &folder);
                    if !printed.is_empty() {
                        blessed.push_str(&format!("{printed}\n"));
                    }
                }
                blessed.push_str("```\n");
                block = None;
            }
            Some(lines) => lines.push(line.to_string()),
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(commands >= 5, "the README shows {commands} commands");
    if std::env::var_os("GCG_BLESS").is_some() {
        fs::write(&path, blessed).unwrap();
    } else {
        assert_eq!(without_digest(&readme), without_digest(&blessed), "run `GCG_BLESS=1 cargo test readme`");
    }
}
