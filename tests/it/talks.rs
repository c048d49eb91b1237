//! Conversations at the prompt, as people hold them: what each follow-up must bring, whether the requirement stays, and
//! how long a reply is. The texts are in `tests/talks/follow_ups.yaml`.

use std::{fs, path::PathBuf};

use serde::Deserialize;

use crate::harness::Run;

#[derive(Deserialize)]
struct Talks {
    talks: Vec<Talk>,
}

#[derive(Deserialize)]
struct Talk {
    first: String,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    user: String,
    says: Vec<String>,
    keeps: Option<bool>,
}

/// Lines of one reply at most.
const LONGEST: usize = 12;
/// Share of follow-ups that give what was wanted, at least.
const LEAST_SHARE: f64 = 0.95;

/// What the prompt prints for each entry: the reply, and the requirement after it.
fn replies(talk: &Talk) -> Vec<(String, String)> {
    let entries: Vec<&str> = std::iter::once(&talk.first)
        .chain(talk.turns.iter().map(|turn| &turn.user))
        .map(String::as_str)
        .collect();
    let mut input = String::new();
    for (at, entry) in entries.iter().enumerate() {
        input.push_str(&format!("{entry}\n/reply{at}\n/requirement\n/known{at}\n"));
    }
    let output = Run::new(&["repl", "--no-session", "--provider", "offline"]).stdin(input).output();
    let mut rest = output.stdout.as_str();
    let mut cut = |mark: String| {
        let (before, after) = rest.split_once(&mark).unwrap_or_else(|| panic!("{mark} is missing in {rest}"));
        rest = after;
        before.to_string()
    };
    (0..entries.len())
        .map(|at| {
            let mark = |name: &str| format!("There is no command /{name}{at}; /help lists them.\n");
            (cut(mark("reply")), cut(mark("known")))
        })
        .collect()
}

#[test]
fn follow_ups_give_what_was_wanted_in_few_lines_and_keep_what_must_stay() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/talks/follow_ups.yaml");
    let talks: Talks = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let (mut all, mut wrong, mut longest) = (0, Vec::new(), (0, String::new()));
    for talk in &talks.talks {
        let replies = replies(talk);
        for (at, turn) in talk.turns.iter().enumerate() {
            let (before, (reply, known)) = (&replies[at].1, &replies[at + 1]);
            all += 1;
            let lines = reply.trim_end().lines().count();
            if lines > longest.0 {
                longest = (lines, turn.user.clone());
            }
            let said = turn.says.iter().any(|text| reply.to_lowercase().contains(&text.to_lowercase()));
            let kept = turn.keeps.is_none_or(|keeps| keeps == (before == known));
            // What must stay always does; how a reply is worded may miss now and then.
            assert!(kept || turn.keeps == Some(false), "{}: the requirement changed to {known}", turn.user);
            if !said || !kept {
                wrong.push(format!("{}: {reply}", turn.user));
            }
        }
    }
    assert!(all >= 60, "{all}");
    assert!(longest.0 <= LONGEST, "{longest:?}");
    let share = (all - wrong.len()) as f64 / all as f64;
    assert!(share >= LEAST_SHARE, "{share:.2}: {wrong:#?}");
}
