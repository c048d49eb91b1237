//! Cases of the journal: tails torn at any byte, damage, other forms, pairs, and verification of changed lines.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::agent::{Limits, Silent, converse, message::Call, provider::offline::Offline, verify::verify};
use crate::tools::Catalog;

fn head() -> Head {
    Head {
        schema: SCHEMA.into(),
        created: "2026-11-23T00:00:00Z".into(),
        program: "gcg".into(),
        edition: "e".into(),
        catalog: "d".into(),
    }
}

/// A stored conversation with the built-in planner.
pub fn stored(texts: &[&str]) -> String {
    let catalog = Catalog::embedded();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut session = Session::new();
    let mut out = Line::Session(head()).text().unwrap();
    for text in texts {
        out += &Line::Question { text: (*text).into() }.text().unwrap();
        let limits = Limits::default();
        let _ = runtime.block_on(converse(&mut session, text, &mut Offline, &catalog, &limits, &mut Silent));
        let exchange = session.transcript().last().unwrap().clone();
        out += &Line::Exchange(Box::new(exchange)).text().unwrap();
    }
    out
}

const TALK: &[&str] = &[
    "32 H200 for fine-tuning, InfiniBand, 25 kW racks.",
    "make it 48 and drop InfiniBand",
    "How much memory has an H200?",
    "what if B300 instead?",
    "ok and racks only 18 kW now",
];

#[test]
#[ignore = "open: a bare correction of the rack power is not taken over a question in between"]
fn a_stored_conversation_is_taken_up_as_it_was_and_verifies() {
    let text = stored(TALK);
    let journal = Journal::read(text.as_bytes()).unwrap();
    assert!(journal.warnings.is_empty(), "{:?}", journal.warnings);
    let catalog = Catalog::embedded();
    let report = verify(&journal, &catalog);
    assert_eq!((report.questions, report.differences.as_slice()), (5, &[][..]), "{report:?}");
    assert!(report.calls >= 3 && report.designs >= 3, "{report:?}");
    // The next words mean the same after a restart as without one.
    let mut restarted = journal.session();
    let mut first = Journal::read(stored(TALK).as_bytes()).unwrap().session();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let limits = Limits::default();
    let say = |session: &mut Session| {
        let answer = runtime.block_on(converse(
            session,
            "kW per rack of course",
            &mut Offline,
            &catalog,
            &limits,
            &mut Silent,
        ));
        serde_json::to_string(answer.unwrap().document()).unwrap()
    };
    assert_eq!(say(&mut restarted), say(&mut first));
    assert_eq!(restarted.reading().requirement.power_per_rack_kw.as_ref().unwrap().value, 18.0);
}

#[test]
fn n02_a_history_without_its_results_is_paired_again() {
    let call = |id: &str| Call { id: id.into(), name: "plan".into(), arguments: "{}".into() };
    let turn = |calls: Vec<Call>| Message::Assistant { content: String::new(), calls, reasoning: None };
    let result = |id: &str| Message::Tool { call_id: id.into(), name: "plan".into(), content: "{}".into() };
    let user = || Message::User { content: "go on".into() };
    let mut history = vec![
        user(),
        turn(vec![call("c1"), call("c2")]),
        result("c2"),
        user(),
        result("c1"),
        turn(vec![call("c3")]),
        result("c3"),
        result("c9"),
        turn(vec![call("c4")]),
    ];
    assert_eq!(pair(&mut history), 4);
    let mut again = history.clone();
    assert_eq!((pair(&mut again), again == history), (0, true));
    let ids: Vec<&str> = history
        .iter()
        .filter_map(
            |message| if let Message::Tool { call_id, .. } = message { Some(call_id.as_str()) } else { None },
        )
        .collect();
    assert_eq!(ids, ["c2", "c1", "c3", "c4"]);
}

#[test]
fn n03_a_torn_tail_is_dropped_and_earlier_damage_refused() {
    let text = stored(&TALK[..2]);
    let bytes = text.as_bytes();
    let ends: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    let step = (bytes.len() / 400).max(1);
    for cut in (ends[0]..bytes.len()).step_by(step).chain(ends.iter().flat_map(|end| [end - 1, *end])) {
        if cut < ends[0] {
            continue;
        }
        let journal = Journal::read(&bytes[..cut]).unwrap_or_else(|error| panic!("cut at {cut}: {error}"));
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!((journal.lines.len(), journal.sound_bytes), (whole - 1, ends[whole - 1]), "cut at {cut}");
        assert_eq!(
            journal.warnings.iter().any(|one| one.contains("torn")),
            cut != ends[whole - 1],
            "cut at {cut}"
        );
        let asked = journal.lines.last().is_some_and(|line| matches!(line, Line::Question { .. }));
        assert_eq!(journal.warnings.iter().any(|one| one.contains("broken off")), asked);
    }
    for at in [3, ends[0] + 5, ends[1] + 9] {
        let mut damaged = bytes.to_vec();
        damaged[at] = 0xff;
        assert_eq!(Journal::read(&damaged).unwrap_err().code, Code::SessionCorrupt, "{at}");
    }
    for empty in [&b""[..], b"{", b"[]\n"] {
        assert!(Journal::read(empty).is_err());
    }
}

#[test]
fn n04_other_versions_and_catalogs_are_told_apart() {
    let text = stored(&TALK[..1]);
    for other in ["gcg/session/0", "gcg/session/2", "something"] {
        let error = Journal::read(text.replacen(SCHEMA, other, 1).as_bytes()).unwrap_err();
        assert_eq!((error.code, error.exit()), (Code::SessionVersion, 3));
        assert!(error.message.contains(other) && error.message.contains(SCHEMA), "{error}");
    }
}

#[test]
fn a_changed_result_is_found_with_its_place() {
    let catalog = Catalog::embedded();
    let text = stored(&TALK[..1]);
    for (old, new, place) in [
        ("\"node_count\":4", "\"node_count\":5", "node_count"),
        ("\"gpu_count\":32", "\"gpu_count\":33", "gpu_count"),
    ] {
        assert!(text.contains(old), "{old}");
        let journal = Journal::read(text.replacen(old, new, 1).as_bytes()).unwrap();
        let report = verify(&journal, &catalog);
        let told = format!("{:?}", report.differences);
        assert!(!report.differences.is_empty() && told.contains(place), "{told}");
    }
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines[2]["records"][0]["call"] = json!("c7");
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let report = verify(&Journal::read(text.as_bytes()).unwrap(), &catalog);
    assert_eq!(report.differences[0].place, "records");
}

proptest! {
    #![proptest_config(crate::agent::journal::cases::cases())]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Journal::read(&bytes);
    }

    #[test]
    fn any_damage_ends_in_a_session_or_an_error(at in 0usize..60_000, byte in any::<u8>(), cut in 0usize..60_000) {
        static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let text = TEXT.get_or_init(|| stored(&TALK[..2]));
        let mut bytes = text.clone().into_bytes();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(cut % length + 1);
        if let Ok(journal) = Journal::read(&bytes) {
            prop_assert!(journal.sound_bytes <= bytes.len());
            let _ = journal.session();
        }
    }
}

/// Few cases in a plain run; `GCG_FUZZ_CASES` asks for more.
#[allow(clippy::disallowed_methods)]
pub fn cases() -> ProptestConfig {
    let cases = std::env::var("GCG_FUZZ_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
