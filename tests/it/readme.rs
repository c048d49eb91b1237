//! Every command that the README and the page for partners show runs and prints what is shown. `GCG_BLESS=1 cargo test readme` writes what it prints.

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

/// The page with what its commands print, and how many there are. A block below a line that ends in "File `NAME`:" is
/// written to that file first.
fn followed(page: &str, folder: &Path) -> (String, usize) {
    let mut printed = String::new();
    let mut commands = 0;
    let mut above = String::new();
    let mut block: Option<(String, Vec<String>)> = None;
    for line in page.lines() {
        match &mut block {
            None => {
                printed.push_str(&format!("{line}\n"));
                match line.strip_prefix("```") {
                    Some(language) => block = Some((language.to_string(), Vec::new())),
                    None if !line.trim().is_empty() => above = line.to_string(),
                    None => {}
                }
            }
            Some((language, lines)) if line == "```" => {
                if language == "console" {
                    for command in lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
                        commands += 1;
                        printed.push_str(&format!("$ {command}\n"));
                        let shown = print(command, folder);
                        if !shown.is_empty() {
                            printed.push_str(&format!("{shown}\n"));
                        }
                    }
                } else {
                    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
                    if let Some(name) = above.strip_prefix("File `").and_then(|rest| rest.strip_suffix("`:"))
                    {
                        let path = folder.join(name);
                        fs::create_dir_all(path.parent().unwrap()).unwrap();
                        fs::write(path, &text).unwrap();
                    }
                    printed.push_str(&text);
                }
                printed.push_str("```\n");
                block = None;
            }
            Some((_, lines)) => lines.push(line.to_string()),
        }
    }
    (printed, commands)
}

/// Holds a page against what its commands print, or writes that.
fn hold(name: &str, at_least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let page = fs::read_to_string(&path).unwrap();
    let folder =
        std::env::temp_dir().join(format!("gcg-page-{}-{}", name.replace('/', "-"), std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (printed, commands) = followed(&page, &folder);
    fs::remove_dir_all(&folder).unwrap();
    assert!(commands >= at_least, "{name} shows {commands} commands");
    if std::env::var_os("GCG_BLESS").is_some() {
        fs::write(&path, printed).unwrap();
    } else {
        assert_eq!(without_digest(&page), without_digest(&printed), "run `GCG_BLESS=1 cargo test readme`");
    }
}

#[test]
fn every_command_shown_prints_what_is_shown() {
    hold("README.md", 5);
}

#[test]
fn the_page_for_partners_holds_word_for_word() {
    hold("catalog/PARTNERS.md", 9);
}
